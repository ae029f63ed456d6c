"""Put the wheels of one platform together in one folder that several Pythons import from.

Native modules carry in their names the Python that they were built for, so those of five Pythons stand side by side,
and all else is the same for all five; where it is not, the folder is not made. Started by `bundle.py`, in an
environment that has pip and `packaging`: `python libraries.py PLATFORM WHEEL_OF_HUBLINT LOCK FOLDER`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from email.message import Message

PYTHONS: Final = ("3.10", "3.11", "3.12", "3.13", "3.14")


class Platform(NamedTuple):
    """What wheels and markers call a platform of VS Code."""

    tags: tuple[str, ...]
    sys_platform: str
    platform_system: str
    platform_machine: str


def _glibc(machine: str) -> Platform:
    # VS Code itself needs glibc 2.28.
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    return Platform((*tags, f"manylinux2014_{machine}"), "linux", "Linux", machine)


def _musl(machine: str) -> Platform:
    return Platform((f"musllinux_1_2_{machine}", f"musllinux_1_1_{machine}"), "linux", "Linux", machine)


# By the names that `vsce --target` knows.
PLATFORMS: Final[Mapping[str, Platform]] = {
    "alpine-arm64": _musl("aarch64"),
    "alpine-x64": _musl("x86_64"),
    "darwin-arm64": Platform(("macosx_11_0_arm64",), "darwin", "Darwin", "arm64"),
    "darwin-x64": Platform(("macosx_11_0_x86_64",), "darwin", "Darwin", "x86_64"),
    "linux-arm64": _glibc("aarch64"),
    "linux-x64": _glibc("x86_64"),
    "win32-arm64": Platform(("win_arm64",), "win32", "Windows", "ARM64"),
    "win32-x64": Platform(("win_amd64",), "win32", "Windows", "AMD64"),
}

# What packages ask for and hublint never imports: libcst reads YAML in a command-line tool of its own, and IPython asks
# jedi what might be typed next. The others are for campaigns over whole repositories, which no editor begins.
UNUSED: Final = frozenset(
    {
        "appdirs",
        "fissix",
        "jedi",
        "jinja2",
        "markdown-it-py",
        "markupsafe",
        "mdurl",
        "parso",
        "pyyaml",
        "pyyaml-ft",
        "rich",
    }
)

_NATIVE: Final = frozenset({".so", ".pyd", ".dylib", ".dll"})
_OF_NO_USE: Final = frozenset({".pyi", ".pyc", ".pyx", ".pxd", ".c", ".h"})
_MANUAL: Final = ("data", "share", "man")
_TESTS: Final = frozenset({"tests", "testdata", "__pycache__"})
# Of what describes a package, what is read when it runs, and its licence.
_DESCRIBING: Final = frozenset({"METADATA", "entry_points.txt"})
_LICENCE: Final = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_CLASSIFIER: Final = "License :: OSI Approved :: "


class BundleError(Exception):
    """The folder cannot be made; the message says why in one sentence."""


class Wheel(NamedTuple):
    """A wheel, and what its name says of it: `libcst-1.9.0-cp310-cp310-manylinux_2_28_x86_64.whl`."""

    path: Path

    @property
    def release(self) -> str:
        """The package and its version: `libcst==1.9.0`."""
        name, version, *_ = self.path.stem.split("-")
        return f"{canonical(name)}=={version}"

    @property
    def abi(self) -> str:
        """The binary interface of its native modules: `cp310`, `abi3` or `none`."""
        return self.path.stem.split("-")[-2]

    @property
    def is_for_later_pythons(self) -> bool:
        """Whether every Python after the one that it was fetched for can import it as well."""
        return self.abi in {"none", "abi3"}


# What is fetched.


def environment(platform: str, python: str) -> dict[str, str]:
    """Return what markers such as `python_version < '3.11'` ask for, as that Python answers on that platform."""
    named = PLATFORMS[platform]
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": "nt" if named.sys_platform == "win32" else "posix",
        "platform_machine": named.platform_machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": named.platform_system,
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": named.sys_platform,
        "extra": "",
    }


def locked(lock: str, answers: dict[str, str]) -> list[str]:
    """Return the lines of a file of requirements that hold where the markers are answered so, without their markers."""
    from packaging.requirements import Requirement

    lines = []
    for line in lock.replace("\\\n", " ").splitlines():
        written, *hashes = line.split(" --hash=")
        if not written.strip() or written.lstrip().startswith("#"):
            continue
        requirement = Requirement(written)
        if requirement.marker is None or requirement.marker.evaluate(answers):
            lines.append(
                " --hash=".join([f"{canonical(requirement.name)}{requirement.specifier}", *map(str.strip, hashes)])
            )
    return lines


def fetch(platform: str, python: str, lines: Sequence[str], folder: Path) -> list[Wheel]:
    """Fetch the wheels of these requirements for one Python.

    Raises:
        BundleError: there is none for one of them, or it is not the one that was locked.
    """
    folder.mkdir(parents=True)
    wanted = folder / "requirements.txt"
    wanted.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-I", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--require-hashes", "--implementation", "cp", "--python-version", python]
    command += [word for tag in PLATFORMS[platform].tags for word in ("--platform", tag)]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BundleError(reason(done.stderr, platform, python))
    return [Wheel(path) for path in sorted(folder.glob("*.whl"))]


def reason(said: str, platform: str, python: str) -> str:
    """Return one sentence for what pip said."""
    missing = re.search(r"No matching distribution found for (\S+?)==(\S+)", said)
    if missing is not None and "connection broken" not in said:
        return f"{missing[1]} {missing[2]} has no wheel for CPython {python} on {platform}"
    lines = said.splitlines() or ["pip does not say why"]
    last = next((line for line in reversed(lines) if line.startswith("ERROR: ")), lines[-1])
    return f"the wheels for CPython {python} on {platform} cannot be fetched: {last.removeprefix('ERROR: ')}"


# What is put together.


class Libraries:
    """The files of the folder, and who brought them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.packages: dict[str, Message] = {}
        self._brought: dict[str, tuple[str, Wheel]] = {}

    def add(self, wheel: Wheel) -> None:
        """Take in the files of a wheel that are of use.

        Raises:
            BundleError: one of them would stand where another is, or be imported by a Python that it was not built for.
        """
        with zipfile.ZipFile(wheel.path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith("/"):
                    continue
                parts = PurePosixPath(name).parts
                if parts[0].endswith(".data"):
                    if parts[1:4] == _MANUAL:
                        continue
                    raise BundleError(f"{wheel.path.name} installs {name} elsewhere than among its modules")
                if not _of_use(parts):
                    continue
                content = archive.read(name)
                self._check(name, content, wheel)
                self.files[name] = content
                if parts[0].endswith(".dist-info") and parts[1:] == ("METADATA",):
                    described = HeaderParser().parsestr(content.decode())
                    self.packages[canonical(described["Name"])] = described

    def _check(self, name: str, content: bytes, wheel: Wheel) -> None:
        other, from_wheel = self._brought.setdefault(name.casefold(), (name, wheel))
        if other != name or self.files.get(name, content) != content:
            raise BundleError(f"{wheel.path.name} and {from_wheel.path.name} differ in {name}")
        suffix = PurePosixPath(name).suffix
        if suffix in _NATIVE and wheel.abi.startswith("cp"):
            version = wheel.abi.removeprefix("cp")
            if f".cpython-{version}-" not in name and f".cp{version}-" not in name:
                raise BundleError(f"{name} of {wheel.path.name} does not say in its name which Python it was built for")


def _of_use(parts: Sequence[str]) -> bool:
    if parts[0].endswith(".dist-info"):
        return parts[-1] in _DESCRIBING or _LICENCE.match(parts[-1]) is not None
    return _TESTS.isdisjoint(parts[:-1]) and PurePosixPath(parts[-1]).suffix not in _OF_NO_USE


def canonical(name: str) -> str:
    """Return the one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def missing(packages: Mapping[str, Message], answers: dict[str, str]) -> Iterator[str]:
    """Yield a few words for each requirement of these packages that is not met by them."""
    from packaging.requirements import Requirement

    for name, described in packages.items():
        for line in described.get_all("Requires-Dist", []):
            requirement = Requirement(line)
            wanted = canonical(requirement.name)
            if wanted in UNUSED or (requirement.marker is not None and not requirement.marker.evaluate(answers)):
                continue
            if wanted not in packages:
                yield f"{name} needs {wanted}, which is not locked"
            elif not requirement.specifier.contains(packages[wanted]["Version"], prereleases=True):
                yield f"{name} needs {wanted} {requirement.specifier}, and {packages[wanted]['Version']} is locked"


def licence(described: Message) -> str:
    """Return the licence of a package in the few words that its metadata have for it.

    Raises:
        BundleError: they say nothing of it.
    """
    if described["License-Expression"]:
        return str(described["License-Expression"])
    classifiers = described.get_all("Classifier", [])
    named = [line.removeprefix(_CLASSIFIER) for line in classifiers if line.startswith(_CLASSIFIER)]
    if named:
        return ", ".join(named)
    if described["License"] and "\n" not in described["License"]:
        return str(described["License"])
    raise BundleError(f"the metadata of {described['Name']} say nothing of its licence")


def notices(libraries: Libraries) -> str:
    """Return the text that says which packages the folder holds, and under which licences."""
    paragraphs = ["This folder holds hublint and the packages that it needs, each under its own licence."]
    for name, described in sorted(libraries.packages.items()):
        texts = sorted(path for path in libraries.files if _is_licence(path, described))
        if not texts:
            raise BundleError(f"{name} {described['Version']} comes without the text of its licence")
        lines = [f"{described['Name']} {described['Version']}: {licence(described)}"]
        lines += [f"    {address}" for address in _addresses(described)]
        lines += [f"    libs/{path}" for path in texts]
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs) + "\n"


def _is_licence(path: str, described: Message) -> bool:
    folder, _, rest = path.partition("/")
    name, _, _ = folder.removesuffix(".dist-info").rpartition("-")
    of_package = folder.endswith(".dist-info") and canonical(name) == canonical(described["Name"])
    return of_package and rest not in _DESCRIBING


def _addresses(described: Message) -> Iterable[str]:
    """Return where the source of a package is to be had, or what comes nearest to it."""
    labelled = [line.partition(",") for line in described.get_all("Project-URL", [])]
    found = {label.strip().lower(): address.strip() for label, _, address in labelled}
    for label in ("source", "source code", "repository", "github", "homepage"):
        if label in found:
            return [found[label]]
    return [described["Home-page"]] if described["Home-page"] else []


# What is written.


def write(libraries: Libraries, platform: str, folder: Path) -> None:
    """Put a new folder in the place of what was there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in libraries.files.items():
            path = new / "libs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        versions = {name: described["Version"] for name, described in sorted(libraries.packages.items())}
        contents = {"platform": platform, "pythons": PYTHONS, "hublint": versions["hublint"], "packages": versions}
        (new / "bundle.json").write_bytes(json.dumps(contents, indent=2).encode() + b"\n")
        (new / "LICENSES.txt").write_bytes(notices(libraries).encode())
        for path in new.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        new.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def put_together(platform: str, hublint: Wheel, lock: str) -> Libraries:
    """Return the libraries of a platform for all Pythons."""
    answers = {python: environment(platform, python) for python in PYTHONS}
    wanted = {python: locked(lock, answers[python]) for python in PYTHONS}
    with tempfile.TemporaryDirectory(prefix="hublint-wheels-") as scratch, ThreadPoolExecutor() as threads:

        def fetched(python: str, lines: Sequence[str]) -> list[Wheel]:
            return fetch(platform, python, lines, Path(scratch, python))

        first, *others = PYTHONS
        wheels = {first: fetched(first, wanted[first])}
        shared = {wheel.release: wheel for wheel in wheels[first] if wheel.is_for_later_pythons}
        lines_of = {python: {line.partition(" ")[0]: line for line in wanted[python]} for python in others}
        own = [[line for release, line in lines_of[python].items() if release not in shared] for python in others]
        for python, wheels_of in zip(others, threads.map(fetched, others, own), strict=True):
            wheels[python] = [*wheels_of, *(shared[release] for release in lines_of[python] if release in shared)]
        libraries = Libraries()
        for python in PYTHONS:
            of_python = Libraries()
            for wheel in [hublint, *wheels[python]]:
                of_python.add(wheel)
                libraries.add(wheel)
            for words in missing(of_python.packages, answers[python]):
                raise BundleError(f"{words} for CPython {python} on {platform}: write the lock anew with --lock")
    return libraries


def main(platform: str, hublint: str, lock: str, folder: str) -> int:
    """Make the folder of a platform."""
    try:
        libraries = put_together(platform, Wheel(Path(hublint)), Path(lock).read_text(encoding="utf-8"))
        write(libraries, platform, Path(folder))
    except BundleError as error:
        print(f"bundle: {error}", file=sys.stderr)
        return 1
    size = sum(map(len, libraries.files.values())) / 1e6
    version = libraries.packages["hublint"]["Version"]
    print(f"{folder}: hublint {version} for {platform}, {len(libraries.files)} files, {size:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
