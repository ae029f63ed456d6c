"""A file in pieces is the file: whatever is edited, as long as its pieces can be read."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint.source.pieces import Pieces
from hublint.source.source import Source, SourceError, parse
from hublint.source.text import Text

CASES = [
    path
    for path in sorted((Path(__file__).parent.parent / "rules" / "cases").glob("*/*.py"))
    if path.parent.name != "HUB901"  # what cannot be read
]


class Typed(NamedTuple):
    """An edit, whose place is a share of the text's length."""

    place: float
    length: int
    replacement: str


CHARACTERS = (
    "",
    "x",
    "tf.",
    "(",
    ")",
    "\n",
    "\n\n\n",
    "\n    ",
    '"""',
    "#",
    ";",
    "\\\n",
    "\r",
    "\r\n",
    "\f",
    "é🙂",
    "    ",
)
LINES = (
    "@f",
    "else:",
    "import tensorflow as tf",
    "x = 1",
    "global x",
    "\0",
    "\ufeff",
    "\f",
    "def g(a):\n    return a\n\n",
)
CLASS = "class A(B):\n    c = 1\n\n    def d(self):\n        self.e = 1\n"
TYPED = st.builds(
    Typed,
    st.floats(0, 1),
    st.sampled_from([0, 0, 0, 0, 1, 2, 5, 30, 200]),
    st.sampled_from([*CHARACTERS, *(f"{line}\n" for line in LINES), CLASS, f"\n{CLASS}"]),
)


def typed_into(utf8: bytes, edit: Typed) -> tuple[int, int, bytes]:
    """Return where an edit lies in a text, between characters, and what the text is behind it."""
    text = utf8.decode()
    start = int(edit.place * len(text))
    end = min(len(text), start + edit.length)
    before, replaced = text[:start].encode(), text[start:end].encode()
    return len(before), len(before) + len(replaced), before + edit.replacement.encode() + text[end:].encode()


def places(source: Source) -> list[object]:
    """Return everything that is known of a file, but for the numbers of its lines."""
    found: list[object] = []
    for node in ast.walk(source.tree):
        parent = source.parents.get(node)
        found.append((node.__class__, parent.__class__))
        if isinstance(node, (ast.expr, ast.stmt)):
            start, end = source.span(node)
            found += (start, end, source.text.position(start), source.text.position(end), source.code(node))
            found.append(source.text.line_starts[source.text.line_of(start) - 1])
    index = source.index
    found += [(source.span(name), source.resolve(name, scope)) for scope, name in index.loads]
    found += [(source.span(node), source.resolve(node)) for _, node in index.attributes]
    found += [source.span(node) for _, node in index.stored]
    found += [source.span(node) for _, node in (*index.imports, *index.wildcards)]
    found.append({source.span(function): source.span(call) for function, call in index.calls.items()})
    found += [(scope.kind, sorted(scope.bindings), scope.node.__class__) for scope in index.scopes.values()]
    found += [len(returned) for returned in index.returns.values()]
    return found


@settings(max_examples=150)
@given(st.sampled_from(CASES), st.lists(TYPED, max_size=6))
def test_the_pieces_of_a_text_are_what_the_whole_text_is(path: Path, edits: list[Typed]) -> None:
    text = Text.decoded(path.read_bytes())
    pieces = Pieces(text, parse(text))
    assert places(pieces.source(path)) == places(Source(text))
    utf8 = text.utf8
    for edit in edits:
        start, end, utf8 = typed_into(utf8, edit)
        pieces.edit(start, end, utf8)
        assert b"".join(pieces.part(at) for at in range(len(pieces.pieces))) == utf8
        assert all(pieces.part(at).endswith((b"\n", b"\r")) for at in range(len(pieces.pieces) - 1))
        if pieces.is_stale():
            source = pieces.source(path)
            for scope, name in source.index.loads:
                source.resolve(name, scope)
                source.span(name)
        else:
            assert places(pieces.source(path)) == places(Source(Text.decoded(utf8)))


@pytest.mark.parametrize(
    "code", ["", "\n", "x = 1", "x = 1\n", "\n\n# c", "# c\n", "a; b\nc; d", "x = 1\r\ry = 2\r", "\f\nx"]
)
@pytest.mark.parametrize("replacement", ["", "y", "\n", "\r", "z = 2\n", "# d"])
def test_short_texts_are_edited_everywhere(code: str, replacement: str) -> None:
    for start in range(len(code) + 1):
        for end in range(start, len(code) + 1):
            text = Text.decoded(code.encode())
            pieces = Pieces(text, parse(text))
            changed = (code[:start] + replacement + code[end:]).encode()
            pieces.edit(start, end, changed)
            try:
                whole = Source(Text.decoded(changed))
            except SourceError:
                assert pieces.is_stale()
                continue
            assert not pieces.is_stale()
            assert places(pieces.source(None)) == places(whole)


def test_a_piece_that_can_be_read_again_is_no_longer_stale() -> None:
    text = Text.decoded(b"import a\n\n\ndef f():\n    return 1\n\n\ndef g():\n    return a.b\n")
    pieces = Pieces(text, parse(text))
    at = text.utf8.index(b"return 1")
    broken = text.utf8[:at] + b"(" + text.utf8[at:]
    pieces.edit(at, at, broken)
    assert pieces.is_stale()
    pieces.edit(at, at + 1, text.utf8)
    assert not pieces.is_stale()
    assert places(pieces.source(None)) == places(Source(text))


def test_a_piece_that_grows_beyond_its_room_is_left_for_reading_all() -> None:
    text = Text.decoded(b"def f():\n    pass\n\n\ndef g():\n    pass\n")
    pieces = Pieces(text, parse(text))
    longer = text.utf8.replace(b"pass", b"pass\n" + b"    pass\n" * 150, 1)
    pieces.edit(text.utf8.index(b"pass") + 4, text.utf8.index(b"pass") + 5, longer)
    assert pieces.is_stale()


CLASS_OF_MANY = """\
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class Model(tf.keras.Model):
    \"\"\"What it is.\"\"\"

    size = tf.a  # here
    shape: int = 1

    def __init__(self, x):
        global made
        made = self.x = x
        self.y = [tf.b for tf in x]

    @tf.function
    def call(self, x):
        y = self.x.z

        def inner():
            return (y,
                tf.c)

        return inner()

    a = 1; b = 2
    tf.d


made.run(tf.e)
"""


@settings(max_examples=300)
@given(
    st.lists(TYPED.filter(lambda edit: "\n" not in edit.replacement and edit.length < 10), max_size=5), st.booleans()
)
def test_a_statement_of_a_class_that_is_read_alone_is_what_it_is_in_its_file(edits: list[Typed], tabs: bool) -> None:
    code = CLASS_OF_MANY.replace("    ", "\t") if tabs else CLASS_OF_MANY
    text = Text.decoded(code.encode())
    pieces = Pieces(text, parse(text))
    for edit in edits:
        start, end, utf8 = typed_into(text.utf8, edit)
        pieces.edit(start, end, utf8)
        text = Text.decoded(utf8)
        if not pieces.is_stale():
            assert places(pieces.source(None)) == places(Source(text))


def test_the_others_of_a_class_are_not_read_again() -> None:
    text = Text.decoded(CLASS_OF_MANY.encode())
    pieces = Pieces(text, parse(text))
    (owner,) = pieces.pieces[1].statements
    assert isinstance(owner, ast.ClassDef)
    before = list(owner.body)
    for old, new in ((b"self.x.z", b"self.x.zoo"), (b"return (y,", b"return (y, 1,"), (b"tf.d", b"tf.dd")):
        at = pieces.utf8.index(old)
        pieces.edit(at, at + len(old), pieces.utf8.replace(old, new, 1))
        assert places(pieces.source(None)) == places(Source(Text.decoded(pieces.utf8)))
    (same,) = pieces.pieces[1].statements
    assert same is owner
    assert [statement in before for statement in owner.body] == [True, True, True, True, False, True, True, False]
