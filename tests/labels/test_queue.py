from __future__ import annotations

import pytest

from labels.annotation import Predicted
from labels.queue import Candidate, pick
from labels.statement import Statement
from labels.taxonomy import Sector, Stance

BEDS = "The community hospital at Northtown will lose all of its beds by the spring."
MONEY = "Nobody has explained how the savings of ninety million pounds add up."
GPS = "General practice is left out of the whole plan, as it always is."


def candidate(text: str, confidence: float = 0.5, attribution: str = "") -> Candidate:
    predicted = Predicted(
        sector=Sector.MEDIA,
        stance=Stance.NEUTRAL,
        sector_confidence=confidence,
        stance_confidence=confidence,
        model_version="m1",
    )
    return Candidate(Statement(text=text, attribution=attribution), predicted)


def texts(picked: list[Candidate]) -> list[str]:
    return [found.statement.text for found in picked]


def test_of_unlike_statements_the_most_doubtful_comes_first():
    given = [candidate(BEDS, 0.9), candidate(MONEY, 0.3), candidate(GPS, 0.6)]
    assert texts(pick(given, 3)) == [MONEY, GPS, BEDS]


def test_a_statement_like_one_before_it_waits_behind_surer_ones():
    given = [candidate(BEDS, 0.3), candidate(f"{BEDS} Really.", 0.31), candidate(GPS, 0.7)]
    assert texts(pick(given, 2)) == [BEDS, GPS]


def test_a_statement_like_a_labelled_one_waits_behind_surer_ones():
    given = [candidate(BEDS, 0.3), candidate(GPS, 0.7)]
    labelled = [Statement(text=f"{BEDS} Really.")]
    assert texts(pick(given, 2, labelled)) == [GPS, BEDS]


def test_one_speaker_is_not_asked_about_again_and_again():
    speaker = "Lin Parr, Save Our Wards campaigner, Northtown"
    given = [candidate("No.", 0.3, speaker), candidate("Never.", 0.31, speaker), candidate("Yes.", 0.5, "A trust")]
    assert texts(pick(given, 2)) == ["No.", "Yes."]


def test_labelled_statements_are_left_out():
    given = [candidate(BEDS), candidate(MONEY)]
    assert texts(pick(given, 2, [given[0].statement])) == [MONEY]


def test_equal_statements_are_picked_once():
    assert texts(pick([candidate(BEDS), candidate(BEDS)], 2)) == [BEDS]


@pytest.mark.parametrize("number", [0, 1, 3, 10])
def test_no_more_are_picked_than_wanted_or_there(number: int):
    given = [candidate(BEDS), candidate(MONEY), candidate(GPS)]
    picked = pick(given, number)
    assert len(set(texts(picked))) == len(picked) == min(number, 3)


def test_statements_without_a_word_or_a_doubt_are_picked_last():
    given = [candidate("!", 1.0), candidate("?", 0.9), candidate(BEDS, 0.99)]
    assert texts(pick(given, 3)) == ["?", BEDS, "!"]


def test_nothing_to_pick_from_gives_nothing():
    assert pick([], 5, [Statement(text=BEDS)]) == []


def test_a_statement_beyond_the_pool_is_passed_over_however_unlike(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labels.queue.POOL", 2)
    given = [candidate(f"{BEDS} {i}", 0.3) for i in range(2)] + [candidate(GPS, 0.9)]
    assert GPS not in texts(pick((c for c in given), 3))


def test_picking_spreads_over_the_subjects_of_a_collection():
    subjects = [f"{word} " * 4 for word in ("beds", "money", "councils", "nurses", "parking")]
    given = [candidate(f"{subject}{i}", 0.4) for subject in subjects for i in range(20)]
    assert len({text.split()[0] for text in texts(pick(given, 5))}) == 5
