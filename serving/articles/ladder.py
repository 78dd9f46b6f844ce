"""The rungs of the ladder: each finds a speaker in one way, or nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence

from serving.articles.closings import Closings
from serving.articles.cues import Cue, find_cues
from serving.articles.lexicon import DOCUMENTS, phrase_pattern
from serving.articles.names import find_names, has_role
from serving.articles.phrases import PRONOUN_OF_OWNER, last_match
from serving.articles.quotes import Span
from serving.articles.sentences import BLANK, Sentence
from serving.articles.sources import Found, Method, Source
from serving.articles.surveys import is_post_line

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
    r"\b(?:was|were|been|being)\s+(?P<verb>told|warned|assured|reminded|informed|advised|asked)\s+(?:earlier\s+|later\s+)?by\s+"
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
_JUDGED_BY = re.compile(
    r"\b(?:branded|described|dubbed|labelled|dismissed|hailed|denounced|called) by (?P<who>[^,;:\ue000]{3,60}?)(?: as)?(?: an?| the)?\s*$"
)
"""Whoever calls something what follows: "was described by Jo Marsh as"."""

_TOLD_BY_WHOM = re.compile(
    r"\b(?:is|are|was|were|been|being) (?:\w+ )?(?:told|warned|reminded|assured|advised|informed) by (?P<who>him|her|them|[A-Z][^,;:\ue000]{2,60}?|the [^,;:\ue000]{2,60}?)(?: that)?,?\s*$"
)
"""By whom somebody was told the words that follow: "they were told by him that"."""
_FOR_SAYING = re.compile(
    r"\b(?:took issue with|turned on|rounded on|hit out at|criticis(?:es|ed)|attacks|attacked|condemns|condemned|rebuked|mocked|slammed) (?P<who>(?:[A-Za-z])[^,;:\ue000]{2,80}?) for (?:having )?(?:said|saying|claiming|suggesting|arguing|calling|describing)\b[^\ue000]*$"
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


_DID = re.compile(
    r"\s*(?:But |And |Only )?(?P<who>[^,.;:]{3,60}) (?:did|does|was less reticent|was more forthcoming):\s*$"
)
_AS_THEY_HAVE_IT = re.compile(r"\bas (?P<np>[^,;:\ue000]{2,60}) (?:has|had|sees|saw|tells|told) it,?\s*$")
_QUOTED_AS = re.compile(
    r"\bquot(?:es?|ed|ing)\s+(?!(?:by|in|on)\b)(?P<np>[^\ue000]{2,90}?),?\s+as\s+(?:having\s)?(?:saying|said|telling|warning|describing|calling)\b[^\ue000]*$"
)
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
_IS_SO = re.compile(r"\s(?:is|was|are|were|has|had|agrees|agreed|disagrees|disagreed)\s")
"""What parts who is about to speak from how: "Another manager was blunter:"."""
_BETWEEN_COMMAS = re.compile(r",\s(?:he|she|they|(?:[A-Z][\w.’'-]+\s?){1,3})\s?\Z")
_TOLD_IN = re.compile(
    r"\b(?:was|were|been)\s(?:\w+\s)?(?:told|informed|warned|notified|advised)\s(?:in|by)\s(?:an?\s)?(?:\w+\s)?(?P<what>letter|email|text|message|notice|leaflet|note)(?:\sfrom\s(?P<who>[^:,]{3,80}))?:\s*$"
)
"""In what people were told what follows: "patients have been told in a letter:"."""
_OF_THEIRS = re.compile(r"\b(?:his|her)\s")
MAX_LEAD_CHARS = 1_000
"""How far before quoted words their verb may stand."""


VOICE = re.compile(
    r"[\s,–—-]*(?:(?:came|comes|went|goes|shouted|was)\s+(?:a|an|the|one|another)\s+(?:voice|shout|call|cry|reply|heckle|answer|response|heckler)"
    r"|(?:shouted|called|cried|yelled) (?:a voice|someone|somebody))\b"
)


_SAID_OF_OTHERS = re.compile(r"\s(?:said|says)\s(?:the\s)?(?:[Gg]overnment|[Mm]inisters|[Cc]ouncil|[Tt]rust)$")
"""A verb before what belongs to others: "Jo Marsh, who chairs it, said the council's answer was"."""
_IS_CHARGED = re.compile(r"\b(?:accused of|charged with|criticised for|attacked for|blamed for|condemned for)\s*$")
"""What somebody is said by others to do: "MP charged with “caving in”"."""
_IT_SAID = re.compile(r"(?:(?:And|But) )?It (?:also |then )?(?:said|says|added|adds|warned|warns|stated|states):")
"""How a body goes on, which is no person: "It said:"."""


class Ladder(Closings):
    """The ways in which an article tells who speaks."""

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
        own = not any(cue.kind != "ing" for cue in find_cues(self.page.frame, sentence.start, span.outer_start))
        if (
            own
            and _AS_WELL_AS.fullmatch(lead)
            and (main := _MAIN_CLAUSE.match(self.page.frame, span.outer_end, sentence.end))
        ):
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
        """Find whose words they are by a phrase that stands for a verb of speech: "as they say at", "a warning from"."""
        tail = lead.rsplit(BLANK, 1)[-1]
        offset = start + len(lead) - len(tail)
        for find in (
            self._as_they_have_it,
            self._what_they_call,
            self._by_whom,
            self._whom_others_take_up,
            self._from_whom,
            self._owner_of_noun,
        ):
            if source := find(tail, offset):
                return Found(source, Method.CUE_BEFORE)
        return None

    def _as_they_have_it(self, tail: str, offset: int) -> Source | None:
        if tail.rstrip(" ,").endswith(" it") and (has_it := _AS_THEY_HAVE_IT.search(tail)):
            return self._ending_in(has_it, "np", offset)
        if "as they " in tail and (saying := _AS_THEY_SAY.search(tail)):
            return self._phrase_at(saying["where"], offset + len(tail))
        return None

    def _what_they_call(self, tail: str, offset: int) -> Source | None:
        if "what " in tail and (called := _WHAT_THEY_CALLED.search(tail)):
            return self._who_calls(called, offset)
        if tail.rstrip().endswith(":") and (read := _READ_FROM.search(tail)):
            return self._document_read(read, offset)
        return None

    def _by_whom(self, tail: str, offset: int) -> Source | None:
        """Return who judges, raises or tells something in the passive."""
        for pattern in (_JUDGED_BY, _RAISED_BY):
            if (
                " by " in tail
                and (found := pattern.search(tail))
                and (source := self._starting_in(found, "who", offset))
            ):
                return source
        told = TOLD_BY.search(tail)
        frame = self.page.frame
        return self.page.resolver.starting_at(frame, offset + told.end(), offset + len(tail)) if told else None

    def _whom_others_take_up(self, tail: str, offset: int) -> Source | None:
        """Return whose words another answers, denies or speaks of."""
        for pattern in (_FOR_SAYING, _WHAT_THEY_SAID, _OTHERS_CLAIM):
            if (found := pattern.search(tail)) and (source := self._ending_in(found, "who", offset)):
                return source
        return None

    def _from_whom(self, tail: str, offset: int) -> Source | None:
        found = _NOUN_FROM.search(tail)
        return self._starting_in(found, "np", offset) if found and not self._says_after(found, offset) else None

    def _owner_of_noun(self, tail: str, offset: int) -> Source | None:
        """Return whose view, warning or letter it is, unless another judges it: "she said that the charity's words were"."""
        found = _OWNED_NOUN.search(tail)
        if found is None or (tail[: found.start()].endswith(",") and _SAID_OF_OTHERS.match(found["np"])):
            return None
        end = offset + len(tail)
        if _JUDGED_WORDS.search(tail) and any(cue.speech for cue in find_cues(self.page.frame, offset, end)):
            return None
        owner = re.sub(r"^.*\b(?:in|to|for|by|despite|on|of|that|said|says|told \w+)\s+(?=\S)", "", found["np"])
        owner_end = offset + found.end("np")
        return self.page.resolver.ending_at(self.page.frame, owner_end - len(owner), owner_end)

    def _starting_in(self, found: re.Match[str], group: str, offset: int) -> Source | None:
        """Return the source with which a group of a match begins, that was found in the words from `offset` on."""
        return self.page.resolver.starting_at(self.page.frame, offset + found.start(group), offset + found.end(group))

    def _ending_in(self, found: re.Match[str], group: str, offset: int) -> Source | None:
        """Return the source with which a group of a match ends, that was found in the words from `offset` on."""
        return self.page.resolver.ending_at(self.page.frame, offset + found.start(group), offset + found.end(group))

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
