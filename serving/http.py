"""The border between HTTP and the classifier: bodies and answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, ClassVar, Self, TypeVar

from _bentoml_sdk.io_models import IODescriptor
from pydantic import BaseModel, PrivateAttr, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from labels.errors import InvalidInput, StanceError
from labels.statement import invalid_input
from serving.error_answers import error_response

Endpoint = TypeVar("Endpoint", bound=Callable[..., Awaitable[Response]])


_OF_THE_FORM = frozenset(("missing", "list_type", "model_type", "model_attributes_type", "dict_type"))
"""Pydantic's errors about a body or its fields for which what a body looks like tells most."""


class RawBody(IODescriptor):  # type: ignore[misc]
    """A request body of which nothing is read before the endpoint does.

    BentoML answers a body that doesn't fit in a form of its own; parsed inside the endpoint, every
    error takes the one form of `error_response`.
    """

    __root_input__: ClassVar[bool] = True
    _raw: bytes = PrivateAttr(b"")

    @classmethod
    async def from_http_request(cls, request: Request, serde: Any) -> Self:  # noqa: ARG003
        """Keep the bytes of a request; nothing is checked yet."""
        body: Self = cls.model_construct()
        body._raw = await request.body()
        return body

    @property
    def size(self) -> int:
        """Return the bytes of the body."""
        return len(self._raw)

    @property
    def raw(self) -> bytes:
        """Return the body as it came."""
        return self._raw


class JsonBody(RawBody):
    """A request body that documents its fields."""

    form: ClassVar[str] = "an object"
    """What a body looks like, for those who sent another."""

    def parsed(self) -> Self:
        """Return the body with its fields; raise `InvalidInput` for the first field that is wrong."""
        try:
            body: Self = type(self).model_validate_json(self._raw)
        except ValidationError as problem:
            wrong, first = invalid_input(problem), problem.errors(include_url=False, include_input=False)[0]
            if len(first["loc"]) <= 1 and first["type"] in _OF_THE_FORM:
                raise InvalidInput(wrong.error, field=wrong.field, expected=self.form) from None
            raise wrong from None
        return body


def json_response(answer: BaseModel) -> Response:
    """Return a model as a JSON response with status 200."""
    return Response(answer.model_dump_json(), media_type="application/json")


def answering(endpoint: Endpoint) -> Endpoint:
    """Turn every `StanceError` that an endpoint raises into its response."""

    @wraps(endpoint)
    async def answered(*args: Any, **kwargs: Any) -> Response:
        try:
            return await endpoint(*args, **kwargs)
        except StanceError as problem:
            return error_response(problem)

    return answered  # type: ignore[return-value]
