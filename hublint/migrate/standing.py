"""How far a file is for its target, from its text and its findings alone: no TensorFlow is asked.

What a program needs of TensorFlow (`hublint.source.needs`) is looked up in the table (`hublint.tfapi.presence`), and
what rules have found tells of the rest: what TensorFlow still has under the old name and does otherwise, Keras and
TensorFlow Hub. The last of these that holds is the standing:

- `other`: nothing of TensorFlow, Keras or TensorFlow Hub is imported.
- `native`: some of it is.
- `compat`: what is used is in `compat.v1`, private, of tf_slim or tf_keras, or is there only once
  `TF_USE_LEGACY_KERAS` is set.
- `manual`: there is a finding of the severity `warning`.
- `broken`: there is a finding of the severity `error`, or something is needed that the target does not have.
- `unparseable`: it is no Python 3. A file that names none of the libraries is not parsed, so that it is `other` then.

A notebook is judged by its cells as one program, and by the files that its cells write, and has the worst standing of
these. A cell that cannot be read makes it unparseable if it is Python 2, or has to do with the libraries; a cell of
prose or of another language does not.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from hublint.checking import is_notebook
from hublint.engine import CANNOT_PARSE
from hublint.files import states_requirements
from hublint.source.needs import needs
from hublint.source.source import Source, SourceError
from hublint.source.text import Text
from hublint.target import FIRST_WITH_KERAS_3, LAST_TENSORFLOW_1, switches_to_legacy_keras
from hublint.tfapi.presence import is_own, look_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from hublint.migrate.record import Standing
    from hublint.rule import Finding, Severity
    from hublint.source.needs import Need
    from hublint.source.notebook import Notebook
    from hublint.target import Target

LIBRARIES: Final = frozenset(["tensorflow", "tensorflow_core", "tensorflow_hub", "keras", "tf_keras", "tf_slim"])
"""The packages that make a file one of those that a migration is about, by their top names."""

_LOOKED_UP: Final = frozenset(["tensorflow", "tensorflow_core", "tf_keras", "tf_slim"])
_OLD_PACKAGES: Final = frozenset(["tf_keras", "tf_slim"])
_MENTIONED: Final = re.compile(rb"tensorflow|keras|tf_slim")
_WORSE: Final[tuple[Standing, ...]] = ("other", "native", "compat", "manual", "broken", "unparseable")
_PYTHON_2: Final = "Python 2"


def standing(
    data: bytes,
    path: Path,
    findings: Sequence[Finding],
    severities: Mapping[str, Severity],
    target: Callable[[], Target],
    source: Source | None = None,
) -> Standing:
    """Tell how far a file is.

    Args:
        data: its bytes: a Python file, a notebook, or a file that states requirements.
        path: where it lies, or would lie.
        findings: all that its active rules report in these very bytes, and ignore comments do not silence.
        severities: those of the rules, by their codes.
        target: what it is to run on; called only where it uses one of the libraries.
        source: how the bytes were read, where a Python file has been parsed already.
    """
    if is_notebook(path):
        return _of_notebook(data, findings, severities, target)
    if any(finding.code == CANNOT_PARSE for finding in findings):
        return "unparseable"
    found = by_findings(findings, severities)
    if path.suffix != ".py" and states_requirements(path):
        return found
    return _of_python(source or data, found, target)


def by_findings(findings: Iterable[Finding], severities: Mapping[str, Severity]) -> Standing:
    """Return what findings alone make of a file that can be read."""
    told = {severities.get(finding.code, "warning") for finding in findings if finding.code != CANNOT_PARSE}
    return "broken" if "error" in told else "manual" if "warning" in told else "other"


def _of_python(code: bytes | Text | Source, found: Standing, target: Callable[[], Target]) -> Standing:
    """Judge a program that has a standing by its findings already."""
    if not isinstance(code, Source):
        if _MENTIONED.search(code if isinstance(code, bytes) else code.utf8) is None:
            return found
        try:
            code = Source(code)
        except SourceError:
            return "unparseable"
    if found == "broken" or not _imports_libraries(code):
        return found
    used = needs(code, _LOOKED_UP)
    aim = target().in_file(code.text.utf8.decode())
    if not _all_there(used, aim):
        return "broken"
    return worst([found, "compat" if _is_compat(code, used, aim) else "native"])


def lacking(source: Source, target: Target) -> list[tuple[int, str]]:
    """Return what a program needs of TensorFlow and the target does not have: the lines and the names.

    It tells why a program is broken in which no rule finds anything: names that TensorFlow never had, for instance.
    """
    aim = target.in_file(source.text.utf8.decode())
    found = {
        (need.line, look_up(question, aim).symbol)
        for need in needs(source, _LOOKED_UP)
        if not need.met(lambda question: look_up(question, aim))
        for question in need.questions
    }
    return sorted(found)


def of_rewrite(before: Standing, after: Standing) -> Standing:
    """Return how far a file is that a rewrite has brought from one standing to another.

    One that no longer uses the libraries at all, since `tf.gfile` has become `open`, has not left the migration: it is
    as far as a file can be.
    """
    return "native" if after == "other" and before != "other" else after


def worst(standings: Iterable[Standing]) -> Standing:
    """Return the least of several standings, `other` where there are none."""
    return max(standings, key=_WORSE.index, default="other")


def _imports_libraries(source: Source) -> bool:
    return next(_imported_libraries(source), None) is not None


def _imported_libraries(source: Source) -> Iterator[str]:
    """Yield the local names that a file's imports give to the libraries and to what it takes from them."""
    for _, statement in source.index.imports:
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                module = alias.name
            else:
                module = "" if statement.level else statement.module or ""
            if module.partition(".")[0] in LIBRARIES:
                yield alias.asname or alias.name.partition(".")[0]


def _all_there(used: Iterable[Need], target: Target) -> bool:
    return all(need.met(lambda question: look_up(question, target)) for need in used)


def _is_compat(source: Source, used: Sequence[Need], target: Target) -> bool:
    """Tell whether a program whose names are all there runs by something else than TensorFlow 2's own API."""
    answers = [look_up(question, target) for need in used for question in need.questions]
    symbols = {answer.symbol for answer in answers if answer.found}
    if any(symbol.partition(".")[0] in _OLD_PACKAGES or not is_own(symbol) for symbol in symbols):
        return True
    if target.tensorflow == LAST_TENSORFLOW_1:
        newest = target.newest()
        return not _all_there(used, newest)
    if target.keras != "tf_keras" or target.tensorflow < FIRST_WITH_KERAS_3:
        return False
    switched = switches_to_legacy_keras(source.text.utf8.decode())
    return switched or not _all_there(used, target._replace(keras="keras3"))


# Notebooks


def _of_notebook(
    data: bytes, findings: Sequence[Finding], severities: Mapping[str, Severity], target: Callable[[], Target]
) -> Standing:
    """Judge the cells of a notebook, and the files that they write."""
    from hublint.source.ipynb import NotebookError, NotebookFile
    from hublint.source.notebook import Notebook

    found = by_findings(findings, severities)
    if found == "other" and _MENTIONED.search(data) is None:
        return "other"
    try:
        file = NotebookFile(data)
    except NotebookError:
        return "unparseable"
    if file.language != "python":
        return found
    notebook = Notebook(file.cells)
    if notebook.needs_ipython:
        return "unparseable"
    try:
        program = Source(notebook.text)
    except SourceError:  # all cells together are deeper than each of them
        return "unparseable"
    if _cannot_be_read(notebook, program):
        return "unparseable"
    written = (
        _of_python(Text.decoded(part.text.encode()), "other", target)
        for part in notebook.files
        if part.name.endswith(".py")
    )
    return worst([_of_python(program, found, target), *written])


def _cannot_be_read(notebook: Notebook, program: Source) -> bool:
    """Tell whether a cell that cannot be read is one that the notebook cannot do without."""
    if not notebook.unread:
        return False
    names = LIBRARIES.union(_imported_libraries(program))
    spoken = re.compile(r"\b(?:" + "|".join(re.escape(name) for name in sorted(names)) + r")\b")
    return any(
        error.reason.startswith(_PYTHON_2) or spoken.search(notebook.cells[index].text) is not None
        for index, error in notebook.unread.items()
    )


__all__ = ["LIBRARIES", "by_findings", "lacking", "of_rewrite", "standing", "worst"]
