"""HUB352."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Entry, Manifest, Target


class Release(NamedTuple):
    """What a release of TensorFlow needs: the Pythons it has wheels for, and bounds on packages beside it."""

    version: tuple[int, int]
    pythons: tuple[int, int]
    """The minor numbers of the first and the last Python 3."""
    keras: str = ""
    numpy: str = ""

    def __str__(self) -> str:
        """Return the number as TensorFlow writes it."""
        return f"{self.version[0]}.{self.version[1]}"


# Read from the metadata and the wheels of the newest patch of each release.
RELEASES: Final = (
    Release((1, 15), (6, 7), numpy=">=1.16,<1.19"),
    Release((2, 0), (6, 7)),
    Release((2, 1), (6, 7)),
    Release((2, 2), (6, 8)),
    Release((2, 3), (6, 8)),
    Release((2, 4), (6, 8), numpy="~=1.19.2"),
    Release((2, 5), (6, 9), numpy="~=1.19.2"),
    Release((2, 6), (6, 9), ">=2.6,<2.7", "~=1.19.2"),
    Release((2, 7), (7, 9), ">=2.7,<2.8"),
    Release((2, 8), (7, 10), ">=2.8,<2.9", ">=1.20"),
    Release((2, 9), (7, 10), ">=2.9,<2.10", ">=1.20"),
    Release((2, 10), (7, 10), ">=2.10,<2.11", ">=1.20"),
    Release((2, 11), (7, 10), ">=2.11,<2.12", ">=1.20"),
    Release((2, 12), (8, 11), ">=2.12,<2.13", ">=1.22,<=1.24.3"),
    Release((2, 13), (8, 11), ">=2.13.1,<2.14", ">=1.22,<=1.24.3"),
    Release((2, 14), (9, 11), ">=2.14,<2.15", ">=1.23.5,<2"),
    Release((2, 15), (9, 11), ">=2.15,<2.16", ">=1.23.5,<2"),
    Release((2, 16), (9, 12), ">=3", ">=1.23.5,<2"),
    Release((2, 17), (9, 12), ">=3.2", ">=1.23.5,<2"),
    Release((2, 18), (9, 12), ">=3.5", ">=1.26,<2.1"),
    Release((2, 19), (9, 12), ">=3.5", ">=1.26,<2.2"),
    Release((2, 20), (9, 13), ">=3.10", ">=1.26"),
    Release((2, 21), (10, 13), ">=3.12", ">=1.26"),
)

# These carry TensorFlow's own number and go with the TensorFlow of that number, in these releases.
_NUMBERED: Final = {
    "tf-keras": ((2, 15), (2, 21)),
    "tensorflow-text": ((2, 8), (2, 21)),
    "tensorflow-estimator": ((2, 6), (2, 15)),
}

# Versions that stand for the rest: what a bound allows none of, it allows nothing near.
_KNOWN: Final = {
    "keras": (
        *(f"2.{minor}.{patch}" for minor in (2, 3, 4) for patch in range(6)),
        *(f"2.{minor}.{patch}" for minor in range(6, 16) for patch in range(3)),
        *(f"3.{minor}.{patch}" for minor in range(30) for patch in (0, 5)),
    ),
    "numpy": (
        *(f"1.{minor}.{patch}" for minor in range(13, 27) for patch in range(7)),
        *(f"2.{minor}.{patch}" for minor in range(8) for patch in range(7)),
    ),
    **{name: tuple(f"2.{minor}.{patch}" for minor in range(30) for patch in range(3)) for name in _NUMBERED},
}

_TENSORFLOW: Final = ("tensorflow", "tensorflow-cpu")
# The last release of tensorflow-gpu is no TensorFlow, and pip fails to build it.
_LAST_GPU: Final = "2.12.0"


class RequirementsExcludeEachOther(Rule):
    """A project requires what cannot be installed together: a TensorFlow, its companions and the Pythons it asks for.

    Each TensorFlow has wheels for a few Pythons, and from 2.6 on goes with one Keras: pip ends with `ERROR: No matching
    distribution found for tensorflow==2.15.0`, or with `ERROR: ResolutionImpossible`. Looked at are the Pythons that
    the same file asks for, keras, numpy, and tf-keras, tensorflow-text and tensorflow-estimator, which carry
    TensorFlow's number. `tensorflow-gpu` is no more: its last release, 2.12.0, raises `ERROR: ... The "tensorflow-gpu"
    package has been removed!` when it is installed.

    Only tensorflow-gpu has a fix, `tensorflow[and-cuda]`, which brings CUDA along from 2.14 on: unsafe, as who has a
    CUDA of the right version needs `tensorflow` only. In all else, which of the two has to give way is the owner's to
    say. Requirements with a marker and those of conda's own packages are not judged.
    """

    code = "HUB352"
    name = "requirements-exclude-each-other"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    packages = (*_TENSORFLOW, "tensorflow-gpu")
    examples = (
        Example(
            before="""\
tensorflow==2.21.0
keras==2.15.0
""",
            filename="requirements.txt",
        ),
        Example(
            before="""\
tensorflow-gpu
tensorflow-hub==0.12.0
""",
            after="""\
tensorflow[and-cuda]
tensorflow-hub==0.12.0
""",
            filename="requirements.txt",
        ),
    )
    references = (
        "https://www.tensorflow.org/install/source#tested_build_configurations",
        "https://pypi.org/project/tensorflow-gpu/",
    )

    def check_requirements(self, manifest: Manifest, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each requirement that no installation can meet."""
        del target
        for entry in _judged(manifest, "tensorflow-gpu"):
            if entry.specifier.contains(_LAST_GPU) and not _pinned(entry):
                message = (
                    f"`{entry.written}` installs nothing any more; require `tensorflow[and-cuda]`, or `tensorflow`"
                )
                yield Draft(entry, message, partial(_without_gpu, entry))
        for tensorflow in _judged(manifest, *_TENSORFLOW):
            allowed = [release for release in RELEASES if tensorflow.allows(_patches(release))]
            if allowed:
                yield from _against_python(manifest, tensorflow, allowed)
                for companion in _judged(manifest, *_KNOWN):
                    yield from _against(tensorflow, allowed, companion)


def _judged(manifest: Manifest, *names: str) -> list[Entry]:
    return [entry for entry in manifest.named(*names) if not entry.is_conda and not entry.is_conditional]


def _pinned(entry: Entry) -> bool:
    return any(one.operator in {"==", "==="} for one in entry.specifier)


def _patches(release: Release) -> tuple[str, ...]:
    return tuple(f"{release}.{patch}" for patch in range(10))


def _against_python(manifest: Manifest, tensorflow: Entry, allowed: list[Release]) -> Iterator[Draft]:
    """Report a TensorFlow that has no wheel for any Python that the file asks for."""
    if manifest.python is None:
        return
    asked = {minor for minor in range(6, 30) for patch in (0, 5, 99) if manifest.python.contains(f"3.{minor}.{patch}")}
    if not asked or any(asked & _pythons(release) for release in allowed):
        return
    fitting = [release for release in RELEASES if asked & _pythons(release)]
    if not fitting:
        return
    newer = fitting[0].version > allowed[-1].version
    what = f"TensorFlow {fitting[0]} or newer" if newer else f"TensorFlow {fitting[-1]} or older"
    first, last = allowed[0].pythons[0], allowed[-1].pythons[1]
    wrong = f"`{tensorflow.written}` has no wheel for Python {manifest.python}, only for 3.{first} to 3.{last}"
    yield Draft(tensorflow, f"{wrong}; require {what}")


def _pythons(release: Release) -> set[int]:
    return set(range(release.pythons[0], release.pythons[1] + 1))


def _against(tensorflow: Entry, allowed: list[Release], companion: Entry) -> Iterator[Draft]:
    """Report a companion of which no version goes with any TensorFlow that is allowed."""
    from packaging.specifiers import SpecifierSet

    pinned = tuple(one.version for one in companion.specifier if one.operator == "==" and "*" not in one.version)
    fitting = [version for version in (*_KNOWN[companion.name], *pinned) if companion.specifier.contains(version)]
    bounds = {_bound(release, companion.name) for release in allowed}
    if not fitting or "" in bounds:
        return
    if any(SpecifierSet(bound).contains(version, prereleases=True) for bound in bounds for version in fitting):
        return
    bound = _bound(allowed[-1], companion.name)
    message = (
        f"`{companion.written}` cannot be installed beside `{tensorflow.written}`; "
        f"require `{companion.name}{bound}`, or another TensorFlow"
    )
    yield Draft(companion, message)


def _bound(release: Release, name: str) -> str:
    """Return what a TensorFlow allows of a companion, nothing if it does not say."""
    if name in _NUMBERED:
        first, last = _NUMBERED[name]
        major, minor = release.version
        return f">={release},<{major}.{minor + 1}" if first <= release.version <= last else ""
    return release.keras if name == "keras" else release.numpy


def _without_gpu(entry: Entry) -> Fix | NoFix:
    if len(entry.specifier):
        return NoFix("which TensorFlow is meant has to be looked at")
    return Fix("unsafe", "Require TensorFlow with its CUDA", (Edit(entry.start, entry.end, "tensorflow[and-cuda]"),))
