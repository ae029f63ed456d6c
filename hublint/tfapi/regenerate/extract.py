"""Runs inside one release of TensorFlow, in plain Python 3.7, and writes down what its public API is, as JSON.

    python extract.py OUTPUT.json [IMPLEMENTATION.json]

Symbols are found by walking the modules that TensorFlow generates for its public API (its only list of what is
public), signatures by asking the objects. `TF_USE_LEGACY_KERAS=1` in the environment gives the Keras 2 face. The second
file, if one is asked for, says what every implementation module holds.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import os
import re
import sys
import tokenize
import types
import warnings

# What `dir` shows of any module or class and no API means.
_NO_SYMBOL = {"absolute_import", "division", "print_function", "unicode_literals", "annotations"}

# Most of an API module's file is generated, and this is where it lies; contrib's modules were written by hand.
_API = re.compile(
    r"tensorflow(_core)?/_api/|tensorflow(_core)?/__init__|tensorflow(_core)?/contrib/"
    r"|keras/api/|_tf_keras/|keras/_tf_keras|tensorflow_estimator/.*/api/|tensorflow(_core)?/python/keras/api/"
    r"|tf_keras/(__init__|api/|src/api)|tensorboard/summary|keras/__init__|tensorflow/keras/"
    r"|tensorflow_core/(_api/v1/)?(keras|estimator)|site-packages/tensorflow/__init__"
)
_DEPRECATED = re.compile(
    r"(?:will be removed|is deprecated and will be removed) (after \d{4}-\d\d-\d\d|in a future version)"
)
_INSTEAD = re.compile(r"[Uu]se[ \n]+(?:the[ \n]+)?`{0,2}(?:tensorflow|tf|keras|tf\.keras)\.([\w.]+)\b")


def main():
    """Walk, and write what was found."""
    warnings.simplefilter("ignore")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    found = {"release": tf.__version__, "python": sys.version.split()[0], "worlds": {}, "private": {}, "upgrade": {}}
    ids = {}
    kept = []
    if tf.__version__.startswith("1."):
        for name in ("contrib", "estimator", "keras", "summary", "lite", "compiler"):
            try:
                module = getattr(tf, name)
                dir(module)
            except (ImportError, AttributeError):
                continue
        found["worlds"]["v1"] = walk(tf, ids, kept, contrib=True)
    else:
        found["worlds"]["v2"] = walk(tf, ids, kept)
        found["worlds"]["v1"] = walk(tf.compat.v1, ids, kept)
    found["private"] = private_names(ids, found["worlds"])
    found["modules"] = implementation_modules()
    found["upgrade"] = upgrade_maps()
    with open(sys.argv[1], "w") as file:
        json.dump(found, file, indent=0, sort_keys=True)
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w") as file:
            json.dump(implementation(found["release"], ids, found["worlds"]), file, indent=0, sort_keys=True)


def walk(root, ids, kept, contrib=False):
    """Return every public symbol below a module by its dotted name, which leaves out the module's own."""
    symbols = {}
    seen = set()
    stack = [("", root)]
    while stack:
        prefix, module = stack.pop()
        if (prefix.count(".") > 8) or (id(module), prefix) in seen:
            continue
        seen.add((id(module), prefix))
        for name in sorted(set(dir(module)) | set(getattr(module, "__all__", ()))):
            if (name.startswith("_") and name not in getattr(module, "__all__", ())) or name in _NO_SYMBOL:
                continue
            dotted = prefix + "." + name if prefix else name
            if dotted in ("compat.v1", "compat.v2", "python", "core", "tools") or dotted.startswith(
                ("compat.v1.", "compat.v2.")
            ):
                continue
            try:
                value = getattr(module, name)
            except (
                Exception
            ) as error:  # a lazily loaded part that this release cannot load is one that users cannot use
                symbols[dotted] = {
                    "kind": "broken",
                    "why": "%s: %s" % (type(error).__name__, str(error).split("\n")[0][:200]),
                }
                continue
            if isinstance(value, types.ModuleType):
                if not isinstance(getattr(value, "__name__", None), str):
                    symbols[dotted] = {"kind": "broken", "why": "is not available with this Keras"}
                    continue
                if value.__name__.split(".")[0] not in (
                    "tensorflow",
                    "tensorflow_core",
                    "keras",
                    "tf_keras",
                    "tensorflow_estimator",
                    "tensorboard",
                ):
                    continue
                if not is_public(value, dotted, contrib):
                    continue
                if any(value is ancestor for ancestor in ancestors(root, prefix)):
                    continue
                symbols[dotted] = {"kind": "module", "module": value.__name__}
                stack.append((dotted, value))
            else:
                symbols[dotted] = describe(value, ids, kept)
    return symbols


def ancestors(root, prefix):
    """Yield the modules on the way to a dotted name: contrib's packages import one another."""
    module = root
    yield module
    for part in prefix.split(".") if prefix else ():
        module = getattr(module, part)
        yield module


def is_public(module, dotted, contrib):
    """Tell whether a module is part of the API, and not merely imported by one that is."""
    if type(module).__name__ in ("LazyLoader", "_LazyLoader", "KerasLazyLoader", "TFModuleWrapper", "_KerasLazyLoader"):
        try:
            dir(module)
        except Exception:
            return False
    if contrib and dotted.startswith("contrib"):
        # contrib has no generated API: a package's own name says whether it is the part that it is found as.
        name = module.__name__.replace("tensorflow_core.", "tensorflow.")
        return (
            name in ("tensorflow." + dotted, "tensorflow._api.v1." + dotted)
            or dotted
            in (
                "contrib.keras",
                "contrib.slim.nets",
                "contrib.losses.metric_learning",
                "contrib.framework.nest",
            )
            or name.startswith(
                (
                    "tensorflow.contrib.slim.python.slim.nets",
                    "tensorflow._api.v1.contrib",
                    "tensorflow.contrib." + dotted[8:],
                )
            )
        )
    path = (getattr(module, "__file__", None) or "").replace(os.sep, "/")
    return (
        bool(_API.search(path))
        or "_api" in module.__name__
        or dotted.split(".")[0] in ("keras", "estimator")
        or dotted in ("app", "flags", "app.flags", "logging")
    )


def describe(value, ids, kept):
    """Return the kind, identity, implementation, signature and deprecation of one symbol."""
    kept.append(value)
    number = ids.setdefault(id(value), (len(ids), value))[0]
    described = {"object": number}
    if inspect.isclass(value):
        described["kind"] = "class"
    elif callable(value) and not isinstance(value, type):
        described["kind"] = "function"
    else:
        described["kind"] = "value"
        if isinstance(value, (bool, int, float, str, type(None))):
            # Equal numbers are one object by chance, not one symbol.
            del described["object"]
        return described
    module = getattr(value, "__module__", None)
    name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if isinstance(module, str) and isinstance(name, str):
        described["from"] = module + "." + name
    described["parameters"] = parameters(value)
    note = deprecation(value)
    if note:
        described["deprecated"] = note
    if described["kind"] == "class":
        described["members"] = sorted(member for member in dir(value) if not member.startswith("_"))
    return described


def parameters(value):
    """Return how a symbol is called, `a, b=1, *, c=None`; None where Python does not know."""
    try:
        if inspect.isclass(value):
            function = value.__init__
            if function is object.__init__:
                function = value.__new__
                if function is object.__new__:
                    return ""
            signature = inspect.signature(unwrapped(function))
            listed = list(signature.parameters.values())
            if listed and listed[0].kind in (listed[0].POSITIONAL_ONLY, listed[0].POSITIONAL_OR_KEYWORD):
                listed = listed[1:]
        else:
            listed = list(inspect.signature(unwrapped(value)).parameters.values())
    except (TypeError, ValueError, AttributeError):
        return None
    written = []
    star = False
    for parameter in listed:
        if parameter.kind is parameter.VAR_POSITIONAL:
            written.append("*" + parameter.name)
            star = True
        elif parameter.kind is parameter.VAR_KEYWORD:
            written.append("**" + parameter.name)
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not star:
                written.append("*")
                star = True
            text = parameter.name
            if parameter.default is not parameter.empty:
                text += "=" + default(parameter.default)
            written.append(text)
    return ", ".join(written)


def unwrapped(function):
    """Return what TensorFlow's decorators were put round; those of Python are followed by `inspect` itself."""
    for _ in range(20):
        decorator = getattr(function, "_tf_decorator", None)
        if decorator is None:
            break
        if getattr(decorator, "decorator_argspec", None) is not None and hasattr(function, "__signature__"):
            break
        inner = decorator.decorated_target
        if inner is function:
            break
        function = inner
    return function


def default(value):
    """Return a default as it is written, or as what kind of thing it is where that has no literal."""
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, str):
        # What stands between parameters and between lists of them must not stand within one.
        return (
            json.dumps(value) if len(value) < 40 and not any(mark in value for mark in (", ", " | ", "] ")) else '"..."'
        )
    if (
        isinstance(value, (tuple, list))
        and len(value) < 6
        and all(isinstance(v, (bool, int, float, str, type(None))) for v in value)
    ):
        return repr(value).replace(", ", ",")
    name = getattr(value, "name", None)
    if type(value).__name__ == "DType" and isinstance(name, str):
        return "tf." + name
    return "..."


def deprecation(value):
    """Return since when a symbol says that it goes, and what it names in its place; nothing where it does not."""
    document = getattr(value, "__doc__", None)
    if not isinstance(document, str) or ("DEPRECATED" not in document and "deprecated" not in document[:300]):
        return None
    match = _DEPRECATED.search(document)
    if match is None or ("THIS FUNCTION IS DEPRECATED" not in document and "THIS CLASS IS DEPRECATED" not in document):
        return None
    note = {"removed": match.group(1)}
    start = document.find("Instructions for updating:")
    instead = _INSTEAD.search(document, start, start + 400) if start >= 0 else None
    if instead:
        note["instead"] = instead.group(1).rstrip(".")
    return note


def private_names(ids, worlds):
    """Return which implementation modules give which public objects, by the numbers of these.

    A module that takes all of another's names (`from x import *`) passes them on, and so does one that does nothing but
    import, or that is public by the same name (`platform.gfile`); one that imports a name to use it does not.
    """
    by_id = {key: number for key, (number, _) in ids.items()}
    found = {}
    for module_name, module in sorted(sys.modules.items()):
        parts = module_name.split(".")
        if len(parts) < 2 or parts[0] not in (
            "tensorflow",
            "tensorflow_core",
            "tensorflow_estimator",
            "keras",
            "tf_keras",
        ):
            continue
        if "_api" in parts or "api" in parts or "contrib" in parts or not isinstance(module, types.ModuleType):
            continue
        if parts[0] in ("tensorflow", "tensorflow_core") and parts[1] != "python":
            continue
        passed_on = starred(module)
        only_imports = imports_only(module)
        leaf = parts[-1]
        for name, value in sorted(vars(module).items()):
            number = by_id.get(id(value))
            if number is None or name.startswith("_") or isinstance(value, (bool, int, float, str, type(None))):
                continue
            home = getattr(value, "__module__", None)
            if (
                home in (module_name, None)
                or home in passed_on
                or only_imports
                or not callable(value)
                or any(world.get("%s.%s" % (leaf, name), {}).get("object") == number for world in worlds.values())
                or (
                    isinstance(home, str)
                    and home.startswith("tensorflow")
                    and home.rpartition(".")[2].startswith("gen_")
                )
            ):
                found.setdefault(module_name, {})[name] = number
    return found


def implementation_modules():
    """Return the modules and packages below `tensorflow.python`, public or not, by their files."""
    root = None
    for name in ("tensorflow_core.python", "tensorflow.python"):
        if name in sys.modules:
            root = os.path.dirname(sys.modules[name].__file__)
    names = ["tensorflow.python"]
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        inner = os.path.relpath(folder, root).replace(os.sep, ".")
        prefix = "tensorflow.python." if inner == "." else "tensorflow.python." + inner + "."
        if inner != "." and "__init__.py" in files:
            names.append(prefix[:-1])
        for file in files:
            stem, extension = os.path.splitext(file)
            if extension == ".py" and stem != "__init__" and not stem.endswith("_test"):
                names.append(prefix + stem)
            elif extension == ".so":
                names.append(prefix + stem.split(".")[0])
    return sorted(set(names))


def implementation(release, ids, worlds):
    """Return all names of every implementation module, the public ones of their objects, and which it made itself."""
    public = {}
    for world in worlds.values():
        for dotted, symbol in world.items():
            if "object" in symbol:
                public.setdefault(symbol["object"], set()).add(dotted)
    by_id = {key: sorted(public.get(number, ())) for key, (number, _) in ids.items()}
    modules = {}
    for module_name in implementation_modules():
        try:
            module = importlib.import_module(module_name)
        except (Exception, SystemExit):
            continue  # one that this machine cannot load, or that is a program and not meant to be
        held = modules[module_name] = {"names": sorted(vars(module)), "public": {}, "own": []}
        for name, value in sorted(vars(module).items()):
            if name.startswith("_") or isinstance(value, (bool, int, float, str, type(None), types.ModuleType)):
                continue
            if by_id.get(id(value)):
                held["public"][name] = by_id[id(value)]
            home = getattr(value, "__module__", None)
            # What is made in C++ has no other home than the module that gives it a name.
            if callable(value) and (home == module_name or (isinstance(home, str) and "pywrap" in home)):
                held["own"].append(name)
    return {"release": release, "modules": modules}


def imports_only(module):
    """Tell whether a module is there to give names from elsewhere: it defines nothing."""
    path = getattr(module, "__file__", None)
    if not path or not path.endswith(".py") or path.endswith("__init__.py"):
        return False
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    kinds = (ast.Import, ast.ImportFrom, ast.Expr, ast.Assign)
    return all(isinstance(statement, kinds) for statement in tree.body)


def starred(module):
    """Return the modules whose names a module takes over with `from x import *`, directly or by way of others."""
    names = set()
    stack = [module]
    while stack:
        path = getattr(stack.pop(), "__file__", None)
        if not path or not path.endswith(".py"):
            continue
        with open(path, "rb") as file:
            encoding = tokenize.detect_encoding(file.readline)[0]
        with open(path, encoding=encoding) as file:
            text = file.read()
        for match in re.finditer(r"^from ([\w.]+) import \*", text, re.MULTILINE):
            name = match.group(1)
            for spelled in (name, name.replace("tensorflow.", "tensorflow_core.", 1)):
                if spelled in sys.modules and spelled not in names:
                    names.add(spelled)
                    stack.append(sys.modules[spelled])
    return names


def upgrade_maps():
    """Return the tables of TensorFlow's own upgrade script that no signature tells: which keyword became which."""
    for package in ("tensorflow", "tensorflow_core"):
        try:
            upgrade = importlib.import_module(package + ".tools.compatibility.tf_upgrade_v2")
        except ImportError:
            continue
        try:
            spec = upgrade.TFAPIChangeSpec()
        except Exception:
            continue
        return {
            "keywords": dict(spec.function_keyword_renames),
            "renames": dict(spec.symbol_renames),
            "reorders": {k: list(v) for k, v in spec.function_reorders.items()},
        }
    return {}


if __name__ == "__main__":
    main()
