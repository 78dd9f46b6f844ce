"""The page at "/", for people."""

import re

import httpx
import pytest

from labels.errors import InvalidInput, Overloaded
from serving.page import FORM_TYPE, MAX_FIELDS, MAX_FORM_BYTES, PageForm, page_of_error, read_form

ARTICLE = """Leader attacks plan

“It is a leap in the dark,” said Cllr Jo Marsh, leader of Eastshire County Council.

The trust's chair, Tom Hale, said that wards would stay open."""


def read(service: httpx.Client, **fields: str) -> httpx.Response:
    return service.post("/read", data=fields)


def test_the_page_has_both_forms_and_loads_nothing(service: httpx.Client):
    answer = service.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count('<form method="post" action="read">') == 2
    assert not re.search(r'<script|<img|://|href="(?!data:,|api)', answer.text)


def test_a_quotation_is_answered_as_programs_are(service: httpx.Client):
    typed = {"text": "Nobody has shown us the sums.", "attribution": "UNISON regional organiser"}
    shown = read(service, **typed).text
    [wanted] = service.post("/classify", json={"statements": [typed]}).json()["predictions"]
    for head in ("sector", "stance"):
        label = wanted[head]["label"].replace("_", " ").replace("nhs", "NHS").replace("stp", "STP")
        assert f"<span>{label}</span>" in shown
    assert ("a person should look" in shown) is wanted["review"]


def test_an_articles_statements_are_shown_with_their_speakers(service: httpx.Client):
    shown = read(service, article=ARTICLE, title="Leader attacks plan").text
    assert "2 statements in the article" in shown
    assert "Jo Marsh (leader, Eastshire County Council)" in shown
    assert "Tom Hale (chair, trust)" in shown


def test_an_article_in_which_nobody_speaks_says_so(service: httpx.Client):
    assert "Nobody is quoted" in read(service, article="The ward has nine beds.").text


def test_what_is_typed_is_shown_as_words_and_not_as_html(service: httpx.Client):
    shown = read(service, text='A <b>sham</b> & a "con"', attribution="<script>alert(1)</script>").text
    assert "<b>" not in shown
    assert "<script" not in shown
    assert "A &lt;b&gt;sham&lt;/b&gt; &amp; a" in shown


def test_a_mistake_is_told_on_the_page_and_keeps_what_was_typed(service: httpx.Client):
    answer = read(service, text=" ", attribution="UNISON")
    assert answer.status_code == 422
    assert "text: is empty" in answer.text
    assert 'value="UNISON"' in answer.text


def test_more_than_a_form_may_hold_is_told_on_the_page_and_not_shown_again(service: httpx.Client):
    answer = read(service, article="word " * (MAX_FORM_BYTES // 5))
    assert answer.status_code == 413
    assert "form: has" in answer.text
    assert "word word" not in answer.text


def test_an_article_without_words_is_told_as_an_article(service: httpx.Client):
    answer = read(service, article="  ", title="Row over ward")
    assert "article: is empty" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://known.by.a.proxy"}, 200),
        ({}, 200),
    ],
    ids=str,
)
def test_forms_of_other_sites_are_refused(service: httpx.Client, headers: dict[str, str], status: int):
    assert service.post("/read", data={"text": "Yes."}, headers=headers).status_code == status


def test_the_pages_own_address_is_its_own_site(service: httpx.Client):
    origin = str(service.base_url).rstrip("/")
    assert service.post("/read", data={"text": "Yes."}, headers={"Origin": origin}).status_code == 200


def test_what_is_no_form_at_all_is_told_on_the_page(service: httpx.Client):
    answer = service.post("/read", json={"text": "Yes."})
    assert answer.status_code == 415
    assert "<form" in answer.text
    typed = {"content-type": f"{FORM_TYPE}; charset=UTF-8"}
    assert service.post("/read", content="text=Yes.", headers=typed).status_code == 200


def test_whoever_comes_back_to_an_answer_gets_the_page(service: httpx.Client):
    answer = service.get("/read")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_the_page_may_run_no_script_and_send_its_forms_nowhere_else(service: httpx.Client):
    for answer in (service.get("/"), read(service, text="Yes."), read(service, text="")):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "form-action 'self'" in answer.headers["content-security-policy"]


def test_where_there_is_too_much_to_do_the_page_says_when_to_come_back():
    answer = page_of_error(PageForm(text="Yes."), Overloaded("too many wait", retry_seconds=7))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "7")


@pytest.mark.parametrize(
    "body",
    [b"\xff", b"other=1", b"text", b"&".join([b"text=1"] * (MAX_FIELDS + 1)), b"text=%ff"],
    ids=["bytes", "another field", "no value", "too many", "broken letters"],
)
def test_what_is_no_form_of_the_page_is_refused(body: bytes):
    with pytest.raises(InvalidInput):
        read_form(body)


def test_a_form_is_read_with_all_its_letters():
    assert read_form(b"text=it+is+%E2%80%9Cso%E2%80%9D&attribution=") == PageForm(text="it is “so”")


def test_programs_may_not_send_forms(service: httpx.Client):
    assert service.post("/classify", data={"text": "Yes."}).status_code == 415
