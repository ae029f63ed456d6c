"""Looks up what `hublint.tfapi.contrib` leads to, and runs some of it: see `test_contrib.py`.

Reads `{"names": [...], "programs": {...}}` and answers what each gave, as JSON.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import logging
import os
import sys
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow as tf

logging.getLogger("tensorflow").setLevel(logging.FATAL)


def looked_up(name: str) -> dict[str, Any]:
    """Return what a program sees of a full name by attributes of its package; a `from` import has to give the same."""
    parent, _, leaf = name.rpartition(".")
    root, *rest = name.split(".")
    value: Any = importlib.import_module(root)
    reached = root
    for part in rest:
        reached += f".{part}"
        if not hasattr(value, part):
            importlib.import_module(reached)  # a module that a program has to import by its own name
        value = getattr(value, part)
    scope: dict[str, Any] = {}
    if parent:
        try:
            exec(f"from {parent} import {leaf}", scope)  # noqa: S102 - the names are the test's own
        except ImportError:
            exec(f"import {root}\n{leaf} = {name}", scope)  # noqa: S102 - as above
        if scope[leaf] is not value:
            raise ImportError(f"{name} is one thing as an attribute and another when imported")
    module = inspect.ismodule(value)
    if module or not callable(value):
        return {"module": module, "parameters": None}
    try:
        parameters = inspect.signature(value).parameters.values()
    except ValueError:
        return {"module": False, "parameters": None}
    return {"module": False, "parameters": [[one.name, one.kind.name] for one in parameters]}


def run(program: str) -> Any:
    """Return the value of a program's last line, in a graph of its own, after the variables were initialized."""
    scope: dict[str, Any] = {"tensorflow": tf}
    tree = ast.parse(program)
    last = tree.body.pop()
    if not isinstance(last, ast.Expr):
        raise TypeError(f"the last line of {program!r} is no expression")
    with tf.Graph().as_default():
        tf.compat.v1.set_random_seed(11)
        exec(compile(tree, "<program>", "exec"), scope)  # noqa: S102 - the programs are the test's own
        value = eval(compile(ast.Expression(last.value), "<program>", "eval"), scope)  # noqa: S307 - as above
        with tf.compat.v1.Session() as session:
            session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.local_variables_initializer()])
            return session.run(value).tolist()


def main() -> None:
    """Answer everything that was asked."""
    asked = json.load(sys.stdin)
    answers: dict[str, Any] = {}
    for function, key in ((looked_up, "names"), (run, "programs")):
        for one in asked[key]:
            try:
                answers[one] = {"gave": function(one)}
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells
                answers[one] = {"error": f"{type(error).__name__}: {error}"}
    with open(sys.argv[1], "w", encoding="utf-8") as file:  # noqa: PTH123 - TensorFlow prints to standard output
        json.dump(answers, file)


if __name__ == "__main__":
    main()
