"""Write a trained model as ONNX, and refuse if it does not answer as the trained one does."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnx.external_data_helper import set_external_data
from torch import nn
from transformers import AutoTokenizer

from labels.corpus import LabelledStatement
from labels.errors import ParityError
from serving.artifact import (
    MODEL_FILE,
    TOKENIZER_FILE,
    WEIGHTS_FILES,
    Contract,
    SpecialTokens,
    load_artifact,
    open_tokenizer,
    save_contract,
)
from serving.classifier import OUTPUTS, Classifier
from serving.model_input import encode
from serving.prediction import Scores, probabilities
from training.base import BaseCheckpoint
from training.config import TrainConfig
from training.model import Logits, StanceModel

OPSET = 17
PARITY_TOLERANCE = 0.02
COMPRESSED_FROM = 4096
INT8_MAX = 127
PIECE_BYTES = 80_000_000
ENCODER_CONFIG = "encoder_config"
"""Under which name the ONNX file says how the encoder is built, for training that starts from it."""


def describe(base: BaseCheckpoint, config: TrainConfig, snapshot_sha256: str) -> Contract:
    """Return the contract of a model that is about to be trained."""
    tokenizer = AutoTokenizer.from_pretrained(base.folder, local_files_only=True)
    special = SpecialTokens(cls=tokenizer.cls_token, sep=tokenizer.sep_token, pad=tokenizer.pad_token)
    return _contract(base, special, config, snapshot_sha256)


def describe_further(base: BaseCheckpoint, older: Contract, config: TrainConfig, snapshot_sha256: str) -> Contract:
    """Return the contract of a model that is about to be trained from the one that `older` belongs to."""
    contract = _contract(base, older.special_tokens, config, snapshot_sha256)
    return contract.model_copy(update={"started_from": older.model_version})


def _contract(base: BaseCheckpoint, special: SpecialTokens, config: TrainConfig, snapshot_sha256: str) -> Contract:
    return Contract(
        max_tokens=config.max_tokens,
        pad_lengths=config.pad_lengths,
        special_tokens=special,
        base_model=base.name,
        base_sha256=base.sha256,
        snapshot_sha256=snapshot_sha256,
        config=config.to_dict(),
        commit=git_commit(),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def git_commit() -> str:
    """Return the commit that the code stands at, "unknown" outside a checkout."""
    folder = Path(__file__).parent
    try:
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def write_artifact(folder: Path, model: StanceModel, base: BaseCheckpoint, contract: Contract) -> Contract:
    """Put weights, tokeniser and contract into an empty folder; return the contract as saved."""
    shutil.copyfile(base.folder / "tokenizer.json", folder / TOKENIZER_FILE)
    open_tokenizer(folder / TOKENIZER_FILE).save(str(folder / TOKENIZER_FILE))
    export_onnx(model, folder / MODEL_FILE)
    return save_contract(folder, contract)


def export_onnx(model: StanceModel, file: Path, *, piece_bytes: int = PIECE_BYTES) -> None:
    """Write the model with dynamic batch and length, its large weights as int8.

    Those of a model of more than `piece_bytes` go into files of at most that size beside it.
    Traced, not exported through `torch.export`: with torch 2.13 and transformers 5.23 the program
    that the latter captures of BERT answers otherwise than the model (logits up to 0.15 off).
    """
    model.eval()
    example = torch.ones(2, 16, dtype=torch.long)
    names = ["input_ids", "attention_mask"]
    traced = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (example, example),
            traced,  # type: ignore[arg-type]
            input_names=names,
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "batch", 1: "length"} for name in names},
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load_from_string(traced.getvalue())
    helper.set_model_props(graph, {ENCODER_CONFIG: encoder_settings(model)})
    compress_weights(graph)
    onnx.checker.check_model(graph)
    if graph.ByteSize() > piece_bytes:
        move_weights_out(graph, piece_bytes)
    onnx.save(graph, file)
    for piece in file.parent.glob(WEIGHTS_FILES):
        # Written for their owner alone; whoever serves the model may be another.
        piece.chmod(file.stat().st_mode)


def encoder_settings(model: StanceModel) -> str:
    """Return how the encoder is built, as JSON, without the folder that its base was read from."""
    settings = json.loads(model.encoder.config.to_json_string(use_diff=False))  # type: ignore[operator,union-attr]
    settings.pop("_name_or_path", None)
    return json.dumps(settings, sort_keys=True)


def round_weights(model: nn.Module) -> None:
    """Round large weights in place to what int8 with one scale a row can hold.

    Done before the model is validated, so that compressing the exported weights loses nothing.
    """
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2 and parameter.numel() >= COMPRESSED_FROM:
                scale = parameter.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / INT8_MAX
                parameter.copy_((parameter / scale).round() * scale)


def compress_weights(model: onnx.ModelProto) -> None:
    """Store large 2-D weights as int8 with one scale a row or column, whichever loses nothing."""
    graph = model.graph
    for weights in [tensor for tensor in graph.initializer if _is_large_matrix(tensor)]:
        values = numpy_helper.to_array(weights)
        axis = min((0, 1), key=lambda axis: _rounding_error(values, axis))
        quantised, scale = _quantise(values, axis)
        name = weights.name
        graph.initializer.remove(weights)
        graph.initializer.extend(
            [
                numpy_helper.from_array(quantised, f"{name}.int8"),
                numpy_helper.from_array(scale.squeeze(1 - axis), f"{name}.scale"),
                numpy_helper.from_array(np.zeros(scale.size, dtype=np.int8), f"{name}.zero"),
            ]
        )
        inputs = [f"{name}.int8", f"{name}.scale", f"{name}.zero"]
        graph.node.insert(0, helper.make_node("DequantizeLinear", inputs, [name], name=f"{name}.restore", axis=axis))


def move_weights_out(model: onnx.ModelProto, piece_bytes: int) -> None:
    """Mark the large int8 weights to be saved beside the model, in files of at most `piece_bytes`.

    What keeps models and their history refuses large files. The rest stays, so that its alignment is the format's.
    """
    number, filled = 1, 0
    for weights in model.graph.initializer:
        size = len(weights.raw_data)
        if weights.data_type != onnx.TensorProto.INT8 or len(weights.dims) != 2:
            continue
        if filled and filled + size > piece_bytes:
            number, filled = number + 1, 0
        set_external_data(weights, location=WEIGHTS_FILES.replace("*", str(number)))
        filled += size


def _is_large_matrix(tensor: onnx.TensorProto) -> bool:
    return (
        len(tensor.dims) == 2 and tensor.data_type == onnx.TensorProto.FLOAT and np.prod(tensor.dims) >= COMPRESSED_FROM
    )


def _quantise(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    scale = np.maximum(np.abs(values).max(axis=1 - axis, keepdims=True), 1e-12).astype(np.float32) / INT8_MAX
    return np.round(values / scale).astype(np.int8), scale


def _rounding_error(values: np.ndarray, axis: int) -> float:
    quantised, scale = _quantise(values, axis)
    return float(np.abs(quantised * scale - values).mean())


def check_parity(folder: Path, trained: Logits, statements: Sequence[LabelledStatement]) -> float:
    """Return the largest difference of a probability between the trained and the exported model.

    Raises `ParityError` unless every argmax agrees and no probability is more than
    `PARITY_TOLERANCE` apart. Computed in float32 on both sides.
    """
    artifact = load_artifact(folder)
    classifier = Classifier(artifact, exact=True)
    exported = probabilities(classifier.logits(encode(artifact.layout, statements)), artifact.contract)
    expected = probabilities(Scores(*(head.numpy() for head in trained)), artifact.contract)
    worst = 0.0
    for name, ours, theirs in zip(OUTPUTS, exported, expected, strict=True):
        if name != "themes" and (differing := int((ours.argmax(-1) != theirs.argmax(-1)).sum())):
            raise ParityError(
                f"export: {differing} of {len(ours)} inputs get another {name} than before (expected none)"
            )
        worst = max(worst, float(np.abs(ours - theirs).max()))
    if worst > PARITY_TOLERANCE:
        raise ParityError(f"export: a probability is {worst:.4f} off (expected at most {PARITY_TOLERANCE})")
    return worst
