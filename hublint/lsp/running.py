"""What takes a while and is asked for, as an editor shows it: how far it is, and the proof of an export."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from lsprotocol import types

from hublint.lsp.diagnostics import shown_findings
from hublint.lsp.proof import Options, Proof, ProofCancelledError, ProofError, unsaved, unsaved_cells
from hublint.lsp.settings import placed
from hublint.lsp.verdicts import Place
from hublint.lsp.views import NotebookView, TextView, file_path, uri_of
from hublint.rule import Finding, Location

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.lsp.exports import ModelCall
    from hublint.lsp.server import Server
    from hublint.lsp.verdicts import Proved, Remark
    from hublint.lsp.views import View
    from hublint.source.source import Source
    from hublint.source.text import Text

logger = logging.getLogger(__name__)

ANSWER: Final = 20.0
"""Seconds in which an editor answers what a person is not asked; one that answers wrongly never does for pygls."""

SHOW: Final = "Show report"
NO_FILE: Final = "only a file can be run: save it first"
UNTRUSTED: Final = "nothing is run in a workspace that is not trusted; trust it in the editor, and verify again"


class Progress:
    """What an editor shows of something that takes a while, and where the person cancels it."""

    def __init__(
        self, ls: Server, title: str, cancel: Callable[[], None], token: Any = None, *, quiet: bool = False
    ) -> None:
        """Prepare it; `token` is that of a request which the editor watches by itself, `quiet` shows nothing."""
        self._ls = ls
        self._title = title
        self._cancel = cancel
        self._token = token
        self._given = token is not None
        self._quiet = quiet

    async def begin(self) -> None:
        """Show it, if the editor can."""
        progress = self._ls.work_done_progress
        if self._quiet:
            return
        if not self._given:
            window = self._ls.client_capabilities.window
            if window is None or not window.work_done_progress:
                return
            token = f"hublint-{uuid4()}"
            try:
                await asyncio.wait_for(progress.create_async(token), ANSWER)
            except Exception:
                logger.exception("showing progress")
                return
            self._token = token
        progress.begin(self._token, types.WorkDoneProgressBegin(self._title, cancellable=True, percentage=None))
        progress.tokens[self._token].add_done_callback(lambda future: self._cancel() if future.cancelled() else None)

    def report(self, text: str, percentage: int | None = None) -> None:
        """Say what is being done."""
        if self._token is not None:
            self._ls.work_done_progress.report(
                self._token, types.WorkDoneProgressReport(message=text, percentage=percentage, cancellable=True)
            )

    def end(self, text: str) -> None:
        """Say what came of it."""
        if self._token is not None:
            self._ls.work_done_progress.end(self._token, types.WorkDoneProgressEnd(message=text))
            # pygls would keep it for ever.
            self._ls.work_done_progress.tokens.pop(self._token, None)


def refuse(ls: Server, sentence: str, *, quiet: bool) -> dict[str, Any] | None:
    """Say why something was not done: to the person, or to the client if that is to show it."""
    if quiet:
        return {"error": sentence}
    ls.say(sentence, types.MessageType.Warning)
    return None


def how_it_ended(error: BaseException) -> str:
    """Return how work ended that did not come to its end."""
    return "cancelled" if isinstance(error, asyncio.CancelledError) else "failed"


# Verify.


class Verifying:
    """The runs of `hublint verify` that an editor has asked for: one of a program at a time."""

    def __init__(self, ls: Server) -> None:
        """Begin with none."""
        self._ls = ls
        self._running: dict[tuple[str, str | None], Proof] = {}
        ls.ending.append(self.kill)

    def kill(self) -> None:
        """End all at once."""
        for proof in self._running.values():
            proof.kill()

    async def verify(self, uri: str, model: str | None = None, *, quiet: bool = False) -> dict[str, Any] | None:
        """Run a program, or try a model; tell what was found, and return it.

        Args:
            uri: that of the program, open or not; or of a model: a folder, a file of Keras, an archive.
            model: the path or handle of a model that the program loads: it is tried, and the program is not run.
            quiet: whether the client shows by itself what is returned: then nothing is, but how far it is.

        Returns:
            What was found: whether all is well, in one sentence, as Markdown, and as `hublint verify` prints it as
            JSON; what was verified, and by which command it is once more. Where nothing was found out, `error` says
            why if it is to be quiet, and None is returned if not, or if somebody has cancelled it.
        """
        ls = self._ls
        view = ls.views.get(uri)
        path = view.path if view is not None else file_path(uri)
        reason = _why_not(ls, view, path)
        if reason is None and (uri, model) in self._running:
            reason = "it is being verified"
        if reason is not None or path is None:
            return refuse(ls, reason or NO_FILE, quiet=quiet)
        call = _loading(view, model)
        target = _found(ls, path, model) if model is not None else str(path)
        progress = Progress(ls, f"Verifying {model or path.name}", lambda: _cancel(proof))
        proof = Proof(
            target,
            _options(ls, path),
            at=Place(str(path), _row(view, call)) if call is not None else None,
            # Where it lies is known, and would hide what is being done.
            progress=lambda text: progress.report(text.replace(str(path), path.name)),
        )
        self._running[uri, model] = proof
        # Whoever goes on typing while it runs does not change what is run.
        ran = (view.source(), view.calls()) if view is not None else (None, [])
        await progress.begin()
        try:
            proved = await proof.run()
        except ProofCancelledError:
            progress.end("cancelled")
            return None
        except ProofError as error:
            progress.end("failed")
            return refuse(ls, str(error), quiet=quiet)
        except BaseException as error:
            progress.end(how_it_ended(error))
            raise
        finally:
            self._running.pop((uri, model), None)
        progress.end(proved.summary)
        self._take(proved, view, call, *ran)
        ls.refresh_lenses()
        if not quiet:
            await show_report(ls, proved)
        return {
            "agree": proved.agree,
            "summary": proved.summary,
            "report": proved.markdown,
            "document": proved.document,
            "folder": str(proved.folder),
            "target": target,
            "again": proof.again,
        }

    def _take(
        self, proved: Proved, view: View | None, call: ModelCall | None, ran: Source | None, its_calls: list[ModelCall]
    ) -> None:
        """Keep what was found with the programs that it speaks of, and tell it."""
        ls = self._ls
        for one in dict.fromkeys([*ls.views.values(), *([view] if view is not None else [])]):
            if one.path is None or one.live is None:
                continue
            source, calls = (ran, its_calls) if one is view else (one.source(), one.calls())
            if source is None:
                continue
            if call is not None and one is view:
                for verdict in proved.verdicts[:1]:
                    one.verdicts.take_load(source, calls, call, verdict)
            own, remarks = proved.of(one.path)
            if call is None and (own or one is view):
                one.verdicts.take(source, calls, own, lambda place, one=one: _row_in(one, place))  # type: ignore[misc]
            # A program may fail where no model is exported or loaded.
            at_calls = {
                remark
                for known in one.verdicts.of(source, calls)
                if known is not None
                for remark in known.verdict.remarks
            }
            troubles = [_at_line(one, source.text, remark) for remark in remarks if remark not in at_calls]
            if own or troubles or one is view:
                one.troubles = (source.text.utf8, troubles)
                one.proved = True
                one.proven = shown_findings(one)
                one.revision += 1
                ls.tell(one)


def _why_not(ls: Server, view: View | None, path: Path | None) -> str | None:
    """Return why a program is not run, None if it may be."""
    settings = (ls.sessions.global_settings, ls.sessions.for_file(path).settings)
    if ls.untrusted or any(one.trusted is False for one in settings):
        return UNTRUSTED
    if path is None:
        return NO_FILE
    if isinstance(view, NotebookView):
        return unsaved_cells(path, [document.source for _, document in view.cells])
    if isinstance(view, TextView):
        return unsaved(path, view.document.text.utf8)
    # Whatever it is, `hublint verify` says whether it is a program or a model.
    return None if os.path.exists(path) else f"{path}: no such file or folder"  # noqa: PTH110 - Path raises for long names


def _options(ls: Server, path: Path) -> Options:
    """Return how a program or a model is verified. Paths count from the workspace folder that it lies in."""
    chosen = ls.sessions.for_file(path).settings.verify
    folder = ls.sessions.folder_of(path) or path.parent
    # An editor's own hublint does not see what is installed in the Python that runs it, so that is named.
    runtime, prefer = chosen.runtime or "", chosen.interpreter or (sys.executable if sys.flags.no_site else "")
    return Options(
        # A name is no path, be there a folder that is called so.
        placed(folder, runtime) if runtime.startswith(("~", ".")) or os.path.basename(runtime) != runtime else runtime,  # noqa: PTH119 - a str is at hand
        chosen.timeout,
        (chosen.device,) if chosen.device else (),
        chosen.arguments,
        placed(folder, prefer) if prefer else "",
    )


def _found(ls: Server, path: Path, model: str) -> str:
    """Return a model as it is found from anywhere: a handle as it is, a path from the program's folder or another."""
    if "://" in model or Path(model).is_absolute():
        return model
    places = [folder / model for folder in (path.parent, *ls.sessions.folders)]
    return str(next((place for place in places if place.exists()), places[0]))


def _loading(view: View | None, model: str | None) -> ModelCall | None:
    """Return the call that loads a model."""
    calls = view.calls() if view is not None and model is not None else []
    return next((call for call in calls if call.kind == "load" and call.path == model), None)


def _row(view: View | None, call: ModelCall) -> int:
    return view.text().line_of(call.start) if view is not None else 1


def _cancel(proof: Proof) -> None:
    task = asyncio.ensure_future(proof.cancel())
    task.add_done_callback(lambda done: done.cancelled() or done.exception())


def _row_in(view: View, place: Place) -> int:
    """Return the row in a program's text of a line that a run speaks of."""
    if not isinstance(view, NotebookView) or place.cell is None:
        return place.row
    for index, (number, _) in enumerate(view.cells):
        if number == place.cell:
            starts = view.notebook.texts[index].line_starts
            offset = view.notebook.text_offset(index, starts[min(place.row, len(starts)) - 1])
            return view.text().line_of(offset) if offset is not None else 0
    return 0


def _at_line(view: View, text: Text, remark: Remark) -> Finding:
    """Return what a run says of a line of the text that ran as a finding there."""
    row = max(1, min(_row_in(view, remark.place), len(text.line_starts)))
    line = text.line(row)
    start = text.line_starts[row - 1] + len(line) - len(line.lstrip())
    end = text.line_starts[row - 1] + len(line.encode())
    place, end_place = (Location(*text.position(offset)) for offset in (start, end))
    return Finding(view.name, place, end_place, remark.code, remark.message, start, end, detail=remark.detail or None)


def _shows_documents(ls: Server) -> bool:
    """Tell whether the editor can be asked to open a document."""
    window = ls.client_capabilities.window
    return window is not None and window.show_document is not None and window.show_document.support


async def show_report(ls: Server, proved: Proved) -> None:
    """Tell what was found in one sentence, and show all of it to whoever wants it."""
    kind = types.MessageType.Info if proved.agree else types.MessageType.Warning
    if not _shows_documents(ls):
        ls.say(proved.summary, kind)
        return
    request = types.ShowMessageRequestParams(kind, f"hublint: {proved.summary}", [types.MessageActionItem(SHOW)])
    task = asyncio.ensure_future(_show_if_wanted(ls, request, proved.markdown))
    ls.tasks.add(task)
    task.add_done_callback(ls.tasks.discard)


async def _show_if_wanted(ls: Server, request: types.ShowMessageRequestParams, text: str) -> None:
    with contextlib.suppress(Exception):
        answer = await ls.window_show_message_request_async(request)
        if answer is not None and answer.title == SHOW:
            await show_page(ls, "hublint-report", text)


async def show_page(ls: Server, name: str, text: str) -> bool:
    """Show Markdown as a document, if the editor can; tell whether it does."""
    if not _shows_documents(ls):
        return False
    if ls.pages is None:
        ls.pages = tempfile.TemporaryDirectory(prefix="hublint-pages-", ignore_cleanup_errors=True)
        ls.ending.append(ls.pages.cleanup)
    file = Path(ls.pages.name, f"{name}.md")
    await asyncio.to_thread(file.write_text, text, encoding="utf-8")
    params = types.ShowDocumentParams(uri_of(file), take_focus=True)
    try:
        return bool((await asyncio.wait_for(ls.window_show_document_async(params), ANSWER)).success)
    except Exception:
        logger.exception("showing %s", file)
        return False


__all__ = ["ANSWER", "Progress", "Verifying", "how_it_ended", "refuse", "show_page"]
