"""What somebody who helps wants to know first: which hublint, Python and editor, which settings, and where they are.

Nothing of it is secret: no environment variables, no text of files, and of the words that programs are given only how
many there are.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import hublint
from hublint.lsp.hover import rules_of
from hublint.lsp.settings import to_json
from hublint.lsp.views import NotebookView
from hublint.output import count
from hublint.output.markdown import fenced, prose, span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.lsp.server import Server
    from hublint.lsp.sessions import Scope

_PACKAGES: Final = ("pygls", "lsprotocol", "libcst", "msgspec", "ipython")


def about(ls: Server) -> str:
    """Return the page."""
    parts = [
        "# hublint: debug information",
        _listed({"hublint": f"{hublint.__version__}, {span(os.fspath(Path(hublint.__file__).parent))}", **_python()}),
        "## Packages",
        _listed({name: _version(name) for name in _PACKAGES}),
        "## Rules",
        _listed(_packs(ls)),
        "## Editor",
        _listed(_editor(ls)),
        "## Settings outside of the folders",
        *_settings(ls.sessions.for_file(None), folder=None),
    ]
    for one in ls.workspace.folders.values():
        path = ls.folders.get(one.uri)
        parts.append(f"## Folder {span(one.name)}")
        if path is None:
            parts.append(f"{span(one.uri)} is no folder of this machine.")
        else:
            parts += _settings(ls.sessions.for_file(path / "-"), folder=path)
    return "\n\n".join(parts) + "\n"


def _listed(told: dict[str, str]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in told.items())


def _python() -> dict[str, str]:
    return {
        "Python": f"{platform.python_implementation()} {platform.python_version()}, {span(sys.executable)}",
        "System": prose(platform.platform()),
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # Whoever bundles packages may leave out what tells their version.
        module = "IPython" if package == "ipython" else package
        return "there, of unknown version" if find_spec(module) is not None else "not installed"


def _packs(ls: Server) -> dict[str, str]:
    rules = rules_of("ALL", ls.sessions.for_file(None).rules)
    packs = Counter(type(rule).__module__.partition(".")[0] for rule in rules)
    return {span(name): count(number, "rule") for name, number in sorted(packs.items())}


def _editor(ls: Server) -> dict[str, str]:
    client, abilities = ls.client, ls.abilities
    views = set(ls.views.values())
    notebooks = sum(isinstance(view, NotebookView) for view in views)
    minutes, seconds = divmod(int(time.monotonic() - ls.began), 60)
    how = "it asks for them" if abilities.pulls else "it is told them"
    return {
        "Client": prose(" ".join(filter(None, (client.name, client.version)))) if client is not None else "unknown",
        "Positions": ls.encoding,
        "Diagnostics": f"{how}; of the workspace too: {_yes(value=ls.checks_workspace)}",
        "Trusted": _trusted(ls),
        "Open": f"{count(len(views) - notebooks, 'document')}, {count(notebooks, 'notebook')}",
        "Running for": f"{minutes} min {seconds} s",
    }


def _trusted(ls: Server) -> str:
    said = ls.sessions.global_settings.trusted
    if ls.untrusted:
        return "no, so that nothing is run"
    return "not said" if said is None else _yes(value=said)


def _yes(*, value: bool) -> str:
    return "yes" if value else "no"


def _settings(scope: Scope, folder: Path | None) -> Iterable[str]:
    """Yield what holds in a folder: of which files, for which target, and all settings of the editor."""
    source = scope.project.source
    told = {"Path": span(os.fspath(folder))} if folder is not None else {}
    told["Settings file"] = "none" if source is None else span(os.fspath(source))
    told["Target"] = span(str(scope.target()))
    told["Rules"] = f"{len(scope.registry.rules)} of {len(scope.rules.rules)} that judge code"
    if scope.problem is not None:
        told["Problem"] = prose(scope.problem)
    yield _listed(told)
    yield fenced(json.dumps(_without_words(to_json(scope.settings)), indent=2), "json")


def _without_words(settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings without the words that programs are given, among which there may be a password."""
    verify = settings["verify"]
    number = len(verify["arguments"])
    return {**settings, "verify": {**verify, "arguments": count(number, "word") if number else []}}


__all__ = ["about"]
