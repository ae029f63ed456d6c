"""The worker's serialized Examples. They need numpy and protobuf's classes, which come with TensorFlow."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hublint.verify.runtime

if TYPE_CHECKING:
    from types import ModuleType

Plan = dict[str, Any]

FILLS = {"float32": ["zeros", "random", "positive"], "int64": ["zeros", "random", "positive", "bits"]}
FILLS["string"] = ["zeros", "random", "positive", "image"]
LISTS = {"float32": "float_list", "int64": "int64_list", "string": "bytes_list"}
LENGTHS = {"sparse": 1, "ragged": 3, "dense": 12}  # of the features in the third Example below


@pytest.fixture(scope="module")
def examples() -> ModuleType:
    from hublint.verify.worker import examples

    return examples


def feature(name: str, dtype: str, shape: list[int | None], kind: str = "dense", fill: str = "random") -> Plan:
    return {"name": name, "dtype": dtype, "shape": shape, "kind": kind, "fill": fill}


def plan(*features: Plan, shape: tuple[int, ...] = (3,), seed: int = 7) -> Plan:
    return {"dtype": "string", "shape": list(shape), "fill": "random", "seed": seed, "features": list(features)}


EVERY_KIND = plan(
    *(
        feature(f"{kind} {dtype} {fill} é", dtype, [2, None, 3] if kind == "dense" else [None], kind, fill)
        for dtype, fills in FILLS.items()
        for fill in fills
        for kind in LENGTHS
    ),
)


def parsed(serialized: bytes) -> dict[str, tuple[str, list[Any]]]:
    """Read an Example with protobuf's own class: the list that each feature has, and the values."""
    from tensorflow.core.example.example_pb2 import Example

    found = Example.FromString(serialized).features.feature
    return {
        name: (one.WhichOneof("kind"), list(getattr(one, one.WhichOneof("kind")).value)) for name, one in found.items()
    }


@pytest.mark.tensorflow
def test_every_kind_of_feature_is_what_protobuf_reads(examples: ModuleType) -> None:
    made = examples.make(EVERY_KIND)
    assert made.shape == (3,)
    found = parsed(made[2])
    assert len(found) == len(EVERY_KIND["features"])
    for one in EVERY_KIND["features"]:
        kind, values = found[one["name"]]
        assert kind == LISTS[one["dtype"]]
        assert len(values) == LENGTHS[one["kind"]]
        if one["dtype"] == "int64":
            assert all(0 <= value < 7 for value in values)
        if one["fill"] == "zeros":
            assert not any(values)


features = st.sampled_from(sorted(FILLS)).flatmap(
    lambda dtype: st.builds(
        feature,
        st.text(max_size=4),
        st.just(dtype),
        st.lists(st.none() | st.integers(0, 3), max_size=2),
        st.sampled_from(sorted(LENGTHS)),
        st.sampled_from(FILLS[dtype]),
    )
)


@pytest.mark.tensorflow
@given(
    st.lists(features, max_size=4, unique_by=lambda one: one["name"]),
    st.sampled_from([(), (0,), (1,), (7,), (2, 2)]),
    st.integers(0, 1 << 31),
)
def test_all_examples_can_be_read_and_are_the_same_for_the_same_seed(
    examples: ModuleType, wanted: list[Plan], shape: tuple[int, ...], seed: int
) -> None:
    one = plan(*wanted, shape=shape, seed=seed)
    made = examples.make(one)
    assert made.shape == shape
    assert made.tolist() == examples.make(one).tolist()
    for serialized in made.reshape(-1):
        assert set(parsed(serialized)) == {each["name"] for each in wanted}
    assert examples.preview(one).isprintable()


@pytest.mark.tensorflow
@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_all_whole_numbers_are_what_protobuf_writes(examples: ModuleType, number: int) -> None:
    from tensorflow.core.example.feature_pb2 import Feature, Int64List

    written = Feature(int64_list=Int64List(value=[number])).SerializeToString()
    assert examples._feature(examples.np.array([number], dtype="int64")) == written


@pytest.mark.tensorflow
def test_other_seeds_and_rows_have_other_values(examples: ModuleType) -> None:
    one = plan(feature("x", "float32", [2]), feature("y", "float32", [2]))
    made = [*examples.make(one), *examples.make({**one, "seed": 8})]
    values = [tuple(values) for serialized in made for _, values in parsed(serialized).values()]
    assert len(set(values)) == len(values) == 12


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((), "tf.train.Example(a=[0, 0], b=[a PNG of 8 x 8], c=[0], ...)"),
        ((1,), "[tf.train.Example(a=[0, 0], b=[a PNG of 8 x 8], c=[0], ...)]"),
        ((2,), "[tf.train.Example(a=[0, 0], b=[a PNG of 8 x 8], c=[0], ...), ...]"),
    ],
)
def test_a_preview_is_short_and_shows_no_bytes(examples: ModuleType, shape: tuple[int, ...], text: str) -> None:
    named = [
        feature("a", "float32", [2], fill="zeros"),
        feature("b", "string", [], fill="image"),
        feature("c", "int64", [None], "sparse", "zeros"),
        feature("d", "int64", [], fill="zeros"),
    ]
    assert examples.preview(plan(*named, shape=shape)) == text


SCRIPT = f"""
import hashlib, sys
from worker import examples
sys.stdout.write(hashlib.sha256(b"".join(examples.make({EVERY_KIND!r}))).hexdigest())
"""


@pytest.mark.parametrize(
    "python",
    [
        pytest.param(None, marks=pytest.mark.tensorflow),
        pytest.param("python_215", marks=pytest.mark.tf215),
        pytest.param("python_115", marks=pytest.mark.tf115),
    ],
)
def test_another_process_makes_the_same_bytes(
    examples: ModuleType, request: pytest.FixtureRequest, python: str | None
) -> None:
    folder = str(Path(hublint.verify.runtime.__file__).parent)
    command = [sys.executable if python is None else str(request.getfixturevalue(python)), "-c", SCRIPT]
    env = {"PYTHONPATH": folder, "PYTHONUTF8": "1"}
    other = subprocess.run(command, check=True, capture_output=True, text=True, env=env, encoding="utf-8")
    assert other.stdout == hashlib.sha256(b"".join(examples.make(EVERY_KIND))).hexdigest()
