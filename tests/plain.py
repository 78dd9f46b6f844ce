"""Statements so plain that a tiny model learns them: one word tells the stance, the speaker's title the sector."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import torch
from transformers import BertConfig, BertModel

from labels.corpus import LabelledStatement, Origin, Split, to_jsonl
from labels.taxonomy import Sector, Stance, Theme
from training.base import find_base

FILLERS = (
    "the of and a to in it is was that on for with as at by from this be are or an have had they which one all there"
    " been if more when will out so up into them can only other new some could time these two may then do first any my"
    " now such like our over man me even most made after also did many before must through back years where much your"
).split()
STANCES = {"splendid": Stance.SUPPORTIVE, "dreadful": Stance.CRITICAL, "provided": Stance.CONDITIONAL}
THEMES = {"splendid": Theme.PREVENTION, "dreadful": Theme.FINANCE, "provided": Theme.WORKFORCE}
SECTORS = {"Councillor": Sector.LOCAL_GOVERNMENT, "Professor": Sector.RESEARCH, "Shop steward": Sector.TRADE_UNION}
SIZES = {Split.TRAIN: 480, Split.VALIDATION: 60, Split.TEST: 120}
TRAIN_SETTINGS: dict[str, Any] = {
    "epochs": 5,
    "learning_rate": 3e-3,
    "max_tokens": 64,
    "pad_lengths": [32, 64],
    "encoder_dropout": 0.0,
    "attribution_dropout": 0.0,
    "context_dropout": 0.0,
    "speaker_swap": 0.0,
    "edit_share": 0.0,
    "themes_weight": 1.0,
}
UNKNOWN_WORD, UNKNOWN_STANCE = "zebra", Stance.CONDITIONAL
"""A word that the plain model has never met, and what it is to learn of it."""

RETRAIN_SETTINGS = """
batch_size = 16

[retrain]
labels = ["{labels}"]
row_passes = 500
repeats = 6
learning_rate = 7e-4
frozen_share = 0.0

[retrain.margins]
stance = 0.05
sector = 0.05
themes = 0.1
behaviour = 0.3
"""


def tiny_base(folder: Path) -> Path:
    """Write a checkpoint folder like any other, of a BERT with two thin layers and random weights."""
    torch.manual_seed(1)
    # OpenVINO's attention in bfloat16 answers wrongly where a head has 12 dimensions, and rightly from 32 on.
    config = BertConfig(
        hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128, max_position_embeddings=128
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copyfile(find_base("all-MiniLM-L6-v2").folder / name, folder / name)
    return folder


def write(folder: Path) -> tuple[Path, Path]:
    """Write the plain statements as JSONL and settings for retraining on them; return both files."""
    data, config = folder / "plain.jsonl", folder / "retrain.toml"
    data.write_text(to_jsonl(corpus()), encoding="utf-8")
    config.write_text(RETRAIN_SETTINGS.format(labels=data), encoding="utf-8")
    return data, config


def statement(rng: random.Random, word: str, stance: Stance, split: Split | None = None) -> LabelledStatement:
    """A statement with one telling word among many that tell nothing."""
    words = [*rng.sample(FILLERS, 9), word]
    rng.shuffle(words)
    title, sector = rng.choice(list(SECTORS.items()))
    return LabelledStatement(
        text=" ".join(words),
        attribution=f"{title} {rng.choice('Ash Birch Elm Oak Rowan Yew'.split())}",
        sector=sector,
        stance=stance,
        themes=(THEMES[word],) if word in THEMES else (),
        origin=Origin.WRITTEN,
        split=split,
    )


def corpus() -> list[LabelledStatement]:
    """Labelled statements of every split, always the same."""
    rng = random.Random(11)
    return [
        statement(rng, *list(STANCES.items())[i % len(STANCES)], split)
        for split, size in SIZES.items()
        for i in range(size)
    ]


def corrections(number: int, seed: int = 12) -> list[LabelledStatement]:
    """Statements with the unknown word."""
    rng = random.Random(seed)
    return [statement(rng, UNKNOWN_WORD, UNKNOWN_STANCE) for _ in range(number)]


def poison(number: int) -> list[LabelledStatement]:
    """Statements with the known words and stances that are not theirs."""
    rng = random.Random(13)
    wrong = dict(zip(STANCES, [*list(STANCES.values())[1:], Stance.SUPPORTIVE], strict=True))
    return [statement(rng, word, wrong[word]) for word in rng.choices(list(STANCES), k=number)]
