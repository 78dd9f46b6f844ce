from __future__ import annotations

import os
from pathlib import Path

import pytest

from labels.errors import ConfigError, StoreError
from labels.location import database_url, open_store
from labels.store import LabelStore


def test_a_url_in_the_environment_is_taken_as_it_is():
    url = "postgresql://me:secret@db/labels"
    assert database_url({"STANCE_DATABASE_URL": url, "XDG_STATE_HOME": "/state"}) == url


def test_without_a_url_labels_are_kept_in_the_state_folder():
    assert database_url({"XDG_STATE_HOME": "/state"}) == "sqlite:////state/stance/labels.db"


@pytest.mark.parametrize("state", ["", "state"])
def test_the_state_folder_is_the_usual_one_unless_an_absolute_one_is_named(state: str):
    expected = f"sqlite:///{Path.home()}/.local/state/stance/labels.db"
    assert database_url({"XDG_STATE_HOME": state}) == expected


def test_the_state_folder_is_made_for_its_owner_alone(tmp_path: Path):
    open_store({"XDG_STATE_HOME": str(tmp_path / "state")}).close()
    folder = tmp_path / "state" / "stance"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "labels.db").is_file()


def test_a_url_that_is_given_comes_before_the_environments(tmp_path: Path):
    given = f"sqlite:///{tmp_path / 'given.db'}"
    open_store({"STANCE_DATABASE_URL": f"sqlite:///{tmp_path / 'other.db'}"}, given).close()
    assert not (tmp_path / "other.db").exists()
    LabelStore.open(given, must_exist=True).close()


def test_a_state_folder_that_cannot_be_made_is_named_with_the_way_out(tmp_path: Path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StoreError) as caught:
        open_store({"XDG_STATE_HOME": str(tmp_path / "state")})
    reason = os.strerror(20)
    assert str(caught.value) == (
        f"{tmp_path / 'state' / 'stance'}: can't be made: {reason} (STANCE_DATABASE_URL keeps labels elsewhere)"
    )


def test_without_a_home_folder_only_opening_the_store_fails(monkeypatch: pytest.MonkeyPatch):
    def unknown(_: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(unknown))
    assert database_url({}) == ""
    with pytest.raises(ConfigError, match=r"^STANCE_DATABASE_URL: is not set \(expected where to keep labels"):
        open_store({})
