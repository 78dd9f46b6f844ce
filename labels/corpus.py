"""Labelled statements and the JSONL files that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from labels.errors import DataError, InvalidInput
from labels.records import Row, Unreadable, json_text, scan_json_lines
from labels.statement import ArticleStatement, Phrase, validated
from labels.taxonomy import Sector, Stance, Theme

DATA_FOLDER = Path(__file__).parent / "data"
BEHAVIOUR_FOLDER = Path(__file__).parent / "behaviour"
"""Pairs of statements in which one clause is turned, and a label with it; never trained on."""


class Split(StrEnum):
    """The part that a statement plays: what may be fitted, chosen by, or only measured on."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


class Origin(StrEnum):
    """How a statement came to be (`data/DATA_CARD.md`)."""

    WRITTEN = "written"
    MODELLED = "modelled"
    IMPORTED = "imported"
    CORRECTED = "corrected"


class Kind(StrEnum):
    """How the source gives the words."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    FIRST_PERSON = "first_person"


class Labels(BaseModel):
    """One person's labels of a statement; `themes` in the taxonomy's order, each once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sector: Sector
    stance: Stance
    themes: tuple[Theme, ...] = ()
    sure: Phrase = ""

    @field_validator("themes", mode="before")
    @classmethod
    def _split_cell(cls, themes: Any) -> Any:
        """Accept what a CSV cell holds: codes between semicolons, commas or blanks."""
        if isinstance(themes, str):
            return themes.replace(";", " ").replace(",", " ").split()
        return () if themes is None else themes

    @field_validator("themes")
    @classmethod
    def _in_order(cls, themes: tuple[Theme, ...], others: ValidationInfo) -> tuple[Theme, ...]:
        if themes and others.data.get("stance") is Stance.UNRELATED:
            raise ValueError("no themes where the stance is 'unrelated' (guide, \"Themes\")")
        return tuple(theme for theme in Theme if theme in themes)


class LabelledStatement(ArticleStatement, Labels):
    """A statement with its labels, where it came from and which split it belongs to.

    `second` holds an independent annotator's labels where there are any.
    """

    origin: Origin = Origin.IMPORTED
    kind: Kind | None = None
    second: Labels | None = None
    annotator: Phrase = ""
    split: Split | None = None

    @property
    def first(self) -> Labels:
        """Return the labels that count, apart from the statement."""
        return Labels(sector=self.sector, stance=self.stance, themes=self.themes, sure=self.sure)

    def to_record(self) -> dict[str, Any]:
        """Return the fields that hold something, as plain JSON values."""
        record = self.model_dump(mode="json")
        in_order = sorted(record, key=_FIELD_ORDER.index)
        kept = {key: record[key] for key in in_order if key == "themes" or record[key] not in ("", None, False)}
        if self.second:
            kept["second"] = {key: value for key, value in kept["second"].items() if value != ""}
        return kept


_STATEMENT_FIELDS = ("id", "text", "context", "attribution", "speaker", "role", "organisation")
_LABEL_FIELDS = ("sector", "stance", "themes", "sure", "second")
_FIELD_ORDER = (*_STATEMENT_FIELDS, *_LABEL_FIELDS, "kind", "origin", "annotator", "source", "split", "stp_article")


@dataclass(frozen=True)
class Located:
    """A labelled statement and the line that holds it."""

    statement: LabelledStatement
    file: Path
    line: int


def data_files(paths: Sequence[Path] = ()) -> list[Path]:
    """Return the JSONL files named by files and folders, the shipped data by default.

    Raises `DataError` for a path that does not exist or a folder without JSONL files.
    """
    files: list[Path] = []
    for path in paths or (DATA_FOLDER,):
        found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not found or not found[0].exists():
            raise DataError(f"{path}: no labelled data here (expected a JSONL file or a folder of them)")
        files += found
    return files


def json_lines(file: Path) -> Iterator[tuple[int, Row]]:
    """Yield line number and object of each line; raise `DataError` naming file and line."""
    with file.open("rb") as lines:
        for found in scan_json_lines(lines, str(file)):
            if isinstance(found, Unreadable):
                raise DataError(str(found))
            yield found.number, found.row


def read_located(paths: Sequence[Path] = ()) -> list[Located]:
    """Return every labelled statement of the files; raise `DataError` at the first bad line."""
    located = []
    for file in data_files(paths):
        for number, record in json_lines(file):
            try:
                statement = validated(LabelledStatement, record)
            except InvalidInput as problem:
                raise DataError(f"{file}:{number}: {problem}") from None
            located.append(Located(statement, file, number))
    return located


def read_corpus(paths: Sequence[Path] = ()) -> list[LabelledStatement]:
    """Return every labelled statement of the files, in their order."""
    return [located.statement for located in read_located(paths)]


def to_jsonl(statements: Iterable[LabelledStatement]) -> str:
    """Return the statements as JSON lines."""
    return "".join(json_text(s.to_record()) + "\n" for s in statements)
