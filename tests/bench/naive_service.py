"""What somebody would assemble from the documentation: two `transformers` pipelines behind BentoML.

The folder `BENCH_MODELS` holds the two models (`naive_models.py`).
"""

import os
from pathlib import Path
from typing import Any

import bentoml
from transformers import pipeline


@bentoml.service(name="naive", traffic={"timeout": 60})
class NaiveService:
    """Classify texts by sector and stance."""

    def __init__(self) -> None:
        models = Path(os.environ["BENCH_MODELS"])
        self.sector = pipeline("text-classification", model=str(models / "sector"), top_k=None)
        self.stance = pipeline("text-classification", model=str(models / "stance"), top_k=None)

    @bentoml.api
    def classify(self, texts: list[str]) -> list[dict[str, Any]]:
        """Return the scores of both models for every text."""
        sectors, stances = self.sector(texts), self.stance(texts)
        return [{"sector": sector, "stance": stance} for sector, stance in zip(sectors, stances, strict=True)]
