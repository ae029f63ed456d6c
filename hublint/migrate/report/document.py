"""What report.json says, as types: its schema is made from them, and page and terminal tell the same numbers."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from hublint.migrate.proof import Verdict
from hublint.migrate.record import Campaign, Record, Repository, Standing, Status
from hublint.rule import Severity

__all__ = [
    "FORMAT",
    "MEANINGS",
    "STATUSES",
    "VERDICTS",
    "Document",
    "File",
    "Folder",
    "Progress",
    "RepositoryReport",
    "RuleReport",
    "TakenBack",
    "Task",
    "Verification",
]

FORMAT: Final = 1
"""Raised when a field of report.json goes, or means something else."""

MEANINGS: Final[dict[Standing, str]] = {
    "native": "all its TensorFlow names are TensorFlow 2's own and exist on the target; nothing is left to do",
    "compat": "it runs, but by names of tf.compat.v1 or by tf_keras",
    "manual": "it may run, but findings are left that a person has to look at",
    "broken": "it uses names that the target does not have, or what certainly raises there",
    "unparseable": "it is no Python 3, or cannot be read",
    "other": "it uses nothing of TensorFlow, Keras or TensorFlow Hub",
}

STATUSES: Final[dict[Status, str]] = {
    "unchanged": "there is nothing in it that can be rewritten",
    "planned": "a rewrite is worked out, and not written",
    "written": "it has been written, to wherever the campaign writes",
    "left": "it could be rewritten, but was left as it is",
    "failed": "it could not be read, planned or written",
    "skipped": "it is vendored or generated, and was not looked at",
}

VERDICTS: Final[dict[Verdict, str]] = {
    "agree": "the program was run as it was and as rewritten, and exports the same",
    "differ": "the rewrite does not export the same",
    "elsewhere": "both export the same, but not to the same path",
    "random": "the program as it was disagrees with itself from run to run",
    "unable": "the program as it was does not run or load here, or nothing that it exports can be called",
    "silent": "it exports nothing when it is run, as a library's modules do",
    "requirements": "it states requirements, and is no program to run",
}


class Progress(msgspec.Struct):
    """How many files, and how many of their lines, have which standing.

    Attributes:
        before: files of each standing as they were; those that have none are left out, here and below.
        after: files of each standing with what was written, or would be.
        lines_before: as `before`, in lines.
        lines_after: as `after`, in lines.
    """

    before: dict[Standing, int] = {}
    after: dict[Standing, int] = {}
    lines_before: dict[Standing, int] = {}
    lines_after: dict[Standing, int] = {}


class Folder(msgspec.Struct):
    """How far a folder of a repository is.

    Attributes:
        path: from the repository's root, with slashes; `.` for the files that lie in none of the other folders.
        progress: how far its files are.
    """

    path: str
    progress: Progress


class RepositoryReport(msgspec.Struct):
    """How far a repository is.

    Attributes:
        repository: what was given, and what was not looked at.
        progress: how far its files are.
        statuses: what has come of its files: how many of each status.
        found: findings as the files were.
        fixed: fixes that were made, or would be.
        remaining: findings that are left.
        folders: its folders, one level of them, in the order of their names.
    """

    repository: Repository
    progress: Progress
    statuses: dict[Status, int]
    found: int
    fixed: int
    remaining: int
    folders: tuple[Folder, ...]


class RuleReport(msgspec.Struct):
    """What one rule found, and what has come of it.

    Attributes:
        code: such as `HUB101`.
        name: what the rule is called, such as `session`.
        headline: what it finds, in one sentence.
        explanation: what happens at run time: the first paragraph of the rule's page behind the headline.
        severity: how editors show its findings.
        found: findings as the files were.
        fixed: fixes that were made, or would be. Some findings go with the fix of another, and some fixes bring one.
        remaining: findings that are left.
        files: files with a finding as they were.
        files_remaining: files in which one is left.
    """

    code: str
    name: str
    headline: str
    explanation: str
    severity: Severity
    found: int
    fixed: int
    remaining: int
    files: int
    files_remaining: int


class Task(msgspec.Struct):
    """Something that a person still has to do.

    Tasks are ordered by effect. First come the files that cannot be read or migrated, since nothing is known of them.
    Then what keeps broken files from running: again and again the rule that frees the most of them once its findings,
    and those of all tasks above, are seen to; where none frees any, the rule that stands in the most. Once the last
    broken file is free, rules are taken in the same manner for files that may run, and then for those that do run. What
    no finding explains comes last.

    Attributes:
        kind: `unreadable`: files that are no Python 3 or cannot be read; `failed`: files that could not be migrated;
            `rule`: the findings of a rule; `unexplained`: files that are broken or manual without a finding.
        code: the rule's.
        title: what is to be done or was found, in one sentence.
        findings: how many places there are.
        files: how many files they are in.
        frees: how many files have nothing left to do once this task and all those above it are done.
        broken: how many broken files it stands in.
        places: the first places, as `REPOSITORY/PATH:ROW`; `files` of the document has all.
    """

    kind: Literal["unreadable", "failed", "rule", "unexplained"]
    code: str
    title: str
    findings: int
    files: int
    frees: int
    broken: int
    places: tuple[str, ...]


class TakenBack(msgspec.Struct):
    """A rewrite that was not kept, or not wholly, for what running the program showed.

    Attributes:
        repository: the name of the repository.
        path: from the repository's root, with slashes.
        partly: whether its safe fixes were kept.
        reason: what differs, or why nothing could be shown.
    """

    repository: str
    path: str
    verdict: Verdict
    partly: bool
    reason: str


class Verification(msgspec.Struct):
    """What was run before and after, and what came of it.

    Attributes:
        programs: how many files were run, or looked at for it.
        exports: how many exports were compared.
        seconds: how long that took, for all programs together.
        verdicts: how many programs have which verdict.
        ran: what ran them, with the number of programs.
        devices: the devices on which exports were compared, with the number of programs.
        taken_back: the rewrites that were not kept for it.
    """

    programs: int
    exports: int
    seconds: float
    verdicts: dict[Verdict, int]
    ran: dict[str, int]
    devices: dict[str, int]
    taken_back: tuple[TakenBack, ...]


class File(Record, frozen=True, kw_only=True):
    """One file of the campaign.

    Attributes:
        repository: the name of the repository that it belongs to.
    """

    repository: str


class Document(msgspec.Struct):
    """The report of a campaign of `hublint migrate`.

    A file counts as fixed where its rewrite was written or, in a campaign that writes nothing, is planned.

    Attributes:
        format: the version of this format.
        campaign: what was asked for, and when it ran.
        progress: how far all repositories are together.
        statuses: what has come of the files: how many of each status.
        found: findings as the files were.
        fixed: fixes that were made, or would be.
        remaining: findings that are left.
        repositories: how far each is.
        rules: those with a finding, the most findings first.
        tasks: what a person still has to do, the greatest effect first.
        verification: what running programs has shown.
        files: every file that was looked at, in the order of repositories and paths.
    """

    format: Annotated[int, Meta(ge=FORMAT, le=FORMAT)]
    campaign: Campaign
    progress: Progress
    statuses: dict[Status, int]
    found: int
    fixed: int
    remaining: int
    repositories: tuple[RepositoryReport, ...]
    rules: tuple[RuleReport, ...]
    tasks: tuple[Task, ...]
    verification: Verification
    files: tuple[File, ...]
