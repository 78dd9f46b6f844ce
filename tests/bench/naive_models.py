"""Write the two models of the naive service: the shipped model's base checkpoint under untrained heads.

Their answers mean nothing; they cost what trained ones would. Usage: naive_models.py FOLDER
"""

import sys
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from labels.taxonomy import Sector, Stance
from serving.artifact import SHIPPED_MODEL, read_contract
from training.base import find_base


def write_models(folder: Path) -> None:
    """Write `folder`/sector and `folder`/stance."""
    contract = read_contract(SHIPPED_MODEL)
    base = find_base(contract.base_model).folder
    torch.manual_seed(1)
    tokenizer = AutoTokenizer.from_pretrained(base, model_max_length=contract.max_tokens)
    for name, labels in (("sector", Sector), ("stance", Stance)):
        AutoModelForSequenceClassification.from_pretrained(base, num_labels=len(labels)).save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)


if __name__ == "__main__":
    write_models(Path(sys.argv[1]))
