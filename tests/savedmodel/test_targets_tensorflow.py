"""The cache as tensorflow_hub itself fills it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hublint.cli import main
from hublint.savedmodel import SavedModelError
from hublint.savedmodel.targets import OpenedTarget, open_target

PROGRAM = Path(__file__).with_name("programs") / "fill_hub_cache.py"
HANDLE = "https://tfhub.dev/hublint/weights/1"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("TFHUB_CACHE_DIR", str(folder))
    return folder


def fill(how: str) -> str:
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, str(PROGRAM), HANDLE, how]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.tensorflow
def test_a_model_that_tensorflow_hub_downloaded(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = fill("whole")
    assert open_target(HANDLE, tmp_path) == OpenedTarget("saved-model", Path(folder), HANDLE)
    capsys.readouterr()
    assert main(["inspect", "--output-format", "concise", HANDLE]) in {0, 1}
    line = capsys.readouterr().out.splitlines()[0]
    assert re.match(rf"{HANDLE}: TensorFlow 2 SavedModel, .*, tags serve, 1 signature, 1 variable$", line)
    assert str(cache) in folder


@pytest.mark.tensorflow
def test_a_download_that_was_killed(cache: Path, tmp_path: Path) -> None:
    fill("killed")
    with pytest.raises(SavedModelError) as caught:
        open_target(HANDLE, tmp_path)
    (lock,) = cache.glob("*.lock")
    text = str(caught.value)
    assert text.startswith(f"{HANDLE}: its download has not ended: {lock} was made by process ")
    assert "which does not run any more; delete it, or else the next download waits ten minutes for it" in text
    assert text.endswith(".tmp holds the 1,234 bytes that it has so far")
