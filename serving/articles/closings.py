"""What stands after quoted words and tells whose they are: a verb with its subject, a signature, the next sentence."""

from __future__ import annotations

import re

from serving.articles.blocks import ASIDES, Block, BlockType
from serving.articles.cues import Cue, find_cues
from serving.articles.descriptions import parse_description
from serving.articles.names import find_names, has_role
from serving.articles.phrases import PRONOUN_OF_OWNER, last_match
from serving.articles.quotes import Span
from serving.articles.sentences import BLANK, Sentence, find_stop
from serving.articles.sources import Found, Method, Source
from serving.articles.subjects import Subjects

_VERDICT = re.compile(
    r"^[\s,–—-]*(?:(?:that|this|such|so)\s)?(?:was|is|were|came|comes)\s+(?:the\s+|his\s+|her\s+)?(?:[\w-]+\s+){0,2}?(?:verdict|view|message|response|conclusion|warning|assessment|description|reply|answer|advice|plea|question|retort|summary|phrase|word|words|cry|judgment|way)\s+(?:of|from|by)\s+",
    re.IGNORECASE,
)
_IS_HOW = re.compile(r"^[\s,–—-]*(?:(?:is|was|as|or as|which is|that[’']s)\s+(?:how|what)|as)\s+", re.IGNORECASE)
_BY = re.compile(r"^[\s,–—-]*(?:\w+\s+){0,6}?by\s+")
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
_WHOSE_WORDS = re.compile(
    r"\s+(?:(?:That|This|Such)(?:[’']s| is| was) (?:at least )?the (?:\w+ )?(?:view|verdict|message|opinion|assessment|warning|conclusion|advice|reaction|response) (?:of|from)\s"
    r"|(?:The|Those|These|Such) (?:\w+ )?(?:words|sentiments|views?|verdict) (?:is|are|was|were|belongs? to|come|came)\s(?:(?:the words|those|that) )?(?:of |from )?"
    r"|(?:With|In|On|At) (?:that|this|those (?:\w+ )?words?|these (?:\w+ )?words?|that (?:\w+ )?(?:thought|warning|note|line|sentence|remark|joke|cry|advice)|which)(?: (?:\w+ )?(?:thought|warning|note|line|sentence|remark|joke|cry|advice))?,?\s(?=(?:[A-Z]|the |an? )[^.]*\b(?:opened|began|started|ended|closed|sat|left|launched|wound|kicked|set|brought|welcomed|greeted|introduced|concluded|finished|summed|rose|announced)\b)"
    r"|(?:Thus|So) (?=[A-Z][^.]*\b(?:opened|began|started|ended|closed|concluded|put it)\b)"
    r"|(?:The speaker|The writer|The author|The voice) (?:is|was)\s|(?:Those|These|They) (?:are|were) the words of\s|So (?:says|said|writes|wrote|begins|began|runs|ran)\s)"
)
"""A paragraph that tells whose words the one before it held."""
_WORDS_OF = re.compile(
    r"(?:Those|These|Such) (?:were|are) the (?:\w+ )?words of\s|So (?:said|says|warned|warns|argued|argues)\s(?=[A-Z]|the\s)"
    r"|(?:That|This)(?:[’']s| is| was) (?:at least )?(?:according to\s|(?:the|an?) (?:[\w-]+ ){0,2}?"
    r"(?:view|verdict|message|opinion|assessment|warning|conclusion|advice|claim|plea|prediction) (?:of|from|by)\s)"
)
"""How a sentence or paragraph begins that tells whose the words in the one before are."""
_OF_SEVERAL_PLACES = re.compile(
    r"[A-Z][\w’'-]*(?:,?\s(?:and\s)?[A-Z][\w’'-]*){1,8}?\s(?P<who>MPs|councillors|GPs|campaigners|residents|leaders|doctors|nurses)\b"
)
"""Those of several places: "the message from Hexby, Marl and Orston MPs"."""
_PARTICLES = (" back", " in", " up", " out", " on")
MAX_LETTER_CHARS = 600
"""How far before what a letter says it is told who wrote it."""
MAX_SUBJECT_CHARS = 240
"""How long a subject between quoted words and its verb may be."""
MAX_HEADLINE_WORDS = 6
_LETTER = re.compile(
    r"(?:^|[\s,–—-])(?:it|(?:the|his|her|their|this|that)\s(?:[\w-]+\s)?(?:letter|email|e-mail|message|note|memo|statement|submission|petition|post|blog))\s$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:(?:has|have|had)\s(?:\w+\s)?(?:written|emailed)|wrote|emailed|circulated|sent\s(?:\w+\s){0,2}?(?:an?|the|this|his|her)\s(?:[\w-]+\s){0,2}?(?:letter|email|e-mail|message|note|memo|statement|submission|post|blog))\b"
)


def _finite(words: str) -> bool:
    return (
        re.search(r"\b(?:is|are|was|were|has|have|had|will|would|said|says|do|does|did|can|could)\b", words) is not None
    )


class Closings(Subjects):
    """The ways in which an article tells after quoted words who speaks."""

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
            elif len(between) <= MAX_SUBJECT_CHARS and find_stop(between.strip(" ."), at_end=False) < 0:
                if blank >= 0 and self._introduces_next(cue, end):
                    return None
                if named := self._subject_first(cue, between, offset, block):
                    return named
        if _PASSIVE_JUDGEMENT.search(self.page.frame[sentence.start : span.outer_start]) and (by := _BY.match(reach)):
            return self._starting(start + by.end(), end)
        return None

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

    def told_below(self, sentence: Sentence, block: Block) -> Found | None:
        """Find whom the next sentence or paragraph gives the words in one to: "Those were the words of Jo Marsh"."""
        for end in (sentence.end, block.end):
            line = end
            while line < len(self.page.frame) and self.page.frame[line].isspace():
                line += 1
            if found := _WORDS_OF.match(self.page.frame, line):
                stop = self.page.frame.find("\n", found.end())
                return self._starting(found.end(), stop if stop >= 0 else len(self.page.frame))
        return None

    def signed(self, words: str, at: int) -> Found | None:
        """Return the source that signs words: "- Jo Marsh, leader of ..." or "(GP, north of England)"."""
        bare = words.strip().strip("–—-()[]:, .").strip()
        if not bare or len(bare) > 140 or find_stop(bare, at_end=False) >= 0:
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
