"""What a deployment may set in the environment, read once; everything about the model is in the artifact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labels.errors import ConfigError, shorten
from serving.artifact import SHIPPED_MODEL

MOST_DIGITS = 15


@dataclass(frozen=True)
class Settings:
    """Deployment knobs.

    `model` is the folder to serve (`STANCE_MODEL`), `threads` the processor's threads it may use,
    0 for all (`STANCE_THREADS`), `max_body_bytes` the largest request (`STANCE_MAX_BODY_BYTES`),
    `max_statements` the most statements in one (`STANCE_MAX_STATEMENTS`), `max_article_chars` the longest
    article (`STANCE_MAX_ARTICLE_CHARS`).
    """

    model: Path = SHIPPED_MODEL
    threads: int = 0
    max_body_bytes: int = 8_000_000
    max_statements: int = 1_000
    max_article_chars: int = 500_000


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that the environment asks for; raise `ConfigError` for a bad value."""
    defaults = Settings()
    return Settings(
        model=Path(environment.get("STANCE_MODEL") or defaults.model),
        threads=_integer(environment, "STANCE_THREADS", defaults.threads, least=0),
        max_body_bytes=_integer(environment, "STANCE_MAX_BODY_BYTES", defaults.max_body_bytes, least=1),
        max_statements=_integer(environment, "STANCE_MAX_STATEMENTS", defaults.max_statements, least=1),
        max_article_chars=_integer(environment, "STANCE_MAX_ARTICLE_CHARS", defaults.max_article_chars, least=1),
    )


def _integer(environment: Mapping[str, str], name: str, default: int, least: int) -> int:
    value = environment.get(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > MOST_DIGITS or int(value) < least:
        raise ConfigError(f"{name}: got {shorten(value)} (expected an integer from {least} on)")
    return int(value)
