"""What rules say of TensorFlow is run: a bad program shows the error that its rule speaks of, its cure does not.

A claim is a file `run_cases_claims/HUB305/<what_it_shows>.py`:

    # Why this claim exists, in a sentence or two.
    # on: 2.15, 2.21, legacy
    # target: purpose=serve
    # model: tf1_text https://tfhub.dev/google/universal-sentence-encoder/2
    # raises: ValueError: Setting hub.KerasLayer.trainable = True is unsupported

    import tensorflow_hub as hub
    ...

    # --- then
    (a second program, which runs in a process of its own in the same folder)

    # --- right
    (the program that a person writes who does what the message says, where the rule has no fix)

`on` names the runtimes; `legacy` is TensorFlow 2.21 with Keras 2. `model` puts one of `stand_ins` into the folder or,
for an address, into the cache that tensorflow_hub looks into. `raises` is what the last line of the program's output
contains and the exit status is not 0; `prints` is what the output contains although it is wrong, and then `right
prints` what it should. `raises[2.15]` and the like speak of one runtime alone. `with` names further rules whose fixes
the cure needs, `fresh` asks for a Python of its own that has imported nothing, for what happens at import.
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from hublint import engine, registry
from hublint.target import parse_target
from tests.rules.program_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
CLAIMS = HERE / "run_cases_claims"
FILES = sorted(CLAIMS.glob("*/*.py"))
REGISTRY = registry.load()

# What a rule says that no program can show; every other rule of the two families needs a claim.
UNCLAIMED: Final = {
    "HUB308": "that Kaggle answers for tfhub.dev, and when it did not, is not to be seen without a network",
    "HUB351": "what is imported depends on what is installed: test_requirements.py asks pip",
    "HUB352": "nothing can be run of what cannot be installed: test_requirements.py asks pip",
    "HUB431": "TensorFlow Serving is a server that no package index has",
}

TARGETS: Final = {"2.15": "tf=2.15", "2.21": "tf=2.21", "legacy": "tf=2.21,keras=tf_keras"}
VARIABLES: Final = {"legacy": {"TF_USE_LEGACY_KERAS": "1"}}

_OPTION = re.compile(r"# (on|target|model|raises|prints|right prints|with|fresh)(?:\[([\w.]+)\])?(?:: ?(.*))?$")


class Claim(NamedTuple):
    """A claim as its file tells it; `programs` and `right` run one after the other."""

    code: str
    options: dict[str, list[tuple[str, str]]]
    text: str
    right: str | None

    def option(self, name: str, runtime: str) -> list[str]:
        """Return the values of an option that hold for a runtime; those that name it replace the others."""
        given = self.options.get(name, [])
        own = [value for only, value in given if only == runtime]
        return own or [value for only, value in given if not only]

    @property
    def runtimes(self) -> list[str]:
        """The runtimes that the claim is about."""
        return re.findall(r"[\w.]+", " ".join(value for _, value in self.options["on"]))


def read(path: Path) -> Claim:
    """Return what a file claims."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    options: dict[str, list[tuple[str, str]]] = {}
    for line in lines[:head]:
        if option := _OPTION.match(line.rstrip()):
            options.setdefault(option[1], []).append((option[2] or "", option[3] or ""))
    pieces = re.split(r"^# --- right\n", "".join(lines[head:]), flags=re.MULTILINE)
    return Claim(path.parent.name, options, pieces[0], pieces[1] if len(pieces) > 1 else None)


def parts(text: str) -> list[str]:
    """Return the programs of a text, which run one after the other."""
    return re.split(r"^# --- then\n", text, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def newest() -> Iterator[Server]:
    server = Server(sys.executable)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def legacy() -> Iterator[Server]:
    # Set in a fork, the switch would come too late for what TensorFlow looks up when it is imported, see HUB311.
    server = Server(sys.executable, VARIABLES["legacy"])
    yield server
    server.stop()


@pytest.fixture(scope="module")
def older(python_215: Path) -> Iterator[Server]:
    server = Server(python_215)
    yield server
    server.stop()


def marked(runtimes: set[str]) -> list[object]:
    return [
        pytest.param(path, runtime, id=f"{path.parent.name}-{path.stem}-{runtime}")
        for path in FILES
        for runtime in read(path).runtimes
        if runtime in runtimes
    ]


def test_every_rule_of_the_two_families_has_a_claim() -> None:
    rules = {rule.code for rule in REGISTRY.rules if rule.code.startswith(("HUB3", "HUB4"))}
    claimed = {path.parent.name for path in FILES} | {"HUB401"}  # `test_keras_run.py` runs HUB401's
    assert rules - claimed == set(UNCLAIMED)


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_it_is_reported_and_cured(path: Path) -> None:
    claim = read(path)
    assert claim.code in REGISTRY.by_code
    assert set(claim.runtimes) <= set(TARGETS)
    for runtime in claim.runtimes:
        assert bool(claim.option("raises", runtime)) != bool(claim.option("prints", runtime)), "one of the two"
        assert claim.code in found(claim, claim.text, runtime), f"{claim.code} reports nothing for {runtime}"
        assert claim.code not in found(claim, cured(claim, runtime), runtime), f"the cure is reported for {runtime}"


@pytest.mark.tensorflow
@pytest.mark.parametrize(("path", "runtime"), marked({"2.21"}))
def test_it_holds(path: Path, runtime: str, newest: Server, tmp_path: Path) -> None:
    check_holds(read(path), runtime, newest, tmp_path)


@pytest.mark.tensorflow
@pytest.mark.parametrize(("path", "runtime"), marked({"legacy"}))
def test_it_holds_with_keras_2(path: Path, runtime: str, legacy: Server, tmp_path: Path) -> None:
    check_holds(read(path), runtime, legacy, tmp_path)


@pytest.mark.tf215
@pytest.mark.parametrize(("path", "runtime"), marked({"2.15"}))
def test_it_holds_on_215(path: Path, runtime: str, older: Server, tmp_path: Path) -> None:
    check_holds(read(path), runtime, older, tmp_path)


def found(claim: Claim, text: str, runtime: str) -> set[str]:
    """Return the codes that are reported for a text."""
    target = parse_target(",".join([TARGETS[runtime], *claim.option("target", runtime)]))
    return {
        finding.code
        for part in parts(text)
        for finding in engine.check(part.encode(), REGISTRY, target=lambda: target).findings
    }


def cured(claim: Claim, runtime: str) -> str:
    """Return the program as the rule's fix or, where it has none, a person writes it."""
    if claim.right is not None:
        return claim.right
    chosen = REGISTRY.select([claim.code, *" ".join(claim.option("with", runtime)).split()], ())
    target = parse_target(",".join([TARGETS[runtime], *claim.option("target", runtime)]))
    fixed = [engine.fix(part.encode(), chosen, target=lambda: target, unsafe=True) for part in parts(claim.text)]
    text = "# --- then\n".join(each.data.decode() for each in fixed)
    assert text != claim.text, f"{claim.code} fixes nothing for {runtime}, and there is no right program"
    return text


def check_holds(claim: Claim, runtime: str, server: Server, folder: Path) -> None:
    """Run a claim's program and its cure on a runtime."""
    status, output = ran(claim, claim.text, runtime, server, folder / "before")
    last = output.rstrip().rpartition("\n")[2] if status else output
    for text in claim.option("raises", runtime):
        assert status != 0, f"nothing is raised:\n{output}"
        assert text in output[-4000:], f"something else is raised, {last!r}:\n{output[-4000:]}"
    for text in claim.option("prints", runtime):
        assert status == 0, output
        assert text in output, output
    cure = cured(claim, runtime)
    status, output = ran(claim, cure, runtime, server, folder / "after")
    assert status == 0, f"{cure}\n{output[-4000:]}"
    for text in claim.option("right prints", runtime):
        assert text in output, f"{cure}\n{output}"
    for text in claim.option("prints", runtime):
        assert text not in output, f"{cure}\n{output}"


def ran(claim: Claim, text: str, runtime: str, server: Server, folder: Path) -> tuple[int, str]:
    """Run the programs of a text one after the other in a folder, up to the first that fails."""
    folder.mkdir()
    cache = folder / "cache"
    variables = {"TFHUB_CACHE_DIR": str(cache), **VARIABLES.get(runtime, {})}
    for model in claim.option("model", runtime):
        kind, _, place = model.partition(" ")
        address = place.startswith("http")
        made = cache / hashlib.sha1(place.encode()).hexdigest() if address else folder / place  # noqa: S324  (as hub does)
        status, output = server.run([str(HERE / "stand_ins.py"), kind, [str(made)]], folder, {})
        assert status == 0, output
    status, output = 0, ""
    for number, part in enumerate(parts(text)):
        program = folder / f"program{number or ''}.py"
        program.write_text(part, encoding="utf-8")
        runs = server.run_fresh if "fresh" in claim.options else server.run
        status, output = runs(str(program), folder, variables)
        if status:
            break
    return status, output
