"""Cues: the verbs that report words or a view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from serving.articles.lexicon import (
    BODIES,
    DOCUMENTS,
    phrase_pattern,
    speech_forms,
    view_forms,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that reports words or a view: `text[start:end]`, its form, and whether it reports words."""

    start: int
    end: int
    form: str
    kind: str
    speech: bool


PROMPTED = re.compile(
    r"\b(?:(?:prompt|lead|provok|forc|caus|invit|mov|driv|leav)ing|prompted|provoked|moved|(?:has|have|had) led|(?:was|were|is) left to|(?:fell|falls) to) (?P<who>[^.;\ue000]{2,80}) to\s*$"
)
"""Somebody who was prompted to say something."""


@cache
def _cue_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w’'-])(?:{phrase_pattern([*speech_forms(), *view_forms()])})(?![\w’'-])")


_PLAIN_BASE = frozenset(
    """
    say believe think argue insist fear reckon
    """.split()
)


_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|get|got|gets)\s+(?:(?:also|then|later|widely|often|recently|being|not|now|once|first|already|\w+ly)\s+)*$"
)


_NOT_FINITE = re.compile(
    r"(?:(?<!\bhe)(?<!\bshe)(?<!\bit)(?<!\bwho)(?<!\bthat)(?<!\bthere)[’']s|\bto|\bto\s+\w+ly|[’']d\s+like\s+to|\bthe|\ba|\ban|\btheir|\bits|\bhis|\bher|\bmy|\bour|\bthis|\bthat\s+the|\bof|\bno|\bmuch|\bmust|\bshould|\bmore|\bsome|\bany|\bfurther|\bsecond|\bcareful|\blittle)\s+$"
)


WRITES_TO = re.compile(
    r"\b(?:(?:wrote|written|writing) (?:\w+ly )?to [^.;\ue000]{3,80}|(?:rang|phoned|telephoned|emailed|texted) (?:me|us|him|her|them|the \w+|(?:all |its |their |local |other )?(?:[\w-]+ )?(?:members|staff|patients|councils|councillors|authorities|GPs|practices|partners|MPs|trusts|residents))) to\s$"
)
"""Somebody writes or rings in order to say something: "have written to the minister to warn that"."""


_PERCEIVED = re.compile(
    r"(?:\b(?:to (?:hear|see|watch|let|make|help)|watched|watching|lets?|letting|makes?|made|making)|^Let|\band let) (?:them|him|her|us|me|people|(?:[\w’'-]+ ){0,2}[\w’'-]+) $"
)
"""What stands before an infinitive without "to": "to hear health bosses explain", "let them argue"."""


_HEARD = re.compile(
    r"\b(?:(?:was|were|been|is|are) (?:\w+ )?(?:(?:over)?heard(?: to be)?|quoted(?: \w+| (?:by|in|on) [^,.;]{2,40})? as|reported(?: (?:by|in) [^,.;]{2,40})? as|on record as)(?: having)?|(?:on|for the) record as|(?:was|were) (?:\w+ly )?(?:applauded|cheered|praised|criticised|booed|heckled|rebuked|mocked|jeered|thanked|attacked) for)\s+$"
)
"""What stands before a participle of which somebody is told to have been heard: "was overheard remarking"."""


_TAKES_OCCASION = re.compile(
    r"\b(?:(?:was|were|is|are|has become|have become|became|becomes) (?:among |one of )?the (?:only|first|latest|last) (?:[\w-]+ ){0,6}to|(?:was|were|is|are|been) (?:\w+ )?(?:most likely|more likely|inclined|tempted|minded|bound|obliged|forced|driven|reduced|prepared|ready|willing|happy|glad|sorry|careful|anxious|eager|(?:over)?heard|known|understood) to"
    r"|(?:at|took|taking) (?:\w+ )?pains to|(?:came|come|comes|has come|have come|seemed|seems|appeared|appears|tended|tends|chose|wished|begged|ventured) to|(?:opportunity|chance|occasion|platform|moment|keen|quick|moved|rushed|went on|goes on|go on|continued|continues|felt compelled|took the floor|(?:broke|breaks|broken) (?:ranks?|cover|silence)|stood up|stepped in|came forward|rose|united|joined forces|teamed up|came together|lined up|queued up|queuing up|got in touch|gets in touch|got up|wrote in|rang up|used|likes?|liked|the first|went so far as|goes so far as) to)\s+$"
)


AMBIGUOUS_THIRD = frozenset(
    """
    fears claims reports calls hopes questions demands states notes comments answers replies promises attacks
    estimates posts reasons records voices shares terms labels names rates brands backs wants finds challenges
    supports shows recalls volunteers credits attributes stresses worries remarks blasts offers shrugs grins groans
    """.split()
)
"""Forms that are plural nouns too: verbs only right after a subject."""


BY_SAYING = re.compile(
    r"\b(?:(?:began|started|opened|ended|closed|finished|concluded|responded|replied|hit back)"
    r"|(?:drew|won|earned|got|raised|provoked|caused|made|surprised|delighted|startled|silenced|angered) (?:[\w’'-]+ ){0,3}?[\w’'-]+) by\s+$"
)


_PROGRESSIVE = re.compile(
    r"\b(?:is|are|was|were|been|(?:will|would) be)\s+(?:(?:now|also|still|again|already|\w+ly)\s+)*$"
)


@cache
def _subject_just_before() -> re.Pattern[str]:
    named = phrase_pattern([*BODIES, *DOCUMENTS])
    return re.compile(
        rf"(?:\b(?:he|she|it|who|which|one|also|now|still|even|[a-z]+ly)|\ue000|\b[A-Z][\w’'-]+|,|\b(?:{named}))\s+\Z"
    )


_JOINED_VERB = re.compile(r"\b(?:and|but)\s$")


_CLAUSE_OF_VIEW = re.compile(r"\s(?:that|the|it|they|he|she|there|its|this)\s")
"""What stands around a verb that is joined to another: "has run it since May and fears the grant will go"."""


_OWN = re.compile(
    r"\b(?:I|we|We|you|You)\s+(?:(?:do|did|would|could|can|have|had|still)\s+(?:not|never|also)\s+|[\w’']+\s+)?$"
)


_THAT_STEMS = ("consider", "resolv", "judg", "calculat", "work out", "works out", "worked out")
"""Verbs of deeds too, which report a view only with "that"."""


_WORKED_OUT = re.compile(r",\s[^,]{2,60}\s(?:has|have|had)\s$")
"""What stands before the verb that closes what was worked out: ", the union has calculated."."""


_FINITE_FOLLOWS = re.compile(r"\s(?:were|was|are|is|had|have|would|will|could)\b")
"""What shows a word to be a noun in the plural: "the survey questions were loaded"."""


_PARTICIPLES = frozenset("promised pledged proposed expected predicted forecast".split())


_FOR_WHEN = re.compile(r"\s(?:for|by)\s(?:the|next|this|last|early|late|\d|[A-Z]|spring|summer|autumn|winter)")
"""What follows a participle that tells when something is due: "a paper first promised for the summer"."""


_THAT_FOLLOWS = re.compile(r"(?:\s(?!that\b)[\w-]+){0,6}?\s(?:that|to be)\b")


_DONE_TO = re.compile(
    r"(?:accused (?:of|by)|(?:told|urged|slammed|blasted|condemned|attacked|criticised|praised|challenged) by|(?:slammed|blasted|condemned|criticised|praised|attacked) (?:for|over)|urged to)\b"
)
"""Participles of headlines, whose subject says nothing: "Minister accused of", "Trust told by"."""
_HEADLINE_PARTICIPLES = frozenset(
    "accused told urged slammed blasted condemned attacked criticised praised challenged".split()
)


_WILL_ONLY = re.compile(r"\b(?:will|would) (?:now |so far |still )?(?:only|merely|not) $")
"""What somebody says and nothing more: "the department will now only say"."""
_FORETOLD = frozenset("warn tell urge argue".split()) | {"call for", "call on"}
_IS_TO = re.compile(r"\b(?:is|are|was|were) to $")
"""What somebody is about to say: "The minister is to warn that"."""


_THANKED = re.compile(r"\bthank(?:ed|s)?\s[^.;]{2,60}\sfor\s(?:the|an|this)\s(?:opportunity|chance)\sto\s$")
_OF_THESE = re.compile(r"\b(?:these|those|such)\s(?:[\w’'-]+\s){0,2}$")
"""What shows a word to be a noun in the plural: "contradicted these government claims"."""


_SUM = re.compile(r"\s(?:(?:more than|over|nearly|almost|about|some|around) )?(?:£|money|funds)")
"""What is raised without a word: "the charity had raised £640,000"."""


_MINUTES = re.compile(r"\b[Mm]inutes\s+(?:also\s+)?$")
"""What minutes record is what those said of whom they tell."""


_WHAT_THEY_CALL = re.compile(r"\bwhat\s[^,\ue000]{2,36}\s$")


_COMPLEMENT = re.compile(r"\s+(?:that|it|them|how)\b|\s*[\ue000,:]")


_PLURAL_SUBJECT = re.compile(
    r"\b(?:they|who|people|staff|and|[A-Za-z]+s|[A-Z][\w’']+s|would|will|may|might|could|should|did|does|do|not|also|often|now|still)\s+$|[A-Z]s\s+$"
)


MAX_BEFORE_CHARS = 80
"""How far before a verb is read what shows whether it reports words."""


def find_cues(text: str, start: int, end: int) -> list[Cue]:
    """Return the verbs between two offsets that may report words, without passives and infinitives."""
    found = []
    speech, view = speech_forms(), view_forms()
    for match in _cue_pattern().finditer(text, start, end):
        form = match.group()
        before = text[max(start, match.start() - MAX_BEFORE_CHARS) : match.start()]
        kind = speech.get(form) or view[form]
        if (
            _OWN.search(before)
            or before.endswith(("If one ", "if one ", "when one "))
            or _is_noun(match, kind, before)
            or _is_deed(match, before, end)
        ):
            continue
        if finite := _finite_kind(match, kind, before, start):
            found.append(Cue(match.start(), match.end(), form, finite, form in speech))
    return found


def _is_noun(match: re.Match[str], kind: str, before: str) -> bool:
    """Tell whether a form that may be a noun in the plural is one: "the survey questions were loaded"."""
    if kind != "third" or match.group() not in AMBIGUOUS_THIRD:
        return False
    text, at = match.string, match.start()
    has_subject = _subject_just_before().search(text, max(0, at - 40), at) is not None
    if not has_subject and not (_JOINED_VERB.search(before) and _CLAUSE_OF_VIEW.match(text, match.end())):
        return True
    return bool(_OF_THESE.search(before) or _FINITE_FOLLOWS.match(text, match.end()))


def _is_deed(match: re.Match[str], before: str, end: int) -> bool:
    """Tell whether a form tells of a deed here, or of what is done to its subject, and reports no words."""
    form, text, after = match.group(), match.string, match.end()
    if form.startswith(_THAT_STEMS) and not _THAT_FOLLOWS.match(text, after, min(end, after + 80)):
        return not (form == "calculated" and _WORKED_OUT.search(before) and text.startswith(".", after))
    return bool(
        (form in _PARTICIPLES and _FOR_WHEN.match(text, after))
        or (form in _HEADLINE_PARTICIPLES and _DONE_TO.match(text, match.start()))
        or (form == "writing" and before.endswith(" be ") and text.startswith(" to ", after))
        or (form == "raised" and _SUM.match(text, after))
        or (form.startswith("record") and _MINUTES.search(before))
        or (form.startswith("call") and _WHAT_THEY_CALL.search(before))
    )


def _finite_kind(match: re.Match[str], kind: str, before: str, start: int) -> str:
    """Return the kind of form that a verb stands for in its clause, or "" where it is the verb of none."""
    if kind == "ing" and _HEARD.search(before):
        return "" if _NOT_FINITE.search(before) or _PASSIVE.search(before) else "past"
    if _is_led_to(match, kind, before, start):
        return "past"
    if _NOT_FINITE.search(before):
        return ""
    if kind == "ing":
        return "past" if _PROGRESSIVE.search(before) else "ing"
    if kind == "past" and match.group() != "agreed" and _PASSIVE.search(before):
        return ""
    return "" if kind == "base" and _is_infinitive(match, before) else kind


def _is_led_to(match: re.Match[str], kind: str, before: str, start: int) -> bool:
    """Tell whether somebody is said to have come to say something: "was prompted to say", "took the floor to warn"."""
    text, at = match.string, match.start()
    if before.endswith("to ") and _TAKES_OCCASION.search(before) and not _THANKED.search(before):
        return True
    if kind != "base":
        return kind == "ing" and BY_SAYING.search(before) is not None
    written = before.endswith("to ") and WRITES_TO.search(text, max(start, at - 110), at)
    due = match.group() in _FORETOLD and _IS_TO.search(before)
    only = match.group() == "say" and _WILL_ONLY.search(before)
    return bool(due or only or written or PROMPTED.search(text, max(start, at - 110), at))


def _is_infinitive(match: re.Match[str], before: str) -> bool:
    """Tell whether a verb's plain form has no subject that could say it."""
    if _PERCEIVED.search(before):
        return True
    return (
        match.group() not in _PLAIN_BASE
        and not _COMPLEMENT.match(match.string, match.end())
        and not _PLURAL_SUBJECT.search(before)
    )
