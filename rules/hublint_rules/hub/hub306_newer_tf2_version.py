"""HUB306."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use
    from hublint_rules.hub.handles import Handle, Version
    from hublint_rules.hub.loads import Load


class NewerTf2Version(Rule):
    """A handle names a model in TensorFlow 1's format, of which a later version is in TensorFlow 2's.

    The old version still loads, but what comes is no function: `hub.load` gives an object with signatures only
    (`TypeError: 'AutoTrackable' object is not callable`), and a `hub.KerasLayer` of it cannot be fine-tuned
    (`ValueError: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format`). 295
    versions in the catalogue of tfhub.dev are superseded so: the text embeddings, and the image models under
    `google/imagenet`. Calls of such an object are HUB304's, layers that shall be trained HUB305's.

    The fix writes the newest version where all that reads the handle is a `hub.KerasLayer`, which is called in the same
    way in both formats. It is unsafe: the newer version was trained anew and gives other numbers. There is none for
    `hub.load`, whose signatures are called in another way, and for layers that choose a signature or tags.
    """

    code = "HUB306"
    name = "newer-tf2-version"
    since = "0.1"
    applicability = "unsafe"
    severity = "information"
    targets = (2, 0)
    names = ("tensorflow_hub.KerasLayer", "tensorflow_hub.load")
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")
""",
            after="""\
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/model_compatibility",
        "https://www.tensorflow.org/hub/migration_tf2",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each such handle of a call, where no other rule says it."""
        del target
        from hublint_rules.hub.loads import load_of

        load = load_of(use.source, use.call)
        for handle, later in superseded(use.source, load) if load is not None else ():
            newer = f"name version {later.number}, which is in TensorFlow 2's"
            message = f"`{handle.path}` is in TensorFlow 1's format; {newer}"
            yield Draft(handle.node, message, partial(_fix, use.source, handle, later))


def superseded(source: Source, load: Load) -> list[tuple[Handle, Version]]:
    """Return the handles of a call that this rule reports, each with the version that supersedes it."""
    from hublint_rules.hub.handles import later_version
    from hublint_rules.hub.loads import readers

    if load.name not in NewerTf2Version.names:
        return []
    found = [(handle, later_version(handle.text)) for handle in load.handles if handle.format == "hub"]
    return [
        (handle, later)
        for handle, later in found
        if later is not None and not any(_is_spoken_of(source, reader) for reader in readers(source, handle))
    ]


def _is_spoken_of(source: Source, load: Load) -> bool:
    """Tell whether another rule says what is wrong with loading a model of TensorFlow 1's format by this call."""
    from hublint_rules.hub.loads import is_called
    from hublint_rules.hub.trainable import trained

    return is_called(source, load.call) if load.name == "tensorflow_hub.load" else any(trained(source, load.call))


def _fix(source: Source, handle: Handle, later: Version) -> Fix | NoFix:
    from hublint_rules.hub.loads import readers, rewritten, with_version

    concerned = readers(source, handle)
    if any(load.name != "tensorflow_hub.KerasLayer" for load in concerned):
        return NoFix("the signatures of what is loaded are called in another way in the newer version")
    if later.name.endswith("-qa"):
        return NoFix("the newer version has signatures for questions and for answers and cannot be called itself")
    if any(load.selects for load in concerned):
        return NoFix("the layer chooses a signature, an output or tags, which the newer version names otherwise")
    text = with_version(handle.text or "", later.number)
    edit = rewritten(source, handle, text, [load.call for load in concerned])
    if isinstance(edit, NoFix):
        return edit
    return Fix("unsafe", f"Name version {later.number}, which is in TensorFlow 2's format", (edit,))
