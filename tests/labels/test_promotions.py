"""Which version is live, and what was live before."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from labels.database import open_database
from labels.errors import ModelError
from labels.promotions import PromotionKind, Promotions
from tests.labels.killing import killed


@pytest.fixture
def promotions(database_url: str) -> Iterator[Promotions]:
    database = open_database(database_url)
    yield Promotions(database)
    database.close()


def live(promotions: Promotions) -> str:
    latest = promotions.latest()
    return latest.version if latest else ""


def test_at_first_no_version_was_promoted(promotions: Promotions):
    assert promotions.latest() is None
    assert promotions.before() is None


def test_a_promoted_version_is_live_and_keeps_who_why_and_its_figures(promotions: Promotions):
    made = promotions.promote("one", "Ann", "it is better", {"stance_macro_f1": 0.7})
    assert promotions.latest() == made
    assert (made.kind, made.actor, made.reason) == (PromotionKind.PROMOTE, "Ann", "it is better")
    assert made.figures == {"stance_macro_f1": 0.7}


def test_rolling_back_goes_through_what_was_live_to_the_shipped_version(promotions: Promotions):
    for version in ("one", "two"):
        promotions.promote(version, "Ann", "", {})
    found = []
    for _ in range(2):
        assert promotions.before() == promotions.roll_back("Ann", "", {}).version
        found.append(live(promotions))
    assert found == ["one", ""]
    with pytest.raises(ModelError, match=r"^version shipped with the package: no other was live before it"):
        promotions.roll_back("Ann", "", {})
    assert [p.version for p in promotions.all()] == ["one", "two", "one", ""]


def test_a_version_that_was_rolled_back_is_not_gone_back_to(promotions: Promotions):
    for version in ("one", "two"):
        promotions.promote(version, "Ann", "", {})
    promotions.roll_back("Ann", "", {})
    promotions.promote("three", "Ann", "", {})
    promotions.roll_back("Ann", "", {})
    assert live(promotions) == "one"


def test_the_live_version_can_not_be_promoted_again(promotions: Promotions):
    promotions.promote("one", "Ann", "", {})
    with pytest.raises(ModelError, match=r"^version one: is live already$"):
        promotions.promote("one", "Ann", "", {})


def test_a_version_that_was_compared_with_another_than_the_live_one_is_not_promoted(promotions: Promotions):
    promotions.promote("one", "Ann", "", {})
    with pytest.raises(ModelError, match=r"was compared with shipped with the package, but by now one is live"):
        promotions.promote("two", "Bea", "", {}, instead_of="")
    promotions.promote("two", "Bea", "", {}, instead_of="one")
    assert live(promotions) == "two"


@pytest.mark.kill
def test_kill_9_while_promoting_leaves_what_was_said_to_be_live_or_the_next_one(
    promotions: Promotions, database_url: str, kills: int
):
    chance = random.Random(8)
    for _ in range(kills):
        said = killed("promotions", database_url, chance=chance)
        assert live(promotions) in (said[-1], str(int(said[-1]) + 1))
        assert [p.version for p in promotions.all()] == [str(n) for n in range(1, int(live(promotions)) + 1)]
