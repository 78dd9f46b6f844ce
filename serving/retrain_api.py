"""What `POST /retrain` and `POST /retrain_status` answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from labels.retrainings import Retrainings, RetrainingState
from serving.http import JsonBody, json_response
from serving.retraining import checked, start_retraining


class RetrainRequest(JsonBody):
    """How to retrain: from the model in use, or the shipped one on everything (`full`), and whether it may go live."""

    model_config = ConfigDict(json_schema_extra={"example": {"full": False, "promote": True}}, extra="forbid")
    form: ClassVar[str] = '{"full": false, "promote": true}'

    full: bool = False
    promote: bool = True


class RetrainAnswer(BaseModel):
    """The id under which `retrain_status` tells of a retraining."""

    id: str


class RetrainStatusRequest(JsonBody):
    """Which retraining; the latest without an id."""

    model_config = ConfigDict(json_schema_extra={"example": {"id": ""}}, extra="forbid")
    form: ClassVar[str] = '{"id": "..."}'

    id: str = ""


class RetrainStatusAnswer(BaseModel):
    """How far a retraining is: its stage, the share of the stage that is done, and its result in the end."""

    id: str
    host: str
    state: RetrainingState
    stage: str
    share: float
    settings: dict[str, Any]
    result: dict[str, Any]
    created_at: datetime
    updated_at: datetime


def answer_retrain(retrainings: Retrainings, request: RetrainRequest) -> Response:
    """Start a retraining and return its id; raise what `start_retraining` raises."""
    return json_response(RetrainAnswer(id=start_retraining(retrainings, full=request.full, promote=request.promote)))


def answer_status(retrainings: Retrainings, request: RetrainStatusRequest) -> Response:
    """Return how far a retraining is; raise `InvalidInput` if there is none, `StoreError` if the store fails."""
    retraining = checked(retrainings.get(request.id), retrainings)
    return json_response(RetrainStatusAnswer(**vars(retraining)))
