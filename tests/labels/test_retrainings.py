"""What is written down of retrainings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from labels.database import open_database
from labels.errors import InvalidInput
from labels.retrainings import Retrainings, RetrainingState


@pytest.fixture
def retrainings(database_url: str) -> Iterator[Retrainings]:
    database = open_database(database_url)
    yield Retrainings(database)
    database.close()


def test_a_retraining_is_followed_from_its_start_to_its_end(retrainings: Retrainings):
    retrainings.add("a", {"full": True})
    retrainings.move("a", "training", 0.25)
    found = retrainings.get("a")
    assert (found.state, found.stage, found.share) == (RetrainingState.RUNNING, "training", 0.25)
    retrainings.end("a", RetrainingState.PROMOTED, {"challenger": "one"})
    found = retrainings.get("a")
    assert (found.state, found.share, found.result) == (RetrainingState.PROMOTED, 1.0, {"challenger": "one"})
    assert found.settings == {"full": True}
    assert found.created_at < found.updated_at


def test_without_an_id_it_is_the_latest(retrainings: Retrainings):
    for name in ("a", "b"):
        retrainings.add(name, {})
    assert retrainings.get().id == "b"


@pytest.mark.parametrize(("name", "error"), [("", "nobody has retrained yet"), ("x", "got 'x'")])
def test_one_that_is_not_there_is_an_error(retrainings: Retrainings, name: str, error: str):
    with pytest.raises(InvalidInput, match=rf"^id: {error} \(expected the id of a retraining\)$"):
        retrainings.get(name)
