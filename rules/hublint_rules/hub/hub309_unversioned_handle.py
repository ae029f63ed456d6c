"""HUB309."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.handles import Handle, Version


class UnversionedHandle(Rule):
    """A handle of tfhub.dev names no version of its model.

    tfhub.dev answers such a handle with the newest version, and tensorflow_hub keeps what came first in its cache, for
    as long as the cache lasts. So the model changes without a change in the code, and two machines run different ones.
    Where a later version changed its format, this raises: `TypeError: 'AutoTrackable' object is not callable` with what
    the cache kept from before, where the code was written for the newer one.

    The fix names the newest version that the catalogue of tfhub.dev knows, where all versions have one format. It is
    unsafe, as the program may so far have run an older one from its cache. There is none where the format has changed,
    as the code does not say which of them it was written for.
    """

    code = "HUB309"
    name = "unversioned-handle"
    since = "0.1"
    applicability = "unsafe"
    severity = "information"
    names = (
        "tensorflow_hub.KerasLayer",
        "tensorflow_hub.Module",
        "tensorflow_hub.load",
        "tensorflow_hub.load_module_spec",
        "tensorflow_hub.resolve",
    )
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

detect = hub.load("https://tfhub.dev/google/movenet/singlepose/lightning")
""",
            after="""\
import tensorflow_hub as hub

detect = hub.load("https://tfhub.dev/google/movenet/singlepose/lightning/4")
""",
        ),
    )
    references = ("https://www.tensorflow.org/hub/hosting", "https://www.tensorflow.org/hub/caching")

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each such handle of a call."""
        del target
        from hublint_rules.hub.loads import load_of

        load = load_of(use.source, use.call)
        for handle in load.handles if load is not None else ():
            if handle.site == "tfhub.dev" and handle.is_versioned is False and handle.versions:
                known = sorted(version.number for version in handle.versions)
                choice = f"version {known[0]}" if len(known) == 1 else f"one of {known[0]} to {known[-1]}"
                message = f"`{handle.path}` names no version and can change from one day to the next; name {choice}"
                yield Draft(handle.node, message, partial(_fix, use.source, handle, handle.versions))


def _fix(source: Source, handle: Handle, versions: tuple[Version, ...]) -> Fix | NoFix:
    from hublint_rules.hub.loads import readers, rewritten, with_version

    if len({version.format for version in versions}) > 1:
        return NoFix("its versions have different formats, and the code does not say which it was written for")
    number = max(version.number for version in versions)
    calls = [load.call for load in readers(source, handle)]
    edit = rewritten(source, handle, with_version(handle.text or "", number), calls)
    return edit if isinstance(edit, NoFix) else Fix("unsafe", f"Name version {number}, the newest", (edit,))
