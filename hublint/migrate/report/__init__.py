"""The report of a campaign: one HTML page, report.json, CSV tables, and what the terminal says.

Nothing of it needs the files that were migrated: it is made from the campaign's records, at any time. They are read
once for each file of the report, one after the other, so that a campaign of any size is held in memory only as far as
the largest file of its report is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hublint.files import FileError, explain, write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from hublint.migrate.record import Campaign
    from hublint.migrate.report.document import Document
    from hublint.migrate.report.progress import Repositories
    from hublint.registry import Registry

__all__ = ["CHANGES", "PAGE", "summary", "write"]

PAGE = "index.html"
CHANGES = "changes.diff"


def write(folder: Path, campaign: Campaign, repositories: Repositories, rules: Registry) -> Path:
    """Write the report into a folder, which is made where there is none: each of its files whole or not at all.

    Args:
        folder: where index.html, report.json, files.csv, findings.csv, rules.csv and changes.diff go.
        campaign: what was asked for.
        repositories: each with what yields its records anew, in the order of their paths.
        rules: all rules there are, for what they say of themselves.

    Returns:
        The page.

    Raises:
        FileError: if the folder cannot be made, or a file in it cannot be written.
    """
    from hublint.migrate.report import page, tables
    from hublint.migrate.report.progress import add_up

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(folder, f"cannot be made for the report: {explain(error)}") from error
    document = add_up(campaign, repositories, rules)
    write_bytes(folder / "rules.csv", tables.rules(document.rules))
    write_bytes(folder / "files.csv", tables.files(repositories))
    write_bytes(folder / "findings.csv", tables.findings(repositories, rules))
    write_bytes(folder / "report.json", _json(document, repositories))
    write_bytes(folder / CHANGES, _changes(repositories))
    # Last, since it speaks of the others.
    write_bytes(folder / PAGE, page.render(folder, document, repositories))
    return folder / PAGE


def summary(
    campaign: Campaign, repositories: Repositories, rules: Registry, *, file: TextIO, report: Path | None = None
) -> None:
    """Print what came of a campaign, as wide and as coloured as the terminal has it.

    Args:
        campaign: what was asked for.
        repositories: as for `write`.
        rules: as for `write`.
        file: where it goes; plain aligned text where that is no terminal.
        report: the page, if one was written.
    """
    from hublint.migrate.report.progress import add_up
    from hublint.migrate.report.terminal import show

    show(add_up(campaign, repositories, rules), file, report)


def _json(document: Document, repositories: Repositories) -> bytes:
    """Return report.json, of whose files only one is held as an object at a time."""
    whole = bytearray(_encoded(document).removesuffix(b"]}"))
    between = b"\n"
    for file in _files(repositories):
        whole += between + _encoded(file)
        between = b",\n"
    return bytes(whole + b"\n]}\n")


def _files(repositories: Repositories) -> Iterator[Any]:
    import msgspec

    from hublint.migrate.report.document import File

    for repository, records in repositories:
        for record in records():
            yield File(repository=repository.name, **msgspec.structs.asdict(record))


def _encoded(value: Any) -> bytes:
    """Return a value as JSON, where need be with the escapes that stand for bytes of a name that is no UTF-8."""
    import json

    import msgspec

    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(value)).encode()


def _changes(repositories: Repositories) -> bytes:
    """Return all rewrites as one unified diff, in which a line names each repository."""
    whole = bytearray()
    for repository, records in repositories:
        named = False
        for record in records():
            if record.diff:
                name = "" if named else f"# {' '.join(repository.name.split())}\n"
                end = "" if record.diff.endswith("\n") else "\n"
                whole += f"{name}{record.diff}{end}".encode("utf-8", "replace")
                named = True
    return bytes(whole)
