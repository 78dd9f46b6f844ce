"""The versions of the model: kept whole in BentoML's model store, beside the one that the package ships."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labels.errors import ArtifactError, ModelError, shorten
from serving.artifact import SHIPPED_MODEL, Contract, load_artifact, read_contract

NAME = "stance"
SHIPPED = "shipped"
UNFINISHED = "stance-unfinished-"
LEFTOVER_SECONDS = 3600
"""Younger than this, what looks left over may be what another process is writing just now."""


@dataclass(frozen=True)
class Version:
    """A version of the model: its name, its folder, and its contract, or else why it can't be used."""

    name: str
    folder: Path
    contract: Contract | None
    problem: str = ""


class ModelVersions:
    """The versions in BentoML's home folder `home`, and the shipped one, whose name is also ""."""

    def __init__(self, home: Path, shipped: Path = SHIPPED_MODEL) -> None:
        self.home = home
        self.shipped = shipped

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> ModelVersions:
        """Return the versions where BentoML keeps its models."""
        return cls(Path(environment.get("BENTOML_HOME") or Path.home() / "bentoml"))

    def all(self) -> list[Version]:
        """Return every version, the shipped one first, then the oldest first, those that can't be used last."""
        kept = self._kept.iterdir() if self._kept.is_dir() else ()
        found = [_version(folder.name, folder) for folder in sorted(kept) if folder.is_dir()]
        in_order = sorted(found, key=lambda v: (v.contract is None, v.contract.created_at if v.contract else v.name))
        shipped = read_contract(self.shipped)
        return [Version(shipped.model_version, self.shipped, shipped), *in_order]

    def name(self, version: str) -> str:
        """Return the name under which promotions hold a version: "" for the shipped one.

        Raises `ModelError` if there is no such version.
        """
        if version in ("", SHIPPED, read_contract(self.shipped).model_version):
            return ""
        self.folder(version)
        return version

    def folder(self, version: str) -> Path:
        """Return the folder of a version; raise `ModelError` if there is none of this name."""
        if not version:
            return self.shipped
        folder = self._kept / version
        # A name that leads elsewhere is no name.
        if folder.parent != self._kept or not folder.is_dir() or version in (".", ".."):
            known = ", ".join(found.name for found in self.all())
            raise ModelError(f"version {shorten(version)}: is not in {self._kept} (expected one of: {known})")
        return folder

    def add(self, model: Path) -> str:
        """Keep a model folder as a version, and return its name; what is there already stays.

        BentoML copies into the place where the version is then found, so that a process that is killed leaves
        half of one behind: it writes elsewhere, and the whole is renamed. Raises `ArtifactError` if the folder does
        not fit.
        """
        contract = load_artifact(model).contract
        name = contract.model_version
        folder = self._kept / name
        if folder.is_dir() and _is_whole(folder):
            return name
        self.clean()
        self._kept.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.home))
        try:
            written = _write(model, contract, scratch)
            # A folder made for scratch is its owner's alone; the service may run as somebody else.
            written.chmod(0o777 & ~_umask())
            if folder.is_dir():
                shutil.rmtree(folder)
            os.rename(written, folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return name

    def clean(self) -> None:
        """Remove what processes that were killed left behind.

        BentoML writes into the system's folder for temporary files first.
        """
        unfinished = self.home.glob(f"{UNFINISHED}*")
        bentomls = Path(tempfile.gettempdir()).glob(f"bentoml-model-{NAME}-*")
        for leftover in filter(_is_leftover, (*unfinished, *bentomls)):
            shutil.rmtree(leftover, ignore_errors=True)

    @property
    def _kept(self) -> Path:
        return self.home / "models" / NAME


def _version(name: str, folder: Path) -> Version:
    try:
        return Version(name, folder, read_contract(folder))
    except ArtifactError as problem:
        return Version(name, folder, None, str(problem))


def _is_whole(folder: Path) -> bool:
    try:
        load_artifact(folder)
    except ArtifactError:
        return False
    return True


def _umask() -> int:
    """Return what this process takes from the rights of what it makes; setting it is the only way to ask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write(model: Path, contract: Contract, scratch: Path) -> Path:
    """Have BentoML write a model into a store of its own in `scratch`; return where it is there."""
    # BentoML reports its use to its makers unless told not to.
    os.environ["BENTOML_DO_NOT_TRACK"] = "true"
    with warnings.catch_warnings():
        # It takes seconds to load, which reading versions need not wait for, and uses what its libraries deprecate.
        warnings.simplefilter("ignore", DeprecationWarning)
        from bentoml import models
        from bentoml._internal.models import ModelStore

        create = models.create
    figures = {key: value for key, value in contract.metrics.items() if isinstance(value, int | float | str)}
    tag = f"{NAME}:{contract.model_version}"
    store = ModelStore(scratch)
    with create(tag, metadata=figures, _model_store=store) as written:
        for file in model.iterdir():
            if file.is_file():
                shutil.copyfile(file, written.path_of(file.name))
    return Path(store.get(tag).path)


def _is_leftover(folder: Path) -> bool:
    try:
        told = folder.stat()
    except FileNotFoundError:  # Its owner has just removed it.
        return False
    return told.st_uid == os.getuid() and time.time() - told.st_mtime > LEFTOVER_SECONDS
