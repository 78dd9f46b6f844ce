"""What reading comes to on whole annotated articles; floors below what was measured, so that nothing slips."""

import io
import sys
from pathlib import Path

import docx
import fpdf
import pytest

from serving.articles.document import plain_document
from serving.articles.formats import read_bytes
from serving.articles.reader import read_article
from tests.conftest import SHARED

sys.path.insert(0, str(Path(__file__).parents[2] / "articles"))

from measure import HERE, PARTS, Measured, measure_as, measure_folder, measure_sentences

FLOORS = {
    "first": (0.98, 0.92, 0.015),
    "second": (0.96, 0.93, 0.04),
    "third": (0.98, 0.935, 0.012),
    "fourth": (0.985, 0.965, 0.015),
    "fifth": (0.975, 0.94, 0.02),
    "sixth": (0.98, 0.925, 0.04),
    "seventh": (0.955, 0.935, 0.027),
    "eighth": (0.97, 0.965, 0.05),
    "ninth": (0.975, 0.965, 0.015),
    "tenth": (0.99, 0.98, 0.027),
    "eleventh": (0.99, 0.99, 0.025),
    "twelfth": (0.98, 0.955, 0.045),
    "thirteenth": (0.975, 0.975, 0.027),
    "fourteenth": (0.985, 0.985, 0.025),
    "fifteenth": (0.98, 0.985, 0.037),
    "sixteenth": (0.995, 0.99, 0.018),
    "seventeenth": (0.99, 0.985, 0.01),
    "eighteenth": (0.995, 0.99, 0.02),
    "nineteenth": (0.995, 0.975, 0.013),
    "unseen": (0.95, 0.91, 0.05),
    "restated-trade": (0.905, 0.90, 0.03),
    "restated-local": (0.895, 0.93, 0.075),
    "restated-bodies": (0.92, 0.885, 0.095),
    "restated-mixed": (0.835, 0.895, 0.07),
    "restated-features": (0.78, 0.865, 0.115),
    "restated-press": (0.855, 0.88, 0.112),
    "restated-sector": (0.892, 0.937, 0.068),
    "restated-county": (0.93, 0.937, 0.111),
    "restated-debates": (0.833, 0.906, 0.099),
    "restated-national": (0.895, 0.899, 0.075),
    "restated-regional": (0.875, 0.92, 0.063),
    "restated-sites": (0.92, 0.905, 0.105),
    "restated-untouched": (0.93, 0.86, 0.07),
}
"""The least shares found and named right, and the greatest of false ones, just below what each part reaches."""


def shares(measured: Measured) -> tuple[float, float, float]:
    total = measured.total()
    return total.found / total.gold, total.named / total.found, measured.false_share()


def test_the_collection_has_articles_of_every_layout():
    names = {path.name.split("-")[0] for path in HERE.glob("*/*.gold.jsonl")}
    assert {"trade", "local", "newsletter", "conference", "oped", "minutes", "hansard", "interview", "survey"} <= names
    assert len(list(HERE.glob("*/*.gold.jsonl"))) >= 140


def test_every_part_has_its_floor():
    assert tuple(FLOORS) == PARTS


@pytest.mark.parametrize("part", PARTS)
def test_statements_of_each_part_are_found_and_named_and_few_are_false(part: str):
    least_found, least_named, most_false = FLOORS[part]
    found, named, false = shares(measure_folder(HERE / part))
    assert found >= least_found
    assert named >= least_named
    assert false <= most_false


def test_speech_reported_without_marks_is_found_in_all_the_ways_of_papers_and_minutes():
    found, named, false = shares(measure_sentences())
    assert found >= 0.94
    assert named >= 0.945
    assert false <= 0.01


@pytest.mark.skipif(not (SHARED / "articles").exists(), reason="the two real articles are not here")
def test_every_quotation_of_the_real_articles_is_found_and_no_wrong_person_named():
    measured = measure_folder(SHARED / "articles")
    quoted = measured.total(("direct", "mixed", "pull"))
    assert quoted.found == quoted.gold
    assert measured.total().named / measured.total().gold >= 0.95


TYPEWRITTEN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-"})


def typewritten(text: str) -> str:
    return text.translate(TYPEWRITTEN).encode("latin-1", "replace").decode("latin-1")


def pdf_of(text: str) -> bytes:
    page = fpdf.FPDF()
    page.add_page()
    page.set_font("helvetica", size=11)
    for line in text.splitlines():
        page.multi_cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
        page.ln(2.5)
    return bytes(page.output())


def docx_of(text: str) -> bytes:
    word = docx.Document()
    for line in text.splitlines():
        if line.strip():
            word.add_paragraph(line)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def test_word_files_give_the_figures_of_the_plain_texts():
    plain, word = measure_folder(HERE / "first"), measure_as(HERE / "first", ".docx", docx_of)
    files = len(list((HERE / "first").glob("*.txt")))
    assert files >= 18
    assert word.total().found / word.total().gold >= plain.total().found / plain.total().gold - 0.02
    assert word.total().named / word.total().found >= plain.total().named / plain.total().found - 0.03


def test_a_pdf_gives_nearly_all_statements_of_the_plain_text():
    kept = wanted = 0
    for file in sorted((HERE / "first").glob("*.txt")):
        text = typewritten(file.read_text(encoding="utf-8"))
        plain = {" ".join(quote.text.split()) for quote in read_article(plain_document(text))}
        printed = {quote.text for quote in read_article(read_bytes(pdf_of(text), "article.pdf"))}
        kept, wanted = kept + len(plain & printed), wanted + len(plain)
    assert wanted > 250
    assert kept / wanted >= 0.9
