"""Whose verb it is: the subject of a verb of speech, of the one before it, or of the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from serving.articles.cues import Cue, find_cues
from serving.articles.lexicon import DOCUMENTS, phrase_pattern
from serving.articles.names import find_names, has_role
from serving.articles.page import Page
from serving.articles.phrases import last_match
from serving.articles.sentences import BLANK, Sentence
from serving.articles.sources import Source

_IN_AN_ARTICLE = re.compile(
    r"In (?:an?|his|her) (?:[\w-]+ ){0,2}?(?:article|interview|column|blog|piece|speech|post|letter|email)(?: (?:for|with|in|on|to) [^,]{2,50}?)?,? (?P<pronoun>he|she)"
)
"""Where somebody writes, before who does: "In an article for the Echo she"."""
_BUT_THEY = re.compile(r",\sbut\s(?P<pronoun>he|she)\s[^,;:]{3,60},\s(?:\w+\s)?$")
"""Somebody who does something and says something by that: "..., but he gave no details, stating"."""
_GOES_ON_ALONE = re.compile(r"(?:But|And|Then|Yet)\s(?:also\s|then\s|later\s)?")
"""A sentence with a verb and no subject: "But added"."""


@cache
def _paper_before() -> re.Pattern[str]:
    """Match a document that a participle follows: "a motion calling for"."""
    return re.compile(rf"\b(?P<what>(?:an?|the)\s(?:[\w-]+\s){{0,3}}?(?:{phrase_pattern(DOCUMENTS)}))\s$")


_NAME_FOLLOWS = re.compile(
    r"\s+(?:(?:its|the|their)\s)?(?:[a-z][\w-]*\s){0,4}[A-Z][\w.’'-]*\s+(?:[a-z]{2,3}\s+){0,2}[A-Z][^\s,.]*(?:\s[A-Z][^\s,.]*)*(?=[,.]|$)"
)
_OWN_WORDS = frozenset(
    """
    called calls call described describes dubbed branded labelled termed dismissed told tells said says say wrote writes
    warned warns promised insisted added replied asked announced admitted quoted likened compared
    """.split()
)
"""Verbs whose subject has words of its own: "she said the trust had called it"."""
_OF_OTHERS = re.compile(r"(?:\s(?!and\b|but\b)[\w’'-]+){1,12}\s")
"""What stands between a verb of speech and that of a clause within it."""
_WITH_SOMEBODY = re.compile(
    r"(?:^|,\s)[Ww]ith\s(?P<who>(?:[A-Z]|the\s|its\s|(?:[a-z-]+\s){1,4}(?=[A-Z]))[^.;:\ue000]{3,140}?),?\s$"
)
"""Whoever goes on to say something, as a participle tells: ", with Jo Marsh, the leader, saying"."""
_JOINED_VERB = re.compile(
    r"(?:^|[\s,–—;])(?:and|but|or|then|before|after|yet)\s+"
    r"(?:(?:also|then|later|even|went on to|\w+ly|has|have|had|did|does|do)\s+)*$"
)
"""What stands before a verb that shares the subject of the one before it."""
_BUT_IT = re.compile(r"(?:\bbut|,\s(?:and|while))\s(?:that\s)?it\s$")
"""How a body goes on in the sentence in which it spoke: "The trust said the wards would stay, but it wants"."""
_OPENS_WITH_CLAUSE = re.compile(
    r"(?:After|When|As|While|Although|Though|Since|Before|Once)\s[^:]{10,200},\s[^,:]{2,80}:"
)
"""A clause before the main one, which leads in: "After ministers confirmed it, Jo Marsh said:"."""
_RESPONDS = re.compile(r"(?:Responding|Replying|Reacting|Commenting|Reflecting)\b")
_OWNS_WHO_FOLLOWS = re.compile(r"(?:[’']s|(?<=s)[’']|[’'])\s(?:[\w-]+\s){0,2}[\w-]+,?\s")
"""What stands between two names where the second is whom the first has: "Mr Hale's wife, Ann Hale"."""
_IS_OBJECT = re.compile(
    r"\b(?:to|with|by|against|about|than|told|asked|of|for|between)\s+$|(?<!\ba )(?<!\ban )(?<!\bthe )\b[a-z]{3,}ed\s+$"
)
"""What ends before a name that is no subject: a preposition, or a verb that has it for its object."""


class Subjects:
    """The subjects of one article's verbs."""

    def __init__(self, page: Page) -> None:
        self.page = page

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
        represents = earlier.form.startswith(("speak", "spoke"))
        closed = "," in self.page.frame[earlier.end : cue.start]
        return represents and closed and self.page.frame.endswith(", which ", 0, earlier.start)

    def _is_felt_by_others(self, cue: Cue, cues: Sequence[Cue]) -> bool:
        """Tell whether a verb is what somebody says that others feel or do: "Jo Marsh said the volunteers felt"."""
        if cue.kind == "ing" or cue.form in _OWN_WORDS:
            return False
        said = [c for c in cues if c.speech and c.kind != "ing" and c.start < cue.start]
        return bool(said) and _OF_OTHERS.fullmatch(self.page.frame, said[-1].end, cue.start) is not None

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
