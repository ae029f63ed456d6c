"""HUB307."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# Packages that import tensorflow_text themselves, or take its place.
_BRING_IT = frozenset(
    {"keras_hub", "keras_nlp", "official", "tensorflow_models", "tensorflow_text", "tf_sentencepiece"}
)


class TensorflowTextNotImported(Rule):
    """A model needs the ops of `tensorflow_text`, which the file does not import.

    Preprocessors and encoders that take sentences hold ops that TensorFlow itself does not have. Loading such a model
    raises `RuntimeError: Op type not registered 'CaseFoldUTF8' in binary running on ...` (or `SentencepieceOp`,
    `RegexSplitWithOffsets`), until `import tensorflow_text` has registered them. The name is not used afterwards, so
    that linters like to take the import away. hublint knows from the catalogue of tfhub.dev which models need it
    themselves; an encoder that takes what a preprocessor gives does not.

    The fix imports it below `tensorflow_hub` and tells linters why. It is unsafe, as `tensorflow-text` has to be
    installed, in the release of TensorFlow. There is none where something else is called `tensorflow_text` here.
    """

    code = "HUB307"
    name = "tensorflow-text-not-imported"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = ("tensorflow_hub.KerasLayer", "tensorflow_hub.load")
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
""",
            after="""\
import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/text/guide/bert_preprocessing_guide",
        "https://github.com/tensorflow/hub/issues/705",
        "https://pypi.org/project/tensorflow-text/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a call that certainly loads such a model."""
        del target
        from hublint_rules.hub.loads import load_of

        source = use.source
        load = load_of(source, use.call)
        if load is None or not all(handle.versions for handle in load.handles):
            return
        needs = all(version.needs_tensorflow_text for handle in load.handles for version in handle.versions)
        if not needs or _is_brought(source):
            return
        whole = len(load.handles) == 1 and load.handles[0].text is not None
        shown = load.handles[0].path if whole else " ".join(source.code(load.handle).split())
        message = f"`{shown}` needs the ops of `tensorflow_text`; import it"
        yield Draft(load.handle, message, partial(_fix, source, load.call))


def _is_brought(source: Source) -> bool:
    """Tell whether the file imports, or names as a text, a package that registers the ops."""
    import ast

    for _, statement in source.index.imports:
        modules = [alias.name for alias in statement.names] if isinstance(statement, ast.Import) else [statement.module]
        if any(module and module.partition(".")[0] in _BRING_IT for module in modules):
            return True
    return b"tensorflow_text" in source.text.utf8 and any(
        isinstance(node, ast.Constant) and node.value == "tensorflow_text" for node in source.parents
    )


def _fix(source: Source, call: ast.Call) -> Fix | NoFix:
    at = _below_hub(source, call)
    if at is None:
        return NoFix("the file does not import `tensorflow_hub`, certainly and on a line of its own")
    if any("tensorflow_text" in scope.bindings for scope in source.index.scopes.values()):
        return NoFix("the file has a `tensorflow_text` of its own")
    indent, place, newline = at
    text = f"{indent}import tensorflow_text  # noqa: F401  (registers the ops of the model)"
    ended = source.text.utf8[:place].endswith((b"\n", b"\r"))
    edit = Edit(place, place, f"{text}{newline}" if ended else f"{newline}{text}")
    return Fix("unsafe", "Import tensorflow_text, which registers its ops", (edit,))


def _below_hub(source: Source, call: ast.Call) -> tuple[str, int, str] | None:
    """Return the indentation of the line that imports tensorflow_hub, where the next begins, and what ends lines."""
    statement = _import_of_hub(source, call)
    if statement is None:
        return None
    text = source.text
    start, end = source.span(statement)
    row = text.line_of(end)
    line, following = text.line_starts[text.line_of(start) - 1], [*text.line_starts, len(text.utf8)][row]
    before, behind = text.utf8[line:start].decode(), text.utf8[end:following].strip()
    if before.strip() or (behind and not behind.startswith(b"#")):
        return None
    return before, following, text.newline


def _import_of_hub(source: Source, call: ast.Call) -> ast.Import | ast.ImportFrom | None:
    """Return the first statement that certainly imports tensorflow_hub for a call: of the file, or of its function."""
    import ast

    round_call = {parent for parent in source.ancestors(call) if isinstance(parent, (ast.FunctionDef, ast.Module))}
    found = [
        statement
        for _, statement in source.index.imports
        if source.parents[statement] in round_call
        and any(
            module.partition(".")[0] == "tensorflow_hub"
            for module in (
                [statement.module or ""]
                if isinstance(statement, ast.ImportFrom)
                else [alias.name for alias in statement.names]
            )
        )
    ]
    return min(found, key=lambda statement: (statement.col_offset, statement.lineno), default=None)
