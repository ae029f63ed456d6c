"""What an editor is offered for findings, and what comes of it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.lsp.actions import (
    CHANGED,
    FIX_ALL,
    NOTEBOOK_FIX_ALL,
    NOTHING,
    QUICK_FIX,
    REFUSED,
    UNKNOWN,
    Action,
    Request,
    actions,
    resolve,
)
from hublint.lsp.settings import CodeActionSettings
from hublint.rule import Edit, Fix, Target
from hublint.source.edit import apply
from hublint.source.notebook import Cell, Notebook
from hublint.source.source import Source, SourceError
from hublint.source.text import Text

REGISTRY = registry.load(models=False)
CASES = Path(__file__).resolve().parent.parent / "rules" / "cases"

LOGS = """\
import tensorflow as tf

a = tf.log(1.0)
b = tf.log(2.0) + tf.ceil(3.0)
c = tf.get_variable("c", [])
"""


def requested(code: str | bytes, path: Path | None = None, only: tuple[str, ...] = ()) -> Request:
    data = code.encode() if isinstance(code, str) else code
    found = engine.check(Text.decoded(data), REGISTRY, path=path, target=Target.newest).findings
    return Request(Text.decoded(data), found, REGISTRY, Target.newest, path, only=only)


def at(request: Request, words: str, last: str | None = None) -> Request:
    """Ask for the range from some words on, up to others."""
    start = request.text.utf8.index(words.encode())
    end = start if last is None else request.text.utf8.index(last.encode()) + len(last.encode())
    return request._replace(start=start, end=end)


def titles(request: Request) -> list[str]:
    return [action.title for action in actions(request)]


def named(request: Request, title: str) -> Action:
    (found,) = [action for action in actions(request) if action.title.startswith(title)]
    return found


def carried_out(request: Request, title: str) -> str:
    """Return the text after an action, whose data went to the editor and back."""
    action = named(request, title)
    edits = action.edits
    if edits is None:
        resolved = resolve(json.loads(json.dumps(action.data)), request)
        assert not resolved.told
        edits = resolved.edits
    return apply(request.text.utf8, edits).decode()


class TestMenu:
    def test_all_that_can_be_done_about_one_finding(self) -> None:
        request = at(requested(LOGS), "tf.log(1")
        assert titles(request) == [
            "HUB501: Write `tf.math.log`",
            "Fix all HUB501 in this file",
            "Ignore HUB501 on this line",
            "Explain HUB501",
        ]
        assert [action.kind for action in actions(request)] == [QUICK_FIX] * 4
        assert [action.preferred for action in actions(request)] == [True, False, False, False]
        assert [action.explain for action in actions(request)] == [None, None, None, "HUB501"]

    @pytest.mark.parametrize(
        ("menu", "left"),
        [
            (CodeActionSettings(fix=False), ["Ignore HUB501 on this line", "Explain HUB501"]),
            (
                CodeActionSettings(ignore_comment=False),
                ["HUB501: Write `tf.math.log`", "Fix all HUB501 in this file", "Explain HUB501"],
            ),
            (CodeActionSettings(fix=False, ignore_comment=False), ["Explain HUB501"]),
            (CodeActionSettings(fix=False, explain=False), ["Ignore HUB501 on this line"]),
            (CodeActionSettings(fix=False, ignore_comment=False, explain=False), []),
        ],
    )
    def test_has_only_what_the_settings_leave_in_it(self, menu: CodeActionSettings, left: list[str]) -> None:
        request = at(requested(LOGS)._replace(menu=menu), "tf.log(1")
        assert titles(request) == left
        # What is done on saving belongs into no menu.
        assert titles(request._replace(only=("source",))) == ["Fix all safe hublint findings"]

    def test_what_an_unsafe_fix_is_said_to_be(self) -> None:
        action = named(at(requested(LOGS), "tf.get_variable"), "HUB502: ")
        assert action.title == "HUB502: Write `tf.compat.v1.get_variable` (unsafe)"
        assert not action.preferred

    def test_with_the_reason_why_it_is_no_better_one_and_whether_it_was_run(self) -> None:
        request = at(requested(LOGS), "tf.get_variable")
        (finding,) = [one for one in request.findings if one.code == "HUB502"]
        assert finding.fix is not None
        told = finding._replace(fix=finding.fix._replace(reason="line 5 builds a graph", verified=True))
        action = named(request._replace(findings=[told]), "HUB502: ")
        assert action.title.endswith("get_variable` (unsafe, verified: line 5 builds a graph)")

    def test_a_range_over_several_findings_has_the_safe_fixes_first(self) -> None:
        request = at(requested(LOGS), "a = ", "[])")
        assert titles(request) == [
            "HUB501: Write `tf.math.log`",
            "HUB501: Write `tf.math.log`",
            "HUB501: Write `tf.math.ceil`",
            "HUB502: Write `tf.compat.v1.get_variable` (unsafe)",
            "Fix all HUB501 in this file",
            "Ignore HUB501 on line 3",
            "Ignore HUB501 on line 4",
            "Ignore HUB502 on line 5",
            "Explain HUB501",
            "Explain HUB502",
        ]

    def test_a_cursor_elsewhere_in_the_line_means_the_line(self) -> None:
        assert titles(at(requested(LOGS), "a = tf")) == titles(at(requested(LOGS), "tf.log(1"))
        assert titles(at(requested(LOGS), "import")) == []

    def test_findings_with_the_same_fix_have_it_once(self) -> None:
        code = REGISTRY.by_code["HUB201"].examples[0].before.encode()
        request = requested(code)._replace(end=len(code))
        fixed = [one.fix.edits for one in request.findings if one.fix is not None]
        offered = [action for action in actions(request) if action.data is not None and action.data["do"] == "fix"]
        assert len(offered) == len(set(map(frozenset, fixed))) < len(fixed)
        assert sum(len(action.findings) for action in offered) == len(fixed)
        shared = next(action for action in offered if len({one.code for one in action.findings}) > 1)
        assert shared.title.startswith(", ".join(dict.fromkeys(one.code for one in shared.findings)) + ": ")

    def test_several_codes_that_have_safe_fixes_can_be_fixed_together(self) -> None:
        code = LOGS.replace("tf.ceil(3.0)", "tf.reduce_sum(a, keep_dims=True)")
        assert "Fix all auto-fixable findings" in titles(at(requested(code), "tf.log(1"))

    def test_fix_all_of_a_code_whose_fixes_are_all_unsafe_says_so(self) -> None:
        request = requested("import tensorflow as tf\ntf.get_variable('a', [])\ntf.get_variable('b', [])\n")
        assert "Fix all HUB502 in this file (unsafe)" in titles(at(request, "tf.get_variable"))

    def test_what_does_not_parse_has_no_edits(self) -> None:
        request = requested("import tensorflow as tf\ntf.log(1)\n")
        broken = request._replace(text=Text.decoded(b"import tensorflow as tf\ntf.log(1\n"), start=24, end=24)
        assert titles(broken) == ["Explain HUB501"]
        assert titles(at(requested("import tensorflow as tf\ntf.log(1\n"), "import")) == ["Explain HUB901"]

    def test_fixes_whose_edits_lie_outside_the_text_are_not_offered(self) -> None:
        request = requested("import tensorflow as tf\ntf.log(1)\n")
        (finding,) = request.findings
        for edits in ((Edit(0, 999, ""),), (Edit(9, 5, ""),), ()):
            wrong = finding._replace(fix=Fix("safe", "Write nothing", edits))
            request = request._replace(findings=[wrong], start=25, end=25)
            assert titles(request) == ["Ignore HUB501 on this line", "Explain HUB501"]

    def test_a_whole_file_is_not_offered_line_by_line_to_be_ignored(self) -> None:
        request = requested("import tensorflow as tf\n" + "tf.log(1)\n" * 40)
        assert not any(title.startswith("Ignore") for title in titles(request._replace(end=len(request.text.utf8))))


class TestKinds:
    @pytest.mark.parametrize(
        ("only", "kinds"),
        [
            ((), {QUICK_FIX}),
            (("quickfix",), {QUICK_FIX}),
            (("quickfix.x",), set()),
            (("source.fixAll.hublint",), {FIX_ALL}),
            (("source.fixAll",), {FIX_ALL}),
            (("source",), {FIX_ALL}),
            (("source.fixAl",), set()),
            (("source.fixAll.ruff", "refactor", "source.organizeImports"), set()),
            (("notebook.source.fixAll",), {NOTEBOOK_FIX_ALL}),
            (("",), {QUICK_FIX, FIX_ALL, NOTEBOOK_FIX_ALL}),
            (("refactor", "quickfix", "source.fixAll"), {QUICK_FIX, FIX_ALL}),
        ],
    )
    def test_a_kind_asks_for_all_below_it(self, only: tuple[str, ...], kinds: set[str]) -> None:
        request = at(requested(LOGS, only=only), "tf.log(1")
        assert {action.kind for action in actions(request)} == kinds

    def test_fix_all_is_for_the_whole_file_wherever_the_range_is(self) -> None:
        request = requested(LOGS, only=("source.fixAll",))
        assert titles(request) == ["Fix all safe hublint findings"]
        assert titles(requested("import tensorflow as tf\ntf.get_variable('c')\n", only=("source.fixAll",))) == []


class TestResolving:
    def test_one_fix(self) -> None:
        request = at(requested(LOGS), "tf.ceil")
        assert carried_out(request, "HUB501: Write `tf.math.ceil`") == LOGS.replace("tf.ceil", "tf.math.ceil")
        action = named(request, "HUB501: Write `tf.math.ceil`")
        assert resolve(action.data, request).edits == (Edit(LOGS.index("ceil"), LOGS.index("ceil"), "math."),)

    def test_one_fix_where_the_findings_have_none_yet(self) -> None:
        request = at(requested(LOGS), "tf.ceil")
        data = named(request, "HUB501: Write `tf.math.ceil`").data
        bare = request._replace(findings=[one._replace(fix=None) for one in request.findings])
        assert resolve(data, bare) == resolve(data, request)

    def test_all_of_a_code_and_all(self) -> None:
        safe = LOGS.replace("tf.ceil", "tf.math.ceil").replace("tf.log", "tf.math.log")
        request = at(requested(LOGS), "tf.log(1")
        assert carried_out(request, "Fix all HUB501") == safe
        assert carried_out(request._replace(only=("source.fixAll",)), "Fix all safe") == safe

    def test_a_fix_takes_the_imports_along_that_it_leaves_unused(self) -> None:
        code = "from tensorflow import log, Session\nlog(1)\nSession\n"
        after = carried_out(at(requested(code), "log(1"), "HUB501")
        assert "import log" not in after
        ast.parse(after)

    def test_an_ignore_comment(self) -> None:
        request = at(requested(LOGS), "tf.ceil")
        assert carried_out(request, "Ignore HUB501").splitlines()[3] == (
            "b = tf.log(2.0) + tf.ceil(3.0)  # hublint: ignore[HUB501]"
        )

    def test_requirements(self) -> None:
        request = requested("tensorflow-hub==0.16.1\n", Path("requirements.txt"))
        assert titles(request) == [
            "HUB351: Require a setuptools that has pkg_resources (unsafe)",
            "Ignore HUB351 on this line",
            "Explain HUB351",
        ]
        assert carried_out(request, "HUB351") == "tensorflow-hub==0.16.1\nsetuptools<82\n"
        assert carried_out(request, "Ignore") == "tensorflow-hub==0.16.1  # hublint: ignore[HUB351]\n"

    def test_a_text_that_has_changed_meanwhile_is_left_alone(self) -> None:
        request = at(requested(LOGS), "tf.log(1")
        for action in actions(request):
            if action.data is not None:
                resolved = resolve(action.data, request._replace(text=Text.decoded(request.text.utf8 + b"\n")))
                assert resolved == ((), CHANGED, b"")

    def test_a_fix_that_would_break_the_text_is_refused(self) -> None:
        request = at(requested(LOGS), "tf.log(1")
        broken = [
            one._replace(fix=Fix("safe", "Break it", (Edit(one.start, one.end, "("),))) for one in request.findings
        ]
        request = request._replace(findings=broken)
        assert resolve(named(request, "HUB501: Break it").data, request) == ((), REFUSED, b"")

    def test_a_fix_of_everything_where_nothing_is_left_says_so(self) -> None:
        request = requested("import tensorflow as tf\ntf.add(1, 2)\n")
        data = named(at(requested(LOGS), "tf.log(1"), "Fix all HUB501").data
        assert resolve(data, request) == ((), CHANGED, b"")
        # The same text, for rules that find nothing in it.
        silent = requested(LOGS)._replace(registry=REGISTRY.select(("HUB901",), ()), findings=[])
        assert resolve(data, silent) == ((), NOTHING, b"")

    def test_what_is_fixed_on_saving_is_the_text_as_it_is_then(self) -> None:
        data = named(requested(LOGS, only=("source",)), "Fix all safe").data
        request = requested("import tensorflow as tf\ntf.ceil(1)\n")
        assert resolve(data, request).after == b"import tensorflow as tf\ntf.math.ceil(1)\n"

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["fix", "fix-code", "fix-all"]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["do", "text", "code", "start", "unsafe"]) | st.text(), inner)
            ),
        ),
        st.booleans(),
    )
    def test_no_data_makes_it_raise(self, data: object, fresh: bool) -> None:
        request = requested("import tensorflow as tf\ntf.log(1)\n")
        if fresh and isinstance(data, dict):
            known = named(at(request, "tf.log"), "HUB501").data
            assert known is not None
            data = {**data, "text": known["text"]}
        resolved = resolve(data, request)
        assert resolved.edits or resolved.told in {UNKNOWN, CHANGED, REFUSED, NOTHING}


class TestNotebooks:
    def test_fixes_and_comments_stay_within_their_cells(self) -> None:
        notebook = Notebook([Cell(1, "import tensorflow as tf\n%time tf.log(1)\na = tf.log(2)"), Cell(2, "tf.ceil(a)")])
        found = engine.check(notebook.text, REGISTRY, target=Target.newest).findings
        request = at(Request(notebook.text, found, REGISTRY, Target.newest), "tf.log(2")
        resolved = resolve(named(request, "HUB501: Write").data, request)
        assert notebook.cells_of(resolved.after) == [
            "import tensorflow as tf\n%time tf.log(1)\na = tf.math.log(2)",
            "tf.ceil(a)",
        ]
        ignored = named(request, "Ignore HUB501").edits
        assert ignored is not None
        assert notebook.cells_of(apply(notebook.text.utf8, ignored)) == [
            "import tensorflow as tf\n%time tf.log(1)\na = tf.log(2)  # hublint: ignore[HUB501]",
            "tf.ceil(a)",
        ]

    def test_a_comment_that_a_cell_cannot_follow_is_not_offered(self) -> None:
        class Fixed(Text):
            def changed(self, utf8: bytes) -> Text:
                raise SourceError(f"cannot become {len(utf8)} bytes")

        request = at(requested(LOGS), "tf.ceil")
        assert not any(title.startswith("Ignore") for title in titles(request._replace(text=Fixed(LOGS.encode()))))


class TestCases:
    """Every fix of every case of the rules, as an editor would apply it."""

    @pytest.mark.parametrize("code", sorted(path.name for path in CASES.iterdir()))
    def test_each_fix_can_be_chosen_and_leaves_a_program(self, code: str) -> None:
        for path in sorted((CASES / code).glob("*.py")):
            try:
                source = Source(path.read_bytes(), path)
            except SourceError:
                continue
            utf8 = source.text.utf8
            request = requested(utf8)._replace(end=len(utf8))
            request = request._replace(source=Source(request.text))
            seen: set[str] = set()
            for action in actions(request):
                if action.data is None or action.data["do"] != "fix":
                    continue
                if action.title in seen:
                    continue
                seen.add(action.title)
                resolved = resolve(action.data, request)
                assert resolved.edits, f"{path}: {action.title}: {resolved.told}"
                assert apply(utf8, resolved.edits) == resolved.after
                ast.parse(resolved.after.decode())

    @pytest.mark.parametrize("code", ["HUB101", "HUB204", "HUB301", "HUB404", "HUB501", "HUB507", "HUB900"])
    def test_fix_all_does_what_the_command_line_does(self, code: str) -> None:
        for path in sorted((CASES / code).glob("*.py")):
            utf8 = path.read_bytes()
            request = requested(utf8, only=("source",))
            wanted = engine.fix(utf8, REGISTRY, target=Target.newest).data
            offered = actions(request)
            if offered:
                assert apply(utf8, resolve(offered[0].data, request).edits) == wanted
            else:
                assert wanted == utf8


class TestManyFindings:
    def test_a_menu_of_one_among_a_thousand(self) -> None:
        code = "import tensorflow as tf\n" + "a = tf.log(1.0)\n" * 1000
        request = requested(code)
        request = request._replace(source=Source(request.text), start=8000, end=8000)
        assert len(actions(request)) == 4
