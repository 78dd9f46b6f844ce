"""What `/docs.json` says: BentoML's description of the service, with the errors that it really answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from serving.error_answers import STATUSES, ErrorAnswer
from serving.labels_api import LabelsRefused
from serving.page import PATH as PAGE_PATH

PATH = "/docs.json"
# Pydantic's schemas are those of this version; BentoML says an older one.
OPENAPI_VERSION = "3.1.0"
SCHEMAS = "#/components/schemas/{model}"
WRONG_ELSE = 400
FAILED = 500
INFO = {
    "title": "stance",
    "version": "1",
    "description": "Who speaks for which sector and where they stand on STPs, in quotations and articles.",
}
"""What the description says of the service, in place of BentoML's words about itself."""

Specification = dict[str, Any]


def openapi_app(bentomls: Callable[[], Specification]) -> Starlette:
    """Return an application that answers `PATH`; `bentomls` gives BentoML's own description."""

    @cache
    def specification() -> Specification:
        return with_errors(bentomls())

    async def docs(_: Request) -> Response:
        return JSONResponse(specification())

    return Starlette(routes=[Route(PATH, docs)])


def with_errors(specification: Specification) -> Specification:
    """Return a description of this service in which every POST may answer each error as an `ErrorAnswer`."""
    error, refused = ({"$ref": SCHEMAS.format(model=kind.__name__)} for kind in (ErrorAnswer, LabelsRefused))
    answer = _response(str(ErrorAnswer.__doc__), error)
    errors = {str(status): answer for status in sorted({*STATUSES.values(), WRONG_ELSE, FAILED})}
    schemas = specification["components"]["schemas"]
    specification["paths"].pop(PAGE_PATH, None)  # For people, not for programs.
    for name in ("RawBody", "PageAnswer", "PageAnswerIODescriptor", "InternalServerError", "InvalidArgument"):
        schemas.pop(name, None)
    for path in specification["paths"].values():
        if "post" in path:
            responses = path["post"]["responses"]
            answered = {str(status): response for status, response in responses.items() if str(status) == "200"}
            path["post"]["responses"] = answered | errors
    invalid = {"422": _response(str(LabelsRefused.__doc__), {"anyOf": [refused, error]})}
    specification["paths"]["/labels"]["post"]["responses"] |= invalid
    for kind in (ErrorAnswer, LabelsRefused):
        schema = kind.model_json_schema(ref_template=SCHEMAS)
        schemas |= schema.pop("$defs", {}) | {kind.__name__: schema}
    return specification | {"openapi": OPENAPI_VERSION, "info": INFO}


def _response(description: str, schema: Specification) -> Specification:
    return {"description": description, "content": {"application/json": {"schema": schema}}}
