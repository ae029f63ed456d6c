from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.lsp.client import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Rules that do what a server has to survive: they write where the protocol is written, read where it is read, wait
# until a file is there, and fail.
PACK = '''
import os
import pathlib
import subprocess
import sys
import time
from hublint.rule import Draft, Example, Rule

class Odd(Rule):
    since = "1.0"
    applicability = "manual"
    references = ("https://example.org/",)

class Noisy(Odd):
    """Noise."""

    code = "ODD101"
    name = "noisy"
    names = ("tensorflow.noisy",)
    examples = (Example("import tensorflow as tf; tf.noisy"),)

    def check(self, use, target):
        print("noise from print")
        sys.stdout.flush()
        os.write(1, b"noise from a descriptor\\n")
        subprocess.run(["echo", "noise from a child"], check=True)
        subprocess.run(["cat"], check=True)
        yield Draft(use.node, "noisy; be quiet")

class Slow(Odd):
    """Waiting."""

    code = "ODD102"
    name = "slow"
    names = ("tensorflow.slow",)
    examples = (Example("import tensorflow as tf; tf.slow"),)

    def check(self, use, target):
        gate = pathlib.Path(os.environ["HUBLINT_TEST_GATE"])
        gate.with_suffix(".waiting").touch()
        for _ in range(6000):
            if gate.exists():
                break
            time.sleep(0.01)
        yield Draft(use.node, "slow; be quick")

class Defect(Odd):
    """A defect."""

    code = "ODD103"
    name = "defect"
    names = ("tensorflow.defect",)
    examples = (Example("import tensorflow as tf; tf.defect"),)

    def check(self, use, target):
        raise ZeroDivisionError(use.name)

def rules():
    return [Noisy, Slow, Defect]
'''


@pytest.fixture(scope="session")
def odd_rules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Install the rules above; return the variables with which a server finds them, and the gate of the slow one."""
    folder = tmp_path_factory.mktemp("odd_rules")
    (folder / "odd_rules.py").write_text(PACK, encoding="utf-8")
    info = folder / "odd_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[hublint.rules]\nodd = odd_rules:rules\n", encoding="utf-8")
    places = (str(folder), str(ROOT), str(ROOT / "rules"))
    return {"PYTHONPATH": os.pathsep.join(places), "HUBLINT_TEST_GATE": str(folder / "gate")}


@pytest.fixture
def gate(odd_rules: dict[str, str]) -> Path:
    """Return the file that the slow rule waits for; it makes one with the suffix `.waiting` once it does."""
    from pathlib import Path

    path = Path(odd_rules["HUBLINT_TEST_GATE"])
    for file in (path, path.with_suffix(".waiting")):
        file.unlink(missing_ok=True)
    return path
