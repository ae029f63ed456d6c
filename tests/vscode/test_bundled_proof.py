"""What is verified runs with the packages of its own Python, wherever the hublint comes from that verifies it.

The extension's hublint has packages of its own that programs have, too, in other releases: protobuf, typing_extensions.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.lsp.client import Client
from tests.verify.fake_tensorflow import write_fake_tensorflow
from tests.vscode.bundle import bare_python, copy_extension, fill_bundle

pytestmark = pytest.mark.processes  # each starts a server that starts a worker

PATIENCE: Final = 300.0
# A program that writes down what it finds, in the folder of the test: it runs in a copy of its own.
ASKING: Final = """
import importlib.util, json, os, pathlib, sys

{imports}
found = {{}}
for name in ("attr", "google.protobuf", "typing_extensions", "hublint", "libcst", "pygls"):
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        spec = None
    found[name] = spec and (spec.origin or list(spec.submodule_search_locations))
found = {{
    "found": found, "path": sys.path, "python": sys.executable, "variable": os.environ.get("PYTHONPATH"),
    "loaded": [module.__file__ for module in list(sys.modules.values()) if getattr(module, "__file__", None)],
}}
pathlib.Path({folder!r}, "found.json").write_text(json.dumps(found))
"""
EXPORT: Final = "import tensorflow, typing_extensions\ntensorflow.saved_model.save('m', 'out')"


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an extension with hublint and what it needs."""
    folder = tmp_path_factory.mktemp("extension").resolve()
    copy_extension(folder)
    fill_bundle(folder)
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python that has nothing."""
    return bare_python(tmp_path_factory.mktemp("bare") / "environment")


@pytest.fixture(scope="module")
def with_tensorflow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python that has a stand-in for TensorFlow, and a typing_extensions of its own."""
    python = bare_python(tmp_path_factory.mktemp("project") / ".venv")
    (site,) = python.parent.parent.glob("lib/python*/site-packages")
    write_fake_tensorflow(site)
    (site / "typing_extensions.py").write_text("__version__ = 'of the project'\n", encoding="utf-8")
    return python


@pytest.fixture
def quiet_runtime(tmp_path: Path) -> dict[str, str]:
    """Return variables with which nothing is left running."""
    folder = tmp_path / "runtime"
    folder.mkdir(mode=0o700)
    return {"XDG_RUNTIME_DIR": str(folder), "HUBLINT_WARM_IDLE": "1", "PYTHONPATH": ""}


def verify(
    extension: Path, python: Path, folder: Path, imports: str, settings: dict[str, Any], environment: dict[str, str]
) -> dict[str, Any]:
    """Verify a program as the extension does; return what the program found."""
    file, program = folder / "program.py", ASKING.format(imports=imports, folder=str(folder))
    file.write_text(program, encoding="utf-8")
    command = [str(python), "-I", "-S", str(extension / "python" / "launch.py"), "--bundled", "server"]
    with Client(command, environment=environment, folder=folder) as client:
        client.initialize(initializationOptions={"settings": {"verify": settings, "trusted": True}})
        client.open(file.as_uri(), program)
        request = {"command": "hublint.verify", "arguments": [{"uri": file.as_uri(), "quiet": True}]}
        answer = client.request("workspace/executeCommand", request, PATIENCE)
        assert client.shut_down() == 0
    assert (folder / "found.json").exists(), answer["report"]
    found: dict[str, Any] = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    return found


def of_bundle(found: dict[str, Any], extension: Path) -> list[str]:
    """Return all that a program has, or could have, of the extension."""
    places = [*found["path"], *found["loaded"], *(str(place) for place in found["found"].values() if place)]
    return [place for place in [*places, found["variable"] or ""] if str(extension) in place and "worker" not in place]


@pytest.mark.parametrize("key", ["interpreter", "runtime"])
@pytest.mark.parametrize("variables", [{}, {"PYTHONSAFEPATH": "1"}], ids=str)
def test_a_program_that_another_python_runs_has_nothing_of_the_extension(
    extension: Path,
    bare: Path,
    with_tensorflow: Path,
    tmp_path: Path,
    quiet_runtime: dict[str, str],
    key: str,
    variables: dict[str, str],
) -> None:
    settings = {key: str(with_tensorflow)}
    found = verify(extension, bare, tmp_path, EXPORT, settings, {**quiet_runtime, **variables})
    assert Path(found["python"]) == with_tensorflow
    assert of_bundle(found, extension) == []
    assert found["found"]["libcst"] is None
    assert str(with_tensorflow.parent.parent) in found["found"]["typing_extensions"]


def test_a_program_that_the_same_python_runs_has_nothing_of_the_extension(
    extension: Path, with_tensorflow: Path, tmp_path: Path, quiet_runtime: dict[str, str]
) -> None:
    found = verify(extension, with_tensorflow, tmp_path, EXPORT, {}, quiet_runtime)
    assert Path(found["python"]) == with_tensorflow
    assert of_bundle(found, extension) == []
    assert found["found"]["pygls"] is None
    assert str(with_tensorflow.parent.parent) in found["found"]["typing_extensions"]


@pytest.mark.tensorflow
@pytest.mark.parametrize("own", [True, False], ids=["the server's own Python", "another Python"])
def test_tensorflow_runs_with_its_own_protobuf(
    extension: Path, bare: Path, tmp_path: Path, quiet_runtime: dict[str, str], own: bool
) -> None:
    imports = "import tensorflow as tf, google.protobuf, typing_extensions\ntf.saved_model.save(tf.Module(), 'out')"
    settings = {} if own else {"interpreter": sys.executable}
    python = Path(sys.executable) if own else bare
    found = verify(extension, python, tmp_path, imports, settings, quiet_runtime)
    assert Path(found["python"]).samefile(sys.executable)
    assert of_bundle(found, extension) == []
    assert any("protobuf" in place for place in found["loaded"])
