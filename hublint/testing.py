"""For authors of rule packs: run a rule on some code, check its example, check a case file.

A case file shows one thing that a rule does:

    # Why this case exists, in a sentence or two.
    # target: tf=2.15
    # select: HUB101
    # ignore: HUB514

    import tensorflow as tf
    sess = tf.Session()  # HUB101

    # output

    import tensorflow as tf
    sess = tf.compat.v1.Session()

The comment block at the top is for the reader; `# target:`, `# select:`, `# ignore:` and `# note:` in it are optional.
Each `# note:` is the reason that some finding gives for having no fix; where there is one, all reasons must be there.
The lines that a reason names are those of the case file. The comments that name codes are what is expected on their
lines, once for each finding. The block and these comments are taken out before the code is checked, so that the output
is what an owner of such code would see. What is still reported in the output is marked there in the same way. A case
without `# output` is one whose code no fix changes.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from hublint import engine
from hublint.registry import Registry, load
from hublint.rule import Finding, Severity, Tag, Target
from hublint.target import parse_target

if TYPE_CHECKING:
    from hublint.rule import Example, Rule

__all__ = ["check_case", "check_example", "run"]

_MARKER = re.compile(r"[ \t]*#[ \t]*([A-Z]{2,}[0-9]{3,}(?:[, \t]+[A-Z]{2,}[0-9]{3,})*)[ \t]*(?=[\r\n]|$)")
_OPTION = re.compile(r"#[ \t]*(target|select|ignore|note):[ \t]*(.*?)[ \t]*$")
_NAMED_LINE = re.compile(r"\bline (\d+)")
_OUTPUT = re.compile(r"^# output[ \t]*(?:\r\n|\n|\r)", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def run(rule: Rule, code: str | bytes, target: str | None = None, filename: str | None = None) -> list[Finding]:
    """Return what a rule reports in some code, in the order of the lines.

    Args:
        rule: the rule, which is run alone.
        code: the text of a file.
        target: as on the command line (`"tf=2.15"`); None stands for the newest.
        filename: the name of the file, if it is no Python program.

    Returns:
        The findings of the rule.
    """
    checked = engine.check(_bytes(code), _alone(rule), path=_path(filename), target=lambda: _target(target))
    return [finding for finding in checked.findings if finding.code == rule.code]


def check_example(rule: Rule, example: Example) -> None:
    """Check that a rule reports an example, and that its fix makes of it exactly what the example says.

    The rule is run alone. What comes out must parse, hold no finding of the rule, and stay as it is when it is fixed
    again. An example without `after` must have no fix at all. Where the card says that what is marked is a deprecated
    name, the findings have to mark names.

    Raises:
        AssertionError: if one of these is not so; the text tells which and shows the difference.
    """
    before = example.before.encode()
    where = f"the example of {rule.code}"
    findings = run(rule, before, example.target, example.filename)
    if not findings:
        raise AssertionError(f"{where} is not reported by it:\n{example.before}")
    _check_card(rule, [before[finding.start : finding.end].decode() for finding in findings])
    fixed = _fix(before, _alone(rule), example.target, example.filename)
    if example.after is None:
        offered = [finding for finding in findings if finding.fix is not None]
        if offered or fixed != before:
            text = _diff(example.before, fixed.decode(), "before", "after its fix")
            raise AssertionError(f"{where} has no `after`, but a fix:\n{text}")
        return
    if fixed.decode() != example.after:
        reasons = "".join(f"\n{finding.location.row}: {finding.note}" for finding in findings if finding.note)
        text = _diff(example.after, fixed.decode(), "after, as the example says", "after the fix")
        raise AssertionError(f"{where} is fixed otherwise than it says:\n{text}{reasons}")
    if example.filename is None:
        _check_parses(fixed, f"{where}, fixed,")
    left = run(rule, fixed, example.target, example.filename)
    if left:
        raise AssertionError(f"{where} is still reported after its fix:\n{_listed(left)}\n{example.after}")
    _check_stable(fixed, _alone(rule), example.target, where, example.filename)


def check_case(path: Path, registry: Registry) -> None:
    """Check a case file: every finding is expected, every expected one is found, and the fixes give the output.

    All rules of `registry` are run, or those that the case selects, and all fixes are applied, the unsafe ones too.
    Unless a file that cannot be parsed is what the case is about, its code must be valid Python. A case whose name ends
    with another than `.py` is checked under that name: `false_alarm_pinned.requirements.txt`.

    Raises:
        AssertionError: if one of these is not so, or the file is not written as a case; the text tells what to do.
    """
    case = _read_case(path, registry)
    if case.select or case.ignore:
        registry = registry.select(case.select or ("ALL",), case.ignore)
    data = case.code.encode()
    _check_findings(case, registry)
    if case.notes:
        _check_notes(case, registry)
    if path.parent.name != engine.CANNOT_PARSE and case.filename is None:
        _check_parses(data, f"{path}: the code of the case")
    fixed = _fix(data, registry, case.target, case.filename)
    wanted = case.code if case.output is None else case.output.code
    if fixed.decode() != wanted:
        what = "the fixes change the code, but there is no `# output`" if case.output is None else "not the output"
        text = _diff(wanted, fixed.decode(), "as the case says", "after the fixes")
        findings = _found(case, registry)
        reasons = "".join(f"\n{f.location.row + case.skipped}: {f.code}: {f.note}" for f in findings if f.note)
        raise AssertionError(f"{path}: {what}:\n{text}{reasons}")
    if case.output is not None:
        if case.filename is None:
            _check_parses(fixed, f"{path}: the output")
        _check_findings(case.output, registry)
        _check_stable(fixed, registry, case.target, str(path), case.filename)


class _Case(NamedTuple):
    """Code with what is expected in it; `skipped` lines stand above it in the file."""

    path: Path
    code: str
    expected: list[tuple[int, str]]
    skipped: int
    target: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    output: _Case | None = None

    @property
    def filename(self) -> str | None:
        """The name of a file that is no Python program."""
        return None if self.path.suffix == ".py" else self.path.name


def _check_card(rule: Rule, marked: list[str]) -> None:
    """Check how a rule says that editors show its findings, given the code that some of them mark."""
    if rule.severity not in get_args(Severity):
        known = ", ".join(map(repr, get_args(Severity)))
        raise AssertionError(f"{rule.code} has the severity {rule.severity!r}; write one of {known}")
    unknown = [tag for tag in rule.tags if tag not in get_args(Tag)]
    if unknown or not isinstance(rule.tags, tuple):
        known = ", ".join(map(repr, get_args(Tag)))
        raise AssertionError(f"{rule.code} has the tags {rule.tags!r}; write a tuple of {known}")
    if "deprecated" in rule.tags:
        for code in marked:
            if not all(part.isidentifier() for part in code.split(".")):
                raise AssertionError(f"{rule.code} has the tag 'deprecated' and marks no name alone: {code}")


def _found(case: _Case, registry: Registry) -> list[Finding]:
    code, path = case.code.encode(), _path(case.filename)
    return engine.check(code, registry, path=path, target=lambda: _target(case.target)).findings


def _read_case(path: Path, registry: Registry) -> _Case:
    text = path.read_bytes().decode()
    lines = _LINE.findall(text)
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    sentences = []
    options: dict[str, str] = {}
    notes: list[str] = []
    for line in lines[:head]:
        option = _OPTION.match(line.rstrip())
        if option is not None and option[1] == "note":
            notes.append(option[2])
        elif option is not None:
            options[option[1]] = option[2]
        else:
            sentences.append(line.lstrip("#").strip())
    if not any(sentences):
        raise AssertionError(f"{path}: begin with a comment that says why the case exists, and a blank line behind it")
    body = "".join(lines[head:])
    parts = list(_OUTPUT.finditer(body))
    if len(parts) > 1:
        raise AssertionError(f"{path}: `# output` stands in it {len(parts)} times")
    target = options.get("target")
    output = None
    if parts:
        above = body[: parts[0].end()]
        output = _read_code(path, body[parts[0].end() :], head + len(_LINE.findall(above)), registry)
        output = output._replace(target=target)
        body = body[: parts[0].start()]
    case = _read_code(path, body, head, registry)
    if output is not None and output.code == case.code:
        raise AssertionError(f"{path}: the output is the code itself; leave `# output` out")
    select, ignore = (tuple(filter(None, re.split(r"[,\s]+", options.get(key, "")))) for key in ("select", "ignore"))
    return case._replace(target=target, select=select, ignore=ignore, notes=tuple(notes), output=output)


def _read_code(path: Path, text: str, skipped: int, registry: Registry) -> _Case:
    """Read a part of a case: blank lines round it do not count, and its markers are taken out."""
    lines = _LINE.findall(text)
    while lines and not lines[0].strip():
        del lines[0]
        skipped += 1
    while lines and not lines[-1].strip():
        del lines[-1]
    expected: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        marker = _MARKER.search(line)
        if marker is None:
            continue
        codes = re.split(r"[,\s]+", marker[1])
        unknown = [code for code in codes if code not in registry.known]
        if unknown:
            raise AssertionError(f"{path}:{skipped + at + 1}: there is no rule {unknown[0]}")
        expected += ((skipped + at + 1, code) for code in codes)
        lines[at] = line[: marker.start()] + line[marker.end() :]
    return _Case(path, "".join(lines), expected, skipped)


def _check_findings(case: _Case, registry: Registry) -> None:
    findings = _found(case, registry)
    found = Counter((finding.location.row + case.skipped, finding.code) for finding in findings)
    expected = Counter(case.expected)
    if found == expected:
        return
    complaints = [f"{case.path}: what is found is not what the comments expect"]
    for row, code in sorted((expected - found).elements()):
        complaints.append(f"  {case.path}:{row}: {code} is expected and not found: a missed alarm")
    messages = {(finding.location.row + case.skipped, finding.code): finding.message for finding in findings}
    for row, code in sorted((found - expected).elements()):
        message = messages[row, code]
        complaints.append(f"  {case.path}:{row}: {code} is found and not expected ({message}): a false alarm?")
    raise AssertionError("\n".join(complaints))


def _check_notes(case: _Case, registry: Registry) -> None:
    findings = _found(case, registry)

    def in_the_case(match: re.Match[str]) -> str:
        return f"line {int(match[1]) + case.skipped}"

    found = {_NAMED_LINE.sub(in_the_case, finding.note) for finding in findings if finding.note}
    if found != set(case.notes):
        text = _diff("\n".join(sorted(case.notes)), "\n".join(sorted(found)), "as the case says", "as it is given")
        raise AssertionError(f"{case.path}: other reasons for having no fix than the case says:\n{text}")


def _check_stable(
    fixed: bytes, registry: Registry, target: str | None, where: str, filename: str | None = None
) -> None:
    again = _fix(fixed, registry, target, filename)
    if again != fixed:
        text = _diff(fixed.decode(), again.decode(), "fixed once", "fixed twice")
        raise AssertionError(f"{where}: fixing it a second time changes it again:\n{text}")


def _check_parses(data: bytes, what: str) -> None:
    try:
        ast.parse(data)
    except SyntaxError as error:
        line = data.decode().splitlines()[(error.lineno or 1) - 1 :][:1]
        raise AssertionError(f"{what} is not valid Python: {error.msg} in {line}") from None


def _alone(rule: Rule) -> Registry:
    """Return the registry with this rule only; all rules, where the engine itself reports what the rule speaks of."""
    if not rule.packages and all(name == "*" for name in rule.names):
        everything = load()
        return everything if rule.code in everything.by_code else Registry([*everything.rules, rule])
    return Registry([rule])


def _fix(data: bytes, registry: Registry, target: str | None, filename: str | None = None) -> bytes:
    return engine.fix(data, registry, path=_path(filename), target=lambda: _target(target), unsafe=True).data


def _path(filename: str | None) -> Path | None:
    return None if filename is None else Path(filename)


def _target(text: str | None) -> Target:
    return Target.newest() if text is None else parse_target(text)


def _bytes(code: str | bytes) -> bytes:
    return code.encode() if isinstance(code, str) else code


def _diff(one: str, other: str, name: str, other_name: str) -> str:
    """Return the difference as lines; what a line ends with is shown where it is not the plain newline."""
    lines = difflib.unified_diff(_shown(one), _shown(other), name, other_name, lineterm="")
    return "\n".join(lines)


def _shown(text: str) -> list[str]:
    shown = []
    for line in _LINE.findall(text):
        bare = line.rstrip("\r\n")
        end = line[len(bare) :]
        shown.append(bare if end == "\n" else bare + (f"  <{end!r}>" if end else "  <no newline at the end>"))
    return shown


def _listed(findings: list[Finding]) -> str:
    return "\n".join(f"  line {finding.location.row}: {finding.code} {finding.message}" for finding in findings)
