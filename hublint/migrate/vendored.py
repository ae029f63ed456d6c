"""What a campaign leaves out by default: code that was copied from elsewhere, and files that a program writes.

A false alarm here hides work from the user, a missed alarm only makes some, so each mark is one that says so itself:

- `.gitattributes`: `linguist-vendored` and `linguist-generated`, as GitHub reads them. They outrank all marks below, in
  both directions: `-linguist-vendored` and `linguist-vendored=false` bring files back.
- `.gitmodules`, read as git writes it, and the `.git` file at the top of a submodule.
- Names of folders: those of GitHub's linguist (`vendor.yml`) that Python projects use: `third_party` in its spellings,
  `vendor`, `extern`, `_vendor` (pip), `site-packages`. `external` is also what people call packages of their own: it
  counts where it holds a licence, a `setup.py` or a `PKG-INFO`, in itself or in one of its folders.
- A distribution inside a package: a folder whose parent is a package (`__init__.py`) and which has the `PKG-INFO` of a
  source distribution, or a `setup.py` and a licence of its own. A `setup.py` alone is no mark: in repositories of many
  projects, such as tensorflow/models, each has one, and `official/pip_package` has one below a package.
- `build/lib*` beside a `setup.py` or `pyproject.toml`: what setuptools copies before it builds.
- Names of files: `*_pb2.py` and `*_pb2_grpc.py` (protoc and its gRPC plugin), `ez_setup.py` and `distribute_setup.py`
  (setuptools), `versioneer.py` where its first lines say so.
- What a file's first lines say, in the comments and the docstring above its code: the sentences that protoc, gRPC,
  FlatBuffers, Thrift, ANTLR, SWIG, OpenAPI, PyQt, versioneer, setuptools_scm and TensorFlow's own API generator write,
  and `DO NOT EDIT`. What was exported from a notebook (Colab, nbconvert, jupytext), or begun from a template, is a
  person's code, and stays.
- Lines of a thousand characters and more on average, in a Python file: minified, or data.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["HEAD", "why_left_out"]

HEAD: Final = 8192
"""How many bytes of a file are enough for `head`."""

_VENDORED_FOLDERS: Final = frozenset(
    [
        "3rd-party", "3rd_party", "3rdparty", "_vendor", "_vendored", "bower_components", "dist-packages", "extern",
        "site-packages", "third-party", "third_party", "thirdparty", "vendor", "vendored", "vendors",
    ]
)  # fmt: skip
_PERHAPS_VENDORED: Final = frozenset(["external", "externals"])
_INSTALLERS: Final = {"distribute_setup.py": "distribute", "ez_setup.py": "setuptools"}
_LICENCE: Final = re.compile(r"(?:LICEN[CS]E|COPYING)(?:[.-].*)?", re.IGNORECASE)
_BUILT: Final = re.compile(r"lib(?:\..+)?")


def why_left_out(path: Path, root: Path, head: bytes | None) -> str | None:
    """Return why a campaign leaves a folder or a file out, in a few words for its report; None if it does not.

    What contains it counts too, up to `root`: who gives a vendored folder by name wants what is in it.

    Args:
        path: the absolute path of a folder or a file.
        root: the folder that is migrated, absolute: a repository's top folder where there is one.
        head: the beginning of a file, of up to `HEAD` bytes; None for a folder, or where it has not been read.
    """
    whole, top = os.fspath(path), os.fspath(root)
    if not whole.startswith(top.rstrip(os.sep) + os.sep):
        return None
    relative = whole[len(top) :].replace(os.sep, "/").strip("/")
    parts = relative.split("/")
    state = (_state(f"{top}/.gitattributes"), _state(f"{top}/.gitmodules"))
    # Only a file has a beginning, and only a folder is asked for without that and without a suffix: a look at the disk
    # is needed for the others alone.
    is_file = head is not None or (bool(os.path.splitext(whole)[1]) and not os.path.isdir(whole))  # noqa: PTH112, PTH122
    folders = parts[:-1] if is_file else parts
    module, rules, of_folders = _of_folder(top, "/".join(folders), state)
    if module is not None:
        return module
    said = {name: _said(rules, relative, name, is_file=is_file) for name in ("vendored", "generated")} if rules else {}
    for name, answer in said.items():
        if answer is not None and answer.value:
            return f"{name}: `.gitattributes` says so (`{answer.pattern}`)"
    if not _brought_back(said.get("vendored"), rules, "vendored", is_file=is_file):
        reason = of_folders or (_vendored_file(parts[-1], head) if is_file else None)
        if reason is not None:
            return reason
    if is_file and said.get("generated") is None:
        return _generated_file(parts[-1], head)
    return None


# Folders.


class _OfFolder(NamedTuple):
    """What is known of all that a folder holds: the submodule it is in, what is said of it, and why it is left out."""

    submodule: str | None
    rules: tuple[_Rules, ...]
    reason: str | None


@lru_cache(maxsize=4096)
def _of_folder(top: str, folder: str, _: tuple[tuple[int, int] | None, ...]) -> _OfFolder:
    """Look at a folder once, as long as what git is told at the top stays as it is: `_` tells whether it does."""
    folders = folder.split("/") if folder else []
    return _OfFolder(_submodule(top, folders), tuple(_attributes(top, folders)), _of_folders(top, folders))


def _of_folders(top: str, folders: list[str]) -> str | None:
    here = top
    for at, name in enumerate(folders):
        parent, here = here, os.path.join(here, name)  # noqa: PTH118 - runs for each file
        shown = "/".join(folders[: at + 1])
        if name.lower() in _VENDORED_FOLDERS:
            return f"vendored: `{shown}/`"
        if name.lower() in _PERHAPS_VENDORED and _holds_distributions(here):
            return f"vendored: `{shown}/` holds what has a licence or a setup of its own"
        mark = _bundled(parent, here)
        if mark is not None:
            return f"vendored: `{shown}/` is inside a package and has {mark} of its own"
        if at and folders[at - 1] == "build" and _BUILT.fullmatch(name) and _is_project(os.path.dirname(parent)):  # noqa: PTH120
            return f"generated: `{shown}/` is what setuptools copies for a build"
    return None


def _bundled(parent: str, folder: str) -> str | None:
    """Return what makes a folder inside a package a distribution of its own."""
    if not os.path.exists(os.path.join(parent, "__init__.py")):  # noqa: PTH110, PTH118
        return None
    names = _names(folder)
    if "PKG-INFO" in names:
        return "the `PKG-INFO`"
    licence = next((name for name in sorted(names) if _LICENCE.fullmatch(name)), None)
    return f"a `setup.py` and a `{licence}`" if "setup.py" in names and licence is not None else None


def _holds_distributions(folder: str) -> bool:
    names = _names(folder)
    return _is_distribution(names) or any(
        _is_distribution(_names(os.path.join(folder, name)))  # noqa: PTH118
        for name in sorted(names)
        if "." not in name
    )


def _is_distribution(names: frozenset[str]) -> bool:
    return bool(names & {"PKG-INFO", "setup.py"}) or any(_LICENCE.fullmatch(name) for name in names)


def _is_project(folder: str) -> bool:
    return bool(_names(folder) & {"pyproject.toml", "setup.py"})


def _names(folder: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return frozenset()


def _submodule(top: str, parts: list[str]) -> str | None:
    modules = _modules(os.path.join(top, ".gitmodules"))  # noqa: PTH118 - a str is at hand
    here = ""
    for name in parts:
        here = f"{here}/{name}" if here else name
        if here in modules or _has_git_file(os.path.join(top, here)):  # noqa: PTH118
            return f"a git submodule: `{here}/`"
    return None


def _has_git_file(folder: str) -> bool:
    return os.path.isfile(os.path.join(folder, ".git"))  # noqa: PTH113, PTH118


def _modules(file: str) -> frozenset[str]:
    """Return the paths of a repository's submodules."""
    paths = re.findall(r"(?m)^[ \t]*path[ \t]*=[ \t]*(.*?)[ \t]*$", _text(file))
    return frozenset(path.strip('"').rstrip("/") for path in paths)


# .gitattributes


class _Attribute(NamedTuple):
    """One attribute that a line of a .gitattributes sets: for what, which, and whether it is true."""

    pattern: str
    matches: re.Pattern[str]
    name: str
    value: bool


class _Rules(NamedTuple):
    """What a .gitattributes says, and the folder that it lies in, relative to the top, with a slash behind it."""

    folder: str
    attributes: tuple[_Attribute, ...]


def _attributes(top: str, folders: list[str]) -> list[_Rules]:
    """Return what is said on the way to a folder, outermost first."""
    found: list[_Rules] = []
    here, relative = top, ""
    for name in ["", *folders]:
        if name:
            here, relative = os.path.join(here, name), f"{relative}{name}/"  # noqa: PTH118
        file = os.path.join(here, ".gitattributes")  # noqa: PTH118
        attributes = tuple(_parsed(_text(file)))
        if attributes:
            found.append(_Rules(relative, attributes))
    return found


def _parsed(text: str) -> Iterator[_Attribute]:
    for line in text.splitlines():
        match = re.match(r'[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s#]\S*))[ \t]+(.*)', line)
        if match is None:
            continue
        pattern = re.sub(r"\\(.)", r"\1", match[1]) if match[1] is not None else match[2]
        for word in match[3].split():
            said = re.fullmatch(r"(-|!)?linguist-(vendored|generated)(?:=(.*))?", word)
            if said is not None and said[1] != "!":
                value = said[1] is None and (said[3] is None or said[3].lower() != "false")
                yield _Attribute(pattern, _matcher(pattern), said[2], value)


def _matcher(pattern: str) -> re.Pattern[str]:
    """Return what matches the paths that git gives an attribute; unlike .gitignore, a folder does not pass it on."""
    anchored = "/" in pattern.rstrip("/")
    pieces: list[str] = []
    for piece in re.findall(r"/?\*\*/|/\*\*\Z|\*+|\?|\[!?\]?[^\]]*\]|\\.|.", pattern.lstrip("/")):
        if piece.strip("/") == "**":
            pieces.append("/.*" if piece == "/**" else "(?:.*/)?" if not piece.startswith("/") else "/(?:.*/)?")
        elif piece.startswith("*"):
            pieces.append("[^/]*")
        elif piece == "?":
            pieces.append("[^/]")
        elif piece.startswith("[") and len(piece) > 1:
            pieces.append(
                "[^" + re.escape(piece[2:-1]).replace(r"\-", "-") + "]"
                if piece[1] == "!"
                else "[" + re.escape(piece[1:-1]).replace(r"\-", "-") + "]"
            )
        else:
            pieces.append(re.escape(piece[-1]))
    return re.compile(("" if anchored else "(?:.*/)?") + "".join(pieces))


def _said(
    rules: tuple[_Rules, ...], relative: str, name: Literal["vendored", "generated"], *, is_file: bool
) -> _Attribute | None:
    """Return what the last line that speaks of a path says; of a folder, where it speaks of all that is in it."""
    for rule in reversed(rules):
        if not relative.startswith(rule.folder):
            continue
        inside = relative[len(rule.folder) :]
        for attribute in reversed(rule.attributes):
            if attribute.name != name:
                continue
            if is_file:
                if attribute.matches.fullmatch(inside):
                    return attribute
            elif not attribute.value:
                return attribute  # of something in it, perhaps: its files are asked one by one
            elif attribute.pattern.endswith("/**") and attribute.matches.fullmatch(f"{inside}/x"):
                return attribute
    return None


def _brought_back(
    said: _Attribute | None, rules: tuple[_Rules, ...], name: Literal["vendored", "generated"], *, is_file: bool
) -> bool:
    """Tell whether it is said that something is not vendored: this file, or perhaps one in this folder."""
    if is_file:
        return said is not None
    return any(one.name == name and not one.value for rule in rules for one in rule.attributes)


# Files.


def _vendored_file(name: str, head: bytes | None) -> str | None:
    if name in _INSTALLERS:
        return f"vendored: `{name}` of {_INSTALLERS[name]}"
    if name == "versioneer.py" and head is not None and re.search(rb"(?i)^(?:[^\n]*\n){0,9}[^\n]*versioneer", head):
        return "vendored: `versioneer.py` of versioneer"
    return None


def _generated_file(name: str, head: bytes | None) -> str | None:
    if name.endswith(("_pb2.py", "_pb2_grpc.py")):
        return "generated: by the protocol buffer compiler, as its name says"
    if head is None or not name.endswith(".py"):
        return None
    if name == "_version.py" and re.search(rb"(?i)generated by[\s#']*versioneer", head):
        return "generated: `_version.py` by versioneer"
    if b"enerated" in head or b"ENERATED" in head or b"DO NOT" in head or b"will be lost" in head:
        for number, line in _leading_lines(head[:HEAD]):
            by = _says_generated(line)
            if by is not None:
                return f"generated: {by} (line {number} says so)"
    if len(head) >= 4000 and len(head) > 1000 * (head.count(b"\n") + head.count(b"\r") + 1):
        return "minified: its lines have a thousand characters and more"
    return None


_MOST_LINES: Final = 40
_TRIPLE: Final = ('"""', "'''")


def _leading_lines(head: bytes) -> Iterator[tuple[int, str]]:
    """Yield the comments and the docstring above a file's code, by line."""
    quote = ""
    seen_docstring = False
    for number, line in enumerate(head.decode(errors="replace").lstrip("\ufeff").splitlines()[:_MOST_LINES], 1):
        text = line.strip()
        if quote:
            yield number, text
            if quote in text:
                quote = ""
        elif text.startswith("#"):
            yield number, text
        elif text and not seen_docstring:
            opening = next((one for one in _TRIPLE if text.lstrip("rRuU").startswith(one)), None)
            if opening is None:
                return
            seen_docstring = True
            yield number, text
            quote = opening if text.count(opening) < 2 else ""
        elif text:
            return


_TOOLS: Final = {
    "protocol buffer compiler": "by the protocol buffer compiler",
    "grpc python protocol compiler": "by the gRPC compiler",
    "flatbuffers": "by the FlatBuffers compiler",
    "thrift compiler": "by the Thrift compiler",
    "antlr": "by ANTLR",
    "swig": "by SWIG",
    "openapi": "by the OpenAPI generator",
    "swagger": "by Swagger Codegen",
    "versioneer": "by versioneer",
    "setuptools_scm": "by setuptools_scm",
    "setuptools-scm": "by setuptools_scm",
    "ui file": "by a compiler of user interfaces",
}
_HOW: Final = r"(?:auto[- ]?|automatically[- ]|machine[- ]|programmatically[- ])?"
_SAYS: Final = re.compile(
    rf"""(?ix) \W* (?:
        (?:warning\W+|note\W+)? (?:this|the)\ (?:[\w.]+\ )?(?:file|code|module|script|source)
        \ (?:is|was|has\ been)\ {_HOW}generated\b
      | (?:file|code|form\ implementation)\ {_HOW}generated\ (?:by|from)\b
      | {_HOW}generated\ (?:by|from|using|with)\b
      | (?:auto[-\ ]?|automatically\ |machine\ )generated\b (?:\ (?:file|code))? (?:\W|\Z)
      | @generated\b
    )""".replace("[- ]", r"[-\ ]")
)
_FORBIDS: Final = re.compile(
    r"\bDO NOT (?:EDIT|MODIFY|CHANGE)\b(?: (?:THIS|BY HAND|MANUALLY|DIRECTLY|FILE)\b)*\W*\Z"
    r"|All changes made in this file will be lost"
)
_VAGUE: Final = re.compile(r"(?i)\W*generated (?:by|from|using|with)")
_A_PERSONS: Final = re.compile(
    r"(?i)colab|jupyter|nbconvert|jupytext|ipython|ipynb|notebook|cookiecutter|sphinx|pycharm|spyder"
)


def _says_generated(line: str) -> str | None:
    """Return by what a line says that its file is generated; None if it does not say so."""
    if _A_PERSONS.search(line):
        return None
    said, forbids = _SAYS.match(line), _FORBIDS.search(line) is not None
    if said is None and not forbids:
        return None
    # Within a docstring, what a function gives is generated by something as well.
    vague = said is not None and _VAGUE.fullmatch(said[0]) is not None and not line.startswith("#")
    if vague and not forbids and re.match(r"(?i)\W*generated by:? https?:", line) is None:
        return None
    lower = line.lower()
    by = next((by for word, by in _TOOLS.items() if word in lower), None)
    # A line that begins in small letters goes on with a sentence about something else.
    goes_on = said is not None and re.match(r"\W*[a-z]", line) is not None and "@generated" not in lower
    return None if by is None and goes_on else by or "by a program"


def _state(file: str) -> tuple[int, int] | None:
    """Return what tells whether a file has changed; None where there is none."""
    try:
        state = os.stat(file)  # noqa: PTH116 - runs for each file
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _text(file: str) -> str:
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:  # noqa: PTH123 - a str is at hand
            return stream.read()
    except OSError:
        return ""
