"""The BentoML service: HTTP in, the classifier, HTTP out."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import bentoml
from pydantic import BaseModel, ConfigDict, Field, JsonValue
from starlette.responses import Response

from labels.database import check_absolute
from labels.errors import Overloaded, StanceError, TooLarge
from labels.location import open_store
from labels.promotions import Promotions
from labels.records import Row
from labels.retrainings import Retrainings
from labels.statement import ArticleStatement, Statement, validated
from labels.store import LabelStore
from serving.access import WriteAccess, access_notice
from serving.article_answers import ArticleInput, ArticleSummary, ScoredStatement, article_records, summarise
from serving.artifact import SHIPPED_MODEL, Contract, load_artifact
from serving.classifier import Classifier, available_cores
from serving.http import JsonBody, RawBody, answering, json_response
from serving.labels_api import LabelsAnswer, LabelsRequest, answer_labels
from serving.live import LiveModel
from serving.logs import log_as_json
from serving.metrics import ServiceMetrics, forget_dead_workers
from serving.middleware import RequestLimits, RequestLog, WrongAddress
from serving.models import ModelVersions
from serving.openapi import openapi_app
from serving.page import PATH as PAGE_PATH
from serving.page import PageForm, page, page_of_error, pages_app, read_form
from serving.prediction import Prediction
from serving.predictor import Predictor
from serving.queue_api import QueueAnswer, QueueRequest, answer_queue, read_queue
from serving.retrain_api import (
    RetrainAnswer,
    RetrainRequest,
    RetrainStatusAnswer,
    RetrainStatusRequest,
    answer_retrain,
    answer_status,
)
from serving.score import check_records, joined
from serving.settings import MOST_SECONDS, read_settings
from serving.workers import Workers

T = TypeVar("T")
Body = TypeVar("Body", bound=JsonBody)

INLINE_BYTES = 16_384

STORE_THREADS = 8

SOON_TOKENS = 64
"""Inputs up to this length, as most are, have their first time before the service is ready, longer ones right after."""

logger = logging.getLogger(f"bentoml.{__name__}")

EXAMPLE: JsonValue = {
    "text": "Nobody has shown us how the savings add up, and councillors saw the plan a week before it went in.",
    "attribution": "Cllr Jo Marsh, leader of Eastshire County Council",
}


class ClassifyRequest(JsonBody):
    """Statements to classify, answered in the same order."""

    model_config = ConfigDict(json_schema_extra={"example": {"statements": [EXAMPLE]}})
    form: ClassVar[str] = '{"statements": [{"text": ..., "attribution": ...}, ...]}'

    statements: list[ArticleStatement] = Field(min_length=1)


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
    form: ClassVar[str] = '{"article": {"text": ..., "title": ...}}'

    article: ArticleInput


class ScoreArticleResponse(BaseModel):
    """The article's statements in the order of its text, each with its prediction, and their sum."""

    statements: list[ScoredStatement]
    summary: ArticleSummary
    model_version: str


class PageAnswer(BaseModel):
    """A page of HTML, which has no fields."""


class ModelRequest(JsonBody):
    """Nothing: the body of a request for the contract may be empty."""


@bentoml.service(
    name="stance",
    description="Speaker sector, stance toward STPs and themes of quoted statements.",
    # The time limit is the middleware's; this one answers in another form, and keeps a timer for each request.
    traffic={"timeout": MOST_SECONDS + 1},
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
        load_artifact(read_settings(os.environ).model or SHIPPED_MODEL)

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
        log_as_json(self.settings.log_level)
        self.store = LabelStore.attach(self.settings.database_url)
        self.store_workers = Workers(STORE_THREADS, "store")
        self.live = LiveModel(
            Promotions(self.store.database),
            ModelVersions.of(os.environ),
            pinned=self.settings.model,
            threads=self.settings.threads,
        )
        classifier = self.live.first()
        self.metrics = ServiceMetrics()
        self.predictor = Predictor(classifier, self.settings.max_waiting, self.metrics)
        self.readers = Workers(self.settings.threads or available_cores(), "reader")

    @bentoml.on_startup
    async def warm_up(self) -> None:
        """Have the model at work once before a request comes."""
        if shared := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            forget_dead_workers(Path(shared))
        classifier = self.predictor.classifier
        lengths = classifier.contract.pad_lengths
        await self.predictor.warm_up(classifier, [length for length in lengths if length <= SOON_TOKENS] or lengths)
        self.following = asyncio.create_task(self._follow([length for length in lengths if length > SOON_TOKENS]))

    @bentoml.on_shutdown
    async def stop(self) -> None:
        """Stop following promotions, and let the threads end."""
        self.following.cancel()
        self.predictor.close()
        self.readers.close()
        self.store_workers.close()

    async def _follow(self, lengths: Sequence[int]) -> None:
        """Let longer inputs have their first time too, and then follow promotions."""
        if lengths:
            with suppress(Overloaded):  # Then requests are about to give them their first time.
                await self.predictor.warm_up(self.predictor.classifier, lengths)
        await self.live.follow(self.predictor)

    @bentoml.api(input_spec=ClassifyRequest, output_spec=ClassifyResponse)
    @answering
    async def classify(self, body: ClassifyRequest, /) -> Response:
        """Classify statements.

        Send `text` and what is known of the speaker: `attribution` as printed, or `speaker`,
        `role` and `organisation`; in `context` the headline and the carrying sentence, or the question;
        and `stp_article` as true where the words are taken from an article about STPs.
        """
        with self.metrics.stage("read"):
            statements = (await self._parsed(body)).statements
        if len(statements) > self.settings.max_statements:
            most = f"at most {self.settings.max_statements} in one request"
            raise TooLarge(f"has {len(statements)} statements", field="statements", expected=most)
        predictions = await self.predictor.predict(self.predictor.classifier, statements)
        with self.metrics.stage("write"):
            return await self.predictor.near_or_aside(statements, lambda: classify_response(statements, predictions))

    @bentoml.api(input_spec=ScoreArticleRequest, output_spec=ScoreArticleResponse)
    @answering
    async def score_article(self, body: ScoreArticleRequest, /) -> Response:
        """Find the statements in an article, who made each, and what each says of STPs.

        Offsets are those of the characters in the text sent; for a page, in the text read from it, which
        the answer's `text` fields are cut from.
        """
        with self.metrics.stage("read"):
            article = (await self._parsed(body)).article
        return await self._aside(partial(json_response, await self._scored(article)))

    async def _scored(self, article: ArticleInput) -> ScoreArticleResponse:
        """Return the answer for an article; raise `TooLarge` for too long a one, and what reading it raises."""
        length = len(article.text or article.html)
        if length > self.settings.max_article_chars:
            most = f"at most {self.settings.max_article_chars} characters"
            raise TooLarge(f"has {length} characters", field="article", expected=most)
        classifier = self.predictor.classifier
        records, checked = await self._aside(
            partial(read_and_check, classifier, article, self.settings.max_reading_seconds)
        )
        statements = [statement for statement in checked if isinstance(statement, Statement)]
        predictions = await self.predictor.predict(classifier, statements)
        version = classifier.contract.model_version
        return await self._aside(partial(scored_article, records, checked, predictions, version))

    @bentoml.api(route=PAGE_PATH, input_spec=RawBody, output_spec=PageAnswer)
    async def read_page(self, body: RawBody, /) -> Response:
        """Answer the form of the page at "/", for people."""
        form = PageForm()
        try:
            form = await self._aside(partial(read_form, body.raw))
            if form.article is not None:
                article = validated(ArticleInput, {"text": form.article, "title": form.title})
                return await self._aside(partial(page, form, article=await self._scored(article)))
            fields = {"text": form.text, "attribution": form.attribution, "context": form.context}
            statement = validated(ArticleStatement, fields)
            (prediction,) = await self.predictor.predict(self.predictor.classifier, [statement])
            return page(form, prediction)
        except StanceError as problem:
            return await self._aside(partial(page_of_error, form, problem))

    @bentoml.api(input_spec=LabelsRequest, output_spec=LabelsAnswer)
    @answering
    async def labels(self, body: LabelsRequest, /) -> Response:
        """Store labels that people gave statements, corrections of the model's foremost.

        Each row has the fields of a statement, `sector`, `stance` and `themes`, and `annotator`; it may
        have `origin` (`corrected` where it is left out), `note`, `created_at`, and in `prediction` the
        answer of `classify` that was corrected. What is answered as added is stored for good.
        """
        request = await self._parsed(body)
        answer = partial(answer_labels, self.store, request, self.settings.max_statements, datetime.now(UTC))
        return await self.store_workers.run(answer)

    @bentoml.api(input_spec=QueueRequest, output_spec=QueueAnswer)
    @answering
    async def queue(self, body: QueueRequest, /) -> Response:
        """Say which of the statements to label next, so that few labels teach much.

        Send statements as to `classify`, in `prediction` what it answered if that is known. Those that
        have labels already are left out.
        """
        request = await self._parsed(body)
        classifier = self.predictor.classifier
        read = await self._aside(partial(read_queue, request, classifier, self.settings.max_statements))
        bare = [item for item in read if isinstance(item, Statement)]
        predictions = await self.predictor.predict(classifier, bare)
        version = classifier.contract.model_version
        answer = partial(answer_queue, self.store, read, predictions, request.number, version)
        return await self.store_workers.run(answer)

    @bentoml.api(input_spec=RetrainRequest, output_spec=RetrainAnswer)
    @answering
    async def retrain(self, body: RetrainRequest, /) -> Response:
        """Start a retraining on the corrections stored so far, in a process of its own that outlives this one.

        The new model goes live if it is not worse than the one in use. `retrain_status` tells how it goes.
        """
        request = await self._parsed(body)
        work = partial(answer_retrain, Retrainings(self.store.database), request)
        return await self.store_workers.run(work)

    @bentoml.api(input_spec=RetrainStatusRequest, output_spec=RetrainStatusAnswer)
    @answering
    async def retrain_status(self, body: RetrainStatusRequest, /) -> Response:
        """Say how far a retraining is, or what came of it: the one of this id, or the latest."""
        request = await self._parsed(body) if body.size else RetrainStatusRequest()
        work = partial(answer_status, Retrainings(self.store.database), request)
        return await self.store_workers.run(work)

    @bentoml.api(input_spec=ModelRequest, output_spec=Contract)
    @answering
    async def model(self, body: ModelRequest, /) -> Response:
        """Return the contract of the model in use: labels, temperatures, data, metrics."""
        if body.size:
            body.parsed()
        return json_response(self.predictor.classifier.contract)

    async def _parsed(self, body: Body) -> Body:
        """Return a body with its fields, a long one read in a thread."""
        return body.parsed() if body.size <= INLINE_BYTES else await self._aside(body.parsed)

    async def _aside(self, work: Callable[[], T]) -> T:
        return await self.readers.run(work)


def classify_response(statements: Sequence[Statement], predictions: Sequence[Prediction]) -> Response:
    """Return the answer to a request for at least one statement."""
    named = [
        NamedPrediction(id=statement.id, **dict(prediction))
        for statement, prediction in zip(statements, predictions, strict=True)
    ]
    return json_response(ClassifyResponse(predictions=named, model_version=named[0].model_version))


def read_and_check(
    classifier: Classifier, article: ArticleInput, seconds: float
) -> tuple[list[Row], list[Statement | str]]:
    """Return the records of an article, and the statement of each or why it can't be classified.

    Raises what `article_records` raises.
    """
    records = article_records(article, seconds)
    return records, check_records(classifier, records)


def scored_article(
    records: Sequence[Row], checked: Sequence[Statement | str], predictions: Sequence[Prediction], version: str
) -> ScoreArticleResponse:
    """Return the answer for an article whose statements were classified."""
    statements = [ScoredStatement.model_validate(record) for record in joined(records, checked, predictions)]
    return ScoreArticleResponse(statements=statements, summary=summarise(statements), model_version=version)


def bentoml_description() -> dict[str, Any]:
    """Return BentoML's own OpenAPI description of the service."""
    description: dict[str, Any] = StanceService.openapi_spec.asdict()  # type: ignore[attr-defined]
    return description


# The decorator returns BentoML's own kind of service, which type checkers don't see.
StanceService.add_asgi_middleware(RequestLog)  # type: ignore[attr-defined]
StanceService.add_asgi_middleware(WriteAccess)  # type: ignore[attr-defined]
StanceService.add_asgi_middleware(RequestLimits)  # type: ignore[attr-defined]
StanceService.add_asgi_middleware(WrongAddress)  # type: ignore[attr-defined]
StanceService.mount_asgi_app(openapi_app(bentoml_description))  # type: ignore[attr-defined]
StanceService.mount_asgi_app(pages_app())  # type: ignore[attr-defined]
