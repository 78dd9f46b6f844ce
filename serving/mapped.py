"""Pages of files that are mapped into memory and no longer needed there."""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MADV_DONTNEED = 4
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) r--s (?:\S+ ){3}\s*(.+)\n")


def release_pages(folder: Path) -> None:
    """Give back the memory in which read-only files of a folder are mapped, on Linux; what is read again comes back.

    OpenVINO maps a model's weights, copies them into the order in which the processor multiplies them, and keeps both.
    """
    if sys.platform != "linux":
        return
    madvise = ctypes.CDLL(None, use_errno=True).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, end in mappings(folder):
        # What the system refuses to take back is only not saved.
        madvise(start, end - start, MADV_DONTNEED)


def mappings(folder: Path) -> Iterator[tuple[int, int]]:
    """Yield start and end of where this process has files of a folder mapped, read-only and shared."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines(keepends=True):
        found = _MAPPING.fullmatch(line)
        if found and Path(found[3]).parent == folder:
            yield int(found[1], 16), int(found[2], 16)
