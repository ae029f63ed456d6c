"""How a behaviour is put together, with a server that answers as it is told, and with a worker that crashes and hangs.

What the probes see of real models is tested in test_probing_tensorflow.py.
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.behaviour import Attempt, Device, Feature, InputWanted, Trouble
from hublint.verify.inputs import CannotGenerateError, plan_calls
from hublint.verify.probing import list_devices, observe
from hublint.verify.session import AnswerError, ModelServer, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SERVE = frozenset({"serve"})


class Server:
    """Stands in for a `ModelServer`: `answers` gives what a part and an item are answered with, or raises."""

    tensorflow = "2.21.0"
    workshop = SimpleNamespace(timeout=60.0)

    def __init__(self, folder: Path, answers: Callable[[str, str | None], Any]) -> None:
        self.folder = folder
        self.answers = answers
        self.jobs: list[Mapping[str, Any]] = []

    def machine(self) -> Any:
        return {"keras": "3.15.1", "devices": [{"name": "CPU:0", "kind": "CPU", "memory": None}]}

    def scratch(self, name: str) -> Path:
        path = self.folder / f"{name}-{len(self.jobs)}"
        path.mkdir()
        return path

    def ask(self, job: Mapping[str, Any]) -> Any:
        self.jobs.append(job)
        return self.answers(job["part"], job["item"])


CALL = {"name": "__call__", "kind": "function", "wanted": [{"name": "x", "dtype": "float32", "shape": [None, 3]}]}
GOOD: dict[tuple[str, str | None], Any] = {
    ("loads", None): ["tf.saved_model.load", "hub.load"],
    ("loads", "tf.saved_model.load"): {"name": "tf.saved_model.load"},
    ("loads", "hub.load"): {"name": "hub.load", "skipped": "tensorflow_hub is not installed"},
    ("functions", None): [CALL],
    ("functions", "__call__"): {
        "name": "__call__",
        "kind": "function",
        "tried": [{"inputs": {"x": "[0]"}, "batch": 1}],
    },
    ("training", None): {"skipped": "the model has no trainable variables"},
    ("resaving", None): {"lost": ["function 'encode'"]},
}


def serve(folder: Path, **other: Any) -> Server:
    """Return a server that answers as `GOOD` says, but for the pieces that are named `part` or `part__item`."""

    def answers(part: str, item: str | None) -> Any:
        answer = other.get(part if item is None else f"{part}__{item}", GOOD[part, item])
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Server(folder, answers)


def seen(server: Server, path: Path, **settings: Any) -> Any:
    return observe(server, path, tags=SERVE, **settings)  # type: ignore[arg-type]


def test_all_parts_are_put_together(tmp_path: Path) -> None:
    server = serve(tmp_path)
    found = seen(server, tmp_path, seed=3)
    assert (found.device, found.tensorflow, found.keras, found.seed) == ("CPU:0", "2.21.0", "3.15.1", 3)
    assert found.loads == (
        Attempt("tf.saved_model.load"),
        Attempt("hub.load", skipped="tensorflow_hub is not installed"),
    )
    (function,) = found.functions
    assert function.answered
    assert found.training is not None
    assert found.training.skipped == "the model has no trainable variables"
    assert found.resaving is not None
    assert found.resaving.lost == ("function 'encode'",)
    assert found.trouble == ()
    assert all(job["calls"]["__call__"] for job in server.jobs if job["part"] in {"training", "resaving"})
    assert {(job["form"], *job["tags"], job["device"]) for job in server.jobs} == {("saved_model", "serve", "CPU:0")}


def test_the_scratch_folders_are_gone_afterwards(tmp_path: Path) -> None:
    seen(serve(tmp_path), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_the_parts_that_are_asked_for_are_tried(tmp_path: Path) -> None:
    server = serve(tmp_path)
    found = seen(server, tmp_path, parts=("loads",))
    assert {job["part"] for job in server.jobs} == {"loads"}
    assert (found.functions, found.training, found.resaving) == ((), None, None)


def test_training_needs_to_know_the_functions_though_they_are_not_called(tmp_path: Path) -> None:
    server = serve(tmp_path)
    found = seen(server, tmp_path, parts=("training",))
    assert [(job["part"], job["item"]) for job in server.jobs] == [("functions", None), ("training", None)]
    assert found.functions == ()


def test_a_file_is_a_keras_model(tmp_path: Path) -> None:
    file = tmp_path / "model.keras"
    file.write_bytes(b"")
    server = serve(tmp_path)
    seen(server, file, parts=("loads",))
    assert {job["form"] for job in server.jobs} == {"keras"}


def test_a_piece_that_crashes_costs_no_other(tmp_path: Path) -> None:
    crash = AnswerError("TensorFlow crashed: killed by SIGABRT", "Check failed", "crashed")
    found = seen(serve(tmp_path, **{"loads__tf.saved_model.load": crash, "functions____call__": crash}), tmp_path)
    assert [attempt.name for attempt in found.loads] == ["hub.load"]
    assert found.functions == ()
    assert found.resaving is not None
    assert found.trouble == tuple(
        Trouble(part, "crashed", "TensorFlow crashed: killed by SIGABRT", "Check failed")
        for part in ("loads: tf.saved_model.load", "functions: __call__")
    )


def test_after_two_that_hang_the_rest_is_not_waited_for(tmp_path: Path) -> None:
    hang = AnswerError("TensorFlow hung: still running after 60 s, killed", "", "hung")
    server = serve(tmp_path, functions____call__=hang, training=hang)
    found = seen(server, tmp_path)
    assert [(trouble.part, trouble.how) for trouble in found.trouble] == [
        ("functions: __call__", "hung"),
        ("training", "hung"),
        ("resaving", "failed"),
    ]
    assert found.trouble[-1].message == "not tried: 2 others were still running when their time was up"
    assert "resaving" not in {job["part"] for job in server.jobs}


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("loads", "all of them"),
        ("loads__hub.load", {"name": "hub.load", "verdict": "fine"}),
        ("functions", [{"name": "f", "kind": "wonder", "wanted": []}]),
        ("functions____call__", {"name": "__call__", "kind": "function", "tried": [{"inputs": {"x": 1}}]}),
        ("training", None),
        ("resaving", []),
    ],
)
def test_an_answer_that_is_none_is_trouble(tmp_path: Path, part: str, answer: Any) -> None:
    found = seen(serve(tmp_path, **{part: answer}), tmp_path)
    (trouble,) = found.trouble
    assert trouble.part == part.replace("__hub", ": hub").replace("____call", ": __call")
    assert trouble.how == "garbled"
    assert trouble.message.startswith("the answer cannot be understood: ")


def test_a_device_that_is_not_there_is_told_and_nothing_is_run(tmp_path: Path) -> None:
    server = serve(tmp_path)
    found = seen(server, tmp_path, device="GPU:0")
    assert found.trouble == (Trouble("devices", "failed", "there is no device GPU:0 here, only CPU:0"),)
    assert server.jobs == []


def test_a_function_that_nothing_can_be_made_for_is_skipped(tmp_path: Path) -> None:
    wanted = [{"name": "table", "dtype": "resource", "shape": []}]
    found = seen(serve(tmp_path, functions=[{**CALL, "wanted": wanted}]), tmp_path)
    assert [run.skipped for run in found.functions] == ["no value can be made for the input 'table', a resource"]


# What follows asks a real worker, whose TensorFlow is this one.
FAKE = """
    import contextlib, os, time
    __version__ = "0.0.fake"
    class Device:
        name, device_type = "/job:localhost/replica:0/task:0/device:CPU:0", "CPU"
    class config:
        list_physical_devices = staticmethod(lambda kind: [])
        list_logical_devices = staticmethod(lambda: [Device])
        class experimental:
            pass
    @contextlib.contextmanager
    def device(name):
        assert name == "CPU:0"
        yield
    class Model:
        signatures = {}
    class saved_model:
        @staticmethod
        def load(path, tags):
            if path.endswith("abort"):
                os.abort()
            if path.endswith("hang"):
                time.sleep(1000)
            if path.endswith("fail"):
                raise ValueError("\\n\\nno such op: Frobnicate\\nin a long story")
            if path.endswith("restore"):
                story = ["Another graph? Original error:", "", "Graph execution error:", "", "Detected at node b"]
                story += ["Node: 'b'", "No OpKernel for Frobnicate", "Registered devices: [CPU]", "\\t [[b]]"]
                raise ValueError("\\n".join(story))
            return Model()
"""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    (tmp_path / "site").mkdir()
    for name, text in {"tensorflow": FAKE, "numpy": ""}.items():
        (tmp_path / "site" / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    (tmp_path / "scratch").mkdir()
    server = ModelServer(Workshop(tmp_path / "scratch", Path(sys.executable), timeout=1.5))
    yield server
    server.close()


def loaded(server: ModelServer, folder: Path) -> tuple[dict[str, str], list[str]]:
    folder.mkdir()
    found = observe(server, folder, tags=SERVE, parts=("loads",))
    return {one.name: one.error or one.skipped for one in found.loads}, [one.message for one in found.trouble]


def test_a_worker_lists_its_devices(server: ModelServer) -> None:
    assert list_devices(server) == (Device("CPU:0", "CPU"),)


def test_a_loader_that_raises_is_told_with_its_first_line(server: ModelServer, tmp_path: Path) -> None:
    found, trouble = loaded(server, tmp_path / "fail")
    assert found["tf.saved_model.load"] == "ValueError: no such op: Frobnicate"
    assert trouble == []


def test_a_loader_of_checkpoints_is_told_with_the_error_that_it_quotes(server: ModelServer, tmp_path: Path) -> None:
    found, _ = loaded(server, tmp_path / "restore")
    assert found["tf.saved_model.load"] == "ValueError: No OpKernel for Frobnicate"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("abort", "TensorFlow crashed: killed by SIGABRT"),
        ("hang", "TensorFlow hung: still running after 1.5 s, killed"),
    ],
)
def test_a_worker_that_a_model_brings_down_is_started_anew(
    server: ModelServer, tmp_path: Path, path: str, message: str
) -> None:
    found, trouble = loaded(server, tmp_path / path)
    assert "tf.saved_model.load" not in found
    assert found["tf.keras.models.load_model"] == "the model was not written by Keras 2"
    assert trouble == [message]
    assert loaded(server, tmp_path / "good")[0]["tf.saved_model.load"] == ""


class TestPlans:
    @staticmethod
    def shapes(*wanted: InputWanted) -> list[list[list[int]]]:
        return [[call["arrays"][wanted[0].name]["shape"] for call in calls] for calls in plan_calls(wanted)]

    def test_an_open_batch_is_tried_with_1_2_and_7_and_each_with_zeros(self) -> None:
        (calls,) = plan_calls([InputWanted("x", "float32", (None, 3))])
        assert {(call["batch"], call["fill"]) for call in calls} >= {
            (batch, fill) for batch in (1, 2, 7) for fill in ("zeros", "random")
        }
        assert all(call["arrays"]["x"]["shape"] == [call["batch"], 3] for call in calls)
        assert all(call["arrays"]["x"]["batched"] for call in calls)

    def test_a_closed_shape_is_tried_with_several_values_and_has_no_batch(self) -> None:
        (calls,) = plan_calls([InputWanted("x", "float32", (8, 3))])
        assert {call["batch"] for call in calls} == {None}
        assert {call["fill"] for call in calls} == {"zeros", "positive", "random"}

    def test_other_open_sizes_and_an_open_rank_have_alternatives(self) -> None:
        sizes = self.shapes(InputWanted("image", "float32", (None, None, None, 3)))
        assert [one[0] for one in sizes] == [[1, size, size, 3] for size in (4, 1, 16, 64, 224)]
        ranks = [len(one[0]) for one in self.shapes(InputWanted("x", "float32", None))]
        assert list(dict.fromkeys(ranks)) == [1, 2, 4, 0]

    def test_whole_numbers_may_have_to_be_0_or_1_and_text_an_image(self) -> None:
        plans = plan_calls([InputWanted("ids", "int32", (None, 4)), InputWanted("t", "string", (None,))])
        assert [{call["arrays"]["ids"]["fill"] for call in calls} for calls in plans][1] == {"bits"}
        assert [{call["arrays"]["t"]["fill"] for call in calls} for calls in plans][2] == {"image"}

    def test_a_seed_gives_other_values_and_the_same_seed_the_same(self) -> None:
        wanted = [InputWanted("x", "float32", (None, 3))]
        assert plan_calls(wanted, seed=1) == plan_calls(wanted, seed=1) != plan_calls(wanted, seed=2)

    @pytest.mark.parametrize(
        ("wanted", "forms"),
        [
            (
                {"s_indices": ("int64", (None, 2)), "s_values": ("float32", (None,)), "s_dense_shape": ("int64", (2,))},
                ["indices", "values", "dense_shape"],
            ),
            (
                {"s": ("int64", (None, 2)), "s_1": ("string", (None,)), "s_2": ("int64", (2,))},
                ["indices", "values", "dense_shape"],
            ),
            ({"r": ("float32", (None,)), "r_1": ("int64", (None,))}, ["flat_values", "row_splits"]),
        ],
    )
    def test_the_parts_of_one_tensor_fit_each_other_and_plain_values_are_tried_too(
        self, wanted: dict[str, tuple[str, tuple[int | None, ...]]], forms: list[str]
    ) -> None:
        plans = plan_calls([InputWanted(name, dtype, shape) for name, (dtype, shape) in wanted.items()])
        assert [plan["form"] for plan in plans[0][0]["arrays"].values()] == forms
        assert not any("form" in plan for plan in plans[-1][0]["arrays"].values())
        (shape,) = {tuple(plan["shape"][:2]) for plan in plans[0][-1]["arrays"].values()}
        assert shape == (7, 4)

    def test_examples_are_tried_before_other_text(self) -> None:
        features = (Feature("age", "int64"), Feature("tags", "string", (None,), "sparse"))
        inputs = [
            InputWanted("examples", "string", (None,), examples=True, features=features),
            InputWanted("note", "string", (None,)),
        ]
        plans = plan_calls(inputs)
        made = [{name: plan.get("features") for name, plan in calls[-1]["arrays"].items()} for calls in plans]
        fills = [found["examples"] and [one["fill"] for one in found["examples"]] for found in made]
        assert fills == [["random", "random"], ["bits", "random"], ["random", "image"], None, None]
        assert {found["note"] for found in made} == {None}
        first = plans[0][-1]["arrays"]["examples"]
        assert (first["dtype"], first["shape"], first["batched"]) == ("string", [7], True)
        assert [(one["name"], one["shape"], one["kind"]) for one in first["features"]] == [
            ("age", [], "dense"),
            ("tags", [None], "sparse"),
        ]

    def test_a_feature_that_would_fill_the_memory_is_not_made(self) -> None:
        wanted = InputWanted("x", "string", (None,), examples=True, features=(Feature("huge", "float32", (1 << 40,)),))
        with pytest.raises(CannotGenerateError, match=r"the feature 'huge' of 'x' is too large to try"):
            plan_calls([wanted])

    @given(
        st.lists(
            st.builds(
                InputWanted,
                st.text(min_size=1, max_size=5),
                st.just("string"),
                st.none() | st.lists(st.none() | st.integers(0, 3), max_size=2).map(tuple),
                features=st.lists(
                    st.builds(
                        Feature,
                        st.text(max_size=3),
                        st.sampled_from(["float32", "int64", "string"]),
                        st.lists(st.none() | st.integers(0, 3), max_size=2).map(tuple),
                        st.sampled_from(["dense", "ragged", "sparse"]),
                    ),
                    max_size=3,
                ).map(tuple),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda one: one.name,
        )
    )
    def test_every_plan_of_examples_can_be_sent_and_is_the_same_each_time(self, wanted: list[InputWanted]) -> None:
        plans = plan_calls(wanted)
        assert plans == plan_calls(wanted) == json.loads(json.dumps(plans))
        for one in wanted:
            made = [call["arrays"][one.name].get("features") for calls in plans for call in calls]
            assert all(
                not found or [each["name"] for each in found] == [f.name for f in one.features] for found in made
            )
            assert bool(one.features) == bool(made[0])
            assert made[-1] is None

    def test_what_has_no_inputs_is_called_once(self) -> None:
        assert plan_calls([]) == [[{"batch": None, "fill": "zeros", "arrays": {}}]]

    @pytest.mark.parametrize("dtype", ["resource", "variant", "qint8", "float32_ref"])
    def test_some_kinds_cannot_be_made(self, dtype: str) -> None:
        with pytest.raises(CannotGenerateError, match=f"no value can be made for the input 'x', a {dtype}"):
            plan_calls([InputWanted("x", dtype, ())])

    def test_what_would_fill_the_memory_is_not_made(self) -> None:
        with pytest.raises(CannotGenerateError, match=r"the input 'x' is too large to try: \[1, 1099511627776\]"):
            plan_calls([InputWanted("x", "float32", (None, 1 << 40))])
