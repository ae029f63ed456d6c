"""Start hublint as the extension does: `python launch.py [--bundled] WORD...` is `hublint WORD...`.

Neither the folder of this file nor the working directory, which is whatever project is open, is searched for modules.
With `--bundled` the hublint that came with the extension answers, else the one that is installed in this Python.
"""

from __future__ import annotations

import sys
from pathlib import Path

LIBRARIES = Path(__file__).resolve().parent.parent / "bundled" / "libs"


def main() -> int:
    """Run hublint and return its exit status."""
    here = str(Path(__file__).resolve().parent)
    sys.path[:] = [folder for folder in sys.path if folder not in {"", here}]
    if sys.argv[1:2] == ["--bundled"]:
        del sys.argv[1]
        sys.path.insert(0, str(LIBRARIES))
    from hublint.cli import main as hublint

    return hublint()


if __name__ == "__main__":
    sys.exit(main())
