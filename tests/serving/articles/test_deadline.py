"""The deadline: a limit on the processor time of the thread that reads."""

import math
import threading
import time

import pytest

from labels.errors import TooLarge
from serving.articles.deadline import UNLIMITED, Deadline

PASSED = Deadline(2.5, -1.0)


def test_a_deadline_that_has_passed_says_how_long_reading_may_take():
    with pytest.raises(TooLarge, match=r"^takes too long to read \(expected an article that is read in 2\.5 s\)$"):
        PASSED.check()


def test_a_deadline_ahead_and_none_at_all_let_reading_go_on():
    Deadline.after(60).check()
    UNLIMITED.check()
    assert UNLIMITED.at == math.inf


def test_a_deadline_lies_as_many_seconds_ahead_as_it_was_given():
    before = time.thread_time()
    deadline = Deadline.after(3)
    assert before + 3 <= deadline.at <= time.thread_time() + 3


def test_watched_items_all_come_and_in_order_while_there_is_time():
    assert list(Deadline.after(60).watched("abc")) == ["a", "b", "c"]


def test_watching_stops_before_the_first_item_after_the_deadline():
    with pytest.raises(TooLarge):
        next(PASSED.watched("abc"))
    assert list(PASSED.watched("")) == []


def test_time_that_another_thread_takes_does_not_count():
    deadline = Deadline.after(0.5)
    done = threading.Event()

    def work() -> None:
        end = time.thread_time() + 0.6
        while time.thread_time() < end:
            sum(range(1_000))
        done.set()

    threading.Thread(target=work).start()
    assert done.wait(timeout=60)
    deadline.check()
