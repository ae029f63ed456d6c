"""What the folder of the bundled server is put together from, with wheels that the tests make."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

import libraries
import pytest
from libraries import BundleError, Libraries, Wheel
from packaging.requirements import Requirement

from hublint.files import parse_toml
from tests.lsp.client import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TOOLS: Final = ROOT / "vscode-extension" / "tools"
LICENCE: Final = "Do as you like."


def wheel(folder: Path, name: str, files: Mapping[str, str], metadata: str = "License-Expression: MIT\n") -> Wheel:
    """Make the wheel of a package, with these files beside those that describe it."""
    package, version, *_ = name.split("-")
    described = f"{package}-{version}.dist-info"
    path = folder / f"{name}.whl"
    folder.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
        archive.writestr(
            f"{described}/METADATA", f"Metadata-Version: 2.4\nName: {package}\nVersion: {version}\n{metadata}"
        )
        archive.writestr(f"{described}/licenses/LICENSE", LICENCE)
        archive.writestr(f"{described}/RECORD", "")
    return Wheel(path)


def native(python: str, *, tagged: bool = True, rest: str = "the same") -> tuple[str, dict[str, str]]:
    """Return the name and the files of a wheel with a native module for one Python."""
    module = f"fast/_core.cpython-{python}-x86_64-linux-gnu.so" if tagged else "fast/_core.so"
    return f"fast-1.0-cp{python}-cp{python}-linux_x86_64", {"fast/__init__.py": rest, module: f"for {python}"}


def test_native_modules_of_several_pythons_stand_side_by_side(tmp_path: Path) -> None:
    put = Libraries()
    for python in ("310", "314"):
        put.add(wheel(tmp_path, *native(python)))
    modules = [name for name in put.files if name.endswith(".so")]
    assert modules == ["fast/_core.cpython-310-x86_64-linux-gnu.so", "fast/_core.cpython-314-x86_64-linux-gnu.so"]
    assert put.packages["fast"]["Version"] == "1.0"


def test_a_file_that_differs_between_two_pythons_is_refused(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path, *native("310")))
    other = wheel(tmp_path, *native("311", rest="another"))
    with pytest.raises(BundleError, match=r"^fast-1\.0-cp311\S+ and fast-1\.0-cp310\S+ differ in fast/__init__\.py$"):
        put.add(other)


def test_two_names_that_are_one_where_case_does_not_count_are_refused(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", {"shared/Case.py": ""}))
    with pytest.raises(BundleError, match=r"differ in shared/case\.py"):
        put.add(wheel(tmp_path, "two-1.0-py3-none-any", {"shared/case.py": ""}))


def test_a_native_module_that_another_python_would_import_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        BundleError, match=r"fast/_core\.so of fast-1\.0-cp310\S+ does not say in its name which Python"
    ):
        Libraries().add(wheel(tmp_path, *native("310", tagged=False)))


def test_a_native_module_of_the_stable_interface_needs_no_python_in_its_name(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path, "fast-1.0-cp310-abi3-linux_x86_64", {"fast/_core.abi3.so": ""}))
    assert "fast/_core.abi3.so" in put.files


def test_what_would_lie_elsewhere_than_among_the_modules_is_refused(tmp_path: Path) -> None:
    odd = wheel(tmp_path, "odd-1.0-py3-none-any", {"odd-1.0.data/scripts/odd": ""})
    with pytest.raises(BundleError, match="elsewhere than among its modules"):
        Libraries().add(odd)


def test_of_a_wheel_come_its_modules_its_entry_points_and_its_licence(tmp_path: Path) -> None:
    files = {
        "one/__init__.py": "",
        "one/data.json": "",
        "one/testing.py": "",
        "one/types.pyi": "",
        "one/tests/test_one.py": "",
        "one/__pycache__/one.pyc": "",
        "one-1.0.dist-info/entry_points.txt": "",
        "one-1.0.dist-info/WHEEL": "",
        "one-1.0.dist-info/top_level.txt": "",
    }
    put = Libraries()
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", files))
    assert sorted(put.files) == [
        "one-1.0.dist-info/METADATA",
        "one-1.0.dist-info/entry_points.txt",
        "one-1.0.dist-info/licenses/LICENSE",
        "one/__init__.py",
        "one/data.json",
        "one/testing.py",
    ]


LOCK: Final = """
# a comment
plain==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
older==2.0 ; python_full_version < '3.11' \\
    --hash=sha256:cc
windows==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:dd
"""


@pytest.mark.parametrize(
    ("platform", "python", "names"),
    [
        ("linux-x64", "3.10", ["plain", "older"]),
        ("linux-x64", "3.11", ["plain"]),
        ("alpine-arm64", "3.14", ["plain"]),
        ("win32-arm64", "3.10", ["plain", "older", "windows"]),
        ("darwin-arm64", "3.13", ["plain"]),
    ],
)
def test_markers_are_answered_as_the_python_and_the_platform_would(
    platform: str, python: str, names: list[str]
) -> None:
    lines = libraries.locked(LOCK, libraries.environment(platform, python))
    assert [line.partition("==")[0] for line in lines] == names
    assert lines[0] == "plain==1.0 --hash=sha256:aa --hash=sha256:bb"


def test_what_a_package_needs_and_the_lock_lacks_is_said(tmp_path: Path) -> None:
    needs = (
        "Requires-Dist: absent\n"
        "Requires-Dist: other>=2\n"
        "Requires-Dist: older; python_version < '3.11'\n"
        "Requires-Dist: more; extra == 'more'\n"
        "Requires-Dist: pyyaml-ft\n"
    )
    put = Libraries()
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", {}, needs))
    put.add(wheel(tmp_path, "Other-1.0-py3-none-any", {}))
    assert list(libraries.missing(put.packages, libraries.environment("linux-x64", "3.12"))) == [
        "one needs absent, which is not locked",
        "one needs other >=2, and 1.0 is locked",
    ]


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: Apache-2.0 OR BSD-2-Clause\n", "Apache-2.0 OR BSD-2-Clause"),
        ("License: see the file\nClassifier: License :: OSI Approved :: MIT License\n", "MIT License"),
        ("License: 3-Clause BSD License\nClassifier: Topic :: Internet\n", "3-Clause BSD License"),
    ],
)
def test_the_licence_of_each_package_is_named_with_where_its_text_is(
    tmp_path: Path, metadata: str, licence: str
) -> None:
    put = Libraries()
    address = "Project-URL: Documentation, https://example.org/docs\nProject-URL: Source, https://example.org/source\n"
    put.add(wheel(tmp_path, "one_two-1.0-py3-none-any", {}, metadata + address))
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", {}))
    assert libraries.notices(put).split("\n\n")[1:] == [
        "one 1.0: MIT\n    libs/one-1.0.dist-info/licenses/LICENSE",
        f"one_two 1.0: {licence}\n    https://example.org/source\n    libs/one_two-1.0.dist-info/licenses/LICENSE\n",
    ]


def test_a_package_that_does_not_tell_its_licence_is_refused(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", {}, "License: a page of text\n        and another line\n"))
    with pytest.raises(BundleError, match="the metadata of one say nothing of its licence"):
        libraries.notices(put)


def test_a_package_without_the_text_of_its_licence_is_refused(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path, "one-1.0-py3-none-any", {}))
    del put.files["one-1.0.dist-info/licenses/LICENSE"]
    with pytest.raises(BundleError, match=r"one 1\.0 comes without the text of its licence"):
        libraries.notices(put)


def test_a_folder_that_is_written_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path / "wheels", "hublint-1.0-py3-none-any", {"hublint/__init__.py": "new"}))
    folder = tmp_path / "deep" / "bundled"
    (folder / "libs").mkdir(parents=True)
    (folder / "libs" / "stale.py").touch()
    libraries.write(put, "linux-x64", folder)
    assert sorted(path.name for path in folder.parent.iterdir()) == ["bundled"]
    assert sorted(path.name for path in folder.iterdir()) == ["LICENSES.txt", "bundle.json", "libs"]
    assert not (folder / "libs" / "stale.py").exists()
    assert (folder / "libs" / "hublint" / "__init__.py").read_text() == "new"
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o644}
    assert {path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_dir()} == {0o755}
    assert json.loads((folder / "bundle.json").read_text()) == {
        "platform": "linux-x64",
        "pythons": ["3.10", "3.11", "3.12", "3.13", "3.14"],
        "hublint": "1.0",
        "packages": {"hublint": "1.0"},
    }


def test_a_folder_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    put = Libraries()
    put.add(wheel(tmp_path / "wheels", "hublint-1.0-py3-none-any", {}, ""))  # its licence is not told
    folder = tmp_path / "place" / "bundled"
    folder.mkdir(parents=True)
    (folder / "old").touch()
    with pytest.raises(BundleError):
        libraries.write(put, "linux-x64", folder)
    assert [path.name for path in folder.parent.rglob("*")] == ["bundled", "old"]


NOT_FOUND: Final = "ERROR: No matching distribution found for libcst==1.9.0\n"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (f"ERROR: Could not find a version\n{NOT_FOUND}", "libcst 1.9.0 has no wheel for CPython 3.10 on darwin-x64"),
        (
            f"WARNING: Retrying (Retry(total=0)) after connection broken by 'ProxyError'\n{NOT_FOUND}",
            "the wheels for CPython 3.10 on darwin-x64 cannot be fetched: "
            + NOT_FOUND.removeprefix("ERROR: ").removesuffix("\n"),
        ),
        ("", "the wheels for CPython 3.10 on darwin-x64 cannot be fetched: pip does not say why"),
    ],
)
def test_why_there_is_no_folder_is_one_sentence(said: str, sentence: str) -> None:
    assert libraries.reason(said, "darwin-x64", "3.10") == sentence


def test_the_lock_holds_what_pyproject_asks_for_and_names_no_place_to_fetch_it_from() -> None:
    project: Any = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (TOOLS / "requirements.txt").read_text()
    for python in libraries.PYTHONS:
        lines = libraries.locked(lock, libraries.environment("linux-x64", python))
        held = {line.partition("==")[0]: line.partition("==")[2].partition(" ")[0] for line in lines}
        for needed in map(Requirement, project["dependencies"]):
            if needed.name in libraries.UNUSED:
                assert needed.name not in held
            elif needed.marker is None or needed.marker.evaluate({"python_version": python}):
                assert needed.specifier.contains(held[needed.name]), (python, needed.name)
    for name in ("requirements.txt", "build-requirements.txt"):
        assert "://" not in (TOOLS / name).read_text()
        assert "--hash=sha256:" in (TOOLS / name).read_text()


def test_the_folder_is_for_the_pythons_that_hublint_is_for() -> None:
    project: Any = parse_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    classified = [line.rpartition(" ")[2] for line in project["classifiers"] if ":: Python :: 3." in line]
    assert list(libraries.PYTHONS) == classified
