"""Take the README's pictures of a report anew: `python -m tests.migrate.report.pictures REPORT`.

REPORT is a folder that `hublint migrate --report` has written in a real run. It wants Chromium, and makes the Node.js
that it runs in, as the checks of the VS Code extension do.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from hublint import bootstrap
from tests.extension import NODE_OF_TOOLS
from tests.node import Node, install_locked

ROOT = Path(__file__).resolve().parents[3]
EXTENSION = ROOT / "vscode-extension"
PICTURES = Path(__file__).parent / "pictures"


def main() -> int:
    """Take the pictures and return the exit status."""
    parser = argparse.ArgumentParser(description="Take the README's pictures of a report anew.")
    parser.add_argument("report", type=Path, help="a folder that `hublint migrate --report` has written")
    parser.add_argument("--out", type=Path, default=PICTURES, help="where they go (default: %(default)s)")
    arguments = parser.parse_args()
    try:
        node = Node(ROOT, NODE_OF_TOOLS)
        install_locked(node, EXTENSION)
    except bootstrap.BootstrapError as error:
        print(f"pictures: {error}", file=sys.stderr)
        return 2
    program = EXTENSION / "test" / "report" / "run.mts"
    words = ("--report", arguments.report.resolve(), "--screenshots", arguments.out.resolve())
    return subprocess.run([node.program, program, *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
