from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Tests run beside other work on slow machines: a deadline would measure the neighbours.
settings.register_profile("hublint", deadline=None)
settings.load_profile("hublint")


@pytest.fixture(scope="session")
def python_215() -> Path:
    """Return the Python that has TensorFlow 2.15. Without one the test fails: `-m tf215` asked for it."""
    named = os.environ.get("HUBLINT_TEST_PYTHON_215")
    if not named:
        pytest.fail("HUBLINT_TEST_PYTHON_215 must name a Python with TensorFlow 2.15; `python3 -m tests` makes one")
    return Path(named)
