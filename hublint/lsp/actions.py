"""What can be done about findings from an editor: fix one, all of a code or all, ignore one, explain a rule.

An action that is offered has not been worked out: `resolve` does that, on the text as it is then, once somebody has
chosen it. What it needs for that is plain JSON, which the editor carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine
from hublint.files import states_requirements
from hublint.lsp.settings import CodeActionSettings
from hublint.requirements import Manifest
from hublint.source.edit import Edit, apply
from hublint.source.ignoring import ignore_edit, requirement_ignore_edit
from hublint.source.minimal import minimal_edits
from hublint.source.source import Source, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from hublint.registry import Registry
    from hublint.rule import Finding, Fix, Target
    from hublint.source.text import Text

QUICK_FIX: Final = "quickfix"
FIX_ALL: Final = "source.fixAll.hublint"
NOTEBOOK_FIX_ALL: Final = "notebook.source.fixAll.hublint"

CHANGED: Final = "the text has changed since this was offered; ask for it again"
REFUSED: Final = "this fix cannot be applied to the text as it is"
NOTHING: Final = "there is nothing left to fix"
UNKNOWN: Final = "hublint has no such action"

# Whoever selects a whole file does not choose among the comments for each of its lines.
_MOST_IGNORES = 10


class Request(NamedTuple):
    """A program, what is found in it, and what an editor asks actions for.

    Attributes:
        text: the program: an editor's buffer, or the code cells of a notebook.
        findings: what the rules find in this very text, with their fixes.
        registry: the rules.
        target: gives the releases that they judge for.
        path: where the program lies, if it lies anywhere.
        filename: what findings are reported under.
        source: the parsed text, if it is at hand.
        start: where the range begins that actions are wanted for.
        end: where it ends.
        only: the kinds that are wanted, with all below them; none stands for what belongs into a menu.
        unsafe: whether fixing all takes the unsafe fixes in.
        menu: what belongs into a menu.
    """

    text: Text
    findings: Sequence[Finding]
    registry: Registry
    target: Callable[[], Target]
    path: Path | None = None
    filename: str = "-"
    source: Source | None = None
    start: int = 0
    end: int = 0
    only: tuple[str, ...] = ()
    unsafe: bool = False
    menu: CodeActionSettings = CodeActionSettings()


class Action(NamedTuple):
    """Something that can be done about some findings.

    Either `edits` do it, or `resolve` gives the edits for `data`, or the rule called `explain` is to be shown.
    """

    title: str
    kind: str
    findings: tuple[Finding, ...]
    preferred: bool = False
    edits: tuple[Edit, ...] | None = None
    data: dict[str, str | int | bool] | None = None
    explain: str | None = None


class Resolved(NamedTuple):
    """The edits of an action, in order, and the UTF-8 text that they make; where there are none, `told` says why."""

    edits: tuple[Edit, ...]
    told: str = ""
    after: bytes = b""


def actions(request: Request) -> list[Action]:
    """Return what can be done about the findings in a range, the best first."""
    found = _touched(request)
    parsed = _parsed(request)
    digest = _digest(request)
    offered: list[Action] = []
    if wants(request.only, QUICK_FIX):
        if parsed is not None and request.menu.fix:
            offered += _fixes(request, found, digest)
            offered += _fixes_of_codes(request, found, digest)
        if parsed is not None and request.menu.ignore_comment:
            offered += _ignores(request, found, parsed)
        offered += [
            Action(f"Explain {code}", QUICK_FIX, tuple(one for one in found if one.code == code), explain=code)
            for code in dict.fromkeys(one.code for one in found)
            if request.menu.explain and code in request.registry.by_code
        ]
    chosen = tuple(one for one in request.findings if one.fix is not None and _counts(one.fix, request))
    for kind in (FIX_ALL, NOTEBOOK_FIX_ALL):
        # They run when a file is saved and do not belong into a menu, which has them as a quick fix.
        if request.only and wants(request.only, kind) and chosen and parsed is not None:
            title = f"Fix all {'' if request.unsafe else 'safe '}hublint findings"
            # Whoever saves wants the text fixed that is saved: it need not be the one that this was offered for.
            offered.append(Action(title, kind, chosen, data={"do": "fix-all"}))
    return offered


def resolve(data: object, request: Request, *, stopped: Callable[[], bool] | None = None) -> Resolved:
    """Work out the edits of an action that was offered.

    Args:
        data: what the action carried, as the editor gives it back.
        request: the program as it is now; the range and the kinds do not matter.
        stopped: asked again and again whether the answer is still wanted.

    Returns:
        The edits, or why there are none.

    Raises:
        Stopped: once `stopped` says so.
    """
    if not isinstance(data, Mapping) or all(data.get("do") != known for known in ("fix", "fix-code", "fix-all")):
        return Resolved((), UNKNOWN)
    if "text" in data and data["text"] != _digest(request):
        return Resolved((), CHANGED)
    try:
        after = _fixed_one(data, request, stopped) if data["do"] == "fix" else _fixed_all(data, request, stopped)
    except (SourceError, ValueError):
        return Resolved((), REFUSED)
    edits = tuple(minimal_edits(request.text.utf8, after))
    return Resolved(edits, "", after) if edits else Resolved((), NOTHING)


# What a range touches.


def _touched(request: Request) -> list[Finding]:
    """Return the findings that a range touches; else, if it lies in one line, those that begin in this line."""
    start, end = min(request.start, request.end), max(request.start, request.end)
    found = [one for one in request.findings if one.start <= end and start <= one.end]
    if found:
        return found
    text = request.text
    row = text.line_of(start)
    if row != text.line_of(end):
        return []
    return [one for one in request.findings if text.line_of(one.start) == row]


def wants(only: Iterable[str], kind: str) -> bool:
    """Tell whether a kind is asked for: by its name or a part of it up to a dot; all are where nothing is named."""
    only = tuple(only)
    return not only or any(one in {"", kind} or kind.startswith(f"{one}.") for one in only)


def _parsed(request: Request) -> Source | engine.Requirements | None:
    """Return the program as the engine reads it, None if it cannot be read."""
    path = request.path
    if path is not None and path.suffix != ".py" and states_requirements(path):
        return engine.Requirements(request.text, Manifest(path.name, request.text.utf8), path)
    try:
        return request.source or Source(request.text, path)
    except SourceError:
        return None


def _digest(request: Request) -> str:
    return blake2b(request.text.utf8, digest_size=8).hexdigest()


# Fixes.


def _fixes(request: Request, found: list[Finding], digest: str) -> Iterator[Action]:
    """Yield the fixes of some findings, safe ones first; what several findings share is offered once."""
    together: dict[frozenset[Edit], tuple[Fix, list[Finding]]] = {}
    for one in found:
        if one.fix is not None and _is_possible(one.fix, len(request.text.utf8)):
            together.setdefault(frozenset(one.fix.edits), (one.fix, []))[1].append(one)
    for fix, group in sorted(together.values(), key=lambda both: both[0].applicability != "safe"):
        first = group[0]
        codes = ", ".join(dict.fromkeys(one.code for one in group))
        data: dict[str, str | int | bool] = {
            "do": "fix",
            "code": first.code,
            "start": first.start,
            "end": first.end,
            "message": first.message,
            "text": digest,
        }
        title = f"{codes}: {fix.message}{_warning(fix)}"
        yield Action(title, QUICK_FIX, tuple(group), preferred=fix.applicability == "safe", data=data)


def _warning(fix: Fix) -> str:
    """Return what whoever chooses a fix should know first."""
    if fix.applicability == "safe":
        return ""
    told = ["unsafe"]
    if fix.verified:
        told.append("verified")
    return f" ({', '.join(told)}{f': {fix.reason}' if fix.reason else ''})"


def _is_possible(fix: Fix, size: int) -> bool:
    """Tell whether a fix changes anything and stays inside its text."""
    return bool(fix.edits) and all(0 <= edit.start <= edit.end <= size for edit in fix.edits)


def _fixes_of_codes(request: Request, found: list[Finding], digest: str) -> Iterator[Action]:
    """Yield what fixes all findings of a code, and all findings of all codes, where these are several."""
    fixable = [one for one in request.findings if one.fix is not None]
    safe = [one for one in fixable if one.fix is not None and one.fix.applicability == "safe"]
    chosen = [one for one in fixable if one.fix is not None and _counts(one.fix, request)]
    for code in dict.fromkeys(one.code for one in found):
        same = [one for one in safe if one.code == code]
        unsafe = not same
        if unsafe:
            same = [one for one in fixable if one.code == code]
        if _several(same):
            title = f"Fix all {code} in this file{' (unsafe)' if unsafe else ''}"
            data: dict[str, str | int | bool] = {"do": "fix-code", "code": code, "unsafe": unsafe, "text": digest}
            yield Action(title, QUICK_FIX, tuple(same), data=data)
    if found and _several(chosen) and len({one.code for one in chosen}) > 1:
        data = {"do": "fix-all", "text": digest}
        yield Action("Fix all auto-fixable findings", QUICK_FIX, tuple(chosen), data=data)


def _counts(fix: Fix, request: Request) -> bool:
    """Tell whether fixing all takes a fix in."""
    return request.unsafe or fix.applicability == "safe"


def _several(findings: list[Finding]) -> bool:
    """Tell whether findings have more than one fix between them."""
    return len({one.fix.edits for one in findings if one.fix is not None}) > 1


def _fixed_one(data: Mapping[str, object], request: Request, stopped: Callable[[], bool] | None) -> bytes:
    """Return the text with the fix of one finding.

    Raises:
        SourceError: if the fix breaks it.
        ValueError: if there is no such fix.
    """
    wanted = tuple(data.get(name) for name in ("code", "start", "end", "message"))
    chosen = _with_fix(request.findings, wanted)
    if not chosen:
        checked = engine.check(
            request.text,
            request.registry,
            filename=request.filename,
            path=request.path,
            target=request.target,
            stopped=stopped,
        )
        chosen = _with_fix(checked.findings, wanted)
    parsed = _parsed(request)
    if not chosen or parsed is None:
        raise ValueError(REFUSED)
    return engine.apply_fixes(parsed, chosen[:1]).utf8


def _with_fix(findings: Iterable[Finding], wanted: tuple[object, ...]) -> list[Finding]:
    return [one for one in findings if (one.code, one.start, one.end, one.message) == wanted and one.fix is not None]


def _fixed_all(data: Mapping[str, object], request: Request, stopped: Callable[[], bool] | None) -> bytes:
    """Return the text with all fixes, of one code or of all."""
    of_code = data["do"] == "fix-code"
    fixed = engine.fix(
        request.text,
        request.registry,
        filename=request.filename,
        path=request.path,
        target=request.target,
        unsafe=data.get("unsafe") is True if of_code else request.unsafe,
        codes=frozenset([str(data.get("code"))]) if of_code else None,
        stopped=stopped,
    )
    return fixed.data[len(request.text.bom) :]


# Ignore comments.


def _ignores(request: Request, found: list[Finding], parsed: Source | engine.Requirements) -> Iterator[Action]:
    """Yield the comments that silence findings, one for each code on a line."""
    of_itself = {engine.CANNOT_PARSE, engine.UNUSED_IGNORE}
    lines: dict[tuple[str, int], list[Finding]] = {}
    for one in found:
        if one.code in request.registry.by_code and one.code not in of_itself:
            lines.setdefault((one.code, parsed.text.line_of(one.start)), []).append(one)
    if len(lines) > _MOST_IGNORES:
        return
    alone = len({row for _, row in lines}) == 1
    for (code, _), group in lines.items():
        if isinstance(parsed, Source):
            edit = ignore_edit(parsed, group[0])
        else:
            edit = requirement_ignore_edit(parsed.manifest, group[0])
        if edit is not None and _holds(request.text, edit):
            place = "this line" if alone else f"line {group[0].location.row}"
            yield Action(f"Ignore {code} on {place}", QUICK_FIX, tuple(group), edits=(edit,))


def _holds(text: Text, edit: Edit) -> bool:
    """Tell whether the text can be what an edit makes of it, which the cells of a notebook cannot always."""
    try:
        text.changed(apply(text.utf8, [edit]))
    except (SourceError, ValueError):
        return False
    return True


__all__ = [
    "CHANGED",
    "FIX_ALL",
    "NOTEBOOK_FIX_ALL",
    "NOTHING",
    "QUICK_FIX",
    "REFUSED",
    "UNKNOWN",
    "Action",
    "Request",
    "Resolved",
    "actions",
    "minimal_edits",
    "resolve",
    "wants",
]
