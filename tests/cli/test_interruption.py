"""Requests to end the process."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.cli.interruption import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there, a signal ends the process at once")


@pytest.fixture(params=["SIGTERM", "SIGHUP"])
def request_to_end(request: pytest.FixtureRequest) -> Iterator[int]:
    number = getattr(signal, request.param)
    before = signal.signal(number, signal.SIG_DFL)
    yield number
    signal.signal(number, before)


def test_it_interrupts_and_only_within(request_to_end: int) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        os.kill(os.getpid(), request_to_end)
    assert signal.getsignal(request_to_end) is signal.SIG_DFL


def test_one_that_is_ignored_stays_ignored(request_to_end: int) -> None:
    signal.signal(request_to_end, signal.SIG_IGN)
    with interruptible():
        os.kill(os.getpid(), request_to_end)
    assert signal.getsignal(request_to_end) is signal.SIG_IGN
