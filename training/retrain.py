"""Retrain on what people corrected, and let the new model take the old one's place if it is not worse.

Each stage leaves its result in a working folder that is named after everything it depends on. A retraining that was
interrupted goes on after the last stage that it finished.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import datasets
import torch
from pydantic import TypeAdapter

from labels.corpus import BEHAVIOUR_FOLDER, LabelledStatement, Split, read_corpus, to_jsonl
from labels.errors import DataError
from labels.promotions import Promotions
from labels.records import replacing_file
from labels.store import LabelStore
from serving.artifact import Artifact, load_artifact, replacing
from serving.classifier import Classifier
from serving.models import ModelVersions
from training.config import TrainConfig
from training.corrections import Material, gather
from training.dataset import augmented, encoded_dataset
from training.evaluate import Answers, Evaluation, answers_of, evaluate, measured_on, predicted
from training.gate import Results, Right, Verdict, judge
from training.loop import Epoch, Trained, fit
from training.model import StanceModel, with_layers
from training.report import Measured, read_measured
from training.restore import layers_of
from training.retrain_config import RetrainConfig
from training.run import Plan, Reporter, export_measured, plan_from_base, plan_from_model, prepare, trained_to

WORK_FOLDER = "retrain"
WEIGHTS_FILE, HISTORY_FILE = "trained.pt", "history.json"

_RESULTS = TypeAdapter(Results)
_HISTORY = TypeAdapter(list[Epoch])


@dataclass(frozen=True)
class Champion:
    """The model in use: its version, "" for the shipped one, and its folder, which has been checked."""

    version: str
    artifact: Artifact


@dataclass(frozen=True)
class Outcome:
    """What came of a retraining: the verdict, the new version where it was kept, and whether it is live."""

    verdict: Verdict
    champion: str
    challenger: str
    material: Material
    promoted: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain JSON values."""
        counts = {name: len(getattr(self.material, name)) for name in ("corrected", "held_back", "left_out")}
        return {
            "champion": self.champion,
            "challenger": self.challenger,
            "passed": self.verdict.passed,
            "promoted": self.promoted,
            "reasons": self.verdict.reasons,
            "checks": [asdict(check) for check in self.verdict.checks],
            **counts,
        }


@dataclass(frozen=True)
class Place:
    """Where a retraining finds and leaves things: labels, promotions, versions, and its working folders."""

    store: LabelStore
    promotions: Promotions
    versions: ModelVersions
    state: Path


def retrain(place: Place, config: RetrainConfig, tell: Reporter, *, promote: bool, actor: str) -> Outcome:
    """Train a challenger on the shipped data and the store's labels, and compare it with the model in use.

    It is kept as a version if it passes the gate, and made live with `promote`. Whoever calls this holds the lock of
    the state folder. Raises `DataError` if nobody has corrected anything, `ModelError` if another model was promoted
    meanwhile, and what training raises.
    """
    champion = live_champion(place)
    shipped, stored = read_corpus(config.settings.labels), place.store.export()
    material = gather(shipped, stored, config.settings.hold_back_from)
    if not (material.corrected or config.full):
        raise DataError(f"the label store has nothing to learn from{_why(material)} (expected corrections)")
    start = load_artifact(place.versions.folder("")) if config.full else champion.artifact
    training = config.training(start.contract, layers_of(start))
    versions = champion.artifact.contract.model_version, start.contract.model_version
    work = working_folder(place.state / WORK_FOLDER, material, config, training, versions)
    tell.message(
        f"{len(material.corrected)} corrected statements to learn from, {len(material.held_back)} held back,"
        f" {len(material.left_out)} left out as they belong with held-out ones"
    )
    challenger = _challenger(work, material, config, training, start, tell)
    verdict = _verdict(work, material, config, champion, challenger, tell)
    version = challenger.contract.model_version
    if not verdict.passed:
        return Outcome(verdict, champion.artifact.contract.model_version, version, material, promoted=False)
    tell.message("keeping the new version")
    place.versions.add(challenger.folder)
    if promote:
        figures = {check.name: [check.before, check.after] for check in verdict.checks}
        reason = f"{len(material.corrected)} corrected statements"
        place.promotions.promote(version, actor, reason, figures, instead_of=champion.version)
    shutil.rmtree(work)
    return Outcome(verdict, champion.artifact.contract.model_version, version, material, promoted=promote)


def live_champion(place: Place) -> Champion:
    """Return the model in use; raise `ModelError` or `ArtifactError` if it is not there whole."""
    live = place.promotions.latest()
    version = live.version if live else ""
    return Champion(version, load_artifact(place.versions.folder(version)))


def _why(material: Material) -> str:
    return ": all of it belongs with statements held out for validation or test" if material.left_out else ""


def working_folder(
    root: Path, material: Material, config: RetrainConfig, training: TrainConfig, versions: tuple[str, str]
) -> Path:
    """Return the folder for exactly this retraining, and remove those of others and what a killed one left half.

    `versions` are those of the model in use and of the one that training starts from.
    """
    held_back = sorted(statement.content_hash() for statement in material.held_back)
    parts = [
        material.snapshot.sha256,
        held_back,
        config.to_dict(),
        training.to_dict(),
        versions,
    ]
    key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
    work = root / key
    work.mkdir(parents=True, exist_ok=True)
    for leftover in [*(path for path in root.iterdir() if path != work), *work.glob(".*")]:
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    snapshot = work / "snapshot.jsonl"
    if not snapshot.exists():
        with replacing_file(snapshot) as unfinished:
            unfinished.write_text(to_jsonl(material.snapshot.statements), encoding="utf-8")
    return work


def _challenger(
    work: Path, material: Material, config: RetrainConfig, training: TrainConfig, start: Artifact, tell: Reporter
) -> Artifact:
    """Return the new model, trained and exported unless that has been done."""
    folder = work / "challenger"
    if not folder.exists():
        prepare(training)
        if config.from_base:
            plan = plan_from_base(training, material.snapshot)
        else:
            plan = plan_from_model(start.folder, training, material.snapshot)
        trained = _trained(work, plan, material, config, tell)
        with replacing(folder) as fresh:
            export_measured(fresh, plan, trained, tell, {}, compared_on=(Split.VALIDATION,))
    return load_artifact(folder)


def _trained(work: Path, plan: Plan, material: Material, config: RetrainConfig, tell: Reporter) -> Trained:
    """Return the trained model, from the file of its weights if training has been done."""
    weights, history = work / WEIGHTS_FILE, work / HISTORY_FILE
    if history.exists():
        tell.message("taking up the weights that were trained before")
        model = as_trained(plan, anew=config.from_base)
        model.load_state_dict(torch.load(weights, weights_only=True))
        return Trained(model, _HISTORY.validate_json(history.read_bytes()))
    begin = "the base" if config.from_base else "the shipped model" if config.full else "the model in use"
    tell.message(f"training, from {begin} on")
    trained = trained_to(plan, tell) if config.from_base else further(plan, material.corrected, config, tell)
    with replacing_file(weights) as unfinished:
        torch.save(trained.model.state_dict(), unfinished)
    # Written last: where it is, the weights are whole.
    with replacing_file(history) as unfinished:
        unfinished.write_bytes(_HISTORY.dump_json(trained.history))
    return trained


def as_trained(plan: Plan, *, anew: bool) -> StanceModel:
    """Return the planned model with as many layers as training will leave it, its weights yet to come."""
    return with_layers(plan.model, plan.config.layers) if anew and plan.config.layers else plan.model


def further(plan: Plan, corrected: Sequence[LabelledStatement], config: RetrainConfig, tell: Reporter) -> Trained:
    """Train the planned model further: corrected statements several times, and the others or a sample of them once."""
    rng = random.Random(plan.config.seed)

    def material(_number: int) -> datasets.Dataset:
        chosen = rows_to_learn(corrected, plan.snapshot.split(Split.TRAIN), config, rng)
        return encoded_dataset(augmented(chosen, plan.config, rng), plan.layout)

    return fit(
        plan.model,
        material,
        plan.snapshot,
        plan.layout,
        plan.config,
        rng=rng,
        on_step=tell.progress,
        on_epoch=tell.epoch,
    )


def rows_to_learn(
    corrected: Sequence[LabelledStatement],
    training: Sequence[LabelledStatement],
    config: RetrainConfig,
    rng: random.Random,
) -> list[LabelledStatement]:
    """Return what is gone through once: all old statements, or in a quick retraining enough to be half of it."""
    ours = {statement.content_hash() for statement in corrected}
    old = [statement for statement in training if statement.content_hash() not in ours]
    repeated = list(corrected) * config.settings.repeats
    room = len(old) if config.full else max(config.settings.row_passes - len(repeated), len(repeated))
    return [*repeated, *rng.sample(old, min(room, len(old)))]


def _verdict(
    work: Path,
    material: Material,
    config: RetrainConfig,
    champion: Champion,
    challenger: Artifact,
    tell: Reporter,
) -> Verdict:
    """Compare both models, each as it is served."""
    before = _results(work / "champion.json", champion.artifact, material, "the model in use", tell)
    after = _results(work / "challenger.json", challenger, material, "the new model", tell)
    judged_by = (material.snapshot.split(Split.TEST), material.corrected, material.held_back)
    right = Right(*(right_answers(part) for part in judged_by))
    return judge(right, before, after, config.settings.margins)


def _results(file: Path, artifact: Artifact, material: Material, name: str, tell: Reporter) -> Results:
    if file.exists():
        return _RESULTS.validate_json(file.read_bytes())
    tell.message(f"evaluating {name}, {artifact.contract.model_version}")
    found = results(artifact, material, tell.progress)
    with replacing_file(file) as unfinished:
        unfinished.write_bytes(_RESULTS.dump_json(found))
    return found


def results(artifact: Artifact, material: Material, on_step: Callable[[float], None]) -> Results:
    """Return what a model says of everything that it is judged by.

    What is written in its folder is taken as it stands, if this model was measured on the same statements; otherwise
    `on_step` is given the share done.
    """
    classifier = Classifier(artifact)
    test, turned = material.snapshot.split(Split.TEST), read_corpus([BEHAVIOUR_FOLDER])
    found: Measured | Evaluation = read_measured(artifact.folder)
    ours = artifact.contract.model_version, measured_on(test, turned, classifier.precision)
    if (found.model_version, found.measured_on) != ours:
        found = evaluate(classifier, test, turned, on_step=on_step)
    corrected, held_back = (
        answers_of(predicted(classifier, part)) for part in (material.corrected, material.held_back)
    )
    return Results(found.answers, {test.name: test.share for test in found.behaviour}, corrected, held_back)


def right_answers(statements: Sequence[LabelledStatement]) -> Answers:
    """Return the labels that statements have."""
    return Answers(
        tuple(s.sector.value for s in statements),
        tuple(s.stance.value for s in statements),
        tuple(tuple(theme.value for theme in s.themes) for s in statements),
    )
