"""What people corrected since the data was shipped, and where each of it may go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from labels.corpus import LabelledStatement, Split
from labels.snapshot import Snapshot, freeze
from labels.splits import assign_splits, groups

HELD_BACK = 5
"""One group of corrected statements in so many is kept out of training."""


@dataclass(frozen=True)
class Material:
    """The data of a retraining.

    `corrected` are the statements whose labels are new, all in the snapshot's training split; `held_back` those that
    stay out of it, to see whether others like them are understood; `left_out` those that belong with statements held
    out for validation or test, which stay as they are: nobody may move the measure by correcting it.
    """

    snapshot: Snapshot
    corrected: tuple[LabelledStatement, ...]
    held_back: tuple[LabelledStatement, ...]
    left_out: tuple[LabelledStatement, ...]


def gather(shipped: Sequence[LabelledStatement], stored: Sequence[LabelledStatement], hold_back_from: int) -> Material:
    """Return shipped data with the labels of a store put over it.

    From `hold_back_from` corrected statements on, some are held back, always the same ones. Raises `DataError`
    if a group of shipped statements straddles two splits.
    """
    base = list(shipped) if all(s.split for s in shipped) else assign_splits(shipped)
    places = {statement.content_hash(): place for place, statement in enumerate(base)}
    changed = [s for s in stored if _says_something_new(s, base, places)]
    new = [s for s in changed if s.content_hash() not in places]
    everything = [*base, *new]
    places |= {statement.content_hash(): len(base) + i for i, statement in enumerate(new)}
    group_of = {place: group for group in groups(everything) for place in group}
    ours = {places[statement.content_hash()] for statement in changed}

    left_out = [s for s in changed if _held_out(s, group_of[places[s.content_hash()]], base)]
    trainable = [s for s in changed if s not in left_out]
    keys = {s.content_hash(): _key(everything, group_of[places[s.content_hash()]], ours) for s in trainable}
    aside = {
        name for name, key in keys.items() if len(trainable) >= hold_back_from and int(key[:8], 16) % HELD_BACK == 0
    }
    held_back = [s for s in trainable if s.content_hash() in aside]
    corrected = [_for_training(s, base, places) for s in trainable if s.content_hash() not in aside]

    replaced = {s.content_hash() for s in trainable}
    kept = [s for s in base if s.split is not Split.TRAIN or s.content_hash() not in replaced]
    return Material(freeze([*kept, *corrected]), tuple(corrected), tuple(held_back), tuple(left_out))


def _says_something_new(
    statement: LabelledStatement, base: Sequence[LabelledStatement], places: dict[str, int]
) -> bool:
    place = places.get(statement.content_hash())
    if place is None:
        return True
    heads = [(s.sector, s.stance, s.themes) for s in (statement, base[place])]
    return heads[0] != heads[1]


def _held_out(statement: LabelledStatement, group: Sequence[int], base: Sequence[LabelledStatement]) -> bool:
    """Tell whether a statement, or one that it is too much like, is for validation or test."""
    splits = {statement.split, *(base[place].split for place in group if place < len(base))}
    return bool(splits & {Split.VALIDATION, Split.TEST})


def _key(everything: Sequence[LabelledStatement], group: Sequence[int], ours: set[int]) -> str:
    """Return what decides whether a group of corrected statements is held back: its own words, nothing else."""
    name = min(everything[place].content_hash() for place in group if place in ours)
    return hashlib.sha256(name.encode()).hexdigest()


def _for_training(
    statement: LabelledStatement, base: Sequence[LabelledStatement], places: dict[str, int]
) -> LabelledStatement:
    place = places[statement.content_hash()]
    if place < len(base):
        labels = statement.first.model_dump() | {"origin": statement.origin, "annotator": statement.annotator}
        return base[place].model_copy(update={**labels, "second": statement.second})
    return statement.model_copy(update={"split": Split.TRAIN, "id": f"h-{statement.content_hash()}"})
