"""Findings as diagnostics of the protocol, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from lsprotocol import types

    from hublint.lsp.views import View
    from hublint.registry import Registry
    from hublint.rule import Finding, Fix

SOURCE: Final = "hublint"
SEVERITIES: Final = {"error": 1, "warning": 2, "information": 3, "hint": 4}
TAGS: Final = {"unnecessary": 1, "deprecated": 2}


class Abilities(NamedTuple):
    """What an editor can do with diagnostics, in whichever way it gets them."""

    pulls: bool
    """Whether it asks for those of text documents."""
    refreshes: bool
    """Whether it can be told to ask again."""
    related: bool
    tags: frozenset[int]
    links: bool
    data: bool
    versions: bool

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Abilities:
        """Read what an editor says of itself."""
        document = capabilities.text_document
        pull = document.diagnostic if document is not None else None
        push = document.publish_diagnostics if document is not None else None
        asked = pull if pull is not None else push
        supported = getattr(asked, "tag_support", None) or getattr(push, "tag_support", None)
        workspace = capabilities.workspace
        refresh = workspace.diagnostics.refresh_support if workspace is not None and workspace.diagnostics else False

        def both(name: str) -> bool:
            return bool(getattr(asked, name, None) or getattr(push, name, None))

        return cls(
            pull is not None,
            bool(refresh),
            both("related_information"),
            frozenset(int(getattr(tag, "value", tag)) for tag in supported.value_set) if supported else frozenset(),
            both("code_description_support"),
            both("data_support"),
            bool(push is not None and push.version_support),
        )


def diagnostics(
    view: View, abilities: Abilities, extra: list[Finding] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Return the diagnostics of each document of a view, in order; `extra` are those that running it gave."""
    found: dict[str, list[dict[str, Any]]] = {uri: [] for uri in view.uris}
    if view.scope is None or view.scope.registry is None:
        return found
    rules = view.scope.rules
    fixes = _known_fixes(view) if abilities.data else {}
    for finding in (*view.findings, *(extra or ())):
        place = view.range(finding.start, finding.end)
        if place is None:
            continue
        uri, where = place
        told = _diagnostic(finding, where, rules, abilities)
        if abilities.data:
            told["data"] = _data(view, finding, fixes.get(_key(finding)))
        found.setdefault(uri, []).append(told)
    return found


def _diagnostic(finding: Finding, where: dict[str, Any], rules: Registry, abilities: Abilities) -> dict[str, Any]:
    message = finding.message if finding.detail is None else f"{finding.message}\n{finding.detail}"
    told: dict[str, Any] = {
        "range": where,
        "severity": SEVERITIES[rules.severity(finding.code)],
        "code": finding.code,
        "source": SOURCE,
        "message": message,
    }
    rule = rules.by_code.get(finding.code)
    if abilities.links and rule is not None and rule.references:
        told["codeDescription"] = {"href": rule.references[0]}
    tags = [TAGS[tag] for tag in rules.tags(finding.code) if TAGS[tag] in abilities.tags]
    if tags:
        told["tags"] = tags
    return told


def _key(finding: Finding) -> tuple[str, int, int, str]:
    return finding.code, finding.start, finding.end, finding.message


def _known_fixes(view: View) -> dict[tuple[str, int, int, str], Fix]:
    """Return the fixes of what is shown, if they have been worked out for this very text."""
    if view.fixed is None or view.fixed[0] is not view.utf8:
        return {}
    return {_key(finding): finding.fix for finding in view.fixed[1] if finding.fix is not None}


def _data(view: View, finding: Finding, fix: Fix | None) -> dict[str, Any]:
    data: dict[str, Any] = {"code": finding.code}
    if fix is not None:
        edits = []
        for edit in sorted(set(fix.edits)):
            place = view.range(edit.start, edit.end)
            if place is None:
                return data
            edits.append({"uri": place[0], "range": place[1], "newText": edit.replacement})
        data["fix"] = {"applicability": fix.applicability, "message": fix.message, "edits": edits}
    return data


__all__ = ["SOURCE", "Abilities", "diagnostics"]
