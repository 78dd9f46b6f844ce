"""The README's commands run as printed and print what it says."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
SHELL = [text for language, text in BLOCKS if language == "bash"]
MAKE = [line.split()[1] for text in SHELL for line in text.splitlines() if line.startswith("make ")]
RUNNABLE = [text for text in SHELL if not text.startswith("make ")]
PROBABILITY = 0.05


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory, serve_shipped) -> Iterator[str]:
    with serve_shipped(tmp_path_factory.mktemp("docs")) as client:
        assert isinstance(client, httpx.Client)
        yield str(client.base_url).rstrip("/")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory in which the blocks run one after the other, as a reader would run them."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "labels").symlink_to(ROOT / "labels")
    return folder


def shell(block: str, folder: Path, live: str) -> "subprocess.CompletedProcess[str]":
    here = block.replace("http://localhost:3000", live)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    script = ["bash", "-euo", "pipefail", "-c", here]
    return subprocess.run(
        script,
        cwd=folder,
        # The reader's label store, not that of whoever runs the tests.
        env={**os.environ, "PATH": path, "XDG_STATE_HOME": str(folder), "STANCE_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def same(printed: object, found: object) -> bool:
    """Tell whether two JSON values are equal but for small differences between processors."""
    if isinstance(printed, dict) and isinstance(found, dict):
        return printed.keys() == found.keys() and all(same(printed[key], found[key]) for key in printed)
    if isinstance(printed, list) and isinstance(found, list):
        return len(printed) == len(found) and all(map(same, printed, found))
    if isinstance(printed, float) and isinstance(found, float):
        return abs(printed - found) <= PROBABILITY
    return printed == found


def test_there_are_blocks_to_run():
    assert len(RUNNABLE) >= 7
    assert len(MAKE) >= 3


@pytest.mark.parametrize("block", RUNNABLE, ids=lambda block: block.split("\n")[0][:50])
def test_a_shell_block_runs_as_printed(block: str, folder: Path, live: str):
    done = shell(block, folder, live)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", [i for i, (language, _) in enumerate(BLOCKS) if language == "json"])
def test_a_printed_answer_is_the_real_one(number: int, folder: Path, live: str):
    asked = next(text for language, text in reversed(BLOCKS[:number]) if language == "bash")
    answer = json.loads(shell(asked, folder, live).stdout)
    assert same(json.loads(BLOCKS[number][1]), answer), json.dumps(answer, indent=1)


@pytest.mark.parametrize("block", [text for language, text in BLOCKS if language == "python"])
def test_a_python_block_runs_as_printed(block: str, folder: Path):
    done = subprocess.run([sys.executable, "-c", block], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[0] in {"supportive", "conditional", "critical", "neutral", "unrelated"}


@pytest.mark.parametrize("target", [*MAKE, *re.findall(r"`make (\w+)`", README)])
def test_every_make_target_that_is_named_exists(target: str):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`stance ([a-z]+(?: [a-z]+)?)", README))))
def test_every_command_that_is_named_has_help(command: str, run_stance):
    assert run_stance(*command.split(), "--help").returncode == 0


@pytest.mark.parametrize("link", sorted({link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link}))
def test_every_link_leads_somewhere(link: str):
    headings = {"#" + line.lstrip("# ").lower().replace(" ", "-") for line in README.splitlines() if line[:1] == "#"}
    assert link in headings or (ROOT / link).exists()


def test_the_table_of_results_is_that_of_the_model_card():
    card = (ROOT / "serving" / "model" / "MODEL_CARD.md").read_text(encoding="utf-8")
    table = [line for line in README.splitlines() if re.match(r"\|.*\(0\.\d+-0\.\d+\)", line)]
    assert len(table) == 4
    assert all(line in card for line in table)


def test_the_changelog_names_the_packages_version():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert f"## {version.group(1)}" in (ROOT / "CHANGELOG.md").read_text()
