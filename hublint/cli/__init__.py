"""The command line: arguments in, exit status out; nothing else prints."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn

import hublint

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS: Final = {
    "check": "find what stops TensorFlow code from exporting and reloading, and fix it",
    "verify": "run an export and load it again; compare it with another",
    "inspect": "show what the files of a model hold, without TensorFlow",
    "migrate": "rewrite legacy programs, and prove the rewrite by running both",
    "rule": "explain a rule, list all, or begin a new one",
    "api": "tell what became of a TensorFlow name",
    "runtime": "list, create and remove the Pythons that programs are run with",
    "config": "show the settings that hold for a file, and where each of them comes from",
    "completion": "print a script that has a shell complete commands, options and rule codes",
    "server": "speak the Language Server Protocol with an editor",
}
_PASSING_ON: Final = frozenset({"verify"})  # the commands that give what follows `--` to another program
FAILED: Final = 2
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: the arguments; those of the process when not given.

    Returns:
        The exit status: 0 nothing found, 1 something found, 2 the run itself failed, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        # What a narrow terminal or a C locale cannot show is escaped: a file's text must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if argv is None else argv, own_process=argv is None)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has enough. Python would complain once more when it flushes at exit.
        _discard_output()
        return INTERRUPTED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        # argparse ends so, after it has printed the help, the version or what is wrong with the arguments.
        return end.code if isinstance(end.code, int) else 0 if end.code is None else FAILED
    except Exception as error:  # noqa: BLE001 - the outermost frame turns all that is left into an exit status
        if not isinstance(error, (*_own_errors(), OSError)):
            # A defect of hublint: whoever reports it needs the traceback, and a build must not read 1 as "findings".
            import traceback

            traceback.print_exc()
            _say("this is a defect in hublint; please report it with the lines above")
        elif isinstance(error, OSError):
            _say(f"{error.filename or 'output'}: {error.strerror or error}")
            _discard_output()
        else:
            _say(str(error))
        return FAILED
    return status


def _run(argv: Sequence[str], *, own_process: bool) -> int:
    words = tuple(argv[1:])
    argv, passed_on = _divided(argv)
    argv = [_plainly_named(word) for word in argv]
    parser = _parser([name for name in argv[:1] if name in COMMANDS])
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        # argparse would point to the help of hublint as a whole, which does not name the options of a command.
        command = f"hublint {arguments.command}" if arguments.command is not None else "hublint"
        _say(f"unrecognized arguments: {' '.join(unknown)}; `{command} --help` tells the options")
        return FAILED
    if arguments.command is None:
        parser.print_help(sys.stderr)
        return FAILED
    if own_process:
        import gc

        # One run makes millions of syntax nodes and drops whole trees: looking for cycles often only costs time.
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
    arguments.passed_on = passed_on
    arguments.words = words
    status: int = arguments.run(arguments)
    return status


def _divided(argv: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Separate what follows `--` if it is for the program that the command runs, which may have options like ours."""
    if not argv or argv[0] not in _PASSING_ON or "--" not in argv:
        return argv, ()
    where = argv.index("--")
    return argv[:where], argv[where + 1 :]


def _plainly_named(word: str) -> str:
    """Write the name of a file that begins with a dash so that it is not taken for an option.

    A shell's `*.py` and a hook give such names as they are, and `--` is out of reach of whoever writes them.
    """
    is_program = word.startswith("-") and word.endswith((".py", ".ipynb"))
    return os.path.join(os.curdir, word) if is_program and os.path.isfile(word) else word  # noqa: PTH113, PTH118 - pathlib drops the dot


def whole_parser() -> argparse.ArgumentParser:
    """Return the parser with all commands and their options."""
    return _parser(tuple(COMMANDS))


def _parser(chosen: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the chosen commands' modules are imported, the others are there for the help."""
    parser = _Parser(
        prog="hublint",
        description="Find what stops TensorFlow code from exporting and reloading, rewrite it, and prove the rewrite.",
        epilog=_epilog() if not chosen else None,
    )
    parser.add_argument("--version", action="version", version=f"hublint {hublint.__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog="hublint")
    for name, line in COMMANDS.items():
        if name in chosen:
            import_module(f"{__name__}.{name}").add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=line, add_help=False)
    return parser


def _epilog() -> str:
    from hublint.cli.help import epilog

    examples = {
        "hublint check": "what stops the exports of this folder's programs",
        "hublint check --diff --unsafe-fixes src": "what all fixes would change",
        "hublint verify train.py": "run a program, and all that its exports promise",
        "hublint rule HUB101": "explain a finding",
        "hublint COMMAND --help": "the options of a command, with examples",
    }
    statuses = {
        "0": "nothing was found, or all is well",
        "1": "something was found, or differs",
        "2": "the run itself failed: a file or an option could not be used",
    }
    environment = {"COLUMNS": "the width of the help, in place of the terminal's"}
    return epilog(examples, statuses, environment)


class _Help(argparse.HelpFormatter):
    """As argparse writes it, which makes one for each option and would import shutil to know the width."""

    def __init__(self, prog: str, indent_increment: int = 2, max_help_position: int = 24) -> None:
        super().__init__(prog, indent_increment, max_help_position, _columns() - 2)

    def add_argument(self, action: argparse.Action) -> None:
        """Make room for an option, and for commands, of which argparse forgets that they are indented once more."""
        super().add_argument(action)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse has no other name for it
            self._action_max_length += self._indent_increment

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from hublint.cli.help import filled

        return filled(text, width, indent)


def _columns() -> int:
    """Return the width of the terminal, as shutil does."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ is not None else 80
    except (OSError, ValueError):
        return 80


class _Parser(argparse.ArgumentParser):
    """A parser that answers a wrong option with one sentence."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **settings})

    def error(self, message: str) -> NoReturn:
        """End the run."""
        _say(f"{message.removeprefix('argument ')}; `{self.prog} --help` tells the options")
        self.exit(FAILED)


def _own_errors() -> tuple[type[Exception], ...]:
    """Return the errors whose text is one sentence for the user."""
    from hublint.config import ConfigError
    from hublint.files import FileError
    from hublint.registry import RegistryError
    from hublint.session import UsageError
    from hublint.target import TargetError

    # What was never imported has raised nothing.
    lazy = (
        ("hublint.verify", "VerifyError"),
        ("hublint.runtimes.errors", "RuntimesError"),
        ("hublint.cluster", "ClusterError"),
    )
    of_lazy = (getattr(sys.modules.get(module), name, None) for module, name in lazy)
    return (ConfigError, FileError, RegistryError, TargetError, UsageError, *filter(None, of_lazy))


def _say(sentence: str) -> None:
    print(f"hublint: error: {sentence}", file=sys.stderr)


def _discard_output() -> None:
    """Send what is still unwritten nowhere, so that Python's last flush has nothing to complain about."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
    finally:
        os.close(nowhere)


__all__ = ["COMMANDS", "main", "whole_parser"]
