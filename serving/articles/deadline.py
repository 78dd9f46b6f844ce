"""How long reading an article may take: a limit on the processor time of the thread that reads."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from labels.errors import TooLarge

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time of this thread's processor clock by which reading must end, and after how many seconds that is."""

    seconds: float = math.inf
    at: float = math.inf

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that lies `seconds` of this thread's processor time ahead."""
        return cls(seconds, time.thread_time() + seconds)

    def check(self) -> None:
        """Raise `TooLarge` if the deadline has passed."""
        if self.at < math.inf and time.thread_time() > self.at:
            raise TooLarge("takes too long to read", expected=f"an article that is read in {self.seconds:g} s")

    def watched(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; raise `TooLarge` before the first that comes after the deadline."""
        for item in items:
            self.check()
            yield item


UNLIMITED = Deadline()
