"""How a statement becomes the model's input; the only place that folds, cuts or pads.

Training, evaluation, batch and HTTP all come through `render`, `encode` and `pad`.
The token sequence is

    [CLS] attribution [SEP] text [SEP] context [SEP]

A text that does not fit is cut into parts, each with the whole attribution and the context, and
every part is classified. A context that is too long is shortened around the text (or to its end,
the sentences next to the quotation), and the statement is marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from labels.errors import InvalidInput, TooLarge
from labels.statement import ArticleStatement, Statement

INPUT_VERSION = "1"
"""Raised whenever the same statement would give other tokens: a model is bound to it."""

SPECIAL_TOKENS = 4
LEAST_TOKENS = 64
CONTEXT_SHARE = 1 / 3
ATTRIBUTION_SHARE = 1 / 2
SENTENCE_ENDS = ".?!;"
BATCH_SIZES = (1, 2, 4, 8, 16)
"""Rows of a batch. A device keeps memory for every shape that it has computed, so there are few."""
BATCH_TOKENS, CHUNK_ROWS = 384, 8
"""What a chunk of a long list holds at most: a larger batch needs as much time a row, and more memory."""

IntArray = npt.NDArray[np.int64]

# Papers print curly marks, the labelled data mostly straight ones: to the model they are the same.
_FOLDED = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'}
    | {"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "…": "..."}
)


class Rendered(NamedTuple):
    """The three strings that the model reads."""

    attribution: str
    text: str
    context: str


class Layout(NamedTuple):
    """A model's tokeniser, the ids of its special tokens, and how long a sequence may be."""

    tokenizer: Tokenizer
    cls_id: int
    sep_id: int
    pad_id: int
    max_tokens: int


@dataclass(frozen=True)
class Encoded:
    """Token ids of every part of every statement.

    `rows[i]` belongs to statement `owners[i]` and holds `text_tokens[i]` tokens of its text;
    `context_cut[j]` tells whether the context of statement `j` was shortened, and `stp_article[j]`
    whether it stands in an article about STPs.
    """

    rows: list[list[int]]
    owners: list[int]
    text_tokens: list[int]
    context_cut: list[bool]
    stp_article: list[bool]


def render(statement: Statement) -> Rendered:
    """Return what the model reads of a statement; the id and the source play no part."""
    return Rendered(
        statement.attribution_phrase().translate(_FOLDED),
        statement.text.translate(_FOLDED),
        statement.context.translate(_FOLDED),
    )


def encode(layout: Layout, statements: Sequence[Statement]) -> Encoded:
    """Tokenise statements, in parts where one sequence does not hold them.

    Raises `TooLarge` if an attribution alone fills `ATTRIBUTION_SHARE` of a sequence, since the
    attribution is never cut, and `InvalidInput` for a text of which no token is left.
    """
    rendered = [render(statement) for statement in statements]
    most_context = int(layout.max_tokens * CONTEXT_SHARE)
    cls, sep = [layout.cls_id], [layout.sep_id]
    about_stps = [isinstance(statement, ArticleStatement) and statement.stp_article for statement in statements]
    encoded = Encoded([], [], [], [], about_stps)
    pieces = layout.tokenizer.encode_batch_fast([piece for r in rendered for piece in r], add_special_tokens=False)
    for owner, strings in enumerate(rendered):
        attribution, text, context = (piece.ids for piece in pieces[3 * owner : 3 * owner + 3])
        _check(attribution, text, layout, f"statements.{owner}.")
        if cut := len(context) > most_context:
            context = _shorten_context(layout.tokenizer, strings, most_context)
        encoded.context_cut.append(cut)
        room = layout.max_tokens - SPECIAL_TOKENS - len(attribution) - len(context)
        for part in _parts(layout.tokenizer, text, room):
            encoded.rows.append(cls + attribution + sep + part + sep + context + sep)
            encoded.owners.append(owner)
            encoded.text_tokens.append(len(part))
    return encoded


def check_fits(layout: Layout, statement: Statement) -> None:
    """Raise `TooLarge` if the attribution leaves the words too little room, `InvalidInput` if there are none."""
    strings = render(statement)
    pieces = layout.tokenizer.encode_batch_fast([strings.attribution, strings.text], add_special_tokens=False)
    _check(pieces[0].ids, pieces[1].ids, layout)


def _check(attribution: list[int], text: list[int], layout: Layout, parent: str = "") -> None:
    most = int(layout.max_tokens * ATTRIBUTION_SHARE)
    if len(attribution) > most:
        field, found = f"{parent}attribution", f"has {len(attribution)} tokens"
        raise TooLarge(found, field=field, expected=f"at most {most} tokens")
    if not text:
        raise InvalidInput("has nothing to read", field=f"{parent}text", expected="the speaker's words")


def _shorten_context(tokenizer: Tokenizer, strings: Rendered, most: int) -> list[int]:
    """Return `most` token ids of the context: those around the text, or else the last."""
    found = re.search(rf"(?<!\w){re.escape(strings.text)}(?!\w)", strings.context)
    before, after = (
        (strings.context[: found.start()], strings.context[found.end() :]) if found else (strings.context, "")
    )
    start, end = (piece.ids for piece in tokenizer.encode_batch_fast([before, after], add_special_tokens=False))
    of_start = min(len(start), max(most - len(end), most // 2))
    return start[len(start) - of_start :] + end[: most - of_start]


def _parts(tokenizer: Tokenizer, text: list[int], room: int) -> list[list[int]]:
    """Cut token ids into parts of at most `room`, at the end of a sentence where there is one."""
    if len(text) <= room:
        return [text]
    ends = {tokenizer.token_to_id(mark) for mark in SENTENCE_ENDS}
    parts, start = [], 0
    while len(text) - start > room:
        window = range(start + room, start + room // 2, -1)
        end = next((i for i in window if text[i - 1] in ends), start + room)
        parts.append(text[start:end])
        start = end
    return [*parts, text[start:]]


def cut(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the indices of `rows`, sorted by length, in pieces of at most `CHUNK_ROWS` rows and `BATCH_TOKENS`.

    Rows that fit stay together; of more, the pieces have sizes of batches.
    """
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    if len(rows) <= CHUNK_ROWS and len(rows) * len(rows[order[-1]]) <= BATCH_TOKENS:
        return [order]
    pieces = []
    while order:
        sizes = (size for size in reversed(BATCH_SIZES) if size <= min(CHUNK_ROWS, len(order)))
        size = next((size for size in sizes if size * len(rows[order[size - 1]]) <= BATCH_TOKENS), 1)
        pieces.append(order[:size])
        order = order[size:]
    return pieces


def pad(rows: Sequence[Sequence[int]], pad_id: int, length: int) -> tuple[IntArray, IntArray]:
    """Return `input_ids` and `attention_mask`, each of shape (len(rows), length)."""
    input_ids = np.full((len(rows), length), pad_id, dtype=np.int64)
    attention_mask = np.zeros((len(rows), length), dtype=np.int64)
    for row, ids in enumerate(rows):
        input_ids[row, : len(ids)] = ids
        attention_mask[row, : len(ids)] = 1
    return input_ids, attention_mask


def padded_length(tokens: int, lengths: Sequence[int]) -> int:
    """Return the smallest of the ascending `lengths` that holds `tokens`."""
    return next((length for length in lengths if tokens <= length), lengths[-1])


def padded_rows(rows: int) -> int:
    """Return the smallest of `BATCH_SIZES` that holds `rows`, or `rows` if there is none."""
    return next((size for size in BATCH_SIZES if rows <= size), rows)
