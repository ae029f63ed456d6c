"""What a campaign knows of each file and of each repository: plain data, kept in its state and told by its report.

A record is made when the rewrite of a file is planned, and changed by what comes of proving and of writing it. It holds
all that the report says of the file, so that a report can be made of a campaign that ended long ago.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import msgspec

from hublint.migrate.proof import Verdict
from hublint.rule import Applicability, Severity

__all__ = ["KINDS", "STANDINGS", "Campaign", "Item", "Mode", "Proven", "Record", "Repository", "Standing", "Status"]

Standing = Literal["native", "compat", "manual", "broken", "unparseable", "other"]
"""How far a file is, for the target of its project, as far as its text shows:

- `native`: all its TensorFlow names are TensorFlow 2's own and exist on the target, and nothing is left to do;
- `compat`: it runs, but by names of `tf.compat.v1` or by tf_keras;
- `manual`: it may run, but findings are left that a person has to look at;
- `broken`: it uses names that the target does not have, or what certainly raises there;
- `unparseable`: it is no Python 3, or cannot be read;
- `other`: it uses nothing of TensorFlow, Keras or TensorFlow Hub, and has no finding.
"""

STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

Kind = Literal["python", "notebook", "requirements"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Mode = Literal["in place", "plan", "folder", "patch", "branch"]
"""Where rewrites go: nowhere where they are only planned."""

Status = Literal["unchanged", "planned", "written", "left", "failed", "skipped"]
"""What has come of a file:

- `unchanged`: there is nothing in it that can be rewritten;
- `planned`: a rewrite is worked out, and not written (yet);
- `written`: it has been written, to wherever the campaign writes;
- `left`: it could be rewritten, but was left as it is: `reason` says why;
- `failed`: it could not be read, planned or written: `reason` says why;
- `skipped`: it is vendored or generated, and was not looked at: `reason` says which.
"""


class Item(msgspec.Struct, frozen=True):
    """One finding, as a report tells it.

    Attributes:
        row: counted from 1, in the file, or in the notebook's cell `cell` (counted from 1).
        column: counted from 1, in code points.
        applicability: how far its fix can be trusted; `manual` where there is none.
        note: why there is no fix, or no better one.
        skeleton: code for a person to fill in.
    """

    code: str
    message: str
    row: int
    column: int
    severity: Severity
    applicability: Applicability
    cell: int | None = None
    note: str | None = None
    skeleton: str | None = None


class Proven(msgspec.Struct, frozen=True):
    """What came of running a program as it was and as it would be.

    Attributes:
        reason: what differs, or the exact error, in one line.
        text: the whole report, for a reader.
        ran: what ran it, such as `TensorFlow 2.21.0 on CPU, Python 3.11.7`; two of them for two runtimes.
        exports: how many exports were compared.
        seconds: how long it took.
    """

    verdict: Verdict
    reason: str = ""
    text: str = ""
    ran: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    exports: int = 0
    seconds: float = 0.0


class Record(msgspec.Struct, frozen=True):
    """One file of a campaign.

    Attributes:
        path: from the repository's root, with slashes.
        lines: how many lines it has.
        before: how far it was.
        after: how far it is with what was written, or would be; as `before` where nothing is.
        found: its findings as it was.
        applied: how many fixes of each code its rewrite consists of.
        remaining: the findings that the rewrite leaves.
        diff: the rewrite as a unified diff.
        partly: whether only its safe fixes were written, since the others could not be proven.
        from_python2: whether it was Python 2, and has been brought to Python 3 first.
        rewrites: one sentence for each kind of rewrite that was made.
        notes: what else a person has to look at in what was rewritten, each with its line.
        imports: the packages that a program imports as it is rewritten, and `tensorflow.summary` where it uses that.
    """

    path: str
    kind: Kind
    status: Status
    lines: int = 0
    before: Standing = "other"
    after: Standing = "other"
    found: tuple[Item, ...] = ()
    applied: dict[str, int] = {}
    remaining: tuple[Item, ...] = ()
    rewrites: tuple[str, ...] = ()
    diff: str = ""
    reason: str = ""
    partly: bool = False
    from_python2: bool = False
    proof: Proven | None = None
    notes: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()


class Repository(msgspec.Struct, frozen=True):
    """One repository or folder of a campaign.

    Attributes:
        root: its folder.
        name: how the report calls it; no two of a campaign are called the same.
        target: what its code is to run on, as `--target` takes it; that of its root where folders differ.
        commit: the commit that was migrated, where it is a git repository.
        branch: the branch that was made, if one was.
        excluded: the folders and files that were not looked at, each with the reason.
        problem: why it was not migrated to its end, one sentence.
        written_to: the folder or the patch that was written, where it is not the repository itself.
        requirements: what a person has to decide about its requirements, a sentence each.
    """

    root: str
    name: str
    target: str = ""
    commit: str | None = None
    branch: str | None = None
    excluded: tuple[tuple[str, str], ...] = ()
    problem: str | None = None
    written_to: str | None = None
    requirements: tuple[str, ...] = ()


class Campaign(msgspec.Struct, frozen=True):
    """What a campaign was asked to do, and when it ran.

    Attributes:
        command: as it was typed.
        hublint: the version.
        level: how far fixes went.
        mode: where rewrites go: in place, nowhere, to another folder, to patches or to a branch.
        started: seconds since 1970, as `finished`.
        seconds: wall time of planning, proving and writing, over all runs that it took.
        runs: how many runs it took: more than one where it was interrupted.
    """

    command: str
    hublint: str
    level: str
    mode: Mode = "in place"
    only_safe: bool = False
    verified_only: bool = False
    verify: bool = False
    started: float = 0.0
    finished: float = 0.0
    seconds: float = 0.0
    runs: int = 1
