"""`hublint config`: what holds for a file, and where it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from hublint.cli.config import Origin, Shown, line_of, text
from hublint.config import Settings, read_settings
from hublint.files import parse_toml
from hublint.target import Target
from tests.test_config import some_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

DEFAULTS = """\
# the settings of .
# no settings file: these are the defaults
# 7 of 7 rules are used; the target is tf=2.21,keras=keras3,purpose=reuse

select = ["ALL"]     # default
ignore = []          # default
extend-select = []   # default
exclude = []         # default
tensorflow = "2.21"  # auto: the newest TensorFlow, since no requirement names one
keras = "keras3"     # auto: the Keras of TensorFlow 2.21
purpose = "reuse"    # default
level = "native"     # default
baseline = ""        # default
"""


def told(run: Run) -> dict[str, str]:
    """Return what stands behind each key."""
    assert run.status == 0, run.err
    lines = [line for line in run.out.splitlines() if "  # " in line]
    return {line.split("  # ")[0].split(" =")[0].strip("[] "): line.split("  # ")[1] for line in lines}


def asked(run: Run) -> Any:
    assert run.status == 0, run.err
    return json.loads(run.out)


def test_without_a_settings_file_all_are_defaults(folder: Path, hublint: Hublint) -> None:
    del folder
    assert hublint("config") == (0, DEFAULTS, "")


def test_each_setting_is_told_with_its_file_and_line(folder: Path, hublint: Hublint) -> None:
    (folder / "shared.toml").write_text('exclude = [\n  "/gen",\n  "ignore",\n]\nlevel = "compat"\n')
    below = folder / "below"
    below.mkdir()
    (below / "pyproject.toml").write_text(
        '[project]\nname = "ignore"\n\n[tool.hublint]\nextend = "../shared.toml"\n# ignore\nignore = ["TST003"]\n'
        'baseline = "known.json"\n\n[tool.hublint.per-file-ignores]\n"tests/**" = ["TST001"]\n\n'
        '[tool.hublint.runtimes]\nold = "/opt/python"\n'
    )
    (below / "a.py").write_text("")
    run = hublint("config", "below/a.py")
    assert run.out.splitlines()[:3] == [
        "# the settings of below/a.py",
        "# below/pyproject.toml extends shared.toml",
        "# 6 of 7 rules are used; the target is tf=2.21,keras=keras3,purpose=reuse,level=compat",
    ]
    assert told(run) == {
        "select": "default",
        "ignore": "below/pyproject.toml:7",
        "extend-select": "default",
        "exclude": "shared.toml:1",
        "tensorflow": "auto: the newest TensorFlow, since no requirement names one",
        "keras": "auto: the Keras of TensorFlow 2.21",
        "purpose": "default",
        "level": "shared.toml:5",
        "baseline": "below/pyproject.toml:8",
        "per-file-ignores": "below/pyproject.toml:10, from below/",
        "runtimes": "below/pyproject.toml:13",
    }
    table = parse_toml(run.out)
    assert table["per-file-ignores"] == {"tests/**": ["TST001"]}
    assert table["runtimes"] == {"old": "/opt/python"}
    assert table["baseline"] == "below/known.json"


def test_what_options_change_is_told(folder: Path, hublint: Hublint) -> None:
    (folder / "hublint.toml").write_text(
        'select = ["TST"]\nignore = ["TST001"]\nextend-select = ["TST003"]\nkeras = "tf_keras"\ntensorflow = "2.20"\n'
    )
    found = told(
        hublint("config", "--ignore", "TST002", "--extend-select", "TST001", "--level", "compat", "--exclude", "x")
    )
    assert found["select"] == "hublint.toml:1"
    assert found["ignore"] == "hublint.toml:2 and command line: --ignore"
    assert found["extend-select"] == "hublint.toml:3 and command line: --extend-select"
    assert found["exclude"] == "command line: --exclude"
    assert found["level"] == "command line: --level"
    assert found["tensorflow"] == "hublint.toml:5"
    found = told(hublint("config", "--select", "TST002", "--target", "tf=2.15,keras=keras2"))
    assert found["select"] == "command line: --select"
    assert found["extend-select"] == "default"
    assert found["tensorflow"] == found["keras"] == "command line: --target"
    found = told(hublint("config", "--target", "keras=keras2"))
    assert found["tensorflow"] == "auto: tensorflow 2.15, the last with Keras 2"


@pytest.mark.parametrize(
    ("name", "content", "line", "release"),
    [
        ("requirements.txt", "# pins\nnumpy\ntensorflow == 2.15.1\n", 3, "2.15"),
        ("pyproject.toml", '[project]\nname = "x"\ndependencies = [\n  "numpy",\n  "tensorflow<2.17",\n]\n', 5, "2.16"),
        ("pyproject.toml", '[tool.poetry.dependencies]\nnumpy = "*"\ntensorflow = "2.18.0"\n', 3, "2.18"),
    ],
)
def test_a_requirement_that_decides_is_told_with_its_line(
    folder: Path, hublint: Hublint, name: str, content: str, line: int, release: str
) -> None:
    (folder / name).write_text(content)
    (folder / "src").mkdir()
    found = asked(hublint("config", "src", "--output-format", "json"))["settings"]["tensorflow"]
    assert (found["origin"], found["value"], found["line"]) == ("auto", release, line)
    assert Path(found["file"]) == folder / name
    assert f"({name}:{line})" in found["told"]


def test_json_is_for_programs(folder: Path, hublint: Hublint) -> None:
    (folder / "hublint.toml").write_text('ignore = ["TST001"]\n')
    found = asked(hublint("config", "--output-format", "json"))
    assert found["settings_file"] == str(folder / "hublint.toml")
    assert found["rules"] == {"used": 6, "all": 7}
    assert found["settings"]["ignore"] == {
        "value": ["TST001"],
        "origin": "settings",
        "file": str(folder / "hublint.toml"),
        "line": 1,
        "told": "hublint.toml:1",
    }


def test_a_file_that_is_named_is_used(folder: Path, hublint: Hublint) -> None:
    (folder / "other.toml").write_text('purpose = "serve"\n')
    run = hublint("config", "--config", "other.toml")
    assert run.out.splitlines()[1] == "# other.toml"
    assert told(run)["purpose"] == "other.toml:1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none",), "none: there is no such file or folder"),
        (("--select", "NO1"), "unknown rule code 'NO1'"),
        (("--config", "broken.toml"), "broken.toml:1:5: not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    folder: Path, hublint: Hublint, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "broken.toml").write_text("x = \n")
    run = hublint("config", *arguments)
    assert (run.status, run.out) == (2, "")
    assert said in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('ignore = ["A1"]\n', 1),
        ('\ufeffignore = ["A1"]\n', 1),
        ('# ignore\nselect = ["ignore"]\n"ignore" = [\n]\n', 3),
        ('exclude = [\n  "ignore = []",\n]\n\nignore=[]', 5),
        ("exclude = ['''\nignore = []\n''']\r\nignore = []\r\n", 4),
        ("[per-file-ignores]\nignore = []\n", None),
        ("select = []\n", None),
    ],
)
def test_the_line_of_a_key(tmp_path: Path, content: str, line: int | None) -> None:
    file = tmp_path / "hublint.toml"
    file.write_bytes(content.encode())
    assert line_of(file, "ignore") == line


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[tool]\nhublint.ignore = []\n", 2),
        ("tool.hublint = { ignore = [] }\n", 1),
        ("[tool.other]\nignore = []\n[tool.hublint]\nignore = []\n", 4),
    ],
)
def test_the_line_of_a_key_of_pyproject(tmp_path: Path, content: str, line: int) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(content)
    assert line_of(file, "ignore") == line


@given(some_settings)
def test_what_is_shown_is_a_settings_file_that_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    values: dict[str, object] = {
        "select": settings.select,
        "ignore": settings.ignore,
        "extend-select": settings.extend_select,
        "exclude": settings.exclude,
        "tensorflow": settings.tensorflow,
        "keras": settings.keras,
        "purpose": settings.purpose,
        "level": settings.level,
        "baseline": "" if settings.baseline is None else str(settings.baseline),
        "per-file-ignores": {entry.pattern: entry.codes for entry in settings.per_file_ignores},
        "runtimes": {entry.name: str(entry.python) for entry in settings.runtimes},
    }
    origins = dict.fromkeys(values, Origin("default"))
    file = tmp_path_factory.getbasetemp() / "shown.toml"
    shown = text(Path("a.py"), Shown(settings, values, origins, Target.newest(), 1, 1))
    file.write_text(shown, encoding="utf-8", newline="")
    assert read_settings(file) == settings._replace(source=file)
