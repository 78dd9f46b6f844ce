"""The training loop: data, model, optimiser, step, validate, keep the best."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import datasets
import numpy as np
import torch
from sklearn.metrics import accuracy_score, f1_score
from torch.nn import functional

from labels.corpus import LabelledStatement, Split
from labels.snapshot import Snapshot
from labels.taxonomy import Sector, Stance
from serving.model_input import Layout, padded_length
from training.config import TrainConfig
from training.dataset import Batch, augmented, batches, encoded_dataset, label_columns, to_batch
from training.model import Logits, StanceModel, freeze_lowest, parameter_groups

EVALUATION_BATCH = 32


@dataclass(frozen=True)
class Epoch:
    """What one pass over the data came to: mean training loss and validation figures."""

    number: int
    loss: float
    stance_macro_f1: float
    sector_accuracy: float
    themes_micro_f1: float

    @property
    def score(self) -> float:
        """Return the figure by which the best epoch is chosen: all three heads count."""
        return self.stance_macro_f1 + self.sector_accuracy + self.themes_micro_f1


@dataclass
class Trained:
    """The model of the best epoch and the history of all."""

    model: StanceModel
    history: list[Epoch] = field(default_factory=list)

    @property
    def best(self) -> Epoch:
        """Return the epoch whose weights the model holds."""
        return max(self.history, key=lambda epoch: epoch.score)


def train(
    model: StanceModel,
    snapshot: Snapshot,
    layout: Layout,
    config: TrainConfig,
    on_step: Callable[[float], None],
    on_epoch: Callable[[Epoch], None],
) -> Trained:
    """Fit the model to the training split's labels, augmented anew each epoch.

    `on_step` is given the share of the work done, `on_epoch` each finished epoch.
    """
    rng = random.Random(config.seed)
    statements = snapshot.split(Split.TRAIN)

    def material(_number: int) -> datasets.Dataset:
        return encoded_dataset(augmented(statements, config, rng), layout)

    return fit(model, material, snapshot, layout, config, rng=rng, on_step=on_step, on_epoch=on_epoch)


def fit(
    model: StanceModel,
    material: Callable[[int], datasets.Dataset],
    snapshot: Snapshot,
    layout: Layout,
    config: TrainConfig,
    *,
    rng: random.Random,
    on_step: Callable[[float], None],
    on_epoch: Callable[[Epoch], None],
) -> Trained:
    """Fit the model to what `material` gives for each epoch, counted from 0, and return it as after the best one."""
    validation = snapshot.split(Split.VALIDATION)
    weights = class_weights(snapshot.split(Split.TRAIN), config.class_balance)
    freeze_lowest(model, config.frozen_layers)
    optimizer = torch.optim.AdamW(parameter_groups(model, config), fused=True)
    trained, best_weights = Trained(model), None
    for number in range(config.epochs):
        model.train()
        losses = []
        epoch_batches = list(batches(material(number), config, layout, rng))
        for i, batch in enumerate(epoch_batches):
            share = (number + (i + 0.5) / len(epoch_batches)) / config.epochs
            set_rates(optimizer, rate_at(share, config.warmup_share))
            losses.append(_step(model, batch, weights, optimizer, config))
            on_step(share)
        trained.history.append(validate(model, validation, layout, config, number + 1, float(np.mean(losses))))
        on_epoch(trained.history[-1])
        if trained.best is trained.history[-1]:
            best_weights = copy.deepcopy(model.state_dict())
    assert best_weights is not None
    model.load_state_dict(best_weights)
    return trained


def _step(
    model: StanceModel,
    batch: Batch,
    weights: tuple[torch.Tensor, torch.Tensor],
    optimizer: torch.optim.Optimizer,
    config: TrainConfig,
) -> float:
    with bf16_autocast():
        logits = model(batch.input_ids, batch.attention_mask)
    loss = combined_loss(logits, batch, weights, config)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), config.max_grad_norm)
    optimizer.step()
    return loss.item()


def rate_at(share: float, warmup_share: float) -> float:
    """Return the factor of the peak rate when `share` of training is done: a rise, then a fall to nothing."""
    if share < warmup_share:
        return share / warmup_share
    return (1 - share) / max(1 - warmup_share, 1e-9)


def set_rates(optimizer: torch.optim.Optimizer, factor: float) -> None:
    """Set the rate of every group to `factor` of its peak."""
    for group in optimizer.param_groups:
        group["lr"] = group["peak_lr"] * factor


def bf16_autocast() -> torch.autocast:
    """Return a context in which matrix products run in bfloat16 where the processor has it."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())


def class_weights(statements: Sequence[LabelledStatement], exponent: float) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weights for sectors and stances: inverse frequency to the power `exponent`, mean 1 over statements."""
    columns = [label_columns(statement) for statement in statements]
    weights = []
    for head, classes in (("sector", len(Sector)), ("stance", len(Stance))):
        counts = np.bincount([column[head] for column in columns], minlength=classes)
        raw = counts.clip(min=1).astype(float) ** -exponent
        weights.append(torch.tensor(raw * counts.sum() / (raw * counts).sum(), dtype=torch.float32))
    return weights[0], weights[1]


def combined_loss(
    logits: Logits, batch: Batch, weights: tuple[torch.Tensor, torch.Tensor], config: TrainConfig
) -> torch.Tensor:
    """Return the weighted sum of the three heads' cross-entropies.

    Where a teacher has read the batch, `teaching` of sector and stance is the cross-entropy with the teacher's
    answers instead of the labels. Themes are learnt from the labels alone: they are rare, and a teacher is timid there.
    """
    smoothing = config.label_smoothing
    sector = functional.cross_entropy(logits.sector.float(), batch.sector, weights[0], label_smoothing=smoothing)
    stance = functional.cross_entropy(logits.stance.float(), batch.stance, weights[1], label_smoothing=smoothing)
    themes = functional.binary_cross_entropy_with_logits(logits.themes.float(), batch.themes)
    if batch.taught:
        sector = torch.lerp(sector, taught_loss(logits.sector, batch.taught.sector), config.teaching)
        stance = torch.lerp(stance, taught_loss(logits.stance, batch.taught.stance), config.teaching)
    return config.sector_weight * sector + config.stance_weight * stance + config.themes_weight * themes


def taught_loss(logits: torch.Tensor, taught: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy of logits (B, C) with the probabilities that a teacher's logits `taught` give."""
    return functional.cross_entropy(logits.float(), taught.softmax(-1))


@torch.no_grad()
def predict_logits(
    model: StanceModel,
    statements: Sequence[LabelledStatement],
    layout: Layout,
    config: TrainConfig,
) -> Logits:
    """Return the logits of each row of the statements, in order, as float32 and computed in it unless autocast."""
    model.eval()
    dataset = encoded_dataset(statements, layout)
    # Rows of one length share a batch, so that little is computed for padding.
    by_length = np.argsort([len(ids) for ids in dataset["input_ids"]], kind="stable")
    found = []
    for start in range(0, len(by_length), EVALUATION_BATCH):
        rows = dataset[by_length[start : start + EVALUATION_BATCH]]
        longest = max(len(ids) for ids in rows["input_ids"])
        batch = to_batch(rows, padded_length(longest, config.pad_lengths), layout)
        found.append(model(batch.input_ids, batch.attention_mask))
    in_order = torch.from_numpy(by_length.argsort())
    return Logits(*(torch.cat(heads).float()[in_order] for heads in zip(*found, strict=True)))


def validate(
    model: StanceModel,
    statements: Sequence[LabelledStatement],
    layout: Layout,
    config: TrainConfig,
    number: int,
    loss: float,
) -> Epoch:
    """Return how the model does on the validation split; steers training, is never reported."""
    with bf16_autocast():
        logits = predict_logits(model, statements, layout, config)
    gold = encoded_dataset(statements, layout)
    return Epoch(
        number,
        loss,
        stance_macro_f1=float(f1_score(gold["stance"], logits.stance.argmax(-1), average="macro", zero_division=0)),
        sector_accuracy=float(accuracy_score(gold["sector"], logits.sector.argmax(-1))),
        themes_micro_f1=float(f1_score(gold["themes"], logits.themes > 0, average="micro", zero_division=0)),
    )
