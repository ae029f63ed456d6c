"""What a running program's worker reports, checked on receipt: a program may find the channel and write to it too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EventError", "Failed", "Finished", "Saved", "Saving", "Unusable", "read_event"]

_Text = Annotated[str, msgspec.Meta(max_length=10_000)]
_Name = Annotated[str, msgspec.Meta(max_length=4096)]
_Line = Annotated[int, msgspec.Meta(ge=0, le=2**31)]


class EventError(Exception):
    """A line is no report; the text says in what."""


class _OfSave(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="event"):
    """What a report on an export call holds: its number, what was called from where, and the path as written."""

    number: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,10}-[0-9]{1,10}\Z")]
    api: Annotated[str, msgspec.Meta(max_length=100)]
    file: _Name
    line: _Line
    path: _Name


class Saving(_OfSave, frozen=True, kw_only=True, tag="saving"):
    """An export call begins."""


class Failed(_OfSave, frozen=True, kw_only=True, tag="failed"):
    """An export call raised an exception, which the program may have caught, or did not write (no `message`)."""

    message: _Text


class Saved(_OfSave, frozen=True, kw_only=True, tag="export"):
    """An export call has come back; `snapshot` is our copy of what it wrote, unless there is none."""

    kind: Literal["model", "checkpoint", "weights"]
    seconds: Annotated[float, msgspec.Meta(ge=0, le=1e7)]
    arguments: Annotated[dict[_Name, _Name], msgspec.Meta(max_length=64)]
    redirected: bool
    temporary: bool
    snapshot: _Name
    bytes: Annotated[int, msgspec.Meta(ge=0, le=2**62)]
    error: _Text | None


class Finished(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="event", tag="finished"):
    """The program has come to its end, though not yet its process."""

    how: Literal["ended", "raised", "exited"]
    type: _Text = ""
    message: _Text = ""
    traceback: _Text = ""
    file: _Name = ""
    line: _Line = 0
    status: int = 0


class Unusable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="event", tag="unusable"):
    """This TensorFlow's export calls cannot be wrapped."""

    message: _Text


Event = Saving | Failed | Saved | Finished | Unusable


def read_event(message: Mapping[str, Any]) -> Event:
    """Check a line from a worker that runs a program.

    Raises:
        EventError: it is none that a worker writes.
    """
    try:
        # A function of msgspec's that takes a type has no type for unions.
        return msgspec.convert(message, type=Event)  # type: ignore[no-any-return]
    except msgspec.ValidationError as error:
        raise EventError(str(error)) from None
