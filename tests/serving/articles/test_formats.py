import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.errors import DataError, TooLarge
from serving.articles import formats
from serving.articles.blocks import BlockType
from serving.articles.deadline import Deadline
from serving.articles.document import Document, plain_document
from serving.articles.formats import html_document, read_bytes, read_file
from serving.articles.reader import read_article

STORY = (
    "Row over beds plan\n\n“Nobody has shown us how the savings add up,” said Cllr Jo Marsh, leader of Eastshire "
    "County Council.\n\nThe trust’s chief executive, Dee Alder, said: “Working as one system is the only way.”\n"
)
SAID = ["Nobody has shown us how the savings add up,", "Working as one system is the only way."]


def statements(document: Document) -> list[str]:
    return [quote.text for quote in read_article(document)]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(str(block.type), document.words(block)) for block in document.blocks]


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>Row over beds plan</title></head><body>{body}</body></html>"


def pdf_bytes(*paragraphs: str, head: str = "", style: str = "L", **encryption: str) -> bytes:
    class Paper(FPDF):
        def header(self) -> None:
            self.set_font("Times", size=9)
            self.cell(0, 8, head, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("Times", size=9)
            self.cell(0, 8, f"Page {self.page_no()} of 9" if head else "", align="C")

    paper = Paper()
    if encryption:
        paper.set_encryption(**encryption)
    paper.add_page()
    for paragraph in paragraphs:
        paper.set_font("Times", size=11)
        paper.multi_cell(0, 5.5, paragraph, new_x="LMARGIN", new_y="NEXT", align=style)
        paper.ln(3)
    return bytes(paper.output())


def word_bytes(word: "docx.document.Document") -> bytes:
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()


# Text and its encodings.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_is_told_from_the_bytes(encoding: str):
    assert read_bytes(STORY.encode(encoding), "a.txt").text == STORY


def test_a_file_cut_within_a_character_is_still_utf_8():
    cut = STORY.encode()[: STORY.encode().rindex("”".encode()) + 2]
    assert read_bytes(cut, "a.txt").text == STORY.rstrip("\n”") + "\ufffd"


def test_a_page_that_calls_itself_latin_1_is_read_as_browsers_read_it():
    html = page(f"<meta charset='iso-8859-1'><p>{STORY}</p>")
    assert statements(read_bytes(html.encode("cp1252"), "a.html")) == SAID


def test_a_page_in_another_encoding_names_it():
    html = page("<meta charset='windows-1250'><p>„Žádné lůžko nezrušíme,“ řekl ředitel nemocnice Jan Dvořák.</p>")
    assert "Žádné lůžko" in read_bytes(html.encode("cp1250", "xmlcharrefreplace"), "a.html").text


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
TAGS = st.sampled_from(["p", "div", "li", "blockquote"])
LINE_ENDS = st.sampled_from(["\r\n", "\r"])
WORDS = st.sampled_from(
    '“We object,”|"No beds close,"|‘Never’|said|Jo Marsh|the trust|it|•|Dr Orme:|a.|\u00a0|—|“|"|😀|\u2028'.split("|")
)
ARTICLES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=12).map("\n".join)


@given(ARTICLES | st.text(max_size=300), LINE_ENDS)
@settings(deadline=None)
def test_statements_never_depend_on_the_style_of_line_ends(text: str, line_end: str):
    text = text.replace("\r", "")
    assert read_article(plain_document(text.replace("\n", line_end))) == read_article(plain_document(text))


@given(ARTICLES | st.text(max_size=300), ENCODINGS, TAGS)
@settings(deadline=None)
def test_offsets_cut_exactly_the_words_of_a_statement(text: str, encoding: str, tag: str):
    documents = [plain_document(text)]
    html = page("".join(f"<{tag}>{line}</{tag}>" for line in text.split("\n")))
    for data, name in ((text.encode(encoding, "replace"), "a.txt"), (html.encode("utf-8", "replace"), "a.html")):
        try:
            documents.append(read_bytes(data, name))
        except DataError as problem:
            assert "holds no text" in str(problem) or "is binary" in str(problem)  # noqa: PT017
    for document in documents:
        for quote in read_article(document):
            assert quote.text == " ".join(document.text[start:end] for start, end in quote.parts)
            assert (quote.start, quote.end) == (quote.parts[0][0], quote.parts[-1][1])


# HTML.

ARTICLE_PAGE = page(
    """<nav>“Find a story here” said nobody</nav><div class="cookie-bar">We use cookies “to help you” read.</div>
    <form id="aspnetForm"><div class="share-enabled sidebar-layout"><h1>Row over beds plan</h1>
    <article>“Nobody has shown us how the savings add up, not once this year,” said Cllr Jo Marsh, the leader.<br><br>
    Dee Alder, the trust’s chief executive, replied that it was <q>the <q>only</q> way</q> to keep the wards open.
    <p>A spokeswoman said <b>“we have to work as one system to keep these services going for patients”</b>.</p>
    <aside class="pullquote">“Nobody has shown us”</aside>
    <blockquote>Savings of this size were never explained to us.<footer>— Lin Parr, campaigner</footer></blockquote>
    <ul><li>“No ward will close,” the trust said<ul><li>“None at all,” it added</li></ul></li></ul>
    <div><span>“Short,”</span> he said.</div>
    <p>The plan for the county and its six hospitals will be published in December, after it has been to the board.</p>
    </article></div>
    <div id="comments"><p>“What utter rubbish this is from beginning to end,” said one reader, who went on.</p></div>
    <footer>“All words reserved,” said the lawyer</footer></form>"""
)


def test_every_quotation_of_the_main_text_is_kept_in_order():
    text = html_document(ARTICLE_PAGE).text
    places = [
        text.index(words)
        for words in ("“Nobody has shown us how", "replied", "“we have to", "“Savings", "“No ward", "“None", "“Short")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("outside", ["Find a story", "cookies", "utter rubbish", "All words reserved"])
def test_what_stands_around_an_article_is_left_out(outside: str):
    assert outside not in html_document(ARTICLE_PAGE).text


def test_q_gets_the_marks_that_a_browser_draws():
    assert "“the ‘only’ way”" in html_document(ARTICLE_PAGE).text
    assert html_document(page("<p>He said <q>“never”</q> to us.</p>")).text == "He said “never” to us."


def test_blocks_of_a_page_have_the_types_of_their_tags():
    types = {words[:12]: kind for kind, words in blocks(html_document(ARTICLE_PAGE))}
    assert types["Row over bed"] == BlockType.HEADING
    assert types["“Nobody has "] == BlockType.DISPLAY
    assert types["— Lin Parr, "] == BlockType.CAPTION
    assert types["“No ward wil"] == BlockType.BULLET


def test_two_line_breaks_part_paragraphs_and_one_does_not():
    assert html_document("<div>One<br>and more.<br>\n<br>Two.</div>").text == "One and more.\n\nTwo."


def test_a_fragment_of_a_page_is_read():
    assert statements(html_document("<p>“We oppose it,” said Jo Marsh.</p>")) == ["We oppose it,"]


def test_what_a_page_hides_is_left_out():
    assert html_document("<p>Seen.</p><p hidden>Not.</p><p style='display: none'>Nor this.</p>").text == "Seen."


def test_control_characters_and_lone_surrogates_in_a_page_break_nothing():
    assert "“a”" in html_document("<p>a\x01&#1;<br>\ud800 “a” <q>\x02&#3;</q></p>").text


# PDF.

LONG = (
    '"We have been asked to sign off savings of ninety million pounds that nobody has explained to any of the '
    'councillors," said Jo Marsh, leader of Eastshire County Council. She added that a plan which nobody may read is '
    "no plan at all, and that the public would be the losers."
)


@pytest.mark.parametrize("style", ["L", "J"])
@pytest.mark.parametrize("paragraphs", [1, 18, 40])
def test_paragraphs_of_a_pdf_are_joined_over_lines_and_pages(paragraphs: int, style: str):
    found = read_bytes(pdf_bytes(*[LONG] * paragraphs, style=style), "a.pdf")
    assert [words for _, words in blocks(found)] == [LONG] * paragraphs


def test_running_heads_and_page_numbers_are_left_out():
    assert set(read_bytes(pdf_bytes(*[LONG] * 40, head="Board - Paper 7"), "a.pdf").text.split("\n\n")) == {LONG}


def test_words_broken_at_a_lines_end_are_whole_again():
    broken = "They spoke of sav-\nings, of self-\nrule and of Mr Pryce-\nHart at the meeting of the board."
    text = read_bytes(pdf_bytes(broken), "a.pdf").text
    assert text == "They spoke of savings, of self-rule and of Mr Pryce-Hart at the meeting of the board."


def test_a_pdf_is_known_by_its_first_bytes():
    assert read_bytes(pdf_bytes("Words."), "download").text == "Words."


# Word.


def test_all_words_of_a_word_file_are_read_in_order():
    word = docx.Document()
    word.add_heading("Row over beds plan", 0)
    word.add_paragraph("“No,” she said.")
    word.add_paragraph("“One,” he said", style="List Bullet")
    table = word.add_table(1, 2)
    table.cell(0, 0).text = "“Two,” she said."
    table.cell(0, 1).add_table(1, 1).cell(0, 0).text = "“Three,” he said."
    inserted = "<w:ins {} w:id='1' w:author='a'><w:r><w:t>“Four,” it said.</w:t></w:r></w:ins>"
    word.add_paragraph()._p.append(parse_xml(inserted.format(nsdecls("w"))))
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>“Five,” they said.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    word.element.body.append(parse_xml(control.format(nsdecls("w"))))
    assert blocks(read_bytes(word_bytes(word), "a.docx")) == [
        ("heading", "Row over beds plan"),
        ("paragraph", "“No,” she said."),
        ("bullet", "“One,” he said"),
        ("paragraph", "“Two,” she said."),
        ("paragraph", "“Three,” he said."),
        ("paragraph", "“Four,” it said."),
        ("paragraph", "“Five,” they said."),
    ]


def test_a_word_file_without_properties_has_no_title():
    word = docx.Document()
    word.core_properties.title = "Word Document"  # What python-docx says of such a file.
    word.add_paragraph("The beds will close in May, the trust said.")
    assert read_bytes(word_bytes(word), "a.docx").title == ""


def test_a_text_box_is_a_display_and_read_once():
    box = (
        "<w:r {w} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:txbxContent>{p}</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>{p}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    word = docx.Document()
    inner = "<w:p><w:r><w:t>“Boxed words”</w:t></w:r></w:p>"
    word.add_paragraph("Around it.")._p.append(parse_xml(box.format(w=nsdecls("w"), p=inner)))
    assert blocks(read_bytes(word_bytes(word), "a.docx")) == [
        ("paragraph", "Around it."),
        ("display", "“Boxed words”"),
    ]


# What can't be read.

PDF = pdf_bytes("Words.")
UNREADABLE = [
    ("a.txt", b"", "a.txt: holds no text"),
    ("a.txt", b"\x7fELF\x00\x01 x", "a.txt: is binary (expected text)"),
    ("a.html", b"", "a.html: is no HTML that can be read: 'Document is empty'"),
    ("a.html", b"<div>" * 1000, "a.html: is nested too deeply (expected at most 250 tags within each other)"),
    ("a.html", b"a" * 5_000_001, "a.html: has 5,000,001 characters of HTML (expected at most 5,000,000)"),
    ("a.pdf", PDF[:40], "a.pdf: is no PDF that can be read: 'Failed to load document (PDFium: Data format error).'"),
    ("a.pdf", bytes(FPDF().output()), "a.pdf: holds no text (a scanned page needs text recognition first)"),
    ("a.pdf", pdf_bytes("x", owner_password="a", user_password="b"), "a.pdf: is locked by a password"),
    ("a.docx", b"PK\x03\x04", "a.docx: is no Word file that can be read: 'File is not a zip file'"),
    (
        "a.docx",
        b"\xd0\xcf\x11\xe0 old",
        "a.docx: is locked by a password, or of an old Word (expected an open .docx)",
    ),
    ("a.docx", word_bytes(docx.Document()), "a.docx: holds no text"),
    ("a.odt", b"x", f"a.odt: can't read .odt (expected one of: {', '.join(formats.ENDINGS)})"),
    ("a.txt", b"a " * 1_000_001, "a.txt: has 2,000,002 characters (expected at most 2,000,000)"),
]


@pytest.mark.parametrize(("name", "data", "message"), UNREADABLE, ids=[f"{m[:40]}" for _, _, m in UNREADABLE])
def test_what_cant_be_read_is_one_line_that_says_why(name: str, data: bytes, message: str):
    with pytest.raises(DataError) as caught:
        read_bytes(data, name)
    assert str(caught.value) == message


def test_a_missing_file_is_one_line(tmp_path: Path):
    with pytest.raises(DataError, match=r"none\.txt: no such file$"):
        read_file(tmp_path / "none.txt")


def test_a_file_too_large_is_not_even_opened(tmp_path: Path):
    with (tmp_path / "big.txt").open("wb") as big:
        big.truncate(50_000_000)
    with pytest.raises(DataError, match=r"has 50,000,000 bytes \(expected at most 20,000,000\)$"):
        read_file(tmp_path / "big.txt")


def test_a_pdf_locked_for_changing_alone_is_read():
    assert read_bytes(pdf_bytes("Words.", owner_password="a"), "a.pdf").text == "Words."


def test_reading_a_page_ends_at_the_deadline():
    with pytest.raises(TooLarge, match="takes too long"):
        html_document("<p>The board met on Monday to look at the ward and its beds again.</p>", Deadline(1, -1))


@pytest.mark.parametrize(
    "line",
    [
        "30 March 2017 | By Jo Marsh",
        "Jo Marsh · Health reporter",
        "Words: Jo Marsh",
        "Exclusive by Jo Marsh | 4 comments",
    ],
)
def test_a_byline_is_told_from_the_class_of_its_element(line: str):
    story = "<p>Nobody has shown how the savings add up.</p>"
    body = f"<h1>Row over beds</h1><p class='meta'>{line}</p>{story}"
    assert html_document(page(f"<article>{body}</article>")).byline.startswith("Jo Marsh")


def test_the_author_below_the_headline_says_nothing():
    document = plain_document(
        "Beds\n\nBy Jo Marsh\n\nTen beds must go. Jo Marsh reports that few will be missed.\n\nNobody came."
    )
    assert statements(document) == []


def test_a_container_of_the_whole_article_is_no_display_however_it_is_called():
    paragraphs = "".join(
        f"<p>“The plan is too thin in part {n},” said Jo Marsh of Harden, who had read it.</p>" for n in range(6)
    )
    page = f'<body><section class="highlight-container"><article>{paragraphs}</article></section></body>'
    assert {block.type for block in html_document(page).blocks} == {BlockType.PARAGRAPH}
