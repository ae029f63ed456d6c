"""What an editor offers while somebody types an ignore comment or the settings: codes, keys and values.

It reads lines and words, never a syntax tree: what is half-typed does not parse. Nothing raises, whatever the text and
the offset.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import catalogue
from hublint.config import SETTINGS
from hublint.lsp import settings_text
from hublint.lsp.comments import Word, comment_at, comment_start, line_at
from hublint.lsp.hover import rules_of, setting_page
from hublint.output.markdown import prose, span, wrapped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from hublint.lsp.comments import Comment
    from hublint.lsp.settings_text import Place
    from hublint.registry import Registry
    from hublint.rule import Rule

# What is found here comes before everything else, and single rules before the beginnings of codes.
_FOUND_HERE: Final = 0
_SINGLE: Final = 1
_SEVERAL: Final = 2

_SCOPES: Final = {
    "ignore": "silences rules on this line, or in the statement below",
    "ignore-file": "silences rules in the whole file",
}
_OPENING: Final = re.compile(rb"#\s*(?P<word>h[a-z]*:?)\Z", re.IGNORECASE)
_OWN: Final = b"hublint:"


class Offer(NamedTuple):
    """Something to be written in place of the bytes from `start` up to `end`.

    Attributes:
        start: where what it takes the place of begins.
        end: where that ends.
        text: what is written.
        label: what the list shows.
        detail: a few words beside it.
        documentation: Markdown, shown on request.
        rank: offers of a lower rank come first.
    """

    start: int
    end: int
    text: str
    label: str
    detail: str
    documentation: str
    rank: int


def complete(text: bytes, offset: int, rules: Registry, present: Collection[str] = ()) -> list[Offer]:
    """Return what can be typed at an offset of a Python file, which is something inside of ignore comments alone.

    Args:
        text: the file, which need not parse.
        offset: where somebody types, in bytes.
        rules: the rules that are active in the file.
        present: the codes that are reported where the comment would silence them; they come first.
    """
    if not 0 <= offset <= len(text):
        return []
    comment = comment_at(text, offset)
    if comment is None:
        return _opening(text, offset)
    if comment.listed is not None and comment.listed[0] <= offset <= comment.listed[1]:
        return _codes_in(text, offset, comment, rules, present)
    if comment.own and comment.scope.start <= offset <= comment.scope.end and comment.listed is None:
        return _scopes(text, offset, comment, rules, present)
    return []


def _opening(text: bytes, offset: int) -> list[Offer]:
    """Offer the word that begins an ignore comment, where a comment begins like it."""
    start, end = line_at(text, offset)
    begin = comment_start(text, start, end)
    found = _OPENING.search(text, begin, offset)
    if begin == end or found is None or not _OWN.startswith(found["word"].lower()):
        return []
    behind = found.end()
    while text[behind : behind + 1].isalpha() or text[behind : behind + 1] == b":":
        behind += 1
    documentation = wrapped(f"Begins a comment that silences hublint, such as {span('# hublint: ignore[HUB101]')}.")
    word = "hublint: ignore["
    return [Offer(found.start("word"), behind, word, "hublint:", "ignore a rule", documentation + "\n", _SINGLE)]


def _scopes(text: bytes, offset: int, comment: Comment, rules: Registry, present: Collection[str]) -> list[Offer]:
    """Offer what may stand behind `hublint:`, with the codes that are reported here."""
    word = comment.scope
    typed = word.text[: len(text[word.start : offset].decode(errors="replace"))].lower()
    # Right behind the colon a blank is missing.
    blank = "" if text[word.start - 1 : word.start].isspace() else " "
    offers = []
    for scope, meaning in _SCOPES.items():
        if not scope.startswith(typed):
            continue
        documentation = wrapped(f"{span(f'# hublint: {scope}[HUB101]')} {meaning}.") + "\n"
        rank = _SINGLE if scope == "ignore" else _SEVERAL
        offers.append(Offer(word.start, word.end, f"{blank}{scope}[", scope, meaning, documentation, rank))
    for rule in _known(present, rules):
        if "ignore".startswith(typed):
            label = f"ignore[{rule.code}]"
            written = f"{blank}{label}"
            offers.append(Offer(word.start, word.end, written, label, rule.name, _in_short(rule), _FOUND_HERE))
    return sorted(offers, key=_order)


def _codes_in(text: bytes, offset: int, comment: Comment, rules: Registry, present: Collection[str]) -> list[Offer]:
    """Offer codes inside of an ignore comment."""
    word = next((one for one in comment.codes if one.start <= offset <= one.end), Word(offset, offset, ""))
    given = {one.text.upper() for one in comment.codes if one != word}
    closing = "]" if comment.own and not comment.closed and not _behind(text, word.end) else ""
    # Right behind the colon of a `noqa` a blank is missing.
    blank = " " if not comment.own and text[word.start - 1 : word.start] == b":" else ""
    found = _codes(_typed(text, word, offset), word, rules.rules, present, several=comment.own)
    offers = (one._replace(text=f"{blank}{one.text}{closing}") for one in found if one.label not in given)
    return sorted(offers, key=_order)


def _behind(text: bytes, offset: int) -> bytes:
    """Return what is written behind an offset on its line."""
    return text[offset : line_at(text, offset)[1]].strip()


def _typed(text: bytes, word: Word, offset: int) -> str:
    """Return what is written of a word up to an offset."""
    return text[word.start : offset].decode(errors="replace")


def _codes(
    typed: str, word: Word, offered: Sequence[Rule], present: Collection[str], *, several: bool
) -> Iterator[Offer]:
    """Yield the codes that begin as what is typed, and the rules whose names do; `several` for beginnings of codes."""
    wanted = typed.upper()
    for rule in offered:
        if rule.code.startswith(wanted) or rule.name.startswith(typed.lower()):
            rank = _FOUND_HERE if rule.code in present else _SINGLE
            yield Offer(word.start, word.end, rule.code, rule.code, rule.name, _in_short(rule), rank)
    for prefix, title in _beginnings(offered).items() if several else ():
        if prefix.startswith(wanted):
            stands = f"{span(prefix)} stands for all rules whose codes begin so: {prose(title)}."
            yield Offer(word.start, word.end, prefix, prefix, title, wrapped(stands) + "\n", _SEVERAL)


def _in_short(rule: Rule) -> str:
    """Return what a rule finds, and what its fix is like: a list of codes would be long with their whole pages."""
    return f"{wrapped(prose(catalogue.headline(rule)))}\n\n{wrapped(catalogue.FIXES[rule.applicability])}\n"


def _beginnings(offered: Sequence[Rule]) -> dict[str, str]:
    """Return the beginnings of codes that stand for a family, with what it is about."""
    found: dict[str, str] = {}
    for rule in offered:
        prefix = rule.code[:-2]
        title = catalogue.family(rule)
        found.setdefault(prefix, title.partition(": ")[2] or title)
    return found


def _known(codes: Collection[str], rules: Registry) -> list[Rule]:
    return [rules.by_code[code] for code in sorted(set(codes)) if code in rules.by_code]


def _order(offer: Offer) -> tuple[int, str]:
    return offer.rank, offer.label


# Settings.


def complete_settings(text: bytes, offset: int, rules: Registry, *, pyproject: bool) -> list[Offer]:
    """Return what can be typed at an offset of a settings file, which is nothing outside of hublint's settings.

    Args:
        text: the file, which need not parse.
        offset: where somebody types, in bytes.
        rules: the rules that there are.
        pyproject: whether the settings are the table `[tool.hublint]` of it, not all of it.
    """
    place = settings_text.place_at(text, offset, pyproject=pyproject)
    if place is None:
        return []
    if place.part == "key":
        return list(_keys(text, offset, place, pyproject=pyproject)) if not place.above else []
    if place.part == "value":
        return list(_values(text, offset, place))
    return _codes_of_setting(text, offset, place, rules)


def _keys(text: bytes, offset: int, place: Place, *, pyproject: bool) -> Iterator[Offer]:
    typed = _typed(text, place.word, offset)
    behind = _behind(text, place.word.end)
    for key, told in SETTINGS.items():
        if not key.startswith(typed) or key in place.others:
            continue
        # A table is written in a table of its own, more often than behind the key.
        written = key if behind or place.quote or told.holds == "table" else f"{key} = "
        detail = f"default: {told.default}"
        page = setting_page(key, pyproject=pyproject)
        yield Offer(place.word.start, place.word.end, written, key, detail, page, _SINGLE)


def _values(text: bytes, offset: int, place: Place) -> Iterator[Offer]:
    typed = _typed(text, place.word, offset)
    for rank, (value, meaning) in enumerate(SETTINGS[place.key].values.items()):
        if not value.startswith(typed):
            continue
        setting = f'{place.key} = "{value}"'
        documentation = wrapped(f"{span(setting)}: {prose(meaning)}.") + "\n"
        yield Offer(place.word.start, place.word.end, _quoted(text, place, value), value, meaning, documentation, rank)


def _codes_of_setting(text: bytes, offset: int, place: Place, rules: Registry) -> list[Offer]:
    every = rules_of("ALL", rules)
    typed = _typed(text, place.word, offset)
    found = [*_codes(typed, place.word, every, (), several=True)]
    if "ALL".startswith(typed.upper()):
        told = f"{span('ALL')} stands for all rules.\n"
        found.append(Offer(place.word.start, place.word.end, "ALL", "ALL", "all rules", told, _SEVERAL))
    given = {code.upper() for code in place.others}
    offers = []
    for offer in found:
        if offer.label not in given:
            written = _quoted(text, place, offer.text)
            # Codes stand in a list, which may not have been begun.
            offers.append(offer._replace(text=written if place.in_list or place.quote else f"[{written}]"))
    return sorted(offers, key=_order)


def _quoted(text: bytes, place: Place, value: str) -> str:
    """Return a value in quotes, as far as they are not there."""
    if not place.quote:
        return f'"{value}"'
    width = len(place.quote)
    there = text[place.word.end : place.word.end + width].decode(errors="replace") == place.quote
    return value if there else f"{value}{place.quote}"


__all__ = ["Offer", "complete", "complete_settings"]
