"""One training run from labelled data to a model folder that is ready to serve."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import datasets
import numpy as np
import torch
from transformers.utils import logging as transformers_logging

from labels.corpus import BEHAVIOUR_FOLDER, LabelledStatement, Split, read_corpus
from labels.errors import ConfigError
from labels.snapshot import Snapshot, take_snapshot
from serving.artifact import (
    TOKENIZER_FILE,
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
from training.base import BaseCheckpoint, find_base
from training.baselines import Baselines, baseline_figures
from training.calibrate import fit_temperatures, fit_thresholds
from training.card import model_card
from training.config import DEFAULT_BASE, TrainConfig
from training.dataset import encoded_dataset
from training.distil import distil
from training.evaluate import Evaluation, evaluate
from training.export import check_parity, describe, describe_further, round_weights, write_artifact
from training.loop import Epoch, Trained, predict_logits, train
from training.model import StanceModel, build_model, depth
from training.report import write_report
from training.restore import restore_model, same_base, source_of


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


@dataclass(frozen=True)
class Plan:
    """What a model is trained on and from: settings, data, the checkpoint, the untrained model, its contract so far."""

    config: TrainConfig
    snapshot: Snapshot
    source: BaseCheckpoint
    model: StanceModel
    contract: Contract

    @property
    def layout(self) -> Layout:
        """Return how the model's input is laid out."""
        return layout(open_tokenizer(self.source.folder / TOKENIZER_FILE), self.contract)


def plan_from_base(config: TrainConfig, snapshot: Snapshot) -> Plan:
    """Plan to train fresh heads on the base that the settings name; raise `CheckpointError` if it is not there."""
    base = find_base(config.base)
    contract = describe(base, config, snapshot.training_sha256)
    return Plan(config, snapshot, base, build_model(base.folder, config), contract)


def plan_from_model(start: Path, config: TrainConfig, snapshot: Snapshot) -> Plan:
    """Plan to train the model of a folder further, heads and all; raise what `restore_model` raises."""
    artifact = load_artifact(start)
    config, source = same_base(config, artifact), source_of(artifact)
    contract = describe_further(source, artifact.contract, config, snapshot.training_sha256)
    return Plan(config, snapshot, source, restore_model(start, config), contract)


def train_model(
    config: TrainConfig,
    labels: Sequence[Path],
    output: Path,
    tell: Reporter,
    *,
    baselines: bool = True,
    start: Path | None = None,
) -> Run:
    """Train on the labelled data, export, evaluate, and put the model folder at `output`.

    Training starts from the base that the settings name, or from the model folder `start`. The folder
    appears whole at the end; after any error what stood there before still does. Raises `DataError`,
    `CheckpointError`, `ArtifactError`, or `ParityError` if the exported model answers otherwise.
    """
    check_replaceable(output)
    prepare(config)
    snapshot = take_snapshot(labels)
    plan = plan_from_model(start, config, snapshot) if start else plan_from_base(config, snapshot)
    tell.message(f"training on {len(snapshot.split(Split.TRAIN))} statements from {start or plan.source.name}")
    # First, for they may fail, and what has been trained for hours must not be lost by it.
    figures = baseline_figures(snapshot, find_base(DEFAULT_BASE), plan.config) if baselines else {}
    trained = trained_to(plan, tell)
    with replacing(output) as folder:
        return export_measured(folder, plan, trained, tell, figures, compared_on=(Split.VALIDATION, Split.TEST))


def prepare(config: TrainConfig) -> None:
    """Draw from the settings' seed from now on, and keep the libraries from drawing bars of their own."""
    datasets.disable_progress_bars()
    transformers_logging.disable_progress_bar()
    torch.manual_seed(config.seed)


def export_measured(
    folder: Path, plan: Plan, trained: Trained, tell: Reporter, figures: Baselines, *, compared_on: Sequence[Split]
) -> Run:
    """Put a trained model into an empty folder, calibrated and measured; raise `ParityError` if it answers otherwise.

    Whether it does is seen on the splits `compared_on`. The trained model's weights are rounded in place to what
    the file holds.
    """
    tell.message("exporting")
    round_weights(trained.model)
    held_out = [statement for split in compared_on for statement in plan.snapshot.split(split)]
    # Before the export, which must not change the model that it is compared with.
    expected = predict_logits(trained.model, held_out, plan.layout, plan.config)
    write_artifact(folder, trained.model, plan.source, plan.contract)
    parity = check_parity(folder, expected, held_out)
    calibrated(folder, plan.snapshot.split(Split.VALIDATION))
    tell.message("evaluating the exported model")
    return measured(folder, plan.snapshot, trained, parity, figures, tell.progress)


def measured(
    folder: Path,
    snapshot: Snapshot,
    trained: Trained,
    parity: float,
    figures: Baselines,
    on_step: Callable[[float], None],
) -> Run:
    """Measure an exported model on the test split, and write the figures into its contract and its card."""
    classifier = Classifier(load_artifact(folder))
    evaluation = evaluate(classifier, snapshot.split(Split.TEST), read_corpus([BEHAVIOUR_FOLDER]), on_step=on_step)
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


def trained_to(plan: Plan, tell: Reporter) -> Trained:
    """Train the planned model, in as many rounds as the settings ask for, and cut a smaller one out of it if they do.

    Raises `ConfigError` if the settings ask for more layers than it has.
    """
    config, whole = plan.config, depth(plan.model)
    if config.layers > whole:
        raise ConfigError(f"layers: got {config.layers} (expected at most the base's {whole})")
    student_epochs = config.student_epochs if 0 < config.layers < whole else 0
    work = [config.epochs * whole, config.second_epochs * whole, student_epochs * config.layers]
    trained = train(plan.model, plan.snapshot, plan.layout, config, _part(tell, work, 0), tell.epoch)
    if config.second_epochs:
        tell.message("second round")
        again = second_round(config)
        trained = train(trained.model, plan.snapshot, plan.layout, again, _part(tell, work, 1), tell.epoch)
    if student_epochs:
        tell.message(f"teaching {config.layers} of its layers")
        trained = distil(trained.model, plan.snapshot, plan.layout, config, _part(tell, work, 2), tell.epoch)
    return trained


def second_round(config: TrainConfig) -> TrainConfig:
    """Return the settings of the second round; its statements are changed and ordered otherwise than the first's."""
    return replace(
        config,
        seed=config.seed + 1,
        epochs=config.second_epochs,
        learning_rate=config.second_rate,
        head_rate_factor=config.second_head_factor,
    )


def _part(tell: Reporter, work: Sequence[int], number: int) -> Callable[[float], None]:
    """Return what tells how much of all work is done, given the share done of one part of it."""
    before, own, total = sum(work[:number]), work[number], sum(work)
    return lambda share: tell.progress((before + own * share) / total)


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
