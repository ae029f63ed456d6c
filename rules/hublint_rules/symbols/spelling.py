"""How a full name is written in one file: by the imports it has, or with one that it needs."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit, Target
from hublint.tfapi.verdict import split, successor

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint.source.index import Scope

# How the ecosystem writes the packages that names move to, where the file has no name for them yet.
_CUSTOMARY = {
    "tensorflow": "tf",
    "tensorflow_probability": "tfp",
    "tensorflow_addons": "tfa",
    "tensorflow_text": "tf_text",
    "tensorflow_hub": "hub",
    "numpy": "np",
}

# What has to be imported for a name to be there: `from absl import flags`, but `import tf_slim`.
_PACKAGES = re.compile(r"absl\.\w+|tensorboard\.plugins\.\w+|tf_slim\.nets|[A-Za-z_]\w*")
_CHAIN = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")


class Spelling(NamedTuple):
    """The text for a full name and the import it needs, if the file does not have it."""

    text: str
    imports: tuple[tuple[str, str], ...] = ()


def spell(source: Source, full: str, scope: Scope, at: ast.expr | ast.stmt | ast.alias) -> Spelling | None:
    """Return how a full name is written at some place; None where no name for its package is free there.

    An import that the file has is used if its name means that, and nothing else, where the text is to stand.
    """
    known = [_by_imports(source, full, scope, at), _by_its_own(source, full, scope, at)]
    texts = sorted((text for text in known if text is not None), key=len)
    if texts:
        return Spelling(texts[0])
    match = _PACKAGES.match(full)
    package = match[0] if match else full
    customary = _CUSTOMARY.get(package, package.rpartition(".")[2])
    if _becomes(source, customary, package):
        return Spelling(customary + full[len(package) :])
    for local in (customary, package.replace(".", "_")):
        if not _taken(source, local, scope, package):
            return Spelling(local + full[len(package) :], ((package, local),))
    return None


def replacement(source: Source, node: ast.expr, text: str) -> tuple[Edit, ...] | None:
    """Return the edit that writes a name in place of another; None where what stands there is not just the name."""
    start, end = source.span(node)
    written = source.text.utf8[start:end].decode()
    if _CHAIN.fullmatch(written) is None or "".join(written.split()) != _dotted(node):
        # A comment between the parts, or a position inside an f-string that this Python tells wrongly.
        return None
    if written == text:
        return ()
    return (Edit(start, end, text),)


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join((*([node.id] if isinstance(node, ast.Name) else ["?"]), *reversed(parts)))


def _by_its_own(source: Source, full: str, scope: Scope, at: ast.AST) -> str | None:
    """Return the text that begins with the same name as what stands there, if that name means what it should."""
    while isinstance(at, ast.Attribute):
        at = at.value
    if not isinstance(at, ast.Name):
        return None
    # Where the name means two things, `tf.compat.v1.x` is there with either, and `tf.x` with one of them.
    for meaning in sorted(source.resolve(at, scope)):
        if full.startswith(f"{meaning}.") and meaning != full:
            return at.id + full[len(meaning) :]
    return None


def _by_imports(source: Source, full: str, scope: Scope, at: ast.expr | ast.stmt | ast.alias) -> str | None:
    best: str | None = None
    above = [local for local, names in _imported(source, full.partition(".")[0]) if full.startswith(names)]
    for local in dict.fromkeys((*_imported_round(source, scope), *above)):
        bindings = list(scope.visible(local, at))
        if not bindings or any(binding.kind != "import" or binding.name is None for binding in bindings):
            continue
        names = {binding.name or "" for binding in bindings}
        if len(names) != 1:
            continue
        name = _plain(names.pop())
        if not f"{full}.".startswith(f"{name}."):
            continue
        text = local + full[len(name) :]
        # The longest name that the imports know gives the shortest text.
        if best is None or (len(text), text) < (len(best), best):
            best = text
    return best


def _plain(name: str) -> str:
    return re.sub(r"^tensorflow\.compat\.v2\b", "tensorflow", name) if name.startswith("tensorflow.compat.v2") else name


def _imported_round(source: Source, scope: Scope) -> list[str]:
    """Return the names that are imported in the functions round a place, innermost first."""
    importing: set[Scope] | None = source.notes.get(_imported_round)
    if importing is None:
        importing = source.notes[_imported_round] = {
            binder for importer, _ in source.index.imports for binder in (importer, *importer.elsewhere.values())
        }
    found: list[str] = []
    inner: Scope | None = scope
    while inner is not None and inner.parent is not None:
        if inner in importing:
            found += [name for name, bindings in inner.bindings.items() if any(b.kind == "import" for b in bindings)]
        inner = inner.parent
    return found


def _becomes(source: Source, local: str, package: str) -> bool:
    """Tell whether `logging = tf.logging` stands at the top, where the import of the package will take its place."""
    bindings = source.index.module.bindings.get(local, [])
    if len(bindings) != 1 or bindings[0].kind != "assign" or bindings[0].value is None:
        return False
    for name in source.resolve(bindings[0].value, source.index.module):
        parts = split(name)
        change = successor(parts[1], Target.newest()) if parts is not None else None
        if change is not None and change.to == package:
            return True
    return False


def _taken(source: Source, local: str, scope: Scope, package: str) -> bool:
    """Tell whether a name means something else at the top of the file or anywhere between there and a place."""
    inner: Scope | None = scope
    while inner is not None:
        for binding in inner.bindings.get(local, ()):
            if binding.kind != "import" or binding.name != package:
                return True
        inner = inner.parent
    if local in source.index.module.bindings:
        return False
    # A builtin, or a name that comes by a wildcard import.
    read = source.notes.get("read")
    if read is None:
        read = source.notes["read"] = {name.id for _, name in source.index.loads}
    return local in read


def _imported(source: Source, package: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the names at the top of the file that stand for something of a package, and what they stand for."""
    key = ("imported", package)
    known: list[tuple[str, tuple[str, ...]]] | None = source.notes.get(key)
    if known is None:
        known = source.notes[key] = []
        for local, bindings in source.index.module.bindings.items():
            names = [binding.name for binding in bindings if binding.kind == "import" and binding.name]
            if any(name.partition(".")[0] == package for name in names):
                known.append((local, tuple(map(_plain, names))))
    return known


__all__ = ["Spelling", "replacement", "spell"]
