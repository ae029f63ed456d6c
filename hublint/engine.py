"""The only two verbs: `check` finds, `fix` rewrites until nothing changes."""

from __future__ import annotations

import ast
import functools
import re
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from hublint.files import states_requirements
from hublint.registry import CANNOT_PARSE, UNUSED_IGNORE
from hublint.requirements import Manifest
from hublint.rule import Draft, Edit, Entry, Finding, Fix, Location, NoFix
from hublint.source.edit import apply, carried, overlap
from hublint.source.ignores import Ignores, requirement_is_ignored
from hublint.source.source import Source, SourceError
from hublint.source.text import Text
from hublint.source.use import Use
from hublint.target import SWITCH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from hublint.registry import Registry
    from hublint.rule import Rule, Target
    from hublint.source.index import Index

# Each pass applies all fixes that do not touch one another; a file that is still changing after so many is a defect in
# a rule, and stopping is better than never ending.
_MOST_PASSES = 50

# What tells that a fix cannot be applied: its result is not source, or its edits overlap or cannot be encoded.
_REFUSALS = (SourceError, ValueError)


class Stopped(Exception):  # noqa: N818 - nothing went wrong: the answer is not wanted any more
    """A check or a fix that was given up because `stopped` said so."""


class Checked(NamedTuple):
    """What one check gives: the findings in order, those that ignore comments silence, and whether it was read."""

    findings: list[Finding]
    ignored: int = 0
    parsed: bool = True


class Pass(NamedTuple):
    """One round of fixes: the bytes that it began with, and what was fixed in them at once."""

    data: bytes
    applied: list[Finding]


class Fixed(NamedTuple):
    """What fixing gives: the new bytes, the findings that remain in them, and the fixes that were applied.

    The offsets of a fix are those of the bytes that its pass began with. `found` is what there was before the first.
    """

    data: bytes
    checked: Checked
    applied: list[Finding]
    passes: list[Pass]
    found: Checked


def check(
    data: bytes | Text,
    registry: Registry,
    *,
    filename: str = "-",
    path: Path | None = None,
    target: Callable[[], Target],
    fixes: bool = True,
    stopped: Callable[[], bool] | None = None,
) -> Checked:
    """Find what the rules of `registry` report in one file.

    Args:
        data: the file's bytes, or the text of an editor's buffer.
        registry: the active rules.
        filename: what findings are reported under.
        path: where the file lies, if it lies anywhere.
        target: gives the releases to judge for; called only when a rule asks.
        fixes: whether to work out the fixes, which may cost libcst; without, every `fix` is None.
        stopped: asked again and again, from one finding to the next, whether the answer is still wanted.

    Returns:
        The findings, sorted; a file that cannot be parsed has the one finding that says so.

    Raises:
        Stopped: once `stopped` says so.
    """
    return _first(data, Run(registry, target, filename, fixes=fixes, stopped=stopped), path).checked


def fix(
    data: bytes | Text,
    registry: Registry,
    *,
    filename: str = "-",
    path: Path | None = None,
    target: Callable[[], Target],
    unsafe: bool = False,
    codes: Collection[str] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Fixed:
    """Apply the fixes of one file, safe ones or all, of some codes or all, until none is left.

    The result has been parsed again; a fix whose result does not parse, or cannot be written in the file's encoding,
    is not kept. A rule whose fixes never end has none. Fixing a second time changes nothing.

    Raises:
        Stopped: once `stopped` says so, which is asked from one finding to the next.
    """
    run = Run(registry, target, filename, stopped=stopped)
    first = _first(data, run, path)
    never: set[str] = set()
    while True:
        fixed, endless = _fix(first, run, unsafe=unsafe, codes=codes, never=never)
        if not endless:
            return fixed
        # The fixes of these rules undo one another, or never end: begin again without them.
        never |= endless


class Run(NamedTuple):
    """What files are judged by, and how far."""

    registry: Registry
    target: Callable[[], Target]
    filename: str = "-"
    fixes: bool = True
    stopped: Callable[[], bool] | None = None

    def heed(self) -> None:
        """Raise Stopped if the answer is not wanted any more."""
        if self.stopped is not None and self.stopped():
            raise Stopped


class _State(NamedTuple):
    """A file between two passes: its bytes, how they were read (if they were) and what was found in them."""

    data: bytes
    source: Source | Requirements | None
    checked: Checked
    uses: dict[Finding, int] | None = None
    """Where the use lies that a rule was looking at, for findings that lie elsewhere."""


class Requirements(NamedTuple):
    """A file that states requirements and is no Python."""

    text: Text
    manifest: Manifest
    path: Path


def read(data: bytes | Text, run: Run, path: Path | None) -> tuple[Checked, Source | None, dict[Finding, int]]:
    """Check a file, and return also how it was read, and for findings that lie elsewhere, where the use lies."""
    state = _first(data, run, path)
    return state.checked, state.source if isinstance(state.source, Source) else None, state.uses or {}


def _first(data: bytes | Text, run: Run, path: Path | None) -> _State:
    """Check a file as its owner gave it."""
    raw = data.raw if isinstance(data, Text) else data
    if not concerns(raw, run.registry, path):
        return _State(raw, None, Checked([]))
    if path is not None and path.suffix != ".py" and states_requirements(path):
        return _state_of_requirements(data, run, path)
    try:
        source = Source(data, path)
    except SourceError as error:
        return _State(raw, None, Checked([_cannot_parse(error, run.filename)], parsed=False))
    run.heed()
    uses: dict[Finding, int] = {}
    return _State(raw, source, _check(source, run, uses), uses)


def _fix(
    first: _State,
    run: Run,
    *,
    unsafe: bool,
    codes: Collection[str] | None,
    never: Collection[str],
) -> tuple[Fixed, set[str]]:
    """Fix until nothing changes; return also the codes that were still being applied when patience ended."""
    state = first
    passes: list[Pass] = []
    refused: set[tuple[object, ...]] = set()
    while True:
        chosen = _compatible(
            finding
            for finding in state.checked.findings
            if finding.fix is not None
            and (unsafe or finding.fix.applicability == "safe")
            and (codes is None or finding.code in codes)
            and finding.code not in never
            and _attempt(state.data, finding) not in refused
        )
        if not chosen or state.source is None or len(passes) == _MOST_PASSES:
            applied = [finding for one in passes for finding in one.applied]
            endless = {finding.code for finding in chosen} if len(passes) == _MOST_PASSES else set()
            return Fixed(state.data, state.checked, applied, passes, first.checked), endless
        source, data = state.source, state.data
        while chosen:
            try:
                state = _apply(source, chosen, run)
            except _REFUSALS:
                # One of them breaks the file: half of them are tried, down to one alone, which is never tried again.
                if len(chosen) == 1:
                    refused.add(_attempt(data, chosen[0]))
                chosen = chosen[: len(chosen) // 2]
            else:
                passes.append(Pass(data, chosen))
                break


def concerns(data: bytes, registry: Registry, path: Path | None = None) -> bool:
    """Tell, from the bytes and the name alone, whether a file can hold anything that hublint speaks of."""
    if path is not None and states_requirements(path):
        lowered = data.lower()
        if any(_spelled(name).search(lowered) is not None for name in registry.by_requirement):
            return True
        if path.suffix != ".py":
            return False
    if b"hublint:" in data or (b"noqa" in data and _OUR_NOQA.search(data) is not None):
        return True
    if b"\0" in data:
        # No Python source holds a NUL byte: this is something else under a wrong name, which the parser will tell.
        return True
    if not any(root.encode() in data for root in registry.roots):
        return False
    # The rules that listen for a package find something in most files that concern any, and cost a tenth of the rest.
    if registry.by_package and _interesting(data, registry):
        return True
    if registry.wildcard and b"*" in data and _WILDCARD.search(data) is not None:
        return True
    return any(
        leaf in data and any(all(word in data for word in words) for words in groups) and _has_word(data, leaf)
        for leaf, groups in registry.words.items()
    )


def _interesting(data: bytes, registry: Registry) -> bool:
    """Tell whether a file uses a name that a rule which listens for a whole package has anything to say about.

    Where the package is imported in a plain way, the names that are read from it are found by a pattern, at a fifth of
    what parsing costs; strings and comments are read along, which only means that a file is parsed for nothing.
    """
    for package in registry.by_package:
        root = package.encode()
        if root not in data:
            continue
        aliases: set[tuple[bytes, str]] = set()
        for before, line in _lines_with(root, data):
            imported = None if before.rstrip(b"\r\n").endswith(b"\\") else _imported(line)
            if imported is None:
                return True
            for local, name in imported:
                if name.partition(".")[0] == package:
                    if _heard(name, registry):
                        return True
                    aliases.add((local, name))
        for alias, module in aliases:
            # The word before is not looked at: a pattern that begins with plain letters is ten times as fast.
            for chain in set(re.findall(alias + rb"(?!\w)((?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*)", data) if alias else ()):
                if chain and _heard(module + b"".join(chain.split()).decode(), registry):
                    return True
            if _handed_on(data, alias):
                return True
    return False


def _lines_with(word: bytes, data: bytes) -> set[tuple[bytes, bytes]]:
    """Return the lines that hold a word, each with the end of the line before."""
    lines: set[tuple[bytes, bytes]] = set()
    at = data.find(word)
    while at >= 0:
        start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
        ends = [end for end in (data.find(b"\n", at), data.find(b"\r", at)) if end >= 0]
        end = min(ends, default=len(data))
        lines.add((data[max(0, start - 3) : start], data[start:end]))
        at = data.find(word, end)
    return lines


def _imported(line: bytes) -> list[tuple[bytes, str]] | None:
    """Return the names that an import statement on one line binds, with what they stand for.

    None if it is laid out so that a pattern cannot tell.
    """
    words = line.partition(b"#")[0].decode(errors="replace").strip("\ufeff \t\f").rstrip(";").split(None, 1)
    if not words:
        return []
    if words[0] == "from" and _IMPORT.search(words[-1]) is None:
        return None
    if len(words) == 1 or words[0] not in {"import", "from"}:
        # Prose, most of the time; but it may be `try: import tensorflow`.
        return [] if re.search(r"(?:[;:]|^)\s*(?:import|from)\s", line.decode(errors="replace")) is None else None
    if any(mark in words[1] for mark in ";(\\*"):
        return None
    module = ""
    names = words[1]
    if words[0] == "from":
        module, names = _IMPORT.split(names, maxsplit=1)
        module = module.strip() + "."
    found: list[tuple[bytes, str]] = []
    for part in names.split(","):
        name, _, local = _AS.sub("=", part).partition("=")
        name, local = name.strip(), local.strip()
        if not all(one.isidentifier() for one in (*name.split("."), *([local] if local else []))):
            return None
        if not local and not module:
            found.append((name.partition(".")[0].encode(), name.partition(".")[0]))
        found.append(((local or name).encode() if local or module else b"", module + name))
    return [(local, name) for local, name in found if local] + [(b"", name) for local, name in found if not local]


def _heard(name: str, registry: Registry) -> bool:
    while name:
        listeners = registry.listeners(name)
        if listeners is not None:
            return bool(listeners)
        name = name.rpartition(".")[0]
    return False


def _handed_on(data: bytes, alias: bytes) -> bool:
    """Tell whether a module, or something read from it, is given another name, or the module itself is read bare."""
    for match in re.finditer(alias + rb"(?!\w)((?:[ \t]*\.[ \t]*[A-Za-z_]\w*)*)[ \t]*(\S?)", data) if alias else ():
        at = match.start()
        if data[at - 1 : at] in _BEFORE_NONE:
            continue
        chain, behind = match.groups()
        if chain and behind not in _ENDS:
            continue
        line = data[max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1 : at].lstrip()
        if chain:
            given = line.rstrip(b" \t(")
            if not given.endswith(b"=") or b"(" in given or given.endswith((b"==", b"!=")):
                continue
            # `dtype=tf.float32,` and `dtype=tf.float32)` on a line of their own are arguments.
            if (behind != b"," or b"," in given) and (behind != b")" or b"(" in line):
                return True
        elif not line.startswith((b"import ", b"from ", b"#")):
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
_IMPORT = re.compile(r"\simport\s")
_AS = re.compile(r"\sas\s")
_ENDS = frozenset([b"", b",", b";", b"#", b")"])
_BEFORE_NONE = _LETTERS | {b"."}
_WILDCARD = re.compile(rb"import[ \t\f\\\r\n]*\*")
_OUR_NOQA = re.compile(rb"noqa:[^\r\n]*\bHUB[0-9]", re.IGNORECASE)


def _check(source: Source, run: Run, uses: dict[Finding, int] | None = None) -> Checked:
    findings: list[Finding] = []
    for use, finding in found(source, run):
        findings.append(finding)
        if uses is not None and use.node.lineno != finding.location.row:
            uses[finding] = source.span(use.node)[0]
    if source.path is not None and states_requirements(source.path):
        findings += _judged(source.text, Manifest(source.path.name, source.text.utf8), run)
    ignores = Ignores(source)
    kept = [finding for finding in findings if not ignores.cover(finding)]
    unused = unused_ignores(source.text, ignores, run)
    return Checked(in_order(kept + unused), len(findings) - len(kept))


def found(source: Source, run: Run, part: Index | None = None) -> Iterator[tuple[Use, Finding]]:
    """Yield what rules report, whether or not it is ignored, with the use that each of them was looking at.

    Args:
        source: the file.
        run: the rules, and how far they are asked.
        part: the part of the file's index whose uses are looked at, if not all of them.
    """
    target = run.target
    if SWITCH.encode() in source.text.utf8:
        target = lambda: run.target().in_file(source.text.utf8.decode())  # noqa: E731 - a name of its own says less
    for use, rule in _dispatch(source, run.registry, part or source.index):
        run.heed()
        if rule.targets is None or target().tensorflow >= rule.targets:
            for draft in rule.check(use, target):
                yield use, _place(source, rule.code, draft, run)
                run.heed()


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings sorted, each once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (*finding[:7], finding.fix or ()))


def unused_ignores(text: Text, ignores: Ignores, run: Run) -> list[Finding]:
    """Return the findings about ignore comments that silence nothing."""
    registry = run.registry
    return [
        _finding(
            text,
            run.filename,
            UNUSED_IGNORE,
            comment.complaint,
            (comment.start, comment.end),
            Fix("safe", "Remove the unused ignore comment", (Edit(*comment.removal, comment.replacement),))
            if run.fixes and comment.removal is not None
            else None,
        )
        for comment in (ignores.unused(registry.by_code, registry.known) if UNUSED_IGNORE in registry.by_code else ())
    ]


def _dispatch(source: Source, registry: Registry, part: Index) -> Iterator[tuple[Use, Rule]]:
    """Yield each use in a part of the file with each rule that listens for one of its names, once for each use."""
    by_name = registry.by_name
    for node, scope in source.uses(registry.leaves, part):
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
        yield from _dispatch_packages(source, registry, part)
    for scope, statement in part.wildcards:
        module = statement.module or ""
        if not statement.level and module.partition(".")[0] in registry.packages:
            for rule in by_name.get("*", ()):
                yield Use(source, statement, f"{module}.*", scope), rule


def _dispatch_packages(source: Source, registry: Registry, part: Index) -> Iterator[tuple[Use, Rule]]:
    """Yield each use of a package's names with the rules that listen for all of them: imports, then what is read."""
    packages = frozenset(registry.by_package)
    for scope, statement in part.imports:
        if isinstance(statement, ast.ImportFrom) and (statement.level or statement.module is None):
            continue
        for alias in statement.names:
            name = f"{statement.module}.{alias.name}" if isinstance(statement, ast.ImportFrom) else alias.name
            if alias.name != "*" and name.partition(".")[0] in packages:
                for rule in registry.listeners(name) or ():
                    yield Use(source, alias, name, scope), rule
    for nodes, scope, meanings in source.chains(packages, part):
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


# Requirement files.


@functools.cache
def _spelled(package: str) -> re.Pattern[bytes]:
    """Return what finds a distribution's name, whose hyphens may be written as other marks."""
    return re.compile(package.encode().replace(b"-", b"[-_.]"))


def _state_of_requirements(data: bytes | Text, run: Run, path: Path) -> _State:
    """Judge the requirements of a file that is no Python; one that is not in UTF-8 is left to the tools that own it."""
    try:
        text = data if isinstance(data, Text) else Text(data)
    except SourceError:
        assert isinstance(data, bytes)  # noqa: S101 - a Text has been decoded
        return _State(data, None, Checked([]))
    source = Requirements(text, Manifest(path.name, text.utf8), path)
    findings = sorted(_judged(text, source.manifest, run), key=lambda one: one[:7])
    kept = [
        finding for finding in findings if not requirement_is_ignored(text.line(finding.location.row), finding.code)
    ]
    return _State(text.raw, source, Checked(kept, len(findings) - len(kept)))


def _apply_to_requirements(before: Requirements, edits: set[Edit], run: Run) -> _State:
    """Apply edits to a file that is no Python; one that states less afterwards than before is broken."""
    changed = before.text.changed(apply(before.text.utf8, edits))
    left = _state_of_requirements(changed, run, before.path)
    _require_as_many(before.manifest, left.source.manifest if isinstance(left.source, Requirements) else None)
    return left


def _require_as_many(before: Manifest, after: Manifest | None) -> None:
    """Raise ValueError if fewer requirements are stated than before."""
    if after is None or len(after.entries) < len(before.entries):
        message = "the fix breaks the file"
        raise ValueError(message)


def _judged(text: Text, manifest: Manifest, run: Run) -> list[Finding]:
    """Return what rules say of a file's requirements."""
    named = {entry.name for entry in manifest.entries}
    rules = {rule.code: rule for name in sorted(named) for rule in run.registry.by_requirement.get(name, ())}
    return [
        _of_requirement(text, code, draft, run)
        for code, rule in sorted(rules.items())
        for draft in rule.check_requirements(manifest, run.target)
    ]


def _of_requirement(text: Text, code: str, draft: Draft, run: Run) -> Finding:
    if not isinstance(draft.node, Entry):
        message = f"{code} judges requirements and has to report an entry"
        raise TypeError(message)
    made = draft.fix() if run.fixes and draft.fix is not None else None
    return _finding(text, run.filename, code, draft.message, (draft.node.start, draft.node.end), made)


def _place(source: Source, code: str, draft: Draft, run: Run) -> Finding:
    if isinstance(draft.node, Entry):
        message = f"{code} reports a requirement in a Python program"
        raise TypeError(message)
    made = draft.fix() if run.fixes and draft.fix is not None else None
    if isinstance(made, Fix) and made.imports:
        from hublint.source.cleanup import import_edits

        made = made._replace(edits=(*made.edits, *import_edits(source, made.imports)), imports=())
    finding = _finding(source.text, run.filename, code, draft.message, source.span(draft.node), made)
    written = draft.skeleton() if run.fixes and draft.skeleton is not None else ""
    return finding._replace(skeleton=written) if written else finding


def _finding(
    text: Text, filename: str, code: str, message: str, span: tuple[int, int], made: Fix | NoFix | None
) -> Finding:
    start, end = (Location(*text.position(offset)) for offset in span)
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


def _apply(before: Source | Requirements, chosen: list[Finding], run: Run) -> _State:
    """Apply the fixes of `chosen` and clean up the imports that they leave unused."""
    edits = {edit for finding in chosen if finding.fix is not None for edit in finding.fix.edits}
    if isinstance(before, Requirements):
        return _apply_to_requirements(before, edits, run)
    after = _rewritten(before, chosen, edits)
    return _State(after.text.raw, after, _check(after, run))


def apply_fixes(source: Source | Requirements, chosen: list[Finding]) -> Text:
    """Return a file's text with the fixes of some findings applied at once, as `fix` does in one pass.

    Raises:
        SourceError: if what comes out is not source, or cannot be written in the file's encoding.
        ValueError: if the fixes cannot be applied together, or break a file of requirements.
    """
    edits = {edit for finding in chosen if finding.fix is not None for edit in finding.fix.edits}
    if isinstance(source, Source):
        return _rewritten(source, chosen, edits).text
    changed = source.text.changed(apply(source.text.utf8, edits))
    _require_as_many(source.manifest, Manifest(source.path.name, changed.utf8))
    return changed


def _rewritten(before: Source, chosen: list[Finding], edits: set[Edit]) -> Source:
    """Apply the edits of fixes, and clean up the imports that they leave unused."""
    from hublint.source.alignment import alignments
    from hublint.source.cleanup import unused_import_edits

    edits |= set(alignments(before, edits))
    changed = before.text.changed(apply(before.text.utf8, edits))
    origin = before.origin or before
    after = Source(changed, before.path, origin)
    settled = {finding.start for finding in chosen if finding.fix is not None and finding.fix.stage > 0}
    after.settled = carried(settled | before.settled, edits)
    leftover = unused_import_edits(before, after)
    if leftover:
        settled_there = carried(after.settled, leftover)
        changed = after.text.changed(apply(after.text.utf8, leftover))
        after = Source(changed, before.path, origin)
        after.settled = settled_there
    return after


def _attempt(data: bytes, finding: Finding) -> tuple[object, ...]:
    """Return what tells that a fix is the same as one that was tried before, wherever the finding is by now."""
    edits = finding.fix.edits if finding.fix is not None else ()
    relative = tuple((edit.start - finding.start, edit.end - finding.start, edit.replacement) for edit in edits)
    return finding.code, data[finding.start : finding.end], relative


__all__ = [
    "CANNOT_PARSE",
    "UNUSED_IGNORE",
    "Checked",
    "Fixed",
    "Pass",
    "Requirements",
    "Run",
    "Stopped",
    "apply_fixes",
    "check",
    "fix",
]
