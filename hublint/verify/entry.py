"""What of a program is to run: a script, a module of a package, a function of a script, or a notebook's code cells."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.verify.notebook import Cell, read_notebook
from hublint.verify.runtime import VerifyError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Entry", "is_program", "read_entry"]

_SUFFIXES = (".py", ".ipynb")


class Entry(NamedTuple):
    """What to run, and from where.

    `script` is its file, by the real path of its folder; `function` the one to call once the script is imported, if
    any; `module` the name by which a script that belongs to a package knows itself, else empty. `path` is the folder
    from which it imports. `cells` are a notebook's. `notes` say what of it does not run.
    """

    script: Path
    path: Path
    text: str
    function: str = ""
    module: str = ""
    cells: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The working directory, unless another one is named."""
        return self.path


def is_program(target: Path) -> bool:
    """Tell whether a target names a program, and not a model."""
    if target.is_dir():
        return False
    return target.suffix in _SUFFIXES or ("::" in target.name and not target.exists())


def read_entry(target: Path) -> Entry:
    """Read a program: the path of a script or notebook, or `script.py::function`.

    Raises:
        VerifyError: it cannot be run, for a reason that the text names.
    """
    path, function = target, ""
    if not target.exists() and "::" in target.name:
        name, _, function = target.name.partition("::")
        path = target.with_name(name) if name else target
        if not all(part.isidentifier() for part in function.split(".")):
            raise VerifyError(f"{target}: name a function behind the two colons, as in {path}::export")
    if not path.exists():
        raise VerifyError(f"{path}: no such file or folder")
    if not path.is_file():
        raise VerifyError(f"{path}: is no regular file")
    if path.suffix not in _SUFFIXES:
        raise VerifyError(f"{path}: is no Python script, of which a function could be called")
    try:
        with path.open("rb") as file:
            data = file.read()
    except OSError as error:
        raise VerifyError(f"{path}: cannot be read: {error.strerror}") from None
    script = path.parent.resolve() / path.name
    if path.suffix == ".ipynb":
        if function:
            raise VerifyError(f"{target}: a notebook runs as a whole; only of a script can one function be called")
        cells, notes = read_notebook(path, data)
        return Entry(script, script.parent, "\n".join(source for _, source in cells), cells=cells, notes=notes)
    text = data.decode("utf-8", "replace")
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError):  # of another Python than ours, or of none: running it will tell
        return Entry(script, script.parent, text, function)
    if function:
        _check_function(path, tree, function)
    module, root = _of_package(script, tree)
    return Entry(script, root, text, function, module)


def _of_package(script: Path, tree: ast.Module) -> tuple[str, Path]:
    """Return the module's name and the folder above its package, if the script imports from its own package."""
    folder, names = script.parent, [script.stem]
    while (folder / "__init__.py").is_file() and folder != folder.parent:
        names.insert(0, folder.name)
        folder = folder.parent
    if len(names) > 1 and _imports_package(tree, names[0]):
        return ".".join(names), folder
    return "", script.parent


def _imports_package(tree: ast.Module, package: str) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            if node.level or (node.module or "").partition(".")[0] == package:
                return True
        elif isinstance(node, ast.Import) and any(alias.name.partition(".")[0] == package for alias in node.names):
            return True
    return False


_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


def _check_function(path: Path, tree: ast.Module, function: str) -> None:
    """Refuse a function that cannot be called without arguments, as far as the script shows it.

    What the script imports or makes itself is found out by calling it.
    """
    name, _, rest = function.partition(".")
    defined = [node for node in tree.body if isinstance(node, (*_Function, ast.ClassDef)) and node.name == name]
    if not defined:
        if not _binds(tree, name):
            names = [node.name for node in tree.body if isinstance(node, _Function)]
            instead = f"; it has {', '.join(names)}" if names else "; it has none"
            raise VerifyError(f"{path}: has no function {name!r}{instead}")
        return
    node = defined[-1]
    bound = 0
    if rest and isinstance(node, ast.ClassDef):
        methods = [part for part in node.body if isinstance(part, _Function) and part.name == rest]
        if not methods:
            return  # inherited, or made in another way
        node = methods[-1]
        decorators = {part.id for part in node.decorator_list if isinstance(part, ast.Name)}
        if not decorators & {"staticmethod", "classmethod"}:
            raise VerifyError(
                f"{path}: {function} is a method of an object; name a function, or a static method, which is called "
                "without one"
            )
        bound = int("classmethod" in decorators)
    if isinstance(node, ast.AsyncFunctionDef):
        raise VerifyError(f"{path}: {function} is a coroutine; name a function that runs it")
    if isinstance(node, ast.FunctionDef):
        required = _required(node.args)[bound:]
        if required:
            raise VerifyError(
                f"{path}: {function} needs {', '.join(required)}; name a function that can be called without arguments"
            )


def _required(arguments: ast.arguments) -> list[str]:
    positional = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
    by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return positional[: len(positional) - len(arguments.defaults)] + [
        one.arg for one, default in by_name if default is None
    ]


def _binds(tree: ast.Module, name: str) -> bool:
    """Tell whether the script may give something this name: by an assignment or an import, of everything perhaps."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name:
            return True
        if isinstance(node, (*_Function, ast.ClassDef)) and node.name == name and node.col_offset:
            return True  # below an `if` or a `try`
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                if alias.name == "*" or (alias.asname or alias.name.partition(".")[0]) == name:
                    return True
    return False
