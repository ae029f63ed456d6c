"""Notebooks in an editor: cells are one program, and what is found is told of each cell."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import pytest

from tests.lsp.client import SETTLING
from tests.lsp.editor import CODE, PUBLISHED, Cell, Editor, are, codes, editor, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lsp.editor import Notebook
    from tests.lsp.model import Document

pytestmark = pytest.mark.processes  # each starts a server, and some several

NUMBERS: Final = itertools.count()
IMPORT: Final = "import tensorflow as tf"
LOG: Final = "x = '🎉'; y = tf.log(1.0)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Editor]:
    with editor(folder) as started:
        yield started
        assert started.shown == []


@pytest.fixture
def open_cells(shared: Editor, folder: Path) -> Iterator[OpenCells]:
    opened = OpenCells(shared, folder)
    yield opened
    for notebook in opened.notebooks:
        notebook.close()


class OpenCells:
    """Opens notebooks, which are closed after the test."""

    def __init__(self, client: Editor, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.notebooks: list[Notebook] = []

    def __call__(self, *texts: str | tuple[str, str]) -> Notebook:
        notebook = self.client.notebook(self.folder / f"n{next(NUMBERS)}.ipynb", *texts)
        self.notebooks.append(notebook)
        return notebook


def found(client: Editor, document: Document, *wanted: str) -> list[str]:
    """Wait until a cell has these findings; return the stretches of the cell that they stand at."""
    told = client.pushed(document, are(*wanted))
    assert sorted(codes(told)) == sorted(wanted)
    return [document.excerpt(one["range"]) for one in told]


def type_into(client: Editor, document: Document, text: str) -> None:
    client.change(document, (0, len(document.text), text))


def test_names_flow_from_cell_to_cell(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG, "tf = 1", "y = tf.log(1.0)")
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]
    assert [found(shared, notebook[at]) for at in (0, 2, 3)] == [[], [], []]
    type_into(shared, notebook[2], "tf_ = 1")
    assert found(shared, notebook[3], "HUB501") == ["tf.log"]


def test_a_finding_tells_of_the_import_in_another_cell(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG)
    told = shared.pushed(notebook[1], are("HUB501"))
    (related,) = told[0]["relatedInformation"]
    assert related["location"]["uri"] == notebook[0].uri
    assert notebook[0].excerpt(related["location"]["range"]) == "tensorflow as tf"


def test_editors_that_pull_get_nothing_of_cells_twice(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG)
    found(shared, notebook[1], "HUB501")
    assert shared.pull(notebook[1]) == []


def test_magics_and_shell_lines_are_no_errors(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(f"!pip install x\n%matplotlib inline\n{IMPORT}", f"%time {LOG}\nfiles = !ls\ntf?")
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]
    assert found(shared, notebook[0]) == []


def test_a_cell_of_another_language_is_nothing(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, ("tf.log(", "markdown"), ("tf.log(", "r"), "%%bash\ntf.log(", LOG)
    assert found(shared, notebook[4], "HUB501") == ["tf.log"]
    assert found(shared, notebook[3]) == []
    assert not shared.pushes(notebook[1].uri)
    assert not shared.pushes(notebook[2].uri)


def test_what_a_cell_writes_is_checked_as_a_file(shared: Editor, open_cells: OpenCells) -> None:
    # The file has its own names: those of the notebook are unknown in it, and the other way round.
    written = f"%%writefile model.py\n{IMPORT}\nz = tf.log(1.0)\n"
    notebook = open_cells(
        written, "y = tf.log(2.0)", "%%writefile other.py\nz = tf.ceil(1)\n", "%%writefile a.txt\n((("
    )
    assert found(shared, notebook[0], "HUB501") == ["tf.log"]
    assert [found(shared, notebook[at]) for at in (1, 2, 3)] == [[], [], []]
    type_into(shared, notebook[2], f"%%writefile other.py\n{IMPORT}\nz = tf.ceil(1)\n")
    assert found(shared, notebook[2], "HUB501") == ["tf.ceil"]


def test_a_cell_that_is_added_is_checked(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT)
    notebook.splice(1, 0, notebook.cell(LOG))
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]


def test_a_cell_that_is_deleted_has_no_findings_and_its_names_are_gone(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG, "tf.ceil(1)")
    found(shared, notebook[1], "HUB501")
    found(shared, notebook[2], "HUB501")
    deleted = notebook[1]
    notebook.splice(1, 1)
    deleted.since = notebook[0].since
    assert found(shared, deleted) == []
    notebook.splice(0, 1)
    assert found(shared, notebook[0]) == []


def test_a_cell_that_is_moved_runs_at_its_new_place(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG, "tf = 1")
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]
    last = notebook.cells[2]
    notebook.splice(2, 1, closes=False)
    notebook.splice(1, 0, last, opens=False)
    assert found(shared, notebook[2]) == []
    notebook.splice(1, 1, closes=False)
    notebook.splice(2, 0, last, opens=False)
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]


def test_a_cell_changes_its_kind_and_its_language(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG)
    found(shared, notebook[1], "HUB501")
    cell = notebook.cells[1]
    # VS Code closes the document of a cell that becomes Markdown, and opens it anew.
    shown = Cell(notebook.cell(LOG, "markdown").document, 1)
    notebook.splice(1, 1, shown)
    cell.document.since = shown.document.since
    assert found(shared, cell.document) == []
    again = notebook.cell(LOG)
    notebook.splice(1, 1, again)
    assert found(shared, again.document, "HUB501") == ["tf.log"]
    other = notebook.cell(LOG, "r")
    notebook.splice(1, 1, Cell(other.document, CODE))
    again.document.since = other.document.since
    assert found(shared, again.document) == []


def test_a_cell_that_does_not_parse_keeps_its_findings_and_lends_its_names(
    shared: Editor, open_cells: OpenCells
) -> None:
    notebook = open_cells(f"{IMPORT}\ntf.ceil(1)", LOG)
    found(shared, notebook[0], "HUB501")
    found(shared, notebook[1], "HUB501")
    shared.change(notebook[0], (0, 0, "def f(:\n"))
    assert found(shared, notebook[0], "HUB501") == ["tf.ceil"]
    assert found(shared, notebook[1], "HUB501") == ["tf.log"]
    shared.change(notebook[1], (0, 0, "tf.to_float(1); "))
    assert found(shared, notebook[1], "HUB501", "HUB501") == ["tf.to_float", "tf.log"]
    shared.change(notebook[0], (0, len("def f(:\n"), ""))
    assert found(shared, notebook[0], "HUB501") == ["tf.ceil"]


def test_a_cell_that_never_parsed_says_why_on_its_line(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, "x = 1\ny = (((\n", LOG)
    (told,) = shared.pushed(notebook[1], are("HUB901"))
    assert told["severity"] == 1
    assert told["message"].endswith("; the cell is left as it is")
    assert found(shared, notebook[2], "HUB501") == ["tf.log"]
    type_into(shared, notebook[1], "x = 1\n")
    assert found(shared, notebook[1]) == []


def test_a_fix_in_a_cell_changes_this_cell(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG, "tf.log(2.0)")
    (told,) = shared.pushed(notebook[1], are("HUB501"))
    action = title_of(shared.actions(notebook[1], told["range"], []), "HUB501: ")
    assert action["isPreferred"] is True
    shared.apply(shared.edit_of(action))
    assert [cell.document.text for cell in notebook.cells] == [IMPORT, "x = '🎉'; y = tf.math.log(1.0)", "tf.log(2.0)"]
    assert found(shared, notebook[1]) == []


def test_fixing_on_save_fixes_all_cells_of_a_notebook(shared: Editor, open_cells: OpenCells) -> None:
    written = f"%%writefile model.py\n{IMPORT}\nz = tf.log(1.0)\n"
    notebook = open_cells(IMPORT, f"%time {LOG}", "tf.ceil(2.0)", written, ("tf.log(1)", "markdown"))
    found(shared, notebook[3], "HUB501")
    found(shared, notebook[2], "HUB501")
    everything = notebook[0].range(0, len(notebook[0].text))
    (action,) = shared.actions(notebook[0], everything, [], only="notebook.source.fixAll")
    assert action["kind"] == "notebook.source.fixAll.hublint"
    shared.apply(shared.edit_of(action))
    assert [cell.document.text for cell in notebook.cells] == [
        IMPORT,
        "%time x = '🎉'; y = tf.math.log(1.0)",
        "tf.math.ceil(2.0)",
        f"%%writefile model.py\n{IMPORT}\nz = tf.math.log(1.0)\n",
        "tf.log(1)",
    ]
    for at in range(4):
        assert found(shared, notebook[at]) == []
    assert shared.actions(notebook[0], everything, [], only="notebook.source.fixAll") == []


def test_fixing_all_of_what_a_cell_writes_needs_no_finding_elsewhere(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells("x = 1", f"%%writefile model.py\n{IMPORT}\nz = tf.log(1.0)\n")
    found(shared, notebook[1], "HUB501")
    (action,) = shared.actions(notebook[0], notebook[0].range(0, 0), [], only="notebook.source.fixAll")
    shared.apply(shared.edit_of(action))
    assert notebook[1].text == f"%%writefile model.py\n{IMPORT}\nz = tf.math.log(1.0)\n"


def test_fixing_all_of_a_cell_leaves_the_others(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, "tf.log(1.0)", "tf.log(2.0)\ntf.ceil(1.0)")
    found(shared, notebook[2], "HUB501", "HUB501")
    (action,) = shared.actions(notebook[2], notebook[2].range(0, 0), [], only="source.fixAll")
    assert action["kind"] == "source.fixAll.hublint"
    shared.apply(shared.edit_of(action))
    texts = [cell.document.text for cell in notebook.cells]
    assert texts == [IMPORT, "tf.log(1.0)", "tf.math.log(2.0)\ntf.math.ceil(1.0)"]


def test_fixing_all_of_a_cell_that_writes_a_file_fixes_the_file(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, "tf.log(1.0)", f"%%writefile model.py\n{IMPORT}\nz = tf.log(1.0)\n")
    found(shared, notebook[2], "HUB501")
    actions = shared.actions(notebook[2], notebook[2].range(0, 0), [], only="source.fixAll")
    for action in actions:
        if (edit := shared.request("codeAction/resolve", action).get("edit")) is not None:
            shared.apply(edit)
    assert notebook[1].text == "tf.log(1.0)"
    assert notebook[2].text == f"%%writefile model.py\n{IMPORT}\nz = tf.math.log(1.0)\n"


def test_names_in_cells_tell_what_became_of_them(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, LOG)
    shown = shared.request("textDocument/hover", shared.at(notebook[1], "tf.log", 4))
    assert "tf.math.log" in shown["contents"]["value"]
    assert notebook[1].excerpt(shown["range"]) in {"tf.log", "log"}
    assert shared.request("textDocument/hover", shared.at(notebook[1], "y =")) is None


def test_an_export_in_a_cell_offers_to_verify_the_notebook(shared: Editor, open_cells: OpenCells) -> None:
    notebook = open_cells(IMPORT, "\ntf.saved_model.save(m, 'd')")
    (lens,) = shared.request("textDocument/codeLens", {"textDocument": notebook[1].identity})
    assert notebook[1].excerpt(lens["range"]) == "tf.saved_model.save(m, 'd')"
    assert lens["command"]["command"] == "hublint.verify"
    assert lens["command"]["arguments"][0]["uri"] == notebook.uri
    assert shared.request("textDocument/codeLens", {"textDocument": notebook[0].identity}) == []


def test_a_closed_notebook_has_no_findings(shared: Editor, folder: Path) -> None:
    notebook = shared.notebook(folder / f"n{next(NUMBERS)}.ipynb", IMPORT, LOG)
    found(shared, notebook[1], "HUB501")
    since = len(shared.received)
    notebook.close()
    gone = {notebook[0].uri, notebook[1].uri}
    for uri in gone:
        told = shared.wait(
            lambda message, uri=uri: message.get("method") == PUBLISHED and message["params"]["uri"] == uri,  # type: ignore[misc]
            SETTLING,
            since,
        )
        assert told["params"]["diagnostics"] == []
    assert shared.request("textDocument/hover", shared.at(notebook[1], "tf.log", 4)) is None


class TestANotebookOfJupyterLab:
    """One text, with `get_ipython()` for what only IPython knows; its name is that of the notebook."""

    def test_is_python_whatever_it_is_called(self, tmp_path: Path) -> None:
        with editor(tmp_path, recorded="jupyterlab_lsp_5_3") as client:
            address = (tmp_path / ".virtual_documents" / "model.ipynb").as_uri()
            lines = ["get_ipython().run_line_magic('matplotlib', 'inline')", IMPORT, "", "", "tf.log(1.0)", ""]
            document = client.open(address, "\n".join(lines))
            assert [document.excerpt(one["range"]) for one in client.pushed(document, are("HUB501"))] == ["tf.log"]
            client.rewrite(document, document.text + "tf.ceil(")
            told = client.pushed(document, are("HUB501"))
            assert [document.excerpt(one["range"]) for one in told] == ["tf.log"]
            client.rewrite(document, document.text + "1.0)")
            told = client.pushed(document, are("HUB501", "HUB501"))
            assert [document.excerpt(one["range"]) for one in told] == ["tf.log", "tf.ceil"]
            shown = client.request("textDocument/hover", client.at(document, "tf.ceil", 4))
            assert "tf.math.ceil" in str(shown["contents"])
            client.close(document)
            document.since = len(client.received) - 1
            assert client.pushed(document, are()) == []
            assert client.shown == []
