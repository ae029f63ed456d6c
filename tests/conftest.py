from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Tests run beside other work on slow machines: a deadline would measure the neighbours.
settings.register_profile("hublint", deadline=None)
settings.load_profile("hublint")


MOST_WORKERS = 8  # each collects all tests, which takes 10 seconds: more of them would gain little


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Tell how many processes share the tests: one for each processor, and none where only files of tests are named.

    The tests of a file have mostly run before a worker has started. What tests print (`-s`), and a debugger, are seen
    in this process alone. A number that is given (`-n 4`) is taken as it is.
    """
    seen = config.getoption("capture") == "no" or config.getoption("trace")
    if seen or not any(_is_folder(word, config.invocation_params.dir) for word in config.args):
        return 0
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_WORKERS, processors)


def _is_folder(word: str, where: Path) -> bool:
    return (where / word.partition("::")[0]).is_dir()


@pytest.fixture(scope="session", autouse=True)
def no_warm_server_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the servers that tests start apart from the user's, and end them with the tests."""
    folder = tmp_path_factory.mktemp("runtime")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.setenv("HUBLINT_WARM_IDLE", "60")  # many a test has a TensorFlow of its own, and nobody asks it again
        yield
        if (folder / "hublint").exists():
            from hublint.verify.warm import stop_servers

            stop_servers()


@pytest.fixture(scope="session", autouse=True)
def nothing_is_kept_in_the_users_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give what tests run, and the processes that they start, a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUBLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


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
