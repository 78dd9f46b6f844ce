"""The dashboard asks Prometheus only for what the service tells it."""

import json
import re
from pathlib import Path

import httpx
import pytest

PANELS = json.loads((Path(__file__).parent.parent / "serving" / "grafana.json").read_text())["panels"]
QUERIES = {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in PANELS}
NAMES = re.compile(r"\b(?:stance|bentoml)_\w+")


@pytest.mark.parametrize("title", QUERIES)
def test_every_figure_of_a_panel_is_one_of_the_service(service: httpx.Client, title: str):
    service.post("/classify", json={"statements": [{"text": "No.", "attribution": "UNISON"}]})
    told = service.get("/metrics").text
    for name in {name for query in QUERIES[title] for name in NAMES.findall(query)}:
        # Drift is told after a few hundred statements; until then only its name is known.
        assert re.search(rf"^(# TYPE )?{name}[ {{]", told, re.MULTILINE), name


def test_every_figure_of_our_own_is_on_a_panel(service: httpx.Client):
    asked = " ".join(query for queries in QUERIES.values() for query in queries)
    for name in re.findall(r"^# TYPE (stance_\w+) ", service.get("/metrics").text, re.MULTILINE):
        assert name in asked


def test_panels_do_not_lie_on_each_other():
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(set(places)) == len(places)
