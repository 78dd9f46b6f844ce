"""Who said it: the source that the words before or after a verb name, and nobody where none decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from serving.articles.bodies import Bodies
from serving.articles.cues import BY_SAYING, PROMPTED, WRITES_TO
from serving.articles.descriptions import ONE_OF, description_before, is_body, leading_body, parse_description
from serving.articles.epithets import LIFE
from serving.articles.lexicon import (
    ORG_WORDS,
    given_names,
    places,
)
from serving.articles.names import NameMention, find_names, has_role, role_heads
from serving.articles.people import Person
from serving.articles.phrases import (
    FRACTION,
    IN_A_DOCUMENT,
    IN_A_LETTER,
    KIN_BEFORE,
    LEAD_WORDS,
    LETTERS,
    MAX_SEGMENT_CHARS,
    OBJECT_BEFORE,
    OF_PEOPLE,
    PREPARED_FOR,
    bare_phrase,
    could_be_body,
    joins_two,
    last_clauses,
    part_of,
    unnamed_one,
    without_capitals,
)
from serving.articles.posts import Posts
from serving.articles.pronouns import Pronouns
from serving.articles.sentences import find_stop
from serving.articles.sources import Source

_ADVERBS = (
    r"has|have|had|be|is|are|was|were|become|became|becomes|will|would|only|merely|also|then|later|previously|recently|again|today|yesterday|tonight|always|often|first|once|long|herself|himself|themselves|itself|"
    r"publicly|privately|simply|\w{3,}ly|further|since|already|did|does|do|(?:did|does|do|could|ca|would|wo|is|was|has|had|are|were|have)n[’']t|not|never|even|just|still|duly|in turn|in response|however|meanwhile|nevertheless|nonetheless|instead|by contrast|in fact|for (?:his|her|its|their) part|too|now|both|all|each|"
    r"last (?:night|week|month|year|autumn|summer|spring|winter)|this (?:week|month|morning|year|afternoon|evening)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:night|morning|evening))?|could|may|might|can|must|"
    r"rather (?:more|less) \w+|more \w+ly|less \w+ly|in (?:a|an|his|her|its|their) \w+|by (?:email|letter|text|phone)|there|here|(?:taken|took|used|seized) (?:the|this|that) (?:opportunity|chance|occasion|moment) to|(?:been )?(?:keen|quick) to|(?:the )?(?:most|more) likely to|(?:inclined|tempted|minded|bound|obliged|forced|driven|reduced|prepared|ready|willing|happy|glad|sorry|careful|anxious|eager|heard|overheard|known|understood|seemed|seems|appeared|appears|tended|tends|came|come|comes|chose|wished|begged|used|like|likes|liked|at pains|at some pains|at great pains) to|(?:united|joined forces|teamed up|came together|lined up|queued up|rose|got in touch|gets in touch|stood up|came forward|stepped in) to|(?:quoted|reported|on record)(?: (?:by|in|on) [\w’' -]{2,40})? as(?: having)?|overheard|heard|(?:among |one of )?the (?:only|first|latest|last)(?: [\w-]+){0,2} to|(?:applauded|cheered|praised|criticised|booed|heckled|rebuked|mocked|jeered|thanked|attacked) for|moved to|rushed to|went on to|goes on to|go on to|continued to|continues to|(?:began|opened|started|closed|ended|finished|concluded|responded|replied) by"
)

_TRAILING = re.compile(rf"(?:[\s,–—-]+(?:{_ADVERBS}))+[\s,]*$", re.IGNORECASE)

MAX_TRAILING_CHARS = 120


def _without_trailing(segment: str) -> str:
    """Return the words before a verb without the adverbs and auxiliaries at their end."""
    cut = max(0, len(segment) - MAX_TRAILING_CHARS)
    return segment[:cut] + _TRAILING.sub("", segment[cut:])


_TITLE_AFTER = re.compile(r",\s[“\"‘'][^“”\"‘\n]{3,160}[”\"’']$")

_NHS_BODY = re.compile(
    r"(?:[Tt]he\s)?(?P<name>NHS\s(?:England|Improvement|Digital|Providers|Employers|Confederation|Alliance|Partners|Property Services|Clinical Commissioners|(?:[A-Z]\w+\s){1,3}(?:CCG|Trust)|in\s(?:the\s)?[A-Z][\w-]+(?:,?\s(?:and\s)?[A-Z][\w-]+){0,6}))(?:,\swhich\s[^.;]{3,90})?"
)
"""A body of the NHS, whose last word may be that of a post or a group."""
_UNSPELLED = re.compile(r"(?:[Tt]he\s)?(?P<name>(?!STP|NHS|CCG|PCT|GPs?\b|MPs?\b|USA?\b)[A-Z]{4,7})")
"""A body that is only called by its initials: "UKHCA"."""
_LETTER_TO = re.compile(
    r"^(?:[Ii]n|[Ww]ith|[Tt]hrough)\s(?:an?|the|his|her|its|their|written)\s?(?:[\w-]+\s){0,3}?(?:letter|email|message|submission|note|memo|response|reply|statement|evidence|petition)\s(?:sent\s)?to\s(?:[^,]{2,60}?[A-Z][\w’'-]+\s(?=the\s(?:leaders?|chairs?|chief|heads?|MPs?|council|trust|group|union|charity|campaign)\b)|[^,]{2,90},\s(?=the\s|[A-Z]))"
)
"""What tells to whom somebody writes, before who does: "In a letter to Jo Marsh, the leaders of both councils"."""
_LIST_GOES_ON = re.compile(
    r"(?:,\s[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*){0,3})+\sand\s[A-Z][\w’'&-]*(?:\s[A-Z][\w’'&-]*){0,3}$"
)
"""The places of a list but the first: "the leaders of Marl, Penn and Otley"."""
_ONE_WITH_POST = re.compile(
    r"^(?:One|Another|A second|A third)(?:\sof\s(?:them|these|those))?(?:\s(?:respondent|contributor|delegate|participant|source|correspondent))?,\s(?P<post>an?\s[^,.;]{2,60}?)(?:,?\swho\s[^,.;]{3,80})?$"
)
"""One of several whose post is told: "One of them, a CCG accountable officer, described"."""
_GROUP_CALLED = re.compile(
    r"\b(?:[Cc]ampaign|[Cc]ampaigning|[Pp]ressure|[Pp]rotest|[Aa]ction|[Ll]obby|[Rr]esidents[’']|[Pp]atients[’']|[Cc]ommunity)\s(?:group|charity|organisation|alliance)s?,?\s(?P<name>[A-Z0-9][\w&’'-]*(?:\s(?:(?:of|for(?:\sthe)?|the|our|in|and)\s)?[A-Z0-9][\w&’'-]*){1,7})$"
)
"""A group of campaigners before its name, whatever words that is made of: "the campaign group Keep Our Beds"."""

_THE_PAIR = re.compile(r"\b[Tt]he\s(?:pair|duo|trio|two|three|four|five|six)$")

_PARTS = tuple(",–—-")
"""Marks that part what is said between a subject and its verb."""

_MORE_OF_WHOM = re.compile(r"\s*(?:\(|,|–|—|-\s|of\b|from\b|at\b|for\b|who\b|and\b)")
"""What may follow a name that is a verb's subject: where somebody is from, what they do."""
_BODY_AND_POST = re.compile(r"\s[A-Z]{3,7}\s(?:[a-z][\w-]*\s?){1,4}")
"""A body's initials and a post after a name: "Jo Marsh DONIW chair"."""
_THOSE = re.compile(r"those (?:who|in|behind|running|leading|working|opposed|affected)\b[^,;:]{3,80}")
"""People told by what they do: "say those who are winding it up"."""
_CAME_FROM = re.compile(
    r"which (?:came|comes|was) (?:from|sent by|written by|tabled by|drafted by) (?P<who>(?:the )?[A-Z].*)$"
)
"""Whose a document is: "The motion, which came from Unison's branch, claimed"."""
_PLACE_BEFORE = re.compile(r"[A-Z][\w-]+[’']s?\s$")
"""The place of the first of two, which is no preposition: "Hexby's Jo Marsh and Marl's Tom Orme"."""
_OPENS_CLAUSE = re.compile(r"^\s*$|\b(?:[Ii]t comes after|that|when|because|but|and)\s$")
"""What stands before the name with which a clause begins."""
_POST_GLUED = re.compile(
    r"\s(?:the\s(?P<the>(?:[a-z][\w-]*\s){0,3}[a-z][\w-]*)|(?P<post>(?:[a-z][\w-]*\s){0,3}[a-z][\w-]*)\s(?:of|at|for)\s(?:the\s)?[A-Z][^;:]{2,120})"
)
"""A post right after a name: "Jo Marsh the health secretary", "Jo Marsh president of the Network"."""
_UNCLOSED_POST = re.compile(
    r",\s(?:(?:[a-z][\w-]*|[A-Z]{2,4})\s){1,4}(?:of|at|for)\s(?:both\s)?(?:the\s)?[A-Z][^,;:]{2,80}"
)
"""A post after a name with no comma at its end: "Jo Marsh, chairman of Save Hexby Hospital said"."""
_POST_BETWEEN = re.compile(r",\s(?!(?:the|its|their|his|her|an?)\s)(?P<post>[^,;:]{2,60}),\s")
"""A post between a name and a body, which is no other's: not "meeting Jo Marsh, the chief executive, Unison said"."""
_POST_AND_BODY = re.compile(r",\s(?!(?:the|its|their|his|her|an?)\s)[^,;:]{2,60},\s[A-Z][^,;:]{2,60}")
"""A post and a body after a name with no comma at their end: "Jo Marsh, CEO, Open Gate said"."""
_UNCLOSED_TWO = re.compile(
    r",\s(?:from|of|at)\s[^,;:]{2,60}?\sand\san?\s[^,;:]{2,60}|,\san?\s[^,;:]{2,50}?\sand\s(?:[a-z][\w-]*\s){1,4}(?:of|at|for)\s(?:the\s)?[A-Z][^,;:]{2,80}"
)
"""Two things told of somebody with no comma at their end: "Jo Marsh, from the campaign and a Hexby resident said"."""
_AT_AN_OCCASION = re.compile(
    r"^(?:(?:But|And|So) )?(?:[Aa]t|[Ii]n|[Oo]n|[Dd]uring|[Bb]efore|[Aa]fter|[Ff]rom) (?:[\w’'&-]+ ){0,7}?[A-Z][\w’'&-]* (?=(?:the|an?|one|another|its|their) [A-Za-z])"
)
"""Where somebody speaks, with no comma before who does: "At Prime Minister's Questions an MP attacked"."""
_HAS_A_VERB = re.compile(
    r"(?:[Ii]t|[Tt]here) (?:is|was|are|were)\b|(?:(?!\b(?:who|which|that|whom|whose|where|when)\b|\b(?:he|she|they|it|we|I|you) (?:is|are|was|were|has|have|had)\b)[^,])*(?<!-)\b(?:(?:is|are|was|were)(?! said to$)|has|have|had|might|may|must|can|could|should|would|will|did|does|been|said(?! to$)|says|told|tells|made|so that|because|although)\b(?!-)"
)
"""Words that are no phrase but a clause, so that nobody is meant by them: "there are weeks when one more report"."""
_POST_WITH_COMMA = re.compile(
    r"(?:The )?(?P<post>(?:[A-Z][\w’-]*\s){0,4}(?:Director|Manager|Officer|Head|Lead),\s(?:[A-Z][\w’-]*\s)?(?:Finance|Resources|Operations|Commissioning|Services?|Care|Health|Children|Adults?|Strategy|Nursing|Quality|Estates|Workforce|Planning|Housing|Transformation|People|Communities|Policy|Performance)(?:\s(?:(?:&|and|of|for)\s)?[A-Z][\w’-]*){0,5})"
)
"""A post with a comma before what it is for: "The Executive Director, Finance & Resources"."""
_PARTYS_MEMBER = re.compile(
    r"\s(?:Tory|Labour|Conservative|Lib Dem|Liberal Democrat|Green|UKIP|SNP) (?:MP|councillor|candidate|peer)(?: (?:for|in|on) [A-Z][\w’'-]*(?:,? (?:and )?[A-Z][\w’'-]*){0,6})?"
)
"""A politician's post with no comma before it: "Jo Marsh Tory MP for Hexby"."""
_IN_A_PAPER = re.compile(r"^.*\sin (?=(?:an?|the|its|their|his|her) [\w’'-]+(?: [\w’'-]+){0,2}$)")
"""What stands before a paper as somebody's words are in it: "The cut is spelled out in a draft"."""
_ANOTHER_SPEAKS = re.compile(r"[^,]{20,},\s(?:the|its|a|one)\s[^,]{3,60}$")
"""Whoever says after a comma what stands before it: "Jo Marsh and the trust have fallen out, the committee"."""
_RUNS_OTHERS = re.compile(
    r"(?:[Tt]he\s)?(?P<head>[A-Z][^,.;:]{3,90}),\swhich\s(?:runs?|manages?|operates?|owns?|represents?|covers?|oversees?|provides?|serves?|includes?)\s[^,]*"
)
"""A body with a clause after it that no comma closes: "The Marl Hospitals Trust, which runs Hexby Hospital has"."""
_OF_SEVERAL_BODIES = re.compile(
    r"(?P<who>(?:leaders|chairs|chairmen|chief executives|chief officers|bosses|governors|directors|heads))\s(?:of|at)\s(?:the\s)?"
    r"(?P<bodies>[A-Z][\w’'-]*(?:,?\s(?:and\s)?[A-Z][\w’'-]*){1,8}\s(?:county\s|borough\s|district\s|city\s)?(?:councils|hospitals|trusts|boroughs|districts|CCGs)"
    r"|(?:[A-Z][\w’'-]*\s){1,4}(?:[Cc]ouncil|[Tt]rust|CCG)(?:,\s(?:[A-Z][\w’'-]*\s){1,4}(?:[Cc]ouncil|[Tt]rust|CCG))*,?\sand\s(?:[A-Z][\w’'-]*\s){1,4}(?:[Cc]ouncil|[Tt]rust|CCG))$"
)
"""Those who lead several bodies of a kind: "the leaders of Hexby and Marl councils"."""
_ENDS_OF_SEVERAL = ("s", "ouncil", "rust", "CCG")
"""How the names of several bodies end."""
_OF_A_STREET = re.compile(
    r"[Tt]he\s(?:[A-Z][\w’'-]+\s){1,3}(?:Road|Street|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace|Way),?\s(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?,?\s)?(?P<who>resident|pensioner|mother|father|grandmother|grandfather|mum|dad|patient)"
)
"""Somebody told by where they live: "The Hoath Road, Marl, resident"."""
_BODY_AND_OTHERS = re.compile(
    r"(?:[Tt]he\s)?(?P<body>[A-Z][^,;:()]{1,80}?)(?:\s\([A-Z]\w+\))?\sand\s(?:(?:an?\s[a-z]+\sof|other|several|various)\s[a-z][^,;:]{2,60}|(?:many )?others(?:\swho\s[^,;:]{2,80})?)"
)
"""A body and others beside it: "Unison and other unions"."""
_TOLD_BY_DEED = re.compile(
    r"(?:.*,\s)?(?P<head>(?:[Tt]he|[Aa]n?|[Oo]ne)\s[^,;:]{2,80}?)(?:\s\([A-Z]+\))?\s(?:which|that)\s(?:[a-z]+s|has|had|was|is|made|took|drew|set|put|gave|wrote|held|ran|[a-z]+ed)\s[^,;:]{2,80}"
)
"""A body told by what it does, with no comma before: "The trust that runs the wards"."""
_IN_CHARGE = re.compile(
    r"(?P<head>(?:[Tt]he\s)?[A-Za-z][^,;:]{2,80}?)\s(?:overseeing|running|behind|in\scharge\sof|responsible\sfor|drawing\sup|leading|planning|considering)\s[^,;:]{2,80}"
)
"""A body told by what it runs, with no comma before: "The group overseeing the changes"."""
_OF_BODY_WITH_AND = re.compile(
    r"\b(?:at|of|from|for)\s(?:the\s)?(?P<body>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,3}\sand\s[A-Z][^,;]*)$"
)
_TOLD_OF_ANOTHER = re.compile(
    r"(?:(?:The|Its|Their)\s[^,]{3,60})?,\swho\s[^,]*\b(?:by|from|with|to|for|after|alongside|than)\s(?:[\w’'-]+\s){0,4}$"
)
"""What stands between two names where a clause about the first names the second."""
_PLACES_TOO = frozenset(
    "Adelaide Alexandria Austin Bill Brent Carolina Chad Charlotte Chelsea Chester Clifton Dallas Devon Georgia Houston India Israel"
    " Jordan Kent Lincoln London Madison Melbourne Milan Paris Preston Savannah Sierra Sydney Tyne Victoria Virginia Warwick".split()
)
"""Given names that are as likely a land, a town or a thing."""


def _is_a_place(name: str) -> bool:
    """Tell whether a given name alone is more likely a place."""
    return name in _PLACES_TOO or name in places()[0]


_GIVEN_ALONE = re.compile(
    r"(?P<name>[A-Z][a-z]+)(?:,?\s(?:from|of|at)\s(?:the\s)?[^,;:]{2,40}|,?\swho\s[^,;:]{2,60}(?:,[^,;:]{2,40}){0,2})?"
)
"""Somebody who has no more than a given name: "Ted said", "Gordon from the local campaign told"."""
_POST_OF_WHAT = re.compile(
    r",\s(?:who\s(?:chairs|leads|heads|runs|founded|set\sup)|(?:the\s|its\s|a\s)?(?:[a-z][\w-]*\s){1,4}(?:of|for|at|with))\s(?:(?:the|Keep|Save|Fight|Defend|Protect|Hands|Stop|for|off|our|Our)\s)*"
)
"""What stands between a name and that of the group whose post its bearer holds: ", chairman of Keep the"."""
_BRACKETS = re.compile(r"^(?:\s*\([^)]*\)){1,2}")
_AGE = re.compile(r"^,\s*\d{1,2}$")
_ASIDE = re.compile(r"\s*\([^()]{1,80}\)\s*$")

_PRONOUN = re.compile(r"(?:^|[^\w’'-])(he|she|they|who|which|it)$", re.IGNORECASE)

_SIGNED_BY = re.compile(
    rf"\b(?:{LETTERS}),?\s(?:jointly\s)?(?:signed|written|penned|co-signed|authored)\s(?:jointly\s)?by\s(?P<who>[^;:\ue000]{{3,120}})$"
)

_BODYS_VOICE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Oo]ne)\s(?P<body>[A-Z][\w’'&-]+(?:\s[A-Z][\w’'&-]+){0,3}\s(?:of|for)\s(?:the\s)?[A-Z][\w’'&-]+(?:\s(?:and\s)?[A-Z][\w’'&-]+){0,4})"
    r"\s(?P<post>(?:[a-z]+\s)?(?:spokes\w+|source|official|insider|press officer))$"
)
"""Who speaks for a body with a preposition in its name: "A Department of Health spokesman"."""

_BODY_OF = re.compile(
    r"(?:^|[Tt]he\s)(?P<body>(?:[A-Z][\w’'&-]+\s){0,3}(?:Association|Society|College|Institute|Federation|League|Faculty|Academy|Confederation|Department|Ministry|Chamber|Campaign)"
    r"\s(?:of|for)\s(?:the\s)?[A-Z][\w’'&-]+(?:\s(?:(?:and|of|for)\s)?[A-Z][\w’'&-]+){0,6})$"
)
"""A body with a preposition in its name, whose words may be posts: "the Association of Directors of Housing"."""

_WHO_IS = re.compile(r",\swho\s(?:is|was|has\sbeen)\s[^,;:]{3,90}")
"""A post after a name, told in a clause that no comma closes: "Jo Marsh, who is chair of the trust said"."""

_WHO_ASIDE = re.compile(r",\s(?:who|which)\s[^,]*$")

_COUNTERPART = re.compile(
    r"\b(?:his|her|their|the)\s+(?:opposite number|counterpart|equivalent|(?:neighbour|colleague)(?=\s(?:at|from)\s))(?:\s+(?:at|in|on|across|from|for)\s+(?:the\s+)?(?P<where>[^,;]+))?$",
    re.IGNORECASE,
)

_NOBODY = re.compile(r"\b(?:no one|nobody|none|neither|few)\b[^,]*$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:^|\s)([A-Z]{2,4}|[A-Z]{1,2}[a-z])$")
_RESPONDENTS = re.compile(r"\b(?:respondents?|participants?)$", re.IGNORECASE)
_SOME_OF_THEM = re.compile(
    r"one|another|some|others|several|many|one of them|some of them|a (?:lot|number) of them", re.IGNORECASE
)
_ENDS_OF_TWO = ("namesake", "colleague", "author", "mate", "councillor", "campaigner", "governor")

_OTHER_OF_TWO = re.compile(
    r"\b(?:his|her|their)\s(?:\w+\s)?(?:(?P<same>namesake)|colleague|co-author|running mate|fellow (?:councillor|campaigner|governor))$",
    re.IGNORECASE,
)

_OTHERS_HEAD = re.compile(
    r"\b(?:spokes\w+|office|team|aides?|colleagues?|supporters?|friends?|allies|lawyers?|letter|email|statement|message|successor|predecessor|deputy|wife|husband|daughter|son|mother|father|brother|sister)\s+(?:for|of|to|from)\s+$",
    re.IGNORECASE,
)

_HEAD_OF = re.compile(r"\b(?:head|leader|boss|chief|president|chair|chairman|chairwoman|director) of\s$")
"""What stands before a body whose head speaks: "the head of the Royal College of Nursing"."""

_HELD_BY = re.compile(r"\s\((?P<who>[A-Z][^()]{2,60})\)$")
"""A name in brackets after a post: "The Director of Finance (Ms C. Opoku) replied"."""

_OF_SEVERAL = re.compile(
    r"(?:,\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?){0,4},?\sand\s(?:[A-Z][\w’'-]+\s){1,3}(?:councils|hospitals|trusts|boroughs|districts|CCGs|practices|surgeries|plans|areas)\b"
)
"""What follows a place that looks like a name: "the leaders of Castle Orton and West Fells councils"."""

_ACTS_ALONE = re.compile(r"\s+(?:\w+ed|said|told|has|had|is|was|will|wrote|says|thinks|felt|thought)\b")

_SPOKEN_FOR = re.compile(
    r"\s*(?:(?:But|And|Yesterday|Today|Meanwhile),?\s+)?(?:A|The|One)\s+spokes\w+\s+(?:for|of|from)\s", re.IGNORECASE
)


_IN_A_LIST = re.compile(r",\s(?P<last>and\s)?(?:(?P<post>[^,.;:]{2,60})\s)?")
"""What stands between two of several who speak together: ", Labour leader "."""


_BEGINS_A_LIST = re.compile(
    r"(?:(?:[A-Z]\w+\s)?(?:jointly|together),\s)?(?:(?:[A-Z][\w’'-]*|leader|councillor)\s){0,3}"
)
"""What may stand before the first of several who speak together: "Speaking jointly, Mayor "."""


def _listed_last(mentions: list[NameMention], segment: str) -> list[NameMention]:
    """Return those of a list at the end of a segment: "Mayor Ann Hale, Labour leader Tom Orme, and clerk Jo Marsh"."""
    listed = [mentions[-1]]
    for mention in reversed(mentions[:-1]):
        between = _IN_A_LIST.fullmatch(segment[mention.end : listed[0].start])
        if between is None or bool(between["last"]) != (len(listed) == 1):
            break
        if between["post"] and not has_role(between["post"]):
            break
        listed.insert(0, mention)
    return listed


def _is_card(between: str, mention: NameMention, segment: str) -> bool:
    """Tell whether a mention is the body at the end of name, post and body: "Jo Marsh, CEO, Open Gate"."""
    post = _POST_BETWEEN.fullmatch(between)
    return post is not None and has_role(post["post"]) and not segment[mention.end :].strip()


def _is_given_alone(mention: NameMention, segment: str) -> bool:
    """Tell whether a given name stands for somebody who gives no other: "says Pauline, who has cleaned here"."""
    return (
        not segment[: mention.start].strip()
        and mention.words[0] in given_names()
        and segment[mention.end :].startswith(", who ")
    )


def _in_a_bodys_name(mention: NameMention, segment: str) -> bool:
    """Tell whether what looks like a name ends a body's: "Institute of Biomedical Science council member Jo Marsh"."""
    head = re.search(r"([A-Z]\w+) (?:of|for) (?:the )?$", segment[: mention.start])
    return head is not None and head[1] in ORG_WORDS and has_role(segment[mention.end : mention.end + 40])


def _introduces(before: str) -> bool:
    """Tell whether words between "said" and a name are that person's post: "said council leader"."""
    if KIN_BEFORE.search(before) or ONE_OF.search(before):
        return True
    if re.fullmatch(r"(?:the\s+)?(?:[A-Z][\w&. -]*|(?<=the\s)[a-z][\w -]{2,40})(?:[’']s|(?<=s)[’'])", before):
        return True
    if re.fullmatch(r"(?:an?|the)\s(?:\w+ly\s)?[a-z][a-z-]+", before) and not has_role(before):
        return True  # "said a furious Councillor Noakes"
    if not has_role(before) or len(before) > 110:
        return False
    heads = role_heads(before)
    rest = before[heads[-1].end() :].strip(" ,")
    return not rest or re.match(r"(?:of|at|for|from|in)\b(?!.*\bthe$)", rest) is not None


@dataclass(slots=True)
class Resolver(Posts, Bodies, Pronouns):
    """Turns the words around a verb into a source."""

    # Phrases that end at a verb.

    def ending_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase before a verb names, `text[start:end]` reaching back to its sentence's start."""
        segment = text[start:end]
        if len(segment) > MAX_SEGMENT_CHARS:
            start, segment = end - MAX_SEGMENT_CHARS, segment[-MAX_SEGMENT_CHARS:]
        if segment.rstrip().endswith(" to") and (written := WRITES_TO.search(segment)):
            segment = segment[: written.start()]
        if segment.endswith(" by ") and (caused := BY_SAYING.search(segment)):
            segment = segment[: caused.start()]  # "A delegate drew applause by pointing out"
        if segment.rstrip().endswith((" is to", " are to", " was to", " were to")):
            segment = segment.rstrip()[: -len(" to")]  # "The minister is to warn"
        prompted = PROMPTED.search(segment) if segment.rstrip().endswith(" to") else None
        if to := _LETTER_TO.match(segment):
            start, segment = start + to.end(), segment[to.end() :]
        if prompted:  # "It was left to Jo Marsh to say"
            start, segment = start + prompted.start("who"), prompted["who"]
        bare = _without_trailing(segment.rstrip())
        after = segment[len(bare.rstrip(" ,–—-")) :].strip()
        closing_comma = (
            after[:1] in _PARTS or after[-1:] in _PARTS or ", " in after
        )  # ", who works there himself, said"
        segment = bare.rstrip(" ,–—-")
        if titled := _TITLE_AFTER.search(segment):  # "The business case, “Nearer to Home”, says"
            segment, closing_comma = segment[: titled.start()], False
        if not segment:
            return None
        own = re.search(r"\bname (?:only )?as (?P<name>[A-Z][\w’'-]+)$", segment)
        if own and (called := find_names(segment, own.start("name"))):
            return self.of(self.people.add(called[0], start + own.start("name")))
        return self._person_ending(segment, start, closing_comma) or self._other_ending(segment, start, closing_comma)

    def _person_ending(self, segment: str, start: int, closing_comma: bool) -> Source | None:
        mentions = [m for m in find_names(segment) if m.sure >= 1 or self._known(m, start)]
        if together := self._ending_together(mentions, segment, start, closing_comma):
            return together
        if mentions and (held := _HELD_BY.search(segment)) and held.start("who") == mentions[-1].start:
            if has_role(segment[: held.start()]) and (holder := self._met(mentions[-1], start)):
                return self.of(holder)
        spoken_for = _SPOKEN_FOR.match(segment) is not None
        for mention in reversed(mentions):
            if spoken_for and mention.sure < 2:
                continue  # "A spokeswoman for the Marlby, Stowe Regis and Lunt plan said"
            before, tail = segment[: mention.start], segment[mention.end :]
            if _OF_SEVERAL.match(tail):
                continue
            led = mentions[0].end if mention is not mentions[0] else 0
            if led and before.rfind("(", led) > before.rfind(")", led):
                continue  # "Cllr Jo Marsh (Ind, Hale Heath) said"
            if closing_comma and _TOLD_OF_ANOTHER.match(before, led):
                continue  # "Jo Marsh, who will be followed by Tom Orme, told"
            if led and mentions[0].start == 0 and mention.sure < 2 and _is_card(before[led:], mention, segment):
                continue  # "Jo Marsh, CEO, Open Gate said"
            if led and mention.sure < 2 and _POST_OF_WHAT.fullmatch(before, led):
                continue  # "Jo Marsh, who chairs Marl Fights for the NHS, said"
            if not self._can_be_subject(before, tail, closing_comma):
                continue
            if person := self._met(mention, start):
                if not person.role and self._tells_a_post(before, tail, closing_comma):
                    person.describe(parse_description(tail))
                return self.of(person)
        alone = None if mentions else _GIVEN_ALONE.fullmatch(segment)
        if alone is None or alone["name"] not in given_names() or _is_a_place(alone["name"]):
            return None
        return self.of(self.people.add(find_names(segment)[0], start)) if find_names(segment) else None

    def _ending_together(
        self, mentions: list[NameMention], segment: str, start: int, closing_comma: bool
    ) -> Source | None:
        """Return two who are a verb's subject together: "Ann Hale and Tom Orme said", "Ann Hale and the trust said"."""
        if mentions and (found := re.fullmatch(r"\s+and\s+(?P<body>the\s[^,]+)", segment[mentions[-1].end :])):
            person, body = self._met(mentions[-1], start), self._body(found["body"], start + len(segment))
            return replace(body, phrase=f"{person.phrase()}; {body.phrase}", plural=True) if person and body else None
        if len(mentions) < 2 or not self._can_be_subject("", segment[mentions[-1].end :], closing_comma):
            return None
        listed = _listed_last(mentions, segment)
        if len(listed) > 2 and _BEGINS_A_LIST.fullmatch(segment[: listed[0].start]):
            return self._together([self._met(mention, start) for mention in listed])
        first, second = mentions[-2:]
        before = _PLACE_BEFORE.sub("", segment[: first.start])
        if not joins_two(segment[first.end : second.start]) or OBJECT_BEFORE.search(before):
            return None
        return self._together([self._met(first, start), self._met(second, start)])

    def _can_be_subject(self, before: str, tail: str, closing_comma: bool) -> bool:
        if _BODY_AND_POST.fullmatch(tail) and has_role(tail):
            return True
        if _PARTYS_MEMBER.fullmatch(tail) and not re.search(r"\S", before):
            return True
        if self._tells_a_post(before, tail, closing_comma):
            return True
        if tail and not _MORE_OF_WHOM.match(tail):
            return False
        if re.match(r"[’']s?\b", tail) or _OTHERS_HEAD.search(before):
            return False
        after_aside = _BRACKETS.sub("", tail) if "(" in tail else tail
        after_aside = _AGE.sub("", after_aside)
        direct = not after_aside.strip()
        linked = re.fullmatch(r"\s+(?:of|from|at|for)\s+(?:the\s+)?[^,]{2,90}", after_aside) is not None or (
            closing_comma and re.match(r"\s+(?:of|from|at|for)\s+(?:the\s+)?[^,]{2,90},\s", after_aside) is not None
        )
        apposed = closing_comma and after_aside.lstrip()[:1] in (",", "–", "—", "-")
        who = re.match(r"\s*,?\s*who\b", after_aside) is not None and closing_comma
        who = (
            who
            or re.fullmatch(
                r"\s+who\s(?:has|have|had|is|was|lives?|lived|works?|worked|runs?|ran|uses?|used)\s[^,;:]{3,90}",
                after_aside,
            )
            is not None
        ) or (_WHO_IS.fullmatch(after_aside) is not None and has_role(after_aside))
        joint = re.match(r"\s*,?\s*and\s+(?:[A-Z]|his|her|their|other)", after_aside) is not None
        joint = joint and (closing_comma or not _ANOTHER_SPEAKS.search(after_aside))
        post = (
            _UNCLOSED_POST.fullmatch(after_aside)
            or _UNCLOSED_TWO.fullmatch(after_aside)
            or _POST_AND_BODY.fullmatch(after_aside)
        )
        unclosed = not closing_comma and post is not None and has_role(after_aside)
        if not (direct or linked or apposed or who or joint or unclosed):
            return False
        if not OBJECT_BEFORE.search(before):
            return True
        # "In a message from Jo Marsh, ..." is no subject; "council leader for ten years, Jo Marsh" is.
        return bool(re.search(r"\b[Aa]nd\s+$", before))

    def _tells_a_post(self, before: str, tail: str, closing_comma: bool) -> bool:
        """Tell whether a post follows a name with no comma: "Jo Marsh president of the Network, of Hexby, said"."""
        post = _POST_GLUED.fullmatch(tail)
        if post is None or not has_role(post["the"] or post["post"]) or not _OPENS_CLAUSE.search(before):
            return False
        return closing_comma or "," not in tail

    def _other_ending(self, segment: str, start: int, closing_comma: bool) -> Source | None:
        segment = _ASIDE.sub("", segment)
        if titled := _POST_WITH_COMMA.fullmatch(segment):
            post = titled["post"]
            holder = self.people.in_post(post.lower(), start)
            return self.of(holder) if holder else Source(None, post, "", post)
        if dweller := _OF_A_STREET.fullmatch(segment):
            return self.phrase_source(f"the {dweller['who']}", start)
        if group := _GROUP_CALLED.search(segment):
            return Source(None, "", group["name"], group["name"])
        if body := _NHS_BODY.fullmatch(segment) or _UNSPELLED.fullmatch(segment):
            return Source(None, "", body["name"], body["name"])
        if closing_comma and (one := _ONE_WITH_POST.search(segment)):
            return self.phrase_source(one["post"], start + one.start("post"))
        if found := _PRONOUN.search(segment):
            return self.pronoun(found[1].lower(), start + found.start(1), segment[: found.start(1)])
        if closing_comma and "," in segment and (source := self._before_apposition(segment, start)):
            return source
        runs_others = None if closing_comma or ", which " not in segment else _RUNS_OTHERS.fullmatch(segment)
        if runs_others and (source := self.phrase_source(runs_others["head"], start)):
            return source
        if (runs := _IN_CHARGE.fullmatch(segment)) and (source := self.phrase_source(runs["head"], start)):
            return source
        if allied := _BODY_AND_OTHERS.fullmatch(segment):
            name = leading_body(allied["body"])
            if name and is_body(name):
                return Source(None, "", self._full(name, start), segment, plural=True)
        if (told := _TOLD_BY_DEED.fullmatch(segment)) and (source := self.phrase_source(told["head"], start)):
            return source
        aside = closing_comma and _WHO_ASIDE.search(segment)  # "The MP, who met ministers, is known to have said"
        if not aside and (source := self.phrase_source(segment, start)):
            return source
        if closing_comma or "," in segment:
            # The phrase may stand before an apposition: "a GP in Northtown, who asked not to be named, said".
            parts = segment.split(",")
            for i in range(len(parts) - 1, 0, -1):
                head = ",".join(parts[:i]).rstrip()
                if closing_comma or re.match(r"\s*(?:who|which)\b", parts[i]):
                    if source := self.phrase_source(head, start):
                        return source
        if (listed := _LIST_GOES_ON.search(segment)) and re.match(r"[Tt]he\s[a-z]|[A-Z][a-z]+s\sin\s", segment):
            return self.phrase_source(segment[: listed.start()], start)
        return None

    def _before_apposition(self, segment: str, start: int) -> Source | None:
        """Return the source of a phrase that more is said of between commas: "The model, a summary of ..., says"."""
        if (signed := _SIGNED_BY.search(segment)) and (
            writer := self.starting_at(segment, signed.start("who"), len(segment))
        ):
            return writer if writer.person or writer.plural else None
        parts = segment.split(",")
        for i in range(1, len(parts)):
            more = parts[i].strip()
            if re.fullmatch(r"(?:but |and )?(?:one|another)", ",".join(parts[:i]).strip(), re.IGNORECASE) and (
                source := self.phrase_source(parts[i], start)
            ):
                return source
            if not re.match(
                r"(?:who|which|whose|a|an|the|by|with (?:the )?(?:support|backing|help|agreement)|backed by|supported by|from (?:different|all|both|across|every|various|rival|opposing)|published|seen|released|leaked|written|drawn|formerly|himself|herself|now|then|asked|accused|also|one|all of|both|each|none of|of whom|of which|among them|on behalf of|in (?:reply|response|answer|an?|his|her|its|their)|at an?|[a-z]+ing)\b",
                more,
            ):
                continue
            head = ",".join(parts[:i])
            if (came := _CAME_FROM.match(more)) and (sent := self.phrase_source(f"{head} from {came['who']}", start)):
                return sent
            if re.match(r"(?:by|from) the [A-Z]", more) and (issued := self.phrase_source(f"{head} {more}", start)):
                return issued  # "The report, by the National Audit Office, concludes"
            if len(parts[i - 1].split()) <= 14 and (source := self.phrase_source(head, start)):
                return source
        return None

    def phrase_source(self, segment: str, start: int) -> Source | None:
        """Return the source that a phrase without a person's name stands for, where the phrase ends the segment."""
        if body := _NHS_BODY.fullmatch(segment.strip()):
            return Source(None, "", body["name"], body["name"])
        if _NOBODY.search(segment):
            return None
        if len(segment) > MAX_SEGMENT_CHARS:
            start, segment = start + len(segment) - MAX_SEGMENT_CHARS, segment[-MAX_SEGMENT_CHARS:]
        position = start + len(segment)
        segment = re.split(r"[\ue000;:]", segment)[-1]
        segment = without_capitals(_AT_AN_OCCASION.sub("", _ASIDE.sub("", segment)).rstrip(" ,"))
        segment = segment.replace("Clinical Commissioning Groups in ", "clinical commissioning groups in ")
        if found := _COUNTERPART.search(segment):
            return self._counterpart(found, start)
        if person := self._person_of_phrase(segment, position):
            return self.of(person)
        if source := self._several_of_phrase(segment, start, position) or self._voice_of_body(segment, position):
            return source
        if " and " in segment and (people := self._people_of_body(segment, position)):
            return people
        return self._of_last_clause(segment, position)

    def _person_of_phrase(self, segment: str, position: int) -> Person | None:
        """Return somebody known whom a phrase means without the name: the other of two, initials, an age."""
        if (
            segment.endswith(_ENDS_OF_TWO)
            and (found := _OTHER_OF_TWO.search(segment))
            and (other := self._other_of_two(found, position))
        ):
            return other
        if initials := _INITIALS.search(segment):
            if person := self.acronyms_of_people.get(initials[1]) or self._with_initials(initials[1]):
                return person
        if "the " in segment or "The " in segment:
            if LIFE.fullmatch(LEAD_WORDS.sub("", segment).strip()):
                return self._aged(segment, position) or self._in_focus(position)
        return None

    def _several_of_phrase(self, segment: str, start: int, position: int) -> Source | None:
        """Return several bodies, or two people, that a phrase names together."""
        if segment.endswith(_ENDS_OF_SEVERAL) and (several := _OF_SEVERAL_BODIES.search(segment)):
            return Source(None, several["who"], several["bodies"], several.group(), plural=True)
        if bodies := self._bodies_together(segment, start):
            return bodies
        return self._pair_before(position) if _THE_PAIR.search(segment) else None

    def _voice_of_body(self, segment: str, position: int) -> Source | None:
        """Return the body for which a phrase speaks: "a spokesman for the trust", "a report of the Tees Federation"."""
        if " of " not in segment and " for " not in segment:
            return None
        if spoken := _BODYS_VOICE.search(segment):
            return Source(None, spoken["post"], self._full(spoken["body"], position), bare_phrase(spoken.group()))
        named = _BODY_OF.search(segment)
        before = segment[: named.start("body")].removesuffix("the ") if named else ""
        if named and not _OTHERS_HEAD.search(before) and not _HEAD_OF.search(before):
            return Source(None, "", self._full(named["body"], position), named["body"])
        return None

    def _of_last_clause(self, segment: str, position: int) -> Source | None:
        """Return what the last clause of a phrase stands for: a post, a document, a body or a group."""
        clauses = last_clauses(segment)
        clause = clauses[0]
        if self.respondents and _RESPONDENTS.search(clause):
            return part_of(self.respondents, clause)
        if _SOME_OF_THEM.fullmatch(clause) or FRACTION.fullmatch(clause):
            return self._one_of_them(clause, position)
        for clause in (IN_A_LETTER.sub("", one, count=1) for one in clauses):
            first = [self._document] if OF_PEOPLE.match(clause) else []
            if IN_A_DOCUMENT.match(clause) and not PREPARED_FOR.match(clause):
                first = [self._post, self._body]  # "In a statement issued on Sunday the CCG said"
            for read in (*first, self._post, self._document, self._body, self._group, unnamed_one):
                if source := read(clause, position):
                    is_clause = _HAS_A_VERB.match(_IN_A_PAPER.sub("", source.role or source.organisation))
                    return None if is_clause else source
        return None

    def _people_of_body(self, segment: str, position: int) -> Source | None:
        """Return a post or group of a known body that has "and" in its name: "governors at North Marl and Hexby Trust"."""
        found = _OF_BODY_WITH_AND.search(segment)
        if found is None or not any(body.name == found["body"] for body in self.people.bodies):
            return None
        clause = LEAD_WORDS.sub("", segment.rpartition(", ")[2]).strip()
        return self._group(clause, position) or self._post(clause, position)

    # Phrases that begin after a verb.

    def _starting_together(self, mentions: list[NameMention], segment: str, start: int) -> Source | None:
        """Return two persons with whom a phrase after a verb begins: "said Ann Hale and Tom Orme"."""
        if len(mentions) < 2:
            return None
        first, second = mentions[:2]
        before = segment[: first.start].strip()
        if (before and not _introduces(before)) or not joins_two(segment[first.end : second.start]):
            return None
        if _ACTS_ALONE.match(segment, second.end):
            return None
        return self._together([self._met(first, start), self._met(second, start)])

    def starting_at(self, text: str, start: int, end: int) -> Source | None:
        """Return the source that the phrase after a verb names ("said Jo Marsh, leader of ...")."""
        segment = text[start:end]
        stop = re.search(r"[\ue000;:!?\n]", segment)
        segment = segment[: stop.start()] if stop else segment
        full_stop = find_stop(segment, ".")
        segment = segment[:full_stop] if full_stop >= 0 else segment
        segment = segment[:260]
        lead = len(segment) - len(segment.lstrip())
        mentions = find_names(segment)
        if together := self._starting_together(mentions, segment, start):
            return together
        for mention in mentions[:3]:
            before = segment[: mention.start].strip()
            if mention.sure < 2 and _SPOKEN_FOR.match(segment):
                break
            if mention.sure < 2 and _in_a_bodys_name(mention, segment):
                continue
            known = self.people.named(mention, start + mention.start)
            if before and not _introduces(before):
                break
            if segment[mention.end : mention.end + 2] in ("’s", "'s"):
                continue  # Whose granddaughter, office or letter it is does not speak.
            if re.match(r"[’']s\s", segment[mention.end :]) and has_role(segment[mention.end : mention.end + 60]):
                continue
            person = known
            if (
                person is None
                and (
                    mention.sure >= 1
                    or _is_given_alone(mention, segment)
                    or mention.honorific
                    or KIN_BEFORE.search(before)
                )
                and not could_be_body(mention)
            ):
                person = self.people.add(mention, start + mention.start)
            if person:
                if not person.role and before and (described := description_before(text, start + mention.start)):
                    person.describe(described)
                return self.of(person)
        words = re.sub(r"[\s,]+(?:and|but|as|while)?\s*$", "", segment.strip())
        if those := _THOSE.fullmatch(words):
            return Source(None, those.group(), "", those.group(), plural=True)
        if pronoun := re.match(r"(he|she|they)\b", words):
            return self.pronoun(pronoun[1], start + lead)
        phrase = re.split(r",|\s(?:in|at|on|after|when|as|during|who|which|that|yesterday|today|last)\s", words)[0]
        for candidate in (words.split(",")[0], phrase):
            if candidate.strip() and (source := self.phrase_source(candidate.strip(), start)):
                return source
        return None
