from pathlib import Path

import pytest

from labels.errors import ConfigError
from serving.settings import Settings, read_settings


def test_an_empty_environment_gives_the_defaults():
    labels = f"sqlite:///{Path.home()}/.local/state/stance/labels.db"
    assert read_settings({}) == Settings(model=None, threads=0, database_url=labels, api_key="")


def test_every_setting_can_be_made_in_the_environment():
    environment = {
        "STANCE_MODEL": "/m",
        "STANCE_THREADS": "3",
        "STANCE_MAX_BODY_BYTES": "9",
        "STANCE_MAX_STATEMENTS": "2",
        "STANCE_MAX_ARTICLE_CHARS": "8",
        "STANCE_MAX_READING_SECONDS": "4",
        "STANCE_MAX_SECONDS": "7",
        "STANCE_MAX_WAITING": "6",
        "STANCE_LOG_LEVEL": "error",
        "STANCE_DATABASE_URL": "sqlite:////labels.db",
        "STANCE_API_KEY": "k3y!",
    }
    assert read_settings(environment) == Settings(
        Path("/m"), 3, 9, 2, 8, 4, 7, 6, "error", database_url="sqlite:////labels.db", api_key="k3y!"
    )


def test_no_secret_is_printed_with_the_settings():
    environment = {"STANCE_DATABASE_URL": "postgresql://me:secret@db/labels", "STANCE_API_KEY": "secret"}
    assert "secret" not in repr(read_settings(environment))


@pytest.mark.parametrize("key", ["two words", "clé-secret", "secret\n", "\ud800secret"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_shown(key: str):
    with pytest.raises(ConfigError) as caught:
        read_settings({"STANCE_API_KEY": key})
    assert str(caught.value).startswith("STANCE_API_KEY: holds a blank or a character that a header can't")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("value", ["many", "-1", "1.5", "²", "0", "9" * 5000])
def test_a_number_that_is_none_is_named_with_what_was_expected(value: str):
    with pytest.raises(ConfigError, match=r"STANCE_MAX_STATEMENTS: got .* \(expected an integer from 1 on\)"):
        read_settings({"STANCE_MAX_STATEMENTS": value})


def test_a_number_beyond_the_most_is_named_with_what_was_expected():
    with pytest.raises(ConfigError, match=r"STANCE_MAX_SECONDS: got '61' \(expected an integer from 1 to 60\)"):
        read_settings({"STANCE_MAX_SECONDS": "61"})


def test_a_log_level_that_is_none_is_named_with_the_choices():
    with pytest.raises(ConfigError, match=r"STANCE_LOG_LEVEL: got 'loud' \(expected one of: debug, info"):
        read_settings({"STANCE_LOG_LEVEL": "loud"})
