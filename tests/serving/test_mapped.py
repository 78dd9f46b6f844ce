"""Mapped files: their memory is given back, and their words stay."""

import mmap
import re
import sys
from pathlib import Path

import pytest

from serving.classifier import Classifier
from serving.mapped import mappings, release_pages

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is mapped")
SIZE = 4_000_000


@pytest.fixture
def mapped(tmp_path: Path):
    """A file of a folder, mapped and read through once."""
    file = tmp_path / "a name with blanks.bin"
    file.write_bytes(bytes(range(256)) * (SIZE // 256))
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        assert len(bytes(content)) == SIZE
        yield content


def resident(folder: Path) -> int:
    """Return how many kilobytes of mapped files of a folder are in memory."""
    blocks = re.split(r"(?m)^(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text())
    return sum(int(re.search(r"Rss:\s+(\d+)", block)[1]) for block in blocks if f" {folder}/" in block)


def test_memory_of_mapped_files_is_given_back_and_their_words_are_read_again(mapped: mmap.mmap, tmp_path: Path):
    assert resident(tmp_path) > 3_000
    release_pages(tmp_path)
    assert resident(tmp_path) == 0
    assert bytes(mapped) == bytes(range(256)) * (SIZE // 256)


def test_files_of_other_folders_stay(mapped: mmap.mmap, tmp_path: Path):
    release_pages(tmp_path / "deeper")
    release_pages(tmp_path.parent)
    assert resident(tmp_path) > 3_000


def test_what_may_be_written_is_no_business_of_ours(tmp_path: Path):
    file = tmp_path / "written.bin"
    file.write_bytes(b"x" * SIZE)
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as content:
        content[0] = 65
        assert list(mappings(tmp_path)) == []


def test_a_loaded_model_keeps_little_of_its_files_in_memory():
    classifier = Classifier.load()
    folder = classifier.artifact.folder.resolve()
    size = sum(file.stat().st_size for file in folder.glob("weights*.bin")) / 1_000
    assert size > 100_000
    assert resident(folder) < size / 4
