"""What names stand for: each test is a program, and the full names of the expression that it marks with `here(...)`."""

from __future__ import annotations

import ast
import sys
import textwrap

import pytest

from hublint.source.source import Source


def marked(code: str) -> list[set[str]]:
    """Return what the argument of each `here(...)` resolves to, in source order."""
    source = Source(textwrap.dedent(code).encode())
    calls = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "here"
    ]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    assert calls
    return [set(source.resolve(call.args[0])) for call in calls]


def here(code: str) -> set[str]:
    """Return what the argument of the only `here(...)` resolves to."""
    (found,) = marked(code)
    return found


PLACEHOLDER = {"tensorflow.placeholder"}
V1 = {"tensorflow.compat.v1.placeholder"}
MODEL_SAVE = {"tensorflow.keras.Model().save"}


class TestImports:
    @pytest.mark.parametrize(
        ("imports", "expression", "full"),
        [
            ("import tensorflow", "tensorflow.placeholder", PLACEHOLDER),
            ("import tensorflow as tf", "tf.placeholder", PLACEHOLDER),
            ("import tensorflow as 模型", "模型.placeholder", PLACEHOLDER),
            ("import tensorflow.compat.v1 as tf", "tf.placeholder", V1),
            ("import tensorflow.compat.v1", "tensorflow.compat.v1.placeholder", V1),
            ("import tensorflow.compat.v1", "tensorflow.placeholder", PLACEHOLDER),
            ("import tensorflow as tf", "tf.compat.v1.placeholder", V1),
            ("from tensorflow.compat import v1 as tf", "tf.placeholder", V1),
            ("from tensorflow import compat", "compat.v1.placeholder", V1),
            ("from tensorflow.compat import v1", "v1.placeholder", V1),
            ("from tensorflow import placeholder", "placeholder", PLACEHOLDER),
            ("from tensorflow import placeholder as ph", "ph", PLACEHOLDER),
            ("from tensorflow.compat.v1 import (\n    Session,\n    placeholder,\n)", "placeholder", V1),
            ("import os, tensorflow as tf, sys", "tf.placeholder", PLACEHOLDER),
            ("import tensorflow.compat.v2 as tf", "tf.saved_model.save", {"tensorflow.saved_model.save"}),
            ("import tensorflow_core as tf", "tf.placeholder", PLACEHOLDER),
            ("import tensorflow as tf", "tf.saved_model.Builder", {"tensorflow.saved_model.builder.SavedModelBuilder"}),
            ("import tensorflow_hub as hub", "hub.Module", {"tensorflow_hub.Module"}),
        ],
    )
    def test_form(self, imports: str, expression: str, full: set[str]) -> None:
        assert here(f"{imports}\nhere({expression})\n") == full

    @pytest.mark.parametrize(
        "imports",
        [
            "from . import tensorflow as tf",
            "from .tensorflow import compat as tf",
            "from .. import tf",
            "from .tensorflow.compat import v1 as tf",
            "import mxnet as tf",
            "from tensorflow import *",
            "tf = None",
            "",
        ],
    )
    def test_what_is_not_tensorflow(self, imports: str) -> None:
        found = here(f"{imports}\nhere(tf.placeholder)\n")
        assert found <= {"mxnet.placeholder"}

    def test_a_relative_import_hides_an_absolute_one(self) -> None:
        assert here("import tensorflow as tf\nfrom . import tf\nhere(tf.placeholder)\n") == set()

    def test_a_wildcard_import_gives_no_names(self) -> None:
        assert here("from tensorflow import *\nhere(placeholder)\n") == set()

    def test_either_of_two_imports(self) -> None:
        code = """
            try:
                import tensorflow.compat.v1 as tf
            except ImportError:
                import tensorflow as tf
            here(tf.placeholder)
        """
        assert here(code) == PLACEHOLDER | V1

    def test_an_import_that_may_have_failed(self) -> None:
        code = """
            try:
                import tensorflow as tf
            except ImportError:
                tf = None
            here(tf.placeholder)
        """
        assert here(code) == PLACEHOLDER

    @pytest.mark.parametrize("head", ["if new:", "for _ in x:", "while x:", "with x:\n    pass\nif x:"])
    def test_a_rebinding_that_may_happen(self, head: str) -> None:
        code = f"import tensorflow as tf\n{head}\n    import tensorflow.compat.v1 as tf\nhere(tf.placeholder)\n"
        assert here(code) == PLACEHOLDER | V1

    def test_a_rebinding_is_certain_inside_its_own_suite(self) -> None:
        code = """
            import tensorflow as tf
            if old:
                here(tf.placeholder)
                import tensorflow.compat.v1 as tf
                here(tf.placeholder)
                if x:
                    here(tf.placeholder)
            else:
                pass
            here(tf.placeholder)
        """
        assert marked(code) == [PLACEHOLDER, V1, V1, PLACEHOLDER | V1]

    def test_a_rebinding_that_happens_hides_what_was(self) -> None:
        code = """
            import tensorflow as tf
            here(tf.placeholder)
            import tensorflow.compat.v1 as tf
            here(tf.placeholder)
            with x:
                import numpy as tf
            here(tf.placeholder)
        """
        assert marked(code) == [PLACEHOLDER, V1, {"numpy.placeholder"}]

    def test_an_import_in_a_function_stays_there(self) -> None:
        code = """
            def build():
                import tensorflow as tf
                here(tf.placeholder)
            here(tf.placeholder)
        """
        assert marked(code) == [PLACEHOLDER, set()]

    @pytest.mark.skipif(sys.version_info < (3, 11), reason="`except*` begins with Python 3.11")
    def test_an_import_in_except_star(self) -> None:
        code = """
            try:
                import tensorflow as tf
            except* ImportError:
                import mxnet as tf
            here(tf.placeholder)
        """
        assert here(code) == PLACEHOLDER | {"mxnet.placeholder"}


class TestShadowing:
    @pytest.mark.parametrize(
        "code",
        [
            "def f(tf): here(tf.placeholder)",
            "def f(*tf): here(tf.placeholder)",
            "def f(**tf): here(tf.placeholder)",
            "def f(*, tf=1): here(tf.placeholder)",
            "def f(tf, /): here(tf.placeholder)",
            "async def f(tf): here(tf.placeholder)",
            "lambda tf: here(tf.placeholder)",
            "def f(tf):\n    def g():\n        here(tf.placeholder)",
            "def f(tf):\n    return lambda: here(tf.placeholder)",
            "def f(tf):\n    return [here(tf.placeholder) for _ in x]",
            "def f():\n    here(tf.placeholder)\n    tf = 1",
            "def f():\n    tf = 1\n    here(tf.placeholder)",
            "def f():\n    for tf in x:\n        here(tf.placeholder)",
            "def f():\n    with x as tf:\n        here(tf.placeholder)",
            "def f():\n    def tf(): pass\n    here(tf.placeholder)",
            "def f():\n    class tf: pass\n    here(tf.placeholder)",
            "tf = 1\nhere(tf.placeholder)",
            "tf: int = 1\nhere(tf.placeholder)",
            "tf, other = 1, 2\nhere(tf.placeholder)",
            "[tf, *other] = x\nhere(tf.placeholder)",
            "other, *tf = x\nhere(tf.placeholder)",
            "(a, (b, tf)) = x\nhere(tf.placeholder)",
            "a = tf = 1\nhere(tf.placeholder)",
            "for tf in x:\n    here(tf.placeholder)",
            "for a, tf in x:\n    here(tf.placeholder)",
            "with x as tf:\n    here(tf.placeholder)",
            "with x as (a, tf):\n    here(tf.placeholder)",
            "with a as b, x as tf:\n    here(tf.placeholder)",
            "try:\n    pass\nexcept E as tf:\n    here(tf.placeholder)",
            "[here(tf.placeholder) for tf in x]",
            "[here(tf.placeholder) for a in x for tf in a]",
            "{here(tf.placeholder): 1 for a, tf in x}",
            "{here(tf.placeholder) for tf in x if tf}",
            "(y for tf in x if here(tf.placeholder))",
            "def tf(): pass\nhere(tf.placeholder)",
            "class tf: pass\nhere(tf.placeholder)",
            "del tf\nhere(tf.placeholder)",
            "tf += 1\nhere(tf.placeholder)",
            "match x:\n    case tf:\n        here(tf.placeholder)",
            "match x:\n    case [1, *tf]:\n        here(tf.placeholder)",
            "match x:\n    case {'a': 1, **tf}:\n        here(tf.placeholder)",
            "match x:\n    case C(a=int() as tf):\n        here(tf.placeholder)",
            "match x:\n    case {'a': tf} if here(tf.placeholder):\n        pass",
            "class C:\n    tf = 1\n    here(tf.placeholder)",
        ],
    )
    def test_it_is_not_tensorflow(self, code: str) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == set()

    @pytest.mark.parametrize(
        "code",
        [
            "def f(x=here(tf.placeholder)):\n    tf = 1",
            "def f(tf=here(tf.placeholder)): pass",
            "def tf(x=here(tf.placeholder)): pass",
            "class tf(here(tf.placeholder)): pass",
            "@here(tf.placeholder)\ndef tf(): pass",
            "def f(tf: here(tf.placeholder)): pass",
            "tf = here(tf.placeholder)",
            "tf: int = here(tf.placeholder)",
            "tf, other = here(tf.placeholder)",
            "tf, other = 1, here(tf.placeholder)",
            "tf += here(tf.placeholder)",
            "(tf := here(tf.placeholder))",
            "for tf in here(tf.placeholder): pass",
            "with here(tf.placeholder) as tf: pass",
            "[tf for tf in here(tf.placeholder)]",
            "def f():\n    here(tf.placeholder)",
            "class C:\n    tf = 1\n    def f(self):\n        here(tf.placeholder)",
            "class C:\n    tf = 1\n    x = [here(tf.placeholder) for _ in y]",
            "def g(tf): pass\nhere(tf.placeholder)",
            "[tf for tf in x]\nhere(tf.placeholder)",
            "try:\n    pass\nexcept here(tf.placeholder) as tf:\n    pass",
            "def f():\n    del other\n    here(tf.placeholder)",
            "(lambda tf: 1, here(tf.placeholder))",
            "match here(tf.placeholder):\n    case other: pass",
            "x.tf = 1\nhere(tf.placeholder)",
            "x['tf'] = 1\nhere(tf.placeholder)",
            "f(tf=1)\nhere(tf.placeholder)",
        ],
    )
    def test_it_still_is_tensorflow(self, code: str) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == PLACEHOLDER

    @pytest.mark.parametrize(
        "code",
        [
            "if (tf := x):\n    pass\nhere(tf.placeholder)",
            "[(tf := y) for y in x]\nhere(tf.placeholder)",
            "def f():\n    global tf\n    tf = 1\nhere(tf.placeholder)",
            "try:\n    pass\nexcept E as tf:\n    pass\nhere(tf.placeholder)",
            "for tf in x:\n    pass\nhere(tf.placeholder)",
            "if x:\n    del tf\nhere(tf.placeholder)",
        ],
    )
    def test_it_may_still_be_tensorflow(self, code: str) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == PLACEHOLDER

    @pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters begin with Python 3.12")
    @pytest.mark.parametrize(
        ("code", "found"),
        [
            ("def f[tf](): here(tf.placeholder)", set()),
            ("def f[T: here(tf.placeholder)](): pass", PLACEHOLDER),
            ("class C[tf]:\n    x = here(tf.placeholder)", set()),
            ("type X = here(tf.placeholder)", PLACEHOLDER),
            ("type tf = int\nhere(tf.placeholder)", set()),
        ],
    )
    def test_type_parameters(self, code: str, found: set[str]) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == found

    def test_global_binds_in_the_module(self) -> None:
        code = """
            tf = None
            def load():
                global tf
                import tensorflow as tf
                here(tf.placeholder)
            def build():
                here(tf.placeholder)
        """
        assert marked(code) == [PLACEHOLDER, PLACEHOLDER]

    def test_a_global_value_is_read_where_it_is_written(self) -> None:
        code = """
            import tensorflow as tf
            x = None
            def load(tf):
                global x
                x = tf.placeholder
            here(x)
        """
        assert here(code) == set()

    def test_nonlocal_binds_in_the_function_round_it(self) -> None:
        code = """
            def outer():
                tf = None
                def load():
                    nonlocal tf
                    import tensorflow as tf
                load()
                def use():
                    here(tf.placeholder)
            here(tf.placeholder)
        """
        assert marked(code) == [PLACEHOLDER, set()]


class TestAliases:
    @pytest.mark.parametrize(
        "assignment",
        [
            "tf1 = tf.compat.v1",
            "compat = tf.compat\ntf1 = compat.v1",
            "tf1: object = tf.compat.v1",
            "a = tf1 = tf.compat.v1",
            "a, tf1 = 1, tf.compat.v1",
            "(a, (b, tf1)) = 1, (2, tf.compat.v1)",
            "(tf1 := tf.compat.v1)",
            "tf1 = tf\ntf1 = tf1.compat.v1",
            "def f():\n    return tf.compat.v1\ntf1 = f()",
            "tf1 = x or tf.compat.v1",
            "tf1 = x if y else tf.compat.v1",
        ],
    )
    def test_a_module_by_assignment(self, assignment: str) -> None:
        assert here(f"import tensorflow as tf\n{assignment}\nhere(tf1.placeholder)\n") == V1

    def test_the_module_itself_may_be_exchanged_for_its_part(self) -> None:
        assert here("import tensorflow as tf\ntf = tf.compat.v1\nhere(tf.placeholder)\n") == V1

    def test_a_function_by_assignment(self) -> None:
        assert here("import tensorflow as tf\nplaceholder = tf.placeholder\nhere(placeholder)\n") == PLACEHOLDER

    def test_unpacking_what_is_not_spelled_out_is_unknown(self) -> None:
        assert here("import tensorflow as tf\nplaceholder, x = tf.f()\nhere(placeholder)\n") == set()

    def test_a_starred_target_moves_the_others(self) -> None:
        assert here("import tensorflow as tf\n*a, b = 1, 2, tf.placeholder\nhere(b)\n") == set()

    @pytest.mark.parametrize(
        "binding",
        [
            "from tensorflow import placeholder as ph",
            "import tensorflow as tf\nph = tf.placeholder",
            "import tensorflow as tf\na = tf.placeholder\nph = a",
            "import tensorflow as tf\nph = tf.placeholder if x else tf.compat.v1.placeholder",
            "import tensorflow as tf\nph = x or tf.placeholder",
            "import tensorflow as tf\nif (ph := tf.placeholder):\n    pass",
            "from tensorflow import placeholder as a\nph = a",
        ],
    )
    def test_a_use_under_another_name_is_among_the_uses(self, binding: str) -> None:
        source = Source(f"{binding}\nph()\n".encode())
        last = source.text.line_of(len(source.text.utf8) - 1)
        uses = [node for node, _ in source.uses(frozenset({"placeholder"})) if node.lineno == last]
        assert [source.code(node) for node in uses] == ["ph"]


class TestInstances:
    @pytest.mark.parametrize(
        "code",
        [
            "here(tf.keras.Model().save)",
            "m = tf.keras.Model()\nhere(m.save)",
            "m = tf.keras.Sequential([])\nhere(m.save)",
            "m = tf.keras.models.load_model(x)\nhere(m.save)",
            "m = tf.keras.applications.ResNet50()\nhere(m.save)",
            "m = tf.keras.applications.resnet.ResNet50()\nhere(m.save)",
            "a = tf.keras.Model()\nb = a\nhere(b.save)",
            "def f(m: tf.keras.Model):\n    here(m.save)",
            "m: tf.keras.Model\nhere(m.save)",
            "def f():\n    m = tf.keras.Model()\n    return m\nhere(f().save)",
            "def f():\n    return g()\ndef g():\n    return tf.keras.Model()\nm = f()\nhere(m.save)",
            "class M(tf.keras.Model): pass\nhere(M().save)",
            "class M(tf.keras.Model): pass\nm = M()\nhere(m.save)",
            "class M(tf.keras.Model): pass\nclass N(M): pass\nhere(N().save)",
            "from tensorflow.keras import Model\nclass Model(Model): pass\nhere(Model().save)",
            "class M(tf.keras.Model):\n    def f(self):\n        here(self.save)",
            "class M(tf.keras.Model):\n    def f(self, /, x):\n        return [here(self.save) for _ in x]",
            (
                "class C:\n    def __init__(self):\n        self.m = tf.keras.Model()\n"
                "    def f(self):\n        here(self.m.save)"
            ),
            (
                "class C:\n    def __init__(this):\n        this.m = tf.keras.Model()\n"
                "    def f(self):\n        here(self.m.save)"
            ),
            "class C:\n    def __init__(self):\n        self.m = tf.keras.Model()\nc = C()\nhere(c.m.save)",
            "class C:\n    def g(self):\n        self.m = tf.keras.Model()\ndef f(c: C):\n    here(c.m.save)",
            "class C:\n    def f(self):\n        here(self.m.save)\n    def g(s):\n        s.m = tf.keras.Model()",
            "if (m := tf.keras.Model()):\n    here(m.save)",
            (
                "class C:\n    def build(self):\n        return tf.keras.Model()\n"
                "    def f(self):\n        self.m = self.build()\n        here(self.m.save)"
            ),
            "class C:\n    def build(self):\n        return tf.keras.Model()\nhere(C().build().save)",
        ],
    )
    def test_a_keras_model(self, code: str) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == MODEL_SAVE

    @pytest.mark.parametrize(
        "code",
        [
            "with tf.Session() as s:\n    here(s.run)",
            "with a as b, tf.Session() as s:\n    here(s.run)",
            "with tf.Session(graph=g).as_default() as s:\n    here(s.run)",
            "s = tf.InteractiveSession()\nhere(s.run)",
            "class C:\n    def f(self):\n        with tf.Session() as self.s:\n            here(self.s.run)",
            "s = None\ndef f():\n    global s\n    s = tf.Session()\nhere(s.run)",
            "def f(s=None):\n    s = s or tf.Session()\n    here(s.run)",
        ],
    )
    def test_a_session(self, code: str) -> None:
        assert here(f"import tensorflow as tf\n{code}\n") == {"tensorflow.Session().run"}

    @pytest.mark.parametrize(
        "code",
        [
            "from PIL import Image\nimage = Image.open(x)\nhere(image.save)",
            "def f(m):\n    here(m.save)",
            "m = make()\nhere(m.save)",
            "class M:\n    def f(self):\n        here(self.save)",
            "class M(tf.keras.Model):\n    @staticmethod\n    def f(self):\n        here(self.save)",
            "class M(tf.keras.Model):\n    @classmethod\n    def f(cls):\n        here(cls.save)",
            "class M(tf.keras.Model):\n    def f(self, other):\n        here(other.save)",
            "def f(self):\n    here(self.save)",
            "m = tf.keras.Model()\nm = open(x)\nhere(m.save)",
            "for m in tf.keras.Model():\n    here(m.save)",
            (
                "class C:\n    def __init__(self):\n        self.m = tf.keras.Model()\nclass D:\n"
                "    def f(self):\n        here(self.m.save)"
            ),
        ],
    )
    def test_something_else_with_the_same_method(self, code: str) -> None:
        assert "tensorflow.keras.Model().save" not in here(f"import tensorflow as tf\n{code}\n")

    def test_a_class_is_not_its_instance(self) -> None:
        assert here("import tensorflow as tf\nhere(tf.keras.Model.save)\n") == {"tensorflow.keras.Model.save"}


class TestHardCases:
    def test_long_runs_of_rebinding_take_no_time(self) -> None:
        steps = "".join(f"    x = x.step{at}()\n" for at in range(300))
        code = f"import tensorflow as tf\nx = tf.data\nfor _ in y:\n{steps}    here(x.placeholder)\n"
        assert isinstance(here(code), set)

    def test_names_that_stand_for_each_other(self) -> None:
        code = "if x:\n    a = b\n    b = a\nelse:\n    b = a.c\n    a = b.c\n" * 30
        assert here(f"{code}here(a.placeholder)\n") == set()

    def test_classes_and_functions_that_refer_to_themselves(self) -> None:
        code = """
            class A(A): pass
            class B(C): pass
            class C(B): pass
            def f(): return g()
            def g(): return f()
            class D:
                def __init__(self): self.x = self.x.x
                def f(self): here(self.x.x)
            here(A().x)
            here(B().x)
            here(f().x)
        """
        assert marked(code) == [set()] * 4

    def test_positions_in_f_strings_are_those_of_the_text(self) -> None:
        code = 'import tensorflow as tf\nx = f"""é\n {1} {tf.placeholder!r:>{tf.width}}""" f"{tf.last}"\n'
        source = Source(code.encode())
        found = [source.code(node) for node, _ in source.uses(frozenset({"placeholder", "width", "last"}))]
        assert found == ["tf.placeholder", "tf.width", "tf.last"]

    def test_an_attribute_split_over_lines_is_one_use(self) -> None:
        source = Source(b"import tensorflow as tf\nx = (tf\n  # why\n  .compat\n  .v1.placeholder)\n")
        ((node, scope),) = source.uses(frozenset({"placeholder"}))
        assert source.resolve(node, scope) == V1


class TestLocalName:
    @pytest.mark.parametrize(
        ("imports", "module", "local"),
        [
            ("import tensorflow as tf", "tensorflow", "tf"),
            ("import tensorflow as tf", "tensorflow.compat.v1", "tf.compat.v1"),
            ("import tensorflow as tf\nimport tensorflow.compat.v1 as tf1", "tensorflow.compat.v1", "tf1"),
            ("from tensorflow.compat import v1", "tensorflow.compat.v1", "v1"),
            ("import tensorflow_hub as hub", "tensorflow", None),
            ("def f():\n    import tensorflow as tf", "tensorflow", None),
            ("from . import tensorflow", "tensorflow", None),
        ],
    )
    def test_how_a_module_is_spelled(self, imports: str, module: str, local: str | None) -> None:
        assert Source(imports.encode()).local_name(module) == local
