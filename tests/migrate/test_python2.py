"""Python 2 is recognised and converted: what it becomes, and what that prints, which is what Python 2.7 prints."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hublint.migrate import python2
from hublint.migrate.python2 import Python2Error

CASES = Path(__file__).parent / "python2"
PYTHON_27 = os.environ.get("HUBLINT_TEST_PYTHON_27", "")


class Case(NamedTuple):
    before: str
    after: str
    printed: str


def case(name: str) -> Case:
    """Read a program in Python 2, the one it becomes, and what both print; Python 2.7.18 printed it."""
    text = (CASES / name).read_text(encoding="utf-8")
    before, _, rest = text.partition("# becomes\n")
    after, _, printed = rest.partition("# prints\n")
    lines = [line[1:].removeprefix(" ") for line in printed.splitlines()]
    return Case(before, after, "".join(f"{line}\n" for line in lines))


NAMES = sorted(path.name for path in CASES.iterdir())


def run(python: str, program: str, folder: Path) -> str:
    """Run a program, and return what it prints, without the blanks at the ends of lines."""
    path = folder / "program.py"
    path.write_bytes(program.encode())
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([python, str(path)], capture_output=True, env=environment, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return "".join(f"{line.rstrip(' ')}\n" for line in done.stdout.decode().splitlines())


def converted_or_why(source: str) -> str:
    """Return what a program becomes, or the sentence that says why it becomes nothing."""
    try:
        return python2.converted(source.encode(), "a.py").decode()
    except Python2Error as error:
        return str(error)


class TestPrograms:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_becomes_what_a_careful_person_would_write(self, name: str) -> None:
        before, after, _ = case(name)
        assert python2.recognised(before.encode()) is not None
        assert python2.converted(before.encode(), name).decode() == after

    @pytest.mark.parametrize("name", NAMES)
    def test_what_it_becomes_prints_what_python_2_printed(self, name: str, tmp_path: Path) -> None:
        _, after, printed = case(name)
        assert run(sys.executable, after, tmp_path) == printed

    @pytest.mark.skipif(not PYTHON_27, reason="HUBLINT_TEST_PYTHON_27 names no Python 2.7")
    @pytest.mark.parametrize("name", NAMES)
    def test_python_2_itself_prints_that(self, name: str, tmp_path: Path) -> None:
        before, _, printed = case(name)
        assert run(PYTHON_27, before, tmp_path) == printed

    @pytest.mark.parametrize("name", NAMES)
    def test_it_is_python_3_then_and_is_left_alone(self, name: str) -> None:
        after = case(name).after.encode()
        assert python2.recognised(after) is None
        assert python2.converted(after, name) == after

    @pytest.mark.parametrize("name", NAMES)
    def test_this_python_and_the_oldest_that_hublint_runs_on_compile_it(self, name: str) -> None:
        after = case(name).after
        compile(after, name, "exec", dont_inherit=True)
        ast.parse(after, feature_version=(3, 10))


class TestRecognised:
    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ('x = 1\nprint "x"\n', "`print` as a statement in line 2"),
            ("print x, y", "`print` as a statement in line 1"),
            ("try:\n    pass\nexcept E, e:\n    pass\n", "`except` with a comma in line 3"),
            ("raise E, 'x'\n", "`raise` with a comma in line 1"),
            ("\nexec 'x' in {}\n", "`exec` as a statement in line 2"),
            ("x = `1`\n", "backquotes for `repr` in line 1"),
            ("1 <> 2\n", "`<>` in line 1"),
            ("f(0777)\n", "the octal literal `0777` in line 1"),
            ("x = 10L\n", "the literal `10L` in line 1"),
            ("x = ur'x'\n", 'a literal with `ur"` in line 1'),
            ("x = 'C:\\Users'\n", "`\\U` in a literal that does not mean it as an escape in line 1"),
            ("def f(a, (b, c)):\n    pass\n", "a parameter that is taken apart in line 1"),
            ("[x for x in 1, 2]\n", "a comprehension over several values without parentheses in line 1"),
            ("if 1:\n        x = 1\n\ty = 2\n", "tabs mixed with blanks in line 3"),
        ],
    )
    def test_by_what_python_3_does_not_read(self, source: str, reason: str) -> None:
        assert python2.recognised(source.encode()) == reason

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"print('x')\n",
            b"import tensorflow as tf\nd.has_key(1)\nxrange(3)\n",
            b"x = {{ cookiecutter.name }}\nprint(1\n",
            b'print "x" if\n',
            b"def f(async=False):\n    pass\n",
            b"\x00\x01print 'x'",
            b"# coding: nonsense\nprint 'x'\n",
            b"print '\xff'\n",
            b"<html>print 1</html>\n",
            b"x = (" * 5000,
        ],
        ids=range(11),
    )
    def test_neither_python_3_nor_what_is_no_python_is(self, data: bytes) -> None:
        assert python2.recognised(data) is None
        if data[:5] not in {b"", b"print", b"impor"} or data.startswith(b'print "x" if'):
            with pytest.raises(Python2Error) as caught:
                python2.converted(data, "a.py")
            assert str(caught.value).startswith("a.py")
            assert "\n" not in str(caught.value)


class TestBytes:
    def test_newlines_stay_line_by_line_also_where_they_are_mixed(self) -> None:
        data = b"x = 1\r\nprint x\ny = 2\rprint y, \\\r\n  x\r\nz = '''\r\n'''"
        assert python2.converted(data, "a.py") == (b"x = 1\r\nprint(x)\ny = 2\rprint(y,\r\n  x)\r\nz = '''\r\n'''")

    def test_an_added_blank_line_is_no_part_of_the_newline_before_it(self) -> None:
        data = b"print x\nclass A:\n    def next(self): return 1\rprint x"
        expected = b"print(x)\nclass A:\n    def next(self): return 1\r\r    __next__ = next\nprint(x)"
        assert python2.converted(data, "a.py") == expected

    def test_an_added_import_has_the_newline_of_the_file(self) -> None:
        data = b"import os\r\nprint reduce(f, x)\r\n"
        assert (
            python2.converted(data, "a.py") == b"import os\r\nfrom functools import reduce\r\nprint(reduce(f, x))\r\n"
        )

    def test_the_byte_order_mark_the_cookie_and_its_encoding_stay(self) -> None:
        assert python2.converted(b"\xef\xbb\xbfprint 'x'", "a.py") == b"\xef\xbb\xbfprint('x')"
        data = "# -*- coding: latin-1 -*-\n# Größe\nprint 'é'\n".encode("latin-1")
        assert python2.converted(data, "a.py") == data.replace(b"print '\xe9'", b"print('\xe9')")

    def test_form_feeds_comments_and_odd_blanks_stay(self) -> None:
        data = b"#!/usr/bin/python2\n\x0c\nx  =  1 # one\n\x0cdef f( a ):\n\n  # two\n  print a # three\n\n\n# end"
        assert python2.converted(data, "a.py") == data.replace(b"print a", b"print(a)")

    def test_a_character_that_the_encoding_lacks_is_told(self) -> None:
        data = b"# coding: latin-1\nx = ur'\\u20ac'\n"
        with pytest.raises(Python2Error, match=r"a\.py.*'€', which iso8859-1 does not have|'€', which iso-8859-1"):
            python2.converted(data, "a.py")


class TestWhatCannotBeConverted:
    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("print 1\nx = map(None, a, b)\n", "a.py:2: `map(None, ...)` fills shorter sequences up"),
            ("\nraise 'x', 1\n", "a.py:2: a string is raised"),
            ("print 1\nTrue = 1\n", "a.py:2: brought to Python 3, it still does not"),
            ("print 1\ndef f(async):\n    pass\n", "a.py:2: brought to Python 3, it still does not parse: `async`"),
            ("def f():\n    from os import *\n    print 1\n", "a.py:2: brought to Python 3, it still does not compile"),
            ("x = ur'\\u0022'\n", "a.py:1: `\\u0022` in a raw literal has no counterpart"),
        ],
    )
    def test_is_told_with_its_line(self, source: str, message: str) -> None:
        with pytest.raises(Python2Error) as caught:
            python2.converted(source.encode(), "a.py")
        assert str(caught.value).startswith(message)

    @pytest.mark.parametrize(
        "value", ["(" * 3000 + ")" * 3000, "-" * 50_000 + "1", "1" + "[0]" * 150, "1" + "+1" * 5000]
    )
    def test_deep_nesting_is_no_crash(self, value: str) -> None:
        outcome = converted_or_why(f"print {value}\n")
        assert outcome.startswith("a.py: ") or outcome in (f"print({value})\n", f"print {value}\n")


class TestNamesOfTheProgramsOwn:
    @pytest.mark.parametrize(
        ("source", "after"),
        [
            (
                "def f(list):\n    list = map(str, list)\n    print list\n",
                "def f(list):\n    list = [*map(str, list)]\n    print(list)\n",
            ),
            (
                "def f(iter):\n    return {}.iteritems()\nprint 1\n",
                "def f(iter):\n    return {}.items().__iter__()\nprint(1)\n",
            ),
            ("def map(f, x):\n    pass\nprint map(f, x)\n", "def map(f, x):\n    pass\nprint(map(f, x))\n"),
            (
                "from six.moves import xrange, zip\nprint zip(xrange(3))\n",
                "from six.moves import xrange, zip\nprint(zip(xrange(3)))\n",
            ),
            (
                "def f(file, long):\n    print file(long)\nprint file(1)\n",
                "def f(file, long):\n    print(file(long))\nprint(open(1))\n",
            ),
            ("f(long=long)\nx.long\nprint x.unicode\n", "f(long=int)\nx.long\nprint(x.unicode)\n"),
            (
                "class A:\n    def iteritems(self):\n        return 1\nprint A().iteritems()\n",
                "class A:\n    def iteritems(self):\n        return 1\nprint(A().iteritems())\n",
            ),
            (
                "from urllib import quote, urlopen, proxy_bypass\nprint 1\n",
                "from urllib.parse import quote\nfrom urllib.request import urlopen, proxy_bypass\nprint(1)\n",
            ),
            ("raise E, None\n", "raise E\n"),
            (
                "import __builtin__, os\nx = getattr(__builtin__, `1`)\n",
                "import builtins, os\nx = getattr(builtins, repr(1))\n",
            ),
            ("import BaseHTTPServer, SimpleHTTPServer, os\nprint 1\n", "import http.server, os\nprint(1)\n"),
            ("import os\nfrom itertools import izip, imap\nprint izip\n", "import os\nprint(izip)\n"),
            (
                "from itertools import izip as z, izip_longest\nprint 1\n",
                "from itertools import izip as z, zip_longest\nprint(1)\n",
            ),
            ("if x:\n    from itertools import izip\nprint 1\n", "if x:\n    pass\nprint(1)\n"),
            ("import os; from itertools import izip; print 1\n", "import os; print(1)\n"),
            ("# one\nreload(sys)\n# two\nprint 1\n", "# one\n# two\nprint(1)\n"),
            ("def f():\n    reload(sys)  # why\nprint 1\n", "def f():\n    pass  # why\nprint(1)\n"),
            (
                "from urllib2 import urlopen  # opens\nprint 1\n",
                "from urllib.request import urlopen  # opens\nprint(1)\n",
            ),
            ("for line in open(name):\n    print line,\n", 'for line in open(name):\n    print(line, end="")\n'),
        ],
    )
    def test_keep_their_meaning(self, source: str, after: str) -> None:
        assert python2.converted(source.encode(), "a.py").decode() == after


class TestErrors:
    def test_the_error_can_cross_to_another_process(self) -> None:
        import pickle

        error = pickle.loads(pickle.dumps(Python2Error("a.py", "why", 3)))  # noqa: S301 - our own bytes
        assert (str(error), error.filename, error.reason, error.line) == ("a.py:3: why", "a.py", "why", 3)


class TestNotes:
    @pytest.mark.parametrize(
        ("source", "line", "words"),
        [
            ("print 1\nx = a / b\n", 2, "write `//` if they are integers"),
            ("print 1\nx /= 2\n", 2, "write `//=`"),
            ("for line in f:\n    print line,\n", 2, "no blank behind it"),
            ("print 1\nfrom itertools import izip as z\n", 2, "`itertools.izip` does not exist"),
            ("print 1\nimport itertools as it\nit.izip(a)\n", 3, "`it.izip` does not exist"),
            ("print 1\nimport sets\n", 2, "the module `sets` does not exist"),
            ("def f(str):\n    print isinstance(str, unicode)\n", 2, "`unicode` does not exist"),
            ("try:\n    f()\nexcept E, e:\n    pass\nprint e\n", 5, "`e` is forgotten"),
            ("print 1\nx.sort(f)\n", 2, "cmp_to_key"),
            ("print 1\ny = cmp(1, 2)\n", 2, "`cmp` does not exist"),
            ("print 1\ny = 'ff'.decode('hex')\n", 2, "codec 'hex'"),
            ("print 1\nclass A:\n    def __cmp__(self, other):\n        return 0\n", 3, "`__cmp__` is not called"),
            ("print 1\nx = map(f, a, b)\n", 2, "ends with the shortest"),
            ("print 1\nimport string\nx = string.letters\n", 3, "`string.letters` does not exist"),
            ("print 1\nraise kind, value\n", 2, "raise it as it is"),
            ("reload(sys)\nprint 1\nx = a / b\n", 2, "write `//`"),
        ],
    )
    def test_what_a_person_has_to_look_at_is_told_with_its_new_line(self, source: str, line: int, words: str) -> None:
        notes = python2.conversion(source.encode(), "a.py").notes
        assert [note.line for note in notes if words in note.text] == [line]

    def test_nothing_is_told_of_what_is_certain(self) -> None:
        source = b"print 1 / 2, len(x) / 2, 1.0 / n, float(a) / b\nfor i in range(n / 2):\n    print 'x',\n"
        assert python2.conversion(source, "a.py").notes == ()


class TestPackages:
    def test_a_module_beside_it_in_a_package_is_imported_as_one(self, tmp_path: Path) -> None:
        for name in ("__init__.py", "layers.py", "model.py"):
            (tmp_path / name).write_text("", encoding="utf-8")
        source = b"import os\nimport layers\nfrom layers import dense\nprint layers\n"
        expected = b"import os\nfrom . import layers\nfrom .layers import dense\nprint(layers)\n"
        assert python2.converted(source, str(tmp_path / "model.py")) == expected
        script = source + b"if __name__ == '__main__':\n    print 1\n"
        assert b"import layers\nfrom layers import dense" in python2.converted(script, str(tmp_path / "model.py"))


def test_nothing_is_written_outside_and_nothing_is_logged_or_warned_of(tmp_path: Path) -> None:
    program = (
        "import logging, sys; logging.basicConfig(level=0)\n"
        "from hublint.migrate import python2\n"
        "assert 'fissix' not in sys.modules\n"
        "sys.stdout.buffer.write(python2.converted(b'print 1\\n', 'a.py'))\n"
    )
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-B", "-c", program],
        capture_output=True,
        env=environment,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr.decode()) == (b"print(1)\n", "")
    assert list(tmp_path.iterdir()) == []


def test_threads_convert_beside_each_other() -> None:
    from concurrent.futures import ThreadPoolExecutor

    sources = [
        f"from __future__ import print_function\nx = {n}L\nprint(x)\n" if n % 2 else f"print {n}L\n" for n in range(40)
    ]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda source: python2.converted(source.encode(), "a.py").decode(), sources))
    for n, result in enumerate(results):
        assert result == (f"from __future__ import print_function\nx = {n}\nprint(x)\n" if n % 2 else f"print({n})\n")


LINES = [
    "print x, y",
    "print >>f, x,",
    "print",
    "x = {}.keys()",
    "for k in d.items(): print k",
    "try:\n    x = 0777L\nexcept E, e:\n\tpass",
    "raise E, 'x'",
    "if d.has_key(`x`) and 1 <> 2:\n  pass # why",
    "'''a\n\tb'''",
    "\x0c",
    "# comment",
    "",
    "def f(a, (b, c)): return map(lambda (x, y): x, a)",
    "x = (1,\n     2) / 2",
    "exec 'x' in {}",
    "from urllib2 import urlopen, quote",
    "import urllib, os",
    "class A:\n    def next(self): return 1",
    "u'\u00e9'; ur'\\d'; '\\u1'",
]


@given(st.lists(st.sampled_from(LINES)), st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=1), st.booleans())
def test_whatever_is_converted_is_python_3_and_lines_that_need_nothing_stay(
    lines: list[str], newlines: list[str], ended: bool
) -> None:
    source = "".join(line + newlines[at % len(newlines)] for at, line in enumerate("\n".join(lines).split("\n")))
    data = (source if ended else source.rstrip("\r\n")).encode()
    assume(python2.recognised(data) is not None)
    after = python2.converted(data, "a.py")
    assert python2.recognised(after) is None
    assert python2.converted(after, "a.py") == after
    assert after.endswith((b"\n", b"\r")) == data.endswith((b"\n", b"\r"))
    assert Counter(re.findall(rb"\r\n|\n|\r", after)).keys() <= Counter(re.findall(rb"\r\n|\n|\r", data)).keys() | {
        b"\n"
    }
    kept = [line for line in data.splitlines() if line.startswith((b"#", b"'''"))]
    assert [line for line in after.splitlines() if line.startswith((b"#", b"'''"))] == kept
