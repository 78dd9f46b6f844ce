import pytest

from serving.articles.sources import without_clause


@pytest.mark.parametrize(
    ("taken", "role"),
    [
        ("said many families", "many families"),
        ("said the teams", "teams"),
        ("microphone was retired postman", "retired postman"),
        ("neighbour what the fifth would be", "neighbour"),
        ("physiotherapist said the past year", "physiotherapist"),
        ("Ms Orme’s view was that people", ""),
        ("someone who was in the room", "someone who was in the room"),
        ("a nurse who is about to retire", "a nurse who is about to retire"),
        ("head of the island’s wisdom centre", "head of the island’s wisdom centre"),
        ("chief executive", "chief executive"),
        ("", ""),
    ],
)
def test_a_role_holds_no_verb_that_stood_beside_it(taken: str, role: str):
    assert without_clause(taken) == role
