from __future__ import annotations

import itertools
import json
import textwrap
from typing import TYPE_CHECKING

import pytest

from hublint import engine
from hublint.catalogue import family
from hublint.migrate.families import (
    PYTHON2,
    REQUIREMENTS,
    REST,
    Stage,
    Tally,
    by_family,
    in_order,
    message,
    order,
    stages,
    subject,
)
from hublint.migrate.planning import Job, plan
from hublint.registry import load
from hublint.rule import Rule
from hublint.session import Overrides, Session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROGRAM = b"""\
import tensorflow as tf
import tensorflow_hub as hub

tf.gfile.MakeDirs("out")
x = tf.placeholder(tf.float32, [None, 3], name="x")
w = tf.get_variable("w", [3, 2])
y = tf.matmul(x, w)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(sess, "out/model", {"x": x}, {"y": y})
"""


def planned(path: Path, data: bytes, session: Session) -> tuple[bytes, set[str]]:
    """Return what a file becomes, and the codes of the fixes that it took."""
    path.write_bytes(data)
    made = plan(Job(path, path, 1, path.name), session)
    return made.after or data, set(made.record.applied)


def taken_apart(path: Path, data: bytes, session: Session) -> tuple[bytes, Sequence[Stage]]:
    after, codes = planned(path, data, session)
    return after, stages(path, data, after, session, applied=codes)


@pytest.fixture
def session() -> Session:
    return Session(Overrides(target="tf=2.21,keras=keras3"))


def test_a_program_is_rewritten_family_by_family_and_ends_as_planned(tmp_path: Path, session: Session) -> None:
    after, found = taken_apart(tmp_path / "a.py", PROGRAM, session)
    assert len(found) >= 2
    assert in_order(found)
    assert found[-1].data == after
    contents = [PROGRAM, *(stage.data for stage in found)]
    assert all(first != second for first, second in itertools.pairwise(contents))
    for stage in found:
        compile(stage.data, "a.py", "exec")
        assert {family(session.rules.by_code[code]) for code in stage.codes} == {stage.family}


def test_a_family_that_changes_nothing_is_left_out(tmp_path: Path, session: Session) -> None:
    path, before = tmp_path / "a.py", b"import tensorflow as tf\ntf.gfile.MakeDirs('x')\n"
    after, codes = planned(path, before, session)
    for applied in (codes, {"HUB101", "HUB301", *codes}):
        assert [stage.data for stage in stages(path, before, after, session, applied=applied)] == [after]
    assert stages(path, before, before, session, applied=()) == ()


def test_python_3_comes_first(tmp_path: Path, session: Session) -> None:
    path = tmp_path / "a.py"
    before, python3 = b"print 'x'\n" + PROGRAM, b"print('x')\n" + PROGRAM
    after, codes = planned(path, python3, session)
    found = stages(path, before, after, session, applied=codes, python3=python3)
    assert found[0] == Stage(PYTHON2, python3)
    assert found[-1].data == after
    assert in_order(found)
    assert stages(path, before, python3, session, applied=(), python3=python3) == (Stage(PYTHON2, python3),)


def test_files_of_requirements_are_one_stage(tmp_path: Path, session: Session) -> None:
    found = stages(tmp_path / "setup.py", b"1", b"2", session, applied=["HUB311", "HUB101"])
    assert found == (Stage(REQUIREMENTS, b"2", ("HUB101", "HUB311")),)


def test_what_no_rule_answers_for_comes_last(tmp_path: Path, session: Session) -> None:
    found = stages(tmp_path / "a.py", b"x = 1\n", b"x = 2\n", session, applied=())
    assert found == (Stage(REST, b"x = 2\n"),)
    assert by_family(session.rules, ["XYZ001"]) == {REST: {"XYZ001"}}


def test_a_notebook_is_rewritten_family_by_family(tmp_path: Path, session: Session) -> None:
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": [f"{line}\n" for line in part],
        }
        for part in (PROGRAM.decode().splitlines()[:4], PROGRAM.decode().splitlines()[4:])
    ]
    document = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    data = json.dumps(document, indent=1).encode()
    after, found = taken_apart(tmp_path / "a.ipynb", data, session)
    assert found[-1].data == after != data
    assert in_order(found)
    for stage in found:
        json.loads(stage.data)


def test_families_are_in_the_order_of_their_codes_between_python_3_and_requirements() -> None:
    titles = [REQUIREMENTS, "HUB5xx: b", REST, "HUB1xx: z", PYTHON2]
    assert sorted(titles, key=order) == [PYTHON2, "HUB1xx: z", "HUB5xx: b", REST, REQUIREMENTS]
    assert not in_order([Stage("HUB5xx: b", b""), Stage("HUB1xx: z", b"")])
    assert not in_order([Stage(REST, b""), Stage(REST, b"")])


# What commits say.

RULES = load()


@pytest.mark.parametrize("title", [*dict.fromkeys(family(rule) for rule in RULES.rules), PYTHON2, REQUIREMENTS, REST])
def test_every_message_fits_a_log(title: str) -> None:
    codes = frozenset(rule.code for rule in RULES.rules if family(rule) == title)
    text = message(title, Tally(3, 1, codes), RULES.by_code, target="tf=2.21,keras=keras3")
    lines = text.split("\n")
    assert lines[0] == subject(title, codes)
    assert lines[0].split(" ")[0] in {"Migrate", "Bring", "Require", "Remove"}
    assert lines[1] == ""
    assert all(len(line) <= 72 or " " not in line.strip("- ") for line in lines), text
    for code in codes:
        assert f"- {code} " in text
    assert "hublint migrate rewrote 3 files for tf=2.21,keras=keras3." in text
    assert text.endswith("export\nthe same; the others were not run.\n")


def test_a_message_says_what_why_and_whether_it_was_run() -> None:
    rule = RULES.by_code["HUB101"]
    assert isinstance(rule, Rule)
    assert message(family(rule), Tally(1, 0, frozenset(["HUB101"])), RULES.by_code) == textwrap.dedent(
        """\
        Migrate TensorFlow 1 programs

        hublint migrate rewrote 1 file. What it found, and why that had to
        change:

        - HUB101 A session runs a TensorFlow 1 graph, and TensorFlow 2 has
          neither.

        Not verified: nothing of this was run.
        """
    )
    assert "It was run before and after the whole migration, and exports the same." in message(
        family(rule), Tally(1, 1, frozenset()), RULES.by_code
    )
    assert "All 2 were run before and after the whole migration, and export" in message(
        family(rule), Tally(2, 2, frozenset()), RULES.by_code
    )
    assert subject("HUB9xx: anything", [engine.UNUSED_IGNORE]) == "Remove comments that ignore nothing"
    assert subject("Keras models") == "Migrate Keras models"
    assert subject("How a model behaves") == "Migrate how a model behaves"
