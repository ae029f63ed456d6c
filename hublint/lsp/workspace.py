"""The check of all files of a workspace, those included that are not open, and what an editor is told of it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from lsprotocol import types

from hublint.engine import CANNOT_PARSE
from hublint.lsp.diagnostics import diagnostics_of
from hublint.lsp.positions import Lines
from hublint.lsp.protocol import Raw
from hublint.lsp.running import Progress, how_it_ended
from hublint.lsp.scan import Scan, ScanError
from hublint.lsp.status import Status, Tally, headline, to_json
from hublint.lsp.views import NotebookView, file_path, uri_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from hublint.lsp.scan import Scanned
    from hublint.lsp.server import Server
    from hublint.lsp.views import View
    from hublint.registry import Registry

logger = logging.getLogger(__name__)

HELD: Final = 60.0
"""Seconds after which files are looked at again of which no editor has said that they have changed."""

TITLE: Final = "Checking the workspace"
_WAITING: Final = 100  # files that are checked and not told yet
_PORTION: Final = 50  # files of which the editor is told at once
_MOST_PROBLEMS: Final = 3  # that are shown of one check
_CALM: Final = 1.0
"""Seconds between two checks of the whole workspace that nobody has asked for."""


class _Known(NamedTuple):
    """What came of a file when it was last read.

    Attributes:
        stamp: what stands for the file as it was, and for what it was judged by.
        found: its diagnostics, as JSON; a notebook that is not open has none.
        findings: how many it has.
        tally: its findings, counted; None where nobody has asked for that.
    """

    stamp: str
    found: list[dict[str, Any]]
    findings: int
    tally: Tally | None = None


class _File(NamedTuple):
    """A file that has been checked: what the scan tells of it, and what is known of it now."""

    scanned: Scanned
    known: _Known


class Checked(NamedTuple):
    """What a check came to.

    Attributes:
        files: how many files were checked, those that are open among them.
        findings: how many findings they have.
        problems: what could not be checked, a sentence each.
        unsure: the folders that were not checked to their end.
    """

    files: int
    findings: int
    problems: list[str]
    unsure: tuple[Path, ...] = ()

    def is_sure_of(self, path: Path) -> bool:
        """Tell whether a file that was not told of is one that has gone, or is not to be checked any more."""
        return not any(folder == path or folder in path.parents for folder in self.unsure)


class Check:
    """One check, which can be cancelled."""

    def __init__(self) -> None:
        """Begin before the first folder."""
        self.cancelled = False
        self._scan: Scan | None = None

    def cancel(self) -> None:
        """End it at once."""
        self.cancelled = True
        if self._scan is not None:
            self._scan.cancel()

    async def files(self, scan: Scan) -> AsyncIterator[Scanned]:
        """Yield what a scan gives; it blocks, and so has a thread of its own."""
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Scanned | BaseException | None] = asyncio.Queue()
        # The child waits while nobody takes what it gives: so nothing heaps up here.
        room = threading.Semaphore(_WAITING)

        def work() -> None:
            last: BaseException | None = None
            try:
                for one in scan:
                    room.acquire()
                    loop.call_soon_threadsafe(queue.put_nowait, one)
            except BaseException as error:  # noqa: BLE001 - handed to the loop
                last = error
            loop.call_soon_threadsafe(queue.put_nowait, last)

        self._scan = scan
        if self.cancelled:
            scan.cancel()
        thread = threading.Thread(target=work, name="hublint scan", daemon=True)
        thread.start()
        ended = False
        try:
            while True:
                item = await queue.get()
                room.release()
                ended = item is None or isinstance(item, BaseException)
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            if not ended:
                scan.cancel()
                room.release(_WAITING)
            self._scan = None


class Workspace:
    """The files of the workspace, as they were when they were last checked.

    Attributes:
        told: the states of the files that the last answer to an editor that asks has told of, by URI.
    """

    def __init__(self, ls: Server) -> None:
        """Begin with nothing known."""
        self._ls = ls
        self._known: dict[Path, _Known] = {}
        self._checks: set[Check] = set()
        self._happened = asyncio.Event()
        self._happened.set()  # nothing has been checked yet
        self.told: dict[str, str] = {}
        ls.ending.append(self.cancel)

    def cancel(self) -> None:
        """Stop all that is being checked."""
        for check in list(self._checks):
            check.cancel()

    def forget(self) -> None:
        """Check all files anew next time: settings have changed."""
        self._known.clear()
        self._happened.set()

    def note(self) -> None:
        """Take notice that files may have changed."""
        self._happened.set()

    async def news(self) -> None:
        """Wait until something has happened since this was last asked; not for ever, since not all of it is told."""
        happened = asyncio.ensure_future(self._happened.wait())
        try:
            # Until Python 3.12 `asyncio.wait_for` takes no notice of being cancelled where its time is up, or what it
            # waits for is there, in the same moment: who waits in a loop would then go on for ever.
            await asyncio.wait([happened], timeout=HELD)
        finally:
            happened.cancel()
        self._happened.clear()

    async def check(
        self, check: Check, progress: Progress, told: Callable[[Path, str, list[dict[str, Any]]], None]
    ) -> Checked:
        """Check the files of all folders that are not open.

        Args:
            check: by which it can be cancelled.
            progress: where it is shown how far it has come.
            told: called with each file, what stands for its state, and its diagnostics, in the protocol's JSON.
        """
        await progress.begin()
        try:
            checked = await self._check(check, progress, told)
        except BaseException as error:
            progress.end(how_it_ended(error))
            raise
        progress.end("cancelled" if check.cancelled else f"{checked.files} files, {checked.findings} findings")
        return checked

    async def _check(
        self, check: Check, progress: Progress, told: Callable[[Path, str, list[dict[str, Any]]], None]
    ) -> Checked:
        files = findings = 0
        problems: list[str] = []
        unsure: list[Path] = []
        seen: set[Path] = set()
        for folder in self._ls.sessions.folders:
            if not self._ls.sessions.for_file(folder / "-").settings.enable:
                continue
            views = {view.path: view for view in self._ls.views.values() if view.path is not None}
            seen |= views.keys()
            shown = [view for path, view in views.items() if view.live and self._ls.sessions.folder_of(path) == folder]
            files += len(shown)
            findings += sum(map(_count, shown))
            try:
                async for scanned, known in self._files(check, folder, progress, skip=views):
                    seen.add(scanned.path)
                    files += 1
                    if scanned.error is not None:
                        problems.append(scanned.error)
                    findings += known.findings
                    told(scanned.path, known.stamp, known.found)
            except ScanError as error:
                problems.append(str(error))
                unsure.append(folder)
            if check.cancelled:  # then the scans of the other folders end before they begin
                unsure.append(folder)
        checked = Checked(files, findings, problems, tuple(unsure))
        for gone in self._known.keys() - seen:
            if checked.is_sure_of(gone):
                del self._known[gone]
        return checked

    async def tallies(self, check: Check, folder: Path, progress: Progress) -> AsyncIterator[tuple[Path, Tally]]:
        """Yield the findings of each file of a folder, counted: as they are on the disk, whether they are open or not.

        Raises:
            ScanError: if the folder cannot be checked, or not to its end.
        """
        async for one in self._files(check, folder, progress, fixes=True):
            if one.known.tally is not None:
                yield one.scanned.path, one.known.tally

    async def _files(
        self, check: Check, folder: Path, progress: Progress, *, skip: Iterable[Path] = (), fixes: bool = False
    ) -> AsyncIterator[_File]:
        """Yield what comes of each file of a folder, without the workspace folders in it, and keep it."""
        sessions = self._ls.sessions
        scope = sessions.for_file(folder / "-")
        # What is forgotten meanwhile is still what the scan finds unchanged.
        before = {path: one for path, one in self._known.items() if one.tally is not None or not fixes}
        scan = Scan(
            folder,
            sessions.overrides_of(sessions.folder_of(folder / "-") or folder),
            skip={*skip, *(other for other in sessions.folders if folder in other.parents)},
            previous={path: one.stamp for path, one in before.items()},
            largest=scope.settings.max_file_size,
            fixes=fixes,
        )
        self._checks.add(check)
        try:
            async for one in check.files(scan):
                if one.unchanged:
                    known = before[one.path]
                else:
                    found = self._diagnostics(one, scope.rules)
                    known = _Known(one.stamp, found, len(one.findings), _tally(one) if fixes else None)
                if known.stamp:
                    self._known[one.path] = known
                else:
                    self._known.pop(one.path, None)
                yield _File(one, known)
                share = 100 * one.done // one.total if one.total else None
                progress.report(f"{one.done} of {one.total} files", share)
        finally:
            self._checks.discard(check)

    def _diagnostics(self, one: Scanned, rules: Registry) -> list[dict[str, Any]]:
        return diagnostics_of(one.findings, Lines(one.utf8), rules, self._ls.abilities, self._ls.encoding)


def _count(view: View) -> int:
    """Return how many findings an open program has, with those in what its cells write."""
    parts = view.parts if isinstance(view, NotebookView) else []
    return sum(len(one.findings) for one in (view, *parts))


def _tally(one: Scanned) -> Tally:
    """Count what was found in a file, and say why it could not be read if it could not."""
    broken = one.error.removeprefix(f"{one.path}: ") if one.error is not None else None
    for finding in one.findings:
        if finding.code == CANNOT_PARSE and broken is None:
            cell = "" if finding.cell is None else f"cell {finding.cell}, "
            broken = f"{cell}line {finding.location.row}: {finding.message}"
    return Tally(Counter(zip((finding.code for finding in one.findings), one.fixes, strict=True)), broken)


# What the editor is told.


async def check_workspace(ls: Server, workspace: Workspace, *, quiet: bool = False) -> dict[str, Any]:
    """Check all files of the workspace, push what is found in those that are not open, and say how many there are."""
    gone = set(ls.told_closed)

    def tell(path: Path, stamp: str, found: list[dict[str, Any]]) -> None:
        del stamp
        uri = uri_of(path)
        gone.discard(uri)
        if uri in ls.views or not (found or uri in ls.told_closed):
            return
        (ls.told_closed.add if found else ls.told_closed.discard)(uri)
        ls.publish(uri, found, None)

    check = Check()
    checked = await workspace.check(check, Progress(ls, TITLE, check.cancel, quiet=quiet), tell)
    _untell(ls, (uri for uri in gone if checked.is_sure_of(_path_of(uri))))
    for problem in checked.problems[:_MOST_PROBLEMS]:
        ls.say_once(problem)
    return {"files": checked.files, "findings": checked.findings, "problems": checked.problems}


def _path_of(uri: str) -> Path:
    """Return the file that a URI names; what names none lies in no folder that could be checked."""
    return file_path(uri) or Path()


def _untell(ls: Server, uris: Iterable[str]) -> None:
    """Take back what was told of files that are not open."""
    for uri in list(uris):
        if uri in ls.told_closed:
            ls.told_closed.discard(uri)
            ls.publish(uri, [], None)


async def keep_checked(ls: Server, workspace: Workspace) -> None:
    """Check the whole workspace whenever something has happened, where the editor does not ask for that by itself."""
    told = False
    while not ls.asks_for_workspace:
        await workspace.news()
        try:
            if ls.checks_workspace:
                await check_workspace(ls, workspace, quiet=told)
                told = True
            elif told:
                _untell(ls, ls.told_closed)
                told = False
        except Exception:
            logger.exception("checking the workspace")
        await asyncio.sleep(_CALM)


async def workspace_diagnostic(ls: Server, workspace: Workspace, params: types.WorkspaceDiagnosticParams) -> Raw:
    """Tell what is found in the files that are not open, if the settings say that the editor wants to know."""
    known = {one.uri: one.value for one in params.previous_result_ids}
    if workspace.told.items() <= known.items() and (ls.checks_workspace or not known):
        # VS Code asks again two seconds after each answer, and a check starts a process.
        await workspace.news()
    workspace.told.clear()
    if not ls.checks_workspace:
        return Raw({"items": [_nothing_in(uri) for uri in known if uri not in ls.views]})
    items: list[dict[str, Any]] = []
    token = params.partial_result_token

    def send() -> None:
        if token is not None and items:
            ls.protocol.send_raw(types.PROGRESS, {"token": token, "value": {"items": [*items]}})
            items.clear()

    def tell(path: Path, stamp: str, found: list[dict[str, Any]]) -> None:
        uri = uri_of(path)
        workspace.told[uri] = stamp
        if known.pop(uri, None) == stamp and stamp:
            items.append({"kind": "unchanged", "uri": uri, "version": None, "resultId": stamp})
        else:
            items.append({"kind": "full", "uri": uri, "version": None, "resultId": stamp, "items": found})
        if len(items) >= _PORTION:
            send()

    check, quiet = Check(), params.work_done_token is None
    progress = Progress(ls, TITLE, check.cancel, params.work_done_token, quiet=quiet)
    try:
        checked = await workspace.check(check, progress, tell)
    except BaseException:
        workspace.note()  # the rest is still to be told
        raise
    # What has gone has no findings any more.
    items += (_nothing_in(uri) for uri in known if uri not in ls.views and checked.is_sure_of(_path_of(uri)))
    send()
    return Raw({"items": items})


def _nothing_in(uri: str) -> dict[str, Any]:
    """Say that a file has no findings."""
    return {"kind": "full", "uri": uri, "version": None, "items": []}


async def migration_status(ls: Server, workspace: Workspace, folder: str | None = None) -> dict[str, Any] | None:
    """Count what is left to migrate in the files on the disk, by folder, rule and file.

    Args:
        ls: the server.
        workspace: what is known of files already.
        folder: the URI of one folder, in the workspace or not; without it all folders of the workspace are counted.

    Returns:
        The counts, and all of it as Markdown; None if somebody has cancelled it.
    """
    names = {unquote(one.uri): one.name for one in ls.workspace.folders.values()}
    wanted = ls.folders if folder is None else {folder: _path_of(folder)}
    check = Check()
    progress = Progress(ls, "Migration status", check.cancel)
    found: list[Status] = []
    await progress.begin()
    try:
        for uri, path in wanted.items():
            scope = ls.sessions.for_file(path / "-")
            status = Status(uri, names.get(unquote(uri)) or path.name, path, scope.target(), scope.rules)
            found.append(status)
            try:
                if scope.settings.enable:
                    status.files.update([one async for one in workspace.tallies(check, path, progress)])
                else:
                    status.problem = "hublint is switched off here: `hublint.enable` is false"
            except ScanError as error:
                status.problem = str(error)
            if check.cancelled:
                progress.end("cancelled")
                return None
    except BaseException as error:
        progress.end(how_it_ended(error))
        raise
    told = to_json(found)
    progress.end(headline(found))
    return told


__all__ = [
    "Check",
    "Checked",
    "Workspace",
    "check_workspace",
    "keep_checked",
    "migration_status",
    "workspace_diagnostic",
]
