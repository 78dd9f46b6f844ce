"""The page at "/", for people."""

import re

import httpx
import pytest

from labels.errors import InvalidInput
from serving.page import MAX_FIELDS, PageForm, read_form

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


def test_too_long_an_article_is_told_on_the_page(service: httpx.Client):
    answer = read(service, article="word " * 110_000)
    assert answer.status_code == 413
    assert "article: has" in answer.text


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
