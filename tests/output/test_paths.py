from __future__ import annotations

import os
from pathlib import Path

import pytest

from hublint.output.paths import STDIN, Root


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "checkout" / "part").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "checkout" / "part")
    return tmp_path / "checkout"


def test_paths_are_told_from_the_working_directory(here: Path) -> None:
    root = Root()
    assert root.relative(Path("./models/a.py")) == "models/a.py"
    assert root.relative(here / "part" / "a.py") == "a.py"
    assert root.relative(Path("../a.py")) is None
    assert root.told(Path("../a.py")) == str(here / "a.py")


def test_paths_are_told_from_the_checkout_that_the_environment_names(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKOUT", str(here))
    assert Root("CHECKOUT").relative(Path("a.py")) == "part/a.py"
    assert Root("CHECKOUT").relative(here / "setup.py") == "setup.py"


@pytest.mark.parametrize("named", ["", "elsewhere", "checkout/part/inner", "check"])
def test_a_checkout_that_the_working_directory_is_not_in_says_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("CHECKOUT", named and str(here.parent / named))
    assert Root("CHECKOUT").relative(Path("a.py")) == "a.py"


def test_a_link_is_told_as_what_it_leads_to_inside_and_as_itself_if_that_lies_outside(here: Path) -> None:
    (here / "part" / "real.py").touch()
    (here / "outside.py").touch()
    Path("link.py").symlink_to("real.py")
    Path("away.py").symlink_to("../outside.py")
    assert Root().relative(Path("link.py")) == "real.py"
    assert Root().relative(Path("away.py")) == "away.py"


def test_a_checkout_behind_a_link_is_found(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = here.parent / "link"
    link.symlink_to(here)
    monkeypatch.setenv("CHECKOUT", str(link))
    assert Root("CHECKOUT").relative(Path("a.py")) == "part/a.py"
    assert Root("CHECKOUT").relative(link / "part" / "b.py") == "part/b.py"


def test_standard_input_has_no_place(here: Path) -> None:
    assert here.is_dir()
    assert Root().relative(STDIN) is None
    assert Root().told(STDIN) == "-"


def test_bytes_that_are_no_text_have_a_mark(here: Path) -> None:
    assert here.is_dir()
    assert Root().told(Path(os.fsdecode(b"caf\xe9.py"))) == "caf\ufffd.py"
