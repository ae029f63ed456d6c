"""Which releases go together: each TensorFlow, what it requires, and what is made for one TensorFlow alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.target import Target

__all__ = ["RELEASES", "VARIANTS", "Bound", "Release", "bounds", "python_bound"]


class Release(NamedTuple):
    """A TensorFlow.

    Attributes:
        newest: its newest patch.
        pythons: the minor numbers of the first and the last Python 3 that it has wheels for.
        requires: the versions that its metadata ask for.
    """

    newest: str
    pythons: tuple[int, int]
    requires: Mapping[str, str]

    @property
    def asked(self) -> str:
        """The Pythons in words."""
        return f"Python 3.{self.pythons[0]} to 3.{self.pythons[1]}"


class Bound(NamedTuple):
    """What a target allows of a package.

    Attributes:
        lower: the first version that it allows; a lower bound becomes this one.
        upper: the first version that it does not allow, or that is not known to work; an upper bound becomes this.
        exact: what a pin becomes: a version that exists for all Pythons of the target.
        allowed: what is left as it is, in PEP 440's form.
        reason: why, as the end of a sentence.
    """

    lower: str
    upper: str
    exact: str
    allowed: str
    reason: str


# Made from the metadata of the wheels of each TensorFlow by `pip install --dry-run --no-deps --report -` (pip 26.3, on
# 2026-11-27), Python 3.12's where they differ; what has no bound, and what only builds wheels, is left out. The Pythons
# are those of the wheels at https://pypi.org/project/tensorflow/#files and of
# https://www.tensorflow.org/install/source#tested_build_configurations; the rule HUB352 has them too, which a test
# compares.
RELEASES: Final[Mapping[tuple[int, int], Release]] = {
    (1, 15): Release(
        "1.15.5",
        (6, 7),
        {
            "absl-py": ">=0.7.0",
            "astor": ">=0.6.0",
            "gast": "==0.2.2",
            "google-pasta": ">=0.1.6",
            "grpcio": ">=1.8.6",
            "h5py": "<=2.10.0",
            "keras-applications": ">=1.0.8",
            "keras-preprocessing": ">=1.0.5",
            "numpy": ">=1.16.0,<1.19.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.6.1",
            "six": ">=1.10.0",
            "tensorboard": ">=1.15.0,<1.16.0",
            "tensorflow-estimator": "==1.15.1",
            "termcolor": ">=1.1.0",
            "wrapt": ">=1.11.1",
        },
    ),
    (2, 0): Release(
        "2.0.4",
        (6, 7),
        {
            "absl-py": ">=0.7.0",
            "astor": ">=0.6.0",
            "gast": "==0.2.2",
            "google-pasta": ">=0.1.6",
            "grpcio": ">=1.8.6",
            "h5py": "<=2.10.0",
            "keras-applications": ">=1.0.8",
            "keras-preprocessing": ">=1.0.5",
            "numpy": ">=1.16.0,<1.19.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.6.1",
            "six": ">=1.10.0",
            "tensorboard": ">=2.0.0,<2.1.0",
            "tensorflow-estimator": ">=2.0.0,<2.1.0",
            "termcolor": ">=1.1.0",
            "wrapt": ">=1.11.1",
        },
    ),
    (2, 1): Release(
        "2.1.4",
        (6, 7),
        {
            "absl-py": ">=0.7.0",
            "astor": ">=0.6.0",
            "gast": "==0.2.2",
            "google-pasta": ">=0.1.6",
            "grpcio": ">=1.8.6",
            "h5py": "<=2.10.0",
            "keras-applications": ">=1.0.8",
            "keras-preprocessing": "==1.1.0",
            "numpy": ">=1.16.0,<1.19.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.8.0",
            "six": ">=1.12.0",
            "tensorboard": ">=2.1.0,<2.2.0",
            "tensorflow-estimator": ">=2.1.0,<2.2.0",
            "termcolor": ">=1.1.0",
            "wrapt": ">=1.11.1",
        },
    ),
    (2, 2): Release(
        "2.2.3",
        (6, 8),
        {
            "absl-py": ">=0.7.0",
            "astunparse": "==1.6.3",
            "gast": "==0.3.3",
            "google-pasta": ">=0.1.8",
            "grpcio": ">=1.8.6",
            "h5py": ">=2.10.0,<2.11.0",
            "keras-preprocessing": ">=1.1.0",
            "numpy": ">=1.16.0,<1.19.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.8.0",
            "six": ">=1.12.0",
            "tensorboard": ">=2.2.0,<2.3.0",
            "tensorflow-estimator": ">=2.2.0,<2.3.0",
            "termcolor": ">=1.1.0",
            "wrapt": ">=1.11.1",
        },
    ),
    (2, 3): Release(
        "2.3.4",
        (6, 8),
        {
            "absl-py": ">=0.7.0",
            "astunparse": "==1.6.3",
            "gast": "==0.3.3",
            "google-pasta": ">=0.1.8",
            "grpcio": ">=1.8.6",
            "h5py": ">=2.10.0,<2.11.0",
            "keras-preprocessing": ">=1.1.1,<1.2",
            "numpy": ">=1.16.0,<1.19.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2",
            "six": ">=1.12.0",
            "tensorboard": ">=2.3.0,<3",
            "tensorflow-estimator": ">=2.3.0,<2.4.0",
            "termcolor": ">=1.1.0",
            "wrapt": ">=1.11.1",
        },
    ),
    (2, 4): Release(
        "2.4.4",
        (6, 8),
        {
            "absl-py": "~=0.10",
            "astunparse": "~=1.6.3",
            "flatbuffers": "~=1.12.0",
            "gast": "==0.3.3",
            "google-pasta": "~=0.2",
            "grpcio": "~=1.32.0",
            "h5py": "~=2.10.0",
            "keras-preprocessing": "~=1.1.2",
            "numpy": "~=1.19.2",
            "opt-einsum": "~=3.3.0",
            "protobuf": ">=3.9.2",
            "six": "~=1.15.0",
            "tensorboard": "~=2.4",
            "tensorflow-estimator": ">=2.4.0,<2.5.0",
            "termcolor": "~=1.1.0",
            "typing-extensions": "~=3.7.4",
            "wrapt": "~=1.12.1",
        },
    ),
    (2, 5): Release(
        "2.5.3",
        (6, 9),
        {
            "absl-py": "~=0.10",
            "astunparse": "~=1.6.3",
            "flatbuffers": "~=1.12.0",
            "gast": "==0.4.0",
            "google-pasta": "~=0.2",
            "grpcio": "~=1.34.0",
            "h5py": "~=3.1.0",
            "keras-preprocessing": "~=1.1.2",
            "numpy": "~=1.19.2",
            "opt-einsum": "~=3.3.0",
            "protobuf": ">=3.9.2",
            "six": "~=1.15.0",
            "tensorboard": "~=2.5",
            "tensorflow-estimator": ">=2.5.0,<2.6.0",
            "termcolor": "~=1.1.0",
            "typing-extensions": "~=3.7.4",
            "wrapt": "~=1.12.1",
        },
    ),
    (2, 6): Release(
        "2.6.5",
        (6, 9),
        {
            "absl-py": "~=0.10",
            "astunparse": "~=1.6.3",
            "flatbuffers": "~=1.12.0",
            "gast": "==0.4.0",
            "google-pasta": "~=0.2",
            "grpcio": ">=1.37.0,<2.0",
            "h5py": "~=3.1.0",
            "keras": ">=2.6.0,<2.7",
            "keras-preprocessing": "~=1.1.2",
            "numpy": "~=1.19.2",
            "opt-einsum": "~=3.3.0",
            "protobuf": ">=3.9.2,<3.20",
            "six": "~=1.15.0",
            "tensorboard": ">=2.6.0,<2.7",
            "tensorflow-estimator": ">=2.6.0,<2.7",
            "termcolor": "~=1.1.0",
            "typing-extensions": ">=3.7,<3.11",
            "wrapt": "~=1.12.1",
        },
    ),
    (2, 7): Release(
        "2.7.4",
        (7, 9),
        {
            "absl-py": ">=0.4.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=1.12,<3.0",
            "gast": ">=0.2.1,<0.5.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.7.0,<2.8",
            "keras-preprocessing": ">=1.1.1",
            "numpy": ">=1.14.5",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2,<3.20",
            "six": ">=1.12.0",
            "tensorboard": "~=2.6",
            "tensorflow-estimator": "~=2.7.0,<2.8",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 8): Release(
        "2.8.4",
        (7, 10),
        {
            "absl-py": ">=0.4.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=1.12",
            "gast": ">=0.2.1",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.8.0,<2.9",
            "keras-preprocessing": ">=1.1.1",
            "numpy": ">=1.20",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2,<3.20",
            "six": ">=1.12.0",
            "tensorboard": ">=2.8,<2.9",
            "tensorflow-estimator": ">=2.8,<2.9",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 9): Release(
        "2.9.3",
        (7, 10),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=1.12,<2",
            "gast": ">=0.2.1,<=0.4.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.9.0,<2.10.0",
            "keras-preprocessing": ">=1.1.1",
            "numpy": ">=1.20",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2,<3.20",
            "six": ">=1.12.0",
            "tensorboard": ">=2.9,<2.10",
            "tensorflow-estimator": ">=2.9.0,<2.10.0",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 10): Release(
        "2.10.1",
        (7, 10),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=2.0",
            "gast": ">=0.2.1,<=0.4.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.10.0,<2.11",
            "keras-preprocessing": ">=1.1.1",
            "numpy": ">=1.20",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2,<3.20",
            "six": ">=1.12.0",
            "tensorboard": ">=2.10,<2.11",
            "tensorflow-estimator": ">=2.10.0,<2.11",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 11): Release(
        "2.11.1",
        (7, 10),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=2.0",
            "gast": ">=0.2.1,<=0.4.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.11.0,<2.12",
            "numpy": ">=1.20",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.9.2,<3.20",
            "six": ">=1.12.0",
            "tensorboard": ">=2.11,<2.12",
            "tensorflow-estimator": ">=2.11.0,<2.12",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 12): Release(
        "2.12.1",
        (8, 11),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=2.0",
            "gast": ">=0.2.1,<=0.4.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.12.0,<2.13",
            "numpy": ">=1.22,<=1.24.3",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "six": ">=1.12.0",
            "tensorboard": ">=2.12,<2.13",
            "tensorflow-estimator": ">=2.12.0,<2.13",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6,<4.6.0",
            "wrapt": ">=1.11.0,<1.15",
        },
    ),
    (2, 13): Release(
        "2.13.1",
        (8, 11),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=23.1.21",
            "gast": ">=0.2.1,<=0.4.0",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.13.1,<2.14",
            "numpy": ">=1.22,<=1.24.3",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "six": ">=1.12.0",
            "tensorboard": ">=2.13,<2.14",
            "tensorflow-estimator": ">=2.13.0,<2.14",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6,<4.6.0",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 14): Release(
        "2.14.1",
        (9, 11),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=23.5.26",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.14.0,<2.15",
            "ml-dtypes": "==0.2.0",
            "numpy": ">=1.23.5,<2.0.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "six": ">=1.12.0",
            "tensorboard": ">=2.14,<2.15",
            "tensorflow-estimator": ">=2.14.0,<2.15",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0,<1.15",
        },
    ),
    (2, 15): Release(
        "2.15.1",
        (9, 11),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=23.5.26",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=2.9.0",
            "keras": ">=2.15.0,<2.16",
            "ml-dtypes": "~=0.3.1",
            "numpy": ">=1.23.5,<2.0.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "six": ">=1.12.0",
            "tensorboard": ">=2.15,<2.16",
            "tensorflow-estimator": ">=2.15.0,<2.16",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0,<1.15",
        },
    ),
    (2, 16): Release(
        "2.16.2",
        (9, 12),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=23.5.26",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.10.0",
            "keras": ">=3.0.0",
            "ml-dtypes": "~=0.3.1",
            "numpy": ">=1.26.0,<2.0.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "tensorboard": ">=2.16,<2.17",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 17): Release(
        "2.17.1",
        (9, 12),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=24.3.25",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.10.0",
            "keras": ">=3.2.0",
            "ml-dtypes": ">=0.3.1,<0.5.0",
            "numpy": ">=1.26.0,<2.0.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<5",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "tensorboard": ">=2.17,<2.18",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 18): Release(
        "2.18.1",
        (9, 12),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=24.3.25",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.11.0",
            "keras": ">=3.5.0",
            "ml-dtypes": ">=0.4.0,<1.0.0",
            "numpy": ">=1.26.0,<2.1.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<6",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "tensorboard": ">=2.18,<2.19",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 19): Release(
        "2.19.1",
        (9, 12),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=24.3.25",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.11.0",
            "keras": ">=3.5.0",
            "ml-dtypes": ">=0.5.1,<1.0.0",
            "numpy": ">=1.26.0,<2.2.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=3.20.3,!=4.21.0,!=4.21.1,!=4.21.2,!=4.21.3,!=4.21.4,!=4.21.5,<6",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "tensorboard": "~=2.19.0",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 20): Release(
        "2.20.0",
        (9, 13),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=24.3.25",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.11.0",
            "keras": ">=3.10.0",
            "ml-dtypes": ">=0.5.1,<1.0.0",
            "numpy": ">=1.26.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=5.28.0",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "tensorboard": "~=2.20.0",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
    (2, 21): Release(
        "2.21.0",
        (10, 13),
        {
            "absl-py": ">=1.0.0",
            "astunparse": ">=1.6.0",
            "flatbuffers": ">=25.9.23",
            "gast": ">=0.2.1,!=0.5.0,!=0.5.1,!=0.5.2",
            "google-pasta": ">=0.1.1",
            "grpcio": ">=1.24.3,<2.0",
            "h5py": ">=3.11.0,<3.15.0",
            "keras": ">=3.12.0",
            "ml-dtypes": ">=0.5.1,<1.0.0",
            "numpy": ">=1.26.0",
            "opt-einsum": ">=2.3.2",
            "protobuf": ">=6.31.1,<8.0.0",
            "requests": ">=2.21.0,<3",
            "six": ">=1.12.0",
            "termcolor": ">=1.1.0",
            "typing-extensions": ">=3.6.6",
            "wrapt": ">=1.11.0",
        },
    ),
}

VARIANTS: Final = {
    "tensorflow-cpu": (2, 21),
    "tensorflow-gpu": (2, 11),
    "tensorflow-macos": (2, 16),
    "tensorflow-rocm": (2, 14),
}
"""TensorFlow under other names, with the last TensorFlow that each exists for (`pip index versions`, 2026-11-27)."""

# Each goes with the TensorFlow of its own number; the newest patch of each (`pip index versions`, 2026-11-27).
_NUMBERED: Final = {
    "tf-keras": {
        14: "2.14.1", 15: "2.15.1", 16: "2.16.0", 17: "2.17.0", 18: "2.18.0", 19: "2.19.0", 20: "2.20.1", 21: "2.21.0",
    },
    "tensorflow-text": {
        12: "2.12.1", 14: "2.14.0", 15: "2.15.0", 16: "2.16.1", 17: "2.17.0", 18: "2.18.1", 19: "2.19.0", 20: "2.20.1",
        21: "2.21.1",
    },
    "tensorflow-serving-api": {
        10: "2.10.1", 11: "2.11.1", 12: "2.12.2", 13: "2.13.1", 14: "2.14.1", 15: "2.15.1", 16: "2.16.1", 17: "2.17.1",
        18: "2.18.1", 19: "2.19.1", 20: "2.20.0", 21: "2.21.0",
    },
}  # fmt: skip

# https://github.com/tensorflow/probability/releases: each says for which TensorFlow it was made, and asks at import for
# that one or a newer; from 0.24 on it needs tf_keras.
_LAST_PROBABILITY: Final = 25
_PROBABILITY_PATCHES: Final = {10: 1, 11: 1, 12: 2, 14: 1, 20: 1, 22: 1}

# What a pin becomes where the lowest version that the metadata allow is none to pin, by the first TensorFlow that it is
# for. Most: the lowest that has a wheel for the best Python of that TensorFlow, from `uv pip compile --resolution
# lowest --only-binary :all:`. numpy: the newest 1.x that the TensorFlow allows and its Pythons have wheels for, since
# programs that were written for numpy 1 were not made for 2. keras: the newest of the day when that patch of TensorFlow
# came out, from `uv pip compile --exclude-newer`, that all its Pythons take. All on 2026-11-27.
_PINS: Final[Mapping[str, Mapping[tuple[int, int], str]]] = {
    "absl-py": {(2, 2): "0.10.0", (2, 9): "1.0.0"},
    "gast": {(2, 7): "0.3.3"},
    "grpcio": {
        (2, 2): "1.24.3", (2, 4): "1.32.0", (2, 5): "1.34.1", (2, 8): "1.41.0", (2, 12): "1.49.1", (2, 20): "1.59.0",
    },
    "h5py": {
        (1, 15): "2.10.0", (2, 5): "3.1.0", (2, 7): "3.1.0", (2, 8): "3.6.0", (2, 12): "3.8.0", (2, 16): "3.10.0",
        (2, 18): "3.11.0",
    },
    "keras": {
        (2, 16): "3.4.1", (2, 17): "3.6.0", (2, 18): "3.9.0", (2, 19): "3.10.0", (2, 20): "3.10.0", (2, 21): "3.12.4",
    },
    "numpy": {
        (1, 15): "1.18.5", (2, 4): "1.19.5", (2, 7): "1.21.6", (2, 12): "1.23.5", (2, 14): "1.26.4",
    },
    "opt-einsum": {(2, 2): "3.2.0", (2, 4): "3.3.0", (2, 7): "3.2.0"},
    "protobuf": {(1, 15): "3.20.3", (2, 6): "3.19.6", (2, 12): "3.20.3"},
    "termcolor": {(2, 2): "1.1.0", (2, 7): "2.0.0"},
    "typing-extensions": {(2, 17): "4.0.0"},
    "wrapt": {(2, 7): "1.13.3", (2, 12): "1.14.1", (2, 20): "1.14.2"},
}  # fmt: skip

# The first version with wheels, by the minor number of the Python (`pip index versions --only-binary=:all:
# --python-version 3.N`, 2026-11-27): what a program that is written for an older Python pins has none for a newer.
_FIRST_WHEELS: Final[Mapping[str, Mapping[int, str]]] = {
    "gast": {9: "0.3.3"},
    "grpcio": {9: "1.33.1", 10: "1.41.0"},
    "h5py": {8: "2.10.0", 9: "3.0.0", 10: "3.6.0"},
    "numpy": {8: "1.17.3", 9: "1.19.3", 10: "1.21.2"},
}
_PROTOBUF_OF_OLD: Final = ">=3.9.2,<3.21"
"""The metadata of the TensorFlows before 2.6 allow protobufs that refuse the code in them."""


def bounds(target: Target) -> dict[str, Bound]:
    """Return what a target allows of each package that goes with TensorFlow, TensorFlow's own included."""
    version = target.tensorflow
    release = RELEASES[version]
    number = f"{version[0]}.{version[1]}"
    following = f"{version[0]}.{version[1] + 1}"
    found = {name: _required(name, asked, version) for name, asked in release.requires.items()}
    found["tensorflow"] = Bound(
        number, following, release.newest, f">={number},<{following}", f"the code is rewritten for TensorFlow {number}"
    )
    for name, patches in _NUMBERED.items():
        if version >= (2, 0) and version[1] in patches:
            reason = f"{name} {number} is the one for TensorFlow {number}"
            found[name] = Bound(number, following, patches[version[1]], f">={number},<{following}", reason)
    found.update(_beside(version))
    return found


def _beside(version: tuple[int, int]) -> dict[str, Bound]:
    """Return the bounds of what TensorFlow does not require, and that does not carry its number."""
    number = f"{version[0]}.{version[1]}"
    if version >= (2, 16):
        hub = Bound("0.16.1", "0.17", "0.16.1", ">=0.16.1,<0.17", "older ones do not know Keras 3 and tf_keras")
    elif version >= (2, 14):
        hub = Bound("0.13.0", "0.17", "0.15.0", ">=0.13,<0.17", f"older ones are not made for TensorFlow {number}")
    else:
        hub = Bound("0.7.0", "0.16", "0.12.0", ">=0.5,<0.16", "0.16 brings a tf_keras, and with it a newer TensorFlow")
    minor = 8 if version <= (2, 0) else min(version[1] + 8 - (version >= (2, 17)), _LAST_PROBABILITY)
    patch = f"0.{minor}.{_PROBABILITY_PATCHES.get(minor, 0)}"
    newest = minor == _LAST_PROBABILITY
    probability = Bound(
        f"0.{minor}", f"0.{minor + 1}", patch, f">=0.{minor}" if newest else f">=0.{minor},<0.{minor + 1}",
        f"tensorflow-probability 0.{minor} is the one for TensorFlow {number}",
    )  # fmt: skip
    slim = Bound("1.1.0", "2", "1.1.0", ">=1.1", "1.1 is the tf_slim for TensorFlow 2")
    found = {"tensorflow-hub": hub, "tensorflow-probability": probability}
    if version >= (2, 0):
        found["tf-slim"] = slim
    if version >= (2, 21):
        # It no longer requires one, and without one tf.summary has no scalar, histogram, image and so on.
        found["tensorboard"] = Bound(
            "2.20", "3", "2.20.0", ">=2.20", "tf.summary takes most of itself from tensorboard"
        )
    return found


def python_bound(target: Target) -> Bound:
    """Return the Pythons that a target runs on."""
    release = RELEASES[target.tensorflow]
    first, last = release.pythons
    best = f"3.{min(max(first, 12 if target.tensorflow >= (2, 20) else 11), last)}"
    number = f"{target.tensorflow[0]}.{target.tensorflow[1]}"
    reason = f"TensorFlow {number} runs on {release.asked}"
    return Bound(f"3.{first}", f"3.{last + 1}", best, f">=3.{first},<3.{last + 1}", reason)


def _required(name: str, asked: str, version: tuple[int, int]) -> Bound:
    """Return the bound of what a TensorFlow requires."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

    number = f"{version[0]}.{version[1]}"
    reason = f"TensorFlow {number} requires {name}{asked}"
    if name == "protobuf" and version < (2, 6):
        asked, reason = _PROTOBUF_OF_OLD, f"protobuf 3.21 and newer refuse the code in TensorFlow {number}"
    clauses = {one.operator: one.version for one in SpecifierSet(asked) if one.operator != "!="}
    pinned, compatible = clauses.get("=="), clauses.get("~=")
    lower = pinned or compatible or clauses.get(">=") or clauses.get("<=") or "0"
    first = _first_wheel(name, RELEASES[version].pythons[0])
    if first is not None and Version(first) > Version(lower):
        lower, asked = first, f"{asked},>={first}"
        reason = f"older ones have no wheels for the Pythons of TensorFlow {number}"
    fitting = [
        pair for pair in _PINS.get(name, {}).items() if pair[0] <= version and SpecifierSet(asked).contains(pair[1])
    ]
    exact = max(fitting)[1] if fitting else lower
    if pinned or "<=" in clauses:
        upper = _next(pinned or clauses["<="])
    elif compatible:
        upper = _next(compatible.rpartition(".")[0])
    else:
        upper = clauses.get("<") or str(Version(exact).major + 1)
    if name == "numpy":
        upper = min(upper, str(Version(exact).major + 1), key=Version)
        if lower == "1.26.0" and version < (2, 18):
            # That is for Python 3.12; the others are content with less.
            asked = asked.replace("1.26.0", "1.23.5")
    return Bound(lower, upper, exact, asked, reason)


def _first_wheel(name: str, python: int) -> str | None:
    """Return the first version of a package with wheels for a Python 3, where that is known."""
    known = [pair for pair in _FIRST_WHEELS.get(name, {}).items() if pair[0] <= python]
    return max(known)[1] if known else None


def _next(version: str) -> str:
    """Return the version after one, in its last number."""
    head, dot, last = version.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"
