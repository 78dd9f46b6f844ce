"""One person's judgement of a statement, and how far two or more people agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from labels.corpus import LabelledStatement, Labels, Origin
from labels.errors import InvalidInput, shorten
from labels.statement import Phrase, Text
from labels.taxonomy import TAXONOMY_VERSION

MOST_AHEAD = timedelta(minutes=5)
"""How far the clock of whoever gave labels may be ahead of this machine's."""


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a date and time with its zone, like 2016-11-03T09:30:00Z")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a date and time within the years 1 to 9999") from None


Moment = Annotated[datetime, AfterValidator(_in_utc)]


def check_has_been(moment: datetime, now: datetime, field: str) -> None:
    """Raise `InvalidInput` for a moment after `now`: labels from a day to come would count for ever."""
    if moment > now + MOST_AHEAD:
        found = f"got {shorten(moment.isoformat())}, which is yet to come"
        raise InvalidInput(found, field=field, expected="a date and time that has been")


class Annotation(Labels):
    """Labels that somebody gave a statement: who, when, by which version of the guide."""

    statement_id: Phrase
    annotator: Phrase = ""
    origin: Origin = Origin.IMPORTED
    guide_version: Phrase = TAXONOMY_VERSION
    created_at: Moment
    note: Text = ""


class Predicted(Labels):
    """What a model said of a statement, and how sure it was.

    Read from one value a column (`sector`, `sector_confidence`) or from the answers of the service,
    whose sector, stance and themes are objects with `label` and `confidence`.
    """

    model_version: Phrase
    sector_confidence: float = Field(ge=0, le=1)
    stance_confidence: float = Field(ge=0, le=1)

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        flat = dict(given)
        for head in ("sector", "stance"):
            if isinstance(choice := given.get(head), Mapping):
                flat |= {head: choice.get("label"), f"{head}_confidence": choice.get("confidence")}
        if isinstance(themes := given.get("themes"), list):
            flat["themes"] = [theme.get("label") if isinstance(theme, Mapping) else theme for theme in themes]
        return flat

    def doubt(self) -> float:
        """Return the chance that sector or stance is wrong, by the model's own calibrated confidence."""
        return 1 - self.sector_confidence * self.stance_confidence


class ReviewedPrediction(Predicted):
    """A prediction that a person then looked at; what they found is an annotation."""

    statement_id: Phrase
    reviewer: Phrase = ""
    created_at: Moment


@dataclass(frozen=True)
class Agreement:
    """How far annotators agree on one head."""

    head: str
    statements: int
    observed: float
    kappa: float
    alpha: float


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return Cohen's kappa (Cohen 1960): agreement of two annotators beyond chance.

    1 where both use one and the same label throughout. Raises `InvalidInput` if the lists differ
    in length or are empty.
    """
    if len(first) != len(second) or not first:
        found = f"got {len(first)} and {len(second)} labels"
        raise InvalidInput(found, field="labels", expected="two lists of equal length, not empty")
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / len(first)
    left, right = Counter(first), Counter(second)
    by_chance = sum(left[label] * right[label] for label in left) / len(first) ** 2
    return 1.0 if by_chance == 1 else (observed - by_chance) / (1 - by_chance)


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> float:
    """Return Krippendorff's alpha for nominal labels (Krippendorff 2011, section C).

    Each unit holds the labels that it was given, any number; units with fewer than two count for
    nothing. 1 where no two labels differ. Raises `InvalidInput` if no unit has two.
    """
    pairable = [unit for unit in units if len(unit) > 1]
    if not pairable:
        raise InvalidInput("no statement has two labels", field="labels", expected="two annotators at least")
    totals: Counter[Hashable] = Counter()
    disagreeing = 0.0
    for unit in pairable:
        counts = Counter(unit)
        totals += counts
        disagreeing += sum(n * (len(unit) - n) for n in counts.values()) / (len(unit) - 1)
    values = totals.total()
    expected = sum(n * (values - n) for n in totals.values()) / (values - 1)
    return 1.0 if expected == 0 else 1 - disagreeing / expected


def judgements(statements: Iterable[LabelledStatement]) -> list[list[Labels]]:
    """Return the labels that each statement was given: its own, its second, those of its namesakes.

    Statements with one id in several files are one statement labelled by several people.
    """
    by_id: dict[str, list[Labels]] = defaultdict(list)
    for statement in statements:
        by_id[statement.id or statement.content_hash()] += [
            labels for labels in (statement.first, statement.second) if labels
        ]
    return list(by_id.values())


def agreement(judged: Sequence[Sequence[Labels]]) -> list[Agreement]:
    """Return the agreement on sector, stance and themes over statements with two labels or more.

    Kappa and observed agreement compare the first two labels of each, alpha all of them. Themes
    agree only where the whole sets are equal. Raises `InvalidInput` if no statement has two.
    """
    units = [labels for labels in judged if len(labels) > 1]
    if not units:
        raise InvalidInput(
            "no statement has two labels", field="labels", expected="records with 'second', or two files"
        )
    heads: dict[str, list[list[Hashable]]] = {
        "sector": [[labels.sector for labels in unit] for unit in units],
        "stance": [[labels.stance for labels in unit] for unit in units],
        "themes": [[labels.themes for labels in unit] for unit in units],
    }
    return [_agreement(head, labels) for head, labels in heads.items()]


def _agreement(head: str, units: Sequence[Sequence[Hashable]]) -> Agreement:
    first, second = [unit[0] for unit in units], [unit[1] for unit in units]
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / len(units)
    return Agreement(head, len(units), observed, cohen_kappa(first, second), krippendorff_alpha(units))
