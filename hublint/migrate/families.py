"""A rewrite taken apart by families of rules: what a file holds after each of them, and what a commit says of it."""

from __future__ import annotations

import itertools
import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine, notebooks
from hublint.catalogue import family, headline
from hublint.checking import is_notebook
from hublint.files import FileError, states_requirements

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from hublint.registry import Registry
    from hublint.session import Session

PYTHON2: Final = "Python 2"
REQUIREMENTS: Final = "Requirements"
REST: Final = "The rest"


class Stage(NamedTuple):
    """What a file holds once the rewrites of a family, and of those before it, have been made.

    Attributes:
        family: its title, as the catalogue has it, or one of the three above.
        data: the whole file.
        codes: the rules that it comes from.
    """

    family: str
    data: bytes
    codes: tuple[str, ...] = ()


def order(title: str) -> tuple[int, str]:
    """Return what families are sorted by: Python 3 comes first, and requirements once the code needs them."""
    return {PYTHON2: 0, REST: 2, REQUIREMENTS: 3}.get(title, 1), title


def stages(
    path: Path,
    before: bytes,
    after: bytes,
    session: Session,
    *,
    applied: Collection[str],
    python3: bytes | None = None,
    unsafe: bool = True,
) -> tuple[Stage, ...]:
    """Take a file's rewrite apart: what it holds after each family, in order, and at last `after`.

    A family that changes nothing is left out. What cannot be taken apart, and what nobody answers for, belongs to the
    last one.

    Args:
        path: where the file lies.
        before: what it holds.
        after: what its rewrite holds.
        session: gives the rules and the target.
        applied: the codes of the fixes that the rewrite consists of.
        python3: what it held once it was brought to Python 3, if it was.
        unsafe: whether the fixes that need a reader's eye are part of the rewrite.
    """
    if after == before:
        return ()
    if states_requirements(path):
        return (Stage(REQUIREMENTS, after, tuple(sorted(applied))),)
    found: list[Stage] = []
    data = before
    if python3 is not None and python3 != before:
        data = python3
        found.append(Stage(PYTHON2, data))
    groups = by_family(session.registry(path), applied)
    so_far: set[str] = set()
    titles = sorted(groups, key=order)
    for title in titles:
        codes = groups[title]
        so_far |= codes
        made = after if title == titles[-1] else _fixed(path, data, session, so_far, unsafe=unsafe)
        if made != data:
            data = made
            found.append(Stage(title, data, tuple(sorted(codes))))
    if data != after:
        found.append(Stage(REST, after))
    return tuple(found)


def by_family(rules: Registry, codes: Iterable[str]) -> dict[str, set[str]]:
    """Return codes by the titles of their families."""
    groups: dict[str, set[str]] = {}
    for code in codes:
        rule = rules.by_code.get(code)
        groups.setdefault(REST if rule is None else family(rule), set()).add(code)
    return groups


def _fixed(path: Path, data: bytes, session: Session, codes: set[str], *, unsafe: bool) -> bytes:
    """Return a file with the fixes of some rules alone."""
    rules = session.registry(path)
    if not is_notebook(path):
        return engine.fix(
            data,
            rules,
            filename=str(path),
            path=path,
            target=session.target(path),
            unsafe=unsafe,
            codes=codes,
        ).data

    def some(where: Path) -> Registry:
        return session.registry(where).select(sorted(codes & rules.known), ())

    try:
        opened = notebooks.opened(data, path, rules)
    except FileError:
        return data
    if opened is None:
        return data
    fixed = notebooks.fix(
        opened.notebook, notebooks.Rules(some, session.target), filename=str(path), path=path, unsafe=unsafe
    )
    return opened.file.with_cells(fixed.cells)


# What a commit says.

_WIDTH: Final = 72


class Tally(NamedTuple):
    """What a commit is told of: how many files it changes, how many of them were proven, and by which rules."""

    files: int
    verified: int
    codes: frozenset[str]


def message(title: str, tally: Tally, rules: Mapping[str, object], *, target: str = "") -> str:
    """Return the message of the commit that a family makes.

    Args:
        title: the family's.
        tally: what the commit changes.
        rules: the rules, by their codes.
        target: what the code is rewritten for, as `--target` takes it.
    """
    several = "1 file" if tally.files == 1 else f"{tally.files} files"
    reason = f"hublint migrate rewrote {several}{f' for {target}' if target else ''}. {_why(title)}".strip()
    parts = [subject(title, tally.codes), _filled(reason)]
    lines = [_item(code, rules[code]) for code in sorted(tally.codes) if code in rules]
    if lines:
        parts.append("\n".join(lines))
    parts.append(_filled(_proof(tally)))
    return "\n\n".join(parts) + "\n"


def subject(title: str, codes: Collection[str] = ()) -> str:
    """Return the first line of the message, as an order."""
    if title == PYTHON2:
        return "Bring Python 2 source to Python 3"
    if title == REQUIREMENTS:
        return "Require what the migrated code needs"
    if title == REST:
        return "Migrate what is left"
    if set(codes) == {engine.UNUSED_IGNORE}:
        return "Remove comments that ignore nothing"
    about = title.partition(": ")[2] or title
    first = about.split(" ", 1)[0]
    if first[1:].islower() and first not in _PROPER:
        about = about[0].lower() + about[1:]
    line = f"Migrate {about}"
    if len(line) > _WIDTH:
        line = line.partition(": ")[0]
    if len(line) > _WIDTH:
        line = line.rpartition(", ")[0] or line
    return textwrap.shorten(line, _WIDTH, placeholder=" ...")


_PROPER: Final = frozenset(["Keras", "Python"])


def _why(title: str) -> str:
    if title == PYTHON2:
        return "It was Python 2, which no TensorFlow 2 runs on, and nothing else could be rewritten before."
    if title == REQUIREMENTS:
        return "The pins are those that the rewritten code can be installed and run with."
    return "What it found, and why that had to change:" if title != REST else ""


def _item(code: str, rule: object) -> str:
    from hublint.rule import Rule

    found = headline(rule) if isinstance(rule, Rule) else code
    return _filled(f"{code} {found}", first="- ", then="  ")


def _proof(tally: Tally) -> str:
    if tally.verified == tally.files:
        how = "It was" if tally.files == 1 else f"All {tally.files} were"
        return f"{how} run before and after the whole migration, and export{'s' if tally.files == 1 else ''} the same."
    if tally.verified:
        return (
            f"{tally.verified} of {tally.files} files were run before and after the whole migration, and export the "
            f"same; the others were not run."
        )
    return "Not verified: nothing of this was run."


def _filled(text: str, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )


def in_order(found: Sequence[Stage]) -> bool:
    """Tell whether stages come as `order` has them, each once."""
    ranks = [order(stage.family) for stage in found]
    return all(first < second for first, second in itertools.pairwise(ranks))


__all__ = [
    "PYTHON2",
    "REQUIREMENTS",
    "REST",
    "Stage",
    "Tally",
    "by_family",
    "in_order",
    "message",
    "order",
    "stages",
    "subject",
]
