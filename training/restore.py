"""Rebuild a model that can be trained further from the folder of an exported one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from transformers import AutoConfig, AutoModel, PretrainedConfig

from labels.errors import ArtifactError
from serving.artifact import Artifact, load_artifact
from training.base import BaseCheckpoint, find_base
from training.config import TrainConfig
from training.export import ENCODER_CONFIG
from training.model import ATTENTION, StanceModel

Weights = dict[str, npt.NDArray[np.float32]]


def source_of(artifact: Artifact) -> BaseCheckpoint:
    """Return a model folder as a checkpoint to train from: its own tokeniser, the name of the base it came from."""
    return BaseCheckpoint(artifact.contract.base_model, artifact.folder, artifact.contract.base_sha256)


def same_base(config: TrainConfig, artifact: Artifact) -> TrainConfig:
    """Return the settings with the base and the lengths of input of the model that training starts from."""
    ours = artifact.contract
    base = str(ours.config.get("base", ours.base_model))
    return replace(config, base=base, max_tokens=ours.max_tokens, pad_lengths=ours.pad_lengths)


def restore_model(folder: Path, config: TrainConfig) -> StanceModel:
    """Return the model of a folder with the weights that it answers with, the heads included.

    Raises `ArtifactError` if the folder does not fit or holds another kind of model, `CheckpointError` if
    the model does not say how its encoder is built and its base, which would, can't be found.
    """
    artifact = load_artifact(folder)
    exported = onnx.load(artifact.model_file)
    weights = weights_of(exported.graph)
    encoder_config = _encoder_config(exported, artifact)
    encoder_config.hidden_dropout_prob, encoder_config.attention_probs_dropout_prob = config.encoder_dropout, 0.0
    encoder = AutoModel.from_config(encoder_config, attn_implementation=ATTENTION)
    if hasattr(encoder, "pooler"):
        encoder.pooler = None
    model = StanceModel(encoder, encoder_config.hidden_size, config.dropout)
    _load(model, weights, artifact.model_file)
    return model


def layers_of(artifact: Artifact) -> int:
    """Return how many layers the encoder of an exported model has."""
    # The weights of a large model lie in files beside it, and are not needed.
    return _layers(node.name for node in onnx.load(artifact.model_file, load_external_data=False).graph.node)


def weights_of(graph: onnx.GraphProto) -> Weights:
    """Return the weights of a traced graph under the names that they have in the model.

    A traced graph keeps the names of some weights only, but each node's name holds the path of its module.
    """
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear":
            values[node.output[0]] = _dequantised(node, values)
        elif node.op_type == "Identity" and node.input[0] in values:  # Two weights with the same numbers.
            values[node.output[0]] = values[node.input[0]]
    return {name: values[source].T if turned else values[source] for name, source, turned in _named(graph, values)}


def _named(graph: onnx.GraphProto, values: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield the model's name of each weight, the graph's, and whether the graph holds it transposed."""
    for node in graph.node:
        path = _module(node.name)
        match node.op_type, [name in values for name in node.input]:
            case "Gather", [True, False]:
                yield f"{path}.weight", node.input[0], False
            case "LayerNormalization", [False, True, True]:
                yield f"{path}.weight", node.input[1], False
                yield f"{path}.bias", node.input[2], False
            case "MatMul", [False, True]:
                yield f"{path}.weight", node.input[1], True
            case "Gemm", [False, True, True]:
                yield f"{path}.weight", node.input[1], not _integer(node, "transB")
                yield f"{path}.bias", node.input[2], False
            case "Add", [True, False]:
                yield f"{path}.bias", node.input[0], False
            case "Add", [False, True]:
                yield f"{path}.bias", node.input[1], False


def _integer(node: onnx.NodeProto, attribute: str) -> int:
    """Return an integer attribute of a node, 0 where it has none."""
    return next((int(a.i) for a in node.attribute if a.name == attribute), 0)


def _module(node: str) -> str:
    """Return the path of the module that a node stands in: of `/head/head.0/Gemm` it is `head.0`."""
    path: list[str] = []
    for scope in node.split("/")[1:-1]:
        if path and scope.startswith(f"{path[-1]}."):
            path.pop()
        path.append(scope)
    return ".".join(path)


def _dequantised(node: onnx.NodeProto, values: dict[str, Any]) -> npt.NDArray[np.float32]:
    quantised, scale = values[node.input[0]], values[node.input[1]]
    shape = [1] * quantised.ndim
    shape[_integer(node, "axis")] = -1
    restored: npt.NDArray[np.float32] = quantised.astype(np.float32) * scale.reshape(shape)
    return restored


def _encoder_config(exported: onnx.ModelProto, artifact: Artifact) -> PretrainedConfig:
    """Return how the encoder is built: what the model says of itself, or else its base with as many layers."""
    told = next((entry.value for entry in exported.metadata_props if entry.key == ENCODER_CONFIG), None)
    if told:
        settings = json.loads(told)
        return AutoConfig.for_model(settings.pop("model_type"), **settings)
    base = find_base(str(artifact.contract.config.get("base", artifact.contract.base_model)))
    config = AutoConfig.from_pretrained(base.folder, local_files_only=True)
    config.num_hidden_layers = _layers(node.name for node in exported.graph.node)
    return config


def _layers(nodes: Iterable[str]) -> int:
    return len({scope for name in nodes for scope in name.split("/") if re.fullmatch(r"layer\.\d+", scope)})


def _load(model: StanceModel, weights: Weights, file: Path) -> None:
    wanted = dict(model.named_parameters())
    if lacking := sorted(wanted.keys() - weights.keys()):
        raise ArtifactError(f"{file}: no weights of {lacking[0]} in it (expected a model that 'stance train' wrote)")
    with torch.no_grad():
        for name, parameter in wanted.items():
            found = torch.tensor(weights[name])
            if found.shape != parameter.shape:
                shapes = f"has the shape {tuple(found.shape)} (expected {tuple(parameter.shape)})"
                raise ArtifactError(f"{file}: {name} {shapes}")
            parameter.copy_(found)
