from __future__ import annotations

import os
import platform
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest

from tests.lsp.client import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION: Final = ROOT / "vscode-extension"
MACHINES: Final = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def target() -> str:
    """Return what VS Code calls the platform that the tests run on."""
    system = {"linux": "linux" if platform.libc_ver()[0] else "alpine"}.get(sys.platform, sys.platform)
    return f"{system}-{MACHINES[platform.machine().lower()]}"


def pack(*words: str, repository: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `package.py` of a working tree."""
    program = repository / "vscode-extension" / "tools" / "package.py"
    return subprocess.run(
        [sys.executable, program, *words], capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )


@pytest.fixture(scope="session")
def vsix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, packed for this machine."""
    out = tmp_path_factory.mktemp("vsix")
    packed = pack("--target", target(), "--out", str(out))
    assert packed.returncode == 0, packed.stderr
    (file,) = out.iterdir()
    return file


@pytest.fixture(scope="session")
def installed(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the extension as VS Code installs it."""
    folder = tmp_path_factory.mktemp("extensions")
    with zipfile.ZipFile(vsix) as archive:
        archive.extractall(folder)
    return folder / "extension"
