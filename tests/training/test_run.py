from pathlib import Path

import pytest

from serving.artifact import read_contract


def test_the_contract_holds_how_the_answers_on_the_validation_data_are_distributed(tiny_model: Path):
    reference = read_contract(tiny_model).reference
    assert reference is not None
    for field, shares in reference.model_dump().items():
        assert sum(shares) == pytest.approx(1), field
