"""A running service changes to the version that is promoted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from labels.database import open_database
from labels.promotions import Promotions
from labels.statement import Statement
from serving.artifact import SHIPPED_MODEL, read_contract
from serving.classifier import Classifier
from serving.live import LiveModel
from serving.metrics import ServiceMetrics
from serving.models import ModelVersions, _umask
from serving.predictor import Predictor


@pytest.fixture
def promotions(tmp_path: Path) -> Iterator[Promotions]:
    database = open_database(f"sqlite:///{tmp_path / 'labels.db'}")
    yield Promotions(database)
    database.close()


@pytest.fixture
def versions(tmp_path: Path) -> ModelVersions:
    return ModelVersions(tmp_path)


def live_model(promotions: Promotions, versions: ModelVersions, pinned: Path | None = None) -> LiveModel:
    return LiveModel(promotions, versions, pinned=pinned, threads=1)


def version(classifier: Classifier) -> str:
    return classifier.contract.model_version


def test_a_service_begins_with_the_live_version(promotions: Promotions, versions: ModelVersions, tiny_model: Path):
    name = versions.add(tiny_model)
    promotions.promote(name, "Ann", "", {})
    assert version(live_model(promotions, versions).first()) == name


def test_a_service_begins_with_the_shipped_version_where_the_live_one_is_gone(
    promotions: Promotions, versions: ModelVersions, caplog: pytest.LogCaptureFixture
):
    promotions.promote("gone", "Ann", "", {})
    found = live_model(promotions, versions).first()
    assert version(found) == read_contract(SHIPPED_MODEL).model_version
    [record] = caplog.records
    assert "version 'gone': is not in" in record.getMessage()


def test_a_version_that_fails_to_be_read_is_logged_and_the_old_one_stays(
    promotions: Promotions,
    versions: ModelVersions,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    name = versions.add(tiny_model)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "contract.json")

    async def look() -> str:
        live = live_model(promotions, versions)
        predictor = Predictor(live.first(), 10, ServiceMetrics(CollectorRegistry()))
        promotions.promote(name, "Ann", "", {})
        monkeypatch.setattr(LiveModel, "_load", refuse)
        await live.look(predictor)
        predictor.close()
        return version(predictor.classifier)

    assert asyncio.run(look()) == read_contract(SHIPPED_MODEL).model_version
    assert "Permission denied" in caplog.text


def test_others_may_read_a_version(versions: ModelVersions, tiny_model: Path):
    folder = versions.folder(versions.add(tiny_model))
    assert folder.stat().st_mode & 0o055 == 0o055 & ~_umask()


def test_a_pinned_model_stays_whatever_is_promoted(promotions: Promotions, versions: ModelVersions, tiny_model: Path):
    promotions.promote("gone", "Ann", "", {})
    pinned = live_model(promotions, versions, tiny_model)
    first = pinned.first()
    assert version(first) == read_contract(tiny_model).model_version
    # Nothing to follow: it returns at once.
    asyncio.run(asyncio.wait_for(pinned.follow(Predictor(first, 10, ServiceMetrics(CollectorRegistry()))), 5))


def test_a_promoted_version_is_used_and_what_began_before_ends_with_the_old_one(
    promotions: Promotions, versions: ModelVersions, tiny_model: Path, plain_model: Path
):
    old, new = versions.add(tiny_model), versions.add(plain_model)
    promotions.promote(old, "Ann", "", {})

    async def change() -> tuple[str, str]:
        live = live_model(promotions, versions)
        predictor = Predictor(live.first(), 1000, ServiceMetrics(CollectorRegistry()))
        asked = asyncio.create_task(predictor.predict(predictor.classifier, [Statement(text="No.")] * 40))
        await asyncio.sleep(0)
        promotions.promote(new, "Ann", "", {})
        await live.look(predictor)
        return (await asked)[0].model_version, version(predictor.classifier)

    assert asyncio.run(asyncio.wait_for(change(), 60)) == (old, new)


def test_a_version_that_can_not_be_used_is_logged_once_and_the_old_one_stays(
    promotions: Promotions,
    versions: ModelVersions,
    tiny_model: Path,
    plain_model: Path,
    caplog: pytest.LogCaptureFixture,
):
    old, broken = versions.add(tiny_model), versions.add(plain_model)
    (versions.folder(broken) / "model.onnx").write_bytes(b"half")
    promotions.promote(old, "Ann", "", {})

    async def look_thrice() -> str:
        live = live_model(promotions, versions)
        predictor = Predictor(live.first(), 1000, ServiceMetrics(CollectorRegistry()))
        promotions.promote(broken, "Ann", "", {})
        for _ in range(3):
            await live.look(predictor)
        return version(predictor.classifier)

    assert asyncio.run(asyncio.wait_for(look_thrice(), 60)) == old
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert f"version {broken} can't be used, {old} stays" in record.getMessage()


def test_promotions_are_followed_on_after_a_look_that_failed(
    promotions: Promotions,
    versions: ModelVersions,
    tiny_model: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("serving.live.LOOK_EVERY_SECONDS", 0.01)
    name = versions.add(tiny_model)

    class Failing(Predictor):
        failed = False

        async def use(self, classifier: Classifier) -> None:
            if not self.failed:
                self.failed = True
                raise ValueError("a mistake of this program")
            await super().use(classifier)

    async def fail_and_follow() -> None:
        live = live_model(promotions, versions)
        predictor = Failing(Classifier.load(SHIPPED_MODEL, threads=1), 1000, ServiceMetrics(CollectorRegistry()))
        promotions.promote(name, "Ann", "", {})
        following = asyncio.create_task(live.follow(predictor))
        while version(predictor.classifier) != name:
            await asyncio.sleep(0.05)
        following.cancel()

    asyncio.run(asyncio.wait_for(fail_and_follow(), 60))
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert record.exc_info


def test_a_database_that_fails_is_logged_once_and_followed_when_it_is_back(
    promotions: Promotions, versions: ModelVersions, tiny_model: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    name = versions.add(tiny_model)
    file, aside = tmp_path / "labels.db", tmp_path / "aside.db"

    async def lose_and_find() -> tuple[str, str]:
        live = live_model(promotions, versions)
        predictor = Predictor(Classifier.load(SHIPPED_MODEL, threads=1), 1000, ServiceMetrics(CollectorRegistry()))
        promotions.promote(name, "Ann", "", {})
        promotions._database.close()
        file.rename(aside)
        for _ in range(2):
            await live.look(predictor)
        meanwhile = version(predictor.classifier)
        promotions._database.close()
        file.unlink()
        aside.rename(file)
        await live.look(predictor)
        return meanwhile, version(predictor.classifier)

    meanwhile, after = asyncio.run(asyncio.wait_for(lose_and_find(), 60))
    assert (meanwhile, after) == (read_contract(SHIPPED_MODEL).model_version, name)
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == 1
