"""What rules say of the operations of a model: Python, files, devices, training steps, tables, queues."""

from __future__ import annotations

import time

import pytest

from hublint.rule import Remark
from hublint.savedmodel.contents import Asset, Node
from hublint_rules.contents.hub602_python_op import PythonOp
from hublint_rules.contents.hub603_file_op import FileOp
from hublint_rules.contents.hub604_file_left_behind import FileLeftBehind
from hublint_rules.contents.hub605_foreign_op import ForeignOp
from hublint_rules.contents.hub613_pinned_device import PinnedDevice
from hublint_rules.contents.hub615_training_op import TrainingOp
from hublint_rules.contents.hub621_table_not_initialized import TableNotInitialized
from hublint_rules.contents.hub622_input_queue import InputQueue
from hublint_rules.contents.wiring import Origin, wiring_of
from tests.rules.contents.made import function, messages, remarks, root, signature, tensor, tf1, tf2, trace

CALL = "__inference_call_7"
X = Node("x", "Placeholder")


def called(*nodes: Node) -> list[Node]:
    """Return nodes inside of the function that `__call__` was traced to."""
    return [node._replace(function=CALL) for node in nodes]


def test_an_input_is_found_without_a_look_at_all_others() -> None:
    many = Node("many", "Identity", ("x",) * 200_000)
    readers = [Node(f"read{number}", "ReadFile", ("many", "^x")) for number in range(200)]
    wiring = wiring_of(tf1([X, many, *readers]).graphs[0])
    began = time.process_time()
    assert all(wiring.origin(reader, 0).node is X for reader in readers)
    assert time.process_time() - began < 1, "going through all inputs of `many` each time takes some seconds"
    assert wiring.origin(readers[0], 1) == wiring.origin(readers[0], 2) == Origin()


class TestPythonOp:
    @pytest.mark.parametrize("op", ["PyFunc", "PyFuncStateless", "EagerPyFunc"])
    def test_it_reports_a_function_that_calls_python(self, op: str) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(Node("PyCall", op, ("x",))))
        (remark,) = remarks(PythonOp, model)
        assert remark.message == (
            f"Python code is called in `call` (`{op}`), and is not stored with the model; "
            "write it with TensorFlow's operations"
        )
        assert "Could not find callback with key=pyfunc_0 in the registry." in (remark.note or "")

    def test_it_reports_functions_of_functions(self) -> None:
        inner = Node("next", "PyFunc", function="__inference_generator_next_3")
        outer = called(Node("dataset", "GeneratorDataset", calls=("__inference_generator_next_3",)))
        model = tf2([root(call=1), function(trace(CALL))], [*outer, inner])
        assert "`generator_next`" in messages(PythonOp, model)[0]

    def test_it_reports_what_a_signature_depends_on(self) -> None:
        assert messages(PythonOp, tf1([X, Node("double", "PyFunc", ("x",)), Node("y", "Identity", ("double",))]))

    def test_it_reports_any_in_a_graph_without_signatures(self) -> None:
        assert messages(PythonOp, tf1([Node("double", "PyFunc", ("x",))], {}))

    def test_it_leaves_alone_what_no_signature_needs(self) -> None:
        metric = Node("metric", "PyFunc", ("y",))
        assert not messages(PythonOp, tf1([X, Node("y", "Identity", ("x",)), metric]))

    def test_it_leaves_alone_functions_that_nothing_calls(self) -> None:
        stray = Node("PyCall", "PyFunc", function="__inference_forgotten_3")
        assert not messages(PythonOp, tf2([root(call=1), function(trace(CALL))], [stray]))


class TestFileOp:
    def test_it_reports_a_write_to_a_constant_path(self) -> None:
        path = Node("path", "Const", text="/tmp/asked.txt")
        model = tf2([root(call=1), function(trace(CALL))], called(path, Node("w", "WriteFile", ("path:output:0", "x"))))
        assert messages(FileOp, model) == [
            (
                "the function `call` writes `/tmp/asked.txt` on the machine that runs the model (`WriteFile`); "
                "do it in the program that calls the model"
            )
        ]

    def test_it_reports_a_read_of_what_the_caller_names(self) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(Node("r", "ReadFile", ("x",))))
        assert messages(FileOp, model) == [
            (
                "the function `call` reads any file that its caller names on the machine that runs the model "
                "(`ReadFile`); take what the file holds instead of its name"
            )
        ]

    def test_it_reports_a_read_of_what_is_fed(self) -> None:
        assert messages(FileOp, tf1([X, Node("y", "ReadFile", ("x",))]))

    def test_it_reports_a_log_folder_that_loading_makes(self) -> None:
        model = tf2([root(w=1), function(trace("__inference__initializer_9"))], [
            Node("s", "CreateSummaryFileWriter", ("writer", "logdir"), function="__inference__initializer_9")
        ])  # fmt: skip
        assert messages(FileOp, model) == [
            (
                "the function `_initializer` writes files on the machine that runs the model "
                "(`CreateSummaryFileWriter`); do it in the program that calls the model"
            )
        ]

    def test_it_leaves_alone_what_a_model_does_to_its_own_variables(self) -> None:
        saver = [
            Node("save/Const", "PlaceholderWithDefault", ()),
            Node("save/SaveV2", "SaveV2", ("save/Const",)),
            Node("save/RestoreV2", "RestoreV2", ("save/Const",)),
            Node("save/MergeV2Checkpoints", "MergeV2Checkpoints", ("save/ShardedFilename", "save/Const")),
        ]
        assert not messages(FileOp, tf1([X, Node("y", "Identity", ("x",)), *saver]))
        assert not messages(FileOp, tf1([X, *saver], {}))

    def test_it_leaves_alone_the_functions_that_save_and_restore(self) -> None:
        saving = [
            Node("saver", "StatefulPartitionedCall", ("saver_filename",), calls=("__inference__traced_save_9",)),
            Node("SaveV2", "SaveV2", ("file_prefix",), function="__inference__traced_save_9"),
        ]
        assert not messages(FileOp, tf2([root(call=1), function(trace(CALL))], saving))

    def test_it_leaves_alone_an_asset_that_a_function_captures(self) -> None:
        model = tf2(
            [root(call=1, a=2), function(trace(CALL, 2)), root()], called(Node("r", "ReadFile", ("readfile_name",)))
        )
        assert not messages(FileOp, model)


class TestFileLeftBehind:
    PATH = Node("path", "Const", text="/home/me/words.txt")

    def test_it_reports_a_constant_path(self) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(self.PATH, Node("r", "ReadFile", ("path:output:0",))))
        assert remarks(FileLeftBehind, model) == [
            Remark(
                (
                    "`/home/me/words.txt` is read and is no part of the model; "
                    "save it with the model as a `tf.saved_model.Asset`"
                ),
                "the function `call` reads it with ReadFile",
            )
        ]

    @pytest.mark.parametrize("op", ["Restore", "RestoreV2"])
    def test_it_leaves_alone_how_a_graph_without_signatures_restores_itself(self, op: str) -> None:
        prefix = Node("save/Const", "Const", text="model")
        assert not messages(FileLeftBehind, tf1([prefix, Node("save/restore", op, ("save/Const", "names"))], {}))

    def test_it_follows_what_only_hands_on_the_path(self) -> None:
        handed = [Node("same", "Identity", ("path",)), Node("flat", "Reshape", ("same", "shape"))]
        assert messages(FileLeftBehind, tf1([self.PATH, *handed, Node("y", "MatchingFiles", ("flat",))]))

    def test_it_reports_a_dataset_of_lines(self) -> None:
        read = "__inference_Dataset_flat_map_read_one_file_6"
        model = tf2(
            [root(call=1), function(trace(CALL))],
            [
                *called(
                    self.PATH,
                    Node("files", "TensorSliceDataset", ("path:output:0",)),
                    Node("lines", "FlatMapDataset", ("files:handle:0",), calls=(read,)),
                ),
                Node("text", "TextLineDataset", ("args_0", "compression:output:0"), function=read),
            ],
        )
        assert messages(FileLeftBehind, model)

    def test_it_reports_what_fills_a_table(self) -> None:
        table = [
            Node("table", "HashTableV2"),
            Node("fill", "InitializeTableFromTextFileV2", ("table", "path")),
            Node("y", "LookupTableFindV2", ("table", "x")),
        ]
        assert messages(FileLeftBehind, tf1([self.PATH, *table])) == [
            (
                "`/home/me/words.txt` is read and is no part of the model; "
                "export it with the model as one of `assets_collection`"
            )
        ]
        assert not messages(FileLeftBehind, tf1([self.PATH, *table], assets=(Asset("words.txt", "path:0"),)))

    def test_it_leaves_alone_a_table_that_no_signature_looks_up_in(self) -> None:
        table = [Node("table", "HashTableV2"), Node("fill", "InitializeTableFromTextFileV2", ("table", "path"))]
        assert not messages(FileLeftBehind, tf1([self.PATH, *table, X, Node("y", "Identity", ("x",))]))

    def test_a_hostile_path_stays_within_one_short_line(self) -> None:
        path = self.PATH._replace(text="/tmp/a\n\x1b[2K" + "b" * 1000)
        (message,) = messages(FileLeftBehind, tf1([path, Node("y", "ReadFile", ("path",))]))
        assert message.startswith(r"`/tmp/a\n\x1b[2Kb")
        assert len(message) < 300

    def test_it_leaves_alone_a_path_that_is_put_together(self) -> None:
        join = Node("join", "StringJoin", ("path:output:0", "x"))
        model = tf2([root(call=1), function(trace(CALL))], called(self.PATH, join, Node("r", "ReadFile", ("join:0",))))
        assert not messages(FileLeftBehind, model)


class TestForeignOp:
    def test_it_reports_what_no_tensorflow_has(self) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(Node("a", "MyOwnOp"), Node("b", "MyOtherOp")))
        assert remarks(ForeignOp, model) == [
            Remark(
                (
                    "each of the operations `MyOtherOp` and `MyOwnOp` is none that TensorFlow 2.21 has; "
                    "ship its library, which `tf.load_op_library` has to load first"
                ),
                "Op type not registered 'MyOtherOp'",
            )
        ]

    def test_it_tells_what_tensorflow_text_brings(self) -> None:
        assert messages(ForeignOp, tf1([X, Node("y", "CaseFoldUTF8", ("x",))])) == [
            (
                "the operation `CaseFoldUTF8` is of tensorflow_text; "
                "whoever loads the model has to `import tensorflow_text` before"
            )
        ]

    def test_it_tells_in_which_releases_an_operation_was_seen(self) -> None:
        model = tf1([X, Node("y", "Spence", ("x",))])
        assert messages(ForeignOp, model, "tf=1.15") == [
            (
                "the operation `Spence` was seen in TensorFlow 2.4 to 2.21 and not in TensorFlow 1.15; "
                "export the model with TensorFlow 1.15"
            )
        ]
        assert not messages(ForeignOp, model)

    def test_it_reports_what_no_signature_needs_too(self) -> None:
        assert messages(ForeignOp, tf1([X, Node("y", "Identity", ("x",)), Node("stray", "MyOwnOp")]))

    def test_it_is_silent_where_a_release_between_two_that_were_asked_may_have_it(self) -> None:
        assert not messages(ForeignOp, tf1([Node("y", "DisableCopyOnRead")]), "tf=2.10")
        assert messages(ForeignOp, tf1([Node("y", "DisableCopyOnRead")]), "tf=2.8")

    def test_it_takes_calls_of_functions_for_no_operations(self) -> None:
        body = Node("twice", "Mul", ("x", "x"), function="Twice_7")
        assert not messages(ForeignOp, tf1([X, Node("y", "Twice_7", ("x",)), body]))

    def test_it_leaves_alone_what_tensorflow_makes_for_itself(self) -> None:
        assert not messages(ForeignOp, tf1([Node("y", "_FusedMatMul"), Node("z", "VarHandleOp")]))


class TestPinnedDevice:
    @pytest.mark.parametrize(
        "device", ["/device:GPU:0", "/gpu:1", "/device:TPU:0", "/job:worker/task:1/device:CPU:0", "/device:CPU:1"]
    )
    def test_it_reports_what_a_machine_may_lack(self, device: str) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(Node("matmul", "MatMul", device=device)))
        assert messages(PinnedDevice, model) == [
            f"1 operation is pinned to `{device}` (`matmul`); build the model outside of `tf.device`"
        ]

    @pytest.mark.parametrize(
        "device", ["", "/device:CPU:0", "/device:CPU:*", "/job:localhost/replica:0/task:0/device:CPU:0", "/cpu:0"]
    )
    def test_it_leaves_alone_what_every_machine_has(self, device: str) -> None:
        model = tf2([root(call=1), function(trace(CALL))], called(Node("matmul", "MatMul", device=device)))
        assert not messages(PinnedDevice, model)

    def test_it_counts_and_says_what_tensorflow_1_has_for_it(self) -> None:
        nodes = [X._replace(device="/device:GPU:0"), Node("y", "Identity", ("x",), "/device:GPU:0")]
        assert messages(PinnedDevice, tf1(nodes)) == [
            "2 operations are pinned to `/device:GPU:0` (`x` and `y`); export it with `clear_devices=True`"
        ]

    def test_it_leaves_alone_what_nothing_runs(self) -> None:
        stray = Node("train", "NoOp", device="/device:GPU:0")
        assert not messages(PinnedDevice, tf1([X, Node("y", "Identity", ("x",)), stray]))


class TestTrainingOp:
    SERVED = (X, Node("y", "MatMul", ("x", "w")), Node("w", "VarHandleOp"))

    @pytest.mark.parametrize("op", ["ApplyAdam", "ResourceApplyGradientDescent", "ResourceSparseApplyFtrl"])
    def test_it_reports_an_update_that_no_signature_needs(self, op: str) -> None:
        (remark,) = remarks(TrainingOp, tf1([*self.SERVED, Node("train", op, ("w",))]))
        assert remark.message == (
            f"the graph holds a training step (`{op}`) that no signature needs; export a graph that is built without it"
        )
        assert remark.note == "the signatures need 3 of the graph's 4 nodes"

    def test_it_leaves_alone_an_update_that_is_asked_for(self) -> None:
        step = [Node("train", "ResourceApplyAdam", ("w",)), Node("y", "Identity", ("x", "^train"))]
        assert not messages(TrainingOp, tf1([X, Node("w", "VarHandleOp"), *step]))

    def test_it_leaves_alone_functions_of_tensorflow_2(self) -> None:
        step = called(Node("train", "ResourceApplyAdam", ("w",)))
        assert not messages(TrainingOp, tf2([root(train=1), function(trace(CALL))], step))

    def test_it_leaves_alone_graphs_that_are_tagged_for_training(self) -> None:
        assert not messages(TrainingOp, tf1([*self.SERVED, Node("train", "ApplyAdam", ("w",))], tags=["train"]))

    def test_it_says_nothing_where_a_signature_does_not_tell_what_it_gives_back(self) -> None:
        sparse = {"serving_default": signature(outputs={"y": tensor("")})}
        assert not messages(TrainingOp, tf1([*self.SERVED, Node("train", "ApplyAdam", ("w",))], sparse))

    def test_it_takes_no_other_operation_for_an_update(self) -> None:
        others = [Node("a", "ResourceApply"), Node("b", "Applyx"), Node("c", "AssignVariableOp", ("w",))]
        assert not messages(TrainingOp, tf1([*self.SERVED, *others]))


class TestTableNotInitialized:
    NODES = (Node("table", "HashTableV2"), Node("y", "LookupTableFindV2", ("table", "x")))

    def test_it_reports_a_table_that_loading_leaves_empty(self) -> None:
        assert remarks(TableNotInitialized, tf1([X, *self.NODES])) == [
            Remark(
                (
                    "nothing fills the table `table` when the model is loaded; "
                    "export with `main_op=tf.compat.v1.tables_initializer()`"
                ),
                "FailedPreconditionError: Table not initialized.",
            )
        ]

    @pytest.mark.parametrize("collection", ["saved_model_main_op", "legacy_init_op"])
    def test_it_leaves_alone_what_is_initialized(self, collection: str) -> None:
        assert not messages(TableNotInitialized, tf1([X, *self.NODES], collections=(collection,)))

    def test_it_leaves_alone_a_signature_that_initializes(self) -> None:
        signatures = {"serving_default": signature(), "__saved_model_init_op": signature({}, {"init": tensor("init")})}
        assert not messages(TableNotInitialized, tf1([X, *self.NODES], signatures))

    def test_it_leaves_alone_a_table_that_no_signature_uses(self) -> None:
        assert not messages(TableNotInitialized, tf1([X, Node("table", "HashTableV2"), Node("y", "Identity", ("x",))]))

    def test_it_leaves_alone_tensorflow_2_and_modules_of_the_hub(self) -> None:
        assert not messages(TableNotInitialized, tf1([X, *self.NODES], form="tf1-hub"))
        assert not messages(TableNotInitialized, tf2([root()], self.NODES))


class TestInputQueue:
    TAKE = (Node("queue", "FIFOQueueV2"), Node("take", "QueueDequeueV2", ("queue",)), Node("y", "Mul", ("x", "take")))

    def test_it_reports_a_signature_that_waits(self) -> None:
        assert messages(InputQueue, tf1([X, *self.TAKE])) == [
            (
                "the signatures wait at `take` for a queue that nothing fills when the model is loaded; "
                "export a graph that begins at a placeholder instead"
            )
        ]

    def test_it_reports_readers(self) -> None:
        assert messages(InputQueue, tf1([Node("queue", "FIFOQueueV2"), Node("y", "ReaderReadV2", ("reader", "queue"))]))

    def test_it_leaves_alone_a_queue_of_the_training_input(self) -> None:
        training = Node("loss", "Mul", ("x", "take"))
        assert not messages(InputQueue, tf1([X, *self.TAKE[:2], training, Node("y", "Identity", ("x",))]))

    def test_it_leaves_alone_a_queue_that_the_signature_fills(self) -> None:
        put = Node("put", "QueueEnqueueV2", ("queue", "x"))
        take = Node("take", "QueueDequeueV2", ("queue", "^put"))
        assert not messages(InputQueue, tf1([X, self.TAKE[0], put, take, self.TAKE[2]]))
