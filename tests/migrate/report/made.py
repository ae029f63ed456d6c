"""Campaigns that never ran: records made by hand, and drawn ones, for tests of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, get_args

from hypothesis import strategies as st

from hublint import registry
from hublint.migrate.proof import Verdict
from hublint.migrate.record import KINDS, STANDINGS, Campaign, Item, Proven, Record, Repository, Status
from hublint.rule import Applicability, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULES: Final = registry.load()
CAMPAIGN: Final = Campaign(
    command="hublint migrate legacy --verify --report report",
    hublint="1.2.3",
    level="native",
    verify=True,
    started=1_790_000_000.0,
    finished=1_790_000_842.0,
    seconds=842.4,
)
HOSTILE: Final = (
    "</script><script>document.title='taken'</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "a\u2028b\u2029c\u202ed",
    "`code` and ``more`` and one `",
    "'; DROP TABLE files; --",
    '=HYPERLINK("http://x.invalid","y")',
    "{{ 7 * 7 }}{% raw %}",
    "\x00\x1b[31m\x7f",
    "[bold]not bold[/bold]",
    "&lt;b&gt;",
    "half \udc80 \ud800",
)  # fmt: skip

Reports = list[tuple[Repository, "Callable[[], Iterator[Record]]"]]


def item(code: str = "HUB101", row: int = 1, **further: Any) -> Item:
    """Return a finding of a rule."""
    told = {"message": f"{code} is wrong; write better", "severity": "error", "applicability": "manual", **further}
    return Item(code=code, row=row, column=further.pop("column", 1), **{k: v for k, v in told.items() if k != "column"})


def record(path: str = "a.py", **further: Any) -> Record:
    """Return what a campaign knows of a file."""
    return Record(**{"path": path, "kind": "python", "status": "unchanged", "lines": 10, **further})


def reports(*records: Record, name: str = "legacy", **further: Any) -> Reports:
    """Return the one repository that the records belong to."""
    return [(Repository(root=f"/src/{name}", name=name, target="tf=2.21", **further), partial(iter, records))]


def whole(root: str = "/src") -> Reports:
    """Return a campaign with something of everything, over two repositories."""
    left = (
        item("HUB101", 12, note="the graph is built in another module", skeleton="def serve(x):\n    ...\n"),
        item("HUB507", 40),
    )
    proof = Proven(
        "agree", "", "export 'out': 2 signatures agree", ("TensorFlow 2.21.0, Python 3.11.7",), ("CPU",), 2, 14.2
    )
    differs = Proven("differ", "output 'y' is 1 in old and 2 in new", "differs", proof.ran, proof.devices, 1, 9.0)
    first = (
        record("setup.py", kind="requirements", status="written", before="broken", after="native", lines=8,
               found=(item("HUB520"),), applied={"HUB520": 1},
               diff="--- setup.py\n+++ setup.py\n@@ -1,2 +1,2 @@\n-tensorflow==1.15\n+tensorflow==2.21\n numpy\n"),
        record("src/models/deep/train.py", status="written", lines=400, before="broken", after="manual",
               found=(item("HUB101", 10), *left), applied={"HUB101": 1}, remaining=left, proof=proof,
               rewrites=("`tf.Session` became a function",),
               diff="--- a\n+++ b\n@@ -9,4 +9,4 @@\n import tensorflow as tf\n-sess = tf.Session()\n"
                    "+serve = tf.function(f)\n x = 1\n y = 2\n"),
        record("src/models/deep/export.py", status="left", lines=80, before="broken", after="broken", found=left[:1],
               applied={"HUB101": 1}, proof=differs, reason="not verified: the rewrite does not do the same",
               diff="--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"),
        record("src/models/wide.py", lines=120, before="native", after="native"),
        record("src/readers/old.py", status="failed", lines=30, before="unparseable", after="unparseable",
               found=(item("HUB901", 3, message="print is no statement"),),
               reason="legacy/src/readers/old.py:3: print is no statement"),
        record("src/readers/text.py", status="written", lines=60, before="broken", after="compat", from_python2=True,
               partly=True, found=(item("HUB502"),), applied={"HUB502": 1}, notes=("line 9: a division",),
               diff="--- a\n+++ b\n@@ -1,2 +1,2 @@\n-print 1\n--- x\n+print(1)\n+++ x\n"
                    "--- a\n+++ b\n@@ -3 +3 @@\n-tf.log(x)\n+tf.math.log(x)\n"),
        record("src/readers/plain.py", lines=50),
        record("third_party/x.py", status="skipped", reason="vendored"),
    )  # fmt: skip
    second = (
        record("notebook.ipynb", kind="notebook", status="written", lines=90, before="broken", after="broken",
               found=(item("HUB507", 2, cell=3),), applied={"HUB502": 2}, remaining=(item("HUB507", 2, cell=3),)),
        record("odd.py", status="failed", reason="odd.py: cannot be read: permission denied"),
        record("quiet.py", lines=5, before="broken", after="broken"),
    )  # fmt: skip
    return [
        (
            Repository(f"{root}/first", "first", "tf=2.21", commit="0123456789abcdef", branch="hublint",
                       excluded=(("third_party", "vendored: it has a LICENSE of its own"),)),
            partial(iter, first),
        ),
        (Repository(f"{root}/second", "second", "tf=2.21", problem="the user stopped it"), partial(iter, second)),
    ]  # fmt: skip


def hostile(root: str = "/src") -> Reports:
    """Return a campaign in which every text tries to be something else."""
    records = [
        record(
            f"{text}/{text}.py", status="written", before="broken", after="manual", reason=text, rewrites=(text,),
            found=(item("HUB101", message=text, note=text, skeleton=text),), applied={"HUB101": 1}, notes=(text,),
            remaining=(item("HUB101", message=text, note=text, skeleton=text), item(text, message=text)),
            diff=f"--- {text}\n+++ {text}\n@@ -1 +1 @@\n-{text}\n+{text}\n",
            proof=Proven("unable", text, text, (text,), (text,), 1, 1.0),
        )
        for text in HOSTILE
    ]  # fmt: skip
    unread = [record(text, status="failed", reason=text) for text in HOSTILE]
    excluded = tuple((text, text) for text in HOSTILE)
    name = " ".join(HOSTILE)
    return [
        (Repository(root, name, name, name, name, excluded, name, name, HOSTILE), partial(iter, [*records, *unread]))
    ]


TEXTS: Final = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=20))
ITEMS: Final = st.builds(
    Item,
    code=st.sampled_from(["HUB101", "HUB102", "HUB507", "OTHER1"]),
    message=TEXTS,
    row=st.integers(1, 9),
    column=st.integers(1, 9),
    severity=st.sampled_from(get_args(Severity)),
    applicability=st.sampled_from(get_args(Applicability)),
    cell=st.one_of(st.none(), st.integers(1, 3)),
    note=st.one_of(st.none(), TEXTS),
    skeleton=st.one_of(st.none(), TEXTS),
)
RECORDS: Final = st.builds(
    Record,
    path=TEXTS,
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(get_args(Status)),
    lines=st.integers(0, 99),
    before=st.sampled_from(STANDINGS),
    after=st.sampled_from(STANDINGS),
    found=st.lists(ITEMS, max_size=3).map(tuple),
    applied=st.dictionaries(st.sampled_from(["HUB101", "HUB102"]), st.integers(1, 3)),
    remaining=st.lists(ITEMS, max_size=3).map(tuple),
    rewrites=st.lists(TEXTS, max_size=2).map(tuple),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
    diff=TEXTS,
    reason=TEXTS,
    partly=st.booleans(),
    from_python2=st.booleans(),
    proof=st.one_of(
        st.none(),
        st.builds(
            Proven,
            verdict=st.sampled_from(get_args(Verdict)),
            reason=TEXTS,
            text=TEXTS,
            ran=st.lists(TEXTS, max_size=2).map(tuple),
            devices=st.lists(TEXTS, max_size=2).map(tuple),
            exports=st.integers(0, 3),
            seconds=st.floats(0, 99),
        ),
    ),
)
