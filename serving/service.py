"""The BentoML service: HTTP in, the classifier, HTTP out."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from functools import partial

import anyio
import anyio.to_thread
import bentoml
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from labels.database import check_absolute
from labels.errors import TooLarge
from labels.location import open_store
from labels.statement import Statement
from labels.store import LabelStore
from serving.access import WriteAccess, access_notice
from serving.article_answers import ArticleInput, ArticleSummary, ScoredStatement, score_article, summarise
from serving.artifact import Contract, load_artifact
from serving.classifier import Classifier
from serving.http import JsonBody, answering, json_response
from serving.labels_api import LabelsAnswer, LabelsRequest, answer_labels
from serving.prediction import Prediction
from serving.queue_api import QueueAnswer, QueueRequest, answer_queue
from serving.settings import read_settings

STORE_THREADS = 8

logger = logging.getLogger(f"bentoml.{__name__}")

EXAMPLE: JsonValue = {
    "text": "Nobody has shown us how the savings add up, and councillors saw the plan a week before it went in.",
    "attribution": "Cllr Jo Marsh, leader of Eastshire County Council",
}


class ClassifyRequest(JsonBody):
    """Statements to classify, answered in the same order."""

    model_config = ConfigDict(json_schema_extra={"example": {"statements": [EXAMPLE]}})

    statements: list[Statement] = Field(min_length=1)


class NamedPrediction(Prediction):
    """A prediction with the id that the caller gave the statement, if any."""

    id: str = ""


class ClassifyResponse(BaseModel):
    """One prediction a statement, in the order of the request."""

    predictions: list[NamedPrediction]
    model_version: str


ARTICLE_EXAMPLE: JsonValue = {
    "text": "The plan is “a leap in the dark”, said Cllr Jo Marsh, leader of Eastshire County Council.",
    "title": "Council leader attacks STP",
    "published": "2016-11-03",
}


class ScoreArticleRequest(JsonBody):
    """An article, as plain text or as a page's HTML."""

    model_config = ConfigDict(json_schema_extra={"example": {"article": ARTICLE_EXAMPLE}})

    article: ArticleInput


class ScoreArticleResponse(BaseModel):
    """The article's statements in the order of its text, each with its prediction, and their sum."""

    statements: list[ScoredStatement]
    summary: ArticleSummary
    model_version: str


class ModelRequest(JsonBody):
    """Nothing: the body of a request for the contract may be empty."""


@bentoml.service(
    name="stance",
    description="Speaker sector, stance toward STPs and themes of quoted statements.",
    traffic={"timeout": 60},
    # Errors are the caller's to read, not the log's; tracing costs a quarter of a request.
    tracing={"excluded_urls": ["."]},
    logging={"access": {"enabled": False}},
)
class StanceService:
    """Classify quoted statements by speaker sector, stance toward STPs and themes."""

    @bentoml.on_deployment
    @staticmethod
    def check_model() -> None:
        """Refuse to start on a model that does not fit, before any worker is spawned."""
        load_artifact(read_settings(os.environ).model)

    @bentoml.on_deployment
    @staticmethod
    def prepare_labels() -> None:
        """Bring the label store up to date, once for all workers, and say who may write to it."""
        settings = read_settings(os.environ)
        check_absolute(settings.database_url)
        open_store(os.environ).close()
        logger.warning("%s", access_notice(settings))

    def __init__(self) -> None:
        self.settings = read_settings(os.environ)
        self.classifier = Classifier.load(self.settings.model, threads=self.settings.threads)
        self.classifier.classify([Statement(text="Warm up.")])
        # More threads than processors would only hold more inference requests in memory.
        self.workers = anyio.CapacityLimiter(self.settings.threads or os.cpu_count() or 1)
        self.store = LabelStore.attach(self.settings.database_url)
        self.store_workers = anyio.CapacityLimiter(STORE_THREADS)

    @bentoml.api(input_spec=ClassifyRequest, output_spec=ClassifyResponse)
    @answering
    async def classify(self, body: ClassifyRequest, /) -> Response:
        """Classify statements.

        Send `text` and what is known of the speaker: `attribution` as printed, or `speaker`,
        `role` and `organisation`; and in `context` the carrying sentence or the question.
        """
        statements = body.parsed(self.settings.max_body_bytes).statements
        if len(statements) > self.settings.max_statements:
            most = f"at most {self.settings.max_statements} in one request"
            raise TooLarge(f"has {len(statements)} statements", field="statements", expected=most)
        predictions = await anyio.to_thread.run_sync(self.classifier.classify, statements, limiter=self.workers)
        named = [
            NamedPrediction(id=statement.id, **dict(prediction))
            for statement, prediction in zip(statements, predictions, strict=True)
        ]
        return json_response(ClassifyResponse(predictions=named, model_version=self.classifier.contract.model_version))

    @bentoml.api(input_spec=ScoreArticleRequest, output_spec=ScoreArticleResponse)
    @answering
    async def score_article(self, body: ScoreArticleRequest, /) -> Response:
        """Find the statements in an article, who made each, and what each says of STPs.

        Offsets are those of the characters in the text sent; for a page, in the text read from it, which
        the answer's `text` fields are cut from.
        """
        article = body.parsed(self.settings.max_body_bytes).article
        length = len(article.text or article.html)
        if length > self.settings.max_article_chars:
            most = f"at most {self.settings.max_article_chars} characters"
            raise TooLarge(f"has {length} characters", field="article", expected=most)
        return await anyio.to_thread.run_sync(self._scored, article, limiter=self.workers)

    def _scored(self, article: ArticleInput) -> Response:
        statements = score_article(self.classifier, article)
        version = self.classifier.contract.model_version
        return json_response(
            ScoreArticleResponse(statements=statements, summary=summarise(statements), model_version=version)
        )

    @bentoml.api(input_spec=LabelsRequest, output_spec=LabelsAnswer)
    @answering
    async def labels(self, body: LabelsRequest, /) -> Response:
        """Store labels that people gave statements, corrections of the model's foremost.

        Each row has the fields of a statement, `sector`, `stance` and `themes`, and `annotator`; it may
        have `origin` (`corrected` where it is left out), `note`, `created_at`, and in `prediction` the
        answer of `classify` that was corrected. What is answered as added is stored for good.
        """
        request = body.parsed(self.settings.max_body_bytes)
        answer = partial(answer_labels, self.store, request, self.settings.max_statements, datetime.now(UTC))
        return await anyio.to_thread.run_sync(answer, limiter=self.store_workers)

    @bentoml.api(input_spec=QueueRequest, output_spec=QueueAnswer)
    @answering
    async def queue(self, body: QueueRequest, /) -> Response:
        """Say which of the statements to label next, so that few labels teach much.

        Send statements as to `classify`, in `prediction` what it answered if that is known. Those that
        have labels already are left out.
        """
        request = body.parsed(self.settings.max_body_bytes)
        answer = partial(answer_queue, self.store, self.classifier, request, self.settings.max_statements)
        return await anyio.to_thread.run_sync(answer, limiter=self.workers)

    @bentoml.api(input_spec=ModelRequest, output_spec=Contract)
    @answering
    async def model(self, _body: ModelRequest, /) -> Response:
        """Return the contract of the model in use: labels, temperatures, data, metrics."""
        return json_response(self.classifier.contract)


# The decorator returns BentoML's own kind of service, which type checkers don't see.
StanceService.add_asgi_middleware(WriteAccess)  # type: ignore[attr-defined]
