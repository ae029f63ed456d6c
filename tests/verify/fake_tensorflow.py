"""A stand-in for TensorFlow that starts at once: its export calls write a file, in the modules that TensorFlow has.

With it, how programs are run and their exports captured is tested in any environment, and in a fraction of a second.
What the real TensorFlow does is tested by `test_verify_tensorflow.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FILES = {
    "tensorflow/__init__.py": """
        import os
        __version__ = "VERSION"
        asked_for_keras_2 = os.environ.get("TF_USE_LEGACY_KERAS")
        from tensorflow import saved_model
    """,
    "tensorflow/saved_model.py": """
        from tensorflow.python.saved_model.load import load
        from tensorflow.python.saved_model.save import save
    """,
    "tensorflow/compat_v1.py": """
        from tensorflow.python.saved_model.builder_impl import SavedModelBuilder as Builder
        from tensorflow.python.saved_model.simple_save import simple_save
    """,
    "tensorflow/python/__init__.py": "",
    "tensorflow/python/saved_model/__init__.py": "",
    "tensorflow/python/saved_model/save.py": """
        import os
        def save(obj, export_dir, signatures=None):
            save_and_return_nodes(obj, export_dir)
        def save_and_return_nodes(obj, export_dir):
            os.makedirs(export_dir, exist_ok=True)
            with open(os.path.join(os.fsdecode(export_dir), "saved_model.pb"), "w") as file:
                file.write(str(obj))
    """,
    "tensorflow/python/saved_model/simple_save.py": """
        from tensorflow.python.saved_model import builder_impl
        def simple_save(session, export_dir, inputs=None, outputs=None):
            builder = builder_impl.SavedModelBuilder(export_dir)
            builder.model = session
            builder.save()
    """,
    "tensorflow/python/saved_model/builder_impl.py": """
        import os
        from tensorflow.python.saved_model import save
        class _SavedModelBuilder:
            def __init__(self, export_dir):
                if os.path.isdir(export_dir) and os.listdir(export_dir):
                    raise AssertionError("Export directory already exists")
                self.export_dir, self.model = export_dir, "built"
            def save(self, as_text=False):
                save.save_and_return_nodes(self.model, self.export_dir)
                return self.export_dir
        class SavedModelBuilder(_SavedModelBuilder):
            pass
    """,
    "tensorflow/python/saved_model/load.py": """
        import os
        def load(export_dir, tags=None):
            return open(os.path.join(os.fsdecode(export_dir), "saved_model.pb")).read()
    """,
    "tensorflow/python/saved_model/loader_impl.py": """
        import os
        def load(session, tags, export_dir):
            return open(os.path.join(export_dir, "saved_model.pb")).read()
        def contains_saved_model(export_dir):
            return os.path.isdir(export_dir)
    """,
    "tensorflow/python/training/__init__.py": "",
    "tensorflow/python/training/saver.py": """
        import os
        class Saver:
            def save(self, sess, save_path, global_step=None):
                path = save_path if global_step is None else "%s-%d" % (save_path, global_step)
                for ending in (".index", ".data-00000-of-00001"):
                    with open(path + ending, "w") as file:
                        file.write(str(sess))
                return path
            def restore(self, sess, save_path):
                return open(save_path + ".index").read()
    """,
    "keras/__init__.py": "",
    "keras/src/__init__.py": "",
    "keras/src/models/__init__.py": "",
    "keras/src/models/model.py": """
        from keras.src.saving import saving_api
        class Model:
            def save(self, filepath, overwrite=True):
                saving_api.save_model(self, filepath)
            def export(self, filepath, format="tf_saved_model"):
                if format == "onnx":
                    return open(filepath, "w").write("onnx")
                from tensorflow.python.saved_model import save
                save.save_and_return_nodes("keras", filepath)
            def save_weights(self, filepath):
                with open(filepath, "wb") as file:
                    file.write(b"weights")
    """,
    "keras/src/saving/__init__.py": "",
    "keras/src/saving/saving_api.py": """
        def save_model(model, filepath, overwrite=True):
            with open(filepath, "wb") as file:
                file.write(b"PK\\x03\\x04 in short")
        def load_model(filepath):
            return open(filepath, "rb").read()
    """,
    "tensorflow_hub/__init__.py": """
        from tensorflow_hub.module_v2 import load, resolve
    """,
    "tensorflow_hub/module_v2.py": """
        import os
        from tensorflow.python.saved_model import load as loader
        def resolve(handle):
            if not os.path.isdir(handle):
                raise RuntimeError("%s does not exist" % handle)
            return handle
        def load(handle):
            return loader.load(resolve(handle))
    """,
    "tensorflow_estimator/__init__.py": "",
    "tensorflow_estimator/python/__init__.py": "",
    "tensorflow_estimator/python/estimator/__init__.py": "",
    "tensorflow_estimator/python/estimator/estimator.py": """
        import os
        from tensorflow.python.saved_model import builder_impl
        class Estimator:
            def export_saved_model(self, export_dir_base, receiver=None):
                temporary, final = (os.path.join(export_dir_base, name) for name in ("temp-1700000000", "1700000000"))
                builder_impl._SavedModelBuilder(temporary).save()
                os.rename(temporary, final)
                return final.encode()
        class EstimatorV2(Estimator):
            def export_savedmodel(self, export_dir_base, receiver=None):
                return self.export_saved_model(export_dir_base, receiver)
    """,
}


def write_fake_tensorflow(folder: Path, version: str = "0.0.fake") -> None:
    """Write the package, and an estimator's, into a folder that is to be on the path of the interpreter."""
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.replace("VERSION", version).split("\n")
        path.write_text("\n".join(line[8:] for line in lines) if len(lines) > 1 else "", encoding="utf-8")
