from __future__ import annotations

import ast
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import registry
from hublint.lsp.sessions import FILES, Sessions
from hublint.lsp.settings import EditorSettings
from hublint.session import Session, forget_files
from hublint.target import FILES_READ, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.lsp.sessions import Scope
    from hublint.registry import Registry

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    forget_files()
    yield
    forget_files()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that is a project's root, and the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def opened(*folders: Path, **settings: EditorSettings) -> Sessions:
    """Return the sessions of an editor with these folders, with the `own` settings and with the `globals`."""
    sessions = Sessions()
    sessions.configure(
        settings.get("globals", EditorSettings()), dict.fromkeys(folders, settings.get("own", EditorSettings()))
    )
    return sessions


def codes(scope: Scope) -> set[str]:
    return set(scope.registry.by_code)


# Which settings a file has.


def test_without_settings_a_file_has_all_rules_and_the_newest_tensorflow(here: Path) -> None:
    scope = opened(here).for_file(here / "a.py")
    assert scope.registry is scope.rules
    assert scope.target() == Target.newest()
    assert (scope.settings, scope.excluded, scope.problem, scope.checked) == (EditorSettings(), False, None, True)


def test_the_settings_file_nearest_to_the_file_counts_under_what_the_editor_says(here: Path) -> None:
    write(here / "hublint.toml", 'select = ["HUB1", "HUB2"]\ntensorflow = "2.10"\n')
    write(here / "inner" / "hublint.toml", 'select = ["HUB3"]\n')
    sessions = opened(here, own=EditorSettings(ignore=("HUB101",), level="compat"))
    outer, inner = sessions.for_file(here / "a.py"), sessions.for_file(here / "inner" / "a.py")
    assert {code[:4] for code in codes(outer)} == {"HUB1", "HUB2"}
    assert "HUB101" not in codes(outer)
    assert outer.ignores("HUB101")
    assert not outer.ignores("HUB102")
    assert str(outer.target()) == "tf=2.10,keras=keras2,purpose=reuse,level=compat"
    assert {code[:4] for code in codes(inner)} == {"HUB3"}
    assert inner.project.source == here / "inner" / "hublint.toml"


def test_of_several_folders_the_innermost_has_the_say(here: Path) -> None:
    sessions = Sessions()
    sessions.configure(
        EditorSettings(select=("HUB9",)),
        {
            here: EditorSettings(select=("HUB1",)),
            here / "packages" / "one": EditorSettings(select=("HUB2",)),
            here / "packages": EditorSettings(select=("HUB3",)),
        },
    )

    def family(path: Path) -> set[str]:
        return {code[:4] for code in codes(sessions.for_file(path))}

    assert family(here / "a.py") == {"HUB1"}
    assert family(here / "packages" / "one" / "x" / "a.py") == {"HUB2"}
    assert family(here / "packages" / "one_more" / "a.py") == {"HUB3"}
    assert family(here.parent / "a.py") == {"HUB9"}
    assert sessions.folder_of(here / "packages" / "a.py") == here / "packages"
    assert sessions.folder_of(here.parent / "a.py") is None
    sessions.configure(EditorSettings(select=("HUB9",)), {here: EditorSettings(select=("HUB1",))})
    assert family(here / "packages" / "one" / "x" / "a.py") == {"HUB1"}


def test_a_file_outside_of_all_folders_has_the_global_settings_and_its_own_settings_file(here: Path) -> None:
    outside = write(here / "outside" / "hublint.toml", 'ignore = ["HUB101"]\n').parent
    sessions = opened(here / "work", globals=EditorSettings(select=("HUB1",)), own=EditorSettings(select=("HUB2",)))
    scope = sessions.for_file(outside / "a.py")
    assert {code[:4] for code in codes(scope)} == {"HUB1"}
    assert "HUB101" not in codes(scope)
    assert scope.settings == EditorSettings(select=("HUB1",))


def test_an_untitled_document_has_the_global_settings_and_the_first_folders_settings_file(here: Path) -> None:
    write(here / "first" / "hublint.toml", 'ignore = ["HUB101"]\ntensorflow = "2.9"\n')
    write(here / "second" / "hublint.toml", 'ignore = ["HUB102"]\n')
    scope = opened(here / "first", here / "second", globals=EditorSettings(select=("HUB1",))).for_file(None)
    assert "HUB101" not in codes(scope)
    assert "HUB102" in codes(scope)
    assert scope.target().tensorflow == (2, 9)
    assert not scope.excluded


def test_an_untitled_document_without_any_folder_belongs_to_the_working_directory(here: Path) -> None:
    write(here / "hublint.toml", 'select = ["HUB2"]\n')
    assert {code[:4] for code in codes(Sessions().for_file(None))} == {"HUB2"}


def test_the_settings_file_that_the_editor_names_counts_in_place_of_the_nearest(here: Path) -> None:
    write(here / "a" / "hublint.toml", 'select = ["HUB1"]\n')
    write(here / "conf" / "strict.toml", 'select = ["HUB2"]\n')
    sessions = opened(here, own=EditorSettings(configuration="conf/strict.toml"))
    assert {code[:4] for code in codes(sessions.for_file(here / "a" / "b.py"))} == {"HUB2"}
    assert "**/strict.toml" in sessions.watched()


def test_folders_with_the_same_settings_share_one_session_and_its_rules(here: Path) -> None:
    own = EditorSettings(select=("HUB1",))
    sessions = opened(here / "a", here / "b", own=own)
    assert sessions.for_file(here / "a" / "x.py").registry is sessions.for_file(here / "b" / "x.py").registry
    assert len(sessions._sessions) == 1


def test_per_file_ignores_count_for_each_file(here: Path) -> None:
    write(here / "hublint.toml", '[per-file-ignores]\n"tests/" = ["HUB1"]\n')
    sessions = opened(here)
    assert "HUB101" in codes(sessions.for_file(here / "a.py"))
    scope = sessions.for_file(here / "tests" / "a.py")
    assert "HUB101" not in codes(scope)
    assert scope.ignores("HUB101")


def test_hublint_can_be_switched_off(here: Path) -> None:
    assert not opened(here, own=EditorSettings(enable=False)).for_file(here / "a.py").checked


def test_settings_that_are_the_same_are_no_news(here: Path) -> None:
    sessions = Sessions()
    assert sessions.configure(EditorSettings(), {here: EditorSettings()})
    scope = sessions.for_file(here / "a.py")
    assert not sessions.configure(EditorSettings(), {here: EditorSettings()})
    assert sessions.for_file(here / "a.py") is scope
    assert sessions.configure(EditorSettings(), {})


# Which files are left out.


def test_a_file_is_excluded_where_check_on_its_folder_would_leave_it_out(here: Path) -> None:
    code = "import tensorflow as tf\ntf.Session()\n"
    names = ["a.py", "gen/a.py", "a_pb2.py", "sub/own.py", "sub/other.py", "mine/a.py", ".venv/lib/a.py", ".git/a.py"]
    for name in names:
        write(here / name, code)
    write(here / ".venv" / "pyvenv.cfg", "")
    write(here / ".gitignore", "gen/\n")
    write(here / "hublint.toml", 'exclude = ["*_pb2.py"]\n')
    write(here / "sub" / "hublint.toml", 'exclude = ["own.py"]\n')
    own = EditorSettings(exclude=("mine/",))
    sessions = opened(here, own=own)
    checked = {name for name in names if not sessions.for_file(here / name).excluded}
    session = Session(sessions.overrides_of(here))
    found = session.files([here]).python
    assert {path.relative_to(here).as_posix() for path in found} == checked == {"a.py", "sub/other.py"}


def test_what_is_excluded_follows_the_gitignore(here: Path) -> None:
    sessions = opened(here)
    assert not sessions.for_file(here / "gen" / "a.py").excluded
    ignore = write(here / ".gitignore", "gen/\n")
    assert sessions.invalidate([ignore])
    assert sessions.for_file(here / "gen" / "a.py").excluded


def test_packages_of_an_environment_outside_of_the_folders_are_excluded(here: Path) -> None:
    write(here / "env" / "pyvenv.cfg", "")
    package = write(here / "env" / "lib" / "site-packages" / "x.py", "")
    assert Sessions().for_file(package).excluded
    assert not Sessions().for_file(here / "other" / "x.py").excluded


def test_the_global_patterns_hold_outside_of_the_folders_too(here: Path) -> None:
    sessions = opened(here / "work", globals=EditorSettings(exclude=("*_pb2.py",)))
    assert sessions.for_file(here / "outside" / "a_pb2.py").excluded
    assert not sessions.for_file(here / "outside" / "a.py").excluded


# Settings that cannot be used.


def test_a_broken_settings_file_is_told_and_what_was_last_good_holds(here: Path) -> None:
    file = write(here / "hublint.toml", 'select = ["HUB1"]\ntensorflow = "2.9"\n')
    sessions = opened(here)
    good = sessions.for_file(here / "a.py")
    write(file, 'select = ["HUB1"\n')
    assert sessions.invalidate([file])
    broken = sessions.for_file(here / "a.py")
    assert broken.problem is not None
    assert broken.problem.startswith("hublint.toml:2: not valid TOML: ")
    assert broken.registry is good.registry
    assert broken.target() == good.target()
    below = sessions.for_file(here / "new" / "b.py")
    assert below.registry is good.registry
    assert below.problem == broken.problem
    write(file, 'select = ["HUB2"]\n')
    assert sessions.invalidate([file])
    mended = sessions.for_file(here / "a.py")
    assert mended.problem is None
    assert {code[:4] for code in codes(mended)} == {"HUB2"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.hublint]\nselct = 1\n", "pyproject.toml: tool.hublint.selct: unknown key; did you mean select?"),
        (
            '[tool.hublint]\nselect = ["HUB1", "HUBX"]\n',
            "pyproject.toml: tool.hublint.select[1]: unknown rule code 'HUBX'; `hublint rule --all` lists them",
        ),
    ],
)
def test_settings_that_never_were_good_leave_the_defaults(here: Path, text: str, problem: str) -> None:
    write(here / "pyproject.toml", text)
    scope = opened(here).for_file(here / "a.py")
    assert scope.problem == problem
    assert scope.registry is scope.rules


def test_settings_that_select_no_rule_report_nothing_and_say_so(here: Path) -> None:
    write(here / "hublint.toml", 'ignore = ["ALL"]\n')
    scope = opened(here).for_file(here / "a.py")
    assert codes(scope) == set()
    assert scope.problem == "hublint.toml: these settings select no rule: whatever is selected is also ignored"


def test_a_named_settings_file_that_cannot_be_used_is_told_and_what_was_last_good_holds(here: Path) -> None:
    sessions = opened(here, own=EditorSettings(configuration="strict.toml", select=("HUB3",)))
    missing = sessions.for_file(here / "a.py")
    assert missing.problem == "strict.toml: cannot be read: no such file or directory"
    assert {code[:4] for code in codes(missing)} == {"HUB3"}
    file = write(here / "strict.toml", 'tensorflow = "2.9"\n')
    assert sessions.invalidate([file])
    good = sessions.for_file(here / "a.py")
    assert good.problem is None
    assert good.target().tensorflow == (2, 9)
    file.unlink()
    assert sessions.invalidate([file])
    gone = sessions.for_file(here / "a.py")
    assert gone.problem == missing.problem
    assert gone.target().tensorflow == (2, 9)


def test_a_rule_pack_that_cannot_be_loaded_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*, models: bool) -> Registry:
        del models
        raise registry.RegistryError("the rule pack 'acme' cannot be loaded: no")

    monkeypatch.setattr(registry, "load", load)
    scope = opened(here, own=EditorSettings(select=("HUB1",))).for_file(here / "a.py")
    assert scope.problem == "the rule pack 'acme' cannot be loaded: no"
    assert codes(scope) == set()


@pytest.mark.parametrize(
    "settings",
    [
        EditorSettings(select=("NOPE",)),
        EditorSettings(select=()),
        EditorSettings(target="tf=2.10,keras=keras3"),
        EditorSettings(target="nonsense"),
        EditorSettings(exclude=("a[b",)),
        EditorSettings(configuration="a\0b"),
        EditorSettings(ignore=("ALL",)),
    ],
)
def test_no_settings_whatever_make_it_raise(here: Path, settings: EditorSettings) -> None:
    scope = opened(here, own=settings).for_file(here / "a.py")
    assert scope.problem
    assert scope.target().tensorflow >= (2, 0)


@pytest.mark.parametrize("path", ["a\0b.py", "", ".", "/", "no/such/folder/a.py", "\udcff.py", "x" * 5000])
def test_no_path_whatever_makes_it_raise(here: Path, path: str) -> None:
    for sessions in (opened(here), Sessions()):
        scope = sessions.for_file(Path(path))
        assert scope.registry.rules
        assert scope.target() == Target.newest()
        sessions.invalidate([Path(path)])
        sessions.refresh()


def test_a_working_directory_that_is_gone_does_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for sessions in (Sessions(), opened(tmp_path)):
        assert sessions.for_file(None).registry.rules
        assert sessions.for_file(Path("a.py")).registry.rules
        assert sessions.for_file(tmp_path / "a.py").registry.rules


def test_requirements_that_cannot_be_read_leave_the_newest_target(here: Path) -> None:
    (here / "pyproject.toml").mkdir()
    write(here / "poetry.lock", "[" * 100_000)
    assert opened(here).for_file(here / "a.py").target() == Target.newest()


# What changes.


@pytest.mark.parametrize("name", ["requirements.txt", "requirements/prod.txt", "requirements-dev.txt"])
def test_a_target_follows_the_requirements(here: Path, name: str) -> None:
    sessions = opened(here)
    assert sessions.for_file(here / "src" / "a.py").target() == Target.newest()
    file = write(here / name, "tensorflow==2.12\n")
    assert sessions.for_file(here / "src" / "a.py").target() == Target.newest()
    assert sessions.invalidate([file])
    assert sessions.for_file(here / "src" / "a.py").target().tensorflow == (2, 12)


def test_every_file_that_a_target_is_read_from_is_watched() -> None:
    watched = Sessions().watched()
    assert {f"**/{name}" for name in FILES_READ} <= set(watched)
    for name in ("pyproject.toml", "hublint.toml", ".gitignore", "uv.lock", "Pipfile", "setup.cfg", "environment.yml"):
        assert f"**/{name}" in watched
    assert len(set(watched)) == len(watched)


@pytest.mark.parametrize("name", [name.replace("*", "-x") for name in FILES])
def test_each_watched_file_makes_things_be_looked_up_anew(here: Path, name: str) -> None:
    sessions = opened(here)
    scope = sessions.for_file(here / "a.py")
    assert sessions.invalidate([here / "deep" / "down" / name])
    assert sessions.for_file(here / "a.py") is not scope


def test_a_file_that_the_settings_extend_is_watched(here: Path) -> None:
    (here / "shared.toml").write_text('level = "compat"\n')
    (here / "hublint.toml").write_text('extend = "shared.toml"\n')
    sessions = Sessions()
    assert "**/*.toml" in sessions.watched()
    assert sessions.for_file(here / "a.py").project.level == "compat"
    assert not sessions.invalidate([here / "other.toml"])
    (here / "shared.toml").write_text('level = "native" \n')
    assert sessions.invalidate([here / "shared.toml"])
    assert sessions.for_file(here / "a.py").project.level == "native"
    assert not sessions.refresh()
    (here / "shared.toml").write_text('level = "compat"\n')
    assert sessions.refresh()
    assert sessions.for_file(here / "a.py").project.level == "compat"


def test_a_file_to_extend_that_comes_later_is_noticed(here: Path) -> None:
    (here / "hublint.toml").write_text('extend = "shared.toml"\n')
    sessions = Sessions()
    assert "shared.toml does not exist" in str(sessions.for_file(here / "a.py").problem)
    (here / "shared.toml").write_text('level = "compat"\n')
    assert sessions.invalidate([here / "shared.toml"])
    assert sessions.for_file(here / "a.py").problem is None


@pytest.mark.parametrize("name", ["b.py", "a.py", "notes.txt", "data/hublint.toml.txt", "my_pyproject.toml"])
def test_other_files_change_nothing(here: Path, name: str) -> None:
    sessions = opened(here)
    scope = sessions.for_file(here / "a.py")
    assert not sessions.invalidate([here / name])
    assert sessions.for_file(here / "a.py") is scope


def test_a_folder_that_is_renamed_may_have_held_the_settings(here: Path) -> None:
    write(here / "old" / "hublint.toml", 'select = ["HUB1"]\n')
    sessions = opened(here)
    assert {code[:4] for code in codes(sessions.for_file(here / "old" / "a.py"))} == {"HUB1"}
    (here / "old").rename(here / "new")
    assert sessions.invalidate([here / "old", here / "new"])
    assert {code[:4] for code in codes(sessions.for_file(here / "new" / "a.py"))} == {"HUB1"}
    assert sessions.for_file(here / "old" / "a.py").registry is sessions.for_file(None).registry


def test_rules_stay_the_same_objects_where_nothing_has_changed(here: Path) -> None:
    file = write(here / "hublint.toml", 'select = ["HUB1"]\n[per-file-ignores]\n"a.py" = ["HUB101"]\n')
    sessions = opened(here)
    before = sessions.for_file(here / "a.py")
    sessions.invalidate([file])
    assert sessions.for_file(here / "a.py").registry is before.registry


def test_where_no_files_are_watched_a_look_at_them_tells_what_has_changed(here: Path) -> None:
    sessions = opened(here, own=EditorSettings(configuration="conf/c.toml"))
    sessions.for_file(here / "src" / "a.py")
    for name in ("conf/c.toml", "requirements.txt", "src/.gitignore", "src/hublint.toml", "requirements/a.txt"):
        assert not sessions.refresh()
        write(here / name, "# new\n")
        assert sessions.refresh(), name
        sessions.for_file(here / "src" / "a.py")
        write(here / name, "# changed\n")
        assert sessions.refresh(), name
        sessions.for_file(here / "src" / "a.py")
    write(here / "src" / "b.py", "")
    write(here / ".git" / "index", "")
    assert not sessions.refresh()


def test_what_was_looked_up_is_not_looked_up_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = opened(here)
    path = here / "a.py"
    scope = sessions.for_file(path)
    scope.target()
    monkeypatch.setattr(sessions, "_look_up", None)
    monkeypatch.setattr("hublint.lsp.sessions.resolve", None)
    assert sessions.for_file(path) is scope
    scope.target()


def test_threads_may_ask_while_settings_change(here: Path) -> None:
    file = write(here / "hublint.toml", 'select = ["HUB1"]\n')
    sessions = opened(here)
    end = time.monotonic() + 1.0
    problems: list[object] = []

    def ask(name: str) -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            scope = sessions.for_file(here / f"{name}{number % 50}.py")
            families = {code[:4] for code in codes(scope)}
            if scope.problem or families not in ({"HUB1"}, {"HUB2"}) or scope.target().keras != "keras3":
                problems.append((scope.problem, families))

    threads = [threading.Thread(target=ask, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    family = 1
    while time.monotonic() < end:
        family = 3 - family
        new = here / "new.toml"
        write(new, f'select = ["HUB{family}"]\n').replace(file)
        sessions.invalidate([file])
    for thread in threads:
        thread.join()
    assert problems == []
    assert {code[:4] for code in codes(sessions.for_file(here / "a1.py"))} == {f"HUB{family}"}


def test_what_is_remembered_is_bounded(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hublint.lsp.sessions._MOST_REMEMBERED", 10)
    sessions = opened(here)
    for number in range(30):
        sessions.for_file(here / f"{number}" / "a.py")
    assert len(sessions._scopes) <= 10
    assert len(sessions._good) <= 11


# Caches.

# All that modules remember but what `forget_files` forgets. It comes from hublint's own files or from the text that is
# looked at, and stays true while the process lives.
TRUE_FOR_EVER = {
    "hublint/cluster.py:_identity",
    "hublint/cluster.py:_loaded",
    "hublint/engine.py:_spelled",
    "hublint/executors.py:_function",
    "hublint/lsp/exports.py:_leaves",
    "hublint/lsp/exports.py:_table",
    "hublint/lsp/hover.py:_loaded",
    "hublint/lsp/hover.py:_of_full_name",
    "hublint/lsp/settings.py:known_rules",
    "hublint/migrate/python2.py:_converter",
    "hublint/migrate/python2.py:_fixers",
    "hublint/migrate/report/page.py:_template",
    "hublint/migrate/vendored.py:_of_folder",  # of the folders of one campaign, which no server runs
    "hublint/savedmodel/descriptors.py:_pool",
    "hublint/savedmodel/descriptors.py:message_class",
    "hublint/savedmodel/keras.py:keras_classes",
    "hublint/savedmodel/notable.py:known_ops",
    "hublint/savedmodel/ops.py:_table",
    "hublint/source/magics.py:_ipython",
    "hublint/source/notebook.py:_read",
    "hublint/source/types.py:canonical",
    "hublint/source/types.py:returned",
    "hublint/source/types.py:spellings",
    "hublint/tfapi/presence.py:look_up",
    "hublint/tfapi/table.py:_public",
    "hublint/tfapi/table.py:_symbol",
    "hublint/tfapi/verdict.py:_verdict",
    "hublint/tfapi/verdict.py:split",
    "rules/hublint_rules/contents/wiring.py:_recent",
    "rules/hublint_rules/hub/handles.py:catalogue",
    "rules/hublint_rules/rewrites/flow.py:_spelled",
    "rules/hublint_rules/rewrites/flow.py:_words",
    "rules/hublint_rules/symbols/second.py:_is_hopeless",
}
FORGOTTEN = {
    "hublint/config.py:_settings",
    "hublint/target.py:_evidence",
    "hublint/target.py:_files_with_evidence",
    "hublint/target.py:_read",
    "hublint/target.py:_roots",
}


def remembered(file: Path) -> Iterator[str]:
    """Yield what a module remembers: its cached functions, and its empty containers and Nones that are filled later."""
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef):
            if any("cache" in ast.unparse(decorator) for decorator in node.decorator_list):
                yield node.name
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            name = ast.unparse(node.target)
            if name.islower() and ast.unparse(node.value) in {"{}", "[]", "None", "set()", "dict()"}:
                yield name


def test_every_cache_of_a_module_is_forgotten_or_true_for_ever() -> None:
    found = {
        f"{file.relative_to(ROOT).as_posix()}:{name}"
        for folder in ("hublint", "rules")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if "worker" not in file.parts
        for name in remembered(file)
    }
    assert found == TRUE_FOR_EVER | FORGOTTEN, "a new one: does `forget_files` have to forget it?"


def test_whatever_modules_remember_of_a_users_files_is_forgotten(here: Path) -> None:
    write(here / "hublint.toml", 'select = ["HUB1"]\n')
    write(here / "requirements.txt", "tensorflow==2.9\n")
    session = Session()
    assert {rule.code[:4] for rule in session.registry(here / "a.py").rules} == {"HUB1"}
    assert session.target(here / "a.py")().tensorflow == (2, 9)
    write(here / "hublint.toml", 'select = ["HUB2"]\n')
    write(here / "requirements.txt", "tensorflow==2.8\n")
    forget_files()
    session.forget()
    assert {rule.code[:4] for rule in session.registry(here / "a.py").rules} == {"HUB2"}
    assert session.target(here / "a.py")().tensorflow == (2, 8)
