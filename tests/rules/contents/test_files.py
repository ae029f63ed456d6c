"""What rules say of a model as it lies on disk: tags, batches, versions, damage, and files of Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.savedmodel.contents import Contents, Damage, KerasPart, Node
from hublint_rules.contents.hub612_tag_set import TagSet
from hublint_rules.contents.hub614_fixed_batch import FixedBatch
from hublint_rules.contents.hub616_newer_tensorflow import NewerTensorflow
from hublint_rules.contents.hub617_damaged_files import DamagedFiles
from hublint_rules.contents.hub618_other_keras import OtherKeras
from hublint_rules.contents.hub619_lambda_bytecode import LambdaBytecode
from hublint_rules.contents.hub620_class_not_in_keras import ClassNotInKeras
from tests.rules.contents.made import function, messages, remarks, root, signature, tensor, tf1, tf2, trace

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Form


class TestTagSet:
    def test_it_reports_several_graphs(self) -> None:
        one, other = tf1([], tags=["serve"]), tf1([], tags=["train"])
        assert messages(TagSet, one._replace(graphs=other.graphs + one.graphs)) == [
            (
                "the model holds 2 graphs, tagged ['train'], ['serve'], and loads only with `tags=`; "
                "export each to a folder of its own"
            )
        ]

    def test_it_reports_other_tags(self) -> None:
        assert messages(TagSet, tf1([], tags=["serve", "gpu"])) == [
            (
                "the only graph is tagged ['gpu', 'serve'], where a server looks for ['serve']; "
                "export it with the tag `serve` alone"
            )
        ]

    def test_it_leaves_alone_one_graph_for_serving(self) -> None:
        assert not messages(TagSet, tf1([]))
        assert not messages(TagSet, tf2([root()]))

    def test_it_leaves_alone_what_has_tags_of_its_own_or_none(self) -> None:
        assert not messages(TagSet, tf1([], tags=[], form="tf1-hub"))
        assert not messages(TagSet, Contents("model.keras", "keras-zip"))
        assert not messages(TagSet, Contents("model", "unknown"))


class TestFixedBatch:
    def test_it_reports_a_number_that_all_tensors_begin_with(self) -> None:
        fixed = signature({"x": tensor("x:0", (2, 3)), "n": tensor("n:0", (2,))}, {"y": tensor("y:0", (2, 4))})
        assert messages(FixedBatch, tf1([], {"serving_default": fixed})) == [
            "`serving_default` takes exactly 2 examples at once; declare the first dimension as None"
        ]

    def test_it_joins_signatures_of_one_number(self) -> None:
        fixed = signature({"x": tensor("x:0", (1, 3))}, {"y": tensor("y:0", (1, 4))})
        assert messages(FixedBatch, tf1([], {"a": fixed, "b": fixed})) == [
            "`a` and `b` take exactly 1 example at once; declare the first dimension as None"
        ]

    @pytest.mark.parametrize(
        ("given", "returned"),
        [
            ((None, 3), (None, 4)),
            ((2, 3), (None, 4)),
            ((2, 3), ()),
            ((2, 3), None),
            (None, (2, 4)),
            ((3,), (3,)),
            ((224, 224, 3), (1000,)),
            ((224, 224, 3), (224, 224, 3)),
            ((5, 5), (5,)),
            ((), (2, 4)),
        ],
    )
    def test_it_leaves_alone_what_may_be_no_batch(
        self, given: tuple[int | None, ...] | None, returned: tuple[int | None, ...] | None
    ) -> None:
        either = signature({"x": tensor("x:0", given)}, {"y": tensor("y:0", returned)})
        assert not messages(FixedBatch, tf1([], {"serving_default": either}))

    def test_it_reports_one_example_whose_row_has_one_number(self) -> None:
        one = signature({"x": tensor("x:0", (1, 1))}, {"y": tensor("y:0", (1, 1))})
        assert messages(FixedBatch, tf1([], {"serving_default": one}))

    def test_it_leaves_alone_a_signature_that_takes_nothing(self) -> None:
        assert not messages(FixedBatch, tf1([], {"weights": signature({}, {"y": tensor("y:0", (2, 4))})}))

    def test_it_reports_a_call_that_is_only_traced_for_one_number(self) -> None:
        fixed = tf2([root(call=1), function(trace("f", x=(2, 3)), trace("g", x=(2, 3), training=True))])
        assert messages(FixedBatch, fixed) == [
            "`__call__` takes exactly 2 examples at once; declare the first dimension as None"
        ]
        signed = fixed.graphs[0]._replace(signatures={"serve": signature({"x": tensor("x:0", (2, 3))}, {})})
        assert messages(FixedBatch, fixed._replace(graphs=(signed,))) == messages(FixedBatch, fixed)
        both = tf2([root(call=1), function(trace("f", x=(2, 3)), trace("g", x=(None, 3)))])
        assert not messages(FixedBatch, both)


class TestNewerTensorflow:
    NODES = (Node("w", "VarHandleOp"),)

    @pytest.mark.parametrize("version", ["2.15.1", "2.21.0"])
    def test_it_reports_variables_for_tensorflow_1(self, version: str) -> None:
        (remark,) = remarks(NewerTensorflow, tf2([root()], self.NODES, version=version), "tf=1.15")
        assert remark.message == (
            f"TensorFlow {version} wrote the variables `w`, which 1.15 cannot read; "
            "export the model with TensorFlow 1.15"
        )

    def test_it_leaves_alone_models_without_variables(self) -> None:
        assert not messages(NewerTensorflow, tf2([root()], [Node("x", "Placeholder")]), "tf=1.15")

    def test_it_leaves_alone_what_was_not_measured(self) -> None:
        for version in ("1.15.5", "2.3.0", "", "unknown"):
            assert not messages(NewerTensorflow, tf2([root()], self.NODES, version=version), "tf=1.15")

    def test_it_leaves_alone_other_targets(self) -> None:
        assert not messages(NewerTensorflow, tf2([root()], self.NODES), "tf=2.15")


class TestDamagedFiles:
    def test_it_reports_each_file(self) -> None:
        damage = (Damage("variables/variables.index", "is missing"), Damage("assets/words.txt", "is missing"))
        assert messages(DamagedFiles, tf2([root()])._replace(damage=damage)) == [
            "`variables/variables.index` is missing; copy, download or export the model again",
            "`assets/words.txt` is missing; copy, download or export the model again",
        ]

    def test_it_says_how_to_write_the_form_that_is_read(self) -> None:
        damage = (Damage("saved_model.pbtxt", "is in the text form, which is not read"),)
        assert messages(DamagedFiles, Contents("model", "unknown", damage=damage)) == [
            "`saved_model.pbtxt` is in the text form, which is not read; export the model without `as_text=True`"
        ]

    def test_it_leaves_alone_what_is_whole(self) -> None:
        assert not messages(DamagedFiles, tf2([root()]))


def keras_file(part: KerasPart, form: Form = "keras-zip") -> Contents:
    return Contents("model.keras", form, keras=part)


NEW = KerasPart("3.15.1", model_class="Functional", layers=("InputLayer", "Dense"))
OLD = NEW._replace(version="2.15.0")
FILES: tuple[Form, Form] = ("keras-zip", "keras-hdf5")
SCALED = KerasPart(lambdas=("scale",))


class TestOtherKeras:
    @pytest.mark.parametrize("form", ["keras-zip", "keras-hdf5"])
    def test_it_reports_keras_3_for_keras_2(self, form: Form) -> None:
        (remark,) = remarks(OtherKeras, keras_file(NEW, form), "tf=2.15")
        assert remark.message == (
            "Keras 3.15.1 wrote the file, which Keras 2 cannot read; "
            "export a SavedModel, or build the model there and load its weights"
        )
        assert "which tf_keras cannot read" in messages(OtherKeras, keras_file(NEW), "tf=2.21,keras=tf_keras")[0]

    def test_it_tells_the_error_of_each_file(self) -> None:
        of_archive, of_hdf5 = (remarks(OtherKeras, keras_file(NEW, form), "tf=2.15")[0].note or "" for form in FILES)
        assert "its parent module cannot be imported" in of_archive
        assert "['batch_shape', 'optional']" in of_hdf5

    def test_it_reports_functional_models_of_keras_2_for_keras_3(self) -> None:
        assert messages(OtherKeras, keras_file(OLD))[0].startswith(
            "Keras 2.15.0 wrote the file, which Keras 3 cannot read; "
        )

    def test_it_leaves_alone_what_was_seen_to_cross(self) -> None:
        assert not messages(OtherKeras, keras_file(OLD, "keras-hdf5"))
        assert not messages(OtherKeras, keras_file(OLD._replace(model_class="Sequential")))
        without_input = NEW._replace(model_class="Encoder", layers=("Dense",))
        assert not messages(OtherKeras, keras_file(without_input), "tf=2.15")

    def test_it_leaves_alone_the_targets_own(self) -> None:
        assert not messages(OtherKeras, keras_file(NEW))
        assert not messages(OtherKeras, keras_file(OLD), "tf=2.15")
        assert not messages(OtherKeras, keras_file(OLD), "tf=2.21,keras=tf_keras")

    def test_it_leaves_alone_saved_models(self) -> None:
        assert not messages(OtherKeras, keras_file(OLD, "keras-savedmodel"))


class TestLambdaBytecode:
    def test_it_tells_refused_files_from_those_that_run(self) -> None:
        refused = "the Python bytecode in the layer `scale` is refused without `safe_mode=False`; "
        runs = "the Python bytecode in the layer `scale` runs when the file is loaded; "
        archive, hdf5 = keras_file(SCALED), keras_file(SCALED, "keras-hdf5")
        assert messages(LambdaBytecode, archive)[0].startswith(refused)
        assert messages(LambdaBytecode, archive, "tf=2.15")[0].startswith(refused)
        assert messages(LambdaBytecode, hdf5)[0].startswith(refused)
        assert messages(LambdaBytecode, hdf5, "tf=2.15")[0].startswith(runs)

    def test_it_leaves_alone_files_without_and_saved_models(self) -> None:
        assert not messages(LambdaBytecode, keras_file(KerasPart(layers=("Lambda",))))
        assert not messages(LambdaBytecode, keras_file(SCALED, "keras-savedmodel"))
        assert not messages(LambdaBytecode, tf2([root()]))


class TestClassNotInKeras:
    def test_it_names_the_classes(self) -> None:
        assert messages(ClassNotInKeras, keras_file(KerasPart(custom=("Doubler", "mine>Encoder")))) == [
            (
                "the file needs the classes `Doubler` and `mine>Encoder`, which Keras does not have; "
                "export a SavedModel, or publish the code with the file"
            )
        ]

    def test_it_leaves_alone_keras_alone_and_saved_models(self) -> None:
        assert not messages(ClassNotInKeras, keras_file(KerasPart(layers=("Dense",))))
        assert not messages(ClassNotInKeras, keras_file(KerasPart(custom=("Doubler",)), "keras-savedmodel"))
        assert not messages(ClassNotInKeras, tf2([root()]))
