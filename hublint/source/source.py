"""One file as the rules see it: its text, its syntax tree, and what every name in it stands for."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from hublint.source.index import FIELDS, Binding, Index, Scope
from hublint.source.nodes import Nodes
from hublint.source.text import SourceError, Text
from hublint.source.types import canonical, returned
from hublint.source.use import Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.source.block import Block

# How far a value is followed through assignments, attributes and local functions: real code needs three or four.
_DEPTH = 12

# A name that may stand for more values than this is one that hublint does not know.
_MOST_VALUES = 64

_Found = TypeVar("_Found")
_Node = TypeVar("_Node", bound=ast.AST)


def _remember(
    method: Callable[..., Iterator[_Found]],
) -> Callable[..., list[_Found]]:
    """Let a method of `Source` that follows values answer each question once: `x = x.f()` in long runs is common."""

    @wraps(method)
    def remembered(self: Source, *question: Any) -> list[_Found]:
        key = (method, *question)
        known = self._remembered.get(key)
        if known is None:
            known = list(dict.fromkeys(method(self, *question)))
            if len(known) > _MOST_VALUES:
                known = []
            self._remembered[key] = known
        return known

    return remembered


# Python 3.10 needs a few hundred bytes of stack for a level of nesting, which takes at least two bytes of source.
_STACK_FROM = 16_000
_STACK = 512 * 1024 * 1024

_PYTHON_2 = {
    "Missing parentheses in call to": "print or exec statement",
    "multiple exception types must be parenthesized": "`except A, b:`",
    "leading zeros in decimal integer literals": "octal literal",
    "invalid decimal literal": "long literal",
    "inconsistent use of tabs": "tabs and spaces mixed",
}


# Lines that Python 3 calls plainly invalid: `raise E, "text"`, `<>`, backticks, `exec "code"`, `ur"text"`.
_PYTHON_2_LINE = r"""\braise\s+[\w.]+\s*,|<>|`|\bexec\s+["'\w]|\b[uU][rR]["']|\bexcept\s+[\w.]+\s*,\s*\w+\s*:"""
_INDENT = re.compile(r"[ \t\f]*")
_ASYNC_NAME = r"\basync\s*(?:[=,).:]|$)|[.(]\s*async\b"


class Source:
    """A parsed file. Made once, read by all rules, never changed.

    Attributes:
        text: the decoded text and its offsets; all spans count bytes of `text.utf8`.
        tree: the syntax tree of the whole file.
        index: scopes, bindings and uses.
        path: where the file came from, if it has a place.
        origin: the file as its owner wrote it, where this is what fixes have made of it.
        settled: where fixes of a later stage have written names; these mean what they say.
        notes: what rules have found out about the file and do not want to find out again.
    """

    def __init__(self, raw: bytes | Text, path: Path | None = None, origin: Source | None = None) -> None:
        """Decode, if that is still to be done, and parse.

        Raises:
            SourceError: if the bytes are not Python source that this interpreter can read; it tells why, and where.
        """
        text = raw if isinstance(raw, Text) else Text(raw)
        tree = parse(text)
        try:
            index = Index(tree)
        except RecursionError:  # pragma: no cover  (the walk has its own stack; kept for exotic nodes)
            message = "nested too deeply to be checked"
            raise SourceError(message) from None
        self._begin(text, tree, index, path, origin)

    @classmethod
    def composed(
        cls,
        text: Text,
        tree: ast.Module,
        index: Index,
        *,
        parents: dict[ast.AST, ast.AST] | None = None,
        path: Path | None = None,
    ) -> Source:
        """Return the source of a text of which all that is walked through has been put together already."""
        source = cls.__new__(cls)
        source._begin(text, tree, index, path, None)  # noqa: SLF001 - it is being made here
        source._parents = parents  # noqa: SLF001 - as above
        return source

    def _begin(self, text: Text, tree: ast.Module, index: Index, path: Path | None, origin: Source | None) -> None:
        self.path = path
        self.origin: Source | None = origin
        self.notes: dict[object, Any] = {}
        self.settled: frozenset[int] = frozenset()
        self.text: Text = text
        self.tree: ast.Module = tree
        self.index: Index = index
        self._parents: dict[ast.AST, ast.AST] | None = None
        self._nodes: Nodes | None = None
        self._resolved: dict[ast.AST, frozenset[str]] = {}
        self._scope_at: dict[ast.AST, Scope] = {}
        self._blocks: dict[ast.stmt, Block] = {}
        self._chains: dict[frozenset[str], list[tuple[list[ast.expr], Scope, frozenset[str]]]] = {}
        self._remembered: dict[tuple[object, ...], list[Any]] = {}

    # Names and values

    def resolve(self, node: ast.AST, scope: Scope | None = None) -> frozenset[str]:
        """Return the full names of the values that an expression can have; empty where hublint does not know.

        A name imported in two ways gives two. `tensorflow.Session()` stands for an instance.
        """
        if scope is not None:
            return self._resolve(node, scope)
        known = self._resolved.get(node)
        if known is None:
            known = self._resolved[node] = self._resolve(node, self.scope(node))
        return known

    def spelled(self, node: ast.Name, scope: Scope) -> frozenset[str]:
        """Return the full names that a name can stand for as the imports spell them, which `resolve` does not keep."""
        return frozenset(self._values(node, scope, _DEPTH))

    def _resolve(self, node: ast.AST, scope: Scope) -> frozenset[str]:
        return frozenset(canonical(name) for name in self._values(node, scope, _DEPTH))

    def scope(self, node: ast.AST) -> Scope:
        """Return the scope that an expression or statement stands in."""
        known = self._scope_at.get(node)
        if known is None:
            known = self._scope_at[node] = self._scope_round(node)
        return known

    def _scope_round(self, node: ast.AST) -> Scope:
        parent = self.parents.get(node)
        while parent is not None:
            if isinstance(parent, ast.comprehension) and node is parent.iter:
                # The first iterable of a comprehension is evaluated outside.
                whole = self.parents[parent]
                if whole.generators[0] is parent:  # type: ignore[attr-defined]
                    node, parent = whole, self.parents.get(whole)
                    continue
            if parent in self.index.scopes and not _outside_body(parent, node):
                return self.index.scopes[parent]
            node, parent = parent, self.parents.get(parent)
        return self.index.module

    def definitions(self, node: ast.Name) -> Iterator[ast.ClassDef | ast.FunctionDef]:
        """Yield the classes and functions of this file that a name stands for."""
        yield from self._definitions(node, self.scope(node))

    def methods(self, node: ast.AST) -> Iterator[ast.FunctionDef]:
        """Yield the methods of classes of this file that an attribute stands for."""
        yield from self._methods(node, self.scope(node), _DEPTH)

    @_remember
    def _values(self, node: ast.AST, scope: Scope, depth: int) -> Iterator[str]:
        """Yield full names; local classes and functions are followed, not named."""
        if depth <= 0:
            return
        if isinstance(node, ast.Name):
            owner = scope.owner(node.id)
            if owner is not None and owner is not scope:
                yield from self._read_within(owner, node.id, depth - 1)
                return
            for binding in scope.visible(node.id, node):
                yield from self._bound(binding, scope, depth - 1)
        elif isinstance(node, ast.Attribute):
            for name in self._values(node.value, scope, depth - 1):
                yield canonical(f"{name}.{node.attr}")
            for definition in self._instances(node.value, scope, depth - 1):
                yield from self._attribute(definition, node.attr, depth - 1)
        elif isinstance(node, ast.Call):
            for name in self._values(node.func, scope, depth - 1):
                yield returned(canonical(name))
            for made in self._definitions(node.func, scope):
                if isinstance(made, ast.ClassDef):
                    yield from self._inherited(made, depth - 1)
                else:
                    yield from self._results(made, depth - 1)
            for method in self._methods(node.func, scope, depth - 1):
                yield from self._results(method, depth - 1)
        elif isinstance(node, ast.IfExp):
            yield from self._values(node.body, scope, depth - 1)
            yield from self._values(node.orelse, scope, depth - 1)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                yield from self._values(value, scope, depth - 1)
        elif isinstance(node, ast.NamedExpr):
            yield from self._values(node.value, scope, depth - 1)

    @_remember
    def _read_within(self, owner: Scope, name: str, depth: int) -> Iterator[str]:
        """Yield what a name of a scope stands for in the scopes within it: the same wherever it is read."""
        for binding in owner.from_inside(name):
            yield from self._bound(binding, owner, depth)

    def _bound(self, binding: Binding, scope: Scope, depth: int) -> Iterator[str]:
        if binding.kind == "import":
            if binding.name is not None:
                yield binding.name
        elif binding.kind in {"assign", "with"} and binding.value is not None:
            yield from self._values(binding.value, binding.scope or scope, depth)
        elif binding.kind == "parameter":
            if binding.value is not None:
                # An annotation names the class; the parameter is an instance.
                for name in self._values(binding.value, scope.parent or scope, depth):
                    yield returned(canonical(name))
            else:
                for own in _class_of_self(binding, scope):
                    yield from self._inherited(own, depth)

    def _definitions(self, node: ast.AST, scope: Scope) -> Iterator[ast.ClassDef | ast.FunctionDef]:
        """Yield the local classes and functions that a name stands for."""
        if isinstance(node, ast.Name):
            for binding in scope.visible(node.id, node):
                if binding.kind in {"class", "function"} and isinstance(binding.value, (ast.ClassDef, ast.FunctionDef)):
                    yield binding.value

    @_remember
    def _instances(self, node: ast.AST, scope: Scope, depth: int) -> Iterator[ast.ClassDef]:
        """Yield the local classes that an expression is an instance of: `self`, and names bound to their calls."""
        if depth <= 0:
            return
        if isinstance(node, ast.Call):
            for definition in self._definitions(node.func, scope):
                if isinstance(definition, ast.ClassDef):
                    yield definition
        elif isinstance(node, ast.Name):
            owner = scope.owner(node.id)
            if owner is None:
                return
            for binding in scope.visible(node.id, node):
                if binding.kind == "assign" and binding.value is not None:
                    yield from self._instances(binding.value, binding.scope or owner, depth - 1)
                elif binding.kind == "parameter" and binding.value is not None:
                    for definition in self._definitions(binding.value, owner.parent or owner):
                        if isinstance(definition, ast.ClassDef):
                            yield definition
                else:
                    yield from _class_of_self(binding, owner)

    @_remember
    def _attribute(self, definition: ast.ClassDef, attribute: str, depth: int) -> Iterator[str]:
        """Yield what `self.<attribute>` is set to anywhere in a class."""
        if depth <= 0:
            return
        for value in self._attributes_set.get((definition, attribute), ()):
            yield from self._values(value, self.scope(value), depth - 1)

    @property
    def _attributes_set(self) -> dict[tuple[ast.ClassDef, str], list[ast.expr]]:
        """What each class sets on its own instances: `self.x = value` and `with value as self.x`."""
        try:
            return self._attributes_table
        except AttributeError:
            self._attributes_table: dict[tuple[ast.ClassDef, str], list[ast.expr]] = {}
        for _, node in self.index.stored:
            if not (isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name)):
                continue
            parent = self.parents[node]
            value = parent.value if isinstance(parent, (ast.Assign, ast.AnnAssign)) else None
            if isinstance(parent, ast.withitem):
                value = parent.context_expr
            scope = self.scope(node)
            if value is not None and scope.parent is not None and isinstance(scope.parent.node, ast.ClassDef):
                self._attributes_table.setdefault((scope.parent.node, node.attr), []).append(value)
        return self._attributes_table

    def _methods(self, node: ast.AST, scope: Scope, depth: int) -> Iterator[ast.FunctionDef]:
        """Yield the methods of local classes that an attribute stands for."""
        if isinstance(node, ast.Attribute):
            for definition in self._instances(node.value, scope, depth):
                for part in definition.body:
                    if isinstance(part, ast.FunctionDef) and part.name == node.attr:
                        yield part

    @_remember
    def _inherited(self, definition: ast.ClassDef, depth: int) -> Iterator[str]:
        """Yield the known classes that a local class is derived from, as values of its instances."""
        scope = self.scope(definition)
        for base in definition.bases:
            for name in self._values(base, scope, depth):
                yield returned(canonical(name))
            for parent in self._definitions(base, scope):
                if isinstance(parent, ast.ClassDef) and depth > 0:
                    yield from self._inherited(parent, depth - 1)

    @_remember
    def _results(self, definition: ast.FunctionDef, depth: int) -> Iterator[str]:
        """Yield what a local function returns."""
        if depth <= 0:
            return
        scope = self.index.scopes[definition]
        for node in self.index.returns.get(definition, ()):
            if node.value is not None:
                yield from self._values(node.value, scope, depth - 1)

    # Finding

    def uses(self, leaves: frozenset[str], part: Index | None = None) -> Iterator[tuple[ast.expr, Scope]]:
        """Yield the names and attributes that can stand for a full name which ends in one of `leaves`, in order.

        Of the whole file, or of the part of it that `part` is the index of.
        """
        part = part or self.index
        local = {
            alias.asname
            for _, node in self.index.imports
            for alias in node.names
            if alias.asname and alias.name.rpartition(".")[2] in leaves
        }
        renamed = self._assigned(leaves | local)
        wanted = leaves | local | renamed
        found: list[tuple[ast.expr, Scope]] = [(n, s) for s, n in part.attributes if n.attr in leaves]
        found += ((n, s) for s, n in part.loads if n.id in wanted)
        found.sort(key=lambda use: (use[0].end_lineno or 0, use[0].end_col_offset or 0))
        yield from found

    def chains(
        self, packages: frozenset[str], part: Index | None = None
    ) -> list[tuple[list[ast.expr], Scope, frozenset[str]]]:
        """Return each name that stands for something of some packages, and the attributes that are read from it.

        For `tf.nn.relu` these are the nodes of `tf`, `tf.nn` and `tf.nn.relu`, with the full names that `tf` can stand
        for; unlike those of `resolve` they are spelled as the imports spell them. Found once for the same packages, but
        for those of a part of the file.
        """
        if part is not None and part is not self.index:
            return list(self._found_chains(packages, part))
        known = self._chains.get(packages)
        if known is None:
            known = self._chains[packages] = list(self._found_chains(packages, self.index))
        return known

    def _found_chains(
        self, packages: frozenset[str], part: Index
    ) -> Iterator[tuple[list[ast.expr], Scope, frozenset[str]]]:
        imported = {
            local
            for local, bindings in self._imports.items()
            if any(name is not None and name.partition(".")[0] in packages for name in bindings)
        }
        if not imported:
            return
        wanted = imported | self._assigned(imported, first=True) | self._made_here(imported)
        outer = {node.value: node for _, node in part.attributes}
        for scope, name in part.loads:
            if name.id not in wanted:
                continue
            meanings = frozenset(self._values(name, scope, _DEPTH))
            if not any(meaning.partition(".")[0] in packages for meaning in meanings):
                continue
            nodes: list[ast.expr] = [name]
            while nodes[-1] in outer:
                nodes.append(outer[nodes[-1]])
            yield nodes, scope, meanings

    @property
    def _imports(self) -> dict[str, list[str | None]]:
        """What each imported name stands for, wherever in the file it is imported."""
        found: dict[str, list[str | None]] = {}
        for _, node in self.index.imports:
            for alias in node.names:
                if isinstance(node, ast.Import):
                    local = alias.asname or alias.name.partition(".")[0]
                    found.setdefault(local, []).append(alias.name)
                elif not node.level:
                    found.setdefault(alias.asname or alias.name, []).append(node.module)
        return found

    def _made_here(self, imported: set[str]) -> set[str]:
        """Return the names that are assigned what a function of this file returns, where one returns a module."""
        names = b"|".join(re.escape(name.encode()) for name in sorted(imported))
        # A pattern that begins with plain letters is ten times as fast as one that begins with a look behind.
        if re.search(rb"return(?<!\wreturn)[ \t(]+(?:" + names + rb")\b", self.text.utf8) is None:
            return set()
        functions = {node.name for node in self.index.scopes if isinstance(node, ast.FunctionDef)}
        return {
            name
            for scope in self.index.scopes.values()
            for name, bindings in scope.bindings.items()
            for binding in bindings
            if isinstance(binding.value, ast.Call)
            and isinstance(binding.value.func, ast.Name)
            and binding.value.func.id in functions
        }

    def _assigned(self, leaves: frozenset[str] | set[str], *, first: bool = False) -> set[str]:
        """Return the names that are assigned what one of `leaves` calls, directly or by way of others.

        `first` asks for the first parts of what is assigned instead of the last: for `tf` in `nn = tf.nn`.
        """
        given: dict[str, set[str]] = {}
        for scope in self.index.scopes.values():
            for name, bindings in scope.bindings.items():
                for binding in bindings:
                    if binding.kind == "assign" and binding.value.__class__ in _NAMING:
                        for leaf in _leaves(binding.value, first=first):
                            given.setdefault(leaf, set()).add(name)
        found: set[str] = set()
        fresh = set(leaves) & given.keys()
        while fresh:
            names = set().union(*(given[leaf] for leaf in fresh)) - found
            found |= names
            fresh = names & given.keys()
        return found

    # Structure

    @property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The parent of every node; walked when first asked for."""
        if self._parents is None:
            parents: dict[ast.AST, ast.AST] = {}
            stack: list[ast.AST] = [self.tree]
            pop, push, fields_of = stack.pop, stack.append, FIELDS.get
            while stack:
                node = pop()
                values = node.__dict__
                for name in FIELDS[node.__class__]:
                    value = values.get(name)
                    if value.__class__ is list:
                        for child in value:
                            below = fields_of(child.__class__)
                            if below is not None:
                                parents[child] = node
                                if below:
                                    push(child)
                    elif value is not None:
                        below = fields_of(value.__class__)
                        if below is not None:
                            parents[value] = node
                            if below:
                                push(value)
            self._parents = parents
        return self._parents

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes round a node, innermost first."""
        parent = self.parents.get(node)
        while parent is not None:
            yield parent
            parent = self.parents.get(parent)

    def below(self, node: ast.AST, kind: type[_Node], *others: type[_Node]) -> list[_Node]:
        """Return the nodes of some classes in a node, itself included, in the order in which `ast.walk` gives them."""
        if self._nodes is None:
            self._nodes = Nodes(self.tree)
        return self._nodes.below(node, kind, *others)

    def statement(self, node: ast.AST) -> ast.stmt:
        """Return the innermost statement that a node belongs to."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def span(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> tuple[int, int]:
        """Return the byte offsets at which a node begins and ends."""
        offset = self.text.offset
        return offset(node.lineno, node.col_offset), offset(node.end_lineno or 0, node.end_col_offset or 0)

    def code(self, node: ast.expr | ast.stmt | ast.alias) -> str:
        """Return a node's own text."""
        start, end = self.span(node)
        return self.text.utf8[start:end].decode()

    def block(self, statements: list[ast.stmt]) -> Block:
        """Parse neighbouring statements, and only them, with libcst.

        Raises:
            BlockError: if libcst cannot be asked safely, or does not read them as `ast` does.
        """
        from hublint.source.block import Block

        known = self._blocks.get(statements[0])
        if known is None or known.statements != statements:
            known = self._blocks[statements[0]] = Block(self, statements)
        return known

    @property
    def step(self) -> str:
        """One level of indentation: the file's own, else four spaces."""
        for node in ast.walk(self.tree):
            body = getattr(node, "body", None)
            if isinstance(node, ast.stmt) and isinstance(body, list) and body[0].lineno > node.lineno:
                inner, outer = (_INDENT.match(self.text.line(one.lineno)) for one in (body[0], node))
                if inner is not None and outer is not None and inner.end() > outer.end():
                    return inner.group()[outer.end() :]
        return "    "

    def local_name(self, name: str) -> str | None:
        """Return how a module is spelled at the top level of this file, None if it is not imported there.

        `local_name("tensorflow.compat.v1")` is `tf1` after `import tensorflow.compat.v1 as tf1`, and `tf.compat.v1`
        where only `import tensorflow as tf` stands.
        """
        best: str | None = None
        for local, bindings in self.index.module.bindings.items():
            for binding in bindings:
                known = canonical(binding.name) if binding.name else ""
                if binding.kind != "import" or not known or not f"{name}.".startswith(f"{known}."):
                    continue
                spelled = local + name[len(known) :]
                if best is None or len(spelled) < len(best):
                    best = spelled
        return best


def _class_of_self(binding: Binding, scope: Scope) -> Iterator[ast.ClassDef]:
    """Yield the class that a parameter is an instance of because it is the first one of a method."""
    if (
        binding.kind != "parameter"
        or not isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef))
        or scope.parent is None
    ):
        return
    arguments = scope.node.args
    first = next(iter((*arguments.posonlyargs, *arguments.args)), None)
    if first is not binding.node or not isinstance(scope.parent.node, ast.ClassDef):
        return
    if any(isinstance(d, ast.Name) and d.id in {"staticmethod", "classmethod"} for d in scope.node.decorator_list):
        return
    yield scope.parent.node


def _outside_body(parent: ast.AST, node: ast.AST) -> bool:
    """Tell whether a child of a definition is evaluated in the scope round it (decorators, defaults, base classes)."""
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node not in parent.body and node not in getattr(parent, "type_params", ())
    if isinstance(parent, ast.Lambda):
        return node is not parent.body
    return False


# What can give a name to something that has one; calls and constants, which are most of what is assigned, cannot.
_NAMING = frozenset({ast.Name, ast.Attribute, ast.IfExp, ast.BoolOp, ast.NamedExpr})


def _leaves(node: ast.AST | None, *, first: bool) -> Iterator[str]:
    """Yield the last parts, or the first ones, of the names that an expression may stand for."""
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            if first:
                stack.append(node.value)
            else:
                yield node.attr
        elif isinstance(node, ast.IfExp):
            stack += (node.body, node.orelse)
        elif isinstance(node, ast.BoolOp):
            stack += node.values
        elif isinstance(node, ast.NamedExpr):
            stack.append(node.value)


def parse(text: Text) -> ast.Module:
    """Return the syntax tree of a text.

    Raises:
        SourceError: if it is not Python source that this interpreter can read; it tells why, and where.
    """
    # Bytes are read as they declare; a string is what it is.
    plain = text.encoding == "utf-8" and text.declares
    with warnings.catch_warnings():
        # What the source's own author is warned of is no business of the person who runs hublint.
        warnings.simplefilter("ignore")
        try:
            return _parsed(text.utf8 if plain else text.utf8.decode())
        except SyntaxError as error:
            raise SourceError(_syntax_reason(error), error.lineno) from None
        except ValueError as error:
            message = "holds a NUL byte: not Python source" if "null byte" in str(error) else str(error)
            raise SourceError(message) from None
        except (RecursionError, MemoryError):
            message = "nested too deeply to be parsed"
            raise SourceError(message) from None


def _parsed(code: bytes | str) -> ast.Module:
    if sys.version_info >= (3, 11) or len(code) < _STACK_FROM:
        return ast.parse(code)
    # Until Python 3.11 nothing counts how deep the parser goes, and the process dies where its stack ends: a thread
    # with a larger one ends later than memory does. The stack is address space only until it is used.
    import threading

    result: list[ast.Module | BaseException] = []

    def work() -> None:
        try:
            result.append(ast.parse(code))
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            result.append(error)

    usual = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work)
        thread.start()
    finally:
        threading.stack_size(usual)
    thread.join()
    if isinstance(result[0], BaseException):
        raise result[0]
    return result[0]


def _syntax_reason(error: SyntaxError) -> str:
    message = error.msg or "syntax error"
    line = error.text or ""
    if message == "invalid syntax" and re.search(_ASYNC_NAME, line):
        return "does not parse: `async` is a keyword since Python 3.7; rename it"
    if message == "invalid syntax" and re.search(_PYTHON_2_LINE, line):
        return "Python 2 source: convert it to Python 3 first, for instance with 2to3"
    for start, what in _PYTHON_2.items():
        if message.startswith(start):
            return f"Python 2 source ({what}): convert it to Python 3 first, for instance with 2to3"
    if "null byte" in message:
        return "holds a NUL byte: not Python source"
    return f"does not parse: {message}"


__all__ = ["Source", "SourceError", "Use", "parse"]
