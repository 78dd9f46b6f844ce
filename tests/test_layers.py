"""Dependencies point one way, and serving runs without what only training needs."""

import json
import subprocess
import sys
from pathlib import Path

import labels
import serving
import training

ROOT = Path(__file__).parent.parent


def test_the_packages_are_this_checkouts_own():
    for package in (labels, serving, training):
        assert Path(package.__file__).parent.parent == ROOT


def test_import_linter_keeps_both_contracts():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "2 kept, 0 broken" in done.stdout, done.stdout + done.stderr


def test_importing_the_service_loads_nothing_that_only_training_needs():
    code = "import json, sys, serving.service, serving.cli, labels.cli; json.dump(sorted(sys.modules), sys.stdout)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}
    assert loaded & {"torch", "transformers", "datasets", "sklearn", "onnx", "matplotlib", "training"} == set()
