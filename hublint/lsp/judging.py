"""Judges what is open: at once where that is quick, and exactly as soon as the person pauses."""

from __future__ import annotations

import asyncio
import functools
import importlib
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from hublint import engine
from hublint.source.source import Source
from hublint.source.text import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hublint.incremental import Incremental
    from hublint.lsp.views import View
    from hublint.rule import Finding
    from hublint.source.text import Text

logger = logging.getLogger(__name__)

PAUSE: Final = 0.15
"""Seconds without an edit after which a text is judged as a whole."""

LARGE: Final = 100_000
"""From so many bytes on, whoever types on would notice a pass that has begun: parsing stops for nobody."""

LONGEST_PAUSE: Final = 2.0
"""At most so many seconds without an edit are waited for in a large text; as a rule three times what a pass takes."""

REST: Final = 0.8
"""Seconds without an edit after which the fixes are worked out, so that a menu need not wait for them."""

_Result = TypeVar("_Result")


class Judging:
    """The work on open programs, in threads of its own.

    The threads of pygls are few and one of them reads what the editor says: handlers that fill them make the server
    deaf. A pass that is overtaken by an edit is stopped.
    """

    def __init__(
        self,
        settled: Callable[[View], None],
        failed: Callable[[View, Exception], None],
        fixes_known: Callable[[View], None],
    ) -> None:
        """Prepare to work.

        Args:
            settled: called when a whole pass has changed what is known.
            failed: called if one raises.
            fixes_known: called when fixes have been worked out while nobody typed.
        """
        self._settled = settled
        self._failed = failed
        self._fixes_known = fixes_known
        self._resting: dict[View, asyncio.TimerHandle | asyncio.Task[None]] = {}
        self._workers = ThreadPoolExecutor(4, "hublint")
        self._running: dict[View, tuple[asyncio.Task[None], threading.Event]] = {}
        self._waiting: dict[View, asyncio.TimerHandle] = {}
        self._closed = False

    def later(self, view: View, seconds: float = PAUSE) -> None:
        """Judge a program once nothing has been asked of it for a while; what runs on an older text is stopped."""
        for handle in (self._waiting.pop(view, None), self._resting.pop(view, None)):
            if handle is not None:
                handle.cancel()
        running = self._running.get(view)
        if running is not None:
            running[1].set()
        if view.live is not None and not self._closed:
            if view.judged and len(view.live.utf8) > LARGE:
                seconds = max(seconds, min(LONGEST_PAUSE, 3 * view.seconds))
            self._waiting[view] = asyncio.get_running_loop().call_later(seconds, self._begin, view)

    def drop(self, view: View) -> None:
        """Stop all work on a program."""
        for handle in (self._waiting.pop(view, None), self._resting.pop(view, None)):
            if handle is not None:
                handle.cancel()
        running = self._running.pop(view, None)
        if running is not None:
            running[1].set()
            running[0].cancel()

    async def exact(self, view: View, *, patient: bool = False) -> None:
        """Wait until what is known of a program is what a whole pass finds; if `patient`, until the person pauses."""
        loop = asyncio.get_running_loop()
        while view.live is not None and not view.live.exact and not self._closed:
            waiting = self._waiting.get(view)
            if patient and waiting is not None:
                await asyncio.sleep(max(0.0, waiting.when() - loop.time()))
                continue
            # Neither does the end of this wait end the pass, nor the end of a pass that is dropped this wait.
            await asyncio.wait([self._begin(view)])

    def close(self) -> None:
        """Stop everything."""
        self._closed = True
        for view in {*self._running, *self._waiting, *self._resting}:
            self.drop(view)
        self._workers.shutdown(wait=False, cancel_futures=True)

    async def offload(self, work: Callable[..., _Result], *arguments: object) -> _Result:
        """Do something in a thread; it gets a function `stopped`, which tells when nobody waits for it any more."""
        stop = threading.Event()
        task = functools.partial(work, *arguments, stopped=stop.is_set)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._workers, task)
        except asyncio.CancelledError:
            stop.set()
            raise

    async def source(self, view: View, *, patient: bool = False) -> Source | None:
        """Return a program as it is parsed, None if it cannot be, or is not judged; the parsing is done in a thread.

        To parse a long file takes longer than anybody wants to wait for a letter that was typed. Who is `patient` gets
        what the next pass parses, once the person pauses.
        """
        if patient:
            await self.exact(view, patient=True)
        while view.live is not None and not view.is_parsed:
            text = view.text()
            parsed = await self.offload(_parsed, text, view.path)
            if view.text().utf8 == text.utf8:
                view.keep_parsed(text, parsed)
        return view.source() if view.live is not None else None

    async def fixed(self, view: View) -> list[Finding]:
        """Return the findings of a program with their fixes, worked out once for a text."""
        live = view.live
        if live is None:
            return []
        text = view.text()
        if view.fixed is None or view.fixed[0] != text.utf8:
            findings = await self.offload(_with_fixes, text, live)
            if view.live is live:  # else the rules or settings are others now
                view.fixed = (text.utf8, findings)
            return findings
        return view.fixed[1]

    def _rest(self, view: View) -> None:
        self._resting[view] = asyncio.get_running_loop().create_task(self._fix_ahead(view))

    async def _fix_ahead(self, view: View) -> None:
        """Work the fixes out."""
        try:
            known = view.fixed
            if any(finding.fix is not None for finding in await self.fixed(view)) and view.fixed is not known:
                view.revision += 1
                self._fixes_known(view)
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("working out the fixes of %s", view.uri)
        finally:
            self._resting.pop(view, None)

    def warm(self) -> None:
        """Import, in the background, what the first fix would have to wait for."""
        if not self._closed:
            self._workers.submit(importlib.import_module, "hublint.source.block")

    # One whole pass.

    def _begin(self, view: View) -> asyncio.Task[None]:
        waiting = self._waiting.pop(view, None)
        if waiting is not None:
            waiting.cancel()
        running = self._running.get(view)
        if running is not None:
            return running[0]
        stop = threading.Event()
        task = asyncio.get_running_loop().create_task(self._judge(view, stop))
        self._running[view] = (task, stop)
        return task

    async def _judge(self, view: View, stop: threading.Event) -> None:
        live = view.live
        try:
            if live is None or live.exact:
                return
            before = live.findings
            work = functools.partial(live.judge, stopped=stop.is_set)
            began = time.monotonic()
            try:
                judgement = await asyncio.get_running_loop().run_in_executor(self._workers, work)
            except engine.Stopped:
                return
            view.seconds = time.monotonic() - began
            if view.live is live and live.settle(judgement):
                news = not view.judged or live.findings != before
                view.judged = True
                if news:
                    view.revision += 1
                    self._settled(view)
                if view.findings:
                    self._resting[view] = asyncio.get_running_loop().call_later(REST, self._rest, view)
        except asyncio.CancelledError:
            stop.set()
            raise
        except Exception as error:
            logger.exception("judging %s", view.uri)
            if live is not None and view.live is live:
                live.exact = True  # the same text would fail again
                self._failed(view, error)
        finally:
            self._ended(view, stop)

    def _ended(self, view: View, stop: threading.Event) -> None:
        """Go on after a pass, unless it was dropped: whoever did that has begun anew, or wants to hear no more."""
        if self._running.get(view, (None, None))[1] is not stop:
            return
        del self._running[view]
        if view.live is not None and not view.live.exact and view not in self._waiting and not self._closed:
            # An edit has come between, and what it asked for found this pass still running.
            self.later(view, PAUSE if view.judged else 0)


def _parsed(text: Text, path: Path | None, *, stopped: Callable[[], bool]) -> Source | None:
    del stopped
    try:
        return Source(text, path)
    except SourceError:
        return None


def _with_fixes(text: Text, live: Incremental, *, stopped: Callable[[], bool]) -> list[Finding]:
    return engine.check(
        text,
        live.registry,
        filename=live.filename,
        path=live.path,
        target=live.target,
        stopped=stopped,
    ).findings


__all__ = ["PAUSE", "Judging"]
