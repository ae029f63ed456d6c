"""Handles of TensorFlow Hub: which models an expression can name, and what the catalogue knows of them."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint_rules.origins import texts

if TYPE_CHECKING:
    import ast

    from hublint.rule import Source
    from hublint_rules.origins import Parts

Format = Literal["hub", "saved_model"]
"""`hub` is the format of TensorFlow 1 (`hub.Module`), `saved_model` that of TensorFlow 2."""

_TFHUB = re.compile(r"^(?:https?://)?(?:www\.)?tfhub\.dev/")
_KAGGLE = re.compile(r"^(?:https?://)?(?:www\.)?kaggle\.com/models/")
_KAGGLE_FRAMEWORK = re.compile(r"/(?:frameworks/)?(TensorFlow[12])/", re.IGNORECASE)
_FORMATS: dict[str, Format] = {"1": "hub", "2": "saved_model"}


class Version(NamedTuple):
    """A version of a model as the catalogue of tfhub.dev describes it.

    `format` is None where the catalogue does not tell it, or tells what the model's own page shows to be wrong.
    """

    name: str
    number: int
    format: Format | None
    fine_tunable: bool
    needs_tensorflow_text: bool

    @property
    def handle(self) -> str:
        """The handle that names exactly this version."""
        return f"https://tfhub.dev/{self.name}/{self.number}"


class Handle(NamedTuple):
    """A handle, where it is written, and the versions of the catalogue that it can stand for.

    `text` is the handle where all of it is to be seen. `site` is where it points to, None for what is no address: a
    folder, or something that the file does not show. The versions of a handle without a number are all of the model's.
    """

    node: ast.expr
    text: str | None
    site: Literal["tfhub.dev", "kaggle.com"] | None
    format: Format | None
    versions: tuple[Version, ...]

    @property
    def path(self) -> str:
        """The handle as people speak of it: without the site and what stands behind `?`."""
        return _KAGGLE.sub("", _TFHUB.sub("", _plain(self.text or "")))

    @property
    def is_versioned(self) -> bool | None:
        """Whether the handle names a version; None where its end is not to be seen or it is no handle of a site."""
        if self.text is None or self.site is None:
            return None
        return re.search(r"/\d+/?$", _plain(self.text)) is not None


def handles(source: Source, node: ast.expr) -> list[Handle]:
    """Return the handles that an expression can stand for; what is not to be seen is a handle without text and site.

    Names, attributes, dictionaries, f-strings and the like are followed, see `hublint_rules.origins.texts`. A handle
    with gaps, `f"https://tfhub.dev/google/nnlm-{language}-dim50/2"`, has the versions of every model that fits.
    """
    return [_handle(origin, parts) for origin, parts in texts(source, node)]


def format_of(found: list[Handle]) -> Format | None:
    """Return the format that all handles have, None where one has another or it is not known."""
    formats = {handle.format for handle in found}
    return formats.pop() if len(formats) == 1 else None


def newest(name: str, wanted: Format = "saved_model") -> Version | None:
    """Return the newest version of a model in a format, None if there is none."""
    fitting = [version for version in catalogue().get(name, ()) if version.format == wanted]
    return max(fitting, key=lambda version: version.number, default=None)


def later_version(text: str | None) -> Version | None:
    """Return the newest version in TensorFlow 2's format of a model that a handle names in TensorFlow 1's."""
    path = None if text is None or not _TFHUB.match(text) else _TFHUB.sub("", _plain(text))
    name, _, number = (path or "").rpartition("/")
    found = newest(name) if number.isdigit() else None
    return found if found is not None and found.number > int(number) else None


def _plain(text: str) -> str:
    return text.partition("?")[0].rstrip("/")


def _handle(node: ast.expr, parts: Parts) -> Handle:
    first = parts[0] or ""
    text = first if len(parts) == 1 and parts[0] is not None else None
    if _TFHUB.match(first):
        versions = _versions((_TFHUB.sub("", first), *parts[1:]))
        formats = {version.format for version in versions}
        return Handle(node, text, "tfhub.dev", formats.pop() if len(formats) == 1 else None, versions)
    if _KAGGLE.match(first):
        framework = _KAGGLE_FRAMEWORK.search(first)
        return Handle(node, text, "kaggle.com", _FORMATS[framework[1][-1]] if framework else None, ())
    return Handle(node, text, None, None, ())


def _versions(parts: Parts) -> tuple[Version, ...]:
    """Return what of the catalogue fits a path with gaps; a path without a number fits all versions."""
    if len(parts) == 1 and parts[0] is not None:
        name, _, number = _plain(parts[0]).rpartition("/")
        if number.isdigit():
            return tuple(version for version in catalogue().get(name, ()) if version.number == int(number))
        return catalogue().get(_plain(parts[0]), ())
    # The model's name has to be told in part, else any model of a publisher fits.
    if not re.search(r"\w/\w", parts[0] or ""):
        return ()
    spelled = "".join("[^?]*" if part is None else re.escape(part) for part in parts)
    fits = re.compile(spelled.partition(r"\?")[0].rstrip("/")).fullmatch
    return tuple(
        version
        for name, versions in catalogue().items()
        for version in versions
        if fits(f"{name}/{version.number}") or fits(name)
    )


@functools.cache
def catalogue() -> dict[str, tuple[Version, ...]]:
    """Return the models of tfhub.dev by name, with their versions in order. Read once, when a handle is first met."""
    found: dict[str, tuple[Version, ...]] = {}
    for line in Path(__file__).with_name("handles.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, listed = line.partition("\t")
            found[name] = tuple(_version(name, *item.split(":")) for item in listed.split())
    return found


def _version(name: str, number: str, told: str) -> Version:
    known = None if "?" in told else _FORMATS.get(told[0])
    return Version(name, int(number), known, "-" not in told, "t" in told)
