"""Measure what a folder of TensorFlow 1 code is worth on TensorFlow 2.21 after each migration tool.

By name look-up in the real TensorFlow, and by what hublint says of the same files without one.
"""

from __future__ import annotations

import argparse
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

from hublint import engine, registry
from hublint.migrate.record import STANDINGS, Standing
from hublint.migrate.standing import of_rewrite, standing
from hublint.source.needs import needs
from hublint.source.source import Source, SourceError
from hublint.target import parse_target
from hublint.tfapi import presence
from hublint.tfapi.presence import is_old, is_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hublint.source.needs import Need

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
TARGET: Final = "tf=2.21,keras=keras3"
AS_IT_IS: Final = "as they are"
TREATMENTS: Final = ("compat", "native", "tf_upgrade_v2")
SKIPPED_FOLDERS: Final = ("__pycache__", "node_modules")

# The packages whose names count: TensorFlow, and those that its names are moved to.
PACKAGES: Final = frozenset(["tensorflow", "tensorflow_core", "tf_keras", "tf_slim", "absl"])
# Symbols that say nothing of what is used.
BARE: Final = PACKAGES | {"tensorflow.compat.v1", "tensorflow.compat.v2.compat.v1"}
CONTRIB: Final = re.compile(r"(?:tensorflow|tensorflow_core)(?:\.compat\.v1)?\.contrib\b")
TENSORFLOW: Final = re.compile(r"(?:import |from )?tensorflow(?:_core)?\b")
LEGACY_SWITCH: Final = b"TF_USE_LEGACY_KERAS"
MENTIONS_TENSORFLOW: Final = re.compile(rb"^\s*(?:import|from)\s+tensorflow\b", re.MULTILINE)

# What the tools say of files that they could not handle.
COMPLAINT: Final = re.compile(r"hublint: error: |[1-9]\d* files refused")

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

STANDING_DEFINITION: Final = """\
The same files as `hublint migrate` says how far they are, without TensorFlow: by the table of its names, for 2.21 with
its own Keras unless the file asks for tf_keras, and by what the rules find. A file is broken, too, if a rule finds in
it what certainly raises or is silently wrong, and manual if it finds what a person has to look at."""


class MigrationError(Exception):
    """What stops the measurement; its text is one sentence."""


class File(NamedTuple):
    """What one version of a file needs: its uses, or none if it does not parse, and whether it asks for tf_keras."""

    uses: tuple[Need, ...] | None
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


class Stood(NamedTuple):
    """What hublint itself says of one version of a file: by its names and its findings, and by its names alone."""

    standing: Standing
    by_names: Standing


class Treated(NamedTuple):
    """All files after one treatment, and what the tool took for the whole folder.

    Attributes:
        name: what was done to them.
        files: the verdict on each TF1 file.
        stood: what hublint says of each file, TF1 or not.
        disagreed: the files that have all names for one of the two, and not for the other, with the names.
        user: user processor seconds.
        complaints: what the tool said of files that it could not handle.
    """

    name: str
    files: Mapping[str, Judged]
    stood: Mapping[str, Stood]
    disagreed: Mapping[str, Sequence[str]]
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
    treated = [Treated(AS_IT_IS, *compared(before, before, (tree, tree), chosen, look_up))]
    at_first = treated[0].stood
    for name in wanted:
        print(f"running {name} ...", file=sys.stderr, flush=True)
        result, user, complaints = treat(name, tree, scratch, options)
        after = {file: read_treated(tree / file, result / file) for file in progress(names, f"reading {name}")}
        look_up.ask(FACES[1:], after.values())
        # tf_upgrade_v2 keeps to TensorFlow 1's API: what the level `native` asks for it never meant to do.
        level = "native" if name == "native" else "compat"
        verdicts, stood, disagreed = compared(before, after, (tree, result), chosen, look_up, level=level)
        stood = {
            file: one._replace(standing=of_rewrite(at_first[file].standing, one.standing))
            for file, one in stood.items()
        }
        treated.append(Treated(name, verdicts, stood, disagreed, user, complaints))
    others = {name: judge(before[name], look_up, own_names(before[name])) for name in names if name not in set(chosen)}
    unread = [
        name for name in others if before[name].uses is None and MENTIONS_TENSORFLOW.search((tree / name).read_bytes())
    ]
    symbols = [list(tf1_symbols(before[name], look_up)) for name in chosen]
    in_files = Counter(symbol for found in symbols for symbol in set(found))
    in_uses = Counter(symbol for found in symbols for symbol in found)
    lines = [f"{len(names):,} files, {len(chosen):,} of them TF1 files.", "", DEFINITION, "", table(treated), ""]
    lines += [STANDING_DEFINITION, "", standings_table(treated, chosen), "", agreement(treated, options.top), ""]
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
                "standings": {name: stood.standing for name, stood in one.stood.items()},
                "disagreed": {name: list(symbols) for name, symbols in one.disagreed.items()},
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
    """Read what a tool made of a file, if it is not lost."""
    return File(None, legacy=False) if is_lost(before, after) else read_file(after)


def is_lost(before: Path, after: Path) -> bool:
    """Tell whether a tool dropped or emptied a file."""
    return not after.is_file() or (not after.stat().st_size and before.stat().st_size > 0)


def read_file(path: Path) -> File:
    """Find the names that a file needs."""
    data = path.read_bytes()
    if not any(package.encode() in data for package in PACKAGES):
        return File((), legacy=False)
    try:
        source = Source(data)
    except SourceError:
        return File(None, legacy=False)
    return File(tuple(needs(source, PACKAGES)), legacy=LEGACY_SWITCH in data)


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

    def has(self, face: Face, use: Need) -> bool:
        """Tell whether a use finds what it needs."""
        return use.met(self.known[face].__getitem__)

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


def tf1(use: Need, look_up: LookUp) -> list[str]:
    """Return the symbols of TensorFlow 1 by which a use makes its file a TF1 file."""
    if look_up.has("keras3", use):
        return []
    symbols = [look_up.symbol(question) for question in sorted(use.questions)]
    return [
        symbol
        for question, symbol in zip(sorted(use.questions), symbols, strict=True)
        if CONTRIB.match(symbol)
        or (symbol.startswith("tensorflow.") and not is_private(symbol) and look_up.found("1.15", question))
    ]


def tf1_symbols(file: File, look_up: LookUp) -> Iterator[str]:
    """Yield what a file uses of TensorFlow 1.15, removed since or not, once for each use."""
    for use in file.uses or ():
        for question in use.questions:
            symbol = look_up.symbol(question)
            if look_up.found("1.15", question) and symbol not in BARE:
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
    private = any(is_private(symbol) for symbol in symbols)
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
    old = any(is_old(symbol) for symbol in existing)
    return Judged("compat" if old or private else "TF2-native", (), private and not old)


# What hublint says itself.


def compared(
    before: Mapping[str, File],
    after: Mapping[str, File],
    trees: tuple[Path, Path],
    chosen: Iterable[str],
    look_up: LookUp,
    level: str = "native",
) -> tuple[dict[str, Judged], dict[str, Stood], dict[str, Sequence[str]]]:
    """Judge all files in both ways; return the verdicts on TF1 files, all standings, and where the two disagree."""
    stood = standings(*trees, after, level)
    disagreed: dict[str, Sequence[str]] = {}
    for name, file in after.items():
        missing = lacking(file, look_up)
        lacks = file.uses is None or bool(missing)
        if lacks != (stood[name].by_names in {"broken", "unparseable"}):
            disagreed[name] = missing or [f"{symbol} (by the table alone)" for symbol in lacking_by_table(file)]
    return {name: judge(after[name], look_up, own_names(before[name])) for name in chosen}, stood, disagreed


def standings(before: Path, after: Path, names: Iterable[str], level: str) -> dict[str, Stood]:
    """Return what hublint says of files in the folder `after`; one that is lost is as one that cannot be read."""
    rules = registry.load()
    severities = {rule.code: rule.severity for rule in rules.rules}
    target = parse_target(f"{TARGET},level={level}")
    stood: dict[str, Stood] = {}
    for name in progress(list(names), "judging"):
        path = Path(name)
        if is_lost(before / name, after / name):
            stood[name] = Stood("unparseable", "unparseable")
            continue
        data = (after / name).read_bytes()
        run = engine.Run(rules, lambda: target, name, fixes=False)
        checked, source, _ = engine.read(data, run, path)
        stood[name] = Stood(
            standing(data, path, checked.findings, severities, lambda: target, source),
            standing(data, path, (), severities, lambda: target, source),
        )
    return stood


def lacking(file: File, look_up: LookUp) -> list[str]:
    """Return the symbols of TensorFlow that a file needs and that the target, with its own Keras, does not have."""
    face: Face = "tf_keras" if file.legacy else "keras3"
    return sorted(
        {
            look_up.symbol(question)
            for use in file.uses or ()
            if all(TENSORFLOW.match(question) for question in use.questions) and not look_up.has(face, use)
            for question in use.questions
        }
    )


def lacking_by_table(file: File) -> list[str]:
    """Return the same by hublint's own table."""
    target = parse_target("tf=2.21,keras=tf_keras" if file.legacy else TARGET)
    return sorted(
        {
            presence.look_up(question, target).symbol
            for use in file.uses or ()
            if not use.met(lambda question: presence.look_up(question, target))
            for question in use.questions
        }
    )


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
    target = f"{TARGET},level={name}"
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


def standings_table(treated: Sequence[Treated], chosen: Sequence[str]) -> str:
    """Return the shares by standing, of all files that use the libraries and of the TF1 files, as a table."""
    lines = [f"| files | number | {' | '.join(STANDINGS)} |", f"|---|{'---:|' * (len(STANDINGS) + 1)}"]
    everything = [name for name in treated[0].stood if any(one.stood[name].standing != "other" for one in treated)]
    for what, names in (("all that concern hublint", everything), ("TF1", chosen)):
        for one in treated:
            counts = Counter(one.stood[name].standing for name in names)
            shares = " | ".join(f"{counts[kind] / len(names):.1%} ({counts[kind]:,})" for kind in STANDINGS)
            lines.append(f"| {what}, {one.name} | {len(names):,} | {shares} |")
    return "\n".join(lines)


def agreement(treated: Sequence[Treated], top: int) -> str:
    """Tell for how many files the table and the real look-up say the same of whether all names are there."""
    lines = ["Whether all names of TensorFlow are there, by the table and by the real look-up:", ""]
    for one in treated:
        symbols = Counter(symbol for found in one.disagreed.values() for symbol in set(found))
        listed = ", ".join(f"`{symbol}` in {count}" for symbol, count in symbols.most_common(top))
        why = f"; the others differ by {listed}" if listed else ""
        lines.append(f"- {one.name}: {len(one.stood) - len(one.disagreed):,} of {len(one.stood):,} files agree{why}")
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
