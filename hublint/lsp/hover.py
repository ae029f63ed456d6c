"""What an editor shows of what is pointed at: what became of a TensorFlow name, what a rule says, what a setting does.

Everything here is Markdown and offsets into the text; the protocol is spoken elsewhere. Nothing raises, whatever the
text and the offset.
"""

from __future__ import annotations

import ast
import functools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import catalogue, registry
from hublint.config import SETTINGS
from hublint.lsp import settings_text
from hublint.lsp.comments import Word, comments, line_at
from hublint.output import names
from hublint.output.markdown import fenced, listed, prose, span, wrapped
from hublint.registry import Registry, RegistryError
from hublint.source.ignores import Ignores
from hublint.source.source import Source
from hublint.source.types import canonical
from hublint.target import SWITCH
from hublint.tfapi.story import UnknownNameError, short, story
from hublint.tfapi.verdict import known, parameters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from hublint.lsp.comments import Comment
    from hublint.rule import Rule, Target
    from hublint.tfapi.story import Story

_TENSORFLOW: Final = frozenset({"tensorflow", "tensorflow_core"})
# What is read off a page while pointing at a word: more is for the page itself.
_MOST_RULES: Final = 12
_MOST_REFERENCES: Final = 3
_MOST_MEANINGS: Final = 2
_LONGEST_CODE: Final = 40
# How many names, on how many targets, are kept: asking the rules takes milliseconds.
_REMEMBERED: Final = 512

_WORD: Final = re.compile(rb"[\w\x80-\xff]+")
_BLANKS: Final = re.compile(r"[\s\\]+")


class Shown(NamedTuple):
    """What is shown of a place: the bytes that are spoken of, and Markdown."""

    start: int
    end: int
    markdown: str


def hover(source: Source, offset: int, rules: Registry, target: Target) -> Shown | None:
    """Return what there is to say of the place at an offset; None where that is nothing.

    Args:
        source: the file.
        offset: where somebody points, in bytes of the text.
        rules: the rules that are active in the file.
        target: what the file is to run on, by the settings; it may itself ask for another Keras.
    """
    text = source.text.utf8
    if not 0 <= offset <= len(text):
        return None
    try:
        comment = _comment_at(source, offset)
        if comment is not None:
            return _of_comment(text, offset, comment, rules)
        word = _word_at(text, offset)
        if word is None:
            return None
        if SWITCH.encode() in text:
            target = target.in_file(text.decode())
        return _of_name(source, word, rules, target)
    except RecursionError:
        # Names are followed by recursion, and code may be written so that there is no end of it.
        return None


def explain(code: str, rules: Registry) -> str:
    """Return a rule's page as Markdown; of the beginning of codes, the list of the rules that it stands for."""
    return _explained(code, rules, None)


def hover_settings(text: bytes, offset: int, rules: Registry, *, pyproject: bool) -> Shown | None:
    """Return what there is to say of a key, a value or a code of the settings at an offset; None elsewhere.

    Args:
        text: the settings file, which need not parse.
        offset: where somebody points, in bytes.
        rules: the rules that there are.
        pyproject: whether the settings are the table `[tool.hublint]` of it, not all of it.
    """
    place = settings_text.place_at(text, offset, pyproject=pyproject)
    if place is None or not place.word.text:
        return None
    word = place.word
    if place.part == "key" and not place.above:
        told = SETTINGS.get(word.text)
        return Shown(word.start, word.end, setting_page(word.text, pyproject=pyproject)) if told is not None else None
    key = place.key
    if key not in SETTINGS:
        return None
    if place.part == "code":
        return Shown(word.start, word.end, _explained(word.text, rules, 1, letters=True))
    meaning = SETTINGS[key].values.get(word.text) if place.part == "value" else None
    if meaning is None:
        return None
    setting = f'{key} = "{word.text}"'
    return Shown(word.start, word.end, wrapped(f"{span(setting)}: {prose(meaning)}.") + "\n")


def setting_page(key: str, *, pyproject: bool) -> str:
    """Return what a key of the settings means, as Markdown, with an example for pyproject.toml or for hublint.toml."""
    told = SETTINGS[key]
    parts = [wrapped(f"{span(key)}: {prose(told.meaning)}."), f"Default: {span(told.default)}"]
    if told.values:
        # Of releases there are many, and what each is needs no telling.
        values = [pair for pair in told.values.items() if pair[1] != f"TensorFlow {pair[0]}"]
        parts.append(listed(f"{span(value)}: {prose(meaning)}." for value, meaning in values))
    parts.append(fenced(told.example if pyproject else told.example.replace("[tool.hublint.", "["), "toml"))
    return "\n\n".join(parts) + "\n"


# Rules and their codes.


def rule_of(code: str, rules: Registry) -> Rule | None:
    """Return the rule with a code, whether it is active or not."""
    return rules.by_code.get(code) or _every(rules).by_code.get(code)


def rules_of(prefix: str, rules: Registry, *, letters: bool = False) -> list[Rule]:
    """Return the rules that the beginning of their codes stands for, or ALL.

    Args:
        prefix: the beginning, in capitals.
        rules: the rules that are active; the others count too.
        letters: whether letters alone stand for rules, as they do in settings and not in ignore comments.
    """
    if prefix != "ALL" and ((prefix.isalpha() and not letters) or not prefix.isalnum()):
        return []
    return [rule for rule in _every(rules).rules if prefix == "ALL" or rule.code.startswith(prefix)]


def _every(rules: Registry) -> Registry:
    """Return all rules that there are: those that the settings leave out have a page all the same."""
    try:
        return _loaded()
    except RegistryError:
        return rules


@functools.lru_cache(maxsize=1)
def _loaded() -> Registry:
    return registry.load(models=True)


def _explained(code: str, rules: Registry, examples: int | None, *, letters: bool = False) -> str:
    code = code.strip().upper()
    rule = rule_of(code, rules)
    if rule is not None:
        return catalogue.page(rule, examples)
    found = rules_of(code, rules, letters=letters)
    if not found:
        named = span(code if len(code) <= _LONGEST_CODE else f"{code[:_LONGEST_CODE]}...")
        return wrapped(f"No rule has the code {named or 'that is meant here'}.") + "\n"
    shown = [f"{one.code} ({one.name}): {prose(catalogue.headline(one))}" for one in found[:_MOST_RULES]]
    if len(found) > _MOST_RULES:
        shown.append(f"and {len(found) - _MOST_RULES} more")
    head = "all rules" if code == "ALL" else f"{len(found)} rule{'s' if len(found) > 1 else ''}"
    return f"{span(code)} stands for {head}:\n\n{listed(shown)}\n"


# Ignore comments.


def _comment_at(source: Source, offset: int) -> Comment | None:
    """Return the ignore comment that an offset lies in."""
    text = source.text.utf8
    start, end = line_at(text, offset)
    for comment in comments(text, start, end):
        if comment.start <= offset <= comment.end and not _in_string(source, comment.start):
            return comment
    return None


def _in_string(source: Source, offset: int) -> bool:
    """Tell whether a `#` is part of a string, not the beginning of a comment."""
    for node in _nodes_at(source, offset):
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            # Between strings that are written one behind the other there may be comments.
            return not _is_comment(source, node, offset)
    return False


def _is_comment(source: Source, node: ast.expr, offset: int) -> bool:
    import io
    import tokenize

    start, end = source.span(node)
    lines = io.StringIO(source.text.utf8[start:end].decode(errors="replace") + ")", newline=None)
    before = source.text.utf8[start:offset].decode(errors="replace")
    row = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    column = len(re.split(r"\r\n|\n|\r", before)[-1])
    try:
        for token in tokenize.generate_tokens(lines.readline):
            if token.type == tokenize.COMMENT and token.start[0] == row and token.start[1] <= column < token.end[1]:
                return True
    except (tokenize.TokenError, SyntaxError):
        pass
    return False


def _of_comment(text: bytes, offset: int, comment: Comment, rules: Registry) -> Shown | None:
    for word in comment.codes:
        if word.start <= offset <= word.end:
            code = word.text.upper()
            if not comment.own and rule_of(code, rules) is None:
                return None  # a code of another tool
            return Shown(word.start, word.end, _explained(code, rules, 1))
    told = _effect(text, comment, rules)
    return Shown(comment.start, comment.end, wrapped(told) + "\n") if told else None


def _effect(text: bytes, comment: Comment, rules: Registry) -> str:
    """Return what an ignore comment does, in a sentence."""
    start, end = line_at(text, comment.start)
    # The engine says how it reads the comment, of a file that has nothing else.
    alone = Ignores(Source(b"# " + text[comment.start + 1 : end].strip() + b"\n")).comments
    read = next(iter(alone), None)
    if read is None or not read.understood:
        return f"This comment is not understood; write {span('# hublint: ignore[CODE]')}."
    if not read.own:
        ours = [code for code in read.codes or () if rule_of(code, rules) is not None]
        if read.codes is not None and not ours:
            return ""
        return f"Silences {_listing(ours) if ours else 'whatever any tool reports'} on this line."
    what = _listing(read.codes) if read.codes is not None else "everything that hublint reports"
    if read.lines is None:
        return f"Silences {what} in this file."
    if not text[start : comment.start].strip():
        return f"Silences {what} in the statement below, with all that stands in it."
    return f"Silences {what} on this line; on the first line of a statement, in the statement."


def _listing(codes: Sequence[str]) -> str:
    return ", ".join("everything that hublint reports" if code == "ALL" else span(code) for code in codes)


# Names.


class _Meant(NamedTuple):
    """What a word of a file stands for: full names, and the keyword of a call if it is one."""

    names: list[str]
    keyword: str = ""


def _of_name(source: Source, word: Word, rules: Registry, target: Target) -> Shown | None:
    meant = _meant(source, word)
    if meant is None:
        return None
    told = []
    for name in meant.names[:_MOST_MEANINGS]:
        one = _of_keyword(name, meant.keyword, target) if meant.keyword else _of_full_name(name, rules, target)
        if one and one not in told:
            told.append(one)
    return Shown(word.start, word.end, "\n---\n\n".join(told)) if told else None


def _word_at(text: bytes, offset: int) -> Word | None:
    """Return the identifier that an offset lies in or stands right behind of."""
    start = offset
    while start > 0 and _WORD.match(text, start - 1, start):
        start -= 1
    found = _WORD.match(text, start)
    return Word(start, found.end(), found.group().decode(errors="replace")) if found is not None else None


def _meant(source: Source, word: Word) -> _Meant | None:
    node, *above = _nodes_at(source, word.start)
    if isinstance(node, ast.alias) and above:
        return _of_alias(source, node, above[0], word)
    if isinstance(node, ast.ImportFrom):
        name = _read_up_to(source, node, word).removeprefix("from")
        whole = not node.level and f"{node.module}.".startswith(f"{name}.")
        return _Meant([name]) if whole and name else None
    if isinstance(node, ast.keyword) and node.arg == word.text and source.span(node)[0] == word.start:
        call = above[0] if above else None
        return _Meant(_names(source, call.func), word.text) if isinstance(call, ast.Call) else None
    if isinstance(node, ast.Name):
        spelled = node.id
    elif isinstance(node, ast.Attribute):
        spelled = node.attr
    else:
        return None
    # In an f-string, older Pythons do not know where a name stands.
    if spelled != word.text or source.span(node)[1] != word.end:
        return None
    return _Meant(_names(source, node))


def _of_alias(source: Source, node: ast.alias, statement: ast.AST, word: Word) -> _Meant | None:
    """Return what a word of an import stands for: the module up to it, or all that is imported."""
    read = _read_up_to(source, node, word)
    if isinstance(statement, ast.ImportFrom):
        if statement.level or node.name == "*" or word.text not in {node.name, node.asname}:
            return None
        return _Meant([f"{statement.module}.{node.name}"])
    if f"{node.name}.".startswith(f"{read}."):
        return _Meant([read])
    return _Meant([node.name]) if word.text == node.asname else None


def _read_up_to(source: Source, node: ast.stmt | ast.alias, word: Word) -> str:
    """Return the text of a node up to the end of a word, without blanks."""
    text = source.text.utf8[source.span(node)[0] : word.end].decode(errors="replace")
    return _BLANKS.sub("", text)


def _names(source: Source, node: ast.expr) -> list[str]:
    """Return the full names of what an expression stands for, those of TensorFlow as the imports spell them."""
    parts: list[str] = []
    first = node
    while isinstance(first, ast.Attribute):
        parts.insert(0, first.attr)
        first = first.value
    # To look a name up among those that are read is quicker than to climb to its scope, which needs all parents.
    scope = next((scope for scope, one in source.index.loads if one is first), None)
    if scope is None or not isinstance(first, ast.Name):
        return _of_others(source, node, source.resolve(node))
    meanings = source.spelled(first, scope)
    spelled = sorted(".".join((meaning, *parts)) for meaning in meanings if _is_tensorflow(meaning))
    if spelled and not any("(" in name for name in spelled):
        return spelled
    return _of_others(source, node, source.resolve(node, scope))


def _of_others(source: Source, node: ast.expr, found: Collection[str]) -> list[str]:
    """Return names without those of attributes that a class of this file gives its instances, whatever its bases."""
    own = isinstance(node, ast.Attribute) and any("(" in name for name in found) and _is_of_file(source, node)
    return sorted(name for name in found if not own or "(" not in name)


def _is_of_file(source: Source, node: ast.Attribute) -> bool:
    """Tell whether the file itself has the method, or sets the attribute of what it is read from."""
    if any(source.methods(node)):
        return True
    return isinstance(node.value, ast.Name) and any(
        one.attr == node.attr and isinstance(one.value, ast.Name) and one.value.id == node.value.id
        for _, one in source.index.stored
    )


def _is_tensorflow(name: str) -> bool:
    return name.partition(".")[0] in _TENSORFLOW


def _nodes_at(source: Source, offset: int) -> list[ast.AST]:
    """Return the nodes that an offset lies in, innermost first; the file itself is the last."""
    row = source.text.line_of(offset)
    place = (row, offset - source.text.line_starts[row - 1])
    found: list[ast.AST] = []
    node: ast.AST | None = source.tree
    while node is not None:
        found.append(node)
        node = next((child for child in _placed(node) if _holds(child, place)), None)
    return found[::-1]


def _placed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes below one that have a place; what has none of its own is gone through."""
    for child in ast.iter_child_nodes(node):
        if hasattr(child, "lineno"):
            yield child
        else:
            yield from _placed(child)


def _holds(node: ast.AST, place: tuple[int, int]) -> bool:
    first = (node.lineno, node.col_offset)  # type: ignore[attr-defined]
    # A definition's own place is that of `def` or `class`, below its decorators.
    for decorator in getattr(node, "decorator_list", ()):
        first = min(first, (decorator.lineno, 0))
    return first <= place < (node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


# What is said of a full name.


@functools.lru_cache(maxsize=_REMEMBERED)
def _of_full_name(name: str, rules: Registry, target: Target) -> str:
    """Return what there is to say of a full name on a target; nothing where hublint knows nothing of it."""
    if "(" in name:
        return _of_method(name, rules, target)
    if not _is_tensorflow(name):
        return _of_judged(name, rules, target)
    if name in _ROOTS:
        return _of_root(name, target)
    told = _story(name, target)
    if told is None:
        owner, _, attribute = name.rpartition(".")
        return _of_attribute(owner, name, attribute, rules, target) if owner not in _ROOTS else ""
    found = names.reports(told, rules, (target.level,))
    judges = [rules.by_code[one.code] for one in found if one.code in rules.by_code]
    return names.markdown(told, found, _references(judges))


_ROOTS: Final = {
    "tensorflow": "",
    "tensorflow_core": "",
    "tensorflow.compat.v1": "TensorFlow 1's API as TensorFlow 2 keeps it, much of it for graphs and sessions alone",
    "tensorflow.compat.v2": "TensorFlow 2's own API",
}


def _of_root(name: str, target: Target) -> str:
    what = f"{span(name)} is {_ROOTS[name]}." if _ROOTS[name] else f"{span(name)}:"
    purpose = SETTINGS["purpose"].values[target.purpose].replace("they are", "models that are")
    judged = f"this file is judged for {names.on_target(target)}, for {purpose}, with fixes at the level"
    judged = judged if what.endswith(":") else judged[:1].upper() + judged[1:]
    return wrapped(f"{what} {judged} {span(target.level)}.") + "\n"


def _story(name: str, target: Target) -> Story | None:
    # A name that nobody knows would be compared to all others.
    if not known(name):
        return None
    try:
        return story(name, target, contents=False)
    except UnknownNameError:
        return None


def _of_method(name: str, rules: Registry, target: Target) -> str:
    """Return what there is to say of what is read from an instance: `tensorflow.Session().run`."""
    owner, _, attribute = name.partition("().")
    return _of_attribute(owner, name, attribute, rules, target) if attribute.isidentifier() else ""


def _of_attribute(owner: str, name: str, attribute: str, rules: Registry, target: Target) -> str:
    """Return what there is to say of an attribute of a class, of which the table has the class alone."""
    told = _story(owner, target)
    judges = _judges(name, rules, target)
    private = attribute.startswith("_")
    if (
        told is None
        or told.kind != "class"
        or not attribute
        or private
        or (told.verdict.fate == "there" and not judges)
    ):
        return ""
    spelled = span(short(owner) + name[len(owner) :])
    if told.verdict.fate == "there":
        return _judged(spelled, judges, target)
    parts = [wrapped(f"{spelled}, of the class {span(short(owner))}, on {names.on_target(target)}: {prose(told.now)}.")]
    parts += [listed(_judging(judges)), "\n".join(f"- {one}" for one in _references(judges))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _of_judged(name: str, rules: Registry, target: Target) -> str:
    """Return which rules judge the uses of a name that the table does not have: of Keras, or of TF-Hub."""
    judges = _judges(name, rules, target)
    return _judged(span(name), judges, target) if judges else ""


def _judged(spelled: str, judges: Sequence[Rule], target: Target) -> str:
    head = f"{spelled}: {len(judges)} rule{'s judge' if len(judges) > 1 else ' judges'} its uses"
    parts = [wrapped(f"{head} for {names.on_target(target)}."), listed(_judging(judges))]
    parts.append("\n".join(f"- {one}" for one in _references(judges)))
    return "\n\n".join(filter(None, parts)) + "\n"


def _judges(name: str, rules: Registry, target: Target) -> list[Rule]:
    found = rules.by_name.get(canonical(name), ())
    return [rule for rule in found if rule.targets is None or target.tensorflow >= rule.targets]


def _judging(judges: Sequence[Rule]) -> Iterator[str]:
    for rule in judges[:_MOST_RULES]:
        yield f"{rule.code} ({rule.name}): {prose(catalogue.headline(rule))}"
    if len(judges) > _MOST_RULES:
        yield f"and {len(judges) - _MOST_RULES} more"


def _references(judges: Sequence[Rule]) -> list[str]:
    return list(dict.fromkeys(one for rule in judges for one in rule.references))[:_MOST_REFERENCES]


def _of_keyword(name: str, keyword: str, target: Target) -> str:
    """Return what became of a keyword argument of a full name; nothing where it is what it was."""
    told = _story(name, target) if _is_tensorflow(name) and name not in _ROOTS else None
    if told is None:
        return ""
    goes = told.native or told.name
    where = f"on {names.on_target(target)}"
    of = f"{span(f'{keyword}=')} of {span(short(told.name))}"
    new = told.keywords.get(keyword)
    if new is not None:
        change = told.verdict.change
        value = change.values.get(keyword) if change is not None else None
        # In the table `_` stands for the old value.
        written = re.sub(r"\b_\b", keyword, value).replace("tensorflow.", "tf.") if value else ""
        given = f", whose value is {span(written)}" if written else ""
        there = "" if goes == told.name else f" of {span(short(goes))}"
        return wrapped(f"{of} is {span(f'{new}=')}{there} {where}{given}.") + "\n"
    now = parameters(goes, target._replace(keras="tf_keras") if told.keras2 else target)
    was = next((call.parameters for call in told.calls if call.where == "tf=1.15"), ())
    if now is None or keyword not in {one.name for one in was} or any(one.star == "**" for one in now):
        return ""
    if keyword in {one.name for one in now}:
        return ""
    return wrapped(f"{of} is taken by {span(short(goes))} no more {where}.") + "\n"


def clear_cache() -> None:
    """Forget what was found out about names, and the rules that were loaded."""
    _of_full_name.cache_clear()
    _loaded.cache_clear()


__all__ = ["Shown", "clear_cache", "explain", "hover", "hover_settings", "rule_of", "rules_of", "setting_page"]
