"""What rules say of the objects that a model is restored to: calls, lists, traces."""

from __future__ import annotations

import pytest

from hublint.savedmodel.contents import Contents, Damage, Node, ObjectNode
from hublint_rules.contents.hub607_no_serving_signature import NoServingSignature
from hublint_rules.contents.hub608_not_callable import NotCallable
from hublint_rules.contents.hub609_unlisted_variables import UnlistedVariables
from hublint_rules.contents.hub610_training_trace import TrainingTrace
from tests.rules.contents.made import a_list, function, messages, remarks, root, signature, tf1, tf2, trace, variable

SERVE = "tf=2.21,purpose=serve"


class TestNoServingSignature:
    def test_it_reports_a_heap_of_variables(self) -> None:
        expected = [
            (
                "the model has neither a signature nor a traced function, so nothing of it can be run; "
                "save it with `signatures=`"
            )
        ]
        assert messages(NoServingSignature, tf2([root(w=1), variable("w")])) == expected
        assert messages(NoServingSignature, tf1([Node("w", "VarHandleOp")], {})) == expected

    def test_it_reports_a_model_that_no_server_can_ask(self) -> None:
        model = tf2([root(call=1), function(trace())])
        assert not messages(NoServingSignature, model), "calling it is enough for reuse"
        assert messages(NoServingSignature, model, SERVE) == [
            'the model has no signature, so no server can ask it; save it as `signatures={"serving_default": ...}`'
        ]

    def test_it_reports_a_default_that_is_missing(self) -> None:
        model = tf1([], {"predict": signature()})
        assert not messages(NoServingSignature, model)
        assert messages(NoServingSignature, model, SERVE) == [
            (
                'the model has no signature "serving_default", only `predict`; '
                "save one under that key, or have every request name its signature"
            )
        ]

    def test_it_reports_a_method_that_no_server_knows(self) -> None:
        (message,) = messages(NoServingSignature, tf1([], {"serving_default": signature(method="score")}), SERVE)
        assert message == (
            'the method of the signature `serving_default` is "score", which servers refuse that check it; '
            "write it with `tf.compat.v1.saved_model.predict_signature_def`"
        )

    @pytest.mark.parametrize("method", ["predict", "classify", "regress"])
    def test_it_leaves_alone_what_a_server_knows(self, method: str) -> None:
        model = tf1([], {"serving_default": signature(method=f"tensorflow/serving/{method}")})
        assert not messages(NoServingSignature, model, SERVE)

    def test_it_leaves_alone_modules_of_the_hub_and_what_could_not_be_read(self) -> None:
        assert not messages(NoServingSignature, tf1([], {"default": signature()}, form="tf1-hub"), SERVE)
        damaged = tf2([root()])._replace(damage=(Damage("saved_model.pb", "is damaged"),))
        assert not messages(NoServingSignature, damaged, SERVE)

    def test_it_leaves_a_call_without_traces_to_hub608(self) -> None:
        model = tf2([root(call=1), function()])
        assert not messages(NoServingSignature, model)
        assert messages(NotCallable, model)


class TestNotCallable:
    def test_it_reports_a_root_without_a_call(self) -> None:
        (remark,) = remarks(NotCallable, tf2([root(serve=1), function(trace())]))
        assert remark.message == (
            "the model cannot be called when it is loaded; "
            "save an object that has a traced `tf.function` as its `__call__`"
        )
        assert remark.note == "TypeError: '_UserObject' object is not callable"

    def test_it_reports_a_call_that_was_never_traced(self) -> None:
        (remark,) = remarks(NotCallable, tf2([root(call=1), function()]))
        assert remark.message.startswith("`__call__` was never traced, so the loaded model cannot be called; ")
        assert remark.note == "ValueError: Found zero restored functions for caller function."

    def test_it_reports_a_call_that_is_no_function(self) -> None:
        assert messages(NotCallable, tf2([root(call=1), root()]))

    def test_it_reports_tensorflow_1(self) -> None:
        (remark,) = remarks(NotCallable, tf1([]))
        assert remark.message == (
            "a TensorFlow 1 model cannot be called when it is loaded, only its signatures; "
            "in TensorFlow 2, save a `tf.train.Checkpoint` with a traced `__call__` and lists of its variables"
        )
        assert remark.note == "TypeError: 'AutoTrackable' object is not callable"

    def test_it_leaves_alone_tensorflow_1_for_itself(self) -> None:
        assert not messages(NotCallable, tf1([]), "tf=1.15")
        assert not messages(NotCallable, tf1([], form="tf1-hub"), "tf=1.15")
        assert messages(NotCallable, tf2([root()]), "tf=1.15")

    def test_it_leaves_alone_what_can_be_called(self) -> None:
        assert not messages(NotCallable, tf2([root(call=1), function(trace())]))
        assert not messages(NotCallable, tf2([root(call=1), function(trace())], form="keras-savedmodel"))

    def test_it_leaves_alone_files_of_keras_and_what_could_not_be_read(self) -> None:
        assert not messages(NotCallable, Contents("model.keras", "keras-zip"))
        assert not messages(NotCallable, Contents("model", "unknown"))
        assert not messages(NotCallable, tf2([root()])._replace(damage=(Damage("saved_model.pb", "is damaged"),)))


class TestUnlistedVariables:
    def test_it_reports_a_model_without_lists(self) -> None:
        model = tf2([root(call=1, w=2), function(trace("f", 2)), variable("w")])
        assert messages(UnlistedVariables, model) == [
            (
                "`__call__` uses `w`, but the model lacks `variables` and `trainable_variables`; "
                "save a `tf.train.Checkpoint` with the missing lists as attributes"
            )
        ]

    def test_it_misses_no_list_that_would_be_empty(self) -> None:
        model = tf2([
            root(call=1, variables=3), function(trace("f", 2)), variable("mean", trainable=False), a_list(2)
        ])  # fmt: skip
        assert not messages(UnlistedVariables, model)

    def test_it_reports_a_variable_that_the_list_lacks(self) -> None:
        model = tf2([
            root(call=1, variables=4, trainable_variables=4),
            function(trace("f", 2), trace("g", 2, 3)),
            variable("w"),
            variable("counter", trainable=False),
            a_list(2),
        ])  # fmt: skip
        assert messages(UnlistedVariables, model) == [
            "`__call__` uses `counter`, which `variables` does not list; add what is missing to the list before saving"
        ]
        keras = model._replace(form="keras-savedmodel")
        assert not messages(UnlistedVariables, keras), "Keras leaves states out, and its user cannot help it"

    def test_it_reports_trainable_variables_that_are_no_variables_of_the_model(self) -> None:
        model = tf2([
            root(call=1, variables=3, trainable_variables=4),
            function(trace("f", 2)),
            variable("w"),
            a_list(2),
            a_list(2, 5),
            variable("other"),
        ])  # fmt: skip
        assert messages(UnlistedVariables, model) == [
            "`trainable_variables` lists `other`, which `variables` does not; list all variables in `variables`"
        ]

    def test_it_reports_trainable_variables_that_are_not_trainable(self) -> None:
        model = tf2([
            root(call=1, variables=3, trainable_variables=3),
            function(trace("f", 2)),
            variable("mean", trainable=False),
            a_list(2),
        ])  # fmt: skip
        assert messages(UnlistedVariables, model) == [
            "`trainable_variables` lists `mean`, made with `trainable=False`; take out what is not to be trained"
        ]

    def test_it_reports_losses_that_are_no_functions(self) -> None:
        model = tf2([root(call=1, regularization_losses=2), function(trace()), a_list(1, 3), variable("loss")])
        (remark,) = remarks(UnlistedVariables, model)
        assert remark.message == (
            "1 of 2 `regularization_losses` are no functions; make each a `tf.function` without arguments"
        )
        assert "expects obj.regularization_losses to be an iterable of callables" in (remark.note or "")

    def test_it_leaves_alone_a_model_that_lists_all(self) -> None:
        model = tf2([
            root(call=1, variables=3, trainable_variables=3, regularization_losses=4),
            function(trace("f", 2)),
            variable("w"),
            a_list(2),
            a_list(),
        ])  # fmt: skip
        assert not messages(UnlistedVariables, model)

    def test_it_leaves_alone_a_model_without_variables_and_one_that_cannot_be_called(self) -> None:
        assert not messages(UnlistedVariables, tf2([root(call=1), function(trace())]))
        assert not messages(UnlistedVariables, tf2([root(w=1), variable("w")]))
        assert not messages(UnlistedVariables, tf1([Node("w", "VarHandleOp")]))

    def test_it_says_nothing_of_attributes_that_are_no_lists(self) -> None:
        mapping = ObjectNode("user_object", {"w": 2}, "trackable_dict_wrapper")
        model = tf2([
            root(call=1, variables=3, trainable_variables=3), function(trace("f", 2)), variable("w"), mapping
        ])  # fmt: skip
        assert not messages(UnlistedVariables, model)


class TestTrainingTrace:
    @pytest.mark.parametrize("value", [True, False])
    def test_it_reports_one_value_alone(self, value: bool) -> None:
        model = tf2([root(call=1), function(trace("f", training=value), trace("g", training=value))])
        assert messages(TrainingTrace, model) == [
            (
                f"`__call__` takes `training` but is traced for {value} only; "
                f"call it with `training={not value}` too before saving"
            )
        ]

    def test_it_leaves_alone_both_values(self) -> None:
        model = tf2([root(call=1), function(trace("f", training=True), trace("g", training=False))])
        assert not messages(TrainingTrace, model)

    def test_it_leaves_alone_a_call_without_the_argument(self) -> None:
        assert not messages(TrainingTrace, tf2([root(call=1), function(trace(dropout=False))]))

    def test_it_leaves_alone_a_default_of_none(self) -> None:
        assert not messages(TrainingTrace, tf2([root(call=1), function(trace(training=None))]))

    @pytest.mark.parametrize("value", [1, [], {"phase": 1}, "train"])
    def test_it_leaves_alone_what_is_neither_true_nor_false(self, value: object) -> None:
        assert not messages(TrainingTrace, tf2([root(call=1), function(trace(training=value))]))

    def test_it_leaves_alone_other_functions(self) -> None:
        model = tf2([root(call=1, other=2), function(trace()), function(trace("g", training=False))])
        assert not messages(TrainingTrace, model)
