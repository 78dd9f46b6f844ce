"""Every error that the project raises on purpose, in one place.

Each message is one line that says what was wrong, which value was found and what was expected.
The command line prints it and exits 1; the service turns it into a 4xx body.
"""

from __future__ import annotations

from typing import Any

SHOWN_VALUE_CHARS = 60


def shorten(value: Any) -> str:
    """Return `value` as printable text of at most `SHOWN_VALUE_CHARS` characters."""
    shown = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return shown if len(shown) <= SHOWN_VALUE_CHARS else shown[: SHOWN_VALUE_CHARS - 3] + "..."


class StanceError(Exception):
    """An error that a user can mend; its text is one line."""


class InvalidInput(StanceError):
    """A value that a caller sent does not fit.

    `field` is the path to the value (`statements.3.text`), `expected` what would have been accepted.
    """

    def __init__(self, error: str, *, field: str = "", expected: str = "") -> None:
        self.error, self.field, self.expected = error, field, expected
        where = f"{field}: " if field else ""
        wanted = f" (expected {expected})" if expected else ""
        super().__init__(f"{where}{error}{wanted}")


class TooLarge(InvalidInput):
    """A value is well formed and larger than the limit."""


class Unauthorised(InvalidInput):
    """A request lacks the key that it needs."""


class Forbidden(InvalidInput):
    """A request asks for what nobody may do from where it comes."""


class HeadersTooLarge(TooLarge):
    """The headers of a request are larger than the limit."""


class UnsupportedBody(InvalidInput):
    """A body is not in a form that is read here."""


class SlowBody(InvalidInput):
    """A body did not arrive in time."""


class TimeLimit(InvalidInput):
    """A well-formed request took longer than it may."""


class Overloaded(StanceError):
    """More waits to be computed than is let in; trying again after `retry_seconds` may help."""

    def __init__(self, error: str, *, retry_seconds: int) -> None:
        self.error, self.retry_seconds = error, retry_seconds
        super().__init__(f"{error} (expected another try after {retry_seconds} s)")


class DataError(StanceError):
    """A file of records or labels can't be read; the text names file and line."""


class StoreError(StanceError):
    """The label store can't be opened, read or written; the text names its database."""


class StoreBusy(StoreError):
    """Others have been writing to the label store for too long; trying again helps."""


class ArtifactError(StanceError):
    """A model folder is missing, damaged or does not fit this version."""


class CheckpointError(StanceError):
    """A base checkpoint is missing, or its files are not the ones expected."""


class ConfigError(StanceError):
    """A configuration file or environment variable holds something that can't be used."""


class ModelError(StanceError):
    """A version of a model is not there, or can't be made the live one."""


class RetrainingHeld(StanceError):
    """Somebody is retraining already; the text says who."""


class RetrainingRefused(StanceError):
    """A retrained model is not good enough to take the place of the one in use; the text says why."""


class NotInstalled(StanceError):
    """A part of the project is not installed here."""


class ParityError(StanceError):
    """The exported model does not answer as the trained one does."""
