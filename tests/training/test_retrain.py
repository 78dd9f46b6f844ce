"""Retraining from end to end with a tiny model: what is learnt, what is refused, what an interruption leaves."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labels.corpus import LabelledStatement, Split
from labels.errors import DataError, ModelError
from labels.promotions import Promotions
from labels.store import LabelStore
from labels.taxonomy import Stance
from serving.artifact import load_artifact, read_contract
from serving.classifier import Classifier
from serving.models import ModelVersions
from tests import plain
from training.corrections import gather
from training.retrain import Outcome, Place, results, retrain, rows_to_learn
from training.retrain_config import RetrainConfig, load_retrain_config
from training.run import Reporter


class Stop(BaseException):
    """What ends a retraining from outside."""


@pytest.fixture
def place(tmp_path: Path, plain_model: Path) -> Iterator[Place]:
    """A label store without labels, and the plain model live."""
    with LabelStore.open(f"sqlite:///{tmp_path / 'labels.db'}") as store:
        place = Place(store, Promotions(store.database), ModelVersions(tmp_path / "bentoml"), tmp_path)
        place.versions.home.mkdir()
        place.promotions.promote(place.versions.add(plain_model), "test", "", {})
        yield place


@pytest.fixture
def config(retrain_config: Path) -> RetrainConfig:
    return load_retrain_config(retrain_config, full=False)


def correct(place: Place, statements: list[LabelledStatement]) -> None:
    place.store.add_labelled(statements, datetime.now(UTC))


def stance_of(place: Place, statement: LabelledStatement) -> Stance:
    live = place.promotions.latest()
    assert live is not None
    [found] = Classifier.load(place.versions.folder(live.version)).classify([statement])
    return found.stance.label


def run(place: Place, config: RetrainConfig, tell: Reporter, *, promote: bool = True) -> Outcome:
    return retrain(place, config, tell, promote=promote, actor="test")


def messages(told: list[str], *, stop_at: str = "nothing") -> Reporter:
    """Keeps what is told, and stops at a message that begins so."""

    def message(text: str) -> None:
        told.append(text)
        if text.startswith(stop_at):
            raise Stop

    return Reporter(message=message, progress=lambda _: None, epoch=lambda _: None)


def test_a_mistake_that_is_corrected_with_some_like_it_is_gone(place: Place, config: RetrainConfig, silent: Reporter):
    *corrected, unseen = plain.corrections(13)
    assert stance_of(place, unseen) is not plain.UNKNOWN_STANCE
    correct(place, corrected)
    outcome = run(place, config, silent)
    assert outcome.promoted, outcome.verdict.reasons
    assert stance_of(place, unseen) is plain.UNKNOWN_STANCE
    live = place.promotions.latest()
    assert live is not None
    assert (live.version, live.actor, live.reason) == (outcome.challenger, "test", "12 corrected statements")
    assert live.figures["stance macro-F1, held out"][1] > 0.8
    assert json.loads(json.dumps(outcome.to_dict()))["corrected"] == 12
    # The new version says of itself what it was made from.
    contract = read_contract(place.versions.folder(live.version))
    assert contract.snapshot_sha256 == outcome.material.snapshot.training_sha256


def test_a_poisoned_batch_is_refused_and_the_old_model_stays(place: Place, config: RetrainConfig, silent: Reporter):
    before = place.promotions.latest()
    correct(place, plain.poison(80))
    outcome = run(place, config, silent)
    assert not outcome.verdict.passed
    assert any(reason.startswith("stance macro-F1, held out") for reason in outcome.verdict.reasons)
    assert place.promotions.latest() == before
    assert len(place.versions.all()) == 2


def test_without_promote_the_new_version_is_kept_and_the_old_one_stays_live(
    place: Place, config: RetrainConfig, silent: Reporter
):
    before = place.promotions.latest()
    correct(place, plain.corrections(12))
    outcome = run(place, config, silent, promote=False)
    assert (outcome.promoted, place.promotions.latest()) == (False, before)
    assert outcome.challenger in [version.name for version in place.versions.all()]


def test_a_store_that_says_nothing_new_is_nothing_to_learn_from(place: Place, config: RetrainConfig, silent: Reporter):
    known = plain.corpus()
    test_statement = next(s for s in known if s.split is Split.TEST)
    correct(place, [known[0], test_statement.model_copy(update={"stance": Stance.NEUTRAL, "split": None})])
    with pytest.raises(DataError, match=r"^the label store has nothing to learn from: all of it belongs with"):
        run(place, config, silent)


STAGES = ("training", "exporting", "evaluating the exported", "evaluating the model", "evaluating the new", "keeping")


def test_wherever_it_is_stopped_it_goes_on_after_the_last_stage_that_was_done(place: Place, config: RetrainConfig):
    correct(place, plain.corrections(12))
    before = place.promotions.latest()
    for stage in STAGES:
        told: list[str] = []
        with pytest.raises(Stop):
            run(place, config, messages(told, stop_at=stage))
        assert place.promotions.latest() == before
        # What was done before is not done again: training only the first time.
        assert sum(text.startswith("training") for text in told) == (stage in STAGES[:2])
    told = []
    outcome = run(place, config, messages(told))
    assert outcome.promoted, outcome.verdict.reasons
    assert told[1:] == ["keeping the new version"]
    assert list((place.state / "retrain").iterdir()) == []


def test_another_correction_starts_anew_and_leaves_nothing_of_the_old(place: Place, config: RetrainConfig):
    for number in (12, 13):
        correct(place, plain.corrections(number))
        with pytest.raises(Stop):
            run(place, config, messages([], stop_at="exporting"))
        assert len(list((place.state / "retrain").iterdir())) == 1


def test_a_model_that_was_compared_with_an_older_one_is_not_promoted(
    place: Place, config: RetrainConfig, tiny_model: Path
):
    correct(place, plain.corrections(12))

    def meanwhile(text: str) -> None:
        if text.startswith("keeping"):
            place.promotions.promote(place.versions.add(tiny_model), "another", "", {})

    with pytest.raises(ModelError, match=r"was compared with [0-9a-f]+, but by now [0-9a-f]+ is live"):
        run(place, config, replace(messages([]), message=meanwhile))
    live = place.promotions.latest()
    assert live is not None
    assert live.actor == "another"


def test_what_a_model_answered_to_the_same_statements_is_not_asked_again(plain_model: Path, tmp_path: Path):
    folder = tmp_path / "model"
    shutil.copytree(plain_model, folder)
    material = gather(plain.corpus(), [], 20)
    asked: list[float] = []
    fresh = results(load_artifact(plain_model), material, asked.append)
    assert not asked
    # Whatever stands there is believed, as long as it is of the same statements.
    file = folder / "evaluation.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    written["answers"]["stance"][0] = "believed"
    file.write_text(json.dumps(written), encoding="utf-8")
    assert results(load_artifact(folder), material, asked.append).test.stance[0] == "believed"
    for other in (written | {"measured_on": "others"}, written | {"model_version": "another"}, {"statements": 5}):
        file.write_text(json.dumps(other), encoding="utf-8")
        assert results(load_artifact(folder), material, asked.append) == fresh
        assert asked.pop() == 1


def test_half_of_what_is_gone_through_is_old_at_least(config: RetrainConfig):
    old, new = plain.corpus()[:200], plain.corrections(10)
    few = rows_to_learn(new, [*old, *new], config, random.Random(1))
    assert len(few) == 60 + 200
    many = rows_to_learn(new * 10, [*old, *new], config, random.Random(1))
    assert len(many) == 600 + 200
    assert not {s.content_hash() for s in few[60:]} & {s.content_hash() for s in new}


def test_a_full_retraining_goes_through_every_old_statement(config: RetrainConfig):
    old, new = plain.corpus()[:200], plain.corrections(10)
    rows = rows_to_learn(new, [*old, *new], replace(config, full=True), random.Random(1))
    assert len(rows) == 60 + 200


def test_a_full_retraining_starts_from_the_shipped_model_and_needs_no_corrections(
    place: Place, config: RetrainConfig, plain_model: Path
):
    told: list[str] = []
    place.versions.shipped = plain_model
    outcome = run(place, replace(config, full=True), messages(told), promote=False)
    assert "training, from the shipped model on" in told
    assert outcome.verdict.checks[0].after > 0.8


def test_a_full_retraining_from_the_base_needs_no_corrections(
    place: Place, retrain_config: Path, tiny_base: Path, tmp_path: Path
):
    settings = {**plain.TRAIN_SETTINGS, "base": str(tiny_base), "batch_size": 32}
    lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    _, own = retrain_config.read_text(encoding="utf-8").split("batch_size = 16")
    file = tmp_path / "full.toml"
    file.write_text(lines + own.replace("[retrain]", "[retrain]\nfrom_base = true"), encoding="utf-8")
    told: list[str] = []
    outcome = run(place, load_retrain_config(file, full=True), messages(told), promote=False)
    assert "training, from the base on" in told
    assert outcome.verdict.checks[0].after > 0.8
