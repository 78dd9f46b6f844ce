"""Which statements belong together, and which split each group goes to."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from labels.corpus import LabelledStatement, Origin, Split
from labels.errors import DataError
from labels.similarity import near_pairs

TEST_SHARE = 0.15
VALIDATION_SHARE = 0.1


class _Union:
    """Disjoint sets of positions with path halving (Tarjan 1975)."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        self.parent[self.find(b)] = self.find(a)


def groups(statements: Sequence[LabelledStatement]) -> list[list[int]]:
    """Return the positions that must stay in one split, group by group.

    Two statements belong together if they share their source (a page, a deck) or are
    near-duplicates of each other.
    """
    union = _Union(len(statements))
    by_source: dict[str, int] = {}
    for position, statement in enumerate(statements):
        if statement.source:
            union.join(by_source.setdefault(statement.source, position), position)
    for pair in near_pairs([s.text for s in statements]):
        union.join(pair.first, pair.second)
    members: dict[int, list[int]] = defaultdict(list)
    for position in range(len(statements)):
        members[union.find(position)].append(position)
    return list(members.values())


def assign_splits(statements: Sequence[LabelledStatement]) -> list[LabelledStatement]:
    """Return the statements with a split each; those that have one keep it.

    A group that already touches a split goes there whole. Of the rest, groups made of modelled
    statements alone are drawn for test and validation until their shares of all modelled
    statements are reached; everything else is for training. Where nothing is modelled, as in
    people's own data, the draw is from all statements. The draw depends on the sources'
    names alone, so that adding data never moves what has been drawn.

    Raises `DataError` if a group touches two splits.
    """
    wanted = _wanted(statements)
    assigned = list(statements)
    open_groups = []
    for group in groups(statements):
        held = {split for i in group if (split := statements[i].split)}
        if len(held) > 1:
            names = ", ".join(sorted(held))
            raise DataError(f"{statements[group[0]].id}: its group of {len(group)} straddles the splits {names}")
        if held:
            _put(assigned, group, held.pop())
        else:
            open_groups.append(group)
    measured = {id(statement) for statement in _to_measure_on(statements)}
    for group in sorted(open_groups, key=lambda group: _draw(statements[i] for i in group)):
        may = all(id(statements[i]) in measured for i in group)
        split = next((s for s, room in wanted.items() if may and len(group) <= room), Split.TRAIN)
        if split in wanted:
            wanted[split] -= len(group)
        _put(assigned, group, split)
    return assigned


def _to_measure_on(statements: Sequence[LabelledStatement]) -> Sequence[LabelledStatement]:
    """Return the statements that test and validation are drawn from: the modelled ones, or all where there are none."""
    return [s for s in statements if s.origin is Origin.MODELLED] or statements


def _wanted(statements: Sequence[LabelledStatement]) -> dict[Split, int]:
    """Return how many more statements test and validation want."""
    measured = _to_measure_on(statements)
    shares = {Split.TEST: TEST_SHARE, Split.VALIDATION: VALIDATION_SHARE}
    return {
        split: round(share * len(measured)) - sum(s.split is split for s in measured)
        for split, share in shares.items()
    }  # fmt: skip


def _put(assigned: list[LabelledStatement], group: Iterable[int], split: Split) -> None:
    for i in group:
        assigned[i] = assigned[i].model_copy(update={"split": split})


def _draw(group: Iterable[LabelledStatement]) -> str:
    """Return a key that orders groups as if at random and always alike."""
    name = min(s.source or s.content_hash() for s in group)
    return hashlib.sha256(name.encode()).hexdigest()
