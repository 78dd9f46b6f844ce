"""What the tests of `labels` share: ways to make labelled statements and files of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from labels.corpus import LabelledStatement
from labels.statement import validated
from labels.store import LabelStore

USUAL = {"id": "t-1", "text": "Our cottage hospital keeps its beds.", "sector": "nhs_provider", "stance": "neutral"}


@pytest.fixture(scope="session")
def labelled() -> Callable[..., LabelledStatement]:
    """Make a labelled statement; any field can be given."""

    def make(**fields: Any) -> LabelledStatement:
        return validated(LabelledStatement, {**USUAL, **fields})

    return make


@pytest.fixture
def write_lines(tmp_path: Path) -> Callable[..., Path]:
    """Write a file with one line for each record; text stands there as it is."""

    def write(*records: Any, name: str = "labels.jsonl") -> Path:
        file = tmp_path / name
        records = tuple(r.to_record() if isinstance(r, LabelledStatement) else r for r in records)
        lines = (r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records)
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write


@pytest.fixture
def store(database_url: str) -> Iterator[LabelStore]:
    """An empty store, once in each database."""
    with LabelStore.open(database_url) as opened:
        yield opened
