"""What is read of the files that Keras 3, tf_keras and Keras 2 really write, held against what h5py says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hublint.savedmodel.contents import KerasPart
from hublint.savedmodel.keras_files import read_keras_file

PROGRAM = Path(__file__).with_name("programs") / "store_keras.py"
LAYERS = ("InputLayer", "Dense", "Dropout", "InputLayer", "Dense", "Twice", "Own", "Lambda", "Dense")


class Stored(NamedTuple):
    """A folder with files of Keras, the version that wrote them, and the datasets that h5py saw in each."""

    folder: Path
    version: str
    datasets: dict[str, dict[str, Any]]


def store(python: str | Path, package: str, folder: Path) -> Stored:
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    command = [str(python), str(PROGRAM), package, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    return Stored(folder, told["version"], told["datasets"])


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("keras", marks=pytest.mark.tensorflow),
        pytest.param("tf_keras", marks=pytest.mark.tensorflow),
        pytest.param("keras 2", marks=pytest.mark.tf215),
    ],
)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Stored:
    folder = tmp_path_factory.mktemp("stored")
    if request.param == "keras 2":
        return store(request.getfixturevalue("python_215"), "keras", folder)
    return store(sys.executable, request.param, folder)


def test_every_weight_is_read_as_h5py_reads_it(stored: Stored) -> None:
    assert len(stored.datasets) >= 5
    for name, datasets in stored.datasets.items():
        variables = read_keras_file(stored.folder / name).variables
        assert {
            variable.key: [variable.dtype, list(variable.shape), variable.bytes] for variable in variables
        } == datasets


@pytest.mark.parametrize("name", ["plain.keras", "plain.h5", "trained.keras", "trained.h5"])
def test_what_keras_says_of_itself(stored: Stored, name: str) -> None:
    contents = read_keras_file(stored.folder / name)
    assert contents.form == ("keras-zip" if name.endswith(".keras") else "keras-hdf5")
    assert contents.damage == ()
    assert contents.keras == KerasPart(
        version=stored.version,
        backend="" if name.endswith(".keras") else "tensorflow",
        model_class="Functional",
        layers=LAYERS,
        custom=("mine>Twice", "Own"),
        lambdas=("plus",),
        training_config=name.startswith("trained"),
    )


@pytest.mark.parametrize(("name", "group"), [("keras", "optimizer/"), ("h5", "optimizer_weights/")])
def test_the_optimizer(stored: Stored, name: str, group: str) -> None:
    assert read_keras_file(stored.folder / f"plain.{name}").optimizer is None
    optimizer = read_keras_file(stored.folder / f"trained.{name}").optimizer
    assert optimizer is not None
    # Adam keeps two values for each of six weights, and its own counters.
    assert 12 < len(optimizer.keys) < 16
    assert all(key.startswith(group) for key in optimizer.keys)
    assert optimizer.bytes > 2 * sum(4 * size for size in (12, 4, 16, 4, 8, 2))


def test_weights_alone_are_no_model(stored: Stored) -> None:
    (damage,) = read_keras_file(stored.folder / "trained.weights.h5").damage
    assert damage.reason.startswith("holds no model_config")


def test_hdf5_that_is_called_keras(stored: Stored) -> None:
    path = stored.folder / "hdf5.keras"
    if path.exists():  # tf_keras alone still writes it
        assert (
            read_keras_file(path)._replace(path="", files=()).keras
            == read_keras_file(stored.folder / "trained.h5").keras
        )


@pytest.mark.parametrize("name", ["trained.keras", "trained.h5"])
def test_a_file_that_is_cut_off_anywhere(stored: Stored, name: str, tmp_path: Path) -> None:
    data = (stored.folder / name).read_bytes()
    path = tmp_path / name
    for number in range(20):
        path.write_bytes(data[: len(data) * number // 20])
        assert read_keras_file(path).damage
