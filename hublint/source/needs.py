"""What a program needs of some packages: each name that it imports or reads, as a question to who knows the packages.

A question has one of three forms:

- `import a.b.c`: is there such a module?
- `from a.b import c`: does the module have this attribute or submodule?
- `a.b:c.d`: `a.b` is what an import gave a local name to; can `.c.d` be read from that, attribute by attribute?

Names that the program itself makes depend on the release that it meets are not needed: those read in `try` with an
`except` for ImportError or AttributeError (for imports any `except` that would catch them), in that `except`, or under
an `if` on the package's version or on `hasattr`; where such an `if` returns, what follows it counts as its `else`.
Where such code also binds a name to something else than None, the name can be done without if its import is what fails.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hublint.source.index import Place, Scope
    from hublint.source.source import Source

    Answer = tuple[bool, str]
    """Whether a name is there, and the symbol that was met on the way: the first one that is missing, if one is."""

    Span = tuple[Place, Place]

# What a program that asks for a package's version reads, and the errors of one that tries.
_VERSIONS: Final = frozenset(["__version__", "VERSION", "GIT_VERSION"])
_MAY_ASK: Final = re.compile(rb"__version__|VERSION|hasattr|Error|except\s*:|except\s+(?:Base)?Exception")
_MISSES: Final = frozenset(["ImportError", "ModuleNotFoundError", "AttributeError"])
_ANY_ERROR: Final = frozenset(["Exception", "BaseException"])

# What such a program makes of what it read: a variable that is set in any other way tells something else as well.
_COMPARING: Final = frozenset(
    [
        "LooseVersion", "StrictVersion", "Version", "all", "any", "bool", "float", "getattr", "hasattr", "int", "join",
        "len", "list", "map", "match", "parse", "parse_version", "search", "split", "startswith", "str", "tuple",
    ]
)  # fmt: skip


class Need(NamedTuple):
    """One place that needs names.

    Attributes:
        questions: one for each meaning that the place can have; it is served where one of them is answered with yes.
        line: where it stands.
        replaceable: whether the program binds the name to something else where its import fails.
    """

    questions: frozenset[str]
    line: int
    replaceable: bool

    def met(self, look_up: Callable[[str], Answer]) -> bool:
        """Tell whether a program finds here what it needs, where `look_up` answers a question."""
        answers = {question: look_up(question) for question in self.questions}
        if any(found for found, _ in answers.values()):
            return True
        return self.replaceable and all(_fails_at_import(question, symbol) for question, (_, symbol) in answers.items())


def needs(source: Source, packages: frozenset[str]) -> list[Need]:
    """Return what a file needs of some packages, each given by its top name: imports first, then what is read."""
    guards = _Guards(source if _MAY_ASK.search(source.text.utf8) else None, packages)
    return [*_imported(source, packages, guards), *_read(source, packages, guards)]


def _fails_at_import(question: str, missing: str) -> bool:
    """Tell whether the very thing that an import gives is missing, so that the program takes the other."""
    module = question.partition(":")[0]
    return f"{module}.".startswith(f"{missing}.")


def _imported(source: Source, packages: frozenset[str], guards: _Guards) -> Iterator[Need]:
    """Yield what a file's import statements need."""
    for _, statement in source.index.imports:
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                module, question = alias.name, f"import {alias.name}"
            else:
                module = "" if statement.level else statement.module or ""
                question = f"from {module} import {alias.name}"
            if module.partition(".")[0] in packages and not guards.hold(statement):
                yield Need(frozenset([question]), statement.lineno, replaceable=False)


def _read(source: Source, packages: frozenset[str], guards: _Guards) -> Iterator[Need]:
    """Yield what a file reads from the packages that it imports."""
    modules = {
        alias.name
        for _, statement in source.index.imports
        if isinstance(statement, ast.Import)
        for alias in statement.names
        if not alias.asname
    }
    for nodes, scope, meanings in source.chains(packages):
        if guards.hold(nodes[0]):
            continue
        attributes = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        questions = set()
        for meaning in meanings:
            if meaning.partition(".")[0] not in packages or "(" in meaning:
                continue
            # `import tensorflow.python.ops` gives the local name `tensorflow` and sets its attributes.
            known = max(
                (at for at in range(len(attributes) + 1) if ".".join((meaning, *attributes[:at])) in modules), default=0
            )
            questions.add(f"{'.'.join((meaning, *attributes[:known]))}:{'.'.join(attributes[known:])}")
        if questions:
            replaceable = guards.replace(nodes[0], scope)
            yield Need(frozenset(questions), nodes[0].lineno, replaceable)


class _Guards:
    """Where a program itself makes what it does depend on the release that it meets."""

    def __init__(self, source: Source | None, packages: frozenset[str]) -> None:
        """Find these places; without a source there are none."""
        self.packages = packages
        self.everything: list[Span] = []
        """Suites in which nothing counts."""
        self.imports: list[Span] = []
        """Suites in which imports do not count."""
        self.others: list[Span] = []
        """Suites that may bind a name to something else."""
        if source is None:
            return
        self.source = source
        self.flags: set[str] = set()
        self._find_flags()
        for attempt in source.below(source.tree, ast.Try):
            self._attempt(attempt)
        for branch in source.below(source.tree, ast.If):
            self._branch(branch.test, branch.body, branch.orelse, self._instead(branch))
        for choice in source.below(source.tree, ast.IfExp):
            self._branch(choice.test, [choice.body], [choice.orelse])
        for chain in source.below(source.tree, ast.BoolOp):
            if self._asks(chain.values[0]):
                self.everything.append(_span(chain.values[1:]))

    def _attempt(self, node: ast.Try) -> None:
        caught = {name for handler in node.handlers for name in _caught_by(handler)}
        if caught & _MISSES:
            self.everything.append(_span(node.body))
            if node.orelse:
                self.everything.append(_span(node.orelse))
        elif caught & _ANY_ERROR:
            self.imports.append(_span(node.body))
        else:
            return
        for handler in node.handlers:
            if _caught_by(handler) & (_MISSES | _ANY_ERROR):
                self.others.append(_span(handler.body))
                if caught & _MISSES:
                    self.everything.append(_span(handler.body))

    def _branch(self, test: ast.expr, *suites: Sequence[ast.expr | ast.stmt]) -> None:
        if self._asks(test):
            spans = [_span(suite) for suite in suites if suite]
            self.everything += spans
            self.others += spans

    def _instead(self, branch: ast.If) -> Sequence[ast.stmt]:
        """Return what is done where the suite of an `if`, which ends with a `return`, is not: what follows it."""
        if branch.orelse or not isinstance(branch.body[-1], ast.Return):
            return ()
        parent = self.source.parents.get(branch)
        for suite in (getattr(parent, name, ()) for name in ("body", "orelse", "finalbody")):
            if isinstance(suite, list) and branch in suite:
                following: list[ast.stmt] = suite[suite.index(branch) + 1 :]
                return following
        return ()

    def hold(self, node: ast.expr | ast.stmt) -> bool:
        """Tell whether what a place needs does not count."""
        place = node.lineno, node.col_offset
        suites = [*self.everything, *self.imports] if isinstance(node, ast.stmt) else self.everything
        return any(start <= place < end for start, end in suites)

    def replace(self, node: ast.expr, scope: Scope) -> bool:
        """Tell whether a name is also bound to something else where the package lacks the first."""
        if not self.others or not isinstance(node, ast.Name):
            return False
        owner = scope.owner(node.id)
        if owner is None:
            return False
        for binding in owner.bindings.get(node.id, ()):
            nothing = isinstance(binding.value, ast.Constant) and binding.value.value is None
            place = binding.line, binding.column
            if not nothing and any(start <= place <= end for start, end in self.others):
                return True
        return False

    # What asks for a version

    def _find_flags(self) -> None:
        """Find the names, of variables and functions, that hold what the file learnt of a package's version."""
        source = self.source
        self.flags |= {
            alias.asname or alias.name
            for _, statement in source.index.imports
            if isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] in self.packages
            for alias in statement.names
            if alias.name in _VERSIONS
        }
        tells = list(self._tells())
        while True:
            fresh = {
                name
                for name, value in tells
                if name not in self.flags and self._only_compares(value) and self._asks(value)
            }
            if not fresh:
                return
            self.flags |= fresh

    def _tells(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the names of variables and functions, each with what it is set to or what it returns."""
        tree = self.source.tree
        for node in self.source.below(tree, ast.Assign):
            for target in node.targets:
                yield from ((name.id, node.value) for name in ast.walk(target) if isinstance(name, ast.Name))
        for declared in self.source.below(tree, ast.AnnAssign):
            if isinstance(declared.target, ast.Name) and declared.value is not None:
                yield declared.target.id, declared.value
        for function, returns in self.source.index.returns.items():
            if isinstance(function, ast.FunctionDef):
                yield from ((function.name, part.value) for part in returns if part.value is not None)

    def _only_compares(self, value: ast.expr) -> bool:
        """Tell whether an expression calls nothing but what versions are compared with."""
        if isinstance(value, ast.IfExp):
            return False
        for node in ast.walk(value):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name not in _COMPARING and name not in self.flags:
                    return False
        return True

    def _asks(self, test: ast.expr) -> bool:
        """Tell whether an expression depends on a package's version, or on whether it has an attribute."""
        for node in ast.walk(test):
            asked: ast.expr | None = None
            if isinstance(node, ast.Attribute) and node.attr in _VERSIONS:
                asked = node.value
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"hasattr", "getattr"} and node.args:
                asked = node.args[0]
            elif isinstance(node, ast.Name) and node.id in self.flags:
                return True
            if asked is not None and any(
                name.partition(".")[0] in self.packages for name in self.source.resolve(asked)
            ):
                return True
        return False


def _span(nodes: Sequence[ast.expr | ast.stmt]) -> Span:
    """Return where neighbouring nodes begin and end."""
    first, last = nodes[0], nodes[-1]
    decorators: Sequence[ast.expr | ast.stmt] = getattr(first, "decorator_list", None) or [first]
    return (decorators[0].lineno, min(first.col_offset, decorators[0].col_offset)), (
        last.end_lineno or 0,
        last.end_col_offset or 0,
    )


def _caught_by(handler: ast.ExceptHandler) -> set[str]:
    """Return the last parts of the names of what a handler catches; one that catches all is called Exception."""
    if handler.type is None:
        return {"Exception"}
    kinds: Iterable[ast.expr] = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "") for kind in kinds}


__all__ = ["Need", "needs"]
