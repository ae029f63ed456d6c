"""What the last runs said of the calls of one document: it is kept while the text is edited round them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hublint.lsp.exports import ModelCall
    from hublint.lsp.verdicts import Place, Verdict
    from hublint.source.source import Source

__all__ = ["Known", "LastVerdicts"]


class Known(NamedTuple):
    """What the last run said of a call.

    Attributes:
        verdict: what it said.
        call_changed: whether the text of the call is another one since.
        text_changed: whether the document's is.
    """

    verdict: Verdict
    call_changed: bool = False
    text_changed: bool = False


class _Sign(NamedTuple):
    """How to find a call again: by its name and text, and how many of the same, or of the same name, are before it."""

    name: str
    code: bytes
    of_same_text: int
    of_same_name: int


class _Kept(NamedTuple):
    verdict: Verdict
    sign: _Sign
    text: bytes


class LastVerdicts:
    """What is known of the calls of one document.

    Attributes:
        ran: whether the program was run, so that an export of which nothing is known is one that it did not come to.
    """

    def __init__(self) -> None:
        """Begin without any verdict."""
        self.ran = False
        self._of_program: list[_Kept] = []
        self._of_loads: list[_Kept] = []

    def take(
        self,
        source: Source,
        calls: Sequence[ModelCall],
        verdicts: Iterable[Verdict],
        row_of: Callable[[Place], int] = lambda place: place.row,
    ) -> None:
        """Take over what running the document found, in the place of what was known of it.

        Args:
            source: the text that was run.
            calls: its calls.
            verdicts: those for lines of this document.
            row_of: gives the row in the text of a place, which in a notebook is a row of a cell.
        """
        signs = _signs(source, calls)
        placed = [(verdict, _call_at(source, calls, row_of(verdict.place))) for verdict in verdicts]
        self.ran = True
        self._of_program = [_Kept(verdict, signs[at], source.text.utf8) for verdict, at in placed if at is not None]

    def take_load(self, source: Source, calls: Sequence[ModelCall], call: ModelCall, verdict: Verdict) -> None:
        """Take over what verifying the model found that one of the calls loads."""
        if call in calls:
            sign = _signs(source, calls)[calls.index(call)]
            self._of_loads = [one for one in self._of_loads if one.sign != sign]
            self._of_loads.append(_Kept(verdict, sign, source.text.utf8))

    def of(self, source: Source, calls: Sequence[ModelCall]) -> list[Known | None]:
        """Return what is known of each call of the text as it is now.

        A call whose text has changed is the one of the same name at the same turn, if no other is better.
        """
        signs = _signs(source, calls)
        found: list[Known | None] = [None] * len(calls)
        rest: list[_Kept] = []
        exact = {sign[:3]: at for at, sign in enumerate(signs)}
        for kept in (*self._of_loads, *self._of_program):
            at = exact.get(kept.sign[:3])
            if at is None:
                rest.append(kept)
            else:
                found[at] = Known(kept.verdict, text_changed=kept.text != source.text.utf8)
        by_turn = {(sign.name, sign.of_same_name): at for at, sign in enumerate(signs)}
        for kept in rest:
            at = by_turn.get((kept.sign.name, kept.sign.of_same_name))
            if at is not None and found[at] is None:
                found[at] = Known(kept.verdict, call_changed=True, text_changed=True)
        return found


def _signs(source: Source, calls: Sequence[ModelCall]) -> list[_Sign]:
    seen: Counter[object] = Counter()
    signs = []
    for call in calls:
        code = source.text.utf8[call.start : call.end]
        signs.append(_Sign(call.name, code, seen[call.name, code], seen[call.name]))
        seen.update([(call.name, code), call.name])
    return signs


def _call_at(source: Source, calls: Sequence[ModelCall], row: int) -> int | None:
    """Return the number of the call that a row belongs to: an export rather than a load, and the innermost of several.

    What Python calls the line of a call may be that of any of its parts.
    """
    line_of = source.text.line_of
    found = [at for at, call in enumerate(calls) if line_of(call.start) <= row <= line_of(call.end - 1)]
    return min(found, key=lambda at: (calls[at].kind, calls[at].end - calls[at].start), default=None)
