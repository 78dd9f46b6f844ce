"""What a model must beat: simpler classifiers fitted to the same training split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
import torch
from scipy.sparse import hstack
from sklearn.dummy import DummyClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from labels.corpus import LabelledStatement, Split
from labels.errors import DataError
from labels.snapshot import Snapshot
from serving.artifact import layout, open_tokenizer
from serving.model_input import encode, pad, render
from training.base import BaseCheckpoint
from training.config import TrainConfig
from training.evaluate import HeadFigures, head_figures
from training.export import describe
from training.loop import bf16_autocast
from training.model import build_model, mean_pool

Features: TypeAlias = Any  # A dense array or a sparse matrix, one row a statement.
Baselines = dict[str, dict[str, HeadFigures]]
"""Figures by baseline and head."""

Predicted = dict[str, list[str]]
"""Labels of the test statements, by head."""

HEADS = ("sector", "stance")
EMBEDDING_BATCH = 32


def baseline_figures(snapshot: Snapshot, base: BaseCheckpoint, config: TrainConfig) -> Baselines:
    """Return each baseline's figures on the test split, trained on the training split."""
    test = snapshot.split(Split.TEST)
    predicted = baseline_predictions(snapshot.split(Split.TRAIN), test, base, config)
    return {
        name: {head: head_figures([getattr(s, head).value for s in test], found) for head, found in heads.items()}
        for name, heads in predicted.items()
    }


def baseline_predictions(
    train: Sequence[LabelledStatement], test: Sequence[LabelledStatement], base: BaseCheckpoint, config: TrainConfig
) -> dict[str, Predicted]:
    """Return each baseline's predictions for sector and stance of the test statements."""
    words = tfidf_features(train, test)
    embeddings = embedding_features(train, base, config), embedding_features(test, base, config)
    return {
        "majority": _predict(lambda: DummyClassifier(strategy="most_frequent"), words, train),
        "TF-IDF, logistic regression": tfidf_predictions(train, test),
        f"frozen {base.name}, logistic regression": _predict(on_embeddings, embeddings, train),
    }


def tfidf_predictions(train: Sequence[LabelledStatement], test: Sequence[LabelledStatement]) -> Predicted:
    """Return what logistic regression on words and pairs of words predicts for the test statements."""
    return _predict(on_words, tfidf_features(train, test), train)


def on_words() -> LogisticRegression:
    """Return the classifier of words and pairs of words, not yet fitted."""
    return _regression(strength=10.0)


def on_embeddings() -> Pipeline:
    """Return the classifier of an encoder's states, not yet fitted."""
    return make_pipeline(StandardScaler(), _regression(strength=0.05))


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=2000)


def _predict(
    make: Callable[[], Any], features: tuple[Features, Features], train: Sequence[LabelledStatement]
) -> Predicted:
    predicted = {}
    for head in HEADS:
        model = make()
        model.fit(features[0], [getattr(s, head).value for s in train])
        predicted[head] = [str(label) for label in model.predict(features[1])]
    return predicted


def tfidf_features(train: Sequence[LabelledStatement], test: Sequence[LabelledStatement]) -> tuple[Features, Features]:
    """Return word 1- and 2-gram TF-IDF of attribution, text and context, each with its own vocabulary.

    A field that no statement of `train` has is left out, and one of which no word stands in two of them. Raises
    `DataError` if none is left.
    """
    columns = []
    for field in ("attribution", "text", "context"):
        if not any(getattr(render(s), field) for s in train):
            continue
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
        try:
            fitted = vectorizer.fit_transform(getattr(render(s), field) for s in train)
        except ValueError:  # There is no word to count.
            continue
        columns.append((fitted, vectorizer.transform(getattr(render(s), field) for s in test)))
    if not columns:
        raise DataError("too few statements to fit baselines to (expected words that stand in two of them)")
    return hstack([a for a, _ in columns]).tocsr(), hstack([b for _, b in columns]).tocsr()


@torch.no_grad()
def embedding_features(
    statements: Sequence[LabelledStatement], base: BaseCheckpoint, config: TrainConfig
) -> np.ndarray:
    """Return mean-pooled states of the untrained encoder, attribution apart from words: (N, 2H)."""
    placed = layout(open_tokenizer(base.folder / "tokenizer.json"), describe(base, config, snapshot_sha256=""))
    model = build_model(base.folder, config).eval()
    attributions = [
        s.model_copy(update={"text": render(s).attribution or "unknown", "attribution": "", "context": ""})
        for s in statements
    ]
    wordings = [
        s.model_copy(update=dict.fromkeys(("attribution", "speaker", "role", "organisation"), "")) for s in statements
    ]
    halves = []
    for side in (attributions, wordings):
        encoded = encode(placed, side)
        first_rows = [encoded.owners.index(i) for i in range(len(side))]
        rows = [encoded.rows[i] for i in first_rows]
        found = np.empty((len(rows), model.hidden_size), dtype=np.float32)
        by_length = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        for start in range(0, len(rows), EMBEDDING_BATCH):
            batch = by_length[start : start + EMBEDDING_BATCH]
            ids, mask = (
                torch.from_numpy(a) for a in pad([rows[i] for i in batch], placed.pad_id, len(rows[batch[-1]]))
            )
            with bf16_autocast():
                states = model.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
            found[batch] = mean_pool(states.float(), mask).numpy()
        halves.append(found)
    return np.hstack(halves)
