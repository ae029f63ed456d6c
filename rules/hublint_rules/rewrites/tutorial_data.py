"""Puts the images of `tf.keras.datasets.mnist` in the place of those that TensorFlow's tutorials read.

Measured on TensorFlow 1.15 with files of the same format: `read_data_sets` keeps the first 5,000 images for validation,
gives images as float32 from 0 to 1 in rows of 784, labels as uint8 or as rows of ten float64, and batches from a new
order in each epoch, where the end of one and the beginning of the next may stand in one batch. The order is another one
in each run of the program unless a seed is given, so that no other order is wrong.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit, Fix, NoFix
from hublint.source.use import unpacks
from hublint_rules.rewrites import flow, names
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from hublint.rule import Source, Use

READER = "tensorflow.examples.tutorials.mnist.input_data.read_data_sets"

_NAMES = ("Digits", "train_images", "train_labels", "test_images", "test_labels")

_MEMBERS = frozenset({"images", "labels", "next_batch", "num_examples"})

_CLASS = """\
class {name}:
    \"\"\"Images of handwritten digits, and their labels.\"\"\"

    def __init__(self, images, labels):
        self.images = images.reshape({shape}).astype({np}.float32) * (1.0 / 255.0)
        self.labels = {labels}
        self.num_examples = len(images)
{order}"""

_ORDER = """\
        self._order = {np}.arange(0)

    def next_batch(self, batch_size):
        \"\"\"Return the next images and labels, in a new order in each epoch.\"\"\"
        while len(self._order) < batch_size:
            self._order = {np}.append(self._order, {np}.random.permutation(self.num_examples))
        batch, self._order = self._order[:batch_size], self._order[batch_size:]
        return self.images[batch], self.labels[batch]
"""


class _Asked(NamedTuple):
    """How the data is read: how many images are kept for validation, and which forms images and labels have."""

    validation: int
    one_hot: bool
    flat: bool


def rewrite(use: Use) -> Fix | NoFix:
    """Return the fix that makes the data where a tutorial's reader is called, or why there is none."""
    source = use.source
    call = next((node for node in source.ancestors(use.node) if isinstance(node, ast.Call)), None)
    if call is None or READER not in {name.replace("_core.", ".") for name in source.resolve(call.func)}:
        return NoFix("")
    try:
        return _fix(source, call)
    except Refused as refusal:
        return NoFix(str(refusal))


def _fix(source: Source, call: ast.Call) -> Fix:
    asked = _asked(call)
    statement = source.statement(call)
    target = statement.targets[0] if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, ast.Name) or flow.assigned(statement) is not call:
        message = f"line {call.lineno} gives the data no name of its own"
        raise Refused(message)
    _check_alone(source, statement)
    used = _used(source, target)
    calls = flow.calls_of(source, "examples.tutorials.mnist.input_data.read_data_sets")
    again = next((one for one in calls if one is not call), None)
    if again is not None:
        message = f"line {again.lineno} reads the data, too; read it once"
        raise Refused(message)
    home = source.scope(statement)
    known = flow.names_in(source)
    tf = names.local_name(source, "tensorflow", home, statement.lineno)
    np = names.local_name(source, "numpy", home, statement.lineno)
    if "SimpleNamespace" in known and source.local_name("types.SimpleNamespace") != "SimpleNamespace":
        message = "`SimpleNamespace` is another thing than that of types here"
        raise Refused(message)
    imports = [("types.SimpleNamespace", "SimpleNamespace")]
    for module, wanted, found in (("tensorflow", "tf", tf), ("numpy", "np", np)):
        if found is None and wanted in known:
            message = f"`{wanted}` is another thing than {module} here"
            raise Refused(message)
        imports += [(module, wanted)] if found is None else []
    tf, np = tf or "tf", np or "np"
    free = [names.fresh(name, lambda one: one not in known) for name in _NAMES]
    definition = _CLASS.format(
        name=free[0],
        np=np,
        shape="-1, 784" if asked.flat else "-1, 28, 28, 1",
        labels=f"{np}.eye(10)[labels]" if asked.one_hot else "labels",
        order=_ORDER.format(np=np) if "next_batch" in used.values() else "",
    )
    newline = source.text.newline
    start, space = _place(source, statement)
    text = f"{space}{definition.replace(chr(10), newline)}{newline * 2}"
    made = _made(target.id, asked, used, free, tf)
    indent = source.text.line(statement.lineno)[: statement.col_offset]
    first, last = source.span(statement)
    made = made.replace("\n", newline + indent)
    # Where both begin at one place they are one edit: imports that come to stand there stand above it then.
    edits = (Edit(first, last, text + made),) if start == first else (Edit(start, start, text), Edit(first, last, made))
    message = f"Load the images with `{tf}.keras.datasets.mnist`, which downloads them to ~/.keras"
    return Fix("unsafe", message, edits, tuple(imports), stage=1)


def _check_alone(source: Source, statement: ast.stmt) -> None:
    """Refuse a statement that shares its line with another."""
    before = source.text.line(statement.lineno)[: statement.col_offset]
    behind = source.text.line(statement.end_lineno or 0)[statement.end_col_offset or 0 :]
    if before.strip() or behind.lstrip().startswith(";"):
        message = f"line {statement.lineno} holds several statements"
        raise Refused(message)


def _asked(call: ast.Call) -> _Asked:
    words: dict[str, object] = {}
    for keyword in call.keywords:
        if keyword.arg in {"one_hot", "reshape", "validation_size"} and isinstance(keyword.value, ast.Constant):
            words[keyword.arg] = keyword.value.value
        elif keyword.arg != "train_dir":
            message = f"line {call.lineno} asks for more than images and labels"
            raise Refused(message)
    if unpacks(call) or len(call.args) > 1:
        message = f"line {call.lineno} asks for more than images and labels"
        raise Refused(message)
    validation = words.get("validation_size", 5000)
    if not isinstance(validation, int):
        message = f"line {call.lineno} asks for more than images and labels"
        raise Refused(message)
    return _Asked(validation, bool(words.get("one_hot")), bool(words.get("reshape", True)))


def _used(source: Source, target: ast.Name) -> dict[str, str]:
    """Return which parts of the data the file uses.

    Raises:
        Refused: if it uses more than the class has.
    """
    owner = source.scope(target).owner(target.id)
    if owner is None or len(owner.bindings[target.id]) != 1:
        message = f"`{target.id}` is not always the data that line {target.lineno} reads"
        raise Refused(message)
    used: list[tuple[str, str]] = []
    for _, load in source.index.loads:
        if load.id != target.id or source.scope(load).owner(load.id) is not owner:
            continue
        part = source.parents[load]
        member = source.parents[part]
        known = (
            isinstance(part, ast.Attribute)
            and isinstance(member, ast.Attribute)
            and part.attr in {"train", "validation", "test"}
            and member.attr in _MEMBERS
        )
        if known and member.attr == "next_batch":  # type: ignore[attr-defined]
            called = source.parents[member]
            known = (
                isinstance(called, ast.Call) and not unpacks(called) and len(called.args) + len(called.keywords) == 1
            )
        if not known:
            message = f"line {load.lineno} uses `{load.id}` for more than its images, labels and batches"
            raise Refused(message)
        used.append((part.attr, member.attr))  # type: ignore[attr-defined]
    if not used:
        message = f"nothing of `{target.id}` is used in this file"
        raise Refused(message)
    members = {part: "" for part, _ in used}
    members |= {part: member for part, member in used if member == "next_batch"}
    return members


def _made(name: str, asked: _Asked, used: Collection[str], names_of: list[str], tf: str) -> str:
    """Return the statements that load the data, and hold what is used of it under its name."""
    digits, images, labels, test_images, test_labels = names_of
    split = asked.validation
    every = {
        "train": f"{digits}({images}[{split}:], {labels}[{split}:])",
        "validation": f"{digits}({images}[:{split}], {labels}[:{split}])",
        "test": f"{digits}({test_images}, {test_labels})",
    }
    parts = [f"{part}={code}" for part, code in every.items() if part in used]
    listed = parts[0] if len(parts) == 1 else "\n" + "".join(f"    {part},\n" for part in parts)
    trained = f"({images}, {labels})" if {"train", "validation"} & set(used) else "_"
    tested = f"({test_images}, {test_labels})" if "test" in used else "_"
    return f"{trained}, {tested} = {tf}.keras.datasets.mnist.load_data()\n{name} = SimpleNamespace({listed})"


def _place(source: Source, statement: ast.stmt) -> tuple[int, str]:
    """Return where the class goes, above the comments of the outermost statement, and the blank lines before it."""
    top: ast.AST = statement
    while not isinstance(source.parents[top], ast.Module):
        top = source.parents[top]
    text = source.text
    row = top.lineno  # type: ignore[attr-defined]
    row = min([row, *(d.lineno for d in getattr(top, "decorator_list", ()))])
    while row > 1 and text.line(row - 1).startswith("#"):
        row -= 1
    blank = 0
    while row - 1 - blank >= 1 and not text.line(row - 1 - blank).strip():
        blank += 1
    return text.line_starts[row - 1], text.newline * max(0, 2 - blank)
