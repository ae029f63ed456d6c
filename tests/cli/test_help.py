"""What `--help` tells: of every command, and of every option of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.cli import COMMANDS, main, whole_parser
from hublint.cli.help import epilog, filled

if TYPE_CHECKING:
    from collections.abc import Iterator


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield a parser and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


ALL = {parser.prog: parser for parser in parsers(whole_parser())}


def shown(prog: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main([*prog.split()[1:], "--help"]) == 0
    return capsys.readouterr().out


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_the_actions_of_commands_are_among_them() -> None:
    assert {f"hublint {name}" for name in COMMANDS} < set(ALL)
    assert "hublint runtime create" in ALL


@pytest.mark.parametrize("prog", sorted(ALL))
def test_every_option_has_a_help_text(prog: str) -> None:
    for action in ALL[prog]._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert all(choice.help for choice in action._get_subactions())
        else:
            assert action.help, action.dest
            assert not action.help.endswith("."), "a help text is a clause"
            assert "; default" not in action.help, "a default is told in brackets"


@pytest.mark.parametrize("prog", sorted(ALL))
def test_a_default_is_told(prog: str) -> None:
    for action in ALL[prog]._actions:
        if action.default not in (None, False, argparse.SUPPRESS, [], {}) and action.help is not None:
            assert "default" in action.help, action.dest


@pytest.mark.parametrize("prog", sorted(ALL))
def test_it_fits_a_terminal_of_80_columns(prog: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(prog, capsys).splitlines()
    assert [line for line in lines if len(line) > 80] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("prog", sorted(ALL))
def test_it_has_examples_and_the_exit_statuses(prog: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(prog, capsys)
    examples = text.partition("\nexamples:\n")[2].partition("\n\n")[0]
    assert "hublint" in examples
    statuses = text.partition("\nexit status:\n")[2]
    assert [line.split()[0] for line in statuses.splitlines() if line.startswith(("  0 ", "  2 ", "  130 "))] == [
        "0",
        "2",
        "130",
    ]


@pytest.mark.parametrize("prog", sorted(ALL))
def test_examples_are_commands_that_are_understood(prog: str, capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    text = shown(prog, capsys).partition("\nexamples:\n")[2].partition("\n\n")[0]
    for line in text.splitlines():
        command = line.rpartition("| ")[2].strip()
        if line.startswith("      ") or not command.startswith("hublint ") or "COMMAND" in command:
            continue
        words = shlex.split(command)[1:]
        given, unknown = whole_parser().parse_known_args(words[: words.index("--")] if "--" in words else words)
        assert (given.command, unknown) == (words[0], [])


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_command_is_told_in_the_same_words_everywhere(command: str) -> None:
    parser = whole_parser()
    below = next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    assert {choice.dest: choice.help for choice in below._get_subactions()}[command] == COMMANDS[command]


class TestLayout:
    def test_lines_that_are_too_long_go_on_under_their_last_column(self) -> None:
        text = epilog({"hublint x": "do it"}, {"0": "well, " * 20}, {"A": "b"})
        assert filled(text, 40).splitlines()[:7] == [
            "examples:",
            "  hublint x",
            "      do it",
            "",
            "exit status:",
            "  0    well, well, well, well, well,",
            "       well, well, well, well, well,",
        ]

    @given(st.lists(st.text("ab c-", min_size=1, max_size=30), max_size=8), st.integers(20, 100))
    def test_paragraphs_are_filled_and_nothing_is_lost(self, lines: list[str], width: int) -> None:
        text = "\n".join(line.strip() or "x" for line in lines)
        assert filled(text, width).split() == text.split()
        assert all(len(line) <= width or " " not in line.strip() for line in filled(text, width).splitlines())


def test_every_command_stands_in_the_table_of_the_readme() -> None:
    text = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    table = text.partition("\n| Command | What it does |\n")[2].partition("\n\n")[0]
    assert [name for name in COMMANDS if f"`hublint {name}" not in table] == []
