"""Views: sentences that tell without a verb of speech what somebody thinks or feels."""

from __future__ import annotations

import re

from serving.articles.ladder import Ladder
from serving.articles.phrases import PRONOUN_OF_OWNER
from serving.articles.sentences import Sentence
from serving.articles.sources import Source

_VIEW_OF = "view|opinion|judge?ment|estimation|experience|eyes|book|reckoning|assessment|telling|account|words|estimate|calculations?|lights|submission|reading"
_VIEWS = tuple(
    f" {word}"
    for word in "view opinion judg estimation experience eyes book reckoning assessment telling account mind words estimate calculation lights submission reading consent".split()
)
_IN_A_VIEW = re.compile(
    rf"\b(?:[Ii]n|[Oo]n|[Bb]y(?=\s[^,;:.]{{2,70}}?\s(?:reckoning|account|estimate|estimation|calculations?|telling|lights)\b)) (?:(?P<owner>his|her|their|its)|(?P<who>(?:the |[A-Z])[^,;:.\ue000]{{1,60}}?)(?:[’']s|(?<=s)[’'])) (?:own |[\w-]+ )?(?:{_VIEW_OF})\b(?! of\b)"
    r"|\b[Tt]o (?P<mind>his|her|their) mind\b"
    rf"|(?:^|,\s)(?:[Ii]n|[Oo]n|[Bb]y|[Tt]o) the (?:{_VIEW_OF}|mind) of (?P<of>[^,;:.\ue000]{{2,90}}(?:,\s(?:[A-Z][\w.’'-]+\s?){{2,4}})?)"
    r"|(?:^|,\s)[Bb]y (?:common|general) consent (?:among|of) (?P<among>[^,;:.\ue000]{2,60})"
)
_OPINION = "position|line|case|contention|submission|claim|theory|wish|explanation|diagnosis|interpretation|analysis|stance|opinion|judge?ment|view|argument|fear|worry|concern|hope|complaint|message|point|verdict|conclusion|belief|advice|warning|prediction|objection|preference|instinct|suspicion|contention|answer|plea|reading|feeling|impression|hunch|guess|estimate|assumption|understanding|expectation|calculation|recollection|suggestion|proposal"
_COPULAS = tuple(
    f" {verb} {word}"
    for verb in ("is", "was", "remains", "remained", "been")
    for word in (
        "that ",
        "for ",
        "against ",
        "not that ",
        "not to ",
        "to ",
        "simply ",
        "always ",
        "a simple",
        "simple",
        "his ",
        "her ",
        "their ",
    )
)
_OWNED_VIEW = re.compile(
    rf"(?:But |And |So |Yet |Now )?(?:(?P<owner>His|Her|Their|Its|his|her|their|its)|(?P<who>[^,;:.\ue000]{{2,80}}?)(?:[’']s|(?<=s)[’'])) (?:own |[\w-]+ ){{0,2}}(?:{_OPINION})"
    rf"(?:\s(?:to|for)\s(?:[\w’'-]+\s?){{1,4}})?(?: (?:of|on|about) [^,;:.\ue000]{{2,60}})?(?:,[^,]{{2,80}},)? (?:is|was|remains|remained|had been|has been) (?:\w+ )?(?:(?:that|for|against|not that|to(?! be\b))\b|(?:a )?simple(?: one)?:)"
    r"|(?:[^;:.\ue000]*;\s)?[Ii]t (?:is|was) (?P<its>his|her|their) (?:\w+ )?(?:view|contention|belief|opinion|submission|case|conviction|hope|fear|complaint|argument) that\b"
)
"""Words that begin a sentence by telling what somebody thinks: "Her view is that", "The union's fear was that"."""
_FOR_SOMEBODY = re.compile(
    r"(?:But |And |Yet |So )?For (?P<who>[^;:.\ue000]{3,130}?),? (?:however, |though, |the (?:real |main |first |biggest |bigger |only )?|this is |that was |it is |it was |what )"
    r"(?:trouble|problem|issue|question|answer|key|danger|risk|lesson|priority|difficulty|challenge|solution|remedy|mistake|worry|fear|culprit|test|point|missing \w+|a matter|matters?|counts?|about|too \w+|only (?:forum|place|body|way|chance|hope|answer|option|question|people))\b"
    r"(?=[^?]*\b(?:is|was|were|are|had|has|lay|lies|began|begins|would)\b)"
)
"""Words that begin a sentence by telling for whom something is the trouble."""
_FOR_BY_CONTRAST = re.compile(
    r"(?:But |And |Yet )?For (?P<who>[A-Z][^,;:.\ue000]{2,60}), (?:by contrast|on the other hand|too|though|however), (?:they|it|this|that|these|the \w+) (?:is|are|was|were)\s"
)
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
    return _starting_or_phrase(ladder, found, group)


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
    if any(word in words for word in _COPULAS):
        return _owned_view(ladder, sentence)
    return None


def _in_their_view(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return in whose view something is so: "Councils, in her opinion, had done well", "In Ms Marsh's view"."""
    found = _IN_A_VIEW.search(ladder.page.frame, sentence.start, sentence.end)
    if found is None or ladder.page.frame[sentence.end - 1] == "?":
        return None
    if group := "of" if found["of"] else "among" if found["among"] else "":
        return _starting_or_phrase(ladder, found, group)
    return _owner_or_named(ladder, found, found["owner"] or found["mind"])


def _starting_or_phrase(ladder: Ladder, found: re.Match[str], group: str) -> Source:
    """Return whom a phrase names, or the phrase itself: "by the account of those who worked there"."""
    named = ladder.page.resolver.starting_at(ladder.page.frame, found.start(group), found.end(group))
    phrase = " ".join(found[group].split())
    return named or Source(None, phrase, "", phrase, plural=True)


def _owned_view(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whose view a sentence tells: "Her preference is for a vote"."""
    found = _OWNED_VIEW.match(ladder.page.frame, sentence.start, sentence.end)
    return _owner_or_named(ladder, found, found["owner"] or found["its"]) if found else None


def for_somebody(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return for whom something is the trouble: "For Jo Marsh, the trouble had begun before"."""
    frame = ladder.page.frame
    found = _FOR_SOMEBODY.match(frame, sentence.start, sentence.end) or _FOR_BY_CONTRAST.match(
        frame, sentence.start, sentence.end
    )
    if found is None or _NO_MORE_THAN.match(ladder.page.frame, found.end(), sentence.end):
        return None
    source = ladder.page.resolver.starting_at(ladder.page.frame, found.start("who"), found.end("who"))
    return source if source and (source.person or source.role or source.organisation) else None


_SPOKEN = "saying|arguing|warning|telling|asking|feeling|believing|insisting|describing|calling|having said"
_OPINIONS = "views?|verdict|message|opinion|assessment|warning|conclusion|advice|complaint|answer|reckoning|fear"
_GIVEN_TO = re.compile(
    rf"\b(?:records?|recorded|quotes?|quoted|reports?|reported)\s(?P<recorded>[^,;:.\ue000]{{2,70}}?)\sas\s(?:{_SPOKEN})\b"
    rf"|\b(?:that|this|such|so)\s(?:is|was|at least (?:is|was)|remains)\s(?:also\s|at least\s)?the\s(?:\w+\s)?(?:{_OPINIONS})\s(?:of|from)\s(?P<of>[^;:.\ue000]{{2,90}})"
    r"|\b(?:was|were|been|being|is|are)\s(?:(?:led|given)\sto\s(?:understand|believe)|(?:told|warned|assured|reminded|informed)\s[^,;:.\ue000]{2,30}?)\sby\s(?P<told>[^,;:.\ue000]{2,80}?)\sthat\b"
    r"|\bit (?:was|is|had been) (?:explained|put|pointed out|suggested|reported|said|stressed)(?: to [^,;:.\ue000]{2,40}?)? by (?P<put>[^,;:.\ue000]{2,80}?)(?=,|\sthat\b)"
    r"|\b(?:was|were|been|is|are)\s(?:\w+ly\s)?(?:dismissed|described|condemned|branded|rejected|denounced|attacked|hailed|criticised|characterised|defended|portrayed)\s(?:\w+ly\s)?by\s(?P<judged>[^;:.\ue000]{2,110}?),?\sas\s(?!(?:part|well|soon|far|an? (?:result|whole))\b)"
    r"|,\swith\s(?P<counted>(?:\w+ in \w+|\d+%|\d+ per cent|most|many|some|half|a third|two thirds|nearly half|almost all)(?:\s[^,.;]{2,40}?)?)\s(?:saying|believing|thinking|fearing|expecting|reporting|feeling)\sthat\b"
    r"|\b(?:been|was|were|is|are|being)\s(?:called|branded|labelled)\san?\s(?!year|month|week|day|few)[a-z][\w’'-]*(?:\s[\w’'-]+){0,5}?\sby\s(?P<called>[A-Z][^,;:.\ue000]{2,60})"
    r"|\b(?:been|was|were|is|are|being)\saccused\sby\s(?P<accused>[^,;:.\ue000]{2,80}?)\sof\s(?=\w+ing\b|not\b)"
    r"|(?<!without )\b(?:an?|the|fresh|new|more|another|\w+ing|\w+ed)\s(?:[\w-]+\s)?(?:warning|claim|plea|call|prediction|complaint)s?\s(?:on \w+day |yesterday )?from\s(?P<warns>[^;:\ue000]{3,140}?),?\sthat\s"
    r"|\bif (?P<believed>[^,;:.\ue000]{2,60}?) (?:is|are) to be believed\b"
    r"|^As (?P<reads>[^;:.\ue000]{2,80}?),? (?:sees|saw|tells|told|reads|read|understands|understood|remembers|remembered) (?:it|things|the \w+),"
    r"|^To (?P<to>[A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,2})(?:,[^;:.\ue000]{2,90},)? (?:it|this|that|all this) (?:\w+ )?(?:looks?|looked|seems?|seemed|sounds?|sounded|feels?|felt)\b"
    r"|^(?:Denials?|A denial|Support|Criticism|A (?:\w+ )?warning|The (?:\w+ )?(?:answer|reply|response|warning)) (?:came|comes|has come) (?:\w+ )?from (?P<came>[^;:.\ue000]{2,80})(?=:)"
)
"""Words that give what a sentence tells to somebody, and are no verb of theirs: "if Ms Dench is to be believed"."""
_CLAIM_OF = re.compile(
    r"^(?:But |And |Yet )?(?P<who>(?:The |[A-Z])[^,;:.\ue000]{1,70}?)(?:[’']s|(?<=s)[’']) (?:own |\w+ ){0,2}(?:warning|claim|complaint|prediction|insistence|assertion|contention|suggestion|fear|belief|argument|conviction|allegation|admission|charge) that\b"
)
"""What somebody says, as the subject of a sentence: "Dr Brook's warning that the unit would close surprised nobody"."""


def given_to(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whom a sentence gives what it tells to, other than by a verb of theirs."""
    frame, resolver = ladder.page.frame, ladder.page.resolver
    words = frame[sentence.start : sentence.end]
    if found := _CLAIM_OF.match(words):
        return resolver.ending_at(frame, sentence.start, sentence.start + found.end("who"))
    if found := _GIVEN_TO.search(words):
        group = next(name for name, whom in found.groupdict().items() if whom)
        return resolver.starting_at(frame, sentence.start + found.start(group), sentence.start + found.end(group))
    return None
