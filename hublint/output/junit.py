"""Findings as failed tests, in the XML that JUnit began and that every service for builds reads.

A file with findings is a suite, and a finding a test of it that failed; a run that finds nothing is one that passed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from hublint.output import place
from hublint.output.paths import Root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.output import Failure, FileReport
    from hublint.registry import Registry
    from hublint.rule import Finding

# What XML cannot hold, not even escaped.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a reader of XML takes for another newline.
_RETURN: Final = {"\r": "&#13;"}


class _Suite(NamedTuple):
    """The tests of one file, and how many of them failed or could not be run."""

    name: str
    cases: list[str]
    failures: int = 0
    errors: int = 0


def render(files: Iterable[FileReport], rules: Registry, failures: Iterable[Failure]) -> Iterator[str]:
    """Yield the document, once all files are known; its characters are ASCII, whatever its reader takes them for."""
    root = Root()
    suites = [_of_file(file, root.told(file.path), rules) for file in files]
    suites += (_of_failure(failure, root) for failure in failures)
    if not suites:
        suites = [_Suite("hublint", [_case("hublint", "nothing found")])]
    tests = sum(len(suite.cases) for suite in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<testsuites {_counts('hublint', tests, sum(s.failures for s in suites), sum(s.errors for s in suites))}>\n"
    for suite in suites:
        yield f"  <testsuite {_counts(suite.name, len(suite.cases), suite.failures, suite.errors)}>\n"
        yield from suite.cases
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _of_file(file: FileReport, path: str, rules: Registry) -> _Suite:
    cases: list[str] = []
    names: Counter[str] = Counter()
    for finding in file.findings:
        name = _name(finding, rules)
        names[name] += 1
        # Services take tests of one name for one test.
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        text = f"{place(finding)}: {finding.code} {finding.message}"
        cases.append(_case(path, name, _outcome("failure", finding.code, finding.message, text)))
    return _Suite(path, cases, failures=len(cases))


def _of_failure(failure: Failure, root: Root) -> _Suite:
    path = "hublint" if failure.path is None else root.told(failure.path)
    case = _case(path, "can be checked", _outcome("error", "hublint", failure.sentence, failure.sentence))
    return _Suite(path, [case], errors=1)


def _name(finding: Finding, rules: Registry) -> str:
    rule = rules.by_code.get(finding.code)
    name = "" if rule is None else f" {rule.name}"
    cell = "" if finding.cell is None else f"cell {finding.cell}, "
    row, column = finding.location
    return f"{finding.code}{name}, {cell}line {row}, column {column}"


def _counts(name: str, tests: int, failures: int, errors: int) -> str:
    return f'name={_attribute(name)} tests="{tests}" failures="{failures}" errors="{errors}"'


def _case(suite: str, name: str, outcome: str = "") -> str:
    attributes = f"classname={_attribute(suite)} name={_attribute(name)}"
    return f"    <testcase {attributes}>{outcome}</testcase>\n" if outcome else f"    <testcase {attributes}/>\n"


def _outcome(element: str, kind: str, message: str, text: str) -> str:
    attributes = f"type={_attribute(kind)} message={_attribute(message)}"
    return f"<{element} {attributes}>{_ascii(escape(_allowed(text), _RETURN))}</{element}>"


def _attribute(text: str) -> str:
    return _ascii(quoteattr(_allowed(text)))


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _ascii(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode()


__all__ = ["render"]
