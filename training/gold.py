"""Annotated articles: spans of text files with labels, read as labelled statements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labels.corpus import Kind, LabelledStatement, json_lines
from labels.errors import DataError, InvalidInput
from labels.statement import validated
from serving.articles.statements import carrying_sentence


def is_annotated_article(record: Mapping[str, Any]) -> bool:
    """Tell whether a record marks a span of an article instead of holding the words."""
    return {"file", "start", "end"} <= record.keys()


def read_annotated_articles(file: Path) -> list[LabelledStatement]:
    """Return the statements that `file` marks in articles lying beside it.

    The words are those between `start` and `end`, or of all `parts`; the context is the carrying
    sentence, or, where the words fill it, the last sentence of the paragraph before; speaker, role
    and organisation make the attribution. Raises `DataError` naming file and line.
    """
    statements = []
    for number, record in json_lines(file):
        article = file.parent / str(record.get("file"))
        try:
            text = article.read_text(encoding="utf-8")
            statements.append(validated(LabelledStatement, _statement(record, text)))
        except OSError:
            raise DataError(f"{file}:{number}: no article {article}") from None
        except (InvalidInput, KeyError, TypeError) as problem:
            raise DataError(f"{file}:{number}: {problem}") from None
    return statements


def _statement(record: Mapping[str, Any], article: str) -> dict[str, Any]:
    spans = record.get("parts") or [[record["start"], record["end"]]]
    words = " ".join(article[start:end] for start, end in spans)
    kind = record.get("kind")
    return {
        **record,
        "text": words,
        "context": carrying_sentence(article, spans[0][0], spans[-1][1]),
        "kind": kind if kind in tuple(Kind) else Kind.DIRECT,
    }
