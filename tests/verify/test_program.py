"""Running programs and capturing their exports, with a stand-in for TensorFlow (see fake_tensorflow.py)."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.verify.entry import read_entry
from hublint.verify.program import run_program
from hublint.verify.runtime import VerifyError
from hublint.verify.session import Workshop
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import Export, Program

    Run = Callable[..., Program]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_fake_tensorflow(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def run(project: Path, tmp_path: Path) -> Run:
    def run(
        text: str,
        *,
        name: str = "export.py",
        function: str = "",
        timeout: float = 20.0,
        folder: Path | None = None,
        arguments: tuple[str, ...] = (),
        in_place: bool = False,
    ) -> Program:
        script = project / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(textwrap.dedent(text), encoding="utf-8")
        scratch = tmp_path / "scratch"
        scratch.mkdir()
        workshop = Workshop(scratch, Path(sys.executable), timeout=timeout)
        entry = read_entry(script.with_name(f"{script.name}::{function}") if function else script)
        return run_program(
            workshop,
            entry,
            folder=folder or entry.folder,
            room="old",
            copy_limit=10_000,
            arguments=arguments,
            in_place=in_place,
        )

    return run


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow as tf\n", "1"),
        ("import os\nos.environ.setdefault('TF_USE_LEGACY_KERAS', 'True')\nimport tensorflow as tf\n", "True"),
        ("import os\nos.environ['TF_USE_LEGACY_KERAS'] = '0'\nimport tensorflow as tf\n", "None"),
        ("import os\n# os.environ['TF_USE_LEGACY_KERAS'] = '1'\nimport tensorflow as tf\n", "None"),
        ("import os\nimport tensorflow as tf\nos.environ['TF_USE_LEGACY_KERAS'] = '1'\n", "None"),
    ],
    ids=["set", "set by default", "unset", "in a comment", "too late"],
)
def test_what_a_program_sets_before_it_imports_tensorflow_is_set_when_the_worker_does(
    run: Run, monkeypatch: pytest.MonkeyPatch, text: str, asked: str
) -> None:
    monkeypatch.delenv("TF_USE_LEGACY_KERAS", raising=False)
    program = run(text + "tf.saved_model.save(tf.asked_for_keras_2, 'out')")
    (export,) = program.exports
    assert content(export) == asked


def content(export: Export) -> str:
    return Path(export.snapshot, "saved_model.pb").read_text(encoding="utf-8")


SPELLINGS = {
    "import tensorflow as tf\ntf.saved_model.save('m', 'out')": "tf.saved_model.save",
    "import tensorflow as tf\ntf.saved_model.save(obj='m', export_dir='out')": "tf.saved_model.save",
    "import tensorflow as tf\nkeep = tf.saved_model.save; keep('m', 'out')": "tf.saved_model.save",
    "from tensorflow.python.saved_model.save import save as s\ns('m', 'out')": "tf.saved_model.save",
    "from tensorflow.compat_v1 import simple_save\nsimple_save('m', 'out')": "tf.compat.v1.saved_model.simple_save",
    "from tensorflow.compat_v1 import Builder\nBuilder('out').save()": "tf.compat.v1.saved_model.Builder.save",
    "from keras.src.models.model import Model\nModel().export('out')": "tf.keras.Model.export",
    "from keras.src.models.model import Model\nModel().export(filepath='out')": "tf.keras.Model.export",
    "from tensorflow.compat_v1 import Builder\nclass B(Builder): pass\n\nB(export_dir='out').save()": (
        "tf.compat.v1.saved_model.Builder.save"
    ),
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_an_export_is_captured_however_it_is_spelled(run: Run, text: str) -> None:
    program = run(text)
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    (export,) = program.exports
    assert (export.api, export.file, export.path) == (SPELLINGS[text], "export.py", "out")
    assert export.line == len(text.splitlines())
    assert content(export) in {"m", "built", "keras"}
    assert (export.kind, export.format, export.bytes) == ("savedmodel", "SavedModel", len(content(export)))
    assert export.seconds > 0
    assert "'out'" in export.arguments.values() or "Builder" in text


def test_nothing_is_written_to_the_folder_of_the_program(run: Run, project: Path) -> None:
    run("""
        import os, tempfile, tensorflow as tf
        tf.saved_model.save('m', os.path.join(os.path.dirname(os.path.abspath(__file__)), 'beside'))
        tf.saved_model.save('m', os.path.join(tempfile.mkdtemp(), 'temporary'))
        open('notes.txt', 'w').write('x')
    """)
    assert sorted(path.name for path in project.iterdir()) == ["export.py"]


def test_each_export_is_kept_as_it_was_when_it_was_made(run: Run) -> None:
    program = run("""
        import shutil, tensorflow as tf
        tf.saved_model.save('first', 'out')
        assert tf.saved_model.load('out') == 'first'
        shutil.move('out', 'moved')
        tf.saved_model.save('second', 'out')
        shutil.rmtree('out')
    """)
    assert [(export.path, content(export)) for export in program.exports] == [("out", "first"), ("out", "second")]


def test_an_export_to_another_place_goes_to_the_scratch_folder_and_can_be_loaded(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "models"
    program = run(f"""
        import tensorflow as tf
        from tensorflow.compat_v1 import Builder
        from tensorflow.python.saved_model import loader_impl
        tf.saved_model.save('absolute', {str(elsewhere)!r})
        tf.saved_model.save('above', '../above')
        tf.saved_model.save('cloud', 'gs://bucket/model')
        Builder({str(elsewhere / "v1")!r}).save()
        assert tf.saved_model.load({str(elsewhere)!r}) == 'absolute'
        assert loader_impl.load(None, ['serve'], export_dir='../above') == 'above'
        assert loader_impl.contains_saved_model('gs://bucket/model')
    """)
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert [export.path for export in program.exports] == [
        str(elsewhere),
        "../above",
        "gs://bucket/model",
        str(elsewhere / "v1"),
    ]
    assert [content(export) for export in program.exports] == ["absolute", "above", "cloud", "built"]
    assert all(export.redirected for export in program.exports)
    assert not elsewhere.parent.exists()
    assert not (tmp_path / "above").exists()
    assert "'gs://bucket/model' is outside the program's folder" in program.notes[2]


ESTIMATORS = {
    "from tensorflow_estimator.python.estimator.estimator import EstimatorV2 as E\nmade = E()": "EstimatorV2",
    "import tensorflow_estimator.python.estimator.estimator as e\nclass E(e.Estimator): pass\n\nmade = E()": "subclass",
}


@pytest.mark.parametrize("text", ESTIMATORS, ids=ESTIMATORS.values())
def test_an_estimators_export_is_recorded_by_the_path_that_the_program_names(
    run: Run, tmp_path: Path, text: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    program = run(
        f"{text}\nmade.export_saved_model('out')\nfound = made.export_saved_model({str(elsewhere)!r})\n"
        "import tensorflow as tf\nassert tf.saved_model.load(found) == 'built'"
    )
    assert program.outcome is not None
    assert program.outcome.message == ""
    line = len(text.splitlines()) + 1
    assert [(export.api, export.path, export.line) for export in program.exports] == [
        ("tf.estimator.Estimator.export_saved_model", "out", line),
        ("tf.estimator.Estimator.export_saved_model", str(elsewhere), line + 1),
    ]
    assert [content(export) for export in program.exports] == ["built", "built"]
    assert not elsewhere.exists()


def test_a_method_of_a_newer_estimator_is_recorded_once(run: Run) -> None:
    program = run(
        "from tensorflow_estimator.python.estimator.estimator import EstimatorV2\n"
        "EstimatorV2().export_savedmodel('out', None)"
    )
    assert [(export.api, export.path) for export in program.exports] == [
        ("tf.estimator.Estimator.export_savedmodel", "out")
    ]


def test_modules_and_data_beside_the_program_are_found(run: Run, project: Path) -> None:
    (project / "worker.py").write_text("VALUE = 'mine'", encoding="utf-8")  # our own worker's package has another name
    (project / "data").mkdir()
    (project / "data" / "table.csv").write_text("1,2", encoding="utf-8")
    program = run("""
        import sys, tensorflow as tf, worker
        assert __name__ == '__main__' and sys.argv == [__file__] and sys.modules['__main__'].tf is tf
        tf.saved_model.save(worker.VALUE + open('data/table.csv').read(), 'out')
    """)
    assert [content(export) for export in program.exports] == ["mine1,2"]


def test_the_working_directory_may_be_above_the_program(run: Run, project: Path) -> None:
    (project / "table.csv").write_text("1,2", encoding="utf-8")
    (project / "tools").mkdir()
    (project / "tools" / "names.py").write_text("NAME = 'n'", encoding="utf-8")
    text = "import names, tensorflow as tf\ntf.saved_model.save(open('table.csv').read() + names.NAME, 'out')"
    program = run(text, name="tools/export.py", folder=project)
    assert [(export.file, content(export)) for export in program.exports] == [("tools/export.py", "1,2n")]


def test_what_is_too_large_to_copy_is_told(run: Run, project: Path) -> None:
    (project / "large.bin").write_bytes(bytes(20_000))
    program = run("import tensorflow as tf\ntf.saved_model.save('m', 'out')")
    assert program.notes == ("its folder was copied without 1 file of 20.0 kB (large.bin)",)


def test_the_program_itself_is_copied_whatever_its_size(run: Run) -> None:
    program = run("import tensorflow as tf\ntf.saved_model.save('m', 'out')\n" + "#" * 20_000)
    assert len(program.exports) == 1


def test_an_exception_is_told_with_the_line_that_it_came_through(run: Run, project: Path) -> None:
    (project / "deep.py").write_text("def fail():\n    raise ValueError('no such\\nmodel')", encoding="utf-8")
    program = run("import deep\n\ndeep.fail()")
    assert program.outcome is not None
    assert program.outcome[:4] == ("raised", "ValueError: no such", "deep.py", 2)
    assert f'File "{project / "export.py"}", line 3' in program.outcome.details
    assert program.exports == ()


def test_an_exception_in_a_library_is_told_at_the_last_line_of_the_program(run: Run) -> None:
    program = run("import tensorflow as tf\nimport json\njson.loads('{')")
    assert program.outcome is not None
    assert (program.outcome.file, program.outcome.line) == ("export.py", 3)
    assert program.outcome.message.startswith("JSONDecodeError: Expecting property name")


def test_a_program_that_does_not_parse_is_told_as_such(run: Run) -> None:
    program = run("x = 1\nprint 'python 2'\n")
    assert program.outcome is not None
    assert (program.outcome.how, program.outcome.file, program.outcome.line) == ("raised", "export.py", 2)
    assert program.outcome.message.startswith("SyntaxError: Missing parentheses")


@pytest.mark.parametrize(
    "call", ["sys.exit(3)", "os._exit(3)", "raise SystemExit(3)", "threading.Thread(target=leave).start()"]
)
def test_an_exit_is_told_with_its_status_and_the_exports_before_it(run: Run, call: str) -> None:
    program = run(f"""
        import os, sys, threading, tensorflow as tf
        def leave(): os._exit(3)
        tf.saved_model.save('m', 'out')
        {call}
    """)
    assert program.outcome is not None
    assert (program.outcome.how, program.outcome.message) == ("exited", "exit status 3")
    assert [export.path for export in program.exports] == ["out"]


def test_an_exit_with_a_message_is_status_1_and_its_place_is_told(run: Run) -> None:
    program = run("import sys\nsys.exit('no data')")
    assert program.outcome is not None
    assert program.outcome[:5] == ("exited", "exit status 1", "export.py", 2, "no data")


@pytest.mark.parametrize("call", ["sys.exit(True)", "sys.exit(257)", "sys.exit(10 ** 30 + 1)"])
def test_an_exit_with_any_number_is_told(run: Run, call: str) -> None:
    program = run(f"import sys\n{call}")
    assert program.outcome is not None
    assert program.outcome[:4] == ("exited", "exit status 1", "export.py", 2)


def test_an_exception_that_cannot_be_written_is_told_by_its_class(run: Run) -> None:
    program = run("class Bad(Exception):\n    def __str__(self): raise ValueError\n\nraise Bad")
    assert program.outcome is not None
    assert program.outcome[:4] == ("raised", "Bad: (its text cannot be written)", "export.py", 4)


@pytest.mark.parametrize("call", ["sys.exit()", "sys.exit(0)", "os._exit(0)"])
def test_an_exit_with_status_0_is_no_failure(run: Run, call: str) -> None:
    program = run(f"import os, sys, tensorflow as tf\ntf.saved_model.save('m', 'out')\n{call}")
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    assert len(program.exports) == 1


def test_a_hang_is_told_with_its_place(run: Run) -> None:
    program = run("import time\ndef wait():\n    while True:\n        time.sleep(0.01)\nwait()", timeout=1.0)
    assert program.outcome is not None
    assert (program.outcome.how, program.outcome.message) == ("hung", "still running after 1 s, killed")
    assert program.outcome.file == "export.py"
    assert program.outcome.line in {3, 4}


def test_a_thread_that_never_ends_is_a_hang(run: Run) -> None:
    program = run("import threading, time\nthreading.Thread(target=time.sleep, args=[600]).start()", timeout=1.0)
    assert program.outcome is not None
    assert program.outcome.how == "hung"


def test_a_crash_is_told_with_its_signal_and_place(run: Run) -> None:
    program = run("import os, tensorflow as tf\ntf.saved_model.save('m', 'out')\nprint('so far')\nos.abort()")
    assert program.outcome is not None
    assert program.outcome[:5] == ("crashed", "killed by SIGABRT", "export.py", 4, "so far")
    assert len(program.exports) == 1


def test_threads_and_exit_handlers_may_export_too(run: Run) -> None:
    program = run("""
        import atexit, threading, tensorflow as tf
        atexit.register(tf.saved_model.save, 'late', 'out')
        threading.Thread(target=lambda: tf.saved_model.save('thread', 'out')).start()
    """)
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    assert [content(export) for export in program.exports] == ["thread", "late"]


def test_a_program_without_input_reads_nothing(run: Run) -> None:
    program = run("print('name?')\ninput()")
    assert program.outcome is not None
    assert program.outcome.message == "EOFError: EOF when reading a line"


def test_prints_and_child_processes_do_not_disturb_the_channel(run: Run) -> None:
    program = run("""
        import os, subprocess, sys, tensorflow as tf
        print('{"event": "export"}', flush=True)
        os.write(1, b'{"event": "finished", "how": "ended"}\\n')
        subprocess.run([sys.executable, '-c', 'print(input())'], input=b'{"event": "hello"}')
        tf.saved_model.save('m', 'out')
    """)
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    assert [export.path for export in program.exports] == ["out"]


def test_a_failed_export_is_none_but_is_told(run: Run) -> None:
    program = run("""
        import tensorflow as tf
        from tensorflow.compat_v1 import Builder
        Builder('out').save()
        try:
            Builder('out')
        except AssertionError:
            pass
        open('file', 'w').close()
        try:
            tf.saved_model.save('m', 'file')
        except OSError:
            pass
    """)
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    assert [export.path for export in program.exports] == ["out"]
    (note,) = program.notes
    assert note.startswith("tf.saved_model.save to 'file' at export.py:11 failed: FileExistsError: [Errno 17] ")
    (failed,) = program.failed
    assert (failed.path, failed.api, failed.file, failed.line) == ("file", "tf.saved_model.save", "export.py", 11)
    assert note.endswith(failed.message)


def test_an_exception_from_an_export_is_told_once(run: Run) -> None:
    program = run("import tensorflow as tf\nopen('file', 'w').close()\ntf.saved_model.save('m', 'file')")
    assert program.outcome is not None
    assert program.outcome[:4] == ("raised", program.outcome.message, "export.py", 3)
    assert program.outcome.message.startswith("FileExistsError")
    assert program.notes == ()
    assert program.exports == ()


def test_a_crash_during_an_export_names_the_call(run: Run) -> None:
    program = run("""
        import os, tensorflow as tf
        class Model:
            def __str__(self):
                os.abort()
        tf.saved_model.save('first', 'first')
        tf.saved_model.save(Model(), 'out')
    """)
    assert program.outcome is not None
    assert program.outcome[:4] == ("crashed", "killed by SIGABRT", "export.py", 5)
    assert [export.path for export in program.exports] == ["first"]
    assert program.notes == ("tf.saved_model.save to 'out' at export.py:7 had not come back when the program ended",)


def test_files_checkpoints_and_weights_are_told_apart_from_models(run: Run) -> None:
    program = run("""
        import tensorflow as tf
        from keras.src.models.model import Model
        from tensorflow.python.training.saver import Saver
        Model().save('a.keras')
        Model().export('b.onnx', format='onnx')
        Model().save_weights('c.h5')
        Saver().save('session', 'd', global_step=7)
        tf.saved_model.save('m', 'e')
    """)
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert [(export.api, export.kind, export.path, export.format, export.bytes) for export in program.exports] == [
        ("tf.keras.Model.save", "keras-file", "a.keras", "Keras zip", 13),
        ("tf.keras.Model.export", "other", "b.onnx", "onnx", 4),
        ("tf.keras.Model.save_weights", "weights", "c.h5", "", 7),
        ("tf.train.Saver.save", "checkpoint", "d", "", 14),
        ("tf.saved_model.save", "savedmodel", "e", "SavedModel", 1),
    ]
    assert [Path(export.snapshot).name for export in program.exports[:2]] == ["a.keras", "b.onnx"]
    assert [export.path for export in program.loadable] == ["a.keras", "e"]
    assert [export.path for export in program.models] == ["e"]


def test_what_is_saved_elsewhere_is_loaded_from_where_it_went(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    program = run(f"""
        import tensorflow as tf
        import tensorflow_hub as hub
        from keras.src.models.model import Model
        from keras.src.saving.saving_api import load_model
        from tensorflow.python.training.saver import Saver
        elsewhere = {str(elsewhere)!r}
        Model().save(elsewhere + '/a.keras')
        assert load_model(elsewhere + '/a.keras').startswith(b'PK')
        saved = Saver().save('session', elsewhere + '/b/state')
        assert Saver().restore(None, saved) == Saver().restore(None, elsewhere + '/b/state') == 'session'
        tf.saved_model.save('m', elsewhere + '/c')
        assert hub.load(elsewhere + '/c') == 'm'
        Saver().save('again', saved)
    """)
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert [export.path for export in program.exports] == [
        f"{elsewhere}/a.keras",
        f"{elsewhere}/b/state",
        f"{elsewhere}/c",
        f"{elsewhere}/b/state",
    ]
    assert all(export.redirected for export in program.exports)
    assert len(program.notes) == 3
    assert not elsewhere.exists()


def test_what_was_elsewhere_before_is_loaded_from_there(run: Run, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "before.keras").write_bytes(b"before")
    program = run(f"""
        from keras.src.models.model import Model
        from keras.src.saving.saving_api import load_model
        Model().save({str(elsewhere)!r} + '/after.keras')
        assert load_model({str(elsewhere)!r} + '/before.keras') == b'before'
    """)
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert [path.name for path in elsewhere.iterdir()] == ["before.keras"]


def test_keras_is_named_as_the_program_has_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1")
    program = run("from keras.src.models.model import Model\nModel().save('a.keras')")
    assert [export.api for export in program.exports] == ["keras.Model.save"]


def test_looking_for_a_module_does_not_use_its_wrapping_up(run: Run) -> None:
    program = run("""
        import importlib.util
        assert importlib.util.find_spec('keras') and importlib.util.find_spec('keras.src.models.model')
        from keras.src.models.model import Model
        Model().export('out')
    """)
    assert [export.api for export in program.exports] == ["tf.keras.Model.export"]


def test_arguments_are_kept_as_short_texts_whatever_they_are(run: Run) -> None:
    program = run("""
        import tensorflow as tf
        class Loud:
            def __repr__(self): raise ValueError
        class Silent: pass
        tf.saved_model.save('m', 'a', signatures='x' * 5000)
        tf.saved_model.save('m', 'b', signatures=Loud())
        tf.saved_model.save('m', 'c', signatures=Silent())
        tf.saved_model.save('m', 'd', signatures=list(range(100_000)))
    """)
    texts = [export.arguments["signatures"] for export in program.exports]
    assert len(texts[0]) == 120
    assert texts[0].startswith("'xxx")
    assert texts[1:] == ["<Loud instance>", "<__main__.Silent object>", "[0, 1, 2, 3, 4, 5, ...]"]
    assert program.exports[0].arguments["obj"] == "'m'"


def test_a_fork_may_export_but_does_not_end_the_program(run: Run) -> None:
    program = run("""
        import os, tensorflow as tf
        tf.saved_model.save('m', 'a')
        if not os.fork():
            tf.saved_model.save('m', 'b')
        else:
            os.wait()
            tf.saved_model.save('m', 'c')
    """)
    assert program.outcome is not None
    assert program.outcome.how == "ended"
    assert [export.path for export in program.exports] == ["a", "b", "c"]
    assert len({export.snapshot for export in program.exports}) == 3


def test_arguments_reach_the_program(run: Run) -> None:
    program = run(
        "import sys, tensorflow as tf\ntf.saved_model.save(' '.join(sys.argv[1:]), 'out')",
        arguments=("--epochs", "1", "two words"),
    )
    assert content(program.exports[0]) == "--epochs 1 two words"


FUNCTIONS = """
    import sys, tensorflow as tf
    class Exports:
        @staticmethod
        def static(): export()
        @classmethod
        def of_class(cls, name='of class'): tf.saved_model.save(name, 'out')
    def export(name='default'):
        tf.saved_model.save(name + ' ' + __name__ + ' ' + ' '.join(sys.argv[1:]), 'out')
    if __name__ == '__main__':
        raise SystemExit('is not imported')
    alias = export
"""


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("export", "default export x"),
        ("Exports.static", "default export x"),
        ("Exports.of_class", "of class"),
        ("alias", "default export x"),
    ],
)
def test_a_function_of_a_script_is_called_once_it_is_imported(run: Run, function: str, expected: str) -> None:
    program = run(FUNCTIONS, function=function, arguments=("x",))
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert content(program.exports[0]) == expected
    assert program.exports[0].file == "export.py"
    assert program.name == f"export.py::{function}"


def test_an_exception_in_a_function_is_told_with_its_line(run: Run) -> None:
    program = run("def export():\n    raise ValueError('no')", function="export")
    assert program.outcome is not None
    assert program.outcome[:4] == ("raised", "ValueError: no", "export.py", 2)


def test_a_module_of_a_package_finds_its_package(run: Run, project: Path) -> None:
    package = project / "package" / "inner"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("")
    (package / "__init__.py").write_text("LOADED = True")
    (package / "names.py").write_text("NAME = 'n'")
    (project / "data.txt").write_text("d")
    text = """
        import tensorflow as tf
        from . import names, LOADED
        from package.inner.names import NAME
        assert __package__ == 'package.inner' and __name__ == '__main__' and __spec__.name == 'package.inner.export'
        def export():
            tf.saved_model.save(names.NAME + open('data.txt').read(), 'out')
        if __name__ == '__main__':
            export()
    """
    program = run(text, name="package/inner/export.py")
    assert program.outcome is not None
    assert program.outcome.message == ""
    assert [(export.file, content(export)) for export in program.exports] == [("package/inner/export.py", "nd")]


def test_a_function_of_a_module_of_a_package_is_called(run: Run, project: Path) -> None:
    (project / "package").mkdir()
    (project / "package" / "__init__.py").write_text("NAME = 'n'")
    text = "import tensorflow as tf\nfrom . import NAME\ndef export():\n    tf.saved_model.save(NAME, 'out')"
    program = run(text, name="package/export.py", function="export")
    assert [(export.file, content(export)) for export in program.exports] == [("package/export.py", "n")]


def test_a_script_beside_a_package_that_it_does_not_import_from_is_a_script(run: Run, project: Path) -> None:
    (project / "package").mkdir()
    (project / "package" / "__init__.py").write_text("raise ImportError")
    (project / "package" / "names.py").write_text("NAME = 'n'")
    text = "import names, tensorflow as tf\nassert not __package__\ntf.saved_model.save(names.NAME, 'out')"
    program = run(text, name="package/export.py")
    assert [content(export) for export in program.exports] == ["n"]


def test_in_place_a_program_writes_where_it_wants(run: Run, project: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    program = run(
        f"import tensorflow as tf\ntf.saved_model.save('m', 'out')\ntf.saved_model.save('n', {str(elsewhere)!r})\n"
        "import os\nos.abort()",
        in_place=True,
    )
    assert [(export.file, export.line, content(export)) for export in program.exports] == [
        ("export.py", 2, "m"),
        ("export.py", 3, "n"),
    ]
    assert not any(export.redirected for export in program.exports)
    assert (project / "out" / "saved_model.pb").read_text() == "m"
    assert (elsewhere / "saved_model.pb").read_text() == "n"
    assert program.notes == ("it ran in . itself, and what it wrote is there",)
    assert program.outcome is not None
    assert (program.outcome.file, program.outcome.line) == ("export.py", 5)


def forging(lines: str) -> str:
    """Return a program that finds the worker's channel and speaks through it."""
    return f"""
        import gc, os, tensorflow as tf
        say = next(one for one in gc.get_objects() if type(one).__name__ == "Channel").say
        here = os.getcwd()
        snapshots = os.path.join(os.path.dirname(here), "exports")
        about = dict(number="1-1", api="tf.saved_model.save", file="x.py", line=1, path="out")
        export = dict(event="export", kind="model", seconds=0.1, arguments={{}}, redirected=False, temporary=False,
                      bytes=1, error=None, snapshot=os.path.join(snapshots, "1-1-0"), **about)
        {lines}
        os._exit(0)
    """


FORGED = {
    "say(event='export')": "missing required field",
    "say(event='verdict', agree=True)": "'verdict'",
    "say(agree=True)": "event",
    "say(**dict(export, line='1'))": "Expected `int`",
    "say(**dict(export, line=-1))": "line",
    "say(**dict(export, seconds=-1))": "seconds",
    "say(**dict(export, agree=True))": "unknown field `agree`",
    "say(**dict(export, api='x' * 101))": "api",
    "say(**dict(export, arguments={'a': 1}))": "arguments",
    "say(**dict(export, number='../1'))": "number",
    "say(**dict(export, kind='savedmodel'))": "kind",
    "say(**export)": "a copy of an export is none",
    "say(**dict(export, snapshot='/etc'))": "not where copies are kept",
    "say(**dict(export, snapshot=snapshots + '/../work'))": "not where copies are kept",
    "os.symlink(here, snapshots + '/1-1-0'); say(**export)": "it is a link",
    "os.mkdir(snapshots + '/1-1-0'); os.symlink('/etc/passwd', snapshots + '/1-1-0/saved_model.pb'); say(**export)": (
        "it holds a link"
    ),
    "os.mkdir(snapshots + '/1-1-0'); say(**export); say(**export)": "two exports have the same copy",
    "say(event='finished', how='ended'); say(event='finished', how='ended')": "a program ends once",
    "say(event='finished', how='fine')": "how",
}


@pytest.mark.parametrize("lines", FORGED)
def test_a_forged_line_is_no_report(run: Run, lines: str) -> None:
    program = run(forging(lines))
    assert program.outcome is not None
    assert program.outcome.how == "crashed"
    assert program.outcome.message.startswith("sent what is no report of its worker: ")
    assert FORGED[lines] in program.outcome.message


def test_a_program_cannot_take_back_how_it_ended(run: Run) -> None:
    program = run(forging("say(event='finished', how='ended')").replace("os._exit(0)", "raise ValueError('no')"))
    assert program.outcome is not None
    assert program.outcome.how == "crashed"
    assert "a program ends once" in program.outcome.message


def test_an_interpreter_without_tensorflow_is_named(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "tensorflow" / "__init__.py").write_text(
        "raise ImportError('numpy is too old')", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    workshop = Workshop(tmp_path / "scratch", Path(sys.executable), timeout=20.0)
    with pytest.raises(VerifyError, match="cannot import TensorFlow: ImportError: numpy is too old"):
        workshop.start(project, tmp_path / "scratch" / "tmp")


@pytest.mark.skipif(sys.platform == "win32", reason="programs are found in another way there")
def test_an_interpreter_that_is_none_is_named(project: Path, tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    workshop = Workshop(tmp_path / "scratch", Path("/bin/false"), timeout=20.0)
    with pytest.raises(VerifyError, match=r"/bin/false: is no Python 3\.7 or newer"):
        workshop.start(project, tmp_path / "scratch" / "tmp")
