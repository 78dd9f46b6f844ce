"""Measure the service beside the model in this process and beside the service that one would otherwise assemble.

All take turns in rounds on one machine, so that the ratios hold where the figures do not. Usage:
bench.py [--seconds N] [--rounds N] [--json FILE] [--no-naive]
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from labels.corpus import Split
from labels.records import Numbered
from labels.snapshot import take_snapshot
from labels.statement import Statement
from serving.classifier import Classifier, available_cores
from serving.score import classify_rows
from tests.bench.load import Load, Service, clients, mixed, run

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FIELDS = ("text", "context", "attribution")
STATEMENTS = 400
LIST = 100
READY_SECONDS = 300
BUSY_LOAD = 0.5
PAUSE = 1.0

Statements = list[dict[str, str]]
Figures = dict[str, float]


@dataclass(frozen=True)
class Row:
    """A line of the table: what is measured, in which unit, and whether more is better."""

    name: str
    unit: str
    more_is_better: bool
    beside: str = ""
    """The figure in this process that it is a fraction of."""


ROWS = (
    Row("single, p50", "ms", more_is_better=False, beside="single, p50"),
    Row("single, p99", "ms", more_is_better=False, beside="single, p99"),
    Row("single, p50 one second after 64 clients", "ms", more_is_better=False, beside="single, p50"),
    Row("16 clients", "statements/s", more_is_better=True, beside="lists of 100"),
    Row("64 clients", "statements/s", more_is_better=True, beside="lists of 100"),
    Row("64 clients, p99", "ms", more_is_better=False),
    Row("lists of 100", "statements/s", more_is_better=True, beside="lists of 100"),
    Row("single beside two clients of lists, p50", "ms", more_is_better=False, beside="single, p50"),
    Row("file of statements", "statements/s", more_is_better=True, beside="lists of 100"),
    Row("ready after", "s", more_is_better=False),
    Row("resident memory after load", "MB", more_is_better=False),
    Row("answers that failed", "", more_is_better=False),
)


@dataclass
class Contender:
    """One of those compared, with every round's figures."""

    name: str
    measure: Callable[[Statements, float], Figures]
    rounds: list[Figures] = field(default_factory=list)
    once: Figures = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        """Return the median of every figure over the rounds."""
        names = self.rounds[0] if self.rounds else {}
        return {name: statistics.median(figures[name] for figures in self.rounds) for name in names} | self.once


def chosen_statements() -> Statements:
    """Return statements of the test split, as a client would send them."""
    return [s.model_dump(include=set(FIELDS)) for s in take_snapshot().split(Split.TEST)[:STATEMENTS]]


def in_lists(statements: Statements, size: int) -> list[Statements]:
    """Return the statements in lists of one size."""
    return [statements[start : start + size] for start in range(0, len(statements) - size + 1, size)]


def timed(work: Callable[[Any], object], items: Sequence[Any], statements: int, seconds: float) -> Load:
    """Return what came of doing work on one item after the other; each holds so many statements."""
    load, began = Load(), time.perf_counter()
    while (now := time.perf_counter()) < began + seconds:
        work(items[len(load.latencies) % len(items)])
        load.latencies.append(time.perf_counter() - now)
        load.statements += statements
    load.seconds = time.perf_counter() - began
    return load


def measure_in_process(classifier: Classifier) -> Callable[[Statements, float], Figures]:
    """Return how the model itself is measured, in this process."""

    def measure(statements: Statements, seconds: float) -> Figures:
        parsed = [Statement.model_validate(statement) for statement in statements]
        rows = [Numbered("bench", i, dict(statement)) for i, statement in enumerate(statements)]
        single = timed(lambda one: classifier.classify([one]), parsed, 1, seconds)
        lists = timed(classifier.classify, in_lists(parsed, LIST), LIST, seconds)
        file = timed(lambda part: list(classify_rows(classifier, part, flat=False)), [rows], len(rows), seconds)
        return {
            "single, p50": single.percentile(50),
            "single, p99": single.percentile(99),
            "lists of 100": lists.rate,
            "file of statements": file.rate,
        }

    return measure


def measure_over_http(service: Service) -> Callable[[Statements, float], Figures]:
    """Return how a service is measured."""

    def measure(statements: Statements, seconds: float) -> Figures:
        singles, lists = in_lists(statements, 1), in_lists(statements, LIST)
        alone = run(clients(service, singles, 1, seconds))
        some, many = (run(clients(service, singles, number, seconds)) for number in (16, 64))
        time.sleep(PAUSE)
        after = run(clients(service, singles, 1, seconds))
        bulk = run(clients(service, lists, 1, seconds))
        beside = run(mixed(service, singles, lists, seconds))
        return {
            "single, p50": alone.percentile(50),
            "single, p99": alone.percentile(99),
            "single, p50 one second after 64 clients": after.percentile(50),
            "16 clients": some.rate,
            "64 clients": many.rate,
            "64 clients, p99": many.percentile(99),
            "lists of 100": bulk.rate,
            "single beside two clients of lists, p50": beside.percentile(50),
            "answers that failed": float(sum(load.failed for load in (alone, some, many, after, bulk, beside))),
        }

    return measure


@contextmanager
def running(command: Sequence[str], port: int, log: Path, **environment: str) -> Iterator[tuple[psutil.Process, float]]:
    """Start a service; give its process, and the seconds until it was ready."""
    # The model and the labels of whoever measures here are left alone.
    own = dict.fromkeys(("BENTOML_HOME", "XDG_STATE_HOME"), str(log.parent))
    own |= {"STANCE_DATABASE_URL": "", "STANCE_MODEL": "", "BENTOML_DO_NOT_TRACK": "true", "PYTHONPATH": str(ROOT)}
    own |= environment
    began = time.perf_counter()
    with log.open("wb") as output:
        process = psutil.Popen(command, cwd=ROOT, env={**os.environ, **own}, stdout=output, stderr=output)
    try:
        while not ready(port):
            if process.poll() is not None or time.perf_counter() - began > READY_SECONDS:
                sys.exit(f"bench: {' '.join(command)}: not ready; it wrote:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        try:
            process.wait(30)
        except psutil.TimeoutExpired:
            process.kill()


def ready(port: int) -> bool:
    """Tell whether a service answers."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def resident_megabytes(process: psutil.Process) -> float:
    """Return the resident memory of a service's processes together, pages that they share counted for each."""
    return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) / 1e6


@contextmanager
def alone_here() -> Iterator[None]:
    """Hold a lock, so that two benchmarks never measure each other."""
    with (Path(tempfile.gettempdir()) / "stance-bench.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("bench: another benchmark is running on this machine (expected none)")
        yield


def processor() -> str:
    """Return the processor's name, as well as the system tells it."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def compare(seconds: float, rounds: int, *, naive: bool) -> tuple[list[Contender], str]:
    """Measure everyone in turn; return the contenders and the precision of the model."""
    statements = chosen_statements()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        classifier = Classifier.load()
        contenders = [Contender("in process", measure_in_process(classifier))]
        processes = {}
        for name, command, service, environment in services(folder, naive=naive):
            process, waited = stack.enter_context(running(command, service.port, folder / f"{name}.log", **environment))
            contenders.append(Contender(name, measure_over_http(service), once={"ready after": waited}))
            processes[name] = process
        for contender in contenders:
            contender.measure(statements, seconds / 4)
        for number in range(rounds):
            for contender in contenders:
                tell(f"round {number + 1} of {rounds}: {contender.name}")
                contender.rounds.append(contender.measure(statements, seconds))
        for contender in contenders[1:]:
            contender.once["resident memory after load"] = resident_megabytes(processes[contender.name])
        return contenders, classifier.precision


def services(folder: Path, *, naive: bool) -> Iterator[tuple[str, list[str], Service, dict[str, str]]]:
    """Yield name, command, address and environment of each service."""
    port = free_port()
    command = [sys.executable, "-c", "from serving.cli import main; main()", "serve", "--port", str(port)]
    yield "service", command, Service(port, "statements", wrapped=True), {"STANCE_LOG_LEVEL": "warning"}
    if naive:
        tell("writing the models of the naive service")
        write = [sys.executable, "-m", "tests.bench.naive_models", str(folder / "models")]
        written = subprocess.run(write, check=False, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        if written.returncode:
            why = written.stderr.strip().rpartition("\n")[2]
            sys.exit(f"bench: the naive service has no models: {why} ('make bench' fetches what they are made of)")
        port = free_port()
        command = [sys.executable, "-m", "bentoml", "serve", "tests.bench.naive_service:NaiveService"]
        where = ["--host", "127.0.0.1", "--port", str(port), "--working-dir", str(ROOT)]
        models = {"BENCH_MODELS": str(folder / "models")}
        yield "naive", [*command, *where], Service(port, "texts", wrapped=False), models


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def table(contenders: Sequence[Contender]) -> str:
    """Return the figures as a Markdown table."""
    figures = {contender.name: contender.figures for contender in contenders}
    ours = figures["service"]
    lines = [
        "| | " + " | ".join(figures) + " | of in process | times naive |",
        "|---|" + "---|" * (len(figures) + 2),
    ]
    for row in ROWS:
        cells = [shown(figures[name].get(row.name)) for name in figures]
        inside = figures["in process"].get(row.beside) if row.name in ours else None
        share = f"{ours[row.name] / inside:.2f}" if inside else ""
        other = figures.get("naive", {}).get(row.name)
        times = ratio(ours.get(row.name), other, more_is_better=row.more_is_better)
        unit = f" ({row.unit})" if row.unit else ""
        lines.append(f"| {row.name}{unit} | " + " | ".join([*cells, share, times]) + " |")
    return "\n".join(lines)


def shown(figure: float | None) -> str:
    """Return a figure with three digits that count."""
    return "" if figure is None else f"{figure:.0f}" if figure >= 100 or figure == 0 else f"{figure:.3g}"


def ratio(ours: float | None, other: float | None, *, more_is_better: bool) -> str:
    """Return how many times better ours is."""
    if not ours or not other:
        return ""
    return f"{ours / other if more_is_better else other / ours:.1f}"


def tell(message: str) -> None:
    """Say how far it is, where it does not stand in the way of the table."""
    print(message, file=sys.stderr, flush=True)


def main() -> None:
    """Run the benchmark and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each load lasts")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write every figure into this file")
    parser.add_argument("--no-naive", action="store_true", help="leave the naive service out")
    options = parser.parse_args()
    # What was started must end with this process, however it is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: ended"))
    with alone_here():
        load_before = os.getloadavg()[0]
        if load_before > BUSY_LOAD * available_cores():
            tell(f"bench: the load average is {load_before:.1f}: others are at work, so trust the ratios at most")
        contenders, precision = compare(options.seconds, options.rounds, naive=not options.no_naive)
    about = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": processor(),
        "cores": available_cores(),
        "precision": precision,
        "load_average_before": load_before,
        "seconds": options.seconds,
        "rounds": options.rounds,
    }
    print(f"{about['date'][:10]}, {about['processor']}, {about['cores']} cores, {precision}, load before", end=" ")
    print(f"{load_before:.1f}; medians of {options.rounds} rounds of {options.seconds:g} s.\n\n{table(contenders)}")
    if options.json:
        found = {c.name: {"median": c.figures, "rounds": c.rounds} for c in contenders}
        rows = [asdict(row) for row in ROWS]
        options.json.write_text(json.dumps({**about, "rows": rows, "figures": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
