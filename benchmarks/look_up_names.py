"""Tell which names a TensorFlow has: `python look_up_names.py QUESTIONS ANSWERS`, both JSON; for Python 3.7 and later.

QUESTIONS is a list of texts in three forms, each answered as the program that holds it would find out:

- `import a.b.c`: the module is imported.
- `from a.b import c`: the module is imported, then its attribute is read or its submodule imported.
- `a.b:c.d`: `a.b` is what an import gave a local name to, and `.c.d` is read from that, attribute by attribute.

ANSWERS maps each to a list of two: whether it exists, and the symbol that was met: the part of the name that leads
through modules, and one step more. Only modules and classes are asked for their attributes: what a value such as
`tf.flags.FLAGS` has is known at run time only.

To import `tensorflow.compat.v1.layers` replaces the lazy module of that name, and so changes what attributes of it
exist. Therefore each module that has to be imported is imported in a fork of its own.
"""

from __future__ import annotations

import importlib
import inspect
import json
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, Dict, List, Tuple  # noqa: UP035 - Python 3.7 has no other way to spell these

Answer = Tuple[bool, str]  # noqa: UP006


def main() -> int:
    """Answer all questions."""
    questions = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    roots = load_roots()
    answers = {}  # type: Dict[str, Answer]
    imports = {}  # type: Dict[str, List[str]]
    for question in questions:
        module = imported_by(question)
        if module is None:
            module, _, attributes = question.partition(":")
            root = module.partition(".")[0]
            start = walk(roots[root], root, module[len(root) + 1 :]) if root in roots else None
            if start is not None and start[1]:
                answers[question] = read(start[0], module, attributes)
                continue
        imports.setdefault(module, []).append(question)
    for module, asked in sorted(imports.items()):
        answers.update(in_a_fork(module, asked))
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")
    return 0


def load_roots() -> Dict[str, Any]:  # noqa: UP006
    """Import the packages that the names are below."""
    roots = {}
    for root in ("tensorflow", "tensorflow_core", "tf_keras", "tf_slim", "absl"):
        try:
            roots[root] = importlib.import_module(root)
        except ImportError:
            continue
    # TensorFlow 1 loads contrib when it is first read, which takes seconds: once here, not once in each fork.
    getattr(roots.get("tensorflow"), "contrib", None)
    return roots


def imported_by(question: str) -> str | None:
    """Return the module that an import statement begins with; None for an expression."""
    words = question.split()
    return words[1] if len(words) > 1 else None


def walk(thing: Any, name: str, attributes: str) -> Tuple[Any, bool, str]:  # noqa: UP006
    """Read attributes in turn; return the last value met, whether all were there, and the symbol met."""
    symbol = name
    for attribute in attributes.split(".") if attributes else ():
        is_module = inspect.ismodule(thing)
        if not is_module and not inspect.isclass(thing):
            break
        if is_module:
            symbol = name + "." + attribute
        try:
            thing = getattr(thing, attribute)
        except Exception:  # noqa: BLE001 - lazy modules raise what they like
            return thing, False, symbol
        name += "." + attribute
    return thing, True, symbol


def read(thing: Any, name: str, attributes: str) -> Answer:
    """Answer for attributes that are read from what an import gave."""
    _, found, symbol = walk(thing, name, attributes)
    return found, symbol


def in_a_fork(module: str, questions: List[str]) -> Dict[str, Answer]:  # noqa: UP006
    """Answer the questions for which a module has to be imported, in a process that ends with them."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            text = json.dumps({question: by_import(module, question) for question in questions})
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                pipe.write(text)
            status = 0
        except BaseException:  # noqa: BLE001 - nothing may return into the parent's loop
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    if not text:
        # The import ended the process, so a program that holds it ends as well.
        return dict.fromkeys(questions, (False, module))
    return {question: (answer[0], answer[1]) for question, answer in json.loads(text).items()}


def by_import(module: str, question: str) -> Answer:
    """Answer one question by importing what it begins with."""
    expression = imported_by(question) is None
    try:
        thing = importlib.import_module(module)
    except (Exception, SystemExit):  # noqa: BLE001 - a module may raise anything while it is imported
        # `from tensorflow.python.ops.math_ops import add` gives the local name to an attribute of a module.
        parent, _, name = module.rpartition(".")
        if not (expression and parent):
            return False, module
        try:
            thing = getattr(importlib.import_module(parent), name)
        except (Exception, SystemExit):  # noqa: BLE001 - as above
            return False, module
    if expression:
        return read(thing, module, question.partition(":")[2])
    if question.startswith("import "):
        return True, module
    name = question.split()[3]
    symbol = module + "." + name
    if name == "*":
        return True, module
    if read(thing, module, name)[0]:
        return True, symbol
    try:
        importlib.import_module(symbol)
    except (Exception, SystemExit):  # noqa: BLE001 - as above
        return False, symbol
    return True, symbol


if __name__ == "__main__":
    sys.exit(main())
