"""One encoder, three heads."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import nn
from transformers import AutoModel

from labels.taxonomy import Sector, Stance, Theme
from training.config import TrainConfig

ATTENTION = "eager"
"""The fused attention kernel is slow to differentiate on two cores."""


class Logits(NamedTuple):
    """The raw scores of one forward pass: (B, 15), (B, 5) and (B, 14)."""

    sector: torch.Tensor
    stance: torch.Tensor
    themes: torch.Tensor


class StanceModel(nn.Module):
    """An encoder and, for each of sector, stance and themes, a pooling of its states and a small head."""

    def __init__(self, encoder: nn.Module, hidden_size: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.hidden_size = hidden_size
        self.pool = AttentionPool(hidden_size, heads=len(Logits._fields))
        self.sector_head = head(hidden_size, len(Sector), dropout)
        self.stance_head = head(hidden_size, len(Stance), dropout)
        self.themes_head = head(hidden_size, len(Theme), dropout)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Logits:
        """Return the logits for ids and mask of shape (B, L)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        sector, stance, themes = self.pool(states, attention_mask).unbind()
        return Logits(self.sector_head(sector), self.stance_head(stance), self.themes_head(themes))


class AttentionPool(nn.Module):
    """Weighted means of the states, one a head, with learned weights (Yang et al. 2016).

    The speaker's sector stands in the attribution and the stance in the words: each head learns
    where to look. It starts as the plain mean, which the base was trained with.
    """

    def __init__(self, hidden_size: int, heads: int) -> None:
        super().__init__()
        self.scores = nn.Linear(hidden_size, heads)
        nn.init.zeros_(self.scores.weight)
        nn.init.zeros_(self.scores.bias)

    def forward(self, states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return the pooled states (heads, B, H) of states (B, L, H), without those the mask (B, L) leaves out."""
        scores = self.scores(states).float().masked_fill(attention_mask.unsqueeze(-1) == 0, -1e4)
        weights = scores.softmax(dim=1).to(states.dtype)
        return torch.einsum("blh,blk->kbh", states, weights)


def head(hidden_size: int, classes: int, dropout: float) -> nn.Sequential:
    """Return a two-layer classification head."""
    return nn.Sequential(
        nn.Linear(hidden_size, hidden_size), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden_size, classes)
    )


def mean_pool(states: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
    """Return the mean of the states (B, L, H) at the positions that the mask (B, L) keeps."""
    mask = attention_mask.unsqueeze(-1).to(states.dtype)
    return (states * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)


def build_model(folder: Path, config: TrainConfig) -> StanceModel:
    """Load the encoder of a checkpoint and put fresh heads on it.

    Attention weights are not dropped: drawing that mask was a quarter of a step on two cores.
    """
    encoder = AutoModel.from_pretrained(
        folder,
        local_files_only=True,
        attn_implementation=ATTENTION,
        hidden_dropout_prob=config.encoder_dropout,
        attention_probs_dropout_prob=0.0,
    )
    if hasattr(encoder, "pooler"):
        encoder.pooler = None
    return StanceModel(encoder, encoder.config.hidden_size, config.dropout)


def with_layers(model: StanceModel, layers: int) -> StanceModel:
    """Return a copy that keeps `layers` of the encoder's layers, evenly spaced from the first to the last."""
    cut = copy.deepcopy(model)
    stack: nn.ModuleList = cut.encoder.encoder.layer  # type: ignore[union-attr,assignment]
    kept = torch.linspace(0, len(stack) - 1, layers).round().long().tolist()
    cut.encoder.encoder.layer = nn.ModuleList([stack[i] for i in kept])  # type: ignore[union-attr]
    cut.encoder.config.num_hidden_layers = layers  # type: ignore[union-attr]
    return cut


def depth(model: StanceModel) -> int:
    """Return the number of the encoder's layers."""
    return int(model.encoder.config.num_hidden_layers)  # type: ignore[union-attr,arg-type]


def freeze_lowest(model: StanceModel, layers: int) -> None:
    """Take the embeddings and the lowest `layers` of the encoder out of training; all are in it if `layers` is 0."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(layers == 0 or not name.startswith("encoder.") or _layer(name, depth(model)) > layers)


def parameter_groups(model: StanceModel, config: TrainConfig) -> Iterator[dict[str, Any]]:
    """Yield optimiser groups of what is trained, with layer-wise rates; biases and norms are not decayed."""
    layers = depth(model)
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        layers_above = layers - _layer(name, layers)
        rate = config.learning_rate * config.layer_decay**layers_above
        if not name.startswith("encoder."):
            rate = config.learning_rate * config.head_rate_factor
        decay = 0.0 if parameter.ndim < 2 else config.weight_decay
        yield {"params": [parameter], "lr": rate, "peak_lr": rate, "weight_decay": decay}


def _layer(name: str, layers: int) -> int:
    """Return the number of a parameter's layer: 0 for the embeddings, `layers` for the heads.

    The position bias that MPNet's layers share counts as an embedding: the lowest layer needs it.
    """
    if ".layer." in name:
        return int(name.split(".layer.")[1].split(".", maxsplit=1)[0]) + 1
    return 0 if "embeddings" in name or "attention_bias" in name else layers
