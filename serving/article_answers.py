"""One article in, its scored statements and their sum out: what `POST /score_article` answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from labels.errors import TooLarge
from labels.records import Row
from labels.statement import Identifier, Phrase
from labels.taxonomy import Sector, Stance, Theme
from serving.articles.collection import article_document, statement_records
from serving.articles.deadline import Deadline
from serving.articles.reader import read_article
from serving.prediction import SectorChoice, StanceChoice, ThemeChoice

MAX_STATEMENTS = 2_000


def _text_or_nothing(value: object) -> object:
    return "" if value is None else value


Page = Annotated[str, BeforeValidator(_text_or_nothing)]


class ArticleInput(BaseModel):
    """An article: its `text`, or a page's `html`, and what is known of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: Page = Field(default="", description="The article as plain text.")
    html: Page = Field(default="", description="The article as a page; give this or the text.")
    title: Phrase = ""
    published: Phrase = Field(default="", description="A date such as 2016-10-21.")
    source: Phrase = ""
    id: Identifier = ""


class ScoredStatement(BaseModel):
    """A statement of an article, who made it, and what the model says of it."""

    id: str
    text: str
    start: int
    end: int
    parts: list[tuple[int, int]]
    kind: str
    context: str
    stp_article: bool
    attribution: str
    speaker: str | None
    role: str | None
    organisation: str | None
    method: str | None
    confidence: float
    repeats: str | None = None
    sector: SectorChoice | None = None
    stance: StanceChoice | None = None
    themes: list[ThemeChoice] = []
    review: bool = True
    error: str = ""


class ArticleSummary(BaseModel):
    """How many statements there are, of which stance, from which sectors, on which themes, by whom.

    Display quotations repeat other statements and are left out of every count but `statements`.
    """

    statements: int
    about_stps: int
    stance: dict[Stance, int]
    sector: dict[Sector, int]
    themes: dict[Theme, int]
    speakers: dict[str, int]
    review: int


def article_records(article: ArticleInput, seconds: float) -> list[Row]:
    """Return the records of an article's statements.

    Raises `InvalidInput` if it can't be read, and `TooLarge` if it holds more than `MAX_STATEMENTS` or reading
    it, scoring left out, takes more than `seconds` of this thread's processor time.
    """
    deadline = Deadline.after(seconds)
    try:
        document = article_document(article.model_dump(), deadline)
        quotes = read_article(document, deadline=deadline, max_statements=MAX_STATEMENTS)
    except TooLarge as problem:
        raise TooLarge(problem.error, field=problem.field or "article", expected=problem.expected) from None
    return list(statement_records(article.id or "article", document, quotes))


def summarise(statements: Sequence[ScoredStatement]) -> ArticleSummary:
    """Return the counts of an article's statements."""
    counted = [s for s in statements if s.kind != "pull" and s.stance and s.sector]
    about = [s for s in counted if s.stance and s.stance.label is not Stance.UNRELATED]
    speakers = Counter(s.speaker or s.organisation or "" for s in about)
    return ArticleSummary(
        statements=len(statements),
        about_stps=len(about),
        stance=dict(Counter(s.stance.label for s in counted if s.stance)),
        sector=dict(Counter(s.sector.label for s in about if s.sector)),
        themes=dict(Counter(theme.label for s in about for theme in s.themes)),
        speakers={name: number for name, number in speakers.most_common() if name},
        review=sum(s.review for s in counted),
    )
