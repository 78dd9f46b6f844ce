"""From labelled statements to batches of tensors, through `serving.model_input`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import datasets
import torch

from labels.corpus import LabelledStatement
from labels.taxonomy import Sector, Stance, Theme
from serving.model_input import Layout, encode, pad, padded_length
from training.config import TrainConfig
from training.edits import TRAINING_STOCK, another_speaker, hides_speaker, mistype, move, rename
from training.model import Logits

TAUGHT = ("taught_sector", "taught_stance", "taught_themes")
"""The columns of a dataset that hold a teacher's logits, where one has read it."""
SECTOR_IDS = {sector: i for i, sector in enumerate(Sector)}
STANCE_IDS = {stance: i for i, stance in enumerate(Stance)}


@dataclass(frozen=True)
class Batch:
    """One step's tensors: ids and mask (B, L), sector and stance (B,), themes (B, 14), a teacher's logits if any."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    sector: torch.Tensor
    stance: torch.Tensor
    themes: torch.Tensor
    taught: Logits | None = None


def label_columns(statement: LabelledStatement) -> dict[str, Any]:
    """Return the labels of a statement as the numbers that the heads are trained on."""
    return {
        "sector": SECTOR_IDS[statement.sector],
        "stance": STANCE_IDS[statement.stance],
        "themes": [float(theme in statement.themes) for theme in Theme],
    }


def augmented(
    statements: Sequence[LabelledStatement], config: TrainConfig, rng: random.Random
) -> list[LabelledStatement]:
    """Return the statements as one epoch sees them: some said by others, some edited, some with fields taken away."""
    speakers = [statement for statement in statements if hides_speaker(statement)]
    seen = []
    for given in statements:
        swaps = rng.random() < config.speaker_swap and hides_speaker(given)
        changed = another_speaker(given, speakers, rng) if swaps else given
        for edit in (rename, move, mistype):
            if rng.random() < config.edit_share:
                changed = edit(changed, rng, TRAINING_STOCK)
        seen.append(drop_fields(changed, config, rng))
    return seen


def drop_fields(statement: LabelledStatement, config: TrainConfig, rng: random.Random) -> LabelledStatement:
    """Take the attribution or the context away at the configured rates.

    The speaker's details go with the attribution: the model must learn what to answer when a
    caller sends nothing about the speaker.
    """
    gone: dict[str, str] = {}
    if rng.random() < config.attribution_dropout:
        gone |= dict.fromkeys(("attribution", "speaker", "role", "organisation"), "")
    if rng.random() < config.context_dropout:
        gone["context"] = ""
    return statement.model_copy(update=gone) if gone else statement


def encoded_dataset(statements: Sequence[LabelledStatement], layout: Layout) -> datasets.Dataset:
    """Return one row per part of a statement: `input_ids` and the label columns."""
    encoded = encode(layout, statements)
    labels = [label_columns(statement) for statement in statements]
    rows = [{"input_ids": ids, **labels[owner]} for ids, owner in zip(encoded.rows, encoded.owners, strict=True)]
    return datasets.Dataset.from_list(rows)


def rows_a_batch(length: int, config: TrainConfig) -> int:
    """Return how many rows of a padded length make a batch: fewer of long ones, to bound memory."""
    return max(1, min(config.batch_size, config.batch_tokens // length))


def batches(dataset: datasets.Dataset, config: TrainConfig, layout: Layout, rng: random.Random) -> Iterator[Batch]:
    """Yield shuffled batches, each of rows of similar length padded to one of a few lengths.

    All batches of one length have one size: each new shape costs a kernel compilation. What is
    left over in a length joins the next longer one, and the last batch is filled up with rows
    drawn again.
    """
    lengths = [padded_length(len(ids), config.pad_lengths) for ids in dataset["input_ids"]]
    order = list(range(len(dataset)))
    rng.shuffle(order)
    chunks: list[tuple[int, list[int]]] = []
    waiting: list[int] = []
    for length in config.pad_lengths:
        waiting += [i for i in order if lengths[i] == length]
        size = rows_a_batch(length, config)
        whole = len(waiting) - len(waiting) % size
        chunks += [(length, waiting[i : i + size]) for i in range(0, whole, size)]
        waiting = waiting[whole:]
    if waiting:
        longest = config.pad_lengths[-1]
        chunks.append((longest, waiting + rng.choices(order, k=rows_a_batch(longest, config) - len(waiting))))
    rng.shuffle(chunks)
    for length, chunk in chunks:
        yield to_batch(dataset[chunk], length, layout)


def to_batch(rows: dict[str, Any], length: int, layout: Layout) -> Batch:
    """Return columns of rows as tensors, padded to `length`."""
    input_ids, attention_mask = pad(rows["input_ids"], layout.pad_id, length)
    return Batch(
        torch.from_numpy(input_ids),
        torch.from_numpy(attention_mask),
        torch.tensor(rows["sector"]),
        torch.tensor(rows["stance"]),
        torch.tensor(rows["themes"]),
        Logits(*(torch.tensor(rows[name]) for name in TAUGHT)) if TAUGHT[0] in rows else None,
    )
