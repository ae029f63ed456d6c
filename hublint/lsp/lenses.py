"""What stands above a call that exports or loads a model: an offer to verify, with what the last run said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.lsp.exports import ORDERED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.lsp.exports import Kind, ModelCall
    from hublint.lsp.known import Known

__all__ = ["Lens", "lenses"]

_TITLES: Final[dict[Kind, str]] = {"export": "Verify export", "load": "Verify load"}


class Lens(NamedTuple):
    """An offer to verify.

    Attributes:
        start: the offset of the call's first byte.
        end: the offset behind its last.
        title: what is shown.
        model: what to verify, as the call spells it: the path or handle that it loads. None for the file itself, which
            is run.
    """

    start: int
    end: int
    title: str
    model: str | None = None


def lenses(calls: Sequence[ModelCall], known: Sequence[Known | None], *, ran: bool = False) -> list[Lens]:
    """Return what to show above calls.

    A load of which the file does not tell the path has no offer: there is no model to be found without running it, and
    running it says nothing of the model.

    Args:
        calls: the calls of a file.
        known: what is known of each of them.
        ran: whether the file was run at all.
    """
    return [
        Lens(call.start, call.end, _title(call, last, ran=ran), call.path if call.kind == "load" else None)
        for call, last in zip(calls, known, strict=True)
        if call.kind == "export" or call.path is not None or last is not None
    ]


def _title(call: ModelCall, last: Known | None, *, ran: bool) -> str:
    parts = [_TITLES[call.kind]]
    if last is not None:
        parts.append(last.verdict.text)
        if last.text_changed:
            parts.append("verified before the last change")
    elif ran and call.kind == "export" and call.name not in ORDERED:
        parts.append("the last run saw no export here")
    return " · ".join(parts)
