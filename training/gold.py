"""Annotated articles: spans of text files with labels, read as labelled statements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labels.corpus import Kind, LabelledStatement, json_lines
from labels.errors import DataError, InvalidInput
from labels.statement import validated
from serving.articles.document import Document, plain_document
from serving.articles.statements import carrying_sentence
from serving.articles.topic import headline, is_about_stps, under_headline


def is_annotated_article(record: Mapping[str, Any]) -> bool:
    """Tell whether a record marks a span of an article instead of holding the words."""
    return {"file", "start", "end"} <= record.keys()


def read_annotated_articles(file: Path) -> list[LabelledStatement]:
    """Return the statements that `file` marks in articles lying beside it, as scoring the articles reads them.

    The words are those between `start` and `end`, or of all `parts`; the context is the headline and the carrying
    sentence, or, where the words fill it, the last sentence of the paragraph before; speaker, role
    and organisation make the attribution. Raises `DataError` naming file and line.
    """
    statements: list[LabelledStatement] = []
    articles: dict[Path, tuple[str, Document]] = {}
    for number, record in json_lines(file):
        path = file.parent / str(record.get("file"))
        try:
            if path not in articles:
                text = path.read_text(encoding="utf-8")
                articles[path] = text, plain_document(text)
            statements.append(validated(LabelledStatement, _statement(record, *articles[path])))
        except OSError:
            raise DataError(f"{file}:{number}: no article {path}") from None
        except (InvalidInput, KeyError, TypeError) as problem:
            raise DataError(f"{file}:{number}: {problem}") from None
    return statements


def _statement(record: Mapping[str, Any], text: str, article: Document) -> dict[str, Any]:
    spans = record.get("parts") or [[record["start"], record["end"]]]
    words = " ".join(text[start:end] for start, end in spans)
    kind = record.get("kind")
    return {
        **record,
        "text": words,
        "context": under_headline(headline(article), carrying_sentence(text, spans[0][0], spans[-1][1])),
        "stp_article": is_about_stps(article),
        "kind": kind if kind in tuple(Kind) else Kind.DIRECT,
    }
