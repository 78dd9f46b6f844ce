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


def _make_state_folder(environment: Mapping[str, str]) -> None:
    folder = _state_folder(environment)
    if folder is None:
        raise ConfigError(f"{VARIABLE}: is not set (expected where to keep labels, as there is no home folder)")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        reason = f"can't be made: {problem.strerror} ({VARIABLE} keeps labels elsewhere)"
        raise StoreError(f"{folder}: {reason}") from None


def _state_folder(environment: Mapping[str, str]) -> Path | None:
    # The XDG specification has relative paths ignored.
    state = Path(environment.get("XDG_STATE_HOME", ""))
    if state.is_absolute():
        return state / "stance"
    try:
        return Path.home() / ".local" / "state" / "stance"
    except RuntimeError:  # Some containers run as a user whom nobody knows.
        return None
