"""What a rule is made of: the card, the finding and its fix. All that the author of a rule imports.

A rule is one class in one file. Its attributes are the card, its docstring the explanation, and its `check` the
judgement. The tests, the catalogue, `hublint rule CODE` and the editor's hover are generated from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from hublint.requirements import Entry, Manifest
from hublint.source.edit import Edit
from hublint.source.source import Source
from hublint.source.use import Use
from hublint.target import Target

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Iterator

    from hublint.behaviour import Behaviour
    from hublint.savedmodel.contents import Contents

__all__ = [
    "Applicability",
    "Draft",
    "Edit",
    "Entry",
    "Example",
    "Finding",
    "Fix",
    "Location",
    "Manifest",
    "ModelRule",
    "NoFix",
    "Remark",
    "Rule",
    "Severity",
    "Source",
    "Tag",
    "Target",
    "Use",
    "v1",
]

Applicability = Literal["safe", "unsafe", "manual"]
"""How far a fix can be trusted: `safe` keeps the behaviour on the target, `unsafe` needs a reader's eye, `manual`
means that there is no edit and the message says what to do."""

Severity = Literal["error", "warning", "information", "hint"]
"""How an editor shows a finding: `error` is what certainly raises on the target or is silently wrong there,
`information` and `hint` are advice about code that works, and `warning` is all the rest."""

Tag = Literal["deprecated", "unnecessary"]
"""What an editor does to the marked code: a name that is `deprecated` is struck through, `unnecessary` code greyed."""


class Location(NamedTuple):
    """A place in a file as people count: row and column start at 1, columns count code points."""

    row: int
    column: int


class Fix(NamedTuple):
    """A set of edits that belong together: they are applied all or none.

    `imports` names what the replacement texts need at the top of the file, each as `(full name, local name)`:
    `("tensorflow", "tf")` stands for `import tensorflow as tf` and `("absl.flags", "flags")` for `from absl import
    flags`. The engine adds what is missing, once. Fixes of a later `stage` wait until no earlier one is left: names are
    put right once the code that is rewritten as a whole has been, and what is written there is not judged again as the
    owner's. `reason` is why the fix is not a better one.
    """

    applicability: Literal["safe", "unsafe"]
    message: str
    edits: tuple[Edit, ...]
    imports: tuple[tuple[str, str], ...] = ()
    stage: int = 0
    reason: str = ""
    verified: bool = False


class NoFix(NamedTuple):
    """Why a finding gets no edit although its rule has a fix: a sentence, or nothing where there is nothing to say."""

    reason: str


class Finding(NamedTuple):
    """One reported place. Sorts by file and position; `start` and `end` are byte offsets into the UTF-8 text.

    `note` says why there is no fix, or no better one, and `skeleton` is code for a person to fill in, of several lines.
    `detail` is what a finding about a model rests on, such as the exact error. In a notebook rows are those of `cell`.
    """

    filename: str
    location: Location
    end_location: Location
    code: str
    message: str
    start: int
    end: int
    fix: Fix | None = None
    note: str | None = None
    skeleton: str | None = None
    detail: str | None = None
    cell: int | None = None


class Draft(NamedTuple):
    """What a rule yields: a finding before the engine has placed it and, if anyone wants to know, asked for its fix.

    `skeleton` writes what a person would begin with where no fix can be made: Python that parses, with `...` for what
    is left to say. It is asked for when the fix is.
    """

    node: ast.expr | ast.stmt | ast.alias | Entry
    message: str
    fix: Callable[[], Fix | NoFix] | None = None
    skeleton: Callable[[], str] | None = None


class Example(NamedTuple):
    """Code that the rule reports (`before`) and what its fix makes of it (`after`, None where there is no fix).

    `target` is written as on the command line (`"tf=2.15"`); None stands for the newest. `filename` is for what is no
    Python, such as `"requirements.txt"`.
    """

    before: str
    after: str | None = None
    target: str | None = None
    filename: str | None = None


class Rule:
    """Base of all rules: subclass it, fill in the card, write the docstring, yield drafts from `check`.

    Attributes:
        code: `HUB` and three digits, never used again once published.
        name: lower-case words with hyphens that read well behind "allow", such as `saved-model-builder`.
        since: the release of hublint that first had the rule.
        applicability: the best fix that the rule can offer.
        targets: the oldest TensorFlow that the rule speaks of; for code that stays on an older one it is silent.
        names: the full names it listens for. `tensorflow.Session` is the class, `tensorflow.Session().run` a method of
            an instance; `*` stands for wildcard imports. `tensorflow.*` stands for all names below a package, imported
            or read, as the file spells them; `listens` then says for which. `*.run` stands for a method of anything,
            and `requires` then begins with the package that a file has to name.
        packages: distributions, such as `tensorflow-hub`, for a rule that judges the files in which a project states
            its requirements; it then has a `check_requirements`, and needs no `names`.
        once: whether it says what it has to say at the first place of a file alone.
        requires: words that a file with a finding holds besides its name, in case they are rarer: they spare parsing.
        examples: at least one; executed by the tests.
        references: primary sources (documentation, release notes).
        severity: how editors show the findings; a rule is no more severe than the least severe thing that it reports.
        tags: `deprecated` where what is marked is a name that is deprecated, or that TensorFlow 2 keeps in `compat.v1`
            alone, `unnecessary` where it is code that does nothing; only what holds for each finding of the rule.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    since: ClassVar[str]
    applicability: ClassVar[Applicability]
    targets: ClassVar[tuple[int, int] | None] = None
    names: ClassVar[tuple[str, ...]] = ()
    packages: ClassVar[tuple[str, ...]] = ()
    requires: ClassVar[tuple[str, ...]] = ()
    once: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]]
    references: ClassVar[tuple[str, ...]]
    severity: ClassVar[Severity] = "warning"
    tags: ClassVar[tuple[Tag, ...]] = ()

    def listens(self, name: str) -> bool | None:
        """Tell whether a rule that listens for a whole package may have anything to say about one of its names.

        Asked once for each name, from the longest chain of attributes to the shortest. None says that there is no such
        name, so that a shorter one has to be meant: `tensorflow.float32.name` is a use of `tensorflow.float32`.
        """
        del name
        return True

    def check(self, use: Use, target: Callable[[], Target]) -> Iterable[Draft] | Iterator[Draft]:
        """Judge one use of a name that the rule listens for.

        Args:
            use: the use, with the full name that matched.
            target: the releases that the owner's code is meant to run on, looked up when first called.

        Returns:
            A draft for each finding, usually none or one.
        """
        raise NotImplementedError

    def check_requirements(self, manifest: Manifest, target: Callable[[], Target]) -> Iterable[Draft] | Iterator[Draft]:
        """Judge a file that states requirements, at least one of them on a distribution that the rule names.

        Args:
            manifest: the file; a draft's node is one of its entries, and edits count the bytes of its text.
            target: the releases that the owner's code is meant to run on, looked up when first called.

        Returns:
            A draft for each finding, usually none or one.
        """
        raise NotImplementedError


class Remark(NamedTuple):
    """What a rule about models yields: one sentence, and more for who wants to know it, such as the exact error.

    `defect` tells apart the things that a rule speaks of, where another rule's remarks confirm one of them alone.
    """

    message: str
    note: str | None = None
    defect: str = ""


class ModelRule(Rule):
    """Base of the rules that judge a model, not the code that makes it: what its files hold, or how it behaves.

    Its findings stand at the call that exports the model, or at the model itself. Its examples are programs that export
    to `model`: `before` one that the rule reports, `after` one that it does not, run on each TensorFlow that `target`
    does not exclude (`tf=2.15` or `tf=2.21` for one alone).

    Attributes:
        promise: what a model keeps that the rule has nothing to say about, as a sentence without its subject: `answers
            every batch size`.
        purpose: `reuse` for what only matters to a model that is trained further or built upon; None for all models.
        confirms: the codes of rules that see the same defect: where one of them has a finding, this one's note is told
            there, and not as a finding of its own. Most see in the files what this one sees by running the model. Only
            remarks of one `defect` confirm each other.
        judges: what of a model's files its `check_contents` looks at, which not every model has: graphs, what Keras
            tells of itself, or any file. Where there is none, nothing shows that the promise is kept.
    """

    applicability: ClassVar[Applicability] = "manual"
    promise: ClassVar[str]
    purpose: ClassVar[Literal["reuse", "serve"] | None] = None
    confirms: ClassVar[tuple[str, ...]] = ()
    judges: ClassVar[Literal["graphs", "keras", "files"]] = "graphs"

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterable[Remark]:
        """Judge what the files of a model hold.

        Args:
            model: the model, read without TensorFlow.
            target: the releases that it is meant for, looked up when first called.

        Returns:
            A remark for each finding, usually none or one.
        """
        del model, target
        return ()

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterable[Remark]:
        """Judge how a model behaved on one device.

        Args:
            behaviour: what running it showed.
            model: the model, read without TensorFlow.
            target: the releases that it is meant for, looked up when first called.

        Returns:
            A remark for each finding, usually none or one.
        """
        del behaviour, model, target
        return ()

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether a run without a remark shows that the promise is kept; None where nothing was tried.

        False is for what another rule already reports, from the files.
        """
        del behaviour
        return None


def v1(*names: str) -> tuple[str, ...]:
    """Spell names of TensorFlow 1 as its two modules offer them: `tensorflow.X` and `tensorflow.compat.v1.X`."""
    return tuple(root + name for root in ("tensorflow.", "tensorflow.compat.v1.") for name in names)
