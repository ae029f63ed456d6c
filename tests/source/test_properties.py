"""What must hold for any program: Hypothesis writes them."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING, Any

import libcst as cst
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from libcst.metadata import MetadataWrapper, PositionProvider, QualifiedNameProvider, QualifiedNameSource

from hublint import engine, registry
from hublint.registry import Registry
from hublint.rule import Draft, Edit, Example, Fix, Rule, Target
from hublint.source.edit import apply
from hublint.source.source import Source
from hublint.source.types import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Use

REGISTRY = registry.load()
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
# One character of each sort that has broken an editor: wide, combining, outside the first plane, line separators.
CHARACTERS = st.text(st.sampled_from("aé模́🙂\f\v\u2028\x85 #\"'\\{}"), max_size=6)

SNIPPETS = (
    "x = tf.placeholder(tf.float32, [None])",
    "x = tf.compat.v1.placeholder(tf.float32, shape=[], name='x')",
    "y = tf.add(x, 1)",
    "with tf.Session() as sess:\n    sess.run(y, {x: 1.0})",
    "with tf.Session(graph=tf.Graph()) as sess:\n    pass",
    "sess = tf.compat.v1.Session(config=None)",
    "sess.run(tf.global_variables_initializer())",
    "tf.saved_model.simple_save(sess, 'out', inputs={'x': x}, outputs={'y': y})",
    "builder = tf.saved_model.builder.SavedModelBuilder('out')",
    "builder.add_meta_graph_and_variables(sess, [tf.saved_model.tag_constants.SERVING],\n    signature_def_map={})",
    "builder.save()",
    "sig = tf.saved_model.signature_def_utils.predict_signature_def(inputs={'x': x}, outputs={'y': y})",
    "sig = tf.saved_model.predict_signature_def({'x': x}, {'y': y})",
    "model = tf.keras.Sequential([tf.keras.layers.Dense(1)])",
    "model.save('out')",
    "model.save('out', save_format='tf')",
    "tf.saved_model.save(model, 'out')  # hublint: ignore[HUB401]",
    "def f(tf):\n    return tf.placeholder(1)",
    "class M(tf.keras.Model):\n    def export(self, path):\n        self.save(path)",
    "import os; x = tf.placeholder(tf.int32)  # noqa: HUB102",
    "if x: tf.placeholder(tf.int32)",
    "import tensorflow.compat.v1 as tf",
    "from tensorflow import *",
    '"""A text: tf.placeholder(1)"""',
    "# hublint: ignore[HUB102]",
    "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None",
)

EXPORT = (
    "with tf.Graph().as_default() as g:",
    "    with tf.compat.v1.Session(graph=g) as sess:",
    "        x = tf.compat.v1.placeholder(tf.float32, [], name='x')",
    "        y = x + 2",
    "        tf.compat.v1.saved_model.simple_save(sess, 'out', {'x': x}, {'y': y})",
)


def fix(data: bytes, rules: Registry = REGISTRY) -> engine.Fixed:
    return engine.fix(data, rules, target=Target.newest, unsafe=True)


class ToB(Rule):
    """Writes `tf.b` for `tf.a`."""

    code = "HUB101"
    name = "to-b"
    since = "0.1"
    applicability = "safe"
    names = ("tensorflow.a",)
    examples = (Example("x"),)
    references = ("https://example.org/",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use."""
        del target
        yield Draft(use.node, "a; write b", lambda: Fix("safe", "b", (Edit(*use.source.span(use.node), "tf.b"),)))


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5), st.text(max_size=3))))
def test_applying_edits_changes_no_byte_outside_them(data: bytes, drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, length, text in sorted(drawn):
        if (not edits or (start >= edits[-1].end and start > edits[-1].start)) and start + length <= len(data):
            edits.append(Edit(start, start + length, text))
    changed = apply(data, reversed(edits))
    at = into = 0
    for edit in edits:
        kept = edit.start - at
        assert changed[into : into + kept] == data[at : edit.start]
        replacement = edit.replacement.encode()
        assert changed[into + kept : into + kept + len(replacement)] == replacement
        at, into = edit.end, into + kept + len(replacement)
    assert changed[into:] == data[at:]


@given(
    st.lists(st.tuples(st.sampled_from(["tf.a", "tf.c", "f(tf.a)"]), CHARACTERS), max_size=8),
    NEWLINES,
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "shift_jis", "euc-jp", "cp1252", "gbk"]),
)
def test_a_fix_changes_no_byte_outside_its_span(lines: list[tuple[str, str]], newline: str, encoding: str) -> None:
    head = [f"# coding: {encoding}", "import tensorflow as tf", "tf.kept"]
    code = newline.join([*head, *(f"{text!r}; {use}; {text!r}" for use, text in lines), ""])
    try:
        data = code.encode(encoding)
        assume(data.decode(encoding) == code)
    except UnicodeEncodeError:
        assume(False)  # noqa: FBT003 - Hypothesis' own signature
    fixed = fix(data, Registry([ToB()]))
    assert fixed.data == code.replace("tf.a", "tf.b").encode(encoding)
    assert len(fixed.applied) == code.count("tf.a")


def soup() -> st.SearchStrategy[str]:
    """Programs of statements that belong to exports, in any order, at the top or in a function."""
    snippets = st.lists(st.sampled_from([*SNIPPETS, "\n".join(EXPORT)]), max_size=7)

    def placed(lines: list[str], nested: bool) -> str:
        head = "import tensorflow as tf\n"
        body = "\n".join(lines) or "pass"
        if not nested:
            return f"{head}{body}\n"
        return f"{head}def export():\n" + "".join(f"    {line}\n" for line in body.split("\n")) + "    return 1\n"

    return st.builds(placed, snippets, st.booleans())


@settings(max_examples=150)
@given(soup(), NEWLINES, st.sampled_from([b"", b"\xef\xbb\xbf"]))
@example("import tensorflow as tf\n" + "\n".join(EXPORT) + "\n", "\r\n", b"\xef\xbb\xbf")
def test_fixing_twice_is_fixing_once(code: str, newline: str, bom: bytes) -> None:
    data = bom + code.replace("\n", newline).encode()
    try:
        ast.parse(data)
    except SyntaxError:
        assert fix(data).data == data  # `import *` inside a function and the like
        return
    fixed = fix(data)
    ast.parse(fixed.data)
    assert fixed.data.startswith(bom)
    again = fix(fixed.data)
    assert again.data == fixed.data
    assert again.applied == []
    checked = engine.check(fixed.data, REGISTRY, target=Target.newest)
    assert [finding.message for finding in checked.findings] == [f.message for f in fixed.checked.findings]


HOSTILE_HEADS = st.sampled_from(
    [b"", b"import tensorflow as tf\ntf.placeholder(1)\n", b"\xef\xbb\xbftensorflow placeholder\n", b"# coding: "]
)
TOKENS = (
    *(
        b"tf.",
        b"placeholder",
        b"(",
        b")",
        b"\n",
        b"\r",
        b"\f",
        b" ",
        b"'",
        b'"""',
        b"]",
        b"=",
        b"\\",
        b":",
        b"\t",
        b"\0",
    ),
    *(b"# noqa: HUB102", b"# hublint: ignore[", b"import tensorflow as tf", b"from tensorflow import *", b"def f():"),
    *(b"f'{", b"}", b"\xe9", b";"),
)
HOSTILE_TAILS = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(TOKENS), max_size=20).map(b"".join),
)


@settings(max_examples=400)
@given(HOSTILE_HEADS, HOSTILE_TAILS)
def test_no_bytes_make_a_check_raise(head: bytes, tail: bytes) -> None:
    data = head + tail
    checked = engine.check(data, REGISTRY, target=Target.newest)
    assert checked.parsed or [finding.code for finding in checked.findings] == [engine.CANNOT_PARSE]
    fixed = fix(data)
    assert fixed.data == data or checked.parsed
    assert fix(fixed.data).data == fixed.data


LEAVES = ("placeholder", "Session", "Variable")
USES = ("{0}(1)", "x = {0}(y)", "with {0}() as s: pass", "[{0} for _ in z]", "f({0}, 1)", "@{0}\ndef g(): pass")
IDENTIFIERS = st.from_regex(r"[A-Za-z_模é][A-Za-z0-9_模é]{0,6}", fullmatch=True).filter(
    lambda name: name.isidentifier() and not keyword.iskeyword(name) and name not in {"x", "y", "z", "s", "f", "g", "_"}
)


@given(
    st.lists(st.tuples(st.sampled_from(USES), st.sampled_from(LEAVES)), min_size=1, max_size=6),
    IDENTIFIERS,
    st.sampled_from(["module", "names", "renamed", "compat"]),
    st.booleans(),
)
def test_renaming_the_imports_keeps_the_findings(
    uses: list[tuple[str, str]],
    name: str,
    form: str,
    nested: bool,
) -> None:
    # NFKC would fold two names into one, and a name of a method would be one of ours.
    assume(name not in LEAVES and not any(leaf in name for leaf in LEAVES) and ast.parse(name).body)
    spelled = {
        "module": ("import tensorflow as {name}", "{name}.{leaf}"),
        "names": ("from tensorflow import placeholder, Session, Variable", "{leaf}"),
        "renamed": (
            "from tensorflow import placeholder as {name}0, Session as {name}1, Variable as {name}2",
            "{name}{number}",
        ),
        "compat": ("from tensorflow import compat as {name}", "{name}.v1.{leaf}"),
    }

    def program(form: str, name: str) -> str:
        imports, use = spelled[form]
        body = [imports.format(name=name)]
        body += [pattern.format(use.format(name=name, leaf=leaf, number=LEAVES.index(leaf))) for pattern, leaf in uses]
        lines = "\n".join(body).split("\n")
        return "def load():\n" + "".join(f"    {line}\n" for line in lines) if nested else "\n".join(lines) + "\n"

    # What became of a name (HUB5xx) does depend on the form: under `compat.v1` there is nothing to say of a variable.
    rules = REGISTRY.select(("HUB1",), ())

    def found(code: str) -> list[tuple[str, int]]:
        checked = engine.check(code.encode(), rules, target=Target.newest, fixes=False)
        return [(finding.code, finding.location.row) for finding in checked.findings]

    assert found(program(form, name)) == found(program("module", "tf"))


def our_names(code: str) -> dict[tuple[int, int, int, int], set[str]]:
    """Return by place the full names that our resolver gives the names and attributes of a module."""
    source = Source(code.encode())
    found = {}
    for scope, node in (*source.index.loads, *source.index.attributes):
        start, end = source.span(node)
        row, column = source.text.position(start)
        end_row, end_column = source.text.position(end)
        found[row, column - 1, end_row, end_column - 1] = set(source.resolve(node, scope))
    return found


def libcst_names(code: str) -> dict[tuple[int, int, int, int], set[str]]:
    """Return by place the full names that libcst's resolver gives them, as far as they come from imports."""
    wrapper = MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    found = {}
    for node, names in wrapper.resolve(QualifiedNameProvider).items():
        if not isinstance(node, (cst.Name, cst.Attribute)):
            continue
        known: Any = names() if callable(names) else names
        at = positions[node]
        place = (at.start.line, at.start.column, at.end.line, at.end.column)
        found[place] = {canonical(name.name) for name in known if name.source is QualifiedNameSource.IMPORT}
    return found


LOCAL_NAMES = ("tf", "tf1", "ph", "hub")
IMPORTS = (
    "import tensorflow as {0}",
    "import tensorflow.compat.v1 as {0}",
    "from tensorflow import placeholder as {0}",
    "from tensorflow.compat import v1 as {0}",
    "import tensorflow_hub as {0}",
)


@st.composite
def modules(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Write a suite that binds every name once at most, and before it is used: there the two may not differ."""
    free = list(LOCAL_NAMES)
    bound: list[str] = []
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(LOCAL_NAMES))
        kind = draw(
            st.sampled_from(["import", "import", "bind", "use", "use", "def", "class", "comprehension", "lambda"])
        )
        if kind in {"import", "bind"} and name in free:
            free.remove(name)
            form = draw(st.sampled_from(IMPORTS)) if kind == "import" else "{0} = 1"
            bound.append(form.format(name))
        elif kind == "def" and depth < 3:
            arguments = draw(st.sampled_from(["", name, f"*{name}", f"a, *, {name}=b"]))
            lines.append(f"def f{len(lines)}({arguments}):")
            body = draw(modules(depth=depth + 1))
            # What a parameter shares its name with would be bound twice.
            lines += [f"    {line}" for line in body if not line.endswith((f" as {name}", f"{name} = 1"))]
            lines.append(f"    {name}.last")
        elif kind == "class" and depth < 3:
            lines.append(f"class C{len(lines)}:")
            # Whatever is filtered out round it, a class has a body.
            lines += ["    pass", *(f"    {line}" for line in draw(modules(depth=depth + 1)))]
        elif kind == "comprehension":
            other = draw(st.sampled_from(LOCAL_NAMES))
            lines.append(f"[{name}.x({other}.y) for {other} in {name}.z if {other}]")
        elif kind == "lambda":
            lines.append(f"lambda {name}: ({name}.x, {draw(st.sampled_from(LOCAL_NAMES))}.y)")
        else:
            lines.append(f"{name}.placeholder({draw(st.sampled_from(LOCAL_NAMES))}.v1.x)")
    return bound + lines


@settings(max_examples=60)
@given(modules())
def test_the_resolver_agrees_with_that_of_libcst(lines: list[str]) -> None:
    code = "\n".join(lines) + "\n"
    theirs = libcst_names(code)
    ours = our_names(code)
    assert {place: names for place, names in ours.items() if names != theirs.get(place, set())} == {}
