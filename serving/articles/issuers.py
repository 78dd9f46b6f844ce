"""Who brought out a document that an article goes on to quote: "a study by the King's Fund ... The study says"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from serving.articles.descriptions import ORG_RUN, leading_body
from serving.articles.lexicon import BODIES, NOT_NAMES, phrase_pattern
from serving.articles.phrases import last_match

SENTENCE_CHARS = 240
"""How far from a document, in its sentence, the body may stand that brought it out."""
_OUT = r"(?:published|released|leaked|issued|written|sent|drawn up|prepared|produced|compiled|put out|brought out|signed|out)"
_AFTER = re.compile(
    rf"(?:\sof\s|(?:\s(?:(?:that|which)\s)?(?:(?:has|have|had|came|was|is|were)\s(?:been\s)?)?{_OUT}\b[^.,;:\ue000\n]{{0,40}}?|\s\d{{4}})?\s(?:from|by)\s"
    rf"|\sin\swhich\s)(?:the\s)?(?=[A-Z])"
)
"""What stands between a document and the body: "a report, published today by the", "a letter in which the"."""
_BEFORE = re.compile(
    r"[’']s?\s(?:[a-z][a-z-]*\s){0,3}$|\s(?:(?!(?:an?|the|its|their|this|that|and|or|[a-z]+ed|about|at|by|for|from|in|into|of|on|over|to|under|with)\s)[a-z][a-z-]*\s){0,2}$"
)
"""What stands between the body and its document: "the King's Fund's new study"."""
_IN_ONE = re.compile(r"\b[Ii]n\s(?:an?|its|their)\s(?:[\w’'-]+\s){0,3}$")
"""What stands before a document in which somebody speaks: "warned in its latest"."""
_SAID = r"(?:said|says|found|finds|warned|warns|argued|argues|claimed|claims|concluded|concludes|revealed|reveals|complained|complains|called|calls|set\sout|sets\sout)"
_SAYS = re.compile(rf"(?:\s(?:has|have|also|today|yesterday)){{0,2}}\s{_SAID}\b[^,;\ue000]*$")
_SAID_BY = re.compile(rf"\b{_SAID}\s(?:the\s)?$")
_THEN = re.compile(r"(?:\s(?:to|on|about|for|of|from|dated|sent)\s[^,.;\ue000\n]{2,90})?,\s(?:the\s)?(?=[A-Z#])")
"""What stands between a letter that begins a sentence and who wrote it: "In a letter to the panel, Save Our Wards"."""


@cache
def _mention(head: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(head)}\b")


@cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[Aa]n?|[Tt]he)\s(?P<who>{phrase_pattern(BODIES)})\s(?:[a-z-]+\s){{0,2}}$")


def issuers(frame: str, head: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the bodies that documents of a kind are said to come from, each with the document's place, the last first."""
    for mention in reversed(list(_mention(head).finditer(frame, begin, end))):
        before = re.split(r"\n|\. ", frame[max(0, mention.start() - SENTENCE_CHARS) : mention.start()])[-1]
        after = frame[mention.end() : mention.end() + SENTENCE_CHARS]
        if who := _told_after(after) or _owner(before) or _speaker(before, after) or _kind(before, head):
            yield mention.start(), who


def _told_after(after: str) -> str:
    """Return the body of "study by the King's Fund"."""
    told = _AFTER.match(after)
    return leading_body(after[told.end() :]) if told else ""


def _owner(before: str) -> str:
    """Return the body of "the King's Fund's new study"."""
    run = _last_name(before)
    return leading_body(run.group()) if run and _BEFORE.match(before, run.end()) else ""


def _speaker(before: str, after: str) -> str:
    """Return the body of "the King's Fund warned in a study" or "In a study, the King's Fund"."""
    if not _IN_ONE.search(before):
        return ""
    run = _last_name(before)
    if run and (_SAYS.match(before, run.end()) or _SAID_BY.search(before, 0, run.start())):
        return leading_body(run.group())
    then = _THEN.match(after)
    return leading_body(after[then.end() :]) if then and not run else ""


def _kind(before: str, head: str) -> str:
    """Return the body that only its kind tells: "an institute report". Plans of a kind may be anybody's."""
    told = None if head.endswith("s") else _kind_before().search(before)
    return told["who"] if told else ""


def _last_name(text: str) -> re.Match[str] | None:
    return last_match(run for run in ORG_RUN.finditer(text) if run.group() not in NOT_NAMES)
