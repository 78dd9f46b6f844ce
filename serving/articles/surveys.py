"""Surveys: who was asked, for answers that no name is printed with."""

from __future__ import annotations

import re
from functools import cache

from serving.articles.lexicon import GROUPS, phrase_pattern
from serving.articles.names import role_heads, starts_with_name
from serving.articles.sources import Source

_SURVEY = re.compile(r"\b(?:survey|respondents|questionnaire|poll|polled|surveyed|anonym\w+)\b", re.IGNORECASE)
MAX_SURVEY_LEAD_CHARS = 4_000
"""How far into an article it is told who was asked."""


@cache
def _asked() -> re.Pattern[str]:
    plural = phrase_pattern(word for word in GROUPS if word.endswith("s") and word not in ("others", "sources"))
    group = rf"(?P<group>(?:[a-z][\w’-]*\s+){{0,3}}?(?:{plural}|assistants)(?:\s+and\s+(?:[a-z][\w’-]*\s+){{0,2}}?(?:{plural}|assistants))?)\b"
    number = r"(?:more than\s|over\s|some\s|nearly\s|about\s|almost\s|all\s|the\s|its\s|only\s|just\s)*(?:\d[\d,]*\s)"
    each = r"(?:all\s\d[\d,]*|every)\s"
    return re.compile(
        rf"\b(?:asked|surveyed|polled|wrote to)\s{each}(?P<each>(?:[a-z][\w’-]*\s+){{0,2}}?(?:{plural}|GP|nurse|doctor|manager|member|resident|patient))\b"
        rf"|\b(?:survey|poll|questionnaire)s?\s(?:of|sent to|answered by|completed by|among)\s{number}?{group}"
        rf"|\b(?:asked|surveyed|polled|questioned|went to|sent to|heard from|replies from|responses from|answers from)\s{number}{group.replace('?P<group>', '?P<asked>')}"
        rf"|\b{number}{group.replace('?P<group>', '?P<answering>')}(?=[^.]{{0,80}}\b(?:answered|replied|responded|took part|filled|completed|returned|said yes)\b)"
    )


def respondents(text: str) -> Source | None:
    """Return the group that answered a survey, if an article's opening reports one."""
    opening = text[:MAX_SURVEY_LEAD_CHARS]
    if not _SURVEY.search(opening) or not (found := _asked().search(opening)):
        return None
    group = " ".join(next(name for name in found.groups() if name).split())
    group = group if group.endswith("s") else f"{group}s"
    return Source(None, group, "", f"{group}, respondents to a survey", plural=True)


MAX_POST_WORDS = 14
_NO_POST = re.compile(
    r"[.!?:;“”\"\ue000]|\b(?:is|are|was|were|has|have|had|will|would|says?|said|to|who|why|how|what)\b"
)
_POST_GOES_ON = re.compile(r"\s(?:of|for|at|in|and|from|with|on)\s|\s?[(/]|$")


def is_post_line(line: str) -> bool:
    """Tell whether a line is a post, with a kind of body or a place perhaps: "Medical director, acute trust"."""
    bare = line.strip().strip("–—-()[] ").rstrip(".")
    if not bare or len(bare.split()) > MAX_POST_WORDS or _NO_POST.search(bare) or starts_with_name(bare):
        return False
    post = bare.partition(",")[0]
    heads = role_heads(post)
    return (
        bool(heads)
        and len(post[: heads[0].end()].split()) <= 6
        and _POST_GOES_ON.match(post, heads[-1].end()) is not None
    )


_KIND_LINE = re.compile(
    r"[–—(-]?\s?(?!The\b|Our\b|This\b)(?:(?:[\w’'-]+\s){0,3}(?:CCG|LMC|trust|council|authority|provider|practice|surgery|hospice|charity|federation|respondent)(?:,\s[^.!?:;“”\"]{2,50})?|Anonymous|Anon|Name withheld)\)?"
)


def is_kind_line(line: str) -> bool:
    """Tell whether a line is a kind of body, with a place perhaps: "CCG, South West"."""
    return _KIND_LINE.fullmatch(line.strip()) is not None


def is_surveyed(text: str) -> bool:
    """Tell whether an article's opening speaks of a survey."""
    return _SURVEY.search(text, 0, MAX_SURVEY_LEAD_CHARS) is not None
