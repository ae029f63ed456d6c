"""The public testing module: what it accepts, and that its failures help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hublint.registry import Registry
from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule, Target
from hublint.testing import check_case, check_example, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.rule import Use

HEAD = "import tensorflow as tf\n"


class Old(Rule):
    """Writes `tf.new` for `tf.old`, but on TensorFlow 1 and when it is called with arguments."""

    code = "HUB101"
    name = "old"
    since = "0.1"
    applicability = "safe"
    names = ("tensorflow.old",)
    examples = (Example(f"{HEAD}tf.old\n", f"{HEAD}tf.new\n"),)
    references = ("https://example.org/",)
    replacement = "tf.new"

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report every use."""
        if target().tensorflow >= (2, 0):
            yield Draft(use.node, "old; write new", lambda: self.fix(use))

    def fix(self, use: Use) -> Fix | NoFix:
        if use.call is not None and use.call.args:
            return NoFix("its arguments are not known")
        return Fix("safe", "Write new", (Edit(*use.source.span(use.node), self.replacement),))


class Gone(Old):
    """Reports `tf.gone`."""

    code = "HUB102"
    name = "gone"
    names = ("tensorflow.gone",)

    def fix(self, use: Use) -> NoFix:
        del use
        return NoFix("there is nothing instead")


class ToBroken(Old):
    """Writes what does not end."""

    replacement = "tf.new + tf.old"


RULES = Registry([Old(), Gone()])


def case(folder: Path, text: str) -> None:
    path = folder / "case.py"
    path.write_bytes(text.encode())
    check_case(path, RULES)


def failure(folder: Path, text: str) -> str:
    with pytest.raises(AssertionError) as caught:
        case(folder, text)
    return str(caught.value).replace(str(folder / "case.py"), "case.py")


class TestRun:
    def test_the_findings_of_one_rule(self) -> None:
        assert [finding.location.row for finding in run(Old(), f"{HEAD}tf.old, tf.gone\ntf.old\n")] == [2, 3]

    def test_for_a_target(self) -> None:
        assert run(Old(), f"{HEAD}tf.old\n", "tf=1.15") == []


class TestExample:
    @pytest.mark.parametrize(
        ("rule", "example"),
        [
            (Old(), Old.examples[0]),
            (Old(), Example(f"{HEAD}tf.old(1)\n")),
            (Gone(), Example(f"{HEAD}tf.gone\n")),
            (Old(), Example(f"{HEAD}tf.old(), tf.gone\n", f"{HEAD}tf.new(), tf.gone\n")),
        ],
    )
    def test_good(self, rule: Rule, example: Example) -> None:
        check_example(rule, example)

    @pytest.mark.parametrize(
        ("rule", "example", "complaint"),
        [
            (Old(), Example(f"{HEAD}tf.new\n"), "is not reported"),
            (Old(), Example(f"{HEAD}tf.old\n", target="tf=1.15"), "is not reported"),
            (Old(), Example(f"{HEAD}tf.old\n"), "no `after`, but a fix:\n--- before\n+++ after its fix"),
            (Old(), Example(f"{HEAD}tf.old\n", f"{HEAD}tf.newer\n"), "-tf.newer\n+tf.new"),
            (Old(), Example(f"{HEAD}tf.old\n", f"{HEAD}tf.new"), "<no newline at the end>"),
            (Old(), Example(f"{HEAD}tf.old\n", f"{HEAD}tf.new\r\n"), "<'\\r\\n'>"),
            (Gone(), Example(f"{HEAD}tf.gone\n", f"{HEAD}1\n"), "2: there is nothing instead"),
            (
                Old(),
                Example(f"{HEAD}tf.old, tf.old(1)\n", f"{HEAD}tf.new, tf.old(1)\n"),
                "is still reported after its fix:\n  line 2: HUB101 old; write new",
            ),
            (ToBroken(), Example(f"{HEAD}tf.old\n", f"{HEAD}tf.new\n"), "is fixed otherwise"),
        ],
    )
    def test_bad(self, rule: Rule, example: Example, complaint: str) -> None:
        with pytest.raises(AssertionError) as caught:
            check_example(rule, example)
        assert complaint in str(caught.value)
        assert f"the example of {rule.code}" in str(caught.value)


class TestCard:
    def test_a_severity_that_editors_do_not_know(self) -> None:
        class Loud(Old):
            severity = "fatal"  # type: ignore[assignment]

        with pytest.raises(AssertionError, match="HUB101 has the severity 'fatal'; write one of 'error', 'warning'"):
            check_example(Loud(), Old.examples[0])

    @pytest.mark.parametrize("tags", [("obsolete",), ["deprecated"]])
    def test_tags_that_editors_do_not_know(self, tags: object) -> None:
        class Tagged(Old):
            pass

        Tagged.tags = tags  # type: ignore[assignment]
        with pytest.raises(
            AssertionError, match=r"HUB101 has the tags .*; write a tuple of 'deprecated', 'unnecessary'"
        ):
            check_example(Tagged(), Old.examples[0])

    def test_what_is_struck_through_has_to_be_a_name(self) -> None:
        class Name(Old):
            tags = ("deprecated",)

        class Call(Name):
            def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
                for draft in super().check(use, target):
                    yield draft if use.call is None else draft._replace(node=use.call)

        called = Example(f"{HEAD}tf.old()\n", f"{HEAD}tf.new()\n")
        check_example(Name(), called)
        with pytest.raises(AssertionError, match=r"marks no name alone: tf\.old\(\)"):
            check_example(Call(), called)


class TestCase:
    @pytest.mark.parametrize(
        "text",
        [
            f"# Why.\n\n{HEAD}tf.old  # HUB101\n\n# output\n\n{HEAD}tf.new\n",
            f"# Why.\n{HEAD}tf.old  # HUB101\n# output\n{HEAD}tf.new\n",
            (
                f"# Why,\n# at length.\n\n{HEAD}tf.old, tf.gone  # HUB101 HUB102\n\n# output\n\n"
                f"{HEAD}tf.new, tf.gone  # HUB102\n"
            ),
            f"# Why.\n\n{HEAD}tf.old, tf.old  # HUB101, HUB101\n# output\n{HEAD}tf.new, tf.new\n",
            f"# Why.\n\n{HEAD}tf.gone  # HUB102\n",
            f"# Why.\n\n{HEAD}tf.new\n",
            f"# Why.\n# target: tf=1.15\n\n{HEAD}tf.old\n",
            f"# Why.\n# select: HUB102\n\n{HEAD}tf.old, tf.gone  # HUB102\n",
            (
                f"# Why.\n\n# A comment of the code.\n{HEAD}tf.old  # why  # HUB101\n\n# output\n\n"
                f"# A comment of the code.\n{HEAD}tf.new  # why\n"
            ),
            f"# Why.\n\n{HEAD}tf.old  # HUB101\n\n# output\n\n{HEAD}tf.new\n".replace("\n", "\r\n"),
        ],
    )
    def test_good(self, tmp_path: Path, text: str) -> None:
        case(tmp_path, text)

    @pytest.mark.parametrize(
        ("text", "complaint"),
        [
            (f"{HEAD}tf.gone  # HUB102\n", "case.py: begin with a comment that says why"),
            (f"# target: tf=2.15\n\n{HEAD}tf.gone  # HUB102\n", "case.py: begin with a comment that says why"),
            (
                f"# Why.\n\n{HEAD}\ntf.gone\n",
                "case.py:5: HUB102 is found and not expected (old; write new): a false alarm?",
            ),
            (f"# Why.\n\n{HEAD}tf.new  # HUB102\n", "case.py:4: HUB102 is expected and not found: a missed alarm"),
            (f"# Why.\n\n{HEAD}tf.gone, tf.gone  # HUB102\n", "case.py:4: HUB102 is found and not expected"),
            (f"# Why.\n\n{HEAD}tf.gone  # HUB103\n", "case.py:4: there is no rule HUB103"),
            (f"# Why.\n\n{HEAD}tf.old  # HUB101\n", "the fixes change the code, but there is no `# output`"),
            (
                f"# Why.\n\n{HEAD}tf.old  # HUB101\n\n# output\n\n{HEAD}tf.newer\n",
                "not the output:\n--- as the case says",
            ),
            (f"# Why.\n\n{HEAD}tf.gone  # HUB102\n\n# output\n\n{HEAD}tf.gone\n", "the output is the code itself"),
            (f"# Why.\n\n{HEAD}tf.gone  # HUB102\n\n# output\n\n{HEAD}1\n", "4: HUB102: there is nothing instead"),
            (
                f"# Why.\n\n{HEAD}tf.old, tf.gone  # HUB101 HUB102\n\n# output\n\n{HEAD}tf.new, tf.gone\n",
                "case.py:9: HUB102 is found and not expected",
            ),
            (f"# Why.\n\n{HEAD}tf.gone +\n", "case.py:4: HUB901 is found and not expected"),
            ("# Why.\n\n1 +\n", "case.py: the code of the case is not valid Python: invalid syntax"),
            ("# Why.\n\n1\n# output\n2\n# output\n3\n", "`# output` stands in it 2 times"),
        ],
    )
    def test_bad(self, tmp_path: Path, text: str, complaint: str) -> None:
        assert complaint in failure(tmp_path, text)
