"""What the editor can have done: each command, and who does it. They take one argument, an object, or none."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from hublint.catalogue import headline
from hublint.lsp.about import about
from hublint.lsp.answers import EXPLAIN, VERIFY
from hublint.lsp.hover import explain, rules_of
from hublint.lsp.protocol import Raw
from hublint.lsp.running import ANSWER, refuse, show_page
from hublint.lsp.views import file_path
from hublint.lsp.workspace import check_workspace, migration_status

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.lsp.running import Verifying
    from hublint.lsp.server import Server
    from hublint.lsp.workspace import Workspace

CHECK_WORKSPACE: Final = "hublint.checkWorkspace"
MIGRATION_STATUS: Final = "hublint.migrationStatus"
DEBUG_INFORMATION: Final = "hublint.debugInformation"
RULES: Final = "hublint.rules"


def add_commands(server: Server, verifying: Verifying, workspace: Workspace) -> None:
    """Have a server do what it can be asked to do."""

    async def verify(*arguments: Any) -> Raw:
        given = _given(arguments)
        uri, model, quiet = given.get("uri"), given.get("model"), given.get("quiet") is True
        if not isinstance(uri, str) or not (model is None or isinstance(model, str)):
            return Raw(refuse(server, f"{VERIFY} wants an object with the uri of a program or a model", quiet=quiet))
        await _settings(server)
        return Raw(await verifying.verify(uri, model, quiet=quiet))

    async def check(*arguments: Any) -> Raw:
        del arguments
        await _settings(server)
        return Raw(await check_workspace(server, workspace))

    async def count(*arguments: Any) -> Raw:
        folder = _given(arguments).get("folder")
        if not (folder is None or (isinstance(folder, str) and file_path(folder) is not None)):
            return Raw(refuse(server, f"{MIGRATION_STATUS} wants the uri of a folder, or nothing", quiet=False))
        await _settings(server)
        return Raw(await migration_status(server, workspace, folder))

    async def explain_rule(*arguments: Any) -> Raw:
        given = _given(arguments)
        code, quiet = given.get("code"), given.get("quiet") is True
        return Raw(await _explain(server, code, quiet=quiet) if isinstance(code, str) else None)

    async def list_rules(*arguments: Any) -> Raw:
        del arguments
        return Raw(_rules(server))

    async def debug(*arguments: Any) -> Raw:
        del arguments
        await _settings(server)
        return Raw({"report": about(server)})

    server.command(VERIFY)(verify)
    server.command(CHECK_WORKSPACE)(check)
    server.command(MIGRATION_STATUS)(count)
    server.command(EXPLAIN)(explain_rule)
    server.command(RULES)(list_rules)
    server.command(DEBUG_INFORMATION)(debug)


def _given(arguments: tuple[Any, ...]) -> dict[str, Any]:
    """Return the one argument that commands take, an object; an empty one where there is none, or something else."""
    return arguments[0] if arguments and isinstance(arguments[0], dict) else {}


async def _settings(ls: Server) -> None:
    """Wait until the settings are known: a command may be what has made the editor start the server."""
    # An editor that answers nothing has the settings that it began with.
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(ls.configured.wait(), ANSWER)


async def _explain(ls: Server, code: str, *, quiet: bool) -> str:
    """Return the page of a rule, and show it, unless the client does that by itself."""
    page = explain(code, ls.sessions.for_file(None).rules)
    if not quiet and not await show_page(ls, code, page):
        ls.say(page)
    return page


def _rules(ls: Server) -> list[dict[str, str]]:
    """Return all rules that there are in the first folder, be they active or not, for a person to choose from."""
    first: Path | None = next((folder / "-" for folder in ls.sessions.folders), None)
    return [
        {
            "code": rule.code,
            "name": rule.name,
            "summary": headline(rule),
            **({"url": rule.references[0]} if rule.references else {}),
        }
        for rule in rules_of("ALL", ls.sessions.for_file(first).rules)
    ]


__all__ = ["add_commands"]
