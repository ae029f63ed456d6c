"""`hublint rule`."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import hublint
from hublint import registry
from hublint.catalogue import headline, page
from hublint.cli.help import epilog
from hublint.files import explain, parse_toml
from hublint.session import UsageError

if TYPE_CHECKING:
    import argparse

    from hublint.registry import Registry
    from hublint.rule import Rule

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FAMILY: Final = re.compile(r"([A-Z]{2,}[0-9]*)xx: ")
_SAYING: Final = "a family's docstring begins with its codes, as in `HUB1xx: TensorFlow 1 programs`"
_MODULE: Final = re.compile(r"([a-z]{2,}[0-9]+)_(\w+)\.py")
_CODE: Final = re.compile(r"([A-Z]{2,})([0-9]*)([0-9]{2}|XX)")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "rule",
        help="explain a rule, list all, or begin a new one",
        description="Explain a rule: what it finds, what happens at run time, and what its fix writes. Or list all "
        "rules, or begin a new one.",
        epilog=epilog(
            {
                "hublint rule HUB101": "explain a rule",
                "hublint rule --all": "list all rules, those of rule packs too",
                "hublint rule --new eager-feed --family programs": "begin a rule in a checkout",
            },
            {"0": "printed, or written", "2": "there is no such rule, or an option could not be used"},
        ),
    )
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a code, such as HUB101, or a name")
    parser.add_argument("--all", action="store_true", help="list all rules")
    new = parser.add_argument_group("a new rule, in a checkout of hublint or of a rule pack")
    new.add_argument("--new", metavar="NAME", help="write the rule's file and a first case, which fails")
    new.add_argument("--family", metavar="FOLDER", help="the folder of the pack that it goes to, such as programs")
    new.add_argument(
        "--code", metavar="CODE", help="its code, such as HUB114 (default: the next that is free in the family)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what was asked for and return the exit status."""
    if sum((arguments.rule is not None, arguments.all, arguments.new is not None)) != 1:
        raise UsageError("say which rule, such as HUB101, or --all, or --new NAME")
    if arguments.new is None and (arguments.family is not None or arguments.code is not None):
        raise UsageError("--family and --code go with --new NAME")
    rules = registry.load()
    if arguments.all:
        print(_table(rules), end="")
    elif arguments.new is not None:
        print(_begin(arguments.new, arguments.family, arguments.code, rules), end="")
    else:
        print(page(_find(arguments.rule, rules)), end="")
    return 0


def _find(wanted: str, rules: Registry) -> Rule:
    found = rules.by_code.get(wanted.upper())
    for rule in rules.rules:
        if found is None and rule.name == wanted.lower():
            found = rule
    if found is None:
        import difflib

        names = [*rules.by_code, *(rule.name for rule in rules.rules)]
        near = difflib.get_close_matches(wanted, names, n=1) or difflib.get_close_matches(wanted.upper(), names, n=1)
        hint = f"did you mean {near[0]}?" if near else "`hublint rule --all` lists all"
        raise UsageError(f"no rule is called {wanted!r}; {hint}")
    return found


def _table(rules: Registry) -> str:
    code = max((len(rule.code) for rule in rules.rules), default=0)
    name = max((len(rule.name) for rule in rules.rules), default=0)
    return "".join(
        f"{rule.code:<{code}}  {rule.name:<{name}}  {rule.applicability:<6}  {headline(rule)}\n" for rule in rules.rules
    )


# A new rule.


class Pack(NamedTuple):
    """A checkout that rules live in."""

    root: Path
    package: Path


def _begin(name: str, family: str | None, code: str | None, rules: Registry) -> str:
    """Write the files of a new rule and return what to do next."""
    if _NAME.fullmatch(name) is None:
        raise UsageError(
            f"{name!r} is no name of a rule; write lower-case words with hyphens, such as saved-model-builder"
        )
    pack = _pack(Path.cwd())
    taken = _taken(pack, rules)
    if name in taken:
        raise UsageError(f"there is a rule called {name} already")
    folder, codes = _folder(pack, family)
    code = _free_code(code, folder, codes, taken)
    module = f"{code.lower()}_{name.replace('-', '_')}"
    title = "".join(word.capitalize() for word in name.split("-"))
    files = {
        folder / f"{module}.py": _RULE.format(
            code=code, name=name, title=title, since=".".join(hublint.__version__.split(".")[:2])
        ),
        pack.root / "tests" / "rules" / "cases" / code / "plain_call.py": _CASE.format(code=code),
    }
    for path in files:
        if os.path.lexists(path):
            raise UsageError(f"{_shown(path)} exists already; nothing was written")
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise UsageError(f"{_shown(path)}: cannot be written: {explain(error)}") from error
    rule_file, case_file = map(_shown, files)
    return (
        f"{rule_file}: the rule; say in it what it finds, and what to write instead\n"
        f"{case_file}: its first case, which fails until the rule reports it\n"
    )


def _shown(path: Path) -> str:
    return os.path.relpath(path)


def _pack(start: Path) -> Pack:
    """Return the checkout that a folder lies in: hublint's own, or one whose pyproject.toml declares a rule pack."""
    for root in (start, *start.parents):
        if not (root / "pyproject.toml").is_file():
            continue
        packages = [registry.BUILT_IN, *_declared(root / "pyproject.toml")]
        for package in packages:
            for above in ("rules", ".", "src"):
                folder = root / above / package
                if (folder / "__init__.py").is_file():
                    return Pack(root, folder)
    raise UsageError(
        f"{start} is in no checkout of hublint or of a rule pack; "
        f'a pack\'s pyproject.toml has an entry point in the group "{registry.ENTRY_POINTS}"'
    )


def _declared(file: Path) -> list[str]:
    """Return the packages that a pyproject.toml offers as rule packs."""
    try:
        document: object = parse_toml(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{_shown(file)}: {error}") from error
    for key in ("project", "entry-points", registry.ENTRY_POINTS):
        document = document.get(key, {}) if isinstance(document, dict) else {}
    values = document.values() if isinstance(document, dict) else ()
    return [str(value).partition(":")[0].replace(".", "/") for value in values]


def _taken(pack: Pack, rules: Registry) -> set[str]:
    """Return the codes and names that no new rule may have: those in the checkout, and those of other packs.

    The package that is installed may be another version than the checkout, so what it has does not count.
    """
    taken: set[str] = set()
    for path in pack.package.rglob("*.py"):
        parts = _MODULE.fullmatch(path.name)
        if parts is not None:
            taken |= {parts[1].upper(), parts[2].replace("_", "-")}
    for rule in rules.rules:
        if not f"{type(rule).__module__}.".startswith(f"{pack.package.name}."):
            taken |= {rule.code, rule.name}
    return taken


def _families(pack: Pack) -> dict[str, str]:
    """Return the folders of a pack that hold rules, with how the codes in each begin, as its docstring says."""
    found = {}
    for path in sorted(pack.package.glob("*/__init__.py")):
        codes = _codes_of(path)
        if codes is not None:
            found[path.parent.name] = codes
    return found


def _codes_of(path: Path) -> str | None:
    """Return what the codes begin with where a docstring begins with `HUB1xx: `, None where none does."""
    import ast

    try:
        parts = _FAMILY.match(ast.get_docstring(ast.parse(path.read_bytes())) or "")
    except (OSError, SyntaxError, ValueError) as error:
        raise UsageError(f"{_shown(path)}: cannot be read: {error}") from error
    return parts[1] if parts is not None else None


def _folder(pack: Pack, family: str | None) -> tuple[Path, str | None]:
    """Return the folder that a rule goes to, and what its code begins with, as far as the folder says so."""
    families = _families(pack)
    if family is None and not families:
        return pack.package, _codes_of(pack.package / "__init__.py")
    if family not in families:
        wrong = "--family is missing" if family is None else f"there is no family {family!r}"
        listed = ", ".join(f"{name} ({codes}xx)" for name, codes in families.items())
        raise UsageError(f"{wrong}; this pack has {listed or f'none: {_SAYING}'}")
    return pack.package / family, families[family]


def _free_code(wanted: str | None, folder: Path, codes: str | None, taken: set[str]) -> str:
    """Return the code wanted, or the next that is free in the family whose codes begin with `codes`."""
    if wanted is None:
        if codes is None:
            raise UsageError(f"{_shown(folder)} does not say what its codes are: give --code; {_SAYING}")
        wanted = f"{codes}XX"
    wanted = wanted.upper()
    parts = _CODE.fullmatch(wanted)
    if parts is None:
        raise UsageError(f"{wanted!r} is no code; write letters and three digits, such as HUB114, or HUB1xx")
    family = f"{parts[1]}{parts[2]}"
    if codes is not None and family != codes:
        raise UsageError(f"{wanted} does not fit {folder.name}, whose codes are {codes}01 to {codes}99")
    if parts[3] != "XX":
        if wanted in taken:
            raise UsageError(f"{wanted} is taken; a code is never used again")
        return wanted
    used = {int(code[-2:]) for code in taken if code[:-2] == family and code[-2:].isdigit()} or {0}
    # Behind the last, since a gap may be a code that was retired; a block at the very end leaves the room before it.
    free = max((number + 1 for number in used if number + 1 not in used and number < 99), default=None)
    if free is None:
        raise UsageError(f"no code from {family}01 to {family}99 is free")
    return f"{family}{free:02}"


_RULE = '''\
"""{code}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class {title}(Rule):
    """Say here in one sentence what is wrong.

    Say what happens at run time, with the text of the error.

    Say why the fix is safe, unsafe, or why there is none.
    """

    code = "{code}"
    name = "{name}"
    since = "{since}"
    applicability = "manual"
    severity = "warning"  # "error" where the code certainly raises, "information" where it works
    names = ("tensorflow.name_to_listen_for",)
    examples = (Example(before="import tensorflow as tf\\n\\ntf.name_to_listen_for()\\n"),)
    references = ("https://www.tensorflow.org/api_docs",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the call."""
        del target
        wrong = False  # judge the use here: until then the first case fails
        if wrong:
            yield Draft(use.node, "what is wrong; what to write")
'''

_CASE = """\
# The plain call is reported: the least that {code} has to do.
import tensorflow as tf

tf.name_to_listen_for()  # {code}
"""
