"""Who speaks, and how that was found, from the surest way to the least sure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    def key(self) -> tuple[object, ...]:
        """Return what two sources share if they are the same."""
        return (id(self.person),) if self.person else (self.names, self.role.lower(), self.organisation.lower())


@dataclass(frozen=True, slots=True)
class Found:
    """A source and the method that found it."""

    source: Source
    method: Method
