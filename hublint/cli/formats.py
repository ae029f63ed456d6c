"""The formats in which `hublint check` tells what it found: each is named here, once, and imported when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hublint.output import Failure, FileReport
    from hublint.registry import Registry


class Told(NamedTuple):
    """What a format may tell.

    Attributes:
        files: the files with findings, each checked when it is asked for.
        rules: gives what the findings' codes stand for, which not every format has to know.
        unsafe: whether the options count unsafe fixes in.
        failures: what could not be checked; complete once the last file has been asked for.
    """

    files: Iterable[FileReport]
    rules: Callable[[], Registry]
    unsafe: bool
    failures: list[Failure]


class Format(NamedTuple):
    """A format.

    Attributes:
        render: writes it.
        what: what `--help` says of it.
        fixes: whether it shows fixes, or anything that is found out with them.
        whole: whether it is one document, also where there is nothing to tell, and stands alone on standard output.
        program: whether it is read by programs, for which it has to be alone.
        lines: whether it says nothing but what the findings say, and shows nothing of the files.
    """

    render: Callable[[Told], Iterator[str]]
    what: str
    fixes: bool = False
    whole: bool = False
    program: bool = True
    lines: bool = False


def _full(told: Told) -> Iterator[str]:
    from hublint.output import full

    return full.render(told.files, unsafe=told.unsafe)


def _concise(told: Told) -> Iterator[str]:
    from hublint.output import concise

    return concise.render(told.files, unsafe=told.unsafe)


def _json(told: Told) -> Iterator[str]:
    from hublint.output import json

    return json.render(told.files, told.rules())


def _sarif(told: Told) -> Iterator[str]:
    from hublint import catalogue
    from hublint.output import sarif

    pages = sarif.Pages(catalogue.page, catalogue.docstring)
    return sarif.render(told.files, told.rules(), told.failures, pages)


def _github(told: Told) -> Iterator[str]:
    from hublint.output import github

    return github.render(told.files, told.rules(), told.failures)


def _gitlab(told: Told) -> Iterator[str]:
    from hublint.output import gitlab

    return gitlab.render(told.files, told.rules())


def _junit(told: Told) -> Iterator[str]:
    from hublint.output import junit

    return junit.render(told.files, told.rules(), told.failures)


FORMATS: Final = {
    "full": Format(_full, "source and fix (default)", fixes=True, program=False),
    "concise": Format(_concise, "a line for each finding, the fastest", program=False, lines=True),
    "json": Format(_json, "as ruff's", fixes=True, whole=True),
    "sarif": Format(_sarif, "SARIF 2.1.0, for code scanning and viewers", fixes=True, whole=True),
    "github": Format(_github, "annotations of GitHub Actions"),
    "gitlab": Format(_gitlab, "a Code Quality report of GitLab", whole=True),
    "junit": Format(_junit, "XML in which findings are failed tests", whole=True),
}


__all__ = ["FORMATS", "Format", "Told"]
