"""Findings as diagnostics of the protocol, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint.engine import CANNOT_PARSE
from hublint.lsp.related import origin
from hublint.lsp.views import NotebookView, Span, as_range, line_span
from hublint.rule import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lsprotocol import types

    from hublint.lsp.documents import Document
    from hublint.lsp.positions import Encoding, Lines
    from hublint.lsp.views import View
    from hublint.registry import Registry
    from hublint.rule import Fix
    from hublint.source.source import Source

SOURCE: Final = "hublint"
SEVERITIES: Final = {"error": 1, "warning": 2, "information": 3, "hint": 4}
TAGS: Final = {"unnecessary": 1, "deprecated": 2}
ORIGIN: Final = "the name comes from here"
RAN: Final = "hublint verify"
"""The source of what running a program has shown: it is true of the text that was run."""


class Abilities(NamedTuple):
    """What an editor can do with diagnostics, in whichever way it gets them.

    Attributes:
        pulls: whether it asks for those of text documents.
        refreshes: whether it can be told to ask again.
        related: whether it shows other places that a diagnostic speaks of.
        tags: the tags that it knows.
        links: whether it shows a code as a link.
        data: whether it gives back what hublint attaches.
        versions: whether it wants to know which version of a document a diagnostic is of.
    """

    pulls: bool = False
    refreshes: bool = False
    related: bool = False
    tags: frozenset[int] = frozenset()
    links: bool = False
    data: bool = False
    versions: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Abilities:
        """Read what an editor says of itself."""
        document = capabilities.text_document
        pull = document.diagnostic if document is not None else None
        push = document.publish_diagnostics if document is not None else None
        supported = getattr(pull, "tag_support", None) or getattr(push, "tag_support", None)
        workspace = capabilities.workspace
        refresh = workspace.diagnostics.refresh_support if workspace is not None and workspace.diagnostics else False

        def either(name: str) -> bool:
            return bool(getattr(pull, name, None) or getattr(push, name, None))

        return cls(
            pull is not None,
            bool(refresh),
            either("related_information"),
            frozenset(int(getattr(tag, "value", tag)) for tag in supported.value_set) if supported else frozenset(),
            either("code_description_support"),
            either("data_support"),
            bool(push is not None and push.version_support),
        )


def diagnostics(view: View, abilities: Abilities) -> dict[str, list[dict[str, Any]]]:
    """Return the diagnostics of each document that a view consists of; of a notebook's part, those of the notebook."""
    top = view.owner or view
    found: dict[str, list[dict[str, Any]]] = {uri: [] for uri in top.uris}
    parts = [top, *top.parts] if isinstance(top, NotebookView) else [top]
    for part in parts:
        for uri, told in _Telling(part, abilities).all():
            found.setdefault(uri, []).append(told)
    return found


def diagnostics_of(
    findings: Iterable[Finding], lines: Lines, rules: Registry, abilities: Abilities, encoding: Encoding
) -> list[dict[str, Any]]:
    """Return the diagnostics of a file that is not open; those of a notebook, whose cells are not either, have none."""
    told = []
    for finding in findings:
        if finding.cell is not None:
            continue
        if finding.code == CANNOT_PARSE:
            span = line_span("", lines, finding.location.row)
        else:
            span = Span("", lines, finding.start, finding.end)
        told.append({**described(finding, rules, abilities), "range": as_range(span, encoding)})
    return told


def described(finding: Finding, rules: Registry | None, abilities: Abilities) -> dict[str, Any]:
    """Return what a diagnostic says of a finding besides where it stands."""
    told: dict[str, Any] = {
        "severity": SEVERITIES["warning" if rules is None else rules.severity(finding.code)],
        "code": finding.code,
        "source": SOURCE,
        "message": finding.message if finding.detail is None else f"{finding.message}\n{finding.detail}",
    }
    rule = rules.by_code.get(finding.code) if rules is not None else None
    if abilities.links and rule is not None and rule.references:
        told["codeDescription"] = {"href": rule.references[0]}
    tags = [TAGS[tag] for tag in (rules.tags(finding.code) if rules else ()) if TAGS[tag] in abilities.tags]
    if tags:
        told["tags"] = tags
    return told


class _Telling:
    """Writes the findings of one view as diagnostics."""

    def __init__(self, view: View, abilities: Abilities) -> None:
        self.view = view
        self.abilities = abilities
        self.rules: Registry | None = view.scope.rules if view.scope is not None else None
        self.fixes = _known_fixes(view) if abilities.data else {}

    def all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        view = self.view
        if self.rules is None or view.live is None:
            return
        # Parsing a text for this alone would take longer than all the rest.
        source = view.source() if self.abilities.related and view.live.exact and view.findings else None
        if isinstance(view, NotebookView):
            yield from self._of_unread_cells(view)
        for finding in view.findings:
            span = self._span(finding)
            if span is None:
                continue
            told = self._diagnostic(finding, span)
            related = self._related(source, finding)
            if related is not None:
                told["relatedInformation"] = [related]
            if isinstance(view, NotebookView) and view.judged:
                view.remember(span, finding)
            yield span.uri, told
        if view.proved and view.live.exact:
            view.proven = shown_findings(view)
        for finding in view.proven:
            span = view.span(finding.start, finding.end)
            if span is not None:
                yield span.uri, {**self._diagnostic(finding, span), "source": RAN}

    def _of_unread_cells(self, view: NotebookView) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what was last shown in cells that do not parse now, or that they never did."""
        for document, finding in view.in_cells():
            yield (
                document.uri,
                self._diagnostic(finding, Span(document.uri, document.text, finding.start, finding.end)),
            )
        if view.judged:
            view.forget_shown()
        for document, error in view.unread():
            if view.scope is not None and not view.scope.ignores(CANNOT_PARSE):
                yield document.uri, self._unread(document, error.line, error.reason, view.encoding)

    def _span(self, finding: Finding) -> Span | None:
        """Return where a finding stands; one that a file cannot be parsed speaks of a line."""
        whole = self.view.span(0, 0) if finding.code == CANNOT_PARSE else None
        if whole is not None:
            return line_span(whole.uri, whole.lines, finding.location.row)
        return self.view.span(finding.start, finding.end)

    def _diagnostic(self, finding: Finding, span: Span) -> dict[str, Any]:
        told = described(finding, self.rules, self.abilities)
        told["range"] = as_range(span, self.view.encoding)
        if self.abilities.data:
            told["data"] = self._data(finding)
        return told

    def _data(self, finding: Finding) -> dict[str, Any]:
        """Return what the editor gives back, or shows to other programs: the code, and the fix where it is known."""
        data: dict[str, Any] = {"code": finding.code}
        fix = self.fixes.get(_key(finding))
        placed = self.view.edits(sorted(set(fix.edits))) if fix is not None else None
        if fix is not None and placed is not None:
            data["fix"] = {
                "applicability": fix.applicability,
                "message": fix.message,
                "edits": [
                    {"uri": span.uri, "range": as_range(span, self.view.encoding), "newText": text}
                    for span, text in placed
                ],
            }
        return data

    def _related(self, source: Source | None, finding: Finding) -> dict[str, Any] | None:
        """Return where the name that a finding begins with was given its meaning, if the text is the parsed one."""
        span = origin(source, finding) if source is not None else None
        place = self.view.range(*span) if span is not None else None
        return None if place is None else {"location": {"uri": place[0], "range": place[1]}, "message": ORIGIN}

    def _unread(self, document: Document, row: int | None, reason: str, encoding: Encoding) -> dict[str, Any]:
        span = line_span(document.uri, document.text, row or 1)
        return {
            "range": as_range(span, encoding),
            "severity": SEVERITIES["error"],
            "code": CANNOT_PARSE,
            "source": SOURCE,
            "message": f"{reason}; the cell is left as it is",
        }


def shown_findings(view: View) -> list[Finding]:
    """Return what running a program has shown: at its calls as they are now, and at lines of the text that ran."""
    source = view.source()
    if source is None:
        return view.proven
    calls = view.calls()
    found: list[Finding] = []
    for call, known in zip(calls, view.verdicts.of(source, calls), strict=True):
        for remark in known.verdict.remarks if known is not None and not known.call_changed else ():
            start, end = (Location(*source.text.position(offset)) for offset in (call.start, call.end))
            found.append(
                Finding(
                    view.name,
                    start,
                    end,
                    remark.code,
                    remark.message,
                    call.start,
                    call.end,
                    detail=remark.detail or None,
                )
            )
    if view.troubles is not None and view.troubles[0] == source.text.utf8:
        found += view.troubles[1]
    return found


def _key(finding: Finding) -> tuple[str, str]:
    return finding.code, f"{finding.start}:{finding.end}:{finding.message}"


def _known_fixes(view: View) -> dict[tuple[str, str], Fix]:
    """Return the fixes of what is shown, if they have been worked out for this very text."""
    if view.fixed is None or view.fixed[0] != view.text().utf8:
        return {}
    return {_key(finding): finding.fix for finding in view.fixed[1] if finding.fix is not None}


__all__ = ["SOURCE", "Abilities", "diagnostics", "diagnostics_of", "shown_findings"]
