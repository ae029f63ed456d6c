"""The requirements that are proposed for rewritten code: how they are written, and that they can be installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from hublint.migrate.pins import Change, imports_of, needs, propose
from hublint.migrate.releases import RELEASES, bounds, python_bound
from hublint.target import parse_target
from hublint_rules.hub import hub352_requirements_exclude_each_other as hub352

TENSORFLOW = {"tensorflow"}

# (file, target, what the rewritten code imports, as it is, as it is proposed)
PROPOSED = {
    "a pin stays a pin": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow==1.15.0\n",
        "tensorflow==2.21.0\n",
    ),
    "the newest patch is pinned": (
        "requirements.txt",
        "tf=2.15",
        TENSORFLOW,
        "tensorflow==1.4\n",
        "tensorflow==2.15.1\n",
    ),
    "a range stays a range": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow >= 1.12, <2  # old\n",
        "tensorflow >= 2.21, <2.22  # old\n",
    ),
    "the order of the bounds stays": (
        "requirements.txt",
        "tf=2.18",
        TENSORFLOW,
        "tensorflow<1.16,>=1.15.0\n",
        "tensorflow<2.19,>=2.18.0\n",
    ),
    "a lower bound stays a lower bound": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow>1.4\n",
        "tensorflow>=2.21\n",
    ),
    "an upper bound stays an upper bound": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow<=1.15.5\n",
        "tensorflow<2.22\n",
    ),
    "a compatible release stays one": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow~=1.13.0\n",
        "tensorflow~=2.21.0\n",
    ),
    "a wildcard stays a wildcard": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow==1.15.*\n",
        "tensorflow==2.21.*\n",
    ),
    "an excluded version that matters no more goes": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow>=1.12,!=1.13.0,<2\n",
        "tensorflow>=2.21,<2.22\n",
    ),
    "an upper bound that holds stays": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow>=1.12,<3\n",
        "tensorflow>=2.21,<3\n",
    ),
    "tensorflow-gpu brings its CUDA": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow_gpu>=1.12,<2\n",
        "tensorflow[and-cuda]>=2.21,<2.22\n",
    ),
    "tensorflow-gpu is TensorFlow before that": (
        "requirements.txt",
        "tf=2.13",
        TENSORFLOW,
        "tensorflow-gpu\n",
        "tensorflow<2.16\n",
    ),
    "code for Keras 2 is kept from Keras 3": (
        "requirements.txt",
        "tf=2.15",
        TENSORFLOW,
        "tensorflow>=1.12\n",
        "tensorflow>=2.15,<2.16\n",
    ),
    "code for Keras 2 is kept from Keras 3 by a bound that is there": (
        "requirements.txt",
        "tf=2.15",
        TENSORFLOW,
        "tensorflow[x] >= 2.4, < 3  # why\n",
        "tensorflow[x] >= 2.4, < 2.16  # why\n",
    ),
    "code for TensorFlow 1 is kept from TensorFlow 2": (
        "pyproject.toml",
        "tf=1.15",
        TENSORFLOW,
        '[tool.poetry.dependencies]\ntensorflow = "*"\n',
        '[tool.poetry.dependencies]\ntensorflow = "<2"\n',
    ),
    "tensorflow-gpu stays where there is one": (
        "requirements.txt",
        "tf=2.10",
        TENSORFLOW,
        "tensorflow-gpu==1.15.0\n",
        "tensorflow-gpu==2.10.1\n",
    ),
    "markers stay": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow-macos==2.9; sys_platform == 'darwin'\n",
        "tensorflow==2.21.0; sys_platform == 'darwin'\n",
    ),
    "numpy of old": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow\nnumpy<1.19\n",
        "tensorflow\nnumpy<2\n",
    ),
    "what a freeze has of TensorFlow's own requirements": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        (
            "gast==0.2.2\n"
            "grpcio==1.27.2\n"
            "h5py==2.10.0\n"
            "numpy==1.18.5\n"
            "protobuf==3.20.3\n"
            "tensorboard==1.15.0\n"
            "tensorflow==1.15.5\n"
            "tensorflow-estimator==1.15.1\n"
            "wrapt==1.10.0\n"
            "Pillow==7.0\n"
        ),
        (
            "gast==0.3.3\n"
            "grpcio==1.59.0\n"
            "h5py==3.11.0\n"
            "numpy==1.26.4\n"
            "protobuf==6.31.1\n"
            "tensorboard==2.20.0\n"
            "tensorflow==2.21.0\n"
            "wrapt==1.14.2\n"
            "Pillow==7.0\n"
        ),
    ),
    "keras that the code imports": (
        "requirements.txt",
        "tf=2.21",
        {"keras", "tensorflow"},
        "tensorflow\nKeras==2.3.1\n",
        "tensorflow\nKeras==3.12.4\n",
    ),
    "keras that the code no longer imports, for tf_keras": (
        "requirements.txt",
        "tf=2.21,keras=tf_keras",
        {"tensorflow", "tf_keras"},
        "tensorflow==1.15\nkeras==2.3.1\n",
        "tensorflow==2.21.0\ntf-keras==2.21.0\n",
    ),
    "keras that the code no longer imports": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow\nkeras==2.3.1  # the old one\nsix\n",
        "tensorflow\nsix\n",
    ),
    "keras 2 beside its TensorFlow": (
        "requirements.txt",
        "tf=2.15",
        {"keras", "tensorflow"},
        "tensorflow\nkeras==2.3.1\n",
        "tensorflow<2.16\nkeras==2.15.0\n",
    ),
    "what the code imports now, bound as TensorFlow is": (
        "requirements.txt",
        "tf=2.21,keras=tf_keras",
        {"tensorflow", "tensorflow_hub", "tf_keras", "tf_slim"},
        "tensorflow>=1.12,<2\r\n",
        (
            "tensorflow>=2.21,<2.22\r\n"
            "setuptools<82\r\n"
            "tensorflow-hub>=0.16.1\r\n"
            "tf-keras>=2.21,<2.22\r\n"
            "tf-slim>=1.1\r\n"
        ),
    ),
    "tensorboard no longer comes along": (
        "requirements.txt",
        "tf=2.21",
        {"tensorflow", "tensorflow.summary"},
        "tensorflow\n",
        "tensorflow\ntensorboard>=2.20\n",
    ),
    "setuptools that is there is bounded": (
        "requirements.txt",
        "tf=2.21",
        {"tensorflow_hub"},
        "setuptools>=40\ntensorflow-hub==0.5.0\n",
        "setuptools>=40,<82\ntensorflow-hub==0.16.1\n",
    ),
    "tensorflow-addons that nothing imports": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "tensorflow\ntensorflow-addons\n",
        "tensorflow\n",
    ),
    "a mark of the byte order stays": (
        "requirements.txt",
        "tf=2.21",
        TENSORFLOW,
        "\ufefftensorflow==1.4",
        "\ufefftensorflow==2.21.0",
    ),
    "a setup.py": (
        "setup.py",
        "tf=2.21,keras=tf_keras",
        {"tensorflow", "tf_keras"},
        (
            "# größer\n"
            "import setuptools\n"
            "KEYWORDS = ['keras', 'tensorflow']\n"
            "setuptools.setup(\n"
            "    description='tensorflow<2',\n"
            "    python_requires='>=3.5',\n"
            "    keywords=['tensorflow<2'],\n"
            "    install_requires=['keras==2.3.1', 'tensorflow<2'],\n"
            '    extras_require={"tensorflow_gpu": ["tensorflow-gpu<2"]},\n'
            ")\n"
        ),
        (
            "# größer\n"
            "import setuptools\n"
            "KEYWORDS = ['keras', 'tensorflow']\n"
            "setuptools.setup(\n"
            "    description='tensorflow<2',\n"
            "    python_requires='>=3.10',\n"
            "    keywords=['tensorflow<2'],\n"
            "    install_requires=['tf-keras==2.21.0', 'tensorflow<2.22'],\n"
            '    extras_require={"tensorflow_gpu": ["tensorflow[and-cuda]<2.22"]},\n'
            ")\n"
        ),
    ),
    "extras of a setup.py get what they need each": (
        "setup.py",
        "tf=2.21",
        {"tensorflow", "tf_slim"},
        (
            "setup(\n"
            "    python_requires='>=3.6, !=3.7.*',\n"
            "    extras_require={\n"
            "        'cpu': ['tensorflow==1.15.0'],\n"
            "        'gpu': [\n"
            "            'tensorflow-gpu==1.15.0',\n"
            "        ],\n"
            "    },\n"
            ")\n"
        ),
        (
            "setup(\n"
            "    python_requires='>=3.10',\n"
            "    extras_require={\n"
            "        'cpu': ['tensorflow==2.21.0', 'tf-slim==1.1.0'],\n"
            "        'gpu': [\n"
            "            'tensorflow[and-cuda]==2.21.0',\n"
            "            'tf-slim==1.1.0',\n"
            "        ],\n"
            "    },\n"
            ")\n"
        ),
    ),
    "a setup.cfg": (
        "setup.cfg",
        "tf=2.21",
        {"tensorflow", "tf_slim"},
        (
            "[metadata]\n"
            "keywords =\n"
            "    tensorflow\n"
            "[options]\n"
            "python_requires = >=3.6\n"
            "install_requires =\n"
            "    tensorflow>=1.12,<2\n"
            "    keras<2.4\n"
            "    six\n"
            "[options.extras_require]\n"
            "more =\n"
            "    numpy==1.18\n"
        ),
        (
            "[metadata]\n"
            "keywords =\n"
            "    tensorflow\n"
            "[options]\n"
            "python_requires = >=3.10\n"
            "install_requires =\n"
            "    tensorflow>=2.21,<2.22\n"
            "    tf-slim>=1.1\n"
            "    six\n"
            "[options.extras_require]\n"
            "more =\n"
            "    numpy==1.26.4\n"
        ),
    ),
    "a pyproject.toml": (
        "pyproject.toml",
        "tf=2.18,keras=tf_keras",
        {"tensorflow", "tf_keras"},
        (
            "[project]\n"
            'name = "x"\n'
            'keywords = ["tensorflow"]\n'
            'requires-python = ">=3.6,<3.8"\n'
            "dependencies = [\n"
            "    \"tensorflow~=1.15.0; python_version > '3.5'\", # pinned\n"
            '    "keras==2.2.4",\n'
            "]\n"
            "[project.optional-dependencies]\n"
            'old = ["numpy<1.17"]\n'
            "[dependency-groups]\n"
            'test = ["protobuf<3.20", "pytest"]\n'
        ),
        (
            "[project]\n"
            'name = "x"\n'
            'keywords = ["tensorflow"]\n'
            'requires-python = ">=3.9,<3.13"\n'
            "dependencies = [\n"
            "    \"tensorflow~=2.18.0; python_version > '3.5'\", # pinned\n"
            '    "tf-keras==2.18.0",\n'
            "]\n"
            "[project.optional-dependencies]\n"
            'old = ["numpy<2"]\n'
            "[dependency-groups]\n"
            'test = ["protobuf<6", "pytest"]\n'
        ),
    ),
    "Poetry's tables": (
        "pyproject.toml",
        "tf=2.21",
        {"tensorflow", "tf_slim"},
        (
            "[tool.poetry]\n"
            'keywords = ["tensorflow"]\n'
            "[tool.poetry.dependencies]\n"
            'python = "^3.6"\n'
            'tensorflow-gpu = "^1.15"\n'
            'numpy = "~1.18"\n'
            'h5py = {version = "2.10.0", optional = true}\n'
        ),
        (
            "[tool.poetry]\n"
            'keywords = ["tensorflow"]\n'
            "[tool.poetry.dependencies]\n"
            'python = "^3.10"\n'
            'tensorflow = {version = "^2.21", extras = ["and-cuda"]}\n'
            'tf-slim = ">=1.1"\n'
            'numpy = "~1.26"\n'
            'h5py = {version = "3.11.0", optional = true}\n'
        ),
    ),
    "a Pipfile": (
        "Pipfile",
        "tf=2.21",
        {"tensorflow", "tensorflow_hub"},
        '[packages]\ntensorflow = "==1.15.0"\ntensorflow-hub = "*"\n\n[requires]\npython_version = "3.7"\n',
        (
            "[packages]\n"
            'tensorflow = "==2.21.0"\n'
            'tensorflow-hub = "*"\n'
            'setuptools = "<82"\n'
            "\n"
            "[requires]\n"
            'python_version = "3.12"\n'
        ),
    ),
    "a conda environment": (
        "environment.yml",
        "tf=2.21",
        {"keras", "tensorflow", "tf_slim"},
        (
            "name: tensorflow\n"
            "dependencies:\n"
            "  - python=3.6.9\n"
            "  - conda-forge::tensorflow=1.15=gpu_py36\n"
            "  - numpy>=1.14,<1.17\n"
            "  - pip:\n"
            "    - keras<2.4\n"
        ),
        (
            "name: tensorflow\n"
            "dependencies:\n"
            "  - python=3.12\n"
            "  - conda-forge::tensorflow=2.21\n"
            "  - numpy>=1.26,<2\n"
            "  - pip:\n"
            "    - keras<4\n"
            "    - tf-slim>=1.1\n"
        ),
    ),
}

# What holds as it is: nothing is proposed.
HOLDING = {
    "no bound": (
        "requirements.txt",
        "tensorflow\nnumpy\nkeras\nh5py\n",
    ),
    "a bound that allows the target": (
        "requirements.txt",
        "tensorflow>=2.4\nnumpy>=1.14\nkeras>=2.2\nprotobuf>=3.6\n",
    ),
    "the target": (
        "requirements.txt",
        "tensorflow==2.21.0\ntf-keras~=2.21.0\nkeras==3.15.1\nnumpy==2.3.1\n",
    ),
    "for a Python that the target does not run on": (
        "requirements.txt",
        "tensorflow\nnumpy<1.19; python_version < '3.8'\n",
    ),
    "no environment for TensorFlow": (
        "requirements.txt",
        "numpy<1.19\nprotobuf<3.20\n",
    ),
    "Pythons": (
        "setup.py",
        "setup(python_requires='>=3.11', install_requires=['tensorflow>=2.21'])\n",
    ),
    "older Pythons, for which there is an older TensorFlow": (
        "setup.py",
        "setup(python_requires='>=3.6', install_requires=['tensorflow>=2.4'])\n",
    ),
    "a comment": (
        "requirements.txt",
        "tensorflow\n# keras==2.3.1\n",
    ),
    "nothing": (
        "requirements.txt",
        "",
    ),
    "Poetry": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\npython = ">=3.10,<3.14"\ntensorflow = "^2.21"\nkeras = "*"\n',
    ),
}

# What a person has to decide: nothing is changed, and one sentence tells where and what.
KEPT = "does not hold for the target (the code is rewritten for TensorFlow 2.21)"
BY_HAND = "is put together in a way that has to be changed by hand, to `tensorflow>=2.21,<2.22`"
WHEEL = "tensorflow-1.15.0-cp37-none-any.whl"
TOLD = {
    "hashes": (
        "requirements.txt",
        "tensorflow==1.15.0 \\\n    --hash=sha256:00\n",
        f"1: `tensorflow==1.15.0`: {KEPT}; it says hashes, which only the tool that wrote them can make again",
    ),
    "a compiled file": (
        "requirements.txt",
        "# This file is autogenerated by pip-compile\ntensorflow==1.15.0\n",
        f"2: `tensorflow==1.15.0`: {KEPT}; it is made by a tool, which has to make it again from what it was made of",
    ),
    "constraints": (
        "constraints.txt",
        "tensorflow==1.15.0\n",
        f"1: `tensorflow==1.15.0`: {KEPT}; a constraints file speaks for more than this project",
    ),
    "a lock file": (
        "poetry.lock",
        '[[package]]\nname = "tensorflow"\nversion = "1.15.0"\n',
        " was made for the requirements as they were; make it again: poetry lock",
    ),
    "parts": (
        "setup.py",
        "V = '<2'\nsetup(install_requires=['tensorflow' + V])\n",
        f"2: `tensorflow`: {BY_HAND}: the code is rewritten for TensorFlow 2.21",
    ),
    "a format": (
        "setup.py",
        "setup(install_requires=['tensorflow>={}'.format('1.4')])\n",
        "1: `tensorflow>={}`: is put together when it runs; bring it to `tensorflow>=2.21` by hand",
    ),
    "an address": (
        "requirements.txt",
        f"tensorflow\nhttps://example.org/{WHEEL}\n",
        f"2: `https://example.org/{WHEEL}`: whether that is for TensorFlow 2.21 has to be looked at",
    ),
    "nightly": (
        "requirements.txt",
        "tf-nightly\n",
        "1: `tf-nightly`: which nightly TensorFlow is meant has to be looked at; `tensorflow>=2.21` has it all",
    ),
    "tensorflow-rocm": (
        "requirements.txt",
        "tensorflow-rocm==2.9\n",
        "1: `tensorflow-rocm==2.9`: there is none for TensorFlow 2.21; AMD says where its wheels are",
    ),
    "a family of its own": (
        "requirements.txt",
        "tensorflow\ntensorflow-transform<0.14\n",
        "2: `tensorflow-transform<0.14`: is for an older TensorFlow; which release is for 2.21 has to be looked up",
    ),
    "alternatives": (
        "pyproject.toml",
        '[tool.poetry.dependencies]\ntensorflow = "^1.15 || ^2.1,<2.3"\n',
        f"2: `tensorflow`: {BY_HAND}: the code is rewritten for TensorFlow 2.21",
    ),
    "another encoding": (
        "requirements.txt",
        "tensorflow<2  # gr\udcf6\n",
        " its requirements were not looked at: not valid utf-8 text (byte 0xf6); declare its encoding as PEP 263 says",
    ),
}


def proposed(name: str, text: str, imported: set[str], target: str) -> tuple[str, list[Change], list[str]]:
    """Propose for one file, and hold that proposing again changes nothing."""
    path, data = Path(name), text.encode(errors="surrogateescape")
    new, changes, told = propose({path: data}, imported, parse_target(target))
    assert bool(new) == bool(changes)
    after = new.get(path, data)
    again = propose({path: after}, imported, parse_target(target))
    assert again[:2] == ({}, []), again
    return after.decode(errors="surrogateescape"), changes, told


@pytest.mark.parametrize("case", PROPOSED)
def test_what_does_not_hold_is_written_as_it_was(case: str) -> None:
    name, target, imported, before, after = PROPOSED[case]
    assert proposed(name, before, imported, target)[0] == after


@pytest.mark.parametrize("case", HOLDING)
def test_what_holds_is_left_alone(case: str) -> None:
    name, text = HOLDING[case]
    assert propose({Path(name): text.encode()}, {"tensorflow", "keras"}, parse_target("tf=2.21"))[:2] == ({}, [])


@pytest.mark.parametrize("case", TOLD)
def test_what_a_person_decides_is_told_and_not_touched(case: str) -> None:
    name, text, sentence = TOLD[case]
    after, changes, told = proposed(name, text, TENSORFLOW, "tf=2.21")
    assert (after, changes) == (text, [])
    assert told == [f"{name}:{sentence}"]


def test_what_no_file_states_is_told() -> None:
    _, _, told = proposed("requirements.txt", "six\n", {"tensorflow", "tf_slim"}, "tf=2.21")
    assert told == [
        "no requirement on TensorFlow is stated: the rewritten code needs `tensorflow>=2.21`, `tf-slim>=1.1`"
    ]
    assert proposed("requirements.txt", "six\n", {"os"}, "tf=2.21")[2] == []


def test_a_change_says_where_it_is_and_why() -> None:
    text = "six\ntensorflow-gpu==1.15.0  # old\nkeras==2.3.1\nnumpy<1.19\n"
    _, changes, told = proposed("docs/requirements.txt", text, {"tensorflow", "tf_slim"}, "tf=2.21")
    path = Path("docs/requirements.txt")
    ended = "tensorflow-gpu ended with 2.11: tensorflow is for the same devices."
    brought = "The rewritten code imports no keras, and TensorFlow brings the one it needs"
    assert told == []
    assert changes == [
        Change(path, 2, "tensorflow-gpu==1.15.0", "tensorflow[and-cuda]==2.21.0", ended, "replace"),
        Change(path, 2, "", "tf-slim==1.1.0", "The code imports tf_slim, which nothing here requires.", "add"),
        Change(path, 3, "keras==2.3.1", "", f"{brought}: TensorFlow 2.21 requires keras>=3.12.0.", "remove"),
        Change(path, 4, "numpy<1.19", "numpy<2", "TensorFlow 2.21 requires numpy>=1.26.0.", "raise"),
    ]


def test_a_file_that_takes_in_another_leaves_to_it_what_is_added() -> None:
    files = {
        Path("r/requirements.txt"): b"-r requirements-run.txt\ntensorflow==1.15\n",
        Path("r/requirements-run.txt"): b"tensorflow<2\n",
    }
    new, _, told = propose(files, {"tensorflow", "tf_slim"}, parse_target("tf=2.21"))
    assert told == []
    assert new == {
        Path("r/requirements.txt"): b"-r requirements-run.txt\ntensorflow==2.21.0\n",
        Path("r/requirements-run.txt"): b"tensorflow<2.22\ntf-slim>=1.1\n",
    }


def test_a_lock_file_is_to_be_made_again_when_what_it_was_made_for_changes() -> None:
    files = {Path("pyproject.toml"): b'[project]\ndependencies = ["numpy<1.19", "tensorflow"]\n', Path("uv.lock"): b""}
    new, changes, told = propose(files, TENSORFLOW, parse_target("tf=2.21"))
    assert new == {Path("pyproject.toml"): b'[project]\ndependencies = ["numpy<2", "tensorflow"]\n'}
    assert [change.kind for change in changes] == ["raise"]
    assert told == ["uv.lock: was made for the requirements as they were; make it again: uv lock"]


def test_pythons_are_raised_for_the_tensorflow_of_another_file_of_the_folder() -> None:
    files = {Path("setup.py"): b"setup(python_requires='>=3.6')\n", Path("requirements/run.txt"): b"tensorflow==1.15\n"}
    new, _, _ = propose(files, TENSORFLOW, parse_target("tf=2.18"))
    assert new[Path("setup.py")] == b"setup(python_requires='>=3.9')\n"


def test_tf_keras_beside_tensorflow_cpu_is_told() -> None:
    _, changes, told = proposed("requirements.txt", "tensorflow-cpu<2\n", {"tf_keras"}, "tf=2.21,keras=tf_keras")
    assert [change.after for change in changes] == ["tensorflow-cpu<2.22", "tf-keras>=2.21,<2.22"]
    sentence = "tf-keras requires tensorflow itself, which is then installed over tensorflow-cpu"
    assert told == [f"requirements.txt:1: `tensorflow-cpu<2`: {sentence}"]


def test_tensorflow_addons_that_the_code_imports_is_told() -> None:
    text = "tensorflow\ntensorflow-addons==0.23.0\n"
    after, _, told = proposed("requirements.txt", text, {"tensorflow_addons.layers"}, "tf=2.21")
    assert after == text
    ended = "tensorflow-addons ended with TensorFlow 2.15 and has no successor"
    by_hand = "what the code imports of it has to be replaced by hand"
    assert told == [f"requirements.txt:2: `tensorflow-addons==0.23.0`: {ended}; {by_hand}"]
    assert proposed("requirements.txt", text, {"tensorflow_addons.layers"}, "tf=2.15")[2] == []


def test_what_the_code_imports_is_read_from_it() -> None:
    program = b"import tensorflow.compat.v2 as tf, tf_keras\nfrom tensorflow import estimator\ntf.summary.scalar\n"
    found = {"tensorflow.compat.v2", "tf_keras", "tensorflow", "tensorflow.estimator", "tensorflow.summary"}
    assert imports_of(program) == found
    assert imports_of(b"import tensorflow as tf\nmodel.summary()\n") == {"tensorflow"}
    assert imports_of(b"print 'no'") == set()


def test_what_the_code_needs_depends_on_the_target() -> None:
    def named(imports: set[str], target: str) -> list[str]:
        return [need.package for need in needs(imports, parse_target(target))]

    assert named({"tensorflow"}, "tf=2.21") == []
    assert named({"tensorflow"}, "tf=2.21,keras=tf_keras") == ["tf-keras"]
    assert named({"tensorflow"}, "tf=2.15,keras=tf_keras") == []
    assert named({"tensorflow.summary"}, "tf=2.20") == []
    assert named({"tensorflow.summary"}, "tf=2.21") == ["tensorboard"]
    assert named({"tensorflow_probability"}, "tf=2.15") == ["tensorflow-probability"]
    assert named({"tensorflow_probability.distributions"}, "tf=2.18") == ["tensorflow-probability", "tf-keras"]
    assert named({"tensorflow_hub"}, "tf=1.15") == ["tensorflow-hub"]
    assert named({"tensorflow_hub"}, "tf=2.16") == ["setuptools", "tensorflow-hub"]


# For all.

NAMES = [
    "tensorflow",
    "tensorflow-gpu",
    "tensorflow_cpu",
    "Keras",
    "tf-keras",
    "numpy",
    "h5py",
    "six",
    "tensorflow-hub",
]
VERSIONS = st.tuples(st.integers(0, 4), st.integers(0, 25), st.integers(0, 3)).map(
    lambda numbers: ".".join(map(str, numbers))
)
OPERATORS = st.sampled_from(["==", ">=", "<=", "<", ">", "!=", "~="])
CLAUSES = st.lists(st.tuples(OPERATORS, VERSIONS).map("".join), max_size=3)
ENDS = st.sampled_from(["", "  # why", "; python_version > '3'"])
REQUIREMENTS = st.tuples(st.sampled_from(NAMES), CLAUSES.map(", ".join), ENDS).map("".join)
LINES = st.lists(REQUIREMENTS | st.sampled_from(["", "# größer", "Pillow==7", "-e ."]), max_size=6)
TARGETS = st.sampled_from(
    ["tf=2.15", "tf=2.16", "tf=2.18,keras=tf_keras", "tf=2.21", "tf=2.21,keras=tf_keras", "tf=2.10", "tf=1.15"]
)
IMPORTS = st.sets(
    st.sampled_from(["tensorflow", "keras", "tf_keras", "tf_slim", "tensorflow_hub", "tensorflow.summary"])
)
DOCUMENTS = ["setup.py", "setup.cfg", "pyproject.toml", "Pipfile", "environment.yml", "uv.lock"]


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]), IMPORTS, TARGETS)
def test_all_other_lines_stay_and_a_second_time_nothing_changes(
    lines: list[str], newline: str, mark: str, imported: set[str], target: str
) -> None:
    text = mark + newline.join(lines) + newline
    after, changes, _ = proposed("requirements.txt", text, imported, target)
    touched = {change.line for change in changes if change.kind != "add"}
    left = after.removeprefix("\ufeff").split(newline)
    assert after.startswith(mark)
    assert after.count("\r") == (after.count("\n") if newline == "\r\n" else 0)
    for number, line in enumerate(lines, 1):
        if number not in touched:
            left = left[left.index(line) + 1 :]
    assert len(after.split(newline)) == len(text.split(newline)) + grown(changes)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.sampled_from(DOCUMENTS))
def test_a_file_of_any_text_is_read(text: str, name: str) -> None:
    assert proposed(name, text, {"tensorflow"}, "tf=2.21")[0] == text


@given(LINES, st.sampled_from(['"', "'"]), st.booleans(), IMPORTS, TARGETS)
def test_a_setup_py_stays_the_same_program_with_other_requirements(
    lines: list[str], quote: str, long: bool, imported: set[str], target: str
) -> None:
    items = [line.split(";")[0].split("#")[0].strip() for line in lines if not line.startswith("-")]
    between = ",\n        " if long else ", "
    written = between.join(f"{quote}{item}{quote}" for item in items)
    text = f"setup(\n    name='x',\n    keywords=['tensorflow<2'],\n    install_requires=[{written}],\n)\n"
    after, changes, _ = proposed("setup.py", text, imported, target)
    handed = evaluated(after)
    assert (handed["name"], handed["keywords"]) == ("x", ["tensorflow<2"])
    assert len(handed["install_requires"]) == len(items) + grown(changes)


def grown(changes: list[Change]) -> int:
    """Return by how many requirements a file grows."""
    return sum({"add": 1, "remove": -1}.get(change.kind, 0) for change in changes)


def evaluated(program: str) -> dict[str, Any]:
    """Return what a setup.py hands to setup()."""
    handed: dict[str, Any] = {}
    exec(program, {"setup": lambda **arguments: handed.update(arguments)})  # noqa: S102 - a program of ours
    return handed


# The tables.


def test_the_tables_agree_with_those_of_the_rule() -> None:
    for release in hub352.RELEASES:
        ours = RELEASES[release.version]
        assert ours.pythons == release.pythons
        assert ours.newest.startswith(f"{release}.")
        for name, theirs in (("keras", release.keras), ("numpy", release.numpy)):
            mine = SpecifierSet(ours.requires.get(name, ""))
            for version in hub352._KNOWN[name] if theirs else ():
                assert SpecifierSet(theirs).contains(version) >= mine.contains(version), (release, name, version)
    assert {release.version for release in hub352.RELEASES} == set(RELEASES)


@pytest.mark.parametrize("version", RELEASES, ids=lambda version: f"{version[0]}.{version[1]}")
def test_what_pins_and_bounds_become_is_allowed(version: tuple[int, int]) -> None:
    target = parse_target(f"tf={version[0]}.{version[1]}")
    for name, bound in [*bounds(target).items(), ("python", python_bound(target))]:
        allowed = SpecifierSet(bound.allowed)
        assert allowed.contains(bound.exact), name
        assert allowed.contains(bound.lower), name
        assert SpecifierSet(f"<{bound.upper}").contains(bound.exact), name


# What an installer says of proposals; nothing is installed.

RANGES = """\
tensorflow-gpu>=1.12,<2
numpy<1.19
h5py<3
protobuf<3.20
tensorflow-hub<0.8
tensorflow-probability<0.9
tensorboard~=1.15.0
grpcio<=1.27
scipy
"""
FREEZE = """\
absl-py==0.9.0
astunparse==1.5
gast==0.2.2
google-pasta==0.1.0
grpcio==1.20
h5py==2.9.0
Keras==2.3.1
numpy==1.16.4
opt-einsum==2.3
protobuf==3.6.0
six==1.10
tensorboard==1.15.0
tensorflow==1.15.0
tensorflow-estimator==1.15.1
tensorflow-hub==0.7.0
tensorflow-probability==0.8.0
termcolor==1.0
wrapt==1.10
"""
TARGETED = [
    "tf=2.15,keras=keras2",
    "tf=2.15,keras=tf_keras",
    "tf=2.16,keras=keras3",
    "tf=2.16,keras=tf_keras",
    "tf=2.18,keras=keras3",
    "tf=2.18,keras=tf_keras",
    "tf=2.21,keras=keras3",
    "tf=2.21,keras=tf_keras",
]


@pytest.mark.processes
@pytest.mark.parametrize("target", TARGETED)
@pytest.mark.parametrize("text", [RANGES, FREEZE], ids=["ranges", "a freeze"])
def test_what_is_proposed_can_be_installed(text: str, target: str, tmp_path: Path) -> None:
    flavour = "tf_keras" if "tf_keras" in target else "keras"
    imported = {"tensorflow", flavour, "tf_slim", "tensorflow_hub", "tensorflow_probability", "tensorflow.summary"}
    after, changes, told = proposed("requirements.txt", text, imported, target)
    assert changes
    assert told == []
    resolved = resolve(after, python_bound(parse_target(target)).exact, tmp_path)
    number = target[3:7]
    assert resolved["tensorflow"].startswith(f"{number}.")
    assert {"tf-slim", "tensorflow-hub", "tensorflow-probability"} <= resolved.keys()
    assert resolved.get("tf-keras", number).startswith(number)
    assert int(resolved["setuptools"].split(".")[0]) < 82
    if flavour == "tf_keras":
        assert "tf-keras" in resolved


@pytest.mark.processes
@pytest.mark.parametrize("target", ["tf=2.15", "tf=2.16", "tf=2.18", "tf=2.21"])
def test_each_version_that_a_pin_becomes_exists(target: str, tmp_path: Path) -> None:
    pins = {name: bound.exact for name, bound in bounds(parse_target(target)).items()}
    pins["tensorflow-cpu"] = pins["tensorflow"]
    text = "".join(f"{name}=={version}\n" for name, version in pins.items())
    resolved = resolve(text, python_bound(parse_target(target)).exact, tmp_path, "--no-deps")
    assert {name: Version(version) for name, version in resolved.items()} == {
        name: Version(version) for name, version in pins.items()
    }


def resolve(requirements: str, python: str, folder: Path, *flags: str) -> dict[str, str]:
    """Return the versions that an installer chooses for a fresh environment."""
    path = folder / "requirements.txt"
    path.write_text(requirements, encoding="utf-8")
    uv = shutil.which("uv")
    if uv is None:
        pytest.fail(f"there is no uv, which resolves for Python {python} whatever Python this is: pip install uv")
    command = [uv, "pip", "compile", "--quiet", "--no-header", "--no-annotate", *flags, "--python-version", python]
    ran = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False, cwd=folder)
    assert ran.returncode == 0, f"{requirements}\n{ran.stdout}{ran.stderr}"
    return dict(line.split("==", 1) for line in ran.stdout.split() if "==" in line)
