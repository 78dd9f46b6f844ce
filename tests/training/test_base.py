import shutil
from pathlib import Path

import pytest

from labels.errors import CheckpointError
from training.base import KNOWN_BASES, KnownBase, _verified, find_base


def test_the_default_base_is_found_in_its_package_with_the_official_weights():
    found = find_base("all-MiniLM-L6-v2")
    assert found.sha256 == KNOWN_BASES["all-MiniLM-L6-v2"].sha256
    assert found.sha256.startswith("53aa5117")


def test_a_folder_is_a_base_under_its_own_name(tiny_base: Path):
    found = find_base(str(tiny_base))
    assert (found.name, found.folder) == ("tiny-bert", tiny_base)


def test_a_folder_without_weights_is_refused_with_the_known_names(tmp_path: Path):
    with pytest.raises(CheckpointError, match=r"no model\.safetensors there .*all-MiniLM-L6-v2, all-mpnet-base-v2"):
        find_base(str(tmp_path))


def test_weights_with_another_hash_are_refused_with_both(tiny_base: Path, tmp_path: Path):
    shutil.copytree(tiny_base, tmp_path / "b")
    with pytest.raises(CheckpointError, match=r"sha256 is [0-9a-f]{64} \(expected the official 53aa"):
        _verified(tmp_path / "b", KNOWN_BASES["all-MiniLM-L6-v2"].sha256)


def test_a_base_that_is_nowhere_says_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setitem(KNOWN_BASES, "nowhere", KnownBase("nobody/nowhere", "0" * 64))
    with pytest.raises(CheckpointError, match="neither in the Hugging Face cache nor to be had from the hub"):
        find_base("nowhere")
