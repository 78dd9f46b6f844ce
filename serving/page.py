"""The page at "/", with forms for a quotation and an article and what the model says of them; the API at "/api"."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import jinja2
from pydantic import BaseModel, ConfigDict
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from labels.errors import InvalidInput, StanceError, TooLarge, shorten
from labels.statement import validated
from serving.error_answers import error_response
from serving.prediction import Prediction
from serving.report import COLOURS

if TYPE_CHECKING:
    from serving.service import ScoreArticleResponse

PATH = "/read"
MAX_FIELDS = 10
MAX_FORM_BYTES = 300_000
"""The longest form: an article of some fifty thousand characters, letters that take several bytes included."""
FORM_TYPE = "application/x-www-form-urlencoded"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
}
"""The page needs no script, and sends its forms nowhere else."""
# BentoML brings the scripts of Swagger UI; its own page would load a tracker beside them.
_INTERFACE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><title>stance: the API</title>
<link rel="stylesheet" href="static_content/swagger-ui.css"></head>
<body><div id="swagger-ui"></div>
<script src="static_content/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: "docs.json", dom_id: "#swagger-ui" });</script></body>
</html>
"""


class PageForm(BaseModel):
    """What somebody typed into the page: a quotation, or an article."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    attribution: str = ""
    context: str = ""
    title: str = ""
    article: str | None = None


def read_form(body: bytes) -> PageForm:
    """Return the form that a browser sent.

    Raises `InvalidInput` for what is none of the page's, and `TooLarge` for more than `MAX_FORM_BYTES`: what is typed
    is shown again.
    """
    if len(body) > MAX_FORM_BYTES:
        wanted = f"at most {MAX_FORM_BYTES} bytes; stance score and POST /score_article read longer articles"
        raise TooLarge(f"has {len(body)} bytes", field="form", expected=wanted)
    try:
        fields = parse_qsl(body.decode("ascii"), strict_parsing=True, max_num_fields=MAX_FIELDS, errors="strict")
    except ValueError:
        raise InvalidInput("is no form", field="body", expected=f"the page's form as {FORM_TYPE}") from None
    if unknown := [name for name, _ in fields if name not in PageForm.model_fields]:
        raise InvalidInput(
            "is no field of the page", field=shorten(unknown[0]), expected=", ".join(PageForm.model_fields)
        )
    form = validated(PageForm, dict(fields))
    if form.article is not None and not form.article.strip():
        raise InvalidInput("is empty", field="article", expected="the text of an article")
    return form


def page(
    form: PageForm, prediction: Prediction | None = None, article: ScoreArticleResponse | None = None
) -> HTMLResponse:
    """Return the page with what was typed, and the answer to it if there is one."""
    return HTMLResponse(_html(form, prediction=prediction, article=article), headers=HEADERS)


def page_of_error(form: PageForm, problem: StanceError) -> HTMLResponse:
    """Return the page with what was typed and what is wrong with it, with the status of the error."""
    answer = error_response(problem)
    told = {name: value for name, value in answer.headers.items() if name == "retry-after"}
    return HTMLResponse(_html(form, error=str(problem)), status_code=answer.status_code, headers=HEADERS | told)


def pages_app() -> Starlette:
    """Return an application that answers "/" with the page, and "/api" with the API."""

    async def first(_: Request) -> Response:
        return page(PageForm())

    async def interface(_: Request) -> Response:
        return HTMLResponse(_INTERFACE)

    async def again(_: Request) -> Response:
        # Whoever comes back to the address of an answer.
        return RedirectResponse("/", status_code=303)

    return Starlette(routes=[Route("/", first), Route("/api", interface), Route(PATH, again)])


def _html(form: PageForm, **shown: Any) -> str:
    known = {"prediction": None, "article": None, "error": "", "colours": COLOURS}
    return _template().render(form=form, **(known | shown))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string((Path(__file__).parent / "page.html.jinja").read_text(encoding="utf-8"))
