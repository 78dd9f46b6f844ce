"""`MODEL_CARD.md`, written from what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labels.corpus import Split
from labels.snapshot import Snapshot
from serving.artifact import Contract
from training.baselines import Baselines
from training.evaluate import Evaluation, HeadFigures
from training.loop import Epoch


def model_card(
    contract: Contract, snapshot: Snapshot, evaluation: Evaluation, baselines: Baselines, history: Sequence[Epoch]
) -> str:
    """Return the card as Markdown."""
    return "\n\n".join(
        [
            "# Model card",
            "*Written by `training/card.py`; all figures are of the exported model, through the serving classifier.*",
            _what(contract, snapshot),
            "## How well it does\n\n" + _results(evaluation, baselines),
            _reading(evaluation),
            "## By slice (stance accuracy)\n\n" + _slices(evaluation),
            "## Behaviour\n\n" + _behaviour(evaluation),
            "![stance](confusion_stance.png)\n\n![sector](confusion_sector.png)",
            "## Training\n\n" + _history(history, contract),
            _limits(),
        ]
    )


def _what(contract: Contract, snapshot: Snapshot) -> str:
    sizes = ", ".join(f"{len(snapshot.split(split))} {split}" for split in Split)
    return (
        "Reads one quoted statement with its context and attribution, and gives the speaker's sector (15 classes),"
        f" the stance toward STPs (5) and the themes (14). One encoder, `{contract.base_model}` (sha256"
        f" `{contract.base_sha256[:12]}`){_kept(contract)}, three heads, at most {contract.max_tokens} tokens;"
        " longer texts are read in parts.\n\n"
        f"Labelled data: {sizes} statements; sha256 of training and validation `{contract.snapshot_sha256[:12]}`."
        " All were written for this project (`labels/data/DATA_CARD.md`); the test split holds only statements"
        " modelled on real ones, whose sources stand in no other split, nor do statements that seem to retell the same"
        " originals."
    )


def _kept(contract: Contract) -> str:
    layers = contract.config.get("layers")
    return f" cut to {layers} layers and taught by the whole one" if layers else ""


def _results(evaluation: Evaluation, baselines: Baselines) -> str:
    rows = [
        f"On the {evaluation.statements} statements of the test split, with 95% bootstrap intervals:\n",
        "| model | stance macro-F1 | stance accuracy | sector accuracy | sector macro-F1 |",
        "|---|---|---|---|---|",
        _row("**this model**", {"stance": evaluation.stance, "sector": evaluation.sector}),
        *(_row(name, figures) for name, figures in baselines.items()),
    ]
    themes = f"Themes: micro-F1 {evaluation.themes_micro_f1}, macro-F1 {evaluation.themes_macro_f1}."
    return "\n".join(rows) + "\n\n" + themes


def _row(name: str, heads: Mapping[str, HeadFigures]) -> str:
    stance, sector = heads["stance"], heads["sector"]
    return f"| {name} | {stance.macro_f1} | {stance.accuracy} | {sector.accuracy} | {sector.macro_f1} |"


def _reading(evaluation: Evaluation) -> str:
    return (
        f"Expected calibration error: stance {evaluation.stance.calibration_error:.3f}, sector"
        f" {evaluation.sector.calibration_error:.3f}. {evaluation.reviewed:.0%} of the statements are marked for"
        f" review; of the rest the stance is right {evaluation.unreviewed_stance_accuracy:.1%} of the time, stance"
        f" and sector both {evaluation.unreviewed_both_accuracy:.1%}."
    )


def _slices(evaluation: Evaluation) -> str:
    rows = ["| slice | statements | stance accuracy |", "|---|---|---|"]
    for name, values in evaluation.stance_accuracy_by.items():
        rows += [f"| {name}: {value} | {number} | {share:.2f} |" for value, (number, share) in values.items()]
    return "\n".join(rows)


def _behaviour(evaluation: Evaluation) -> str:
    rows = [
        "Pairs made of the test split's statements by `training/behaviour.py`; the turned clauses are pairs of"
        " `labels/behaviour`, which no model is trained on.\n",
        "| what should hold | pairs | holds in | wanted |",
        "|---|---|---|---|",
    ]
    return "\n".join(
        rows + [f"| {b.name} | {b.pairs} | {b.share:.1%} | {b.wanted:.0%} |" for b in evaluation.behaviour]
    )


def _history(history: Sequence[Epoch], contract: Contract) -> str:
    rows = [
        "| epoch | training loss | validation stance macro-F1 | sector accuracy | themes micro-F1 |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {e.number} | {e.loss:.3f} | {e.stance_macro_f1:.3f} | {e.sector_accuracy:.3f} | {e.themes_micro_f1:.3f} |"
        for e in history
    ]
    best = max(history, key=lambda epoch: epoch.score)
    settings = ", ".join(f"{key} {value}" for key, value in contract.config.items() if key != "pad_lengths")
    return "\n".join(rows) + f"\n\nKept: epoch {best.number}. Settings: {settings}."


def _limits() -> str:
    return (
        "## Limits\n\n"
        "- Trained on statements about England's STPs, 2015-2018, in English; of other reforms and years it knows"
        " nothing.\n"
        "- The labelled statements were written for this project. Figures on newspapers' own words will differ.\n"
        "- Stance is what the words commit the speaker to, not what the speaker thinks (`labels/guide.md`).\n"
        "- Look at what is marked for review before you publish a count."
    )
