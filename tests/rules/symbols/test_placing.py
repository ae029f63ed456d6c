"""Switches stand where they work, and the file stays as it was round them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from hublint.source.edit import apply
from hublint.source.source import Source
from hublint_rules.symbols.placing import before_tensorflow, behind_imports

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.source.edit import Edit

SWITCH = 'os.environ["A"] = "1"'
OFF = "tf.off()"
TEXT = "#!/usr/bin/env python\n'''Text.'''\nfrom __future__ import division\n\nimport sys\n"
PICKLE = "import tensorflow as tf\ntry:\n\timport cPickle as pickle\nexcept ImportError:\n\timport pickle\n"
EITHER = "if x:\n    import tensorflow.compat.v1 as tf\nelse:\n    import tensorflow as tf\n"


def placed(code: str, edit: Callable[[Source], Edit | None]) -> str | None:
    """Return a file with the edit made; None where there is none."""
    source = Source(code.encode())
    found = edit(source)
    if found is None:
        return None
    assert found.start == found.end, "a switch takes nothing away"
    after = apply(source.text.utf8, [found])
    ast.parse(after)
    return after.decode()


def above(code: str) -> str | None:
    return placed(code, lambda source: before_tensorflow(source, (SWITCH,), "os"))


def behind(code: str) -> str | None:
    return placed(code, lambda source: behind_imports(source, OFF))


class TestBefore:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("import tensorflow as tf\n", f"import os\n\n{SWITCH}\nimport tensorflow as tf\n"),
            ("import tensorflow as tf", f"import os\n\n{SWITCH}\nimport tensorflow as tf"),
            ("import os\nimport tensorflow as tf\n", f"import os\n{SWITCH}\nimport tensorflow as tf\n"),
            ("import os.path\nimport tensorflow as tf\n", f"import os.path\n{SWITCH}\nimport tensorflow as tf\n"),
            (
                "import os as system\nimport tensorflow as tf\n",
                f"import os as system\nimport os\n\n{SWITCH}\nimport tensorflow as tf\n",
            ),
            (
                "import tensorflow as tf\nimport os\n",
                f"import os\n\n{SWITCH}\nimport tensorflow as tf\nimport os\n",
            ),
            (f"{TEXT}from keras import x\n", f"{TEXT}import os\n\n{SWITCH}\nfrom keras import x\n"),
            ("import tensorflow_hub as hub\n", f"import os\n\n{SWITCH}\nimport tensorflow_hub as hub\n"),
            (
                "import os\ntry:\n\timport tensorflow as tf\nexcept ImportError:\n\ttf = None\n",
                f"import os\n{SWITCH}\ntry:\n\timport tensorflow as tf\nexcept ImportError:\n\ttf = None\n",
            ),
            (f"import os\n{EITHER}", f"import os\n{SWITCH}\n{EITHER}"),
            ("import os\r\nimport tensorflow as tf\r\n", f"import os\r\n{SWITCH}\r\nimport tensorflow as tf\r\n"),
            ("# é\r\nimport tensorflow\r\n", f"# é\r\nimport os\r\n\r\n{SWITCH}\r\nimport tensorflow\r\n"),
            ("import os\nimport tensorflow as tf; x = 1\n", f"import os\n{SWITCH}\nimport tensorflow as tf; x = 1\n"),
        ],
    )
    def test_it_stands_above_the_first_import(self, before: str, after: str) -> None:
        assert above(before) == after

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "import os\n",
            "def f():\n    import tensorflow as tf\n",
            "import os; import tensorflow as tf\n",
            "from . import tensorflow\n",
            "from .tensorflow import x\n",
            "import tensorflowjs\n",
        ],
    )
    def test_where_there_is_no_place(self, code: str) -> None:
        assert above(code) is None

    @pytest.mark.parametrize(
        "code",
        [
            "import tensorflow as tf, os\n",
            "import tensorflow as tf; import os\n",
            "try:\n    import tensorflow as tf; import os\nexcept ImportError:\n    pass\n",
        ],
    )
    def test_an_import_that_comes_later_does_not_count(self, code: str) -> None:
        after = above(code)
        assert after is None or after.startswith("import os\n")


class TestBehind:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("import tensorflow as tf\n", f"import tensorflow as tf\n\n{OFF}\n"),
            ("import tensorflow as tf", f"import tensorflow as tf\n\n{OFF}\n"),
            ("import tensorflow as tf\nx = 1\n", f"import tensorflow as tf\n\n{OFF}\n\nx = 1\n"),
            ("import tensorflow as tf\n\n\nx = 1\n", f"import tensorflow as tf\n\n{OFF}\n\n\nx = 1\n"),
            (
                "'''Text.'''\nfrom __future__ import division\nimport tensorflow as tf\nimport os\nx = 1\n",
                f"'''Text.'''\nfrom __future__ import division\nimport tensorflow as tf\nimport os\n\n{OFF}\n\nx = 1\n",
            ),
            (
                "from tensorflow import (\n    a,\n    b,  # two\n)\nx = 1\n",
                f"from tensorflow import (\n    a,\n    b,  # two\n)\n\n{OFF}\n\nx = 1\n",
            ),
            (f"{PICKLE}x = 1\n", f"{PICKLE}\n{OFF}\n\nx = 1\n"),
            (
                "try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\nx = 1\n",
                f"try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\n\n{OFF}\n\nx = 1\n",
            ),
            (
                "import tensorflow as tf  # é\r\nx = 1\r\n",
                f"import tensorflow as tf  # é\r\n\r\n{OFF}\r\n\r\nx = 1\r\n",
            ),
            ("import tensorflow as tf\r\n\r\nx = 1\r\n", f"import tensorflow as tf\r\n\r\n{OFF}\r\n\r\nx = 1\r\n"),
            (
                "import sys; import tensorflow as tf\nx = 1\n",
                f"import sys; import tensorflow as tf\n\n{OFF}\n\nx = 1\n",
            ),
        ],
    )
    def test_it_stands_behind_the_imports(self, before: str, after: str) -> None:
        assert behind(before) == after

    @pytest.mark.parametrize(
        "code",
        [
            "",
            "x = 1\n",
            "def f():\n    import tensorflow as tf\n",
            "import tensorflow as tf; x = tf.ones(3)\n",
            "import tensorflow as tf; x = '''\n'''\n",
        ],
    )
    def test_where_there_is_no_place(self, code: str) -> None:
        assert behind(code) is None

    @pytest.mark.parametrize(
        "code",
        [
            "import tensorflow as tf\nif x:\n    train()\n",
            "import tensorflow as tf\ntry:\n    train()\nexcept ValueError:\n    pass\n",
            "import tensorflow as tf\nif x:\n    import a\nelse:\n    train()\n",
        ],
    )
    def test_it_stands_before_what_does_something(self, code: str) -> None:
        after = behind(code)
        assert after is not None
        assert after.index(OFF) < after.index("train()")
