"""What is left to migrate: the findings of all files of a folder, counted by rule, by file and by family.

It is what `hublint check` finds in the files on the disk, and by how far the fix of each finding can be trusted, what
`--fix` and `--unsafe-fixes` would take away.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint import catalogue
from hublint.lsp.hover import rule_of
from hublint.lsp.views import uri_of
from hublint.output import count
from hublint.output.markdown import prose, span, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hublint.registry import Registry
    from hublint.rule import Applicability
    from hublint.target import Target

_FAMILY: Final = re.compile(r"([A-Z]+\d*)xx: (.*)")
_MOST_FILES: Final = 20  # with findings that the page names
_KERAS: Final = {"keras2": "Keras 2", "keras3": "Keras 3", "tf_keras": "Keras 2 as `tf_keras`"}


class Tally(NamedTuple):
    """What was found in one file.

    Attributes:
        counts: how many findings there are, by code and by how far the fix can be trusted.
        broken: why the file, or a cell of it, could not be read; None if it could.
    """

    counts: Mapping[tuple[str, Applicability], int]
    broken: str | None = None


class Status:
    """The files of a folder.

    Attributes:
        uri: that of the folder, as the editor writes it.
        name: what the editor calls it.
        path: where it lies.
        target: what the code in it is to run on.
        rules: the rules that judge it.
        files: what was found in each file.
        problem: why it was not checked to its end, one sentence.
    """

    def __init__(self, uri: str, name: str, path: Path, target: Target, rules: Registry) -> None:
        """Begin without files."""
        self.uri = uri
        self.name = name
        self.path = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve would follow links
        self.target = target
        self.rules = rules
        self.files: dict[Path, Tally] = {}
        self.problem: str | None = None

    @property
    def notebooks(self) -> int:
        """How many of the files are notebooks."""
        return sum(path.suffix == ".ipynb" for path in self.files)

    @property
    def clean(self) -> int:
        """How many files have no findings, and could be read."""
        return sum(not tally.counts and tally.broken is None for tally in self.files.values())

    @property
    def broken(self) -> list[tuple[Path, str]]:
        """The files that could not be read, or a cell of them, and why."""
        return [(path, tally.broken) for path, tally in sorted(self.files.items()) if tally.broken is not None]

    @property
    def whole(self) -> Share:
        """All findings."""
        return next(iter(self._shares(lambda _path, _code: "").values()), Share())

    def by_rule(self) -> dict[str, Share]:
        """Return the findings by code, the most frequent first."""
        return self._shares(lambda _path, code: code)

    def by_file(self) -> dict[Path, Share]:
        """Return the findings by file, those with the most first."""
        return self._shares(lambda path, _code: path)

    def by_family(self) -> dict[str, Share]:
        """Return the findings by what the families of rules say of themselves, the most frequent first."""
        return self._shares(lambda _path, code: self._family(code))

    def _family(self, code: str) -> str:
        rule = rule_of(code, self.rules)
        return catalogue.family(rule) if rule is not None else f"{code[:-2]}xx: rules that are not installed"

    def _shares(self, key: Callable[[Path, str], Any]) -> dict[Any, Share]:
        found: defaultdict[Any, Counter[str]] = defaultdict(Counter)
        files: defaultdict[Any, set[Path]] = defaultdict(set)
        for path, tally in self.files.items():
            for (code, applicability), number in tally.counts.items():
                found[key(path, code)][applicability] += number
                files[key(path, code)].add(path)
        shares = {
            one: Share(counts.total(), len(files[one]), counts["safe"], counts["unsafe"], counts["manual"])
            for one, counts in found.items()
        }
        return dict(sorted(shares.items(), key=lambda pair: (-pair[1].findings, str(pair[0]))))


class Share(NamedTuple):
    """Some findings: how many, in how many files, and how many have a safe fix, an unsafe one, and none."""

    findings: int = 0
    files: int = 0
    safe: int = 0
    unsafe: int = 0
    manual: int = 0

    def to_json(self, *, files: bool = True) -> dict[str, int]:
        """Return it as JSON, without the number of files for what is one file."""
        numbers = {"safe": self.safe, "unsafe": self.unsafe, "manual": self.manual}
        return {"count": self.findings, **({"files": self.files} if files else {}), **numbers}


def to_json(folders: Sequence[Status]) -> dict[str, Any]:
    """Return the status of folders as JSON, with all of it as Markdown."""
    return {"folders": [_folder(one) for one in folders], "report": markdown(folders)}


def _folder(one: Status) -> dict[str, Any]:
    return {
        "uri": one.uri,
        "name": one.name,
        "target": str(one.target._replace(level="native")),
        "level": one.target.level,
        "files": len(one.files),
        "notebooks": one.notebooks,
        "broken": [{"uri": uri_of(path), "message": message} for path, message in one.broken],
        "clean": one.clean,
        "findings": one.whole.findings,
        "problem": one.problem,
        "by_rule": [{**_rule(code, one.rules), **share.to_json()} for code, share in one.by_rule().items()],
        "by_file": [{"uri": uri_of(path), **share.to_json(files=False)} for path, share in one.by_file().items()],
        "by_family": [{**_family(title), **share.to_json()} for title, share in one.by_family().items()],
    }


def _rule(code: str, rules: Registry) -> dict[str, str]:
    rule = rule_of(code, rules)
    return {
        "code": code,
        "name": rule.name if rule is not None else "",
        "summary": catalogue.headline(rule) if rule is not None else "",
        "severity": rules.severity(code),
    }


def _family(title: str) -> dict[str, str]:
    found = _FAMILY.fullmatch(title)
    return {"code": found[1], "name": found[2]} if found is not None else {"code": "", "name": title}


# As a page.


def headline(folders: Iterable[Status]) -> str:
    """Say in a few words what was found in folders."""
    folders = list(folders)
    files, findings = sum(len(one.files) for one in folders), sum(one.whole.findings for one in folders)
    return f"{count(files, 'file')}, {count(findings, 'finding')}"


def markdown(folders: Sequence[Status]) -> str:
    """Return the status of folders as a page of Markdown."""
    parts = ["# Migration status"]
    if not folders:
        parts.append("No folder is open.")
    for one in folders:
        parts += _part(one)
    return "\n\n".join(parts) + "\n"


def _part(one: Status) -> Iterator[str]:
    yield f"## {_plain(one.name)}"
    target, whole = one.target, one.whole
    release = ".".join(map(str, target.tensorflow))
    yield wrapped(
        f"For TensorFlow {release} with {_KERAS[target.keras]}, models for {target.purpose}; fixes go as far as "
        f"`{target.level}`."
    )
    if one.problem is not None:
        yield wrapped(f"**{prose(one.problem)}**")
    lines = [
        f"- {count(len(one.files), 'file')}, of which {count(one.notebooks, 'notebook')}; {one.clean} without findings"
    ]
    if whole.findings:
        lines.append(
            f"- {count(whole.findings, 'finding')} in {count(whole.files, 'file')}: {whole.safe} with a safe fix "
            f"(`--fix`), {whole.unsafe} with an unsafe one (`--unsafe-fixes`), {whole.manual} to be seen to by hand"
        )
    if one.broken:
        lines.append(f"- {count(len(one.broken), 'file')} that cannot be read, or not all of it")
    yield "\n".join(lines)
    if whole.findings:
        yield _table("Rule", (_named(code, one.rules) for code in one.by_rule()), one.by_rule().values())
        yield _table("Family", (prose(title) for title in one.by_family()), one.by_family().values())
        by_file = list(one.by_file().items())
        shown = by_file[:_MOST_FILES]
        names = (span(path.relative_to(one.path).as_posix()) for path, _ in shown)
        yield _table("File", names, (share for _, share in shown), files=False)
        if len(by_file) > len(shown):
            yield f"and {count(len(by_file) - len(shown), 'more file')}"
    if one.broken:
        yield "### What cannot be read"
        yield "\n".join(
            f"- {span(path.relative_to(one.path).as_posix())}: {prose(message)}" for path, message in one.broken
        )


def _named(code: str, rules: Registry) -> str:
    rule = rule_of(code, rules)
    return f"{code} {rule.name}" if rule is not None else code


def _table(what: str, names: Iterable[str], shares: Iterable[Share], *, files: bool = True) -> str:
    """Return a table of findings, with in how many files they are or without."""
    heads = ["Findings", *(["Files"] if files else []), "Safe", "Unsafe", "By hand"]
    lines = [f"| {what} | {' | '.join(heads)} |", f"| --- |{' ---: |' * len(heads)}"]
    for name, share in zip(names, shares, strict=True):
        numbers = (share.findings, *((share.files,) if files else ()), share.safe, share.unsafe, share.manual)
        escaped = name.replace("|", "\\|")
        lines.append(f"| {escaped} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return a name, which is no code, as Markdown."""
    return re.sub(r"([\\`*_\[\]<>#~|])", r"\\\1", " ".join(text.split()))


__all__ = ["Share", "Status", "Tally", "headline", "markdown", "to_json"]
