"""Requests to end the process, which are to leave as little behind as Ctrl-C does."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["end_with_input", "interruptible"]

_PATIENCE: Final = 10.0  # seconds that ending in order may take


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let a request to end the process interrupt it as Ctrl-C does, so that nothing is left behind.

    A request that is ignored (`nohup`), or that somebody else answers, is left as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    ending = [number for number in signals if signal.getsignal(number) is signal.SIG_DFL]
    for number in ending:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)


def end_with_input() -> None:
    """Have this process asked to end once its standard input is closed: whoever started it has gone, however that was.

    Should it not have ended a while later, it is killed with its group.
    """
    threading.Thread(target=_follow_input, name="hublint input", daemon=True).start()


def _follow_input() -> None:
    # os.read, not a file object: a buffered reader that a daemon thread holds aborts the interpreter's shutdown.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)
