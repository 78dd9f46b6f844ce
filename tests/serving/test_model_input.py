import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from labels.errors import InvalidInput, TooLarge
from labels.statement import Statement, normalise, validated
from serving.classifier import Classifier
from serving.model_input import (
    BATCH_TOKENS,
    CHUNK_ROWS,
    Layout,
    check_fits,
    cut,
    encode,
    pad,
    padded_length,
    padded_rows,
    render,
)


@pytest.fixture(scope="module")
def layout(classifier: Classifier) -> Layout:
    return classifier.artifact.layout


def decoded(layout: Layout, row: list[int]) -> str:
    return layout.tokenizer.decode(row, skip_special_tokens=False)


def test_curly_and_straight_marks_give_the_same_input():
    curly = Statement(text="It’s “a wish list” – no more…", attribution="Cllr O’Hare")
    straight = Statement(text='It\'s "a wish list" - no more...', attribution="Cllr O'Hare")
    assert render(curly) == render(straight)


def test_an_attribution_is_composed_of_speaker_role_and_organisation():
    statement = Statement(text="Yes.", speaker="Ann Orme", role="chair", organisation="Wyre CCG")
    assert render(statement).attribution == "Ann Orme, chair, Wyre CCG"


def test_the_printed_attribution_goes_before_the_composed_one():
    statement = Statement(text="Yes.", attribution="Ms Orme", speaker="Ann Orme", role="chair")
    assert render(statement).attribution == "Ms Orme"


def test_id_and_source_never_reach_the_model():
    plain = Statement(text="Yes.", attribution="Ms Orme")
    assert render(plain) == render(plain.model_copy(update={"id": "x-1", "source": "deck-001"}))


def test_a_row_frames_attribution_text_and_context(layout: Layout):
    statement = Statement(text="We object.", attribution="UNISON", context="Asked about beds")
    assert (
        decoded(layout, encode(layout, [statement]).rows[0])
        == "[CLS] unison [SEP] we object. [SEP] asked about beds [SEP]"
    )


def test_missing_fields_keep_their_place_in_the_frame(layout: Layout):
    assert (
        decoded(layout, encode(layout, [Statement(text="We object.")]).rows[0]) == "[CLS] [SEP] we object. [SEP] [SEP]"
    )


def test_special_tokens_in_a_text_are_ordinary_words(layout: Layout):
    row = encode(layout, [Statement(text="hello [SEP] [PAD] [CLS] there")]).rows[0]
    assert row.count(layout.sep_id) == 3
    assert row.count(layout.cls_id) == 1
    assert layout.pad_id not in row


def test_a_long_text_is_cut_into_parts_that_hold_all_of_it(layout: Layout):
    statement = Statement(text=" ".join(f"Point {i} is that beds will go." for i in range(60)), attribution="Ms Orme")
    encoded = encode(layout, [Statement(text="Short."), statement])
    parts = [row for row, owner in zip(encoded.rows, encoded.owners, strict=True) if owner == 1]
    words = [token for row in parts for token in row[row.index(layout.sep_id) + 1 : -2]]
    assert words == layout.tokenizer.encode(statement.text, add_special_tokens=False).ids
    assert len(parts) > 3


def test_every_part_carries_the_whole_attribution_and_fits(layout: Layout):
    statement = Statement(text="beds " * 900, attribution="Dr Ann Orme, chair of Wyre CCG", context="Asked about beds")
    attribution = layout.tokenizer.encode("Dr Ann Orme, chair of Wyre CCG", add_special_tokens=False).ids
    for row in encode(layout, [statement]).rows:
        assert row[1 : 1 + len(attribution)] == attribution
        assert len(row) <= layout.max_tokens


def test_parts_end_where_sentences_do(layout: Layout):
    statement = Statement(text="The savings are not real. " * 80)
    full_stop = layout.tokenizer.token_to_id(".")
    encoded = encode(layout, [statement])
    assert all(row[:-2][-1] == full_stop for row in encoded.rows)


def test_a_long_context_is_shortened_around_the_text_and_marked(layout: Layout):
    context = "before " * 200 + 'she called it "a wish list" and ' + "after " * 200
    encoded = encode(layout, [Statement(text="a wish list", context=context)])
    assert encoded.context_cut == [True]
    kept = decoded(layout, encoded.rows[0])
    assert "before she called it" in kept
    assert "and after" in kept


def test_a_long_context_without_the_text_keeps_its_end(layout: Layout):
    encoded = encode(layout, [Statement(text="No.", context="early " * 200 + "Will it close?")])
    assert decoded(layout, encoded.rows[0]).endswith("will it close? [SEP]")


def test_a_short_context_is_not_marked_as_shortened(layout: Layout):
    assert encode(layout, [Statement(text="No.", context="Will it close?")]).context_cut == [False]


def test_an_attribution_that_leaves_no_room_is_refused_and_never_cut(layout: Layout):
    statement = Statement(text="No.", attribution="x1 " * 150)
    with pytest.raises(TooLarge, match=r"^statements\.1\.attribution: has \d+ tokens \(expected at most 64 tokens\)$"):
        encode(layout, [Statement(text="Fine."), statement])
    with pytest.raises(TooLarge, match=r"^attribution: has \d+ tokens"):
        check_fits(layout, statement)


def test_an_attribution_of_letters_that_make_several_tokens_is_measured_in_tokens(layout: Layout):
    with pytest.raises(TooLarge, match="attribution: has"):
        check_fits(layout, Statement(text="No.", attribution=" ".join("각" * 60)))


def test_a_text_of_which_no_token_is_left_is_refused(layout: Layout):
    with pytest.raises(InvalidInput, match=r"^statements\.0\.text: has nothing to read"):
        encode(layout, [Statement(text="\ufe0f")])
    with pytest.raises(InvalidInput, match=r"^text: has nothing to read"):
        check_fits(layout, Statement(text="\ufe0f"))


def test_a_context_is_not_shortened_around_a_part_of_a_word(layout: Layout):
    context = "they know it " + "early " * 200 + 'and she said "no" and ' + "after " * 10
    kept = decoded(layout, encode(layout, [Statement(text="no", context=context)]).rows[0])
    assert "they know" not in kept
    assert "she said" in kept


def test_parts_count_the_tokens_of_their_text(layout: Layout):
    encoded = encode(layout, [Statement(text="beds " * 300, attribution="UNISON", context="Asked about beds")])
    assert sum(encoded.text_tokens) == 300


def test_padding_fills_up_to_the_length_and_the_mask_says_where():
    ids, mask = pad([[5, 6, 7], [8]], pad_id=0, length=4)
    assert ids.tolist() == [[5, 6, 7, 0], [8, 0, 0, 0]]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 0, 0, 0]]


@pytest.mark.parametrize(("tokens", "length"), [(1, 32), (32, 32), (33, 64), (64, 64)])
def test_the_padded_length_is_the_smallest_that_fits(tokens: int, length: int):
    assert padded_length(tokens, (32, 64)) == length


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400),
    context=st.text("ab .?", max_size=300),
)
def test_any_text_that_validates_is_encoded_within_bounds(layout: Layout, text: str, context: str):
    assume(normalise(text))
    statement = validated(Statement, {"text": text, "context": context})
    assume(layout.tokenizer.encode(statement.text, add_special_tokens=False).ids)
    encoded = encode(layout, [statement])
    assert all(len(row) <= layout.max_tokens for row in encoded.rows)
    assert set(encoded.owners) == {0}


@pytest.mark.parametrize(("rows", "size"), [(1, 1), (3, 4), (8, 8), (9, 16), (16, 16), (40, 40)])
def test_a_batch_is_filled_to_the_next_of_few_sizes(rows: int, size: int):
    assert padded_rows(rows) == size


@pytest.mark.parametrize("lengths", [[1], [1, 2, 3], list(range(1, 257)), [256] * 9, [5] * 100, [BATCH_TOKENS * 2] * 2])
def test_chunks_hold_every_row_once_and_stay_within_rows_and_tokens(lengths: list[int]):
    pieces = cut([[1] * n for n in lengths])
    assert sorted(i for piece in pieces for i in piece) == list(range(len(lengths)))
    for piece in pieces:
        assert len(piece) <= CHUNK_ROWS
        assert len(piece) == 1 or len(piece) * max(lengths[i] for i in piece) <= BATCH_TOKENS
