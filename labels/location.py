"""Where the label store is: in `STANCE_DATABASE_URL`, or else in the user's state folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from labels.errors import ConfigError, StoreError

if TYPE_CHECKING:
    from labels.store import LabelStore

VARIABLE = "STANCE_DATABASE_URL"


def database_url(environment: Mapping[str, str]) -> str:
    """Return the URL of the label store's database, "" where neither a variable nor a home folder says."""
    folder = _state_folder(environment)
    return environment.get(VARIABLE) or (f"sqlite:///{folder / 'labels.db'}" if folder else "")


def open_store(environment: Mapping[str, str], url: str = "") -> LabelStore:
    """Open the store at `url`, or the one of the environment, whose state folder is made where needed.

    Raises `ConfigError` if nothing says where it is, `StoreError` if it can't be used.
    """
    from labels.store import LabelStore  # SQLAlchemy and Alembic take half a second to load.

    if not (url or environment.get(VARIABLE)):
        _make_state_folder(environment)
    return LabelStore.open(url or database_url(environment))


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder in which the project keeps what must outlive a process, made where needed.

    Raises `ConfigError` if there is no home folder, `StoreError` if it can't be made.
    """
    folder = _state_folder(environment)
    if folder is None:
        raise ConfigError("XDG_STATE_HOME: is not set (expected a folder to keep state in, as there is no home folder)")
    return _made(folder, "XDG_STATE_HOME names another place")


def _make_state_folder(environment: Mapping[str, str]) -> None:
    folder = _state_folder(environment)
    if folder is None:
        raise ConfigError(f"{VARIABLE}: is not set (expected where to keep labels, as there is no home folder)")
    _made(folder, f"{VARIABLE} keeps labels elsewhere")


def _made(folder: Path, otherwise: str) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(f"{folder}: can't be made: {problem.strerror} ({otherwise})") from None
    return folder


def _state_folder(environment: Mapping[str, str]) -> Path | None:
    # The XDG specification has relative paths ignored.
    state = Path(environment.get("XDG_STATE_HOME", ""))
    if state.is_absolute():
        return state / "stance"
    try:
        return Path.home() / ".local" / "state" / "stance"
    except RuntimeError:  # Some containers run as a user whom nobody knows.
        return None
