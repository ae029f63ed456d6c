"""Baselines: the findings that a project knows of, so that only new ones are told.

A baseline is a JSON file that people read in reviews and git merges: one line for each rule and source line, sorted.

    {
      "about": "Findings that `hublint check` knows of and does not tell; ...",
      "version": 1,
      "findings": {
        "models/export.py": [
          {"code": "HUB101", "count": 2, "line": "with tf.Session() as sess:"}
        ]
      }
    }

A finding is known by its file, its rule and the text of the line that it begins in, as the fingerprints of SARIF are:
it may move up and down. Of what is the same in all this the first ones, as many as are counted, are known. Paths are
those from the baseline's own folder. What cannot be parsed is no finding that can be known: the file was not looked at.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint.engine import CANNOT_PARSE
from hublint.files import FileError, read_bytes, require_writable, write_bytes
from hublint.output import count
from hublint.output.fingerprints import first_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from hublint.output import FileReport
    from hublint.rule import Finding
    from hublint.session import Session

VERSION: Final = 1
ABOUT: Final = (
    "Findings that `hublint check` knows of and does not tell; `hublint check --baseline FILE --write-baseline` "
    "writes this file anew."
)

Known = dict[str, Counter[tuple[str, str]]]
"""How often each rule reports each line, by the file's path."""

_MOST: Final = 200
"""A longer line is cut, and its hash tells it from others that begin like it."""


class Written(NamedTuple):
    """What a baseline that was written holds: how many findings, and how many came and went."""

    file: Path
    total: int
    new: int
    gone: int

    def __str__(self) -> str:
        """Return the sentence for the user."""
        return f"{self.file}: {count(self.total, 'known finding')} written ({self.new} new, {self.gone} gone)"


class Baseline:
    """One baseline, and what this run finds of it."""

    def __init__(self, file: Path, known: Known) -> None:
        """Begin a run in which nothing was looked at yet."""
        self.file = file
        self._folder = os.path.realpath(os.path.dirname(os.path.abspath(file)))  # noqa: PTH100, PTH120 - see _name
        self._known = known
        self._found: Known = {}
        self._unasked: dict[str, Collection[tuple[str, str]]] = {}
        self._names: dict[str, str] = {}

    @classmethod
    def read(cls, file: Path) -> Baseline:
        """Read a baseline.

        Raises:
            FileError: if it cannot be used.
        """
        return cls(file, _known(file, read_bytes(file)))

    def sift(
        self, report: FileReport, active: Collection[str], every: Collection[str], *, whole: bool
    ) -> list[Finding]:
        """Note what was found in a file, and return what is new.

        Args:
            report: the file.
            active: the codes of the rules that were asked.
            every: the codes of all rules; what others are in the baseline are gone.
            whole: whether all of the file could be read.
        """
        name = self._name(report.path)
        known = self._known.get(name, Counter())
        found: Counter[tuple[str, str]] = Counter()
        new: list[Finding] = []
        for finding, line in zip(report.findings, first_lines(report), strict=True):
            key = finding.code, _short(line)
            found[key] += finding.code != CANNOT_PARSE
            if finding.code == CANNOT_PARSE or found[key] > known[key]:
                new.append(finding)
        self._found[name] = +found
        # What nobody looked for may still be there.
        self._unasked[name] = [key for key in known if not whole or (key[0] in every and key[0] not in active)]
        return new

    def gone(self) -> int:
        """Return how many findings are no longer there, as far as this run and a look at the folder can tell."""
        return sum((_flat(self._known) - self._now()).values())

    def write(self) -> Written:
        """Write what is known from now on: what this run found, and what it did not look for.

        Raises:
            FileError: if that cannot be done; the file is as it was then.
        """
        before, now = _flat(self._known), self._now()
        everything: Known = {}
        for (name, code, line), number in now.items():
            everything.setdefault(name, Counter())[code, line] = number
        write_bytes(self.file, _text(everything).encode(errors="surrogatepass"))
        new, gone = (sum(one.values()) for one in (now - before, before - now))
        return Written(self.file, sum(now.values()), new, gone)

    def _now(self) -> Counter[tuple[str, str, str]]:
        now = _flat(self._found)
        for name, keys in self._known.items():
            if name in self._found:
                left = set(self._unasked[name])
            else:
                left = set(keys) if os.path.lexists(os.path.join(self._folder, name)) else set()  # noqa: PTH118 - a str is at hand
            for code, line in left:
                now[name, code, line] = max(now[name, code, line], keys[code, line])
        return now

    def _name(self, path: Path) -> str:
        """Return the path of a file from the folder of the baseline; links to folders are followed."""
        folder, file = os.path.split(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow the last link too
        name = self._names.get(folder)
        if name is None:
            try:
                name = os.path.relpath(os.path.realpath(folder), self._folder).replace(os.sep, "/")
            except ValueError:  # on another drive
                name = os.path.realpath(folder).replace(os.sep, "/")
            name = self._names[folder] = "" if name == "." else f"{name}/"
        return name + file


class Baselines:
    """The baselines of one run: the one that was named, or that of each file's settings."""

    def __init__(self, session: Session, named: Path | None, paths: Iterable[Path], *, writing: bool) -> None:
        """Read those of some files, before any of them is touched.

        Raises:
            FileError: if one cannot be used.
        """
        self._session = session
        self._named = named
        self._writing = writing
        self._read: dict[Path, Baseline] = {}
        self.known = 0
        wanted = {self._file(path) for path in paths} if named is None else {named}
        for file in sorted(one for one in wanted if one is not None):
            self._read[file] = _opened(file, writing=writing)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._read)

    def _file(self, path: Path) -> Path | None:
        return self._session.baseline(path) if self._named is None else self._named

    def sift(self, report: FileReport, *, whole: bool) -> list[Finding]:
        """Return the findings of a file that are not known; where baselines are written, all become known."""
        file = self._file(report.path)
        baseline = self._read.get(file) if file is not None else None
        if baseline is None:
            return report.findings
        active, every = self._session.registry(report.path).by_code, self._session.rules.known
        new = baseline.sift(report, active, every, whole=whole)
        if self._writing:
            new = [finding for finding in new if finding.code == CANNOT_PARSE]
        self.known += len(report.findings) - len(new)
        return new

    def gone(self) -> Iterator[tuple[Path, int]]:
        """Yield the baselines that hold findings which are gone, with their number."""
        for file, baseline in self._read.items():
            number = baseline.gone()
            if number:
                yield file, number

    def write(self) -> list[Written]:
        """Write all."""
        return [baseline.write() for baseline in self._read.values()]


def _flat(known: Known) -> Counter[tuple[str, str, str]]:
    return Counter({(name, *key): number for name, keys in known.items() for key, number in keys.items()})


def _opened(file: Path, *, writing: bool) -> Baseline:
    if writing:
        require_writable(file)
    if not os.path.lexists(file):
        if writing:
            return Baseline(file, {})
        raise FileError(file, "there is no such baseline; --write-baseline begins one")
    return Baseline.read(file)


def _short(line: str) -> str:
    if len(line) <= _MOST:
        return line
    import hashlib

    return f"{line[:_MOST]}… {hashlib.sha256(line.encode(errors='surrogatepass')).hexdigest()[:16]}"


# The file.


def _text(known: Mapping[str, Counter[tuple[str, str]]]) -> str:
    files = []
    for name, keys in sorted(known.items()):
        entries = [
            {"code": code, "count": number, "line": line} for (code, line), number in sorted(keys.items()) if number
        ]
        if entries:
            lines = ",\n".join(f"      {_json(entry)}" for entry in entries)
            files.append(f"    {_json(name)}: [\n{lines}\n    ]")
    findings = "{\n" + ",\n".join(files) + "\n  }" if files else "{}"
    return f'{{\n  "about": {_json(ABOUT)},\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def _json(document: object) -> str:
    """Write a document for readers; half a character, as names of files may hold, is escaped."""
    text = json.dumps(document, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(document)
    return text


def _known(file: Path, data: bytes) -> Known:
    try:
        document = json.loads(data)
    except UnicodeDecodeError:
        raise FileError(file, "is no baseline: it is not UTF-8 text") from None
    except ValueError as error:
        place = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        problem = "marks of a merge are left in it" if b"\n<<<<<<<" in data else "it is no JSON"
        raise FileError(file, f"is no baseline: {problem}{place}") from None
    except RecursionError:
        raise FileError(file, "is no baseline: it is nested too deeply") from None
    version = document.get("version") if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or "findings" not in document:
        raise FileError(file, "is no baseline: one has `version` and `findings`")
    if version != VERSION:
        raise FileError(
            file,
            f"is a baseline of version {version}, and this hublint reads version {VERSION}; use the hublint that wrote "
            "it, or remove it and write it anew with --write-baseline",
        )
    known: Known = {}
    for name, entries in _object(file, document["findings"], "findings").items():
        counter = known[name] = Counter()
        for index, entry in enumerate(_list(file, entries, f"findings[{_json(name)}]")):
            code, line, number = _entry(file, entry, f"findings[{_json(name)}][{index}]")
            # A merge of two branches may leave an entry twice, which still speaks of the same findings.
            counter[code, line] = max(counter[code, line], number)
    return known


def _object(file: Path, value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FileError(file, f"is no baseline: {where} is no object")
    return value


def _list(file: Path, value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise FileError(file, f"is no baseline: {where} is no list")
    return value


def _entry(file: Path, value: object, where: str) -> tuple[str, str, int]:
    entry = _object(file, value, where)
    code, line, number = (entry.get(key) for key in ("code", "line", "count"))
    if (
        isinstance(code, str)
        and isinstance(line, str)
        and isinstance(number, int)
        and not isinstance(number, bool)
        and number > 0
    ):
        return code, line, number
    raise FileError(file, f"is no baseline: {where} has not a code, a line, and a count from 1 on")


__all__ = ["ABOUT", "VERSION", "Baseline", "Baselines", "Written"]
