from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from pathlib import Path

import pytest

from labels.taxonomy import TAXONOMY_VERSION, Sector, Stance, Theme

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "labels" / "guide.md"
SHARED_GUIDE = ROOT.parent / "shared" / "labelling-guide.md"


def codes_in_guide(section: str) -> list[str]:
    _, after = GUIDE.read_text(encoding="utf-8").split(f"\n## {section} (", 1)
    return re.findall(r"^\| `([^`]+)` \|", after.split("\n## ", 1)[0], re.MULTILINE)


@pytest.mark.parametrize(("section", "codes"), [("Sector", Sector), ("Stance", Stance), ("Themes", Theme)])
def test_guide_and_taxonomy_name_the_same_codes_in_the_same_order(section: str, codes: type[StrEnum]):
    assert codes_in_guide(section) == [code.value for code in codes]


@pytest.mark.skipif(not SHARED_GUIDE.exists(), reason="the shared guide is not on this machine")
def test_the_guide_is_the_shared_one_byte_for_byte():
    assert GUIDE.read_bytes() == SHARED_GUIDE.read_bytes()


def test_the_codes_and_their_order_change_only_with_the_taxonomy_version():
    codes = " ".join([*Sector, *Stance, *Theme])
    digest = hashlib.sha256(codes.encode()).hexdigest()[:16]
    assert (TAXONOMY_VERSION, digest) == ("1", "0e0717c85789ac99")


@pytest.mark.parametrize("code", [*Sector, *Stance, *Theme])
def test_a_code_can_stand_beside_others_in_one_cell(code: StrEnum):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code.value)
