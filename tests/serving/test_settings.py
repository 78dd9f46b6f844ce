from pathlib import Path

import pytest

from labels.errors import ConfigError
from serving.artifact import SHIPPED_MODEL
from serving.settings import Settings, read_settings


def test_an_empty_environment_gives_the_defaults():
    assert read_settings({}) == Settings(model=SHIPPED_MODEL, threads=0)


def test_every_setting_can_be_made_in_the_environment():
    environment = {
        "STANCE_MODEL": "/m",
        "STANCE_THREADS": "3",
        "STANCE_MAX_BODY_BYTES": "9",
        "STANCE_MAX_STATEMENTS": "2",
    }
    assert read_settings(environment) == Settings(Path("/m"), 3, 9, 2)


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "²", "0", "9" * 5000])
def test_a_number_that_is_none_is_named_with_what_was_expected(value: str):
    with pytest.raises(ConfigError, match=r"STANCE_MAX_STATEMENTS: got .* \(expected an integer from 1 on\)"):
        read_settings({"STANCE_MAX_STATEMENTS": value})
