"""The page: one HTML file that needs nothing else, made with the data that its script reads.

Its scripts and styles are allowed by their hashes, and nothing may be loaded. What comes from a stranger's source goes
into the page through jinja2's escaping, or as JSON in which no character can end the element that holds it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from hublint.migrate.record import STANDINGS
from hublint.migrate.report.document import MEANINGS, VERDICTS
from hublint.migrate.report.progress import is_rewritten, left, why
from hublint.migrate.report.tasks import SHOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template
    from markupsafe import Markup

    from hublint.migrate.record import Item, Mode, Record, Repository, Standing
    from hublint.migrate.report.document import Document
    from hublint.migrate.report.progress import Repositories

__all__ = ["MOST_DIFFS", "Segment", "bar", "code_spans", "embedded", "render"]

_HERE: Final = Path(__file__).parent
MOST_DIFFS: Final = 6_000_000
"""How many characters the packed diffs may take in the page; diffs that do not fit are in changes.diff alone."""
_LONGEST_DIFF: Final = 2_000_000
_BLOCK: Final = 400_000
"""About how many characters of diffs are packed, and unpacked, together."""
_NARROWEST: Final = 0.5
"""How much of a bar each of its parts has at least, in percent."""
_MOST_LISTED: Final = 200
"""How many entries a list that is written into the page itself may have."""
_TURNING: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_RUNNING: Final[tuple[Standing, ...]] = ("native", "compat")
_SHOWN: Final[tuple[Standing, ...]] = tuple(standing for standing in STANDINGS if standing != "other")


# What the page shows.


class Segment(NamedTuple):
    """A part of a bar: its standing, how many files it stands for, and where it lies, in percent."""

    standing: Standing
    number: int
    start: float
    width: float


def bar(counted: Mapping[Standing, int]) -> list[Segment]:
    """Return the parts of a bar for files of each standing; those that have nothing to do with TensorFlow have none.

    What there is one of can be seen, however many others there are.
    """
    numbers = {standing: number for standing in _SHOWN if (number := counted.get(standing, 0))}
    widths = {standing: max(_NARROWEST, 100 * number / sum(numbers.values())) for standing, number in numbers.items()}
    if widths:
        widest = max(widths, key=lambda standing: widths[standing])
        widths[widest] -= sum(widths.values()) - 100
    segments: list[Segment] = []
    start = 0.0
    for standing, number in numbers.items():
        segments.append(Segment(standing, number, round(start, 3), round(widths[standing], 3)))
        start += widths[standing]
    return segments


class Share(NamedTuple):
    """How many of the files that use TensorFlow run."""

    running: int
    whole: int

    @classmethod
    def of(cls, counted: Mapping[Standing, int]) -> Share:
        """Add up the files of each standing."""
        return cls(
            sum(counted.get(standing, 0) for standing in _RUNNING),
            sum(counted.get(standing, 0) for standing in _SHOWN),
        )

    def __str__(self) -> str:
        """Return it in percent; neither none nor all is said of what is nearly so."""
        if not self.whole:
            return "none"
        percent = round(100 * self.running / self.whole)
        if self.running:
            percent = max(1, percent)
        return f"{percent if self.running == self.whole else min(99, percent)}%"


class Place(NamedTuple):
    """A finding, as the page lists it without its script."""

    href: str | None
    where: str
    item: Item


class Listed(NamedTuple):
    """A file with something to tell, in one of the lists of the page."""

    repository: str
    path: str
    text: str = ""


class Lists:
    """The lists of the page; of very long ones the beginning, and the number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.entries: dict[str, list[Listed]] = {}

    def add(self, name: str, entry: Listed) -> None:
        """Add an entry to a list."""
        self.numbers[name] = self.numbers.get(name, 0) + 1
        entries = self.entries.setdefault(name, [])
        if len(entries) < _MOST_LISTED:
            entries.append(entry)


# What the script of the page reads.


class _Texts:
    """Texts that stand in the data once, whoever has them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, text: str | None) -> int:
        return self._numbers.setdefault(text or "", len(self._numbers))

    def listed(self) -> list[str]:
        return list(self._numbers)


class _Diffs:
    """Diffs, packed several at a time, so that opening one unpacks little."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.left_out = 0
        self._open: list[str] = []
        self._size = 0
        self._packed = 0

    def add(self, diff: str) -> tuple[int, int] | None:
        """Take in a diff; return its block and its place in that, or nothing where the page is full."""
        if self._packed > MOST_DIFFS or len(diff) > _LONGEST_DIFF:
            self.left_out += 1
            return None
        place = len(self.blocks), len(self._open)
        self._open.append(diff)
        self._size += len(diff)
        if self._size > _BLOCK:
            self.close()
        return place

    def close(self) -> None:
        """Pack what is open."""
        if self._open:
            packed = base64.b64encode(zlib.compress(json.dumps(self._open).encode(), 9)).decode()
            self.blocks.append(packed)
            self._packed += len(packed)
            self._open, self._size = [], 0


class _Data:
    """All that the script needs of the files."""

    def __init__(self, folder: Path, mode: Mode) -> None:
        self.folder = folder
        self.mode = mode
        self.texts = _Texts()
        self.diffs = _Diffs()
        self.files: list[list[Any]] = []
        self.repositories: list[dict[str, Any]] = []
        self.proofs: list[list[Any]] = []
        self.places: dict[str, list[Place]] = {}
        self.lists = Lists()

    def add_repository(self, repository: Repository) -> None:
        # Lines are those of what was written.
        root = (repository.written_to if self.mode == "folder" else None) or repository.root
        self.repositories.append({
            "name": repository.name,
            "root": Path(os.path.abspath(root)).as_posix(),  # noqa: PTH100 - links stay, as they were given
            "near": _near(root, self.folder),
        })  # fmt: skip

    def add(self, repository: Repository, record: Record) -> None:
        if record.status == "skipped":
            return
        items = left(record)
        diff = self.diffs.add(record.diff) if record.diff else None
        number = self.texts.number
        self.files.append([
            len(self.repositories) - 1,
            record.path,
            number(record.kind),
            number(record.status),
            record.lines,
            STANDINGS.index(record.before),
            STANDINGS.index(record.after),
            len(record.found),
            sum(record.applied.values()) if is_rewritten(record) else 0,
            [self._item(item) for item in items],
            diff or int(bool(record.diff)),
            number(why(record)),
            self._proof(record),
            (1 if record.partly else 0) + (2 if record.from_python2 else 0),
            [number(text) for text in record.rewrites],
            [number(text) for text in record.notes],
        ])  # fmt: skip
        self._list(repository, record)
        self._place(repository, record, items)

    def _item(self, item: Item) -> list[int]:
        number = self.texts.number
        packed = [number(item.code), number(item.message), item.row, item.column, number(item.severity)]
        packed += [item.cell or 0, number(item.note), number(item.skeleton)]
        while packed[-1] == 0:
            packed.pop()
        return packed

    def _proof(self, record: Record) -> int:
        """Return the number of what was proven, counted from 1; 0 where nothing was."""
        proof = record.proof
        if proof is None:
            return 0
        told = [proof.verdict, proof.reason, proof.text, list(proof.ran), list(proof.devices), proof.exports]
        self.proofs.append([*told, round(proof.seconds, 1)])
        return len(self.proofs)

    def _list(self, repository: Repository, record: Record) -> None:
        def add(name: str, text: str = "") -> None:
            self.lists.add(name, Listed(repository.name, record.path, text))

        if record.after == "unparseable":
            add("unparseable", why(record) or next((item.message for item in record.found), ""))
        elif record.status == "failed":
            add("failed", why(record))
        elif record.status == "left" and record.proof is None:
            add("left", why(record))
        if record.from_python2:
            add("python2", "brought to Python 3" if is_rewritten(record) else why(record))
        for note in record.notes:
            add("notes", note)
        if record.kind == "requirements" and record.diff:
            add("requirements", record.diff)

    def _place(self, repository: Repository, record: Record, items: tuple[Item, ...]) -> None:
        if record.status == "failed" or record.after == "unparseable":
            return
        for item in items:
            places = self.places.setdefault(item.code, [])
            if len(places) < SHOWN:
                near = self.repositories[-1]["near"]
                href = None if near is None else f"{near}/{quote(record.path, errors='replace')}"
                cell = "" if item.cell is None else f"cell {item.cell}:"
                places.append(Place(href, f"{repository.name}/{record.path}:{cell}{item.row}", item))

    def document(self, report: Document) -> dict[str, Any]:
        return {
            "standings": STANDINGS,
            "meanings": MEANINGS,
            "verdicts": VERDICTS,
            "rules": {rule.code: [rule.name, rule.headline] for rule in report.rules},
            "repositories": self.repositories,
            "texts": self.texts.listed(),
            "files": self.files,
            "proofs": self.proofs,
        }


def _near(root: str, folder: Path) -> str | None:
    """Return how a page in a folder refers to another folder; nothing where no relative address leads there."""
    try:
        near = os.path.relpath(root, folder)
    except ValueError:  # another drive of Windows
        return None
    return quote(Path(near).as_posix(), errors="replace")


def embedded(value: Any) -> str:
    """Return data as JSON for an HTML element: ASCII, in which nothing can end the element or begin a comment."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


# Putting both together.


def render(folder: Path, report: Document, repositories: Repositories) -> bytes:
    """Return the page.

    Args:
        folder: where it will lie, beside the other files of the report.
        report: the numbers.
        repositories: each with what yields its records.
    """
    from markupsafe import Markup

    data = _Data(folder, report.campaign.mode)
    for repository, records in repositories:
        data.add_repository(repository)
        for record in records():
            data.add(repository, record)
    data.diffs.close()
    style, script = (_HERE.joinpath(name).read_text(encoding="utf-8").strip() for name in ("page.css", "page.js"))
    html = _template().render(
        report=report,
        campaign=report.campaign,
        standings=_SHOWN,
        meanings=MEANINGS,
        verdicts=VERDICTS,
        places=data.places,
        lists=data.lists,
        left_out=data.diffs.left_out,
        blocks=data.diffs.blocks,
        data=Markup(embedded(data.document(report))),  # noqa: S704 - JSON, in which nothing is left to escape
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        targets=sorted({repository.target for repository, _ in repositories if repository.target}),
        most_listed=_MOST_LISTED,
    )
    return html.encode("utf-8", "replace")


@cache
def _template() -> Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_straight,
    )
    environment.filters.update(
        bar=bar, share=Share.of, number=_number, code=code_spans, when=_when, duration=_duration, lines=_diff_lines
    )
    return environment.get_template("page.html.j2")


def _straight(value: Any) -> Any:
    """Return what is shown without characters that turn the direction of writing, by which code can look like other."""
    return value.translate(_TURNING) if isinstance(value, str) else value


def _hash(text: str) -> str:
    """Return what a content security policy calls a script or a style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def code_spans(text: str) -> Markup:
    """Return a text with what stands between backquotes set as code, the rest escaped."""
    from markupsafe import Markup, escape

    parts = text.replace("``", "`").split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


def _diff_lines(diff: str) -> list[tuple[str, str]]:
    """Return the lines of a diff, each with what it is."""
    kinds = {"+": "added", "-": "removed", "@": "hunk"}
    lines = diff.rstrip("\n").split("\n")
    body = next((number for number, line in enumerate(lines) if line.startswith("@@")), 0)
    return [(kinds.get(line[:1], "same"), line) for line in lines[body:]]


def _number(value: float) -> str:
    return f"{value:,}"


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))


def _duration(seconds: float) -> str:
    """Return how long something took, as precise as anybody wants to know it."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
