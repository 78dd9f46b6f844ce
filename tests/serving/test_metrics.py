import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from labels.corpus import LabelledStatement
from serving.classifier import Classifier
from serving.drift import LEAST_PREDICTIONS, outcome, profile
from serving.metrics import ServiceMetrics, forget_dead_workers
from serving.scheduler import Report


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def test_a_batch_is_counted_with_its_times_and_the_queue_behind_it(registry: CollectorRegistry):
    ServiceMetrics(registry).count_batch(Report(rows=3, waited=(0.1, 0.2), computed=0.5, waiting=7))
    assert registry.get_sample_value("stance_batch_rows_sum") == 3
    assert registry.get_sample_value("stance_queue_rows") == 7
    assert registry.get_sample_value("stance_stage_seconds_sum", {"stage": "wait"}) == pytest.approx(0.3)
    assert registry.get_sample_value("stance_stage_seconds_sum", {"stage": "compute"}) == 0.5


def test_predictions_are_counted_by_label_confidence_and_mark_for_review(
    registry: CollectorRegistry, classifier: Classifier, small_statements: list[LabelledStatement]
):
    predictions = classifier.classify(small_statements[:50])
    ServiceMetrics(registry).count_predictions(predictions)
    assert registry.get_sample_value("stance_statements_total") == 50
    assert registry.get_sample_value("stance_review_total") == sum(p.review for p in predictions)
    stance = predictions[0].stance.label
    counted = registry.get_sample_value("stance_labels_total", {"head": "stance", "label": stance.value})
    assert counted == sum(p.stance.label is stance for p in predictions)
    assert registry.get_sample_value("stance_confidence_count", {"head": "sector"}) == 50


def test_drift_is_shown_against_the_reference_of_the_model_in_use(
    registry: CollectorRegistry, classifier: Classifier, small_statements: list[LabelledStatement]
):
    predictions = classifier.classify(small_statements)
    metrics = ServiceMetrics(registry)
    metrics.show_model(classifier.contract.model_copy(update={"reference": profile(map(outcome, predictions))}))
    metrics.count_predictions((predictions * LEAST_PREDICTIONS)[: 2 * LEAST_PREDICTIONS])
    assert registry.get_sample_value("stance_drift", {"of": "stance"}) == pytest.approx(0, abs=0.02)


def test_the_version_of_the_model_in_use_is_one_and_the_others_zero(
    registry: CollectorRegistry, classifier: Classifier
):
    metrics, contract = ServiceMetrics(registry), classifier.contract
    metrics.show_model(contract)
    metrics.show_model(contract.model_copy(update={"files": {"model.onnx": "f" * 64}}))
    assert registry.get_sample_value("stance_model", {"version": contract.model_version}) == 0
    assert registry.get_sample_value("stance_model", {"version": "f" * 12}) == 1


def test_a_killed_workers_queue_is_forgotten_and_a_living_ones_kept(tmp_path: Path):
    write = "from serving.metrics import *; ServiceMetrics().count_batch(Report(1, (), 0.0, 5))"
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", write], env=environment, check=True)
    (dead,) = tmp_path.glob("gauge_livesum_*.db")
    living = tmp_path / f"gauge_livesum_{os.getpid()}.db"
    living.write_bytes(dead.read_bytes())
    forget_dead_workers(tmp_path)
    assert list(tmp_path.glob("gauge_livesum_*.db")) == [living]
