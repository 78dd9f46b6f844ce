"""Teach a model of fewer layers what a whole one has learned (Hinton et al. 2015, Sanh et al. 2019)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import datasets

from labels.corpus import LabelledStatement, Split
from labels.snapshot import Snapshot
from serving.model_input import Layout
from training.config import TrainConfig
from training.dataset import TAUGHT, augmented, encoded_dataset
from training.loop import Epoch, Trained, bf16_autocast, fit, predict_logits
from training.model import StanceModel, with_layers


def distil(
    teacher: StanceModel,
    snapshot: Snapshot,
    layout: Layout,
    config: TrainConfig,
    on_step: Callable[[float], None],
    on_epoch: Callable[[Epoch], None],
) -> Trained:
    """Cut a student out of the teacher and fit it to the labels and to the teacher's answers.

    The teacher reads `taught_epochs` augmented epochs once; the student goes through them in turn. `on_step` is
    given the share of the student's training done, `on_epoch` each finished epoch.
    """
    rng = random.Random(f"student:{config.seed}")
    statements = snapshot.split(Split.TRAIN)
    material = [
        taught_dataset(teacher, augmented(statements, config, rng), layout, config) for _ in range(config.taught_epochs)
    ]
    student = with_layers(teacher, config.layers)
    settings = replace(config, epochs=config.student_epochs, learning_rate=config.student_rate, frozen_layers=0)

    def of_epoch(number: int) -> datasets.Dataset:
        return material[number % len(material)]

    return fit(student, of_epoch, snapshot, layout, settings, rng=rng, on_step=on_step, on_epoch=on_epoch)


def taught_dataset(
    teacher: StanceModel, statements: Sequence[LabelledStatement], layout: Layout, config: TrainConfig
) -> datasets.Dataset:
    """Return the encoded statements with the teacher's logits beside the labels, in columns named `TAUGHT`."""
    in_length = sorted(statements, key=lambda statement: len(statement.text) + len(statement.context))
    dataset = encoded_dataset(in_length, layout)
    with bf16_autocast():
        logits = predict_logits(teacher, in_length, layout, config)
    for name, values in zip(TAUGHT, logits, strict=True):
        dataset = dataset.add_column(name, values.tolist())
    return dataset
