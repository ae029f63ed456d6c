"""What rules say of the variables of a model: optimizers, reference variables, what nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.savedmodel.contents import Contents, Node, Optimizer, StoredVariable
from hublint_rules.contents.hub601_stored_optimizer import StoredOptimizer
from hublint_rules.contents.hub606_reference_variable import ReferenceVariable
from hublint_rules.contents.hub611_needless_variables import NeedlessVariables
from hublint_rules.contents.sizes import share_text
from tests.rules.contents.made import (
    a_list,
    function,
    messages,
    remarks,
    root,
    signature,
    stored,
    tensor,
    tf1,
    tf2,
    trace,
    variable,
)

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Form

X = Node("x", "Placeholder")


class TestStoredOptimizer:
    KEPT = Optimizer(("optimizer/_iterations", "optimizer/m"), 2000, "the object optimizer is an optimizer")
    WEIGHTS = (stored("w", 1000), stored("optimizer/m", 2000))

    def test_it_tells_the_share_and_the_evidence(self) -> None:
        model = tf2([root()], variables=self.WEIGHTS)._replace(optimizer=self.KEPT)
        (remark,) = remarks(StoredOptimizer, model)
        assert remark.message == (
            "the state of an optimizer is stored with the model, 2.0 kB or 67 % of its variables; save an object that "
            "holds what serves alone, such as an uncompiled `Model` of the same inputs and outputs"
        )
        assert remark.note == "`optimizer/_iterations` and `optimizer/m` (the object optimizer is an optimizer)"

    @pytest.mark.parametrize(
        ("form", "instead"),
        [
            ("keras-savedmodel", "save with `include_optimizer=False`"),
            ("keras-hdf5", "save with `include_optimizer=False`"),
            ("keras-zip", "save an uncompiled `Model` of the same inputs and outputs"),
            ("tf1", "export from a graph that is built without the training step"),
        ],
    )
    def test_it_says_what_leaves_the_optimizer_out_of_each_form(self, form: Form, instead: str) -> None:
        model = Contents("model", form, optimizer=self.KEPT)
        assert messages(StoredOptimizer, model)[0].endswith(f"; {instead}")

    def test_it_names_export_for_what_is_served(self) -> None:
        model = tf2([root()], variables=self.WEIGHTS)._replace(optimizer=self.KEPT)
        assert "; write it with `Model.export`, or " in messages(StoredOptimizer, model, "tf=2.21,purpose=serve")[0]

    def test_it_leaves_alone_a_model_without(self) -> None:
        assert not messages(StoredOptimizer, tf2([root()], variables=self.WEIGHTS))

    def test_it_leaves_operations_without_state_to_hub615(self) -> None:
        model = tf1([])._replace(optimizer=Optimizer((), 0, "the operation ApplyGradientDescent"))
        assert not messages(StoredOptimizer, model)

    def test_it_leaves_alone_a_function_or_a_signature_that_trains(self) -> None:
        objects = [root(train=1, w=2, m=3), function(trace("f", 2, 3)), variable("w"), variable("m")]
        kept = Optimizer(("m",), 4000, "the object opt is an optimizer")
        trains = tf2(objects, variables=(stored("w", 4000, 2), stored("m", 4000, 3)))._replace(optimizer=kept)
        assert not messages(StoredOptimizer, trains)
        step = tf1([Node("m", "VarHandleOp"), Node("y", "Identity", ("^m",))], variables=(stored("m", 4000),))
        assert not messages(StoredOptimizer, step._replace(optimizer=kept))


class TestReferenceVariable:
    @pytest.mark.parametrize("op", ["Variable", "VariableV2"])
    def test_it_reports_what_a_signature_reads(self, op: str) -> None:
        (message,) = messages(ReferenceVariable, tf1([X, Node("w", op), Node("y", "MatMul", ("x", "w"))]))
        assert message == (
            "`w` is a reference variable, whose value is lost when TensorFlow 2 saves the model again; "
            "build the graph behind `tf.compat.v1.enable_resource_variables()` and export it again"
        )

    def test_it_counts_many(self) -> None:
        names = ["a", "b", "c", "d", "e"]
        nodes = [*(Node(name, "VariableV2") for name in names), Node("y", "AddN", tuple(names))]
        assert messages(ReferenceVariable, tf1(nodes))[0].startswith(
            "`a`, `b`, `c` and 2 more are reference variables, "
        )

    def test_it_leaves_alone_resource_variables(self) -> None:
        assert not messages(ReferenceVariable, tf1([X, Node("w", "VarHandleOp"), Node("y", "MatMul", ("x", "w"))]))

    def test_it_leaves_alone_what_no_signature_reads(self) -> None:
        assert not messages(ReferenceVariable, tf1([X, Node("step", "VariableV2"), Node("y", "Identity", ("x",))]))

    def test_it_is_silent_for_tensorflow_1(self) -> None:
        model = tf1([Node("w", "VariableV2"), Node("y", "Identity", ("w",))])
        assert not messages(ReferenceVariable, model, "tf=1.15")


def copy(key: str, number: int) -> StoredVariable:
    """Return one of several variables with the same name and the same values."""
    return stored(key, 4000, number, checksum=7)._replace(name="w")


class TestNeedlessVariables:
    def test_it_reports_what_no_function_captures_the_largest_first(self) -> None:
        model = tf2(
            [root(call=1, w=2, old=3, older=4), function(trace("f", 2)), variable("w"), variable("o"), variable("p")],
            variables=(stored("w", 8000, 2), stored("old", 800, 3), stored("older", 1200, 4)),
        )
        assert messages(NeedlessVariables, model) == [
            (
                "nothing in the model uses `older` and `old` (2.0 kB, 20 % of the variables); "
                "save only what its functions use"
            )
        ]

    def test_it_reports_what_no_signature_of_tensorflow_1_depends_on(self) -> None:
        nodes = [X, Node("w", "VarHandleOp"), Node("y", "MatMul", ("x", "w")), Node("u", "VariableV2")]
        (message,) = messages(NeedlessVariables, tf1(nodes, variables=(stored("w", 4000), stored("u", 4000))))
        assert message.startswith("nothing in the model uses `u` (4.0 kB, 50 % of the variables); ")

    def test_it_knows_what_keras_3_stores_twice(self) -> None:
        model = tf2(
            [
                root(serve=1, variables=2, _all_variables=3),
                function(trace("f", 4)),
                a_list(4),
                a_list(5),
                variable("w"),
                variable("w"),
            ],
            variables=(copy("variables/0", 4), copy("_all_variables/0", 5)),
        )
        assert messages(NeedlessVariables, model) == [
            (
                "Keras 3 exported every weight twice (4.0 kB, 50 % of the variables as `_all_variables`); "
                "save a `tf.train.Checkpoint` of the weights and a traced `__call__` instead"
            )
        ]

    def test_it_knows_what_is_stored_twice_in_any_other_way(self) -> None:
        model = tf2(
            [root(call=1, raw=2, _kernel=3), function(trace("f", 2)), variable("w"), variable("w")],
            variables=(copy("raw", 2), copy("_kernel", 3)),
        )
        assert messages(NeedlessVariables, model) == [
            "`w` is stored twice (4.0 kB, 50 % of the variables); let one attribute alone lead to each variable"
        ]

    def test_it_takes_other_values_of_that_name_for_no_copies(self) -> None:
        model = tf2(
            [root(serve=1, _all_variables=2), function(trace("f", 3)), a_list(4), variable("w"), variable("v")],
            variables=(stored("w", 4000, 3, checksum=7), stored("_all_variables/0", 4000, 4, checksum=8)),
        )
        assert messages(NeedlessVariables, model)[0].startswith("nothing in the model uses `_all_variables/0` ")

    def test_it_leaves_alone_dust(self) -> None:
        objects = [root(call=1, w=2, u=3), function(trace("f", 2)), variable("w"), variable("u")]
        few = tf2(objects, variables=(stored("w", 40, 2), stored("u", 1000, 3)))
        small = tf2(objects, variables=(stored("w", 4_000_000, 2), stored("u", 4000, 3)))
        assert not messages(NeedlessVariables, few)
        assert not messages(NeedlessVariables, small)

    def test_it_leaves_alone_scalars_and_optimizers(self) -> None:
        step = StoredVariable("step", "step", "float32", (), 4_000, number=3)
        objects = [root(call=1, w=2, step=3, m=4), function(trace("f", 2)), variable("w"), variable("s"), variable("m")]
        model = tf2(objects, variables=(stored("w", 4000, 2), step, stored("m", 4000, 4)))
        assert not messages(NeedlessVariables, model._replace(optimizer=Optimizer(("m",), 4000, "a slot")))

    def test_it_says_nothing_where_nothing_is_traced(self) -> None:
        objects = [root(call=1, w=2), function(), variable("w")]
        assert not messages(NeedlessVariables, tf2(objects, variables=(stored("w", 4000, 2),)))
        assert not messages(NeedlessVariables, tf2([root(w=1), variable("w")], variables=(stored("w", 4000, 1),)))

    def test_it_says_nothing_where_a_signature_does_not_tell_what_it_gives_back(self) -> None:
        sparse = {"serving_default": signature(outputs={"y": tensor("")})}
        assert not messages(NeedlessVariables, tf1([Node("u", "VariableV2")], sparse, variables=(stored("u", 4000),)))

    def test_it_says_nothing_of_several_graphs(self) -> None:
        model = tf1([X, Node("u", "VariableV2"), Node("y", "Identity", ("x",))], variables=(stored("u", 4000),))
        assert messages(NeedlessVariables, model)
        assert not messages(NeedlessVariables, model._replace(graphs=model.graphs * 2))


def test_no_share_is_written_as_nothing() -> None:
    assert share_text(1, 1000) == "less than 1 %"
    assert share_text(2, 3) == "67 %"
