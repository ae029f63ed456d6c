"""Ignore comments for all findings of a file: nothing is found afterwards, and the program is the same."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint.checking import Task, check_bytes
from hublint.engine import CANNOT_PARSE, UNUSED_IGNORE
from hublint.session import Overrides, Session
from hublint.silence import NO_PLACE, UNUSED, Silenced, silence, why_no_reason
from hublint.source.ipynb import NotebookFile
from tests.output.reports import notebook

if TYPE_CHECKING:
    from hublint.rule import Finding

CASES = Path(__file__).resolve().parent / "rules" / "cases"
TASK = Task(Overrides(target="tf=2.21"), fix=False, write=False, unsafe=False, fixes_wanted=False)
SESSION = Session(TASK.overrides)
PROGRAM = Path("program.py")


def found(data: bytes, path: Path = PROGRAM) -> list[Finding]:
    outcome = check_bytes(data, path, str(path), SESSION, TASK)
    assert outcome.error is None
    return outcome.findings


def silenced(data: bytes, path: Path = PROGRAM, reason: str = "") -> Silenced:
    return silence(data, path, found(data, path), SESSION, reason)


def text(data: str, reason: str = "") -> str:
    return silenced(data.encode(), reason=reason).data.decode()


def require_silent(data: bytes) -> None:
    """Silence what is found in a program, and hold the result against what is promised."""
    findings = found(data)
    if not findings or any(finding.code == CANNOT_PARSE for finding in findings):
        return
    done = silenced(data)
    left = found(done.data)
    assert [(one.code, one.start) for one in done.findings] == [(one.code, one.start) for one in left]
    assert done.number == len(findings) - len(left)
    before = [finding.code for finding in findings if finding.code == UNUSED_IGNORE]
    assert [finding.code for finding in left if finding.code == UNUSED_IGNORE] == before
    assert ast.dump(ast.parse(done.data)) == ast.dump(ast.parse(data))
    again = silence(done.data, PROGRAM, left, SESSION) if left else Silenced(done.data, [], 0)
    assert again.data == done.data, "a second time changes nothing"


class TestPrograms:
    @pytest.mark.parametrize("code", sorted(path.name for path in CASES.iterdir()))
    def test_the_longest_cases_of_a_rule_are_silenced(self, code: str) -> None:
        files = sorted((CASES / code).glob("*.py"), key=lambda file: (-file.stat().st_size, file))
        for file in files[:3]:
            require_silent(file.read_bytes())

    @settings(max_examples=60)
    @given(
        statements=st.lists(
            st.sampled_from(
                [
                    "sess = tf.Session()",
                    "sess = tf.Session(); tf.set_random_seed(tf.contrib.x)",
                    "tf.set_random_seed(1)  # why",
                    "tf.set_random_seed(1)  # hublint: ignore[HUB507] reason",
                    "tf.set_random_seed(1)  # noqa: HUB501",
                    "x = f('''\n# no comment\n''', tf.set_random_seed(2))",
                    "x = '''\n%s\n''' % \\\n    tf.set_random_seed(3)",
                    "f(tf.log(1),\n  tf.log(2),\n\n  tf.contrib.layers, tf.log(3)\n  )",
                    "f(\n    tf.log(1)  # inside\n)",
                    "with tf.Session() as sess:\n    pass",
                    "if tf.log(x): tf.log(y)",
                    "@tf.contrib.framework.add_arg_scope\ndef f(a=tf.log(1)):\n    return tf.log(a)",
                    "class A(tf.layers.Layer):\n\tdef f(self):\n\t\ttf.log(1);\n\t\treturn \\\n\t\t\ttf.log(2)",
                    'x = f"""\n{tf.log(1)}\n"""',
                    "# hublint: ignore[HUB501]\nx = 1",
                    "pass",
                ]
            ),
            max_size=8,
        ),
        newline=st.sampled_from(["\n", "\r\n", "\r"]),
        ends=st.booleans(),
    )
    def test_statements_of_all_kinds_are_silenced(self, statements: list[str], newline: str, *, ends: bool) -> None:
        program = "\n".join(("import tensorflow as tf", *statements)) + ("\n" if ends else "")
        require_silent(program.replace("\n", newline).encode())

    def test_codes_of_one_line_share_a_comment(self) -> None:
        program = "import tensorflow as tf\ntf.Session().run(tf.log(1))\n"
        codes = sorted({finding.code for finding in found(program.encode())})
        assert len(codes) == 2
        last = text(program).splitlines()[-1]
        assert last.count("#") == 1
        assert all(code in last for code in codes)

    def test_a_reason_stands_behind_the_codes(self) -> None:
        program = "import tensorflow as tf\ntf.log(1)\n"
        assert text(program, "ported later").endswith("tf.log(1)  # hublint: ignore[HUB501] ported later\n")

    def test_the_encoding_and_the_mark_stay(self) -> None:
        latin = "# coding: latin-1\nimport tensorflow as tf\ntf.log('é')\n".encode("latin-1")
        assert silenced(latin).data.decode("latin-1").endswith("tf.log('é')  # hublint: ignore[HUB501]\n")
        marked = b"\xef\xbb\xbfimport tensorflow as tf\ntf.log(1)\n"
        assert silenced(marked).data == marked[:-1] + b"  # hublint: ignore[HUB501]\n"

    def test_a_reason_that_the_encoding_lacks_is_not_written(self) -> None:
        latin = b"# coding: latin-1\nimport tensorflow as tf\ntf.log(1)\n"
        done = silenced(latin, reason="später ☃")
        assert (done.data, done.number) == (latin, 0)
        assert [finding.note for finding in done.findings] == [NO_PLACE]

    def test_only_what_is_asked_for_is_silenced(self) -> None:
        data = b"import tensorflow as tf\ntf.log(1)\ntf.log(2)\n"
        done = silence(data, PROGRAM, found(data)[1:], SESSION)
        assert done == Silenced(data[:-1] + b"  # hublint: ignore[HUB501]\n", [], 1)

    def test_a_comment_that_silences_nothing_is_left_and_told(self) -> None:
        data = b"import tensorflow as tf\nx = 1  # hublint: ignore[HUB501]\n"
        done = silenced(data)
        assert (done.data, done.number) == (data, 0)
        assert [(one.code, one.note) for one in done.findings] == [(UNUSED_IGNORE, UNUSED)]


class TestRequirements:
    def test_a_line_gets_its_comment(self) -> None:
        path = Path("requirements.txt")
        data = b"tensorflow-gpu\nnumpy\n"
        done = silenced(data, path, "pinned")
        assert done.number == len(found(data, path)) > 0
        first = done.data.decode().splitlines()[0]
        assert first.startswith("tensorflow-gpu  # hublint: ignore[HUB")
        assert first.endswith("] pinned")
        assert found(done.data, path) == []

    def test_a_table_of_toml_too(self) -> None:
        path = Path("pyproject.toml")
        data = b'[project]\nname = "x"\ndependencies = [\n    "tensorflow-gpu",\n]\n'
        done = silenced(data, path)
        assert done.number > 0
        assert found(done.data, path) == []

    def test_where_none_can_stand_that_is_told(self) -> None:
        path = Path("requirements.txt")
        data = b"tensorflow-gpu \\\n    --hash=sha256:0\n"
        done = silenced(data, path)
        assert (done.data, done.number) == (data, 0)
        assert {finding.note for finding in done.findings} == {NO_PLACE}


class TestNotebooks:
    def test_cells_with_magics_and_files_that_cells_write(self) -> None:
        path = Path("n.ipynb")
        cells = (
            "import tensorflow as tf\n!pip install x",
            "%%time\ntf.log(1)\n",
            "%%writefile a.py\nimport tensorflow as tf\ntf.log(2)",
            "x = '''\n'''; tf.log(3)",
            "%matplotlib inline\nf(tf.log(4),\n  tf.Session())",
        )
        data = notebook(*cells)
        assert len(found(data, path)) == 5
        done = silenced(data, path, "later")
        assert (done.findings, done.number) == ([], 5)
        assert found(done.data, path) == []
        texts = [cell.text for cell in NotebookFile(done.data).cells]
        assert texts[0] == cells[0]
        assert texts[1] == "%%time\ntf.log(1)  # hublint: ignore[HUB501] later\n"
        assert texts[2].endswith("tf.log(2)  # hublint: ignore[HUB501] later")
        before, after = json.loads(data), json.loads(done.data)
        for document in (before, after):
            for cell in document["cells"]:
                cell["source"] = ""
        assert before == after

    def test_a_cell_that_cannot_be_read_stays_and_is_told(self) -> None:
        path = Path("n.ipynb")
        done = silenced(notebook("import tensorflow as tf\ntf.log(1)", "print 1"), path)
        assert [finding.code for finding in done.findings] == [CANNOT_PARSE]
        assert done.number == 1


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "is empty"), (" ", "is empty"), ("a\nb", "one line"), ("\x1b[2J", "one line"), ("see #12", "a #")],
)
def test_what_is_no_reason(reason: str, said: str) -> None:
    assert said in str(why_no_reason(reason))
    assert why_no_reason("see issue 12, é") is None
