"""Runs programs in TensorFlow 1's style and what was made of them, and says what came out: see `test_native_run.py`.

Reads lines of JSON. `look_up` asks for the parameters behind full names; the answer to `programs` is what each of them
gave, eagerly and in a graph.
"""

from __future__ import annotations

import ast
import contextlib
import enum
import glob
import importlib
import inspect
import json
import logging
import os
import shutil
import sys
import tempfile
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow  # noqa: ICN001 - `tf` is what the programs call the API that they were written for

# By name, for hublint is checked where none of these is.
np: Any = importlib.import_module("numpy")
absl: Any = importlib.import_module("absl")
for package in ("absl.flags", "absl.logging"):
    importlib.import_module(package)

logging.getLogger("tensorflow").setLevel(logging.FATAL)
absl.logging.set_verbosity(absl.logging.FATAL)

v1 = tensorflow.compat.v1
LONGEST = 400


class First:
    """TensorFlow 1's API; its Keras is Keras 2, wherever that is."""

    def __getattr__(self, name: str) -> Any:
        """Return a symbol."""
        if name == "keras" and "keras3" in sys.argv:
            return importlib.import_module("tf_keras")
        return getattr(v1, name)


def world(folder: str) -> dict[str, Any]:
    """Return the names that a program can use."""
    modules = {"tensorflow": tensorflow, "np": np, "absl": absl, "contextlib": contextlib, "glob": glob}
    return {**modules, "tf": First(), "folder": folder}


def result_of(program: str, fixtures: str, folder: str) -> Any:
    """Run a program and return the value of its last line."""
    names = world(folder)
    exec(compile(fixtures, "<fixtures>", "exec"), names)  # noqa: S102 - the programs are the test's own
    tree = ast.parse(program)
    last = tree.body.pop()
    if not isinstance(last, ast.Expr):
        raise SyntaxError(f"the last line of {program!r} is no expression")  # noqa: TRY004 - the program's fault
    exec(compile(tree, "<program>", "exec"), names)  # noqa: S102 - as above
    return eval(compile(ast.Expression(last.value), "<program>", "eval"), names)  # noqa: S307 - as above


def told(value: Any) -> str:
    """Return a value that was fetched as a text that tells any two values apart."""
    if isinstance(value, (np.ndarray, np.generic)):
        return f"{value.dtype} {list(value.shape)} {value.tolist()!r}"
    return repr(value)


def outcome(program: str, fixtures: str, *, eager: bool) -> dict[str, Any]:
    """Return what a program gives, with the structure it comes in, or the error."""
    folder = tempfile.mkdtemp()
    try:
        with contextlib.ExitStack() as stack:
            if not eager:
                stack.enter_context(tensorflow.Graph().as_default())
            v1.set_random_seed(5)
            result = result_of(program, fixtures, folder)
            structure = repr(tensorflow.nest.map_structure(lambda leaf: type(leaf).__name__, result))
            leaves = tensorflow.nest.flatten(result, expand_composites=True)
            leaves = [leaf.value() if isinstance(leaf, tensorflow.Variable) else leaf for leaf in leaves]
            symbols = [leaf for leaf in leaves if isinstance(leaf, (tensorflow.Tensor, tensorflow.Operation))]
            facts: list[str] = []
            if eager:
                fetched = [leaf.numpy() if isinstance(leaf, tensorflow.Tensor) else leaf for leaf in symbols]
            else:
                facts = [str(getattr(leaf, "shape", None)) for leaf in symbols]
                if "'named'" in program:
                    facts += [leaf.name for leaf in symbols]
                with v1.Session() as session:
                    session.run([v1.global_variables_initializer(), v1.tables_initializer()])
                    fetched = session.run(symbols)
            found = iter(np.asarray(one) if one is not None else None for one in fetched)
            values = [told(next(found)) if any(leaf is one for one in symbols) else told(leaf) for leaf in leaves]
            answer = {"structure": structure, "facts": facts, "values": values}
            settled: dict[str, Any] = json.loads(json.dumps(answer).replace(folder, "FOLDER"))
            return settled
    except Exception as error:  # noqa: BLE001 - whatever a program raises is what it gave
        return {"error": type(error).__name__, "message": str(error)[:LONGEST]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def parameters(full: str) -> list[str] | None:
    """Return how what is behind a full name is called: nothing for a value, None where there is nothing."""
    package, _, rest = full.partition(".")
    found: Any = importlib.import_module(package)
    for name in rest.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            return None
    if not callable(found) or (isinstance(found, type) and issubclass(found, enum.Enum)):
        return []
    try:
        signature = inspect.signature(found)
    except (TypeError, ValueError):
        return ["**"]
    starred = inspect.Parameter.VAR_KEYWORD
    return ["**" if one.kind is starred else name for name, one in signature.parameters.items()]


def main() -> None:
    """Answer each job."""
    for line in sys.stdin:
        job = json.loads(line)
        answer: dict[str, Any] = {"name": job["name"]}
        if "look_up" in job:
            answer["parameters"] = {full: parameters(full) for full in job["look_up"]}
        else:
            for mode in ("eager", "graph"):
                answer[mode] = [outcome(one, job["fixtures"], eager=mode == "eager") for one in job["programs"]]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
