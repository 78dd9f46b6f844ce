"""Marked words: whole quotations, fragments, or terms that nobody says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from serving.articles.blocks import Block
from serving.articles.cues import find_cues
from serving.articles.ladder import FEELING, Ladder
from serving.articles.lexicon import DOCUMENTS, phrase_pattern
from serving.articles.names import find_names, has_role, is_titled
from serving.articles.quotes import Span
from serving.articles.sentences import BLANK, WORD, Sentence, count_words
from serving.articles.statements import QuoteKind

_LETTER = re.compile(r"\w")


_SPEAKING = frozenset(
    "statement statements message letter letters email emails memo tweet submission note notes".split()
)
"""Documents that are quoted more often than named."""
_DETERMINERS = "a|an|the|its|their|his|her|this|that|these|those|new|any|every|another|under|no|some"
_DETERMINED = re.compile(rf"(?:\b(?:{_DETERMINERS})|[’']s|s[’'])\s$", re.IGNORECASE)
_NOT_MODIFIED = (
    "and|or|nor|in|of|to|for|by|that|which|who|with|at|on|as|from|but|about|over|than|because|if|when|while|after|before|into|unless|until|so|rather|not|now|then|yet|even|would|will|could|"
    "where|during|towards?|already|amid|among|against|between|through|beyond|around|again|too|also|only|alone|instead|since|until|via|per|[a-z]+ing|[a-z]+ed|"
    "said|says|he|she|they|it|is|was|are|were|has|had|have|can|may|might|should|without|within|across|under"
)
_ATTRIBUTIVE = re.compile(rf"\s(?!(?:{_NOT_MODIFIED})\b)[a-z][\w-]+")
_COUNTS = frozenset("all any both every few many most never no none not only some".split())
"""Words that somebody stresses who says so: "said that “every” ward"."""
_SAID_THAT = re.compile(
    r"\b(?:said|says|told [^.;,]{2,40}|insisted|claimed|argued|warned|added|admitted|believed|stressed|felt|explained)\sthat\s$"
)
"""What reports words with "that", which determines nothing."""
_JARGON = frozenset(
    """
    hub hubs ward wards team teams enabler enablers event events pathway pathways model models care footprint
    footprints system systems scenario vanguard units locality localities network networks total
    management prevention resilience efficiencies productivity optimisation consolidation integration
    """.split()
)
"""Last words of the field's terms."""
_PLACED = re.compile(
    rf"(?:\b(?:{_DETERMINERS}|\d+|two|three|four|five|six|seven|eight|nine|ten|each|proposed|planned|existing|"
    r"of|in|to|into|with|by|for|on|at|from|as|through|between|under|over|via|called|calls?|billed as|and|or)|[’']s)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
"""What stands before a term: a determiner or a preposition, and perhaps a word more."""
_COUNTED = re.compile(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)\s(?:new\s)?$")
"""A number of what a term names: "five “living well centres”"."""
_GOVERNED = re.compile(r"(?:\s+(?!that\b)[\w’'-]+){0,3}\s+$")
"""So few words stand between a verb of speech and what it governs, and no clause of its own begins in them."""
_FIELD_TERMS = frozenset(
    (
        "discharge to assess", "closer to home", "home first", "care closer to home", "no wrong door", "hospital at home", "left shift",
    )
)  # fmt: skip
"""Names that the field itself has for things, and that reporters put in marks."""
_OPTIONS = frozenset(("do nothing", "do minimum", "as is", "no change"))
"""What plans are measured against: "the “do nothing” deficit"."""
_MENTIONED = frozenset("we us you they them our ours i".split())
"""Pronouns of which the reporter speaks as words: "asked who “we” were"."""
_NAMES_FOR_ITSELF = re.compile(r"\b(?:which|that) (?:it|they) calls?\s*$")
_WRITERS_NOTE = re.compile(r"\s*(?:Please )?(?:[Dd]o not|[Dd]on[’']t|[Nn]ever|[Aa]void)\s")
_TERM_PLACE = re.compile(
    r"(?:(?<!\bas )\b(?:an?|the|this|single)\s(?:(?:new|single|so-called|whole)\s)?|\w,\s[^,]{2,40}\sand\s|\b(?:among other things|including|such as),?\s)$",
    re.IGNORECASE,
)
"""What stands before a term that nobody in its sentence says: an article, or the things before it in a list."""
_ENDS_AS_DOCUMENT = re.compile(
    r"^[A-Z].*\s(?:briefing|consultation|report|review|strategy|programme|plan|paper|document|update|prospectus|manifesto|framework|guidance|toolkit|project|scheme|initiative)$"
)
"""What names a document or a scheme by its kind: "the “One Marlshire and integration briefing”"."""
_DEFINES = re.compile(r"\s(?:means|meant|refers to|referred to|stands for|stood for|is defined as)\b")
_ASKED_OF = re.compile(r"\bwhat\s$")
"""What stands before words whose meaning is asked for: "what ‘place’ refers to"."""
_APART = re.compile(r",|\s[–—-]\s")
"""What sets a title apart from the words after it."""
_CORRECTED = re.compile(
    r"\bshould read\s*$|\b[Cc]lick(?:ing)?(?: on)?\s*$|\bticked\s*$|\b(?:stamped|marked|classes|counts|counted|classed) (?:as )?\s*$|\b(?:series|column|feature)\s*$|\bmotion \d+\s*,\s*$|\b(?:motto|slogan|strapline|hashtag)\s(?:is|was|reads)\s*$"
)
_PUBLICATION = re.compile(
    rf"\b(?:{phrase_pattern(word for word in DOCUMENTS if word not in _SPEAKING)}|book|essay|speech|talk|event|series|seminar|film)\s*(?:,|\s[–—-])\s*$"
)
_SLOGAN = re.compile(
    r"\b(?:[Bb]anners?|[Pp]lacards?|[Pp]osters?|[Bb]adges?|mugs?|T-shirts?|[Ss]tickers?|[Ss]igns?|balls?|bags?|flags?|hats?|[Ll]eaflets?|balloons?|sashes?|tabards?)\s(?:\w+\s)?"
    r"(?:(?:reading|saying|proclaiming|declaring|bearing|with|marked|printed|emblazoned|that|which)\s)?(?:(?:read|said|says|proclaimed|with|bearing|the words?|the slogan|the legend|the message)\s?){0,3}:?\s*$"
)
"""What carries a slogan, which nobody says."""
_CHANTED = re.compile(
    r"\b(?:chants?|chanted|chanting)(?:\s(?:of|were|slogans))?:?\s$|\b(?:cardboard|signs?|banners?)\s(?:reading|saying)\s$"
)
"""What comes before the words of a crowd."""
MAX_NAME_CHARS = 30
"""How far before "chanted" the name of one who leads the chant may stand."""
_PUBLISHED_AS = re.compile(
    rf"\b(?:{phrase_pattern(word for word in DOCUMENTS if word not in _SPEAKING)}|book|essay|speech|talk|event|series|seminar|film)\s(?:is )?(?:called|titled|entitled|named)\s*$"
)
_IS_ISSUED = re.compile(
    r"\s(?:is|was|were|are|has been|will be|had been)\s(?:\w+ly\s)?(?:considered|published|available|written|produced|issued|approved|discussed|launched|presented|released|circulated|sent|agreed|due|held|commissioned|drawn up|prepared)\b"
)
"""What tells of a paper, not of words, that it came out: "“Fit for the Vale: next steps” was published"."""
_EVENT = re.compile(r"\b(?:motion|debate|session|lecture|workshop)\s*,?\s*$")
_NAMED = re.compile(
    r"(?:so-called|known(?: \w+){0,4} as|dubbed|nicknamed|entitled|titled|headed|headlined|the (?:words?|term|phrase|label|acronym|title|slogan|name|heading|headline)s?)\s*$",
    re.IGNORECASE,
)
_RATED = re.compile(r"\b(?:rated|rating of|graded)\s*$")
_CALLED_THINGS = re.compile(
    r"\bwhat\s(?!s?he\s|(?:(?:[A-Z][\w.’'-]+\s){1,3}(?:has )?calls?\s))[^\ue000]{2,40}\scalls?\s+(?:an?\s|the\s)?\s*$"
)
_PASSES_JUDGEMENT = re.compile(r"\b(?:call|brand|describ|dub|label|dismiss)\w*\b[^\ue000]{0,30}$")
_JUDGES = re.compile(
    r"\b(?:critical|scathing|dismissive|sceptical|wary|suspicious|contemptuous|proud|fearful|tired)\s(?:of|about)\s(?:the|its|their|what|this|that)?\s?$"
)
"""What tells that somebody judges what follows by a word of their own: "was critical of the “heroic assumptions”"."""
_IS_SUBJECT = re.compile(
    r"\s(?:will|would|is|are|was|were|has|had|have|wasn[’']t|isn[’']t|might|could|may|can|should|matter\w*|mean\w*)\s"
)
_BEFORE_SUBJECT = re.compile(r"\b(?:the|an?|this|that|new|any|their|its|his|her|these|those|whether)\s$", re.IGNORECASE)


def is_slogan(before: str) -> bool:
    """Tell whether words stand on what carries a slogan: "Placards reading"."""
    chanted = _CHANTED.search(before)
    if chanted is None or chanted.group().rstrip().endswith(("reading", "saying")):
        return chanted is not None or _SLOGAN.search(before) is not None
    by_somebody = before[max(0, chanted.start() - MAX_NAME_CHARS) : chanted.start()]
    return not any(mention.sure for mention in find_names(by_somebody))


def kind_of(ladder: Ladder, sentence: Sentence, span: Span) -> QuoteKind:
    """Return whether quoted words stand by themselves or are a fragment of the reporter's sentence."""
    words = ladder.page.text[span.start : span.end]
    count = count_words(words)
    before = ladder.page.frame[sentence.start : span.outer_start]
    after = ladder.page.frame[span.outer_end : sentence.end]
    opens = not _LETTER.search(before)
    stripped = words.lstrip("[(…. ")
    begins_sentence = stripped[:1].isupper() or words.startswith(("…", "...", "["))
    ends = words.rstrip()[-1:] in ".?!,…—–"
    fills = opens and not _LETTER.search(after)
    if fills or (begins_sentence and (count >= 4 or ends)):
        return QuoteKind.DIRECT
    if begins_sentence and (opens or before.rstrip().endswith(":")):
        return QuoteKind.DIRECT
    if opens and ends and words.rstrip()[-1:] != "–":
        return QuoteKind.DIRECT
    if before.rstrip().endswith(":") and count >= 4:
        return QuoteKind.DIRECT
    return QuoteKind.MIXED


@dataclass(frozen=True, slots=True)
class _Marked:
    """Marked words and the reporter's words around them in the sentence; `tail` follows the last quotation."""

    words: str
    tokens: tuple[str, ...]
    before: str
    after: str

    @property
    def tail(self) -> str:
        return self.before.rsplit(BLANK, 1)[-1]

    @property
    def opens(self) -> bool:
        return not _LETTER.search(self.before)


def is_term(ladder: Ladder, sentence: Sentence, span: Span, block: Block, *, follows: bool) -> bool:
    """Tell whether marked words are a title, a term or scare quotes, which nobody says.

    `follows` tells that words were quoted before them in the sentence.
    """
    words = ladder.page.text[span.start : span.end]
    marked = _Marked(
        words,
        tuple(WORD.findall(words)),
        ladder.page.frame[sentence.start : span.outer_start],
        ladder.page.frame[span.outer_end : sentence.end],
    )
    if span.continues or not span.closed:
        return False
    if len(marked.tokens) <= MAX_TITLE_WORDS and (_is_subtitled(marked) or is_slogan(marked.tail)):
        return True
    if len(marked.tokens) > 9 or _is_said(marked):
        return False
    if _is_named_title(marked) or _is_presented(marked) or _is_used(marked) or _tells_of_a_post(marked):
        return True
    if _is_stopped_title(marked) and not (ladder.cue_before(sentence, span) or ladder.cue_after(sentence, span, block)):
        return True
    goes_on = follows and re.fullmatch(r",?\s(?:and|or|but)\s", marked.tail) is not None
    if _is_jargon(marked) and not goes_on and not _is_governed(ladder, sentence, span, block):
        return True
    if re.search(r"(?<!\bwhat he )(?<!\bwhat she )\b(?:called|named)\s*$", marked.tail) and not ladder.cue_before(
        sentence, span
    ):
        return True
    if _is_felt(ladder, sentence, span, marked):
        return False
    if len(marked.tokens) <= 3 and _is_unsaid(ladder, sentence, span, block, marked, follows=follows):
        return True
    plain = words.islower() and not _EVALUATES.search(words.rstrip(",."))
    if len(marked.tokens) == 1 and plain and _far_from_cue(ladder, sentence, span):
        return True
    if len(marked.tokens) == 1 and not follows:
        return not (ladder.cue_before(sentence, span) or ladder.cue_after(sentence, span, block))
    return False


MAX_TITLE_WORDS = 20


def _is_subtitled(marked: _Marked) -> bool:
    """Tell whether marked words between commas after a document are its title: "The plan, “Fit for the Vale: ...”, says"."""
    return (
        marked.words[:1].isupper()
        and marked.words[-1].isalnum()
        and _APART.match(marked.after) is not None
        and _PUBLICATION.search(marked.tail) is not None
    )


def _is_said(marked: _Marked) -> bool:
    """Tell whether marks, colons and full stops show words to be speech, however short."""
    last = marked.words.rstrip()[-1:]
    if last in ",.!" and not _LETTER.search(marked.tail):
        return True
    if not _LETTER.search(marked.before + marked.after):
        return True
    led_in = marked.before.rstrip().endswith(":")
    return led_in and marked.words[:1].isupper() and len(marked.tokens) > 1 and last in ".?!"


def _is_named_title(marked: _Marked) -> bool:
    """Tell whether marked words are written as titles are, and are no sentence of that look."""
    return (
        is_titled(marked.words)
        and not marked.words.rstrip().endswith((",", ".", "!"))
        and (not marked.words.endswith("?") or not marked.opens)
    )


def _is_stopped_title(marked: _Marked) -> bool:
    """Tell whether marked words are written as titles are, with a comma or stop of the reporter's within the marks."""
    return (
        len(marked.tokens) > 1
        and marked.words.endswith((",", "."))
        and not marked.opens
        and is_titled(marked.words[:-1])
    )


def _is_presented(marked: _Marked) -> bool:
    """Tell whether the words before or after present marked words as a name, a definition or a title."""
    tail, after = marked.tail, marked.after
    if ((marked.opens or _ASKED_OF.search(tail)) and _DEFINES.match(after)) or re.match(
        r"\s(?:should read|being amended)\b", after
    ):
        return True
    if _ENDS_AS_DOCUMENT.search(marked.words) and (_DETERMINED.search(tail) or tail.endswith((" on ", " of ", " in "))):
        return True
    if any(pattern.search(tail) for pattern in (_CORRECTED, _NAMED, _RATED, _CALLED_THINGS)):
        return True
    if not marked.words[:1].isupper():
        return False
    if _PUBLISHED_AS.search(tail) or (marked.opens and marked.words[-1].isalnum() and _IS_ISSUED.match(after)):
        return True
    if _EVENT.search(tail) and not marked.before.rstrip().endswith(":"):
        return True
    bracketed = tail.endswith("(") and after.startswith(")")
    return marked.words[-1].isalnum() and (
        bracketed or (_APART.match(after) is not None and _PUBLICATION.search(tail) is not None)
    )


_POST_AND_NAME = re.compile(r"\s(?P<post>(?:[a-z-]+\s){1,4})[A-Z]")


def _tells_of_a_post(marked: _Marked) -> bool:
    """Tell whether marked words without a stop stand before a post and a name: "“Beds First” campaigner Jo Marsh"."""
    named = _POST_AND_NAME.match(marked.after) if marked.words[-1].isalnum() else None
    return named is not None and has_role(named["post"])


_IS = re.compile(r"\b(?:is|was|are|were|feels|felt|remains|remained)\s(?:\w+ly\s)?$")


def _is_felt(ladder: Ladder, sentence: Sentence, span: Span, marked: _Marked) -> bool:
    """Tell whether marked words are what somebody with a name says to feel: "Jo Marsh was “dismayed” by it"."""
    if not FEELING.fullmatch(marked.words.rstrip(",.")) or not _IS.search(marked.tail):
        return False
    if find_cues(ladder.page.frame, sentence.start, sentence.end):
        return False  # "Mr Hale was “delighted”, his agent said."
    found = ladder.subject(sentence, span)
    return found is not None and found.source.person is not None


def _is_used(marked: _Marked) -> bool:
    """Tell whether a few plain words in marks are used as a noun or before one, as terms are."""
    count = len(marked.tokens)
    if not marked.words[:1].islower():
        return False
    if _COUNTED.search(marked.tail) and (
        (2 <= count <= 3 and (marked.tokens[-1].endswith("s") or marked.tokens[0].endswith("s")))
        or (count <= 5 and _ATTRIBUTIVE.match(marked.after))
    ):
        return True
    judged = _PASSES_JUDGEMENT.search(marked.tail) is not None
    if marked.words.lower() in _FIELD_TERMS and not judged:
        return True
    if marked.words.lower() in _OPTIONS and _ATTRIBUTIVE.match(marked.after):
        return True
    counted = marked.words.lower() in _COUNTS and _SAID_THAT.search(marked.tail)
    determined = _DETERMINED.search(marked.tail) and not counted
    if count <= 3 and not judged and determined and _ATTRIBUTIVE.match(marked.after):
        return True
    return (
        count <= 5 and _IS_SUBJECT.match(marked.after) is not None and _BEFORE_SUBJECT.search(marked.tail) is not None
    )


def _is_jargon(marked: _Marked) -> bool:
    """Tell whether two or three marked words end as the field's terms do, where a term can stand."""
    return (
        2 <= len(marked.tokens) <= 3
        and marked.words.islower()
        and marked.tokens[-1] in _JARGON
        and not marked.tokens[0].endswith("ly")  # "reliably good care" is somebody's judgement.
        and _PLACED.search(marked.tail) is not None
        and not _PASSES_JUDGEMENT.search(marked.tail)
    )


def _is_unsaid(ladder: Ladder, sentence: Sentence, span: Span, block: Block, marked: _Marked, *, follows: bool) -> bool:
    """Tell whether a few plain words in marks are a term: talked of as words, or said by nobody in the sentence."""
    if not marked.words[:1].islower():
        return False
    if _WRITERS_NOTE.match(marked.before):
        return True
    if _JUDGES.search(marked.tail):
        return False
    if _PASSES_JUDGEMENT.search(marked.tail) and not _NAMES_FOR_ITSELF.search(marked.tail):
        return False
    if _NAMES_FOR_ITSELF.search(marked.tail) or (marked.words.lower() in _MENTIONED and not marked.opens):
        return True
    if follows or not marked.words.islower() or not _TERM_PLACE.search(marked.tail):
        return False
    # What a term is of need not be told: the "daunting task" of merging is somebody's judgement.
    if re.match(r"\s*of\b", marked.after):
        return False
    return not (ladder.cue_before(sentence, span) or ladder.cue_after(sentence, span, block))


def _is_governed(ladder: Ladder, sentence: Sentence, span: Span, block: Block) -> bool:
    """Tell whether a verb of speech right before or after marked words has them for its object."""
    cues = find_cues(ladder.page.frame, sentence.start, span.outer_start)
    before = bool(cues) and _GOVERNED.fullmatch(ladder.page.frame, cues[-1].end, span.outer_start) is not None
    return before or ladder.cue_after(sentence, span, block) is not None


_EVALUATES = re.compile(
    r"\w(?:ous|able|ible|ful|less|ish|ising|izing)$|^(?:absurd|alarming|appalling|arbitrary|brutal|betrayal|calamity|catastrophe|chaos|chaotic|charade|contempt|crazy|crisis|crossroads|cruel|crude|damaging|devastating|disaster|disgrace|disorder|drastic|extreme|farce|fiasco|folly|insane|insult|joke|mad|madness|mess|muddle|nonsense|outrage|piecemeal|reckless|savage|scandal|sham|shambles|shocking|short-sighted|spin|toxic|unfair|unravel|unsafe|wrong)$"
)
"""A word that judges, which is somebody's however deep it stands in what they say: "stop “piecemeal” funding"."""
_JUDGING = frozenset("described describes branded dismissed labelled characterised condemned denounced".split())
"""Verbs that tell a judgement with "as"."""
_JUDGED_SO = re.compile(r"\b(?:is|are|was|were|be|been|being|seemed|looked|felt)\s(?:[a-z]+ly\s)?\Z")
"""What stands before a word with which something is judged: "had been “brutal”"."""
_IN_A_CLAUSE = re.compile(r"\b(?:when|if|where|once|while)\b")


def _far_from_cue(ladder: Ladder, sentence: Sentence, span: Span) -> bool:
    """Tell whether a marked word stands deep in reported speech, so that it is the reporter's mark."""
    cues = find_cues(ladder.page.frame, sentence.start, span.outer_start)
    ends = re.match(r"[\s.,;]*$", ladder.page.frame[span.outer_end : sentence.end]) is not None
    between = ladder.page.frame[cues[-1].end : span.outer_start] if cues else ""
    if cues and cues[-1].form in _JUDGING and between.endswith(" as "):
        return False
    if _JUDGED_SO.search(between) and not _IN_A_CLAUSE.search(between):
        return False
    return bool(cues) and not ends and len(between.split()) > 4
