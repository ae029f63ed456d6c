"""`hublint inspect` on models that the tests write themselves, byte by byte."""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from typing import TYPE_CHECKING

import pytest

from hublint import config, registry, savedmodel
from hublint.cli import main
from hublint.registry import Registry
from hublint.rule import Example, ModelRule, Remark
from tests.cli.conftest import Run
from tests.savedmodel.hdf5_writer import Weights, hdf5
from tests.savedmodel.test_saved_model import ADD_TWO, meta_graph, model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

    Inspect = Callable[..., Run]


class Hasty(ModelRule):
    """A model with a signature called hasty is reported."""

    code = "TST601"
    name = "hasty"
    since = "0.1"
    promise = "takes its time"
    examples = (Example(before=""),)
    references = ("https://example.org/hasty",)

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        for graph in model.graphs:
            yield from (Remark(f"`{name}` is odd") for name in graph.signatures if not name.isprintable())
            if "hasty" in graph.signatures:
                yield Remark(f"a signature is hasty for {str(target()).partition(',')[0]}; wait", "it says so itself")


class Broken(ModelRule):
    """A damaged model is reported."""

    code = "TST602"
    name = "broken"
    since = "0.1"
    promise = "is whole"
    examples = (Example(before=""),)
    references = ()

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        del target
        for damage in model.damage:
            yield Remark(f"`{damage.file}` {damage.reason}")


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Inspect:
    """Return the command, in a folder with the models `quiet` and `hasty`."""
    for name in ("quiet", "hasty"):
        (folder / name).mkdir()
        data = model(meta_graph("serve", **{name: ADD_TWO}))
        (folder / name / "saved_model.pb").write_bytes(data)
    monkeypatch.setattr(registry, "load", lambda *, models: Registry([Hasty(), Broken()] if models else []))
    temporary = folder.parent / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def inspect(*arguments: str) -> Run:
        config.clear_cache()
        capsys.readouterr()
        status = main(["inspect", *arguments])
        assert not list(temporary.iterdir())
        assert not {"tensorflow", "libcst"} & sys.modules.keys() - before
        return Run(status, *capsys.readouterr())

    before = set(sys.modules)
    return inspect


def test_a_model_without_findings(run: Inspect) -> None:
    told = run("quiet")
    assert told == Run(
        0,
        """\
quiet
  TensorFlow 1 SavedModel, written by TensorFlow 2.21.0, 126 bytes in 1 file

  tags          serve
  operations    1 node in the graph and 0 functions

  1 signature
    quiet
      in   input   float32  []
      out  output  float32  []

  variables     none

Nothing found in 1 model.
""",
        "",
    )


def test_findings_and_their_status(run: Inspect) -> None:
    told = run("hasty", "--target", "tf=2.15")
    assert told.status == 1
    assert told.out.endswith(
        """\

  1 finding
    TST601 a signature is hasty for tf=2.15; wait
           = it says so itself

1 finding in 1 model.
"""
    )


def test_rules_that_are_not_asked(run: Inspect, folder: Path) -> None:
    assert run("hasty", "--ignore", "TST601").status == 0
    assert run("hasty", "--select", "TST602").status == 0
    assert run("hasty", "--select", "HUB").status == 2
    (folder / "hublint.toml").write_text('ignore = ["TST601"]\n')
    assert run("hasty").status == 0


def test_a_line_for_each(run: Inspect) -> None:
    told = run("quiet", "hasty", "--output-format", "concise", "--target", "tf=2.21")
    quiet, hasty, finding, end = told.out.splitlines()
    assert quiet.startswith("quiet: TensorFlow 1 SavedModel, written by TensorFlow 2.21.0, ")
    assert hasty.startswith("hasty: ")
    assert finding == "hasty:1:1: TST601 a signature is hasty for tf=2.21; wait"
    assert end == "1 finding in 2 models."


def test_names_that_would_steer_the_terminal(run: Inspect, folder: Path) -> None:
    data = model(meta_graph("serve", **{"\x1b[2J": ADD_TWO}))
    (folder / "quiet" / "saved_model.pb").write_bytes(data)
    for form in ("full", "concise", "json"):
        told = run("quiet", "--output-format", form)
        assert told.status == 1
        assert "\x1b" not in told.out
    assert "TST601 `␛[2J` is odd" in run("quiet", "--output-format", "concise").out


def test_json(run: Inspect) -> None:
    told = run("hasty", "nowhere", "--output-format", "json")
    hasty, nowhere = json.loads(told.out)["models"]
    assert hasty["findings"][0]["url"] == "https://example.org/hasty"
    assert list(hasty["graphs"][0]["signatures"]) == ["hasty"]
    assert nowhere["error"] == "nowhere: no such file or folder"
    assert told.status == 2


def test_what_cannot_be_read_does_not_keep_the_rest_from_being_shown(run: Inspect) -> None:
    told = run("nowhere", "hasty")
    assert told.status == 2
    assert told.err == "hublint: error: nowhere: no such file or folder\n"
    assert "TST601" in told.out
    only = run("nowhere")
    assert (only.status, only.out) == (2, "")


def test_an_archive(run: Inspect, folder: Path) -> None:
    with tarfile.open(folder / "m.tar.gz", "w:gz") as archive:
        archive.add(folder / "hasty", "hasty")
    told = run("m.tar.gz")
    assert told.status == 1
    assert told.out.startswith("m.tar.gz\n  TensorFlow 1 SavedModel")
    assert "\n  note: the model is in hasty\n" in told.out
    refused = run("m.tar.gz", "--unpack-limit", "0")
    assert refused.status == 2
    assert "m.tar.gz: is not unpacked: it holds more than 0 bytes; if you trust it, unpack it yourself" in refused.err


def test_a_file_of_keras(run: Inspect, folder: Path) -> None:
    config_ = {"class_name": "Sequential", "config": {"layers": []}}
    data = hdf5({"model_weights": {"a": Weights(2)}}, {"model_config": json.dumps(config_), "keras_version": "2.15.0"})
    (folder / "m.h5").write_bytes(data)
    told = run("m.h5")
    assert told.status == 0
    assert "HDF5 file of Keras, written by Keras 2.15.0" in told.out
    (folder / "m.h5").write_bytes(data[:-8])
    told = run("m.h5")
    assert told.status == 1
    assert "TST602 `m.h5` is cut off: it has " in told.out


def test_a_handle(run: Inspect, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFHUB_CACHE_DIR", str(folder / "cache"))
    handle = "https://tfhub.dev/google/universal-sentence-encoder/4"
    told = run(handle)
    assert told.status == 2
    assert told.err.startswith(f"hublint: error: {handle}: is not on this machine (looked for ")
    (folder / "cache").mkdir()
    (folder / "hasty").rename(folder / "cache" / "063d866c06683311b44b4992fd46003be952409c")
    told = run(handle)
    assert told.status == 1
    assert told.out.startswith(f"{handle}\n")


def test_a_damaged_model(run: Inspect, folder: Path) -> None:
    (folder / "quiet" / "saved_model.pb").write_bytes(b"<html>")
    told = run("quiet")
    assert told.status == 1
    assert "  damaged model, 6 bytes in 1 file\n  damage: saved_model.pb is damaged or no SavedModel" in told.out


def test_a_model_that_does_not_fit_into_memory(run: Inspect, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(_: Path) -> Contents:
        raise MemoryError

    monkeypatch.setattr(savedmodel, "read_contents", give_up)
    told = run("quiet")
    assert told.status == 2
    assert told.err == "hublint: error: quiet: is too large or too deeply nested to be read (MemoryError)\n"


def test_options_that_make_no_sense(run: Inspect) -> None:
    assert run().status == 2
    assert run("quiet", "--all", "--output-format", "json").err == (
        "hublint: error: --all goes with --output-format full; json has no use for it\n"
    )
    assert "'-1' is no number; give 0 or more" in run("quiet", "--largest", "-1").err
    assert run("quiet", "--level", "native").status == 2


def test_help(run: Inspect) -> None:
    told = run("--help")
    assert told.status == 0
    assert "--unpack-limit" in told.out
    assert "--exclude" not in told.out
