"""Whom a pronoun means: "she said", "it added", "which says"."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from serving.articles.descriptions import parse_description
from serving.articles.epithets import PRONOUN_OF_KIND, REACH_CHARS
from serving.articles.lexicon import (
    BODIES,
    DOCUMENTS,
    ROLE_HEADS,
    phrase_pattern,
)
from serving.articles.memory import Memory
from serving.articles.names import find_names
from serving.articles.people import Person
from serving.articles.phrases import (
    MAX_SEGMENT_CHARS,
    MAX_UNNAMED_CHARS,
    NO_MODIFIER,
    OBJECT_BEFORE,
    SENTENCE_END,
    bare_phrase,
    fits_pronoun,
    last_match,
)
from serving.articles.sentences import BLANK
from serving.articles.sources import Source

_BODY_DECIDES = "meant|decided|planned|agreed|published|launched|declined|refused|announced|put off|postponed|delayed|consulted|apologised|promised|proposes|intends|hopes|aims"
"""What a body does about which it speaks next: "The trust had meant to decide in May. It said"."""


@cache
def _opens_with_body() -> re.Pattern[str]:
    """Match the body with which a sentence begins: "The Dental Federation took the same line", "The trust had meant to"."""
    alone = [word for word in BODIES if word.islower()]
    named = phrase_pattern(word.capitalize() for word in alone)
    return re.compile(
        rf"(?P<who>(?:The )?(?:[A-Z][\w’'&-]+ ){{1,5}}(?:{named})|The (?:(?:hospital|health|county|city|town) )?(?:{phrase_pattern(alone)})(?=(?: (?:has|had|is|was|will|now|also|again|since))* (?:{_BODY_DECIDES})\b))(?= [a-z])"
    )


_IN_REPLY = re.compile(
    r"\W*(?:\d+\.?\s)?(?:In (?:response|reply|answer) to|Responding to|Replying to|Answering|In answering) [^.\ue000]{3,160}, "
)
"""What tells whom somebody answers, who is not the one who speaks."""
_ENDS_SO = re.compile(r"(?:he|she)\s(?:\w+\s)?\w+\.?(?=\s*(?:\n|$))")
"""A pronoun and a verb with which a paragraph ends."""
_PUBLISHED = re.compile(r",\s(?:published|released|leaked|seen|issued|written|drawn up|put out|due|dated|now)\b[^,]*$")
"""What is said between a document and "which"."""


@cache
def _paper_acts() -> re.Pattern[str]:
    """Match a document at the beginning of a paragraph, with a verb: "The letter, dated 14 June, was sent"."""
    return re.compile(
        rf"(?P<what>(?:The|Its|Their|This|A)\s(?:[\w’'-]+\s){{0,3}}?(?:{phrase_pattern(DOCUMENTS)}))(?:,[^,.]{{3,60}},)?\s(?:was|is|has|had|also|will|comes|came|went|follows|followed)\b"
    )


@cache
def _stranger_pattern() -> re.Pattern[str]:
    heads = phrase_pattern([*ROLE_HEADS, *PRONOUN_OF_KIND, "colleague"])
    return re.compile(
        rf"(?:\b(?:[Aa]n?|[Oo]ne|[Aa]nother|[Mm]y)|(?m:^)(?:[\d.()]+\s)?The)\s+(?:{NO_MODIFIER}[\w’'&-]+\s+){{0,6}}?(?P<head>(?i:{heads}))(?!(?<=chief)\s(?:officer|executive|nurse|constable|operating|finance|pharmacist|clerk|medical)\b)(?:\s+of\s+\d+|\s+(?:from|at|for|in|of)\s+(?:[a-z]+\s){{0,3}}[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)?(?![\w’'-])"
    )


_IT_IS_FROM = re.compile(
    r"\b[Ii]t (?:is|was|came|comes) (?:\w+ )?from\s(?P<who>[^.;,\ue000]{3,90}?),?\s(?:and|but)\s(?:\w+\s)?$"
)

_ISSUED = re.compile(
    r"\b(?P<verb>gave|issued|sent|released|published|posted|tweeted|emailed|circulated|submitted|put out|sent out|sent in|read out|handed out|responded with|replied with)\s"
    r"(?:[\w’'-]+\s){0,3}?(?:an?|the|its|his|her|their|this)\s(?:[\w’'-]+\s){0,3}?(?P<what>statement|response|reply|letter|message|email|note|tweet|memo|submission)\b"
)
"""Somebody issues what goes on to speak as "it"."""

_IN_WHICH_IT = re.compile(r"^(?:But |And )?(?:[Ii]n|[Bb]y|[Tt]hrough|[Vv]ia)\s$")


_GROUP_ACTS = re.compile(
    r"(?P<who>[^,.;:\ue000\n]{3,80}?)\s(?:are|were|have|had|will|want|wanted|plan|met|marched|gathered|staged|held|took|handed|stood|came|went|turned|packed|filled|lined|joined|protested|demonstrated)\b"
)
"""A group at the beginning of a paragraph, with a verb."""


_OBJECT_OF = re.compile(
    r"\b(?:disagreed|agreed|argued|clashed|sided|differed|took issue|spoke|met|sat) with\s(?:[A-Z][a-z]+\s)?\Z|\b(?:thanked|challenged|interrupted|corrected|pressed|questioned|accused|reminded|asked|answered|replied to|responded to|turned to|wrote to|succeeded|replaced)\s(?:[A-Z][a-z]+\s)?\Z"
)
"""What stands before the name of one of whom a sentence is not."""


_HAS_SAID = re.compile(
    r"(?:,[^,.\ue000]{2,80},)?\s(?:(?:has|had|have|also|later)\s){0,2}(?:said|says|told|warned|warns|argued|argues|insisted|insists|claimed|claims|admitted|believes|stressed|explained|added)\s"
)
MAX_OBJECT_CHARS = 24
"""How far before a name the word may stand that makes it an object."""


@dataclass(slots=True)
class Pronouns(Memory):
    """The sources that pronouns mean."""

    def pronoun(self, word: str, position: int, before: str = "") -> Source | None:
        """Return whom a pronoun means: the person or body last in view who fits."""
        match word:
            case "which":
                return self._of_which(before, position)
            case "who":
                return self._of_who(before, position)
            case "they":
                one = self._one_unnamed(position) or self._two_just_named(position)
                return one or self._group_meant(position)
            case "it":
                return self._body_meant(position)
            case _:
                return self._person_meant(word, self._before_reply(position))

    def _of_who(self, before: str, position: int) -> Source | None:
        """Return whom "who" goes on about: the person named last before it, or else the phrase there."""
        mentions = [m for m in find_names(before) if m.sure >= 1 or self._known(m, position - len(before))]
        if mentions and (person := self.people.named(mentions[-1], position)):
            return self.of(person)
        return self.phrase_source(before.rstrip(" ,"), position - len(before))

    def _group_meant(self, position: int) -> Source | None:
        """Return whom "they" means: who spoke last, where that was no person, or a group named before anybody spoke."""
        _, last = self._last_turn(position)
        if last is None:
            return self._group_just_told(position) or self._group_before(position) or self._group_in_sentence(position)
        fits = last.person is None and (last.organisation or last.plural or last.role)
        return last if fits else self._group_just_told(position) or self._group_in_sentence(position)

    def _group_just_told(self, position: int) -> Source | None:
        """Return those with whom the sentence before began, in one paragraph: "Protesters stood outside. They demanded"."""
        begin = self._sentences_start(position)
        if begin != position or self.frame[position - 1 : position] in ("", "\n"):
            return None
        before = self._sentences_start(begin - 2)
        if self.frame[max(0, before - 1) : before] not in ("", "\n"):
            return None  # "The family were away. Builders had left the roof open. They say".
        opens = _GROUP_ACTS.match(self.frame, before, begin)
        source = self.phrase_source(opens["who"], opens.start("who")) if opens else None
        return source if source and source.plural else None

    def _group_in_sentence(self, position: int) -> Source | None:
        """Return those with whom the sentence of "they" began: "Campaigners met to save a ward they say is “run down”"."""
        begin = self._sentences_start(position)
        opens = _GROUP_ACTS.match(self.frame, begin, position) if begin < position else None
        source = self.phrase_source(opens["who"], opens.start("who")) if opens else None
        return source if source and source.plural else None

    def _body_meant(self, position: int) -> Source | None:
        """Return the body, the paper or the thing that "it" means."""
        spoken_at, last = self._last_turn(position)
        if last and self._goes_on(last, spoken_at, position):
            return last
        if above := self._paper_above(position) or self._body_above(position, spoken_at):
            return above
        if thing := self._sender_before(position) or self._issuer_before(position) or self._thing_before(position):
            return thing
        if last is None or last.person or not (last.organisation or last.plural or last.role):
            return None
        return None if last.plural and not last.organisation[:1].isupper() else last

    def _person_meant(self, word: str, position: int) -> Source | None:
        """Return whom "he" or "she" means: who spoke last or was named last, whichever fits."""
        spoken_at, last = self._last_turn(position)
        seen_at, person = self._last_seen(position, word)
        begin = max(seen_at, self.frame.rfind("\n", 0, position) + 1)
        speaks_on = last is not None and self._speaks_on(last, spoken_at, position, word)
        if not speaks_on and (stranger := self._stranger(position, word, seen_at)):
            if not (last and last.person and spoken_at > begin):
                return stranger
        if last and self._is_post_alone(last) and (not person or spoken_at > seen_at):
            return last
        if last and last.person and (spoken_at >= seen_at or person is None) and fits_pronoun(last.person, word):
            person = last.person
        if person and seen_at > spoken_at:
            subject = self._subject_before(position, seen_at) or self._subject_of_sentence(position, seen_at)
            person = subject if subject and fits_pronoun(subject, word) else person
        if person is None and last is None:
            if position < MAX_UNNAMED_CHARS:
                person = self._named_after(position, word)
            if person is None and (opened := self._opened_before(position, word)):
                return opened
        if person and not person.pronoun:
            person.pronoun = word
        return self.of(person) if person else None

    @staticmethod
    def _is_post_alone(source: Source) -> bool:
        """Tell whether a source is one unnamed person, known by a post."""
        one = source.person is None and bool(source.role) and not source.plural
        return one and source.role.split()[-1].lower() not in DOCUMENTS

    def _goes_on(self, last: Source, spoken_at: int, position: int) -> bool:
        """Tell whether a body that spoke in the sentence before goes on: "The council believes ... It is concerned"."""
        opens = self._sentences_start(position)
        if last.person or not last.organisation[:1].isupper() or last.is_document or spoken_at >= opens:
            return False
        return self.frame.startswith(
            ("It ", "But it ", "And it ", "Yet it ", BLANK), opens
        ) and spoken_at >= self._sentences_start(opens - 2)

    def _subject_before(self, position: int, seen_at: int) -> Person | None:
        """Return whom the sentence before is about where the name seen last stands as its object there.

        "Cllr Oddie disagreed with Dr Lacey. He contended" is Cllr Oddie.
        """
        opens = self._sentences_start(position)
        if opens < position and not self.frame.startswith(("He ", "She "), opens):
            return None
        begin = self._sentences_start(opens - 2)
        if begin >= seen_at or not _OBJECT_OF.search(self.frame, begin, seen_at):
            return None
        mentions = find_names(self.frame, begin, seen_at)
        if not mentions or mentions[0].start > begin + 6:
            return None
        return self.people.named(mentions[0], mentions[0].start)

    def _subject_of_sentence(self, position: int, seen_at: int) -> Person | None:
        """Return who speaks in a sentence that names another as an object only: "Jo Marsh has said that of Mr Hale he thinks"."""
        begin = self._sentences_start(position)
        if begin >= seen_at or not OBJECT_BEFORE.search(self.frame, max(begin, seen_at - MAX_OBJECT_CHARS), seen_at):
            return None
        mentions = find_names(self.frame, begin, seen_at)
        if not mentions or mentions[0].start > begin + 6 or not _HAS_SAID.match(self.frame, mentions[0].end):
            return None
        return self.people.named(mentions[0], mentions[0].start)

    def _before_reply(self, position: int) -> int:
        """Return where a sentence begins that first tells who asked, or all that is said: "In reply to Mr Hale, she said"; else the place."""
        if not self.frame.endswith(", ", 0, position):
            return position
        begin = self._sentences_start(position)
        # "They owe a lot to Dr Hale, she believes": she does not speak of herself.
        return (
            begin
            if _ENDS_SO.match(self.frame, position) or _IN_REPLY.fullmatch(self.frame, begin, position)
            else position
        )

    def _named_after(self, position: int, word: str) -> Person | None:
        """Return who is named first after an opening that has only the pronoun: "“Never,” she says. Jo Marsh has ..."."""
        following = [p for at, p in self.people.views if at > position and p is not self.author]
        if not following or following[0].position - position > REACH_CHARS:
            return None
        return following[0] if fits_pronoun(following[0], word) else None

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
        return Source(None, bare_phrase(found.group()), "", bare_phrase(found.group()))

    def _two_just_named(self, position: int) -> Source | None:
        """Return the two with whom the sentence before ended: "announced by Ann Hale and Tom Orme. In a statement, they said"."""
        opens = self._sentences_start(position)
        at = bisect_right(self.people.views, opens, key=lambda view: view[0])
        if at < 2 or self._last_turn(position)[0] > self.people.views[at - 2][0]:
            return None
        (first_at, first), (second_at, second) = self.people.views[at - 2 : at]
        between = self.frame[first_at:second_at]
        after = self.frame[second_at:opens]
        joined = re.fullmatch(r"[^,.\n]{3,40}\sand\s", between) and re.fullmatch(r"[^,.;\n]{3,40}\.?\s+", after)
        return self._together([first, second]) if joined and first is not second else None

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
        if phrase.startswith("The ") and (holder := self.people.in_post(bare_phrase(phrase).lower(), begin, word)):
            return self.of(holder)
        described = parse_description(phrase)
        role = described.role or bare_phrase(phrase)
        body = described.organisation if described.organisation[:1].isupper() else ""
        return Source(None, role, self._full(body, position), bare_phrase(phrase))

    def _paper_above(self, position: int) -> Source | None:
        """Return the document with which the paragraph before began, where "it" begins this one: "The letter was sent in May.", "It said"."""
        opens = position - 1
        if opens >= 0 and self.frame[opens] != "\n":
            return None
        found = _paper_acts().match(self.frame, *self._paragraph_before(position))
        source = self.phrase_source(found["what"], found.start("what")) if found else None
        return source if source and source.is_document else None

    def _body_above(self, position: int, spoken_at: int) -> Source | None:
        """Return the body with which the paragraph before began, where "it" begins this one and nobody spoke since."""
        opens = position - 1
        if opens >= 0 and self.frame[opens] != "\n":
            return None
        begin, end = self._paragraph_before(position)
        if spoken_at >= begin or SENTENCE_END.search(self.frame, begin, end - 1):
            return None  # Of several sentences the last may be about another body.
        found = _opens_with_body().match(self.frame, begin, end)
        return self.phrase_source(found["who"], found.start("who")) if found else None

    def _group_before(self, position: int) -> Source | None:
        """Return those with whom the paragraph before began: "Town leaders are to fight it.", "They say"."""
        opens = _GROUP_ACTS.match(self.frame, *self._paragraph_before(position))
        source = self.phrase_source(opens["who"], opens.start("who")) if opens else None
        return source if source and source.plural else None

    def _opened_before(self, position: int, word: str) -> Source | None:
        """Return the one without a name with whom the paragraph before began: "A clerk was there.", "He said:"."""
        found = _stranger_pattern().match(self.frame, *self._paragraph_before(position))
        if found is None or PRONOUN_OF_KIND.get(found["head"].lower(), word) != word:
            return None
        described = parse_description(found.group())
        body = described.organisation if described.organisation[:1].isupper() else ""
        return Source(
            None, described.role or bare_phrase(found.group()), self._full(body, position), bare_phrase(found.group())
        )

    def _sender_before(self, position: int) -> Source | None:
        """Return who sent what "it" means where that was just told: "It is from the regional office and it said"."""
        begin = max(0, position - 200)
        found = _IT_IS_FROM.search(self.frame, begin, position)
        return self.starting_at(self.frame, found.start("who"), found.end("who")) if found else None

    def _issuer_before(self, position: int) -> Source | None:
        """Return who issued the statement that "it" means: "The mayor sent a statement, which was read out. It said"."""
        issued = last_match(_ISSUED.finditer(self.frame, max(0, position - MAX_SEGMENT_CHARS), position))
        if issued is None or SENTENCE_END.search(self.frame[issued.end() : position].strip(f" \n{BLANK}")[:-1]):
            return None
        begin = self._sentences_start(issued.start())
        return self._subject_from(begin, issued.start("verb"))

    def _thing_before(self, position: int) -> Source | None:
        """Return the document or body named last before a place in the same paragraph, for "it"."""
        begin = self.frame.rfind("\n", max(0, position - 400), position) + 1 or max(0, position - 400)
        sentences = re.split(r"(?<=[.!?])\s+", self.frame[begin:position])
        for sentence in reversed(sentences):
            found = re.search(
                rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?:(?!(?:is|are|was|were|has|had|by)\s)[\w’'-]+\s+){{0,5}}?(?:{phrase_pattern([*DOCUMENTS, *BODIES])})\b(?:\s\([A-Z]+\))?(?:\s(?:for|of|by|from)\s(?:the\s)?[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*)*)?",
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
            if (body := _opens_with_body().match(sentence)) and (source := self.phrase_source(body["who"], begin)):
                return source
        return None
