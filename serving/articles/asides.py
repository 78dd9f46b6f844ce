"""Asides: what a sentence tells between commas, or after one, of who says the rest."""

from __future__ import annotations

import re
from functools import cache

from serving.articles.ladder import Ladder
from serving.articles.lexicon import GROUPS, phrase_pattern, speech_forms
from serving.articles.sentences import Sentence
from serving.articles.sources import Source

_NO_REPORTS = frozenset(
    """
    ask asks asked wonder wonders wondered query queries queried question questions questioned offer offers offered
    laugh laughs laughed sigh sighs sighed grin grins grinned shrug shrugs shrugged groan groans groaned
    bark barks barked bellow bellows bellowed seethe seethes seethed gush gushes gushed enquire enquires enquired
    inquire inquires inquired interrupt interrupts interrupted rejoin rejoins rejoined marvel marvels marvelled
    chuckle chuckles chuckled post posts posted record records recorded expect propose forecast volunteer
    """.split()
)
"""Verbs of speech that report a question or a sound, or that tell of a deed."""
_MORE_VERBS = "allows allowed charges charged submits submitted finds found holds held".split()
_INNER = r"(?:(?!\b(?:after|before|when|while|who|which|that|whose|where|as|was|were|be|been|is|are|not|to|would|will|could|if|and|but)\s)[^,;:])"
"""A letter of a subject, in which no clause of its own begins."""
_PHRASES = (
    r"(?:has|have|had) (?:no|little) doubts?|let it be known|(?:makes?|made) (?:it )?clear|(?:goes|go|went) on"
    r"|points? out|pointed out|puts?(?= to\s)"
)
_ADVERBS = r"(?:(?:has|have|had|also|then|later|again|now|[a-z]+ly)\s){0,3}"
_TAIL = (
    r"(?:\s(?:with|to\s(?:the|an?|his|her|their|its|members|[A-Z]\w*|[a-z]+s)|in|at|on|over|during|after|before|from|for|by|through|outside|later|again|yesterday|today|tonight|last|this|[a-z]+ly)\b"
    r"[^,;:]{0,60})?"
)
_TO_WHOM = r"(?:\s(?!that\b|to\b|it\b|this\b|there\b|was\b|were\b|is\b|had\b|has\b|would\b)[^,;:]{2,60})?"
_TELLS = "tells? told reminds? reminded assures? assured warns? warned informs? informed reassures? reassured".split()
_STOP = r"(?=,\s|[.;:]\s*$|:\s|;\s|\s[–—-]\s)"
_NOUNS = "argument|complaint|thinking|charge|theory|refrain|case|claim|fear|view|column|message|line|answer|warning"
_RUNS = re.compile(
    rf",\s(?:runs|ran|goes|went)\s(?:the\s(?:\w+\s)?(?:{_NOUNS})\s(?:from|of|at|in|put by|made by|put forward by)\s(?P<of>[^,;:]{{2,80}})"
    rf"|(?P<owner>[^,;:]{{2,60}}?)(?:[’']s|(?<=s)[’'])\s(?:\w+\s)?(?:{_NOUNS})\b[^,;:]{{0,60}}){_STOP}"
)
"""A saying that runs: "..., runs the argument put by NHS England"."""


def _forms(*kinds: str) -> list[str]:
    """Return the forms of the verbs that report words, of some kinds."""
    return [form for form, kind in speech_forms().items() if kind in kinds and form not in _NO_REPORTS]


@cache
def _subject_first() -> re.Pattern[str]:
    """Match ", the coroner noted with displeasure," and ", Jo Marsh reminded colleagues."."""
    one = (
        rf"(?:he|she|it|they|(?:the|an?|its|his|her|their|one|another|some|many|several|most)\s{_INNER}{{2,80}}?"
        rf"|[A-Z]{_INNER}{{1,80}}?)"
    )
    group = (
        rf"(?:they|(?:(?:the|some|many|several|most|their|its)\s)?(?:(?!which\b|who\b|that\b|and\b|but\b|as\b)[a-z]+\s){{0,2}}(?:{phrase_pattern(GROUPS)})"
        rf"(?:\s(?:in|at|of|from)\s{_INNER}{{2,40}}?)?)"
    )
    says = rf"(?:{phrase_pattern([*_forms('third', 'past'), *_MORE_VERBS])}|{_PHRASES}){_TAIL}"
    say = rf"(?:{phrase_pattern(_forms('base', 'past'))}|{_PHRASES}){_TAIL}"
    tells = rf"(?:{'|'.join(_TELLS)}){_TO_WHOM}"
    return re.compile(
        rf",\s(?:(?P<one>{one})\s{_ADVERBS}{says}|(?P<group>{group})\s{_ADVERBS}{say}|(?P<told>{one})\s{_ADVERBS}{tells}){_STOP}"
    )


@cache
def _verb_first() -> re.Pattern[str]:
    """Match ", writes Jo Marsh in the bulletin." and ", reports the chair of the committee, Dr Jo Marsh,"."""
    return re.compile(
        rf",\s(?:{phrase_pattern(_forms('third', 'past'))})\s(?P<subject>(?:[A-Z]|(?:the|an?|one|its|his|her|their)\s|(?:[a-z-]+\s){{1,3}}[A-Z])[^,;:]{{2,90}}){_STOP}"
    )


def in_an_aside(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whom an aside of a sentence without quoted words gives the rest of it to."""
    frame = ladder.page.frame
    if frame.find(",", sentence.start, sentence.end) < 0 or frame[sentence.start : sentence.end].rstrip().endswith("?"):
        return None
    resolver = ladder.page.resolver
    if found := _subject_first().search(frame, sentence.start, sentence.end):
        subject = next(name for name, words in found.groupdict().items() if words)
        if source := resolver.ending_at(frame, found.start(subject), found.end(subject) + 1):
            return source
    if found := _verb_first().search(frame, sentence.start, sentence.end):
        return resolver.starting_at(frame, found.start("subject"), sentence.end)
    if found := _RUNS.search(frame, sentence.start, sentence.end):
        if found["of"]:
            return resolver.starting_at(frame, found.start("of"), found.end("of"))
        return resolver.ending_at(frame, found.start("owner"), found.end("owner"))
    return None
