from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.soak import CASES, CLIENTS, Soak

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.processes  # each starts a server, and some several


@pytest.mark.parametrize("client", CLIENTS)
def test_random_edits_leave_what_a_check_finds(client: str, tmp_path: Path) -> None:
    """The long run is `python benchmarks/soak.py`; this one shows that it works, and finds what breaks at once."""
    soak = Soak(sorted(CASES.glob("HUB[1-5]*/*.py")), tmp_path, CLIENTS[client], number=3, seed=7)
    outcome = soak.run(150, every=30)
    assert outcome.differences == []
    assert outcome.complaints == []
    assert outcome.compared > outcome.unreadable
    assert outcome.findings > 0
