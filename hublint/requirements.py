"""The requirements of a project: the files that state them, what they say, and where they say it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from packaging.markers import Marker
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

LOCK_FILES: Final = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")
REQUIREMENT_FILES: Final = (
    *LOCK_FILES, "pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "environment.yaml"
)  # fmt: skip
REQUIREMENT_PATTERNS: Final = ("requirements*.txt", "requirements/*.txt")


class Entry(NamedTuple):
    """One requirement and where it is written, in bytes of the text; `is_conda` is one of conda's own packages.

    What is put together from parts, and what is a key of a table, is written where its name is.
    """

    name: str
    specifier: SpecifierSet
    is_conditional: bool
    is_conda: bool
    written: str
    start: int
    end: int
    marker: Marker | None = None

    def allows(self, versions: Iterable[str]) -> bool:
        """Tell whether one of some versions meets the requirement."""
        return any(self.specifier.contains(version) for version in versions)


class Manifest:
    """A file that states requirements, as rules see it.

    Attributes:
        name: the name of the file, which tells how it is written.
        text: the text in UTF-8, which all offsets count the bytes of.
        entries: the requirements in the order of the file; what is no requirement in PEP 508's form is left out.
        python: the Pythons that the project says it runs on, None where it does not say.
        python_span: where it says so, in bytes of the text.
    """

    def __init__(self, name: str, utf8: bytes) -> None:
        """Read a file's text; what is not written as its name says has no entries."""
        self.name: Final = name
        self.text: Final = utf8
        decoded = utf8.decode()
        self.entries: Final[list[Entry]] = list(_entries(name, decoded))
        self.python: Final[SpecifierSet | None] = _python(name, decoded)
        self.python_span: Final[tuple[int, int] | None] = None if self.python is None else _python_span(name, decoded)

    def named(self, *names: str) -> list[Entry]:
        """Return the entries of some packages."""
        return [entry for entry in self.entries if entry.name in names]

    def insertion(self, behind: Entry, requirement: str) -> tuple[int, str] | None:
        """Return where another requirement goes behind one that is there, and the text of it, laid out as its line is.

        None where the file is laid out in a way that leaves no certain place, or says hashes of what it names.
        """
        if b"--hash" in self.text:
            return None
        start, end = self._line(behind.start)
        before = self.text[start : behind.start].decode()
        after = self.text[behind.end : end].decode()
        newline = "\r\n" if self.text[end : end + 2] == b"\r\n" else "\n"
        if self.name.endswith((".txt", ".in", ".cfg")):
            alone = not before.strip() and not re.match(r"\s*\S*\\$", after)
            return (end, f"{newline}{before}{requirement}") if alone else None
        if self.name.endswith((".yml", ".yaml")):
            item = re.fullmatch(r"(\s*-\s*)([\"']?)", before)
            return (end, f"{newline}{item[1]}{item[2]}{requirement}{item[2]}") if item else None
        quote = before[-1:]
        if quote not in {"'", '"'} or not after.startswith(quote):
            return None
        if before[:-1].strip() or not re.match(r"\s*(?:,?\s*(?:#.*)?$|[\])}])", after[1:]):
            return behind.end + 1, f", {quote}{requirement}{quote}"
        # A line of its own: the comma may be missing behind the last one.
        comma = after[1:].lstrip().startswith(",")
        place = behind.end + 1
        if comma:
            place += after[1:].index(",") + 1
        return place, f"{'' if comma else ','}{newline}{before}{requirement}{quote}{',' if comma else ''}"

    def _line(self, offset: int) -> tuple[int, int]:
        """Return where the line round an offset begins and ends, without its newline."""
        start = self.text.rfind(b"\n", 0, offset) + 1
        end = self.text.find(b"\n", offset)
        end = len(self.text) if end < 0 else end
        return start, end - 1 if self.text[end - 1 : end] == b"\r" else end


def _entries(name: str, text: str) -> Iterator[Entry]:
    """Yield the requirements of a text, each at the next place where it is written outside a comment."""
    seen: dict[tuple[str, Sequence[tuple[int, int]]], int] = {}
    pip_from = _pip_section(name, text)
    for requirement, written, regions in _located_requirements(name, text):
        found = _place(name, text, requirement.name, written, regions, seen.get((written, regions), 0))
        if found is None:
            continue
        start, end = found
        seen[written, regions] = end
        bytes_before = len(text[:start].encode())
        yield Entry(
            name_of(requirement),
            requirement.specifier,
            requirement.marker is not None,
            pip_from is not None and start < pip_from,
            text[start:end],
            bytes_before,
            bytes_before + len(text[start:end].encode()),
            requirement.marker,
        )


def _located_requirements(name: str, text: str) -> Iterator[tuple[Requirement, str, tuple[tuple[int, int], ...]]]:
    """Yield the requirements of a text with how each is written, and the parts of the text that may hold it."""
    if name == "setup.py":
        for string, spans in _strings_of_setup(text):
            for requirement, written in _parsed(string.splitlines()):
                yield requirement, written, spans
        return
    regions = tuple(_regions(name, text)) or ((0, len(text)),)
    for requirement, written in requirements_in(name, text):
        yield requirement, written, regions


def _regions(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text with sections that state requirements, where other parts may name packages too."""
    if name not in {"setup.cfg", "Pipfile"} and not name.endswith(".toml"):
        return
    section, array_until = "", 0
    for match in re.finditer(r"^.*$\n?", text, re.MULTILINE):
        line, start = match[0], match.start()
        if start < array_until:
            continue
        header = re.match(r"\[+\s*([^\]\n]+?)\s*\]+", line)
        if header:
            section = re.sub(r"[\s\"']", "", header[1])
        elif section == "options" and name == "setup.cfg":
            option = re.match(r"install_requires\s*=.*\n?(?:(?:[ \t].*|[ \t]*|#.*)\n)*(?:[ \t].*)?", text[start:])
            if option:
                yield start, start + option.end()
        elif section == "project":
            key = re.match(r"\s*(?:dependencies|optional-dependencies[^=]*)\s*=\s*", line)
            if key:
                array_until = _end_of_value(text, start + key.end())
                yield start + key.end(), array_until
        elif section in _SECTIONS or re.fullmatch(r"tool\.poetry\.(?:group\..*\.)?(?:dev-)?dependencies", section):
            yield start, match.end()


_SECTIONS: Final = (
    "options.extras_require", "project.optional-dependencies", "dependency-groups", "packages", "dev-packages"
)  # fmt: skip


def _end_of_value(text: str, start: int) -> int:
    """Return where an array or a table of TOML ends; the line's end for what is neither."""
    depth = 0
    for token in re.compile(r"\"\"\"|'\'\'|\"(?:\\\\.|[^\"\\\\\n])*\"|'[^'\n]*'|#[^\n]*|[\[{]|[\]}]|\n").finditer(
        text, start
    ):
        depth += (token[0] in {"[", "{"}) - (token[0] in {"]", "}"})
        if depth == 0 and token[0] in {"]", "}", "\n"}:
            return token.end()
    return len(text)


def _place(
    name: str, text: str, package: str, written: str, regions: Sequence[tuple[int, int]], after: int
) -> tuple[int, int] | None:
    """Return where a requirement is written, preferably as a string or an item of its own; else where its name is."""
    spelled = re.escape(package).replace(r"\-", "[-_.]")
    spaced = r"\s*".join(re.escape(part) for part in re.findall(r"[\w.*+!-]+|[^\w.*+!-]", written.replace(" ", "")))
    spaced += r"(?![\w-]|\s*[=<>!~,\[])"  # all of it, and not the beginning of another one
    patterns = [rf"(?<=[\"']){spaced}(?=[\"'])", spaced, spelled]
    if name.endswith((".txt", ".in", ".cfg", ".yml", ".yaml")):
        item = r"(?:[\w.-]+::)?" if name.endswith((".yml", ".yaml")) else ""
        begun = rf"^(?:[\w ]*=)?[ \t]*(?:-\s*)?[\"']?{item}"
        patterns = [rf"{begun}(?P<entry>{pattern})" for pattern in (spaced, spelled)] + patterns
    elif name.endswith((".toml", ".lock")) or name == "Pipfile":
        patterns.insert(1, rf"^[ \t]*[\"']?(?P<entry>{spelled})(?=[\"']?\s*(?:=(?!=)|\.))")
    for pattern in patterns:
        compiled = re.compile(rf"(?<![\w.-]){pattern}(?![\w-])", re.IGNORECASE | re.MULTILINE)
        for start, end in regions:
            for match in compiled.finditer(text, max(start, after), end):
                place = match.span("entry") if "entry" in compiled.groupindex else match.span()
                line = text[text.rfind("\n", 0, place[0]) + 1 : place[0]]
                if "#" not in line:
                    return place
    return None


def _pip_section(name: str, text: str) -> int | None:
    """Return where a conda environment begins to name pip's packages; None for what is no conda environment."""
    if not name.endswith((".yml", ".yaml")):
        return None
    section = re.search(r"^\s*-\s*pip\s*:", text, re.MULTILINE)
    return section.end() if section else len(text)


def _python(name: str, text: str) -> SpecifierSet | None:
    """Return the Pythons that a file asks for."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    asked = ""
    if name == "pyproject.toml":
        document = _toml(text)
        project = table(document, "project").get("requires-python")
        poetry = table(document, "tool", "poetry", "dependencies").get("python")
        ranges = [pep440(part) for part in poetry.replace(",", " ").split()] if isinstance(poetry, str) else []
        asked = project if isinstance(project, str) else ",".join(filter(None, ranges))
    elif name == "Pipfile":
        version = table(_toml(text), "requires").get("python_version")
        asked = f"=={version}.*" if isinstance(version, str) else ""
    elif name.endswith((".yml", ".yaml")):
        stated = [entry for entry in conda_requirements(text) if re.match(r"python\s*[=<>!~]", entry)]
        asked = stated[0].removeprefix("python").strip() if stated else ""
    elif name in {"setup.cfg", "setup.py"}:
        given = _PYTHON_REQUIRES.search(text)
        asked = given[1].strip() if given else ""
    try:
        return SpecifierSet(asked) if asked else None
    except InvalidSpecifier:
        return None


_PYTHON_REQUIRES: Final = re.compile(r"""^[^#\n]*?python_requires\s*=\s*["']?([^"'\n#]+)""", re.MULTILINE)
_WRITTEN_PYTHONS: Final = {
    "setup.py": (_PYTHON_REQUIRES,),
    "setup.cfg": (_PYTHON_REQUIRES,),
    "Pipfile": (re.compile(r"""^python_version\s*=\s*["']([^"'\n]+)""", re.MULTILINE),),
    "pyproject.toml": (
        re.compile(r"""^requires-python\s*=\s*["']([^"'\n]+)""", re.MULTILINE),
        re.compile(r"""^python\s*=\s*["']([^"'\n]+)""", re.MULTILINE),
    ),
}
_CONDA_PYTHON: Final = re.compile(r"""^\s*-\s*["']?(?:[\w.-]+::)?python\s*([=<>!~][^"'#\n]*)""", re.MULTILINE)


def _python_span(name: str, text: str) -> tuple[int, int] | None:
    """Return where a file says which Pythons it asks for, in bytes."""
    for pattern in _WRITTEN_PYTHONS.get(name, (_CONDA_PYTHON,)):
        found = pattern.search(text)
        if found:
            start = len(text[: found.start(1)].encode())
            return start, start + len(found[1].rstrip().encode())
    return None


def requirement_files(root: Path) -> list[Path]:
    """Return the files of `root` that may state requirements, lock files first."""
    listed = [root / name for name in REQUIREMENT_FILES]
    pinned = sorted(file for pattern in REQUIREMENT_PATTERNS for file in root.glob(pattern))
    return [file for file in listed + pinned if file.is_file()]


def requirements_in(name: str, text: str) -> Iterator[tuple[Requirement, str]]:
    """Yield the requirements that the file called `name` states, each with how it is written there."""
    try:
        entries = list(written_requirements(name, text))
    except RecursionError:
        return
    yield from _parsed(entries)


def _parsed(entries: Iterable[str]) -> Iterator[tuple[Requirement, str]]:
    """Yield those of some texts that are requirements, each with how it is written."""
    from packaging.requirements import InvalidRequirement, Requirement

    for written in entries:
        stripped = written.split(" #", 1)[0].split(" --", 1)[0].strip().rstrip("\\").strip()
        try:
            requirement = Requirement(stripped)
        except InvalidRequirement:
            continue
        yield requirement, stripped.split(";", 1)[0].strip().replace(" ", "")


def written_requirements(name: str, text: str) -> Iterator[str]:
    """Yield what may be requirements, in PEP 508 form, from the text of the file called `name`."""
    if name == "setup.py":
        yield from strings_of_setup(text)
    elif name == "setup.cfg":
        yield from setup_cfg_requirements(text)
    elif name.endswith((".yml", ".yaml")):
        yield from conda_requirements(text)
    elif name == "Pipfile.lock":
        yield from pipfile_lock_requirements(text)
    elif name.endswith((".lock", ".toml")) or name == "Pipfile":
        yield from toml_requirements(name, text)
    else:
        yield from text.splitlines()


def setup_cfg_requirements(text: str) -> Iterator[str]:
    """Yield the requirements of a setup.cfg."""
    import configparser

    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    if parser.has_section("options"):
        yield from parser.get("options", "install_requires", fallback="").splitlines()
    if parser.has_section("options.extras_require"):
        for _, lines in parser.items("options.extras_require"):
            yield from lines.splitlines()


def strings_of_setup(text: str) -> Iterator[str]:
    """Yield the strings that stand in the lists, tables and requirements of a setup.py, without running it."""
    for string, _ in _strings_of_setup(text):
        yield from string.splitlines()


def _strings_of_setup(text: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """Yield the strings with where they are written; what a name stands for is written where it gets its value."""
    import ast

    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    span = _Spans(text)
    constants: dict[str, tuple[str, ast.expr]] = {}
    other: set[ast.AST] = set()
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and _names_no_requirements(statement.targets):
            other.add(statement.value)
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            value = literal_text(statement.value, constants)
            if value is not None:
                constants[statement.targets[0].id] = value, statement.value
    for node in ast.walk(tree):
        if node in other:
            continue
        candidates: list[ast.expr] = []
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            candidates = node.elts
        elif isinstance(node, ast.Dict):
            candidates = node.values
        elif isinstance(node, ast.keyword) and node.arg in ("install_requires", "setup_requires", "tests_require"):
            candidates = [node.value]
        elif isinstance(node, ast.keyword) and node.arg in ("keywords", "classifiers", "packages"):
            other.add(node.value)
        for candidate in candidates:
            value = literal_text(candidate, constants)
            if value is not None:
                names = [part.id for part in ast.walk(candidate) if isinstance(part, ast.Name)]
                yield value, (span(candidate), *(span(constants[name][1]) for name in names))


def _names_no_requirements(targets: list[ast.expr]) -> bool:
    """Tell whether what gets a value is by its name a list of words, such as `KEYWORDS`."""
    import ast

    names = [target.id.lower() for target in targets if isinstance(target, ast.Name)]
    return any(word in name for name in names for word in ("keyword", "classifier"))


class _Spans:
    """Where the nodes of a program are, in characters of its text."""

    def __init__(self, text: str) -> None:
        self._utf8 = text.encode()
        self._starts = [0]
        for line in self._utf8.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def __call__(self, node: ast.expr) -> tuple[int, int]:
        """Return where a node begins and ends."""
        assert node.end_lineno is not None  # noqa: S101 - a node that was parsed has an end
        assert node.end_col_offset is not None  # noqa: S101 - as above
        start = self._starts[node.lineno - 1] + node.col_offset
        end = self._starts[node.end_lineno - 1] + node.end_col_offset
        before = len(self._utf8[:start].decode())
        return before, before + len(self._utf8[start:end].decode())


def literal_text(node: ast.expr, constants: dict[str, tuple[str, ast.expr]]) -> str | None:
    """Return the text of a string, of a name in `constants`, or of such pieces put together; else None."""
    import ast

    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return constants[node.id][0] if node.id in constants else None
    if isinstance(node, ast.FormattedValue):
        return literal_text(node.value, constants)
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    elif isinstance(node, ast.JoinedStr):
        parts = node.values
    texts = [literal_text(part, constants) for part in parts]
    known = [text for text in texts if text is not None]
    return "".join(known) if known and len(known) == len(texts) else None


def conda_requirements(text: str) -> Iterator[str]:
    """Yield the entries of a conda environment, whose single "=" means a release and all its patches."""
    for line in text.splitlines():
        entry = re.match(r"""\s*-\s*["']?(?:[\w.-]+::)?([\w.-]+)\s*([^"'#]*)""", line)
        if entry is None:
            continue
        name, version = entry[1], entry[2].strip()
        single = re.fullmatch(r"=([\w.*]+)(?:=.*)?", version)
        yield f"{name}=={single[1].rstrip('.*')}.*" if single else f"{name}{version}"


def pipfile_lock_requirements(text: str) -> Iterator[str]:
    """Yield the pins of a Pipfile.lock."""
    import json

    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        return
    for section in ("default", "develop"):
        for name, entry in table(document, section).items():
            yield f"{name}{table(entry).get('version', '')}"


def toml_requirements(name: str, text: str) -> Iterator[str]:
    """Yield the requirements of a pyproject.toml, a Pipfile or a TOML lock file."""
    document = _toml(text)
    if name == "pyproject.toml":
        yield from pyproject_requirements(document)
    elif name == "Pipfile":
        yield from versioned(table(document, "packages"))
        yield from versioned(table(document, "dev-packages"))
    else:
        for package in [*listing(document, "package"), *listing(document, "packages")]:
            entry = table(package)
            yield f"{entry.get('name')}=={entry.get('version')}"


def _toml(text: str) -> object:
    """Return a TOML document, nothing for what is none."""
    from hublint.files import parse_toml

    try:
        return parse_toml(text)
    except (ValueError, RecursionError):
        return {}


def pyproject_requirements(document: object) -> Iterator[str]:
    """Yield the requirements of a pyproject.toml, standard and Poetry's."""
    groups = [listing(document, "project", "dependencies")]
    groups += [listing(entries) for entries in table(document, "project", "optional-dependencies").values()]
    groups += [listing(entries) for entries in table(document, "dependency-groups").values()]
    for group in groups:
        yield from (entry for entry in group if isinstance(entry, str))
    poetry = table(document, "tool", "poetry")
    yield from versioned(table(poetry, "dependencies"))
    yield from versioned(table(poetry, "dev-dependencies"))
    for poetry_group in table(poetry, "group").values():
        yield from versioned(table(poetry_group, "dependencies"))


def versioned(packages: dict[str, object]) -> Iterator[str]:
    """Yield in PEP 508 form the entries of a Poetry or Pipfile table, where several versions are alternatives."""
    for name, value in packages.items():
        entries = value if isinstance(value, list) else [value]
        for entry in entries:
            version = entry if isinstance(entry, str) else table(entry).get("version", "*")
            for alternative in str(version).split("||"):
                ranges = [pep440(part) for part in alternative.replace(",", " ").split()]
                marker = "; python_version > '0'" if len(entries) > 1 or "||" in str(version) else ""
                yield f"{name}{','.join(filter(None, ranges))}{marker}"


def pep440(constraint: str) -> str:
    """Return Poetry's caret, tilde, wildcard and bare versions as PEP 440 writes them."""
    if constraint == "*":
        return ""
    if constraint.startswith("^"):
        major, _, rest = constraint[1:].partition(".")
        ceiling = f"0.{int(rest.split('.')[0]) + 1}" if major == "0" and rest[:1].isdigit() else str_next(major)
        return f">={constraint[1:]},<{ceiling}"
    if constraint.startswith("~") and not constraint.startswith("~="):
        numbers = constraint[1:].split(".")
        ceiling = str_next(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}.{str_next(numbers[1])}"
        return f">={constraint[1:]},<{ceiling}"
    if constraint[:1].isdigit():
        return f"=={constraint}"
    return constraint


def str_next(number: str) -> str:
    """Return the number after `number`, or `number` itself where it is none."""
    return str(int(number) + 1) if number.isdigit() else number


def table(value: object, *keys: str) -> dict[str, object]:
    """Return the table under `keys`, or an empty one where the document is shaped otherwise."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listing(value: object, *keys: str) -> list[object]:
    """Return the list under `keys`, or an empty one where the document is shaped otherwise."""
    if keys:
        value = table(value, *keys[:-1]).get(keys[-1])
    return value if isinstance(value, list) else []


def name_of(requirement: Requirement) -> str:
    """Return the distribution's name in its normal form."""
    from packaging.utils import canonicalize_name

    return canonicalize_name(requirement.name)
