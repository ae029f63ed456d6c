"""Small models that stand for published ones: same format and interface, some numbers in place of a network.

Each function writes one into a folder. They run inside a TensorFlow, so nothing here is imported by the tests.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def tf1_features(folder: str) -> None:
    """A module of the TF1 Hub format: numbers `[n, 3]` to features `[n, 4]`, tags `[]` and `["train"]`."""
    import tensorflow as tf

    def build() -> tuple[Any, Any]:
        given = tf.compat.v1.placeholder(tf.float32, [None, 3], name="images")
        weights = tf.compat.v1.get_variable("weights", [3, 4], initializer=tf.compat.v1.ones_initializer())
        return given, tf.matmul(given, weights)

    _tf1_module(folder, build, "images")


def tf1_text(folder: str) -> None:
    """A module of the TF1 Hub format: sentences `[n]` to vectors `[n, 4]`, tags `[]` and `["train"]`."""
    import tensorflow as tf

    def build() -> tuple[Any, Any]:
        given = tf.compat.v1.placeholder(tf.string, [None], name="text")
        table = tf.compat.v1.get_variable("embeddings", [10, 4], initializer=tf.compat.v1.ones_initializer())
        return given, tf.gather(table, tf.strings.to_hash_bucket_fast(given, 10))

    _tf1_module(folder, build, "text")


def tf1_elmo(folder: str) -> None:
    """A module of the TF1 Hub format with two outputs, as ELMo has: `elmo` `[n, 2, 4]` and `default` `[n, 4]`."""
    import tensorflow as tf

    def build() -> tuple[Any, Any]:
        given = tf.compat.v1.placeholder(tf.string, [None], name="text")
        table = tf.compat.v1.get_variable("embeddings", [10, 4], initializer=tf.compat.v1.ones_initializer())
        numbers = tf.strings.to_hash_bucket_fast(given, 10)
        words = tf.gather(table, tf.stack([numbers, numbers], axis=1))
        return given, {"elmo": words, "default": tf.reduce_mean(words, axis=1)}

    _tf1_module(folder, build, "text")


def tf1_images(folder: str) -> None:
    """A module of the TF1 Hub format: images `[n, 8, 8, 3]` to features `[n, 3]`, tags `[]` and `["train"]`."""
    import tensorflow as tf

    def build() -> tuple[Any, Any]:
        given = tf.compat.v1.placeholder(tf.float32, [None, 8, 8, 3], name="images")
        scale = tf.compat.v1.get_variable("scale", [3], initializer=tf.compat.v1.ones_initializer())
        return given, tf.reduce_mean(given, axis=[1, 2]) * scale

    _tf1_module(folder, build, "images")


def tf2_features(folder: str) -> None:
    """A reusable SavedModel: numbers `[n, 3]` to features `[n, 4]`, two trainable variables, one regularizer."""
    import tensorflow as tf

    _tf2_model(folder, tf.TensorSpec([None, 3], tf.float32), lambda given: given)


def tf2_text(folder: str) -> None:
    """A reusable SavedModel: sentences `[n]` to vectors `[n, 4]`."""
    import tensorflow as tf

    def numbers(sentences: Any) -> Any:
        lengths = tf.cast(tf.strings.length(sentences), tf.float32)
        return tf.stack([lengths, lengths / 2.0, lengths * 0.0 + 1.0], axis=1)

    _tf2_model(folder, tf.TensorSpec([None], tf.string), numbers)


def tf2_images(folder: str) -> None:
    """A reusable SavedModel: images `[n, height, width, 3]` to features `[n, 4]`."""
    import tensorflow as tf

    _tf2_model(folder, tf.TensorSpec([None, None, None, 3], tf.float32), lambda images: tf.reduce_mean(images, [1, 2]))


def tf2_bert_preprocess(folder: str) -> None:
    """A SavedModel that makes of sentences `[n]` the three inputs of an encoder of BERT's kind, `[n, 5]` each."""
    import tensorflow as tf

    model = tf.train.Checkpoint()

    def call(sentences: Any) -> Any:
        lengths = tf.strings.length(sentences)
        words = tf.stack([lengths, lengths // 2, lengths // 3, lengths * 0, lengths * 0], axis=1)
        ones, zeros = tf.ones_like(words), tf.zeros_like(words)
        return {"input_word_ids": words, "input_mask": ones, "input_type_ids": zeros}

    model.__call__ = tf.function(call, input_signature=[tf.TensorSpec([None], tf.string)])
    tf.saved_model.save(model, folder)


def tf2_bert_encoder(folder: str) -> None:
    """A reusable SavedModel with the interface of an encoder of BERT's kind: pooled `[n, 4]`, sequence `[n, 5, 4]`."""
    import tensorflow as tf

    model = tf.train.Checkpoint()
    model.weights = tf.Variable(tf.ones([1, 4]), name="weights")
    model.variables = [model.weights]
    model.trainable_variables = [model.weights]

    def call(inputs: Any, training: bool = False) -> Any:
        del training
        words = tf.cast(inputs["input_word_ids"] * inputs["input_mask"], tf.float32)
        sequence = tf.sin(words)[:, :, tf.newaxis] * model.weights
        pooled = tf.reduce_mean(sequence, axis=1)
        return {"pooled_output": pooled, "sequence_output": sequence, "default": pooled}

    model.__call__ = tf.function(call)
    spec = {key: tf.TensorSpec([None, None], tf.int32) for key in ("input_word_ids", "input_mask", "input_type_ids")}
    for training in (False, True):
        model.__call__.get_concrete_function(spec, training=training)
    tf.saved_model.save(model, folder)


def tf2_signature_only(folder: str) -> None:
    """A SavedModel that can only be served, as Keras's `export` writes it: `serving_default` and no `__call__`."""
    import tensorflow as tf

    module = tf.Module()
    module.weights = tf.Variable(tf.ones([3, 4]))

    def serve(inputs: Any) -> Any:
        return {"output_0": tf.matmul(inputs, module.weights)}

    spec = tf.TensorSpec([None, 3], tf.float32, "inputs")
    tf.saved_model.save(module, folder, signatures={"serving_default": tf.function(serve, input_signature=[spec])})


def tf2_nothing_to_train(folder: str) -> None:
    """A SavedModel that can be called and lists no variables, as a `tf.Module` saves itself: `[n, 3]` to `[n, 4]`."""
    import tensorflow as tf

    module = tf.Module()
    module.weights = tf.Variable(tf.ones([3, 4]))
    spec = tf.TensorSpec([None, 3], tf.float32)
    module.__call__ = tf.function(lambda inputs: tf.matmul(inputs, module.weights), input_signature=[spec])
    tf.saved_model.save(module, folder)


def tf2_only_for_inference(folder: str) -> None:
    """A SavedModel with variables to train, of which nobody saved how it is called when it is trained."""
    import tensorflow as tf

    model = tf.train.Checkpoint()
    model.weights = tf.Variable(tf.ones([3, 4]))
    model.variables = [model.weights]
    model.trainable_variables = [model.weights]

    def call(inputs: Any, training: bool = False) -> Any:
        del training
        return tf.matmul(inputs, model.weights)

    model.__call__ = tf.function(call)
    model.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=False)
    tf.saved_model.save(model, folder)


def tf2_case_fold(folder: str) -> None:
    """A SavedModel that holds an op of tensorflow_text: one of TensorFlow's own, renamed in the file."""
    import tensorflow as tf
    from tensorflow.core.protobuf import saved_model_pb2

    model = tf.train.Checkpoint()
    spec = tf.TensorSpec([None], tf.string)
    model.__call__ = tf.function(lambda texts: tf.strings.length(tf.strings.lower(texts)), input_signature=[spec])
    tf.saved_model.save(model, folder)
    file = Path(folder, "saved_model.pb")
    written = saved_model_pb2.SavedModel.FromString(file.read_bytes())
    for function in written.meta_graphs[0].graph_def.library.function:
        for node in function.node_def:
            if node.op == "StringLower":
                node.op = "CaseFoldUTF8"
                node.attr.clear()
    file.write_bytes(written.SerializeToString())


def tensorflow_text(path: str) -> None:
    """The package, as far as it registers the op of `tf2_case_fold`, by the C interface that custom ops use."""
    Path(path).write_text(_TENSORFLOW_TEXT, encoding="utf-8")


_TENSORFLOW_TEXT = """\
import ctypes
from pathlib import Path

import tensorflow as tf

library = ctypes.CDLL(str(Path(tf.__file__).with_name("libtensorflow_framework.so.2")))
library.TF_NewOpDefinitionBuilder.restype = ctypes.c_void_p
library.TF_NewStatus.restype = ctypes.c_void_p
builder = ctypes.c_void_p(library.TF_NewOpDefinitionBuilder(b"CaseFoldUTF8"))
library.TF_OpDefinitionBuilderAddInput(builder, b"input: string")
library.TF_OpDefinitionBuilderAddOutput(builder, b"output: string")
status = ctypes.c_void_p(library.TF_NewStatus())
library.TF_RegisterOpDefinition(builder, status)
assert library.TF_GetCode(status) == 0
"""


def _tf2_model(folder: str, spec: Any, numbers: Callable[[Any], Any]) -> None:
    import tensorflow as tf

    model = tf.train.Checkpoint()
    model.weights = tf.Variable(tf.ones([3, 4]), name="weights")
    model.bias = tf.Variable(tf.zeros([4]), name="bias")
    model.variables = [model.weights, model.bias]
    model.trainable_variables = [model.weights, model.bias]
    model.regularization_losses = [tf.function(lambda: 0.01 * tf.reduce_sum(model.weights**2), input_signature=[])]

    def call(inputs: Any, training: bool = False) -> Any:
        del training
        return tf.matmul(numbers(inputs), model.weights) + model.bias

    model.__call__ = tf.function(call)
    for training in (False, True):
        model.__call__.get_concrete_function(spec, training=training)
    tf.saved_model.save(model, folder, signatures=model.__call__.get_concrete_function(spec))


def _tf1_module(folder: str, build: Callable[[], tuple[Any, Any]], key: str) -> None:
    import tensorflow as tf

    v1 = tf.compat.v1
    builder = v1.saved_model.Builder(folder)
    for number, tags in enumerate(([], ["train"])):
        with tf.Graph().as_default(), v1.Session() as session:
            given, made = build()
            session.run(v1.global_variables_initializer())
            tensors = ({key: given}, made if isinstance(made, dict) else {"default": made})
            infos = [{name: v1.saved_model.build_tensor_info(t) for name, t in each.items()} for each in tensors]
            signature = v1.saved_model.build_signature_def(*infos, method_name="")
            if number == 0:
                builder.add_meta_graph_and_variables(session, tags, {"default": signature})
            else:
                builder.add_meta_graph(tags, {"default": signature})
    builder.save()
    # By this file, a message of field 1 with the format's number 3, tensorflow_hub knows the format.
    Path(os.fspath(folder), "tfhub_module.pb").write_bytes(b"\x08\x03")
