from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from hublint.incremental import Incremental
from hublint.lsp.documents import Document, Documents, difference
from hublint.lsp.server import Server
from hublint.registry import load
from hublint.target import parse_target

if TYPE_CHECKING:
    from hublint.rule import Finding

TEXTS = st.text(st.sampled_from("ab\né😀🎈\r"), max_size=12)


def whole(text: str) -> types.TextDocumentContentChangeWholeDocument:
    return types.TextDocumentContentChangeWholeDocument(text)


def places(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(finding.code, finding.start) for finding in findings]


@given(TEXTS, TEXTS)
def test_the_difference_of_two_texts_makes_the_one_into_the_other_and_parts_no_character(old: str, new: str) -> None:
    before, after = old.encode(), new.encode()
    start, end, replacement = difference(before, after)
    assert before[:start] + replacement + before[end:] == after
    for part in (before[:start], before[start:end], replacement, before[end:]):
        part.decode()


def test_the_difference_leaves_out_what_both_texts_begin_and_end_with() -> None:
    assert difference("a = '😀'; b".encode(), "a = '😁'; b".encode()) == (5, 9, "😁".encode())
    assert difference(b"one\nthree\n", b"one\ntwo\nthree\n") == (5, 5, b"wo\nt")


def test_a_whole_text_that_is_sent_again_is_no_edit() -> None:
    document = Document("file:///a.ipynb", "x = 1\n")
    document.apply_change(whole("x = 1\n"))
    assert document.take_replaced() == []


def test_findings_stay_while_an_editor_that_sends_the_whole_text_on_every_key_types_a_line() -> None:
    # JupyterLab does; nothing of a text that does not parse is found anew.
    head, tail = "import tensorflow as tf\n", "\n\nx = tf.to_float(3)\n"
    document = Document("file:///a.ipynb", head + tail)
    known = Incremental(
        document.text.utf8, load(), filename="a.ipynb", path=None, target=lambda: parse_target("tf=2.21")
    )
    assert known.settle(known.judge())
    (finding,) = known.findings
    for typed in ("u", "u =", "u = tf.", "u = tf.log("):
        document.apply_change(whole(head + typed + tail))
        for edit in document.take_replaced():
            known.edit(*edit)
        known.settle(known.judge())
        assert (finding.code, finding.start + len(typed)) in places(known.findings)


def begun(root: str | None = None, folders: list[str] | None = None) -> Server:
    server = Server()
    server.protocol._workspace = Documents(None, types.TextDocumentSyncKind.Incremental, [])
    given = None if folders is None else [types.WorkspaceFolder(uri, "a") for uri in folders]
    server.begin(types.InitializeParams(types.ClientCapabilities(), root_uri=root, workspace_folders=given))
    return server


@pytest.mark.parametrize(
    "uri",
    [
        "file:///home/me/my%20models/a.py",
        "file:///c%3A/models/a.py",
        "file:///home/me/50%25%23/gr%C3%B6%C3%9Fe.py",
        "vscode-notebook-cell://127.0.0.1/a.ipynb#W1sdnNjb2RlLXJlbW90ZQ%3D%3D",
    ],
)
def test_a_document_is_found_by_the_uri_that_the_editor_wrote(uri: str) -> None:
    server = begun()
    server.workspace.put_text_document(types.TextDocumentItem(uri, "python", 1, "x = 1\n"))
    document = server.document(uri)
    assert document is not None
    assert (document.uri, document.source) == (uri, "x = 1\n")


@pytest.mark.skipif(os.name == "nt", reason="a path without a drive")
def test_a_folder_is_known_by_the_uri_that_the_editor_wrote_and_by_its_path() -> None:
    uri = "file:///home/me/50%25%23%20done"
    assert begun(folders=[uri]).folders == {uri: Path("/home/me/50%# done")}


@pytest.mark.skipif(os.name == "nt", reason="a path without a drive")
def test_the_root_is_the_folder_of_an_editor_that_knows_of_no_others() -> None:
    assert begun("file:///home/me/models").folders == {"file:///home/me/models": Path("/home/me/models")}
    assert begun("file:///a", []).folders == {"file:///a": Path("/a")}
    assert begun("file:///a", ["file:///b"]).folders == {"file:///b": Path("/b")}
    assert begun().folders == {}


def test_edits_of_what_is_not_open_are_no_errors() -> None:
    # VS Code closes an untitled document that is thrown away, and then tells that its text has gone.
    workspace = begun().workspace
    gone = types.VersionedTextDocumentIdentifier(2, "untitled:Untitled-1")
    workspace.update_text_document(gone, whole(""))
    notebook = types.VersionedNotebookDocumentIdentifier(2, "file:///a.ipynb")
    workspace.update_notebook_document(
        types.DidChangeNotebookDocumentParams(notebook, types.NotebookDocumentChangeEvent())
    )
    assert not workspace.text_documents
    assert not workspace.notebook_documents
