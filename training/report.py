"""An evaluation as files: pictures of the confusion matrices, figures and errors as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pydantic import TypeAdapter, ValidationError

from training.behaviour import Behaviour
from training.evaluate import CODES, Answers, Evaluation

EVALUATION_FILE = "evaluation.json"


@dataclass(frozen=True)
class Measured:
    """What an evaluation found, as far as another model's can be compared with it."""

    model_version: str = ""
    measured_on: str = ""
    answers: Answers = field(default_factory=Answers)
    behaviour: list[Behaviour] = field(default_factory=list)


_MEASURED = TypeAdapter(Measured)


def write_report(folder: Path, evaluation: Evaluation) -> None:
    """Save the confusion matrices as pictures, the figures and the errors as JSON."""
    for head, matrix in (("stance", evaluation.stance_confusion), ("sector", evaluation.sector_confusion)):
        title = f"{head}: {evaluation.statements} statements, accuracy {getattr(evaluation, head).accuracy.value:.2f}"
        confusion_picture(matrix, CODES[head], title, folder / f"confusion_{head}.png")
    (folder / EVALUATION_FILE).write_text(
        json.dumps(asdict(evaluation), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def read_measured(folder: Path) -> Measured:
    """Return what the evaluation of a model folder found; of one that is missing or of another form, nothing."""
    try:
        return _MEASURED.validate_json((folder / EVALUATION_FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return Measured()


def confusion_picture(matrix: Sequence[Sequence[int]], codes: Sequence[str], title: str, file: Path) -> None:
    """Save a confusion matrix as a PNG: a row for each gold label, shaded by its share of the row."""
    counts = np.array(matrix)
    shares = counts / counts.sum(axis=1, keepdims=True).clip(min=1)
    size = 2.5 + 0.45 * len(codes)
    figure = Figure(figsize=(size + 1.2, size), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(codes)), codes, rotation=45, ha="right")
    axes.set_yticks(range(len(codes)), codes)
    axes.set_xlabel("the model says")
    axes.set_ylabel("the label is")
    axes.set_title(title)
    for row, column in np.argwhere(counts > 0):
        colour = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", color=colour, fontsize=8)
    figure.savefig(file, dpi=110, metadata={"Software": None})
