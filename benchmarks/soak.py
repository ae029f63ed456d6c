"""Edit open documents at random, for long, and compare what `hublint server` says with a check of the same text."""

from __future__ import annotations

import argparse
import ast
import random
import re
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the client is the one of the tests

from hublint import engine
from hublint.session import Session
from hublint.source.text import Text
from tests.lsp.client import Client, ResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.lsp.model import Document, Json

CASES: Final = Path(__file__).resolve().parent.parent / "tests" / "rules" / "cases"
PATIENCE: Final = 30.0
LONGEST: Final = 60_000
"""A text with more characters is taken back to when it was shorter."""
REMEMBERED: Final = 60
"""How many states of a document can be gone back to."""
REPAIRED: Final = 0.7
"""How likely a text that does not parse is mended before it is compared; the others stay broken for longer."""
SHOWS: Final = {"relatedInformation": True, "tagSupport": {"valueSet": [1, 2]}, "dataSupport": True}
KINDS: Final = {"codeActionKind": {"valueSet": ["", "quickfix", "source.fixAll"]}}
ACTS: Final = {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}, "codeActionLiteralSupport": KINDS}
CLIENTS: Final[dict[str, Json]] = {
    "asks": {
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {"diagnostic": SHOWS, "codeAction": ACTS},
        "workspace": {"diagnostics": {"refreshSupport": True}},
    },
    "is told": {
        "general": {"positionEncodings": ["utf-8"]},
        "textDocument": {"publishDiagnostics": {**SHOWS, "versionSupport": True}, "codeAction": ACTS},
    },
}
CHARACTERS: Final = [*"abcxyz_tf.,:;()[]{}=+-#'\"\\ \n\n\t0129", "🎉", "é", "模", "\f", "\r", "\r\n", "\u2028"]
WORDS: Final = (
    "tf.Session()",
    "tf.log(x)",
    "tf.placeholder(tf.float32)",
    "import tensorflow as tf",
    "import tensorflow.compat.v1 as tf",
    "from tensorflow.contrib import slim",
    "slim.conv2d(x, 3)",
    "tf = None",
    "def f(tf):",
    "if x:",
    "return",
    "# hublint: ignore[HUB501]",
    "# noqa: HUB101",
    "'🎉é'",
    '"""',
    "(",
    "del tf",
    "global tf",
    "with tf.Session() as sess:",
    "lambda tf: tf.log(1)",
)


class Outcome(NamedTuple):
    """What came of it."""

    edits: int
    compared: int
    """How often the findings of a document were compared."""
    findings: int
    """How many findings these comparisons saw."""
    unreadable: int
    """How often there was nothing to compare, since the text did not parse."""
    differences: list[str]
    """Each with the number of the edit and what both sides have."""
    complaints: list[str]
    """What was shown, logged as an error, refused or torn."""
    memory: list[float]
    """The server's resident megabytes: after a tenth of the edits, in the middle, at the end."""
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Edit as the command line asks, print what came of it, and return 0 if all was well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="what to edit (default: the cases of the rules)"
    )
    parser.add_argument("--edits", type=int, default=20_000, metavar="N", help="how many (default %(default)s)")
    parser.add_argument(
        "--every", type=int, default=50, metavar="N", help="edits between comparisons (default %(default)s)"
    )
    parser.add_argument("--open", type=int, default=5, metavar="N", help="documents open at once (default %(default)s)")
    parser.add_argument("--client", choices=CLIENTS, default="asks", help="whether it asks for diagnostics or is told")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="what the random choices begin with")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write the texts there for which findings differ")
    options = parser.parse_args(arguments)
    files = options.files or sorted(CASES.glob("*/*.py"))
    with tempfile.TemporaryDirectory(prefix="hublint-soak-") as folder:
        made = Soak(files, Path(folder), CLIENTS[options.client], options.open, options.seed, options.keep)
        outcome = made.run(options.edits, options.every, lambda done: print(f"{done} edits", file=sys.stderr))
    print(told(outcome))
    return 1 if outcome.differences or outcome.complaints else 0


def told(outcome: Outcome) -> str:
    """Return an outcome in a few lines."""
    lines = [
        f"{outcome.edits:,} edits in {outcome.seconds:.0f} s",
        f"{outcome.compared:,} comparisons with a check, of {outcome.findings:,} findings",
        f"{outcome.unreadable:,} times the text did not parse, and there was nothing to compare",
        f"memory of the server, MB: {', '.join(f'{value:.0f}' for value in outcome.memory)} (begin, middle, end)",
        f"{len(outcome.differences)} differences, {len(outcome.complaints)} complaints",
    ]
    return "\n".join([*lines, *outcome.differences[:20], *outcome.complaints[:20]])


class Soak:
    """A server, and a person who edits without end."""

    def __init__(
        self, files: Sequence[Path], folder: Path, client: Json, number: int, seed: int, keep: Path | None = None
    ) -> None:
        """Prepare to edit copies of files in a folder, a number of them at a time."""
        self.files = list(files)
        self.folder = folder
        self.capabilities = client
        self.number = number
        self.keep = keep
        self.chance = random.Random(seed)  # noqa: S311 - edits, not secrets
        self.session = Session()
        self.past: dict[str, list[str]] = {}
        self.readable: dict[str, str] = {}
        self.opened = 0
        self.asked: list[int] = []
        self.done = 0
        self.compared = self.found = self.unreadable = 0
        self.differences: list[str] = []
        self.complaints: list[str] = []

    def run(self, edits: int, every: int, progress: Callable[[int], object] = lambda _: None) -> Outcome:
        """Make so many edits; compare each time after so many of them."""
        began = time.monotonic()
        memory = []
        with Client(folder=self.folder) as client:
            client.initialize(self.capabilities, rootUri=self.folder.as_uri())
            for _ in range(self.number):
                self.open_another(client)
            for self.done in range(1, edits + 1):
                self.step(client)
                if self.done % every == 0 or self.done == edits:
                    self.compare_all(client)
                if self.done in {max(1, edits // 10), max(1, edits // 2), edits}:
                    memory.append(resident(client.process.pid))
                    progress(self.done)
            self.complaints += [f"shown: {shown}" for shown in client.shown]
            if client.garbled is not None:
                self.complaints.append(f"garbled: {client.garbled}")
            status = client.shut_down()
            if status:
                self.complaints.append(f"the server ended with status {status}")
            self.complaints += [f"stderr: {line}" for line in client.stderr.splitlines() if ERROR.search(line)]
        seconds = time.monotonic() - began
        return Outcome(
            edits,
            self.compared,
            self.found,
            self.unreadable,
            self.differences,
            self.complaints,
            memory,
            seconds,
        )

    # What the person does.

    def open_another(self, client: Client) -> None:
        """Open a file that was not open yet, under a name of its own."""
        source = self.chance.choice(self.files)
        self.opened += 1
        path = self.folder / f"{source.stem}_{self.opened}.py"
        text = source.read_bytes().decode()
        path.write_bytes(text.encode())
        document = client.open(path.as_uri(), text)
        self.past[document.uri] = []
        self.readable[document.uri] = text

    def step(self, client: Client) -> None:
        """Do one thing: mostly an edit, perhaps with a question about it; rarely, turn to another file."""
        document = self.chance.choice(list(client.documents.values()))
        if self.chance.random() < 0.005:
            client.close(document)
            self.open_another(client)
            return
        before = document.text
        edits = self.chance.choice((1, 1, 1, 1, 2, 5))
        changes = [change for _ in range(edits) for change in self.edited(client, document)]
        if changes:
            client.tell(document, changes)
        self.past[document.uri] = [*self.past[document.uri][-REMEMBERED:], before]
        if self.chance.random() < 0.1:
            self.ask(client, document)

    def edited(self, client: Client, document: Document) -> Iterator[Json]:
        """Edit a document, in one of the ways in which people do; yield what is to be told."""
        text, chance = document.text, self.chance
        at = chance.randint(0, len(text))
        if len(text) > LONGEST:
            yield from retyped(document, self.readable[document.uri])
            return
        lines = [match.start() for match in re.finditer(r"^", text, re.MULTILINE)]
        row = chance.randrange(len(lines))
        start, end = lines[row], lines[min(row + chance.randint(1, 4), len(lines) - 1)]
        match chance.choices(
            ("character", "word", "delete", "indent", "copy", "cut", "paste", "undo", "rename"),
            (30, 12, 10, 4, 4, 4, 4, 24, 8),
        )[0]:
            case "character":
                yield document.replace(at, at, chance.choice(CHARACTERS))
            case "word":
                indent = re.match(r"[ \t]*", text[start:])
                yield document.replace(start, start, f"{indent[0] if indent else ''}{chance.choice(WORDS)}\n")
            case "delete":
                yield document.replace(at, min(at + chance.choice((1, 1, 1, 2, 8, 40)), len(text)), "")
            case "indent":
                yield document.replace(start, start, "    ")
            case "copy":
                yield document.replace(end, end, text[start:end])
            case "cut":
                yield document.replace(start, end, "")
            case "paste":
                other = chance.choice(list(client.documents.values())).text.splitlines(keepends=True)
                first = chance.randrange(len(other)) if other else 0
                yield document.replace(start, start, "".join(other[first : first + chance.randint(1, 20)]))
            case "undo":
                past = self.past[document.uri]
                back = chance.choice((1, 1, 2, 5, 20))
                wanted = past[-back] if len(past) >= back else self.readable[document.uri]
                del past[-back:]
                yield from retyped(document, wanted)
            case "rename":
                names = list(re.finditer(r"\b(?:tf|sess|x|Session|log|placeholder|tensorflow)\b", text))
                if names:
                    name = chance.choice(names)
                    yield document.replace(*name.span(), chance.choice(("tf", "x", "tf1", "Session", "log", "np")))

    def ask(self, client: Client, document: Document) -> None:
        """Ask something, and do not wait for the answer; sometimes think better of it."""
        at = document.position(self.chance.randint(0, len(document.text)))
        here = {"textDocument": document.identity, "position": at}
        range_ = {"textDocument": document.identity, "range": {"start": at, "end": at}}
        questions = [
            ("textDocument/hover", here),
            ("textDocument/completion", here),
            ("textDocument/codeAction", {**range_, "context": {"diagnostics": []}}),
            ("textDocument/codeLens", {"textDocument": document.identity}),
        ]
        if client.pulls:
            questions.append(("textDocument/diagnostic", {"textDocument": document.identity}))
        number = client.begin(*self.chance.choice(questions))
        self.asked.append(number)
        if self.chance.random() < 0.2:
            client.notify("$/cancelRequest", {"id": number})

    # The comparison.

    def compare_all(self, client: Client) -> None:
        """Compare what is known of each document with a check of its text, where that parses."""
        for number in self.asked:
            error = client.response(number, PATIENCE).get("error", {})
            if error and error["code"] not in {-32800, -32801, -32802}:
                self.complaints.append(f"refused: {error}")
        self.asked.clear()
        for document in client.documents.values():
            wanted = self.expected(document)
            if wanted is None and self.chance.random() < REPAIRED:
                self.repair(client, document)
                wanted = self.expected(document)
            if wanted is None:
                self.unreadable += 1
                continue
            self.readable[document.uri] = document.text

            def agrees(items: list[Json], wanted: list[Json] = wanted) -> bool:
                return shape(items) == wanted

            try:
                found = shape(client.diagnostics(document, agrees, PATIENCE))
            except ResponseError as error:
                self.complaints.append(f"refused: {error}")
                continue
            self.compared += 1
            self.found += len(wanted)
            if found != wanted:
                self.differ(document, found, wanted)

    def repair(self, client: Client, document: Document) -> None:
        """Undo edits until the text parses."""
        past = self.past[document.uri]
        wanted = next((text for text in reversed(past) if parses(text)), self.readable[document.uri])
        client.tell(document, list(retyped(document, wanted)))

    def expected(self, document: Document) -> list[Json] | None:
        """Return what a check finds in a text; None if it does not parse."""
        path = Path(document.uri.removeprefix("file://"))
        utf8 = document.text.encode()
        checked = engine.check(
            Text.decoded(utf8),
            self.session.registry(path),
            filename=str(path),
            path=path,
            target=self.session.target(path),
            fixes=False,
        )
        if not checked.parsed:
            return None
        findings = []
        for found in checked.findings:
            start, end = (len(utf8[:offset].decode()) for offset in (found.start, found.end))
            findings.append({"code": found.code, "message": found.message, "range": document.range(start, end)})
        return shape(findings)

    def differ(self, document: Document, found: list[Json], wanted: list[Json]) -> None:
        """Keep what both sides have, and the text."""
        name = document.uri.rpartition("/")[2]
        more = [item for item in found if item not in wanted]
        less = [item for item in wanted if item not in found]
        self.differences.append(f"after edit {self.done}, {name}: the server has {more}, and lacks {less}")
        if self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            (self.keep / f"{self.done}_{name}").write_bytes(document.text.encode())


ERROR: Final = re.compile(r"Traceback|\bERROR\b|Error\b")


def parses(text: str) -> bool:
    """Tell whether Python can read a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text.encode())
    except (SyntaxError, ValueError):
        return False
    return True


def shape(items: list[Json]) -> list[Json]:
    """Return of diagnostics what is compared, in an order of its own."""
    kept = [{key: item[key] for key in ("code", "message", "range")} for item in items]
    return sorted(kept, key=str)


def retyped(document: Document, wanted: str) -> Iterator[Json]:
    """Make another text of a document's, by the one edit that does it."""
    text = document.text
    first = 0
    while first < min(len(text), len(wanted)) and text[first] == wanted[first]:
        first += 1
    last = 0
    while last < min(len(text), len(wanted)) - first and text[-1 - last] == wanted[-1 - last]:
        last += 1
    change = document.replace(first, len(text) - last, wanted[first : len(wanted) - last])
    yield change
    if document.text != wanted:  # the edit began or ended inside of a CRLF, where no editor has a place
        document.text = wanted
        yield {"text": wanted}


def resident(process: int) -> float:
    """Return the megabytes of memory that a process has; NaN where nobody can tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return float("nan")
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")), "nan")
    return float(kilobytes) / 1024


if __name__ == "__main__":
    sys.exit(main())
