"""`hublint server`: what editors start."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

import hublint
from hublint.cli.help import epilog
from hublint.session import UsageError

__all__ = ["add_parser", "run"]

_LEVELS = ("error", "warning", "info", "debug")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its options to hublint's parser."""
    parser = subparsers.add_parser(
        "server",
        help="speak the Language Server Protocol with an editor",
        description="Speak the Language Server Protocol with an editor, on standard input and output. "
        "An editor starts this; its settings are sent over the protocol.",
        epilog=epilog(
            {
                "hublint server": "what an editor starts",
                "hublint server --tcp 127.0.0.1:8765 --log-level debug": "for one that connects to a port",
            },
            {
                "0": "after an orderly end",
                "1": "the editor went away without one",
                "2": "the server could not be started",
            },
        ),
    )
    parser.add_argument("--stdio", action="store_true", help="use standard input and output, as is the default")
    parser.add_argument(
        "--tcp", type=_address, metavar="HOST:PORT", help="listen there for one editor instead; port 0 takes a free one"
    )
    parser.add_argument("--log-file", type=Path, metavar="FILE", help="write the log there instead of standard error")
    parser.add_argument(
        "--log-level", choices=_LEVELS, default="warning", help="how much to write (default: %(default)s)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until the editor has gone."""
    if arguments.stdio and arguments.tcp is not None:
        raise UsageError("--stdio and --tcp are two ways of one conversation: leave one out")
    if arguments.tcp is None and sys.stdin.isatty():
        raise UsageError("an editor starts `hublint server` and speaks with it; a terminal cannot (see README)")
    _leave_working_directory_out()
    logging.basicConfig(
        filename=arguments.log_file,
        level=arguments.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    from hublint.lsp.features import create_server
    from hublint.lsp.server import serve_standard_streams, serve_tcp

    server = create_server()
    if arguments.tcp is None:
        serve_standard_streams(server)
    else:
        serve_tcp(server, *arguments.tcp)
    return 0


def _leave_working_directory_out() -> None:
    """Import nothing from the working directory, which is the folder that somebody has opened in an editor.

    `python -m hublint` looks there first, and opening a folder that holds a `pygls.py` would run it.
    """
    here, home = Path.cwd(), Path(hublint.__file__).resolve().parent.parent
    sys.path[:] = [path for path in sys.path if path and (Path(path).resolve() != here.resolve() or here == home)]


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no address; write one such as 127.0.0.1:2087")
    return host.strip("[]"), int(port)
