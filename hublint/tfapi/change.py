"""What a symbol became where no release says so itself: the form of the entries that are written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hublint.target import Keras

_NOTHING: Mapping[str, str] = {}


class Change(NamedTuple):
    """How a use of a TensorFlow 1 symbol is written with another one.

    A parameter that is not mentioned keeps its name and its value. Calls are bound by the old symbol's parameters in
    TensorFlow 1.15, so that positional arguments are found too.

    Attributes:
        to: the full name of what takes its place: `tensorflow.cast`, `absl.flags`, `tf_slim`.
        keywords: parameters that have another name there.
        values: parameters whose value is another there, as an expression in which `_` is the old value: `1 - _`.
        adds: arguments that every call needs there, each an expression that may name `tensorflow` in full.
        drops: parameters that have no effect, so that the call can do without.
        refuses: parameters for which there is nothing equal: a call that gives one is not rewritten in this way.
        single: parameters whose value has to be one plain thing: a call that gives a list, a tuple, a function or the
            result of one is not rewritten in this way.
        otherwise: parameters that are given as one, with what stands in where the first is None: `name or default`.
        chooses: a parameter by which others are chosen from, and these, where they are broadcast otherwise: a call that
            gives them is rewritten where it certainly chooses single elements, or all of them.
        texts: parameters whose value has to be a text, or None: a call that may give a function is not rewritten in
            this way.
        unused: whether it returns nothing, so that only calls whose result is not used are rewritten in this way.
        safe: whether both were run on the same inputs and agreed. If not, the note says what a reader has to look at.
        since: the first TensorFlow 2 release that has the destination as it is described here.
        keras: the Keras that it takes, if not any.
        note: what a reader has to know, in a few words; nothing where there is nothing to say.
    """

    to: str
    keywords: Mapping[str, str] = _NOTHING
    values: Mapping[str, str] = _NOTHING
    adds: Mapping[str, str] = _NOTHING
    drops: frozenset[str] = frozenset()
    refuses: frozenset[str] = frozenset()
    single: frozenset[str] = frozenset()
    otherwise: Mapping[str, str] = _NOTHING
    chooses: tuple[str, ...] = ()
    texts: frozenset[str] = frozenset()
    unused: bool = False
    safe: bool = True
    since: tuple[int, int] = (2, 0)
    keras: tuple[Keras, ...] = ()
    note: str = ""


class Gone(NamedTuple):
    """What to do about a symbol that nothing takes the place of, in one clause behind a semicolon."""

    advice: str
