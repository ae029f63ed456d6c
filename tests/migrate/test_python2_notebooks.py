"""Cells in Python 2, and the files that cells write, are brought to Python 3; all other bytes of the notebook stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hublint.migrate import python2
from hublint.migrate.python2 import Python2Error

PATH = Path("tour.ipynb")


def notebook(*cells: str, version: str = "3.7.1", kind: str = "code") -> bytes:
    """Return the bytes of a notebook, laid out as Jupyter does; every second cell is text."""
    listed = []
    for cell in cells:
        listed.append({"cell_type": "markdown", "metadata": {}, "source": ["print 'text'"]})
        listed.append({"cell_type": kind, "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)})
    metadata = {"language_info": {"name": "python", "version": version}}
    return (json.dumps({"cells": listed, "metadata": metadata, "nbformat": 4}, indent=1) + "\n").encode()


def cells_of(data: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"] if cell["cell_type"] == "code"]


def test_cells_that_do_not_parse_are_converted_and_the_others_stay() -> None:
    data = notebook("import os\nd.has_key(1)", "x = 10L\nprint 'ä', x", "y = {}.iteritems()")
    after = python2.converted_notebook(data, PATH)
    assert cells_of(after) == ["import os\nd.has_key(1)", "x = 10\nprint('ä', x)", "y = {}.iteritems()"]
    assert after == data.replace(b"10L", b"10").replace(rb"print '\u00e4', x", rb"print('\u00e4', x)")
    assert python2.converted_notebook(after, PATH) == after


def test_all_of_a_notebook_that_python_2_runs_is_converted() -> None:
    data = notebook("y = {}.iteritems()", "print 'x'", 'print("a", "b")', version="2.7.15")
    assert cells_of(python2.converted_notebook(data, PATH)) == [
        "y = iter({}.items())",
        "print('x')",
        'print(("a", "b"))',
    ]


def test_what_is_ipythons_stays_where_it_is() -> None:
    data = notebook("%matplotlib inline\n!ls -l\nprint 'a %s' % x,\nfiles = !ls\n%time f(x)")
    assert cells_of(python2.converted_notebook(data, PATH)) == [
        "%matplotlib inline\n!ls -l\nprint('a %s' % x, end=' ')\nfiles = !ls\n%time f(x)"
    ]


def test_a_file_that_a_cell_writes_is_converted() -> None:
    data = notebook(
        "%%writefile train.py\nimport os\nprint 'x', 010\n",
        "%%writefile notes.txt\nprint 'x'\n",
        "%%writefile ok.py\nprint('x')\n",
    )
    assert cells_of(python2.converted_notebook(data, PATH)) == [
        "%%writefile train.py\nimport os\nprint('x', 0o10)\n",
        "%%writefile notes.txt\nprint 'x'\n",
        "%%writefile ok.py\nprint('x')\n",
    ]


def test_print_as_a_function_may_have_been_imported_in_another_cell() -> None:
    data = notebook("from __future__ import print_function", "try:\n    print('a', end='')\nexcept E, e:\n    pass")
    assert (
        cells_of(python2.converted_notebook(data, PATH))[1] == "try:\n    print('a', end='')\nexcept E as e:\n    pass"
    )


def test_cells_of_other_programs_and_fragments_stay_as_they_are() -> None:
    data = notebook("%%bash\nprint 'x'\n", "x = (", "%%html\n<b>print 1</b>")
    assert python2.recognised_notebook(data) is None
    assert python2.converted_notebook(data, PATH) == data


def test_the_reason_names_the_cell_and_notes_name_their_lines() -> None:
    data = notebook("x = 1", "\nprint 'x'\ny = a / b", "%%writefile t.py\nprint 1\nz = c / d\n")
    assert python2.recognised_notebook(data) == "`print` as a statement in line 2 of cell 4"
    conversion = python2.notebook_conversion(data, PATH)
    assert [(note.cell, note.line) for note in conversion.notes] == [(4, 3), (6, 3)]


def test_what_cannot_be_converted_is_told_with_its_cell() -> None:
    with pytest.raises(Python2Error, match=r"^tour\.ipynb, cell 2:2: `map\(None, \.\.\.\)`"):
        python2.converted_notebook(notebook("print 1\nmap(None, a, b)"), PATH)
    with pytest.raises(Python2Error, match=r"^tour\.ipynb: is no notebook"):
        python2.converted_notebook(b"print 'x'", PATH)
