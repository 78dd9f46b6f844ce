"""What a deployment may set in the environment, read once; everything about the model is in the artifact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labels.errors import ConfigError, shorten
from labels.location import database_url

LOG_LEVELS = ("debug", "info", "warning", "error")
MOST_NUMBER = 10**15 - 1
MOST_SECONDS = 60
"""BentoML itself ends a request soon after, and keeps a timer as long for every one."""
READING_SECONDS = 5


@dataclass(frozen=True)
class Settings:
    """Deployment knobs.

    `model` is the one folder to serve, None for the live version (`STANCE_MODEL`), `threads` the processor's
    threads it may use, 0 for all (`STANCE_THREADS`), `max_body_bytes` the largest request (`STANCE_MAX_BODY_BYTES`),
    `max_statements` the most statements in one (`STANCE_MAX_STATEMENTS`), `max_article_chars` the longest
    article (`STANCE_MAX_ARTICLE_CHARS`), `max_reading_seconds` the processor time that reading one may take
    (`STANCE_MAX_READING_SECONDS`), `max_seconds` the longest that a request may take
    (`STANCE_MAX_SECONDS`), `max_waiting` how many statements may wait to be computed (`STANCE_MAX_WAITING`),
    `log_level` from which on the log is written (`STANCE_LOG_LEVEL`; requests are at "info"). `database_url` is
    where labels are kept (`STANCE_DATABASE_URL`), and `api_key` what a request that writes must bring, "" for
    none (`STANCE_API_KEY`).
    """

    model: Path | None = None
    threads: int = 0
    max_body_bytes: int = 8_000_000
    max_statements: int = 1_000
    max_article_chars: int = 500_000
    max_reading_seconds: int = READING_SECONDS
    max_seconds: int = MOST_SECONDS
    max_waiting: int = 2_000
    log_level: str = "info"
    # Both hold secrets, which must not be printed with the rest.
    database_url: str = field(kw_only=True, repr=False)
    api_key: str = field(default="", repr=False)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings that the environment asks for; raise `ConfigError` for a bad value."""
    defaults = Settings(database_url=database_url(environment))
    model = environment.get("STANCE_MODEL")
    return Settings(
        model=Path(model) if model else None,
        threads=_integer(environment, "STANCE_THREADS", defaults.threads, least=0),
        max_body_bytes=_integer(environment, "STANCE_MAX_BODY_BYTES", defaults.max_body_bytes, least=1),
        max_statements=_integer(environment, "STANCE_MAX_STATEMENTS", defaults.max_statements, least=1),
        max_article_chars=_integer(environment, "STANCE_MAX_ARTICLE_CHARS", defaults.max_article_chars, least=1),
        max_reading_seconds=_integer(
            environment, "STANCE_MAX_READING_SECONDS", defaults.max_reading_seconds, least=1, most=MOST_SECONDS
        ),
        max_seconds=_integer(environment, "STANCE_MAX_SECONDS", defaults.max_seconds, least=1, most=MOST_SECONDS),
        max_waiting=_integer(environment, "STANCE_MAX_WAITING", defaults.max_waiting, least=1),
        log_level=_choice(environment, "STANCE_LOG_LEVEL", LOG_LEVELS, defaults.log_level),
        database_url=defaults.database_url,
        api_key=_key(environment, "STANCE_API_KEY"),
    )


def _key(environment: Mapping[str, str], name: str) -> str:
    key = environment.get(name, "")
    if not all("!" <= character <= "~" for character in key):
        raise ConfigError(f"{name}: holds a blank or a character that a header can't (expected visible ASCII)")
    return key


def _choice(environment: Mapping[str, str], name: str, choices: Sequence[str], default: str) -> str:
    value = environment.get(name) or default
    if value not in choices:
        raise ConfigError(f"{name}: got {shorten(value)} (expected one of: {', '.join(choices)})")
    return value


def _integer(environment: Mapping[str, str], name: str, default: int, *, least: int, most: int = MOST_NUMBER) -> int:
    value = environment.get(name, "")
    if not value:
        return default
    # A number of thousands of digits takes long to read.
    digits = value.isascii() and value.isdigit() and len(value) <= len(str(MOST_NUMBER))
    if not digits or not least <= int(value) <= most:
        wanted = f"an integer from {least} on" if most == MOST_NUMBER else f"an integer from {least} to {most}"
        raise ConfigError(f"{name}: got {shorten(value)} (expected {wanted})")
    return int(value)
