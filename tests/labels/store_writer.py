"""Writers of the label store in processes of their own, for the tests to race and to kill.

`store_writer.py race URL WRITERS EACH` forks writers that start together; each adds EACH annotations of
its own and EACH that all the others add too. `store_writer.py batches URL SIZE` adds batches without end and
says after each that it is in; `store_writer.py imports URL SIZE` imports files as the command does;
`store_writer.py promotions URL` promotes versions, each by its number, and says after each that it is live.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

from labels.annotation import Annotation
from labels.exchange import import_to_store
from labels.promotions import Promotions
from labels.statement import Statement
from labels.store import LabelStore
from labels.taxonomy import Sector, Stance

WARDS = 3
START = datetime(2016, 11, 3, tzinfo=UTC)


def pair(annotator: str, number: int) -> tuple[Statement, Annotation]:
    """Return a statement that all writers know, and what one says of it."""
    statement = Statement(id=f"s-{number % WARDS}", text=f"Ward {number % WARDS} closes.")
    moment = START + timedelta(seconds=number)
    labels = {"sector": Sector.MEDIA, "stance": Stance.CRITICAL}
    return statement, Annotation(statement_id=statement.id, annotator=annotator, created_at=moment, **labels)


def write(url: str, name: str, each: int, together: Barrier) -> None:
    """Open the store together with the others and add annotations one by one."""
    together.wait()
    with LabelStore.open(url) as store:
        for annotator in (name, "everybody"):
            for number in range(each):
                statement, annotation = pair(annotator, number)
                store.add([statement], [annotation])


def race(url: str, writers: int, each: int) -> int:
    """Let the writers run; return how many failed."""
    fork = multiprocessing.get_context("fork")
    together = fork.Barrier(writers)
    processes = [fork.Process(target=write, args=(url, f"writer {i}", each, together)) for i in range(writers)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return sum(process.exitcode != 0 for process in processes)


def batches(url: str, size: int) -> None:
    """Add batches, each by an annotator with the batch's number for a name."""
    first = time.time_ns()
    with LabelStore.open(url) as store:
        for batch in count(first):
            given, made = zip(*(pair(str(batch), number) for number in range(size)), strict=True)
            store.add(given, made)
            print(batch, flush=True)


def imports(url: str, size: int) -> None:
    """Import files of statements of their own, each labelled by an annotator with the file's number for a name."""
    first = time.time_ns()
    with LabelStore.open(url) as store, TemporaryDirectory() as folder:
        for number in count(first):
            file = Path(folder) / "labels.jsonl"
            labels = {"sector": "media", "stance": "critical", "annotator": str(number)}
            rows = ({"text": f"Ward {ward} closes, says {number}.", **labels} for ward in range(size))
            file.write_text("".join(json.dumps(row) + "\n" for row in rows))
            import_to_store(file, store, START)
            print(number, flush=True)


def promotions(url: str) -> None:
    """Promote one version after the other, each numbered one higher than the one that is live."""
    with LabelStore.open(url) as store:
        made = Promotions(store.database)
        live = made.latest()
        for number in count(int(live.version) + 1 if live else 1):
            made.promote(str(number), "Ann", "it is better", {"stance_macro_f1": 0.7})
            print(number, flush=True)


VERBS = {"race": race, "batches": batches, "imports": imports, "promotions": promotions}


if __name__ == "__main__":
    verb, url, *numbers = sys.argv[1:]
    sys.exit(VERBS[verb](url, *map(int, numbers)))
