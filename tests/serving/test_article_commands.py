import csv
import json
import os
import pty
import random
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

Run = Callable[..., "subprocess.CompletedProcess[str]"]

MARSH = "“We oppose plan {} in full and for good,” said Cllr Jo Marsh, leader of Eastshire County Council."
ALDER = "Dee Alder, the trust’s chief executive, said: “Plan {} is the only way to keep these wards.”"
FILLER = "The board met in public on Monday and heard a report on the winter, which was long and mild. " * 12


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "b.txt").write_bytes(f"{MARSH.format(1)}\r\n".encode("utf-16"))
    (tmp_path / "news" / "a.html").write_text(f"<p>{ALDER.format(2)}</p>", encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(
        "".join(json.dumps({"id": f"x{n}", "text": MARSH.format(n), "source": "=cmd()"}) + "\n" for n in range(3))
    )
    return tmp_path


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A few hundred articles, some of them unreadable."""
    chance = random.Random(3)
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as lines:
        for n in range(400):
            text = "\n\n".join([MARSH.format(n), FILLER, *[ALDER.format(i) for i in range(chance.randrange(9))]])
            lines.write("{oops\n" if n % 50 == 7 else json.dumps({"id": f"a{n}", "text": text}) + "\n")
    return tmp_path / "many.jsonl"


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_extract_reads_files_folders_globs_and_lines_in_order(run_stance: Run, folder: Path):
    done = run_stance("extract", "lines.jsonl", "news", "news/b*", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["article"] for row in rows(done.stdout)] == [
        "x0",
        "x1",
        "x2",
        "news/a.html",
        "news/b.txt",
        "news/b.txt~2",
    ]
    assert {row["speaker"] for row in rows(done.stdout)} == {"Jo Marsh", "Dee Alder"}


def test_extract_reads_json_lines_from_standard_input(run_stance: Run, folder: Path):
    lines = folder / "lines.jsonl"
    done = run_stance("extract", "-", input=lines.read_text())
    assert done.stdout == run_stance("extract", lines).stdout


def test_the_output_goes_to_a_file_of_any_format(run_stance: Run, folder: Path, tiny_model: Path):
    for name in ("o.jsonl", "o.csv", "o.parquet"):
        done = run_stance("score", "lines.jsonl", "news", "-o", name, "--model", tiny_model, cwd=folder)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    whole = rows((folder / "o.jsonl").read_text(encoding="utf-8"))
    table = parquet.read_table(folder / "o.parquet").to_pylist()
    with (folder / "o.csv").open(encoding="utf-8", newline="") as lines:
        cells = list(csv.DictReader(lines))
    for record, flat, cell in zip(whole, table, cells, strict=True):
        assert (flat["text"], flat["start"], flat["stance"]) == (
            record["text"],
            record["start"],
            record["stance"]["label"],
        )
        assert (cell["text"], cell["stance"]) == (record["text"], record["stance"]["label"])
    assert cells[0]["source"] == "'=cmd()"
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("command", ["extract", "score"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_without_a_statement_has_the_columns_of_others(
    run_stance: Run, folder: Path, tiny_model: Path, command: str, ending: str
):
    (folder / "silent.txt").write_text("The board met in public on Monday.", encoding="utf-8")
    model = ["--model", tiny_model] if command == "score" else []

    def columns(article: str) -> list[str]:
        done = run_stance(command, article, "-o", f"out.{ending}", *model, cwd=folder)
        assert done.returncode == 0, done.stderr
        if ending == "parquet":
            return list(parquet.read_table(folder / "out.parquet").column_names)
        with (folder / "out.csv").open(encoding="utf-8", newline="") as table:
            return next(csv.reader(table))

    assert columns("silent.txt") == columns("news/b.txt")


def test_resuming_where_nothing_was_interrupted_is_told(run_stance: Run, folder: Path):
    done = run_stance("extract", "news", "-o", "out.jsonl", "--resume", cwd=folder)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "no interrupted run is here (out.jsonl.part)" in done.stderr
    assert len(rows((folder / "out.jsonl").read_text(encoding="utf-8"))) == 2


def test_what_cant_be_read_is_told_and_counted_and_the_rest_goes_on(run_stance: Run, folder: Path):
    (folder / "news" / "a.pdf").write_bytes(b"%PDF-1.4 damaged")
    done = run_stance("extract", "news", "-o", "o.jsonl", cwd=folder)
    assert done.returncode == 1
    told, summed = done.stderr.splitlines()
    assert told.startswith("stance: news/a.pdf: is no PDF that can be read")
    assert summed == "stance: 1 of 3 articles could not be read"
    assert [row["article"] for row in rows((folder / "o.jsonl").read_text())] == ["news/a.html", "news/b.txt"]


def test_an_output_in_the_folder_that_is_read_is_not_read_itself(run_stance: Run, folder: Path):
    first = run_stance("extract", "news", "-o", "news/o.jsonl", cwd=folder)
    written = (folder / "news" / "o.jsonl").read_bytes()
    again = run_stance("extract", "news", "-o", "news/o.jsonl", cwd=folder)
    assert (first.returncode, again.returncode) == (0, 0)
    assert (folder / "news" / "o.jsonl").read_bytes() == written


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nowhere"], 1, "stance: nowhere: no such file or folder\n"),
        (["empty"], 1, "stance: no articles found (expected files ending in .txt, "),
        (
            ["lines.jsonl", "-o", "o.xml"],
            1,
            "stance: o.xml: can't write .xml (expected one of: .jsonl, .csv, .parquet)\n",
        ),
        (["lines.jsonl", "-o", "no/o.csv"], 1, "stance: no/o.csv: the folder no does not exist\n"),
        (["lines.jsonl", "--resume"], 2, ""),
        (["lines.jsonl", "--workers", "0"], 2, ""),
    ],
)
def test_a_wrong_argument_is_one_line_and_leaves_nothing(
    run_stance: Run, folder: Path, arguments: list[str], code: int, message: str
):
    (folder / "empty").mkdir()
    before = sorted(folder.rglob("*"))
    done = run_stance("extract", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(message)
    assert code == 2 or done.stderr.count("\n") == 1
    assert sorted(folder.rglob("*")) == before


def test_workers_give_the_same_output(run_stance: Run, many: Path):
    one, two = (run_stance("extract", many, "--workers", number) for number in (1, 2))
    assert one.returncode == two.returncode == 1
    assert (one.stdout, one.stderr) == (two.stdout, two.stderr)


def cut_off(command: list[str], sign: signal.Signals, part: Path, size: int) -> "subprocess.CompletedProcess[str]":
    """Run a command, send it a signal when its journal has so many bytes, and return how it ended."""
    traced = {**os.environ, "PYTHONFAULTHANDLER": "1"}
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=traced)
    deadline = time.monotonic() + 60
    while running.poll() is None and not (part.exists() and part.stat().st_size > size):
        assert time.monotonic() < deadline
        time.sleep(0.002)
    running.send_signal(sign)
    try:
        out, err = running.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGABRT)
        pytest.fail(f"still running a minute after {sign.name}: {running.communicate()[1]}")
    return subprocess.CompletedProcess(command, running.returncode, out, err)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_resumed_loses_and_doubles_nothing(run_stance: Run, many: Path, tmp_path: Path, workers: str):
    whole, part = tmp_path / "whole.jsonl", tmp_path / "out.jsonl.part"
    assert run_stance("extract", many, "-o", whole).returncode == 1
    command = [str(run_stance.stance), "extract", str(many), "-o", str(tmp_path / "out.jsonl"), "--workers", workers]
    sizes = []
    for share in (0.0, 0.1, 0.4, 0.7):
        resumed = [*command, "--resume"] if sizes else command
        killed = cut_off(resumed, signal.SIGKILL, part, int(share * whole.stat().st_size))
        assert killed.returncode == -signal.SIGKILL
        sizes.append(part.stat().st_size)
    assert sizes == sorted(sizes)
    done = run_stance(*command[1:], "--resume")
    assert done.stderr.splitlines()[-1] == "stance: 8 of 400 articles could not be read"
    assert (tmp_path / "out.jsonl").read_bytes() == whole.read_bytes()
    assert not part.exists()


@pytest.mark.usefixtures("ctrl_c_heard")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_leaves_a_run_to_resume_and_says_so(run_stance: Run, many: Path, tmp_path: Path, workers: str):
    part = tmp_path / "out.jsonl.part"
    command = [str(run_stance.stance), "extract", str(many), "-o", str(tmp_path / "out.jsonl"), "--workers", workers]
    stopped = cut_off(command, signal.SIGINT, part, 20_000)
    assert stopped.returncode == 130
    said = [line for line in stopped.stderr.splitlines() if line and "not JSON" not in line]
    assert [line.split(" after ")[0] for line in said] == ["stance: interrupted; --resume goes on"]
    refused = run_stance(*command[1:])
    assert (
        refused.stderr
        == f"stance: {part}: an interrupted run is here (expected --resume to go on with it, or no such file)\n"
    )
    assert run_stance(*command[1:], "--resume").returncode == 1
    ids = [row["id"] for row in rows((tmp_path / "out.jsonl").read_text())]
    assert len(ids) == len(set(ids)) == len(rows(run_stance("extract", many).stdout))


def test_a_scored_run_is_not_resumed_with_another_command(run_stance: Run, many: Path, tmp_path: Path):
    command = [str(run_stance.stance), "extract", str(many), "-o", str(tmp_path / "out.jsonl")]
    cut_off(command, signal.SIGKILL, tmp_path / "out.jsonl.part", 1_000)
    done = run_stance(*command[1:], "--first-person", "--resume")
    assert done.returncode == 1
    wanted = f"`stance extract {many}` (expected the same again: `stance extract --first-person {many}`)"
    assert f"was begun by {wanted}" in done.stderr


def test_a_run_is_not_resumed_with_other_articles(run_stance: Run, many: Path, folder: Path, tmp_path: Path):
    output = ["-o", str(tmp_path / "out.jsonl")]
    cut_off([str(run_stance.stance), "extract", str(many), *output], signal.SIGKILL, tmp_path / "out.jsonl.part", 1_000)
    done = run_stance("extract", folder / "news", *output, "--resume")
    assert done.returncode == 1
    assert f"was begun by `stance extract {many}` (expected the same again: " in done.stderr


def test_a_statement_that_cant_be_classified_is_counted_and_the_rest_goes_on(
    run_stance: Run, folder: Path, tiny_model: Path
):
    words = "We were promised nothing. " * 900
    (folder / "news" / "long.txt").write_text(f"Long\n\nCllr Jo Marsh said: “{words}”\n")
    done = run_stance("score", "news", "--model", tiny_model, cwd=folder)
    assert (done.returncode, done.stderr) == (
        1,
        "stance: 1 statement could not be classified; see their field 'error'\n",
    )
    assert sum("error" in row for row in rows(done.stdout)) == 1
    assert len(rows(done.stdout)) > 1


def test_a_terminal_is_told_of_articles_without_a_statement(run_stance: Run, folder: Path):
    (folder / "news" / "dull.txt").write_text("Ward to open\n\nThe ward opens in May.\n")
    ours, theirs = pty.openpty()
    subprocess.run([run_stance.stance, "extract", "news", "-o", "o.jsonl"], cwd=folder, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 65_536).decode()
    os.close(ours)
    assert "3 articles read, 1 of them without a statement" in said


def test_memory_stays_the_same_over_a_long_stream(run_stance: Run, tmp_path: Path):
    peaks = []
    for number in (100, 2_000):
        lines = "".join(json.dumps({"id": f"a{n}", "text": MARSH.format(n) + FILLER}) + "\n" for n in range(number))
        (tmp_path / "in.jsonl").write_text(lines)
        script = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        command = ["python3", "-c", script, str(run_stance.stance), "extract", "in.jsonl", "-o", "out.jsonl"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 15_000, f"KiB: {peaks}"


@pytest.mark.parametrize("output", ["out.jsonl", "out.csv"])
def test_ray_writes_what_this_machine_writes(run_stance: Run, folder: Path, tiny_model: Path, output: str):
    pytest.importorskip("ray")
    (folder / "news" / "bad.pdf").write_bytes(b"no")
    written = []
    for engine in ("local", "ray"):
        done = run_stance(
            "score", "lines.jsonl", "news", "-o", output, "--model", tiny_model, "--engine", engine, "--workers", 2,
            cwd=folder,
        )  # fmt: skip
        assert done.returncode == 1
        written.append(((folder / output).read_bytes(), done.stderr))
    assert written[0] == written[1]


def test_a_terminal_is_told_how_long_reading_kept_scoring_waiting(run_stance: Run, folder: Path, tiny_model: Path):
    ours, theirs = pty.openpty()
    command = [run_stance.stance, "score", "news", "-o", "out.jsonl", "--model", tiny_model]
    subprocess.run(command, cwd=folder, stderr=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 65_536).decode()
    os.close(ours)
    told = re.search(r"([\d.]+) s, of which ([\d.]+) s waiting for articles to be read", said)
    total, waited = map(float, told.groups())
    assert 0 <= waited <= total
