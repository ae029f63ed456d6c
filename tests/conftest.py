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
    return named("HUBLINT_TEST_PYTHON_215", "2.15")


@pytest.fixture(scope="session")
def python_115() -> Path:
    """Return the Python that has TensorFlow 1.15. Without one the test fails: `-m tf115` asked for it."""
    return named("HUBLINT_TEST_PYTHON_115", "1.15")


def named(variable: str, release: str) -> Path:
    """Return the Python that a variable of the environment names."""
    python = os.environ.get(variable)
    if not python:
        pytest.fail(f"{variable} must name a Python with TensorFlow {release}; `python3 -m tests` makes one")
    return Path(python)
