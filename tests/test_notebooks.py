from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hublint import engine, notebooks, registry
from hublint.notebooks import Rules
from hublint.rule import Target
from hublint.source.edit import apply
from hublint.source.notebook import Cell, Notebook
from hublint.source.text import Text

if TYPE_CHECKING:
    from hublint.rule import Finding

REGISTRY = registry.load()
RULES = Rules(lambda _: REGISTRY, lambda _: Target.newest)
PATH = Path("folder") / "a.ipynb"
IMPORT = "import tensorflow as tf"
GRAPH = """with tf.Graph().as_default() as g:
    x = tf.compat.v1.placeholder(tf.float32, [], name='x')
    y = x + 2"""
BUILDER = (
    "x = tf.compat.v1.placeholder(tf.float32, [], name='x')\ny = x + 2",
    "sess = tf.compat.v1.Session()",
    "builder = tf.compat.v1.saved_model.builder.SavedModelBuilder('out')",
    """sig = tf.compat.v1.saved_model.predict_signature_def({'x': x}, {'y': y})
builder.add_meta_graph_and_variables(sess, ['serve'], signature_def_map={'serving_default': sig})""",
    "builder.save()",
)
RUN = """with tf.compat.v1.Session(graph=g) as sess:
    tf.compat.v1.saved_model.simple_save(sess, 'out', {'x': x}, {'y': y})"""


def notebook(*texts: str) -> Notebook:
    return Notebook(Cell(number, text) for number, text in zip(range(1, 2 * len(texts), 2), texts, strict=True))


def found(*texts: str) -> list[Finding]:
    return notebooks.check(notebook(*texts), RULES, filename="a.ipynb", path=PATH).findings


def fixed(*texts: str, unsafe: bool = False) -> list[str]:
    """Return what fixing makes of cells; fixing that again has to change nothing."""
    result = notebooks.fix(notebook(*texts), RULES, filename="a.ipynb", path=PATH, unsafe=unsafe)
    again = notebooks.fix(Notebook(result.cells), RULES, filename="a.ipynb", path=PATH, unsafe=unsafe)
    assert again.cells == result.cells
    assert again.checked == result.checked
    return [cell.text for cell in result.cells]


class Place(NamedTuple):
    code: str
    cell: int | None
    row: int
    column: int


def places(*texts: str) -> list[Place]:
    return [Place(one.code, one.cell, *one.location) for one in found(*texts)]


class TestFindings:
    def test_names_flow_from_cell_to_cell_and_places_are_those_of_the_cell(self) -> None:
        assert places("!pip install x", IMPORT, "x = 1\né = tf.log(x)", "%time y = tf.log(x)") == [
            ("HUB501", 5, 2, 5),
            ("HUB501", 7, 1, 11),
        ]

    def test_a_later_cell_gives_a_name_another_meaning(self) -> None:
        assert places(IMPORT, "tf.log(1.0)", "import numpy as tf", "tf.log(1.0)") == [("HUB501", 3, 1, 1)]

    def test_offsets_and_edits_are_those_of_the_cells_own_text(self) -> None:
        cells = ("!ls", IMPORT, "    é = 1\n    !ls\n    y = tf.flags.DEFINE_string('a', 'b', 'c')\n")
        (finding,) = found(*cells)
        assert cells[2].encode()[finding.start : finding.end] == b"tf.flags.DEFINE_string"
        assert finding.fix is not None
        texts = {
            number: apply(text.encode(), [edit for edit in finding.fix.edits if edit.cell == number]).decode()
            for number, text in zip((1, 3, 5), cells, strict=True)
        }
        assert texts == {1: "!ls", 3: f"{IMPORT}\nfrom absl import flags", 5: cells[2].replace("tf.flags", "flags")}

    def test_a_cell_that_cannot_be_parsed_has_a_finding_of_its_own(self) -> None:
        assert places(IMPORT, "x = 1\nprint tf.log(1.0)", "tf.log(1.0)", "%%writefile a.py\n\nimport tensorflow (") == [
            ("HUB901", 3, 2, 1),
            ("HUB501", 5, 1, 1),
            ("HUB901", 7, 3, 1),
        ]

    def test_a_requirement_that_a_cell_writes_is_judged_by_the_rules_of_such_files(self) -> None:
        (finding,) = found("%%writefile requirements.txt\nnumpy\ntensorflow-hub==0.16.1\n")
        assert (finding.cell, finding.location.row) == (1, 3)
        assert found("%%writefile notes.txt\ntensorflow-hub==0.16.1\n") == []

    def test_the_rules_and_the_target_of_what_a_cell_writes_are_those_of_its_place(self) -> None:
        asked: list[Path] = []

        def of_path(path: Path) -> registry.Registry:
            asked.append(path)
            return REGISTRY

        cell = f"%%writefile models/a.py\n{IMPORT}\ntf.log(1.0)\n"
        rules = Rules(of_path, RULES.target)
        checked = notebooks.check(notebook(cell), rules, filename="a.ipynb", path=PATH)
        assert [Place(one.code, one.cell, *one.location) for one in checked.findings] == [("HUB501", 1, 3, 1)]
        assert asked == [PATH, PATH.parent / "models" / "a.py"]


class TestIgnoring:
    def test_comments_silence_within_their_cell(self) -> None:
        assert places(IMPORT, "tf.log(1.0)  # hublint: ignore[HUB501]\ntf.log(1.0)  # noqa: HUB501") == []
        assert places(IMPORT, "# hublint: ignore[HUB501]\n\ntf.log(1.0)") == []
        assert places(IMPORT, "x = 1\n# hublint: ignore[HUB501]", "tf.log(1.0)") == [
            ("HUB900", 3, 2, 1),
            ("HUB501", 5, 1, 1),
        ]

    def test_one_comment_silences_a_whole_notebook(self) -> None:
        assert places("# hublint: ignore-file[HUB501]", IMPORT, "tf.log(1.0)") == []

    def test_a_comment_that_silences_nothing_is_taken_away(self) -> None:
        assert fixed(f"{IMPORT}  # hublint: ignore[HUB101]", "!ls  # hublint: ignore[HUB101]") == [
            IMPORT,
            "!ls  # hublint: ignore[HUB101]",
        ]


class TestFixing:
    def test_everything_but_what_is_fixed_stays(self) -> None:
        cells = ["!ls \\\n  -l", IMPORT, "\n\n    !ls\n    \n    x = tf.log(1.0)\n", "print 'old'", "%%bash\nls", ""]
        assert fixed(*cells) == [text.replace("tf.log", "tf.math.log") for text in cells]

    @pytest.mark.parametrize(
        ("cells", "after"),
        [
            ((f"{IMPORT}\nimport numpy", "#"), (f"{IMPORT}\nimport numpy\nfrom absl import flags", "#")),
            (
                ("!ls\nimport os", f"%cd\n{IMPORT}\n\nx = 1"),
                ("!ls\nimport os", f"%cd\n{IMPORT}\nfrom absl import flags\n\nx = 1"),
            ),
            (("import os", f"import sys\n{IMPORT}"), ("import os", f"import sys\n{IMPORT}\nfrom absl import flags")),
            ((f"%%time\n{IMPORT}", ""), (f"%%time\n{IMPORT}\nfrom absl import flags", "")),
            ((f"{IMPORT}\n", "from absl import app"), (f"{IMPORT}\nfrom absl import flags\n", "from absl import app")),
            (("from absl import app", IMPORT), ("from absl import app\nfrom absl import flags", IMPORT)),
            ((f"    !ls\n    {IMPORT}", ""), (f"    !ls\n    {IMPORT}\n    from absl import flags", "")),
        ],
    )
    def test_an_import_goes_behind_those_round_tensorflow_in_their_cell(
        self, cells: tuple[str, ...], after: tuple[str, ...]
    ) -> None:
        use = "tf.flags.DEFINE_string('a', 'b', 'c')\ntf.constant(1)"
        assert fixed(*cells, use) == [*after, use.removeprefix("tf.")]

    def test_an_import_that_nothing_uses_any_more_goes_and_leaves_an_empty_cell(self) -> None:
        use = "tf.flags.DEFINE_string('a', 'b', 'c')"
        after = ["from absl import app\nfrom absl import flags", "", use.removeprefix("tf.")]
        assert fixed("from absl import app", IMPORT, use) == after
        assert fixed("from absl import app", IMPORT, use, "tf?") == ["from absl import app", IMPORT, use, "tf?"]

    @pytest.mark.parametrize(
        ("first", "after"),
        [
            (
                "# a\n\nif x:\n    import tensorflow as tf",
                "# a\nfrom absl import flags\n\nif x:\n    import tensorflow as tf",
            ),
            (
                "%%time\nif x:\n    import tensorflow as tf",
                "%%time\nfrom absl import flags\nif x:\n    import tensorflow as tf",
            ),
        ],
    )
    def test_without_any_at_the_top_it_goes_to_the_first_program(self, first: str, after: str) -> None:
        assert fixed("!ls", "%%bash\nls", first, "tf.flags.DEFINE_string('a', 'b', 'c')\ntf.constant(1)")[2] == after

    def test_a_rewrite_of_several_cells_is_made_where_each_keeps_some_code(self) -> None:
        assert "tf.function" in fixed(IMPORT, "\n".join(BUILDER), unsafe=True)[1]
        cells = fixed(IMPORT, f"{GRAPH}\n    !ls\nprint(1)", RUN, unsafe=True)
        assert cells[:2] == [IMPORT, "!ls\nprint(1)"]
        assert "tf.function" in cells[2]
        assert "Session" not in cells[2]

    def test_one_that_would_empty_a_cell_is_refused_and_the_note_says_so(self) -> None:
        cells = [IMPORT, *BUILDER]
        assert fixed(*cells, unsafe=True)[2:] == cells[2:]
        notes = {finding.note for finding in found(*cells) if finding.code in {"HUB202", "HUB203"}}
        assert notes == {"its rewrite would leave no code in a cell"}

    def test_other_fixes_are_applied_where_one_is_refused(self) -> None:
        many = "\n".join(f"z{number} = tf.log({number}.0)" for number in range(70))
        cells = fixed(IMPORT, *BUILDER, many, unsafe=True)
        assert cells[2:] == [*BUILDER[1:], many.replace("tf.log", "tf.math.log")]

    def test_what_cells_write_is_fixed_too(self) -> None:
        cell = f"%%writefile a.py\n{IMPORT}\n\ntf.flags.DEFINE_string('a', 'b', 'c')"
        after = "%%writefile a.py\nfrom absl import flags\n\nflags.DEFINE_string('a', 'b', 'c')"
        assert fixed(IMPORT, cell) == [IMPORT, after]


FOLDER = Path(__file__).parent / "rules" / "cases"
# A comment that speaks of the next statement speaks of none where that is in another cell.
CASES = sorted(set(FOLDER.glob("HUB*/*.py")) - {FOLDER / "HUB900" / "false_alarm_of_use.py"})


def in_cells(text: str) -> list[str]:
    """Return a program with each of its statements in a cell of its own."""
    lines = text.splitlines(keepends=True)
    rows = {
        min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", ()))]) - 1
        for statement in ast.parse(text).body
    }
    cuts = [0, *sorted(rows)[1:], len(lines)]
    return ["".join(lines[start:end]) for start, end in pairwise(cuts)]


def told(findings: list[Finding], texts: dict[int | None, bytes]) -> list[tuple[str, str, bytes]]:
    """Return findings without their places."""
    return sorted((one.code, _LINE.sub("line", one.message), texts[one.cell][one.start : one.end]) for one in findings)


_LINE = re.compile(r"line (\d+)(?: of cell (\d+))?")


class TestRealPrograms:
    """The cases of the rules, statement by statement in cells."""

    def test_a_notebook_has_the_findings_of_the_program_that_its_cells_make(self) -> None:
        compared = 0
        for case in CASES[::4]:
            data = case.read_bytes()
            whole = engine.check(Text.decoded(data), REGISTRY, target=Target.newest, fixes=False)
            cells = in_cells(data.decode(errors="replace")) if whole.parsed else []
            made = Notebook(Cell(number, cell) for number, cell in enumerate(cells, 1))
            if made.unread or "".join(cells).encode() != data:
                continue  # no text, no Python 3, or statements that share a line
            here = notebooks.check(made, RULES, filename="-", path=PATH, fixes=False)
            texts: dict[int | None, bytes] = {cell.number: cell.text.encode() for cell in made.cells}
            assert told(here.findings, texts) == told(whole.findings, {None: data}), case
            compared += len(here.findings)
        assert compared > 300

    def test_the_lines_that_notes_speak_of_are_told_with_their_cells(self) -> None:
        data = (FOLDER / "HUB101" / "program_places.py").read_bytes()
        cells = in_cells(data.decode())
        whole = engine.check(data, REGISTRY, target=Target.newest).findings
        rows = [match[1] for one in whole if (match := _LINE.search(one.note or ""))]
        lines = [data.decode().splitlines()[int(row) - 1] for row in rows]
        here = notebooks.check(
            Notebook(Cell(number, cell) for number, cell in enumerate(cells, 1)), RULES, filename="-", path=PATH
        ).findings
        places = [(match[1], match[2] or one.cell or 0) for one in here if (match := _LINE.search(one.note or ""))]
        assert [cells[int(cell) - 1].splitlines()[int(row) - 1] for row, cell in places] == lines
        assert lines

    def test_it_can_be_fixed_and_is_finished_then(self) -> None:
        for case in CASES[::40]:
            cells = in_cells(case.read_text())
            after = fixed(*cells, unsafe=True)
            assert not any("__hublint" in cell for cell in after), case
