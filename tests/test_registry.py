from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING, ClassVar

import pytest

from hublint import engine, registry
from hublint.registry import Registry, RegistryError
from hublint.rule import Draft, Example, ModelRule, Rule, Target, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.rule import Use


def rule(code: str, *names: str) -> Rule:
    """Make a rule that reports every use of the names it listens for."""

    class Made(Rule):
        """Reports every use."""

        since = "0.1"
        applicability = "manual"
        examples = (Example("x"),)
        references = ("https://example.org/",)

        def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
            del target
            yield Draft(use.node, f"{use.name}; do not")

    Made.code, Made.name, Made.names = code, code.lower(), names
    return Made()


def codes(found: Registry) -> list[str]:
    return [one.code for one in found.rules]


SOME = Registry([rule("HUB202", "tensorflow.b"), rule("HUB101", "tensorflow.a"), rule("HUB201", "keras.Model().save")])
WITH_ENGINE = Registry([*SOME.rules, rule("HUB900"), rule("HUB901"), rule("HUB902", "*")])


class TestCards:
    def test_severity_and_tags_of_an_active_rule_are_its_own(self) -> None:
        loud = rule("HUB101", "tensorflow.a")
        type(loud).severity, type(loud).tags = "error", ("deprecated",)
        found = Registry([loud])
        assert (found.severity("HUB101"), found.tags("HUB101")) == ("error", ("deprecated",))

    def test_what_the_engine_itself_reports_has_them_too_where_it_is_not_selected(self) -> None:
        assert (SOME.severity("HUB901"), SOME.tags("HUB901")) == ("error", ())
        assert (SOME.severity("HUB900"), SOME.tags("HUB900")) == ("hint", ("unnecessary",))

    def test_so_have_rules_about_models_that_were_not_loaded(self) -> None:
        found = registry.load(models=False)
        assert "HUB701" not in found.by_code
        assert (found.severity("HUB701"), found.severity("HUB704")) == ("error", "warning")

    @pytest.mark.parametrize("code", ["HUB999", "XYZ101", "", "hub101", "../x"])
    def test_a_code_that_nobody_knows_is_a_plain_warning(self, code: str) -> None:
        assert (SOME.severity(code), SOME.tags(code)) == ("warning", ())


class TestIndexes:
    def test_rules_are_in_the_order_of_their_codes(self) -> None:
        assert codes(SOME) == ["HUB101", "HUB201", "HUB202"]

    def test_the_last_parts_of_names(self) -> None:
        assert SOME.leaves == {"a", "b", "save"}

    def test_a_name_that_moved_is_looked_for_in_every_spelling(self) -> None:
        found = Registry([rule("HUB202", *v1("saved_model.builder.SavedModelBuilder"))])
        code = b"import tensorflow as tf\ntf.saved_model.Builder(x)\n"
        assert len(engine.check(code, found, target=Target.newest).findings) == 1

    def test_two_rules_cannot_share_a_code(self) -> None:
        with pytest.raises(RegistryError, match="two rules share the code HUB101"):
            Registry([rule("HUB101"), rule("HUB101")])


class TestSelect:
    @pytest.mark.parametrize(
        ("select", "ignore", "chosen"),
        [
            (["ALL"], [], ["HUB101", "HUB201", "HUB202"]),
            (["HUB2"], [], ["HUB201", "HUB202"]),
            (["HUB"], ["HUB2"], ["HUB101"]),
            (["ALL"], ["HUB2"], ["HUB101"]),
            (["HUB202"], ["HUB2"], ["HUB202"]),
            (["HUB2"], ["HUB202"], ["HUB201"]),
            (["ALL"], ["ALL"], []),
            (["HUB101", "HUB202"], ["HUB1"], ["HUB101", "HUB202"]),
            ([], [], []),
        ],
    )
    def test_the_longer_prefix_wins(self, select: list[str], ignore: list[str], chosen: list[str]) -> None:
        assert codes(SOME.select(select, ignore)) == chosen

    @pytest.mark.parametrize(("select", "ignore"), [(["HUB3"], []), (["ALL"], ["HUB1011"]), (["hub101"], [])])
    def test_what_stands_for_no_rule_is_an_error(self, select: list[str], ignore: list[str]) -> None:
        with pytest.raises(RegistryError, match="unknown rule code"):
            SOME.select(select, ignore)

    def test_all_codes_stay_known(self) -> None:
        assert SOME.select(["HUB101"], []).known == SOME.known

    def test_a_file_is_read_only_for_what_is_selected(self) -> None:
        only = SOME.select(["HUB101"], [])
        assert not engine.concerns(b"import tensorflow as tf\ntf.b\n", only)
        assert engine.concerns(b"import tensorflow as tf\ntf.a\n", only)

    @pytest.mark.parametrize(
        ("code", "data"),
        [
            ("HUB901", b"import tensorflow as tf\nprint 'x', tf.a\n"),
            ("HUB902", b"from tensorflow import *\n"),
            ("HUB900", b"import tensorflow as tf\ntf.c  # noqa: HUB900\n"),
        ],
    )
    def test_what_the_engine_itself_reports_can_be_selected_alone(self, code: str, data: bytes) -> None:
        only = WITH_ENGINE.select([code], [])
        assert [finding.code for finding in engine.check(data, only, target=Target.newest).findings] == [code]


class TestLoad:
    def test_the_built_in_pack(self) -> None:
        found = registry.load()
        assert {"HUB900", "HUB901", "HUB902"} <= set(codes(found))
        assert found.wildcard

    PACK: ClassVar[str] = """
from hublint.rule import Draft, Example, Rule

class Odd(Rule):
    '''An odd name.'''

    code = "ACME101"
    name = "odd"
    since = "1.0"
    applicability = "manual"
    names = ("tensorflow.odd",)
    examples = (Example("import tensorflow as tf; tf.odd"),)
    references = ("https://example.org/",)

    def check(self, use, target):
        yield Draft(use.node, "odd; write even")

def rules():
    return [Odd]
"""

    def install(self, folder: Path, name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / f"{name}.py").write_text(text)
        info = folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[hublint.rules]\n{name} = {name}:rules\n")
        monkeypatch.syspath_prepend(str(folder))
        monkeypatch.delitem(sys.modules, name, raising=False)

    def test_a_pack_of_others_comes_in_by_its_entry_point(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.install(tmp_path, "acme_rules", self.PACK, monkeypatch)
        found = registry.load()
        assert "ACME101" in found.known
        data = b"import tensorflow as tf\ntf.odd\n"
        findings = engine.check(data, found.select(["ACME"], []), target=Target.newest).findings
        assert [finding.message for finding in findings] == ["odd; write even"]

    @pytest.mark.parametrize(
        "text",
        ["1 / 0", "import no_such_module", "def rules(): return 1", "def rules(): return [1]", "", "raise SystemError"],
    )
    def test_a_pack_that_does_not_load_is_named(
        self, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.install(tmp_path, "broken_rules", text, monkeypatch)
        with pytest.raises(RegistryError, match="the rule pack 'broken_rules:rules' cannot be loaded: "):
            registry.load()

    def test_a_pack_that_takes_a_code_of_ours_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.install(tmp_path, "greedy_rules", self.PACK.replace("ACME101", "HUB902"), monkeypatch)
        with pytest.raises(RegistryError, match="two rules share the code HUB902"):
            registry.load()


def test_a_rule_can_name_words_that_its_files_hold() -> None:
    saving = rule("HUB101", "keras.Model().save")
    type(saving).requires = ("compile",)
    found = Registry([saving])
    saved = "import keras\nm = keras.Model()\nm.save(p)\n"
    assert not engine.concerns(saved.encode(), found)
    assert engine.concerns(f"{saved}m.compile()\n".encode(), found)


def test_a_clone_that_is_not_installed_is_told_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "BUILT_IN", "hublint_rules_that_nobody_has")
    with pytest.raises(RegistryError, match="pip install -e"):
        registry.load()


class Package(Rule):
    """Listens for a package, and for a method of anything."""

    code = "HUB501"
    name = "package"
    since = "0.1"
    applicability = "manual"
    names = ("tensorflow.*", "*.run")
    requires = ("tensorflow",)
    examples = (Example("x"),)
    references = ("https://example.org/",)

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self.asked: list[str] = []

    def listens(self, name: str) -> bool | None:
        """Know what begins with `a`, and have something to say of what is just that."""
        self.asked.append(name)
        leaf = name.rpartition(".")[2]
        return leaf == "a" if leaf.startswith("a") else None

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use."""
        del target
        assert not isinstance(use.node, ast.ImportFrom)
        yield Draft(use.node, f"{use.name}; do not")


class TestPackages:
    def test_a_package_is_no_name(self) -> None:
        found = Registry([Package(), rule("HUB101", "tensorflow.b")])
        assert [[one.code for one in rules] for rules in found.by_package.values()] == [["HUB501"]]
        assert list(found.by_package) == ["tensorflow"]
        assert sorted(found.by_name) == ["*.run", "tensorflow.b"]
        assert found.leaves == {"b", "run"}
        assert not found.wildcard

    def test_the_word_that_a_method_requires_is_the_root(self) -> None:
        assert Registry([Package()]).roots == ("tensorflow",)

    def test_who_listens(self) -> None:
        one = Package()
        found = Registry([one, rule("HUB101", "tensorflow.a")])
        assert found.listeners("tensorflow.a") == (one,)
        assert found.listeners("tensorflow.ab") == ()
        assert found.listeners("tensorflow.b") is None
        assert found.listeners("keras.a") is None

    def test_each_name_is_asked_for_once(self) -> None:
        one = Package()
        found = Registry([one])
        for _ in range(3):
            for name in ("tensorflow.a", "tensorflow.ab", "tensorflow.b"):
                found.listeners(name)
        assert one.asked == ["tensorflow.a", "tensorflow.ab", "tensorflow.b"]

    def test_a_selection_asks_only_its_own(self) -> None:
        one, other = Package(), Package()
        other.code = "HUB502"  # type: ignore[misc]
        whole = Registry([one, other])
        assert whole.listeners("tensorflow.a") == (one, other)
        assert whole.select(["HUB502"], []).listeners("tensorflow.a") == (other,)
        assert whole.select(["HUB502"], []).known == {"HUB501", "HUB502"}
        assert whole.select([], []).by_package == {}

    def test_all_built_in_package_rules_know_what_the_table_knows(self) -> None:
        found = registry.load()
        rules = found.by_package["tensorflow"]
        assert {one.code for one in rules} >= {"HUB501", "HUB502", "HUB503", "HUB507", "HUB508"}
        assert [one.code for one in found.listeners("tensorflow.contrib.slim.conv2d") or ()] == ["HUB507"]
        assert found.listeners("tensorflow.no_such_name") is None
        assert found.listeners("tensorflow.nn.relu") == ()


class TestModels:
    def test_without_the_rules_about_models_their_codes_are_known_all_the_same(self) -> None:
        everything, of_code = registry.load(), registry.load(models=False)
        assert of_code.known == everything.known
        left_out = set(everything.by_code) - set(of_code.by_code)
        assert left_out == {one.code for one in everything.rules if isinstance(one, ModelRule)} != set()

    def test_none_of_them_is_imported(self) -> None:
        program = "import sys; from hublint import registry; registry.load(models=False); print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        modules = done.stdout.split()
        assert "hublint_rules.savedmodel" in modules
        assert not [name for name in modules if name.startswith(("hublint_rules.contents", "hublint_rules.behaviour"))]
