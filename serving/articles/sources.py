"""Who speaks, and how that was found, from the surest way to the least sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from serving.articles.lexicon import DOCUMENTS
from serving.articles.people import Person


class Method(StrEnum):
    """How a speaker was found."""

    CUE_BEFORE = "cue before the words"
    CUE_AFTER = "cue after the words"
    SPLIT = "split quotation"
    CONTINUATION = "continuation"
    SUBJECT = "subject of the sentence"
    LEAD_IN = "lead-in"
    CAPTION = "caption"
    TURN = "turn"
    REPEATED = "repeats another"
    CARRIED = "carried over"
    BYLINE = "byline"


CONFIDENCE = {
    Method.CUE_BEFORE: 0.95, Method.CUE_AFTER: 0.95, Method.SPLIT: 0.95, Method.CONTINUATION: 0.95, Method.TURN: 0.95,
    Method.LEAD_IN: 0.85, Method.CAPTION: 0.85, Method.REPEATED: 0.85, Method.SUBJECT: 0.7, Method.CARRIED: 0.6, Method.BYLINE: 0.9,
}  # fmt: skip


_VERB_BEFORE = re.compile(r"(?:said|says|told|will|would)\s+(?:the\s+)?")
_COPULA = re.compile(r"(?<!who )(?<!which )(?<!that )\b(?:was|were|is)\s+(?P<rest>.*)")
_CLAUSE_AFTER = re.compile(r"\s+(?:what|said|says|told)\b.*")


def without_clause(role: str) -> str:
    """Return the role of somebody unnamed without a verb that was taken along with it, "" if it is a clause.

    Of "said many families" that is "many families", of "the microphone was retired postman" the postman.
    """
    role = _VERB_BEFORE.sub("", role, count=1) if _VERB_BEFORE.match(role) else role
    if copula := _COPULA.search(role):
        rest = copula["rest"]
        role = "" if rest.startswith(("that ", "what ")) else rest
    return _CLAUSE_AFTER.sub("", role)


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks: a person, or a body, document, group or post without a name.

    `names` holds the names of several persons who speak at once; there is no `person` then.
    """

    person: Person | None = None
    role: str = ""
    organisation: str = ""
    phrase: str = ""
    plural: bool = False
    names: str = ""

    @property
    def is_document(self) -> bool:
        """Tell whether this is a document."""
        return self.person is None and bool(self.role.strip()) and self.role.split()[-1].lower() in DOCUMENTS

    @property
    def key(self) -> tuple[object, ...]:
        """Return what two sources share if they are the same."""
        return (id(self.person),) if self.person else (self.names, self.role.lower(), self.organisation.lower())


@dataclass(frozen=True, slots=True)
class Found:
    """A source and the method that found it."""

    source: Source
    method: Method
