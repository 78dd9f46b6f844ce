"""The rungs of the ladder: each finds a speaker in one way, or nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from serving.articles.blocks import Block, BlockType
from serving.articles.cues import Cue, find_cues
from serving.articles.descriptions import parse_description
from serving.articles.lexicon import DOCUMENTS, phrase_pattern
from serving.articles.names import find_names, has_role
from serving.articles.page import Page
from serving.articles.phrases import last_match
from serving.articles.quotes import Span
from serving.articles.sentences import BLANK, Sentence
from serving.articles.sources import Found, Method, Source
from serving.articles.surveys import is_post_line

ASIDES = (BlockType.HEADING, BlockType.CAPTION, BlockType.DISPLAY, BlockType.PANEL)
"""Blocks that stand beside the running text."""

ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:words|view|opinion|eyes) of|[Aa]s far as)\s+")
_OPENS_WITH_PARTICIPLE = re.compile(
    r"\s*(?:But |And )?(?:Adding|Saying|Calling|Describing|Branding|Warning|Insisting|Arguing|Claiming|Stressing|Dismissing|Denouncing|Condemning|Hailing|Labelling|Speaking of|Complaining)\b"
)
"""A participle that begins a sentence, before the subject is told."""
_AS_WELL_AS = re.compile(
    r"\s*(?:But |And )?(?:As well as|Besides|Apart from|Far from|In addition to|Instead of)\s\w+ing\b[^,;:.]*"
)
_MAIN_CLAUSE = re.compile(
    r"[^,;:\ue000]{0,160},\s(?P<who>(?:[A-Z][\w.’'-]*\s){1,4}|he\s|she\s)(?:says|said|believes|believed|wants|wanted|thinks|hopes|hoped|argues|argued)\b"
)
"""Whoever speaks in the clause after what they do besides: "As well as keeping “both eyes” on it, Ms Marsh says"."""
_TELLS_MORE = re.compile(r",?\s(?:which|who|whose|some of|as)\b")
_VERDICT = re.compile(
    r"^[\s,–—-]*(?:(?:that|this|such|so)\s)?(?:was|is|were|came|comes)\s+(?:the\s+|his\s+|her\s+)?(?:[\w-]+\s+){0,2}?(?:verdict|view|message|response|conclusion|warning|assessment|description|reply|answer|advice|plea|question|retort|summary|phrase|word|words|cry|judgment|way)\s+(?:of|from|by)\s+",
    re.IGNORECASE,
)
_IS_HOW = re.compile(r"^[\s,–—-]*(?:(?:is|was|as|or as|which is|that[’']s)\s+(?:how|what)|as)\s+", re.IGNORECASE)
_BY = re.compile(r"^[\s,–—-]*(?:\w+\s+){0,6}?by\s+")
_OWNED_NOUN = re.compile(
    r"(?P<np>[^,;:\ue000]{2,80}?)[’']s?\s+(?:[\w-]+\s+){0,3}?(?:view|verdict|answer|message|claim|warning|response|reply|assessment|conclusion|comment|comments|description|complaint|question|objection|concern|worry|fear|summary|phrase|words?|advice|plea|letter|statement|email|tweet|submission|speech|write-up|hope|promise|request|argument|point|reaction|term|account|remark|suggestion|insistence|contention|belief|allegation|prediction|observation|admission)\b[^.\ue000]{0,60}$",
    re.IGNORECASE,
)
_NOUN_FROM = re.compile(
    r"\b(?:message|warning|verdict|response|reply|answer|view|words|question|plea|statement|comment|advice|email|letter|tweet|text|post|note|complaints?|claims|warnings|criticism|accusations?|objections?|suggestions|assurances?)\s+(?:from|of|by)\s+(?P<np>[^,;:\ue000]{2,90})[^\ue000]{0,40}$",
    re.IGNORECASE,
)

_WHAT_THEY_CALLED = re.compile(
    r"\bwhat (?:(?P<pronoun>he|she|they)|(?P<who>(?:[A-Z][\w.’'-]+\s){0,3}[A-Z][\w’'-]+)) (?:has )?(?:called|calls|termed|terms|described as|describes as|dubbed)\s*(?:(?:(?:the|an?|its|their|his|her)\s)?(?:[\w-]+(?:[’']s|s[’'])\s)?)$"
)
"""Words that one person has for something; what many call it is its name."""
_IN_AN_ARTICLE = re.compile(
    r"In (?:an?|his|her) (?:[\w-]+ ){0,2}?(?:article|interview|column|blog|piece|speech|post|letter|email)(?: (?:for|with|in|on|to) [^,]{2,50}?)?,? (?P<pronoun>he|she)"
)
"""Where somebody writes, before who does: "In an article for the Echo she"."""
_IN_THE_PAPER = re.compile(
    r"In (?P<what>(?:the|its|their|this|that)\s(?:[\w’'-]+\s){0,4}?(?:proposal|report|plan|document|review|consultation|business case|strategy|paper)),?\s(?:it|they)\s(?:also\s)?(?:states?|says?|adds?|claims?|reads?|explains?|warns?|said|stated)\b"
)
"""A paper in which "it" says something: "In the trust's proposal, it states"."""
_DESCRIBED_AS = re.compile(
    r"\b(?:described|branded|labelled|dismissed|condemned|characterised|called|dubbed)(?: as)?(?: an?| the)?\s*$"
)
_BY_WHOM = re.compile(r"\sby\s(?=[A-Z]|the\s)")
"""What follows words with which somebody judges: "described as a “joined-up system” by NHS England"."""
_MET_THEM = re.compile(
    r"\b(?:met|met with|joined|spoke to|heard from)\s(?P<who>[a-z][^,.;]{3,60}?)\s(?:to|about|over|in)\s[^,.;]{0,40}$"
)
"""With whom somebody is who have a word for something: "met nurses to discuss what they called"."""
_READ_FROM = re.compile(
    rf"\b(?:read|reads|reading|quoted|quotes|quoting)\s(?:\w+\s){{0,4}}?from\s(?P<what>(?:an?|the|one)\s(?:[\w’'-]+\s){{0,4}}?(?:{phrase_pattern(DOCUMENTS)}))(?P<more>\s(?:which|that|from|sent|dated|by)\b[^\ue000:]*)?:\s*$"
)
"""Somebody reads out what stands in a document."""

TOLD_BY = re.compile(
    r"\b(?:was|were|been|being)\s+(?P<verb>told|warned|assured|reminded|informed|advised|asked)\s+(?:earlier\s+|later\s+|yesterday\s+|\w+ly\s+)?by\s+"
)

_RAISED_BY = re.compile(
    r"\b(?:concerns?|worries|fears|doubts|questions|objections|criticisms?|complaints?|claims)\s(?:(?:that\s)?(?:were|was|had\sbeen|have\sbeen)\s)?(?:\w+ly\s)?(?:raised|expressed|voiced|made|aired)\sby\s(?P<who>[^,;:\ue000]{3,80}?)\s(?:about|over|that|on|at|of|as)\b[^\ue000]{0,80}$"
)
"""Whose worries are told of: "worries raised by the council about"."""
_ASIDE_CLOSES = re.compile(r"\s(?:on|in|at|by|last|this|yesterday|earlier)\s[^,;:\ue000]{2,80},\s(?:as|to)\s")
"""How what is told between commas ends before "as": ", announced on Friday, as"."""
_ACTS_NEXT = re.compile(
    r"\sbut\s(?P<who>(?:[A-Z][\w.’'-]*\s){2,4})(?:decided|ruled|found|held|agreed|felt|thought|considered)\s[^\ue000]*$"
)
"""A clause of another before quoted words: "but Mr Justice Hale decided they"."""
_BUT_THEY = re.compile(r",\sbut\s(?P<pronoun>he|she)\s[^,;:]{3,60},\s(?:\w+\s)?$")
"""Somebody who does something and says something by that: "..., but he gave no details, stating"."""
_GOES_ON_ALONE = re.compile(r"(?:But|And|Then|Yet)\s(?:also\s|then\s|later\s)?")
"""A sentence with a verb and no subject: "But added"."""
_JUDGED_BY = re.compile(
    r"\b(?:branded|described|dubbed|labelled|dismissed|hailed|denounced|called) by (?P<who>[^,;:\ue000]{3,60}?)(?: as)?(?: an?| the)?\s*$"
)
"""Whoever calls something what follows: "was described by Jo Marsh as"."""

_TOLD_BY_WHOM = re.compile(
    r"\b(?:is|are|was|were|been|being) (?:\w+ )?(?:told|warned|reminded|assured|advised|informed) by (?P<who>him|her|them|[A-Z][^,;:\ue000]{2,60}?|the [^,;:\ue000]{2,60}?)(?: that)?,?\s*$"
)
"""By whom somebody was told the words that follow: "they were told by him that"."""
_FOR_SAYING = re.compile(
    r"(?P<who>(?:[A-Z]|the )[^,;:\ue000]{2,80}?) for (?:having )?(?:said|saying|claiming|suggesting|arguing|calling|describing)\b[^\ue000]*$"
)
"""Whose words another takes up: "took issue with Jo Marsh for saying that"."""
_WHAT_THEY_SAID = re.compile(
    r"\bwhat (?P<who>(?:the )?[A-Z][^,;:\ue000]{2,60}?) (?:has |have |had )?(?:(?:said|says|say|told \w+) (?:about|of|on)\b[^,;:\ue000]*|to say, which was that\b[^;:\ue000]*)$"
)
"""Whose words another speaks of: "would not accept what the Red Cross had said about"."""
_OTHERS_CLAIM = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:e|es|ed)|refut(?:e|es|ed)|rebutt(?:s|ed)|brush(?:es|ed) (?:aside|off))\s(?P<who>[^,;:\ue000]{2,60}?)(?:[’']s|(?<=s)[’'])\s(?:\w+\s)?(?:claims?|suggestions?|accusations?|allegations?|warnings?|assertions?)\s(?:that|of)\b[^\ue000]*$"
)
"""Whose claim another denies: "Ministers have rejected the charity's claim that"."""
_JUDGED_WORDS = re.compile(r"\b(?:was|were|is|are|had been|have been|has been)\s(?:\w+ly\s)?$")
"""How words are judged that somebody owns: "said that the charity's words had been"."""
_IN_THEIR_WORDS = re.compile(r"\bin (his|her|their) (?:own )?words,?(?: (?:is|are|was|were|as))?(?: an?| the)?\s*$")
_WHO_FEELS = re.compile(r",? who (?:is|was|are|were|has been|feels|felt|remains|remained|seemed|sounded) (?:\w+ly )?$")
FEELING = re.compile(
    r"(?:(?:\w+ly|very|so|quite|extremely|more than|not) )*(?:worried|concerned|confident|happy|pleased|delighted|disappointed|angry|furious|sympathetic|supportive|committed|clear|adamant|sceptical|shocked|horrified|determined|keen|hopeful|optimistic|sorry|grateful|unhappy|proud|alarmed|surprised|frustrated|relieved|excited|appalled|dismayed|saddened|afraid|ashamed)\b"
)
"""What somebody is who says so: "met Jo Marsh, who was “deeply worried”"."""
PRONOUN_OF_OBJECT = {"him": "he", "her": "she", "them": "they"}
PRONOUN_OF_OWNER = {"his": "he", "her": "she", "their": "they"}
_REPLY_CAME = re.compile(
    r"\s*(?:The|Its|Their|An?) (?:\w+ )?(?:reply|answer|response|statement) (?:came|was|is|arrived|read|reads)\b"
)
_WAS_ASKED = re.compile(
    r"\b(?:asked|contacted|approached|rang|emailed|pressed|invited|wrote to|went to|put (?:\w+ ){1,4}to)\s(?P<who>[\w’'& -]{3,80}?)(?=[.,]|\s(?:for|to|if|whether|about|what|why|how|yesterday|last)\b)"
)
_AS_THEY_SAY = re.compile(
    r"\bas they (?:say|put it|call it|have it) (?:in|at|over at|down at) (?P<where>(?:the )?[\w’'& -]{2,60}),?\s*$"
)
"""Whose saying something is: "as they say at the Treasury"."""


@cache
def _paper_before() -> re.Pattern[str]:
    """Match a document that a participle follows: "a motion calling for"."""
    return re.compile(rf"\b(?P<what>(?:an?|the)\s(?:[\w-]+\s){{0,3}}?(?:{phrase_pattern(DOCUMENTS)}))\s$")


_DID = re.compile(
    r"\s*(?:But |And |Only )?(?P<who>[^,.;:]{3,60}) (?:did|does|was less reticent|was more forthcoming):\s*$"
)
_AS_THEY_HAVE_IT = re.compile(r"\bas (?P<np>[^,;:\ue000]{2,60}) (?:has|had|sees|saw|tells|told) it,?\s*$")
_CREDITED = re.compile(r"[\s,–—-]*(?:according to|in the words of)\s+")
_CREDITED_AT_END = re.compile(r",\s+(?:at least )?according to\s+(?=[^,]*(?:,[^,]*){0,2}$)")
_IN_THEIR_VIEW = re.compile(r"[\s,]*in (his|her|their) (?:view|words|opinion|phrase|experience|book|judgment)\b")
_TO_USE_THEIR_WORDS = re.compile(
    r"[\s,–—-]*(?:to use|to quote|to borrow|in) (?P<who>(?:[A-Z][\w.’'-]*\s){0,3}[A-Z][\w-]*)(?:[’']s|(?<=s)[’']) (?:own )?(?:words|phrase|expression|terms?|view|opinion)\b"
)
"""Whose words those before are: "..., to use Mr Hale's words"."""
_AUTHOR_SPEAKS = re.compile(r"[\s,–—-]*I\s+(?:asked|said|replied|wrote|told|answered|suggested|thought)\b")
_NO_SUBJECT_FOLLOWS = re.compile(r"\s*(?:the|a|an)\s+(?:\w+\s+)?reply|\s*to\b|\s*in\b")
_IS_A_NOUN = re.compile(r"\s(?:from|about|on)\s")
"""What follows a form that is a noun: "8 weekly “Briefing” emails from our experts"."""
_SUBJECT_BEGINS = re.compile(
    r"[\s,–—-]*(?:(?:as|or so|so|and|but|or)\s+)?(?:[A-Z]|he\b|she\b|they\b|it\b|[a-z]+s\s|the\b|an?\b|one\b|another\b|its\b|his\b|her\b|our\b|their\b|who\b|\d)"
)
_PASSIVE_JUDGEMENT = re.compile(
    r"\b(?:was|were|is|are|been|being|get|got)\s+(?:[\w-]+\s+){0,3}?(?:described|branded|called|dubbed|labelled|dismissed|condemned|hailed|criticised|attacked|termed|likened|denounced|summed up|praised|welcomed|slammed|characterised)\b[^\ue000]{0,40}$|^\s*(?:Described|Branded|Dubbed|Labelled|Dismissed|Hailed|Condemned)\b"
)
_MORE_FRAGMENTS = re.compile(
    r"(?:[\s,]*(?:and|or|but|nor)?(?:\s(?:the|a|an|of|for|to|also|even))*\s*\ue000++)+(?=[\s,])"
)
_NAME_FOLLOWS = re.compile(
    r"\s+(?:(?:its|the|their)\s)?(?:[a-z][\w-]*\s){0,4}[A-Z][\w.’'-]*\s+(?:[a-z]{2,3}\s+){0,2}[A-Z][^\s,.]*(?:\s[A-Z][^\s,.]*)*(?=[,.]|$)"
)
_QUOTED_AS = re.compile(
    r"\bquot(?:es?|ed|ing)\s+(?!(?:by|in|on)\b)(?P<np>[^\ue000]{2,90}?),?\s+as\s+(?:having\s)?(?:saying|said|telling|warning|describing|calling)\b[^\ue000]*$"
)
_WHOSE_WORDS = re.compile(
    r"\s+(?:(?:That|This|Such)(?:[’']s| is| was) (?:at least )?the (?:\w+ )?(?:view|verdict|message|opinion|assessment|warning|conclusion|advice|reaction|response) (?:of|from)\s"
    r"|(?:The|Those|These|Such) (?:\w+ )?(?:words|sentiments|views?|verdict) (?:is|are|was|were|belongs? to|come|came)\s(?:(?:the words|those|that) )?(?:of |from )?"
    r"|(?:With|In|On|At) (?:that|this|those (?:\w+ )?words?|these (?:\w+ )?words?|that (?:\w+ )?(?:thought|warning|note|line|sentence|remark|joke|cry|advice)|which)(?: (?:\w+ )?(?:thought|warning|note|line|sentence|remark|joke|cry|advice))?,?\s(?=(?:[A-Z]|the |an? )[^.]*\b(?:opened|began|started|ended|closed|sat|left|launched|wound|kicked|set|brought|welcomed|greeted|introduced|concluded|finished|summed|rose|announced)\b)"
    r"|(?:Thus|So) (?=[A-Z][^.]*\b(?:opened|began|started|ended|closed|concluded|put it)\b)"
    r"|(?:The speaker|The writer|The author|The voice) (?:is|was)\s|(?:Those|These|They) (?:are|were) the words of\s|So (?:says|said|writes|wrote|begins|began|runs|ran)\s)"
)
"""A paragraph that tells whose words the one before it held."""
_WORDS_OF = re.compile(r"(?:Those|These|Such) (?:were|are) the (?:\w+ )?words of\s")
"""How a paragraph begins that tells whose the words in the one before are."""
_RELATIVE_BEFORE = re.compile(r"[a-zA-Z]s?\s(?:who|that|which)\s(?:\w+\s)?$")
_GOES_ON_AFTER = re.compile(
    r"[^,;:]{0,60}?\s(?:was|were|is|are|has|have|had|would|will|could|should|might|may|must|can)\b"
)
_ASIDE_BEFORE = re.compile(
    r",\s(?:[\w-]*(?:ed|en|ing|made|set|put|held|drawn)|after|before|when|while|once|since|as|which|who|where)\b[^,;:]*$"
)
_GOES_ON_AFTER_ASIDE = re.compile(
    r"[^,;:]*,\s(?:was|were|is|are|has|have|had|would|will|could|should|might|may|must|can)\b"
)
"""What shows a verb to stand in a clause within the reported one: the verb that the clause parts from its subject."""
_OWN_WORDS = frozenset(
    """
    called calls call described describes dubbed branded labelled termed dismissed told tells said says say wrote writes
    warned warns promised insisted added replied asked announced admitted quoted likened compared
    """.split()
)
"""Verbs whose subject has words of its own: "she said the trust had called it"."""
_IS_SO = re.compile(r"\s(?:is|was|are|were|has|had|agrees|agreed|disagrees|disagreed)\s")
"""What parts who is about to speak from how: "Another manager was blunter:"."""
_BETWEEN_COMMAS = re.compile(r",\s(?:he|she|they|(?:[A-Z][\w.’'-]+\s?){1,3})\s?\Z")
_OF_OTHERS = re.compile(r"(?:\s(?!and\b|but\b)[\w’'-]+){1,12}\s")
"""What stands between a verb of speech and that of a clause within it."""
_TOLD_IN = re.compile(
    r"\b(?:was|were|been)\s(?:\w+\s)?(?:told|informed|warned|notified|advised)\s(?:in|by)\s(?:an?\s)?(?:\w+\s)?(?P<what>letter|email|text|message|notice|leaflet|note)(?:\sfrom\s(?P<who>[^:,]{3,80}))?:\s*$"
)
"""In what people were told what follows: "patients have been told in a letter:"."""
_OF_THEIRS = re.compile(r"\b(?:his|her)\s")
_OF_SEVERAL_PLACES = re.compile(
    r"[A-Z][\w’'-]*(?:,?\s(?:and\s)?[A-Z][\w’'-]*){1,8}?\s(?P<who>MPs|councillors|GPs|campaigners|residents|leaders|doctors|nurses)\b"
)
"""Those of several places: "the message from Hexby, Marl and Orston MPs"."""
_WITH_SOMEBODY = re.compile(
    r"(?:^|,\s)[Ww]ith\s(?P<who>(?:[A-Z]|the\s|its\s|(?:[a-z-]+\s){1,4}(?=[A-Z]))[^.;:\ue000]{3,140}?),?\s$"
)
"""Whoever goes on to say something, as a participle tells: ", with Jo Marsh, the leader, saying"."""
_PARTICLES = (" back", " in", " up", " out", " on")
MAX_LETTER_CHARS = 600
"""How far before what a letter says it is told who wrote it."""
MAX_SUBJECT_CHARS = 240
"""How long a subject between quoted words and its verb may be."""
MAX_HEADLINE_WORDS = 6
MAX_LEAD_CHARS = 1_000
"""How far before quoted words their verb may stand."""


VOICE = re.compile(
    r"[\s,–—-]*(?:(?:came|comes|went|goes|shouted|was)\s+(?:a|an|the|one|another)\s+(?:voice|shout|call|cry|reply|heckle|answer|response|heckler)"
    r"|(?:shouted|called|cried|yelled) (?:a voice|someone|somebody))\b"
)


_SAID_OF_OTHERS = re.compile(r"\s(?:said|says)\s(?:the\s)?(?:[Gg]overnment|[Mm]inisters|[Cc]ouncil|[Tt]rust)$")
"""A verb before what belongs to others: "Jo Marsh, who chairs it, said the council's answer was"."""
_JOINED_VERB = re.compile(
    r"(?:^|[\s,–—;])(?:and|but|or|then|before|after|yet)\s+"
    r"(?:(?:also|then|later|even|went on to|\w+ly|has|have|had|did|does|do)\s+)*$"
)
"""What stands before a verb that shares the subject of the one before it."""
_IS_CHARGED = re.compile(r"\b(?:accused of|charged with|criticised for|attacked for|blamed for|condemned for)\s*$")
"""What somebody is said by others to do: "MP charged with “caving in”"."""
_IT_SAID = re.compile(r"(?:(?:And|But) )?It (?:also |then )?(?:said|says|added|adds|warned|warns|stated|states):")
"""How a body goes on, which is no person: "It said:"."""
_BUT_IT = re.compile(r"(?:\bbut|,\s(?:and|while))\s(?:that\s)?it\s$")
"""How a body goes on in the sentence in which it spoke: "The trust said the wards would stay, but it wants"."""
_OPENS_WITH_CLAUSE = re.compile(
    r"(?:After|When|As|While|Although|Though|Since|Before|Once)\s[^:]{10,200},\s[^,:]{2,80}:"
)
"""A clause before the main one, which leads in: "After ministers confirmed it, Jo Marsh said:"."""
_RESPONDS = re.compile(r"(?:Responding|Replying|Reacting|Commenting|Reflecting)\b")
_LETTER = re.compile(
    r"(?:^|[\s,–—-])(?:it|(?:the|his|her|their|this|that)\s(?:[\w-]+\s)?(?:letter|email|e-mail|message|note|memo|statement|submission|petition|post|blog))\s$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:(?:has|have|had)\s(?:\w+\s)?(?:written|emailed)|wrote|emailed|circulated|sent\s(?:\w+\s){0,2}?(?:an?|the|this|his|her)\s(?:[\w-]+\s){0,2}?(?:letter|email|e-mail|message|note|memo|statement|submission|post|blog))\b"
)
_OWNS_WHO_FOLLOWS = re.compile(r"(?:[’']s|(?<=s)[’']|[’'])\s(?:[\w-]+\s){0,2}[\w-]+,?\s")
"""What stands between two names where the second is whom the first has: "Mr Hale's wife, Ann Hale"."""
_IS_OBJECT = re.compile(
    r"\b(?:to|with|by|against|about|than|told|asked|of|for|between)\s+$|(?<!\ba )(?<!\ban )(?<!\bthe )\b[a-z]{3,}ed\s+$"
)
"""What ends before a name that is no subject: a preposition, or a verb that has it for its object."""


class Ladder:
    """The ways in which an article tells who speaks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def cue_before(self, sentence: Sentence, span: Span) -> Found | None:
        """Find a verb before the words with its subject: "X said: ...", "X called it ..."."""
        start, end = max(sentence.start, span.outer_start - MAX_LEAD_CHARS), span.outer_start
        lead = self.page.frame[start:end]
        cues = find_cues(self.page.frame, start, end)
        if not cues and "," in lead and is_post_line(lead) and not any(m.sure for m in find_names(lead)):
            return Found(Source(None, lead.strip(), "", lead.strip()), Method.LEAD_IN)
        if match := self._named_by_noun(lead, start) or self._subject_after(lead, sentence, span):
            return match
        if match := self._told_without_verb(lead, start, sentence, span):
            return match
        last_blank = lead.rfind(BLANK)
        aside = [cue for cue in reversed(cues) if self._is_parenthesis(cue, start, end)] if len(cues) > 1 else []
        if cues and last_blank < cues[-1].start - start and (acting := self._acts_next(cues[-1].end, end)):
            return acting
        for cue in (*aside, *reversed(cues)):
            if cue.start - start < last_blank and cue.kind != "ing":
                break
            if re.match(r"\s*,?\s*(?:but|and)\s+that\b", self.page.frame[cue.end : end]):
                continue  # "He told them he wept when Jo Marsh spoke, but that it ...": what he told goes on.
            if cue is not cues[0] and self._is_reduced(cue, end):
                continue
            if cue is not cues[0] and (self._is_embedded(cue, end, cues) or self._is_felt_by_others(cue, cues)):
                continue
            if source := self.subject_of(cue, sentence, cues):
                if (
                    re.match(r"(?:his|her|their|its)\s", source.phrase, re.IGNORECASE)
                    and source.person is None
                    and cue is not cues[0]
                ):
                    continue  # "X said that his authority supported ...": X speaks.
                if last_blank >= 0 and cue.start - start < last_blank:
                    return None
                return Found(source, Method.CUE_BEFORE)
        if found := last_match(ACCORDING.finditer(lead)):
            if source := self.page.resolver.starting_at(self.page.frame, start + found.end(), end):
                return Found(source, Method.CUE_BEFORE)
        if (owner := self._named_by_owner(lead, start)) or (owner := self._owned_lead_in(lead, start)):
            return owner
        return self._led_in_by_colon(lead, start, end) if lead.rstrip().endswith(":") and last_blank < 0 else None

    def _subject_after(self, lead: str, sentence: Sentence, span: Span) -> Found | None:
        """Find the subject after an opening participle and its words: "Calling it “a sham”, Jo Marsh said"."""
        comma = self.page.frame.startswith(",", span.outer_end) or self.page.text[span.end - 1] == ","
        if _AS_WELL_AS.fullmatch(lead) and (main := _MAIN_CLAUSE.match(self.page.frame, span.outer_end, sentence.end)):
            person = self.page.resolver.ending_at(self.page.frame, main.start("who"), main.end("who"))
            return Found(person, Method.CUE_AFTER) if person and person.person else None
        more = _TELLS_MORE.match(self.page.frame, span.outer_end, sentence.end)
        if _OPENS_WITH_PARTICIPLE.match(lead) is None or not comma or more:
            return None
        for cue in find_cues(self.page.frame, span.outer_end, sentence.end):
            rest = Sentence(span.outer_end, sentence.end)
            source = self.page.resolver.ending_at(self.page.frame, rest.start, cue.start) if cue.kind != "ing" else None
            return Found(source, Method.CUE_AFTER) if source else None
        return None

    def _told_without_verb(self, lead: str, start: int, sentence: Sentence, span: Span) -> Found | None:
        """Find who judges, writes, feels or is quoted where no verb of speech has them for its subject."""
        if told := _TOLD_BY_WHOM.search(lead):
            source = self.page.resolver.starting_at(self.page.frame, start + told.start("who"), span.outer_start)
            if told["who"] in PRONOUN_OF_OBJECT:
                source = self.page.resolver.pronoun(PRONOUN_OF_OBJECT[told["who"]], start + told.start("who"))
            return Found(source, Method.CUE_BEFORE) if source else None
        if (whose := _IN_THEIR_WORDS.search(lead)) and (
            source := self.source_of_subject(sentence)
            or self.page.resolver.pronoun(PRONOUN_OF_OWNER[whose[1]], start + whose.start())
        ):
            return Found(source, Method.CUE_BEFORE)
        words = self.page.text[span.start : span.end]
        if (who := _WHO_FEELS.search(lead)) and FEELING.match(words):
            named = [mention for mention in find_names(lead[: who.start()]) if mention.end == len(lead[: who.start()])]
            person = self.page.people.named(named[0], start + named[0].start) if named else None
            return Found(self.page.resolver.of(person), Method.SUBJECT) if person else None
        if _DESCRIBED_AS.search(lead) and (by := _BY_WHOM.match(self.page.frame, span.outer_end, sentence.end)):
            return self._starting(by.end(), sentence.end)
        if paper := _IN_THE_PAPER.match(lead):
            source = self.page.resolver.phrase_source(paper["what"], start + paper.start("what"))
            return Found(source, Method.CUE_BEFORE) if source else None
        if lead.rstrip().endswith(":") and (written := _TOLD_IN.search(lead)):
            sender = written["who"] and self.page.resolver.starting_at(lead, written.start("who"), written.end("who"))
            return Found(sender or Source(None, written["what"], "", written["what"]), Method.LEAD_IN)
        if (quoted := _QUOTED_AS.search(lead.rsplit(BLANK, 1)[-1])) and (
            source := self._phrase_at(quoted["np"], span.outer_start)
        ):
            return Found(source, Method.CUE_BEFORE)
        return None

    def _led_in_by_colon(self, lead: str, start: int, end: int) -> Found | None:
        """Find whom a lead-in names that ends in a colon and has no verb of speech: "A nurse from Hexby was blunter:"."""
        owned = re.match(r"\s*(?:His|Her|Its|Their|The|An?|One|Another)\s+[^,:]{2,60}", lead)
        whose = _IS_SO.split(owned.group())[0].strip() if owned else ""
        post = self.page.resolver.phrase_source(whose, start) if has_role(whose) else None
        source = (
            self.post_before(lead)
            or post
            or self._sentence_subject(Sentence(start, end))
            or self.phrase_in(Sentence(start, end))
            or self.only_person(Sentence(start, end))
            or self._asked_before(Sentence(start, end))
            or self._did_speak(Sentence(start, end))
        )
        if source is None:
            source = self.page.resolver.phrase_source(lead.rstrip(" :"), start)
        return Found(source, Method.LEAD_IN) if source else None

    def _is_reduced(self, cue: Cue, end: int) -> bool:
        """Tell whether a participle between commas tells more of what is before it: "the closure, announced on Friday, as"."""
        frame = self.page.frame
        return (
            cue.kind == "past"
            and frame.endswith(", ", 0, cue.start)
            and _ASIDE_CLOSES.match(frame, cue.end, end) is not None
        )

    def _acts_next(self, at: int, end: int) -> Found | None:
        """Find the person of another clause between a verb of speech and the words: "The trust objected but Jo Marsh found"."""
        acts = last_match(_ACTS_NEXT.finditer(self.page.frame, at, end))
        if acts is None:
            return None
        mentions = find_names(acts["who"])
        person = self.page.people.named(mentions[0], at) if len(mentions) == 1 else None
        return Found(self.page.resolver.of(person), Method.SUBJECT) if person else None

    def _is_embedded(self, cue: Cue, end: int, cues: Sequence[Cue]) -> bool:
        """Tell whether a verb belongs to a clause within what an earlier one reports: "She said GPs who felt ill were"."""
        rest = self.page.frame[cue.end : end]
        if BLANK in rest or not any(c.speech and c.kind != "ing" and c.start < cue.start for c in cues):
            return False
        between = self.page.frame[max(c.end for c in cues if c.start < cue.start) : cue.start]
        if _RELATIVE_BEFORE.search(between):
            return _GOES_ON_AFTER.match(rest) is not None
        return _ASIDE_BEFORE.search(between) is not None and _GOES_ON_AFTER_ASIDE.match(rest) is not None

    def _is_parenthesis(self, cue: Cue, start: int, end: int) -> bool:
        """Tell whether a verb and its subject stand between commas after the last quoted words: "The plan, she says, reads"."""
        return (
            cue.speech
            and self.page.frame[cue.end : cue.end + 1] == ","
            and BLANK not in self.page.frame[cue.end : end]
            and _BETWEEN_COMMAS.search(self.page.frame, max(start, cue.start - 40), cue.start) is not None
        )

    def _is_felt_by_others(self, cue: Cue, cues: Sequence[Cue]) -> bool:
        """Tell whether a verb is what somebody says that others feel or do: "Jo Marsh said the volunteers felt"."""
        if cue.kind == "ing" or cue.form in _OWN_WORDS:
            return False
        said = [c for c in cues if c.speech and c.kind != "ing" and c.start < cue.start]
        return bool(said) and _OF_OTHERS.fullmatch(self.page.frame, said[-1].end, cue.start) is not None

    def _asked_before(self, sentence: Sentence) -> Source | None:
        """Return who was asked in the sentence before "The reply came within the hour:"."""
        if not _REPLY_CAME.match(self.page.frame, sentence.start, sentence.end):
            return None
        begin = max(self.page.frame.rfind("\n", 0, sentence.start) + 1, sentence.start - MAX_LEAD_CHARS)
        asked = last_match(_WAS_ASKED.finditer(self.page.frame, begin, sentence.start))
        return self.page.resolver.phrase_source(asked["who"], asked.start("who")) if asked else None

    def _did_speak(self, sentence: Sentence) -> Source | None:
        """Return the body that did speak where others did not: "But the union did:"."""
        found = _DID.match(self.page.frame, sentence.start, sentence.end)
        return self.page.resolver.phrase_source(found["who"], found.start("who")) if found else None

    def post_before(self, lead: str) -> Source | None:
        """Return who is given by a post and a kind of body before a colon: "Medical director, acute trust:"."""
        words = lead.strip().removesuffix(":")
        if "," not in words or not is_post_line(words) or find_cues(words, 0, len(words)):
            return None
        return None if any(m.sure for m in find_names(words)) else Source(None, words, "", words)

    def _phrase_at(self, words: str, at: int) -> Source | None:
        """Return the source that some words before a place name, as a person or by a post."""
        start = self.page.frame.rfind(words, 0, at)
        starting = self.page.resolver.starting_at(self.page.frame, start, start + len(words))
        return starting or self.page.resolver.phrase_source(words, start)

    def _named_by_noun(self, lead: str, start: int) -> Found | None:
        tail = lead.rsplit(BLANK, 1)[-1]
        offset = start + len(lead) - len(tail)
        if (
            tail.rstrip(" ,").endswith(" it")
            and (has_it := _AS_THEY_HAVE_IT.search(tail))
            and (
                source := self.page.resolver.ending_at(
                    self.page.frame, offset + has_it.start("np"), offset + has_it.end("np")
                )
            )
        ):
            return Found(source, Method.CUE_BEFORE)
        if "as they " in tail and (saying := _AS_THEY_SAY.search(tail)):
            source = self._phrase_at(saying["where"], offset + len(tail))
            return Found(source, Method.CUE_BEFORE) if source else None
        if (
            "what " in tail
            and (called := _WHAT_THEY_CALLED.search(tail))
            and (source := self._who_calls(called, offset))
        ):
            return Found(source, Method.CUE_BEFORE)
        if (
            tail.rstrip().endswith(":")
            and (read := _READ_FROM.search(tail))
            and (source := self._document_read(read, offset))
        ):
            return Found(source, Method.CUE_BEFORE)
        if found := " by " in tail and _JUDGED_BY.search(tail):
            if source := self.page.resolver.starting_at(
                self.page.frame, offset + found.start("who"), offset + found.end("who")
            ):
                return Found(source, Method.CUE_BEFORE)
        if (raised := _RAISED_BY.search(tail)) and (
            source := self.page.resolver.starting_at(
                self.page.frame, offset + raised.start("who"), offset + raised.end("who")
            )
        ):
            return Found(source, Method.CUE_BEFORE)
        for taken_up in (_FOR_SAYING, _WHAT_THEY_SAID, _OTHERS_CLAIM):
            if (found := taken_up.search(tail)) and (
                source := self.page.resolver.ending_at(
                    self.page.frame, offset + found.start("who"), offset + found.end("who")
                )
            ):
                return Found(source, Method.CUE_BEFORE)
        if found := TOLD_BY.search(tail):
            if source := self.page.resolver.starting_at(self.page.frame, offset + found.end(), offset + len(tail)):
                return Found(source, Method.CUE_BEFORE)
        if (found := _NOUN_FROM.search(tail)) and not self._says_after(found, offset):
            if source := self.page.resolver.starting_at(
                self.page.frame, offset + found.start("np"), offset + found.end("np")
            ):
                return Found(source, Method.CUE_BEFORE)
        found = _OWNED_NOUN.search(tail)
        said = _JUDGED_WORDS.search(tail) and any(
            cue.speech for cue in find_cues(self.page.frame, offset, offset + len(tail))
        )
        if found and not said and not (tail[: found.start()].endswith(",") and _SAID_OF_OTHERS.match(found["np"])):
            owner = re.sub(r"^.*\b(?:in|to|for|by|despite|on|of|that|said|says|told \w+)\s+(?=\S)", "", found["np"])
            if source := self.page.resolver.ending_at(
                self.page.frame, offset + found.end("np") - len(owner), offset + found.end("np")
            ):
                return Found(source, Method.CUE_BEFORE)
        return None

    def _says_after(self, found: re.Match[str], offset: int) -> bool:
        """Tell whether a verb of speech follows: "answering a question from Ann Hale, he said"."""
        cues = find_cues(self.page.frame, offset + found.end("np"), offset + found.end())
        return any(cue.speech and cue.kind != "ing" for cue in cues)

    def _who_calls(self, called: re.Match[str], offset: int) -> Source | None:
        """Return who calls something so: "what she called", "what Mrs Marsh described as"."""
        if called["pronoun"] == "they":
            met = _MET_THEM.search(self.page.frame, offset, offset + called.start())
            return Source(None, met["who"], "", met["who"], plural=True) if met else None
        if pronoun := called["pronoun"]:
            return self.page.resolver.pronoun(pronoun, offset + called.start())
        return self.page.resolver.ending_at(self.page.frame, offset + called.start("who"), offset + called.end("who"))

    def _document_read(self, read: re.Match[str], offset: int) -> Source | None:
        """Return the document, with the body that it is from, that somebody reads out or holds up."""
        what = read["what"].strip()
        sender = re.search(r"\bfrom\s(?:the\s)?(?P<who>[A-Z].*)$", read["more"] or "")
        issued = f"{what} from {sender['who']}" if sender else what
        source = self.page.resolver.phrase_source(issued, offset + read.start("what"))
        return source if source and (source.person or source.role) else None

    def _named_by_owner(self, lead: str, start: int) -> Found | None:
        """Find whose words they are by "his verdict: ...", "in her reply, ..."."""
        tail = lead.rsplit(BLANK, 1)[-1]
        offset = start + len(lead) - len(tail)
        if found := re.search(
            r"\b([Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w-]+\s+){0,2}?(?:view|verdict|answer|message|claim|warning|response|reply|assessment|conclusion|comment|description|complaint|question|summary|words?|advice|plea|statement)\b[^.\ue000]{0,40}$",
            tail,
        ):
            if source := self.page.resolver.pronoun(PRONOUN_OF_OWNER[found[1].lower()], offset + found.start()):
                return Found(source, Method.CUE_BEFORE)
        return None

    def _owned_lead_in(self, lead: str, start: int) -> Found | None:
        """Find who leads in by what is theirs: "Her objection, though, was a simpler one: ..."."""
        owned = re.match(
            r"\s*(?:But |And |So |Yet )?(His|Her|his|her)\s+(?P<what>[^,:\ue000]{2,60})[^\ue000]*:\s*$", lead
        )
        if owned is None or has_role(owned["what"]):
            return None
        source = self.page.resolver.pronoun(PRONOUN_OF_OWNER[owned[1].lower()], start)
        return Found(source, Method.LEAD_IN) if source else None

    def subject_of(self, cue: Cue, sentence: Sentence, cues: Sequence[Cue]) -> Source | None:
        """Return a verb's subject; a participle or a second verb has that of the verb before it in `cues`."""
        left = self.page.frame[sentence.start : cue.start]
        begin = sentence.start + left.rfind(BLANK) + 1
        near = self.page.frame[begin : cue.start]
        if source := self._inverted_subject(cue, sentence, near):
            return source
        if cue.kind == "ing" and (source := self._subject_of_participle(near, begin)):
            return source
        if _GOES_ON_ALONE.fullmatch(left) and (last := self.page.resolver.last_spoken(sentence.start)):
            return last
        if cue.kind == "ing" and (but := _BUT_THEY.search(near)):
            return self.page.resolver.pronoun(but["pronoun"], cue.start)
        if cue.kind == "ing" or _JOINED_VERB.search(near):
            return self._shared_subject(cue, sentence, cues)
        if near.endswith(" it ") and _BUT_IT.search(near):
            speech = [c for c in cues if c.speech and c.kind != "ing" and c.start < cue.start]
            body = self.subject_of(speech[0], sentence, []) if speech else None
            if body and body.person is None and body.organisation[:1].isupper():
                return body
        return self.page.resolver.ending_at(self.page.frame, begin, cue.start)

    def _inverted_subject(self, cue: Cue, sentence: Sentence, near: str) -> Source | None:
        """Return the person after a verb of speech: "Plans without nurses, warned Jo Marsh, were ..."."""
        if not cue.speech or cue.form.startswith("t") or not near.rstrip().endswith(","):
            return None
        if not _NAME_FOLLOWS.match(self.page.frame, cue.end):
            return None
        source = self.page.resolver.starting_at(self.page.frame, cue.end, sentence.end)
        return source if source and source.person else None

    def _subject_of_participle(self, near: str, begin: int) -> Source | None:
        """Return the paper or the person before a participle, where the words there name one."""
        if issued := _paper_before().search(near):
            paper = self.page.resolver.phrase_source(issued["what"], begin + issued.start("what"))
            if paper and paper.is_document:
                return paper  # "passed a motion describing the plan as"
        if led := _WITH_SOMEBODY.search(near):
            source = self.page.resolver.starting_at(near, led.start("who"), len(near))
            if source and source.person:
                return source  # "There was support, with Jo Marsh saying"
        return None

    def _shared_subject(self, cue: Cue, sentence: Sentence, cues: Sequence[Cue]) -> Source | None:
        """Return the subject of the verb before, of the last statement in the sentence, or of the sentence."""
        for earlier in reversed([c for c in cues if c.start < cue.start and c.kind != "ing"]):
            if cue.speech and self._is_felt_by_others(earlier, cues):
                continue  # "Jo Marsh said campaigners had expected it but added"
            if self._ends_in_an_aside(earlier, cue):
                continue
            if self.page.frame.endswith((" those who ", " people who ", " all who "), sentence.start, earlier.start):
                continue  # "The head of a council has joined those who want it, and has told"
            if source := self.subject_of(earlier, sentence, [c for c in cues if c.start < earlier.start]):
                return source
        last = self.page.last
        if last and last.found and last.sentence and last.sentence.start == sentence.start:
            return last.found.source
        return self.source_of_subject(sentence)

    def _ends_in_an_aside(self, earlier: Cue, cue: Cue) -> bool:
        """Tell whether a verb tells of a body in an aside that is over: "Jo Marsh of Care UK, which speaks for many, ... but said"."""
        return (
            self.page.frame.endswith(", which ", 0, earlier.start) and "," in self.page.frame[earlier.end : cue.start]
        )

    def source_of_subject(self, sentence: Sentence) -> Source | None:
        """Return the source that a sentence is about: its first person, pronoun or phrase."""
        return self._sentence_subject(sentence) or self._phrase_subject(sentence)

    def _phrase_subject(self, sentence: Sentence) -> Source | None:
        """Return the source with which a sentence begins, up to its first verb."""
        words = self.page.frame[sentence.start : sentence.end]
        found = re.search(
            r"\s(?:is|are|was|were|has|have|had|will|would|could|should|did|does|gave|took|made|went|came|set|put|struck|sounded|wants?|wanted|mentions|contains|offers|left|quit|\w+ed)\s",
            words[:200],
        )
        if not found or re.match(
            r"\s(?:is|are|was|were|has|have|had)\s(?:to be|been|being)\s(?!(?:scathing|critical|clear|vocal|quick|careful|blunt|adamant|slow|keen|at pains|more|less|very)\b)",
            words[found.start() : found.start() + 40],
        ):
            return None
        phrase = re.sub(r",\s(?:who|which)$|\s\([A-Z]\w+\)", "", words[: found.start()])
        if own := _IN_AN_ARTICLE.fullmatch(phrase):
            return self.page.resolver.pronoun(own["pronoun"], sentence.start)
        bare = re.split(r"\s(?:covering|representing|running|serving|based|made up)\s", phrase)[0]
        return self.page.resolver.phrase_source(phrase, sentence.start) or (
            self.page.resolver.phrase_source(bare, sentence.start) if bare != phrase else None
        )

    def cue_after(self, sentence: Sentence, span: Span, block: Block) -> Found | None:
        """Find a verb after the words with its subject: "..., said X", "..., X said"."""
        start = self._past_fragments(span.outer_end, sentence.end)
        blank = self.page.frame.find(BLANK, start, sentence.end)
        end = blank if blank >= 0 else sentence.end
        reach = self.page.frame[start:end]
        if not reach.strip():
            return None
        if found := _CREDITED.match(reach):
            return self._starting(start + found.end(), end)
        if owned := _IN_THEIR_VIEW.match(reach):
            source = self.page.resolver.pronoun(PRONOUN_OF_OWNER[owned[1]], start)
            return Found(source, Method.CUE_AFTER) if source else None
        if phrased := _TO_USE_THEIR_WORDS.match(reach):
            return self._starting(start + phrased.start("who"), start + phrased.end("who"))
        if (verdict := _VERDICT.match(reach)) and (named := self._starting(start + verdict.end(), end)):
            return named
        if self.page.author and _AUTHOR_SPEAKS.match(reach):
            return Found(self.page.resolver.of(self.page.author), Method.CUE_AFTER)
        how = _IS_HOW.match(reach)
        offset = start + how.end() if how else start
        cue = next(iter(find_cues(self.page.frame, offset, end)), None)
        if cue and cue.kind != "ing":
            between = self.page.frame[offset : cue.start]
            if not re.search(r"\w", between) or re.fullmatch(r"[\s,–—-]*(?:so|or so|as|then)\s*", between):
                if named := self._inverted(cue, span, end):
                    return named
                if cue.speech and _NO_SUBJECT_FOLLOWS.match(self.page.frame, cue.end):
                    return None
            elif len(between) <= MAX_SUBJECT_CHARS and not re.search(r"[.!?]\s", between.strip(" .")):
                if blank >= 0 and self._introduces_next(cue, end):
                    return None
                if named := self._subject_first(cue, between, offset, block):
                    return named
        if _PASSIVE_JUDGEMENT.search(self.page.frame[sentence.start : span.outer_start]) and (by := _BY.match(reach)):
            return self._starting(start + by.end(), end)
        return None

    def credited_at_end(self, sentence: Sentence, span: Span) -> Found | None:
        """Find whom a sentence credits at its end with the words in its midst: "..., according to X"."""
        if BLANK in self.page.frame[span.outer_end : sentence.end]:
            return None
        if credited := _CREDITED_AT_END.search(self.page.frame[span.outer_end : sentence.end]):
            return self._starting(span.outer_end + credited.end(), sentence.end)
        cues = [
            cue for cue in find_cues(self.page.frame, span.outer_end, sentence.end) if cue.speech and cue.kind != "ing"
        ]
        if not cues or not re.fullmatch(
            r"(?:\s(?:yesterday|today|tonight|(?:last|this) \w+|on \w+day))?[\s.]*",
            self.page.frame[cues[-1].end : sentence.end],
        ):
            return None
        comma = self.page.frame.rfind(",", span.outer_end, cues[-1].start)
        source = self.page.resolver.ending_at(self.page.frame, comma + 1, cues[-1].start) if comma >= 0 else None
        return Found(source, Method.CUE_AFTER) if source else None

    def _starting(self, start: int, end: int) -> Found | None:
        """Return the source that the words from `start` on name."""
        source = self.page.resolver.starting_at(self.page.frame, start, end)
        return Found(source, Method.CUE_AFTER) if source else None

    def _inverted(self, cue: Cue, span: Span, end: int) -> Found | None:
        """Return the subject after its verb: "said X", "shot back X", and after a question or cry "called X"."""
        shouted = cue.form in ("called", "calls") and self.page.text[span.end - 1] in "?!,"
        written = cue.form in ("reads", "read")
        if not (cue.speech or shouted or written or cue.form.endswith(_PARTICLES)):
            return None
        if _IS_A_NOUN.match(self.page.frame, cue.end, end):
            return None
        return self._starting(cue.end, end)

    def _subject_first(self, cue: Cue, between: str, offset: int, block: Block) -> Found | None:
        """Return the subject before its verb: "X said"; in a headline the subject may be any few words."""
        headline = block.type in (*ASIDES, BlockType.BULLET) and len(between.split()) <= MAX_HEADLINE_WORDS
        if not (headline or has_role(between) or _SUBJECT_BEGINS.match(between)):
            return None
        source = self.page.resolver.ending_at(self.page.frame, offset, cue.start)
        if source and source.person is None and _LETTER.search(between):
            source = self._letter_writer(offset) or source
        return Found(source, Method.CUE_AFTER) if source else None

    def _letter_writer(self, at: int) -> Source | None:
        """Return the person who wrote or sent the letter of which a sentence goes on to speak."""
        begin = max(0, at - MAX_LETTER_CHARS)
        wrote = last_match(_WROTE.finditer(self.page.frame, begin, at))
        if wrote is None:
            return None
        stops = [self.page.frame.rfind(stop, begin, wrote.start()) for stop in (". ", "\n")]
        start = max(max(stops) + 1, begin)
        source = self.page.resolver.ending_at(self.page.frame, start, wrote.start())
        return source if source and source.person else None

    def _past_fragments(self, start: int, end: int) -> int:
        """Skip further fragments that only "and" and the like part from the words: "“x” and “y”, says Z"."""
        skipped = _MORE_FRAGMENTS.match(self.page.frame[start:end])
        return start + skipped.end() if skipped else start

    def _introduces_next(self, cue: Cue, end: int) -> bool:
        """Tell whether a verb after quoted words opens the next quoted words instead ("Bill said: ...")."""
        rest = self.page.frame[cue.end : end].rstrip()
        return rest.endswith((":", " that", " as", " was", " is", " it", " of", " the", " a", " be"))

    def subject(self, sentence: Sentence, span: Span) -> Found | None:
        """Find a sentence's own subject for a fragment without a verb of saying ("X has no doubt ...")."""
        lead = self.page.frame[sentence.start : span.outer_start]
        if BLANK in lead or _IS_CHARGED.search(lead):
            return None
        if source := self._sentence_subject(Sentence(sentence.start, span.outer_start)):
            return Found(source, Method.SUBJECT)
        if owned := re.match(r"(?:But |And |So )?(His|Her)\s", lead):
            source = self.page.resolver.pronoun("he" if owned[1] == "His" else "she", sentence.start)
            if source:
                return Found(source, Method.SUBJECT)
        copula = re.search(r"\b(?:is|are|was|were|be|been|became|becomes|remains?|remained)\s+(?:\w+\s+){0,2}$", lead)
        if not copula and (source := self._phrase_subject(Sentence(sentence.start, span.outer_start))):
            if source.organisation or source.role:
                return Found(source, Method.SUBJECT)
        return None

    def source_of_sentence(self, sentence: Sentence) -> Source | None:
        """Return the source that a whole sentence without quoted words introduces, if it reports speech."""
        cues = [c for c in find_cues(self.page.frame, sentence.start, sentence.end) if c.kind != "ing"]
        # "Responding to the speech, in which the minister announced more, Jo Marsh said:"
        responds = _RESPONDS.match(self.page.frame, sentence.start, sentence.end) or _OPENS_WITH_CLAUSE.match(
            self.page.frame, sentence.start, sentence.end
        )
        leading = [cue for cue in cues[-1:] if responds and self.page.frame[cue.end : sentence.end].strip() == ":"]
        for cue in (*leading, *cues[:4]):
            if source := self.page.resolver.ending_at(self.page.frame, sentence.start, cue.start):
                return source
        if source := self._sentence_subject(sentence) or self.only_person(sentence):
            return source
        leads_in = self.page.frame[sentence.start : sentence.end].rstrip().endswith(":")
        source = self._phrase_subject(sentence)
        known = source and (source.person or (leads_in and (source.organisation or has_role(source.role))))
        return source if known else None

    def only_person(self, sentence: Sentence) -> Source | None:
        """Return the one person that a sentence names."""
        words = self.page.frame[sentence.start : sentence.end]
        known = [self.page.people.named(m, sentence.start + m.start) for m in find_names(words)]
        persons = {id(person): person for person in known if person}
        return self.page.resolver.of(next(iter(persons.values()))) if len(persons) == 1 else None

    def _sentence_subject(self, sentence: Sentence) -> Source | None:
        words = self.page.frame[sentence.start : sentence.end]
        mentions = [m for m in find_names(words) if m.sure >= 1 or self.page.people.named(m, sentence.start + m.start)]
        owned = len(mentions) > 1 and _OWNS_WHO_FOLLOWS.fullmatch(words[mentions[0].end : mentions[1].start])
        for mention in mentions[1:2] if owned else mentions[:1]:
            before = words[: mention.start]
            if not _IS_OBJECT.search(before) and (
                person := self.page.people.named(mention, sentence.start + mention.start)
            ):
                return self.page.resolver.of(person)
        found = re.match(r"(?:But |And |So |Yet |Then )?(He|She|They)\b", words)
        if found:
            return self.page.resolver.pronoun(found[1].lower(), sentence.start)
        return None

    def phrase_in(self, sentence: Sentence) -> Source | None:
        """Return the source in a lead-in without a verb of saying: "This came from Jo Marsh:"."""
        words = self.page.frame[sentence.start : sentence.end].rstrip(" :")
        for match in re.finditer(r"\b(?:from|by|of|to)\s+", words):
            mentions = find_names(words[match.end() :][:120])
            if mentions and (mentions[0].start == 0 or has_role(words[match.end() :][: mentions[0].start])):
                if source := self.page.resolver.starting_at(
                    self.page.frame, sentence.start + match.end(), sentence.end - 1
                ):
                    return source
        if found := last_match(re.finditer(r"\b(?:from|of|by|for|to)\s+", words)):
            return self.page.resolver.starting_at(self.page.frame, sentence.start + found.end(), sentence.end - 1)
        mentions = [m for m in find_names(words) if self.page.people.named(m, sentence.start)]
        if mentions and (person := self.page.people.named(mentions[-1], sentence.start)):
            return self.page.resolver.of(person)
        return None

    def elliptic(self, since_quote: str, span: Span) -> Found | None:
        """Return the person of a second half without a verb: "X asked for "...", Y for "..."."""
        found = re.fullmatch(
            r"[\s,;]*(?:and\s+|while\s+)?(?P<who>.{3,60}?)\s+(?:for|on|about|with|of|to|at|that|it|,)?(?:(?:\s(?:it|this|they|he|she|the\s\w+))?\s(?:was|were|is|are|would be|had been))?(?:\s(?:an?|the))?\s*",
            since_quote,
        )
        if not found:
            return None
        mentions = find_names(found["who"])
        if len(mentions) != 1 or mentions[0].start > 0 or mentions[0].end < len(found["who"]):
            return None
        person = self.page.people.named(mentions[0], span.outer_start)
        return Found(self.page.resolver.of(person), Method.CUE_BEFORE) if person else None

    def is_unnamed_voice(self, sentence: Sentence, span: Span) -> bool:
        """Tell whether a voice without a name is said to have spoken: "“No!” came a shout from the back"."""
        return VOICE.match(self.page.frame[span.outer_end : sentence.end]) is not None

    def presented(self, span: Span, block: Block) -> Found | None:
        """Return the source that a sentence after the words presents: "This was Hamish Trewick, a GP"."""
        end = block.end
        following = self.page.frame[span.outer_end : end]
        found = _WHOSE_WORDS.match(following) or re.match(
            r"\s+(?:(?:This|That|It) (?:was|came from|is)|This from|That from)\s+", following
        )
        if not found and span.outer_end == end:
            line = self.page.frame.find("\n", end + 2)
            end = line if line >= 0 else len(self.page.frame)
            found = _WHOSE_WORDS.match(self.page.frame[span.outer_end : end])
        if not found:
            return None
        source = self.page.resolver.starting_at(self.page.frame, span.outer_end + found.end(), end)
        if source is None and (several := _OF_SEVERAL_PLACES.match(self.page.frame, span.outer_end + found.end())):
            source = Source(None, several["who"], "", several.group(), plural=True)
        return Found(source, Method.CUE_AFTER) if source else None

    def told_below(self, block: Block) -> Found | None:
        """Find whom the next paragraph gives the words in this one to: "Those were the words of Jo Marsh"."""
        line = block.end
        while line < len(self.page.frame) and self.page.frame[line].isspace():
            line += 1
        found = _WORDS_OF.match(self.page.frame, line)
        if found is None:
            return None
        end = self.page.frame.find("\n", found.end())
        return self._starting(found.end(), end if end >= 0 else len(self.page.frame))

    def signed(self, words: str, at: int) -> Found | None:
        """Return the source that signs words: "- Jo Marsh, leader of ..." or "(GP, north of England)"."""
        bare = words.strip().strip("–—-()[]:, .").strip()
        if not bare or len(bare) > 140 or re.search(r"[.!?]\s", bare):
            return None
        mentions = find_names(bare)
        if mentions and mentions[0].start <= 1 and (mentions[0].sure >= 1 or self.page.people.named(mentions[0], at)):
            person = self.page.people.add(mentions[0], at)
            if described := parse_description(bare[mentions[0].end :]):
                person.describe(described)
            return Found(self.page.resolver.of(person), Method.CAPTION)
        in_brackets = re.fullmatch(r"\s*\([^()]+\)\.?\s*", words) and len(bare.split()) <= 10 and not bare[0].isdigit()
        if (has_role(bare) or in_brackets) and not _finite(bare):
            return Found(Source(None, bare, "", bare), Method.CAPTION)
        return None

    def signed_at_end(self, span: Span, block: Block) -> Found | None:
        """Return the source that signs words at the end of their paragraph."""
        rest = self.page.frame[span.outer_end : block.end]
        if BLANK in rest or not re.match(r"\s*(?:[–—(\[-]|[A-Z])", rest):
            return None
        return self.signed(rest, span.outer_end)

    def headline_name(self, before: str, start: int) -> Found | None:
        """Return the person whom a headline names before a colon, wherever the article tells who that is."""
        mentions = find_names(before)
        for mention in mentions:
            if person := self.page.people.named(mention, start + len(self.page.text)):
                return Found(self.page.resolver.of(person), Method.LEAD_IN)
        return None

    def carried(self, sentences: Sequence[Sentence], i: int, span: Span, opens: bool) -> Found | None:
        """Carry over the source that spoke last, where the article's flow allows it."""
        position = span.outer_start
        last = self.page.resolver.last_spoken(position)
        if last is None:
            return self._only_one_met(sentences[i], span, opens)
        if opens or i > 0:
            return Found(last, Method.CARRIED)
        lead = self.page.frame[sentences[i].start : span.outer_start]
        if re.match(r"(?:(?:And|But|Yet|So) )?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\b", lead):
            people = last.person is None and not last.organisation and not last.is_document
            return None if people and _IT_SAID.match(lead) else Found(last, Method.CARRIED)
        # "Ten months later it works well: “...”", of the one person of whom the article goes on to tell.
        alone = last.person is not None and self.page.people.last_seen(position) is last.person
        return Found(last, Method.CARRIED) if alone and lead.rstrip().endswith(":") else None

    def _only_one_met(self, sentence: Sentence, span: Span, opens: bool) -> Found | None:
        """Return the one person whom an article has brought in, with a post, before the first words that it quotes."""
        met = [p for p in self.page.people.persons if p.position < span.outer_start and p is not self.page.author]
        if len(met) != 1 or not met[0].role:
            return None
        lead = self.page.frame[sentence.start : span.outer_start]
        if not opens and not _OF_THEIRS.search(lead):
            return None
        return Found(self.page.resolver.of(met[0]), Method.CARRIED)


def _finite(words: str) -> bool:
    return (
        re.search(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|do|does|did|can|could)\b", words) is not None
    )
