"""Predicates that tell a view without a verb of speech: "is sceptical about", "puts it down to", "wants it scrapped"."""

from __future__ import annotations

import re
from functools import cache

from serving.articles.ladder import Ladder
from serving.articles.lexicon import DOCUMENTS, VIEW_ADJECTIVES, phrase_pattern
from serving.articles.sentences import Sentence
from serving.articles.sources import Source

_OBJECT = r"(?:(?!\b(?:that|which|who|and|but|as)\b)[^,;:.\ue000]){2,70}?"
_ADVERBS = r"(?:(?:also|further|still|more|less|rather|deeply|very|clearly|not|so|at all|nonetheless|nevertheless|however|even so|no less|quite|entirely|far from|wholly|pretty|as|too|equally|particularly|\w+ly)\s+)*"
_POINTS = "point|warning|assurances?|commitment|promise|pledge|guarantee|undertaking|claim|plea|case|view|conclusion|lesson|fear|prediction|admission|complaint|argument|note of caution"
_DONE = (
    "[a-z]+ed|torn|kept|rewritten|withdrawn|built|rebuilt|given|spent|shown|put|taken|left|made|brought|redone|undone"
)
_HOLDS = (
    r"(?:is|are|was|were)\s+of\s+(?:the\s+(?:view|opinion)|one\s+mind)\s+(?:that|about|of|over|with|at|whether|how|why)\b",
    r"(?:has|had|have)\s+(?:(?:serious|grave|deep|real|strong|some|many|no)\s+)*(?:doubts?|reservations?|misgivings|concerns?)\s+(?:that|about|of|over|with|at|whether|how|why)\b",
    r"(?:has|had|have)\s(?:its|his|her|their)\s(?:own\s)?(?:doubts|reservations|misgivings)\b",
    rf"(?:made|makes|issued|issues|gave|gives|given|offered|sounded|sounds|added|put|came to|reached|drew|voiced|repeated)\s(?:the|an?|his|her|its|their)\s(?:[\w-]+\s){{0,2}}?(?:{_POINTS})\sthat\b",
    r"(?:takes?|took)\s(?:the|a)\s(?:\w+\s)?view\sthat\b|(?:takes?|took)\sa\s(?:\w+\s)?(?:dim|harsh|kinder|gloomy|rosier|different|dark|cooler)\sview\sof\b",
    r"(?:(?:is|are|was|were)\sin|has|have|had)\s(?:no|little)\sdoubts?\s(?:that|about)\b",
    r"(?:has|have|had)\sit\son\sgood\sauthority\sthat\b|(?:makes?|made)\sno\ssecret\sof\s(?:his|her|its|their)\b|lets?\sslip\sthat\b",
    r"(?:thinks?|thought|believes?|believed|says?|said)\sotherwise\b|(?:holds?|held)\sthat\b",
    r"(?:spoke|speaks|(?:has|have|had)\sspoken)\sof\s(?:his|her|their|its)\s(?:[\w-]+\s){0,2}(?:fears?|concerns?|anger|dismay|worries|frustration|disappointment|shock)\b",
    r"float(?:s|ed)\sthe\sidea\b",
    r"(?:draws?|drew|drawn)\s(?:(?:his|her|their|our|its|members[’']|ministers[’']|councillors[’']|public)\s)?attention\sto\s(?:the\sfact|how|what|figures|research|evidence|(?:an?|the|its|their|his|her)\s(?:\w+\s)?(?:need|risks?|lack|dangers?|gap|problems?|difficult\w+|failures?|way|impact|importance|number))\b",
    r"(?:points?|pointed)\sto\s(?:the\sfact|how|(?:an?|the|its|their|his|her)\s(?:[\w-]+\s)?(?:need|risks?|lack|dangers?|difficult\w+|failures?|importance|benefits?))\b",
    r"(?:begun|began|begins|begin|come|came)\sto\s(?:fear|believe|think|feel|doubt|suspect)\s(?:that|it|they|there|the)\b",
    r"disagree[sd]?\sthat\s(?:the|it|there|they|this|these|his|her|its|their|any|an?|[A-Z])(?=\w|\b)",
    r"lets?\sit\sbe\sknown\sthat\b",
    r"puts?\sforward\sthe\s(?:idea|view|case|argument)\s(?:of|that|for)\b",
    r"(?:did|does|do|would|could)\snot\srule\sout\b|(?:refused|refuses|declined|declines)\sto\srule\sout\b",
    r"profess(?:es|ed)?\s(?:himself|herself|itself|themselves|not\sto|to\s(?:be|see|know|have|believe))\b",
    r"(?:cannot|can[’']t|could\snot|couldn[’']t|can|could)\ssee\s(?:the|no|any|little)\s(?:sense|point|case|need|logic|merits?|value|reason|harm|future|benefits?)\b",
)
"""Predicates of holding a view."""
_JUDGES = (
    r"(?:saw|sees|see)\sin\s(?:it|them|this|that|these|those)\s(?:an?|the|no|little|nothing|only|every)\b",
    rf"(?:saw|sees|see|regards?|regarded|describes?|described|dismiss(?:es|ed)?|views?|viewed|characterises?d?|paints?|painted|portrays?|portrayed|rates|rated)\s{_OBJECT}\sas\s(?!(?:she|he|they|it|we|the\s\w+\s(?:was|were|is|had|did))\b)[a-z]+",
    r"puts?\s(?:this|that|it|them)\sdown\sto\b",
    r"puts?\s(?:(?:the|its|their)\s[\w-]+(?:\s[\w-]+){0,2}|it|them|that|this)\sat\b",
    rf"puts?\s{_OBJECT}\sat\s(?:more|less|fewer|about|around|nearly|almost|over|under|between|some|£|\d)",
    rf"puts?\s{_OBJECT}\sdown\sto\s(?!(?:answer|take|get|make|speak|write|read|look|pick|shake|listen|go|see|do|eat)\b|(?:the|an?)\s(?:vote|floor|table)\b)",
    rf"(?:attributes?d?|ascribes?d?|traces?d?)\s{_OBJECT}\s(?:back\s)?to\s",
    r"(?:calls?|called)\s(?:it|this|that|them)\s(?:an?\s(?!day\b|halt\b|\w+\s(?:too|later|before)\b)|[a-z]+(?:ous|ful|less|ic|ical|able|ible)\b)",
    r"(?:disputes?|disputed|contests?|contested|den(?:y|ies|ied)|rejects?|rejected)\s(?:this|that|it|these|them|all of this|the (?:claims?|charge|accusations?|suggestion))(?=[.,;]|\sversion\b|\saccount\b|\sreading\b|\scharge\b|\sclaim\b)",
    r"(?:takes?|took)\s(?:some\s|little\s|no\s)?comfort\s(?:from|in)\b",
)
"""Predicates of judging something."""
_WISHES = (
    r"(?:would|[’']d)\s(?:(?:dearly|also|rather|still|much)\s)?like\sto\ssee\s(?!the\b)",
    r"(?:would|[’']d)\s(?:(?:dearly|also|still|much)\s)?like\s(?:every|all|more|each|its|their|an?)\b(?!\s(?:seat|drink|cup|chair|lift|word|copy|break)\b)",
    r"(?:would|[’']d)\s(?:(?:much|far|still)\s)?(?:prefer\s(?:to|a|an|the|it|that|not|more|fewer)\b|rather\s(?!than\b|be\b|have\sbeen\b)\w+|settle\sfor\b)",
    rf"(?:would|[’']d)\s(?:(?:also|still|much)\s)?like\s(?!to\b){_OBJECT}\sto\s",
    rf"(?:is|are|was|were)\s(?:(?:also|now|still)\s)?(?:pressing|lobbying|imploring)\s{_OBJECT}\sto\s(?!the\b|an?\b|his\b|her\b|its\b|their\b)",
    r"(?:is|are|was|were)\s(?:(?:also|all|both|still|strongly|broadly|very\smuch)\s)?in\sfavour\sof\s(?!it\b)",
    rf"wants?\s(?!to\b)(?:(?!\bto\b)[^,;:.\ue000]){{2,60}}?\s(?:{_DONE})\b|wants?\sno\s(?:part|truck)\s(?:in|of|with)\b|wanted\s(?!to\b|them\b|him\b|her\b|nothing\b){_OBJECT}\sto\sbe\b",
    r"(?:came|come|comes|coming)\sout\s(?:\w+ly\s)?(?:against|in\sfavour\sof|for)\b",
)
"""Predicates of wishing for something, or against it."""
_STANDS = r"is|are|was|were|remains?|remained|sounded|seems?|seemed|feels?|felt"
_MOVED = "convinced|unconvinced|persuaded|unpersuaded|impressed|unimpressed|unmoved|reassured|baffled|dismayed|alarmed|encouraged|heartened|troubled|struck"
_FELT = "appalled|glad|horrified|livid|saddened|sorry|troubled"
"""Feelings that are a view only with these words after them: "was troubled with a bad knee"."""
_PUTS_AT = re.compile(r"\sputs?\s")
_NO_MORE_THAN_THIS = re.compile(r"\s(?:it|this|that|them)[.!]?\s*")
"""What only announces a view: "is frank about this"."""
_THOSE = re.compile(
    r"(?:But |And )?Those (?:who|running|behind|in|at|close to|around|with)\s[^,;:.\ue000]{2,80}?(?=\s$)"
)
"""People who are told by what they do: "Those who wrote the chapter are confident that"."""
SHORT = re.compile(
    r"\b(?:den(?:y|ies|ied)|disputes?|disputed|rejects?|rejected|contests?|contested)\s(?:this|that|it|these)\b|\b(?:thinks?|thought|believes?)\sotherwise\b"
)
"""What tells a view in three words or four: "The trust denies this"."""


def of_predicate(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return the subject of a predicate that tells a view."""
    frame = ladder.page.frame
    found = _view_pattern().search(frame, sentence.start, sentence.end)
    if found is None or _NO_MORE_THAN_THIS.fullmatch(frame, found.end(), sentence.end):
        return None
    if frame.endswith(" and", sentence.start, found.start()):
        return ladder.source_of_subject(Sentence(sentence.start, found.start()))
    source = ladder.page.resolver.ending_at(frame, sentence.start, found.start() + 1)
    # "The business case puts the saving at £3m": a paper's figure is nobody's view.
    if source is None and (those := _THOSE.match(frame, sentence.start, found.start() + 1)):
        phrase = " ".join(those.group().split())
        source = Source(None, phrase, "", phrase, plural=True)
    figures = _PUTS_AT.match(found.group()) is not None and _paper().match(frame, sentence.start, found.start())
    return None if figures else source


@cache
def _paper() -> re.Pattern[str]:
    """Match a paper as a subject, with an aside perhaps: "The business case, seen by the Echo,"."""
    return re.compile(
        rf"(?:The|Its|Their|This|A|An)\s(?:[\w’'-]+\s){{0,5}}?(?:{phrase_pattern(DOCUMENTS)}|figures|data|statistics|accounts)(?:,[^,]{{3,80}},?)?$"
    )


@cache
def _view_pattern() -> re.Pattern[str]:
    """Match a predicate that tells a view, with the blank before it."""
    feels = rf"(?:{_STANDS})\s+{_ADVERBS}(?:{phrase_pattern(VIEW_ADJECTIVES)})(?:, (?:though|however|too),)?(?:\s+(?:that|about|of|over|with|at|whether|how|why)\b|:\s)|(?:{_STANDS})\s+{_ADVERBS}(?:{_MOVED})\s+by\b|(?:{_STANDS})\s+{_ADVERBS}(?:{_FELT})\s+(?:that|about|over)\b|(?:{_STANDS})\s+{_ADVERBS}(?:afraid|sure|certain|confident|convinced|worried)\s(?:there|it|they|he|she|this|the)\s(?:is|are|was|were|will|would|has|had|could|might)\b"
    return re.compile(
        rf"(?<!\bto)(?<!\bnot)(?<!\bnor)(?<!\bnever)(?<!\bneither)\s(?:{'|'.join((*_JUDGES, *_WISHES, *_HOLDS, feels))})"
    )
