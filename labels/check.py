"""What is wrong with a set of labelled statements, each finding with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labels.corpus import Kind, LabelledStatement, Located, Origin, data_files
from labels.errors import InvalidInput
from labels.records import Unreadable, scan_json_lines
from labels.similarity import near_pairs, retold_pairs, words
from labels.statement import validated

MAX_WORDS = 400
FRAGMENT_WORDS = 8
NEAR_DUPLICATE = 0.7

_OUTER_MARKS = re.compile(r"""^(?:“[^“”]*”|‘(?:[^‘’]|\w’\w)*’|"[^"]*")$""")
_SENTENCE_END = re.compile(r"""[.?!]["'”’)]*$""")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend."""

    file: Path
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.text}"


def check(paths: Sequence[Path] = ()) -> list[Finding]:
    """Return the findings for the files, sorted by file and line; an empty list means all is well.

    A line that can't be read is a finding too, and the rest is still checked.
    """
    located, findings = _read(paths)
    for rule in (_check_ids, _check_texts, _check_fragments, _check_duplicates, _check_leakage):
        findings += rule(located)
    return sorted(findings)


def _read(paths: Sequence[Path]) -> tuple[list[Located], list[Finding]]:
    located, findings = [], []
    for file in data_files(paths):
        with file.open("rb") as lines:
            for found in scan_json_lines(lines, str(file)):
                if isinstance(found, Unreadable):
                    findings.append(Finding(file, found.number, "json", found.reason))
                    continue
                try:
                    located.append(Located(validated(LabelledStatement, found.row), file, found.number))
                except InvalidInput as problem:
                    findings.append(Finding(file, found.number, "field", str(problem)))
    return located, findings


def _check_ids(located: Sequence[Located]) -> Iterator[Finding]:
    seen: dict[str, Located] = {}
    for item in located:
        if not item.statement.id:
            yield _finding(item, "id", "has no id")
        elif first := seen.get(item.statement.id):
            yield _finding(item, "id", f"{item.statement.id} stands at {first.file}:{first.line} too")
        else:
            seen[item.statement.id] = item


def _check_texts(located: Sequence[Located]) -> Iterator[Finding]:
    for item in located:
        text = item.statement.text
        if not (found := words(text)):
            yield _finding(item, "text", "has no word in it")
        if len(found) > MAX_WORDS:
            yield _finding(item, "text", f"has {len(found)} words (expected at most {MAX_WORDS})")
        if _OUTER_MARKS.match(text):
            yield _finding(item, "text", 'stands in quotation marks (guide, "Text": without the outer marks)')


def _check_fragments(located: Sequence[Located]) -> Iterator[Finding]:
    for item in located:
        if is_fragment(item.statement) and not carries(item.statement.context, item.statement.text):
            yield _finding(item, "fragment", 'its context lacks the sentence that carries it (guide, "Text")')


def is_fragment(statement: LabelledStatement) -> bool:
    """Tell whether the text is part of a sentence, by its kind or else by its looks."""
    if statement.kind is not None:
        return statement.kind is Kind.MIXED
    text = statement.text
    return text[0].islower() and len(words(text)) <= FRAGMENT_WORDS and not _SENTENCE_END.search(text)


def carries(context: str, text: str) -> bool:
    """Tell whether the words of `text` stand in `context` one after the other."""
    return f" {' '.join(words(text))} " in f" {' '.join(words(context))} "


def _check_duplicates(located: Sequence[Located]) -> Iterator[Finding]:
    for pair in near_pairs([item.statement.text for item in located], NEAR_DUPLICATE):
        first, second = located[pair.first], located[pair.second]
        same = first.statement.content_hash() == second.statement.content_hash()
        rule = "duplicate" if same else "near-duplicate"
        share = f"{pair.containment:.0%} of its word runs"
        yield _finding(second, rule, f"{share} stand at {first.file}:{first.line} ({first.statement.id})")


KNOWN_RETELLING = {"pm-0069", "pf-0104"}
"""A statement for training and one for validation that came to look alike when the shipped model was bound to both."""


def _check_leakage(located: Sequence[Located]) -> Iterator[Finding]:
    statements = [item.statement for item in located]
    by_source: dict[str, Located] = {}
    for item in located:
        statement = item.statement
        if not statement.source or not statement.split:
            continue
        first = by_source.setdefault(statement.source, item)
        if first.statement.split is not statement.split:
            yield _leak(item, first, f"one source, {statement.source}")
    for pair in near_pairs([s.text for s in statements]):
        first, second = located[pair.first], located[pair.second]
        if _apart(first, second):
            yield _leak(second, first, "a near-duplicate")
    # Only what is modelled on real words can tell what another statement tells too.
    modelled = [item for item in located if item.statement.origin is Origin.MODELLED]
    for retold in retold_pairs([f"{item.statement.text} {item.statement.context}" for item in modelled]):
        first, second = modelled[retold.first], modelled[retold.second]
        known = {first.statement.id, second.statement.id} == KNOWN_RETELLING
        if _apart(first, second) and not known:
            yield _leak(second, first, "retells the same original, it seems")


def _apart(first: Located, second: Located) -> bool:
    splits = {first.statement.split, second.statement.split}
    return len(splits) > 1 and None not in splits


def _leak(item: Located, other: Located, why: str) -> Finding:
    here, there = item.statement.split, other.statement.split
    return _finding(item, "leakage", f"is for {here}, and {other.file}:{other.line} for {there}: {why}")


def _finding(item: Located, rule: str, text: str) -> Finding:
    return Finding(item.file, item.line, rule, text)


def report(findings: Iterable[Finding]) -> str:
    """Return the findings as lines."""
    return "\n".join(map(str, findings))
