"""Run hublint as `python -m hublint`."""

from __future__ import annotations

import sys

from hublint.cli import main

if __name__ == "__main__":
    sys.exit(main())
