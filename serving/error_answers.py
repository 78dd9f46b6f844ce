"""How errors are answered over HTTP: which has which status, all in one form."""

from __future__ import annotations

import logging

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from labels.errors import Forbidden, InvalidInput, StanceError, StoreError, TooLarge, Unauthorised

STATUSES = {Unauthorised: 401, Forbidden: 403, TooLarge: 413, InvalidInput: 422}
RETRY_SECONDS = 5

logger = logging.getLogger(f"bentoml.{__name__}")


class ErrorAnswer(BaseModel):
    """What went wrong, in which field, and what would have been accepted."""

    error: str
    field: str = ""
    expected: str = ""


def error_response(problem: StanceError) -> Response:
    """Return the response for an error that the caller can mend, or wait for."""
    headers: dict[str, str] = {}
    match problem:
        case InvalidInput():
            status = next(status for kind, status in STATUSES.items() if isinstance(problem, kind))
            answer = ErrorAnswer(error=problem.error, field=problem.field, expected=problem.expected)
        case StoreError():
            # Where the labels are and what broke there is for those who run the service.
            logger.error("%s", problem)
            status, headers = 503, {"Retry-After": str(RETRY_SECONDS)}
            answer = ErrorAnswer(error="the label store can't be used now", expected="another try later")
        case _:
            status, answer = 400, ErrorAnswer(error=str(problem))
    if isinstance(problem, Unauthorised):
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse(answer.model_dump(), status_code=status, headers=headers)
