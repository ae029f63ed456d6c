"""The worker: what an old interpreter with nothing but TensorFlow can run, and what its keeper is told first."""

from __future__ import annotations

import ast
import json
import socket
import sys
import threading
from pathlib import Path

import pytest

import hublint.verify.runtime
from hublint.verify.worker import keeper

FILES = sorted((Path(hublint.verify.runtime.__file__).parent / "worker").rglob("*.py"))


def test_there_is_a_worker() -> None:
    assert {path.name for path in FILES} >= {"__init__.py", "main.py", "capture.py", "models.py", "arrays.py"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_parses_as_python_3_7(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 7))


def imported(path: Path) -> set[str]:
    """Name what a file imports, by statement or by `import_module` with a name written out."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(str(node.module))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "import_module":
            names |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_imports_the_standard_library_and_tensorflow_only(path: Path) -> None:
    assert imported(path) <= {*sys.stdlib_module_names, "tensorflow", "tensorflow_hub", "numpy"}


def test_the_imports_are_really_found() -> None:
    arrays, main = (next(path for path in FILES if path.name == name) for name in ("arrays.py", "main.py"))
    assert "numpy" in imported(arrays)
    assert {"faulthandler", "tensorflow"} <= imported(main)


def test_a_wish_that_comes_with_the_settings_is_left_for_the_keeper() -> None:
    """Who is ended while it starts has its end behind its settings, and would else wait for more of them."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b'{"disk": 1}\nk')
        assert keeper.receive_line(theirs) == {"disk": 1}
        assert theirs.recv(64) == b"k"


def test_settings_that_come_in_pieces_are_put_together() -> None:
    ours, theirs = socket.socketpair()
    text = json.dumps({"scratch": "/long" * 100_000}) + "\n"
    sender = threading.Thread(target=ours.sendall, args=(text.encode(),))
    with ours, theirs:
        sender.start()
        assert keeper.receive_line(theirs) == json.loads(text)
        sender.join()


def test_who_closes_the_channel_before_the_settings_are_whole_is_noticed() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        ours.sendall(b'{"disk"')
        ours.close()
        with pytest.raises(EOFError, match="hublint has closed the channel"):
            keeper.receive_line(theirs)
