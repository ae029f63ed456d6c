"""The page in Chromium: read, gone through by keys, and found to load nothing and to complain of nothing."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from hublint.migrate import report
from tests.lsp.client import ROOT
from tests.migrate.report.made import CAMPAIGN, RULES, hostile, whole

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.vscode

EXTENSION = ROOT / "vscode-extension"
SCRIPT = ROOT / "hublint" / "migrate" / "report" / "page.js"


def node(*words: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("node")
    assert program is not None
    return subprocess.run([program, *words], cwd=EXTENSION, capture_output=True, text=True, check=False, timeout=300)


def test_it_is_read_in_both_widths_and_both_schemes(tmp_path: Path) -> None:
    pages = {name: tmp_path / name for name in ("whole", "hostile")}
    report.write(pages["whole"], CAMPAIGN, whole(str(tmp_path)), RULES)
    report.write(pages["hostile"], CAMPAIGN, hostile(), RULES)
    done = node(EXTENSION / "test" / "report" / "run.mts", "--report", pages["whole"], "--hostile", pages["hostile"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("  passed ") == 4 * 9 + 3


def test_the_types_of_its_script_are_right() -> None:
    compiler = EXTENSION / "node_modules" / "typescript" / "bin" / "tsc"
    options = (
        "--strict",
        "--noUncheckedIndexedAccess",
        "--noUnusedLocals",
        "--noUnusedParameters",
        "--noEmit",
        "--skipLibCheck",
    )
    language = ("--allowJs", "--checkJs", "--target", "es2022", "--lib", "es2023,dom,dom.iterable", "--types", "node")
    done = node(compiler, *options, *language, SCRIPT)
    assert done.returncode == 0, done.stdout
