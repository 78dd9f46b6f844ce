import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labels.taxonomy import Stance
from serving.report import Summary, _months, article_link, draw_report, lead_sentence, month_of, top_speakers

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & “plan” {{ 7 * 7 }} $x_1$ ]]>"


def scored(number: int, stance: str, **fields: Any) -> dict[str, Any]:
    probabilities = dict.fromkeys(("supportive", "conditional", "critical", "neutral", "unrelated"), 0.1)
    record = {
        "article": f"articles/{number}.txt",
        "id": f"articles/{number}.txt#1",
        "text": f"Statement number {number} says something about the local plan and its savings.",
        "kind": "direct",
        "attribution": "Jo Marsh, leader of Eastshire County Council",
        "speaker": "Jo Marsh",
        "organisation": "Eastshire County Council",
        "sector": {"label": "local_government", "confidence": 0.9, "probabilities": {}},
        "stance": {"label": stance, "confidence": 0.6, "probabilities": probabilities | {stance: 0.6}},
        "themes": [{"label": "finance", "confidence": 0.7}],
        "review": False,
        "published": f"2016-{number % 12 + 1:02d}-03",
    }
    return record | fields


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    records = [
        *(scored(i, "critical") for i in range(6)),
        scored(6, "supportive", speaker=HOSTILE, text=f"{HOSTILE} and seven more words to make it long", title=HOSTILE),
        scored(7, "unrelated"),
        scored(8, "critical", kind="pull"),
        scored(9, "neutral", speaker=None, organisation=None, attribution="", article="javascript:alert(3)"),
    ]
    folder = tmp_path_factory.mktemp("report")
    draw_report(records, folder)
    return folder


@pytest.fixture(scope="module")
def page(drawn: Path) -> str:
    return (drawn / "report.html").read_text(encoding="utf-8")


def test_hostile_words_of_articles_are_shown_and_never_run(page: str):
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7 * 7 }}" in page
    assert 'href="javascript' not in page


def test_the_page_needs_no_other_file_and_no_network(page: str):
    assert not re.search(r'(?:src|href)="(?!https?://|file://|#)', page)
    assert "<link" not in page
    assert page.count("<svg") == 4


def test_the_lead_compares_sectors_that_said_enough_and_says_so():
    by_sector = {
        "local_government": Counter({Stance.CRITICAL: 4, Stance.SUPPORTIVE: 2}),
        "stp_leadership": Counter({Stance.CRITICAL: 1, Stance.SUPPORTIVE: 5}),
        "research": Counter({Stance.CRITICAL: 2}),
    }
    stances = Counter({Stance.CRITICAL: 7, Stance.SUPPORTIVE: 7})
    summary = Summary(statements=14, stances=stances, by_sector=by_sector)
    assert lead_sentence(summary).endswith(
        " Of the sectors with at least 5 of them local government is the most critical (67% of its statements),"
        " stp leadership the least (17%)."
    )


def test_what_an_article_reports_in_its_own_words_stands_in_no_marks(tmp_path: Path):
    told = scored(2, "critical", kind="indirect", text="Jo Marsh said that the plan made her angry.", review=True)
    drawn = draw_report([scored(1, "critical"), told], tmp_path).read_text(encoding="utf-8")
    assert "<blockquote>Jo Marsh said that the plan made her angry.</blockquote>" in drawn
    assert "<blockquote>“Statement number 1 says" in drawn
    assert "The model is unsure of 1 of all 2 statements." in drawn


def test_each_chart_is_a_png_too(drawn: Path):
    names = {path.stem for path in drawn.glob("*.png")}
    assert names == {"stance_by_sector", "stance_over_time", "themes_by_stance", "top_speakers"}
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in drawn.glob("*.png"))


def test_the_lead_says_the_finding_in_a_sentence(page: str):
    assert "Of 8 statements about STPs, 6 (75%) are critical." in page


def test_display_quotations_and_unrelated_statements_are_not_counted_as_about_stps(page: str):
    assert "<b>9</b>statements, 8 of them about STPs" in " ".join(page.split())


def test_a_collection_without_statements_gives_a_page_that_says_so(tmp_path: Path):
    page = draw_report([], tmp_path).read_text(encoding="utf-8")
    assert "No statement about STPs was found." in page


def test_the_same_records_give_the_same_page(tmp_path: Path):
    records = [scored(i, "critical") for i in range(3)]
    first = draw_report(records, tmp_path / "a").read_bytes()
    assert draw_report(records, tmp_path / "b").read_bytes() == first


@pytest.mark.parametrize(
    ("published", "month"),
    [("2016-10-21", "2016-10"), ("2016-10", "2016-10"), ("2016-13-01", ""), ("21/10/2016", ""), (None, ""), (7, "")],
)
def test_only_a_real_month_counts_as_a_date(published: object, month: str):
    assert month_of(published) == month


def test_a_wrong_date_hides_no_month_of_the_others():
    months = _months("1970-01", "2016-12")
    assert (len(months), months[0], months[-1]) == (120, "2007-01", "2016-12")
    assert _months("2016-11", "2017-02") == ["2016-11", "2016-12", "2017-01", "2017-02"]


def test_a_file_whose_name_is_no_utf8_has_a_link(tmp_path: Path):
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    file.write_text("x")
    assert article_link({"article": str(file)}).endswith("/caf%E9.txt")


def test_a_link_leads_only_to_the_web_or_to_a_file_that_is_there(tmp_path: Path):
    file = tmp_path / "an article.txt"
    file.write_text("x")
    assert article_link({"article": str(file)}).startswith("file:///")
    assert article_link({"article": "1", "url": "https://example.org/a"}) == "https://example.org/a"
    assert article_link({"article": "javascript:alert(1)"}) == ""
    assert article_link({"article": 'https://x/"onclick="y'}) == ""


def test_speakers_of_equal_number_stand_in_the_order_of_their_names():
    from serving.report import Summary

    summary = Summary()
    for name in ("Zoe", "Ann", "Ann", "Bo"):
        summary.add(scored(1, "critical", speaker=name))
    assert top_speakers(summary) == ["Ann", "Bo", "Zoe"]
    assert lead_sentence(summary).startswith("Of 4 statements")


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here (Debian: apt install chromium)")
def test_a_browser_shows_the_page_and_runs_nothing_of_it(drawn: Path, tmp_path: Path):
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, (drawn / "report.html").as_uri()], capture_output=True, text=True, timeout=60, check=True
    )
    assert "Who stands where on STPs" in done.stdout
    assert "<script" not in done.stdout
    assert done.stdout.count("</svg>") == 4


def test_a_table_of_some_speakers_says_of_how_many(tmp_path: Path):
    draw_report([scored(n, "critical", speaker=f"Speaker {n}") for n in range(20)], tmp_path)
    assert "The 15 with most statements; the file of statements has all 20." in (tmp_path / "report.html").read_text()
