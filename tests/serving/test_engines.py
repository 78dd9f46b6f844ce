import multiprocessing
import signal
import time
import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from labels.errors import DataError
from serving.articles.collection import Extracted, Pending
from serving.classifier import Classifier
from serving.engines import (
    ARTICLES_A_TASK,
    TASKS_AHEAD,
    _end,
    _interrupted_after,
    ray_articles,
    read_all,
    with_predictions,
)
from serving.score import classify_records

QUOTE = "“We oppose plan {} in full,” said Cllr Jo Marsh, leader of Eastshire County Council."


def pendings(number: int) -> Iterator[Pending]:
    for n in range(number):
        record = {"text": QUOTE.format(n)} if n % 7 else {"text": 5}
        yield Pending(f"a{n}", record=record)


def scored(articles: Iterator[Pending], classifier: Classifier) -> list[Extracted]:
    return list(with_predictions(read_all(articles, 1), partial(classify_records, classifier)))


def test_several_workers_give_what_one_gives():
    assert list(read_all(pendings(100), 2)) == list(read_all(pendings(100), 1))


def test_workers_read_only_so_far_ahead():
    taken = 0

    def counted() -> Iterator[Pending]:
        nonlocal taken
        for pending in pendings(10_000):
            taken += 1
            yield pending

    found = read_all(counted(), 2)
    next(found)
    found.close()
    assert taken <= ARTICLES_A_TASK * (2 * TASKS_AHEAD + 1)


@pytest.mark.usefixtures("ctrl_c_heard")
def test_ctrl_c_amid_what_must_not_be_cut_is_heard_right_after():
    steps = []

    def hand_over() -> None:
        with _interrupted_after():
            signal.raise_signal(signal.SIGINT)
            steps.append("done")

    with pytest.raises(KeyboardInterrupt):
        hand_over()
    assert steps == ["done"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_worker_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("serving.engines.END_SECONDS", 0.2)
    worker = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(600,))
    worker.start()
    _end([worker])
    worker.join(timeout=30)
    assert worker.exitcode == -signal.SIGKILL
    worker.close()


def test_each_article_gets_its_own_predictions_in_order(classifier: Classifier):
    found = scored(pendings(600), classifier)
    assert [article.id for article in found] == [f"a{n}" for n in range(600)]
    sample = [*pendings(600)][1::97]
    assert found[1::97] == [scored(iter([pending]), classifier)[0] for pending in sample]


def test_memory_stays_the_same_over_a_stream():
    def peak(number: int) -> int:
        tracemalloc.start()
        for _ in read_all(pendings(number), 1):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(50)
    assert peak(2_000) < peak(200) + 200_000


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray")
    monkeypatch.delenv("RAY_ADDRESS", raising=False)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning", "ignore::DeprecationWarning")
def test_ray_gives_what_this_machine_gives(
    cluster: None, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(QUOTE)
    articles = [*pendings(150), Pending("a.txt", Path("a.txt")), Pending("gone.txt", Path("gone.txt"))]
    local = scored(iter(articles), Classifier.load(tiny_model, threads=1))
    assert list(ray_articles(articles, tiny_model, 2)) == local


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning", "ignore::DeprecationWarning")
def test_a_failing_ray_worker_is_one_line(cluster: None, tmp_path: Path):
    with pytest.raises(DataError, match=r"a worker of the Ray cluster failed: .*no contract.json here") as caught:
        list(ray_articles(pendings(3), tmp_path, 1))
    assert "\n" not in str(caught.value)
