"""The calls that export and load models, as the editor finds them in a text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.lsp.exports import CALLS, model_calls
from hublint.source.source import Source, SourceError
from hublint.verify.worker.exports import _CALLS, _Call  # the table that the worker captures by

# What the worker knows and the editor leaves out.
NO_MODELS = {"checkpoint", "weights"}
OF_LIBRARIES = {"a library's export call"}  # called by those that programs call
ESTIMATORS = {
    "tf.estimator.Estimator.export_saved_model",
    "tf.estimator.Estimator.export_savedmodel",
    "tf.estimator.Estimator.experimental_export_all_saved_models",
}
WRAPPED_APART = {"tf.compat.v1.saved_model.Builder.save"}
LOADS_OF_NO_MODEL = {
    "load_weights",
    "restore",
    "read",
    "latest_checkpoint",
    "get_checkpoint_state",
    "checkpoint_exists",
    "load_checkpoint",
    "NewCheckpointReader",
    "import_meta_graph",
    "maybe_saved_model_directory",  # these ask about a model, and load none
    "contains_saved_model",
    "parse_saved_model",
    "resolve",
}


def found(text: str) -> list[tuple[str, str, str | None]]:
    return [(call.kind, call.name, call.path) for call in model_calls(Source(textwrap.dedent(text).encode()))]


def exports_of_worker() -> list[_Call]:
    return [call for call in _CALLS if call.kind not in {*NO_MODELS, "load"} and call.api not in OF_LIBRARIES]


def test_the_editor_knows_every_export_of_a_model_that_verify_captures() -> None:
    captured = {call.api.replace("tf_keras.", "tf.keras.") for call in exports_of_worker()}
    assert captured | WRAPPED_APART == {call.api for call in CALLS if call.api} | ESTIMATORS


def test_both_take_the_path_from_the_same_argument() -> None:
    ours = {call.api: (call.position, call.argument) for call in CALLS if call.api}
    for call in exports_of_worker():
        api = call.api.replace("tf_keras.", "tf.keras.")
        if api not in ESTIMATORS:
            assert ours[api] == (call.position - bool(call.owner), call.argument), api


def test_the_editor_knows_every_load_of_a_model_that_verify_redirects() -> None:
    loads = {(call.name, call.position - bool(call.owner), call.argument) for call in _CALLS if call.kind == "load"}
    loads = {load for load in loads if load[0] not in LOADS_OF_NO_MODEL}
    ours = {
        (name.rpartition(".")[2], call.position, call.argument)
        for call in CALLS
        for name in call.names
        if call.kind == "load"
    }
    assert loads <= ours


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (
            "import tensorflow as tf\ntf.saved_model.save(model, 'out')",
            ("export", "tensorflow.saved_model.save", "out"),
        ),
        (
            "from tensorflow.saved_model import save as write\nwrite(model, export_dir='out')",
            ("export", "tensorflow.saved_model.save", "out"),
        ),
        (
            "import tensorflow.compat.v1 as tf\nPATH = 'out'\ntf.saved_model.simple_save(s, PATH, {}, {})",
            ("export", "tensorflow.compat.v1.saved_model.simple_save", "out"),
        ),
        (
            "import tensorflow as tf\nb = tf.saved_model.builder.SavedModelBuilder('out')\nb.save()",
            ("export", "tensorflow.saved_model.builder.SavedModelBuilder().save", "out"),
        ),
        (
            "import tensorflow as tf\ntf.compat.v1.saved_model.Builder(export_dir='out').save(as_text=True)",
            ("export", "tensorflow.compat.v1.saved_model.builder.SavedModelBuilder().save", "out"),
        ),
        (
            "from tensorflow import keras\nm = keras.Sequential([])\nm.save('m.keras')",
            ("export", "tensorflow.keras.Model().save", "m.keras"),
        ),
        (
            "import keras\nclass M(keras.Model):\n    pass\nM().export('out')",
            ("export", "keras.Model().export", "out"),
        ),
        (
            "import tf_keras\ntf_keras.models.save_model(m, 'm.h5')",
            ("export", "tf_keras.models.save_model", "m.h5"),
        ),
        (
            "import keras\na = keras.export.ExportArchive()\na.write_out('out')",
            ("export", "keras.export.ExportArchive().write_out", "out"),
        ),
        (
            "import tensorflow as tf\ne = tf.estimator.DNNClassifier([1], [])\ne.export_saved_model('base', f)",
            ("export", "tensorflow.estimator.DNNClassifier().export_saved_model", "base"),
        ),
        (
            "import tensorflow_hub as hub\nm = hub.Module(spec)\nm.export('out', session)",
            ("export", "tensorflow_hub.Module().export", "out"),
        ),
        (
            "import tensorflow_hub as hub\nspec = hub.create_module_spec(f)\nspec.export('out')",
            ("export", "tensorflow_hub.create_module_spec().export", "out"),
        ),
        (
            "import tensorflow_hub as hub\nhub.register_module_for_export(m, 'name')",
            ("export", "tensorflow_hub.register_module_for_export", None),
        ),
        (
            "import tensorflow_hub as hub\nhub.LatestModuleExporter('name', f)",
            ("export", "tensorflow_hub.LatestModuleExporter", None),
        ),
        ("import tensorflow as tf\ntf.saved_model.load('in')", ("load", "tensorflow.saved_model.load", "in")),
        (
            "import tensorflow as tf\ntf.saved_model.load(sess, ['serve'], 'in')",
            ("load", "tensorflow.saved_model.load", "in"),
        ),
        (
            "import tensorflow as tf\ntf.compat.v1.saved_model.loader.load(sess, ['serve'], export_dir='in')",
            ("load", "tensorflow.compat.v1.saved_model.loader.load", "in"),
        ),
        (
            "import tensorflow_hub as hub\nhub.load('https://tfhub.dev/google/nnlm-en-dim50/2')",
            ("load", "tensorflow_hub.load", "https://tfhub.dev/google/nnlm-en-dim50/2"),
        ),
        ("import tensorflow_hub as hub\nhub.KerasLayer(handle='in')", ("load", "tensorflow_hub.KerasLayer", "in")),
        (
            "import tensorflow as tf\ntf.keras.models.load_model('m.h5')",
            ("load", "tensorflow.keras.models.load_model", "m.h5"),
        ),
        (
            "import tensorflow as tf\ntf.lite.TFLiteConverter.from_saved_model('in')",
            ("load", "tensorflow.lite.TFLiteConverter.from_saved_model", "in"),
        ),
    ],
)
def test_a_call_is_found_by_what_its_name_stands_for(text: str, call: tuple[str, str, str]) -> None:
    assert call in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "import numpy as np\nnp.save('a', b)\nnp.load('a')",
        "from PIL import Image\nImage.open('a').save('b')",
        "def f(model):\n    model.save('out')",
        "import tensorflow as tf\ndef f(tf):\n    tf.saved_model.save(m, 'out')",
        "import tensorflow as tf\nsave = tf.saved_model.save\n",
        "import tensorflow as tf\ntf.train.Saver().save(sess, 'ckpt')\ntf.train.latest_checkpoint('d')",
        "import keras\nm = keras.Model()\nm.save_weights('w')\nm.load_weights('w')",
        "import torch\ntorch.load('a')",
        "e.export_saved_model('out')",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "import sys, tensorflow as tf\ntf.saved_model.load(sys.argv[1])",
        "import tensorflow as tf\np = 'a'\nif p:\n    p = 'b'\ntf.saved_model.load(p)",
        "import tensorflow as tf\ntf.saved_model.load(*args)",
        "import tensorflow as tf\ntf.saved_model.load(b'in')",
        "import tensorflow as tf\ntf.saved_model.load(f'{a}/b')",
    ],
)
def test_a_path_that_is_not_written_out_is_none(text: str) -> None:
    assert found(text) == [("load", "tensorflow.saved_model.load", None)]


def test_a_call_is_told_by_the_bytes_of_its_text() -> None:
    source = Source("é = '😀'; import tensorflow as tf\ntf.saved_model.save(\n    m,\n    'ü',\n)  # é\n".encode())
    (call,) = model_calls(source)
    assert source.text.utf8[call.start : call.end].decode() == "tf.saved_model.save(\n    m,\n    'ü',\n)"
    assert call.path == "ü"


def test_calls_come_in_the_order_of_the_text_and_the_outer_one_first() -> None:
    text = "import tensorflow as tf\nsave = tf.saved_model.save\nsave(tf.saved_model.load('a'), 'b')\nsave(m, 'c')"
    assert [(kind, path) for kind, _, path in found(text)] == [("export", "b"), ("load", "a"), ("export", "c")]


def test_a_long_file_with_many_exports() -> None:
    lines = ["import tensorflow as tf", "import numpy as np"]
    for number in range(200):
        lines += [
            f"def f{number}(x, model):",
            f"    y = tf.nn.relu(np.load('a{number}') + x)",
            "    model.save('out')",
            "    return y",
            f"tf.saved_model.save(f{number}, 'out{number}')",
        ]
    source = Source("\n".join(lines).encode())
    assert len(model_calls(source)) == 200


PIECES = [
    "import tensorflow as tf\n",
    "import tensorflow_hub as hub, keras\n",
    "from tensorflow import *\n",
    "m = keras.Model()\n",
    "m.save('a')\n",
    "hub.load(p)\n",
    "p = 'é'\n",
    "p = p\n",
    "b = tf.saved_model.Builder(p)\n",
    "b.save()\n",
    "b = b\n",
    "f'{tf.saved_model.load(p)} é'\n",
    "class C(C, keras.Model): pass\n",
    "C().save(*p, **p)\n",
    "tf.saved_model.save(tf.saved_model.load(p), export_dir=p)\n",
    "\f\r\n",
    "save = tf.saved_model.save; save(m)(save)\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_every_source_has_an_answer_whose_calls_are_calls(pieces: list[str]) -> None:
    try:
        source = Source("".join(pieces).encode())
    except SourceError:
        return
    for call in model_calls(source):
        assert source.text.utf8[call.start : call.end].endswith(b")")
