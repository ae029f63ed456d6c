"""The checks of the VS Code extension: linters, tests, and real VS Codes that it runs in.

VS Code comes as code-server from npm's registry. Of that package only the VS Code in it is run, so nothing has to be
compiled: see vscode-extension/test/vscode.
"""

from __future__ import annotations

import platform
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from hublint import bootstrap
from tests.node import Node, install_locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NODE_OF_TOOLS = "24.19.0"


class Release(NamedTuple):
    """A code-server, the VS Code that is in it, and the Node.js that this one runs in.

    To raise one: `npm view code-server version`, its `engines.node`, and `codeServerVersion` of its product.json.
    """

    version: str
    code: str
    node: str


NEWEST = Release("4.139.1", code="1.139.1", node=NODE_OF_TOOLS)
OLDEST = Release("4.93.1", code="1.93.1", node="20.18.0")
"""The one that `engines` of package.json promises."""


class Check(NamedTuple):
    """One check of the extension: its name, the program with its words, and the variables that it wants."""

    name: str
    program: Path
    words: tuple[str, ...]
    variables: dict[str, str]


def checks(root: Path, python: Path, tensorflow: Path, for_pytest: list[str]) -> Iterator[Check]:
    """Install what is wanted and yield the checks, in order, to be run in the clone.

    Args:
        root: the clone.
        python: the Python with hublint and its tests, without TensorFlow.
        tensorflow: the Python with TensorFlow 2.21.
        for_pytest: words that go to pytest.

    Raises:
        BootstrapError: something cannot be installed.
    """
    extension = root / "vscode-extension"
    node = Node(root, NODE_OF_TOOLS)
    install_locked(node, extension)
    variables = {
        **node.variables,
        "HUBLINT_TEST_PYTHON": str(python),
        "HUBLINT_TEST_TENSORFLOW": str(tensorflow),
    }
    npm = ("--prefix", str(extension), "run", "--silent")

    def script(name: str, *words: str) -> Check:
        return Check(f"vscode {name}", node.path / "npm", (*npm, name, *words), variables)

    yield script("check")
    yield script("lint")
    yield script("test:unit")
    yield Check("pytest -m vscode", python, ("-m", "pytest", "-m", "vscode", *for_pytest), variables)
    variables["HUBLINT_TEST_CHROMIUM"] = browser()
    folders = install((NEWEST, OLDEST), root, node)
    yield script("build")
    yield script("build:tests")
    for release, folder in zip((NEWEST, OLDEST), folders, strict=True):
        with_node = str(Node(root, release.node).program)
        run = (str(extension / "test" / "host" / "run.mts"), "--code-server", str(folder), "--node", with_node)
        yield Check(f"VS Code {release.code}", node.program, run, variables)
    packed = root / bootstrap.FOLDER / "packed"
    shutil.rmtree(packed, ignore_errors=True)
    packed.mkdir()
    pack = (str(extension / "tools" / "package.py"), "--target", this_platform(), "--out", str(packed))
    yield Check("vscode package", python, pack, variables)
    for package in packed.glob("*.vsix"):  # there is none if it could not be packed, which that check has told
        drive = (str(extension / "test" / "ui" / "run.mts"), "--code-server", str(folders[0]))
        words = (*drive, "--node", str(node.program), "--vsix", str(package))
        yield Check("VS Code with the package", node.program, words, variables)


def this_platform() -> str:
    """Name this machine as VS Code's packages do."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}-{'arm64' if machine in {'aarch64', 'arm64'} else 'x64'}"


def browser() -> str:
    """Return the browser in which VS Code is shown.

    Raises:
        BootstrapError: this machine has none.
    """
    for name in BROWSERS:
        found = shutil.which(name)
        if found is not None:
            return found
    message = (
        "VS Code is driven in Chromium, and there is none on the path; `apt-get install chromium` adds it on Debian, "
        "and any Chrome of these years will do"
    )
    raise bootstrap.BootstrapError(message)


def install(releases: tuple[Release, ...], root: Path, node: Node) -> list[Path]:
    """Install code-servers beside each other, unless they are there, and return their folders.

    Raises:
        BootstrapError: one cannot be installed.
    """
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda release: _installed(release, root, node), releases))


def _installed(release: Release, root: Path, node: Node) -> Path:
    recipe = root / "vscode-extension" / "test" / "vscode" / "spdlog.cjs"
    folder = root / bootstrap.FOLDER / f"code-server-{release.version}"
    package = folder / "node_modules" / "code-server"
    code = package / "lib" / "vscode"
    if not folder.is_dir():
        print(f"Installing VS Code {release.code} (code-server {release.version}, 1 minute, once)", flush=True)
        started = time.monotonic()
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        (partial / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        log = partial / bootstrap.LOG
        node.install(partial, log, "install", f"code-server@{release.version}")
        # Its own packages, which a script of code-server would install.
        inside = partial / code.relative_to(folder)
        node.install(inside, log, "install", "--omit=dev", "--legacy-peer-deps")
        partial.rename(folder)
        print(f"Installed VS Code {release.code} in {time.monotonic() - started:.0f} s", flush=True)
    shutil.copyfile(recipe, code / "node_modules" / "@vscode" / "spdlog" / "index.js")
    return package
