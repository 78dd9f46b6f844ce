"""Whatever is in a file, reading it ends: in statements or in one line, in seconds, in bounded memory."""

import gc
import io
import random
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from serving.articles.collection import Extracted, Pending, read_pending


@pytest.fixture(autouse=True)
def no_collector_callbacks() -> Iterator[None]:
    """Take hypothesis's callback out of the garbage collector: an alarm that rings inside it would be lost."""
    kept, gc.callbacks[:] = gc.callbacks[:], []
    yield
    gc.callbacks[:] = kept


MUTANTS = 2_000
MAX_GROWTH_KIB = 1_500_000

STORY = (
    "Row over beds plan\n\nBy Sam Reed\n\n“Nobody has shown us how the savings add up,” said Cllr Jo Marsh, leader of "
    "Eastshire County Council.\n\nDee Alder, the trust’s chief executive, said: “Working as one is the only way. "
    "\n\n“No ward will close.”\n\nShe called it 'a plan for 2020' and denied \"cuts\".\n\n• Dr Orme: it “is thin”\n"
)
HTML = (
    "<!doctype html><html><head><meta charset='utf-8'><title>Row</title></head><body><nav>Home</nav><article>"
    + "".join(f"<p class='x'>{line}</p>" for line in STORY.split("\n\n"))
    + "<blockquote><q>Thin</q><footer>Dr Orme</footer></blockquote><ul><li>One<br>two</ul></article></body></html>"
)


def pdf(**encryption: str) -> bytes:
    paper = FPDF()
    if encryption:
        paper.set_encryption(**encryption)
    paper.add_page()
    paper.set_font("Times", size=11)
    paper.multi_cell(0, 6, STORY.encode("ascii", "ignore").decode())
    return bytes(paper.output())


def word(document_xml: bytes | None = None) -> bytes:
    made = docx.Document()
    for line in STORY.split("\n\n"):
        made.add_paragraph(line)
    plain = io.BytesIO()
    made.save(plain)
    packed = io.BytesIO()
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in parts.namelist():
            out.writestr(name, document_xml if document_xml and name == "word/document.xml" else parts.read(name))
    return packed.getvalue()


def truncated(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def flipped(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 3, 30])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def doubled(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + chance.randrange(400)] * chance.choice([2, 20])


def emptied(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randrange(400)]


def laced(data: bytearray, chance: random.Random) -> None:
    marks = ["\x00", "“", '"', "'", "<", "&#0;", "\r", "<q>", "</p>", "<!--", "\u2028", "\ud800"]
    for _ in range(chance.choice([1, 10])):
        start = chance.randrange(len(data))
        data[start:start] = chance.choice(marks).encode("utf-8", "surrogatepass") * chance.choice([1, 5])


MUTATIONS: list[Callable[[bytearray, random.Random], None]] = [truncated, flipped, doubled, emptied, laced]


def mutants(chance: random.Random) -> list[tuple[str, bytes]]:
    whole = [
        ("a.txt", STORY.encode()),
        ("b.txt", STORY.encode("utf-16")),
        ("c.txt", STORY.encode("cp1252")),
        ("d.html", HTML.encode()),
        ("e.html", HTML.encode("utf-16")),
        ("f.pdf", pdf()),
        ("g.pdf", pdf(owner_password="x")),
        ("h.docx", word()),
    ]
    made = []
    for number in range(MUTANTS):
        name, data = whole[number % len(whole)]
        mutant = bytearray(data)
        for mutation in chance.choices(MUTATIONS, k=chance.choice([1, 1, 2])):
            if mutant:
                mutation(mutant, chance)
        made.append((name, bytes(mutant)))
    return made


def bounded(pending: Pending, seconds: float = 2) -> Extracted:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found = read_pending(pending, seconds=seconds)
    assert time.process_time() - started < seconds + 1, pending.id
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MAX_GROWTH_KIB, pending.id
    assert bool(found.records) <= (not found.error)
    assert "\n" not in found.error
    assert len(found.error) < 400
    return found


def test_two_thousand_damaged_files_end_in_statements_or_one_line(tmp_path: Path):
    ends = {True: 0, False: 0}
    for name, data in mutants(random.Random(7)):
        file = tmp_path / name
        file.write_bytes(data)
        ends[bool(bounded(Pending(str(file), file)).error)] += 1
    assert min(ends.values()) > MUTANTS / 20


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD_XML = f"<w:document xmlns:w='{W}'><w:body>%s</w:body></w:document>"
BOMBS = [
    ("bomb.docx", lambda: word(b" " * 300_000_000), "unpacks to"),
    ("many.docx", lambda: word((WORD_XML % ("<w:p/>" * 3_500_000)).encode()), "unpacks to"),
    ("deep.docx", lambda: word((WORD_XML % ("<w:tbl>" * 9_999)).encode()), "is no Word file"),
    ("locked.pdf", lambda: pdf(owner_password="a", user_password="b"), "is locked by a password"),
    ("big.txt", lambda: b"All work and no play. " * 2_300_000, "has 50,600,000 bytes"),
    ("big.html", lambda: b"<p>All work and no play.</p>" * 150_000, "shows 3,"),
    ("deep.html", lambda: b"<div>" * 200_000 + b"x", "is nested too deeply"),
    ("inline.html", lambda: b"<b><i>" * 200_000 + b"x", "is nested too deeply"),
    ("nulls.txt", lambda: b"\x00" * 1_000_000, "is binary"),
]


@pytest.mark.parametrize(("name", "made", "why"), BOMBS, ids=[name for name, _, _ in BOMBS])
def test_a_bomb_is_refused_and_says_why(tmp_path: Path, name: str, made: Callable[[], bytes], why: str):
    file = tmp_path / name
    file.write_bytes(made())
    assert why in bounded(Pending(str(file), file)).error


MANY = 100_000
LONG_TEXTS = {
    "straight marks": '"' * MANY,
    "opening marks": "“" * MANY,
    "closing marks": "”" * MANY,
    "single marks": "'" * MANY,
    "marks with spaces": '" ' * MANY,
    "marked letters": '"a" ' * (MANY // 2),
    "capital words": "Word " * MANY,
    "capital letters": "A" * MANY,
    "one line": "Mr Smith said he was cross and that nobody had asked. " * 30_000,
    "lines": "Mr Smith said “he was cross and nobody had asked”.\n" * 30_000,
    "no-break spaces": "\u00a0" * 1_900_000,
    "line ends": "\r\n" * 900_000,
    "lone surrogates": "\ud800 said “x y z” \udfff " * 20_000,
    "null characters": "\x00“a b c d,”\x00 she said." * 20_000,
    "brackets": "(" * MANY,
    "according to": "According to " * MANY,
}


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS.keys())
def test_a_long_monotonous_text_ends_in_seconds(text: str):
    bounded(Pending("text", record={"text": text}))


PIECES = ["<p>“a” he said", "<q>", "<br>", "<table><tr><td>a", "&#1;", "<", "&", "<a href=x>a</a>"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_monotonous_page_ends_in_seconds(piece: str):
    bounded(Pending("page", record={"html": piece * (400_000 // len(piece))}))
