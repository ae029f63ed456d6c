"""The signatures that are shown behind exports and loads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from hublint.lsp import hints
from hublint.lsp.exports import ModelCall
from hublint.lsp.hints import signature_hints
from hublint.lsp.known import Known
from hublint.lsp.verdicts import Place, Verdict
from hublint.savedmodel import Signature, TensorInfo
from hublint.savedmodel.file import read_file
from tests.savedmodel.test_saved_model import ADD_TWO, field, meta_graph, model, shape, signature, tensor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALL = ModelCall("export", "tensorflow.saved_model.save", 10, 50, "out")
SEEN = Signature("", {"x": TensorInfo("", "float32", (None, 784))}, {"y": TensorInfo("", "float32", (None, 10))})
VERDICT = Verdict(Place("export.py", 1), "kept", "verified", signatures={"serving_default": SEEN}, when=1_700_000_000.0)


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    hints.clear_cache()
    yield
    hints.clear_cache()


def write(folder: Path, *graphs: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "saved_model.pb"
    file.write_bytes(model(*graphs))
    return file


def labels(call: ModelCall, known: Known | None, *folders: Path) -> list[str]:
    return [hint.label for hint in signature_hints([call], [known], folders)]


def test_what_was_verified_is_shown_behind_the_call() -> None:
    (hint,) = signature_hints([CALL], [Known(VERDICT)], [])
    assert hint.at == 50
    assert hint.label == " serving_default(x: float32[?, 784]) -> y: float32[?, 10]"
    assert hint.tooltip.startswith("Signature seen when it was verified (2023-11-14 ")
    assert hint.tooltip.endswith("\n\n```\nserving_default(x: float32[?, 784]) -> y: float32[?, 10]\n```")


def test_it_stays_while_only_other_text_changes(tmp_path: Path) -> None:
    assert labels(CALL, Known(VERDICT, text_changed=True), tmp_path) != []
    assert labels(CALL, Known(VERDICT, call_changed=True, text_changed=True), tmp_path) == []


def test_else_the_model_that_lies_there_is_asked(tmp_path: Path) -> None:
    write(tmp_path / "out", meta_graph("serve", serving_default=ADD_TWO))
    (hint,) = signature_hints([CALL], [None], [tmp_path])
    assert hint.label == " serving_default(input: float32[]) -> output: float32[]"
    assert hint.tooltip.startswith(f"Signature of the model in `{tmp_path / 'out'}`, written ")


def test_the_folder_of_the_file_comes_before_that_of_the_workspace(tmp_path: Path) -> None:
    own, workspace = tmp_path / "workspace" / "own", tmp_path / "workspace"
    write(workspace / "out", meta_graph("serve", far=ADD_TWO))
    assert labels(CALL, None, own, workspace) == [" far(input: float32[]) -> output: float32[]"]
    write(own / "out", meta_graph("serve", near=ADD_TWO))
    assert labels(CALL, None, own, workspace) == [" near(input: float32[]) -> output: float32[]"]


def test_of_several_signatures_the_default_is_shown_and_all_are_told(tmp_path: Path) -> None:
    two = signature({"b": tensor(1, shape(-1, 2)), "a": tensor(9, shape(-1))}, {"p": tensor(1, shape()), "q": b""})
    write(tmp_path / "out", meta_graph("serve", another=two, serving_default=ADD_TWO, zebra=ADD_TWO))
    (hint,) = signature_hints([CALL], [None], [tmp_path])
    assert hint.label == " serving_default(input: float32[]) -> output: float32[] +2 more"
    assert hint.tooltip.startswith("3 signatures of ")
    assert "another(a: int64[?], b: float32[?, 2]) -> (p: float32[], q: " in hint.tooltip
    assert "zebra(" in hint.tooltip


def test_a_long_signature_is_cut(tmp_path: Path) -> None:
    inputs = {f"feature_number_{number}": tensor(1, shape(-1, 1)) for number in range(30)}
    write(tmp_path / "out", meta_graph("serve", serving_default=signature(inputs, {})))
    (label,) = labels(CALL, None, tmp_path)
    assert len(label) == 122
    assert label.endswith("…")


def test_names_cannot_mark_anything_up_or_steer_the_editor(tmp_path: Path) -> None:
    evil = signature({"x``` [click](command:evil)\n\x1b": tensor(1, shape())}, {})
    write(tmp_path / "out", meta_graph("serve", serving_default=evil))
    (hint,) = signature_hints([CALL], [None], [tmp_path])
    assert "\n" not in hint.label
    assert "\x1b" not in hint.label + hint.tooltip
    head, _, block = hint.tooltip.partition("\n\n")
    assert "click" not in head
    assert block.startswith("````\n")
    assert block.endswith("\n````")


def test_an_estimator_s_newest_export_is_meant(tmp_path: Path) -> None:
    write(tmp_path / "out" / "1700000001", meta_graph("serve", newer=ADD_TWO))
    write(tmp_path / "out" / "999", meta_graph("serve", older=ADD_TWO))
    (tmp_path / "out" / "temp-1700000002").mkdir()
    assert labels(CALL, None, tmp_path) == [" newer(input: float32[]) -> output: float32[]"]


def test_a_model_is_read_once_until_it_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "out", meta_graph("serve", first=ADD_TWO))
    read: list[Path] = []

    def count(file: Path, *, most: int) -> bytes:
        read.append(file)
        return read_file(file, most=most)

    monkeypatch.setattr(hints, "read_file", count)
    for _ in range(3):
        assert labels(CALL, None, tmp_path) == [" first(input: float32[]) -> output: float32[]"]
    write(tmp_path / "out", meta_graph("serve", second=ADD_TWO))
    os.utime(file, ns=(1, 1))
    assert labels(CALL, None, tmp_path) == [" second(input: float32[]) -> output: float32[]"]
    assert len(read) == 2


@pytest.mark.parametrize(
    "path",
    ["gs://bucket/out", "https://tfhub.dev/a/b/1", "//server/share", "\\\\server\\share", "a\0b", "", "x" * 5000, "~"],
)
def test_what_is_not_on_this_machine_is_not_asked_for(path: str, tmp_path: Path) -> None:
    assert labels(CALL._replace(path=path), None, tmp_path) == []


def test_what_cannot_be_read_has_no_hint(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert labels(CALL, None, tmp_path) == []
    (tmp_path / "out" / "saved_model.pb").write_bytes(b"<html>")
    assert labels(CALL, None, tmp_path) == []
    (tmp_path / "out" / "saved_model.pb").unlink()
    (tmp_path / "out" / "saved_model.pbtxt").write_bytes(b"")
    assert labels(CALL, None, tmp_path) == []
    write(tmp_path / "out", meta_graph("serve"))
    assert labels(CALL, None, tmp_path) == []


def test_a_huge_model_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "_LARGEST_MODEL", 10)
    write(tmp_path / "out", meta_graph("serve", first=ADD_TWO))
    assert labels(CALL, None, tmp_path) == []


def test_one_made_to_take_long_is_given_up_and_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", meta_graph("serve", serving_default=ADD_TWO) + field(9, "a") * 2_000_000)
    assert labels(CALL, None, tmp_path) == []
    monkeypatch.setattr(hints, "read_file", None)
    assert labels(CALL, None, tmp_path) == []


def test_models_are_looked_up_for_so_long_and_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", meta_graph("serve", first=ADD_TWO))
    monkeypatch.setattr(hints, "_LONGEST", -1.0)
    assert labels(CALL, None, tmp_path) == []
    assert labels(CALL, Known(VERDICT), tmp_path) != []


def test_a_shape_of_unknown_rank_and_a_sparse_tensor_are_told() -> None:
    inputs = {"a": TensorInfo("", "string", None), "b": TensorInfo("", "int64", (None,), "sparse")}
    verdict = VERDICT._replace(signatures={"f": Signature("", inputs, {})})
    assert labels(CALL, Known(verdict)) == [" f(a: string[...], b: sparse int64[?])"]
