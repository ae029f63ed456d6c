"""What changes a tree of Python 2 into one of Python 3: fissix's fixers where they do no more than is needed, and ours.

A fixer of 2to3 is made to be right on its own, and the result is read by a person afterwards. Ours look further round:
`list()` is put only where a list is needed, a name that the file binds itself is no builtin, and what cannot be decided
is told. `hublint.migrate.python2` imports this module, so that fissix's grammar is in memory by then: by itself fissix
would write it to the user's cache folder.
"""

from __future__ import annotations

import ast
import re
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fissix import pygram, pytree
from fissix.fixer_util import Call, Comma, ListComp, Name, Number, String, find_indentation, parenthesize
from fissix.fixes import (
    fix_apply,
    fix_asserts,
    fix_except,
    fix_exec,
    fix_execfile,
    fix_funcattrs,
    fix_getcwdu,
    fix_has_key,
    fix_import,
    fix_imports,
    fix_imports2,
    fix_input,
    fix_isinstance,
    fix_itertools,
    fix_metaclass,
    fix_methodattrs,
    fix_ne,
    fix_nonzero,
    fix_operator,
    fix_paren,
    fix_raise,
    fix_renames,
    fix_repr,
    fix_sys_exc,
    fix_throw,
    fix_tuple_params,
    fix_types,
    fix_urllib,
    fix_xreadlines,
)
from fissix.pgen2 import driver, token, tokenize
from fissix.refactor import _detect_future_features, _get_headnode_dict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # fissix has no types: a node is a `pytree.Node` or a `pytree.Leaf`.
    Tree = Any
    Rule = Callable[["Work", Tree], Tree | None]

SYMS: Final[Any] = pygram.python_symbols


class CannotConvertError(Exception):
    """What has no counterpart in Python 3 that we could write: a sentence, and the line that it speaks of."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason: Final = reason
        self.line: Final = line


class Note(NamedTuple):
    """What a person has to look at in a converted file: the line it had in Python 2, and one sentence."""

    line: int
    text: str


# Trees.


def parsed(text: str) -> tuple[Tree, frozenset[str]]:
    r"""Return the tree of a program in Python 2, whose lines end in `\n`, and what it imports from `__future__`.

    Where it is none, but one with `print` as a function, as in a notebook whose first cell imports that, it is read so.

    Raises:
        Exception: what fissix raises for text that it cannot read; it has no common class.
    """
    features: frozenset[str] = frozenset(_detect_future_features(text))
    if "print_function" in features:
        return _tree(text, pygram.python_grammar_no_print_statement), features
    try:
        return _tree(text, pygram.python_grammar), features
    except Exception as error:  # noqa: BLE001 - fissix's errors have no common class
        try:
            return _tree(text, pygram.python_grammar_no_print_statement), features | {"print_function"}
        except Exception:  # noqa: BLE001 - the first error is the one to tell
            raise error from None


def _tree(text: str, grammar: Any) -> Tree:
    # A parser has a state: each text has its own, so that threads do not meet in one.
    return driver.Driver(grammar, convert=pytree.convert).parse_string(text)


def _functions(tree: Tree) -> Iterator[Tree]:
    return (node for node in tree.pre_order() if node.type == SYMS.funcdef)


def _bound(tree: Tree, *, inner: bool = True) -> frozenset[str]:
    """Return the names that a program, or a function, gives a meaning of its own; names of methods are none.

    Without `inner`, what functions bind is left out.
    """
    names: set[str] = set()
    for node in tree.pre_order() if inner else _outside_functions(tree):
        if node.type in {SYMS.funcdef, SYMS.classdef}:
            if node.type == SYMS.classdef or not _is_method(node):
                names.add(node.children[1].value)
        elif node.type in {SYMS.expr_stmt, SYMS.for_stmt, SYMS.comp_for}:
            names.update(_targets(node))
        elif node.type in {SYMS.parameters, SYMS.lambdef}:
            names.update(leaf.value for leaf in _parameters(node))
        elif node.type in {SYMS.import_name, SYMS.import_from}:
            names.update(_imported(node))
        elif node.type in {SYMS.except_clause, SYMS.with_stmt, SYMS.global_stmt}:
            names.update(leaf.value for leaf in node.leaves() if _follows_as(leaf) or node.type == SYMS.global_stmt)
    return frozenset(names)


def _outside_functions(tree: Tree) -> Iterator[Tree]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if node.type not in {SYMS.funcdef, SYMS.lambdef}:
            waiting += node.children


def _follows_as(leaf: Tree) -> bool:
    before = leaf.prev_sibling
    return before is not None and (before.type == token.COMMA or getattr(before, "value", None) == "as")


def _is_method(function: Tree) -> bool:
    above = function.parent
    while above is not None and above.type in {SYMS.suite, SYMS.decorated}:
        above = above.parent
    return above is not None and above.type == SYMS.classdef


def _targets(node: Tree) -> Iterator[str]:
    """Yield the plain names that an assignment or a loop assigns to."""
    if node.type == SYMS.expr_stmt:
        targets = [one for one in node.children[:-1] if one.next_sibling.type == token.EQUAL]
    else:
        at = next(at for at, one in enumerate(node.children) if getattr(one, "value", None) == "for")
        targets = [node.children[at + 1]]
    for target in targets:
        for leaf in target.leaves():
            if leaf.type == token.NAME and leaf.parent.type not in {SYMS.power, SYMS.trailer}:
                yield leaf.value


def _parameters(node: Tree) -> Iterator[Tree]:
    """Yield the leaves that are parameters' names; a default's are among them only where it is a bare name."""
    inner = node.children[1 : -2 if node.type == SYMS.lambdef else -1]
    for one in inner:
        for leaf in one.leaves():
            before = leaf.prev_sibling
            in_default = leaf.parent.type not in {
                SYMS.typedargslist,
                SYMS.varargslist,
                SYMS.tfpdef,
                SYMS.tfplist,
                SYMS.vfpdef,
                SYMS.vfplist,
                SYMS.parameters,
                SYMS.lambdef,
            }
            if leaf.type == token.NAME and not in_default and not (before is not None and before.type == token.EQUAL):
                yield leaf


def _imported(node: Tree) -> Iterator[str]:
    names = node.children[1] if node.type == SYMS.import_name else node.children[-1]
    if names.type == token.RPAR:
        names = names.prev_sibling
    for one in names.children if names.type in {SYMS.import_as_names, SYMS.dotted_as_names} else [names]:
        if one.type == token.COMMA:
            continue
        last = one.children[-1] if one.type in {SYMS.import_as_name, SYMS.dotted_as_name} else one
        yield str(last).strip().partition(".")[0]


def _call_of(node: Tree, at: int = 1) -> Tree | None:
    """Return the trailer of a power that calls what stands before it, if its child `at` is one."""
    if node.type == SYMS.power and len(node.children) > at:
        trailer = node.children[at]
        if trailer.type == SYMS.trailer and trailer.children[0].type == token.LPAR:
            return trailer
    return None


def _arguments(trailer: Tree) -> list[Tree]:
    """Return what stands between the parentheses of a call, without the commas."""
    inner = trailer.children[1:-1]
    if inner and inner[0].type == SYMS.arglist:
        inner = inner[0].children
    return [one for one in inner if one.type != token.COMMA]


def _plain(node: Tree) -> str:
    """Return how a node is written, without what stands before it."""
    return str(node)[len(node.prefix) :]


def _value(node: Tree) -> str | None:
    return getattr(node, "value", None)


def _line(node: Tree) -> int:
    return int(node.get_lineno() or 1)


# What is known while a file is converted.


class Work:
    """One program that is being converted: what is known of it as it was, and what has come up."""

    def __init__(self, source: str, tree: Tree, features: frozenset[str], filename: str) -> None:
        self.source = source
        self.tree = tree
        self.features = features
        self.filename = filename
        self.bound = _bound(tree)
        self._bound_outside = _bound(tree, inner=False)
        self.methods = frozenset(node.children[1].value for node in _functions(tree) if _is_method(node))
        self.guarded = frozenset(_guarded(tree))
        self.notes: list[Note] = []
        self.imports: set[str] = set()
        self.aliases: set[str] = set()
        self.made: set[str] = set()
        self.renamed: dict[str, str] = {}
        strings = [leaf.value.lstrip("bBrRuU") for leaf in tree.leaves() if leaf.type == token.STRING]
        single = sum(1 for one in strings if one.startswith("'") and not one.startswith("'''"))
        double = sum(1 for one in strings if one.startswith('"') and not one.startswith('"""'))
        self.quote = "'" if single > double else '"'
        tree.future_features = features

    def note(self, node: Tree, text: str) -> None:
        """Keep what a person has to look at."""
        self.notes.append(Note(_line(node), text))

    def make_name(self, wanted: str, used: frozenset[str]) -> str:
        """Return a name like the one wanted that is not among those in use."""
        candidates = chain([wanted], (f"{wanted}{number}" for number in count(1)))
        name = next(name for name in candidates if name not in used)
        self.made.add(name)
        return name

    def is_builtin(self, name: str, at: Tree | None = None) -> bool:
        """Tell whether a name stands for the builtin at a node, or throughout the program."""
        if name not in self.bound:
            return True
        if at is None or name in self._bound_outside:
            return False
        above = at.parent
        while above is not None:
            if above.type in {SYMS.funcdef, SYMS.lambdef} and name in _bound(above):
                return False
            above = above.parent
        return True

    @cached_property
    def mutating(self) -> dict[str, str]:
        """The text of each function, by its name, for a look at what calls do."""
        return {node.children[1].value: str(node.children[-1]) for node in _functions(self.tree)}


def _guarded(tree: Tree) -> Iterator[str]:
    """Yield the modules that a program imports with a way out if they do not exist, so that it is left as it is."""
    for node in tree.pre_order():
        if node.type == SYMS.try_stmt and any(_catches_import_errors(one) for one in node.children):
            for suite in node.children:
                if suite.type in {SYMS.suite, SYMS.simple_stmt}:
                    for inner in suite.pre_order():
                        if inner.type in {SYMS.import_name, SYMS.import_from}:
                            yield from re.findall(r"[\w.]+", str(inner))


def _catches_import_errors(node: Tree) -> bool:
    if node.type == token.NAME:
        return bool(node.value == "except")
    words = re.findall(r"\w+", str(node)) if node.type == SYMS.except_clause else []
    return bool({"ImportError", "Exception", "ModuleNotFoundError", "StandardError"} & set(words))


# The fixers that are fissix's own.


class _Except(fix_except.FixExcept):
    """`except E, e`; an exception that is taken apart where it is caught gets a name that is free."""

    work: Work
    _used: frozenset[str] = frozenset()

    def transform(self, node: Tree, results: dict[str, Tree]) -> Tree | None:
        """Return the statement with its clauses changed."""
        scope = node
        while scope.parent is not None and scope.type != SYMS.funcdef:
            scope = scope.parent
        self._used = _names_in(scope)
        return super().transform(node, results)

    def new_name(self, _: str = "") -> str:
        """Return a name for an exception."""
        return self.work.make_name("error", self._used)


class _TupleParams(fix_tuple_params.FixTupleParams):
    """Parameters that are taken apart get a name that tells what is in them: `x_y` for `(x, y)`."""

    work: Work
    _wanted: Iterator[str] = iter(())

    def transform(self, node: Tree, results: dict[str, Tree]) -> Tree | None:
        """Return the function with its parameters changed, or None where it is changed in place."""
        if "lambda" in results:
            self._wanted = iter(())
            return super().transform(node, results)
        arguments = results["args"]
        listed = [arguments] if arguments.type == SYMS.tfpdef else arguments.children
        used = set(_names_in(node))
        names: list[str] = []
        for one in listed:
            if one.type == SYMS.tfpdef:
                parts = [leaf.value for leaf in one.leaves() if leaf.type == token.NAME]
                name = f"{parts[0]}_tuple" if len(parts) == 1 else "_".join(parts) if len(parts) <= 3 else "parts"
                names.append(self.work.make_name(name, frozenset(used)))
                used.add(names[-1])
        self._wanted = iter(names)
        return super().transform(node, results)

    def new_name(self, template: str = "pair") -> str:
        """Return the name for the next parameter."""
        return next(self._wanted, template)


def _names_in(node: Tree) -> frozenset[str]:
    return frozenset(leaf.value for leaf in node.leaves() if leaf.type == token.NAME)


class _Types(fix_types.FixTypes):
    """`types.StringType` and the like; text is what they mostly are about."""

    def transform(self, node: Tree, results: dict[str, Tree]) -> Tree | None:
        """Return the name of the type."""
        names = {"StringType": "str", "StringTypes": "str" if _is_second_of_isinstance(node) else "(str,)"}
        name = names.get(results["name"].value)
        return super().transform(node, results) if name is None else Name(name, prefix=node.prefix)


def _is_second_of_isinstance(node: Tree) -> bool:
    arguments = node.parent
    if arguments.type != SYMS.arglist or arguments.children[-1] is not node:
        return False
    return bool(_value(arguments.parent.parent.children[0]) == "isinstance")


# What fissix asks of its fixers before they see a tree.
_OPTIONS: Final = {"print_function": False, "exec_function": False, "write_unchanged_files": False}


class _Fissix:
    """A fixer of fissix, under conditions of ours.

    `words` are such that it finds nothing in a program that holds none of them: its patterns are what takes time.
    """

    def __init__(
        self, kind: Any, words: Iterable[str] = ("",), wanted: Callable[[Work], bool] = lambda _: True
    ) -> None:
        self.fixer = kind(_OPTIONS, [])
        self.words = tuple(words)
        self.wanted = wanted
        self.applies = True
        self.types = [kind for kind, fixers in _get_headnode_dict([self.fixer]).items() if fixers]

    def start(self, work: Work) -> None:
        """Make it ready for a program."""
        self.fixer.start_tree(work.tree, work.filename)
        self.fixer.work = work
        self.applies = any(word in work.source for word in self.words) and self.wanted(work)

    def __call__(self, _: Work, node: Tree) -> Tree | None:
        """Return what stands in a node's place, None where nothing else does, or where it was changed in place."""
        if not self.applies:
            return None
        results = self.fixer.match(node)
        return self.fixer.transform(node, results) if results else None


# Ours: statements.


def fix_print(work: Work, node: Tree) -> Tree | None:
    """Make a call of each `print` statement.

    A line that was left open by a comma goes on with a blank, but not behind text that ends in a newline or a tab:
    Python 2 wrote none there, nor behind such text within the statement.
    """
    if "print_function" in work.features:
        return None
    if node.type == token.NAME:
        bare = node.value == "print" and node.parent.type == SYMS.simple_stmt
        return Call(Name("print"), [], prefix=node.prefix) if bare else None
    arguments = node.children[1:]
    if len(arguments) == 1 and _is_parenthesised(arguments[0]):
        return None
    keywords: list[tuple[str, Tree]] = []
    open_line = arguments[-1].type == token.COMMA
    if open_line:
        arguments = arguments[:-1]
    to = None
    if arguments[0].type == token.RIGHTSHIFT:
        to = arguments[1].clone()
        arguments = arguments[3:]
    values = [one for one in arguments if one.type != token.COMMA]
    if any(_ends_line(one) for one in values[:-1]):
        if all(_ends_line(one) for one in values[:-1]):
            keywords.append(("sep", String(work.quote * 2)))
        else:
            work.note(node, "Python 2 printed no blank behind text that ends in a newline or a tab, and Python 3 does")
    if open_line:
        loop = _loop_over(values[-1]) if values else None
        ends = bool(values) and (_ends_line(values[-1]) or (loop is not None and _gives_lines(loop)))
        if loop is not None and not ends:
            work.note(node, "where the last thing printed ended in a newline, Python 2 printed no blank behind it")
        keywords.append(("end", String(work.quote * 2 if ends else f"{work.quote} {work.quote}")))
    if to is not None:
        keywords.append(("file", to))
    inner = [one.clone() for one in arguments]
    if inner:
        inner[0].prefix = ""
    for one in inner:
        for leaf in one.leaves():
            # Within parentheses a line goes on by itself.
            leaf.prefix = re.sub(r"[ \t]*\\\n", "\n", leaf.prefix)
    for keyword, value in keywords:
        value.prefix = ""
        if inner:
            inner.append(Comma())
        argument = pytree.Node(SYMS.argument, [Name(keyword), pytree.Leaf(token.EQUAL, "="), value])
        argument.prefix = " " if inner else ""
        inner.append(argument)
    return Call(Name("print"), inner, prefix=node.prefix)


def _loop_over(value: Tree) -> Tree | None:
    """Return the loop that a name is the variable of."""
    above = value.parent if value.type == token.NAME else None
    while above is not None and above.type != SYMS.funcdef:
        if above.type == SYMS.for_stmt and _value(above.children[1]) == value.value:
            return above
        above = above.parent
    return None


def _gives_lines(loop: Tree) -> bool:
    """Tell whether a loop certainly goes through lines of text, newlines and all."""
    source = _plain(loop.children[3])
    return re.search(r"^(?:open|file)\(.*\)$|(?:^|\.)stdin$|\.(?:x?readlines)\(\)$", source, re.DOTALL) is not None


def _is_parenthesised(node: Tree) -> bool:
    """Tell whether an expression stands in parentheses that are no tuple's, so that it reads as a call's argument."""
    if node.type != SYMS.atom or node.children[0].type != token.LPAR or len(node.children) != 3:
        return False
    inner = node.children[1]
    return bool(inner.type != SYMS.testlist_gexp or inner.children[-1].type == SYMS.comp_for)


def _ends_line(node: Tree) -> bool:
    """Tell whether it is seen of a value that it is text which ends in white space other than a blank."""
    if node.type == SYMS.atom and node.children[0].type == token.LPAR and len(node.children) == 3:
        return _ends_line(node.children[1])
    if node.type == SYMS.term and len(node.children) == 3 and node.children[1].type == token.PERCENT:
        return _ends_line(node.children[0])
    if node.type == SYMS.arith_expr and node.children[-2].type == token.PLUS:
        return _ends_line(node.children[-1])
    if node.type == SYMS.atom and all(one.type == token.STRING for one in node.children):
        return _ends_line(node.children[-1])
    if node.type != token.STRING:
        return False
    literal = re.fullmatch(r"([a-zA-Z]*)('''|\"\"\"|'|\")(.*)\2", node.value, re.DOTALL)
    if literal is None:
        return False
    if literal[3].endswith(("\n", "\t")):
        return True
    escaped = re.search(r"(?<!\\)(?:\\\\)*\\[ntrvf]\Z", literal[3])
    return escaped is not None and "r" not in literal[1].lower()


def fix_raise_again(work: Work, node: Tree) -> Tree | None:
    """Raise again what was caught, where `raise kind, value, traceback` does that, and tell where it may."""
    if node.type != SYMS.raise_stmt or len(node.children) < 4 or node.children[2].type != token.COMMA:
        return None
    kind, value = node.children[1], node.children[3]
    if kind.type == token.STRING:
        raise CannotConvertError("a string is raised, which no Python since 2.6 does; raise an exception", _line(node))
    if len(node.children) == 4 and _value(value) == "None":
        new = pytree.Node(SYMS.raise_stmt, [Name("raise"), kind.clone()], prefix=node.prefix)
        return None if kind.type == SYMS.atom else new
    if len(node.children) == 6:
        names = [_plain(one) for one in (kind, value, node.children[5])]
        indexed = [re.fullmatch(rf"(.+)\[{number}\]", name) for number, name in enumerate(names)]
        same = all(indexed) and len({one[1] for one in indexed if one}) == 1
        if same or names[0] in _caught_kinds(work.source, names[1]):
            return _raise_with(node, value, node.children[5])
    if value.type == token.NAME and value.value != "None" and not re.search(r"[A-Z]", _plain(kind)):
        work.note(
            node, f"`{value.value}` becomes an argument of `{_plain(kind)}`; raise it as it is if it is one already"
        )
    return None


def _raise_with(node: Tree, value: Tree, traceback: Tree) -> Tree:
    parts = [value.clone(), Name(".with_traceback"), parenthesize(traceback.clone())]
    parts[2].children[1].prefix = ""
    parts[0].prefix = " "
    return pytree.Node(SYMS.raise_stmt, [Name("raise"), *parts], prefix=node.prefix)


def _caught_kinds(source: str, value: str) -> set[str]:
    """Return what the kind of the exception `value` is called where `sys.exc_info()` is taken apart."""
    pattern = rf"([\w.]+)\s*,\s*{re.escape(value)}\s*,\s*[\w.]+\s*=\s*(?:sys\.)?exc_info\(\)"
    return set(re.findall(pattern, source))


def drop_default_encoding(_: Work, node: Tree) -> Tree | None:
    """Take out `reload(sys)` and `sys.setdefaultencoding(...)`: Python 3 has neither, and no need of them."""
    if node.type != SYMS.simple_stmt or len(node.children) != 2:
        return None
    text = re.sub(r"\s", "", _plain(node.children[0]))
    if text != "reload(sys)" and not text.startswith("sys.setdefaultencoding("):
        return None
    _take_out(node, node.children[0])
    return None


def fix_from_urllib(_: Work, node: Tree) -> Tree | None:
    """Import what `urllib` and `urllib2` held from the modules that hold it now; most are in `urllib.request`."""
    module = _value(node.children[1])
    if module not in {"urllib", "urllib2"} or node.children[-1].type == token.STAR or _in_try(node):
        return None
    names = node.children[-1] if node.children[-1].type != token.RPAR else node.children[-2]
    groups: dict[str, list[str]] = {}
    for one in names.children if names.type == SYMS.import_as_names else [names]:
        if one.type != token.COMMA:
            name = re.split(r"\s", _plain(one))[0]
            home = next((home for home, members in fix_urllib.MAPPING[module] if name in members), "urllib.request")
            groups.setdefault(home, []).append(_plain(one))
    if len(groups) == 1:
        node.children[1].replace(Name(next(iter(groups)), prefix=node.children[1].prefix))
        return None
    between = "; " if len(node.parent.children) > 2 else "\n" + find_indentation(node)
    text = between.join(f"from {home} import {', '.join(members)}" for home, members in groups.items())
    return Name(text, prefix=node.prefix)


_OF_ITERTOOLS: Final = {"izip_longest": "zip_longest", "ifilterfalse": "filterfalse"}
_BUILTIN_NOW: Final = frozenset({"ifilter", "imap", "izip"})


def fix_itertools_imports(_: Work, statement: Tree) -> Tree | None:
    """Import of itertools what is there, without what is a builtin now, and nothing where nothing is left."""
    for node in statement.children:
        if node.type != SYMS.import_from or _value(node.children[1]) != "itertools" or _in_try(node):
            continue
        names = node.children[-1] if node.children[-1].type != token.RPAR else node.children[-2]
        listed = names.children if names.type == SYMS.import_as_names else [names]
        kept = [one for one in listed if one.type != token.COMMA and _plain(one) not in _BUILTIN_NOW]
        for one in kept:
            name = one.children[0] if one.children else one
            if name.value in _OF_ITERTOOLS:
                name.replace(Name(_OF_ITERTOOLS[name.value], prefix=name.prefix))
        number = sum(one.type != token.COMMA for one in listed)
        if not kept:
            _take_out(statement, node)
            return None
        if len(kept) < number:
            text = ", ".join(_plain(one) for one in names.children if one.type != token.COMMA and one in kept)
            names.replace(Name(text, prefix=names.prefix))
    return None


def _take_out(statement: Tree, node: Tree) -> None:
    """Take one of the statements of a line out, and the line where it is the only one."""
    if len(statement.children) > 2:
        at = statement.children.index(node)
        following = statement.children[at + 1]
        if following.type == token.SEMI:
            following.next_sibling.prefix = node.prefix
            following.remove()
        else:
            node.prev_sibling.remove()
        node.remove()
        return
    after = statement.next_sibling
    statements = [one for one in statement.parent.children if one.type >= 256]
    if after is None or len(statements) < 2 or statement.parent.type not in {SYMS.suite, SYMS.file_input}:
        node.replace(Name("pass", prefix=node.prefix))
        return
    after.prefix = statement.prefix + after.prefix
    statement.remove()


# Ours: calls.

# What takes one argument after the other from what it is given: only the first of its arguments, or any of them.
_CONSUMES_FIRST: Final = frozenset(
    {"all", "any", "dict", "enumerate", "frozenset", "iter", "list", "set", "sorted", "sum", "tuple"}
    | {"Counter", "OrderedDict", "deque"}
)
_CONSUMES_ANY: Final = frozenset({"chain", "izip", "imap", "map", "product", "zip"})
_CONSUMES_SECOND: Final = frozenset({"filter", "ifilter", "reduce"})
_CONSUMING_METHODS: Final = frozenset(
    {
        "extend",
        "from_iterable",
        "fromkeys",
        "issubset",
        "issuperset",
        "join",
        "difference_update",
        "intersection_update",
    }
)
_SIZES: Final = frozenset({"bool", "len", "reversed"})


def _is_consumed(work: Work, node: Tree, *, sized: bool, inner: Tree) -> bool:
    """Tell whether a value is only gone through once where it stands, or counted if it is `sized`.

    `inner` is what its elements come from: where a loop goes through them that changes it, a list is needed.
    """
    above = node.parent
    kind = above.type
    if kind == SYMS.atom and above.children[0].type == token.LPAR and len(above.children) == 3:
        return _is_consumed(work, above, sized=sized, inner=inner)
    if kind == SYMS.argument:
        return bool(above.children[0].type == token.STAR and above.children[-1] is node)
    if kind == SYMS.arglist and above.parent.type == SYMS.trailer:
        return _call_consumes(above.parent, node, sized=sized)
    if kind == SYMS.trailer and above.children[0].type == token.LPAR:
        return _call_consumes(above, node, sized=sized)
    if kind == SYMS.for_stmt and above.children[3] is node:
        return not _changes(work, above, inner)
    if kind == SYMS.comp_for:
        return bool(_value(node.prev_sibling) == "in")
    if kind == SYMS.comparison and above.children[-1] is node:
        return str(node.prev_sibling).split() in (["in"], ["not", "in"])
    if kind == SYMS.expr_stmt and above.children[-1] is node and len(above.children) == 3:
        target = above.children[0]
        return above.children[1].type == token.EQUAL and _is_unpacking(target)
    return sized and _is_tested(node)


def _is_tested(node: Tree) -> bool:
    """Tell whether of a value nothing counts but whether it is true."""
    above = node.parent
    if above.type in {SYMS.and_test, SYMS.or_test}:
        return _is_tested(above)
    if above.type in {SYMS.if_stmt, SYMS.while_stmt}:
        return _value(node.prev_sibling) in {"if", "elif", "while"}
    return bool(above.type == SYMS.not_test)


def _is_unpacking(target: Tree) -> bool:
    if target.type == SYMS.atom and len(target.children) == 3:
        target = target.children[1]
    kinds = {SYMS.testlist, SYMS.testlist_gexp, SYMS.listmaker, SYMS.exprlist, SYMS.testlist_star_expr}
    return target.type in kinds


def _call_consumes(trailer: Tree, node: Tree, *, sized: bool) -> bool:
    called = trailer.prev_sibling
    if called is None or trailer.parent.type != SYMS.power:
        return False
    arguments = _arguments(trailer)
    at = next(at for at, one in enumerate(arguments) if one is node)
    if called.type == SYMS.trailer:
        name = _value(called.children[-1])
        if called.children[0].type != token.DOT or name is None:
            return False
        owner = _plain(called.prev_sibling) if called.prev_sibling is not None else ""
        if owner in {"itertools", "collections", "functools"}:
            return _function_consumes(name, at, arguments)
        return at == 0 and name in _CONSUMING_METHODS
    name = _value(called)
    return called is trailer.parent.children[0] and (
        (sized and name in _SIZES) or (name is not None and _function_consumes(name, at, arguments))
    )


def _function_consumes(name: str, at: int, arguments: list[Tree]) -> bool:
    if name in {"max", "min"}:
        return at == 0 and all(one.type == SYMS.argument for one in arguments[1:])
    return (name in _CONSUMES_FIRST and at == 0) or name in _CONSUMES_ANY or (name in _CONSUMES_SECOND and at == 1)


_CHANGING: Final = "add|append|clear|discard|extend|insert|pop|popitem|remove|reverse|setdefault|sort|update"
_LOOKING: Final = (
    "abs|all|any|bool|dict|enumerate|id|isinstance|iter|len|list|max|min|repr|set|sorted|str|sum|tuple|type"
)


def _changes(work: Work, loop: Tree, inner: Tree) -> bool:
    """Tell whether the body of a loop may change one of the things that its elements come from."""
    suite = loop.children[5]
    variables = {re.sub(r"[()\s]", "", part) for part in str(loop.children[1]).split(",")}
    return any(_changes_one(work, str(suite), name, variables) for name in _things(inner))


def _things(node: Tree) -> Iterator[str]:
    """Yield the names and dotted names that occur in an expression."""
    if node.type == token.NAME:
        yield node.value
    for one in node.pre_order():
        if one.type == SYMS.power and one.children[0].type == token.NAME:
            text = one.children[0].value
            for trailer in one.children[1:]:
                if trailer.type != SYMS.trailer or trailer.children[0].type != token.DOT:
                    break
                text += "." + trailer.children[1].value
            yield text
        elif one.type == token.NAME and one is not node and one.parent.type not in {SYMS.power, SYMS.trailer}:
            yield one.value


def _changes_one(work: Work, body: str, name: str, variables: set[str]) -> bool:
    if name in _LOOKING.split("|") or name in {"lambda", "None", "True", "False", "in", "not", "self"}:
        return False
    seen: set[str] = set()
    waiting = [body]
    while waiting:
        text = waiting.pop()
        if _changes_directly(text, name, variables if text is body else set()):
            return True
        if name.startswith("self."):
            for method in re.findall(r"\bself\.(\w+)\(", text):
                if method not in seen and method in work.mutating:
                    seen.add(method)
                    waiting.append(work.mutating[method])
    return False


def _changes_directly(text: str, name: str, variables: set[str]) -> bool:
    here = rf"(?<![\w.]){re.escape(name)}"
    if re.search(rf"{here}\s*\.\s*(?:{_CHANGING})\s*\(|\bdel\s+{re.escape(name)}\b", text):
        return True
    if re.search(rf"{here}\s*[-+|&^]=", text):
        return True
    for index in re.findall(rf"{here}\s*\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\s*(?:=(?!=)|[-+*/|&^]=)", text):
        if index.strip() not in variables:
            return True
    given = re.findall(rf"(\w+)\s*\((?:[^()]*,)?\s*{re.escape(name)}\s*[,)]", text)
    return any(one not in _LOOKING.split("|") and one != "print" for one in given)


_OF_DICT: Final = re.compile(r"(iter|view)?(keys|values|items)")


def fix_dict_methods(work: Work, node: Tree) -> Tree | None:
    """Call the methods of a dictionary by their names of today, and make a list where one is needed."""
    for at, trailer in enumerate(node.children):
        if at == 0 or trailer.type != SYMS.trailer or trailer.children[0].type != token.DOT:
            continue
        method = _OF_DICT.fullmatch(trailer.children[1].value)
        call = _call_of(node, at + 1)
        if method is None or call is None or len(call.children) != 2 or (method[1] and method[0] in work.methods):
            continue
        head, tail = node.children[:at], node.children[at + 2 :]
        if method[1]:
            trailer.children[1].replace(Name(method[2], prefix=trailer.children[1].prefix))
            if method[1] == "view":
                return None
            is_next = bool(tail) and str(tail[0]).strip() == ".next"
            by_next = _value(node.parent.parent.children[0]) == "next" if node.parent.type == SYMS.trailer else False
            if not tail and not by_next and _needs_no_iterator(work, node):
                return None
            if is_next or not tail:
                return _wrapped(work, "iter", node, at + 2)
            return None
        if not tail and _is_consumed(work, node, sized=True, inner=head[0] if len(head) == 1 else _power(head)):
            return None
        return _wrapped(work, "list", node, at + 2)
    return None


def _needs_no_iterator(work: Work, node: Tree) -> bool:
    """Tell whether a view does where an iterator was."""
    above = node.parent
    in_loop = above.type == SYMS.for_stmt and above.children[3] is node
    return in_loop or _is_consumed(work, node, sized=False, inner=node)


def _power(children: Iterable[Tree]) -> Tree:
    return pytree.Node(SYMS.power, [one.clone() for one in children])


def _wrapped(work: Work, name: str, node: Tree, end: int) -> Tree:
    """Return a power with its first `end` children in a call of `name`, or in what does the same without that name."""
    inner = [one.clone() for one in node.children[:end]]
    inner[0].prefix = ""
    value = inner[0] if len(inner) == 1 else pytree.Node(SYMS.power, inner)
    if work.is_builtin(name, node):
        new = Call(Name(name), [value])
    elif name == "list":
        new = _power([pytree.Node(SYMS.atom, [Name("[*"), value, Name("]")])])
    else:
        new = _power([value, Name(".__iter__"), Name("()")])
    return _followed(new, node.children[end:], node.prefix)


def _followed(call: Tree, rest: Iterable[Tree], prefix: str) -> Tree:
    """Return a call with what follows it: subscripts, attributes, calls."""
    new = _power([*call.children, *rest])
    new.prefix = prefix
    return new


_LAZY: Final = frozenset({"filter", "map", "range", "zip"})


def fix_lazy_functions(work: Work, node: Tree) -> Tree | None:
    """Make a list of what `map`, `filter`, `zip` and `range` give where one is needed."""
    name = _value(node.children[0])
    call = _call_of(node)
    if name not in _LAZY or call is None or not work.is_builtin(name, node):
        return None
    if _value(node.parent.children[0]) in {"await", "del"}:
        return None
    arguments = _arguments(call)
    tail = node.children[2:]
    if name == "map" and arguments and _value(arguments[0]) == "None":
        if len(arguments) != 2:
            raise CannotConvertError(
                "`map(None, ...)` fills shorter sequences up; write `list(itertools.zip_longest(...))`", _line(node)
            )
        first = arguments[1].clone()
        first.prefix = ""
        return _followed(Call(Name("list"), [first]), tail, node.prefix)
    if name == "filter" and arguments and re.match(r"(str|unicode)\.|string\.", _plain(arguments[0])):
        work.note(node, "`filter` gave a string for a string, and gives single characters now; join them")
    if name == "map" and len(arguments) > 2:
        work.note(node, "`map` filled shorter sequences up with None, and ends with the shortest now")
    inner = _power(node.children[1:2])
    if not tail and _is_consumed(work, node, sized=name == "range", inner=inner):
        return None
    if name == "range" and tail and _is_index(tail[0]):
        return None
    return _comprehension(name, arguments, node, tail) or _wrapped(work, "list", node, 2)


def _is_index(trailer: Tree) -> bool:
    return bool(
        trailer.type == SYMS.trailer and trailer.children[0].type == token.LSQB and ":" not in str(trailer.children[1])
    )


def _comprehension(name: str, arguments: list[Tree], node: Tree, tail: list[Tree]) -> Tree | None:
    """Return the comprehension that says what `map` or `filter` does with a function that is written there."""
    if name not in {"filter", "map"} or len(arguments) != 2 or node.parent.type == SYMS.simple_stmt:
        return None
    function, sequence = arguments
    if function.type != SYMS.lambdef or len(function.children) != 4 or function.children[1].type != token.NAME:
        return None
    if sequence.type in {SYMS.argument, SYMS.star_expr} or "lambda" in str(function.children[3]):
        return None
    variable, body = function.children[1].clone(), function.children[3].clone()
    source = sequence.clone()
    if source.type in {SYMS.lambdef, SYMS.test, SYMS.or_test}:
        source = parenthesize(source)
    for one in (variable, body, source):
        one.prefix = ""
    if name == "filter":
        if body.type == SYMS.test:
            body = parenthesize(body)
        new = ListComp(variable.clone(), variable, source, body)
    else:
        new = ListComp(body, variable, source)
    whole = pytree.Node(SYMS.power, [new, *(one.clone() for one in tail)]) if tail else new
    whole.prefix = node.prefix
    return whole


def fix_next_calls(work: Work, node: Tree) -> Tree | None:
    """Write `next(it)` for `it.next()`."""
    for at, trailer in enumerate(node.children):
        if at == 0 or trailer.type != SYMS.trailer or str(trailer).strip() != ".next":
            continue
        call = _call_of(node, at + 1)
        if call is None or len(call.children) != 2:
            continue
        if not work.is_builtin("next", node):
            trailer.children[1].replace(Name("__next__"))
            return None
        head = [one.clone() for one in node.children[:at]]
        head[0].prefix = ""
        inner = head[0] if len(head) == 1 else pytree.Node(SYMS.power, head)
        return _followed(Call(Name("next"), [inner]), node.children[at + 2 :], node.prefix)
    return None


def fix_next_methods(work: Work, node: Tree) -> Tree | None:
    """Call the method of an iterator `__next__`; of what may be none, it keeps its name and has the other one too."""
    suite = node.children[-1]
    if suite.type != SYMS.suite:
        return None
    methods = {one.children[1].value: one for one in suite.children if one.type == SYMS.funcdef}
    method = methods.get("next")
    if method is None or "__next__" in str(suite):
        return None
    parameters = method.children[2].children
    if len(parameters) != 3 or parameters[1].type != token.NAME:
        return None
    bases = _plain(node.children[3]) if node.children[2].type == token.LPAR else ""
    if "__iter__" in methods or bases not in {"", ")", "object"}:
        method.children[1].replace(Name("__next__", prefix=method.children[1].prefix))
    else:
        work.aliases.add(node.children[1].value)
    return None


# Ours: names, literals and operators.

_RENAMED: Final = {
    "StandardError": "Exception",
    "basestring": "str",
    "long": "int",
    "raw_input": "input",
    "unichr": "chr",
    "unicode": "str",
    "xrange": "range",
}
_MOVED: Final = {"intern": "sys", "reduce": "functools", "reload": "importlib"}


def fix_names(work: Work, leaf: Tree) -> Tree | None:
    """Call builtins by their names of today, and import those that are none any more."""
    name = leaf.value
    if name in work.renamed and _is_read(leaf):
        return Name(work.renamed[name], prefix=leaf.prefix)
    known = name in _RENAMED or name in _MOVED or name == "file"
    if not known or not work.is_builtin(name, leaf) or not _is_read(leaf):
        return None
    if name == "file":
        following = leaf.next_sibling
        called = (
            leaf.parent.type == SYMS.power and leaf.parent.children[0] is leaf and _call_of(leaf.parent) is following
        )
        return Name("open", prefix=leaf.prefix) if called and work.is_builtin("open", leaf) else None
    if name in _MOVED:
        if _call_of(leaf.parent) is not None and leaf.parent.children[0] is leaf:
            work.imports.add(f"from {_MOVED[name]} import {name}")
        return None
    # What has no name of its own here stays, and is told with all that is left.
    return Name(_RENAMED[name], prefix=leaf.prefix) if work.is_builtin(_RENAMED[name], leaf) else None


def _is_read(leaf: Tree) -> bool:
    """Tell whether a name is looked up: not an attribute, nor the name of an argument, nor one that is declared."""
    above, before, after = leaf.parent, leaf.prev_sibling, leaf.next_sibling
    if before is not None and before.type == token.DOT:
        return False
    if above.type == SYMS.argument and after is not None and after.type == token.EQUAL:
        return False
    kinds = {SYMS.funcdef, SYMS.classdef} if before is not None and _value(before) in {"class", "def"} else set()
    kinds |= {SYMS.dotted_name, SYMS.import_as_name, SYMS.import_as_names, SYMS.import_from, SYMS.import_name}
    return above.type not in kinds


def fix_redundant_as(_: Work, node: Tree) -> Tree | None:
    """Write `import pickle` for what `import cPickle as pickle` has become."""
    if len(node.children) == 3 and _plain(node.children[0]) == _plain(node.children[2]):
        return Name(_plain(node.children[0]), prefix=node.prefix)
    return None


def fix_made_targets(work: Work, node: Tree) -> Tree | None:
    """Write `a, b = pair` for the `(a, b) = pair` of a parameter, or of an exception, that was taken apart."""
    if len(node.children) < 3 or node.children[1].type != token.EQUAL:
        return None
    target, name = node.children[0], re.match(r"\w+", _plain(node.children[2]))
    if name is None or name[0] not in work.made or name[0] in work.bound:
        return None
    inner = re.fullmatch(r"\(\s*(\w[\w\s,()]*?)\s*\)", _plain(target))
    if inner is not None and "\n" not in inner[1]:
        target.replace(Name(inner[1], prefix=target.prefix))
    return None


def fix_repeated_imports(_: Work, node: Tree) -> Tree | None:
    """Import a module once where two have become one."""
    listed = [_plain(one) for one in node.children[::2]]
    once = list(dict.fromkeys(listed))
    return Name(", ".join(once), prefix=node.prefix) if len(once) < len(listed) else None


def fix_strings(work: Work, leaf: Tree) -> Tree | None:
    r"""Keep what literals mean: there are no `ur""`, and in plain ones `\u`, `\U` and `\N` are escapes now."""
    literal = re.fullmatch(r"([a-zA-Z]*)('''|\"\"\"|'|\")(.*)\2", leaf.value, re.DOTALL)
    if literal is None:
        return None
    marks, quote, body = literal[1].lower(), literal[2], literal[3]
    if marks == "ur" or (marks == "r" and "unicode_literals" in work.features and re.search(_RAW_ESCAPE, body)):
        text = re.sub(_RAW_ESCAPE, lambda match: match[1] + _character(match, leaf), body)
        return String(f"{literal[1][-1]}{quote}{text}{quote}", prefix=leaf.prefix)
    if marks == "" and "unicode_literals" not in work.features:
        text = re.sub(r"(?<!\\)((?:\\\\)*)\\([uUN])", r"\1\\\\\2", body)
        if text != body:
            return String(f"{quote}{text}{quote}", prefix=leaf.prefix)
    return None


_RAW_ESCAPE: Final = r"(?<!\\)((?:\\\\)*)\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))"


def _character(match: re.Match[str], leaf: Tree) -> str:
    character = chr(int(match[2] or match[3], 16))
    if not character.isprintable() or character in "'\"\\":
        raise CannotConvertError(
            f"`{match[0]}` in a raw literal has no counterpart; write the literal without r", _line(leaf)
        )
    return character


# Division.

_FLOATS: Final = re.compile(r"(?:math\.\w+|time\.(?:time|clock)|random\.(?:random|uniform|gauss)|float)\Z")
_DIVIDED: Final = (
    "`/` rounded down where both sides are integers, and does not now; write `//` if they are integers here"
)


def fix_numbers(_: Work, leaf: Tree) -> Tree | None:
    """Write `10` for `10L` and `0o777` for `0777`."""
    value = leaf.value.rstrip("lL")
    if re.fullmatch(r"0[0-7]*[1-7][0-7]*", value):
        value = f"0o{value[1:]}"
    if value == leaf.value:
        return None
    following = leaf.next_sibling
    if following is not None and str(following).startswith("."):
        # Without the parentheses the dot would be the number's own.
        return _in_parentheses(value, leaf.prefix)
    return Number(value, prefix=leaf.prefix)


def _in_parentheses(value: str, prefix: str) -> Tree:
    """Return a number in parentheses."""
    new = parenthesize(Number(value))
    new.prefix = prefix
    return new


def fix_division(work: Work, node: Tree) -> Tree | None:
    """Write `//` where both sides are certainly integers, and tell of each `/` of which that is not known."""
    if "division" in work.features:
        return None
    if node.type == SYMS.expr_stmt:
        if _value(node.children[1]) == "/=" and _number(work, node.children[2]) != "float":
            work.note(node, "`/=` rounded down where both sides are integers; write `//=` if they are integers here")
        return None
    for at in range(1, len(node.children), 2):
        operator = node.children[at]
        if operator.type != token.SLASH:
            continue
        left = _of_chain(work, node.children[:at])
        right = _number(work, node.children[at + 1])
        if left == right == "int" or ("float" not in {left, right} and _has_to_be_whole(work, node)):
            operator.replace(pytree.Leaf(token.DOUBLESLASH, "//", prefix=operator.prefix))
        elif "float" not in {left, right}:
            work.note(operator, _DIVIDED)
    return None


def _number(work: Work, node: Tree) -> str | None:
    """Return what a value certainly is: `int`, `float` (so that a division by it never rounds), or None."""
    if node.type == token.NUMBER:
        text = node.value.lower()
        if text.startswith("0x"):
            return "int"
        return "float" if re.search(r"[.ej]", text) else "int"
    if node.type == SYMS.factor:
        return _number(work, node.children[1])
    if node.type == SYMS.atom and len(node.children) == 3 and node.children[0].type == token.LPAR:
        return _number(work, node.children[1])
    if node.type in {SYMS.arith_expr, SYMS.term}:
        return _of_chain(work, node.children)
    if node.type == SYMS.power:
        if node.children[-2].type == token.DOUBLESTAR:
            kinds = {_number(work, one) for one in (node.children[0], node.children[-1])}
            whole = kinds == {"int"} and node.children[-1].type == token.NUMBER and len(node.children) == 3
            return "int" if whole else "float" if "float" in kinds and len(node.children) == 3 else None
        called = "".join(_plain(one) for one in node.children[:-1])
        if _call_of(node, len(node.children) - 1) is not None:
            if called in {"int", "len", "long", "ord"} and work.is_builtin(called, node):
                return "int"
            return "float" if _FLOATS.match(called) else None
    return None


def _of_chain(work: Work, children: list[Tree]) -> str | None:
    if any(one.type == token.STRING for one in children):
        return None
    kinds = [_number(work, one) for one in children[::2]]
    if "float" in kinds:
        return "float"
    return "int" if all(kind == "int" for kind in kinds) else None


def _has_to_be_whole(work: Work, node: Tree) -> bool:
    """Tell whether a number is given, as it is or in a sum or a product, to what takes integers alone: `range`."""
    above = node.parent
    if above.type in {SYMS.arith_expr, SYMS.term} and all(
        one.type in {token.PLUS, token.MINUS, token.STAR, token.SLASH} for one in above.children[1::2]
    ):
        return _has_to_be_whole(work, above)
    if above.type == SYMS.atom and len(above.children) == 3 and above.children[0].type == token.LPAR:
        return _has_to_be_whole(work, above)
    if above.type == SYMS.arglist:
        above = above.parent
    if above.type != SYMS.trailer or above.prev_sibling is None or above.prev_sibling.prev_sibling is not None:
        return False
    name = _value(above.prev_sibling)
    return name in {"range", "xrange"} and work.is_builtin(name, node)


# All of them, in order.


def _imports_are_wanted(work: Work) -> bool:
    return '__name__ == "__main__"' not in work.source.replace("'", '"')


def _is_free(name: str) -> Callable[[Work], bool]:
    return lambda work: work.is_builtin(name)


def _not_guarded(*names: str) -> Callable[[Work], bool]:
    return lambda work: not work.guarded & set(names)


class _Imports(fix_imports.FixImports):
    """Renamed modules; those that are imported with a way out are left as they are."""

    work: Work

    def match(self, node: Tree) -> Any:
        """Return the match of an import that nothing guards, or of a use."""
        results = super().match(node)
        if results and "bare_with_attr" not in results and _in_try(node):
            return False
        return results

    def transform(self, node: Tree, results: dict[str, Tree]) -> None:
        """Rename a module where it is imported, or where it is used."""
        super().transform(node, results)
        self.work.renamed.update(self.replace)


class _Imports2(fix_imports2.FixImports2, _Imports):
    """As above, for modules whose new names would be taken for old ones."""


def _in_try(node: Tree) -> bool:
    """Tell whether an import stands in a `try` that catches that it fails."""
    above = node
    while above.parent is not None:
        if above.parent.type == SYMS.try_stmt and any(_catches_import_errors(one) for one in above.parent.children):
            return True
        above = above.parent
    return False


_OF_OPERATOR: Final = ("isCallable", "sequenceIncludes", "isSequenceType", "isMappingType", "isNumberType", "repeat")


class Converter:
    """The fixers, made once; they keep state while they work, so that one thread at a time may use them."""

    def __init__(self) -> None:
        rules: list[tuple[Iterable[int], Rule]] = [
            ([SYMS.simple_stmt], drop_default_encoding),
            ([SYMS.import_from], fix_from_urllib),
            ([SYMS.raise_stmt], fix_raise_again),
            ([SYMS.expr_stmt, SYMS.term], fix_division),
            ([token.NUMBER], fix_numbers),
            ([token.STRING], fix_strings),
            ([SYMS.power], fix_dict_methods),
            ([SYMS.power], fix_lazy_functions),
            ([SYMS.power], fix_next_calls),
            ([SYMS.classdef], fix_next_methods),
            ([token.NAME, SYMS.print_stmt], fix_print),
        ]
        self._passes = [
            self._pass(
                [
                    _Fissix(fix_import.FixImport, wanted=_imports_are_wanted),
                    _Fissix(fix_input.FixInput, ["input"], _is_free("input")),
                ],
                rules,
            ),
            self._pass(
                [
                    _Fissix(fix_apply.FixApply, ["apply"], _is_free("apply")),
                    _Fissix(fix_asserts.FixAsserts, fix_asserts.NAMES),
                    _Fissix(_Except, ["except"]),
                    _Fissix(fix_exec.FixExec, ["exec"]),
                    _Fissix(fix_execfile.FixExecfile, ["execfile"], _is_free("execfile")),
                    _Fissix(fix_funcattrs.FixFuncattrs, ["func_"]),
                    _Fissix(fix_getcwdu.FixGetcwdu, ["getcwdu"]),
                    _Fissix(fix_has_key.FixHasKey, ["has_key"], lambda work: "has_key" not in work.methods),
                    _Fissix(fix_metaclass.FixMetaclass, ["__metaclass__"]),
                    _Fissix(fix_methodattrs.FixMethodattrs, ["im_"]),
                    _Fissix(fix_ne.FixNe, ["<>"]),
                    _Fissix(fix_nonzero.FixNonzero, ["__nonzero__"], lambda work: "__bool__" not in work.source),
                    _Fissix(fix_operator.FixOperator, _OF_OPERATOR),
                    _Fissix(fix_paren.FixParen),
                    _Fissix(fix_raise.FixRaise, ["raise"]),
                    _Fissix(fix_renames.FixRenames, ["maxint"]),
                    _Fissix(fix_repr.FixRepr, ["`"]),
                    _Fissix(fix_sys_exc.FixSysExc, ["exc_"]),
                    _Fissix(fix_throw.FixThrow, ["throw"]),
                    _Fissix(_TupleParams),
                    _Fissix(
                        _Types,
                        ["types"],
                        lambda work: "types" not in work.bound - set(re.findall(r"import\s+(types)\b", work.source)),
                    ),
                    _Fissix(fix_xreadlines.FixXreadlines, ["xreadlines"]),
                    # An import of both modules needs it twice.
                    _Fissix(fix_urllib.FixUrllib, ["urllib"], _not_guarded("urllib", "urllib2")),
                    _Fissix(fix_urllib.FixUrllib, ["urllib"], _not_guarded("urllib", "urllib2")),
                    _Fissix(_Imports, fix_imports.MAPPING),
                    _Fissix(_Imports2, fix_imports2.MAPPING),
                ],
                [],
            ),
            self._pass(
                [
                    _Fissix(fix_itertools.FixItertools, ["izip", "imap", "ifilter"]),
                ],
                [([SYMS.simple_stmt], fix_itertools_imports), ([token.NAME], fix_names)],
            ),
            self._pass(
                [_Fissix(fix_isinstance.FixIsinstance, ["isinstance"])],
                [
                    ([SYMS.import_as_name, SYMS.dotted_as_name], fix_redundant_as),
                    ([SYMS.dotted_as_names], fix_repeated_imports),
                    ([SYMS.atom, SYMS.expr_stmt], fix_made_targets),
                ],
            ),
        ]

    @staticmethod
    def _pass(
        fixers: list[_Fissix], rules: Iterable[tuple[Iterable[int], Rule]]
    ) -> tuple[list[_Fissix], dict[int, list[Rule]]]:
        by_type: dict[int, list[Rule]] = {}
        wanted: list[tuple[Iterable[int], Rule]] = [*rules, *((fixer.types, fixer) for fixer in fixers)]
        for types, rule in wanted:
            for kind in types:
                by_type.setdefault(kind, []).append(rule)
        return fixers, by_type

    def convert(self, work: Work) -> str:
        """Return the program in Python 3.

        Raises:
            CannotConvertError: for what cannot be.
        """
        for fixers, by_type in self._passes:
            for fixer in fixers:
                fixer.start(work)
            for node in list(work.tree.post_order()):
                for rule in by_type.get(node.type, ()):
                    if node.parent is None and node.type != SYMS.file_input:
                        break  # it has been taken out
                    new = rule(work, node)
                    if new is not None:
                        node.replace(new)
                        node = new  # noqa: PLW2901 - the next rule sees what stands there now
        return str(work.tree)


# What tells that a program is Python 2.


def first_mark(tree: Tree, features: frozenset[str]) -> tuple[int, str] | None:
    """Return the line of the first thing that Python 2 alone understands, and what it is."""
    for node in tree.pre_order():
        what = _mark(node, features)
        if what is not None:
            return _line(node), what
    return None


def _mark(node: Tree, features: frozenset[str]) -> str | None:
    kind = node.type
    if kind == SYMS.print_stmt and "print_function" not in features:
        return None if len(node.children) == 2 and _is_call_like(node.children[1]) else "`print` as a statement"
    if kind == SYMS.exec_stmt:
        return None if len(node.children) == 2 and _is_call_like(node.children[1]) else "`exec` as a statement"
    if kind == SYMS.except_clause and len(node.children) == 4 and node.children[2].type == token.COMMA:
        return "`except` with a comma"
    if kind == SYMS.raise_stmt and len(node.children) > 3 and node.children[2].type == token.COMMA:
        return "`raise` with a comma"
    if kind == SYMS.atom and node.children[0].type == token.BACKQUOTE:
        return "backquotes for `repr`"
    if kind == token.NOTEQUAL and node.value == "<>":
        return "`<>`"
    if kind == token.NUMBER and node.value[-1] in "lL":
        return f"the literal `{node.value}`"
    if kind == token.NUMBER and re.fullmatch(r"0[0-9]*[1-9][0-9]*", node.value):
        return f"the octal literal `{node.value}`"
    if kind == token.STRING:
        return _mark_of_literal(node.value)
    if kind in {SYMS.tfpdef, SYMS.vfpdef}:
        return "a parameter that is taken apart"
    in_comprehension = kind == SYMS.comp_for and node.parent.type != SYMS.argument
    if in_comprehension and any(one.type in {SYMS.testlist_safe, SYMS.testlist} for one in node.children):
        return "a comprehension over several values without parentheses"
    return None


def _mark_of_literal(literal: str) -> str | None:
    if re.match(r"[uU][rR]", literal):
        return 'a literal with `ur"`'
    escape = re.search(r"(?<!\\)(?:\\\\)*(\\[uUN])", literal) if literal[0] in "'\"" else None
    if escape is None:
        return None
    try:
        ast.literal_eval(literal)
    except SyntaxError:
        return f"`{escape[1]}` in a literal that does not mean it as an escape"
    return None


def _is_call_like(node: Tree) -> bool:
    return bool(node.type == SYMS.atom and node.children[0].type == token.LPAR)


# Tabs.


def mixed_indentation(text: str) -> dict[int, str]:
    """Return what the indentation of lines has to be that Python 3 cannot compare with another, by line from 1.

    A line takes over how the block that it belongs to is indented; one that begins a block adds to that of the line
    above. Widths are Python 2's: a tab goes to the next eighth column.
    """
    found: dict[int, str] = {}
    stack = [""]
    at_start = True
    for kind, _, start, _, line in tokenize.generate_tokens(iter([*_lines(text), ""]).__next__):
        if kind in {token.INDENT, token.DEDENT, tokenize.NL, tokenize.COMMENT, token.ENDMARKER}:
            continue
        if at_start:
            margin = line[: len(line) - len(line.lstrip(" \t\f"))]
            width, alternative = _widths(margin)
            while width < _widths(stack[-1])[0]:
                stack.pop()
            outer_width, outer_alternative = _widths(stack[-1])
            if width > outer_width:
                if alternative <= outer_alternative:
                    more = width - outer_width
                    margin = stack[-1] + ("\t" * (more // 8) if "\t" in stack[-1] and not more % 8 else " " * more)
                    found[start[0]] = margin
                stack.append(margin)
            elif alternative != outer_alternative:
                found[start[0]] = stack[-1]
        at_start = kind == token.NEWLINE
    return found


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _widths(line: str) -> tuple[int, int]:
    """Return how far a line is indented, with tabs to the next eighth column, and with tabs of one column."""
    column = alternative = 0
    for character in line:
        if character == " ":
            column, alternative = column + 1, alternative + 1
        elif character == "\t":
            column, alternative = column // 8 * 8 + 8, alternative + 1
        elif character == "\f":
            column = alternative = 0
        else:
            break
    return column, alternative


def without_mixed_indentation(text: str) -> str:
    """Indent the lines anew in which tabs and blanks are mixed so that Python 3 does not accept them."""
    lines = _lines(text)
    for row, margin in mixed_indentation(text).items():
        lines[row - 1] = margin + lines[row - 1].lstrip(" \t\f")
    return "".join(lines)


__all__ = [
    "CannotConvertError",
    "Converter",
    "Note",
    "Work",
    "first_mark",
    "mixed_indentation",
    "parsed",
    "without_mixed_indentation",
]
