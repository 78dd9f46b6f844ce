"""The service's log: one JSON object a line on standard error, without anything that was said."""

from __future__ import annotations

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

LOGGER = "serving"


def log_as_json(level: str) -> None:
    """Let the loggers of `serving` write JSON lines from `level` on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{message}", style="{", rename_fields={"asctime": "time", "levelname": "level"}
        )
    )
    logger = logging.getLogger(LOGGER)
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level.upper())
