"""Continuation lines stay under their brackets."""

from __future__ import annotations

import re

import pytest

from hublint.source.alignment import alignments
from hublint.source.edit import Edit, apply
from hublint.source.source import Source

CASES = {
    "arguments under the bracket move with it": """\
x = old(a,
        b,  # two
        # three
        c
        )
---
x = longer(a,
           b,  # two
           # three
           c
           )
""",
    "a bracket that closes under the one that opens moves, too": """\
x = old(a
       )
---
x = longer(a
          )
""",
    "brackets within move as their line does": """\
x = old(f(a,
          b),
        g(
            c,
            [d,
             e],
        ))
---
x = longer(f(a,
             b),
           g(
               c,
               [d,
                e],
           ))
""",
    "several names in a line add up": """\
def f():
    if old(1) and old(a,
                      b):
        pass
---
def f():
    if longer(1) and longer(a,
                            b):
        pass
""",
    "what is behind the bracket moves nothing": """\
x = f(a, old(1),
      b)
---
x = f(a, longer(1),
      b)
""",
    "lines that hang or stand elsewhere stay": """\
x = old(
    a,
    b)
y = old(a,
    b,
      c)
---
x = longer(
    a,
    b)
y = longer(a,
    b,
      c)
""",
    "the lines of a string stay": '''\
x = old("""a
        b""",
        """
        c""", f"""
        {d}
        """)
---
x = longer("""a
        b""",
           """
        c""", f"""
        {d}
        """)
''',
    "a head of several lines moves, and not what is under it": """\
@old(a,
     b)
class C(old(1), old(a,
                    b)):
    x = {1:
         2}

    def f(self):
        try:
            pass
        except (old(1), old(a,
                            b)):
            return (c,
                    d)
        for i in old(a,
                     b):
            pass
        else:
            pass
---
@longer(a,
        b)
class C(longer(1), longer(a,
                          b)):
    x = {1:
         2}

    def f(self):
        try:
            pass
        except (longer(1), longer(a,
                                  b)):
            return (c,
                    d)
        for i in longer(a,
                        b):
            pass
        else:
            pass
""",
    "tabs are left alone": """\
x = old(a,
\t\tb)
---
x = longer(a,
\t\tb)
""",
    "characters count, not bytes": """\
x = "ä", old(a,
             b)
---
x = "ä", longer(a,
                b)
""",
}


def edited(code: str, pattern: str, replacement: str) -> str:
    source = Source(code.encode())
    edits = [Edit(m.start(), m.end(), replacement) for m in re.finditer(pattern.encode(), code.encode())]
    return apply(source.text.utf8, [*edits, *alignments(source, edits)]).decode()


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", CASES)
def test_lines_stand_where_they_stood(case: str, newline: str) -> None:
    before, after = (part.replace("\n", newline) for part in CASES[case].split("---\n"))
    assert edited(before, r"\bold\b", "longer") == after
    assert edited(after, r"\blonger\b", "old") == before


def test_lines_that_another_edit_touches_are_left_to_it() -> None:
    code = "x = old(a,\n        old,\n        b)\n"
    assert edited(code, r"old", "longer") == "x = longer(a,\n           longer,\n           b)\n"
    source = Source(code.encode())
    joined = [Edit(4, 7, "longer"), Edit(10, 19, " ")]
    moved = apply(source.text.utf8, [*joined, *alignments(source, joined)])
    assert moved == b"x = longer(a, old,\n           b)\n"


def test_a_bracket_behind_an_edit_of_several_lines_is_no_measure() -> None:
    code = "x = [1,\n     2], f(a,\n          b)\n"
    source = Source(code.encode())
    edits = [Edit(4, code.index(", f"), "[1, 2]")]
    assert alignments(source, edits) == []


@pytest.mark.parametrize("code", ["match old(a,\n          b):\n    case [c,\n          d]:\n        pass\n"])
def test_the_heads_of_a_match_are_lines_of_their_own(code: str) -> None:
    wanted = code.replace("old", "longer").replace("\n          b", "\n             b", 1)
    assert edited(code, r"\bold\b", "longer") == wanted
