"""Measure by name look-up what a folder of TensorFlow 1 code is worth on TensorFlow 2.21 after each migration tool."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from hublint.source.source import Source, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hublint.source.index import Scope

Verdict = Literal["TF2-native", "compat", "needs tf_keras", "broken"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

# What the files are looked up in: TensorFlow 1.15, and TensorFlow 2.21 with either Keras.
Face = Literal["1.15", "keras3", "tf_keras"]
FACES: Final[tuple[Face, ...]] = get_args(Face)

# A Python version and what is installed, where no interpreter is given. protobuf 4 cannot be read by TensorFlow 1.15.
ENVIRONMENTS: Final = {
    "tensorflow": ("3.12", ("tensorflow==2.21.*", "tf-keras==2.21.*", "tf-slim==1.1.*")),
    "tensorflow1": ("3.7", ("tensorflow==1.15.5", "protobuf<3.21")),
}
AS_IT_IS: Final = "as they are"
TREATMENTS: Final = ("compat", "native", "tf_upgrade_v2")
SKIPPED_FOLDERS: Final = ("__pycache__", "node_modules")

# The packages whose names count: TensorFlow, and those that its names are moved to.
PACKAGES: Final = frozenset(["tensorflow", "tensorflow_core", "tf_keras", "tf_slim", "absl"])
CONTRIB: Final = re.compile(r"(?:tensorflow|tensorflow_core)(?:\.compat\.v1)?\.contrib\b")
PRIVATE: Final = re.compile(
    r"tensorflow_core\b|tensorflow(?:\.compat\.v[12])*\.(?:c|cc|compiler|core|examples|go|include|js|python|security"
    r"|stream_executor|tools|tsl|_api)\b"
)
COMPAT: Final = re.compile(r"tensorflow(?:\.compat\.v2)?\.compat\.v1\b")
TENSORFLOW: Final = re.compile(r"(?:import |from )?tensorflow(?:_core)?\b")
LEGACY_SWITCH: Final = b"TF_USE_LEGACY_KERAS"
MENTIONS_TENSORFLOW: Final = re.compile(rb"^\s*(?:import|from)\s+tensorflow\b", re.MULTILINE)

# What the tools say of files that they could not handle.
COMPLAINT: Final = re.compile(r"hublint: error: |[1-9]\d* files refused")

# What a program that asks for its TensorFlow's version reads, and the errors of one that tries.
VERSIONS: Final = frozenset(["__version__", "VERSION", "GIT_VERSION"])
MAY_ASK: Final = re.compile(rb"__version__|VERSION|hasattr|Error|except\s*:|except\s+(?:Base)?Exception")
# What such a program makes of what it read: a variable that is set in any other way tells something else as well.
COMPARING: Final = frozenset(
    [
        "LooseVersion", "StrictVersion", "Version", "all", "any", "bool", "float", "getattr", "hasattr", "int", "join",
        "len", "list", "map", "match", "parse", "parse_version", "search", "split", "startswith", "str", "tuple",
    ]
)  # fmt: skip
MISSES: Final = frozenset(["ImportError", "ModuleNotFoundError", "AttributeError"])
ANY_ERROR: Final = frozenset(["Exception", "BaseException"])

DEFINITION: Final = """\
A TF1 file uses at least one full name below `tensorflow` which TensorFlow 1.15 has as public API (anything but
`tensorflow.python`, `.core`, `.tools` and the like) and TensorFlow 2.21 with its own Keras has not, or any name of
`tensorflow.contrib`. Names are what imports and attribute chains stand for by hublint's own `Source`; a name with
several meanings exists where one of them does. Names that the program itself makes depend on the release are not
counted: read in `try` with an `except` for ImportError or AttributeError (for imports any `except` that would catch
them), in that `except`, or under an `if` on TensorFlow's version or `hasattr`; and, where their import fails, names
that such code also binds to something else than None.

A file is TF2-native if all its names exist on 2.21 and are public names of TensorFlow 2; compat if all exist, some of
them below `compat.v1` or private; needs tf_keras if all exist only with TF_USE_LEGACY_KERAS=1 (which it may set
itself) or if it imports tf_keras; broken if neither Keras has all its names, or if the file does not parse or was
lost. Names of tf_keras, tf_slim and absl count too where a tool wrote them."""

Place = tuple[int, int]
Span = tuple[Place, Place]


class MigrationError(Exception):
    """What stops the measurement; its text is one sentence."""


class Use(NamedTuple):
    """One place that needs names: a question for each of its meanings, the line, and whether it can do without."""

    questions: frozenset[str]
    line: int
    replaceable: bool


class File(NamedTuple):
    """What one version of a file needs: its uses, or none if it does not parse, and whether it asks for tf_keras."""

    uses: tuple[Use, ...] | None
    legacy: bool


class Answer(NamedTuple):
    """Whether a name exists, and the symbol that was met on the way: the last one where it does not."""

    found: bool
    symbol: str


class Judged(NamedTuple):
    """The verdict on one version of a file, with the symbols that no face has all of, one for each use of them."""

    verdict: Verdict
    missing: tuple[str, ...]
    private: bool


class Treated(NamedTuple):
    """All TF1 files after one treatment, and what the tool took for the whole folder."""

    name: str
    files: Mapping[str, Judged]
    user: float | None = None
    complaints: Sequence[str] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, print the tables, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a folder with Python files; it is copied, not touched"
    )
    for option, (python, packages) in ENVIRONMENTS.items():
        parser.add_argument(
            f"--{option}",
            type=Path,
            metavar="PYTHON",
            help=f"an interpreter that has {', '.join(packages)}; without it, uv makes one with Python {python}",
        )
    parser.add_argument("--environments", type=Path, metavar="DIR", help="keep what uv makes here for next time")
    parser.add_argument(
        "--after",
        default=",".join(TREATMENTS),
        metavar="TOOLS",
        help=f"what to judge besides the files as they are, separated by commas (default {','.join(TREATMENTS)})",
    )
    parser.add_argument("--top", type=int, default=20, metavar="N", help="how many names to list (default 20)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write each file's verdict and all names")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="hublint-migration-") as scratch:
            report, figures = measure(options, Path(scratch))
    except MigrationError as error:
        print(f"migration: {error}", file=sys.stderr)
        return 2
    print(report)
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(options: argparse.Namespace, scratch: Path) -> tuple[str, dict[str, object]]:
    """Judge the files as they are and after each treatment; return the report and all figures."""
    wanted = wanted_treatments(options.after)
    tree = scratch / "tree"
    names = copy_sources(options.folder, tree)
    look_up = LookUp(options, scratch)
    before = {name: read_file(tree / name) for name in progress(names, "reading")}
    look_up.ask(FACES, before.values())
    chosen = [name for name in names if is_tf1(before[name], look_up)]
    if not chosen:
        raise MigrationError(f"{options.folder}: holds no TF1 files")
    treated = [Treated(AS_IT_IS, {name: judge(before[name], look_up, own_names(before[name])) for name in chosen})]
    for name in wanted:
        print(f"running {name} ...", file=sys.stderr, flush=True)
        result, user, complaints = treat(name, tree, scratch, options)
        after = {file: read_treated(tree / file, result / file) for file in progress(chosen, f"reading {name}")}
        look_up.ask(FACES[1:], after.values())
        treated.append(
            Treated(
                name, {file: judge(after[file], look_up, own_names(before[file])) for file in chosen}, user, complaints
            )
        )
    others = {name: judge(before[name], look_up, own_names(before[name])) for name in names if name not in set(chosen)}
    unread = [
        name for name in others if before[name].uses is None and MENTIONS_TENSORFLOW.search((tree / name).read_bytes())
    ]
    symbols = [list(tf1_symbols(before[name], look_up)) for name in chosen]
    in_files = Counter(symbol for found in symbols for symbol in set(found))
    in_uses = Counter(symbol for found in symbols for symbol in found)
    lines = [f"{len(names):,} files, {len(chosen):,} of them TF1 files.", "", DEFINITION, "", table(treated), ""]
    odd = [name for name, judged in others.items() if judged.verdict == "broken" and name not in unread]
    odd = [name for name in odd if before[name].uses is not None]
    left_out = (
        f"Left out: {len(unread)} files that import tensorflow and do not parse as they are, and {len(odd)} that are "
        "broken on 2.21 without a public TF1 name (private modules, mistakes, other releases' names)."
    )
    lines += [
        left_out,
        *(
            f"{one.name} complained {len(one.complaints)} times: {one.complaints[0]}"
            for one in treated
            if one.complaints
        ),
        "",
        listing("The names of TensorFlow 1.15 in most TF1 files", in_files, options.top, in_uses),
    ]
    lines += [
        listing(f"Still missing: {one.name}", missing_files(one), options.top, missing_uses(one)) for one in treated
    ]
    figures: dict[str, object] = {
        "files": len(names),
        "unread": unread,
        "broken, not TF1": odd,
        "names": [[name, count, in_uses[name]] for name, count in in_files.most_common()],
        "treatments": {
            one.name: {
                "user": one.user,
                "complaints": list(one.complaints),
                "missing": missing_files(one).most_common(),
                "files": {name: [judged.verdict, sorted(set(judged.missing))] for name, judged in one.files.items()},
            }
            for one in treated
        },
    }
    return "\n".join(lines), figures


def wanted_treatments(text: str) -> list[str]:
    """Return the treatments that `text` names, in order."""
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    for name in wanted:
        if name not in TREATMENTS:
            raise MigrationError(f"--after: {name!r} is unknown; use {', '.join(TREATMENTS)}")
    return list(dict.fromkeys(wanted))


def copy_sources(folder: Path, tree: Path) -> list[str]:
    """Copy the Python files of `folder`, without any tool's settings, to `tree`; return their relative names."""
    if not folder.is_dir():
        raise MigrationError(f"{folder}: is not a folder")
    found = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            source = Path(here, name)
            if not name.endswith(".py") or not source.is_file():
                continue
            relative = source.relative_to(folder)
            (tree / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, tree / relative)
            found.append(str(relative))
    if not found:
        raise MigrationError(f"{folder}: holds no Python files")
    return found


def progress(names: Sequence[str], what: str) -> Iterator[str]:
    """Yield the names, and say every second how far it is."""
    said = time.monotonic()
    for at, name in enumerate(names):
        if time.monotonic() - said > 1:
            said = time.monotonic()
            print(f"\r{what}: {at:,} of {len(names):,} files ", end="", file=sys.stderr, flush=True)
        yield name
    print(f"\r{what}: {len(names):,} of {len(names):,} files ", file=sys.stderr, flush=True)


# Reading: what a file needs.


def read_treated(before: Path, after: Path) -> File:
    """Read what a tool made of a file; one that it dropped or emptied is lost."""
    if not after.is_file() or (not after.stat().st_size and before.stat().st_size):
        return File(None, legacy=False)
    return read_file(after)


def read_file(path: Path) -> File:
    """Find the names that a file needs."""
    data = path.read_bytes()
    if not any(package.encode() in data for package in PACKAGES):
        return File((), legacy=False)
    try:
        source = Source(data)
    except SourceError:
        return File(None, legacy=False)
    guards = Guards(source) if MAY_ASK.search(data) else Guards(None)
    return File((*imported(source, guards), *read(source, guards)), legacy=LEGACY_SWITCH in data)


def imported(source: Source, guards: Guards) -> Iterator[Use]:
    """Yield what a file's import statements need."""
    for _, statement in source.index.imports:
        for alias in statement.names:
            if isinstance(statement, ast.Import):
                module, question = alias.name, f"import {alias.name}"
            else:
                module = "" if statement.level else statement.module or ""
                question = f"from {module} import {alias.name}"
            if module.partition(".")[0] in PACKAGES and not guards.hold(statement):
                yield Use(frozenset([question]), statement.lineno, replaceable=False)


def read(source: Source, guards: Guards) -> Iterator[Use]:
    """Yield what a file reads from the packages that it imports."""
    modules = {
        alias.name
        for _, statement in source.index.imports
        if isinstance(statement, ast.Import)
        for alias in statement.names
        if not alias.asname
    }
    for nodes, scope, meanings in source.chains(PACKAGES):
        if guards.hold(nodes[0]):
            continue
        attributes = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        questions = set()
        for meaning in meanings:
            if meaning.partition(".")[0] not in PACKAGES or "(" in meaning:
                continue
            # `import tensorflow.python.ops` gives the local name `tensorflow` and sets its attributes.
            known = max(
                (at for at in range(len(attributes) + 1) if ".".join((meaning, *attributes[:at])) in modules), default=0
            )
            questions.add(f"{'.'.join((meaning, *attributes[:known]))}:{'.'.join(attributes[known:])}")
        if questions:
            replaceable = guards.replace(nodes[0], scope)
            yield Use(frozenset(questions), nodes[0].lineno, replaceable)


class Guards:
    """Where a program itself makes what it does depend on the TensorFlow that it meets."""

    def __init__(self, source: Source | None) -> None:
        """Find these places; without a source there are none."""
        self.source = source
        self.everything: list[Span] = []
        """Suites in which nothing counts."""
        self.imports: list[Span] = []
        """Suites in which imports do not count."""
        self.others: list[Span] = []
        """Suites that may bind a name to something else."""
        if source is None:
            return
        self.flags = version_flags(source)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Try):
                self._attempt(node)
            elif isinstance(node, (ast.If, ast.IfExp)) and asks_version(source, node.test, self.flags):
                suites = ([node.body], [node.orelse]) if isinstance(node, ast.IfExp) else (node.body, node.orelse)
                for suite in suites:
                    if suite:
                        self.everything.append(span(suite))
                        self.others.append(span(suite))
            elif isinstance(node, ast.BoolOp) and asks_version(source, node.values[0], self.flags):
                self.everything.append(span(node.values[1:]))

    def _attempt(self, node: ast.Try) -> None:
        caught = {name for handler in node.handlers for name in caught_by(handler)}
        if caught & MISSES:
            self.everything.append(span(node.body))
            if node.orelse:
                self.everything.append(span(node.orelse))
        elif caught & ANY_ERROR:
            self.imports.append(span(node.body))
        else:
            return
        for handler in node.handlers:
            if caught_by(handler) & (MISSES | ANY_ERROR):
                self.others.append(span(handler.body))
                if caught & MISSES:
                    self.everything.append(span(handler.body))

    def hold(self, node: ast.expr | ast.stmt) -> bool:
        """Tell whether what a place needs does not count."""
        place = node.lineno, node.col_offset
        suites = [*self.everything, *self.imports] if isinstance(node, ast.stmt) else self.everything
        return any(start <= place < end for start, end in suites)

    def replace(self, node: ast.expr, scope: Scope) -> bool:
        """Tell whether a name is also bound to something else where TensorFlow lacks the first."""
        if not self.others or not isinstance(node, ast.Name):
            return False
        owner = scope.owner(node.id)
        if owner is None:
            return False
        for binding in owner.bindings.get(node.id, ()):
            nothing = isinstance(binding.value, ast.Constant) and binding.value.value is None
            place = binding.line, binding.column
            if not nothing and any(start <= place <= end for start, end in self.others):
                return True
        return False


def span(nodes: Sequence[ast.expr | ast.stmt]) -> Span:
    """Return where neighbouring nodes begin and end."""
    first, last = nodes[0], nodes[-1]
    decorators = getattr(first, "decorator_list", None) or [first]
    return (decorators[0].lineno, min(first.col_offset, decorators[0].col_offset)), (
        last.end_lineno or 0,
        last.end_col_offset or 0,
    )


def caught_by(handler: ast.ExceptHandler) -> set[str]:
    """Return the last parts of the names of what a handler catches; one that catches all is called Exception."""
    if handler.type is None:
        return {"Exception"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {kind.attr if isinstance(kind, ast.Attribute) else getattr(kind, "id", "") for kind in kinds}


def version_flags(source: Source) -> frozenset[str]:
    """Return the names, of variables and functions, that hold what a file learnt of TensorFlow's version."""
    flags: set[str] = {
        alias.asname or alias.name
        for _, statement in source.index.imports
        if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("tensorflow")
        for alias in statement.names
        if alias.name in VERSIONS
    }
    tells: list[tuple[str, ast.expr]] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign):
            tells += (
                (name.id, node.value)
                for target in node.targets
                for name in ast.walk(target)
                if isinstance(name, ast.Name)
            )
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            tells.append((node.target.id, node.value))
        elif isinstance(node, ast.FunctionDef):
            tells += ((node.name, part.value) for part in ast.walk(node) if isinstance(part, ast.Return) and part.value)
    while True:
        fresh = {
            name
            for name, value in tells
            if name not in flags and only_compares(value, flags) and asks_version(source, value, flags)
        }
        if not fresh:
            return frozenset(flags)
        flags |= fresh


def only_compares(value: ast.expr, flags: Iterable[str]) -> bool:
    """Tell whether an expression calls nothing but what versions are compared with."""
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in COMPARING and name not in flags:
                return False
    return not isinstance(value, ast.IfExp)


def asks_version(source: Source, test: ast.expr, flags: Iterable[str]) -> bool:
    """Tell whether an expression depends on TensorFlow's version, or on whether it has an attribute."""
    for node in ast.walk(test):
        asked: ast.expr | None = None
        if isinstance(node, ast.Attribute) and node.attr in VERSIONS:
            asked = node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"hasattr", "getattr"} and node.args:
            asked = node.args[0]
        elif isinstance(node, ast.Name) and node.id in flags:
            return True
        if asked is not None and any(name.partition(".")[0] in PACKAGES for name in source.resolve(asked)):
            return True
    return False


# Looking up.


class LookUp:
    """What the interpreters answer, each question asked once."""

    def __init__(self, options: argparse.Namespace, scratch: Path) -> None:
        """Find or make the interpreters."""
        self.scratch = scratch
        self.known: dict[Face, dict[str, Answer]] = {face: {} for face in FACES}
        self.newest = interpreter("tensorflow", options, scratch)
        options.tensorflow = self.newest
        self.interpreters: dict[Face, Path] = {
            "1.15": interpreter("tensorflow1", options, scratch),
            "keras3": self.newest,
            "tf_keras": self.newest,
        }

    def ask(self, faces: Iterable[Face], files: Iterable[File]) -> None:
        """Have all names of some files looked up."""
        questions = {question for file in files for use in file.uses or () for question in use.questions}
        for face in faces:
            fresh = sorted(questions - self.known[face].keys())
            if not fresh:
                continue
            print(f"looking up {len(fresh):,} names: {face}", file=sys.stderr, flush=True)
            asked, answered = self.scratch / "questions.json", self.scratch / "answers.json"
            asked.write_text(json.dumps(fresh), encoding="utf-8")
            answered.unlink(missing_ok=True)
            driver = Path(__file__).with_name("look_up_names.py")
            environment = child_environment()
            if face == "tf_keras":
                environment[LEGACY_SWITCH.decode()] = "1"
            done = subprocess.run(
                [self.interpreters[face], "-I", driver, asked, answered],
                env=environment,
                cwd=self.scratch,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
            if done.returncode != 0 or not answered.is_file():
                raise MigrationError(f"{self.interpreters[face]} cannot look names up: {last_line(done.stderr)}")
            answers = json.loads(answered.read_text(encoding="utf-8"))
            if not answers_make_sense(answers, fresh):
                raise MigrationError(f"{self.interpreters[face]} has no TensorFlow, or answered only in part")
            self.known[face].update({question: Answer(*answer) for question, answer in answers.items()})

    def found(self, face: Face, question: str) -> bool:
        """Tell whether a face has a name."""
        return self.known[face][question].found

    def has(self, face: Face, use: Use) -> bool:
        """Tell whether a use finds what it needs."""
        if any(self.found(face, question) for question in use.questions):
            return True
        return use.replaceable and all(self.fails_at_import(face, question) for question in use.questions)

    def fails_at_import(self, face: Face, question: str) -> bool:
        """Tell whether the very thing that an import gives is missing, so that the program takes the other."""
        answer = self.known[face][question]
        module = question.partition(":")[0]
        return not answer.found and f"{module}.".startswith(f"{answer.symbol}.")

    def symbol(self, question: str) -> str:
        """Return the symbol that a question is about: as TensorFlow 1.15 has it, or as it is written."""
        old = self.known["1.15"].get(question)
        if old is not None and old.found:
            return old.symbol
        words = question.split()
        return ".".join(words[1::2]) if len(words) > 1 else question.replace(":", ".").rstrip(".")


def answers_make_sense(answers: Mapping[str, object], questions: Iterable[str]) -> bool:
    """Tell whether every question has its answer."""
    return all(question in answers for question in questions)


def child_environment() -> dict[str, str]:
    """Return the environment of a process that imports TensorFlow: its own Keras, no accelerator, few words."""
    environment = {name: value for name, value in os.environ.items() if name != LEGACY_SWITCH.decode()}
    return environment | {"CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}


def interpreter(option: str, options: argparse.Namespace, scratch: Path) -> Path:
    """Return the interpreter that an option names, or one in an environment that uv makes."""
    given: Path | None = getattr(options, option)
    python, packages = ENVIRONMENTS[option]
    if given is not None:
        if not given.is_file():
            raise MigrationError(f"--{option}: {given} is no interpreter")
        return given.absolute()
    environment = (options.environments or scratch / "environments").absolute() / option
    made = environment / "bin" / "python"
    if (environment / "ready").is_file():
        return made
    uv = shutil.which("uv")
    if uv is None:
        raise MigrationError(f"there is no uv to make an environment with; give --{option} an interpreter")
    print(f"installing {', '.join(packages)} ...", file=sys.stderr, flush=True)
    for command in (
        [uv, "venv", "--quiet", "--clear", "--python", python, str(environment)],
        [uv, "pip", "install", "--quiet", "--python", str(made), *packages],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise MigrationError(f"no environment for --{option}; give it an interpreter ({last_line(done.stderr)})")
    (environment / "ready").touch()
    return made


def last_line(text: str) -> str:
    """Return the last line of what a process said."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it said nothing")


# Judging.


def tf1(use: Use, look_up: LookUp) -> list[str]:
    """Return the symbols of TensorFlow 1 by which a use makes its file a TF1 file."""
    if look_up.has("keras3", use):
        return []
    symbols = [look_up.symbol(question) for question in sorted(use.questions)]
    return [
        symbol
        for question, symbol in zip(sorted(use.questions), symbols, strict=True)
        if CONTRIB.match(symbol)
        or (symbol.startswith("tensorflow.") and not PRIVATE.match(symbol) and look_up.found("1.15", question))
    ]


def tf1_symbols(file: File, look_up: LookUp) -> Iterator[str]:
    """Yield what a file uses of TensorFlow 1.15, removed since or not, once for each use."""
    for use in file.uses or ():
        for question in use.questions:
            symbol = look_up.symbol(question)
            if look_up.found("1.15", question) and symbol not in PACKAGES and not COMPAT.fullmatch(symbol):
                yield symbol


def is_tf1(file: File, look_up: LookUp) -> bool:
    """Tell whether a file is a TF1 file."""
    return any(tf1(use, look_up) for use in file.uses or ())


def own_names(file: File) -> frozenset[str]:
    """Return what a file asks of other packages than TensorFlow: no tool is to blame for names that it has already."""
    questions = {question for use in file.uses or () for question in use.questions}
    return frozenset(question for question in questions if not TENSORFLOW.match(question))


def judge(file: File, look_up: LookUp, known: frozenset[str]) -> Judged:
    """Return what one version of a file is worth on TensorFlow 2.21; `known` names are not looked at."""
    if file.uses is None:
        return Judged("broken", ("(does not parse, or is lost)",), private=False)
    faces: tuple[Face, ...] = ("tf_keras",) if file.legacy else ("keras3", "tf_keras")
    missing = {
        face: [use for use in file.uses if not use.questions <= known and not look_up.has(face, use)] for face in faces
    }
    symbols = {look_up.symbol(question) for use in file.uses for question in use.questions}
    private = any(PRIVATE.match(symbol) for symbol in symbols)
    best = next((face for face in faces if not missing[face]), None)
    if best is None:
        # Names that one Keras has are no one's fault unless nothing else is.
        everywhere = [use for use in file.uses if all(use in missing[face] for face in faces)]
        culprits = everywhere or missing["tf_keras"]
        named = tuple(" or ".join(sorted({look_up.symbol(q) for q in use.questions})) for use in culprits)
        return Judged("broken", named, private)
    existing = {
        look_up.symbol(question) for use in file.uses for question in use.questions if look_up.found(best, question)
    }
    if best == "tf_keras" or any(symbol.partition(".")[0] == "tf_keras" for symbol in existing):
        return Judged("needs tf_keras", (), private)
    old = any(COMPAT.match(symbol) for symbol in existing)
    return Judged("compat" if old or private else "TF2-native", (), private and not old)


# The tools.


def treat(name: str, tree: Path, scratch: Path, options: argparse.Namespace) -> tuple[Path, float, list[str]]:
    """Have a tool rewrite a copy of all files; return the copy, its user processor seconds, and its complaints."""
    result = scratch / name
    shutil.rmtree(result, ignore_errors=True)
    if name == "tf_upgrade_v2":
        driver = Path(__file__).with_name("upgrade_each.py")
        return result, *timed(name, [str(options.tensorflow), "-I", str(driver), str(tree), str(result)], (0,), scratch)
    if importlib.util.find_spec("hublint") is None:
        raise MigrationError("this Python has no hublint; run the benchmark with one that it is installed for")
    shutil.copytree(tree, result)
    command = [sys.executable, "-m", "hublint", "check", "--fix", "--unsafe-fixes", "--output-format", "concise"]
    # Whatever settings lie above the scratch folder are not those of the benchmark.
    settings = scratch / "hublint.toml"
    settings.write_text("", encoding="utf-8")
    target = f"tf=2.21,level={name}"
    return result, *timed(name, [*command, "--target", target, str(result)], (0, 1, 2), scratch)


def timed(name: str, command: Sequence[str], verdicts: Sequence[int], scratch: Path) -> tuple[float, list[str]]:
    """Run a process to its end; return its user processor seconds, children included, and what it could not do."""
    errors = scratch / "stderr"
    with (
        errors.open("wb") as complaints,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            cwd=scratch,
            env=child_environment(),
        ) as process,
    ):
        # The standard library does not tell one child's resources from another's, so it is awaited here.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    said = errors.read_text(encoding="utf-8", errors="replace")
    # Python says 1, too, when it cannot find what it is to run.
    if process.returncode not in verdicts or "No module named" in said:
        raise MigrationError(f"{name} stopped with status {process.returncode}: {last_line(said)}")
    return usage.ru_utime, [line for line in said.splitlines() if COMPLAINT.match(line)]


# Reporting.


def table(treated: Sequence[Treated]) -> str:
    """Return the shares as a table in Markdown."""
    upgrade = next((one.user for one in treated if one.name == "tf_upgrade_v2"), None)
    lines = [
        f"| TF1 files | {' | '.join(VERDICTS)} | private names only | user s | tf_upgrade_v2 / this |",
        f"|---|{'---:|' * (len(VERDICTS) + 3)}",
    ]
    for one in treated:
        counts = Counter(judged.verdict for judged in one.files.values())
        shares = " | ".join(f"{counts[verdict] / len(one.files):.1%} ({counts[verdict]:,})" for verdict in VERDICTS)
        private = sum(judged.verdict == "compat" and judged.private for judged in one.files.values())
        user = f"{one.user:.1f}" if one.user is not None else ""
        ratio = f"{upgrade / one.user:.1f}" if upgrade is not None and one.user else ""
        lines.append(f"| {one.name} | {shares} | {private:,} | {user} | {ratio} |")
    return "\n".join(lines)


def missing_files(treated: Treated) -> Counter[str]:
    """Count the files that are broken by each symbol."""
    return Counter(symbol for judged in treated.files.values() for symbol in set(judged.missing))


def missing_uses(treated: Treated) -> Counter[str]:
    """Count the uses of each symbol that breaks its file."""
    return Counter(symbol for judged in treated.files.values() for symbol in judged.missing)


def listing(title: str, files: Counter[str], top: int, uses: Counter[str]) -> str:
    """Return the most frequent names as a table in Markdown."""
    lines = [f"### {title}", "", f"{len(files):,} names.", "", "| name | files | uses |", "|---|---:|---:|"]
    ranked = sorted(files.items(), key=lambda item: (-item[1], item[0]))[:top]
    lines += [f"| `{name}` | {count:,} | {uses[name]:,} |" for name, count in ranked]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
