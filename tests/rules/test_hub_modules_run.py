"""Programs with `hub.Module` are run with the tensorflow_hub that had it, and rewritten, with the one that has not.

Before, they run on TensorFlow 2.15 and tensorflow_hub 0.15, which also makes the modules; after, on 2.15 and 2.21 with
0.16. What they print are the same numbers.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.target import parse_target

PROGRAMS = Path(__file__).resolve().parent / "run_cases_hub"
NAMES = ("evaluate", "feed", "kept", "transfer")
OLD_HUB = "tensorflow-hub==0.15.0"

# What is left of graph mode: in one program the graphs stay.
KEPT = ("kept",)


@pytest.fixture(scope="session")
def old_hub(tmp_path_factory: pytest.TempPathFactory, python_215: Path) -> Path:
    """Return a folder with the last tensorflow_hub that has `hub.Module`, for TensorFlow 2.15."""
    folder = tmp_path_factory.mktemp("hub")
    uv = shutil.which("uv")
    install = [uv, "pip", "install", "--python", str(python_215)] if uv else [sys.executable, "-m", "pip", "install"]
    subprocess.run([*install, "--quiet", "--no-deps", "--target", str(folder), OLD_HUB], check=True, timeout=300)
    return folder


@pytest.fixture(scope="session")
def modules(old_hub: Path, python_215: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the modules that the programs load."""
    folder = tmp_path_factory.mktemp("made") / "modules"
    folder.mkdir()
    run(python_215, PROGRAMS / "make_modules.py", folder, old_hub, str(folder))
    return folder


def run(python: Path, program: Path, folder: Path, hub: Path | None, *arguments: str) -> str:
    """Return what a program prints that runs in a folder, with a tensorflow_hub of its own if one is given."""
    environment = {"PATH": "/usr/bin:/bin", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    environment |= {"PYTHONPATH": str(hub)} if hub is not None else {}
    command = [str(python), str(program), *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def numbers(printed: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?\d+\.?\d*(?:e[-+]\d+)?", re.sub(r"\b(?:np\.)?\w*\d+\(", "(", printed))]


@pytest.fixture(scope="session")
def before(old_hub: Path, modules: Path, python_215: Path) -> dict[str, str]:
    """Return what the programs print as they were."""
    return {name: run(python_215, PROGRAMS / f"{name}.py", modules.parent, old_hub) for name in NAMES}


@pytest.mark.tf215
@pytest.mark.parametrize("release", ["2.15", "2.21"])
@pytest.mark.parametrize("name", NAMES)
def test_they_print_the_same(
    name: str, release: str, before: dict[str, str], modules: Path, python_215: Path, tmp_path: Path
) -> None:
    code = (PROGRAMS / f"{name}.py").read_bytes()
    target = parse_target(f"tf={release}")
    after = engine.fix(code, registry.load(), target=lambda: target, unsafe=True).data.decode()
    assert "hub.Module" not in after
    assert ("Session(" in after) == (name in KEPT), after
    program = tmp_path / "after.py"
    program.write_text(after, encoding="utf-8")
    python = python_215 if release == "2.15" else Path(sys.executable)
    printed = run(python, program, modules.parent, None)
    wanted = numbers(before[name])
    assert len(wanted) > 2
    assert len(set(wanted)) > 2
    assert numbers(printed) == pytest.approx(wanted, rel=1e-5, abs=1e-6), f"{after}\n{printed}\n{before[name]}"
