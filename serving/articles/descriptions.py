"""What is printed beside a name: a post, a body, or both, as "chair of the trust" or "Unison's Jo Marsh"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from serving.articles.lexicon import (
    BODIES,
    ORG_WORDS,
    ROLE_HEADS,
    ROLE_TOPICS,
    phrase_pattern,
    speech_forms,
)
from serving.articles.names import CAPITALISED, find_names, has_role, role_heads
from serving.articles.sentences import BLANK

MAX_DESCRIPTION_CHARS = 200
WEAK_ORG_WORDS = frozenset(
    """
    Action Cabinet Care Clinical Commissioning Commissioners Community Concern County Shadow Health Healthcare
    Home House Housing Independent Innovation International Justice Learning Leaders Local Managers Medical
    National Nursing Nurses Patients Policy Practice Practitioners Primary Programme Project Public Red Reform
    Region Regional Research Royal Save Scope Scrutiny Staff Transformation Unit Workers District GP GPs Medical
    Executive Department Board Committee Partnership Improvement Workers Women's Welfare Wellbeing Movement Labour
    """.split()
)


@dataclass(frozen=True, slots=True)
class Description:
    """A post and a body as printed, and the whole phrase."""

    role: str = ""
    organisation: str = ""
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.role or self.organisation)


ORG_TOKEN = rf"(?:[A-Z]+&[A-Z]+|[A-Z]{{2,}}\d[A-Z]{{2,}}|{CAPITALISED}|[A-Z&][A-Z&]+s?|\d+(?:st|nd|rd|th)?)(?:[’']s|[’'](?<=s.)(?=\s(?:Alliance|Association|Union|Society|Federation|Forum|Council)\b))?"
ORG_RUN = re.compile(
    rf"(?<![\w’'-])(?:{ORG_TOKEN})(?:\s+(?:(?:of|for|and(?!\s+the\b)|the|&|our(?:(?<=Save\sour)|(?<=Keep\sour)|(?<=Defend\sour)))\s+){{0,2}}{ORG_TOKEN}|,\s(?={CAPITALISED}\sand\s{CAPITALISED}\s(?:{CAPITALISED}\s)?(?:CCG|Clinical|NHS|Council|STP|hospitals\b))(?:{CAPITALISED})){{0,14}}"
    rf"(?:(?:\s+(?:county|city|borough|district|town|parish|unitary|clinical|commissioning|foundation|community|health|care|residents[’']|patient|campaign)\b){{0,3}}\s+(?:and\s+(?!the\b|its\b|their\b|an?\b)\w+\s+)?(?:{phrase_pattern(w for w in BODIES if w.islower())})\b)?"
)
_LINK = re.compile(r"\s+(of|at|for|from|in|with|on|to|and)\s+(the\s+|its\s+|their\s+)?", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:hired|appointed|named|picked|chosen|elected|installed)\s(?:by\s[^,]{3,40}?\s)?(?:as|to be)\s+|(?:mum|mother|dad|father|gran\w*|parent)-of-\w+\s+and\s+|who\s+(?:is|was|has been)\s+(?:also\s+)?|in\s+(?:his|her|their)\s+(?:[\w-]+\s+){1,3}as\s+|(?:the\s+)?newly[ -](?:elected|appointed)\s+|(?:and|both|now|currently|then|also|still|himself|herself)\s+|(?:is|was)\s+|as\s+|(?:the|a|an|its|their|our|one of the|another)\s+(?!\w+[’']s\b)|\d{2},?\s+)+",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    rf"(?:the\s+)?(?:{ROLE_TOPICS})\b(?!\s+(?:England|Trust|Council|NHS|Campaign|Action|Federation|Association|Foundation|Alliance))"
)
_AREAS = re.compile(rf"(?:{ROLE_TOPICS})(?:(?:,\s|,?\s(?:and|&)\s)(?:{ROLE_TOPICS}))+\b", re.IGNORECASE)
"""The several fields of one post."""
_POSSESSIVE = re.compile(r"^(?P<owner>.*?\w)(?:[’']s|(?<=s)[’'])\s+(?P<rest>.+)$", re.DOTALL)
_MP = re.compile(
    r"^(?:(?:the\s+)?(?:Labour|Conservative|Tory|Liberal Democrat|Lib Dem|Green|SNP|UKIP|Plaid Cymru|independent|former|veteran|local)\s+)*(?:MP|MEP|AM|MSP|(?:prospective\s+)?(?:parliamentary\s+)?candidate)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\((?:[A-Z]{2,4}|for item|minutes)\b[^)]*\)?")
_OF_BODY = re.compile(
    r"(?:of|at|for|from|with|representing|speaking for|on behalf of|who works (?:at|for|in)|working (?:at|for|in)|based (?:at|in))\s+(?:the\s+)?(.+)$"
)
_LEADS_BODY = re.compile(r"(?:who\s+)?(chairs|leads|heads|runs|represents|founded|sits on|edits)\s+(.+)$")
_BODY_LED = re.compile(
    r"(?:the|its|their)\s(?:[\w-]+(?:[’']s|s[’'])?\s(?:and\s)?){0,5}?(?:committee|board|council|trust|group|forum|panel|campaign|union|federation|network|partnership|charity|practice|surgery|hospital|college|company|CCG|STP)\b"
)
"""A body in small letters that somebody leads: "who chairs the health committee"."""
_POST_OF_A_LAND = re.compile(
    r"[^,]*\s(?:of|for|at)\s(?:England|Britain|London|Europe|the (?:UK|country|county|nation|region|city))$"
)
_LARGEST_OF_A_LAND = re.compile(
    r"(?:England|Britain|London|Europe|(?:the\s)?(?:UK|country|county|nation|region|city))[’']s\s(?:largest|biggest|leading|main|oldest|only)\s[^,]{3,90}(?=,\s)"
)
"""What a body is before its name: "chief executive of England's largest care charity, Marl Homes"."""
_BODY_OF_A_LAND = re.compile(
    r"(?:England|Britain|London|Europe|UK|Wales|Scotland)[’']s\s(?:[a-z-]+\s){0,4}?(?:union|charity|association|trust|council|hospital|think[ -]tank|regulator|watchdog|federation|college|company|network|group)\b"
)
"""A body told by what it is in a land: "the head of the UK's biggest nursing union"."""
_STREETS = (" Road", " Street", " Avenue", " Lane", " Close", " Drive", " Crescent", " Gardens", " Terrace")
"""How addresses end, which are no bodies."""
_DURATION = re.compile(r"\d+\s(?:years?|months?|weeks?|days?|decades?)\b")
"""How long somebody has been something: "a patient for 35 years"."""
_OF_PARLIAMENT = re.compile(
    r"(?:Labour |Conservative |Tory |Liberal Democrat |Green |former )?[Mm]ember of Parliament(?: for [^,;]+)?"
)
_CALLED_GROUP = re.compile(
    r"[A-Z][\w’'&-]*(?:\s[\w’'&-]+){1,5}?\s(?:group|campaign|alliance|coalition|network|forum)\b(?!\s(?:of|for)\b)"
)
"""A group with small words in its name: "from the Hands off Our Ward group"."""
_ELECT = re.compile(r"[ -](?:[Ee]lect|[Dd]esignate|[Ee]meritus)\b")
_WARD_FIRST = re.compile(
    r"^(?:(?:ward|county|district|borough|local|town)\s)?(?:member|councillor)\sfor\s[A-Z][\w’'-]*(?:\s(?:and\s)?[A-Z][\w’'-]*){0,3}\sand\s(?=(?:the\s)?(?:cabinet|leader|deputy|portfolio|executive|chair|lead|mayor|opposition)\b)"
)
"""A councillor's ward before the post that tells more: "ward member for Hexby and cabinet member for health"."""
_PARTY = re.compile(
    r"(?:Lab(?:our)?(?:/Co-op)?|Con(?:servative)?|Lib ?Dem|LD|Ind(?:ependent)?|Green|UKIP|SNP|PC|CB|DUP|SDLP)(?:[,;–-]\s*[^()]{1,60})?"
)
"""The party, and perhaps the ward, that is printed after a politician's name; the body they speak for is another."""
_GESTURE = re.compile(r"[a-z]+\s(?:his|her|their)\s(?:head|hands?|eyes|arms?)\b")


_POST_OF_LEADING = {
    "chairs": "chair",
    "leads": "lead",
    "heads": "head",
    "runs": "head",
    "founded": "founder",
    "edits": "editor",
}
_HAS_LEADER = re.compile(r"\b(?:council|county|city|borough|district|party|group)\b")
"""What is led by a leader, where other things have a lead."""


_TELLS_A_DEED = re.compile(
    r"(?:(?:has|have|had) (?!(?:been|served|worked|held|run|led|chaired)\b)|will\b|would\b|I am\b|I was\b|got\b|(?:and )?no(?:t any)? relation\b|not related\b|seconded by\b)"
)
"""What follows a name and is no post: "Jo Marsh, has written to the chief executive"."""


def parse_description(text: str) -> Description:
    """Return the post and the body that a phrase such as "co-chair of NHS Clinical Commissioners" names."""
    text = " ".join(text.split())
    text = (_BRACKETED.sub("", text) if "(" in text else text).strip(" ,;:–—-().")
    text = _without_part(text)
    bare = _LEADING.sub("", text).strip()
    if speech_forms().get(text.partition(" ")[0]) == "past" or _GESTURE.match(text) or _TELLS_A_DEED.match(text):
        return Description()  # "Jo Marsh, the trust's nurse, felt that the associate grade", "shook her head"
    if not bare or len(bare) > MAX_DESCRIPTION_CHARS or _PARTY.fullmatch(bare):
        return Description()
    if linked := _OF_BODY.match(bare):
        return _of_body(linked[1], bare, text)
    if leads := _LEADS_BODY.match(bare):
        return _who_leads(leads[1], leads[2], text)
    owner, bare = _owned(bare)
    if "arliament" in bare and (member := _OF_PARLIAMENT.match(bare)):
        return Description(member.group(), "", text)
    bare = _WARD_FIRST.sub("", bare) if " and " in bare else bare
    head = _first_head(bare)
    return _around_head(head, bare, owner, text) if head else _without_head(bare, owner, text)


def _without_part(text: str) -> str:
    """Return a phrase without the part that somebody plays at an event, in brackets after the post: "(roundtable chair"."""
    post, bracket, part = text.rpartition(" (")
    return post if bracket and has_role(post) and has_role(part) and len(part.split()) <= MAX_PART_WORDS else text


MAX_PART_WORDS = 3


def _of_body(body: str, bare: str, text: str) -> Description:
    """Read "from the Tees Federation", which names no post."""
    group = _CALLED_GROUP.match(body)
    organisation = group.group() if group else leading_body(body)
    if not organisation or (_is_place(organisation) and bare.startswith(("from ", "based in "))):
        return Description()
    if organisation.endswith(_STREETS):
        return Description()  # "Mr A J Marsh, of Hoath Road"
    return Description("", organisation, text)


def _who_leads(verb: str, led: str, text: str) -> Description:
    """Read "leads Hexby Council", whose verb tells the post."""
    organisation = leading_body(re.sub(r"^(?:the|its|their)\s+", "", led)) or _body_led(led)
    post = _POST_OF_LEADING.get(verb, "")
    if verb == "leads" and _HAS_LEADER.search(led):
        post = "leader"
    return Description(post, organisation, text) if organisation or post else Description()


def _owned(bare: str) -> tuple[str, str]:
    """Return whose a post is, "" where nobody's, and the rest: "the trust's finance director"."""
    owned = _POSSESSIVE.match(bare)
    if (
        owned
        and has_role(owned["rest"])
        and not has_role(owned["owner"].rsplit(" ", 1)[-1])
        and not _POST_OF_A_LAND.match(owned["owner"])
    ):
        return re.sub(r"^(?:the|its|their)\s+", "", owned["owner"], flags=re.IGNORECASE), owned["rest"]
    return "", bare


def _without_head(bare: str, owner: str, text: str) -> Description:
    """Read a phrase in which no word is known for a post: a body, or what somebody is in plain words."""
    organisation = leading_body(bare)
    if owner or is_body(organisation):
        return Description("", owner or organisation, text)
    plain = re.match(r"an?\s+[a-z][\w-]*(?:\s+[a-z][\w-]*){0,5}(?=$|\s+(?:from|of|at|in|with|who)\b|,)", text)
    return Description(_LEADING.sub("", plain.group()), "", text) if plain else Description()


def _around_head(head: re.Match[str], bare: str, owner: str, text: str) -> Description:
    """Read a post with what stands before and after it."""
    before, post, after = bare[: head.start()], head.group(), bare[head.end() :]
    organisation, modifiers = _split_before(before)
    role = f"{modifiers} {post}".strip()
    if _MP.match(role):
        constituency = re.match(r"\s+for\s+[^,;]+", after)
        return Description(role + (constituency.group() if constituency else ""), organisation, text)
    more, linked_body = _split_after(after)
    if organisation.islower() and linked_body:
        role, organisation = f"{organisation} {role}", ""  # "partnership coordinator, Tees Housing Federation"
    return Description(f"{role}{more}", owner or organisation or linked_body, text)


def _body_led(words: str) -> str:
    """Return the body in small letters with which words begin: "the county's health committee, said"."""
    found = _BODY_LED.match(words)
    return found.group() if found else ""


def _is_place(name: str) -> bool:
    """Tell whether a single word with a capital, as where somebody is from, is more likely a place than a body."""
    return name.isalpha() and name.istitle() and not is_body(name)


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
            or (word == "government" and i and tokens[i - 1].lower() != "local")
            or (
                word in BODIES
                and word not in ("government", "executive", "programme", "office", "provider", "practice", "group")
            )
        ):
            cut = i + 1
    if tokens[cut : cut + 1] == ["of"] and all(token[0].isupper() for token in tokens[cut + 1 :]):
        cut = len(tokens)  # "Marl Federation of Care Homes spokesman"
    organisation = re.sub(r"^(?:outgoing|incoming|current|retiring|new)\s(?=[A-Z])", "", " ".join(tokens[:cut]))
    return re.sub(r"^(?:[Tt]he|[Oo]ne)\s", "", organisation), " ".join(tokens[cut:])


_PART_OF_BODY = re.compile(
    r"(?P<part>(?:[A-Z][\w-]+\s){1,3}(?:locality|area|division|directorate|branch|sector))\s(?:of|at|for)\s(?:the\s)?(?=[A-Z])"
)
"""A part of a body before its name: "chairman of the Western locality of Marlshire CCG"."""
_WITHIN_BODY = re.compile(
    r"(?P<part>(?:governing body|board(?:\sof\s[a-z]+)?|committee|council of governors))\s(?:of|at|for)\s(?:the\s)?(?=[A-Z])"
)
"""What governs a body, before that body's name: "chairman of the board of governors of Marl Trust"."""
KIND_BEFORE_NAME = re.compile(
    r"(?:(?:campaign|campaigning|pressure|protest|action|lobby|residents[’']|patients[’']|the|local|national|law|trade|umbrella|membership|research|health|housing|non-profit)\s?){0,2}"
    r"(?:group|charity|union|think[ -]tank|consultancy|firm|body|network|company|regulator|watchdog|non-profit)\s(?=[A-Z])"
)
"""The kind of a body before its name: "chair of campaign group Save Hexby Hospital"."""


def _split_after(after: str) -> tuple[str, str]:
    """Split what follows a post into the words that belong to it and the body."""
    more, rest = "", after
    if after[1:2] in ("E", "e", "D", "d") and (elect := _ELECT.match(after)):
        more, rest = elect.group(), after[elect.end() :]
    while linked := _LINK.match(rest):
        kind = KIND_BEFORE_NAME.match(rest, linked.end())
        following = rest[kind.end() if kind else linked.end() :]
        word, article = linked[1].lower(), linked[2] or ""
        if word == "and":
            break
        if largest := _LARGEST_OF_A_LAND.match(following):
            rest = following[largest.end() :]
            break
        topic = _TOPIC.match(following) if word in ("of", "for", "on") else None
        if owned_by_land := _BODY_OF_A_LAND.match(following):
            return more, owned_by_land.group()
        if part := _PART_OF_BODY.match(following):
            more += f"{linked.group()}{following[: part.end('part')]}"
            return more, leading_body(following[part.end() :])
        if (following[:1].isupper() and not topic) or (following[:1].isdigit() and not _DURATION.match(following)):
            organisation = leading_body(following)
            if (word == "from" and _is_place(organisation)) or (word == "in" and not is_body(organisation)):
                return more, ""
            return more, organisation
        own_body = re.match(rf"(?:\w+\s+)?(?:{phrase_pattern(BODIES)})\b", following)
        inner = _WITHIN_BODY.match(following) if article else None
        if article and own_body and word in ("of", "at", "for") and not inner:
            return more, f"the {own_body.group()}"
        stop = re.search(r"\s(?:of|at|for|from|in|with|on)\s|[,;(]|\swho\b", following)
        piece = following[: stop.start()] if stop else following
        if inner:
            piece = inner["part"]
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


def is_body(name: str) -> bool:
    """Tell whether a run of capitalised words has one that only bodies' names have."""
    for word in name.split():
        bare = word.removesuffix("s").rstrip("’'") if word[-2:] in ("’s", "'s") else word.rstrip("’'")
        if len(bare) > 3 and bare.isupper():
            bare = bare.capitalize() if bare.capitalize() in ORG_WORDS else bare
        if bare in ORG_WORDS or bare in BODY_WORDS or (bare.isupper() and len(bare) > 2):
            return True
    return False


BODY_WORDS = frozenset(BODIES)
_APPOSITION = re.compile(r"\s*(?:,|\(|\s[–—-]|\s-)\s*(?P<words>[^\ue000.;:!?\n]{2,200})")
_OCCASION = re.compile(r"\b(?:conference|congress|summit|meeting|hearing|rally|Conference|Congress)$")
"""What somebody speaks at, which is no body of theirs."""
_IS_POST = re.compile(
    r"\s+(?:(?:was|has been)\s(?:re-)?(?:elected|appointed)(?:\sas)?|is|was|may be|might be|has been|became|has become|will be|serves as|served as|works as|who is|remains)\s+(?P<words>[^\ue000.;:!?\n]{2,160})"
)
_LINKED = re.compile(r"\s+(?:of|from|at|for|representing)\s+(?P<words>(?:the\s+)?[A-Z0-9][^\ue000.;:!?,\n]{1,120})")
_CLAUSE_BREAK = re.compile(
    r"(?:^|[\ue000.;:!?\n–—(]|,\s(?:and|but|while|as)\s|,|\b(?:and|but|while|when|as|that|by|with|from|to|told|said|says|by|than|for|after|asked|because|if|where|include|includes|including|quoted|joined|alongside|per|via|former|Ask|Meet|Enter)\s)"
)
_END_OF_APPOSITION = re.compile(
    r"\s(?:said|says|told|added|argued|warned|asked|wrote|insisted|explained|claimed|answered|replied|stressed|commented|believes?|thinks?|who|which|whose|has|had|is|was|will|would|were|are|and\s(?:said|told|added)|but|when|where|while|after|before|because)\b|\)|\s[–—]|\s-\s"
)


def description_after(text: str, end: int) -> Description:
    """Return the post and body printed right after a name that ends at `end`."""
    tail = text[end : end + MAX_DESCRIPTION_CHARS + 60].replace("\n", " ")  # Lines may be wrapped.
    if found := _LINKED.match(tail):
        words = _before_next_person(_END_OF_APPOSITION.split(found["words"])[0])
        body = leading_body(re.sub(r"^the\s+", "", words))
        if is_body(body) and not _OCCASION.search(body):
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
        if is_body(segment):
            break
    if len(kept) > 1 and not has_role(kept[0]) and not re.match(r"(?:of|from|at)\s", kept[0]):
        kept = kept[:1]
    return ", ".join(kept)


_NEW_SUBJECT = ("but", "while", "when", "because", "if", "where")
"""What parts a clause with a subject of its own from the one before: "was dismayed by it but Marl MP Jo Marsh"."""
_LOWER_TITLE = re.compile(r",\s(?:councillor|cllr|coun|professor|doctor)$")
"""A title in small letters between a post and a name: "chairman of the board, councillor Jo Marsh"."""
_FIRST_OF_TWO_PLACES = re.compile(r"(?:^|[\n.;:,!?]\s?)(?P<place>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2}) and $")
"""The first place of a body that has two in its name: "Hexby and Thorne CCG chief officer Jo Marsh"."""
ONE_OF = re.compile(
    r"\b(?:[Oo]ne|[Aa]nother|[Tt]he (?:first|last|youngest|oldest)) of (?:the|its|their|his|her|our|those|(?:[\w’'-]+\s){1,4}?[\w-]+(?:[’']s|s[’']))\s(?:[\w-]+\s){0,2}?(?P<post>[a-z-]+)s,$"
)
"""What stands before the name of one of several: "one of its partners, Dr Jo Marsh"."""


@cache
def _posts_of_several() -> re.Pattern[str]:
    """Match the post of two before their names, or before the second: "chief executives Ann Hale and Tom Orme"."""
    heads = phrase_pattern(word for word in ROLE_HEADS if word.islower())
    return re.compile(rf"\b(?P<post>(?i:{heads})|MP|GP)s\s(?P<first>(?:[A-Z][\w.’'-]*\s){{2,3}}and\s)?$")


_OF_WHAT = re.compile(r"\s+(?:of|at|for|in|from|on)\s")
_OWNER_AT_END = re.compile(
    r"(?:^|\s)(?P<body>[A-Z][\w&.-]*(?:\s(?:of\s)?[A-Z][\w&.-]*)*(?:\s(?:town|city|county|parish|borough|district))?(?:\s(?:council|trust|hospital|union|charity))?)(?:[’']s|(?<=s)[’'])$"
)
_PARTIES = frozenset(("Labour", "Conservatives", "Tories", "Lib Dems", "Liberal Democrats", "Greens"))
_SPEAKS_FOR = re.compile(
    r"(?:^|[.;!?]\s|\n)\s*(?:And |But )?(?:[Ss]peaking )?(?:[Ff]or|[Oo]n behalf of) (?:the )?(?P<body>[A-Z][\w&’'-]*(?: (?:(?:of|for|and) )?[A-Z][\w&’'-]*){0,6}),$"
)
"""For whom a sentence says at its beginning that somebody speaks: "For the Conservatives, Jo Marsh"."""
MAX_POST_OF_TWO = 60
_AND_ANOTHER = re.compile(r"(?:[A-Z][\w.’'-]*\s){1,3}[A-Z][\w.’'-]*\sand\s[A-Z]")


def description_before(text: str, start: int) -> Description:
    """Return the post and body printed right before a name that starts at `start`."""
    head = _with_one_post(text, start)
    untitled = _LOWER_TITLE.sub(",", head.rstrip())
    comma = untitled.endswith(",")
    joined = untitled.rstrip(", ")
    if joined.endswith(")") and (bracketed := re.search(r"\(([^()]+)\)$", joined)) and has_role(bracketed[1]):
        return Description()  # "Ann Hale (Chair), Tom Orme": the post of the one before.
    if spoken_for := _SPEAKS_FOR.search(head.rstrip()):
        return _as_one_of(spoken_for["body"])
    if joined.endswith((" of the", " at the", " from the")):
        return Description()  # "the landlady of the Blue Anchor"
    if comma and (one := ONE_OF.search(head.rstrip())) and has_role(one["post"]):
        return parse_description(one["post"])
    phrase = _own_phrase(_last_phrase(joined))
    heads = role_heads(phrase)
    if not heads:
        return Description() if comma else _owner_at_end(phrase)
    return parse_description(phrase) if _reaches_name(phrase, heads, comma=comma) else Description()


def _with_one_post(text: str, start: int) -> str:
    """Return the words before a name, with the post that two have told as one's: "chief executives Ann Hale and Tom Orme"."""
    head = text[max(0, start - 160) : start]
    if not head.endswith(("s ", " and ")):
        return head
    several = _posts_of_several().search(head, max(0, len(head) - MAX_POST_OF_TWO))
    if several and (several["first"] or _AND_ANOTHER.match(text, start)):
        return f"{head[: several.end('post')]} "
    return head


def _last_phrase(joined: str) -> str:
    """Return the phrase that words before a name end with: what follows their last break, or a post with a break within it."""
    breaks = list(_CLAUSE_BREAK.finditer(joined))
    if not breaks:
        return joined
    phrase = joined[breaks[-1].end() :]
    # "for", "of" and the like may stand inside a post: take the longest phrase that ends in one.
    for found in reversed(breaks[-4:]):
        wider, broken = joined[found.end() :], found.group().strip()
        if broken[:1] in (".", ";", ":", "!", "?", BLANK) or broken in _NEW_SUBJECT:
            break
        if broken in ("for", "and", "with", "by") and len(wider) < 90 and found is not breaks[-1]:
            phrase = wider
            break
    for number in range(len(breaks) - 1, max(-1, len(breaks) - 4), -1):
        if has_role(phrase) or breaks[number].group().strip() not in ("for", "and"):
            break  # "MP for Marl and Hexby Jo Marsh" has two on its way.
        phrase = joined[breaks[number - 1].end() if number else 0 :]
    if breaks[-1].group() == "and ":
        return _with_first_post(joined, breaks, phrase) or _with_first_place(joined, phrase)
    return phrase


def _with_first_post(joined: str, breaks: Sequence[re.Match[str]], phrase: str) -> str:
    """Return a phrase with the post before "and" where somebody has two: "RCN chief executive and general secretary"; "" if not."""
    first = joined[breaks[-2].end() if len(breaks) > 1 else 0 : breaks[-1].start()].strip()
    heads = role_heads(first)
    if not heads or heads[-1].end() != len(first) or not first[:1].isupper() or find_names(first):
        return ""
    return f"{first} and {phrase}" if phrase.islower() and has_role(phrase) else ""


def _with_first_place(joined: str, phrase: str) -> str:
    """Return a phrase with the place before "and" where its body has two: "Hexby and Thorne CCG chief officer"."""
    places = _FIRST_OF_TWO_PLACES.search(joined, 0, len(joined) - len(phrase))
    if places is None:
        return phrase
    named = find_names(places["place"])
    of_a_body = phrase[:1].isupper() and is_body(phrase) and not has_role(places["place"])
    return f"{places['place']} and {phrase}" if of_a_body and not (named and named[0].sure == 2) else phrase


_PRESENTS = re.compile(r"^[^,]{2,60}\s(?:is|was|were)\s(?=\S)")
"""What comes before a post that is presented before its holder's name: "With me is the chair"."""


_ACTS_ON = re.compile(
    r"^(?:[^,]{1,60}\s)?(?:met|told|asked|urged|thanked|visited|persuaded|joined|welcomed|pressed|lobbied|replaced|succeeded|criticised|attacked|invited|reminded|warned|challenged|questioned|praised|accused)\s(?=\S)"
    r"|^(?:(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|has|have|had|also|then|later)\s)*(?:see|saw|seen|meet|ask|tell|urge|thank|visit|persuade|join|welcome|hear|heard|lobby|replace|succeed|criticise|attack|give|gave|let|invite|remind|warn|supported|backed|quote|quoted|quoting|praise|accuse|including)\s(?=\S)"
)
"""A verb with the holder of a post for its object: "to see health secretary Jo Marsh"."""


def _own_phrase(phrase: str) -> str:
    """Return the part of a phrase that tells a post, without the words that lead up to it."""
    phrase = re.sub(r"^(?:(?:But|Yet)\s|(?:And|So|Then|Meanwhile|Now)\s(?=[a-z]))", "", phrase.strip())
    phrase = _ACTS_ON.sub("", _PRESENTS.sub("", phrase))
    if determined := list(re.finditer(r"\s(?=(?:the|its|their|our|a|an|his|her)\s)", phrase)):
        tail = phrase[determined[-1].end() :]
        if has_role(tail) and not re.search(r"\b(?:of|for|at|in|on)$", phrase[: determined[-1].start()]):
            phrase = tail
    before_comma, _, tail = phrase.rpartition(", ")
    if before_comma and tail[:1].isupper() and has_role(tail) and not has_role(before_comma):
        return tail  # "Replying to Hexby and Thornley's paper, Marl Trust chair Jo Marsh"
    return phrase


def _owner_at_end(phrase: str) -> Description:
    """Return the body as whose somebody is named: "Hexby Council's Jo Marsh"."""
    owner = _OWNER_AT_END.search(phrase)
    return _as_one_of(owner["body"]) if owner else Description()


def _as_one_of(body: str) -> Description:
    """Return the description of one who speaks for a body or a party, if it is either."""
    known = is_body(body) or body in _PARTIES
    return Description("", body, f"of {body}") if known else Description()


def _reaches_name(phrase: str, heads: Sequence[re.Match[str]], *, comma: bool) -> bool:
    """Tell whether the post in a phrase is that of the person named after it, and not of somebody on the way there."""
    if heads[-1].end() >= len(phrase) - 1:
        return True
    if not (comma or re.match(r"(?:the|its|their|our)\b|[A-Z]", phrase)):
        return False
    if not any(_OF_WHAT.match(phrase, head.end()) for head in (heads[0], heads[-1])):
        return False
    if comma:
        return True
    # "the chair of the trust Jo Marsh" needs no comma; "the leader of those who met Jo Marsh" is no post of hers.
    last = phrase[heads[-1].end() :]
    told = re.search(r"\b(?:that|who|which|has|had|is|was|met|told|wrote|about|like)\b", last)
    return len(last.split()) <= 6 and told is None
