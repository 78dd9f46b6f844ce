"""Whether a new model may take the place of the one in use; it must not be worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from labels.taxonomy import Theme
from training.evaluate import Answers, BoolArray, FloatArray, head_samples, interval, theme_samples


class Margins(BaseModel):
    """How much worse each figure may be, as far as chance lets one tell.

    For the held-out statements it is the lower end of the 95% interval of the difference that counts: with some 600 of
    them two models that differ in one answer of twenty are about 0.02 apart by chance alone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stance: float = Field(0.04, ge=0, le=1)
    sector: float = Field(0.03, ge=0, le=1)
    themes: float = Field(0.04, ge=0, le=1)
    behaviour: float = Field(0.05, ge=0, le=1)


@dataclass(frozen=True)
class Results:
    """What one model says of the held-out statements and of the corrected ones, and how it behaves.

    `behaviour` holds the share of pairs that each behaviour test wants as they are; `held_back` are the
    corrected statements that the new model was not trained on.
    """

    test: Answers
    behaviour: Mapping[str, float]
    corrected: Answers
    held_back: Answers


@dataclass(frozen=True)
class Right:
    """The right labels of what `Results` holds answers to."""

    test: Answers
    corrected: Answers
    held_back: Answers


@dataclass(frozen=True)
class Check:
    """One thing that was compared: the figure of the model in use, of the new one, what was wanted of it."""

    name: str
    before: float
    after: float
    passed: bool
    wanted: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """What the gate says, check by check."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Tell whether the new model may be used."""
        return all(check.passed for check in self.checks)

    @property
    def reasons(self) -> list[str]:
        """Return why not, one line a check that failed."""
        return [f"{check.name}: {check.found} (expected {check.wanted})" for check in self.checks if not check.passed]


def judge(right: Right, champion: Results, challenger: Results, margins: Margins) -> Verdict:
    """Return whether the challenger is good enough to take the champion's place.

    On the held-out statements a paired bootstrap (Efron and Tibshirani 1993) must rule out that it is worse
    by more than the margins; no behaviour test may come out worse by more than theirs; of the labels of the
    corrected statements it must get more right, and clearly fewer of those held back it must not.
    """
    checks = [
        *_held_out(right.test, champion.test, challenger.test, margins),
        *_behaviour(champion.behaviour, challenger.behaviour, margins.behaviour),
    ]
    if len(right.corrected):
        checks.append(_learnt(right.corrected, champion.corrected, challenger.corrected))
    if len(right.held_back):
        checks.append(_carried_over(right.held_back, champion.held_back, challenger.held_back))
    return Verdict(tuple(checks))


def _held_out(right: Answers, champion: Answers, challenger: Answers, margins: Margins) -> Iterator[Check]:
    for name, margin in (("stance", margins.stance), ("sector", margins.sector)):
        gold = getattr(right, name)
        before, after = (head_samples(gold, getattr(answers, name))[1] for answers in (champion, challenger))
        yield _not_worse(f"{name} macro-F1, held out", before, after, margin)
    gold_themes = theme_matrix(right.themes)
    before, after = (theme_samples(gold_themes, theme_matrix(answers.themes))[0] for answers in (champion, challenger))
    yield _not_worse("themes micro-F1, held out", before, after, margins.themes)


def _not_worse(name: str, before: FloatArray, after: FloatArray, margin: float) -> Check:
    difference = interval(after - before)
    wanted = f"the interval of the difference from {-margin:+.3f} on"
    found = f"{difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f})"
    return Check(name, float(before[0]), float(after[0]), difference.low >= -margin, wanted, found)


def _behaviour(before: Mapping[str, float], after: Mapping[str, float], margin: float) -> Iterator[Check]:
    for name, share in before.items():
        difference = after[name] - share
        # Shares are ratios of counts: what differs from the margin by rounding alone is at the margin.
        passed = difference >= -margin - 1e-9
        yield Check(name, share, after[name], passed, f"{-margin:+.3f} or more", f"{difference:+.3f}")


def _learnt(right: Answers, champion: Answers, challenger: Answers) -> Check:
    before, after = right_labels(right, champion), right_labels(right, challenger)
    everything = 3 * len(right)
    passed = after.sum() > before.sum() or after.sum() == everything
    found = f"{after.sum()} of {everything} labels right"
    return Check(
        "corrected statements", before.mean() / 3, after.mean() / 3, bool(passed), f"more than {before.sum()}", found
    )


def _carried_over(right: Answers, champion: Answers, challenger: Answers) -> Check:
    before, after = right_labels(right, champion), right_labels(right, challenger)
    # The interval of a few statements is wide: only a clear loss speaks against the challenger.
    drawn = np.random.default_rng(0).multinomial(len(right), np.full(len(right), 1 / len(right)), size=1000)
    high = float(np.quantile(drawn @ (after - before) / len(right) / 3, 0.975))
    found = f"{after.sum() - before.sum():+d} of {3 * len(right)} labels right"
    return Check(
        "corrected statements held back", before.mean() / 3, after.mean() / 3, high >= 0, "not clearly fewer", found
    )


def right_labels(right: Answers, found: Answers) -> np.ndarray:
    """Return how many of its three labels each statement is given right: sector, stance, all of its themes."""
    pairs = zip(
        zip(right.sector, right.stance, map(frozenset, right.themes), strict=True),
        zip(found.sector, found.stance, map(frozenset, found.themes), strict=True),
        strict=True,
    )
    return np.array([sum(ours == theirs for ours, theirs in zip(a, b, strict=True)) for a, b in pairs], dtype=int)


def theme_matrix(themes: Sequence[Sequence[str]]) -> BoolArray:
    """Return which theme each statement has, as an array of shape (N, 14)."""
    return np.array([[theme.value in given for theme in Theme] for given in themes], dtype=bool)
