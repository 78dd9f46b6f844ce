"""How well statements are found and speakers named: `python tests/articles/measure.py [-v] [FOLDER...]`.

A gold statement is found if a statement that was read covers the same characters (intersection over union of
at least 0.5). It is named right if the speaker is the same person; where gold names no person, none may be
named, and body or post must share a word with gold's, or be its initials. What was read and covers no gold statement is
false. Gold of the kind "optional", on which careful annotators would differ, is neither demanded nor false.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from serving.articles.document import Document, plain_document
from serving.articles.formats import read_bytes, read_file
from serving.articles.reader import Quote, QuoteKind, read_article

HERE = Path(__file__).parent
IOU = 0.5
PARTS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "unseen",
    "restated-trade",
    "restated-local",
    "restated-bodies",
    "restated-mixed",
    "restated-features",
    "restated-press",
    "restated-sector",
    "restated-county",
    "restated-debates",
    "restated-national",
    "restated-regional",
    "restated-sites",
    "restated-untouched",
)
SPOKEN_FOR_ITSELF = ("direct", "mixed", "pull", "indirect", "turn")
_SMALL = {"the", "of", "and", "for", "a", "an", "in", "at", "on", "to", "s"}


@dataclass
class Count:
    """Gold statements of one kind: how many there are, were found, and were named right."""

    gold: int = 0
    found: int = 0
    named: int = 0


@dataclass
class Measured:
    """The figures of some articles, and what went wrong in words."""

    kinds: dict[str, Count] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, other: Measured) -> None:
        """Add the figures of other articles."""
        for kind, count in other.kinds.items():
            mine = self.kinds.setdefault(kind, Count())
            mine.gold, mine.found, mine.named = (
                mine.gold + count.gold,
                mine.found + count.found,
                mine.named + count.named,
            )
        self.read += other.read
        self.false += other.false
        self.errors += other.errors

    def total(self, kinds: Sequence[str] = SPOKEN_FOR_ITSELF) -> Count:
        """Return the sum over kinds."""
        counts = [self.kinds.get(kind, Count()) for kind in kinds]
        return Count(sum(c.gold for c in counts), sum(c.found for c in counts), sum(c.named for c in counts))

    def false_share(self) -> float:
        """Return the share of the statements read that are none."""
        return self.false.total() / max(1, self.read.total())


def gold_spans(text: str, records: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[tuple[int, int]]]]:
    """Yield each gold record with the spans of its words in the text, whatever its white space is."""
    at = 0
    for record in records:
        if record.get("parts") and isinstance(record["parts"][0], str):
            spans = _spans_of_words(text, record["parts"], at) or _spans_of_words(text, record["parts"], 0)
            at = max(at, spans[0][0] + 1) if spans else at
            yield record, spans or [(-1, -1)]
        else:
            yield record, [tuple(part) for part in record.get("parts") or [[record["start"], record["end"]]]]


def _spans_of_words(text: str, parts: Sequence[str], at: int) -> list[tuple[int, int]]:
    """Return the spans of the words from `at` on, or nothing if one is not there."""
    spans: list[tuple[int, int]] = []
    for part in parts:
        found = re.compile(r"\s+".join(re.escape(word) for word in part.split())).search(text, at)
        if not found:
            return []
        spans.append(found.span())
        at = found.end()
    return spans


def measure_document(name: str, document: Document, records: Sequence[dict[str, Any]]) -> Measured:
    """Return the figures of one article."""
    quotes = read_article(document, first_person=any(r["kind"] == "first_person" for r in records))
    measured = Measured()
    matched: set[int] = set()
    for record, spans in gold_spans(document.text, records):
        count = measured.kinds.setdefault(record["kind"], Count())
        count.gold += 1
        best, quote = _best(spans, quotes)
        if best < IOU and len(spans) == 1:
            # The same words may stand elsewhere too, as a display quotation and in the body.
            free = [q if i not in matched else None for i, q in enumerate(quotes)]
            for other in _elsewhere(document.text, spans[0]):
                best, quote = max((best, quote), _best([other], free))
        words = " / ".join(document.text[a:b] for a, b in spans)[:90]
        if best < IOU:
            measured.errors.append(f"{name}: not found ({record['kind']}): {words!r}")
            continue
        count.found += 1
        matched.add(quote)
        if _named_right(record, quotes[quote]):
            count.named += 1
        else:
            wanted = record["speaker"] or f"({record['role']}, {record['organisation']})"
            q = quotes[quote]
            got = q.speaker or f"({q.role}, {q.organisation})"
            measured.errors.append(f"{name}: {wanted} is called {got} [{q.method}]: {words!r}")
    gold_chars = [span for _, spans in gold_spans(document.text, records) for span in spans]
    for i, quote_read in enumerate(quotes):
        if quote_read.kind is QuoteKind.FIRST_PERSON:
            continue
        measured.read[quote_read.kind] += 1
        if i not in matched and _covered(quote_read, gold_chars) < IOU:
            measured.false[quote_read.kind] += 1
            measured.errors.append(f"{name}: false ({quote_read.kind}): {quote_read.text[:90]!r}")
        elif i not in matched:
            measured.errors.append(f"{name}: in pieces ({quote_read.kind}): {quote_read.text[:90]!r}")
    return measured


def _best(spans: Sequence[tuple[int, int]], quotes: Sequence[Quote | None]) -> tuple[float, int]:
    return max(((_iou(spans, q.parts), i) for i, q in enumerate(quotes) if q), default=(0.0, -1))


def _elsewhere(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    words = text[span[0] : span[1]]
    at = text.find(words) if words and span[0] >= 0 else -1
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _chars(spans: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)


def _overlap(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def _iou(gold: Sequence[tuple[int, int]], read: Sequence[tuple[int, int]]) -> float:
    shared = _overlap(gold, read)
    return shared / max(1, _chars(gold) + _chars(read) - shared)


def _covered(quote: Quote, gold: Sequence[tuple[int, int]]) -> float:
    return _overlap(quote.parts, gold) / max(1, _chars(quote.parts))


def _named_right(gold: dict[str, Any], quote: Quote) -> bool:
    if gold["speaker"]:
        wanted, got = _names(gold["speaker"]), _names(quote.speaker or "")
        return bool(got) and wanted[-1] == got[-1] and (len(got) == 1 or wanted[0][0] == got[0][0])
    if quote.speaker:
        return False
    wanted = (gold["organisation"], gold["role"])
    got = (quote.organisation or "", quote.role or "", quote.attribution)
    wanted_words, got_words = _words(" ".join(wanted)), _words(" ".join(got))
    alike = wanted_words & got_words or _letters(wanted) & set(got) or _letters(got) & set(wanted)
    return not wanted_words or bool(alike)


def _letters(phrases: Sequence[str]) -> set[str]:
    """Return the initials of names: "LGA" of "Local Government Association"."""
    return {
        "".join(word[0] for word in re.findall(r"[A-Za-z]+", phrase) if word[0].isupper()) for phrase in phrases
    } - {""}


def _names(speaker: str) -> list[str]:
    """Return the words of a name; a peer's may be given with the title or without."""
    return [word for word in speaker.split() if word not in ("Lord", "Lady", "Baroness", "Baron")]


def _words(text: str) -> set[str]:
    words = {
        re.sub(r"(?:men|man|woman|women|person|people)$", "person", w) for w in re.findall(r"[a-z]+", text.lower())
    }
    return {re.sub(r"s$", "", word) for word in words} - _SMALL


def annotated(folder: Path) -> Iterator[tuple[str, Path, list[dict[str, Any]]]]:
    """Yield name, article file and gold records of the annotated articles in a folder."""
    for gold in sorted(folder.glob("*.gold.jsonl")):
        stem = gold.name.removesuffix(".gold.jsonl")
        file = next(path for ending in (".txt", ".html") if (path := folder / f"{stem}{ending}").exists())
        yield stem, file, [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    if (together := folder / "gold.jsonl").exists():
        records = [json.loads(line) for line in together.read_text(encoding="utf-8").splitlines()]
        for name in dict.fromkeys(record["file"] for record in records):
            yield name, folder / name, [record for record in records if record["file"] == name]


def measure_folder(folder: Path) -> Measured:
    """Return the figures of all annotated articles in a folder."""
    measured = Measured()
    for name, file, records in annotated(folder):
        measured.add(measure_document(f"{folder.name}/{name}", read_file(file), records))
    return measured


def measure_sentences(file: Path = HERE / "reported.jsonl") -> Measured:
    """Return the figures of single paragraphs, most with reported speech, some with what only looks like it."""
    measured = Measured()
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        passage = json.loads(line)
        records = [{"kind": "indirect", "parts": [said["sentence"]], **said} for said in passage["statements"]]
        measured.add(measure_document(f"{file.stem}:{number}", plain_document(passage["text"]), records))
    return measured


def measure_as(folder: Path, ending: str, convert: Any) -> Measured:
    """Return the figures of a folder's plain texts turned into files of another format."""
    measured = Measured()
    for name, file, records in annotated(folder):
        if file.suffix == ".txt":
            document = read_bytes(convert(file.read_text(encoding="utf-8")), f"{name}{ending}")
            measured.add(measure_document(f"{folder.name}/{name}{ending}", document, records))
    return measured


def table(title: str, measured: Measured) -> Table:
    """Return the figures as a table."""
    shown = Table(title=title)
    for column in ("kind", "gold", "found", "", "named right", "", "read", "false", ""):
        shown.add_column(column, justify="left" if column == "kind" else "right")
    for kind in (*SPOKEN_FOR_ITSELF, "all", "first_person"):
        count = measured.total() if kind == "all" else measured.kinds.get(kind, Count())
        read = measured.read.total() if kind == "all" else measured.read[kind]
        false = measured.false.total() if kind == "all" else measured.false[kind]
        shown.add_row(
            kind, str(count.gold), str(count.found), f"{count.found / max(1, count.gold):.1%}",
            str(count.named), f"{count.named / max(1, count.found):.1%}",
            str(read), str(false), f"{false / max(1, read):.1%}",
            end_section=kind == "turn",
        )  # fmt: skip
    return shown


def main() -> None:
    """Print the figures of the folders named, or of every part of the collection."""
    console = Console(width=140)
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    for folder in [Path(argument) for argument in arguments] or [HERE / name for name in PARTS]:
        measured = measure_folder(folder)
        if "-v" in sys.argv:
            for error in measured.errors:
                console.print(error, markup=False, soft_wrap=True)
        console.print(table(folder.name, measured))
    if not arguments:
        console.print(table("reported", measure_sentences()))


if __name__ == "__main__":
    main()
