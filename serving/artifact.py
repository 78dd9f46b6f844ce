"""The model folder: its files, its contract, and the checks that they fit this version."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from tokenizers import Tokenizer

from labels.errors import ArtifactError
from labels.statement import invalid_input
from labels.taxonomy import TAXONOMY_VERSION, Sector, Stance, Theme
from serving.model_input import INPUT_VERSION, LEAST_TOKENS, Layout

FORMAT_VERSION = "1"
SHIPPED_MODEL = Path(__file__).parent / "model"

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CONTRACT_FILE = "contract.json"
WEIGHTS_FILES = "weights-*.bin"
HASHED_FILES = (MODEL_FILE, TOKENIZER_FILE)


class Temperatures(BaseModel):
    """What the logits of each head are divided by before the softmax (Guo et al. 2017)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: float = Field(1.0, gt=0, allow_inf_nan=False)
    stance: float = Field(1.0, gt=0, allow_inf_nan=False)
    themes: float = Field(1.0, gt=0, allow_inf_nan=False)


class Thresholds(BaseModel):
    """Probabilities at which scores become decisions.

    A theme is given from `themes` on; a statement whose sector or stance is less probable than
    `review_sector` or `review_stance` is marked for a person to look at.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: float = 0.5
    review_sector: float = 0.0
    review_stance: float = 0.0


class SpecialTokens(BaseModel):
    """How the tokeniser spells the tokens that frame a sequence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cls: str
    sep: str
    pad: str


class Profile(BaseModel):
    """How a model's answers on its validation data are distributed; the shares of each field sum to 1.

    `sector` and `stance` hold a share for every label in the taxonomy's order, the others a share for every
    interval of confidence (`serving.drift.CONFIDENCE_EDGES`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sector: tuple[float, ...] = Field(min_length=len(Sector), max_length=len(Sector))
    stance: tuple[float, ...] = Field(min_length=len(Stance), max_length=len(Stance))
    sector_confidence: tuple[float, ...]
    stance_confidence: tuple[float, ...]


class Contract(BaseModel):
    """Everything that serving must know about a model; `contract.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format_version: str = FORMAT_VERSION
    input_version: str = INPUT_VERSION
    taxonomy_version: str = TAXONOMY_VERSION
    max_tokens: int = Field(ge=LEAST_TOKENS)
    pad_lengths: tuple[int, ...]
    special_tokens: SpecialTokens
    sectors: tuple[str, ...] = tuple(Sector)
    stances: tuple[str, ...] = tuple(Stance)
    themes: tuple[str, ...] = tuple(Theme)
    temperatures: Temperatures = Temperatures()
    thresholds: Thresholds = Thresholds()
    base_model: str
    base_sha256: str
    snapshot_sha256: str
    started_from: str = ""
    config: dict[str, Any]
    commit: str
    metrics: dict[str, Any] = {}
    reference: Profile | None = None
    created_at: str
    files: dict[str, str] = {}

    @model_validator(mode="after")
    def _fits_this_version(self) -> Self:
        ours = {
            "format_version": FORMAT_VERSION,
            "input_version": INPUT_VERSION,
            "taxonomy_version": TAXONOMY_VERSION,
            "sectors": tuple(Sector),
            "stances": tuple(Stance),
            "themes": tuple(Theme),
        }
        for field, expected in ours.items():
            if (found := getattr(self, field)) != expected:
                raise ValueError(f"{field} is {found!r}, this version serves {expected!r}")
        if list(self.pad_lengths) != sorted(self.pad_lengths) or self.pad_lengths[-1:] != (self.max_tokens,):
            raise ValueError(f"pad_lengths {self.pad_lengths} do not ascend to max_tokens {self.max_tokens}")
        return self

    @property
    def model_version(self) -> str:
        """Return a short name that changes with the weights: the first digits of their sha256."""
        if pieces := [sha256 for name, sha256 in sorted(self.files.items()) if fnmatch(name, WEIGHTS_FILES)]:
            return hashlib.sha256("".join([self.files[MODEL_FILE], *pieces]).encode()).hexdigest()[:12]
        return self.files.get(MODEL_FILE, "unsaved")[:12]


@dataclass(frozen=True)
class Artifact:
    """A model folder that has been checked: where it is, its contract, how its input is laid out."""

    folder: Path
    contract: Contract
    layout: Layout

    @property
    def model_file(self) -> Path:
        """Return the path of the ONNX file."""
        return self.folder / MODEL_FILE


def load_artifact(folder: Path) -> Artifact:
    """Open a model folder and check it.

    Raises `ArtifactError` if a file is missing, differs from its hash in the contract, or was
    made for another format, model input or taxonomy.
    """
    contract = read_contract(folder)
    for name in sorted({*_hashed_files(folder), *contract.files}):
        _check_there(folder, name)
        recorded, found = contract.files.get(name), file_sha256(folder / name)
        if recorded != found:
            raise ArtifactError(f"{folder / name}: sha256 is {found}, the contract says {recorded}; {_MEND}")
    tokenizer = open_tokenizer(folder / TOKENIZER_FILE)
    return Artifact(folder, contract, layout(tokenizer, contract))


_MEND = "restore the folder, or train again with 'stance train'"


def read_contract(folder: Path) -> Contract:
    """Return the contract of a model folder; raise `ArtifactError` if there is none that fits."""
    for name in (CONTRACT_FILE, *HASHED_FILES):
        _check_there(folder, name)
    try:
        return Contract.model_validate_json((folder / CONTRACT_FILE).read_bytes())
    except ValidationError as problem:
        raise ArtifactError(f"{folder / CONTRACT_FILE}: {invalid_input(problem)}; {_MEND}") from None


def _check_there(folder: Path, name: str) -> None:
    if not (folder / name).is_file():
        raise ArtifactError(f"{folder}: no {name} here (expected a model folder; {_MEND})")


def open_tokenizer(file: Path) -> Tokenizer:
    """Return the tokeniser of `file`, set so that it neither cuts, pads nor reads special tokens in text."""
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True
    return tokenizer


def layout(tokenizer: Tokenizer, contract: Contract) -> Layout:
    """Return how input is laid out; raise `ArtifactError` if the tokeniser lacks a special token."""
    special = contract.special_tokens
    cls_id, sep_id, pad_id = (_token_id(tokenizer, token) for token in (special.cls, special.sep, special.pad))
    return Layout(tokenizer, cls_id, sep_id, pad_id, contract.max_tokens)


def _token_id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ArtifactError(f"{TOKENIZER_FILE}: no token {token!r}, which the contract names")
    return int(found)


def file_sha256(file: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def save_contract(folder: Path, contract: Contract) -> Contract:
    """Write the contract with the hashes of the folder's files, and return it."""
    hashes = {name: file_sha256(folder / name) for name in _hashed_files(folder)}
    complete = contract.model_copy(update={"files": hashes})
    (folder / CONTRACT_FILE).write_text(complete.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return complete


def _hashed_files(folder: Path) -> list[str]:
    """Return the names of the files whose hashes the contract holds: weights may stand beside the model, in pieces."""
    return [*HASHED_FILES, *sorted(file.name for file in folder.glob(WEIGHTS_FILES))]


def check_replaceable(folder: Path) -> None:
    """Raise `ArtifactError` unless a model may be put at `folder`: nothing there, or an older model."""
    if folder.exists() and not folder.is_dir():
        raise ArtifactError(f"{folder}: is a file (expected a folder to put the model in)")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / CONTRACT_FILE).is_file():
        raise ArtifactError(f"{folder}: holds something else (expected a new or empty folder, or an older model's)")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `folder` when the block ends without error.

    Nothing is ever seen half written: the new folder is renamed into place, and if anything
    raises, the old one stays as it was. Raises `ArtifactError` rather than replace anything that
    is not a model folder.
    """
    folder = folder.absolute()
    check_replaceable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made here rather than by tempfile, whose folders nobody else may read: the umask says who may.
    fresh = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    fresh.mkdir()
    try:
        yield fresh
        _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, folder: Path) -> None:
    """Rename `fresh` to `folder`, which is put aside first and deleted afterwards."""
    if not folder.exists():
        os.rename(fresh, folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.rename(folder, aside / folder.name)
    try:
        os.rename(fresh, folder)
    except OSError:
        os.rename(aside / folder.name, folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
