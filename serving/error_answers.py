"""How errors are answered over HTTP: which has which status, all in one form."""

from __future__ import annotations

import logging

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from labels.errors import (
    Forbidden,
    HeadersTooLarge,
    InvalidInput,
    NotInstalled,
    Overloaded,
    RetrainingHeld,
    SlowBody,
    StanceError,
    StoreError,
    TimeLimit,
    TooLarge,
    Unauthorised,
    UnsupportedBody,
)

# Looked through in this order: a kind of error comes before what it is a kind of.
STATUSES: dict[type[StanceError], int] = {
    Unauthorised: 401,
    Forbidden: 403,
    SlowBody: 408,
    HeadersTooLarge: 431,
    TooLarge: 413,
    UnsupportedBody: 415,
    TimeLimit: 504,
    InvalidInput: 422,
    Overloaded: 503,
    StoreError: 503,
    RetrainingHeld: 409,
    NotInstalled: 501,
}
STORE_RETRY_SECONDS = 5

logger = logging.getLogger(f"bentoml.{__name__}")


class ErrorAnswer(BaseModel):
    """What went wrong, in which field, and what would have been accepted."""

    error: str
    field: str = ""
    expected: str = ""


def failure_response() -> Response:
    """Return the response for what is nobody's mistake but ours."""
    return JSONResponse(ErrorAnswer(error="the service failed; its log says why").model_dump(), status_code=500)


def error_response(problem: StanceError) -> Response:
    """Return the response for an error that the caller can mend, or wait for."""
    status = next((status for kind, status in STATUSES.items() if isinstance(problem, kind)), 400)
    headers: dict[str, str] = {}
    match problem:
        case InvalidInput():
            answer = ErrorAnswer(error=problem.error, field=problem.field, expected=problem.expected)
        case Overloaded():
            answer = ErrorAnswer(error=problem.error, expected="another try later")
            headers = {"Retry-After": str(problem.retry_seconds)}
        case StoreError():
            # Where the labels are and what broke there is for those who run the service.
            logger.error("%s", problem)
            answer = ErrorAnswer(error="the label store can't be used now", expected="another try later")
            headers = {"Retry-After": str(STORE_RETRY_SECONDS)}
        case _:
            answer = ErrorAnswer(error=str(problem))
    if isinstance(problem, Unauthorised):
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse(answer.model_dump(), status_code=status, headers=headers)
