"""One training run from labelled data to a model folder that is ready to serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import datasets
import numpy as np
import torch
from transformers.utils import logging as transformers_logging

from labels.corpus import BEHAVIOUR_FOLDER, LabelledStatement, Split, read_corpus
from labels.errors import ConfigError
from labels.snapshot import Snapshot, take_snapshot
from serving.artifact import (
    Contract,
    check_replaceable,
    layout,
    load_artifact,
    open_tokenizer,
    replacing,
    save_contract,
)
from serving.classifier import Classifier
from serving.drift import outcome, profile
from serving.model_input import Layout, encode
from serving.prediction import probabilities
from training.base import find_base
from training.baselines import Baselines, baseline_figures
from training.calibrate import fit_temperatures, fit_thresholds
from training.card import model_card
from training.config import DEFAULT_BASE, TrainConfig
from training.dataset import encoded_dataset
from training.distil import distil
from training.evaluate import Evaluation, evaluate
from training.export import check_parity, describe, round_weights, write_artifact
from training.loop import Epoch, Trained, predict_logits, train
from training.model import StanceModel, build_model, depth
from training.report import write_report


@dataclass(frozen=True)
class Reporter:
    """Who is told how a run is going: messages, the share of training done, finished epochs."""

    message: Callable[[str], None]
    progress: Callable[[float], None]
    epoch: Callable[[Epoch], None]


@dataclass(frozen=True)
class Run:
    """What a training run left behind."""

    contract: Contract
    evaluation: Evaluation
    baselines: Baselines


def train_model(
    config: TrainConfig, labels: Sequence[Path], output: Path, tell: Reporter, *, baselines: bool = True
) -> Run:
    """Train on the labelled data, export, evaluate, and put the model folder at `output`.

    The folder appears whole at the end; after any error what stood there before still does.
    Raises `DataError`, `CheckpointError`, or `ParityError` if the exported model answers otherwise.
    """
    check_replaceable(output)
    datasets.disable_progress_bars()
    transformers_logging.disable_progress_bar()
    torch.manual_seed(config.seed)
    snapshot, base = take_snapshot(labels), find_base(config.base)
    contract = describe(base, config, snapshot.sha256)
    placed = layout(open_tokenizer(base.folder / "tokenizer.json"), contract)
    tell.message(f"training on {len(snapshot.split(Split.TRAIN))} statements from {base.name}")
    trained = _trained(build_model(base.folder, config), snapshot, placed, config, tell)
    round_weights(trained.model)
    with replacing(output) as folder:
        tell.message("exporting")
        write_artifact(folder, trained.model, base, contract)
        parity = _parity(folder, trained.model, snapshot, config)
        calibrated(folder, snapshot.split(Split.VALIDATION))
        tell.message("evaluating the exported model")
        figures = baseline_figures(snapshot, find_base(DEFAULT_BASE), config) if baselines else {}
        return measured(folder, snapshot, trained, parity, figures)


def _parity(folder: Path, model: StanceModel, snapshot: Snapshot, config: TrainConfig) -> float:
    """Return how far the exported model's probabilities are from the trained one's on what was held out."""
    held_out = [*snapshot.split(Split.VALIDATION), *snapshot.split(Split.TEST)]
    logits = predict_logits(model, held_out, load_artifact(folder).layout, config)
    return check_parity(folder, logits, held_out)


def measured(folder: Path, snapshot: Snapshot, trained: Trained, parity: float, figures: Baselines) -> Run:
    """Measure an exported model on the test split, and write the figures into its contract and its card."""
    classifier = Classifier(load_artifact(folder))
    evaluation = evaluate(classifier, snapshot.split(Split.TEST), read_corpus([BEHAVIOUR_FOLDER]))
    metrics = {
        **evaluation.summary(),
        "parity": parity,
        "precision": classifier.precision,
        "best_epoch": trained.best.number,
    }
    save_contract(folder, classifier.contract.model_copy(update={"metrics": metrics}))
    contract = with_reference(folder, snapshot.split(Split.VALIDATION))
    write_report(folder, evaluation)
    card = model_card(contract, snapshot, evaluation, figures, trained.history)
    (folder / "MODEL_CARD.md").write_text(card + "\n", encoding="utf-8")
    return Run(contract, evaluation, figures)


def with_reference(folder: Path, validation: Sequence[LabelledStatement]) -> Contract:
    """Put into the contract how the model's answers are distributed; save and return it.

    Drift is measured against these. The validation split is drawn like the training split, and on what a
    model was trained on it is surer than it will ever be in use.
    """
    classifier = Classifier.load(folder)
    reference = profile(map(outcome, classifier.classify(validation)))
    return save_contract(folder, classifier.contract.model_copy(update={"reference": reference}))


def _trained(model: StanceModel, snapshot: Snapshot, placed: Layout, config: TrainConfig, tell: Reporter) -> Trained:
    """Train the model; where the settings ask for fewer layers, then a smaller one on its answers."""
    if not config.layers:
        return train(model, snapshot, placed, config, tell.progress, tell.epoch)
    if config.layers > depth(model):
        raise ConfigError(f"layers: got {config.layers} (expected at most the base's {depth(model)})")
    whole, cut = config.epochs * depth(model), config.student_epochs * config.layers
    first = whole / (whole + cut)
    teacher = train(model, snapshot, placed, config, lambda share: tell.progress(first * share), tell.epoch)
    tell.message(f"teaching {config.layers} of its layers")
    return distil(
        teacher.model, snapshot, placed, config, lambda share: tell.progress(first + (1 - first) * share), tell.epoch
    )


def calibrated(folder: Path, validation: Sequence[LabelledStatement]) -> Contract:
    """Fit temperatures and thresholds on the exported model's answers; save and return the contract."""
    artifact = load_artifact(folder)
    gold = encoded_dataset(validation, artifact.layout)
    logits = Classifier(artifact).logits(encode(artifact.layout, validation))
    sector, stance, themes = (np.array(gold[head]) for head in ("sector", "stance", "themes"))
    temperatures = fit_temperatures(logits, sector, stance, themes)
    contract = artifact.contract.model_copy(update={"temperatures": temperatures})
    thresholds = fit_thresholds(probabilities(logits, contract), sector, stance, themes)
    return save_contract(folder, contract.model_copy(update={"thresholds": thresholds}))
