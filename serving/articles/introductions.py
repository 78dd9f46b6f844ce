"""Whom and what an article introduces: the people and bodies in it, as its reader remembers them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from serving.articles.deadline import UNLIMITED, Deadline
from serving.articles.descriptions import (
    BODY_WORDS,
    MAX_DESCRIPTION_CHARS,
    ORG_RUN,
    ORG_TOKEN,
    Description,
    description_after,
    description_before,
    is_body,
    leading_body,
    parse_description,
)
from serving.articles.lexicon import (
    NOT_NAMES,
    ORG_WORDS,
    given_names,
)
from serving.articles.names import NameMention, find_names, has_role, is_surname
from serving.articles.people import BodyMention, People, Person, fits_title, pronoun_of, short_forms
from serving.articles.sentences import BLANK


def remember(frames: Iterable[tuple[int, str]], deadline: Deadline = UNLIMITED) -> People:
    """Return the memory of an article, from its blocks' texts with quoted words blanked out.

    Each frame is a block's start and its text; offsets in the memory are those of the article.
    Raises `TooLarge` when the deadline passes.
    """
    frames = list(frames)
    named = [_named_in(frame) for _, frame in deadline.watched(frames)]
    people = People()
    later = _introduce(people, frames, named, deadline)
    for start, frame in deadline.watched(frames):
        _add_relatives(people, start, frame)
        _add_given_only(people, start, frame)
    for start, mention in deadline.watched(_named_again(later)):
        people.add(mention, start + mention.start)
    for start, mention in deadline.watched(later):
        if mention.honorific and people.named(mention, start + mention.start) is None:
            if meant := _misprinted(people, mention):
                people.by_surname.setdefault(mention.surname, []).append(meant)
            else:
                people.add(mention, start + mention.start)
    for (start, _), mentions in zip(frames, named, strict=True):
        for mention in deadline.watched(mentions):
            _see(people, start, mention)
    for person in deadline.watched(people.persons):
        if person.organisation and (full_name := people.full_body(person.organisation, person.position)):
            person.organisation = full_name
    people.persons.sort(key=lambda person: person.position)
    people.views.sort(key=lambda view: view[0])
    return people


_CREDITED = re.compile(
    r"\b(?:[Pp]ictures?|[Pp]hotos?|[Pp]hotographs?|[Ii]mages?|[Pp]ics?|[Vv]ideo|[Gg]raphic)(?:\sby|\scredit|\scourtesy\sof)\s$"
)
"""What stands before the name of whoever took a picture, who plays no part in the article."""
MAX_CREDIT_CHARS = 30


def _named_in(frame: str) -> list[NameMention]:
    """Return the possible names of persons in a block, without those who took its pictures."""
    return [
        mention
        for mention in find_names(frame)
        if not _CREDITED.search(frame, max(0, mention.start - MAX_CREDIT_CHARS), mention.start)
    ]


def _introduce(
    people: People,
    frames: Sequence[tuple[int, str]],
    named: Sequence[Sequence[NameMention]],
    deadline: Deadline,
) -> list[tuple[int, NameMention]]:
    """Add the bodies, and the people whom the words around their names show to be some; return the other mentions."""
    later: list[tuple[int, NameMention]] = []
    aliases: list[tuple[int, NameMention]] = []
    full_names = _full_names(named)
    previous = ""
    for (start, frame), mentions in zip(frames, named, strict=True):
        _add_bodies(people, start, frame)
        for mention in deadline.watched(mentions):
            before = max(0, mention.start - 80)
            if frame.endswith("as ", 0, mention.start) and _KNOWN_AS.search(frame, before, mention.start):
                aliases.append((start + mention.start, mention))
                continue
            described = _described(frame, mention)
            called = _is_called(frame, mention, described)
            if not called and not _is_introduced(frame, mention, described):
                later.append((start, mention))
                continue
            if meant := _misprinted(people, mention):
                people.by_surname.setdefault(mention.surname, []).append(meant)
            words = full_names.get(mention.words[0], mention.words) if called else mention.words
            person = people.add(replace(mention, words=words), start + mention.start)
            if described:
                person.describe(described)
            if described.role and not person.organisation:
                person.organisation = _whose_post(people, previous, frame, mention.start, start)
        previous = frame
    for start, mention in aliases:
        _add_alias(people, mention, start)
    return later


def _add_bodies(people: People, start: int, frame: str) -> None:
    """Add the bodies that a block names, and what their initials stand for."""
    people.bodies += [BodyMention(start + at, name) for at, name in find_bodies(frame)]
    if " group" in frame:
        groups = _GROUP_NAMED.finditer(frame)
        people.bodies += [BodyMention(start + found.start("name"), found["name"], group=True) for found in groups]
    people.acronyms |= _acronyms(frame)


def _is_called(frame: str, mention: NameMention, described: Description) -> bool:
    """Tell whether somebody with a post is named by a given name alone: "Edie, a nurse on the ward"."""
    if not is_surname(mention.words) or mention.honorific or mention.words[0] not in given_names():
        return False
    # "Jo Marsh, whose daughter Edie was born here": nobody who speaks.
    return bool(described.role) and _WHOSE_KIN.search(frame, max(0, mention.start - 40), mention.start) is None


def _is_introduced(frame: str, mention: NameMention, described: Description) -> bool:
    """Tell whether a name, or the words around it, show it to be a person's."""
    full = not is_surname(mention.words)
    return bool(
        (full and mention.sure == 2)
        or ((mention.sure == 1 or mention.honorific) and described)
        or (mention.sure == 1 and full and (_acts_as_person(frame, mention) or _opens_quotation(frame, mention)))
    )


def _opens_quotation(frame: str, mention: NameMention) -> bool:
    """Tell whether a paragraph is a name, a colon and quoted words: "Kath Orme: “We shall miss it.”"."""
    return mention.start == 0 and frame.startswith((f": {BLANK}", f":{BLANK}"), mention.end)


def _see(people: People, start: int, mention: NameMention) -> None:
    """Keep in mind where somebody is named, and what the name tells of them."""
    found = people.named(mention, start + mention.start)
    if found is None:
        return
    people.see(start + mention.start, found)
    if mention.honorific:
        found.honorific = found.honorific or mention.honorific
        found.pronoun = found.pronoun or pronoun_of(mention)


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
    body = any(word in BODY_WORDS or word in ORG_WORDS for word in mention.words)
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


def _misprinted(people: People, mention: NameMention) -> Person | None:
    """Return the one person whose surname is the one that is printed, but for two letters exchanged or one of a pair left out: "Mrs Harlnad"."""
    if not mention.honorific or len(mention.words) != 1 or len(mention.surname) < MIN_MISPRINTED_CHARS:
        return None
    if mention.surname in people.by_surname or len(people.by_surname) > MAX_SURNAMES:
        return None
    surnames = [
        name for name in people.by_surname if _exchanged(name, mention.surname) or _left_out(name, mention.surname)
    ]
    meant = {id(p): p for name in surnames for p in people.by_surname[name] if fits_title(p, mention)}
    return next(iter(meant.values())) if len(meant) == 1 else None


def _exchanged(one: str, other: str) -> bool:
    """Tell whether two names differ in the order of two neighbouring letters and in nothing else."""
    if len(one) != len(other) or one[0] != other[0]:
        return False
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    first = apart[0] if len(apart) == 2 else -1
    return first >= 0 and apart[1] == first + 1 and one[first : first + 2] == other[first + 1] + other[first]


def _left_out(whole: str, printed: str) -> bool:
    """Tell whether a name is another with one of two like letters left out: "Wilis" for "Willis"."""
    if len(whole) != len(printed) + 1:
        return False
    return any(whole[i] == whole[i - 1] and whole[:i] + whole[i + 1 :] == printed for i in range(1, len(whole)))


MAX_SURNAMES = 500
"""Among how many surnames the one that was meant is looked for."""
MIN_MISPRINTED_CHARS = 5

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
_COUPLE = re.compile(
    r"\b(?:couple|parents|grandparents|sisters|brothers|twins)\s(?P<one>[A-Z][a-z]+)\sand\s(?P<other>[A-Z][a-z]+)\s(?P<surname>[A-Z][\w’'-]+)"
)
"""Two of one surname: "parents Jo and Tom Marsh"."""
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
    several = (
        "couple " in frame or "arents " in frame or "sisters " in frame or "brothers " in frame or "twins " in frame
    )
    for found in _COUPLE.finditer(frame) if several else ():
        if found["one"] in given_names() and found["other"] in given_names() and not is_body(found["surname"]):
            at = found.start("one")
            people.add(NameMention(at, found.end("one"), "", (found["one"], found["surname"]), 2), start + at)
    for found in _GIVEN_WHO.finditer(frame):
        known = found["name"] in given_names() or found["name"] in short_forms()
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


_ANOTHER_SAYS = re.compile(r",\s(?:the|its|their)\s[^,.;:\n]{3,50}?\s(?:said|says|told|added|warned|argued|insisted)\b")
"""Who speaks on another's programme: "On Sunday Briefing with Jo Bell, the prime minister said"."""


def _described_around(frame: str, mention: NameMention) -> Description:
    hosts = frame.endswith("with ", 0, mention.start) and _ANOTHER_SAYS.match(frame, mention.end)
    after = Description() if hosts else description_after(frame, mention.end)
    if after.role:
        return after
    before = description_before(frame, mention.start)
    if before.role:
        if after.organisation and not before.organisation:
            return Description(before.role, after.organisation, f"{before.text} {after.text}")
        return before
    return after or before


_ITS = re.compile(r"(?:^|[.,;]\s(?:but\s|and\s)?|\ue000\s)[Ii]ts\s(?:[\w-]+\s){0,3}[\w-]+,?\s$")
_OPENS_WITH_KIND = re.compile(
    r"(?:(?:But|And|However|Meanwhile),?\s)?[Tt]he\s(?:\w+\s)?(?:trust|council|CCG|union|group|campaign|charity|college|association|authority|hospital|committee)\b"
)
MAX_ITS_CHARS = 60


def _whose_post(people: People, previous: str, frame: str, at: int, start: int) -> str:
    """Return the body whose post "its" tells before a name.

    It is that with which the sentence, or the one before, opens, or else the only one shortly before.
    """
    its = _ITS.search(frame, max(0, at - MAX_ITS_CHARS), at)
    if its is None:
        return ""
    told = f"{previous[-MAX_DESCRIPTION_CHARS * 2 :]}\n{frame[: its.start() + 1]}".strip()
    for sentence in reversed(re.split(r"(?<=[.!?\ue000])\s+|\n+", told)[-2:]):
        if kind := _OPENS_WITH_KIND.match(sentence):
            return people.full_body(re.sub(r"^\w+,?\s(?=[Tt]he)", "", kind.group()).lower(), start + at)
        named = leading_body(sentence)
        if _is_printed_body(named) or any(body.name == named for body in people.bodies):
            return named
    before = start + its.start() + 1
    near = {body.name for body in people.bodies if before - MAX_ITS_CHARS * 2 <= body.position < before}
    return near.pop() if len(near) == 1 else ""


def _is_printed_body(name: str) -> bool:
    """Tell whether a sentence's first words are a body's name, and not a person's, a heading or "Only the trust"."""
    first, _, rest = name.removeprefix("The ").partition(" ")
    if not rest or rest.rsplit(" ", 1)[-1].islower() or name.isupper():
        return False
    return is_body(name) and first not in _SENTENCE_STARTS and first not in given_names()


_POST_OF = re.compile(
    r"(?:[A-Z]\w+\s){0,2}(?:CEO|Chief|Executive|Director|Chair|Head|Leader|Spokesperson|Spokesman|Spokeswoman)\s(?:of|for|at)\s(?:the\s)?"
)
"""A post in capitals before the body whose it is."""


_DATES = frozenset(
    """
    January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter Christmas Easter
    """.split()
)


def find_bodies(frame: str) -> Iterator[tuple[int, str]]:
    """Yield where a text names a body, and the name."""
    for found in ORG_RUN.finditer(frame):
        if found.group().isalpha() and not is_body(found.group()):
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
        if at > found.start() and words and words[0].isdigit():
            at += len(words[0]) + 1
            words = words[1:]  # "Over 200 UNISON"
        while words and (words[0] in ("the", "of", "for", "and") or (words[0] in _DATES and words[1:2] == ["the"])):
            # "While the CCG", "In March the LMC"
            at += len(words[0]) + 1
            words = words[1:]
        if len(words) > 2 and (posted := _POST_OF.match(" ".join(words))):
            at += posted.end()
            words = words[len(posted.group().split()) :]  # "CEO of Tees Care Trust"
        if len(words) > 3 and words[0] in given_names() and words[2] == "of":
            at += len(" ".join(words[:3])) + 1
            words = words[3:]  # "Kay Webb of Unison"
        if len(words) > 3 and words[-2] in given_names() and has_role(words[-3]):
            words = parse_description(" ".join(words[:-2])).organisation.split()  # "Unison Regional Organiser Kay Webb"
        name = " ".join(words)
        name = _without_its_speaker(name) if "’s " in name or "'s " in name else name
        if (
            name
            and not name.islower()
            and is_body(name)
            and words[-1] not in ("Bill", "Act")
            and name not in ("NHS", "GP", "GPs", "STP", "STPs", "CCG", "CCGs", "MP", "MPs")
        ):
            yield at, name


_HAS_A_SPEAKER = re.compile(r"(?P<body>[A-Z].*?)[’']s\s(?P<given>[A-Z][\w-]+)\s[A-Z][\w’'-]+$")


def _without_its_speaker(name: str) -> str:
    """Return the body of which a name goes on to tell who is its own: "Unison" of "Unison's Kay Webb"."""
    found = _HAS_A_SPEAKER.match(name)
    return found["body"] if found and found["given"] in given_names() else name


_GROUP_NAMED = re.compile(
    r"\b(?:campaign|campaigning|pressure|protest|action|lobby)\sgroup,?\s(?P<name>[A-Z0-9][\w&’'-]*(?:\s(?:(?:of|for(?:\sthe)?|the|our|in|and)\s)?[A-Z0-9][\w&’'-]*){1,7})"
)
"""A group of campaigners before its name, which may hold no word that tells of a body."""
_SENTENCE_STARTS = frozenset(
    """
    A An The What Why How Who This That These Those There It He She They We I But And Or So Yet Then When Where While As At By For
    From In Into Of On With Within Without To Until After Before Since During Meanwhile However Although Both Some
    Many Most All Another Each Every No Not One Two Three Last Next First Now Today Yesterday According Speaking
    Writing Responding Asked Unlike Despite Over About Nearly Almost Around Up More
    """.split()
)
_SHORT = re.compile(r"\s\((?P<short>[A-Z][A-Za-z&]{1,9})\)")
_SPELLED = re.compile(rf"{ORG_TOKEN}(?:\s+(?:(?:of|for|and|the|&)\s+)?{ORG_TOKEN}){{1,9}}$")
_LISTED_BEFORE = re.compile(
    r"(?:NHS\s)?[A-Z][\w’'-]+(?:,\s[A-Z][\w’'-]+){1,3},?\sand\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?\s(?:Clinical Commissioning Group|Hospitals|Council|Sustainability and Transformation (?:Plan|Partnership))(?:\s[A-Z][\w-]+){0,3}$"
)
"""A body with three places or more in its name."""
MAX_BODY_CHARS = 120


def _acronyms(frame: str) -> dict[str, str]:
    found = {}
    for match in _SHORT.finditer(frame):
        spelled = _SPELLED.search(frame[max(0, match.start() - MAX_BODY_CHARS) : match.start()].rstrip())
        words = spelled.group().split() if spelled else []
        if words and (listed := _LISTED_BEFORE.search(frame[max(0, match.start() - MAX_BODY_CHARS) : match.start()])):
            words = listed.group().split()
        while words and words[0] in _SENTENCE_STARTS:
            words = words[1:]
        if words and is_body(" ".join(words)):
            found[match["short"]] = re.sub(r"[’']s$", "", " ".join(words))
    return found
