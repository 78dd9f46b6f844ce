"""What a service tells Prometheus about its work, beside BentoML's figures of requests."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from labels.taxonomy import Sector, Stance, Theme
from serving.artifact import Contract, Profile
from serving.drift import DriftWatch
from serving.prediction import Prediction
from serving.scheduler import Report

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

STAGES = ("read", "encode", "wait", "compute", "decide", "write")
SECONDS = (0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32)
ROWS = (1, 2, 4, 8, 12, 16)
CONFIDENCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class ServiceMetrics:
    """The counters and gauges of one worker process; Prometheus sums up over the workers."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        # BentoML says where workers share their figures only after this module is imported.
        import prometheus_client as prometheus

        into = registry or prometheus.REGISTRY
        stages = prometheus.Histogram(
            "stance_stage_seconds", "Time in each stage.", ["stage"], buckets=SECONDS, registry=into
        )
        self._stages = {stage: stages.labels(stage) for stage in STAGES}
        self._batches = prometheus.Histogram("stance_batch_rows", "Rows computed at once.", buckets=ROWS, registry=into)
        self._waiting = prometheus.Gauge(
            "stance_queue_rows", "Rows that wait for a worker.", multiprocess_mode="livesum", registry=into
        )
        self._refused = prometheus.Counter("stance_refused", "Requests refused for a full queue.", registry=into)
        self._statements = prometheus.Counter("stance_statements", "Statements classified.", registry=into)
        self._review = prometheus.Counter("stance_review", "Statements marked for a person to look at.", registry=into)
        labels = prometheus.Counter("stance_labels", "Labels given.", ["head", "label"], registry=into)
        self._sectors = {sector: labels.labels("sector", sector.value) for sector in Sector}
        self._stances = {stance: labels.labels("stance", stance.value) for stance in Stance}
        self._themes = {theme: labels.labels("theme", theme.value) for theme in Theme}
        confidence = prometheus.Histogram(
            "stance_confidence", "Confidence in the label given.", ["head"], buckets=CONFIDENCES, registry=into
        )
        self._sector_confidence, self._stance_confidence = confidence.labels("sector"), confidence.labels("stance")
        self._model = prometheus.Gauge(
            "stance_model", "1 for the model in use.", ["version"], multiprocess_mode="mostrecent", registry=into
        )
        self._drift = prometheus.Gauge(
            "stance_drift",
            "Population stability index of the latest predictions against those on the validation data.",
            ["of"],
            multiprocess_mode="mostrecent",
            registry=into,
        )
        # Of a kind of its own: a reader must not come upon the file of a kind while it is made, so all are made here.
        prometheus.Gauge("stance_started_seconds", "When the worker started.", registry=into).set_to_current_time()
        self._watch: DriftWatch | None = None
        self._version = ""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block as the stage `name`, whether or not it raises."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._stages[name].observe(time.perf_counter() - began)

    def count_batch(self, report: Report) -> None:
        """Take in a batch that was computed."""
        self._batches.observe(report.rows)
        self._waiting.set(report.waiting)
        self._stages["compute"].observe(report.computed)
        for seconds in report.waited:
            self._stages["wait"].observe(seconds)

    def count_refused(self) -> None:
        """Take in a request that was refused because too much waited."""
        self._refused.inc()

    def count_predictions(self, predictions: Sequence[Prediction]) -> None:
        """Take in what the model said."""
        self._statements.inc(len(predictions))
        self._review.inc(sum(prediction.review for prediction in predictions))
        for prediction in predictions:
            self._sectors[prediction.sector.label].inc()
            self._stances[prediction.stance.label].inc()
            for theme in prediction.themes:
                self._themes[theme.label].inc()
            self._sector_confidence.observe(prediction.sector.confidence)
            self._stance_confidence.observe(prediction.stance.confidence)
        if self._watch:
            for field, index in self._watch.add(predictions).items():
                self._drift.labels(field).set(index)

    def show_model(self, contract: Contract) -> None:
        """Say which model is in use, and compare with its reference from now on; drift is NaN until it is known."""
        if self._version:
            self._model.labels(self._version).set(0)
        self._version = contract.model_version
        self._model.labels(self._version).set(1)
        self._watch = DriftWatch(contract.reference) if contract.reference else None
        for field in Profile.model_fields:
            self._drift.labels(field).set(math.nan)


def forget_dead_workers(folder: Path) -> None:
    """Drop the gauges of workers that were killed, which would count for ever; `folder` holds all workers' figures."""
    from prometheus_client import multiprocess

    for file in folder.glob("gauge_live*_*.db"):
        process = int(file.stem.rsplit("_", 1)[1])
        if not _runs(process):
            multiprocess.mark_process_dead(process, str(folder))  # type: ignore[no-untyped-call]


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
