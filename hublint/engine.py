"""The only two verbs: `check` finds, `fix` rewrites until nothing changes."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Draft, Edit, Finding, Fix, Location, NoFix
from hublint.source.cleanup import import_edits, unused_import_edits
from hublint.source.edit import apply, overlap
from hublint.source.ignores import Ignores
from hublint.source.source import Source, SourceError
from hublint.source.use import Use
from hublint.target import SWITCH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from hublint.registry import Registry
    from hublint.rule import Rule, Target

UNUSED_IGNORE = "HUB900"
CANNOT_PARSE = "HUB901"

# Each pass applies all fixes that do not touch one another; a file that is still changing after so many is a defect in
# a rule, and stopping is better than never ending.
_MOST_PASSES = 50

# What tells that a fix cannot be applied: its result is not source, or its edits overlap or cannot be encoded.
_REFUSALS = (SourceError, ValueError)


class Checked(NamedTuple):
    """What one check gives: the findings in order, those that ignore comments silence, and whether it was read."""

    findings: list[Finding]
    ignored: int = 0
    parsed: bool = True


class Fixed(NamedTuple):
    """What fixing gives: the new bytes, the findings that remain in them, and the fixes that were applied."""

    data: bytes
    checked: Checked
    applied: list[Finding]


def check(
    data: bytes,
    registry: Registry,
    *,
    filename: str = "-",
    path: Path | None = None,
    target: Callable[[], Target],
    fixes: bool = True,
) -> Checked:
    """Find what the rules of `registry` report in one file.

    Args:
        data: the file's bytes.
        registry: the active rules.
        filename: what findings are reported under.
        path: where the file lies, if it lies anywhere.
        target: gives the releases to judge for; called only when a rule asks.
        fixes: whether to work out the fixes, which may cost libcst; without, every `fix` is None.

    Returns:
        The findings, sorted; a file that cannot be parsed has the one finding that says so.
    """
    if not concerns(data, registry):
        return Checked([])
    try:
        source = Source(data, path)
    except SourceError as error:
        return Checked([_cannot_parse(error, filename)], parsed=False)
    return _check(source, registry, filename, target, fixes=fixes)


def fix(
    data: bytes,
    registry: Registry,
    *,
    filename: str = "-",
    path: Path | None = None,
    target: Callable[[], Target],
    unsafe: bool = False,
) -> Fixed:
    """Apply the fixes of one file, safe ones or all, until none is left.

    The result has been parsed again; a fix whose result does not parse, or cannot be written in the file's encoding,
    is not kept. A rule whose fixes never end has none. Fixing a second time changes nothing.
    """
    first = check(data, registry, filename=filename, path=path, target=target)
    never: set[str] = set()
    while True:
        fixed, endless = _fix(data, first, registry, filename, path, target, unsafe=unsafe, never=never)
        if not endless:
            return fixed
        # The fixes of these rules undo one another, or never end: begin again without them.
        never |= endless


def _fix(
    data: bytes,
    checked: Checked,
    registry: Registry,
    filename: str,
    path: Path | None,
    target: Callable[[], Target],
    *,
    unsafe: bool,
    never: Collection[str],
) -> tuple[Fixed, set[str]]:
    """Fix until nothing changes; return also the codes that were still being applied when patience ended."""
    applied: list[Finding] = []
    refused: set[tuple[str, str]] = set()
    passes = 0
    origin: Source | None = None
    while True:
        chosen = _compatible(
            finding
            for finding in checked.findings
            if finding.fix is not None
            and (unsafe or finding.fix.applicability == "safe")
            and finding.code not in never
            and (finding.code, _excerpt(data, finding)) not in refused
        )
        if not chosen:
            return Fixed(data, checked, applied), set()
        if passes == _MOST_PASSES:
            return Fixed(data, checked, applied), {finding.code for finding in chosen}
        origin = origin or Source(data, path)
        try:
            data, checked = _apply(data, chosen, registry, filename, path, target, origin)
        except _REFUSALS:
            # One of them breaks the file: find out which by trying the first alone, and never try that one again.
            try:
                changed, checked = _apply(data, chosen[:1], registry, filename, path, target, origin)
                data, chosen = changed, chosen[:1]
            except _REFUSALS:
                refused.add((chosen[0].code, _excerpt(data, chosen[0])))
                continue
        passes += 1
        applied += chosen


def concerns(data: bytes, registry: Registry) -> bool:
    """Tell, from the bytes alone, whether a file can hold anything that a rule or an ignore comment speaks of."""
    if b"hublint:" in data or (b"noqa" in data and _OUR_NOQA.search(data) is not None):
        return True
    if b"\0" in data:
        # No Python source holds a NUL byte: this is something else under a wrong name, which the parser will tell.
        return True
    if not any(root.encode() in data for root in registry.roots):
        return False
    for leaf, groups in registry.words.items():
        if leaf in data and any(all(word in data for word in words) for words in groups) and _has_word(data, leaf):
            return True
    if registry.wildcard and b"*" in data and _WILDCARD.search(data) is not None:
        return True
    return bool(registry.by_package) and _interesting(data, registry)


def _interesting(data: bytes, registry: Registry) -> bool:
    """Tell whether a file uses a name that a rule which listens for a whole package has anything to say about.

    Where the package is imported in a plain way, the names that are read from it are found by a pattern, at a fifth of
    what parsing costs; strings and comments are read along, which only means that a file is parsed for nothing.
    """
    for package in registry.by_package:
        root = package.encode()
        if root not in data:
            continue
        aliases: dict[bytes, str] = {}
        for line in re.findall(rb"^[ \t]*(?:import|from)\b[^\r\n#]*\b" + root + rb"\b[^\r\n#]*", data, re.MULTILINE):
            plain = _PLAIN_IMPORT.fullmatch(line.strip())
            if plain is None:
                return True
            aliases[plain[2] or plain[1]] = plain[1].decode()
        if b";" in data and re.search(rb";[ \t]*(?:import|from)\b[^\r\n]*" + root, data):
            return True
        if data.count(b"import") and re.search(rb"import[ \t]*(?:\(|\\)[^)]*\b" + root + rb"\b", data):
            return True
        for alias, module in aliases.items():
            chains = set(re.findall(rb"(?<![\w.])" + alias + rb"(?!\w)((?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*)", data))
            for chain in chains:
                if not chain:
                    continue
                name = module + b"".join(chain.split()).decode()
                if _heard(name, registry):
                    return True
            if _read_bare(data, alias, root):
                return True
    return False


def _heard(name: str, registry: Registry) -> bool:
    while name:
        listeners = registry.listeners(name)
        if listeners is not None:
            return bool(listeners)
        name = name.rpartition(".")[0]
    return False


def _read_bare(data: bytes, alias: bytes, root: bytes) -> bool:
    """Tell whether a module's name is read otherwise than by an attribute on the same line: it may be handed on."""
    for line in re.findall(rb"[^\r\n]*(?<![\w.])" + alias + rb"(?![\w]|[ \t]*\.[ \t]*[A-Za-z_])[^\r\n]*", data):
        stripped = line.strip()
        if not (_PLAIN_IMPORT.fullmatch(stripped) or stripped.startswith(b"#") or root + b" as" in line):
            return True
    return False


def _has_word(data: bytes, word: bytes) -> bool:
    """Tell whether a word stands in the bytes with no other letter at its ends; ten times as fast as a pattern."""
    at = data.find(word)
    while at >= 0:
        end = at + len(word)
        if data[at - 1 : at] not in _LETTERS and data[end : end + 1] not in _LETTERS:
            return True
        at = data.find(word, end)
    return False


_LETTERS = frozenset(bytes([byte]) for byte in b"_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PLAIN_IMPORT = re.compile(rb"import[ \t]+(\w+)(?:[ \t]+as[ \t]+(\w+))?[ \t]*;?")
_WILDCARD = re.compile(rb"import[ \t\f\\\r\n]*\*")
_OUR_NOQA = re.compile(rb"noqa:[^\r\n]*\bHUB[0-9]", re.IGNORECASE)


def _check(source: Source, registry: Registry, filename: str, target: Callable[[], Target], *, fixes: bool) -> Checked:
    if SWITCH.encode() in source.text.utf8:
        of_project = target
        target = lambda: of_project().in_file(source.text.utf8.decode())  # noqa: E731 - a name of its own says less
    findings = [
        _place(source, rule.code, draft, filename, fixes=fixes)
        for use, rule in _dispatch(source, registry)
        if rule.targets is None or target().tensorflow >= rule.targets
        for draft in rule.check(use, target)
    ]
    ignores = Ignores(source)
    kept = [finding for finding in findings if not ignores.cover(finding)]
    unused = [
        _finding(
            source,
            filename,
            UNUSED_IGNORE,
            comment.complaint,
            (comment.start, comment.end),
            Fix("safe", "Remove the unused ignore comment", (Edit(*comment.removal, comment.replacement),))
            if fixes and comment.removal is not None
            else None,
        )
        for comment in (ignores.unused(registry.by_code, registry.known) if UNUSED_IGNORE in registry.by_code else ())
    ]
    found = sorted(dict.fromkeys(kept + unused), key=lambda finding: (*finding[:-2], finding.fix or ()))
    return Checked(found, len(findings) - len(kept))


def _dispatch(source: Source, registry: Registry) -> Iterator[tuple[Use, Rule]]:
    """Yield each use with each rule that listens for one of its names; a rule hears of a use once."""
    by_name = registry.by_name
    for node, scope in source.uses(registry.leaves):
        heard: set[str] = set()
        for name in sorted(source.resolve(node, scope)):
            for rule in by_name.get(name, ()):
                if rule.code not in heard:
                    heard.add(rule.code)
                    yield Use(source, node, name, scope), rule
        if isinstance(node, ast.Attribute):
            for rule in by_name.get(f"*.{node.attr}", ()):
                yield Use(source, node, f"*.{node.attr}", scope), rule
    if registry.by_package:
        yield from _dispatch_packages(source, registry)
    for scope, statement in source.index.wildcards:
        module = statement.module or ""
        if not statement.level and module.partition(".")[0] in registry.packages:
            for rule in by_name.get("*", ()):
                yield Use(source, statement, f"{module}.*", scope), rule


def _dispatch_packages(source: Source, registry: Registry) -> Iterator[tuple[Use, Rule]]:
    """Yield each use of a package's names with the rules that listen for all of them: imports, then what is read."""
    packages = frozenset(registry.by_package)
    for scope, statement in source.index.imports:
        if isinstance(statement, ast.ImportFrom) and (statement.level or statement.module is None):
            continue
        for alias in statement.names:
            name = f"{statement.module}.{alias.name}" if isinstance(statement, ast.ImportFrom) else alias.name
            if alias.name != "*" and name.partition(".")[0] in packages:
                for rule in registry.listeners(name) or ():
                    yield Use(source, alias, name, scope), rule
    for nodes, scope, meanings in source.chains(packages):
        heard: set[str] = set()
        parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        for meaning in sorted(meanings):
            if meaning.partition(".")[0] not in packages:
                continue
            for length in range(len(parts), -1, -1):
                name = ".".join((meaning, *parts[:length]))
                listeners = registry.listeners(name)
                if listeners is None:
                    continue
                for rule in listeners:
                    if rule.code not in heard:
                        heard.add(rule.code)
                        names = frozenset(".".join((one, *parts[:length])) for one in meanings)
                        yield Use(source, nodes[length], name, scope, names), rule
                break


def _place(source: Source, code: str, draft: Draft, filename: str, *, fixes: bool) -> Finding:
    made = draft.fix() if fixes and draft.fix is not None else None
    if isinstance(made, Fix) and made.imports:
        made = made._replace(edits=(*made.edits, *import_edits(source, made.imports)), imports=())
    return _finding(source, filename, code, draft.message, source.span(draft.node), made)


def _finding(
    source: Source, filename: str, code: str, message: str, span: tuple[int, int], made: Fix | NoFix | None
) -> Finding:
    start, end = (Location(*source.text.position(offset)) for offset in span)
    fix = made if isinstance(made, Fix) else None
    note = made.reason or None if made is not None else None
    return Finding(filename, start, end, code, message, *span, fix, note)


def _cannot_parse(error: SourceError, filename: str) -> Finding:
    place = Location(error.line or 1, 1)
    return Finding(filename, place, place, CANNOT_PARSE, f"{error.reason}; the file is left as it is", 0, 0)


def _compatible(findings: Iterable[Finding]) -> list[Finding]:
    """Choose findings whose fixes can be applied together; an edit that several of them share is made once."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    waiting = list(findings)
    stage = min((finding.fix.stage for finding in waiting if finding.fix is not None), default=0)
    for finding in waiting:
        if finding.fix is not None and finding.fix.stage != stage:
            continue
        fresh: list[Edit] = []
        for edit in sorted(set(finding.fix.edits)) if finding.fix is not None else ():
            at = bisect_left(taken, edit)
            if taken[at : at + 1] == [edit]:
                continue
            # Within one fix an insertion may stand where a replacement begins.
            if overlap([edit], taken[max(0, at - 1) : at + 1]) or (fresh and edit.start < fresh[-1].end):
                break
            fresh.append(edit)
        else:
            for edit in fresh:
                insort(taken, edit)
            chosen.append(finding)
    return chosen


def _apply(
    data: bytes,
    chosen: list[Finding],
    registry: Registry,
    filename: str,
    path: Path | None,
    target: Callable[[], Target],
    origin: Source,
) -> tuple[bytes, Checked]:
    """Apply the fixes of `chosen` and clean up the imports that they leave unused."""
    before = Source(data, path)
    edits = {edit for finding in chosen if finding.fix is not None for edit in finding.fix.edits}
    changed = before.text.encode(apply(before.text.utf8, edits))
    after = Source(changed, path, origin)
    leftover = unused_import_edits(before, after)
    if leftover:
        changed = after.text.encode(apply(after.text.utf8, leftover))
        after = Source(changed, path, origin)
    return changed, _check(after, registry, filename, target, fixes=True)


def _excerpt(data: bytes, finding: Finding) -> str:
    return data[finding.start : finding.end].decode(errors="replace")


__all__ = ["CANNOT_PARSE", "UNUSED_IGNORE", "Checked", "Fixed", "check", "fix"]
