"""Views: sentences that tell without a verb of speech what somebody thinks or feels."""

from __future__ import annotations

import re
from functools import cache

from serving.articles.ladder import PRONOUN_OF_OWNER, Ladder
from serving.articles.lexicon import DOCUMENTS, VIEW_ADJECTIVES, phrase_pattern
from serving.articles.sentences import Sentence
from serving.articles.sources import Source

_VIEW_OF = "view|opinion|judge?ment|estimation|experience|eyes|book|reckoning|assessment|telling|account|words|estimate|calculations?|lights"
_VIEWS = tuple(
    f" {word}"
    for word in "view opinion judg estimation experience eyes book reckoning assessment telling account mind words estimate calculation lights".split()
)
_IN_A_VIEW = re.compile(
    rf"\b(?:[Ii]n|[Bb]y(?=\s[^,;:.]{{2,70}}?\s(?:reckoning|account|estimate|estimation|calculations?|telling|lights)\b)) (?:(?P<owner>his|her|their|its)|(?P<who>(?:the |[A-Z])[^,;:.\ue000]{{1,60}}?)(?:[’']s|(?<=s)[’'])) (?:own |[\w-]+ )?(?:{_VIEW_OF})\b(?! of\b)"
    r"|\b[Tt]o (?P<mind>his|her|their) mind\b"
)
_OPINION = "view|argument|fear|worry|concern|hope|complaint|message|point|verdict|conclusion|belief|advice|warning|prediction|objection|preference|instinct|suspicion|contention|answer|plea|reading|feeling|impression|hunch|guess"
_COPULAS = tuple(
    f" {verb} {word}"
    for verb in ("is", "was", "remains", "remained", "been")
    for word in ("that ", "for ", "against ", "not that ", "to ", "simply ", "always ")
)
_OWNED_VIEW = re.compile(
    rf"(?:But |And |So |Yet |Now )?(?:(?P<owner>His|Her|Their|Its|his|her|their|its)|(?P<who>[^,;:.\ue000]{{2,80}}?)(?:[’']s|(?<=s)[’'])) (?:own |[\w-]+ ){{0,2}}(?:{_OPINION})"
    r"(?:\s(?:to|for)\s(?:[\w’'-]+\s?){1,4})?(?:,[^,]{2,40},)? (?:is|was|remains|remained|had been|has been) (?:\w+ )?(?:that|for|against|not that|to(?! be\b))\b"
)
"""Words that begin a sentence by telling what somebody thinks: "Her view is that", "The union's fear was that"."""
_FOR_SOMEBODY = re.compile(
    r"(?:But |And |Yet |So )?For (?P<who>[^;:.\ue000]{3,130}?),? (?:however, |though, |the (?:real |main |first |biggest |bigger |only )?|this is |that was |it is |it was |what )"
    r"(?:trouble|problem|issue|question|answer|key|danger|risk|lesson|priority|difficulty|challenge|solution|remedy|mistake|worry|fear|culprit|test|point|missing \w+|a matter|matters?|counts?|about|too \w+)\b"
    r"(?=[^?]*\b(?:is|was|were|are|had|has|lay|lies|began|begins|would)\b)"
)
"""Words that begin a sentence by telling for whom something is the trouble."""
_NO_MORE_THAN = re.compile(
    r"\s(?:is|was) (?:\w+ )?(?:simple|clear|easy|obvious|plain|straightforward|different|personal)\."
)
"""What only announces a view: "For Jo Marsh the answer was simple."."""


_FEELINGS = "concerns?|fears?|anger|agreement|scepticism|unease|consensus|disappointment|worry|worries|alarm|relief|dismay|frustration|suspicions?|resentment|doubts?|confusion|disquiet|fury|anxiety|optimism|hopes?|complaints?|warnings?|claims|calls|questions|objections|criticism"
_FELT_AMONG = re.compile(
    rf"\b[Tt]here (?:was|is|were|are|has been|have been|remains?|remained) (?:\w+ ){{0,3}}?(?:{_FEELINGS}) (?:among|amongst|from|on the part of|in) (?P<who>[^,;:.\ue000]{{3,80}}?) (?:that|about|over|at)\s"
    rf"|\b(?i:{_FEELINGS})\s(?:that|about|over)\s[^.;\ue000]{{5,160}}?\s(?:was|were|(?:has|have) (?:also )?been)\s(?:\w+ly )?(?:voiced|raised|expressed|shared|aired|put|made|echoed)(?: (?:too|also|again|yesterday|last \w+))?\sby\s(?P<by>[^,;:.\ue000]{{3,80}})"
    r"|\b[Ii]t (?:was|is|has been|had been) (?:also |then |further )?(?!(?:moved|proposed|seconded)\b)(?:\w+ed|put|said|felt|pointed out|made clear) by (?P<passive>[^,;:.\ue000]{3,80}?) that\b"
    rf"|\b(?i:{_FEELINGS})\s(?:was|were|(?:has|have) (?:also )?been)\s(?:\w+ly )?(?:voiced|raised|expressed|shared|aired|put|made)(?: (?:too|also|again|yesterday|last \w+))?\sby\s(?P<raised>[^,;:.\ue000]{{3,80}}?)\s(?:that|about|over)\s"
)
"""Feelings that a sentence gives to somebody: "There was unease among governors that", "Fears were voiced by nurses that"."""


def felt_among(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return among whom a feeling is, or by whom it was voiced."""
    words = ladder.page.frame[sentence.start : sentence.end]
    if " by " not in words and "here " not in words:
        return None
    found = _FELT_AMONG.search(ladder.page.frame, sentence.start, sentence.end)
    if found is None:
        return None
    group = next(name for name, words in found.groupdict().items() if words)
    resolver = ladder.page.resolver
    named = resolver.starting_at(ladder.page.frame, found.start(group), found.end(group))
    phrase = " ".join(found[group].split())
    return named or Source(None, phrase, "", phrase, plural=True)


def _owner_or_named(ladder: Ladder, found: re.Match[str], owner: str | None) -> Source | None:
    """Return whom a possessive means: a pronoun, or the phrase before the apostrophe."""
    if owner:
        return ladder.page.resolver.pronoun(PRONOUN_OF_OWNER.get(owner.lower(), "it"), found.start())
    return ladder.page.resolver.ending_at(ladder.page.frame, found.start("who"), found.end("who"))


def in_whose_view(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whose view a sentence tells: "In her view ...", "Her fear is that ...", "For Jo Marsh, the trouble ..."."""
    words = ladder.page.frame[sentence.start : sentence.end]
    if any(word in words for word in _VIEWS) and (source := _in_their_view(ladder, sentence)):
        return source
    if any(word in words for word in _COPULAS) and (source := _owned_view(ladder, sentence)):
        return source
    return _for_somebody(ladder, sentence)


def _in_their_view(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return in whose view something is so: "Councils, in her opinion, had done well", "In Ms Marsh's view"."""
    found = _IN_A_VIEW.search(ladder.page.frame, sentence.start, sentence.end)
    if found is None or ladder.page.frame[sentence.end - 1] == "?":
        return None
    return _owner_or_named(ladder, found, found["owner"] or found["mind"])


def _owned_view(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whose view a sentence tells: "Her preference is for a vote"."""
    found = _OWNED_VIEW.match(ladder.page.frame, sentence.start, sentence.end)
    return _owner_or_named(ladder, found, found["owner"]) if found else None


def _for_somebody(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return for whom something is the trouble: "For Jo Marsh, the trouble had begun before"."""
    found = _FOR_SOMEBODY.match(ladder.page.frame, sentence.start, sentence.end)
    if found is None or _NO_MORE_THAN.match(ladder.page.frame, found.end(), sentence.end):
        return None
    source = ladder.page.resolver.starting_at(ladder.page.frame, found.start("who"), found.end("who"))
    return source if source and (source.person or source.role or source.organisation) else None


def of_predicate(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return the subject of a predicate that tells a view."""
    frame = ladder.page.frame
    found = _view_pattern().search(frame, sentence.start, sentence.end)
    if found is None or (found.group().endswith("of") and frame[found.end() - 2 : sentence.end].strip(" .") == "of it"):
        return None
    if frame.endswith(" and", sentence.start, found.start()):
        return ladder.source_of_subject(Sentence(sentence.start, found.start()))
    source = ladder.page.resolver.ending_at(frame, sentence.start, found.start() + 1)
    # "The business case puts the saving at £3m": a paper's figure is nobody's view.
    figures = _PUTS_AT.match(found.group()) is not None and _paper().match(frame, sentence.start, found.start())
    return None if figures else source


_PUTS_AT = re.compile(r"\sputs?\s")


@cache
def _paper() -> re.Pattern[str]:
    """Match a paper as a subject, with an aside perhaps: "The business case, seen by the Echo,"."""
    return re.compile(
        rf"(?:The|Its|Their|This|A|An)\s(?:[\w’'-]+\s){{0,5}}?(?:{phrase_pattern(DOCUMENTS)})(?:,[^,]{{3,80}},?)?$"
    )


@cache
def _view_pattern() -> re.Pattern[str]:
    """Match a predicate that tells a view: "is sceptical about", "saw in it a", "had no doubt that"."""
    held = r"(?:is|are|was|were)\s+of\s+the\s+(?:view|opinion)|(?:has|had|have)\s+(?:(?:serious|grave|deep|real|strong|some|many|no)\s+)*(?:doubts?|reservations?|misgivings|concerns?)"
    sees = r"(?:saw|sees|see)\s(?:in\s(?:it|them|this|that|these|those)\s(?:an?|the|no|little|nothing|only|every)|(?:it|them|this|that|these|those|(?:the|its|their)\s[\w-]+(?:\s[\w-]+)?)\sas\s(?!(?:she|he|they|it|we)\b)[a-z]+)"
    certain = r"(?:made|makes|issued|issues|gave|gives|given|offered|sounded|sounds|added|put|came to|reached|drew|voiced|repeated)\s(?:the|an?|his|her|its|their)\s(?:[\w-]+\s){0,2}?(?:point|warning|assurances?|commitment|promise|pledge|guarantee|undertaking|claim|plea|case|view|conclusion|lesson|fear|prediction|admission|complaint|argument|note of caution)\sthat|puts?\s(?:(?:the|its|their)\s[\w-]+(?:\s[\w-]+){0,2}|it|them|that|this)\sat|(?:takes?|took)\s(?:the|a)\s(?:\w+\s)?view\sthat|(?:(?:is|are|was|were)\sin|has|have|had)\s(?:no|little)\sdoubts?\s(?:that|about)"
    wishes = r"(?:would|[’']d)\s(?:(?:dearly|also|rather|still|much)\s)?like\sto\ssee\s(?!the\b)|(?:is|are|was|were)\s(?:(?:also|all|both|still|strongly|broadly|very\smuch)\s)?in\sfavour\sof\s(?!it\b)"
    return re.compile(
        rf"\s(?:(?:{sees}|{certain}|{wishes})\b|(?:(?:is|are|was|were|remains?|remained|sounded|seems?|seemed|feels?|felt)\s+(?:(?:also|still|more|less|rather|deeply|very|clearly|not|so|at all|nonetheless|nevertheless|however|even so|no less|quite|entirely|far from|wholly|pretty|as|too|equally|particularly|\w+ly)\s+)*(?:{phrase_pattern(VIEW_ADJECTIVES)})(?:, (?:though|however|too),)?|{held})\s+(?:that|about|of|over|with|at|whether|how|why)\b)"
    )
