"""A stand-in for TensorFlow that starts at once: its export calls write a file, in the modules that TensorFlow has.

With it, how programs are run and their exports captured is tested in any environment, and in a fraction of a second.
What the real TensorFlow does is tested by `test_verify_tensorflow.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FILES = {
    "__init__.py": """
        __version__ = "0.0.fake"
        from tensorflow import saved_model
    """,
    "saved_model.py": """
        from tensorflow.python.saved_model.load import load
        from tensorflow.python.saved_model.save import save
    """,
    "compat_v1.py": """
        from tensorflow.python.saved_model.builder_impl import SavedModelBuilder as Builder
        from tensorflow.python.saved_model.simple_save import simple_save
    """,
    "python/__init__.py": "",
    "python/saved_model/__init__.py": "",
    "python/saved_model/save.py": """
        import os
        def save(obj, export_dir, signatures=None):
            save_and_return_nodes(obj, export_dir)
        def save_and_return_nodes(obj, export_dir):
            os.makedirs(export_dir, exist_ok=True)
            with open(os.path.join(os.fsdecode(export_dir), "saved_model.pb"), "w") as file:
                file.write(str(obj))
    """,
    "python/saved_model/simple_save.py": """
        from tensorflow.python.saved_model import builder_impl
        def simple_save(session, export_dir, inputs=None, outputs=None):
            builder = builder_impl.SavedModelBuilder(export_dir)
            builder.model = session
            builder.save()
    """,
    "python/saved_model/builder_impl.py": """
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
    "python/saved_model/load.py": """
        import os
        def load(export_dir, tags=None):
            return open(os.path.join(export_dir, "saved_model.pb")).read()
    """,
    "python/saved_model/loader_impl.py": """
        import os
        def load(session, tags, export_dir):
            return open(os.path.join(export_dir, "saved_model.pb")).read()
        def contains_saved_model(export_dir):
            return os.path.isdir(export_dir)
    """,
}


def write_fake_tensorflow(folder: Path) -> None:
    """Write the package into a folder that is to be on the path of the interpreter."""
    for name, text in _FILES.items():
        path = folder / "tensorflow" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.split("\n")
        path.write_text("\n".join(line[8:] for line in lines) if len(lines) > 1 else "", encoding="utf-8")
