"""What rules say of models is run: the first program of an example exports a model that is reported, the second not."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from hublint import registry
from hublint.inspection import Place, Verdict, inspect
from hublint.registry import Registry
from hublint.rule import ModelRule
from hublint.savedmodel import read_contents
from hublint.target import parse_target
from hublint.verify.probing import observe
from hublint.verify.session import ModelServer, Workshop
from tests.rules.program_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Example

REGISTRY = registry.load()
MODELS = ("model", "model.keras", "model.h5")
RUNTIMES = ("tf=2.15", "tf=2.21")


class Runtime(NamedTuple):
    """A TensorFlow: what runs programs, what loads their models, and how it is named as a target."""

    programs: Server
    models: ModelServer
    target: str


@pytest.fixture(scope="module")
def newest() -> Iterator[Runtime]:
    yield from runtime(Path(sys.executable), "tf=2.21")


@pytest.fixture(scope="module")
def older(python_215: Path) -> Iterator[Runtime]:
    yield from runtime(python_215, "tf=2.15")


def runtime(python: Path, target: str) -> Iterator[Runtime]:
    """Yield a TensorFlow that stays for all tests, and end it."""
    programs = Server(python)
    with tempfile.TemporaryDirectory() as scratch:
        # Two devices, so that a model which insists on the other one is seen to.
        models = ModelServer(Workshop(Path(scratch), python, timeout=120.0, logical_cpus=2))
        try:
            yield Runtime(programs, models, target)
        finally:
            models.close()
            programs.stop()


def examples(release: str) -> list[object]:
    """Return the examples that a release is to run."""
    return [
        pytest.param(rule, example, id=f"{rule.code}-{at}")
        for rule in REGISTRY.rules
        if isinstance(rule, ModelRule)
        for at, example in enumerate(rule.examples, 1)
        if example.target is None or not example.target.startswith("tf=") or example.target.startswith(release)
    ]


@pytest.mark.tensorflow
@pytest.mark.parametrize(("rule", "example"), examples("tf=2.21"))
def test_an_example_breaks_its_promise_and_keeps_it(
    rule: ModelRule, example: Example, newest: Runtime, tmp_path: Path
) -> None:
    check(rule, example, newest, tmp_path)


@pytest.mark.tf215
@pytest.mark.parametrize(("rule", "example"), examples("tf=2.15"))
def test_an_example_does_so_on_215(rule: ModelRule, example: Example, older: Runtime, tmp_path: Path) -> None:
    check(rule, example, older, tmp_path)


def check(rule: ModelRule, example: Example, runtime: Runtime, folder: Path) -> None:
    """Export both models of an example and judge them by all rules."""
    assert example.after is not None
    target = example.target or runtime.target
    broken = judged(rule, example.before, target, runtime, folder / "before")
    found = [finding for finding in broken.findings if finding.code == rule.code]
    assert found, f"nothing is reported, but {[finding.code for finding in broken.findings]}"
    assert len(found) == len(set(found))
    for finding in found:
        assert len(finding.message.splitlines()) == 1
        assert "; " in finding.message, "what is wrong; what to do"
    kept = judged(rule, example.after, target, runtime, folder / "after")
    assert not [finding for finding in kept.findings if finding.code == rule.code]
    promise = next(one for one in kept.promises if one.code == rule.code)
    assert False not in promise.kept
    assert True in promise.kept, "nothing was tried that shows that the promise is kept"


def judged(rule: ModelRule, program: str, target: str, runtime: Runtime, folder: Path) -> Verdict:
    """Run a program and return what the rules say of the model that it exports.

    The model is run too if the rule has something to say about that.
    """
    folder.mkdir()
    script = folder / "program.py"
    script.write_text(program, encoding="utf-8")
    status, output = runtime.programs.run(str(script), folder, {})
    assert status == 0, f"{program}\n{output[-4000:]}"
    path = next(folder / name for name in MODELS if (folder / name).exists())
    model = read_contents(path)
    behaviours = []
    if type(rule).check_behaviour is not ModelRule.check_behaviour:
        graph = model.serving()
        behaviours = [observe(runtime.models, path, tags=graph.tags if graph is not None else frozenset())]
    # Alone, because what another rule has said already is not said again.
    return inspect(Registry([rule]), model, behaviours, place=Place("model"), target=lambda: parse_target(target))
