"""Findings as SARIF 2.1.0, which GitHub's code scanning, Azure DevOps and editors show.

GitHub takes up to 25,000 results and 25,000 rules of a run, shows the 5,000 most severe results, and refuses a file of
more than 10 MB in gzip; of a rule's name and descriptions it takes 255 and 1,024 characters. It has no use for fixes,
which other viewers apply. Of a notebook regions and fixes are those of its file.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

import hublint
from hublint.engine import CANNOT_PARSE
from hublint.output.fingerprints import Fingerprints, line_hashes
from hublint.output.github import WORKSPACE
from hublint.output.paths import STDIN, Root
from hublint.output.raw import raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from hublint.output import Failure, FileReport
    from hublint.output.raw import RawFile, Region
    from hublint.registry import Registry
    from hublint.rule import Finding, Fix, Rule, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SOURCE_ROOT: Final = "%SRCROOT%"

_MOST: Final = 1024
"""How many characters of a description GitHub takes."""

_LEVELS: Final[Mapping[Severity, str]] = {
    "error": "error",
    "warning": "warning",
    "information": "note",
    "hint": "note",
}
_PROBLEMS: Final = {"error": "error", "warning": "warning", "note": "recommendation"}


class Pages(NamedTuple):
    """What tells of a rule: all of it as Markdown, and the docstring, whose first line is the finding."""

    page: Callable[[Rule], str]
    docstring: Callable[[Rule], str]


def render(files: Iterable[FileReport], rules: Registry, failures: Iterable[Failure], pages: Pages) -> Iterator[str]:
    """Yield the document, with a line for each rule and each result, as the files come.

    All rules are told, also those that found nothing, so that reports differ in their results alone. What is in
    `failures` is asked for once all files are known.
    """
    log = _Log(rules)
    yield f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
    yield f'"tool": {{"driver": {{"name": "hublint", "semanticVersion": {_json(hublint.__version__)}, "rules": [\n'
    yield from _listed(_described(rule, pages) for rule in rules.rules)
    yield f"]}}}},\n{_members(log.settings())},\n"
    yield '"results": [\n'
    yield from _listed(result for file in files for result in log.results(file))
    yield f"],\n{_members(log.outcome(failures))}\n}}]}}\n"


# Rules.


def _described(rule: Rule, pages: Pages) -> dict[str, Any]:
    headline, _, prose = pages.docstring(rule).partition("\n")
    level = _LEVELS[rule.severity]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _cut(headline)},
        "fullDescription": {"text": _beginning(headline, prose)},
        "help": {
            "text": f"{headline}\n`hublint rule {rule.code}` explains it.",
            "markdown": pages.page(rule),
        },
        **({"helpUri": rule.references[0]} if rule.references else {}),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": ["tensorflow", *rule.tags],
            "problem.severity": _PROBLEMS[level],
            "applicability": rule.applicability,
            "since": rule.since,
        },
    }


def _beginning(headline: str, prose: str) -> str:
    """Return as many paragraphs as GitHub takes, each as one line; none that announces one that is left out."""
    lines = [" ".join(paragraph.split()) for paragraph in prose.strip().split("\n\n")]
    kept = [_cut(headline)]
    for line in lines:
        if len("\n".join((*kept, line))) > _MOST:
            break
        kept.append(line)
    while len(kept) <= len(lines) and kept[-1].endswith(":"):
        kept.pop()
    return "\n".join(kept).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


# Results.


class _Log:
    """What one report needs to know of all files before."""

    def __init__(self, rules: Registry) -> None:
        self._root = Root(WORKSPACE)
        self._rules = rules
        self._indexes = {rule.code: index for index, rule in enumerate(rules.rules)}
        self._fingerprints = Fingerprints()
        self._artifacts: list[dict[str, Any]] = []
        self._all_parsed = True

    def settings(self) -> dict[str, Any]:
        """Return what holds for all regions and addresses."""
        return {
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "defaultEncoding": "utf-8",
            "defaultSourceLanguage": "python",
            "originalUriBaseIds": {SOURCE_ROOT: {"uri": _folder(self._root.folder)}},
        }

    def results(self, file: FileReport) -> Iterator[dict[str, Any]]:
        """Yield the results of a file."""
        stored = raw(file)
        location = self._location(file.path)
        if stored.encoding != "utf-8":
            # Nothing else tells a reader what a column is.
            self._artifacts.append({"location": location, "encoding": stored.encoding})
        hashes = line_hashes(file.data)
        fingerprints = self._fingerprints.of(file, self._root.told(file.path))
        for finding, fingerprint in zip(file.findings, fingerprints, strict=True):
            self._all_parsed &= finding.code != CANNOT_PARSE
            region = stored.region(finding)
            partial = {"hublint/v1": fingerprint}
            if region.row <= len(hashes):
                partial["primaryLocationLineHash"] = hashes[region.row - 1]
            yield {
                "ruleId": finding.code,
                **({"ruleIndex": self._indexes[finding.code]} if finding.code in self._indexes else {}),
                "level": _LEVELS[self._rules.severity(finding.code)],
                "message": {"text": _message(finding)},
                "locations": [{"physicalLocation": {"artifactLocation": location, "region": _region(region)}}],
                "partialFingerprints": partial,
                **_fixes(finding.fix, stored, location),
                **_properties(finding),
            }

    def outcome(self, failures: Iterable[Failure]) -> dict[str, Any]:
        """Return what is known when all files are: what could not be checked."""
        told = [self._notification(failure) for failure in failures]
        invocation = {
            "executionSuccessful": not told and self._all_parsed,
            "workingDirectory": {"uri": _folder(str(Path.cwd()))},
            **({"toolExecutionNotifications": told} if told else {}),
        }
        return {**({"artifacts": self._artifacts} if self._artifacts else {}), "invocations": [invocation]}

    def _notification(self, failure: Failure) -> dict[str, Any]:
        at = (
            {}
            if failure.path is None
            else {"locations": [{"physicalLocation": {"artifactLocation": self._location(failure.path)}}]}
        )
        return {"level": "error", "message": {"text": failure.sentence}, **at}

    def _location(self, path: Path) -> dict[str, Any]:
        if path == STDIN:
            return {"uri": "-", "description": {"text": "standard input"}}
        relative = self._root.relative(path)
        if relative is None:
            return {"uri": Path(os.path.abspath(path)).as_uri()}  # noqa: PTH100 - Path.resolve would follow links
        return {"uri": quote(os.fsencode(relative)), "uriBaseId": SOURCE_ROOT}


def _message(finding: Finding) -> str:
    # Whoever is shown the file of a notebook looks for the cell.
    cell = "" if finding.cell is None else f" (cell {finding.cell}, line {finding.location.row})"
    return finding.message + cell


def _properties(finding: Finding) -> dict[str, Any]:
    told = {
        "cell": finding.cell,
        "note": finding.note,
        "detail": finding.detail,
        "skeleton": finding.skeleton,
        "applicability": None if finding.fix is None else finding.fix.applicability,
        "verified": None if finding.fix is None else finding.fix.verified,
    }
    known = {key: value for key, value in told.items() if value is not None}
    return {"properties": known} if known else {}


def _fixes(fix: Fix | None, stored: RawFile, location: Mapping[str, Any]) -> dict[str, Any]:
    replacements = [] if fix is None else stored.replacements(fix)
    if fix is None or not replacements:
        return {}
    written = [
        {"deletedRegion": _region(region), **({"insertedContent": {"text": content}} if content else {})}
        for region, content in replacements
    ]
    change = {"artifactLocation": location, "replacements": written}
    return {"fixes": [{"description": {"text": fix.message}, "artifactChanges": [change]}]}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.row,
        "startColumn": region.column,
        "endLine": region.end_row,
        "endColumn": region.end_column,
    }


# Writing.


def _folder(path: str) -> str:
    return f"{Path(path).as_uri().rstrip('/')}/"


def _json(document: object) -> str:
    import json

    return json.dumps(document)


def _members(document: Mapping[str, object]) -> str:
    return ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in document.items())


def _listed(documents: Iterable[object]) -> Iterator[str]:
    """Yield the elements of an array, one a line."""
    between = ""
    for document in documents:
        yield between + _json(document)
        between = ",\n"
    if between:
        yield "\n"


__all__ = ["SCHEMA", "SOURCE_ROOT", "Pages", "render"]
