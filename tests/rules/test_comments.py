"""No rewrite loses the comment of a line that stays, and none invents one."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Target

RULES = Path(__file__).resolve().parent
CODES = ("HUB101", "HUB102", "HUB201", "HUB202", "HUB203", "HUB204", "HUB205")

# What a rewrite says of its own.
ADDED = {
    "# Reference variables belong to the process: these get a container of their own.",
    "# Zero gradients make the slots of the optimizer, which are read only where they exist.",
}

FILES = [path for code in CODES for path in sorted((RULES / "cases" / code).glob("*.py"))]
FILES += sorted((RULES / "run_cases").glob("*.py"))

LAYOUTS = {
    "loads": """\
import tensorflow as tf
def f(path):
    # before
    with tf.compat.v1.Session(  # session
            graph=tf.Graph()) as sess:  # header
        tf.import_graph_def(  # import
            path)  # imported
        x = sess.graph.get_tensor_by_name("x:0")  # x

        for i in range(3):
            # feeds
            feeds = {x: i}  # one
            y = sess.graph.get_tensor_by_name("y:0")  # y
            print(sess.run(y,  # fetched
                           feeds))  # fed
        # dedented
    # as deep
    return 1  # end
def g(path):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # header
        saver = tf.compat.v1.train.import_meta_graph(  # import
            path + ".meta")  # imported
        # restore
        saver.restore(sess,  # session
                      path)  # restored
        y = sess.graph.get_tensor_by_name("y:0")  # y
        # run
        print(sess.run([y,  # first
                        "z:0"], {"x:0": 1.0}))  # second
            # deeper
        # dedented
    # as deep
    return 1  # end
""",
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

# The comments of each layout whose code goes: heads of blocks, and what only served a session.
GONE: dict[str, list[str]] = {
    "loads": ["# header", "# header", "# one", "# session", "# y"],
    "backslash": ["# header"],
    "brackets": ["# header", "# nothing", "# open"],
    "form feed": [],
}


def comments(data: bytes) -> Counter[str]:
    tokens = tokenize.tokenize(io.BytesIO(data).readline)
    return Counter(token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT)


def fixed(data: bytes) -> bytes:
    return engine.fix(data, registry.load().select(CODES, ()), target=Target.newest, unsafe=True).data


def spoken_of(data: bytes) -> list[tuple[str, str]]:
    """Return the comments with the line that each speaks of: its own, or the next one below."""
    lines = data.decode().split("\n")
    found = []
    for token in tokenize.tokenize(io.BytesIO(data).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            line = lines[row - 1][:column].strip()
            while not line and row < len(lines):
                line = lines[row].partition("  #")[0].strip()
                line, row = ("" if line.startswith("#") else line or "-"), row + 1
            found.append((token.string.rstrip(), line))
    return found


def without_names(text: str) -> str:
    """Return a comment without the name of the parameter that it is about now."""
    return re.sub(r"^# [\w, ]+: ", "# ", text)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_the_comments_of_what_stays_in_a_case_stay(path: Path) -> None:
    data = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n# output\n")[0] + b"\n"
    after = fixed(data)
    before, left = comments(data), comments(after)
    invented = {text for text in left - before if text not in ADDED and without_names(text) not in before}
    assert not invented
    lines = Counter(line.partition("  #")[0].strip() for line in after.decode().split("\n"))
    texts = {*left, *map(without_names, left)}
    lost = [
        (text, line)
        for text, line in spoken_of(data)
        if text not in texts and re.search(r"\w", line) and lines[line] and line not in data.decode().partition(text)[0]
    ]
    assert not lost


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_comments_of_a_layout_stay_but_for_those_of_what_goes(layout: str, newline: str) -> None:
    data = LAYOUTS[layout].replace("\n", newline).encode()
    after = fixed(data)
    assert b"Session" not in after
    left = Counter({without_names(text): count for text, count in comments(after).items()})
    assert not left - comments(data)
    assert sorted((comments(data) - left).elements()) == GONE[layout]
    assert after.count(b"\n") == after.count(newline.encode())
