"""The packed extension: what is in it, and that it is the same whenever and wherever it is packed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any, Final

import pytest

import hublint
from tests.lsp.client import ROOT
from tests.vscode.conftest import EXTENSION, pack, target

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.vscode

# Beside the hublint that comes with it, the translations and the pictures.
CONTENTS: Final = {
    "[Content_Types].xml",
    "extension.vsixmanifest",
    "extension/LICENSE.txt",
    "extension/changelog.md",
    "extension/package.json",
    "extension/readme.md",
    "extension/dist/NOTICES.txt",
    "extension/dist/extension.js",
    "extension/dist/webview/view.css",
    "extension/dist/webview/view.js",
    "extension/python/launch.py",
    "extension/python/probe.py",
}


def names(file: Path) -> set[str]:
    """Return the files of an archive."""
    with zipfile.ZipFile(file) as archive:
        return set(archive.namelist())


def manifest(file: Path) -> dict[str, Any]:
    """Return the package.json of a packed extension."""
    with zipfile.ZipFile(file) as archive:
        document: dict[str, Any] = json.loads(archive.read("extension/package.json"))
    return document


@pytest.fixture(scope="session")
def universal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension, packed without a hublint."""
    out = tmp_path_factory.mktemp("universal")
    packed = pack("--universal", "--out", str(out))
    assert packed.returncode == 0, packed.stderr
    (file,) = out.iterdir()
    return file


def test_the_file_is_named_by_its_platform_and_the_version_of_hublint(vsix: Path, universal: Path) -> None:
    assert vsix.name == f"hublint-{target()}-{hublint.__version__}.vsix"
    assert universal.name == f"hublint-universal-{hublint.__version__}.vsix"
    assert manifest(vsix)["version"] == hublint.__version__


def test_nothing_is_packed_that_the_extension_does_not_need(universal: Path) -> None:
    named = {f"extension/{path.relative_to(EXTENSION).as_posix()}" for path in EXTENSION.glob("package.nls*.json")}
    named |= {f"extension/l10n/{path.name}" for path in EXTENSION.glob("l10n/*.json")}
    shown = {name for name in names(universal) if name.startswith("extension/media/")}
    assert names(universal) == CONTENTS | named | shown
    assert {name.rpartition(".")[2] for name in shown} <= {"png", "svg", "md"}


def test_with_a_platform_comes_a_hublint_and_nothing_else(vsix: Path, universal: Path) -> None:
    more = names(vsix) - names(universal)
    assert names(universal) < names(vsix)
    assert {name.split("/")[1] for name in more} == {"bundled"}
    assert {name.split("/")[2] for name in more} == {"LICENSES.txt", "bundle.json", "libs"}
    assert not [name for name in more if "/tests/" in name or "__pycache__" in name or name.endswith((".pyc", ".pyi"))]
    # Downloaded by each of its users, at each release.
    assert vsix.stat().st_size < 18_000_000


def test_what_the_manifest_names_is_in_the_package(vsix: Path) -> None:
    packed = names(vsix)
    named = list(_paths(manifest(vsix)))
    assert {"extension/dist/extension.js", "extension/media/icon.png"} <= set(named)
    assert [name for name in named if name not in packed] == []


def _paths(value: object) -> list[str]:
    """Return the files of the extension that a manifest names."""
    if isinstance(value, dict):
        return [path for key, part in value.items() if key not in {"scripts", "when"} for path in _paths(part)]
    if isinstance(value, list):
        return [path for part in value for path in _paths(part)]
    if isinstance(value, str) and value.endswith((".js", ".png", ".svg", ".md", ".json")) and " " not in value:
        return [f"extension/{value.removeprefix('./')}"]
    return []


def test_each_package_whose_code_is_bundled_is_named_with_its_licence(vsix: Path) -> None:
    with zipfile.ZipFile(vsix) as archive:
        notices = archive.read("extension/dist/NOTICES.txt").decode()
        ours = archive.read("extension/LICENSE.txt").decode()
    assert ours == (ROOT / "LICENSE").read_text(encoding="utf-8")
    for package in ("vscode-languageclient", "vscode-jsonrpc", "semver"):
        folder = EXTENSION / "node_modules" / package
        described = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        assert f"{package} {described['version']}: {described['license']}\n" in notices
        (licence,) = [path for path in folder.iterdir() if path.name.lower().startswith("license")]
        assert licence.read_text(encoding="utf-8").replace("\r\n", "\n").strip() in notices


def test_what_vsce_would_pack_by_itself_is_the_same(universal: Path) -> None:
    """Without package.py there is no LICENSE, and a `dist` that may be a developer's: nothing else is superfluous."""
    node = shutil.which("node")
    assert node is not None, "node is not on the path"
    listed = subprocess.run(
        [node, EXTENSION / "node_modules" / "@vscode" / "vsce" / "vsce", "ls", "--no-dependencies"],
        cwd=EXTENSION,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    outside = {path for path in listed if not path.startswith(("dist/", "bundled/"))}
    renamed = {"README.md": "readme.md", "CHANGELOG.md": "changelog.md"}
    packed = {name.removeprefix("extension/") for name in names(universal) if name.startswith("extension/")}
    assert {renamed.get(path, path) for path in outside} == {
        name for name in packed if not name.startswith("dist/") and name != "LICENSE.txt"
    }


def test_the_same_working_tree_gives_the_same_file_at_another_time_in_another_place(vsix: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another place"
    _copy_working_tree(elsewhere)
    before = os.umask(0o077)
    try:
        packed = pack("--target", target(), "--out", str(tmp_path), repository=elsewhere, TZ="Asia/Tokyo", LANG="C")
    finally:
        os.umask(before)
    assert packed.returncode == 0, packed.stderr
    again = tmp_path / vsix.name
    assert _listed(again) == _listed(vsix)
    assert again.read_bytes() == vsix.read_bytes()


def _listed(file: Path) -> list[tuple[str, tuple[int, ...], int, int]]:
    with zipfile.ZipFile(file) as archive:
        return [(one.filename, one.date_time, one.external_attr, one.CRC) for one in archive.infolist()]


def _copy_working_tree(folder: Path) -> None:
    """Copy what git tracks, and what it would: files get other times, and folders other names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git is here
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / "vscode-extension" / "node_modules").symlink_to(EXTENSION / "node_modules")


def test_a_version_that_is_not_that_of_hublint_is_refused(tmp_path: Path) -> None:
    _copy_working_tree(tmp_path / "tree")
    file = tmp_path / "tree" / "vscode-extension" / "package.json"
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**document, "version": "9.9.9"}), encoding="utf-8")
    packed = pack("--universal", "--out", str(tmp_path), repository=tmp_path / "tree")
    assert packed.returncode == 1
    expected = f"package: hublint is {hublint.__version__} and the extension 9.9.9: package.json must say the same\n"
    assert packed.stderr == expected


def test_a_hublint_for_another_platform_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_text('{"platform": "win32-arm64"}', encoding="utf-8")
    packed = pack("--target", "linux-x64", "--bundled", str(tmp_path), "--out", str(tmp_path))
    assert packed.returncode == 1
    assert packed.stderr == f"package: {tmp_path} was made for win32-arm64, not for linux-x64\n"
    assert not list(tmp_path.glob("*.vsix"))


def test_without_node_the_extension_is_not_packed_and_the_reason_is_said(tmp_path: Path) -> None:
    packed = pack("--universal", "--out", str(tmp_path), PATH=os.path.dirname(sys.executable))  # noqa: PTH120
    assert packed.returncode == 1
    assert packed.stderr == "package: node is not on the path; the extension is packed with Node.js 20 or newer\n"
