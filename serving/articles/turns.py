"""Turns in Hansard, minutes and interviews: who has the word."""

from __future__ import annotations

import re
from functools import cached_property

from serving.articles.blocks import OWN_VOICE, Block, BlockType
from serving.articles.descriptions import parse_description
from serving.articles.ladder import Ladder
from serving.articles.names import HONORIFIC, find_names, has_role
from serving.articles.people import Person
from serving.articles.sentences import sentence_at, split_sentences
from serving.articles.sources import Source


class Turns:
    """The turns of one article, and who has each of them."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.page = ladder.page

    @cached_property
    def openings(self) -> list[Block]:
        """Return the blocks with which turns begin."""
        return [b for b in self.page.document.blocks if b.type is BlockType.TURN and b.body >= 0]

    def source(self, block: Block) -> Source | str | None:
        """Return who has the turn; "question" for an interviewer's, None where the label tells nothing."""
        label = block.label
        if not label:
            return None
        bare = re.sub(r"\s*\([^)]*\)", "", label).strip()
        if re.fullmatch(r"(?:Q\d*|Question(?:er)?|Interviewer)", bare, re.IGNORECASE) or label in self.asking:
            return "question"
        if re.fullmatch(r"(?:A\d*|Answer)", bare, re.IGNORECASE):
            person = self.interviewee
            return self.page.resolver.of(person) if person else None
        if bare in ("The Chair", "Chair") and (chair := self.page.people.in_post("chair", block.start)):
            return self.page.resolver.of(chair)
        if person := self.page.resolver.acronyms_of_people.get(bare):
            return self.page.resolver.of(person)
        inside = next(
            (
                named[0]
                for inner in re.findall(r"\(([^)]*)\)", label)
                if (named := find_names(inner)) and named[0].sure >= 1
            ),
            None,
        )
        if inside and (has_role(bare) or bare.startswith("The ")):
            person = self.page.people.add(inside, block.start)
            person.describe(parse_description(bare))
            return self.page.resolver.of(person)
        if re.fullmatch(
            r"(?:(?:Several )?(?:Hon\.? Members|Noble Lords)|(?:Mr|Madam|Mister) (?:Deputy )?Speaker|The Chair)", bare
        ):
            return Source(None, bare, "", bare)
        mentions = find_names(bare if not bare.isupper() else bare.title())
        if mentions and (mentions[0].sure >= 1 or self.page.people.named(mentions[0], block.start)):
            person = self.page.people.add(mentions[0], block.start)
            described = parse_description(" ".join(re.findall(r"\(([^)]*)\)", label)[:1]))
            after = f"{bare[mentions[0].end :]}{label[len(bare) :]}".strip(", ")
            if described or has_role(after):
                person.describe(described or parse_description(after))
            return self.page.resolver.of(person)
        if len(known := self.page.people.by_surname.get(bare, [])) == 1:
            return self.page.resolver.of(known[0])  # "Green", which alone is no name
        if re.fullmatch(r"[A-Z]{2,4}", bare):
            initials = [p for p in self.page.people.persons if "".join(w[0] for w in p.words) == bare]
            return self.page.resolver.of(initials[0]) if initials else "question"
        if person := self.page.people.in_post(bare.lower().removeprefix("the "), block.start):
            return self.page.resolver.of(person)
        return Source(None, bare, "", bare)

    @cached_property
    def interviewee(self) -> Person | None:
        """Return who answers: not the writer; somebody met before the first turn; the one most in view early on."""
        if len(self.openings) == 1 and (named := self._named_in(self.openings[0])):
            return named
        counts: dict[int, int] = {}
        for _, person in self.page.people.views[:40]:
            counts[id(person)] = counts.get(id(person), 0) + 1
        byline = {
            p.name
            for p in self.page.people.persons
            if self.page.document.byline and p.name in self.page.document.byline
        }
        first = next((b.start for b in self.page.document.blocks if b.type is BlockType.TURN), 0)
        opening = self.page.frame[:first]
        candidates = [p for p in self.page.people.persons if p.name not in byline and not _asks(p, opening)]
        return max(
            candidates,
            key=lambda p: (p.position < first, counts.get(id(p), 0), bool(p.role), -p.position),
            default=None,
        )

    def _named_in(self, opening: Block) -> Person | None:
        """Return the person whose name stands before the words of a turn."""
        mentions = find_names(opening.label)
        return self.page.people.named(mentions[0], opening.start) if mentions else None

    def interrupts(self, number: int, block: Block) -> bool:
        """Tell whether a paragraph of an interview is the interviewer's story: someone is quoted in it."""
        spans = self.page.by_block.get(number, [])
        if block.body >= 0:
            return False
        if self.is_interview and self.page.text[block.words_start] == "[" and self.page.text[block.end - 1] == "]":
            return True
        if self.is_interview and (self._tells_of(block) or self._tells_of_another(block) or self._stages(block)):
            return True
        if not spans:
            return self.is_interview and _tells(self.page.frame[block.words_start : block.end])
        sentences = split_sentences(self.page.text, self.page.frame, block.words_start, block.end)
        owner = sentences[sentence_at(sentences, spans[0].outer_start)]
        found = self.ladder.cue_after(owner, spans[0], block)
        if found is None or re.fullmatch(r"[QA]\d*|Answer|Question", block.label.strip()):
            return found is not None
        speaking = self.source(block)
        return isinstance(speaking, Source) and speaking.key == found.source.key

    def _tells_of(self, block: Block) -> bool:
        """Tell whether a paragraph names the one who answers, in no one's own voice: the note below an interview."""
        words = self.page.frame[block.words_start : block.end]
        if self.interviewee is None or OWN_VOICE.search(words):
            return False
        own = self.interviewee.surname
        named = [m for m in find_names(words) if m.honorific or len(m.words) > 1 or m.surname == own]
        return any(self.page.people.named(m, block.start + m.start) is self.interviewee for m in named)

    def _stages(self, block: Block) -> bool:
        """Tell whether a paragraph begins with what the one who answers does meanwhile, in no one's own voice."""
        words = self.page.frame[block.words_start : block.end]
        return _BREAKS_OFF.match(words) is not None and not OWN_VOICE.search(words)

    def _tells_of_another(self, block: Block) -> bool:
        """Tell whether a paragraph reports, in no one's own voice, what another says of the one who answers."""
        words = self.page.frame[block.words_start : block.end]
        if self.interviewee is None or OWN_VOICE.search(words):
            return False
        said = _SAYS_THAT.search(words)
        if not said:
            return False
        spoken_of = _SPOKEN_OF.search(words)
        fits = {"he": ("he", "his", "him"), "she": ("she", "her")}.get(self.interviewee.pronoun, ())
        return spoken_of is not None and (not fits or spoken_of[1] in fits)

    @cached_property
    def is_interview(self) -> bool:
        """Tell whether the turns are an interview's, not a debate's."""
        return bool(self.asking) or any(
            re.fullmatch(r"[QA]\d*|Answer|Question", b.label.strip())
            for b in self.page.document.blocks
            if b.type is BlockType.TURN and (b.body >= 0 or b.label == "Answer")
        )

    @cached_property
    def _initials_printed(self) -> frozenset[str]:
        """Return the labels that are initials."""
        return frozenset(turn.label for turn in self.openings if turn.label.isupper() and " " not in turn.label)

    def _short(self, label: str) -> str:
        """Return a label's initials; a name in capitals stays, unless its initials are a label too."""
        initials = _initials(label)
        return initials if initials in self._initials_printed or not label.isupper() else label

    @cached_property
    def asking(self) -> frozenset[str]:
        """Return the labels of an interviewer: of two who have turns, the one whose turns are mostly questions."""
        page = self.page
        asked: dict[str, list[bool]] = {}
        for turn in self.openings:
            asked.setdefault(self._short(turn.label), []).append(page.text[turn.end - 1] == "?")
        if len(asked) != 2:
            return frozenset()
        shares = {initials: sum(own) / len(own) for initials, own in asked.items()}
        least, most = sorted(shares, key=lambda initials: shares[initials])
        author = {_initials(m.group()) for m in re.finditer(r"[A-Z]\w+(?:\s[A-Z][\w-]+)+", page.document.byline)}
        if written := author & set(asked):
            return frozenset(turn.label for turn in self.openings if self._short(turn.label) in written)
        councillor = any(_TITLED.match(turn.label) for turn in self.openings if self._short(turn.label) == most)
        asks = not councillor and len(asked[most]) > 1 and shares[most] >= 0.4 and shares[most] > 3 * shares[least]
        return frozenset(turn.label for turn in self.openings if asks and self._short(turn.label) == most)


_TITLED = re.compile(r"(?:Cllr|Coun|Councillor|Lord|Lady|Baroness|Sir|Dame)\b")
"""A title that the minutes of a council or of Parliament give, an interview not."""


def _asks(person: Person, opening: str) -> bool:
    """Tell whether the lines above an interview say that this person met the other."""
    return any(_SITS_DOWN.match(opening, found.end()) for found in re.finditer(re.escape(person.name), opening))


_SITS_DOWN = re.compile(
    r" (?:met|meets|(?:talked|talks|spoke|speaks|listens|listened) (?:to|with)|interviews|interviewed|asks|asked|visits|visited"
    r"|(?:sat|sits) down with|(?:caught|catches) up with|(?:joined|joins) |(?:puts|put) (?:\w+ )?questions to)\b"
)
_MEETS = re.compile(
    r"\b(?:was|were) (?:talking|speaking) to\b|\b(?:[Hh]e|[Ss]he) (?:walks|shows|sees|drives|tells) me\b"
)
_SHOWS_ME = re.compile(r"\b(?:walks|shows|sees|drives|tells) me\b")
_SAYS_THAT = re.compile(
    r"\s(?:says?|said|argues?|thinks?|believes?|claims?|complains?) that\b|\stold\s[^.]{2,40}?\sthat\b"
)
_SPOKEN_OF = re.compile(r"\b(he|she|his|him|her)\b")
_BREAKS_OFF = re.compile(
    r"(?:He|She) (?:breaks off|leans (?:back|forward)|gets up|stands up|sits (?:back|down)|picks up|pours|points (?:at|to)|gestures|glances|goes (?:quiet|silent)|falls silent|shrugs|laughs|smiles|nods|sighs|pauses|hesitates|shakes (?:his|her)|turns (?:to|back)|looks (?:up|out|away|down|at)|reaches|checks (?:his|her)|stops to|reads? aloud)\b"
)
"""What the one who answers does between two answers."""
_ACTS = re.compile(r"\b(?:[Hh]e|[Ss]he) (?:says|said|adds|laughs|smiles|pauses|shrugs|nods)\b")
_SPEAKS = re.compile(r"(?<![\w’'])(?:I|[Mm]y|[Ww]e|[Oo]ur|us)\b")


def _tells(words: str) -> bool:
    """Tell whether words without marks are an interviewer's story of the one who answers, not an answer.

    In an answer "he says" is said of somebody whom the answer names, or stands beside an "I".
    """
    if _MEETS.search(words) or (_SHOWS_ME.search(words) and not _SPEAKS.search(words)):
        return True
    acts = _ACTS.search(words)
    if acts is None or OWN_VOICE.search(words):
        return False
    before = words[: acts.start()]
    return not (has_role(before) or find_names(before))


def read_out(ladder: Ladder, previous: Block | None) -> Source | None:
    """Return whose words a turn's paragraph reads out, where the paragraph before leads in to them."""
    if previous is None or not ladder.page.document.words(previous).rstrip().endswith(":"):
        return None
    sentences = split_sentences(ladder.page.text, ladder.page.frame, previous.words_start, previous.end)
    return ladder.source_of_sentence(sentences[-1]) if sentences else None


def _initials(label: str) -> str:
    """Return the initials of a name without its title; a label of one word in capitals is initials already."""
    if label.isupper() and len(label.split()) == 1:
        return label
    bare = re.sub(rf"^(?:{HONORIFIC}\s+)+", "", label, flags=re.IGNORECASE)
    return "".join(word[0] for word in bare.split())
