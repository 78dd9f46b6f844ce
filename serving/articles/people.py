"""Who has been named in an article, with which post in which body; and who is meant later."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.lexicon import (
    BODIES,
    HONORIFICS,
    NOT_NAMES,
    ORG_WORDS,
    ROLE_TOPICS,
    given_names,
    phrase_pattern,
    speech_forms,
)
from serving.articles.names import CAPITALISED, NameMention, find_names, has_role, is_surname, role_heads
from serving.articles.sentences import BLANK

MAX_DESCRIPTION_CHARS = 200
PEERS = ("Lord", "Lady", "Baroness", "Baron", "Viscount", "Earl")
WEAK_ORG_WORDS = frozenset(
    """
    Action Cabinet Care Clinical Commissioning Commissioners Community Concern County Shadow Health Healthcare
    Home House Housing Independent Innovation International Justice Learning Leaders Local Managers Medical
    National Nursing Nurses Patients Policy Practice Practitioners Primary Programme Project Public Red Reform
    Region Regional Research Royal Save Scope Scrutiny Staff Transformation Unit Workers District GP GPs Medical
    Executive Department Board Committee Partnership Improvement Workers Women's Welfare Wellbeing Movement Labour
    """.split()
)


@dataclass(slots=True)
class Person:
    """A person in an article, with what is printed about them."""

    words: tuple[str, ...]
    position: int
    honorific: str = ""
    pronoun: str = ""
    role: str = ""
    organisation: str = ""
    description: str = ""
    seen: list[int] = field(default_factory=list)
    relative: bool = False

    def last_seen(self, position: int) -> int:
        """Return where the person was last in view before a place, or where they were first met."""
        at = bisect_right(self.seen, position)
        return self.seen[at - 1] if at else self.position

    @property
    def name(self) -> str:
        """Return the fullest name printed, without a title; a peer's with it."""
        peer = self.honorific in PEERS and len(self.words) == 1
        return f"{self.honorific} {self.words[0]}" if peer else " ".join(self.words)

    @property
    def surname(self) -> str:
        """Return the last word of the name."""
        return self.words[-1]

    def phrase(self) -> str:
        """Return what the article prints about the person, as one phrase."""
        title = f"{self.honorific} " if self.honorific and not self.name.startswith(self.honorific) else ""
        known = self.description or ", ".join(part for part in (self.role, self.organisation) if part)
        return f"{title}{self.name}, {known}" if known else f"{title}{self.name}"

    def describe(self, description: Description) -> None:
        """Add a post and body, unless better ones are known."""
        if description.role and not self.role:
            self.role, self.description = description.role, description.text
            self.organisation = description.organisation or self.organisation
        elif description.organisation and not self.organisation:
            self.organisation = description.organisation
            if description.text not in self.description:
                self.description = f"{self.description}, {description.text}".strip(", ")


@dataclass(frozen=True, slots=True)
class Description:
    """A post and a body as printed, and the whole phrase."""

    role: str = ""
    organisation: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.role or self.organisation)


# Posts and bodies in a phrase.

_ORG_TOKEN = rf"(?:[A-Z]+&[A-Z]+|{CAPITALISED}|[A-Z&][A-Z&]+s?|\d+)(?:[’']s|[’'](?<=s.)(?=\s(?:Alliance|Association|Union|Society|Federation|Forum|Council)\b))?"
ORG_RUN = re.compile(
    rf"(?<![\w’'-])(?:{_ORG_TOKEN})(?:\s+(?:(?:of|for|and(?!\s+the\b)|the|&|our(?:(?<=Save\sour)|(?<=Keep\sour)|(?<=Defend\sour)))\s+){{0,2}}{_ORG_TOKEN}|,\s(?={CAPITALISED}\sand\s{CAPITALISED}\s(?:{CAPITALISED}\s)?(?:CCG|Clinical|NHS|Council|STP|hospitals\b))(?:{CAPITALISED})){{0,14}}"
    rf"(?:(?:\s+(?:county|city|borough|district|town|parish|unitary|clinical|commissioning|foundation|community|health|care|residents[’']|patient|campaign)\b){{0,3}}\s+(?:and\s+(?!the\b|its\b|their\b|an?\b)\w+\s+)?(?:{phrase_pattern(w for w in BODIES if w.islower())})\b)?"
)
_LINK = re.compile(r"\s+(of|at|for|from|in|with|on|to|and)\s+(the\s+|its\s+|their\s+)?", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:who\s+(?:is|was|has been)\s+(?:also\s+)?|in\s+(?:his|her|their)\s+(?:[\w-]+\s+){1,3}as\s+|(?:the\s+)?newly[ -](?:elected|appointed)\s+|(?:and|both|now|currently|then|also|still|himself|herself)\s+|(?:is|was)\s+|as\s+|(?:the|a|an|its|their|our|one of the|another)\s+(?!\w+[’']s\b)|\d{2},?\s+)+",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"(?:the\s+)?(?:{ROLE_TOPICS})\b(?!\s+(?:England|Trust|Council|NHS|Campaign|Action|Federation|Association|Foundation|Alliance))"
)
_AREAS = re.compile(rf"(?:{ROLE_TOPICS})(?:(?:,\s|,?\s(?:and|&)\s)(?:{ROLE_TOPICS}))+\b", re.IGNORECASE)
"""The several fields of one post."""
_POSSESSIVE = re.compile(r"^(?P<owner>.*?\w)(?:[’']s|(?<=s)[’'])\s+(?P<rest>.+)$", re.DOTALL)
_MP = re.compile(
    r"^(?:(?:the\s+)?(?:Labour|Conservative|Tory|Liberal Democrat|Lib Dem|Green|SNP|UKIP|Plaid Cymru|independent|former|veteran|local)\s+)*(?:MP|(?:prospective\s+)?(?:parliamentary\s+)?candidate)\b",
    re.IGNORECASE,
)


_BRACKETED = re.compile(r"\s*\((?:[A-Z]{2,4}|for item|minutes)\b[^)]*\)?")
_OF_BODY = re.compile(
    r"(?:of|at|for|from|with|representing|speaking for|on behalf of|who works (?:at|for|in)|working (?:at|for|in)|based (?:at|in))\s+(?:the\s+)?(.+)$"
)
_LEADS_BODY = re.compile(r"(?:who\s+)?(chairs|leads|heads|runs|represents|founded|sits on|edits)\s+(.+)$")
_PARTY = re.compile(
    r"(?:Lab(?:our)?(?:/Co-op)?|Con(?:servative)?|Lib ?Dem|LD|Ind(?:ependent)?|Green|UKIP|SNP|PC|CB|DUP|SDLP)(?:[,;–-]\s*[^()]{1,60})?"
)
"""The party, and perhaps the ward, that is printed after a politician's name; the body they speak for is another."""


_GESTURE = re.compile(r"[a-z]+\s(?:his|her|their)\s(?:head|hands?|eyes|arms?)\b")


def parse_description(text: str) -> Description:
    """Return the post and the body that a phrase such as "co-chair of NHS Clinical Commissioners" names."""
    text = " ".join(text.split())
    text = (_BRACKETED.sub("", text) if "(" in text else text).strip(" ,;:–—-().")
    bare = _LEADING.sub("", text).strip()
    if speech_forms().get(text.partition(" ")[0]) == "past" or _GESTURE.match(text):
        return Description()  # "Jo Marsh, the trust's nurse, felt that the associate grade", "shook her head"
    if not bare or len(bare) > MAX_DESCRIPTION_CHARS or _PARTY.fullmatch(bare):
        return Description()
    if linked := _OF_BODY.match(bare):
        organisation = leading_body(linked[1])
        return Description("", organisation, text) if organisation else Description()
    if leads := _LEADS_BODY.match(bare):
        organisation = leading_body(re.sub(r"^(?:the|its|their)\s+", "", leads[2]))
        post = {
            "chairs": "chair",
            "leads": "leader"
            if re.search(r"\b(?:council|county|city|borough|district|party|group)\b", leads[2])
            else "lead",
            "heads": "head",
            "runs": "head",
            "founded": "founder",
            "edits": "editor",
        }.get(leads[1], "")
        return Description(post, organisation, text) if organisation or post else Description()
    owner = ""
    if (
        (owned := _POSSESSIVE.match(bare))
        and has_role(owned["rest"])
        and not has_role(owned["owner"].rsplit(" ", 1)[-1])
    ):
        owner, bare = re.sub(r"^(?:the|its|their)\s+", "", owned["owner"], flags=re.IGNORECASE), owned["rest"]
    head = _first_head(bare)
    if head is None:
        organisation = leading_body(bare)
        if owner or _is_body(organisation):
            return Description("", owner or organisation, text)
        plain = re.match(r"an?\s+[a-z][\w-]*(?:\s+[a-z][\w-]*){0,5}(?=$|\s+(?:from|of|at|in|with|who)\b|,)", text)
        return Description(_LEADING.sub("", plain.group()), "", text) if plain else Description()
    before, post, after = bare[: head.start()], head.group(), bare[head.end() :]
    organisation, modifiers = _split_before(before)
    role = f"{modifiers} {post}".strip()
    if _MP.match(f"{role}"):
        constituency = re.match(r"\s+for\s+[^,;]+", after)
        return Description(role + (constituency.group() if constituency else ""), organisation, text)
    more, linked_body = _split_after(after)
    if organisation.islower() and linked_body:
        role, organisation = f"{organisation} {role}", ""  # "partnership coordinator, Tees Housing Federation"
    organisation = owner or organisation or linked_body
    if organisation == linked_body or not more:
        return Description(f"{role}{more}", organisation, text)
    return Description(f"{role}{more}", organisation, text)


def _first_head(text: str) -> re.Match[str] | None:
    """Return the last of the posts that stand before the first preposition or comma."""
    heads = role_heads(text)
    if not heads:
        return None
    limit = re.search(r",|;| of | at | for | from | in | with | who | on | and ", text)
    edge = limit.start() if limit else len(text)
    within = [head for head in heads if head.start() < edge]
    if not within and heads[-1].end() == len(text) and text[:1].isupper():
        return heads[-1]  # "Royal College of Nursing regional director"
    return within[-1] if within else None


def _split_before(before: str) -> tuple[str, str]:
    """Split what stands before a post into the body and the words that belong to the post."""
    tokens = before.split()
    cut = 0
    for i, token in enumerate(tokens):
        word = re.sub(r"[’']s$|[’']$", "", token)
        strong = (word in ORG_WORDS and word not in WEAK_ORG_WORDS) or (
            word.isupper() and len(word) > 1 and word not in ("GP", "MP", "IT", "HR")
        )
        if (
            (strong and i + 1 > cut)
            or (
                cut == i
                and word.lower() in BODIES
                and i
                and tokens[i - 1][:1].isupper()
                and not (word == "Executive" and i == len(tokens) - 1)  # "RCN Executive Director"
            )
            or (word in BODIES and word not in ("executive", "programme", "office", "provider", "practice", "group"))
        ):
            cut = i + 1
    organisation = " ".join(tokens[:cut])
    return organisation.removeprefix("the ").removeprefix("The "), " ".join(tokens[cut:])


_PART_OF_BODY = re.compile(
    r"(?P<part>(?:[A-Z][\w-]+\s){1,3}(?:locality|area|division|directorate|branch|sector))\s(?:of|at|for)\s(?:the\s)?(?=[A-Z])"
)
"""A part of a body before its name: "chairman of the Western locality of Marlshire CCG"."""
_KIND_BEFORE_NAME = re.compile(
    r"(?:campaign|campaigning|pressure|protest|action|lobby|residents[’']|patients[’']|the|local|national)?\s?(?:group|charity|union|think[ -]tank)\s(?=[A-Z])"
)
"""The kind of a body before its name: "chair of campaign group Save Hexby Hospital"."""


def _split_after(after: str) -> tuple[str, str]:
    """Split what follows a post into the words that belong to it and the body."""
    more, rest = "", after
    while linked := _LINK.match(rest):
        kind = _KIND_BEFORE_NAME.match(rest, linked.end())
        following = rest[kind.end() if kind else linked.end() :]
        word, article = linked[1].lower(), linked[2] or ""
        if word == "and":
            break
        topic = _TOPIC.match(following) if word in ("of", "for", "on") else None
        if part := _PART_OF_BODY.match(following):
            more += f"{linked.group()}{following[: part.end('part')]}"
            return more, leading_body(following[part.end() :])
        if (following[:1].isupper() and not topic) or following[:1].isdigit():
            organisation = leading_body(following)
            return more, organisation
        own_body = re.match(rf"(?:\w+\s+)?(?:{phrase_pattern(BODIES)})\b", following)
        if article and own_body and word in ("of", "at", "for"):
            return more, f"the {own_body.group()}"
        stop = re.search(r"\s(?:of|at|for|from|in|with|on)\s|[,;(]|\swho\b", following)
        piece = following[: stop.start()] if stop else following
        if topic and (areas := _AREAS.match(following)):
            piece = areas.group()  # "director of adults, housing and health"
        more += f"{linked.group().rstrip()} {piece}".replace("  ", " ")
        rest = following[len(piece) :]
        if not piece:
            break
    comma = re.match(r"\s*[,(]\s*(?:at\s+|of\s+|for\s+)?(?:the\s+)?(.+)$", rest, re.DOTALL)
    if comma and comma[1][:1].isupper():
        return more, leading_body(comma[1])
    return more, ""


def leading_body(text: str) -> str:
    """Return the name of a body with which a text begins, or ""."""
    found = ORG_RUN.match(text)
    if not found:
        return ""
    run = found.group()
    if run[-1] not in "’'" and run[-2:] not in ("’s", "'s"):
        return run
    return (
        re.sub(r"(?:[’']s|(?<=s)[’'])$", "", run)
        if not re.search(r"\b(?:King|Women|Children|Guy|Thomas|Mary|James|George|Barnardo)[’']s$", run)
        else run
    )


def _is_body(name: str) -> bool:
    for word in name.split():
        bare = word.removesuffix("s").rstrip("’'") if word[-2:] in ("’s", "'s") else word.rstrip("’'")
        if len(bare) > 3 and bare.isupper():
            bare = bare.capitalize() if bare.capitalize() in ORG_WORDS else bare
        if bare in ORG_WORDS or bare in _BODY_WORDS or (bare.isupper() and len(bare) > 2):
            return True
    return False


_BODY_WORDS = frozenset(BODIES)


# What stands around a name.

_APPOSITION = re.compile(r"\s*(?:,|\(|\s[–—-]|\s-)\s*(?P<words>[^\ue000.;:!?\n]{2,200})")
_IS_POST = re.compile(
    r"\s+(?:(?:was|has been)\s(?:re-)?(?:elected|appointed)(?:\sas)?|is|was|has been|became|has become|will be|serves as|served as|works as|who is|remains)\s+(?P<words>[^\ue000.;:!?\n]{2,160})"
)
_LINKED = re.compile(r"\s+(?:of|from|at|for|representing)\s+(?P<words>(?:the\s+)?[A-Z0-9][^\ue000.;:!?,\n]{1,120})")
_CLAUSE_BREAK = re.compile(
    r"(?:^|[\ue000.;:!?\n–—(]|,\s(?:and|but|while|as)\s|,|\b(?:and|but|while|when|as|that|by|with|from|to|told|said|says|by|than|for|after|asked|because|if|where|include|includes|including|quoted|joined|alongside|per|via|former)\s)"
)
_END_OF_APPOSITION = re.compile(
    r"\s(?:said|says|told|added|argued|warned|asked|wrote|insisted|explained|claimed|believes?|thinks?|who|which|whose|has|had|is|was|will|would|were|are|and\s(?:said|told|added)|but|when|where|while|after|before|because)\b|\)|\s[–—]|\s-\s"
)


def description_after(text: str, end: int) -> Description:
    """Return the post and body printed right after a name that ends at `end`."""
    tail = text[end : end + MAX_DESCRIPTION_CHARS + 60].replace("\n", " ")  # Lines may be wrapped.
    if found := _LINKED.match(tail):
        words = _before_next_person(_END_OF_APPOSITION.split(found["words"])[0])
        if _is_body(leading_body(re.sub(r"^the\s+", "", words))):
            return parse_description(f"of {words}")
    if found := _IS_POST.match(tail):
        words = _before_next_person(found["words"].split(",")[0])
        if (
            re.match(r"(?:also\s+|now\s+)?(?:the|a|an|[\w’'-]+[’']s|\w+(?:\s\w+)?)\s", words)
            and not re.match(r"to\s|(?:\w+ly\s)?\w+\s(?:by|to)\b", words)  # "was seen by a surgeon"
            and has_role(words[:60])
        ):
            described = parse_description(_END_OF_APPOSITION.split(words)[0])
            return described if described.role and len(described.role) < 60 else Description()
    if not (found := _APPOSITION.match(tail)):
        return Description()
    words = found["words"]
    bracketed = tail[found.start() : found.start("words")].strip().startswith("(")
    if bracketed:
        words = words.split(")")[0]
        if re.match(r"(?:pictured|left|right|above|below|inset|not |\d)", words) or _PARTY.fullmatch(words):
            return (
                description_after(text, end + found.start("words") + len(words) + 1)
                if ")" in found["words"]
                else Description()
            )
    words = re.sub(r"^\d{1,2},\s+", "", words)
    if words.startswith("whose "):
        return Description()
    if not bracketed:
        words = (
            _END_OF_APPOSITION.split(words, maxsplit=1)[0]
            if not re.match(r"(?:who|which)\b", words)
            else _who_clause(words)
        )
    return parse_description(_relevant_segments(words))


def _before_next_person(words: str) -> str:
    """Return the words up to "and" and another person's name."""
    following = (m.start for m in find_names(words) if m.sure == 2 and re.search(r"\sand\s+$", words[: m.start]))
    end = next(following, None)
    return words if end is None else words[:end].rstrip().removesuffix("and").rstrip()


def _who_clause(words: str) -> str:
    found = re.match(
        r"who\s+(?:(?:is|was|has been)\s+(?:also\s+)?(.+)|((?:chairs|leads|heads|runs|represents|founded|edits|works (?:at|for)).+))",
        words,
    )
    if found is None or re.match(r"(?:\w+ly\s)?(?:married|related|engaged|\w+ed by)\b", found[1] or ""):
        return ""  # "who is married to the leader's cousin"
    return found[1] or found[2]


def _relevant_segments(words: str) -> str:
    """Return the leading comma segments that describe one post: "chief executive, NHS England"."""
    segments = re.split(r",\s*", words)
    kept = [segments[0]]
    for segment in segments[1:3]:
        linked = re.match(r"(?:and\s+)?(?:the\s+)?[A-Z]|of |at |for ", segment)
        if not linked or (find_names(segment[:60]) and find_names(segment[:60])[0].sure == 2):
            break
        if re.match(r"and\s", segment):
            break
        kept.append(segment)
        if _is_body(segment):
            break
    if len(kept) > 1 and not has_role(kept[0]) and not re.match(r"(?:of|from|at)\s", kept[0]):
        kept = kept[:1]
    return ", ".join(kept)


_LOWER_TITLE = re.compile(r",\s(?:councillor|cllr|coun|professor|doctor)$")
"""A title in small letters between a post and a name: "chairman of the board, councillor Jo Marsh"."""
_FIRST_OF_TWO_PLACES = re.compile(r"(?:^|[\n.;:,!?]\s?)(?P<place>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}) and $")
"""The first place of a body that has two in its name: "Hexby and Thorne CCG chief officer Jo Marsh"."""


def description_before(text: str, start: int) -> Description:
    """Return the post and body printed right before a name that starts at `start`."""
    head = text[max(0, start - 160) : start]
    joined = head.rstrip()
    untitled = _LOWER_TITLE.sub(",", joined)
    comma = untitled.endswith(",")
    joined = untitled.rstrip(", ")
    if joined.endswith(")") and (bracketed := re.search(r"\(([^()]+)\)$", joined)) and has_role(bracketed[1]):
        return Description()  # "Ann Hale (Chair), Tom Orme": the post of the one before.
    breaks = list(_CLAUSE_BREAK.finditer(joined))
    phrase = joined[breaks[-1].end() :] if breaks else joined
    # "for", "of" and the like may stand inside a post: take the longest phrase that ends in one.
    for found in reversed(breaks[-4:]):
        wider = joined[found.end() :]
        if found.group().strip()[:1] in (".", ";", ":", "!", "?", BLANK):
            break
        if found.group().strip() in ("for", "and", "with", "by") and len(wider) < 90 and found is not breaks[-1]:
            phrase = wider
            break
    if breaks and breaks[-1].group().strip() in ("for", "and") and not has_role(phrase):
        previous = breaks[-2].end() if len(breaks) > 1 else 0
        phrase = joined[previous:]
    if (
        breaks
        and breaks[-1].group() == "and "
        and (places := _FIRST_OF_TWO_PLACES.search(joined, 0, len(joined) - len(phrase)))
    ):
        named = find_names(places["place"])
        of_a_body = phrase[:1].isupper() and _is_body(phrase) and not has_role(places["place"])
        if of_a_body and not (named and named[0].sure == 2):
            phrase = f"{places['place']} and {phrase}"
    phrase = re.sub(r"^(?:(?:But|Yet)\s|(?:And|So|Then|Meanwhile|Now)\s(?=[a-z]))", "", phrase.strip())
    if determined := list(re.finditer(r"\s(?=(?:the|its|their|our|a|an|his|her)\s)", phrase)):
        tail = phrase[determined[-1].end() :]
        phrase = (
            tail
            if has_role(tail) and not re.search(r"\b(?:of|for|at|in|on)$", phrase[: determined[-1].start()])
            else phrase
        )
    before_comma, _, tail = phrase.rpartition(", ")
    if before_comma and tail[:1].isupper() and has_role(tail) and not has_role(before_comma):
        phrase = tail  # "Replying to Hexby and Thornley's paper, Marl Trust chair Jo Marsh"
    heads = role_heads(phrase)
    if not heads:
        owner = re.search(r"(?:^|\s)(?P<body>[A-Z][\w&.-]*(?:\s(?:of\s)?[A-Z][\w&.-]*)*)(?:[’']s|(?<=s)[’'])$", phrase)
        if owner and not comma and _is_body(owner["body"]):
            return Description("", owner["body"], f"of {owner['body']}")
        return Description()
    ends_in_post = heads[-1].end() >= len(phrase) - 1
    if not ends_in_post and not (comma or re.match(r"(?:the|its|their|our)\b|[A-Z]", phrase)):
        return Description()
    if (
        not ends_in_post
        and not re.match(r"\s+(?:of|at|for|in|from|on)\s", phrase[heads[0].end() :])
        and not re.match(r"\s+(?:of|at|for|in|from|on)\s", phrase[heads[-1].end() :])
    ):
        return Description()
    if not ends_in_post and not comma:
        # "the chair of the trust Jo Marsh" needs no comma; "the leader of those who met Jo Marsh" is no post of hers.
        last = phrase[heads[-1].end() :]
        if len(last.split()) > 6 or re.search(r"\b(?:that|who|which|has|had|is|was|met|told|wrote|about|like)\b", last):
            return Description()
    return parse_description(phrase)


# The memory.


@dataclass(slots=True)
class BodyMention:
    """A body's name where it stands in the text."""

    position: int
    name: str
    group: bool = False


@dataclass(slots=True)
class People:
    """The memory of an article: persons, bodies, and who was in view where."""

    persons: list[Person] = field(default_factory=list)
    bodies: list[BodyMention] = field(default_factory=list)
    acronyms: dict[str, str] = field(default_factory=dict)
    views: list[tuple[int, Person]] = field(default_factory=list)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_given: dict[str, list[Person]] = field(default_factory=dict)
    presiding: Person | None = None

    def add(self, mention: NameMention, position: int) -> Person:
        """Return the person that a mention names, remembering one not met before."""
        words = mention.words
        half = len(words) // 2
        if half > 1 and words[:half] == words[half:]:  # A caption and the sentence after it.
            words = words[:half]
            mention = replace(mention, words=words)
        same = self.named(mention, position)
        if same is None:
            same = Person(words, position)
            self.persons.append(same)
            self._index(same)
        named_alone = same.relative and same.words == words[:1]
        if len(words) > len(same.words) and (words[-1] == same.surname or named_alone):
            same.words = words
            self._index(same)
        if mention.honorific and not same.honorific:
            same.honorific = mention.honorific
        if not same.pronoun:
            same.pronoun = pronoun_of(mention)
        return same

    def _index(self, person: Person) -> None:
        title = person.surname.partition(" of ")[0]  # "Lord Prior of Ashdown" is "Lord Prior" afterwards.
        for index, key in (
            (self.by_surname, person.surname),
            (self.by_surname, title),
            (self.by_given, person.words[0]),
        ):
            known = index.setdefault(key, [])
            if person not in known:
                known.append(person)

    def named(self, mention: NameMention, position: int) -> Person | None:
        """Return the person already known whom a mention means, or None.

        A full name must agree in its first word or initial; a surname with a title in pronoun. Of
        several, the last one met before `position` is meant.
        """
        words = mention.words[-1:] if is_surname(mention.words) else mention.words
        candidates = [p for p in self.by_surname.get(words[-1], []) if _compatible(p, mention)]
        if (
            not candidates
            and len(words) == 1
            and (not mention.honorific or mention.honorific in ("Sir", "Dame", "Sister", "Lady", "Lord"))
        ):
            candidates = self.by_given.get(words[0], [])
        if not candidates and len(words) > 1:
            candidates = [p for p in self.by_surname.get(" ".join(words[1:]), []) if p.words[0] == words[0]]
            candidates = candidates or [p for p in self.by_given.get(words[0], []) if p.relative and len(p.words) == 1]
        if not candidates:
            return None
        if mention.honorific and len(words) == 1:
            pronoun = pronoun_of(mention)
            candidates = [p for p in candidates if pronoun and p.pronoun == pronoun] or candidates
            candidates = [p for p in candidates if not p.relative and p.position <= position] or candidates
            candidates = [p for p in candidates if _same_title(p.honorific, mention.honorific)] or candidates
        if len(words) > 1:
            full = [p for p in candidates if p.words[0] == words[0]] or [p for p in candidates if len(p.words) > 1]
            candidates = full or [p for p in candidates if len(p.words) == 1]
            if not candidates:
                return None
        return self._nearest(candidates, position)

    def _nearest(self, candidates: list[Person], position: int) -> Person:
        if len(candidates) == 1:
            return candidates[0]
        before = [p for p in candidates if p.position <= position]
        if not before:
            return candidates[0]
        return max(before, key=lambda person: person.last_seen(position))

    def see(self, position: int, person: Person) -> None:
        """Note that a person is in view at a place in the text."""
        self.views.append((position, person))
        insort(person.seen, position)

    def last_seen(self, position: int, pronoun: str = "") -> Person | None:
        """Return the person most lately in view before a place whom the pronoun may mean."""
        at = bisect_right(self.views, position, key=lambda view: view[0])
        for i in range(at - 1, -1, -1):
            person = self.views[i][1]
            if not pronoun or not person.pronoun or person.pronoun == pronoun:
                return person
        return None

    def in_post(self, post: str, position: int, pronoun: str = "") -> Person | None:
        """Return the person last met before a place (or else first after it) who holds a post."""
        wanted = [word.lower() for word in post.split()]
        if self.presiding and post.lower() in ("chair", "chairman", "chairwoman", "moderator"):
            return self.presiding
        holders = [
            p
            for p in self.persons
            if (p.role or p.honorific) and _holds(p, wanted) and not (pronoun and p.pronoun and p.pronoun != pronoun)
        ]
        if not holders:
            return None
        holders = [p for p in holders if not _deputises(p, wanted)]
        if wanted == ["council", "leader"]:
            holders = [p for p in holders if "group" not in p.role.lower()]
        if not holders:
            return None
        before = [p for p in holders if p.position <= position]
        return max(before, key=lambda p: p.last_seen(position)) if before else holders[0]

    def full_body(self, name: str, position: int) -> str:
        """Return the full name of a body mentioned as "the trust", by an acronym or by a part of its name."""
        bare = re.sub(r"^(?:the|The|its|their|a)\s+", "", name).strip()
        if bare in self.acronyms:
            return self.acronyms[bare]
        known = [mention for mention in self.bodies if len(mention.name) > len(bare)]
        if bare.isupper() and 3 <= len(bare) <= 6 and (spelled := [m for m in known if _initials(m.name) == bare]):
            return _last_before(spelled, position).name
        kinds = [mention for mention in self.bodies if mention.name.lower() != bare.lower()]
        if bare[:1].isupper():
            # "RCN Winter Watch campaign" is no fuller name of the RCN, as "Hexby Council" is of Hexby.
            begins = not (bare.isupper() and len(bare) > 2)
            fuller = [m for m in known if m.name.endswith(f" {bare}") or (begins and m.name.startswith(f"{bare} "))]
            if fuller and len(bare.split()) == 1 and bare not in ("NHS", "Labour"):
                return _last_before(fuller, position).name
            if not (bare.isupper() and bare.lower() in _KINDS_OF_BODY):
                return bare
        of_campaigners = bare.lower().split()[-1:] in (["group"], ["campaign"])
        fitting = [m for m in kinds if (m.group and of_campaigners) or _is_kind(m.name, bare)]
        return _last_before(fitting, position).name if fitting else bare if bare.isupper() else ""


def _initials(name: str) -> str:
    """Return the letters with which the words of a body's name begin that have a capital."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _last_before(mentions: list[BodyMention], position: int) -> BodyMention:
    before = [m for m in mentions if m.position <= position]
    return before[-1] if before else mentions[0]


_KINDS_OF_BODY = {
    "lmc": r"\bLMC\b|[Ll]ocal [Mm]edical [Cc]ommittee",
    "medical committee": r"\bLMC\b|[Ll]ocal [Mm]edical [Cc]ommittee",
    "union": r"\b(?:UNISON|Unison|Unite|GMB|BMA|RCN|RCM|MiP|Union|TUC|Workers|WORKERS|Employees|Managers in Partnership|Medical Association|College of (?:Nursing|Midwives))\b",
    "council": r"\bCouncil\b|\bcouncil\b",
    "authority": r"\bCouncil\b|\bAuthority\b|\bcouncil\b",
    "trust": r"\bTrust\b|\btrust\b|\bHospitals?\b|\bInfirmary\b|\bHealthcare\b",
    "hospital": r"\bHospitals?\b|\bInfirmary\b|\bTrust\b|\bhospitals?\b",
    "ccg": r"\bCCGs?\b|Clinical Commissioning Group",
    "commissioner": r"\bCCGs?\b|Clinical Commissioning Group",
    "charity": r"\b(?:Age UK|Mind|Mencap|Macmillan|Marie Curie|Healthwatch|Alliance|Foundation|Charity|Hospice|Trust|Voices|Concern|Society|UK|Carers)\b",
    "think tank": r"\b(?:Fund|Nuffield Trust|Health Foundation|IPPR|Reform|Institute|Exchange|Centre|Foundation)\b",
    "thinktank": r"\b(?:Fund|Nuffield Trust|Health Foundation|IPPR|Reform|Institute|Exchange|Centre|Foundation)\b",
    "regulator": r"\b(?:NHS Improvement|CQC|Monitor|Care Quality Commission|GMC)\b",
    "college": r"\bCollege\b",
    "association": r"\bAssociation\b|\bBMA\b|\bLGA\b",
    "department": r"\bDepartment\b",
    "group": r"\b(?:[Gg]roup|[Cc]ampaign|Save|Keep|Defend|Alliance|Action|Watch|Forum|Voices|Friends)\b",
    "campaign": r"\b(?:[Gg]roup|[Cc]ampaign|Save|Keep|Defend|Alliance|Action)\b",
    "party": r"\b(?:Labour|Conservatives?|Liberal Democrats?|Lib Dems?|Greens?|Party)\b",
    "watchdog": r"\b(?:Healthwatch|NAO|National Audit Office|CQC|Scrutiny)\b",
    "firm": r"\b(?:Ltd|LLP|Limited|plc|Consulting|Solutions|Systems|Partners|Associates)\b",
    "company": r"\b(?:Ltd|LLP|Limited|plc|Consulting|Solutions|Systems|Pharma|Technologies)\b",
    "committee": r"\b[Cc]ommittee\b",
    "partnership": r"\b[Pp]artnership\b|\bSTP\b",
    "stp": r"\bSTP\b|\b[Pp]artnership\b",
    "federation": r"\b[Ff]ederation\b",
    "foundation": r"\bFoundation\b",
    "confederation": r"\bConfederation\b",
    "body": r"\w",
    "organisation": r"\w",
}


@lru_cache(maxsize=4_096)
def _is_kind(name: str, kind: str) -> bool:
    last = kind.lower().split()[-1]
    pattern = _KINDS_OF_BODY.get(kind.lower()) or _KINDS_OF_BODY.get(last) or rf"\b{re.escape(last)}\b"
    if last in ("body", "organisation"):
        return False
    return re.search(pattern, name, re.IGNORECASE if pattern.startswith(r"\b" + last) else 0) is not None


@lru_cache(maxsize=4_096)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a post or body in small letters; a hyphen holds two together."""
    return tuple(re.findall(r"[\w-]+", text.lower()))


def _deputises(person: Person, wanted: list[str]) -> bool:
    lesser = {"deputy", "vice", "assistant", "former", "shadow", "ex", "opposition"}
    return bool(lesser & set(_words(person.role)) - set(wanted))


def _holds(person: Person, wanted: list[str]) -> bool:
    """Tell whether all words of a post, or its head and body, are among what is printed of a person."""
    role = _words(f"{person.role} {_POST_OF_TITLE.get(person.honorific, '')}")
    if not role or (wanted[-1] not in role and wanted[-1] not in _SAME_POST.get(role[-1], ())):
        return False
    every = {*role, *_words(f"{person.organisation} {person.description}")}
    return all(
        word in every
        or word
        in (
            "local",
            "then",
            "new",
            "former",
            "senior",
            "same",
            "trust",
            "council",
            "board",
            "own",
            "independent",
            "labour",
            "conservative",
            "tory",
            "local",
            "longtime",
            "veteran",
        )
        or word == wanted[-1]
        for word in wanted
    )


_POST_OF_TITLE = {
    "Prof": "professor",
    "Professor": "professor",
    "Dr": "doctor",
    "Cllr": "councillor",
    "Councillor": "councillor",
    "Coun": "councillor",
    "Rev": "vicar",
    "Canon": "canon",
}
_SAME_POST = {
    "chairman": ("chair",), "chairwoman": ("chair",), "chair": ("chairman", "chairwoman"), "mp": ("politician", "backbencher"),
    "councillor": ("politician",), "backbencher": ("mp",), "gp": ("doctor",), "consultant": ("doctor", "surgeon"), "surgeon": ("consultant", "doctor"),
    "director": ("boss",), "executive": ("boss",), "campaigner": ("activist",),
}  # fmt: skip


def _same_title(one: str, other: str) -> bool:
    return one == other or (bool(one) and _POST_OF_TITLE.get(one) == _POST_OF_TITLE.get(other, other))


def _compatible(person: Person, mention: NameMention) -> bool:
    pronoun = HONORIFICS.get(mention.honorific.split()[-1], "") if mention.honorific else ""
    if pronoun and person.pronoun and pronoun != person.pronoun:
        return False
    if not is_surname(mention.words) and not is_surname(person.words):
        first, known = mention.words[0], person.words[0]
        return (
            first == known
            or (first[0] == known[0] and (len(first) == 1 or len(known) == 1))
            or _short_for(first, known)
        )
    return True


_SHORT_NAMES = (
    "Andrew Andy Drew|Anthony Tony|Benjamin Ben|Catherine Cath Cathy Kate Katie|Christopher Chris|Christine Chris|Daniel Dan Danny|David Dave|Deborah Debbie Deb|Edward Ed Eddie Ted|"
    "Elizabeth Liz Beth Lizzie Betty|Frederick Fred|Gregory Greg|James Jim Jimmy Jamie|Jennifer Jen Jenny|Jeffrey Jeff|Joanna Jo|Joanne Jo|John Jon Jack|Jonathan Jon|Joseph Joe|Joshua Josh|"
    "Katherine Kate Kath Kathy Katie|Kenneth Ken|Margaret Maggie Meg|Matthew Matt|Michael Mike Mick|Nicholas Nick|Nicola Nicky|Patricia Pat Trish|Patrick Pat Paddy|Peter Pete|Philip Phil|"
    "Raymond Ray|Rebecca Becky Becca|Richard Rick Dick|Robert Rob Bob Bobby|Ronald Ron|Samantha Sam|Samuel Sam|Stephen Steve|Steven Steve|Stephanie Steph|Stuart Stu|Susan Sue|Suzanne Sue|Terence Terry|"
    "Thomas Tom|Timothy Tim|Victoria Vicky Vicki|William Will Bill Billy|Alexander Alex|Alexandra Alex|Charles Charlie|Geoffrey Geoff|Gerald Gerry|Harold Harry|Leonard Len|Lawrence Larry|Rosalind Ros|Rosemary Rosie"
)


@cache
def _short_forms() -> dict[str, set[str]]:
    forms: dict[str, set[str]] = {}
    for group in _SHORT_NAMES.split("|"):
        names = set(group.split())
        for name in names:
            forms.setdefault(name, set()).update(names)
    return forms


def _short_for(first: str, second: str) -> bool:
    return second in _short_forms().get(first, ())


def pronoun_of(mention: NameMention) -> str:
    """Return the pronoun that a title or a given name decides, or ""."""
    for title in mention.honorific.split():
        if pronoun := HONORIFICS.get(title, ""):
            return pronoun
    return given_names().get(mention.words[0], "") if len(mention.words) > 1 else ""


def remember(frames: Iterable[tuple[int, str]], deadline: Deadline = UNLIMITED) -> People:
    """Return the memory of an article, from its blocks' texts with quoted words blanked out.

    Each frame is a block's start and its text; offsets in the memory are those of the article.
    Raises `TooLarge` when the deadline passes.
    """
    people = People()
    later: list[tuple[int, NameMention]] = []
    frames = list(frames)
    named = [find_names(frame) for _, frame in deadline.watched(frames)]
    aliases: list[tuple[int, NameMention]] = []
    full_names = _full_names(named)
    previous = ""
    for (start, frame), mentions in zip(frames, named, strict=True):
        people.bodies += [BodyMention(start + at, name) for at, name in find_bodies(frame)]
        if " group" in frame:
            people.bodies += [
                BodyMention(start + named_as.start("name"), named_as["name"], group=True)
                for named_as in _GROUP_NAMED.finditer(frame)
            ]
        people.acronyms |= _acronyms(frame)
        for mention in deadline.watched(mentions):
            if frame.endswith("as ", 0, mention.start) and _KNOWN_AS.search(
                frame, max(0, mention.start - 80), mention.start
            ):
                aliases.append((start + mention.start, mention))
                continue
            described = _described(frame, mention)
            full = not is_surname(mention.words)
            called = not full and not mention.honorific and mention.words[0] in given_names() and described.role
            if called and _WHOSE_KIN.search(frame, max(0, mention.start - 40), mention.start):
                called = ""  # "Jo Marsh, whose daughter Edie was born here": nobody who speaks.
            if (
                called
                or (full and mention.sure == 2)
                or (mention.sure == 1 and described)
                or (mention.honorific and described)
                or (mention.sure == 1 and full and _acts_as_person(frame, mention))
            ):
                words = full_names.get(mention.words[0], mention.words) if called else mention.words
                person = people.add(replace(mention, words=words), start + mention.start)
                if described:
                    person.describe(described)
                if described.role and not person.organisation:
                    person.organisation = _whose_post(people, previous, frame, mention.start, start)
            else:
                later.append((start, mention))
        previous = frame
    for start, mention in aliases:
        _add_alias(people, mention, start)
    for start, frame in deadline.watched(frames):
        _add_relatives(people, start, frame)
        _add_given_only(people, start, frame)
    for start, mention in deadline.watched(_named_again(later)):
        people.add(mention, start + mention.start)
    for start, mention in deadline.watched(later):
        if mention.honorific and people.named(mention, start + mention.start) is None:
            people.add(mention, start + mention.start)
    for (start, _), mentions in zip(frames, named, strict=True):
        for mention in deadline.watched(mentions):
            if found := people.named(mention, start + mention.start):
                people.see(start + mention.start, found)
                if mention.honorific and not found.honorific:
                    found.honorific = mention.honorific
                if not found.pronoun and mention.honorific:
                    found.pronoun = pronoun_of(mention)
    for person in deadline.watched(people.persons):
        if person.organisation and (full_name := people.full_body(person.organisation, person.position)):
            person.organisation = full_name
    people.persons.sort(key=lambda person: person.position)
    people.views.sort(key=lambda view: view[0])
    return people


_ACTS = re.compile(
    r"\s(?:(?:does|did|is|was) not (?:agree|so sure|convinced|impressed)|(?:dis)?agree[sd]|disagrees|laugh(?:s|ed)|smile[sd]|nod(?:s|ded)|shrug(?:s|ged)|sigh(?:s|ed)|frown(?:s|ed)"
    r"|remembers|recalls|retire[sd]|stood up|got up|rose|joined in|(?:is|was) (?:unconvinced|unimpressed|unmoved|furious|adamant|scathing|sceptical|blunter|blunt)"
    r"|(?:has|had) (?:worked|lived|been (?:a|an)\s)|(?:shook|shakes) (?:his|her) head|(?:spoke|speaks) (?:next|first|last|up|for|against)|(?:opened|led) the (?:meeting|debate)|put it|puts it|sees it)\b|,\s\d{2},\s|,\swhose?\s"
)


def _full_names(named: Sequence[Sequence[NameMention]]) -> dict[str, tuple[str, ...]]:
    """Return the full names of those who alone have their given name, by that name."""
    by_given: dict[str, set[tuple[str, ...]]] = {}
    for mentions in named:
        for mention in mentions:
            if mention.sure == 2 and len(mention.words) > 1 and mention.words[0] in given_names():
                by_given.setdefault(mention.words[0], set()).add(mention.words)
    return {given: next(iter(names)) for given, names in by_given.items() if len(names) == 1}


def _acts_as_person(frame: str, mention: NameMention) -> bool:
    """Tell whether what follows a name shows that it is a person's: "Araminta Voss shrugged", "Araminta Voss, 62,"."""
    body = any(word in _BODY_WORDS or word in ORG_WORDS for word in mention.words)
    return not body and _ACTS.match(frame, mention.end) is not None


def _named_again(mentions: Sequence[tuple[int, NameMention]]) -> list[tuple[int, NameMention]]:
    """Return the full names whose given names are not known but whose surnames are printed with a title elsewhere."""
    titled = {mention.words[-1] for _, mention in mentions if mention.honorific and is_surname(mention.words)}
    return [
        (start, mention)
        for start, mention in mentions
        if mention.sure == 1 and mention.words[-1] in titled and not is_surname(mention.words)
    ]


_KNOWN_AS = re.compile(
    r"\b(?:[Kk]nown|[Nn]icknamed)\s(?:(?:to|by|among|in|on|at|around)\s[^,.;]{2,50}?\s|(?:\w+ly|simply|just)\s)?(?:simply\s|just\s)?as\s$"
)


def _add_alias(people: People, mention: NameMention, position: int) -> None:
    """Let a name that somebody is known by mean the person named last before it, or first after it."""
    before = [person for person in people.persons if person.position < position]
    owner = max(before, key=lambda p: p.position, default=None) or min(
        people.persons, key=lambda p: p.position, default=None
    )
    if owner is None or mention.words[-1] in owner.words:
        return
    if len(mention.words) > 1:
        owner.words = mention.words if len(owner.words) == 1 else owner.words
    people.by_surname.setdefault(mention.surname, []).append(owner)


_RELATIVE = re.compile(
    r"(?:\b(?:[Hh]er|[Hh]is|[Tt]heir)\s+(?:\w+\s)?|(?m:^)|(?<=[.\ue000]\s))(?P<kin>(?i:husband|wife|son|daughter|mother|father|brother|sister|mum|dad|twin|partner|fianc[eé]e?|grandson|granddaughter|niece|nephew|cousin|aunt|uncle|girlfriend|boyfriend|stepson|stepdaughter))\s+(?P<given>[A-Z][a-z]+)(?!\s+[A-Z])"
)
_SHARE_A_NAME = ("husband", "wife", "mother", "father", "mum", "dad")
"""Kin who are taken to have the surname of the one to whom they belong."""
_WHOSE_KIN = re.compile(
    r"\b(?:whose|[Hh]is|[Hh]er|[Tt]heir)\s(?:[\w-]+\s){0,2}?(?:husband|wife|son|daughter|mother|father|brother|sister|mum|dad|twin|grandson|granddaughter|baby|boy|girl|partner|niece|nephew)\s$"
)
_KIN = {
    "husband": "he",
    "son": "he",
    "father": "he",
    "brother": "he",
    "dad": "he",
    "wife": "she",
    "daughter": "she",
    "mother": "she",
    "sister": "she",
    "mum": "she",
}


def _add_relatives(people: People, start: int, frame: str) -> None:
    """Remember relatives called by given name: "Her husband Brian" has the surname of the person before."""
    for found in _RELATIVE.finditer(frame):
        at = start + found.start()
        before = [p for p in people.persons if p.position < at]
        if before and found["given"] in given_names():
            kin = max(before, key=lambda person: person.position)
            shares = found["kin"].lower() in _SHARE_A_NAME
            words = (found["given"], kin.surname) if shares else (found["given"],)
            mention = NameMention(at, start + found.end(), "", words, 2)
            relative = people.add(mention, start + found.start("given"))
            relative.relative = relative.position == start + found.start("given")
            relative.pronoun = _KIN.get(found["kin"].lower(), relative.pronoun)


_NAME_ONLY = re.compile(
    r"(?P<who>\b[Aa]n?\s[^,.;\ue000]{3,60}?),?\s+who\s[^.;\ue000]{0,50}?\b(?P<whose>his|her|their)\s(?:first\s)?name\s(?:only\s)?as\s(?P<name>[A-Z][a-z]+)"
)
_CALLED = re.compile(
    r"(?P<who>\b[Aa]n?\s(?:[a-z][\w-]*\s){1,4}?)(?:called|named|by the name of)\s(?P<name>[A-Z][a-z]+)(?=[,.\s])(?!\s[A-Z])"
)


_GIVEN_WHO = re.compile(
    r"(?<=[a-z,]\s)(?P<name>[A-Z][a-z]+),\swho\s(?:is|was|has|had|did|does|works?|worked|runs?|ran|lives?|cleans?|drives?|[a-z]+ed)\b"
)
"""Somebody called by a given name alone of whom a clause tells more."""


def _add_given_only(people: People, start: int, frame: str) -> None:
    """Remember those who give one name alone: "a GP from the estate, who gave her name only as Ruth"."""
    for found in _CALLED.finditer(frame):
        if found["name"] in given_names() and has_role(found["who"]):
            mention = NameMention(found.start("name"), found.end("name"), "", (found["name"],), 1)
            people.add(mention, start + found.start("name")).describe(parse_description(found["who"].strip()))
    for found in _GIVEN_WHO.finditer(frame):
        known = found["name"] in given_names() or found["name"] in _short_forms()
        if known and found["name"] not in people.by_given and found["name"] not in people.by_surname:
            mention = NameMention(found.start("name"), found.end("name"), "", (found["name"],), 1)
            person = people.add(mention, start + found.start("name"))
            person.pronoun = given_names().get(found["name"], "")
    for found in _NAME_ONLY.finditer(frame):
        mention = NameMention(found.start("name"), found.end("name"), "", (found["name"],), 1)
        person = people.add(mention, start + found.start("name"))
        person.pronoun = {"his": "he", "her": "she"}.get(found["whose"], "")
        person.describe(parse_description(found["who"]))


_IN_A_PLANS_NAME = re.compile(
    r"\s+and\s+[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*\s+(?:sustainability|plan|STP|partnership|footprint|area|system)\b"
)


def _described(frame: str, mention: NameMention) -> Description:
    if mention.sure < 2 and _IN_A_PLANS_NAME.match(frame, mention.end):
        return Description()
    found = _described_around(frame, mention)
    if (
        not found.role
        and frame[mention.end - 1] == "P"
        and (letters := re.search(r"\s(MP|MEP|MSP)$", frame[mention.start : mention.end]))
    ):
        return Description(letters[1], found.organisation, f"{letters[1]} {found.text}".strip())
    return found


def _described_around(frame: str, mention: NameMention) -> Description:
    after = description_after(frame, mention.end)
    if after.role:
        return after
    before = description_before(frame, mention.start)
    if before.role:
        if after.organisation and not before.organisation:
            return Description(before.role, after.organisation, f"{before.text} {after.text}")
        return before
    return after or before


_ITS = re.compile(r"(?:^|[.,;]\s(?:but\s|and\s)?|\ue000\s)[Ii]ts\s(?:[\w-]+\s){1,4}$")
_OPENS_WITH_KIND = re.compile(
    r"(?:(?:But|And|However|Meanwhile),?\s)?[Tt]he\s(?:\w+\s)?(?:trust|council|CCG|union|group|campaign|charity|college|association|authority|hospital|committee)\b"
)
MAX_ITS_CHARS = 60


def _whose_post(people: People, previous: str, frame: str, at: int, start: int) -> str:
    """Return the body whose post "its" tells before a name: that with which the sentence, or the one before, opens."""
    its = _ITS.search(frame, max(0, at - MAX_ITS_CHARS), at)
    if its is None:
        return ""
    told = f"{previous[-MAX_DESCRIPTION_CHARS * 2 :]}\n{frame[: its.start() + 1]}".strip()
    for sentence in reversed(re.split(r"(?<=[.!?\ue000])\s+|\n+", told)[-2:]):
        if kind := _OPENS_WITH_KIND.match(sentence):
            return people.full_body(re.sub(r"^\w+,?\s(?=[Tt]he)", "", kind.group()).lower(), start + at)
        named = leading_body(sentence)
        if named and (_is_body(named) or any(body.name == named for body in people.bodies)):
            return named
    return ""


_POST_OF = re.compile(
    r"(?:[A-Z]\w+\s){0,2}(?:CEO|Chief|Executive|Director|Chair|Head|Leader|Spokesperson|Spokesman|Spokeswoman)\s(?:of|for|at)\s(?:the\s)?"
)
"""A post in capitals before the body whose it is."""


def find_bodies(frame: str) -> Iterator[tuple[int, str]]:
    """Yield where a text names a body, and the name."""
    for found in ORG_RUN.finditer(frame):
        if found.group().isalpha() and not _is_body(found.group()):
            continue  # Most runs are one word that begins a sentence.
        name = leading_body(found.group())
        at = found.start()
        words = name.split()
        while (
            words
            and words[0] in NOT_NAMES
            and words[0] not in ORG_WORDS
            and len(words) > 1
            and words[0] in _SENTENCE_STARTS
        ):
            at += len(words[0]) + 1
            words = words[1:]
        if len(words) > 2 and (posted := _POST_OF.match(" ".join(words))):
            at += posted.end()
            words = words[len(posted.group().split()) :]  # "CEO of Tees Care Trust"
        if len(words) > 3 and words[0] in given_names() and words[2] == "of":
            at += len(" ".join(words[:3])) + 1
            words = words[3:]  # "Kay Webb of Unison"
        name = " ".join(words)
        if (
            name
            and not name.islower()
            and _is_body(name)
            and name not in ("NHS", "GP", "GPs", "STP", "STPs", "CCG", "CCGs", "MP", "MPs")
        ):
            yield at, name


_GROUP_NAMED = re.compile(
    r"\b(?:campaign|campaigning|pressure|protest|action|lobby)\sgroup,?\s(?P<name>[A-Z][\w&’'-]*(?:\s(?:(?:of|for|the|our|in|and)\s)?[A-Z0-9][\w&’'-]*){1,7})"
)
"""A group of campaigners before its name, which may hold no word that tells of a body."""
_SENTENCE_STARTS = frozenset(
    """
    A An The What Why How Who This That These Those There It He She They We I But And Or So Yet Then When Where While As At By For
    From In Into Of On With Within Without To Until After Before Since During Meanwhile However Although Both Some
    Many Most All Another Each Every No Not One Two Three Last Next First Now Today Yesterday According Speaking
    Writing Responding Asked Unlike Despite
    """.split()
)
_SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z&]{1,9})\)")
_SPELLED = re.compile(rf"{_ORG_TOKEN}(?:\s+(?:(?:of|for|and|the|&)\s+)?{_ORG_TOKEN}){{1,9}}$")
MAX_BODY_CHARS = 120


def _acronyms(frame: str) -> dict[str, str]:
    found = {}
    for match in _SHORT.finditer(frame):
        spelled = _SPELLED.search(frame[max(0, match.start() - MAX_BODY_CHARS) : match.start()].rstrip())
        words = spelled.group().split() if spelled else []
        while words and words[0] in _SENTENCE_STARTS:
            words = words[1:]
        if words and _is_body(" ".join(words)):
            found[match["short"]] = re.sub(r"[’']s$", "", " ".join(words))
    return found
