"""Imports that a fix needs or leaves: each test is a whole file before and after."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hublint.source.cleanup import import_edits, unused_import_edits
from hublint.source.edit import apply
from hublint.source.source import Source

TF = ("tensorflow", "tf")


def added(code: str, *wanted: tuple[str, str]) -> str:
    source = Source(code.encode())
    changed = apply(source.text.utf8, import_edits(source, wanted or (TF,))).decode()
    ast.parse(changed)
    return changed


def removed(code: str, path: Path | None = None) -> str:
    """Return a file as it is once every `use(...)` in it has become `done()`."""
    before = Source(code.encode(), path)
    uses = [call for call in before.index.calls.values() if before.code(call.func) == "use"]
    edited = code.encode()
    for call in sorted(uses, key=lambda call: (call.lineno, call.col_offset), reverse=True):
        start, end = before.span(call)
        edited = edited[:start] + b"done()" + edited[end:]
    after = Source(edited, path)
    changed = apply(edited, unused_import_edits(before, after)).decode()
    ast.parse(changed)
    return changed


class TestAddingBesideOthers:
    WANTED = (("absl.logging", "logging"), ("absl.app", "app"), ("absl.flags", "absl_flags"), TF)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (
                "import os\n",
                (
                    "import os\nimport tensorflow as tf\nfrom absl import app\nfrom absl import flags as absl_flags\n"
                    "from absl import logging\n"
                ),
            ),
            (
                "from absl import flags as absl_flags  # our own\nfrom absl import testing\nimport tensorflow as tf\n",
                (
                    "from absl import app\nfrom absl import flags as absl_flags  # our own\nfrom absl import logging\n"
                    "from absl import testing\nimport tensorflow as tf\n"
                ),
            ),
            (
                "from absl import aa\nimport tensorflow as tf\nx = 1\n",
                (
                    "from absl import aa\nfrom absl import app\nfrom absl import flags as absl_flags\n"
                    "from absl import logging\nimport tensorflow as tf\nx = 1\n"
                ),
            ),
            # Too late, or on several lines.
            (
                "import tensorflow as tf\nx = 1\nfrom absl import flags as absl_flags, logging\n",
                "import tensorflow as tf\nfrom absl import app\nx = 1\nfrom absl import flags as absl_flags, logging\n",
            ),
            (
                "from absl import (\n    flags as absl_flags)\nfrom absl import logging\nimport tensorflow as tf\n",
                (
                    "from absl import (\n    flags as absl_flags)\nfrom absl import app\nfrom absl import logging\n"
                    "import tensorflow as tf\n"
                ),
            ),
        ],
        ids=["none", "between", "behind", "late", "several_lines"],
    )
    def test_parts_of_a_package_stand_together_in_order(self, before: str, after: str) -> None:
        assert added(before, *self.WANTED) == after
        assert added(after, *self.WANTED) == after


class TestAdding:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("x = 1\n", "import tensorflow as tf\nx = 1\n"),
            ('"""Doc."""\nx = 1\n', '"""Doc."""\nimport tensorflow as tf\nx = 1\n'),
            ('"""Doc."""', '"""Doc."""\nimport tensorflow as tf\n'),
            ('"""Doc\n\nmore."""\n\nx = 1\n', '"""Doc\n\nmore."""\nimport tensorflow as tf\n\nx = 1\n'),
            (
                "from __future__ import annotations\nx = 1\n",
                "from __future__ import annotations\nimport tensorflow as tf\nx = 1\n",
            ),
            (
                "import os\nimport re\n\nx = 1\nimport late\n",
                "import os\nimport re\nimport tensorflow as tf\n\nx = 1\nimport late\n",
            ),
            ("from a import (\n    b,\n)\nx = 1\n", "from a import (\n    b,\n)\nimport tensorflow as tf\nx = 1\n"),
            (
                "#!/usr/bin/python\n# Licence.\nx = 1\n",
                "#!/usr/bin/python\n# Licence.\nimport tensorflow as tf\nx = 1\n",
            ),
            ("\n# coding: utf-8\n\nx = 1\n", "\n# coding: utf-8\nimport tensorflow as tf\n\nx = 1\n"),
            ("import os; x = '''\n'''\ny = 1\n", "import os; x = '''\n'''\nimport tensorflow as tf\ny = 1\n"),
            ("import os  # why\r\nx = 1\r\n", "import os  # why\r\nimport tensorflow as tf\r\nx = 1\r\n"),
            ("import os", "import os\nimport tensorflow as tf\n"),
            (
                "def f():\n    import tensorflow as tf\n",
                "import tensorflow as tf\n\n\ndef f():\n    import tensorflow as tf\n",
            ),
        ],
    )
    def test_the_place(self, before: str, after: str) -> None:
        assert added(before) == after

    @pytest.mark.parametrize(
        "code",
        [
            "import tensorflow as tf\n",
            "x = 1\nimport os, tensorflow as tf\n",
            "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\n",
        ],
    )
    def test_what_is_there_is_not_added(self, code: str) -> None:
        assert added(code) == code

    def test_several_are_added_at_once(self) -> None:
        wanted = (("os", "os"), TF, ("tensorflow_hub", "hub"))
        assert added("import os\n", *wanted) == "import os\nimport tensorflow as tf\nimport tensorflow_hub as hub\n"

    def test_another_module_under_the_name_does_not_count(self) -> None:
        code = "import tensorflow.compat.v1 as tf\n"
        assert added(code) == f"{code}import tensorflow as tf\n"


class TestRemoving:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("import a\nuse(a)\n", "done()\n"),
            ("import a  # why\nuse(a)\n", "done()\n"),
            ("import a;\nuse(a)\n", "done()\n"),
            ("import os\nimport a as b\nos.x\nuse(b.c)\n", "import os\nos.x\ndone()\n"),
            ("import a.b.c\nuse(a.b.c)\n", "done()\n"),
            ("from a import b\r\nuse(b)\r\n", "done()\r\n"),
            ("from a import (\n    b,\n    c,\n)\nuse(b, c)\n", "done()\n"),
            ("from a import b, \\\n    c\nuse(b, c)\n", "done()\n"),
            ("import a, b, c\nuse(a)\nb, c\n", "import b, c\ndone()\nb, c\n"),
            ("import a, b, c\nuse(b)\na, c\n", "import a, c\ndone()\na, c\n"),
            ("import a, b, c\nuse(c)\na, b\n", "import a, b\ndone()\na, b\n"),
            ("import a, b, c\nuse(b, c)\na\n", "import a\ndone()\na\n"),
            ("import a, b, c\nuse(a, c)\nb\n", "import b\ndone()\nb\n"),
            ("from m import a as x, b as y  # why\nuse(x)\ny\n", "from m import b as y  # why\ndone()\ny\n"),
            ("from m import (a, b)\nuse(b)\na\n", "from m import (a)\ndone()\na\n"),
            ("from m import a, \\\n    b\nuse(b)\na\n", "from m import a\ndone()\na\n"),
            ("from m import a, \\\n    b\nuse(a)\nb\n", "from m import b\ndone()\nb\n"),
            (
                "from m import (\n    a,  # of a\n    b,  # of b\n    c,  # of c\n)\nuse(a)\nb, c\n",
                "from m import (\n    b,  # of b\n    c,  # of c\n)\ndone()\nb, c\n",
            ),
            (
                "from m import (\n    a,  # of a\n    b,  # of b\n    c  # of c\n)\nuse(b, c)\na\n",
                "from m import (\n    a,  # of a\n)\ndone()\na\n",
            ),
            (
                "from m import (a,\n               b,\n               c)\nuse(b)\na, c\n",
                "from m import (a,\n               c)\ndone()\na, c\n",
            ),
            ("from m import (a,\n               b)\nuse(b)\na\n", "from m import (a)\ndone()\na\n"),
            ("import os; import a; os.x; use(a)\n", "import os; os.x; done()\n"),
            ("import a; import os; os.x; use(a)\n", "import os; os.x; done()\n"),
            ("if x: import a\nuse(a)\n", "if x: pass\ndone()\n"),
            ("if x:\n    import a\nuse(a)\n", "if x:\n    pass\ndone()\n"),
            ("if x:\n    import a\n    y\nuse(a)\n", "if x:\n    y\ndone()\n"),
            ("if x:\n    y\nelse:\n    import a\nuse(a)\n", "if x:\n    y\nelse:\n    pass\ndone()\n"),
            (
                "try:\n    import a\n    import b\nexcept E:\n    a = b = None\nuse(a, b)\n",
                "try:\n    import a\n    import b\nexcept E:\n    a = b = None\ndone()\n",
            ),
            (
                "try:\n    import a\nexcept E:\n    import b as a\nfinally:\n    pass\nuse(a)\n",
                "try:\n    import a\nexcept E:\n    import b as a\nfinally:\n    pass\ndone()\n",
            ),
            ("try:\n    x\nfinally:\n    import a\nuse(a)\n", "try:\n    x\nfinally:\n    pass\ndone()\n"),
            ("match x:\n    case 1:\n        import a\nuse(a)\n", "match x:\n    case 1:\n        pass\ndone()\n"),
            ("def f():\n    import a\n    use(a)\n", "def f():\n    done()\n"),
            ("def f():\n\timport a; use(a)\n", "def f():\n\tdone()\n"),
            ("class C:\n    import a\nuse(C, a)\n", "class C:\n    pass\ndone()\n"),
            ("import a\nuse(a)", "done()"),
        ],
    )
    def test_what_only_the_fixed_code_used(self, before: str, after: str) -> None:
        assert removed(before) == after

    @pytest.mark.parametrize(
        "code",
        [
            "import a\nuse()\n",
            "import a\nuse(a)\na\n",
            "import a\nuse(a)\ndef f():\n    return a.b\n",
            "import a\nuse(a)\n__all__ = ['a', 'b']\n",
            "import a\nuse(a)\n__all__ = []\n__all__ += ['a']\n",
            "import a\nuse(a)\n__all__: list[str] = ['a']\n",
            "import a\nuse(a)\ndef f(x: 'a.B') -> 'int': pass\n",
            "import a\nuse(a)\ndef f() -> 'list[a.B]': pass\n",
            "import a\nuse(a)\nx: 'a.B | None' = None\n",
            "from __future__ import annotations\nuse(annotations)\n",
            "from a import *\nuse(a)\n",
        ],
    )
    def test_what_may_be_of_use_stays(self, code: str) -> None:
        assert removed(code) == code.replace("use(a)", "done()").replace("use()", "done()").replace(
            "use(annotations)", "done()"
        )

    def test_the_imports_of_a_package_are_its_interface(self) -> None:
        code = "import a\nuse(a)\n"
        assert removed(code, Path("pkg/__init__.py")) == "import a\ndone()\n"
        assert removed(code, Path("pkg/module.py")) == "done()\n"
