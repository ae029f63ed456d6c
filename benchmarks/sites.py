"""List the TensorFlow 1 exports and loads in folders of code, and what hublint's fixes make of each."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from hublint import engine, registry
from hublint.source.edit import apply
from hublint.source.source import Source, SourceError
from hublint.source.use import argument
from hublint.target import Target, TargetError, parse_target
from hublint.tfapi import verdict
from hublint_rules.symbols.context import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hublint.registry import Registry
    from hublint.rule import Finding
    from hublint.source.edit import Edit

SKIPPED_FOLDERS: Final = ("__pycache__", "node_modules")

# The kinds of sites, by the end of the full name of what is called, in all the modules that ever offered it.
KINDS: Final[dict[str, re.Pattern[str]]] = {
    kind: re.compile(rf"tensorflow(?:_core)?\.(?:.+\.)?(?:{names})")
    for kind, names in {
        "simple_save": r"simple_save",
        "SavedModelBuilder": r"SavedModelBuilder|saved_model\.Builder",
        "add_meta_graph": r"(?:SavedModelBuilder|Builder)\(\)\.add_meta_graph",
        "SavedModel load": r"loader(?:_impl)?\.load|saved_model\.load",
        "import_meta_graph": r"import_meta_graph",
        "export_meta_graph": r"export_meta_graph",
        "import_graph_def": r"import_graph_def",
        "frozen graph": r"convert_variables_to_constants|freeze_graph\.freeze_graph|freeze_graph_with_def_protos",
        "TFLite converter": r"(?:TFLiteConverter|TocoConverter)\.from_\w+",
        "estimator export": r"(?:Final|Latest|Best)Exporter|\(\)\.export_saved_?model|export_all_saved_models",
    }.items()
}

# What a name must end in to be looked at.
LEAVES: Final = frozenset(
    [
        "simple_save", "SavedModelBuilder", "Builder", "add_meta_graph", "load", "import_meta_graph",
        "export_meta_graph", "import_graph_def", "convert_variables_to_constants", "freeze_graph",
        "freeze_graph_with_def_protos", "from_session", "from_frozen_graph", "from_saved_model",
        "from_keras_model_file", "FinalExporter", "LatestExporter", "BestExporter", "export_savedmodel",
        "export_saved_model", "experimental_export_all_saved_models",
    ]
)  # fmt: skip
# Methods that only an estimator has: where nothing tells what they are called on, it is one.
ESTIMATOR_METHODS: Final = frozenset(
    ["export_savedmodel", "export_saved_model", "experimental_export_all_saved_models"]
)
WORTH_READING: Final = re.compile(rb"\b(?:%s)\b" % "|".join(sorted(LEAVES)).encode())

# A private name that hublint's table does not have: the tool is in TensorFlow 2.21 as it was.
SHIPPED: Final = "tensorflow.python.tools.freeze_graph."
# A Keras model is in the session of Keras 2 only where nothing runs eagerly: elsewhere what is written is empty.
GRAPH_MODE: Final = re.compile(r"\bdisable_(?:v2_behavior|eager_execution)\(")
# The session of Keras 2, and where each kind of site is told its session.
KERAS_SESSION: Final = re.compile(r"(?!tf_keras\b).*\bkeras\b.*\bget_session\(\)")
SESSIONS: Final = {
    "simple_save": (0, "session"),
    "frozen graph": (0, "sess"),
    "TFLite converter": (0, "sess"),
}

Route = Literal[
    "1 function", "2 wrap_function", "3 imported graph", "4 Keras model", "5 compat.v1", "runs already", "refused"
]
ROUTES: Final[tuple[Route, ...]] = get_args(Route)
AUTOMATIC: Final = ROUTES[:5]

# How a rewrite is told: by what its fix writes, the first that is found. What writes a model by Keras's own export may
# hold a function as well, and what imports a graph wraps it.
WRITTEN: Final[tuple[tuple[Route, re.Pattern[str]], ...]] = (
    ("4 Keras model", re.compile(r"\.export\(|\bExportArchive\b|\bfrom_keras_model\b|\bKeras model\b")),
    (
        "3 imported graph",
        re.compile(
            r"\bwrap_function\b(?s:.)*\bimport_(?:meta_graph|graph_def)\b"
            r"|\bimport_(?:meta_graph|graph_def)\b(?s:.)*\bwrap_function\b"
            r"|\bsaved_model\.load(?:_v2)?\("
        ),
    ),
    ("2 wrap_function", re.compile(r"\bwrap_function\b")),
    ("1 function", re.compile(r"\btf\.function\b|@\w+(?:\.\w+)*\.function\b|\bConcreteFunction\b|\bconcrete_function")),
    ("4 Keras model", re.compile(r"\bsaved_model\.save\(")),
)

DEFINITION: Final = """\
A site is a call of TensorFlow 1's: simple_save, the constructor of a builder, add_meta_graph (each further tag set of a
builder), loader.load or a load that is given a session, import_meta_graph, export_meta_graph, import_graph_def,
convert_variables_to_constants, freeze_graph, the constructors of a TFLite converter that TensorFlow 2 lacks, an
estimator's export method or exporter; names are what hublint's own `Source` resolves them to.

Routes 1 to 4: the call is gone, and what the fix wrote in its place tells the route: a tf.function; a graph that is
built by wrap_function; an imported graph, by wrap_function or tf.saved_model.load; a Keras model's own export.
5 compat.v1: the call is still there under a name that TensorFlow 2.21 has, and a fix wrote that name. Runs already: so
it was written. Refused: the call is still there, and TensorFlow 2.21 cannot do it, because the name does not exist or
because the session is that of Keras 2, which Keras 3 has not, and which is empty in a program that runs eagerly."""


class SitesError(Exception):
    """What stops the count; its text is one sentence."""


class Site(NamedTuple):
    """A call in one version of a file, with the byte offsets of the call and of the end of what is called.

    `keras_session` tells that it exports what the session of Keras 2 holds, which Keras 3 has not.
    """

    kind: str
    names: frozenset[str]
    start: int
    callee: int
    end: int
    keras_session: bool


class Judged(NamedTuple):
    """What became of a site: the route, the reason that hublint gives for no better one, and what it did."""

    file: str
    line: int
    kind: str
    call: str
    route: Route
    reason: str
    message: str


class Followed:
    """A site on its way through the passes.

    Attributes:
        first: the site in the file as it was.
        now: where it is; None once a fix has written something else in its place.
        told: the last finding that was about the call itself.
        moved: the last finding whose fix replaced the statement that holds the call.
    """

    def __init__(self, site: Site) -> None:
        """Begin with the file as it is."""
        self.first = site
        self.now: Site | None = site
        self.told: Finding | None = None
        self.moved: Finding | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Count what the command line asks for, print the tables, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="a folder with Python files, only read")
    parser.add_argument(
        "--target", default="tf=2.21,level=native", help="what the code is to run on (default tf=2.21,level=native)"
    )
    parser.add_argument("--top", type=int, default=30, metavar="N", help="how many reasons to list (default 30)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every site, with its file and line")
    options = parser.parse_args(arguments)
    try:
        target = parse_target(options.target)
        sites, files, unread = measure(options.folders, target)
    except (SitesError, TargetError) as error:
        print(f"sites: {error}", file=sys.stderr)
        return 2
    print(report(sites, files, unread, options.top))
    if options.json is not None:
        document = {
            "target": str(target),
            "files": files,
            "unread": unread,
            "sites": [site._asdict() for site in sites],
        }
        options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 0


def measure(folders: Iterable[Path], target: Target) -> tuple[list[Judged], int, list[str]]:
    """Judge the sites in some folders; return them, how many files were looked at, and those that do not parse."""
    rules = registry.load()
    found: list[Judged] = []
    unread: list[str] = []
    files = 0
    for folder in folders:
        if not folder.is_dir():
            raise SitesError(f"{folder}: is not a folder")
        for path in python_files(folder):
            files += 1
            data = path.read_bytes()
            if b"tensorflow" not in data or WORTH_READING.search(data) is None:
                continue
            name = str(path.relative_to(folder))
            try:
                found += judge(data, name, rules, target)
            except SourceError:
                unread.append(name)
    return found, files, unread


def python_files(folder: Path) -> Iterator[Path]:
    """Yield the Python files of a folder in order."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".py") and Path(here, name).is_file():
                yield Path(here, name)


def judge(data: bytes, name: str, rules: Registry, target: Target) -> Iterator[Judged]:
    """Yield the sites of a file with what becomes of them."""
    source = Source(data)
    sites = list(find(source))
    if not sites:
        return
    fixed = engine.fix(data, rules, filename=name, target=lambda: target, unsafe=True)
    followed = [Followed(site) for site in sites]
    for at, one in enumerate(fixed.passes):
        after = fixed.passes[at + 1].data if at + 1 < len(fixed.passes) else fixed.data
        follow(followed, one, after)
    for traced in followed:
        site = traced.first
        row = source.text.position(site.start)[0]
        call = source.text.utf8[site.start : site.callee].decode()
        route, reason, message = outcome(traced, fixed, target)
        if route == "refused" and not reason:
            reason = unreported(source, site)
        yield Judged(name, row, site.kind, "".join(call.split()), route, reason, message)


# Finding the sites.


def find(source: Source) -> Iterator[Site]:
    """Yield the sites in a file, in order."""
    found: set[Site] = set()
    for node, scope in source.uses(LEAVES):
        call = source.index.calls.get(node)
        if call is None:
            continue
        names = source.resolve(node, scope)
        kind = None if is_own(source, node) else kind_of(node, names, call)
        if kind is not None:
            start, end = source.span(call)
            found.add(Site(kind, names, start, source.span(node)[1], end, has_keras_session(source, kind, call)))
    yield from sorted(found, key=lambda site: site[2:])


def kind_of(node: ast.expr, names: frozenset[str], call: ast.Call) -> str | None:
    """Return the kind of site that a call is; None if it is none, or TensorFlow 2's own."""
    leaf = node.attr if isinstance(node, ast.Attribute) else ""
    ours = sorted(name for name in names if name.startswith("tensorflow"))
    if leaf in ESTIMATOR_METHODS and (ours or not names):
        keras = any("keras" in name or "contrib.saved_model" in name for name in ours)
        return None if keras else "estimator export"
    kind = next((kind for kind, pattern in KINDS.items() for name in ours if pattern.fullmatch(name)), None)
    if kind == "SavedModel load" and not takes_session(call):
        return None
    if kind == "TFLite converter" and all(is_new_converter(name, call) for name in ours):
        return None
    return kind


def is_own(source: Source, node: ast.expr) -> bool:
    """Tell whether a method is called on an object whose class the file itself defines."""
    value = node.value if isinstance(node, ast.Attribute) else node
    if not isinstance(value, ast.Name) or value.id in {"self", "cls"}:
        return isinstance(value, ast.Name)
    owner = source.scope(value).owner(value.id)
    made = [one.value for one in owner.bindings[value.id]] if owner is not None else []
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and any(source.definitions(one.func))
        for one in made
    )


def has_keras_session(source: Source, kind: str, call: ast.Call) -> bool:
    """Tell whether the session that a call exports is that of Keras 2."""
    told: ast.expr | None = None
    if kind in SESSIONS:
        told = argument(call, *SESSIONS[kind])
    elif kind == "SavedModelBuilder":
        # What a builder exports is told by the first graph that is added, in the same function.
        scope = source.scope(call)
        for node in source.index.calls:
            if isinstance(node, ast.Attribute) and node.attr == "add_meta_graph_and_variables":
                told = argument(source.index.calls[node], 0, "sess") if source.scope(node) is scope else told
    return told is not None and any(KERAS_SESSION.fullmatch(name) for name in source.resolve(told))


def takes_session(call: ast.Call) -> bool:
    """Tell whether a call of `saved_model.load` is that of TensorFlow 1, whose first argument is a session."""
    given = {keyword.arg for keyword in call.keywords}
    if "sess" in given or (call.args and "export_dir" in given):
        return True
    third = argument(call, 2, "export_dir")
    return third is not None and len(call.args) + len(given) > 2 and "options" not in given


def is_new_converter(name: str, call: ast.Call) -> bool:
    """Tell whether TensorFlow 2 makes a converter in the same way: of a SavedModel that is converted as it is."""
    new = {"signature_keys", "tags"}
    plain = len(call.args) <= 1 and all(keyword.arg in new | {"saved_model_dir"} for keyword in call.keywords)
    return name.endswith("lite.TFLiteConverter.from_saved_model") and "contrib" not in name and plain


# Following them.


def follow(followed: Iterable[Followed], one: engine.Pass, after: bytes) -> None:
    """Take the sites through one pass of fixes, whose result is `after` but for the imports that were cleaned up."""
    before = Source(one.data)
    edits = sorted({edit for finding in one.applied if finding.fix is not None for edit in finding.fix.edits})
    changed = Source(before.text.encode(apply(before.text.utf8, edits)))
    there, cleaned = list(find(changed)), list(find(Source(after)))
    if len(there) != len(cleaned):
        # Only imports are cleaned up, and only unused ones.
        raise SitesError("a clean-up of imports changed what the calls of a file stand for")
    by_start = {site.start: at for at, site in enumerate(there)}
    taken: set[int] = set()
    waiting: list[tuple[Followed, Finding]] = []
    for traced in followed:
        site = traced.now
        if site is None:
            continue
        finding = next((f for f in one.applied if site.start <= f.start and f.end <= site.callee), None)
        traced.told = finding or traced.told
        replaced = next((f for f in one.applied if any(covers(edit, site) for edit in edits_of(f))), None)
        at = by_start.get(shifted(site.start, edits)) if replaced is None else None
        if at is None or there[at].kind != site.kind:
            traced.now = None
            waiting += [(traced, replaced or finding or one.applied[0])]
        else:
            taken.add(at)
            traced.now = cleaned[at]
    for traced, cause in waiting:
        # A fix that writes a statement anew may write the call again.
        traced.moved = cause
        spans = [written(edit, edits) for edit in edits_of(cause)]
        for at, site in enumerate(there):
            if at not in taken and site.kind == traced.first.kind and any(a <= site.start < b for a, b in spans):
                taken.add(at)
                traced.now = cleaned[at]
                break


def edits_of(finding: Finding) -> tuple[Edit, ...]:
    """Return the edits that a finding's fix makes."""
    return finding.fix.edits if finding.fix is not None else ()


def covers(edit: Edit, site: Site) -> bool:
    """Tell whether an edit replaces the whole of a call."""
    return edit.start <= site.start and site.end <= edit.end


def shifted(offset: int, edits: Iterable[Edit]) -> int:
    """Return where an offset is after some edits, none of which begins before it and ends behind it."""
    return offset + sum(
        len(edit.replacement.encode()) - (edit.end - edit.start)
        for edit in edits
        if edit.end <= offset and (edit.start < offset or edit.start == edit.end)
    )


def written(edit: Edit, edits: Iterable[Edit]) -> tuple[int, int]:
    """Return where in the new text the replacement of an edit begins and ends."""
    begin = shifted(edit.start, [other for other in edits if other < edit])
    return begin, begin + len(edit.replacement.encode())


# Judging them.


def outcome(traced: Followed, fixed: engine.Fixed, target: Target) -> tuple[Route, str, str]:
    """Return the route that a site took, why it took no better one, and what the fix said of itself."""
    text = "".join(edit.replacement for edit in edits_of(traced.moved)) if traced.moved is not None else ""
    message = traced.moved.fix.message if traced.moved is not None and traced.moved.fix is not None else ""
    route = next((route for route, pattern in WRITTEN if pattern.search(text) or pattern.search(message)), None)
    if traced.now is None:
        # Whatever else takes a call's place is code that TensorFlow 2 runs.
        return route or "1 function", "", message
    site = traced.now
    if route is not None and "wrap_function" in text:
        return route, "", message
    remaining = [f for f in fixed.checked.findings if site.start <= f.start and f.end <= site.callee]
    told = remaining or ([traced.told] if traced.told is not None else [])
    reason = next((finding.note for finding in told if finding.note), "")
    after = fixed.data.decode(errors="replace")
    if site.keras_session and (target.in_file(after).keras3 or GRAPH_MODE.search(after) is None):
        return "refused", reason or "the model is not in the session that Keras gives", message
    if not any(can_run(site.kind, name, target) for name in site.names):
        return "refused", reason or "; ".join(finding.message for finding in remaining), message
    if site.names == traced.first.names and traced.told is None and traced.moved is None:
        return "runs already", reason, message
    made = traced.told.fix.message if traced.told is not None and traced.told.fix is not None else message
    return "5 compat.v1", reason, made


def unreported(source: Source, site: Site) -> str:
    """Return why hublint says nothing of a call that the target cannot do; nothing where that is not to be seen."""
    if any(guarded(source, node) for node in source.index.calls if source.span(node) == (site.start, site.callee)):
        return "the code asks which TensorFlow it runs on, and so is left as it is"
    bases = {name.partition("()")[0] for name in site.names}
    # The table has no methods: the class that they belong to is enough.
    there = any(verdict.known(name) or verdict.known(name.rpartition(".")[0]) for name in bases)
    return "" if there or not bases else "no TensorFlow has had this name"


def can_run(kind: str, name: str, target: Target) -> bool:
    """Tell whether the target has a function under a name, and means by it what TensorFlow 1 meant."""
    base = name.partition("()")[0]
    if kind == "estimator export":
        return verdict.exists("tensorflow.compat.v1.estimator.Estimator", target)
    if kind in {"SavedModel load", "TFLite converter"}:
        # TensorFlow 2 has something else under the plain names.
        base = base.rpartition(".")[0] if kind == "TFLite converter" else base
        return ".compat.v1." in base and verdict.exists(base, target)
    return base.startswith(SHIPPED) or verdict.exists(base, target)


# Reporting.


def report(sites: Sequence[Judged], files: int, unread: Sequence[str], top: int) -> str:
    """Return what was found, with the tables in Markdown."""
    holding = len({site.file for site in sites})
    lines = [f"{files:,} files, {len(sites):,} sites in {holding:,} of them.", "", DEFINITION, "", *table(sites)]
    if unread:
        lines += ["", f"Left out: {len(unread)} files that do not parse."]
    for title, routes in (
        ("Why the graph is kept", ("5 compat.v1", "runs already")),
        ("Why a site is refused", ("refused",)),
    ):
        lines += ["", *reasons(title, [site for site in sites if site.route in routes], top)]
    return "\n".join(lines)


def table(sites: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of the table of kinds and routes."""
    yield f"| kind of site | {' | '.join(ROUTES)} | all | automatic |"
    yield f"|---|{'---:|' * (len(ROUTES) + 2)}"
    for kind in (*KINDS, ""):
        of_kind = [site for site in sites if kind in {site.kind, ""}]
        if not of_kind:
            continue
        counts = Counter(site.route for site in of_kind)
        automatic = sum(counts[route] for route in AUTOMATIC)
        cells = " | ".join(f"{counts[route]:,}" for route in ROUTES)
        share = f"{automatic / (len(of_kind) - counts['runs already'] or 1):.0%}"
        yield f"| {kind or 'all'} | {cells} | {len(of_kind):,} | {share} |"
    yield ""
    yield "automatic: routes 1 to 5, of the sites that do not run already."


def reasons(title: str, sites: Sequence[Judged], top: int) -> Iterator[str]:
    """Yield the lines of a table of reasons; numbers of lines are left out, so that equal ones are counted together."""
    plain: Callable[[str], str] = lambda reason: re.sub(r"\blines? \d+", "line N", reason).replace("|", "\\|")  # noqa: E731 - one use
    counts = Counter(plain(site.reason) or "(no reason is given)" for site in sites)
    yield f"### {title}"
    yield ""
    yield f"{len(sites):,} sites, {len(counts):,} reasons."
    yield ""
    yield "| sites | reason |"
    yield "|---:|---|"
    for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]:
        yield f"| {count:,} | {reason} |"


if __name__ == "__main__":
    sys.exit(main())
