"""What an editor is answered about a place: hover, completion, code actions, lenses and hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from hublint.lsp.actions import (
    CHANGED,
    FIX_ALL,
    NOTEBOOK_FIX_ALL,
    QUICK_FIX,
    Request,
    Resolved,
    actions,
    resolve,
    wants,
)
from hublint.lsp.completion import complete, complete_settings
from hublint.lsp.hints import signature_hints
from hublint.lsp.hover import hover, hover_settings
from hublint.lsp.lenses import lenses
from hublint.lsp.plain import plain_text
from hublint.lsp.views import NotebookView, Span, as_range, file_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hublint.lsp.actions import Action
    from hublint.lsp.completion import Offer
    from hublint.lsp.documents import Document
    from hublint.lsp.server import Server
    from hublint.lsp.views import View
    from hublint.rule import Fix

FIXING_ALL: Final = (FIX_ALL, NOTEBOOK_FIX_ALL)
KINDS: Final = (QUICK_FIX, *FIXING_ALL)
EXPLAIN: Final = "hublint.explain"
VERIFY: Final = "hublint.verify"
_SETTINGS_FILES: Final = frozenset({"pyproject.toml", "hublint.toml"})


def _structured(ls: Server, value: Any, kind: Any) -> Any:
    return ls.protocol._converter.structure(value, kind)  # noqa: SLF001 - the converter that pygls was given


def _range(ls: Server, span: Span) -> types.Range:
    found: types.Range = _structured(ls, as_range(span, ls.encoding), types.Range)
    return found


def _settings_file(ls: Server, uri: str) -> tuple[Document, Path] | None:
    """Return an open settings file."""
    path, document = file_path(uri), ls.document(uri)
    if document is None or path is None or path.name not in _SETTINGS_FILES:
        return None
    return document, path


# Hover and completion.


async def answer_hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    """Tell what became of the name at a position, or what a code or a setting means."""
    uri, place = params.text_document.uri, params.position
    settings = _settings_file(ls, uri)
    if settings is not None:
        document, path = settings
        offset = document.text.offset(place.line, place.character, document.encoding)
        rules = ls.sessions.for_file(path).rules
        shown = hover_settings(document.text.utf8, offset, rules, pyproject=path.name == "pyproject.toml")
        span = Span(uri, document.text, shown.start, shown.end) if shown is not None else None
    else:
        found = ls.at(uri, place.line, place.character)
        if found is None:
            return None
        view, offset = found
        text = view.text().utf8
        source = await ls.judging.source(view)
        if view.scope is None or source is None or not _still_shows(view, text):
            return None
        shown = hover(source, offset, view.scope.registry, view.scope.target())
        span = view.span(shown.start, shown.end) if shown is not None else None
    if shown is None or span is None:
        return None
    abilities = ls.client_capabilities.text_document
    ability = abilities.hover if abilities is not None else None
    formats = ability.content_format if ability is not None else None
    return types.Hover(_markup(formats, shown.markdown), _range(ls, span))


def _markup(formats: Sequence[types.MarkupKind] | None, markdown: str) -> types.MarkupContent:
    """Return a text in the first form that is at hand and that the editor shows; all show Markdown that say nothing."""
    if formats is None or types.MarkupKind.Markdown in formats:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, plain_text(markdown))


def answer_completion(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    """Offer codes in ignore comments, and keys and values in the settings file."""
    uri, place = params.text_document.uri, params.position
    document = ls.document(uri)
    if document is None:
        return None
    offset = document.text.offset(place.line, place.character, document.encoding)
    settings = _settings_file(ls, uri)
    offers: list[Offer] = []
    if settings is not None:
        path = settings[1]
        rules = ls.sessions.for_file(path).rules
        offers = complete_settings(document.text.utf8, offset, rules, pyproject=path.name == "pyproject.toml")
    if not offers and uri in ls.views:
        scope = ls.views[uri].scope
        if scope is not None:
            present = _codes_on_line(ls, uri, place)
            offers = complete(document.text.utf8, offset, scope.registry, present)
    abilities = ls.client_capabilities.text_document
    ability = abilities.completion.completion_item if abilities is not None and abilities.completion else None
    formats = ability.documentation_format if ability is not None else None
    items = [
        types.CompletionItem(
            offer.label,
            kind=types.CompletionItemKind.EnumMember,
            detail=offer.detail,
            documentation=_markup(formats, offer.documentation),
            sort_text=f"{offer.rank:02}{at:04}",
            # Typing a rule's name finds its code: what is offered has been chosen here already.
            filter_text=document.text.utf8[offer.start : offer.end].decode(errors="replace") or offer.label,
            text_edit=types.TextEdit(_range(ls, Span(uri, document.text, offer.start, offer.end)), offer.text),
        )
        for at, offer in enumerate(offers)
    ]
    return types.CompletionList(is_incomplete=False, items=items) if items else None


def _codes_on_line(ls: Server, uri: str, place: types.Position) -> list[str]:
    """Return the codes that are reported on a line, or on the one below it."""
    codes = []
    for view in ls.of(uri):
        for finding in view.findings:
            span = view.span(finding.start, finding.end)
            if span is not None and span.uri == uri:
                line = span.lines.place(span.start, view.encoding)[0]
                if line in {place.line, place.line + 1}:
                    codes.append(finding.code)
    return list(dict.fromkeys(codes))


# Code actions.


async def answer_code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer what can be done about the findings in a range. What the editor believes of them is not looked at.

    Some editors give back ranges in other units than those that they were given.
    """
    uri = params.text_document.uri
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    offered: list[types.CodeAction] = []
    for kind in FIXING_ALL if only else ():
        if wants(only, kind):
            offered += await _fixing_all(ls, uri, kind)
    # No quick fix is below these.
    if only and all(kind.split(".", 1)[0] in {"source", "notebook"} for kind in only):
        return offered
    for view in ls.of(uri):
        start = view.offset(uri, params.range.start.line, params.range.start.character)
        end = view.offset(uri, params.range.end.line, params.range.end.character)
        if start is None or end is None or view.live is None or not _near(view, start, end):
            continue
        if view.scope is None or not any(view.scope.settings.code_action):
            continue  # the fixes would be worked out for nothing
        text = view.text().utf8
        findings = await ls.judging.fixed(view)
        await ls.judging.source(view)
        # What was found in an older text would be done in the wrong places; the editor asks again for the new one.
        request = _request(view, findings, start, end, only) if _still_shows(view, text) else None
        if request is not None:
            chosen = [action for action in actions(request) if action.kind not in FIXING_ALL]
            offered += [one for action in chosen if (one := _shown(ls, view, uri, action)) is not None]
    return offered


def _near(view: View, start: int, end: int) -> bool:
    """Tell whether there is any finding on the lines of a range: editors ask whenever the cursor moves."""
    text = view.text()
    first, last = text.line_of(min(start, end)), text.line_of(max(start, end))
    return any(text.line_of(finding.start) <= last and first <= text.line_of(finding.end) for finding in view.findings)


def _request(view: View, findings: Sequence[Any], start: int, end: int, only: tuple[str, ...]) -> Request | None:
    scope, live = view.scope, view.live
    if scope is None or live is None:
        return None
    return Request(
        view.text(),
        findings,
        live.registry,
        live.target,
        live.path,
        live.filename,
        view.source(),
        start,
        end,
        only,
        scope.settings.unsafe_fixes,
        scope.settings.code_action,
    )


def _shown(ls: Server, view: View, uri: str, action: Action) -> types.CodeAction | None:
    """Return a quick fix as the editor knows it; None for one that it cannot be told."""
    shown = types.CodeAction(action.title, kind=action.kind, is_preferred=action.preferred or None)
    if action.explain is not None:
        shown.command = types.Command(action.title, EXPLAIN, arguments=[{"code": action.explain}])
        return shown
    if action.edits is not None:
        shown.edit = workspace_edit(ls, view.edits(sorted(set(action.edits))))
        return shown if shown.edit is not None else None
    shown.data = {"document": uri, "part": view.owner is not None, "action": action.data}
    if not _resolves(ls):
        resolved = resolve(action.data, _current(view))
        shown.edit = workspace_edit(ls, view.edits(resolved.edits))
        return shown if shown.edit is not None else None
    return shown


def _resolves(ls: Server) -> bool:
    """Tell whether the editor asks for the edits of an action once it was chosen."""
    document = ls.client_capabilities.text_document
    ability = document.code_action if document is not None else None
    resolving = ability.resolve_support if ability is not None else None
    return bool(ability is not None and ability.data_support and resolving and "edit" in resolving.properties)


def _current(view: View) -> Request:
    """Return a program as it is now, with its fixes if they are known."""
    known = view.fixed[1] if view.fixed is not None and view.fixed[0] == view.text().utf8 else ()
    request = _request(view, known, 0, 0, ())
    if request is None:
        raise ValueError(view.uri)
    return request


def _still_shows(view: View, text: bytes) -> bool:
    """Tell whether a program is open and its text is the one that it was before something was waited for."""
    return view.live is not None and view.text().utf8 == text


async def answer_resolve(ls: Server, action: types.CodeAction) -> types.CodeAction:
    """Work out the edits of an action that was chosen, on the text as it is now."""
    data: Any = action.data
    if not isinstance(data, dict) or not isinstance(data.get("document"), str):
        return action
    if action.kind in FIXING_ALL:
        action.edit = await _edit_fixing_all(ls, data["document"], str(action.kind), data.get("action"))
        return action
    for view in ls.of(data["document"]):
        if view.live is None or (view.owner is not None) != bool(data.get("part")):
            continue
        await ls.judging.source(view)
        text = view.text().utf8
        resolved = await ls.judging.offload(_resolved, data.get("action"), _current(view))
        if not _still_shows(view, text):
            resolved = Resolved((), CHANGED)
        if resolved.told:
            ls.say(resolved.told)
        action.edit = workspace_edit(ls, view.edits(resolved.edits))
    return action


def _resolved(data: object, request: Request, *, stopped: Any) -> Any:
    return resolve(data, request, stopped=stopped)


# Fixing all on saving. Nobody looks at what is offered then, and so nothing is said if there is nothing to do.


def _fixed_by(ls: Server, uri: str, kind: str) -> list[View]:
    """Return the programs that fixing all fixes: what cells write to files is as good as theirs."""
    view = ls.views.get(uri)
    if isinstance(view, NotebookView):
        if kind == NOTEBOOK_FIX_ALL:
            return [view, *view.parts]
        return [*ls.parts[uri]] if uri in ls.parts else [view]
    return [view] if view is not None and kind == FIX_ALL else []


async def _fixing_all(ls: Server, uri: str, kind: str) -> list[types.CodeAction]:
    """Offer to fix a document, or a notebook, if there is anything to fix in it."""
    chosen = [
        action
        for view in _fixed_by(ls, uri, kind)
        if view.scope is not None and view.scope.settings.fix_all
        if (request := _request(view, await ls.judging.fixed(view), 0, 0, (kind,))) is not None
        for action in actions(request)
        if kind == NOTEBOOK_FIX_ALL or any(uri in _documents(view, finding.fix) for finding in action.findings)
    ]
    if not chosen:
        return []
    shown = types.CodeAction(chosen[0].title, kind=kind)
    shown.data = {"document": uri, "action": chosen[0].data}
    if not _resolves(ls):
        shown.edit = await _edit_fixing_all(ls, uri, kind, chosen[0].data)
        return [shown] if shown.edit is not None else []
    return [shown]


async def _edit_fixing_all(ls: Server, uri: str, kind: str, data: object) -> types.WorkspaceEdit | None:
    placed: list[tuple[Span, str]] = []
    texts = [(view, view.text().utf8) for view in _fixed_by(ls, uri, kind) if view.live is not None]

    def is_overtaken() -> bool:
        """Tell whether a wait has let an edit by, in which all places are others."""
        return not all(_still_shows(view, text) for view, text in texts)

    for view, _ in texts:
        fixes = [finding.fix for finding in await ls.judging.fixed(view)]
        if is_overtaken():
            return None
        # A cell that is saved by itself is fixed by itself, unless a fix of it goes on in another one.
        alone = kind == FIX_ALL and all(_documents(view, fix) <= {uri} for fix in fixes if uri in _documents(view, fix))
        resolved = await ls.judging.offload(_resolved, data, _current(view))
        if is_overtaken():
            return None
        edits = view.edits(resolved.edits) or []
        placed += [edit for edit in edits if edit[0].uri == uri or not alone]
    return workspace_edit(ls, placed)


def _documents(view: View, fix: Fix | None) -> set[str]:
    """Return the documents that a fix changes."""
    placed = view.edits(sorted(set(fix.edits))) if fix is not None else None
    return {span.uri for span, _ in placed or ()}


def workspace_edit(ls: Server, placed: Sequence[tuple[Span, str]] | None) -> types.WorkspaceEdit | None:
    """Return edits of documents in the form that the editor understands; None where there are none."""
    by_document: dict[str, list[types.TextEdit]] = {}
    for span, text in placed or ():
        by_document.setdefault(span.uri, []).append(types.TextEdit(_range(ls, span), text))
    if not by_document:
        return None
    workspace = ls.client_capabilities.workspace
    ability = workspace.workspace_edit if workspace is not None else None
    if ability is None or not ability.document_changes:
        return types.WorkspaceEdit(changes=by_document)
    changes = []
    for uri, own in by_document.items():
        document = ls.document(uri)
        version = document.version if document is not None else None
        identifier = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        changes.append(types.TextDocumentEdit(identifier, list(own)))
    return types.WorkspaceEdit(document_changes=changes)


# Lenses and hints.


async def answer_code_lens(ls: Server, params: types.CodeLensParams) -> list[types.CodeLens]:
    """Offer to verify each export and each load, and show what the last run said of it."""
    uri = params.text_document.uri
    view = ls.views.get(uri)
    if view is None or view.scope is None or view.live is None or not view.scope.settings.code_lens:
        return []
    if ls.untrusted:
        return []  # nothing of the workspace is run
    source = await ls.judging.source(view, patient=True)
    if source is None:
        return []
    calls = view.calls()
    shown = []
    for lens in lenses(calls, view.verdicts.of(source, calls), ran=view.verdicts.ran):
        span = view.span(lens.start, lens.end)
        if span is not None and span.uri == uri:
            argument = {"uri": view.uri, "model": lens.model}
            shown.append(types.CodeLens(_range(ls, span), types.Command(lens.title, VERIFY, arguments=[argument])))
    return shown


async def answer_inlay_hint(ls: Server, params: types.InlayHintParams) -> list[types.InlayHint]:
    """Show the signatures of the models that calls export or load."""
    uri = params.text_document.uri
    view = ls.views.get(uri)
    if view is None or view.scope is None or view.live is None or not view.scope.settings.inlay_hints:
        return []
    source = await ls.judging.source(view, patient=True)
    if source is None or view.path is None:
        return []
    calls = view.calls()
    folders = [view.path.parent, *ls.sessions.folders]
    shown = []
    for hint in signature_hints(calls, view.verdicts.of(source, calls), folders):
        span = view.span(hint.at, hint.at)
        if span is None or span.uri != uri:
            continue
        line, character = span.lines.place(span.start, view.encoding)
        if params.range.start.line <= line <= params.range.end.line:
            tooltip = types.MarkupContent(types.MarkupKind.Markdown, hint.tooltip)
            shown.append(types.InlayHint(types.Position(line, character), hint.label, tooltip=tooltip))
    return shown


__all__ = [
    "EXPLAIN",
    "KINDS",
    "VERIFY",
    "answer_code_action",
    "answer_code_lens",
    "answer_completion",
    "answer_hover",
    "answer_inlay_hint",
    "answer_resolve",
    "workspace_edit",
]
