import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from labels.errors import CheckpointError
from serving.artifact import file_sha256
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


SPLIT_AT = 1000


@pytest.fixture
def in_parts(tiny_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny checkpoint installed as two distributions that hold a zip archive in pieces; the user's cache."""
    archive = Path(shutil.make_archive(str(tmp_path / "tiny"), "zip", tiny_base.parent, tiny_base.name)).read_bytes()
    site, cache = tmp_path / "site", tmp_path / "cache"
    for number, piece in enumerate((archive[:SPLIT_AT], archive[SPLIT_AT:]), 1):
        info = site / f"tiny_part_{number}-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tiny-part-{number}\nVersion: 1\n")
        (info / "RECORD").write_text(f"tiny-part-{number}/input/tiny.zip.00{number},,\n")
        (site / f"tiny-part-{number}" / "input").mkdir(parents=True)
        (site / f"tiny-part-{number}" / "input" / f"tiny.zip.00{number}").write_bytes(piece)
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    known = KnownBase("nobody/tiny", file_sha256(tiny_base / "model.safetensors"), parts=("tiny-part-1", "tiny-part-2"))
    monkeypatch.setitem(KNOWN_BASES, "tiny", known)
    return cache


def test_a_base_installed_in_parts_is_joined_once_into_the_users_cache(in_parts: Path, tmp_path: Path):
    found = find_base("tiny")
    assert found.folder.parent == in_parts / "stance"
    assert [path.name for path in found.folder.parent.iterdir()] == [found.folder.name]
    shutil.rmtree(tmp_path / "site")
    assert find_base("tiny") == found


def test_parts_that_make_no_archive_are_refused(in_parts: Path, tmp_path: Path):
    next(tmp_path.glob("site/tiny-part-2/input/*")).write_bytes(b"")
    with pytest.raises(CheckpointError, match="base 'tiny': its installed parts don't make an archive"):
        find_base("tiny")
    assert list((in_parts / "stance").iterdir()) == []


def test_parts_with_other_weights_are_refused(in_parts: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(KNOWN_BASES, "tiny", replace(KNOWN_BASES["tiny"], sha256="0" * 64))
    with pytest.raises(CheckpointError, match="expected the official 0000"):
        find_base("tiny")
    assert list((in_parts / "stance").iterdir()) == []
