"""A file that takes what it needs from `tensorflow.compat.v1`, written as a whole with TensorFlow 2's own names.

The file is read a second time as if TensorFlow 1 were what it imports: `import tensorflow.compat.v1 as tf` is `import
tensorflow as tf` there, and `tf.compat.v1.gfile` is `tf.gfile`, with blanks for what is left out, so that everything
stands where it stood. What is said of the names there, each with its arguments, is what is written here; if it is not
TensorFlow 2's own name for a single one of them, nothing is.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.rule import Edit, Fix, NoFix, Use
from hublint.source.edit import apply
from hublint.source.source import Source
from hublint.source.text import Text
from hublint.tfapi import table
from hublint.tfapi.columns import bit
from hublint.tfapi.verdict import known, narrower, successor, verdict
from hublint_rules.symbols import judgement
from hublint_rules.symbols.context import PACKAGES, guarded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hublint.rule import Target
    from hublint.source.index import Scope

MODULE: Final = "tensorflow.compat.v1"
_ROOT: Final = "tensorflow.compat"

# What is said of a name that has another one, or other arguments, and nothing else.
_KINDS: Final = frozenset({"renamed", "package", "changed", "keyword", "reordered"})


class Moved(NamedTuple):
    """What becomes of a file's names of TensorFlow 1's API.

    Attributes:
        edits: what is to be done.
        imports: other packages that the file takes then, each with its name.
        notes: what a reader has to look at, each about one name.
        example: a name that is written anew, as it is written then; nothing where they all stay.
    """

    edits: tuple[Edit, ...]
    imports: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    example: str


_NOTHING: Final = Moved((), (), (), "")


class Whole(NamedTuple):
    """How a file is written as a whole.

    Attributes:
        node: the import of the old API, or its first use: where what there is to say is said.
        local: the name that TensorFlow has in the file then.
        moved: what becomes of the names.
    """

    node: ast.expr | ast.alias
    local: str
    moved: Moved


class _Place(NamedTuple):
    """A name of TensorFlow 1's API in a file: its nodes, and the one that the known part of it ends with."""

    nodes: list[ast.expr]
    last: int
    name: str
    scope: Scope


def whole(source: Source, target: Target) -> Whole | None:
    """Return how a file is written with TensorFlow 2's names; None where that cannot be done for each of them."""
    key = (whole, target)
    if key not in source.notes:
        source.notes[key] = _whole(source, target)
    found: Whole | None = source.notes[key]
    return found


def api_imports(source: Source) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """Yield the imports that give the API, and nothing else, a name at the top of a file, each in a statement alone."""
    for statement in source.tree.body:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)) or len(statement.names) != 1:
            continue
        alias = statement.names[0]
        module = f"{statement.module}." if isinstance(statement, ast.ImportFrom) and not statement.level else ""
        local = alias.asname or ""
        if f"{module}{alias.name}" == MODULE and len(source.index.module.bindings.get(local, [])) == 1:
            yield statement, local


def _imports_more(source: Source, statements: list[ast.Import | ast.ImportFrom]) -> bool:
    """Tell whether a file imports the API, or parts of it, in other ways, too."""
    return any(
        (f"{statement.module}.{alias.name}" if isinstance(statement, ast.ImportFrom) else alias.name).startswith(_ROOT)
        for _, statement in source.index.imports
        for alias in statement.names
        if statement not in statements
    )


def _whole(source: Source, target: Target) -> Whole | None:
    places = _places(source, target)
    if not places:
        return None
    statements = list(api_imports(source))
    if _imports_more(source, [statement for statement, _ in statements]):
        return None
    blanks = _blanks(source, places, [statement for statement, _ in statements])
    if blanks is None:
        return None
    moved: Moved | None = _NOTHING
    if not all(judgement.is_second_too(_use(source, place, MODULE), target) for place in places):
        first = Source(Text.decoded(apply(source.text.utf8, blanks)), source.path)
        first.notes["dialect"] = "first"
        moved = _moved(first, places, target)
    if moved is None:
        return None
    names = [edit for edit in moved.edits if edit.replacement and edit.start < edit.end]
    paths = [Edit(edit.start, edit.end, "") for edit in blanks if source.text.utf8[edit.start : edit.end] == _PATH]
    edits = {*moved.edits, *(edit for edit in paths if not _is_within(edit, names))}
    other = second_name(source)
    for statement, local in statements:
        edits.update(under_one_name(source, statement, local, other, names))
    gone = [edit for edit in edits if not edit.replacement]
    kept = tuple(sorted(edit for edit in edits if not _is_within(edit, gone)))
    try:
        apply(source.text.utf8, kept)
    except ValueError:
        return None  # a value that is written anew holds another of the names
    node = statements[0][0].names[0] if statements else places[0].nodes[places[0].last]
    local = min([name for name in (other, *(name for _, name in statements)) if name], key=len, default="tf")
    return Whole(node, local, moved._replace(edits=kept))


def _places(source: Source, target: Target) -> list[_Place] | None:
    """Return where a file uses the API; None where it uses what TensorFlow 2 has nothing for."""
    imported = {local for _, local in api_imports(source)}
    places: list[_Place] = []
    for nodes, scope, meanings in source.chains(PACKAGES):
        for meaning in meanings:
            if meaning.startswith(_ROOT) or (meaning == "tensorflow" and _reads_compat(nodes)):
                place = _place(nodes, scope, meaning, imported) if len(meanings) == 1 else None
                if place is None or _is_hopeless(place.name, target) or not _may_fit(source, place, target):
                    return None
                places.append(place)
    return places


def _reads_compat(nodes: list[ast.expr]) -> bool:
    return [node.attr for node in nodes[1:3] if isinstance(node, ast.Attribute)] == ["compat", "v1"]


def _place(nodes: list[ast.expr], scope: Scope, meaning: str, imported: set[str]) -> _Place | None:
    """Return what a chain of names is of the API; None where that cannot be told, or it is the API itself."""
    parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
    name = ".".join((meaning, *parts)).removeprefix(MODULE).removeprefix(".")
    length = _known_length(name)
    last = len(MODULE.split(".")) + length - len(meaning.split("."))
    first = nodes[0]
    if not length or last < 0 or not isinstance(first, ast.Name):
        return None
    if not _is_named_plainly(first, scope, meaning, imported):
        return None
    return _Place(nodes, last, ".".join(name.split(".")[:length]), scope)


def _may_fit(source: Source, place: _Place, target: Target) -> bool:
    """Tell whether a call can be one of TensorFlow 2's function, before the file is read a second time for that.

    A class that is wrong where it stands is a finding of its own, which comes first.
    """
    if narrower(place.name) and judgement.judge(_use(source, place, MODULE), target) is not None:
        return False
    use = _use(source, place, "tensorflow")
    return use.call is None or judgement.may_fit(use, target)


def _use(source: Source, place: _Place, api: str) -> Use:
    return Use(source, place.nodes[place.last], f"{api}.{place.name}", place.scope)


def _is_named_plainly(first: ast.Name, scope: Scope, meaning: str, imported: set[str]) -> bool:
    """Tell whether a name is TensorFlow, or its old API, imported whole, or was assigned something of it."""
    if meaning == MODULE:
        return first.id in imported
    if meaning == "tensorflow":
        return True
    bindings = scope.visible(first.id, first)
    return bool(bindings) and all(binding.kind == "assign" for binding in bindings)


def _known_length(name: str) -> int:
    """Return how many of a name's parts, from its beginning, are a name of TensorFlow 1."""
    parts = name.split(".") if name else []
    lengths = range(len(parts), 0, -1)
    return next((length for length in lengths if known(f"tensorflow.{'.'.join(parts[:length])}")), 0)


@lru_cache(maxsize=table.MOST_REMEMBERED)
def _is_hopeless(name: str, target: Target) -> bool:
    """Tell whether TensorFlow 2 has nothing for a name, however it is used."""
    here = verdict(f"tensorflow.{name}", target)
    if here is None or judgement.is_owned(f"tensorflow.{name}") or name.startswith("estimator."):
        return True  # estimators are no more of TensorFlow 2 under the one name than under the other
    if here.fate == "there":
        symbol = here.symbol
        return symbol is None or (symbol.kind != "module" and symbol.same_on(bit(target)) != name)
    return here.fate not in {"shared", "renamed"} or (here.same is None and here.change is None)


_PATH: Final = b".compat.v1"


def _blanks(source: Source, places: list[_Place], statements: list[ast.Import | ast.ImportFrom]) -> list[Edit] | None:
    """Return the edits that make a file one of TensorFlow 1 and leave everything where it stands.

    None where it is laid out so that they cannot.
    """
    edits: dict[tuple[int, int], Edit] = {}
    for statement in statements:
        start, end = source.span(statement)
        text = f"import tensorflow as {statement.names[0].asname}"
        if source.text.utf8[start:end].strip() != source.text.utf8[start:end] or b"\n" in source.text.utf8[start:end]:
            return None
        edits[start, end] = Edit(start, end, text.ljust(end - start))
    for place in places:
        chain = [node.attr for node in place.nodes[1:3] if isinstance(node, ast.Attribute)]
        if chain == ["compat", "v1"] and place.last > 2:
            start, end = source.span(place.nodes[0])[1], source.span(place.nodes[2])[1]
            if source.text.utf8[start:end] != _PATH:
                return None
            edits[start, end] = Edit(start, end, " " * (end - start))
    return list(edits.values())


def _moved(first: Source, places: list[_Place], target: Target) -> Moved | None:
    """Return what becomes of the names in a file of TensorFlow 1; None where one of them has to stay."""
    wanted = {(place.nodes[0].lineno, place.nodes[0].col_offset): place for place in places}
    edits: set[Edit] = set()
    imports: set[tuple[str, str]] = set()
    notes: dict[str, None] = {}
    example = ""
    for nodes, scope, meanings in first.chains(PACKAGES):
        place = wanted.pop((nodes[0].lineno, nodes[0].col_offset), None)
        if place is None:
            continue
        full = f"tensorflow.{place.name}"
        last = len(full.split(".")) - len(next(iter(meanings)).split("."))
        if len(meanings) != 1 or last < 0:
            return None
        use = Use(first, nodes[last], full, scope)
        if judgement.loads_into_session(use) is not None:
            return None
        judged = judgement.judge(use, target)
        if judged is None:
            if not _stays(use, target):
                return None
        elif not isinstance(judged.fix, Fix) or judged.kind not in _KINDS or "compat.v1" in _written(judged.fix):
            return None
        else:
            edits.update(judged.fix.edits)
            imports.update(judged.fix.imports)
            example = example or _name_in(judged.fix)
        note = _note(use, target, judged.fix if judged is not None else None)
        if note:
            notes[note] = None
    return None if wanted else Moved(tuple(edits), tuple(sorted(imports)), tuple(notes), example)


def _written(fix: Fix) -> str:
    return " ".join(edit.replacement for edit in fix.edits)


def _name_in(fix: Fix) -> str:
    """Return the name that a fix writes, by its title; nothing where that is an import or all that is written."""
    name = fix.message.removeprefix("Write `").removesuffix("`")
    return name if name.replace(".", "").isidentifier() else ""


def _stays(use: Use, target: Target) -> bool:
    """Tell whether a name of which there is nothing to say means the same in TensorFlow 2."""
    here = verdict(use.name, target)
    if here is None:
        return False
    if here.symbol is not None and here.symbol.kind == "module":
        # `nn = tf.nn`: what is read from it has been looked at. What is handed on may be asked for anything.
        parent = use.source.parents.get(use.node)
        return isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name)
    if here.fate == "there":
        return True
    # A name that is asked for first is left as it is, and one that a name was given for is written there.
    return not guarded(use.source, use.node) and (here.fate == "renamed" or here.change is not None)


def _note(use: Use, target: Target, fix: Fix | NoFix | None) -> str:
    """Return what a reader has to look at where a name is written anew."""
    change = successor(use.name.removeprefix("tensorflow."), target)
    if change is None or change.safe or not change.note or (isinstance(fix, Fix) and fix.applicability == "safe"):
        return ""
    return f"`{use.name.rpartition('.')[2]}`: {change.note}"


def _is_within(edit: Edit, others: Sequence[Edit]) -> bool:
    return any(other is not edit and other.start <= edit.start and edit.end <= other.end for other in others)


def under_one_name(
    source: Source, statement: ast.stmt, local: str, other: str | None, taken: Sequence[Edit] = ()
) -> list[Edit]:
    """Return the edits that make an import of the old API one of TensorFlow, of which there may be another already.

    What that one is called, if it is no longer, is what both are called then; `taken` is what is written otherwise.
    """
    start, end = source.span(statement)
    if other is not None and len(other) <= len(local):
        reads = _reads(source, local)
        if all(scope.owner(other) is source.index.module for scope, _ in reads):
            renamed = [Edit(*source.span(node), other) for _, node in reads]
            return [*judgement.without(source, statement), *(one for one in renamed if not _is_within(one, taken))]
    edits = [Edit(start, end, f"import tensorflow as {local}")]
    if other is not None and len(other) > len(local):
        edits += [Edit(*source.span(node), local) for _, node in _reads(source, other)]
    return edits


def second_name(source: Source) -> str | None:
    """Return the name that TensorFlow 2 is imported under, for the whole file and nothing else, besides."""
    for name, bindings in source.index.module.bindings.items():
        if len(bindings) == 1 and bindings[0].kind == "import" and bindings[0].name == "tensorflow":
            statement = bindings[0].value
            plain = isinstance(statement, ast.Import) and [a.name for a in statement.names] == ["tensorflow"]
            if plain and statement in source.tree.body:
                return name
    return None


def _reads(source: Source, name: str) -> list[tuple[Scope, ast.Name]]:
    return [
        (scope, node)
        for scope, node in source.index.loads
        if node.id == name and scope.owner(name) is source.index.module
    ]
