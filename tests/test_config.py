from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.config import (
    KEYS,
    SETTINGS,
    TARGET_KEYS,
    ConfigError,
    PerFileIgnore,
    Runtime,
    Settings,
    clear_cache,
    is_pattern,
    load_settings,
    read_settings,
)
from hublint.files import parse_toml
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    clear_cache()
    yield
    clear_cache()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint(folder: Path, name: str, content: str | bytes) -> str:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ConfigError) as raised:
        load_settings(folder / "model.py")
    return str(raised.value)


EVERYTHING = """
select = ["HUB1", "HUB201"]
ignore = ["HUB102"]
extend-select = ["ACME"]
exclude = ["third_party/", "*_pb2.py"]
tensorflow = "2.20"
keras = "tf_keras"
purpose = "serve"
level = "compat"

[per-file-ignores]
"tests/" = ["HUB4"]

[runtimes]
old = "envs/tf115/bin/python"
new = "/opt/tf221/bin/python"
"""


def test_every_key_is_read(here: Path) -> None:
    (here / "hublint.toml").write_text(EVERYTHING)
    assert load_settings(here / "a.py") == Settings(
        select=("HUB1", "HUB201"),
        ignore=("HUB102",),
        extend_select=("ACME",),
        exclude=("third_party/", "*_pb2.py"),
        tensorflow="2.20",
        keras="tf_keras",
        purpose="serve",
        level="compat",
        per_file_ignores=(PerFileIgnore("tests/", ("HUB4",)),),
        runtimes=(Runtime("old", here / "envs/tf115/bin/python"), Runtime("new", Path("/opt/tf221/bin/python"))),
        source=here / "hublint.toml",
    )


def test_pyproject_holds_the_same_keys_in_a_table(here: Path) -> None:
    (here / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.hublint]\nignore = ["HUB1"]\n')
    assert load_settings(here) == Settings(ignore=("HUB1",), source=here / "pyproject.toml")


def test_without_a_settings_file_everything_is_automatic(here: Path) -> None:
    settings = load_settings(here / "none" / "a.py")
    assert settings == Settings()
    assert (settings.tensorflow, settings.keras, settings.purpose) == ("auto", "auto", "auto")
    assert settings.folder_of("exclude") == here


def test_the_nearest_file_wins_alone(here: Path) -> None:
    (here / "hublint.toml").write_text('ignore = ["HUB1"]\npurpose = "serve"\n')
    inner = here / "a" / "b"
    inner.mkdir(parents=True)
    (here / "a" / "pyproject.toml").write_text('[tool.hublint]\nignore = ["HUB2"]\n')
    assert load_settings(inner / "c.py").ignore == ("HUB2",)
    assert load_settings(inner / "c.py").purpose == "auto"
    assert load_settings(here / "c.py").ignore == ("HUB1",)


def test_hublint_toml_wins_over_the_pyproject_beside_it(here: Path) -> None:
    (here / "pyproject.toml").write_text('[tool.hublint]\nignore = ["HUB2"]\n')
    (here / "hublint.toml").write_text('ignore = ["HUB1"]\n')
    assert load_settings(here).ignore == ("HUB1",)


@pytest.mark.parametrize("text", ["", '[project]\nname = "hublint"\n', "[tool.other]\n", "# hublint\n[tool]\nx = 1\n"])
def test_a_pyproject_without_the_table_is_passed_over(here: Path, text: str) -> None:
    (here / "hublint.toml").write_text('ignore = ["HUB1"]\n')
    (here / "inner").mkdir()
    (here / "inner" / "pyproject.toml").write_text(text)
    assert load_settings(here / "inner" / "a.py").ignore == ("HUB1",)


def test_an_empty_table_ends_the_search(here: Path) -> None:
    (here / "hublint.toml").write_text('ignore = ["HUB1"]\n')
    (here / "inner").mkdir()
    (here / "inner" / "pyproject.toml").write_text("[tool.hublint]\n")
    assert load_settings(here / "inner").ignore == ()


def test_settings_are_read_once_per_folder_until_the_cache_is_cleared(here: Path) -> None:
    (here / "hublint.toml").write_text('ignore = ["HUB1"]\n')
    assert load_settings(here / "x" / "a.py").ignore == ("HUB1",)
    (here / "hublint.toml").write_text('ignore = ["HUB2"]\n')
    assert load_settings(here / "x" / "b.py").ignore == ("HUB1",)
    clear_cache()
    assert load_settings(here / "x" / "b.py").ignore == ("HUB2",)


def test_byte_order_mark_and_windows_newlines(here: Path) -> None:
    (here / "hublint.toml").write_bytes(b'\xef\xbb\xbfignore = ["HUB1"]\r\nkeras = "keras3"\r\n')
    assert load_settings(here) == Settings(ignore=("HUB1",), keras="keras3", source=here / "hublint.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('selct = ["HUB1"]', "selct: unknown key; did you mean select?"),
        ("per_file_ignores = 1", "per_file_ignores: unknown key; did you mean per-file-ignores?"),
        ("zzz = 1", f"zzz: unknown key; use {', '.join(KEYS)}"),
        ("[tool.hublint]", "tool: unknown key; in hublint.toml the settings stand at the top, without [tool.hublint]"),
        ('ignore = ["HUB1", 3]', "ignore[1]: expected a string, found an integer"),
        ("ignore = [true]", "ignore[0]: expected a string, found true or false"),
        ("ignore = [1979-05-27]", "ignore[0]: expected a string, found a date"),
        ('select = "HUB1"', "select: expected a list, found a string"),
        ("exclude = {a = 1}", "exclude: expected a list, found a table"),
        ("tensorflow = 2.21", "tensorflow: expected a string, found a number; write it in quotes"),
        ("tensorflow = 2", "tensorflow: expected a string, found an integer; write it in quotes"),
        ('tensorflow = "2.99"', "tensorflow: 2.99 is newer than this hublint knows; use 2.21 or update hublint"),
        ('keras = "k"', "keras: 'k' is unknown; use keras2, keras3 or tf_keras"),
        ("per-file-ignores = []", "per-file-ignores: expected a table, found a list"),
        ('[per-file-ignores]\n"a/*.py" = "HUB1"', 'per-file-ignores."a/*.py": expected a list, found a string'),
        ('[per-file-ignores]\n"a" = ["H", 1]', 'per-file-ignores."a"[1]: expected a string, found an integer'),
        ("[runtimes]\nold = 3", "runtimes.old: expected a string, found an integer"),
        ("[runtimes]\nold = ''", "runtimes.old: is empty; give the path of a Python interpreter"),
        ('ignore = ["HUB 1"]',
         "ignore[0]: 'HUB 1' is not a rule code; write one such as HUB101, or a prefix such as HUB1"),
        ('select = [""]', "select[0]: '' is not a rule code; write one such as HUB101, or a prefix such as HUB1"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_the_path_of_the_key(here: Path, text: str, expected: str) -> None:
    assert complaint(here, "hublint.toml", text) == f"hublint.toml: {expected}"


@pytest.mark.parametrize("pattern", ["[z-a", "[z-a]", "!", "a[", "src/[!]"])
def test_an_impossible_pattern_is_a_mistake_too(here: Path, pattern: str) -> None:
    for text, key in (
        (f'exclude = ["good", "{pattern}"]', "exclude[1]"),
        (f'[per-file-ignores]\n"{pattern}" = ["HUB1"]', f'per-file-ignores."{pattern}"'),
    ):
        (here / "hublint.toml").write_text(text)
        clear_cache()
        with pytest.raises(ConfigError) as caught:
            load_settings(here)
        assert str(caught.value) == f"hublint.toml: {key}: {pattern!r} is no pattern; write one as in .gitignore"


@pytest.mark.parametrize(
    "pattern", ["[a-z]*.py", "[]a]", "[!]a]", "[a[]", "[[a]b", r"\[a", "a]", "**/x", "!keep.py", "# nothing", ""]
)
def test_a_pattern_that_git_takes_is_taken(pattern: str) -> None:
    assert is_pattern(pattern)


def test_codes_may_be_written_small(here: Path) -> None:
    (here / "hublint.toml").write_text(
        'select = ["all"]\nignore = ["hub1"]\nextend-select = ["hub101"]\n[per-file-ignores]\n"a" = ["hub2"]\n'
    )
    settings = load_settings(here)
    assert (settings.select, settings.ignore, settings.extend_select) == (("ALL",), ("HUB1",), ("HUB101",))
    assert settings.per_file_ignores[0].codes == ("HUB2",)


def test_in_pyproject_the_path_begins_with_the_table(here: Path) -> None:
    assert complaint(here, "pyproject.toml", "[tool.hublint]\nselct = 1") == (
        "pyproject.toml: tool.hublint.selct: unknown key; did you mean select?"
    )
    (here / "pyproject.toml").unlink()
    assert complaint(here, "pyproject.toml", "[tool]\nhublint = 3") == (
        "pyproject.toml: tool.hublint: expected a table, found an integer"
    )
    assert complaint(here, "pyproject.toml", "tool = 3 # hublint") == (
        "pyproject.toml: tool: expected a table, found an integer"
    )


def test_settings_that_contradict_each_other(here: Path) -> None:
    assert complaint(here, "hublint.toml", 'tensorflow = "2.15"\nkeras = "keras3"\n').startswith(
        "hublint.toml: keras: tensorflow 2.15 contradicts keras3"
    )


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"ignore = []\n\nselect == 3\n", "3:"),
        (b"ignore = [\n", "2: not valid TOML"),
        (b"ignore = []\nignore = []\n", "2:"),
        (b"# caf\xc3\xa9\nselect = ['\xe9']\n", "2: is not UTF-8"),
    ],
)
def test_a_syntax_error_has_file_and_line(here: Path, content: bytes, place: str) -> None:
    message = complaint(here, "hublint.toml", content)
    assert message.startswith(f"hublint.toml:{place}")
    assert "\n" not in message


def test_a_settings_file_that_cannot_be_read(here: Path) -> None:
    (here / "hublint.toml").mkdir()
    with pytest.raises(ConfigError, match=r"^hublint\.toml: is a folder, not a file$"):
        load_settings(here)


def test_a_file_outside_the_working_directory_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert complaint(tmp_path, "hublint.toml", "x = 1").startswith(f"{tmp_path}/hublint.toml: x: unknown key")


def test_the_longest_prefix_decides() -> None:
    settings = Settings(select=("HUB1", "HUB201"), ignore=("HUB102", "HUB2"), extend_select=("ACME",))
    wanted = ["HUB101", "HUB102", "HUB201", "HUB202", "HUB301", "ACME001"]
    assert [code for code in wanted if settings.selects(code)] == ["HUB101", "HUB201", "ACME001"]


def test_ignoring_wins_where_both_say_the_same() -> None:
    assert not Settings(select=("HUB1",), ignore=("HUB1",)).selects("HUB101")
    assert not Settings(ignore=("ALL",)).selects("HUB101")
    assert Settings(ignore=("ALL",), extend_select=("HUB101",)).selects("HUB101")
    assert not Settings(select=()).selects("HUB101")
    assert Settings().selects("ACME1")


def test_per_file_ignores_are_gitignore_patterns_from_the_settings_folder(here: Path) -> None:
    entries = (
        PerFileIgnore("tests/", ("HUB1",)),
        PerFileIgnore("*_test.py", ("HUB201",)),
        PerFileIgnore("/a.py", ("X",)),
    )
    settings = Settings(per_file_ignores=entries, source=here / "hublint.toml")
    assert settings.ignored_codes(Path("tests/deep/x_test.py")) == ("HUB1", "HUB201")
    assert settings.ignored_codes(here / "src" / "x.py") == ()
    assert settings.ignored_codes(here / "a.py") == ("X",)
    assert settings.ignored_codes(here / "src" / "a.py") == ()
    assert settings.ignored_codes(here.parent / "tests" / "a.py") == ()


def test_command_line_overrides() -> None:
    settings = Settings(select=("HUB1",), ignore=("HUB102",), extend_select=("HUB9",), purpose="serve")
    assert settings.merged() == settings
    assert settings.merged(select=["HUB2"]) == settings._replace(select=("HUB2",), extend_select=())
    assert settings.merged(ignore=["HUB3"]).ignore == ("HUB102", "HUB3")
    assert settings.merged(extend_select=["HUB4"]).extend_select == ("HUB9", "HUB4")
    assert settings.merged(select=["HUB2"], extend_select=["HUB4"]).extend_select == ("HUB4",)
    assert settings.merged(target="tf=2.20,keras=keras3") == settings._replace(tensorflow="2.20", keras="keras3")


def test_a_target_on_the_command_line_keeps_what_it_does_not_contradict() -> None:
    legacy = Settings(tensorflow="2.18", keras="tf_keras")
    assert legacy.merged(target="tf=2.20") == legacy._replace(tensorflow="2.20")
    assert legacy.merged(target="tf=2.10") == legacy._replace(tensorflow="2.10", keras="auto")
    assert legacy.merged(target="keras=keras2") == legacy._replace(tensorflow="auto", keras="keras2")
    assert legacy.merged(target="level=compat") == legacy._replace(level="compat")
    assert legacy._replace(level="compat").merged(target="tf=2.20").level == "compat"
    with pytest.raises(TargetError, match="level 'full' is unknown; use compat"):
        legacy.merged(target="level=full")
    with pytest.raises(TargetError, match="contradicts keras3"):
        legacy.merged(target="tf=2.10,keras=keras3")
    with pytest.raises(TargetError, match="unknown key 'kras'"):
        legacy.merged(target="kras=keras3")


names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
patterns = names.filter(is_pattern)
codes = st.lists(st.from_regex(r"[A-Z]{1,4}[0-9]{0,3}", fullmatch=True), max_size=3).map(tuple)
some_settings = st.builds(
    Settings,
    select=codes,
    ignore=codes,
    extend_select=codes,
    exclude=st.lists(patterns, max_size=3).map(tuple),
    tensorflow=st.sampled_from(["auto", "2.16", "2.21"]),
    keras=st.sampled_from(["auto", "keras3", "tf_keras"]),
    purpose=st.sampled_from(["auto", "reuse", "serve"]),
    level=st.sampled_from(["auto", "compat", "native"]),
    per_file_ignores=st.dictionaries(patterns, codes, max_size=3).map(
        lambda table: tuple(PerFileIgnore(*entry) for entry in table.items())
    ),
    runtimes=st.dictionaries(names, st.just(Path("/opt/python")), max_size=2).map(
        lambda table: tuple(Runtime(*entry) for entry in table.items())
    ),
    baseline=st.sampled_from([None, Path("/opt/known.json")]),
    source=st.none(),
    extends=st.just(()),
    inherited=st.just(()),
)


@given(some_settings)
def test_settings_cross_process_borders(settings: Settings) -> None:
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - our own bytes


@given(st.binary(max_size=60))
def test_any_bytes_are_settings_or_a_config_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    try:
        settings = read_settings(file)
    except ConfigError as error:
        message = str(error)
    else:
        assert settings is not None
        message = str(file)
    assert str(file) in message
    assert "\n" not in message


@pytest.mark.parametrize("found", [False, True])
def test_heavy_modules_are_imported_only_for_a_file_that_is_found(here: Path, *, found: bool) -> None:
    if found:
        (here / "hublint.toml").write_text('ignore = ["HUB1"]\n')
    program = (
        "import sys, pathlib, hublint.config\n"
        "hublint.config.load_settings(pathlib.Path('a.py'))\n"
        "print(*sorted({'msgspec', 'pathspec', 'packaging', 'tomllib', 'tomli', 'difflib'} & set(sys.modules)))\n"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(root)},
        cwd=here,
        check=True,
        capture_output=True,
        text=True,
    )
    toml = "tomllib" if sys.version_info >= (3, 11) else "tomli"
    assert done.stdout.split() == (["msgspec", toml] if found else [])


class TestExtending:
    def test_the_keys_of_the_other_file_hold_where_this_one_sets_nothing(self, here: Path) -> None:
        (here / "hublint.toml").write_text(EVERYTHING)
        inner = here / "inner"
        inner.mkdir()
        (inner / "pyproject.toml").write_text(
            '[tool.hublint]\nextend = "../hublint.toml"\nignore = ["HUB9"]\nexclude = ["x"]\n'
        )
        outer, found = load_settings(here), load_settings(inner / "a.py")
        assert found == outer._replace(
            ignore=("HUB9",),
            exclude=("x",),
            source=inner / "pyproject.toml",
            extends=(here / "hublint.toml",),
            inherited=found.inherited,
        )
        assert {key for key, _ in found.inherited} == set(KEYS) - {"extend", "ignore", "exclude", "baseline"}
        assert {file for _, file in found.inherited} == {here / "hublint.toml"}
        assert found.runtimes[0].python == here / "envs/tf115/bin/python"

    def test_patterns_are_relative_to_the_file_that_they_stand_in(self, here: Path) -> None:
        (here / "shared.toml").write_text('exclude = ["/gen"]\n[per-file-ignores]\n"/inner/a.py" = ["HUB1"]\n')
        inner = here / "inner"
        inner.mkdir()
        (inner / "hublint.toml").write_text('extend = "../shared.toml"\nbaseline = "known.json"\n')
        found = load_settings(inner)
        assert found.folder_of("exclude") == here
        assert found.baseline == inner / "known.json"
        assert found.ignored_codes(inner / "a.py") == ("HUB1",)
        assert found.ignored_codes(inner / "inner" / "a.py") == ()

    def test_a_selection_takes_the_place_of_both_lists_that_select(self, here: Path) -> None:
        (here / "shared.toml").write_text('select = ["HUB1"]\nextend-select = ["HUB2"]\n')
        (here / "hublint.toml").write_text('extend = "shared.toml"\nselect = ["HUB3"]\n')
        assert (load_settings(here).select, load_settings(here).extend_select) == (("HUB3",), ())
        clear_cache()
        (here / "hublint.toml").write_text('extend = "shared.toml"\nextend-select = ["HUB3"]\n')
        assert (load_settings(here).select, load_settings(here).extend_select) == (("HUB1",), ("HUB3",))

    def test_files_may_extend_one_another_in_a_row(self, here: Path) -> None:
        (here / "a.toml").write_text('level = "compat"\npurpose = "serve"\n')
        (here / "b.toml").write_text('extend = "a.toml"\npurpose = "reuse"\n')
        (here / "hublint.toml").write_text('extend = "b.toml"\n')
        found = load_settings(here)
        assert (found.level, found.purpose) == ("compat", "reuse")
        assert found.extends == (here / "b.toml", here / "a.toml")
        assert found.file_of("level") == here / "a.toml"
        assert found.file_of("purpose") == here / "b.toml"

    def test_a_home_folder_and_variables_of_the_environment_may_begin_the_path(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (here / "home").mkdir()
        (here / "home" / "shared.toml").write_text('purpose = "serve"\n')
        monkeypatch.setenv("HOME", str(here / "home"))
        monkeypatch.setenv("USERPROFILE", str(here / "home"))
        monkeypatch.setenv("SHARED", str(here / "home"))
        for path in ("~/shared.toml", "$SHARED/shared.toml", "${SHARED}/shared.toml"):
            clear_cache()
            (here / "hublint.toml").write_text(f'extend = "{path}"\n')
            assert load_settings(here).purpose == "serve"

    @pytest.mark.parametrize(
        ("text", "others", "said"),
        [
            ("extend = 1\n", {}, "hublint.toml: extend: expected a string, found an integer"),
            ('extend = "none.toml"\n', {}, "hublint.toml: extend: none.toml does not exist"),
            ('extend = "$NOT_SET/x.toml"\n', {}, "hublint.toml: extend: $NOT_SET/x.toml does not exist"),
            ('extend = ".."\n', {}, " is a folder, not a settings file"),
            (
                'extend = "hublint.toml"\n',
                {},
                "hublint.toml: extend: leads back to where it began: hublint.toml extends hublint.toml",
            ),
            (
                'extend = "a.toml"\n',
                {"a.toml": 'extend = "./hublint.toml"\n'},
                "a.toml: extend: leads back to where it began: hublint.toml extends a.toml extends hublint.toml",
            ),
            (
                'extend = "pyproject.toml"\n',
                {"pyproject.toml": "[project]\n"},
                "hublint.toml: extend: pyproject.toml has no [tool.hublint]",
            ),
            ('extend = "a.toml"\n', {"a.toml": "selct = []\n"}, "a.toml: selct: unknown key; did you mean select?"),
            ('extend = "a.toml"\n', {"a.toml": "x = \n"}, "a.toml:1:5: not valid TOML: invalid value"),
            (
                'extend = "a.toml"\ntensorflow = "2.21"\n',
                {"a.toml": 'keras = "keras2"\n'},
                "hublint.toml: extend: together with a.toml, tensorflow 2.21 no longer holds Keras 2",
            ),
            (
                'extend = "0.toml"\n',
                {f"{number}.toml": f'extend = "{number + 1}.toml"\n' for number in range(30)},
                "19.toml: extend: more than 20 files extend one another",
            ),
        ],
    )
    def test_what_cannot_be_extended_is_told_with_file_and_key(
        self, here: Path, text: str, others: dict[str, str], said: str
    ) -> None:
        for name, content in others.items():
            (here / name).write_text(content)
        assert said in complaint(here, "hublint.toml", text)


class TestWhatKeysMean:
    """The table that editors tell the keys from."""

    def test_the_defaults_are_those_of_a_project_that_sets_nothing(self, here: Path) -> None:
        (here / "hublint.toml").write_text("".join(f"{key} = {told.default}\n" for key, told in SETTINGS.items()))
        assert load_settings(here / "a.py") == Settings(source=here / "hublint.toml")

    @pytest.mark.parametrize("key", KEYS)
    def test_an_example_is_taken_and_sets_its_key_alone(self, here: Path, key: str) -> None:
        (here / "pyproject.toml").write_text("[tool.hublint]\n")  # for the example that extends one
        inner = here / "inner"
        inner.mkdir()
        (inner / "pyproject.toml").write_text(
            SETTINGS[key].example if SETTINGS[key].holds == "table" else f"[tool.hublint]\n{SETTINGS[key].example}\n"
        )
        table = parse_toml((inner / "pyproject.toml").read_text())
        assert list(table["tool"]["hublint"]) == [key]  # type: ignore[index]
        changed = load_settings(inner / "a.py")._replace(source=None)
        assert changed != Settings() or key in TARGET_KEYS

    @pytest.mark.parametrize("key", TARGET_KEYS)
    def test_every_value_that_is_listed_is_taken(self, here: Path, key: str) -> None:
        for value in SETTINGS[key].values:
            clear_cache()
            (here / "hublint.toml").write_text(f'{key} = "{value}"\n')
            assert getattr(load_settings(here / "a.py"), key) == value

    @pytest.mark.parametrize("key", KEYS)
    def test_a_meaning_is_a_clause(self, key: str) -> None:
        told = SETTINGS[key]
        for clause in (told.meaning, *told.values.values()):
            assert clause == clause.strip() != ""
            assert not clause.endswith(".")
