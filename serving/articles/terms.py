"""Marked words: whole quotations, fragments, or terms that nobody says."""

from __future__ import annotations

import re

from serving.articles.attribution import find_cues
from serving.articles.document import Block
from serving.articles.ladder import Ladder
from serving.articles.quotes import Span
from serving.articles.sentences import BLANK, Sentence
from serving.articles.statements import QuoteKind

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


_DETERMINERS = "a|an|the|its|their|his|her|this|that|these|those|new|any|every|another|under|no|some"
_ATTRIBUTIVE = re.compile(
    r"\s(?!(?:and|or|nor|in|of|to|for|by|that|which|who|with|at|on|as|from|but|about|over|than|because|if|when|while|after|before|into|unless|until|so|rather|not|now|then|yet|even|would|will|could|said|says|he|she|they|it|is|was|are|were|has|had|have|can|may|might|should|without|within|across|under)\b)[a-z][\w-]+"
)
_JARGON = frozenset(
    "hub hubs ward wards team teams enabler enablers event events pathway pathways model models care footprint footprints system systems scenario vanguard units locality localities network networks letter".split()
)
"""Nouns of the field's terms: two or three plain words in marks that end in one are a term, unless somebody calls a thing that."""


_CORRECTED = re.compile(r"\bshould read\s*$|\b(?:motto|slogan|strapline|hashtag)\s(?:is|was|reads)\s*$")
_FIELD_TERMS = frozenset(
    [
        "discharge to assess",
        "home first",
        "do nothing",
        "care closer to home",
        "no wrong door",
        "hospital at home",
        "step down",
        "step up",
        "left shift",
        "single control total",
    ]
)
"""Names that the field itself has for things, and that reporters put in marks."""
_PUBLICATION = re.compile(
    r"\b(?:blog|report|paper|article|pamphlet|book|essay|speech|editorial|briefing|event|series)\s*,\s*$"
)


def kind_of(ladder: Ladder, sentence: Sentence, span: Span) -> QuoteKind:
    """Return whether quoted words stand by themselves or are a fragment of the reporter's sentence."""
    words = ladder.page.text[span.start : span.end]
    count = len(_WORD.findall(words))
    before = ladder.page.frame[sentence.start : span.outer_start]
    after = ladder.page.frame[span.outer_end : sentence.end]
    opens = not re.search(r"\w", before)
    stripped = words.lstrip("[(…. ")
    begins_sentence = stripped[:1].isupper() or words.startswith(("…", "...", "["))
    ends = words.rstrip()[-1:] in ".?!,…—–"
    fills = opens and not re.search(r"\w", after)
    if fills or (begins_sentence and (count >= 4 or ends)):
        return QuoteKind.DIRECT
    if begins_sentence and (opens or before.rstrip().endswith(":")):
        return QuoteKind.DIRECT
    if opens and ends and words.rstrip()[-1:] != "–":
        return QuoteKind.DIRECT
    if before.rstrip().endswith(":") and count >= 4:
        return QuoteKind.DIRECT
    return QuoteKind.MIXED


def is_term(ladder: Ladder, sentence: Sentence, span: Span, block: Block, *, follows: bool) -> bool:
    """Tell whether marked words are a title, a term or scare quotes, which nobody says."""
    words = ladder.page.text[span.start : span.end]
    tokens = _WORD.findall(words)
    before = ladder.page.frame[sentence.start : span.outer_start]
    after = ladder.page.frame[span.outer_end : sentence.end]
    if span.continues or not span.closed or len(tokens) > 9:
        return False
    if words.rstrip()[-1:] in ",.!" and not re.search(r"\w", before.rsplit(BLANK, 1)[-1]):
        return False
    if not re.search(r"\w", before + after):
        return False
    if before.rstrip().endswith(":") and words[:1].isupper() and len(tokens) > 1 and words.rstrip()[-1:] in ".?!":
        return False
    significant = [t for t in tokens if len(t) > 3 or t[:1].isupper()]
    if (
        len(tokens) >= 2
        and significant
        and all(t[:1].isupper() or t.isdigit() for t in significant)
        and not words.rstrip().endswith((",", ".", "!"))
        and (not words.endswith("?") or re.search(r"\w", before))
    ):
        return True
    tail = before.rsplit(BLANK, 1)[-1]
    if not re.search(r"\w", before) and re.match(r"\s(?:means|refers to|stands for|is defined as)\s", after):
        return True
    if re.match(r"\sshould read\b", after) or _CORRECTED.search(tail):
        return True
    if words.lower() in _FIELD_TERMS:
        return True
    if words[:1].isupper() and words[-1].isalnum():
        if tail.endswith("(") and after.startswith(")"):
            return True
        if after.startswith(",") and _PUBLICATION.search(tail):
            return True
    if (
        words[:1].isupper()
        and re.search(r"\b(?:motion|debate|session|lecture|workshop)\s*,?\s*$", tail)
        and not before.rstrip().endswith(":")
    ):
        return True
    if (
        len(tokens) <= 3
        and words[:1].islower()
        and _ATTRIBUTIVE.match(after)
        and re.search(rf"\b(?:{_DETERMINERS})\s$", tail, re.IGNORECASE)
    ):
        return True
    if (
        2 <= len(tokens) <= 3
        and words.islower()
        and tokens[-1] in _JARGON
        and not re.search(r"\b(?:call|brand|describ|dub|label|dismiss)\w*\b[^\ue000]{0,30}$", tail)
    ):
        return True
    if (
        len(tokens) <= 3
        and words[:1].islower()
        and re.search(r"\b(?:the|these|those)\s$", tail)
        and _no_cue(ladder, sentence)
    ):
        return True
    if re.search(
        r"(?:so-called|known(?: \w+)? as|dubbed|nicknamed|entitled|titled|headed|headlined|the (?:words?|term|phrase|label|acronym|title|slogan|name|heading)s?)\s*$",
        tail,
        re.IGNORECASE,
    ):
        return True
    if re.search(r"\b(?:rated|rating of|graded)\s*$", tail):
        return True
    as_subject = re.match(
        r"\s(?:will|would|is|are|was|were|has|had|have|wasn[’']t|isn[’']t|might|could|may|can|should|matter\w*|mean\w*)\s",
        after,
    )
    if (
        len(tokens) <= 5
        and words[:1].islower()
        and as_subject
        and re.search(
            r"\b(?:the|an?|this|that|new|any|their|its|his|her|these|those)\s$|\b(?:that|whether)\s$",
            tail,
            re.IGNORECASE,
        )
    ):
        return True
    if re.search(r"\bwhat\s[^\ue000]{2,40}\scalls?\s+(?:an?\s|the\s)?\s*$", tail):
        return True
    if re.search(r"\b(?:called|named)\s*$", tail) and not ladder.cue_before(sentence, span):
        return True
    if len(tokens) == 1 and words.islower() and _far_from_cue(ladder, sentence, span):
        return True
    if len(tokens) == 1 and not follows:
        return not (ladder.cue_before(sentence, span) or ladder.cue_after(sentence, span, block))
    return False


def _no_cue(ladder: Ladder, sentence: Sentence) -> bool:
    return not find_cues(ladder.page.frame, sentence.start, sentence.end)


def _far_from_cue(ladder: Ladder, sentence: Sentence, span: Span) -> bool:
    """Tell whether a marked word stands deep in reported speech, so that it is the reporter's mark."""
    cues = find_cues(ladder.page.frame, sentence.start, span.outer_start)
    ends = re.match(r"[\s.,;]*$", ladder.page.frame[span.outer_end : sentence.end]) is not None
    return bool(cues) and not ends and len(ladder.page.frame[cues[-1].end : span.outer_start].split()) > 4
