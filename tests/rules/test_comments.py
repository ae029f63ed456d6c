"""No rewrite loses a comment, whatever becomes of the statement that it stood at."""

from __future__ import annotations

import io
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Target

RULES = Path(__file__).resolve().parent
CODES = ("HUB101", "HUB102", "HUB201", "HUB202", "HUB203")
FILES = [path for code in CODES for path in sorted((RULES / "cases" / code).glob("*.py"))]
FILES += sorted((RULES / "run_cases").glob("*.py"))

LAYOUTS = {
    "backslash": """\
import tensorflow as tf
import tensorflow.compat.v1 as tf1
def f():
    # before
    with tf.Graph().as_default(), \\
            tf1.Session() as sess:  # header
        x = tf1.placeholder(tf.float32)  # x
        y = x + 1  # y
    # dedented
        tf1.saved_model.simple_save(sess, "out", {"x": x},  # inputs
                                    {"y": y})  # outputs
            # deeper
        # as deep
    # the block's end
    return 1  # end
""",
    "brackets": """\
import tensorflow as tf
with (  # open
    tf.compat.v1.Session(
        # nothing
    )
) as sess:  # header
    x = tf.add(  # call
        1,  # one
        2,  # two
    )  # closed
    # alone
    print(sess.run(x))  # printed

    # last
""",
    "form feed": """\
import tensorflow as tf
\x0c
# page
with tf.compat.v1.Session() as sess:
\tprint(sess.run(tf.constant(1)))  # one
\t# last
""",
}


def comments(data: bytes) -> Counter[str]:
    tokens = tokenize.tokenize(io.BytesIO(data).readline)
    return Counter(token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT)


def fixed(data: bytes) -> bytes:
    return engine.fix(data, registry.load().select(CODES, ()), target=Target.newest, unsafe=True).data


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_the_comments_of_a_case_stay(path: Path) -> None:
    data = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n# output\n")[0] + b"\n"
    assert comments(fixed(data)) == comments(data)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_comments_of_a_layout_stay(layout: str, newline: str) -> None:
    data = LAYOUTS[layout].replace("\n", newline).encode()
    after = fixed(data)
    assert b"Session" not in after
    assert comments(after) == comments(data)
    assert after.count(b"\n") == after.count(newline.encode())
