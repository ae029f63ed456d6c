"""HUB351."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Entry, Manifest, Target

# The releases that import pkg_resources; those before imported distutils.
_IMPORTING: Final = ("0.13.0", "0.14.0", "0.15.0", "0.16.0", "0.16.1")
_WITHOUT: Final = ("82.0.0", "84.0.0", "99.0.0")


class SetuptoolsWithoutPkgResources(Rule):
    """tensorflow_hub is required, and nothing keeps setuptools 82 or newer away, with which it cannot be imported.

    tensorflow_hub 0.13 to 0.16.1 import `pkg_resources`, which was a part of setuptools up to 81: `import
    tensorflow_hub` raises `ModuleNotFoundError: No module named 'pkg_resources'`. It does not require setuptools
    itself, and TensorFlow requires it without a bound, so a fresh environment gets the newest one.

    The fix requires `setuptools<82` beside tensorflow_hub. It is unsafe as another package may want a newer setuptools.
    There is none where the place of the new line is not certain, and where the file says hashes.
    """

    code = "HUB351"
    name = "setuptools-without-pkg-resources"
    since = "0.1"
    applicability = "unsafe"
    packages = ("tensorflow-hub",)
    examples = (
        Example(
            before="""\
tensorflow==2.21.0
tensorflow-hub==0.16.1
""",
            after="""\
tensorflow==2.21.0
tensorflow-hub==0.16.1
setuptools<82
""",
            filename="requirements.txt",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/issues/934",
        "https://setuptools.pypa.io/en/latest/history.html#v82-0-0",
    )

    def check_requirements(self, manifest: Manifest, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report what requires tensorflow_hub."""
        del target
        hubs = [entry for entry in manifest.named("tensorflow-hub") if not entry.is_conda]
        bounds = manifest.named("setuptools")
        if any(not bound.allows(_WITHOUT) for bound in bounds):
            return
        for hub in hubs:
            if hub.allows(_IMPORTING):
                wrong = f"`{hub.written}` imports pkg_resources, which setuptools 82 removed"
                yield Draft(hub, f"{wrong}; require `setuptools<82` beside it", partial(_fix, manifest, hub, bounds))


def _fix(manifest: Manifest, hub: Entry, bounds: list[Entry]) -> Fix | NoFix:
    if bounds:
        return NoFix(f"the file already says `{bounds[0].written}`, which has to be bounded")
    place = manifest.insertion(hub, "setuptools<82")
    if place is None:
        return NoFix("the place of another requirement in this file is not certain")
    offset, text = place
    return Fix("unsafe", "Require a setuptools that has pkg_resources", (Edit(offset, offset, text),))
