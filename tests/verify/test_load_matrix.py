"""The matrix of the migration guide: what each export call writes, and which ways of loading take it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from hublint.savedmodel import read_contents
from hublint.verify.probing import observe
from hublint.verify.session import ModelServer, Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.behaviour import Attempt

PROGRAM: Final = Path(__file__).parent / "programs" / "load_matrix.py"
LOADERS: Final = ("tf.compat.v1.saved_model.load", "tf.saved_model.load", "hub.load", "hub.KerasLayer")
TRAINABLE: Final = "hub.KerasLayer(trainable=True)"

# By the release that exports and loads: everything that is written is loaded in all four ways, a layer of what cannot
# be called by its signature; and what is called can be trained further.
CALLABLE: Final = {
    "2.15": ("module", "keras_save", "keras_saved_model"),
    "2.21": ("module",),  # Keras 3 saves no `__call__`
}
NOT_CALLABLE: Final = {
    "2.15": ("builder", "simple_save", "estimator", "keras_export"),
    "2.21": ("builder", "simple_save", "keras_saved_model", "keras_export"),
}


class Loading:
    """A TensorFlow, and the folder with what it has exported."""

    def __init__(self, python: Path, release: str, folder: Path, server: ModelServer) -> None:
        self.python, self.release, self.folder, self.server = python, release, folder, server

    def loads(self, name: str) -> dict[str, Attempt]:
        """Return how each way of loading an export went."""
        path = next(file.parent for file in (self.folder / name).glob("**/saved_model.pb"))
        graph = read_contents(path).serving()
        assert graph is not None
        behaviour = observe(self.server, path, tags=graph.tags, parts=("loads",))
        assert behaviour.trouble == ()
        return {attempt.name: attempt for attempt in behaviour.loads}


def loading(python: Path, release: str, folder: Path) -> Iterator[Loading]:
    names = [*CALLABLE[release], *NOT_CALLABLE[release]]
    subprocess.run([str(python), str(PROGRAM), *names], cwd=folder, check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as scratch:
        server = ModelServer(Workshop(Path(scratch), python, timeout=120.0))
        try:
            yield Loading(python, release, folder, server)
        finally:
            server.close()


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loading]:
    yield from loading(Path(sys.executable), "2.21", tmp_path_factory.mktemp("matrix"))


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory, python_215: Path) -> Iterator[Loading]:
    yield from loading(python_215, "2.15", tmp_path_factory.mktemp("matrix"))


def check(loads: dict[str, Attempt], *, trainable: bool) -> None:
    """Hold a row of the matrix against what is expected of it."""
    assert {name: loads[name].error or loads[name].skipped for name in LOADERS} == dict.fromkeys(LOADERS, "")
    if trainable:
        assert loads[TRAINABLE].worked
    else:
        assert loads[TRAINABLE].skipped == "the model is not callable, and a signature cannot be trained further"


def fails(loading: Loading, name: str) -> str:
    """Return the last line of a program that cannot export."""
    done = subprocess.run(
        [str(loading.python), str(PROGRAM), name], cwd=loading.folder, check=False, capture_output=True, text=True
    )
    assert done.returncode != 0
    return done.stderr.strip().rpartition("\n")[2]


@pytest.mark.tensorflow
@pytest.mark.parametrize("name", [*CALLABLE["2.21"], *NOT_CALLABLE["2.21"]])
def test_what_221_exports_loads_in_every_way(newest: Loading, name: str) -> None:
    check(newest.loads(name), trainable=name in CALLABLE["2.21"])


@pytest.mark.tensorflow
def test_221_has_no_estimators_and_its_keras_no_folders(newest: Loading) -> None:
    assert fails(newest, "estimator") == "AttributeError: module 'tensorflow' has no attribute 'estimator'"
    assert fails(newest, "keras_save").startswith("ValueError: The `save_format` argument is deprecated in Keras 3.")


@pytest.mark.tf215
@pytest.mark.parametrize("name", [*CALLABLE["2.15"], *NOT_CALLABLE["2.15"]])
def test_what_215_exports_loads_in_every_way(older: Loading, name: str) -> None:
    check(older.loads(name), trainable=name in CALLABLE["2.15"])


@pytest.mark.tf215
@pytest.mark.parametrize("name", [*CALLABLE["2.15"], *NOT_CALLABLE["2.15"]])
def test_what_215_exports_loads_in_221_too(older: Loading, newest: Loading, name: str) -> None:
    beside = Loading(newest.python, "2.15", older.folder, newest.server)
    check(beside.loads(name), trainable=name in CALLABLE["2.15"])
