"""What an environment of each TensorFlow is made of: data, no more."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["RECIPES", "Recipe"]


class Recipe(NamedTuple):
    """How to make one environment.

    `pythons` are the Python releases that its TensorFlow has wheels for and the worker of `hublint verify` runs on, the
    best one first. `proof` is a statement that only a usable one can run.
    """

    name: str
    pythons: tuple[str, ...]
    requirements: tuple[str, ...]
    proof: str = "import tensorflow, tensorflow_hub; tensorflow.keras.Model"


# tensorflow_hub asks for pkg_resources, which setuptools 82 removed.
_PKG_RESOURCES = "setuptools<81"

# Programs that were written for an older Python run on the oldest one too; the middle one is what most people have.
_PYTHONS: Final = {
    (2, 10): ("3.10", "3.9", "3.8", "3.7"),
    (2, 11): ("3.10", "3.9", "3.8", "3.7"),
    (2, 12): ("3.11", "3.10", "3.9"),
    (2, 13): ("3.11", "3.10", "3.9", "3.8"),
    (2, 14): ("3.11", "3.10", "3.9"),
    (2, 15): ("3.11", "3.10", "3.9"),
    (2, 16): ("3.11", "3.12", "3.10", "3.9"),
    (2, 17): ("3.11", "3.12", "3.10", "3.9"),
    (2, 18): ("3.11", "3.12", "3.10", "3.9"),
    (2, 19): ("3.11", "3.12", "3.10", "3.9"),
    (2, 20): ("3.12", "3.11", "3.13", "3.10", "3.9"),
    (2, 21): ("3.12", "3.11", "3.13", "3.10"),
}


def _of_tensorflow_1() -> Recipe:
    # Its metadata allow a protobuf that refuses its generated code, and an h5py that it cannot read models with.
    pins = ("tensorflow-hub==0.7.0", "protobuf<3.21", "numpy<1.19", "h5py<3")
    return Recipe("tf1.15", ("3.7",), ("tensorflow==1.15.*", *pins))


def _of_tensorflow_2(release: tuple[int, int]) -> Recipe:
    number = f"{release[0]}.{release[1]}"
    wanted = [f"tensorflow=={number}.*", _PKG_RESOURCES]
    if release < (2, 15):
        # tensorflow_hub 0.16 brings a tf_keras, and with it a newer TensorFlow than this one.
        wanted.append("tensorflow-hub==0.15.*")
    else:
        wanted += ["tensorflow-hub==0.16.*", f"tf-keras=={number}.*"]
    if release < (2, 16):
        wanted += [f"tensorflow-estimator=={number}.*", "numpy<2"]
    return Recipe(f"tf{number}", _PYTHONS[release], tuple(wanted))


RECIPES: Final = {
    recipe.name: recipe for recipe in (_of_tensorflow_1(), *(_of_tensorflow_2(release) for release in _PYTHONS))
}
"""The recipes by the names of the runtimes that they make, the oldest TensorFlow first."""
