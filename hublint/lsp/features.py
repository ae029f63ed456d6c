"""What the editor can ask: each request and notification of the protocol, and who answers it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types

from hublint.lsp.server import Server
from hublint.lsp.settings import EditorSettings, read
from hublint.lsp.views import file_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.lsp.protocol import Raw

logger = logging.getLogger(__name__)

SECTION: Final = "hublint"


def create_server() -> Server:
    """Return a server that answers all that hublint has an answer to."""
    server = Server()
    for method, options, handler in FEATURES:
        server.feature(method, options)(handler)
    return server


# Life.


def initialize(ls: Server, params: types.InitializeParams) -> None:
    """Take in what the editor is, which folders it has open, and its first settings."""
    ls.begin(params)
    _configure(ls, params.initialization_options, "initializationOptions")


async def initialized(ls: Server, params: types.InitializedParams) -> None:
    """Ask for the settings, and to be told when files change that decide what is judged."""
    del params
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace is not None else None
    if watching is not None and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher(pattern) for pattern in ls.sessions.watched()]
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
    await _ask_for_settings(ls)


async def _ask_for_settings(ls: Server) -> None:
    """Ask for the settings of each folder, if the editor can be asked."""
    workspace = ls.client_capabilities.workspace
    if workspace is None or not workspace.configuration:
        return
    folders = list(ls.workspace.folders)
    items = [types.ConfigurationItem(section=SECTION)]
    items += [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in folders]
    try:
        answers = await ls.workspace_configuration_async(types.ConfigurationParams(items))
    except Exception:
        logger.exception("asking for the settings")
        return
    if not answers or all(answer is None for answer in answers):
        return
    _configure(ls, answers[0], "settings", dict(zip(folders, answers[1:], strict=False)))


def _configure(ls: Server, document: Any, where: str, folders: dict[str, Any] | None = None) -> None:
    """Take over settings, and say what is wrong with them."""
    settings, complaints = read(document, where=where)
    own: dict[str, EditorSettings] = {}
    for uri, answer in (folders or {}).items():
        own[uri], more = read(answer, where=where)
        complaints += [complaint for complaint in more if complaint not in complaints]
    for complaint in complaints:
        ls.say_once(complaint)
    given = {path: own.get(uri, settings) for uri in ls.workspace.folders if (path := file_path(uri)) is not None}
    ls.sessions.configure(settings, given)
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
    given = {path: known for uri in ls.workspace.folders if (path := file_path(uri)) is not None}
    ls.sessions.configure(known, given)
    ls.judge_all_anew()


def did_change_watched_files(ls: Server, params: types.DidChangeWatchedFilesParams) -> None:
    """Look again at files that decide which rules and which target a program has."""
    paths = [path for change in params.changes if (path := file_path(change.uri)) is not None]
    if ls.sessions.invalidate(paths):
        ls.judge_all_anew()


# Text documents.


def did_open(ls: Server, params: types.DidOpenTextDocumentParams) -> None:
    """Watch a document."""
    ls.open_text(params.text_document.uri)


def did_change(ls: Server, params: types.DidChangeTextDocumentParams) -> None:
    """Follow an edit."""
    ls.change_text(params.text_document.uri)


def did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    """Look again at settings that were saved in an editor which does not watch files."""
    path = file_path(params.text_document.uri)
    if path is not None and ls.sessions.invalidate([path]):
        ls.judge_all_anew()


def did_close(ls: Server, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document."""
    ls.close_text(params.text_document.uri)


async def document_diagnostic(ls: Server, params: types.DocumentDiagnosticParams) -> Raw:
    """Tell what is known of a document."""
    return await ls.pull(params)


FEATURES: Final[tuple[tuple[str, Any, Callable[..., Any]], ...]] = (
    (types.INITIALIZE, None, initialize),
    (types.INITIALIZED, None, initialized),
    (types.WORKSPACE_DID_CHANGE_CONFIGURATION, None, did_change_configuration),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, None, did_change_folders),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, None, did_change_watched_files),
    (types.TEXT_DOCUMENT_DID_OPEN, None, did_open),
    (types.TEXT_DOCUMENT_DID_CHANGE, None, did_change),
    (types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False), did_save),
    (types.TEXT_DOCUMENT_DID_CLOSE, None, did_close),
    (
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SECTION),
        document_diagnostic,
    ),
)

__all__ = ["create_server"]
