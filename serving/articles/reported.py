"""Reported speech: sentences that say without marks what somebody said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.asides import in_an_aside
from serving.articles.cues import Cue, find_cues
from serving.articles.descriptions import is_body, leading_body
from serving.articles.ladder import ACCORDING, TOLD_BY, Ladder
from serving.articles.lexicon import DOCUMENTS, phrase_pattern, sibling_forms
from serving.articles.names import has_role
from serving.articles.predicates import SHORT, of_predicate
from serving.articles.sentences import Sentence, count_words
from serving.articles.sources import Method, Source
from serving.articles.views import felt_among, for_somebody, given_to, in_whose_view


def reported_source(ladder: Ladder, sentence: Sentence) -> tuple[Source | None, Method]:
    """Return whose words or views a sentence reports, or None, and how that shows."""
    words = ladder.page.frame[sentence.start : sentence.end]
    if (count_words(words) < 5 and not SHORT.search(words)) or words.rstrip(' \n"“‘').endswith(":"):
        return None, Method.SUBJECT
    if _ASKS.match(words) or _OWN_SURVEY.match(words):
        return None, Method.SUBJECT
    if source := for_somebody(ladder, sentence):
        return source, Method.SUBJECT
    source, method = _by_verb(ladder, sentence)
    if source:
        return source, method
    for find, method in (
        (in_an_aside, Method.CUE_AFTER),
        (given_to, Method.CUE_BEFORE),
        (in_whose_view, Method.SUBJECT),
        (_who_told, Method.CUE_BEFORE),
        (_told_at_end, Method.CUE_AFTER),
        (_in_participle, Method.CUE_BEFORE),
        (_in_writing, Method.CUE_BEFORE),
        (_in_a_paper, Method.CUE_BEFORE),
        (_according_to, Method.CUE_BEFORE),
        (felt_among, Method.SUBJECT),
        (of_predicate, Method.SUBJECT),
    ):
        if source := find(ladder, sentence):
            return source, method
    return None, Method.SUBJECT


def _by_verb(ladder: Ladder, sentence: Sentence) -> tuple[Source | None, Method]:
    """Return the subject of the first of a sentence's verbs that reports something, and on which side it stands."""
    cues = [c for c in find_cues(ladder.page.frame, sentence.start, sentence.end) if c.kind != "ing"]
    cues = _of_main_clause(ladder, _outside_questions(ladder, cues, sentence), sentence)
    if closing := _closing(ladder, cues, sentence):
        return closing, Method.CUE_AFTER
    for cue in sorted(cues[:3], key=lambda cue: not _in_passing(ladder, cue, sentence)):
        if not _reports(ladder, cue, sentence):
            continue
        source = _subject(ladder, cue, sentence, cues)
        if (
            source
            and not (cue.form in _ASKING and _is_form(source))
            and not _is_bodys_deed(ladder, cue, sentence, source)
        ):
            ends = not ladder.page.frame[cue.end : sentence.end].strip(" .")
            return source, Method.CUE_AFTER if ends else Method.CUE_BEFORE
    return None, Method.SUBJECT


def _closing(ladder: Ladder, cues: Sequence[Cue], sentence: Sentence) -> Source | None:
    """Return whom a sentence names at its end with a verb of speech: "Most were against it, the union's survey found"."""
    if len(cues) < 2 or not cues[-1].speech:
        return None
    frame = ladder.page.frame
    if frame.endswith(", ", cues[-2].end, cues[-1].start):
        if cues[-1].form in ("reports", "reported") and cues[0].speech:
            return None  # "A spokesman said that all is well, reports the Echo."
        named = _NAMED_LAST.fullmatch(frame, cues[-1].end, sentence.end)
        return ladder.page.resolver.starting_at(frame, cues[-1].end, sentence.end) if named else None
    if frame[cues[-1].end : sentence.end].strip(" ."):
        return None
    comma = frame.rfind(", ", cues[-2].end, cues[-1].start)
    if comma < 0 or not _CLOSES.fullmatch(frame, comma, cues[-1].start):
        return None
    return ladder.page.resolver.ending_at(frame, comma + 2, cues[-1].start)


_NAMED_LAST = re.compile(r"\s(?:the\s(?:[\w-]+\s){0,3}?[\w-]+|[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,4})[.\s]*")
"""Whoever says all that stands before: "..., said Mr Hale", "..., said the college"."""
_CLOSES = re.compile(r",\s(?:the|its|their|an?|[A-Z])[^,;:]{1,60}\s")
"""A subject after all that it says."""


def _of_main_clause(ladder: Ladder, cues: list[Cue], sentence: Sentence) -> list[Cue]:
    """Return the verbs from that on whose subject is named after an opening clause: "Though some wanted both, Jo Marsh said"."""
    frame = ladder.page.frame
    if not _CONCEDES.match(frame, sentence.start, sentence.end):
        return cues
    mains = (n for n, cue in enumerate(cues) if n and _NAME_AFTER_COMMA.search(frame, sentence.start, cue.start))
    return cues[next(mains, 0) :]


_CONCEDES = re.compile(
    r"(?:But |And )?(?:[Tt]hough|[Aa]lthough|[Ww]hile|[Ww]hilst|[Ee]ven though|Addressing|Speaking|Responding|Replying|Reacting|Writing|Appearing|Opening|Introducing)\s"
)
_NAME_AFTER_COMMA = re.compile(r",\s(?:[A-Z][\w.’'-]*\s){2,4}(?:has\s|also\s)?$")
_WHEN_OR_WHERE = re.compile(r"(?:yesterday|today|last \w+|on \w+day|at .{1,60}|in .{1,40})")
_SUBJECT_FOLLOWS = re.compile(
    r"\s+(?:Mr|Mrs|Ms|Dr|Cllr|Prof|[A-Z]\w+\s[A-Z]|(?:the|its|one)\s(?![^,]*\s(?:is|are|was|were|has|have|had|will|would|could|can)\s)[^,]{3,80},)"
)


def _subject(ladder: Ladder, cue: Cue, sentence: Sentence, cues: Sequence[Cue]) -> Source | None:
    """Return a verb's subject, which stands before it, or after it where the verb follows what it reports."""
    frame, resolver = ladder.page.frame, ladder.page.resolver
    rest = frame[cue.end : sentence.end].strip(" .")
    if not rest or _WHEN_OR_WHERE.fullmatch(rest):
        return resolver.ending_at(frame, sentence.start, cue.start)
    last = _THOSE_LAST.fullmatch(rest) or _says_last(
        cue, frame[sentence.start : cue.start], frame[cue.end : sentence.end]
    )
    follows = (
        last or _NAMED_AT_END.fullmatch(rest) or _SUBJECT_FOLLOWS.match(frame, cue.end, min(cue.end + 90, sentence.end))
    )
    if follows and not cue.form.startswith("t") and frame[sentence.start : cue.start].rstrip().endswith(","):
        if inverted := resolver.starting_at(frame, cue.end, sentence.end):
            return inverted
    return ladder.subject_of(cue, sentence, cues)


def _who_told(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return who told somebody what a sentence tells: "The board was warned by Jo Marsh that"."""
    frame = ladder.page.frame
    told = TOLD_BY.search(frame, sentence.start, sentence.end)
    if told is None or told["verb"] == "asked":
        return None
    what = _TOLD_WHAT.match(frame, told.end(), sentence.end)
    return ladder.page.resolver.starting_at(frame, told.end(), what.end()) if what else None


def _told_at_end(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return by whom a sentence says at its end that it was told: "..., the board was told by Jo Marsh"."""
    frame = ladder.page.frame
    if frame.find(" by ", sentence.start, sentence.end) < 0:
        return None
    told = _TOLD_AT_END.search(frame, sentence.start, sentence.end)
    if told is None:
        return None
    when = _WHEN_AT_END.search(frame, told.end(), sentence.end)
    return ladder.page.resolver.starting_at(frame, told.end(), when.start() if when else sentence.end)


def _according_to(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return according to whom something is so."""
    frame = ladder.page.frame
    found = ACCORDING.search(frame, sentence.start, sentence.end)
    if found is None or not found.group().lower().startswith("according"):
        return None
    return (
        _body_without_comma(ladder, found.end(), sentence.end)
        or _named_by_pronoun(ladder, found.end(), sentence.end)
        or _people_without_comma(ladder, found.end(), sentence.end)
        or ladder.page.resolver.starting_at(frame, found.end(), sentence.end)
    )


def _named_by_pronoun(ladder: Ladder, start: int, end: int) -> Source | None:
    """Return whom a pronoun means according to whom something is so: "According to him, the ward"."""
    found = _OBJECT.match(ladder.page.frame, start, end)
    return ladder.page.resolver.pronoun(_SUBJECTS[found.group()], start) if found else None


def _people_without_comma(ladder: Ladder, start: int, end: int) -> Source | None:
    """Return the people after whom a clause goes on at once: "According to council bosses the ward will shut"."""
    found = _CLAUSE_AFTER_PEOPLE.match(ladder.page.frame, start, end)
    return ladder.page.resolver.phrase_source(found["who"], start) if found else None


_SUBJECTS = {"him": "he", "her": "she", "them": "they"}
_OBJECT = re.compile(r"(?:him|them|her(?=,|\s(?:the|it|there|they|no)\b))\b")
_CLAUSE_AFTER_PEOPLE = re.compile(
    r"(?P<who>(?:[\w’'-]+ ){0,4}?[\w’'-]+)(?<! of)(?<! in)(?<! at)(?<! by)(?<! for)(?<! from)(?<! with)(?<! and)(?<! on)"
    r" (?:they|he|she|it|there|we|this|these|the|its|their|an?|most|many|no|more|some)\s"
    r"(?:[^.;,:]{0,80}\s)?(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|needs?|faces?)\b"
)


def _body_without_comma(ladder: Ladder, start: int, end: int) -> Source | None:
    """Return the body, or its paper, after which a clause goes on at once: "According to the Care Commission homes are"."""
    found = _CLAUSE_GOES_ON.match(ladder.page.frame, start, end)
    name = leading_body(found["body"]) if found else ""
    if found is None or not (" " in name or name.isupper()) or not is_body(name) or has_role(name):
        return None
    follows = ladder.page.frame[found.end("body") : found.end("body") + MAX_ROLE_CHARS]
    if has_role(follows) or _OF_THE_BODY.match(follows):
        return None  # "According to the council leader the ward will shut"
    return Source(None, "", name, name)


MAX_ROLE_CHARS = 30
_OF_THE_BODY = re.compile(r"\s(?:sources?|records?|staff|rules|bosses|officials|insiders)\b")
_CLAUSE_GOES_ON = re.compile(
    r"(?:(?:an?|the|new|recent|its) (?:[\w-]+ ){0,2}(?:forecast|report|survey|study|analysis|estimate|figures|research|review|poll) (?:by|from|of) )?(?:the )?(?P<body>[A-Z][\w’'&-]*(?:(?: (?:of|for|and|in|on))? [A-Z][\w’'&-]*)*)(?: \([\w]+\))? (?:[a-z£\d][^,;:]*)\b(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|needs?|faces?|fell|rose|went)\b"
)
"""A body and the clause that follows it without a comma."""
_IF_THEY = re.compile(r"\b(?:if|unless) (?:they|he|she|it|we|you) (?:(?:do|does|did|now|also|all) )?$")
"""What makes a verb of speech a condition: "what will follow if they say yes"."""
_OWN_SURVEY = re.compile(r"Our (?:[\w-]+ ){0,3}(?:survey|poll|analysis|investigation|research)\b")
"""What the paper itself found."""
_BEFORE_THAT = re.compile(
    r"^(?:,[^,]{2,60},|(?:\s(?:\w+ly|again|also|however|yesterday|today|tonight|(?:last|this) \w+|on \w+day(?: night| evening)?|in [A-Z]\w+|at (?:the|a) (?:\w+ )?meeting)){1,3})"
    r"(?=\s(?:that|whether|why|how|if|when)\b)"
)
"""What stands between a verb and its clause: "resolved unanimously last week that"."""
_WHEN_SAID = re.compile(
    r"(?:\s(?:yesterday|today|tonight|earlier|(?:last|this) \w+|on \w+day(?: night| evening)?|in (?:an?|its|his|her|their) (?:\w+ ){0,2}\w+))?[\s.]*"
)
"""What may follow the verb that ends a sentence: ", the union announced today."."""


_NAMED_AT_END = re.compile(r"(?:the\s)?[A-Z][\w&’'-]*(?:\s(?:(?:of|for)\s(?:the\s)?)?[A-Z][\w&’'-]*){0,6}")
"""A name with which a sentence ends after its verb: ", says Unison."."""


def _is_form(source: Source) -> bool:
    """Tell whether a source is a paper to be filled in, whose questions nobody says."""
    return source.person is None and source.role.lower().split()[-1:] in (
        ["consultation"], ["survey"], ["questionnaire"], ["form"], ["poll"],
    )  # fmt: skip


MAX_DEED_CHARS = 100
_DEED = re.compile(
    r"(?:agreed|noted|accepted|endorsed|recorded|outlined)\s(?:the|its|his|her|their|an?)\s(?:[\w’'-]+\s){0,2}?(?:minutes|agenda|apologies|accounts|award|prize|invitation|post|job|resignation|programme|report|paper|update|item|terms|reply|petition|presentation|slides?|offer|resignation|minutes)\b(?![’'])(?![^.]*\bthat\b)"
    r"|accepted\s[^,.;]{2,40}[’']s?\s(?:resignation|apologies|offer)\b|explained\sthe\s(?:\w+\s)?(?:procedures?|arrangements|rules|layout|format|route)\b"
    r"|announced\s(?:the|a|an|its|his|her|their)\s(?:[\w’'-]+\s){0,2}?(?:appointment|launch|opening|names?|date|winners?|retirement|departure|start|publication|results?)\b(?![^.]*\bthat\b)"
    r"|(?:declared|pronounced|declares)\s(?:the|it)\s(?:[\w-]+\s){0,4}?(?:open|opened|closed|over)\b"
    r"|(?:supported|backed|endorsed|opposed)\s(?:the|this|that|his|her|their|its)\s(?:(?:team|motion|amendment|resolution|composite|club)\b(?! but| with one)|[^.,]{0,40}\swith\s£)"
    r"|described\s(?:the|his|her|their)\s(?:route|way)\b|outlined\s(?:the|his|her|its)\s(?:timetable|order|next steps|day|background|context|history|purpose|process)\b"
    r"|(?:asked|asks|ask|called|calls|call) for\s(?:order|quiet|silence|calm)\b|(?:asked|asks|ask) for\s(?:a|an|the|some)\s(?:\w+\s)?(?:meeting|reply|response|answer)\b|(?:asked|asks|ask) for\s(?:[\w’'-]+\s){1,4}?to be\s(?:clarified|circulated|provided|sent|checked|recorded|minuted|taken down|removed|brought|amended|corrected|shared|added|included|supplied|explained)\b(?! that\b)|accepted it[.,]|(?:expects?|expected) to\s(?:end|finish|close|break even|post|record)\b|(?:asked|asks|called|calls) for\s(?:a|an|the|some)\s(?:glass|drink|chair|cup|lift|moment|break|copy|show|vote|pen|microphone|ticket|bed|taxi|minute[’']s|coat)\b"
    r"|(?:said|says|say)\s(?:goodbye|farewell|hello|grace|a prayer|thank you|sorry|good night|good morning)\b"
    r"|spoke\s(?:\w+ly\s)?for\s(?:[\w-]+\s){0,3}(?:minutes?|hours?|seconds|time|while|length)\b"
    r"|felt\sthe\s(?:floor|ground|cold|heat|wind|chill|strain|pinch|draught|effects?)\b"
    r"|(?:drew|draws|drawn) attention\sto\s(?:[\w’'-]+\s){0,6}?(?:paragraphs?|pages?|sections?|[Aa]ppendix|[Aa]ppendices|[Aa]nnex|items?|tables?|slides?|agenda|page)\b(?![’'])(?![^.]*\bthat\b)"
    r"|(?:welcomed|welcomes)\s(?:all\s)?(?:members|everyone|everybody|delegates|guests|visitors|colleagues|those (?:present|attending))\b"
    r"|(?:ask|asks|asked)\s(?:me|us)\s(?:not\s)?to\b(?! (?:say|tell|stress|make clear|point out)\b)|(?:ask|asks|asked)\s(?:[\w’'-]+\s){1,3}?for\s(?:[\w-]+\s)?(?:minutes|hours|directions|a (?:seat|chair|lift|hand))\b"
    r"|(?:backed|supported|opposed|approved|rejected|endorsed|agreed)\s[^.]{3,80}\sby\s[\w-]+\svotes\b"
    r"|(?:promised|agreed|offered|pledged) to do so\b"
    r"|(?:asked|asks|ask) for\s(?:more|further|full)\s(?:\w+\s)?(?:details?|information|time|data|figures|particulars)\b"
    r"|(?:rejected|dismissed|upheld|backed)\s(?:an?|the|their|its|his|her)\s(?:[\w-]+\s){0,2}?(?:appeals?|applications?|judicial review|legal challenge)\b(?![^.]*\b(?:saying|because|arguing|ruling that)\b)"
    r"|wanted to know\sabout\b|(?:raised|voiced|expressed)\s(?:doubts|concerns?|fears|objections|questions|worries)[.,]?$"
    r"|(?:added|adds)\s(?:his|her|their)\s(?:names?|signatures?)\b"
    r"|(?:backed|backs|supported|opposed|endorsed)\s(?:the|this|that)\s(?:move|decision|call|walkout|strike|vote|switch|change|bid)\b(?![’'])(?![^.]*\b(?:but|and|though)\s(?:\w+\s)?(?:argued|said|warned|insisted|added|thought|felt|wanted)\b)"
    r"|(?:expects?|expected)\sto\s(?:announce|publish|report|hear|decide|consult|submit|meet|vote|begin|receive|appoint)\b"
    r"|(?:tells|told)\s(?:its|their) own (?:story|tale)\b"
    r"|(?:conceded|admitted|accepted|promised|offered|demanded|wanted|wants|said|claimed)\s(?:a (?:good|great) deal|a lot|rather|much|far)\s(?:more|less)\b(?! (?:money|beds|nurses|staff|time)\b)(?![^.]*\b(?:would|will|was|were|is|are|had|has)\b)"
    r"|(?:raised|raises)\sthe\s(?:question|issue|matter|subject)\sof\b|(?:spoke|speaks|speak)\s(?:of|about)\sthe\b(?![^.]*\b(?:that|as)\b)"
    r"|reports?\son\s(?:what|how|why|whether|who)\b|(?:says|said)\s(?:something|a lot|volumes|it all)\s(?:about|that)\b"
    r"|raised\s(?:the|its|his|her|their|a)\s(?:money|rating|cash|flag|sum|hand|glass|roof|eyebrow|price)\b"
)
"""Deeds that a verb of speech or view tells of with such an object: "noted the report", "said goodbye"."""
_SUPPOSED = re.compile(
    r"\s*(?:As )?(?:(?:[\w-]+ )?(?:[Rr]eaders|[Rr]egulars|[Ss]ubscribers|[Vv]eterans)|Those|Anyone|Some|Many|Most)(?: (?:of|with|who|in) [^,.;]{2,60})? (?:may|might|will|can) (?:\w+ )?$"
)
"""Whoever reads along: "Readers may recall that"."""
_BROKEN_NEWS = re.compile(r"\w\safter\s(?:(?!and\b|but\b|who\b|which\b|that\b)[\w’'-]+\s){1,7}$")
"""What comes before a verb that only tells when something was done: "The meeting was called after the Echo revealed"."""
_WHAT_IT_DOES = re.compile(r"\bwhat\s(?:it|they|he|she|this)\s(?:was|were|is|are)\s$")
"""What stands before a verb that only tells what something is for: "explained what it was hoping to do"."""
_WHAT_THEY_SAID = re.compile(
    r"\b(?:report|look|write|wrote|on|at|of|about|with|to)\swhat\s[^,;]{2,60}\s(?:has|have|had)\s(?:been\s)?$"
)
"""What stands before a verb of speech that is only spoken of: "We report on what the inspectors have been saying"."""
_AFTER_OTHERS = re.compile(r"\w\safter\s(?!(?:he|she|they|it)\b)[^,.;]{3,50}$")
"""What comes before concerns that only tell when something was done: "asked to meet them after GPs raised concerns"."""
_FOUND_IN_PASSING = re.compile(r"\w,?\safter\san?\s[^,]{3,40}\sin which\s[^,]{3,80}$")
"""What comes before a finding that is part of an event told: "after a debate in which both sides found that"."""
_NEWS = frozenset("revealed suggested disclosed reported announced emerged".split())
_PLAN = re.compile(
    r"\s*(?:But |And )?(?:[Tt]he|[Ii]ts|[Tt]heir|[Oo]ur|[Tt]his|[Ee]very|[Ee]ach)\s(?:[\w’'&-]+\s){0,7}?(?:plans?|strategy|motion)\b(?:\s(?:for|in|before|of)\s[^,]{2,50})?(?:,[^,]{3,90},)?\s(?:(?:also|itself|neither(?:\s[^,]{3,60}\snor)?)\s)?$"
)
"""A plan or a motion as the subject of a verb: what it promises is what is in it."""
_FORESEES = frozenset("promises promised assumes assumed proposes proposed endorses rejects".split())
_NEGATED = re.compile(r"(?:\b(?:not|never|declined to|refused to)|n[’']t)\s+$")
_DENIED = re.compile(r"\b(?:did|does|do|could|can|would|will)(?: not|n[’']t)\s+$")
_DENIED_VIEWS = frozenset(
    "think believe accept agree support feel recognise endorse back doubt dispute consider see share approve".split()
)
_VIEWED = re.compile(
    r"\s(?:that|there|it|this|they|he|she|any(?:one|thing)?|in|with|how|why|of|enough|[Tt]he|his|her|their|its|an?|[A-Z]\w+|[a-z]+s)\b"
)
"""What is thought in a view that is denied: "could not support the plan"."""
_SAYS_LITTLE = re.compile(
    r"\s+(?:of|little|nothing|less|more|enough|[Yy]es|[Nn]o)\b"
    r"(?!\s(?:(?!about\b|to\b|on\b|when\b|that\b|but\b)[\w,.%£-]+\s){0,14}?(?:would|will|was|were|is|are|has|had|have|could|should|can|must|might)\b)"
)
"""What follows "said" where it reports no words: "said nothing of it", but not "said nothing had changed"."""
_ASKS = re.compile(
    r"(?:(?:And|But|So|Then) )?(?:[Ww]hat|[Ww]hy|[Hh]ow|[Ww]here|[Ww]hen|[Dd]id|[Dd]oes|[Dd]o|[Hh]as|[Hh]ave|[Hh]ad)\s(?:did|does|do|has|had|have|the|[A-Z]\w+|he|she|they|it)\b[^.!]*\?\s*$"
)
"""The reporter's own question: "What did Jo Marsh think?"."""
_NAME_ENDS = re.compile(r"\s(?:[A-Z][\w.’'-]*\s){1,4}[A-Z][\w’'-]+[.\s]*")
"""A name with which a sentence ends after its verb: "The plan deserved better, writes Jo Marsh"."""
_BODIES_END = re.compile(
    r"\s(?:the\s)?(?:[a-z][\w’'-]*\s|[A-Z][\w’'&-]*\s){0,5}(?:[A-Za-z][\w’'&-]*)(?:\sand\s(?:the\s)?(?:[\w’'&-]+\s){0,4}[\w’'&-]+)?[.\s]*"
)
"""Several or a body with which a sentence ends after "say": ", say directors of housing and the LGA"."""
MIN_SAID_CHARS = 30
_THOSE_LAST = re.compile(r"those (?:who|in|behind|running|leading)\b[^,;:]{3,80}")
"""People told by what they do after what they say: "..., say those who run it"."""
_SAYS_LAST = frozenset(("say", "says", "warn", "warns"))
_TO_WHOM = re.compile(r"(?:\s(?:the|his|her|their|its|members|me|us|them|him|councillors|delegates)\b[^,]{0,40})?,")
"""To whom a verb between commas speaks, if that is told: ", she reminded the others,"."""
_TOLD_AT_END = re.compile(
    r",\s[^,]{2,60}?\s(?:was|were|is|are|has been|have been)\s(?:told|warned|assured|reminded|informed)\s(?:\w+\s){0,3}?by\s+"
)
"""Words that a passive after them gives to somebody: "..., the board was told by Jo Marsh"."""
_WHEN_AT_END = re.compile(r"\s(?:yesterday|today|tonight|(?:last|this) \w+|on \w+day)[\s.]*$")
_TOLD_WHAT = re.compile(r"[^.]*?\s(?:that|he|she|it|they|there|to|not)\s")
"""What follows "was told by X"."""
_ASKING = frozenset("ask asks asked wonder wonders wondered query queries queried".split())
_ASKS_AT_ALL = re.compile(r"\b(?:ask|wonder|quer|want)")
_WANTING = frozenset("want wants wanted".split())
_QUESTION = re.compile(
    r"(?!\s(?:for|that|to)\b)(?:,[^,]{2,60},|(?:\s(?!that\b|to\b|for\sit\b)[\w’'.-]+){0,6}?)\s(?:whether|if|who|whom|whose|what|when|why|how|where|which)\b"
)
"""What is asked: "asked the minister whether", "wondered aloud who", but not "asked him to say how"."""
_TO_KNOW = re.compile(r"\sto\sknow\b")
_JOINED = re.compile(r"\b(?:and|but)\s(?:(?:then|also|later|\w+ly|has|had|have)\s){0,2}$|;[^;]*$")
"""What joins a verb to that of a question, which no longer is within the question."""
_PARTICIPLE = re.compile(
    r",\s+(?:publicly\s+|again\s+)?(?P<cue>writing to [^,]{3,40}?|saying|arguing|warning|insisting|claiming|complaining|fearing|stressing|pointing out|alleging|telling [^,]{3,40}?)\s(?:(?:only|simply|again|merely|also)\s)?(?:that\b|it\b|there\b|the\b|they\b|he\b|she\b|STPs?\b|[a-z]+ (?:is|was|are|were|would|will|had|has)\b)"
)


def _asking_verb(ladder: Ladder, cues: Sequence[Cue], sentence: Sentence) -> Cue | None:
    """Return the first verb with which a sentence reports a question: nobody states what is only asked."""
    for cue in cues:
        if cue.form in _ASKING and _QUESTION.match(ladder.page.frame, cue.end, sentence.end):
            return cue
        if cue.form in _WANTING and _TO_KNOW.match(ladder.page.frame, cue.end, sentence.end):
            return cue
        if cue.form in _ASKING and not re.search(r"\w", ladder.page.frame[cue.end : sentence.end]):
            return cue  # "Why had nobody rung, she asked."
    return None


def asker(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return who asks what a sentence reports."""
    if _ASKS_AT_ALL.search(ladder.page.frame, sentence.start, sentence.end) is None:
        return None
    cues = [c for c in find_cues(ladder.page.frame, sentence.start, sentence.end) if c.kind != "ing"]
    asking = _asking_verb(ladder, cues, sentence)
    return ladder.subject_of(asking, sentence, cues) if asking else None


def _outside_questions(ladder: Ladder, cues: list[Cue], sentence: Sentence) -> list[Cue]:
    """Return the verbs that do not stand in a reported question."""
    asking = _asking_verb(ladder, cues, sentence)
    if asking is None:
        return cues
    frame = ladder.page.frame
    return [
        c
        for c in cues
        if c.start < asking.start or (c.start > asking.end and _JOINED.search(frame[asking.end : c.start]))
    ]


def _in_participle(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return whose words follow a participle: "Solicitors have written to the trust, saying it ..."."""
    words = ladder.page.frame[sentence.start : sentence.end]
    found = _PARTICIPLE.search(words)
    if found is None or re.search(r"[“”\"]", words):
        return None
    return ladder.source_of_subject(Sentence(sentence.start, sentence.start + found.start()))


_WRITES_ASKING = re.compile(
    r"\s(?:(?:has|have|had)\s)?(?:(?:now|also|since|already)\s)?(?:(?:written|wrote|writes|write)|(?:signed|signs|sign|sent|sends)\s(?:an?|the)\s(?:\w+\s)?letter)\sto\s[^.;]{3,90}?,?\s(?:asking\s(?!whether\b|if\b|why\b|how\b|what\b|when\b|for\s(?:an?\s)?(?:\w+\s)?(?:meeting|copy|reply|answer|talks)\b)|urging|calling\s(?:for|on)|demanding|pleading)\b"
)
"""Somebody writes to somebody with a request: "has written to the minister asking for"."""


def _in_writing(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return who writes to somebody with a request."""
    if ladder.page.frame.find(" to ", sentence.start, sentence.end) < 0:
        return None
    found = _WRITES_ASKING.search(ladder.page.frame, sentence.start, sentence.end)
    if found is None:
        return None
    return ladder.page.resolver.ending_at(ladder.page.frame, sentence.start, found.start())


_ISSUES = re.compile(
    r"\b(?:issued|released|lodged|submitted|launched)\s(?:an?\s|the\s|its\s|their\s|his\s|her\s)?(?:[\w-]+\s){0,3}?(?:statements?|letter|complaint|claim|review|motion|papers?|objection|challenge|response)\b"
    r"(?:\s[^.;\ue000]{0,80}?)?,?\s(?:claiming|arguing|suggesting|saying|warning|stating|insisting|alleging|complaining)\s(?!on\b|to\b)"
)
"""Somebody issues a paper that says something: "issued a statement suggesting", "lodged a complaint, claiming"."""


def _in_a_paper(ladder: Ladder, sentence: Sentence) -> Source | None:
    """Return who issues the statement or lodges the claim that a participle gives the words of."""
    words = ladder.page.frame[sentence.start : sentence.end]
    if not ("sued " in words or "leased " in words or "lodged " in words or "mitted " in words or "unched " in words):
        return None
    found = _ISSUES.search(ladder.page.frame, sentence.start, sentence.end)
    if found is None:
        return None
    return ladder.page.resolver.ending_at(ladder.page.frame, sentence.start, found.start())


def _in_passing(ladder: Ladder, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether a verb stands between commas with its subject: ", she told the others,"."""
    left = ladder.page.frame[sentence.start : cue.start]
    return (
        cue.speech
        and _TO_WHOM.match(ladder.page.frame, cue.end, sentence.end) is not None
        and re.search(r",\s(?:he|she|they|it|[A-Z][\w.’'-]+(?:\s[A-Z][\w’'-]+)?)\s$", left) is not None
    )


_QUOTED_ONLY = (
    "laugh", "sigh", "remember", "recount", "bark", "bellow", "seeth", "gush", "enquir", "inquir", "interrupt", "rejoin",
    "marvel",
)  # fmt: skip
"""Verbs that go with whole quotations, and tell of a deed or a question without them."""


_AFTER_WHICH = re.compile(
    r"\b(?:comes?|came|follows|spoke|better)\s(?:[\w’'-]+\s){0,3}after\s(?!which\b)(?:[\w’'-]+\s){1,8}$"
)
"""What an article tells as known before its news: "It comes after ministers said"."""
_WHAT_ONE = re.compile(
    r"\b(?!What s?he\b)[Ww]hat\s(?:(?!(?:and|but|was|is|thinks?|claims?|says?|said|had|did|done|do|means?|meant|many)\s)[\w’'-]+\s){1,6}$"
)
"""A subject of what somebody says or thinks, which is not told: "a debate on what experts think"."""
_WHO_DO = re.compile(
    r"(?<!among )(?<!one of )\b(?:people|groups|those|anyone|everyone|somebody|leaders|patients|residents|trusts|councils|members)\s(?:who|that)\s(?:(?:also|now|still|have|has|had|would|\w+ly)\s)?$"
)
"""People told by what they say, think or want: "groups who want more nurses"."""
_ANOTHERS_WORDS = re.compile(
    r"\s(?:an?|the)\s(?:[\w-]+\s)?(?:warning|claim|plea|call|prediction|complaint)s?\s(?:from|by)\s"
)
"""What a paper reports that is another's: "the Echo reported a warning from Jo Marsh that"."""
_ASKS_PEOPLE = re.compile(r"\b(?:survey|poll|study|[A-Z]\w+)\b")
"""A survey, or a body, whose finding is its own: "a Unison survey showed"."""
_COMMANDED = frozenset("tell tells told".split())
_TO_DO = re.compile(
    r"\s(?:(?!(?:to|that|they|he|she|it|we|you|there|how|what|is|are|was|were|be|been|has|had|have|needs?|should|must|can|could|will|would|may|might|ought|do|does|did|hopes?|wants?|plans?|attempts?|efforts?)\s)[\w’'&-]+\s){1,6}(?:not\s)?to\s(?!(?:expect|remember|brace|prepare|wait|look)\b)[a-z]+"
)
"""What somebody is told to do."""


def _is_bodys_deed(ladder: Ladder, cue: Cue, sentence: Sentence, source: Source) -> bool:
    """Tell whether a verb tells of what a body or a paper did: commanded, showed, or said before the news: "after ministers said"."""
    if source.person:
        return False
    frame = ladder.page.frame
    if cue.form in ("show", "showed") and not _ASKS_PEOPLE.search(source.phrase):
        return True
    if cue.form.startswith("report") and _ANOTHERS_WORDS.match(frame, cue.end, sentence.end):
        return True
    if cue.form in _COMMANDED and _TO_DO.match(frame, cue.end, sentence.end):
        return True
    return _AFTER_WHICH.search(frame[sentence.start : cue.start].rpartition(", ")[2]) is not None


def _tells_no_words(cue: Cue, before: str, rest: str) -> bool:
    """Tell whether a verb tells of a deed, of people by what they want, or only that something was said."""
    if cue.form.startswith("defend"):
        return True
    clause = before.rpartition(", ")[2]
    what = _WHAT_ONE.search(clause) and not re.match(r"\s(?:is|was|are|were)\b", rest)  # "What she says is that"
    return bool(what or _WHO_DO.search(clause))


def _reports(ladder: Ladder, cue: Cue, sentence: Sentence) -> bool:
    rest = _BEFORE_THAT.sub("", ladder.page.frame[cue.end : sentence.end])
    before = ladder.page.frame[sentence.start : cue.start]
    if cue.form == "thought" and (
        re.match(r"\s+(?:for|about|of|long|hard)\b", rest)
        or re.search(r"\b(?:an?|final|closing|last|first|next|every) (?:\w+ )?$", before)
    ):
        return False
    in_passing = re.search(r",\s+who\s+(?:\w+\s)?$", before) and re.search(
        r",\s(?:is|was|has|had|will|would|says|said|does|did|\w+ed)\s", rest
    )
    if in_passing or (cue.form in ("told", "said") and _SAYS_LITTLE.match(rest)):
        return False
    if _IF_THEY.search(before) or _tells_no_words(cue, before, rest):
        return False
    if cue.form.startswith(_QUOTED_ONLY) and not (cue.form.startswith("remember") and re.match(r"\sthat\s", rest)):
        return False
    if re.match(r"\s(?:the|a|his|her|their) (?:story|tale|joke)\b", rest):
        return False
    if _DEED.match(cue.form + rest[:MAX_DEED_CHARS]) or _is_background(cue, before) or _WHAT_LAW.search(before):
        return False
    if _NEGATED.search(before):
        return _is_denied_view(cue, before, rest)
    if cue.form in _FINDINGS and _STUDY_BEFORE.search(before) and _ENDS_CLAUSE.match(rest):
        return True
    if _WHEN_SAID.fullmatch(rest):
        last = before.rpartition(",")
        clause = re.match(r"\s*(?:as|what|than|which|that)\b", last[2])
        if not last[2].strip() and cue.form in ("agreed", "agrees"):
            return False  # "Jo Marsh, whose firm was there, agreed."
        return (
            (cue.speech or cue.form in _CALCULATES or cue.form.endswith((" out", " clear")))
            and bool(last[1])
            and len(last[2].split()) <= 12
            and not clause
        )
    if (
        cue.speech
        and _TO_WHOM.match(rest)
        and re.search(r",\s[^,]{2,60}\s$", ladder.page.frame[sentence.start : cue.start])
    ):
        return True
    if cue.speech and _ASIDE_OF_SPEECH.search(before) and _SPEECH_FOLLOWS.match(rest):
        return True
    if _says_last(cue, before, rest):
        return True
    if cue.form in _ANY_COMPLEMENT or (cue.speech and before.rstrip().endswith(",") and _NAME_ENDS.fullmatch(rest)):
        return True
    if governed := _complement(cue):
        return governed.match(rest) is not None
    if cue.speech:
        return bool(re.match(r"\s+(?:(?:\w+\s+){0,6}?that\b|whether\b|how\b|why\b)", rest))
    return False


_WHAT_LAW = re.compile(
    r"\bwhat\s(?:the|its|their|this)\s(?:law|[Aa]ct|constitution|rules?|rulebook|contract|guidance|label|manual)\s$"
)
"""What stands before a verb of speech that nobody speaks: "can no longer do what the law says it must"."""
_CALCULATES = frozenset("calculated calculates calculate estimated estimates estimate concluded concludes".split())
"""Verbs that may close what was worked out: "It will cost £40m, the union has calculated."."""


def _says_last(cue: Cue, before: str, rest: str) -> bool:
    """Tell whether who says what stands before ends the sentence: "Expect longer waits, say directors and the LGA"."""
    return (
        cue.form in _SAYS_LAST
        and before.endswith(", ")
        and len(before) > MIN_SAID_CHARS
        and _BODIES_END.fullmatch(rest) is not None
    )


def _is_denied_view(cue: Cue, before: str, rest: str) -> bool:
    """Tell whether somebody is said not to think something: "does not believe that", but not "did not dispute it"."""
    if cue.form == "expect":
        return before.endswith(("does not ", "do not ")) and _VIEWED.match(rest) is not None
    return (
        cue.form in _DENIED_VIEWS
        and _DENIED.search(before) is not None
        and _VIEWED.match(rest) is not None
        and not _NO_MORE_THAN_IT.match(rest)
    )


_NO_MORE_THAN_IT = re.compile(r"\s(?:it|this|that|them)\b\W*$")
_ASIDE_OF_SPEECH = re.compile(r",\s(?!(?:and|but|which|who|that|as)\s)[^,]{2,60}\s$")
_SPEECH_FOLLOWS = re.compile(r":\s\w")
"""What shows a verb to stand within what it reports: "That was unfair, Mr Hale countered: wards could not"."""
_FINDINGS = frozenset("found finds show shows showed suggest suggests suggested reveal reveals revealed".split())
_STUDY_BEFORE = re.compile(
    r",\s(?:an?\s|the\s|its\s|our\s|new\s)?(?:[\w’'-]+\s){0,4}?(?:survey|research|study|poll|analysis|audit|figures|data)(?:\s(?:by|for|from|of|in|published|released|carried)\s[^,]{3,80}?)?\s(?:(?:has|have|had)\s)?$"
)
_ENDS_CLAUSE = re.compile(r"[.,]?\s*$|,\s(?:and|but|while)\s")
"""What follows the verb of a study that comes after what was found: ", a survey has found."."""


_PLOTS = frozenset("compared compares compare likened".split())
_CHART = re.compile(
    r"\b(?:slides?|charts?|tables?|graphs?|figures|diagrams?|maps?|appendix|annex|papers?|report|study|analysis)\s(?:also\s)?$"
)
"""What sets figures side by side: "Her slides compared this year's costs with last year's"."""
_ASIDES_OF_PAPERS = frozenset(
    ("makes clear", "make clear", "made clear", "shows", "show", "notes", "explains", "records")
)
_AS_PAPER = re.compile(
    rf",\sas\s(?:an?|the|its|their|one)\s(?:[\w-]+\s){{0,3}}?(?:{phrase_pattern(DOCUMENTS)}|table|figures?|chart)\s(?:\w+\s)?$"
)
"""What credits a paper in passing: "The sums rest, as a footnote makes clear, on one ward"."""


def _is_background(cue: Cue, before: str) -> bool:
    """Tell whether a verb stands where nobody's words are told: in what a plan is to do, or when something was done."""
    if "what " in before and (_WHAT_IT_DOES.search(before) or _WHAT_THEY_SAID.search(before)):
        return True
    if _SUPPOSED.match(before) or (cue.form in _NEWS and _BROKEN_NEWS.search(before)):
        return True
    if cue.form == "raised" and _AFTER_OTHERS.search(before):
        return True
    if cue.form == "found" and _FOUND_IN_PASSING.search(before):
        return True
    if cue.form in _PLOTS and _CHART.search(before):
        return True
    if cue.form in _ASIDES_OF_PAPERS and _AS_PAPER.search(before):
        return True
    return cue.form in _FORESEES and (_PLAN.match(before) is not None or before.endswith(("It ", " it ")))


def _complement(cue: Cue) -> re.Pattern[str] | None:
    """Return what a verb governs where it reports a view; a form without an entry governs what its siblings do."""
    forms = (cue.form,) if cue.form in _DEEDS else (cue.form, *sibling_forms(cue.form))
    governed = next((_WITH_OBJECT[form] for form in forms if form in _WITH_OBJECT), None)
    return re.compile(governed) if governed else None


_DEEDS = frozenset(("write", "written"))
"""Forms that tell of a letter, where another form of the verb tells what it says: "has written to the minister"."""


_ANY_COMPLEMENT = frozenset(
    """
    said says say saying believed told tells tell argued argues argue warned warns warn claimed claims claim insisted insists
    insist stressed stresses emphasised emphasises suggested suggests believes believe thinks think thought feared
    fears fear fear reckon reckons urged urges urge complained complains denied denies admitted admits conceded
    concedes predicted predicts welcomed welcomes criticised criticises condemned condemns praised praises
    reiterated demanded demands lamented wondered wonders contended alleged cautioned
    cautions accused accuses blamed blames applauded applauds slammed slams attacked attacks highlighted reckons reckoned suspects rejected rejects hopes
    denounced denounces denounce derided derides ridiculed ridicules lambasted lambasts castigated castigates deplored deplores deplore
    decried decries blasted blasts hailed hails savaged savages bemoaned bemoans mocked mocks
    """.split()
) | {
    "called for", "calls for", "call for", "calling for", "called on", "calls on", "call on", "calling on", "urging", "warning", "arguing", "demanding", "pointed out", "points out", "point out", "pointing out", "hit out", "hits out",
    "hit back", "spoke out", "drew attention", "took issue", "made clear", "made it clear", "makes clear", "pushed back", "cast doubt", "played down", "paid tribute", "lashed out",
}  # fmt: skip
_QUESTIONABLE = r"\s+(?:whether|how|why|if|what)\b|\s+(?:the|its|their|his|her|any)\s+(?:[\w’'-]+\s+){0,2}?(?:need|case|claims?|figures?|value|wisdom|logic|plans?|proposals?|savings|numbers|assumptions?|use|point|purpose|evidence|basis|idea|process|sense|motives?|decision|timetable|pace|future|role|costs?|benefits?|sums|\w+ity|\w+ness|\w+tion|\w+ment)\b(?![’'])"
_WANTED = r"\s+(?:every|all|the|more|to see(?! (?:the|an?|its|his|her|their|some|any) (?:\w+ )?(?:contracts?|accounts|papers?|documents?|books|letters?|report|minutes|advice|figures|evidence|map)\b)|an?(?! (?:show of|(?:\w+ )?meeting|word|copy))|its|their)\b"
_WITH_OBJECT = {
    "questioned": _QUESTIONABLE, "questions": _QUESTIONABLE, "appealed": r"\s+(?:to|for)\b", "doubts": r"\s+(?:whether|that|if|the)\b", "doubted": r"\s+(?:whether|that|if|the|claims|suggestions|assurances)\b", "ruled": r"\s+(?:that|there|the|it)\b", "rules": r"\s+that\b",
    "put it": r"\s+to\s(?:me|us|them|him|her|members|the\s\w+)\sthat\b", "puts it": r"\s+to\s(?:me|us|them|him|her|members|the\s\w+)\sthat\b",
    "ruled out": r"\s+", "rules out": r"\s+", "queried": r"\s+the\b", "threatened": r"\s+to\b", "informed": r"\s(?:the\s|her\s|his\s|its\s)?(?:[\w’'-]+\s){1,4}?that\b", "indicated": r"\s+(?:that|the|it|he|she|they)\b",
    "raised": r"\s+(?:(?:serious|further|similar|his|her|their|its|the|a|some|many|several|new|fresh|grave|real|number\sof)\s+)*(?:issues\s(?:about|around|regarding|with|over|including)|concerns?|questions?|doubts?|fears|objections?|worries|alarm|issue|difficult\w*|point|prospect|possibility)\b",
    "expressed": r"\s+", "expresses": r"\s+", "voiced": r"\s+", "vocalise": r"\s+", "vocalised": r"\s+", "asked": r"\s[A-Z][^,.;]{1,60}(?:,[^,.;]{3,80},)?\s(?:not )?to\b|\s+(?:that|for(?! (?:an? (?:show|vote|moment|break|copy)|quiet|order|silence)\b)|the|(?!not\s)\w+ (?:not )?to)\b",
    "asks": r"\s+(?:that|for)\b", "promised": r"\s+(?:that|to|a|the|more|there|not|not to)\b", "promises": r"\s+(?:that|to)\b", "pledged": r"\s+(?:that|to)\b",
    "agreed": r"\s+(?:that|the|it|with)\b", "accepted": r"\s+(?:that|the|there|it)\b", "acknowledged": r"\s+(?:that|the|there|it)\b", "confirmed": r"\s+(?:that|the|it|there|he|she|they)\b|\s[^.;:]{3,90}?\s(?:will|would)\s",
    "explained": r"\s+(?:that|how|why|the|it)\b", "added": r"\s+(?:an?|what|people|patients|many|most|some|we|nobody|no|more|those|these|both|all|any|its|their|our|if|when|while)\s[^.;]{3,80}\s(?:would|will|was|is|were|are|could|should|had|has|have|can|must)\b|\s+(?:that|his|her|the|it|there|he|she|they|this|STPs?|not|only)\b", "felt": r"\s+(?:that|the|it|there|STPs?|they|this)\b", "feel": r"\s+(?:that|the|it|there|STPs?|they|this)\b",
    "feels": r"\s+(?:that|the|it|there|STPs?|they|this)\b", "noted": r"\s+(?:with\s(?:\w+\s)?(?:concern|regret|interest|disappointment|satisfaction|approval|alarm)\s)?(?:that|the|how)\b", "concluded": r"\s+(?:that|the|there|it)\b", "concludes": r"\s+(?:that|the|there|it)\b", "states": r"\s+(?:that|the)\b", "stated": r"\s+(?:that|the|there|it)\b",
    "proposed": r"\s+(?:that)\b", "recommended": r"\s+(?:that|a|the)\b", "recommends": r"\s+(?:that|a|the)\b", "hoped": r"\s+(?:that|the|it|to|for|he|she|they|there)\b", "maintained": r"\s+(?:that|the|it|there)\b", "maintains": r"\s+(?:that|the|it)\b",
    "advised": r"\s+(?:that|members|the|him|her|them|(?:\w+\s){1,3}to)\b", "reported": r"\s+(?:that|on|a|the|to\s[\w’' -]{2,30}\sthat)\b", "announced": r"\s+(?:that|the|a|plans)\b", "supported": r"\s+(?:the|this|that)\b", "supports": r"\s+(?:the|this|that)\b", "backed": r"\s+(?:the|this|that)\b",
    "opposed": r"\s+(?:the|this|that|any)\b", "opposes": r"\s+(?:the|this|that|any)\b", "defended": r"\s+(?:the|his|her|its|their)\b", "dismissed": r"\s+(?:the|claims|fears|suggestions|talk|concerns|this|that|it)\b",
    "described": r"\s+(?:the|it|this|how|them|his|her|STPs?|a|\w+ing)\b", "endorsed": r"\s+(?:the|this|that)\b", "highlights": r"\s+(?:how|that|why|what)\b", "outlined": r"\s+(?:the|how|his|her|what|that|concerns|fears|doubts|worries)\b", "spoke": r"\s+(?:of|against|in favour|for|about)\b", "echoed": r"\s+(?:the|that|this|his|her|those)\b",
    "refutes": r"\s+(?:this|that|the|it|any|claims|suggestions)\b", "disclosed": r"\s+(?:that|how|why)\b|\s(?:[^.,;]{0,50}\s)?(?:he|she|it|they)\s(?:had|has|was|is|would|will)\b",
    "disputes": r"\s+(?:this|that|the|it|any)\b", "disputed": r"\s+(?:this|that|the|it|any)\b", "assumes": r"\s+(?:that|the)\b", "finds": r"\s+that\b", "wrote": r"\s+(?:that|to)\b", "recognised": r"\s+(?:that|the)\b", "wanted": _WANTED, "wants": _WANTED,
    "compared": r"\s[^.]{2,80}?\s(?:to|with)\s", "compares": r"\s[^.]{2,80}?\s(?:to|with)\s", "likened": r"\s[^.]{2,80}?\sto\s", "likens": r"\s[^.]{2,80}?\sto\s", "vowed": r"\s+(?:to|that|never|not)\b", "vows": r"\s+(?:to|that)\b", "summed up": r"\s+(?:that|by saying)\b", "sums up": r"\s+that\b",
    "pointed": r"\s+to\s(?:the\s|a\s|an\s|its\s|her\s|his\s|their\s)?(?:[\w-]+\s)?(?:examples?|evidence|figures|success|experience|fact|research|lack|risks?|dangers?|need|rise|fall|number|record|absence|case)\b",
    "considered": r"\s+(?:that\b|(?:the|this|it|that|its|their)\s[^.;]{2,60}?to be\b)", "considers": r"\s+that\b", "resolved": r"\s+that\b", "judged": r"\s+that\b", "calculated": r"\s+that\b", "calculates": r"\s+that\b", "worked out": r"\s.{0,60}\bthat\b", "works out": r"\s.{0,60}\bthat\b", "declared": r"\s+(?:that|it|the)\b", "declares": r"\s+(?:that|it|the)\b", "show": r"\s+(?:that|how)\b", "shows": r"\s+(?:that|how)\b", "showed": r"\s+(?:that|how)\b", "found": r"\s+that\b", "recorded": r"\s+that\b", "replied": r"\s+that\b", "responded": r"\s+that\b",
    "estimates": r"\s+(?:that|the|it)\b", "estimated": r"\s+(?:that|the|it)\b", "expects": r"\s+(?:that|the|it|to|he|she|they|there|perhaps|most|many|more|fewer|some|no)\b",
    "credited": r"\s+(?:the|an?|his|her|its|their)\b", "attributed": r"\s[^.]{3,80}\sto\s", "expected": r"\s+(?:that|the|it|he|she|they|there|(?:(?!to\b)[\w’'-]+\s){1,5}to)\b", "recalled": r"\s+(?:that|the|how|a)\b", "observed": r"\s+(?:that|how)\b",
}  # fmt: skip
