"""Ask a service for what its description allows and forbids, then keep it busy, and see that nothing gives.

`python -m tests.soak [--cases 5000] [--minutes 10] [--clients 64]`: no answer may be an error of the service or
other than described, none may fail under load, and memory must not grow.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.bench.bench import chosen_statements, free_port, in_lists, resident_megabytes, running, tell
from tests.bench.load import HOST, Load, Service, clients, run

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "unsupported_method",
)
EXAMPLES_A_RUN = 100
SLICE_SECONDS = 15.0
WARM_UP = 4
"""Slices until every shape of batch has been computed once: until then memory grows, as it must."""
GROWTH = 0.05


@dataclass
class Soaked:
    """What came of a load: answers, those that failed, and the resident megabytes after every slice of it."""

    answered: int = 0
    failed: int = 0
    megabytes: list[float] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Return by which share memory grew after the warm-up, at most."""
        first, *later = self.megabytes[WARM_UP:]
        return max(later, default=first) / first - 1


def fuzz(address: str, cases: int, *, examples: int = EXAMPLES_A_RUN) -> tuple[int, str]:
    """Send a service at least so many requests made from its own description.

    Returns how many were sent, and what was found at the first fault, "" if there was none.
    """
    sent = 0
    for seed in range(1, cases + 1):
        command = [SCHEMATHESIS, "run", f"{address}/docs.json", "--checks", ",".join(CHECKS), "--no-color"]
        drawn = ["--max-examples", str(examples), "--seed", str(seed), "--generation-database", "none"]
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([*command, *drawn], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            return sent, done.stdout + done.stderr
        sent += sum(map(int, re.findall(r"(\d+) generated, ", done.stdout)))
        tell(f"{sent} of {cases} cases")
        if sent >= cases:
            break
    return sent, ""


def soak(
    service: Service,
    process: psutil.Process,
    number: int,
    slices: int,
    seconds: float,
    on_slice: Callable[[Soaked], None],
) -> Soaked:
    """Keep a service busy with so many clients, and look at its memory after every slice."""
    singles, found = in_lists(chosen_statements(), 1), Soaked()
    for _ in range(slices):
        load: Load = run(clients(service, singles, number, seconds))
        found.answered += load.statements
        found.failed += load.failed
        found.megabytes.append(resident_megabytes(process))
        on_slice(found)
    return found


def faults(fault: str, found: Soaked) -> Sequence[str]:
    """Return what was wrong, nothing if all went well."""
    said = [f"an answer was not as described:\n{fault}"] if fault else []
    if found.failed:
        said.append(f"{found.failed} answers failed (expected none)")
    if found.growth > GROWTH:
        said.append(f"memory grew by {found.growth:.1%} (expected at most {GROWTH:.0%}): {found.megabytes}")
    return said


def main() -> None:
    """Run both, and say what came of them; exit 1 if anything gave."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--clients", type=int, default=64)
    options = parser.parse_args()
    slices = max(WARM_UP + 2, round(options.minutes * 60 / SLICE_SECONDS))
    port, started = free_port(), time.monotonic()
    command = [sys.executable, "-c", "from serving.cli import main; main()", "serve", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        # A retraining that is asked for ends at once: there are no such settings.
        own = {"XDG_STATE_HOME": folder, "STANCE_LOG_LEVEL": "warning", "STANCE_DATABASE_URL": "", "STANCE_API_KEY": ""}
        own["STANCE_RETRAIN_CONFIG"] = f"{folder}/none.toml"
        with running(command, port, Path(folder) / "service.log", **own) as (process, _):
            sent, fault = fuzz(f"http://{HOST}:{port}", options.cases)
            found = soak(
                Service(port, "statements", wrapped=True),
                process,
                options.clients,
                slices,
                SLICE_SECONDS,
                lambda so_far: tell(
                    f"{so_far.answered} answered, {so_far.failed} failed, {so_far.megabytes[-1]:.0f} MB"
                ),
            )
    print(
        f"{sent} cases from the description; {found.answered} statements answered to {options.clients} clients,"
        f" {found.failed} failed; {found.megabytes[WARM_UP]:.0f} MB after the warm-up, at most {found.growth:.1%} more"
        f" later; {time.monotonic() - started:.0f} s"
    )
    if said := faults(fault, found):
        sys.exit("soak: " + "\n".join(said))


if __name__ == "__main__":
    main()
