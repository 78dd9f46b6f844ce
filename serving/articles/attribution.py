"""Who said it: a ladder of methods from the surest to the least sure, and null where none decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from serving.articles.epithets import LIFE, PRONOUN_OF_KIND, REACH_CHARS, means
from serving.articles.lexicon import (
    BODIES,
    DOCUMENTS,
    GROUPS,
    ORG_WORDS,
    ROLE_HEADS,
    given_names,
    phrase_pattern,
    speech_forms,
    view_forms,
)
from serving.articles.names import NameMention, find_names, has_role, role_heads
from serving.articles.people import ORG_RUN, People, Person, description_before, leading_body, parse_description
from serving.articles.sentences import BLANK


class Method(StrEnum):
    """How a speaker was found."""

    CUE_BEFORE = "cue before the words"
    CUE_AFTER = "cue after the words"
    SPLIT = "split quotation"
    CONTINUATION = "continuation"
    SUBJECT = "subject of the sentence"
    LEAD_IN = "lead-in"
    CAPTION = "caption"
    TURN = "turn"
    REPEATED = "repeats another"
    CARRIED = "carried over"
    BYLINE = "byline"


CONFIDENCE = {
    Method.CUE_BEFORE: 0.95, Method.CUE_AFTER: 0.95, Method.SPLIT: 0.95, Method.CONTINUATION: 0.95, Method.TURN: 0.95,
    Method.LEAD_IN: 0.85, Method.CAPTION: 0.85, Method.REPEATED: 0.85, Method.SUBJECT: 0.7, Method.CARRIED: 0.6, Method.BYLINE: 0.9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks: a person, or a body, document, group or post without a name.

    `names` holds the names of several persons who speak at once; there is no `person` then.
    """

    person: Person | None = None
    role: str = ""
    organisation: str = ""
    phrase: str = ""
    plural: bool = False
    names: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two sources share if they are the same."""
        return (id(self.person),) if self.person else (self.names, self.role.lower(), self.organisation.lower())


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that reports words or a view: `text[start:end]`, its form, and whether it reports words."""

    start: int
    end: int
    form: str
    kind: str
    speech: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A source and the method that found it."""

    source: Source
    method: Method


# Cues.


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
    r"(?:\bto|\bto\s+\w+ly|[’']d\s+like\s+to|\bthe|\ba|\ban|\btheir|\bits|\bhis|\bher|\bmy|\bour|\bthis|\bthat\s+the|\bof|\bno|\bmuch|\bmore|\bsome|\bany|\bfurther|\bsecond|\bcareful|\blittle)\s+$"
)
_HEARD = re.compile(
    r"\b(?:(?:was|were|been|is|are) (?:\w+ )?(?:(?:over)?heard(?: to be)?|quoted(?: \w+| (?:by|in|on) [^,.;]{2,40})? as|reported(?: (?:by|in) [^,.;]{2,40})? as|on record as)(?: having)?|(?:on|for the) record as)\s+$"
)
"""What stands before a participle of which somebody is told to have been heard: "was overheard remarking"."""
_TAKES_OCCASION = re.compile(
    r"\b(?:(?:was|were|is|are|been) (?:\w+ )?(?:inclined|tempted|minded|bound|obliged|forced|driven|reduced|prepared|ready|willing|happy|glad|sorry|careful|anxious|eager|(?:over)?heard|known|understood) to"
    r"|(?:at|took|taking) (?:\w+ )?pains to|(?:came|come|comes|has come|have come|seemed|seems|appeared|appears|tended|tends|chose|wished|begged|ventured) to|(?:opportunity|chance|occasion|platform|moment|keen|quick|moved|rushed|went on|goes on|go on|continued|continues|felt compelled|took the floor|(?:broke|breaks) (?:ranks?|cover|silence)|stood up|stepped in|came forward|rose|united|joined forces|teamed up|came together|lined up|queued up|queuing up|got in touch|gets in touch|got up|wrote in|rang up|the first|went so far as|goes so far as) to)\s+$"
)
AMBIGUOUS_THIRD = frozenset(
    """
    fears claims reports calls hopes questions demands states notes comments answers replies promises attacks
    estimates posts reasons records voices shares terms labels names rates brands backs wants finds challenges
    supports shows recalls stresses worries remarks blasts offers shrugs grins groans
    """.split()
)
"""Forms that are plural nouns too: verbs only right after a subject."""
_BY_SAYING = re.compile(r"\b(?:began|started|opened|ended|closed|finished|concluded|responded|replied|hit back) by\s+$")
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|been)\s+(?:(?:now|also|still|again|already|\w+ly)\s+)*$")


@cache
def _subject_just_before() -> re.Pattern[str]:
    named = phrase_pattern([*BODIES, *DOCUMENTS])
    return re.compile(
        rf"(?:\b(?:he|she|it|who|which|one|also|now|still|even)|\ue000|\b[A-Z][\w’'-]+|,|\b(?:{named}))\s+\Z"
    )


_JOINED_VERB = re.compile(r"\b(?:and|but)\s$")
_CLAUSE_OF_VIEW = re.compile(r"\s(?:that|the|it|they|he|she|there|its|this)\s")
"""What stands around a verb that is joined to another: "has run it since May and fears the grant will go"."""
_OWN = re.compile(r"\b(?:I|we|We|you|You)\s+(?:\w+\s+)?$")
_THAT_STEMS = ("consider", "resolv", "judg", "calculat", "work out", "works out", "worked out")
"""Verbs of deeds too, which report a view only with "that"."""
_PARTICIPLES = frozenset("promised pledged proposed expected predicted forecast".split())
_FOR_WHEN = re.compile(r"\s(?:for|by)\s(?:the|next|this|last|early|late|\d|[A-Z]|spring|summer|autumn|winter)")
"""What follows a participle that tells when something is due: "a paper first promised for the summer"."""
_THAT_FOLLOWS = re.compile(r"(?:\s(?!that\b)[\w-]+){0,6}?\sthat\b")
_MINUTES = re.compile(r"\b[Mm]inutes\s+(?:also\s+)?$")
"""What minutes record is what those said of whom they tell."""
_WHAT_THEY_CALL = re.compile(r"\bwhat\s[^,\ue000]{2,36}\s$")
_COMPLEMENT = re.compile(r"\s+(?:that|it|them|how)\b|\s*[\ue000,:]")
_PLURAL_SUBJECT = re.compile(
    r"\b(?:they|who|people|staff|and|[A-Za-z]+s|[A-Z][\w’']+s|would|will|may|might|could|should|did|does|do|not|also|often|now|still)\s+$|[A-Z]s\s+$"
)


def find_cues(text: str, start: int, end: int) -> list[Cue]:
    """Return the verbs between two offsets that may report words, without passives and infinitives."""
    found = []
    speech, view = speech_forms(), view_forms()
    for match in _cue_pattern().finditer(text, start, end):
        form = match.group()
        kind = speech.get(form) or view[form]
        before = text[max(start, match.start() - 40) : match.start()]
        if _OWN.search(before):
            continue
        if (
            kind == "third"
            and form in AMBIGUOUS_THIRD
            and not _subject_just_before().search(text, max(0, match.start() - 40), match.start())
            and not (_JOINED_VERB.search(before) and _CLAUSE_OF_VIEW.match(text, match.end()))
        ):
            continue
        if form in _PARTICIPLES and _FOR_WHEN.match(text, match.end()):
            continue
        if form.startswith(_THAT_STEMS) and not _THAT_FOLLOWS.match(text, match.end(), min(end, match.end() + 80)):
            continue
        if form.startswith("record") and _MINUTES.search(before):
            continue
        if form.startswith("call") and _WHAT_THEY_CALL.search(before):
            continue
        if kind == "ing" and _HEARD.search(before):
            kind = "past"
        prompted = kind == "base" and _PROMPTED.search(text, max(start, match.start() - 110), match.start())
        occasion = before.endswith("to ") and _TAKES_OCCASION.search(before)
        if prompted or occasion or (kind == "ing" and _BY_SAYING.search(before)):
            kind = "past"
        elif kind == "ing":
            if _NOT_FINITE.search(before):
                continue
            if _PROGRESSIVE.search(before):
                kind = "past"
        elif (
            (kind == "past" and _PASSIVE.search(before) and form != "agreed")
            or _NOT_FINITE.search(before)
            or (
                kind == "base"
                and form not in _PLAIN_BASE
                and not _COMPLEMENT.match(text, match.end())
                and not _PLURAL_SUBJECT.search(before)
            )
        ):
            continue
        found.append(Cue(match.start(), match.end(), form, kind, form in speech))
    return found


# Noun phrases.

_ADVERBS = (
    r"has|have|had|is|are|was|were|will|would|also|then|later|previously|recently|again|today|yesterday|tonight|always|often|first|once|long|herself|himself|themselves|itself|"
    r"publicly|privately|simply|\w{3,}ly|further|since|already|did|does|do|(?:did|does|do|could|ca|would|wo|is|was|has|had|are|were|have)n[’']t|not|never|even|just|still|duly|in turn|in response|however|meanwhile|too|now|both|all|each|"
    r"last (?:night|week|month|year|autumn|summer|spring|winter)|this (?:week|month|morning|year|afternoon|evening)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening))?|could|may|might|can|must|"
    r"rather (?:more|less) \w+|more \w+ly|less \w+ly|in (?:a|an|his|her|its|their) \w+|by (?:email|letter|text|phone)|there|here|(?:taken|took|used|seized) (?:the|this|that) (?:opportunity|chance|occasion|moment) to|(?:been )?(?:keen|quick) to|(?:inclined|tempted|minded|bound|obliged|forced|driven|reduced|prepared|ready|willing|happy|glad|sorry|careful|anxious|eager|heard|overheard|known|understood|seemed|seems|appeared|appears|tended|tends|came|come|comes|chose|wished|begged|at pains|at some pains|at great pains) to|(?:united|joined forces|teamed up|came together|lined up|queued up|rose|got in touch|gets in touch|stood up|came forward|stepped in) to|(?:quoted|reported|on record)(?: (?:by|in|on) [\w’' -]{2,40})? as(?: having)?|overheard|heard|moved to|rushed to|went on to|goes on to|go on to|continued to|continues to|(?:began|opened|started|closed|ended|finished|concluded|responded|replied) by"
)
_TRAILING = re.compile(rf"(?:[\s,–—-]+(?:{_ADVERBS}))+[\s,]*$", re.IGNORECASE)
MAX_TRAILING_CHARS = 120


def _without_trailing(segment: str) -> str:
    """Return the words before a verb without the adverbs and auxiliaries at their end."""
    cut = max(0, len(segment) - MAX_TRAILING_CHARS)
    return segment[:cut] + _TRAILING.sub("", segment[cut:])


_PROMPTED = re.compile(
    r"\b(?:(?:prompt|lead|provok|forc|caus|invit|mov|driv|leav)ing|prompted|provoked|moved|(?:was|were|is) left to|(?:fell|falls) to) (?P<who>[^.;\ue000]{2,80}) to\s*$"
)
"""Somebody who was prompted to say something."""
_PUBLISHED = re.compile(r",\s(?:published|released|leaked|seen|issued|written|drawn up|put out|due|dated|now)\b[^,]*$")
"""What is said between a document and "which"."""
_TITLE_AFTER = re.compile(r",\s[“\"‘'][^“”\"‘\n]{3,160}[”\"’']$")
_THE_PAIR = re.compile(r"\b[Tt]he\s(?:pair|duo|trio|two|three|four|five|six)$")
_PARTS = tuple(",–—-")
"""Marks that part what is said between a subject and its verb."""
_ASIDE = re.compile(r"\s*\([^()]{1,80}\)\s*$")
_PRONOUN = re.compile(r"(?:^|[^\w’'-])(he|she|they|who|which|it)$", re.IGNORECASE)
_LEAD_WORDS = re.compile(
    r"^(?:[\s,–—-]*(?:and|but|so|yet|or|as|while|when|after|before|if|in the same|because|although|though|however|meanwhile|yesterday|today|last \w+|this \w+|earlier|later|elsewhere|afterwards|however|then|now|still|indeed|here|where|that|what|for)\b[\s,]*)+",
    re.IGNORECASE,
)
_DETERMINER = r"(?:the|a|an|one|another|its|their|his|her|our|this|that|these|some|many|most|several|both|two|three|four|five|six|local|senior|other|few|fewer|any|every|each|no)"


_NO_MODIFIER = r"(?!(?:I|any|more|of|to|in|from|with|by|at|on|for|into|it|them|they|he|she|him|what|which|that|than|about|was|were|is|are|be|been|has|had|have|wish|believe|came|come|all|no|not|if|when|where|who|whom|as|like|against|between|through|behind|before|after)\s)"
"""No word that ends one phrase and begins another stands before a post."""


@cache
def _post_pattern() -> re.Pattern[str]:
    heads = phrase_pattern(ROLE_HEADS)
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?P<np>(?:(?P<det>{_DETERMINER})\s+)?(?P<mods>(?:{_NO_MODIFIER}[\w’'&-]+\s+){{0,6}}?)(?P<head>{heads})s?(?P<after>\s+(?:for|of|at|from|in|with|on|to|who|speaking)\s+[^,;\ue000]{{2,110}})?)$",
        re.IGNORECASE,
    )


@cache
def _stranger_pattern() -> re.Pattern[str]:
    heads = phrase_pattern([*ROLE_HEADS, *PRONOUN_OF_KIND, "colleague"])
    return re.compile(
        rf"(?:\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Mm]y)|(?m:^)(?:[\d.()]+\s)?The)\s+(?:{_NO_MODIFIER}[\w’'&-]+\s+){{0,6}}?(?P<head>(?i:{heads}))(?:\s+of\s+\d+|\s+(?:from|at|for|in|of)\s+(?:[a-z]+\s){{0,3}}[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)?(?![\w’'-])"
    )


@cache
def _document_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<np>(?:(?P<det>the|a|an|its|their|his|her|this|that|one|another)\s+)?(?P<mods>(?:[\w’'&.-]+\s+){{0,7}}?)(?P<head>{phrase_pattern(DOCUMENTS)})(?:\s(?-i:[A-Z\d]{{1,3}}))?(?P<after>\s+(?:by|from|for|to|of|in|on|sent|published|written|put|seen|leaked|drawn|released|issued)\s+[^,;\ue000]{{2,120}})?)$",
        re.IGNORECASE,
    )


@cache
def _group_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=\s))(?P<np>(?:[\w’'&%.-]+\s+){{0,8}}?(?P<head>{phrase_pattern(GROUPS)})(?P<bracket>\s+\([^)]*\))?(?P<after>\s+(?:in|from|at|on|of|across|for|with|to|close to|who|that|within|opposed|answering|responding|including|among|interviewed|asked|surveyed|polled|questioned|present|involved|affected)\b[^,;\ue000]{{0,110}})?)$",
    )


@cache
def _body_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s(]))(?P<np>(?:the|its|their|our|his|her|a|one|this|that|each)\s+(?:[\w’'&-]+\s+){{0,4}}?(?:{phrase_pattern(BODIES)}))$",
        re.IGNORECASE,
    )


@cache
def _one_body_pattern() -> re.Pattern[str]:
    """Match a body of which only the kind and the place are told: "every practice in the cluster"."""
    return re.compile(
        rf"(?:^|(?<=\s))(?:every|each|another|one|an?)\s(?:[\w’'-]+\s){{0,3}}?(?:{phrase_pattern(BODIES)})\s(?:in|from|at|across|on)\s[^,;\ue000]{{2,60}}$",
        re.IGNORECASE,
    )


_ACTED_ON_BY = re.compile(
    r"\b(?:[Pp]ressed|[Aa]sked|[Cc]hallenged|[Qq]uestioned|[Pp]ushed|[Ii]nterrupted|[Hh]eckled|[Pp]rompted|[Tt]old|[Uu]rged|[Rr]eminded|[Cc]ornered|[Qq]uizzed) (?:\w+ )?by (?:[\w’'-]+ ){0,4}$"
)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_IT_IS_FROM = re.compile(
    r"\b[Ii]t (?:is|was|came|comes) (?:\w+ )?from\s(?P<who>[^.;,\ue000]{3,90}?),?\s(?:and|but)\s(?:\w+\s)?$"
)
_LETTERS = "letter|email|memo|submission|statement|blog|article|column|message|petition|note|post"
_SIGNED_BY = re.compile(
    rf"\b(?:{_LETTERS}),?\s(?:jointly\s)?(?:signed|written|penned|co-signed|authored)\s(?:jointly\s)?by\s(?P<who>[^;:\ue000]{{3,120}})$"
)
_WROTE_IN = re.compile(
    r"\b(?P<verb>set out|sets out|wrote|written|made|spelled out|spelt out|outlined|expressed|raised|put|explained|warned|complained|detailed)\s[^.\n\ue000]{0,80}?"
    rf"\bin (?:an?|their|his|her|its) (?:[\w-]+ ){{0,3}}?(?P<what>{_LETTERS})\b"
)
"""Somebody who sets something out in a letter, which speaks for them afterwards."""
_ISSUED = re.compile(
    r"\b(?P<verb>gave|issued|sent|released|published|posted|tweeted|emailed|circulated|submitted|put out|sent out|sent in|read out|handed out|responded with|replied with)\s"
    r"(?:[\w’'-]+\s){0,3}?(?:an?|the|its|his|her|their|this)\s(?:[\w’'-]+\s){0,3}?(?P<what>statement|response|reply|letter|message|email|note|tweet|memo|submission)\b"
)
"""Somebody issues what goes on to speak as "it"."""
_IN_WHICH_IT = re.compile(r"^(?:But |And )?(?:[Ii]n|[Bb]y|[Tt]hrough|[Vv]ia)\s$")
MAX_SEGMENT_CHARS = 420
"""How far before a verb its subject may begin."""
FAR_BACK = 100
"""How many statements back the document may lie that "the paper" means."""
MAX_UNNAMED_CHARS = 700
"""How far the opening of an article reaches, in which people may stand without their names."""
MAX_TOLD_CHARS = 1_500
"""How far back it may be told what somebody is whom an epithet means."""
AMBIGUOUS_POSTS = frozenset(
    """
    source assistant worker user member lead head operator peer rep reader leader mind chief teller medic
    associate witness expert owner patient partner resident
    """.split()
)
"""Posts whose names are other words too; alone they name nobody."""
_UNNAMED_POSTS = frozenset("source insider official executive person".split())
"""What an article goes on to call somebody whom it does not name."""
_UNNAMED_SUBJECT = re.compile(
    r"(?:^|(?<=[.\ue000]\s))(?P<np>(?:An?|One|Another)\s[^,.;:\ue000]{3,80}?),?\s(?:was|is|were|who|said|says|told|put|went|agreed|added|sounded|\w+ed)\b",
    re.MULTILINE,
)
_TOP = frozenset("head boss chief".split())
_TOP_POST = re.compile(
    r"(?<!deputy )(?<!vice )(?<!assistant )\b(?:chief executive|chief officer|chief|director general|director-general|general secretary|chair|chairman|chairwoman|president|head|leader)$",
    re.IGNORECASE,
)
"""Posts whose holders an opening may call a body's head or boss."""
_AREAS = frozenset("finance strategy nursing medical operations workforce estates commissioning transformation".split())
"""Words that a post may be known by where its head has another name: "the finance lead", "director of finance"."""
_ANY_TITLE = ("", "Mr", "Mrs", "Ms", "Miss", "Dr", "Sir", "Dame", "Prof")
_TITLES_OF_POSTS = {
    **dict.fromkeys("leader mayor councillor".split(), ("", "Cllr", "Coun", "Councillor", "Mr", "Mrs", "Ms")),
    **dict.fromkeys(
        "chief executive chair chairman chairwoman head boss director president secretary mp".split(), _ANY_TITLE
    ),
    **dict.fromkeys("gp doctor consultant surgeon".split(), ("Dr", "Mr", "Mrs", "Ms", "Miss", "Prof")),
    **dict.fromkeys("minister commissioner".split(), (*_ANY_TITLE, "Lord", "Lady", "Baroness")),
}
"""Posts that an article's opening may tell before the name, with the titles that their holders may have."""
_POLITICIAN = re.compile(r"\b(?:backbencher|politician|MP|minister|secretary|whip)$", re.IGNORECASE)
_COUNTERPART = re.compile(
    r"\b(?:his|her|their|the)\s+(?:opposite number|counterpart|equivalent|(?:neighbour|colleague)(?=\s(?:at|from)\s))(?:\s+(?:at|in|on|across|from|for)\s+(?:the\s+)?(?P<where>[^,;]+))?$",
    re.IGNORECASE,
)
_ENDS_OF_TWO = ("namesake", "colleague", "author", "mate", "councillor", "campaigner", "governor")
_OTHER_OF_TWO = re.compile(
    r"\b(?:his|her|their)\s(?:\w+\s)?(?:(?P<same>namesake)|colleague|co-author|running mate|fellow (?:councillor|campaigner|governor))$",
    re.IGNORECASE,
)
_OBJECT_BEFORE = re.compile(
    r"\b(?:to|with|from|by|against|about|than|like|told|asked|met|of|for|at|on|in|near|outside|behind|alongside|and|between|via|over|under|replaced|succeeded|urged|reminded|criticised|praised|before)\s+$",
    re.IGNORECASE,
)
_OTHERS_HEAD = re.compile(
    r"\b(?:spokes\w+|office|team|aides?|colleagues?|supporters?|friends?|allies|lawyers?|letter|email|statement|message|successor|predecessor|deputy|wife|husband|daughter|son|mother|father|brother|sister)\s+(?:for|of|to|from)\s+$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Resolver:
    """Turns noun phrases of an article into sources, with its memory of people and of who spoke last."""

    people: People
    acronyms_of_people: dict[str, Person] = field(default_factory=dict)
    spoken: list[tuple[int, Source]] = field(default_factory=list)
    frame: str = ""
    respondents: Source | None = None
    author: Person | None = None

    def note(self, position: int, source: Source) -> None:
        """Remember that a source spoke at a place."""
        self.spoken.append((position, source))

    def last_spoken(self, position: int) -> Source | None:
        """Return the source that spoke last before a place."""
        return self._last_turn(position)[1]

    def _last_turn(self, position: int) -> tuple[int, Source | None]:
        at = bisect_right(self.spoken, position, key=lambda pair: pair[0])
        return self.spoken[at - 1] if at else (-1, None)

    # Phrases that end at a verb.

    def ending_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase before a verb names, `text[start:end]` reaching back to its sentence's start."""
        segment = text[start:end]
        if len(segment) > MAX_SEGMENT_CHARS:
            start, segment = end - MAX_SEGMENT_CHARS, segment[-MAX_SEGMENT_CHARS:]
        prompted = _PROMPTED.search(segment) if segment.rstrip().endswith(" to") else None
        bare = _without_trailing(segment[: prompted.end("who")] if prompted else segment.rstrip())
        after = segment[len(bare.rstrip(" ,–—-")) :].strip()
        closing_comma = after[:1] in _PARTS or after[-1:] in _PARTS  # ", who works there himself, said"
        segment = bare.rstrip(" ,–—-")
        if titled := _TITLE_AFTER.search(segment):  # "The business case, “Nearer to Home”, says"
            segment, closing_comma = segment[: titled.start()], False
        if not segment:
            return None
        own = re.search(r"\bname (?:only )?as (?P<name>[A-Z][\w’'-]+)$", segment)
        if own and (called := find_names(segment, own.start("name"))):
            return self.of(self.people.add(called[0], start + own.start("name")))
        return self._person_ending(segment, start, closing_comma) or self._other_ending(segment, start, closing_comma)

    def _person_ending(self, segment: str, start: int, closing_comma: bool) -> Source | None:
        mentions = [m for m in find_names(segment) if m.sure >= 1 or self._known(m, start)]
        if together := self._ending_together(mentions, segment, start, closing_comma):
            return together
        if mentions and (held := _HELD_BY.search(segment)) and held.start("who") <= mentions[-1].start:
            if has_role(segment[: held.start()]) and (holder := self._met(mentions[-1], start)):
                return self.of(holder)
        spoken_for = _SPOKEN_FOR.match(segment) is not None
        for mention in reversed(mentions):
            if spoken_for and mention.sure < 2:
                continue  # "A spokeswoman for the Marlby, Stowe Regis and Lunt plan said"
            before, tail = segment[: mention.start], segment[mention.end :]
            if not self._can_be_subject(before, tail, closing_comma):
                continue
            if person := self._met(mention, start):
                return self.of(person)
        return None

    def _ending_together(
        self, mentions: list[NameMention], segment: str, start: int, closing_comma: bool
    ) -> Source | None:
        """Return two who are a verb's subject together: "Ann Hale and Tom Orme said", "Ann Hale and the trust said"."""
        if mentions and (found := re.fullmatch(r"\s+and\s+(?P<body>the\s[^,]+)", segment[mentions[-1].end :])):
            person, body = self._met(mentions[-1], start), self._body(found["body"], start + len(segment))
            return replace(body, phrase=f"{person.phrase()}; {body.phrase}", plural=True) if person and body else None
        if len(mentions) < 2 or not self._can_be_subject("", segment[mentions[-1].end :], closing_comma):
            return None
        first, second = mentions[-2:]
        if not _joins(segment[first.end : second.start]) or _OBJECT_BEFORE.search(segment[: first.start]):
            return None
        return self._together([self._met(first, start), self._met(second, start)])

    def _met(self, mention: NameMention, start: int) -> Person | None:
        """Return the person whom a mention means; one not met before unless it may be a body's name."""
        person = self.people.named(mention, start + mention.start)
        if person is None and (
            mention.honorific or mention.sure == 2 or (mention.sure == 1 and not _could_be_body(mention))
        ):
            person = self.people.add(mention, start + mention.start)
        return person

    def _together(self, persons: Sequence[Person | None]) -> Source | None:
        """Return several persons as one source, with the body that they share, or None if one is not known."""
        known = [person for person in persons if person]
        if len(known) < len(persons) or len({id(person) for person in known}) < 2:
            return None
        bodies = {person.organisation for person in known}
        shared = bodies.pop() if len(bodies) == 1 else ""
        phrase = "; ".join(person.phrase() for person in known)
        return Source(None, "", shared, phrase, plural=True, names=" and ".join(person.name for person in known))

    def _known(self, mention: NameMention, start: int) -> bool:
        return self.people.named(mention, start + mention.start) is not None

    def _can_be_subject(self, before: str, tail: str, closing_comma: bool) -> bool:
        if tail and not re.match(r"\s*(?:\(|,|–|—|-\s|of\b|from\b|at\b|for\b|who\b|and\b)", tail):
            return False
        if re.match(r"[’']s?\b", tail) or _OTHERS_HEAD.search(before):
            return False
        after_aside = re.sub(r"^(?:\s*\([^)]*\)){1,2}", "", tail)
        after_aside = re.sub(r"^,\s*\d{1,2}$", "", after_aside)
        direct = not after_aside.strip()
        linked = re.fullmatch(r"\s+(?:of|from|at|for)\s+(?:the\s+)?[^,]{2,90}", after_aside) is not None or (
            closing_comma and re.match(r"\s+(?:of|from|at|for)\s+(?:the\s+)?[^,]{2,90},\s", after_aside) is not None
        )
        apposed = closing_comma and after_aside.lstrip()[:1] in (",", "–", "—", "-")
        who = re.match(r"\s*,?\s*who\b", after_aside) is not None and closing_comma
        joint = re.match(r"\s*,?\s*and\s+(?:[A-Z]|his|her|their|other)", after_aside) is not None
        if not (direct or linked or apposed or who or joint):
            return False
        if not _OBJECT_BEFORE.search(before):
            return True
        # "In a message from Jo Marsh, ..." is no subject; "council leader for ten years, Jo Marsh" is.
        return bool(re.search(r"\band\s+$", before))

    def _other_ending(self, segment: str, start: int, closing_comma: bool) -> Source | None:
        segment = _ASIDE.sub("", segment)
        if found := _PRONOUN.search(segment):
            return self.pronoun(found[1].lower(), start + found.start(1), segment[: found.start(1)])
        if closing_comma and "," in segment and (source := self._before_apposition(segment, start)):
            return source
        if source := self.phrase_source(segment, start):
            return source
        if closing_comma or "," in segment:
            # The phrase may stand before an apposition: "a GP in Northtown, who asked not to be named, said".
            parts = segment.split(",")
            for i in range(len(parts) - 1, 0, -1):
                head = ",".join(parts[:i]).rstrip()
                if closing_comma or re.match(r"\s*(?:who|which)\b", parts[i]):
                    if source := self.phrase_source(head, start):
                        return source
        return None

    def _before_apposition(self, segment: str, start: int) -> Source | None:
        """Return the source of a phrase that more is said of between commas: "The model, a summary of ..., says"."""
        if (signed := _SIGNED_BY.search(segment)) and (
            writer := self.starting_at(segment, signed.start("who"), len(segment))
        ):
            return writer if writer.person or writer.plural else None
        parts = segment.split(",")
        for i in range(1, len(parts)):
            more = parts[i].strip()
            if re.fullmatch(r"(?:but |and )?(?:one|another)", ",".join(parts[:i]).strip(), re.IGNORECASE) and (
                source := self.phrase_source(parts[i], start)
            ):
                return source
            if not re.match(
                r"(?:who|which|whose|a|an|the|by|published|seen|released|leaked|written|drawn|formerly|himself|herself|now|then|asked|accused|also|one|all of|both|each|none of|on behalf of|in (?:reply|response|answer)|[a-z]+ing)\b",
                more,
            ):
                continue
            head = ",".join(parts[:i])
            if len(parts[i - 1].split()) <= 14 and (source := self.phrase_source(head, start)):
                return source
        return None

    def pronoun(self, word: str, position: int, before: str = "") -> Source | None:
        """Return whom a pronoun means: the person or body last in view who fits."""
        if word == "which":
            return self._of_which(before, position)
        if word == "who":
            mentions = [m for m in find_names(before) if m.sure >= 1 or self._known(m, position - len(before))]
            if mentions and (person := self.people.named(mentions[-1], position)):
                return self.of(person)
            return self.phrase_source(before.rstrip(" ,"), position - len(before))
        if word == "they" and (one := self._one_unnamed(position)):
            return one
        spoken_at, last = self._last_turn(position)
        if word == "it" and (
            thing := self._sender_before(position) or self._issuer_before(position) or self._thing_before(position)
        ):
            return thing
        if word in ("they", "it"):
            if (
                last
                and last.person is None
                and (last.organisation or last.plural or last.role)
                and not (word == "it" and last.plural)
            ):
                return last
            return None
        seen_at, person = self._last_seen(position, word)
        begin = max(seen_at, self.frame.rfind("\n", 0, position) + 1)
        speaks_on = last is not None and self._speaks_on(last, spoken_at, position, word)
        if (
            not speaks_on
            and (stranger := self._stranger(position, word, seen_at))
            and not (last and last.person and spoken_at > begin)
        ):
            return stranger
        if (
            last
            and last.person is None
            and last.role
            and last.role.split()[-1].lower() not in DOCUMENTS
            and not last.plural
            and (not person or spoken_at > seen_at)
        ):
            return last
        if last and last.person and spoken_at >= seen_at and _fits(last.person, word):
            person = last.person
        if person is None and last and last.person and _fits(last.person, word):
            person = last.person
        if person is None and last is None and position < MAX_UNNAMED_CHARS:
            person = self._named_after(position, word)
        if person and not person.pronoun:
            person.pronoun = word
        return self.of(person) if person else None

    def _named_after(self, position: int, word: str) -> Person | None:
        """Return who is named first after an opening that has only the pronoun: "“Never,” she says. Jo Marsh has ..."."""
        following = [p for at, p in self.people.views if at > position and p is not self.author]
        if not following or following[0].position - position > REACH_CHARS:
            return None
        return following[0] if _fits(following[0], word) else None

    def _speaks_on(self, last: Source, spoken_at: int, position: int, word: str) -> bool:
        """Tell whether one without a name who spoke in the sentence before goes on: "A porter said ... “...” he said"."""
        if last.person or last.plural or not last.role or self.frame.rfind("\n", spoken_at, position) >= 0:
            return False
        head = last.role.split()[-1].lower()
        if head in DOCUMENTS or PRONOUN_OF_KIND.get(head, word) != word:
            return False
        return not re.search(r"\w", self.frame[spoken_at:position].replace(BLANK, ""))

    def _one_unnamed(self, position: int) -> Source | None:
        """Return the one whom "they" means where a person without a name opened the paragraph: "One director ... they said"."""
        begin = self.frame.rfind("\n", 0, position) + 1
        found = _stranger_pattern().match(self.frame, begin, position)
        if found is None or not re.match(r"(?:One|An?|Another)\s", found.group()):
            return None
        if self._last_seen(position, "")[0] >= begin:
            return None
        return Source(None, _bare(found.group()), "", _bare(found.group()))

    def _of_which(self, before: str, position: int) -> Source | None:
        """Return the document or body that a clause with "which" goes on about: "the plan, which says"."""
        if not before.rstrip().endswith(","):
            return None
        whole = before.rstrip(" ,")
        determined = last_match(re.finditer(r"\b(?:the|an?|its|their|this)\s", whole, re.IGNORECASE))
        phrases = [whole[determined.start() :], whole] if determined else [whole]
        if apposed := _PUBLISHED.search(whole):
            phrases = [*(phrase[: apposed.start() - len(whole)] for phrase in phrases), *phrases]
        found = (self.phrase_source(phrase, position - len(before) + len(whole) - len(phrase)) for phrase in phrases)
        return next((source for source in found if source), None)

    def _stranger(self, position: int, word: str, after: int) -> Source | None:
        """Return the one without a name whom the paragraph brought in before a pronoun: "a woman of 90"."""
        begin = max(self.frame.rfind("\n", 0, position) + 1, position - MAX_SEGMENT_CHARS)
        if after >= begin:
            return None
        found = last_match(_stranger_pattern().finditer(self.frame, begin, position))
        if found is None or re.fullmatch(r",\s*", self.frame[found.end() : position]):
            return None
        if not self.frame.startswith(", who ", found.end()) and re.search(
            r"\b(?:now|also|as|(?<!there )(?<!There )(?:is|was|were)|be|been|became|becomes|like|than|from|by|to|of)\s+$",
            self.frame[begin : found.start()],
        ):
            return None
        if (PRONOUN_OF_KIND.get(found["head"].lower(), word) != word) or re.search(r"[’']s?\s", found.group()):
            return None
        phrase = re.sub(r"^[\d.()]+\s+", "", found.group())
        if phrase.startswith("The ") and (holder := self.people.in_post(_bare(phrase).lower(), begin)):
            return self.of(holder)
        described = parse_description(phrase)
        role = described.role or _bare(phrase)
        body = described.organisation if described.organisation[:1].isupper() else ""
        return Source(None, role, self._full(body, position), _bare(phrase))

    def _sender_before(self, position: int) -> Source | None:
        """Return who sent what "it" means where that was just told: "It is from the regional office and it said"."""
        begin = max(0, position - 200)
        found = _IT_IS_FROM.search(self.frame, begin, position)
        return self.starting_at(self.frame, found.start("who"), found.end("who")) if found else None

    def _issuer_before(self, position: int) -> Source | None:
        """Return who issued the statement that "it" means: "The mayor sent a statement, which was read out. It said"."""
        issued = last_match(_ISSUED.finditer(self.frame, max(0, position - MAX_SEGMENT_CHARS), position))
        if issued is None or _SENTENCE_END.search(self.frame[issued.end() : position].strip(f" \n{BLANK}")[:-1]):
            return None
        begin = self._sentences_start(issued.start())
        return self._subject_from(begin, issued.start("verb"))

    def _sentences_start(self, position: int) -> int:
        """Return where the sentence or line begins in which a place lies."""
        ends = last_match(_SENTENCE_END.finditer(self.frame, max(0, position - MAX_SEGMENT_CHARS), position))
        return ends.end() if ends else max(0, position - MAX_SEGMENT_CHARS)

    def _subject_from(self, begin: int, verb: int) -> Source | None:
        """Return the source with which a sentence begins, or that stands right before its verb."""
        mentions = find_names(self.frame, begin, verb)
        if mentions and not self.frame[begin : mentions[0].start].strip():
            person = self.people.named(mentions[0], mentions[0].start)
            if person and re.match(r"[’']", self.frame[mentions[0].end :][:1]) is None:
                return self.of(person)
        source = self.ending_at(self.frame, begin, verb)
        return source if source and (source.person or source.organisation or source.plural) else None

    def _thing_before(self, position: int) -> Source | None:
        """Return the document or body named last before a place in the same paragraph, for "it"."""
        begin = self.frame.rfind("\n", max(0, position - 400), position) + 1 or max(0, position - 400)
        sentences = re.split(r"(?<=[.!?])\s+", self.frame[begin:position])
        for sentence in reversed(sentences):
            found = re.search(
                rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?:[\w’'-]+\s+){{0,5}}?(?:{phrase_pattern([*DOCUMENTS, *BODIES])})\b(?:\s\([A-Z]+\))?(?:\s(?:for|of|by|from)\s(?:the\s)?[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*)*)?",
                sentence,
            )
            if (
                found
                and found.start() > 0
                and _IN_WHICH_IT.search(sentence, 0, found.start())
                and sentence is sentences[-1]
            ):
                continue  # "In a statement it said": the one who makes the statement.
            if found and (source := self.phrase_source(re.sub(r"\s\([A-Z]+\)", "", found.group()), begin)):
                return source
        return None

    def _last_seen(self, position: int, word: str) -> tuple[int, Person | None]:
        views = self.people.views
        for i in range(bisect_right(views, position, key=lambda view: view[0]) - 1, -1, -1):
            if not word or (_fits(views[i][1], word) and not self._only_acts_on(views[i][0], position)):
                return views[i]
        return -1, None

    def _only_acts_on(self, seen_at: int, position: int) -> bool:
        """Tell whether a name stands where another is meant by the pronoun after it: "Pressed by Jo Marsh, he"."""
        if position - seen_at > MAX_SEGMENT_CHARS or not _ACTED_ON_BY.search(self.frame, max(0, seen_at - 60), seen_at):
            return False
        return re.fullmatch(r"[^.;\n\ue000]*,\s(?:\w+\s){0,2}", self.frame[seen_at:position]) is not None

    def phrase_source(self, segment: str, start: int) -> Source | None:
        """Return the source that a phrase without a person's name stands for, where the phrase ends the segment."""
        if re.search(r"\b(?:no one|nobody|none|neither|few)\b[^,]*$", segment, re.IGNORECASE):
            return None
        if len(segment) > MAX_SEGMENT_CHARS:
            start, segment = start + len(segment) - MAX_SEGMENT_CHARS, segment[-MAX_SEGMENT_CHARS:]
        position = start + len(segment)
        segment = re.split(r"[\ue000;:]", segment)[-1]
        segment = _without_capitals(_ASIDE.sub("", segment).rstrip(" ,"))
        if found := _COUNTERPART.search(segment):
            return self._counterpart(found, start)
        if (
            segment.endswith(_ENDS_OF_TWO)
            and (found := _OTHER_OF_TWO.search(segment))
            and (other := self._other_of_two(found, position))
        ):
            return self.of(other)
        if initials := re.search(r"(?:^|\s)([A-Z]{2,4})$", segment):
            if person := self.acronyms_of_people.get(initials[1]) or self._with_initials(initials[1]):
                return self.of(person)
        if (
            segment.rfind("the ") + segment.rfind("The ") > -2
            and LIFE.fullmatch(_LEAD_WORDS.sub("", segment).strip())
            and (person := self._aged(segment, position) or self._in_focus(position))
        ):
            return self.of(person)
        if bodies := self._bodies_together(segment, start):
            return bodies
        if _THE_PAIR.search(segment) and (pair := self._pair_before(position)):
            return pair
        clauses = _last_clauses(segment)
        clause = clauses[0]
        if self.respondents and re.search(r"\b(?:respondents?|participants?)$", clause, re.IGNORECASE):
            return _part_of(self.respondents, clause)
        if re.fullmatch(
            r"(?:one|another|some|others|one of them|some of them)", clause, re.IGNORECASE
        ) or _FRACTION.fullmatch(clause):
            return self._one_of_them(clause, position)
        for clause in clauses:
            first = [self._document] if _OF_PEOPLE.match(clause) else []
            if _IN_A_DOCUMENT.match(clause):
                first = [self._post, self._body]  # "In a statement issued on Sunday the CCG said"
            for read in (*first, self._post, self._document, self._body, self._group, _unnamed):
                if source := read(clause, position):
                    return source
        return None

    def _bodies_together(self, segment: str, start: int) -> Source | None:
        """Return two bodies, or one of two places, as a source: "NHS England and NHS Improvement", "A and B Council"."""
        run = last_match(ORG_RUN.finditer(segment))
        if run is None or run.end() < len(segment) or " and " not in run.group():
            return None
        one, _, other = run.group().rpartition(" and ")
        if not _is_speaking_body(other, self.people):
            return None
        several = _is_speaking_body(one, self.people)
        if not several and any(m.sure == 2 or self._known(m, start) for m in find_names(one)):
            return None  # A person and a body.
        before = segment[: run.start()]
        issued = re.fullmatch(r"(?P<what>.*)\s(?:from|by|for)\s+(?:the\s)?", before)
        if _OBJECT_BEFORE.search(before) and not (issued and _document_pattern().search(issued["what"])):
            return None
        return Source(None, "", run.group(), run.group(), plural=several)

    def _pair_before(self, position: int) -> Source | None:
        """Return those several whom "the pair" or "the three" means: who spoke last together, or two just named."""
        spoken_at, last = self._last_turn(position)
        views = [view for view in self.people.views if view[0] < position]
        if last and last.plural and (not views or spoken_at >= views[-1][0]):
            return last
        if len(views) < 2 or not _joins(self.frame[views[-2][0] + len(views[-2][1].name) : views[-1][0]]):
            return last if last and last.plural else None
        return self._together([person for _, person in views[-2:]])

    def _with_initials(self, initials: str) -> Person | None:
        """Return the one person whose names begin with these letters, where the article goes by initials."""
        if not self.acronyms_of_people:
            return None
        found = [p for p in self.people.persons if "".join(word[0] for word in p.words) == initials]
        return found[0] if len(found) == 1 else None

    def _one_of_them(self, phrase: str, position: int) -> Source:
        """Return "one" of the group named last in the paragraph, else of a survey's respondents, else who spoke last."""
        begin = self.frame.rfind("\n", max(0, position - 300), position) + 1 or max(0, position - 300)
        before = self.frame[begin : max(begin, position - len(phrase))].replace(BLANK, " ")
        groups = [found.group() for found in _group_named().finditer(before)]
        whole = _OF_A_GROUP.search(phrase)
        asked = self.respondents
        if asked and any(
            _is_of(asked, group) for group in ([whole["group"]] if whole else groups[-1:] or [asked.role])
        ):
            return _part_of(asked, phrase)
        if " of " in phrase and (whole or not groups):
            return Source(None, phrase, "", phrase, plural=True)
        if groups:
            return Source(
                None, _bare(groups[-1]), "", _bare(groups[-1]), plural=phrase.lower() not in ("one", "another")
            )
        last = self.last_spoken(position)
        if last and last.person is None and last.plural:
            return last
        if last and last.person is None and phrase.lower() == "another" and role_heads(last.role):
            return Source(None, last.role, "", f"another {last.role}")
        return Source(None, phrase, "", phrase)

    def _counterpart(self, found: re.Match[str], start: int) -> Source | None:
        last = self.last_spoken(start)
        last_person = last.person if last else None
        where = (found["where"] or "").lower()
        for person in self.people.persons:
            known = f"{person.organisation} {person.description}".lower()
            if person is not last_person and where and any(word in known for word in re.findall(r"[a-z]{4,}", where)):
                return self.of(person)
        role = last_person.role if last_person else ""
        return Source(None, role, found["where"] or "", found.group())

    def _other_of_two(self, found: re.Match[str], position: int) -> Person | None:
        """Return the one of two just named who is not in view: "her colleague", "his namesake"."""
        position -= len(found.group())
        focus = self._in_focus(position)
        if focus is None:
            return None
        others = [p for p in self.people.persons if p is not focus and p.position < position]
        if found["same"]:
            others = [p for p in others if p.surname == focus.surname]
        else:
            others = [p for p in others if position - p.last_seen(position) <= REACH_CHARS]
        return max(others, key=lambda p: p.last_seen(position), default=None)

    def _post(self, clause: str, position: int) -> Source | None:
        found = _post_pattern().search(clause)
        if not found or re.match(r"(?:no|neither|none)\s", found["np"], re.IGNORECASE):
            return None
        phrase, det, head = found["np"].strip(), (found["det"] or "").lower(), found["head"]
        mods = found["mods"] or ""
        after = found["after"] or ""
        several = clause[found.end("head") : found.end("head") + 1].lower() == "s"
        if (
            det in ("a", "an", "one", "the")
            and not several
            and position < MAX_UNNAMED_CHARS
            and (person := self._told_later(phrase, mods, head) or self._first_named(phrase, head, position))
        ):
            return self.of(person)
        if re.search(r"\s(?:said|told|who\s+\w+ed)\b", after) and not re.match(r"\s+who", after):
            return None
        definite = (
            det in ("the", "its", "their", "his", "her", "our")
            or re.search(r"\w[’']s?\s", mods) is not None
            or (not det and bool(mods[:1].isupper()))
        )
        described = parse_description(phrase)
        if not several and (definite or (not det and not after)):
            words = (described.role or f"{mods}{head}").strip().lower()
            person = self._chair_of_body(head, position) if det in ("its", "their") else None
            person = person or self._holder(words, head, described.organisation, position)
            if person is None and det == "the":
                person = self._meant(phrase, described.organisation, position)
            if person is None and det == "the" and not mods and not after and (same := self._heard_as(head, position)):
                return same
            if person is None and det == "the" and not mods and not after and head.lower() in _UNNAMED_POSTS:
                if brought_in := self._unnamed_before(position - len(phrase)):
                    return brought_in
            if person is None and det == "the" and head == "MP" and (near := self._in_focus(position)):
                person = near if _POLITICIAN.search(near.role) else None  # "the North Marl MP", who has no other name
            if person is None and definite and described.organisation and not head.lower().startswith("spokes"):
                person = self._just_brought_in(position - len(phrase), head)
            if person:
                return self.of(person)
        if head.lower() in AMBIGUOUS_POSTS and not det and not mods and not after:
            return None
        organisation = self._full(described.organisation, position) if described.organisation != phrase else ""
        role = described.role or f"{mods}{head}".strip()
        if re.match(r"\s+(?:for|at|from)\s+", after) and not organisation:
            organisation = self._full(leading_body(re.sub(r"^\s+(?:for|at|from)\s+(?:the\s+)?", "", after)), position)
            owned = re.match(r"\s+(?:for|at|from)\s+(the\s+[\w -]+)$", after)
            if not organisation and owned and owned[1].split()[-1] in BODIES:
                organisation = self._full(owned[1], position)
        plural = several or (not found["after"] and phrase.endswith(f"{head}s"))
        return Source(
            None,
            _bare(f"{role}s" if plural and not after and not role.endswith("s") else role),
            organisation,
            _bare(phrase),
            plural=plural,
        )

    def _heard_as(self, head: str, position: int) -> Source | None:
        """Return who spoke last, if that is somebody without a name in this post: "the spokesman added"."""
        last = self.last_spoken(position)
        unnamed = last and last.person is None and not last.names and not last.plural
        return last if last and unnamed and last.role.lower().split()[-1:] == [head.lower()] else None

    def _unnamed_before(self, position: int) -> Source | None:
        """Return the one without a name with whom the paragraph began: "A senior figure was blunter ... the source said"."""
        begin = self.frame.rfind("\n", 0, position) + 1
        found = last_match(_UNNAMED_SUBJECT.finditer(self.frame, begin, position))
        if found is None or self._last_seen(position, "")[0] >= found.start():
            return None
        return self.phrase_source(found["np"], found.start())

    def _chair_of_body(self, head: str, position: int) -> Person | None:
        """Return the one who chairs a body where another presides over the debate: "its chair"."""
        if self.people.presiding is None or not head.lower().startswith("chair"):
            return None
        chairs = [
            p for p in self.people.persons
            if p is not self.people.presiding and p.position < position and re.search(r"\bchair", p.role, re.IGNORECASE)
        ]  # fmt: skip
        independent = [p for p in chairs if not re.search(r"\b(?:clinical|deputy|vice)\b", p.role)] or chairs
        return independent[0] if len(independent) == 1 else None

    def _in_focus(self, position: int) -> Person | None:
        """Return the person named or heard last before a place, if that is not far back."""
        seen_at, person = self._last_seen(position, "")
        spoken_at, last = self._last_turn(position)
        if last and spoken_at > seen_at:
            seen_at, person = spoken_at, last.person
        return person if position - seen_at <= REACH_CHARS else None

    def _aged(self, segment: str, position: int) -> Person | None:
        """Return whom "the 38-year-old" means after a relative was named: the one to whom the relative belongs."""
        focus = self._in_focus(position)
        if focus is None or not (focus.relative or self._is_kin(focus)):
            return None
        age = re.search(r"\d{1,3}(?=-year-old)", segment)
        if age and re.search(
            rf"\b{age.group()}\b", self.frame[focus.position : min(position - len(segment), focus.position + 60)]
        ):
            return focus
        views = [(at, p) for at, p in self.people.views if at < focus.position and focus.position - at <= REACH_CHARS]
        return views[-1][1] if views else None

    def _is_kin(self, person: Person) -> bool:
        """Tell whether somebody was brought in as another's kin: "her son Jacob", "with five-month-old Edie"."""
        before = self.frame[max(0, person.position - 40) : person.position]
        return (len(person.words) == 1 and _KIN_BEFORE.search(before.rstrip()) is not None) or before.rstrip().endswith(
            "-old"
        )

    def _meant(self, phrase: str, organisation: str, position: int) -> Person | None:
        """Return whom an epithet means: "the driver" who was just named, "the man from the council" at a round table."""
        kind = re.match(r"the\s(man|woman)\s(?:from|at)\s(?P<body>.+)", phrase)
        if kind:
            body = self._full(organisation or kind["body"], position)
            fitting = [
                p
                for p in self.people.persons
                if p.organisation and body and _same_body(p.organisation, body) and _fits(p, PRONOUN_OF_KIND[kind[1]])
            ]
            return fitting[0] if len(fitting) == 1 else None
        person = self._in_focus(position)
        if person is None:
            return None
        last = self.last_spoken(position)
        told = self.frame[max(person.position, position - MAX_TOLD_CHARS) : position - len(phrase)]
        return person if means(phrase, person, told, heard=bool(last and last.person is person)) else None

    def _just_brought_in(self, position: int, head: str) -> Person | None:
        """Return the person of whom no post is told with whom the paragraph began: "Jo Marsh came next. The trust's director said".

        A "hospital boss" of no body named is a body's chief too.
        """
        person = self._in_focus(position)
        begin = self.frame.rfind("\n", 0, position) + 1
        if person and person.role.lower().split()[-1:] in (["boss"], ["chief"]) and " " not in person.organisation:
            return person if head.lower() in ("boss", "chief", "executive") else None
        return person if person and not person.role and begin <= person.position < position else None

    def _told_later(self, phrase: str, mods: str, head: str) -> Person | None:
        """Return the one person in a post whom the opening calls "a council leader" and names only later."""
        wanted = [word.lower() for word in (*mods.split(), head)]
        if (
            self.people.presiding
            and re.match(r"(?:the|an?)\s", phrase, re.IGNORECASE)
            and not mods
            and head.lower().startswith("chair")
        ):
            return self.people.presiding
        holders = [p for p in self.people.persons if _has_post(p, phrase, head)]
        fitting = [p for p in holders if all(w in f"{p.role} {p.organisation} {p.description}".lower() for w in wanted)]
        if not fitting and (area := [w for w in wanted[:-1] if w in _AREAS]):
            fitting = [p for p in self.people.persons if p.role and all(w in p.role.lower() for w in area)]
        if not fitting and head.lower() in _TOP:
            fitting = self._top_of(phrase)
        return fitting[0] if len(fitting) == 1 else None

    def _top_of(self, phrase: str) -> list[Person]:
        """Return those whose posts are the highest of the body of which an opening tells the head or boss."""
        words = re.findall(
            r"[A-Z][\w&]+|\b\w+\b",
            re.sub(r"^.*?\b(?:of|at)\b", "", phrase) if " of " in phrase or " at " in phrase else phrase,
        )
        bodies = {word for word in words if word[:1].isupper() and word not in ("NHS", "The", "A")}
        letters = "".join(
            word[0] for word in words if word.islower() and word not in ("the", "its", "of", "and", "a")
        ).upper()
        bodies |= {letters[-3:]} if len(letters) >= 3 else set()
        return [
            p for p in self.people.persons
            if _TOP_POST.search(p.role) and bodies & set(re.findall(r"\w+", f"{p.role} {p.organisation} {p.description}"))
        ]  # fmt: skip

    def _first_named(self, phrase: str, head: str, position: int) -> Person | None:
        """Return the first person named after an opening that tells a post alone, if no other post is told of them.

        "A council leader has attacked the plan. Cllr Jo Marsh said ..." says who the leader is.
        """
        titles = _TITLES_OF_POSTS.get(head.lower())
        persons = [p for p in self.people.persons if p is not self.author]
        named = next((p for p in persons if p.position > position), None)
        if earlier := [p for p in persons if p.position <= position]:
            named = earlier[0] if len(earlier) == 1 and self._in_headline(earlier[0].position) else None
        if titles is None or named is None or named.position - position > REACH_CHARS or named.role:
            return None
        if position < named.position < self._sentences_end(position):
            return None
        if named.honorific not in titles or any(p is not named and _has_post(p, phrase, head) for p in persons):
            return None
        named.describe(parse_description(phrase))
        return named

    def _sentences_end(self, position: int) -> int:
        """Return where the sentence or line ends in which a place lies."""
        found = _SENTENCE_END.search(self.frame, position)
        return found.start() if found else len(self.frame)

    def _in_headline(self, position: int) -> bool:
        """Tell whether a place is in a line that ends in no full stop, as headlines and captions do."""
        end = self.frame.find("\n", position)
        return end >= 0 and self.frame[end - 1] != "."

    def _holder(self, words: str, head: str, organisation: str, position: int) -> Person | None:
        wanted = f"{words}".replace("co chair", "co-chair")
        if organisation and not organisation.lower().startswith(("the ", "its ", "their ")):
            named = [p for p in self.people.persons if p.organisation and _same_body(p.organisation, organisation)]
            for person in named:
                if wanted.split()[-1] in person.role.lower().split():
                    return person
            if organisation[:1].isupper() and not any(
                _same_body(p.organisation, organisation) for p in self.people.persons if p.organisation
            ):
                return None
        return self.people.in_post(wanted, position) or (
            self.people.in_post(head.lower(), position) if len(wanted.split()) == 1 else None
        )

    def _document(self, clause: str, position: int) -> Source | None:
        found = _document_pattern().search(clause)
        if not found or not found["np"].strip():
            return None
        det, mods, after, head = found["det"] or "", found["mods"] or "", found["after"] or "", found["head"]
        if not (det or mods) and not (head[:1].isupper() and after):
            return None
        if (
            not det
            and mods
            and not mods[:1].isupper()
            and mods.split()[0].lower()
            not in ("board", "council", "leaked", "draft", "official", "internal", "new", "published", "early")
        ):
            return None
        organisation = ""
        if linked := re.match(
            r"\s+(?:by|from|for|of|sent by|published by|written by|put out by|issued by)\s+(?:the\s+)?(.+)$", after
        ):
            organisation = leading_body(linked[1])
            if mention := next((m for m in find_names(linked[1]) if m.sure >= 1 and m.start == 0), None):
                if re.match(r"\s+(?:by|from)", after) and (person := self.people.named(mention, position)):
                    return self.of(person)
            if not organisation and re.match(r"\s+(?:by|from|for)\s+the\s", after):
                organisation = self.people.full_body(linked[1], position)
        if not organisation:
            owned = re.search(r"([A-Z][\w&’' -]*?)(?:[’']s|(?<=s)[’'])\s", mods)
            organisation = owned[1] if owned else leading_body(mods) if ORG_RUN.match(mods) else ""
        if det.lower() in ("the", "this") and (author := self._author_of(head, position)):
            return author
        if det.lower() in ("the", "this") and not (mods or after) and (writer := self._writers_of(head, position)):
            return writer
        if det.lower() in ("his", "her"):
            writer = self.pronoun("he" if det.lower() == "his" else "she", position)
            if writer:
                return writer
        last = self._last_document(position)
        if not organisation and last and last.organisation and det.lower() in ("the", "its", "this"):
            organisation = last.organisation
        role = re.sub(r"^.*[’']s?\s+", "", f"{mods}{head}").strip() or head
        return Source(None, _bare(role), self._full(organisation, position), _bare(found["np"].strip()))

    def _author_of(self, head: str, position: int) -> Source | None:
        """Return who spoke last, if it was in the document of this kind: "In a letter, Jo Marsh said ... The letter adds"."""
        spoken_at, last = self._last_turn(position)
        if last is None or last.person is None or position - spoken_at > MAX_SEGMENT_CHARS:
            return None
        before = self.frame[max(0, spoken_at - MAX_TOLD_CHARS) : spoken_at + 1]
        written = re.search(rf"\b[Ii]n (?:an?|his|her|their|its) (?:\w+ ){{0,3}}?{re.escape(head)}\b", before)
        near = written and (
            len(before) - written.start() <= MAX_SEGMENT_CHARS
            or re.search(r"\b(?:wrote|writes|written)\b[^\n]{0,20}\ue000", before)
        )
        return last if near else None

    def _writers_of(self, head: str, position: int) -> Source | None:
        """Return who set something out in a letter that speaks now: "The three set it out in a letter. The letter says"."""
        written = last_match(_WROTE_IN.finditer(self.frame, max(0, position - REACH_CHARS), position))
        if written is None or written["what"] != head.lower():
            return None
        source = self._subject_from(self._sentences_start(written.start()), written.start("verb"))
        return source if source and (source.person or source.plural) else None

    def _last_document(self, position: int) -> Source | None:
        for at, source in reversed(self.spoken[-FAR_BACK:]):
            if at < position and source.person is None and source.role and source.role.split()[-1].lower() in DOCUMENTS:
                return source
        return None

    def _body(self, clause: str, position: int) -> Source | None:
        words = clause.split()
        if 1 < len(words) <= 4 and clause.islower() and words[-1] in BODIES and words[0] not in ("the", "its", "their"):
            # As headlines have it: "case not made, clinical senate finds".
            return Source(None, "", self.people.full_body(clause, position) or clause, clause)
        if found := _body_pattern().search(clause):
            phrase = found["np"]
            if re.match(r"(?:the|its|their|his|her|our|this|that)\s", phrase, re.IGNORECASE):
                full = self.people.full_body(phrase, position)
                capital = re.search(r"[A-Z].*$", phrase[4:])
                return Source(None, "", full or (capital.group() if capital else _bare(phrase)), phrase)
        if found := _one_body_pattern().search(clause):
            return Source(None, found.group(), "", found.group())
        if found := re.search(
            rf"([A-Z][\w&’' -]*?)(?:[’']s|(?<=s)[’'])\s+(?:[\w-]+\s+){{0,3}}(?:{phrase_pattern(BODIES)}|leadership|bosses|managers|members|staff|doctors)$",
            clause,
        ):
            name = leading_body(found[1]) or found[1]
            return Source(None, re.sub(r"^.*?[’']s?\s+", "", found.group()), self._full(name, position), found.group())
        runs = list(ORG_RUN.finditer(clause))
        if runs and runs[-1].end() == len(clause):
            name = leading_body(runs[-1].group()) or runs[-1].group()
            words = name.split()
            while len(words) > 1 and words[0] in (
                "But",
                "And",
                "The",
                "However",
                "Meanwhile",
                "Yesterday",
                "In",
                "For",
                "At",
                "As",
            ):
                words = words[1:]
            name = " ".join(words)
            before = clause[: runs[-1].start()]
            if _is_speaking_body(name, self.people) and not _OBJECT_BEFORE.search(before):
                return Source(None, "", self._full(name, position), name)
        if found := re.search(r"\b(?:the|its)\s+([A-Z][\w&-]+)$", clause):
            full = self.people.full_body(found[1], position)
            if full != found[1] and full:
                return Source(None, "", full, found.group())
        return None

    def _group(self, clause: str, _position: int) -> Source | None:
        clause = clause[:1].lower() + clause[1:] if clause[1:2].islower() else clause
        found = _group_pattern().search(clause)
        if not found:
            return None
        phrase = _bare(found["np"])
        if (
            found["head"] in ("one", "some", "others", "people", "figures", "users", "players", "members")
            and len(phrase.split()) > 6
            and not found["after"]
        ):
            return None
        before = clause[: found.start("np")]
        if _OBJECT_BEFORE.search(before):
            return None
        organisation = ""
        if linked := re.search(r"\s(?:from|at|of|in)\s+(?:the\s+)?([A-Z].+)$", found["after"] or ""):
            body = leading_body(linked[1])
            organisation = (
                body
                if body and any(w in body for w in ("Council", "Trust", "CCG", "NHS", "Hospital", "Union", "Party"))
                else ""
            )
        return Source(None, phrase, organisation, phrase, plural=True)

    def _full(self, organisation: str, position: int) -> str:
        if not organisation:
            return ""
        full = self.people.full_body(organisation, position)
        return full or re.sub(r"^(?:the|its|their)\s+", "", organisation)

    def of(self, person: Person) -> Source:
        """Return a person as a source."""
        return Source(person, person.role, person.organisation, person.phrase())

    # Phrases that begin after a verb.

    def _starting_together(self, mentions: list[NameMention], segment: str, start: int) -> Source | None:
        """Return two persons with whom a phrase after a verb begins: "said Ann Hale and Tom Orme"."""
        if len(mentions) < 2:
            return None
        first, second = mentions[:2]
        before = segment[: first.start].strip()
        if (before and not _introduces(before)) or not _joins(segment[first.end : second.start]):
            return None
        if _ACTS_ALONE.match(segment, second.end):
            return None
        return self._together([self._met(first, start), self._met(second, start)])

    def starting_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase after a verb names ("said Jo Marsh, leader of ...")."""
        segment = text[start:end]
        stop = re.search(r"[\ue000;:!?\n]|\.(?:\s|$)", segment)
        segment = segment[: stop.start()] if stop else segment
        segment = segment[:260]
        lead = len(segment) - len(segment.lstrip())
        mentions = find_names(segment)
        if together := self._starting_together(mentions, segment, start):
            return together
        for mention in mentions[:3]:
            before = segment[: mention.start].strip()
            if mention.sure < 2 and _SPOKEN_FOR.match(segment):
                break
            if mention.sure < 2 and _in_a_bodys_name(mention, segment):
                continue
            known = self.people.named(mention, start + mention.start)
            if before and not _introduces(before):
                break
            if segment[mention.end : mention.end + 2] in ("’s", "'s"):
                continue  # Whose granddaughter, office or letter it is does not speak.
            if re.match(r"[’']s\s", segment[mention.end :]) and has_role(segment[mention.end : mention.end + 60]):
                continue
            person = known
            if (
                person is None
                and (
                    mention.sure >= 1
                    or _is_given_alone(mention, segment)
                    or mention.honorific
                    or _KIN_BEFORE.search(before)
                )
                and not _could_be_body(mention)
            ):
                person = self.people.add(mention, start + mention.start)
            if person:
                if not person.role and before and (described := description_before(text, start + mention.start)):
                    person.describe(described)
                return self.of(person)
        words = re.sub(r"[\s,]+(?:and|but|as|while)?\s*$", "", segment.strip())
        if pronoun := re.match(r"(he|she|they)\b", words):
            return self.pronoun(pronoun[1], start + lead)
        phrase = re.split(r",|\s(?:in|at|on|after|when|as|during|who|which|that|yesterday|today|last)\s", words)[0]
        for candidate in (words.split(",")[0], phrase):
            if candidate.strip() and (source := self.phrase_source(candidate.strip(), start)):
                return source
        return None


_HELD_BY = re.compile(r"\s\((?P<who>[A-Z][^()]{2,60})\)$")
"""A name in brackets after a post: "The Director of Finance (Ms C. Opoku) replied"."""
_JOINED = re.compile(
    r"(?:,[^,]{2,80},|\s+(?:of|from|at)\s[^,]{2,60})?\s+and\s+(?:(?P<post>[^,.;:]{2,60})\s)??", re.IGNORECASE
)
"""What joins two names that are one subject: "and", with perhaps what the first is before it and the second after."""
_ACTS_ALONE = re.compile(r"\s+(?:\w+ed|said|told|has|had|is|was|will|wrote|says|thinks|felt|thought)\b")
_SPOKEN_FOR = re.compile(
    r"\s*(?:(?:But|And|Yesterday|Today|Meanwhile),?\s+)?(?:A|The|One)\s+spokes\w+\s+(?:for|of|from)\s", re.IGNORECASE
)


_CAPITALS = re.compile(
    rf"(?:A|AN|THE|[A-Z]{{3,}})(?:\s[A-Z]{{3,}})*(?=\s(?:[a-z]+\s){{0,2}}(?:{phrase_pattern([*GROUPS, *ROLE_HEADS, *BODIES])})\b)"
    rf"|(?:[A-Z]{{3,}}\s){{0,2}}(?i:{phrase_pattern(word for word in GROUPS if word.islower() and len(word) > 5)})(?=\s[a-z]|$)"
)
"""The capitals with which newspapers begin an article: "BOSSES at the hospital", "ANGRY residents of Marl"."""


def _without_capitals(segment: str) -> str:
    """Return a phrase with its first words in small letters where they are printed in capitals and name nobody."""
    found = _CAPITALS.match(segment) if segment[:2].isalpha() and segment[:2].isupper() else None
    if found is None or any(word in ORG_WORDS for word in found.group().split()):
        return segment
    return found.group().lower() + segment[found.end() :]


_OF_A_GROUP = re.compile(r"\sof\s(?!them\b|those$|the rest\b)(?:the\s)?(?P<group>.+)$", re.IGNORECASE)


@cache
def _group_named() -> re.Pattern[str]:
    """Match a group with the two words before it: "senior ward nurses"."""
    several = phrase_pattern(word for word in GROUPS if word.endswith("s") and word != "others")
    return re.compile(rf"(?:[\w’'-]+\s+){{0,2}}\b(?:{several})\b", re.IGNORECASE)


def _is_of(asked: Source, group: str) -> bool:
    """Tell whether a group as named is the one that a survey asked."""
    words = set(re.findall(r"\w+", group.lower()))
    return bool(words & {*re.findall(r"\w+", asked.role.lower()), "respondents", "replies", "participants"})


def last_match(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    """Return the last of some matches, if there is one."""
    return next(iter(deque(matches, maxlen=1)), None)


def _joins(between: str) -> bool:
    """Tell whether the words between two names make the two one subject."""
    found = _JOINED.fullmatch(between)
    if found is None:
        return False
    post = found["post"] or ""
    return not post or any(head.end() == len(post) for head in role_heads(post))


def _has_post(person: Person, phrase: str, head: str) -> bool:
    """Tell whether a person may hold a post; a council's leader is not the leader of a group on it."""
    of_a_body = re.search(r"\b(?:leader|boss|chief) of\b|council leader", phrase, re.IGNORECASE)
    lesser = of_a_body and re.search(r"\bgroup\b|opposition", person.role, re.IGNORECASE)
    return head.lower() in person.role.lower().split() and not lesser


def _part_of(respondents: Source, phrase: str) -> Source:
    return replace(respondents, phrase=f"{phrase} ({respondents.phrase})")


def _fits(person: Person, pronoun: str) -> bool:
    return not person.pronoun or person.pronoun == pronoun


def _same_body(one: str, other: str) -> bool:
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a or len(a & b) >= 2


def _bare(phrase: str) -> str:
    return re.sub(
        r"^(?:the|a|an|one|another|its|their|his|her|our)\s+", "", " ".join(phrase.split()), flags=re.IGNORECASE
    )


def _is_given_alone(mention: NameMention, segment: str) -> bool:
    """Tell whether a given name stands for somebody who gives no other: "says Pauline, who has cleaned here"."""
    return (
        not segment[: mention.start].strip()
        and mention.words[0] in given_names()
        and segment[mention.end :].startswith(", who ")
    )


def _in_a_bodys_name(mention: NameMention, segment: str) -> bool:
    """Tell whether what looks like a name ends a body's: "Institute of Biomedical Science council member Jo Marsh"."""
    head = re.search(r"([A-Z]\w+) (?:of|for) (?:the )?$", segment[: mention.start])
    return head is not None and head[1] in ORG_WORDS and has_role(segment[mention.end : mention.end + 40])


def _could_be_body(mention: NameMention) -> bool:
    return mention.sure < 2 and any(word.isupper() and len(word) > 1 for word in mention.words)


_KIN_BEFORE = re.compile(
    r"(?:[’']s?|\b(?:his|her|their))\s(?:\w+\s)?(?:son|daughter|grandson|granddaughter|wife|husband|mother|father|sister|brother|niece|nephew|partner|mum|dad)$",
    re.IGNORECASE,
)


def _introduces(before: str) -> bool:
    """Tell whether words between "said" and a name are that person's post: "said council leader"."""
    if _KIN_BEFORE.search(before):
        return True
    if re.fullmatch(r"(?:the\s+)?[A-Z][\w&. -]*(?:[’']s|(?<=s)[’'])", before):
        return True
    if re.fullmatch(r"(?:an?|the)\s(?:\w+ly\s)?[a-z][a-z-]+", before) and not has_role(before):
        return True  # "said a furious Councillor Noakes"
    if not has_role(before) or len(before) > 110:
        return False
    heads = role_heads(before)
    rest = before[heads[-1].end() :].strip(" ,")
    return not rest or re.match(r"(?:of|at|for|from|in)\b", rest) is not None


def _is_speaking_body(name: str, people: People) -> bool:
    words = name.split()
    if name in people.acronyms or any(mention.name == name for mention in people.bodies):
        return True
    return (
        re.search(
            r"\b(?:NHS|Council|Trust|CCGs?|UNISON|Unison|Unite|GMB|BMA|RCN|RCM|[Cc]ouncil|Association|[Ff]ederation|College|Union|Society|Fund|Foundation|Department|Treasury|Healthwatch|Party|Downing Street|No 10|Number 10|Whitehall|Labour|Conservatives|"
            r"Confederation|Providers|Commission|Institute|Board|Committee|Group|Campaign|Hospitals?|Partnership|Alliance|Forum|Network|Age UK|Mencap|Mind|LGA|ADASS|CQC|Monitor|Improvement|Government|England|Authority|Office|Campaign|Club|Trusts)\b",
            name,
        )
        is not None
        and len(words) < 12
    )


_SUBCLAUSE = re.compile(
    r"\b(?:after|because|while|when|before|since|until|that|as|although|though|if|where|whether|which|but|and)\s+"
    r"(?=(?:the|a|an|its|his|her|their|one|some|many|several)\s|[A-Z])"
)
_ADVERBIAL = re.compile(
    r"(?:in|at|on|by|for|from|with|under|to|of|about|during|over|between|among|across|through|despite)\s+",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?:(?:about|nearly|almost|over|only|just|some|fully|as many as|more than|fewer than|up to)\s+)*"
    r"(?:\d[\d,.]*(?:%|\s?per cent)?|one|two|three|four|five|six|seven|eight|nine|ten|half|most|many|few|several|hundreds|dozens|"
    r"[\w-]+ per cent|a (?:third|quarter|handful|majority|minority|few|fifth))"
    r"(?:\s(?:person|people)?\s?in\s(?:\w+)|\s(?:thirds|quarters|fifths))?"
    r"(?:\sof\s(?:them|those\b.*|the rest|the .*|.*respondents.*|.*replies.*))?",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"(?P<np>(?:an?|one|another|somebody|someone)\s+[\w’' -]{2,70})$", re.IGNORECASE)


def _last_clauses(segment: str) -> list[str]:
    """Return the words after a segment's last conjunction, and after its last comma, without words that lead in."""
    commas = [found.end() for found in re.finditer(r",\s|;\s|\s[–—]\s", segment) if found.end() < len(segment)]
    whole = segment[commas[-1] if commas else 0 :]
    found = [
        match.end()
        for match in _SUBCLAUSE.finditer(whole)
        if match.start() > 0 and match.end() < len(whole) and not _in_a_plans_name(whole, match)
    ]
    pieces = [whole[found[-1] :], whole] if found else [whole]
    bare = [_LEAD_WORDS.sub("", _WHEN_IT.sub("", piece)).strip() for piece in pieces]
    return [piece for piece in bare if not _ADVERBIAL.match(piece)] or [_ADVERBIAL.sub("", bare[-1])]


def _in_a_plans_name(words: str, conjunction: re.Match[str]) -> bool:
    """Tell whether "and" stands between two places in a document's name: "the Wold and Marsh plan"."""
    if re.search(r"[A-Z][\w’'-]+\s$", words[: conjunction.start()]) is None:
        return False
    return _plans_second_place().fullmatch(words, conjunction.end()) is not None


@cache
def _plans_second_place() -> re.Pattern[str]:
    return re.compile(rf"(?:[A-Z][\w’'-]+\s)+(?:[a-z]+\s){{0,4}}(?:{phrase_pattern(DOCUMENTS)})")


_WHEN_IT = re.compile(
    r"^\s*(?:when|after|once|before|since|until|while|if)\s+(?:the|its|their|a|an)\s+(?:\w+\s){1,3}?"
    r"(?:\w+ed|(?:was|were)(?:\s\w+ed)?|came|went|began|met|left|fell|rose|shut)\s+(?=[a-z])",
    re.IGNORECASE,
)
"""A clause that no comma parts from the subject after it: "When the ward opened nurses said"."""


_IN_A_DOCUMENT = re.compile(
    r"(?:in\s)?(?:an?|its|their)\s(?:[\w-]+\s){0,3}?(?:statement|letter|email|message|reply|report|paper|blog)\s(?!to\s|by\s|from\s|for\s|of\s).*\s(?:the|its)\s",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"(?:the|an?|its|their|this|that)\s(?:[\w’'-]+\s){0,4}?(?:survey|poll|study|review|analysis|petition|questionnaire)\s(?:of|by|from|among|signed by)\s",
    re.IGNORECASE,
)
"""A document of or by people, where it speaks and not they: "a survey of 900 patients"."""


def _unnamed(clause: str, _position: int) -> Source | None:
    """Return somebody of whom only a description is given: "a lobsterman at the back"."""
    found = _UNNAMED.fullmatch(clause)
    if not found or len(clause.split()) > 10:
        return None
    return Source(None, _bare(clause), "", _bare(clause))
