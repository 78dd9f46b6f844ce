"""The live model of a service: which one to start with, and the change to another without a restart."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import anyio
import anyio.to_thread

from labels.errors import ArtifactError, ModelError, Overloaded, StanceError, StoreError
from labels.promotions import Promotion, Promotions
from serving.classifier import Classifier
from serving.models import ModelVersions
from serving.predictor import Predictor

LOOK_EVERY_SECONDS = 1.0

logger = logging.getLogger(f"bentoml.{__name__}")


class LiveModel:
    """Follows the promotions in a database; with `pinned`, one model folder stays whatever is promoted."""

    def __init__(self, promotions: Promotions, versions: ModelVersions, *, pinned: Path | None, threads: int) -> None:
        self.promotions = promotions
        self.versions = versions
        self.pinned = pinned
        self.threads = threads
        self._seen = 0
        self._store_failed = False
        # Loading takes seconds, and must not keep requests that read the label store waiting.
        self._helper = anyio.CapacityLimiter(1)

    def first(self) -> Classifier:
        """Return the classifier to start with: the pinned one, the live version, or where that fails the shipped one.

        Raises `ArtifactError` if the pinned or the shipped model does not fit.
        """
        if self.pinned:
            return Classifier.load(self.pinned, threads=self.threads)
        try:
            if (latest := self.promotions.latest()) is not None:
                self._seen = latest.number
                return self._load(latest)
        except (ArtifactError, ModelError, StoreError, OSError) as problem:
            logger.error("the live version can't be used, the shipped one is: %s", problem)
        return self._load(None)

    async def follow(self, predictor: Predictor) -> None:
        """Have the predictor use whichever version is promoted, until cancelled."""
        while not self.pinned:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            try:
                await self.look(predictor)
            except Exception:  # Whatever a look meets, later promotions must still be seen.
                logger.exception("looking for a promotion failed, the model stays")

    async def look(self, predictor: Predictor) -> None:
        """Look once for a new promotion; a version that can't be used is logged, and the old one stays."""
        try:
            latest = await anyio.to_thread.run_sync(self.promotions.latest, limiter=self._helper)
        except StoreError as problem:
            if not self._store_failed:
                logger.error("promotions can't be read, the model stays: %s", problem)
            self._store_failed = True
            return
        self._store_failed = False
        if latest is None or latest.number == self._seen:
            return
        before = predictor.classifier.contract.model_version
        try:
            classifier = await anyio.to_thread.run_sync(self._load, latest, limiter=self._helper)
            await predictor.use(classifier)
        except Overloaded:
            return  # There is no room to warm it up now: the next look tries again.
        except (StanceError, OSError, RuntimeError) as problem:  # RuntimeError is what OpenVINO raises.
            logger.error("version %s can't be used, %s stays: %s", latest.version, before, problem)
        else:
            logger.warning("model %s is live, after %s", classifier.contract.model_version, before)
        self._seen = latest.number

    def _load(self, promotion: Promotion | None) -> Classifier:
        return Classifier.load(self.versions.folder(promotion.version if promotion else ""), threads=self.threads)
