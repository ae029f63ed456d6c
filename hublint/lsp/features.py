"""What the editor can ask: each request and notification of the protocol, and who answers it."""

from __future__ import annotations

import asyncio
import gc
import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from hublint.lsp.answers import (
    KINDS,
    answer_code_action,
    answer_code_lens,
    answer_completion,
    answer_hover,
    answer_inlay_hint,
    answer_resolve,
)
from hublint.lsp.commands import add_commands
from hublint.lsp.running import ANSWER, Verifying
from hublint.lsp.server import Server
from hublint.lsp.settings import EditorSettings, read
from hublint.lsp.views import file_path
from hublint.lsp.workspace import Workspace, keep_checked, workspace_diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.lsp.protocol import Raw

logger = logging.getLogger(__name__)

SECTION: Final = "hublint"
_WARMING: Final = 3.0
"""Seconds after which what only fixes need is imported, in the background: the first menu would wait for it."""


def create_server() -> Server:
    """Return a server that answers all that hublint has an answer to."""
    server = Server()
    for method, options, handler in FEATURES:
        server.feature(method, options)(handler)
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SECTION)
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(document_diagnostic)
    verifying, workspace = Verifying(server), Workspace(server)

    async def ask_for_all(params: types.WorkspaceDiagnosticParams) -> Raw:
        return await workspace_diagnostic(server, workspace, params)

    async def begun(ls: Server, params: types.InitializedParams) -> None:
        keeping = asyncio.ensure_future(keep_checked(server, workspace))
        server.tasks.add(keeping)
        with server.configuring():
            await initialized(ls, params)

    server.feature(types.INITIALIZED)(begun)
    add_commands(server, verifying, workspace)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(ask_for_all)
    server.forgetting.append(workspace.forget)
    server.noting.append(workspace.note)
    # What is loaded by now stays: looking through it for garbage, again and again, would hold up typing.
    gc.collect()
    gc.freeze()
    return server


# Life.


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take in what the editor is, which folders it has open, and its first settings."""
    ls.begin(params)
    _configure(ls, params.initialization_options, "initializationOptions")
    # Settings come from the workspace too, and what is not to be trusted must not say that it is: that takes another
    # start of the server.
    ls.untrusted = ls.sessions.global_settings.trusted is False
    # An editor that can ask for the whole workspace does so again and again: only where that is wanted. Neovim, once
    # it can, asks for that alone when it is told to ask again, and what it shows of open documents grows old.
    is_neovim = params.client_info is not None and params.client_info.name == "Neovim"
    ls.asks_for_workspace = ls.abilities.pulls and ls.checks_workspace and not is_neovim
    if not ls.asks_for_workspace:
        ls.protocol.fm.features.pop(types.WORKSPACE_DIAGNOSTIC, None)  # by this, pygls says whether it is answered


async def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask for the settings, and to be told when files change that decide what is judged."""
    del params
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    ls.watches = watching is not None and bool(watching.dynamic_registration)
    if ls.watches:
        patterns = [*ls.sessions.watched(), *(("**/*.py",) if ls.checks_workspace else ())]
        watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        ls.client_register_capability(
            types.RegistrationParams(
                [types.Registration("hublint.watched", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)]
            )
        )
    configuration = workspace.did_change_configuration if workspace is not None else None
    if configuration is not None and configuration.dynamic_registration:
        ls.client_register_capability(
            types.RegistrationParams(
                [
                    types.Registration(
                        "hublint.configuration", types.WORKSPACE_DID_CHANGE_CONFIGURATION, {"section": SECTION}
                    )
                ]
            )
        )
    asyncio.get_running_loop().call_later(_WARMING, ls.judging.warm)
    await _ask_for_settings(ls)


async def _ask_for_settings(ls: Server) -> None:
    """Ask for the settings of each folder, if the editor can be asked."""
    workspace = ls.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    folders = list(ls.folders)
    items = [types.ConfigurationItem(section=SECTION)]
    items += [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in folders]
    with ls.configuring():
        try:
            asked = ls.workspace_configuration_async(types.ConfigurationParams(items))
            answers = await asyncio.wait_for(asked, ANSWER)
        except Exception:
            logger.exception("asking for the settings")
            return
        if answers and any(answer is not None for answer in answers):
            _configure(ls, answers[0], "settings", dict(zip(folders, answers[1:], strict=False)))


def _configure(ls: Server, document: Any, where: str, folders: dict[str, Any] | None = None) -> None:
    """Take over settings, and say what is wrong with them."""
    settings, complaints = read(document, where=where, shared=True)
    own: dict[str, EditorSettings] = {}
    for uri, answer in (folders or {}).items():
        own[uri], more = read(answer, where=where, shared=True)
        complaints += [complaint for complaint in more if complaint not in complaints]
    for complaint in complaints:
        ls.say_once(complaint)
    given = {path: own.get(uri, settings) for uri, path in ls.folders.items()}
    logging.getLogger("hublint").setLevel(settings.log_level.upper())
    if ls.sessions.configure(settings, given):
        ls.judge_all_anew()


async def did_change_configuration(ls: Server, params: types.DidChangeConfigurationParams) -> None:
    """Take over settings that have changed."""
    workspace = ls.client_capabilities.workspace
    if workspace is not None and workspace.configuration:
        await _ask_for_settings(ls)
    elif params.settings is not None:
        _configure(ls, params.settings, "settings")


async def did_change_folders(ls: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    """Judge by the settings of the folders that are open now."""
    del params
    _configure_folders(ls)
    await _ask_for_settings(ls)


def _configure_folders(ls: Server) -> None:
    known = ls.sessions.global_settings
    given = dict.fromkeys(ls.folders.values(), known)
    if ls.sessions.configure(known, given):
        ls.judge_all_anew()


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Look again at files that decide which rules and which target a program has."""
    paths = [path for change in params.changes if (path := file_path(change.uri)) is not None]
    if ls.sessions.invalidate(paths):
        ls.judge_all_anew()
    ls.note()


# Text documents.


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Watch a document."""
    _look_again(ls)
    ls.open_text(params.text_document.uri)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Follow an edit."""
    ls.change_text(params.text_document.uri)


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Look again at settings that were saved in an editor which does not watch files."""
    path = file_path(params.text_document.uri)
    if path is not None and ls.sessions.invalidate([path]):
        ls.judge_all_anew()
    else:
        _look_again(ls)


def _look_again(ls: Server) -> None:
    """Look whether settings have changed, for an editor that does not tell of files."""
    if not ls.watches and ls.sessions.refresh():
        ls.judge_all_anew()


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document."""
    ls.close_text(params.text_document.uri)
    ls.note()


def notebook_did_open(ls: Server, params: types.DidOpenNotebookDocumentParams) -> None:
    """Watch a notebook."""
    ls.open_notebook(params.notebook_document.uri)


def notebook_did_change(ls: Server, params: types.DidChangeNotebookDocumentParams) -> None:
    """Follow edits of a notebook."""
    ls.change_notebook(params.notebook_document.uri)


def notebook_did_save(ls: Server, params: types.DidSaveNotebookDocumentParams) -> None:
    """Take notice of a file that has changed."""
    del params
    ls.note()


def notebook_did_close(ls: Server, params: types.DidCloseNotebookDocumentParams) -> None:
    """Forget a notebook."""
    ls.close_notebook(params.notebook_document.uri)
    ls.note()


async def document_diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> Raw:
    """Tell what is known of a document."""
    return await ls.pull(params)


FEATURES: Final[tuple[tuple[str, Any, Callable[..., Any]], ...]] = (
    (types.INITIALIZE, None, initialize),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, None, did_change_configuration),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, None, did_change_folders),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, None, did_change_watched_files),
    (types.TEXT_DOCUMENT_DID_OPEN, None, did_open),
    (types.TEXT_DOCUMENT_DID_CHANGE, None, did_change),
    (types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False), did_save),
    (types.TEXT_DOCUMENT_DID_CLOSE, None, did_close),
    (types.NOTEBOOK_DOCUMENT_DID_OPEN, None, notebook_did_open),
    (types.NOTEBOOK_DOCUMENT_DID_CHANGE, None, notebook_did_change),
    (types.NOTEBOOK_DOCUMENT_DID_SAVE, None, notebook_did_save),
    (types.NOTEBOOK_DOCUMENT_DID_CLOSE, None, notebook_did_close),
    (types.TEXT_DOCUMENT_HOVER, None, answer_hover),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=["[", ",", ":", '"', "'", "=", " "]),
        answer_completion,
    ),
    (
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True),
        answer_code_action,
    ),
    (types.CODE_ACTION_RESOLVE, None, answer_resolve),
    (types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False), answer_code_lens),
    (types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=False), answer_inlay_hint),
)

__all__ = ["create_server"]
