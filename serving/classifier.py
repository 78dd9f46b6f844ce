"""The classifier: statements in, predictions out. Everyone who scores a statement comes through here."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import openvino as ov
from openvino import properties
from openvino.properties import hint

from labels.errors import ArtifactError, InvalidInput, shorten
from labels.statement import Statement
from serving.artifact import SHIPPED_MODEL, Artifact, Contract, load_artifact
from serving.mapped import release_pages
from serving.model_input import Encoded, check_fits, cut, encode, pad, padded_length, padded_rows
from serving.prediction import Prediction, Scores, decide, in_articles, merge_parts, probabilities

DEVICE = "CPU"
# A lone statement is answered in two thirds of the time by two threads together, and many take a tenth longer each.
THREADS_A_STREAM, MOST_STREAMS = 2, 8
ROUNDED_TOGETHER = 64
"""Activations that share one scale where they are rounded to int8, as the weights are."""
OUTPUTS = ("sector", "stance", "themes")


class Classifier:
    """A loaded model. Safe to share between threads: each has an inference request of its own."""

    def __init__(self, artifact: Artifact, *, threads: int = 0, exact: bool = False) -> None:
        """Compile the model of `artifact` for this processor.

        `threads` bounds the processor's threads, 0 takes what is there; `exact` computes in float32 throughout,
        where otherwise the activations are rounded to int8 for the products with the weights, which are int8, and the
        rest is computed in the fastest precision of the device.
        """
        self.artifact = artifact
        computed = "f32" if exact else fastest_precision()
        self.precision = computed if exact else f"{computed}, activations int8"
        threads = threads or available_cores()
        self.streams = min(max(threads // THREADS_A_STREAM, 1), MOST_STREAMS)
        settings = {
            hint.inference_precision(): ov.Type.f32 if computed == "f32" else ov.Type.bf16,
            hint.performance_mode(): hint.PerformanceMode.LATENCY,
            hint.dynamic_quantization_group_size(): 0 if exact else ROUNDED_TOGETHER,
            properties.num_streams(): self.streams,
            properties.inference_num_threads(): threads,
        }
        try:
            self._compiled = ov.Core().compile_model(str(artifact.model_file), DEVICE, settings)
        except RuntimeError as problem:
            reason = str(problem).strip().splitlines()[-1]
            raise ArtifactError(f"{artifact.model_file}: can't be compiled: {reason}") from None
        self._local = threading.local()
        self._threads = ThreadPoolExecutor(self.streams, "classifier")
        self._try_out()
        # OpenVINO reads the weights at the first inference, and then keeps those that it has put into order.
        release_pages(artifact.folder.resolve())

    @classmethod
    def load(cls, folder: Path = SHIPPED_MODEL, *, threads: int = 0) -> Classifier:
        """Open and check a model folder; raise `ArtifactError` if it does not fit."""
        return cls(load_artifact(folder), threads=threads)

    @property
    def contract(self) -> Contract:
        """Return the contract of the model in use."""
        return self.artifact.contract

    def classify(self, statements: Sequence[Statement]) -> list[Prediction]:
        """Return one prediction a statement, in order.

        Raises `TooLarge` if an attribution leaves no room for the words, and `InvalidInput` if there
        are none that the model can read, or for what is no `Statement`.
        """
        statements = list(statements)
        for number, statement in enumerate(statements):
            if not isinstance(statement, Statement):
                raise InvalidInput(
                    f"got {shorten(statement)}", field=f"statements.{number}", expected="a Statement(text=...)"
                )
        encoded = self.encode(statements)
        return self.decide(encoded, self.logits(encoded))

    def encode(self, statements: Sequence[Statement]) -> Encoded:
        """Return the model's input; raises what `classify` raises."""
        return encode(self.artifact.layout, statements)

    def check(self, statement: Statement) -> None:
        """Raise `InvalidInput` or `TooLarge` if this statement can't be classified, whatever stands beside it."""
        check_fits(self.artifact.layout, statement)

    def logits(self, encoded: Encoded) -> Scores:
        """Return the logits of every row, computed in batches of rows of similar length on all streams."""
        rows = encoded.rows
        batches = cut(rows) if rows else []
        found = [np.empty((len(rows), size), dtype=np.float32) for size in self._output_sizes()]
        # One batch is computed here: handing it to another thread would only cost time.
        run = self._threads.map if len(batches) > 1 else map
        for batch, scores in zip(batches, run(self.infer, [[rows[i] for i in b] for b in batches]), strict=True):
            for head, values in zip(found, scores, strict=True):
                head[batch] = values
        return Scores(*found)

    def infer(self, rows: Sequence[Sequence[int]]) -> Scores:
        """Return the logits of rows of token ids, computed as one batch in this thread."""
        return self._compute(self._request(), rows)

    def decide(self, encoded: Encoded, logits: Scores) -> list[Prediction]:
        """Return the predictions for the logits of every row of `encoded`, one a statement, in order."""
        statements = len(encoded.context_cut)
        if not statements:
            return []
        scores = probabilities(logits, self.contract)
        parts = Counter(encoded.owners)
        if len(encoded.rows) > statements:
            scores = merge_parts(scores, encoded.owners, encoded.text_tokens, statements)
        if any(encoded.stp_article):
            scores = in_articles(scores, encoded.stp_article)
        return [decide(scores, row, self.contract, parts[row], encoded.context_cut[row]) for row in range(statements)]

    def _compute(self, request: ov.InferRequest, rows: Sequence[Sequence[int]]) -> Scores:
        length = padded_length(max(len(row) for row in rows), self.contract.pad_lengths)
        fill = [rows[0]] * (padded_rows(len(rows)) - len(rows))
        input_ids, attention_mask = pad([*rows, *fill], self.artifact.layout.pad_id, length)
        answer = request.infer({"input_ids": input_ids, "attention_mask": attention_mask})
        return Scores(*(answer[name][: len(rows)] for name in OUTPUTS))

    def _try_out(self) -> None:
        """Compute one row, and raise `ArtifactError` unless every head answers with as many logits as it has labels.

        A process's first inference must have no company. OpenVINO's Python binding sets itself up in it, and of two
        threads that come at once one can keep the interpreter's lock and the other the binding's, for ever.
        """
        try:
            found = self._compute(self._compiled.create_infer_request(), [[self.artifact.layout.cls_id]])
        except (KeyError, RuntimeError) as problem:
            reason = str(problem).strip().splitlines()[-1]
            raise ArtifactError(f"{self.artifact.model_file}: does not answer: {reason}") from None
        for name, head, size in zip(OUTPUTS, found, self._output_sizes(), strict=True):
            if head.shape != (1, size):
                found_size = f"{name} has logits of shape {head.shape}"
                raise ArtifactError(f"{self.artifact.model_file}: {found_size} for one row (expected {(1, size)})")

    def _request(self) -> ov.InferRequest:
        if not hasattr(self._local, "request"):
            self._local.request = self._compiled.create_infer_request()
        return self._local.request

    def _output_sizes(self) -> list[int]:
        contract = self.contract
        return [len(contract.sectors), len(contract.stances), len(contract.themes)]


def available_cores() -> int:
    """Return how many cores this process may use, where the system tells, else how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fastest_precision() -> str:
    """Return "bf16" where the processor computes it in hardware, else "f32".

    Without AMX or AVX-512 BF16 the device emulates bf16 or ignores the request.
    """
    capabilities = ov.Core().get_property(DEVICE, properties.device.capabilities())
    return "bf16" if "BF16" in capabilities else "f32"
