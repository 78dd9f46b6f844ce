"""Posts and bodies as they are printed beside names."""

import pytest

from serving.articles.descriptions import description_after, description_before, leading_body, parse_description


@pytest.mark.parametrize(
    ("phrase", "role", "organisation"),
    [
        ("co-chair of NHS Clinical Commissioners", "co-chair", "NHS Clinical Commissioners"),
        ("chief executive of Colne Valley NHS Trust", "chief executive", "Colne Valley NHS Trust"),
        ("chief executive, NHS England", "chief executive", "NHS England"),
        ("director of nursing at Colne Valley NHS Trust", "director of nursing", "Colne Valley NHS Trust"),
        ("the trust’s medical director", "medical director", "trust"),
        ("Harden council’s cabinet member for adult care", "cabinet member for adult care", "Harden council"),
        ("Harden council leader", "leader", "Harden council"),
        ("Colne Valley NHS Trust chief executive", "chief executive", "Colne Valley NHS Trust"),
        ("senior fellow at the King’s Fund", "senior fellow", "King’s Fund"),
        ("who chairs Millbrook CCG", "chair", "Millbrook CCG"),
        ("of the Health Foundation", "", "Health Foundation"),
        ("Labour MP for Harden", "Labour MP for Harden", ""),
        ("secretary of state for health", "secretary of state for health", ""),
        ("a retired bus driver", "retired bus driver", ""),
        ("CEO of Harden Hospices", "CEO", "Harden Hospices"),
        ("interim director of Human Resources", "interim director of Human Resources", ""),
        ("Director of Adults, Housing and Health", "Director of Adults, Housing and Health", ""),
        ("network partnership coordinator, Harden Council", "network partnership coordinator", "Harden Council"),
        ("Both Harden MP", "Harden MP", ""),
        ("Newly elected Harden council chair", "chair", "Harden council"),
        ("in his first speech as the new Labour leader", "new Labour leader", ""),
        ("", "", ""),
        (
            "chief executive of " + "the very long " * 20 + "trust",
            "",
            "",
        ),
    ],
)
def test_a_phrase_is_split_into_post_and_body(phrase, role, organisation):
    described = parse_description(phrase)
    assert (described.role, described.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Colne Valley NHS Trust’s plan", "Colne Valley NHS Trust"),
        ("Royal College of Nursing said", "Royal College of Nursing"),
        ("King’s Fund", "King’s Fund"),
        ("the trust", ""),
    ],
)
def test_a_body_at_the_start_of_a_text_ends_before_its_possessive(text, body):
    assert leading_body(text) == body


@pytest.mark.parametrize(
    ("tail", "role", "organisation"),
    [
        (", chair of Millbrook CCG, said", "chair", "Millbrook CCG"),
        (", 58, a retired nurse from Harden", "retired nurse", ""),
        (" (Millbrook CCG) said", "", "Millbrook CCG"),
        (" (pictured), chair of Millbrook CCG, said", "chair", "Millbrook CCG"),
        (" – chair of Millbrook CCG – said", "chair", "Millbrook CCG"),
        (", who chairs Millbrook CCG, said", "chair", "Millbrook CCG"),
        (", who is also the chair of Millbrook CCG, said", "chair", "Millbrook CCG"),
        (" is the chair of Millbrook CCG.", "chair", "Millbrook CCG"),
        (" of the Health Foundation said", "", "Health Foundation"),
        (" said the chair of Millbrook CCG was late.", "", ""),
        (", who said no", "", ""),
        (" met the chair.", "", ""),
    ],
)
def test_an_apposition_after_a_name_gives_post_and_body(tail, role, organisation):
    described = description_after(f"Ruth Ackland{tail}", len("Ruth Ackland"))
    assert (described.role, described.organisation) == (role, organisation)


@pytest.mark.parametrize(
    ("head", "role", "organisation"),
    [
        ("Colne Valley NHS Trust chief executive ", "chief executive", "Colne Valley NHS Trust"),
        ("said Harden council’s cabinet member for adult care, ", "cabinet member for adult care", "Harden council"),
        ("The chair of Millbrook CCG, ", "chair", "Millbrook CCG"),
        ("Shadow health secretary ", "Shadow health secretary", ""),
        ("This week, Harden and Colne CCG chief officer ", "chief officer", "Harden and Colne CCG"),
        ("The chair of Millbrook CCG, councillor ", "chair", "Millbrook CCG"),
        ("The nurses who met ", "", ""),
        ("On Monday ", "", ""),
    ],
)
def test_words_before_a_name_give_post_and_body(head, role, organisation):
    described = description_before(f"{head}Ruth Ackland", len(head))
    assert (described.role, described.organisation) == (role, organisation)


def test_an_ampersand_within_a_word_is_part_of_a_bodys_name():
    assert leading_body("Save Harden A&E campaign in May") == "Save Harden A&E campaign"


def test_a_post_goes_on_over_a_wrapped_line():
    described = description_after("Jo Marsh, head of Marl\nBay Trust, said", len("Jo Marsh"))
    assert (described.role, described.organisation) == ("head", "Marl Bay Trust")
