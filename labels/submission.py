"""What people hand in one by one, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labels.annotation import Annotation, Moment, Predicted, ReviewedPrediction
from labels.corpus import Labels, Origin
from labels.errors import InvalidInput
from labels.judged import StoredStatement
from labels.statement import Phrase, Text, with_id
from labels.taxonomy import TAXONOMY_VERSION


class Submission(StoredStatement, Labels):
    """A statement and the labels that somebody gives it: a correction, unless `origin` says otherwise.

    `created_at` is when, the moment of handing in where it is left out; `prediction` what a model said.
    """

    annotator: Phrase = ""
    origin: Origin = Origin.CORRECTED
    guide_version: Phrase = TAXONOMY_VERSION
    created_at: Moment | None = None
    note: Text = ""
    prediction: Predicted | None = None

    def annotation(self, now: datetime) -> Annotation:
        """Return the labels as an annotation, made `now` where no time is given."""
        fields = {name: getattr(self, name) for name in Annotation.model_fields if name != "statement_id"}
        return Annotation(**{**fields, "statement_id": with_id(self).id, "created_at": self.created_at or now})

    def reviewed(self, now: datetime) -> ReviewedPrediction | None:
        """Return the prediction that the annotator saw, None where they saw none."""
        if self.prediction is None:
            return None
        about = {"statement_id": with_id(self).id, "reviewer": self.annotator, "created_at": self.created_at or now}
        return ReviewedPrediction(**{**dict(self.prediction), **about})


class Fate(StrEnum):
    """What became of a row: `left_out` is one without fault beside a refused one, under `strict`."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Outcome:
    """What became of one row, under which statement's id, and why it was refused."""

    fate: Fate
    statement_id: str = ""
    problem: InvalidInput | None = None
