"""What may be named as a model, and what is said of what is none."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from hublint.savedmodel import SavedModelError
from hublint.savedmodel.archive import Limits
from hublint.savedmodel.hub_cache import is_handle
from hublint.savedmodel.targets import OpenedTarget, open_target
from tests.savedmodel.bundle_writer import index

HANDLE = "https://tfhub.dev/google/universal-sentence-encoder/4"
ENTRY = "063d866c06683311b44b4992fd46003be952409c"  # a name known from many error messages
MOVENET = (
    "https://www.kaggle.com/models/google/movenet/frameworks/TensorFlow2/variations/singlepose-lightning/versions/4"
)
INDEX = index(1, (0, 4))


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache of tensorflow_hub, beside an empty one of kagglehub, `kaggle`."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("TFHUB_CACHE_DIR", str(folder))
    monkeypatch.setenv("KAGGLEHUB_CACHE", str(tmp_path / "kaggle"))
    return folder


def model(folder: Path, *more: str) -> Path:
    """Make what looks like a SavedModel to whoever does not read it."""
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"pb")
    (folder / "variables" / "variables.index").write_bytes(INDEX)
    (folder / "variables" / "variables.data-00000-of-00001").write_bytes(b"data")
    for name in more:
        (folder / name).write_bytes(b"")
    return folder


def refused(target: str | Path, scratch: Path, limits: Limits | None = None) -> str:
    with pytest.raises(SavedModelError) as caught:
        open_target(target, scratch, limits)
    text = str(caught.value)
    assert text.startswith(f"{target}: ")
    assert "\n" not in text
    return text.removeprefix(f"{target}: ")


class TestPaths:
    def test_the_folder_of_a_saved_model(self, tmp_path: Path, scratch: Path) -> None:
        folder = model(tmp_path / "m")
        assert open_target(folder, scratch) == OpenedTarget("saved-model", folder, str(folder))
        assert open_target(f"{folder}/", scratch).path == folder

    def test_the_folder_of_a_module_of_tensorflow_1(self, tmp_path: Path, scratch: Path) -> None:
        assert open_target(model(tmp_path / "m", "tfhub_module.pb"), scratch).kind == "tf1-hub"

    @pytest.mark.parametrize(
        ("name", "data", "kind"),
        [
            ("m.keras", b"PK\x03\x04", "keras-zip"),
            ("m.keras", b"\x89HDF\r\n\x1a\n", "keras-hdf5"),
            ("m.keras", b"", "keras-zip"),
            ("m.h5", b"\x89HDF\r\n\x1a\n", "keras-hdf5"),
            ("m.HDF5", b"<html>", "keras-hdf5"),
            ("model", b"\x89HDF\r\n\x1a\n", "keras-hdf5"),  # Keras 1.15's `save("model")` in graph mode
        ],
    )
    def test_files_of_keras(self, tmp_path: Path, scratch: Path, name: str, data: bytes, kind: str) -> None:
        path = tmp_path / name
        path.write_bytes(data)
        assert open_target(path, scratch) == (kind, path, str(path), ())

    def test_what_is_no_model(self, tmp_path: Path, scratch: Path) -> None:
        folder = model(tmp_path / "export" / "1700000000")
        model(tmp_path / "export" / "1700000001")
        text = tmp_path / "a.txt"
        text.write_text("a")
        empty = tmp_path / "empty"
        empty.mkdir()
        lost = tmp_path / "lost"
        lost.symlink_to(tmp_path / "nowhere")
        no_model = "holds no saved_model.pb; name the folder of a SavedModel"
        assert refused(tmp_path / "no", scratch) == "no such file or folder"
        assert refused(empty, scratch) == no_model
        assert refused(lost, scratch).startswith("is a link that leads nowhere")
        assert refused(text, scratch).startswith("is no model; name the folder of a SavedModel, a .keras or .h5 file")
        assert refused(folder / "saved_model.pb", scratch) == f"is one file of a model; name its folder, {folder}"
        assert refused(folder / "variables", scratch).endswith(f"name the folder that it is in, {folder}")
        second = folder.with_name("1700000001")
        assert refused(folder.parent, scratch) == f"holds no saved_model.pb; did you mean {folder} or {second}?"
        assert refused("a\0b", scratch) in {"no such file or folder", "cannot be read: embedded null byte"}
        assert refused("/dev/null", scratch) == "is neither a file nor a folder"


class TestArchives:
    def pack(self, tmp_path: Path, *names: str) -> Path:
        path = tmp_path / "model.tar.gz"
        with tarfile.open(path, "w:gz") as archive:
            for name in names:
                archive.add(tmp_path / name, arcname=name)
        return path

    def test_a_model_at_the_top(self, tmp_path: Path, scratch: Path) -> None:
        folder = model(tmp_path / "m", "tfhub_module.pb")
        path = tmp_path / "m.tgz"
        with tarfile.open(path, "w:gz") as archive:
            archive.add(folder, arcname=".")
        opened = open_target(path, scratch)
        assert opened == OpenedTarget("tf1-hub", scratch / "unpacked-0", str(path))
        assert (opened.path / "variables" / "variables.index").read_bytes() == INDEX
        assert open_target(path, scratch).path == scratch / "unpacked-1"

    def test_a_model_one_folder_down(self, tmp_path: Path, scratch: Path) -> None:
        model(tmp_path / "m")
        opened = open_target(self.pack(tmp_path, "m"), scratch)
        assert (opened.kind, opened.path) == ("saved-model", scratch / "unpacked-0" / "m")
        assert opened.notes == ("the model is in m",)

    def test_a_file_of_keras(self, tmp_path: Path, scratch: Path) -> None:
        path = tmp_path / "m.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("m/model.h5", b"\x89HDF\r\n\x1a\n")
            archive.writestr("m/README", b"")
            archive.writestr("__MACOSX/._model.h5", b"")
            archive.writestr("m/._model.h5", b"")
        opened = open_target(path, scratch)
        assert (opened.kind, opened.notes) == ("keras-hdf5", ("the model is in m/model.h5",))

    def test_none_and_several(self, tmp_path: Path, scratch: Path) -> None:
        for name in ("a", "b"):
            model(tmp_path / name)
        assert (
            refused(self.pack(tmp_path, "a", "b"), scratch) == "holds 2 models (a, b); unpack it and name one of them"
        )
        (tmp_path / "c").mkdir()
        (tmp_path / "c" / "read\x1bme").write_bytes(b"")
        assert refused(self.pack(tmp_path, "c"), scratch).startswith("holds no model, neither at its top nor one")

    def test_weights_alone_are_no_model(self, tmp_path: Path, scratch: Path) -> None:
        # As the presets of KerasHub are, and what Keras 3 saves with zipped=False.
        folder = tmp_path / "preset"
        folder.mkdir()
        for name in ("config.json", "metadata.json", "model.weights.h5"):
            (folder / name).write_bytes(b"")
        alone = "its model.weights.h5 is weights alone: build the model in Keras, load them, and save it as .keras or"
        assert f"holds no saved_model.pb; {alone}" in refused(folder, scratch)
        archive = self.pack(tmp_path, "preset")
        assert f"holds no model, neither at its top nor one folder further down; {alone}" in refused(archive, scratch)
        (folder / "model.keras").write_bytes(b"PK\x03\x04")
        assert open_target(self.pack(tmp_path, "preset"), scratch).path.name == "model.keras"

    def test_limits(self, tmp_path: Path, scratch: Path) -> None:
        model(tmp_path / "m")
        assert "more than 2 members" in refused(self.pack(tmp_path, "m"), scratch, Limits(files=2))


class TestHandles:
    @pytest.mark.parametrize(
        ("text", "is_one"),
        [
            (HANDLE, True),
            ("HTTP://example.com/m.tar.gz", True),
            ("google/movenet/tensorFlow2/singlepose-lightning", True),
            ("google/movenet/TensorFlow2/singlepose-lightning/4", True),
            ("keras/bert/keras/bert_base_en", True),
            ("a/b/c/d", False),
            ("model", False),
            ("google/movenet/tensorFlow2/../x", False),
            ("../b/keras/d", False),
        ],
    )
    def test_what_is_one(self, text: str, is_one: bool) -> None:
        assert is_handle(text) == is_one

    def test_a_path_comes_first(self, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        model(tmp_path / "a" / "b" / "keras" / "d")
        assert open_target("a/b/keras/d", scratch).path == Path("a/b/keras/d")
        assert refused("a/b/keras/e", scratch).startswith("no such file or folder, and no model of this handle on this")

    def test_a_model_in_the_cache(self, cache: Path, scratch: Path) -> None:
        folder = model(cache / ENTRY)
        (cache / f"{ENTRY}.descriptor.txt").write_text(f"Module: {HANDLE}\nDownload Time: 2026\nDownloader Hostname: h")
        assert open_target(HANDLE, scratch) == ("saved-model", folder, HANDLE, ())

    def test_the_name_of_an_entry(self) -> None:
        assert hashlib.sha1(HANDLE.encode(), usedforsecurity=False).hexdigest() == ENTRY

    def test_the_default_cache(self, tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TFHUB_CACHE_DIR", raising=False)
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        folder = model(tmp_path / "tfhub_modules" / ENTRY)
        assert open_target(HANDLE, scratch).path == folder

    def test_not_in_the_cache(self, cache: Path, scratch: Path) -> None:
        assert refused(HANDLE, scratch) == (
            f"is not on this machine (looked for {cache / ENTRY} (TFHUB_CACHE_DIR)); download it with "
            f'tensorflow_hub.resolve("{HANDLE}"), or set TFHUB_CACHE_DIR to the cache that it was downloaded to'
        )

    def test_an_entry_without_a_descriptor_or_with_another_ones(self, cache: Path, scratch: Path) -> None:
        model(cache / ENTRY)
        (note,) = open_target(HANDLE, scratch).notes
        assert note.startswith(f"{ENTRY}.descriptor.txt is missing")
        (cache / f"{ENTRY}.descriptor.txt").write_text("Module: https://tfhub.dev/other\x1b[2J/1\nDownload Time: 2026")
        (note,) = open_target(HANDLE, scratch).notes
        assert note == f"{ENTRY}.descriptor.txt says that this is https://tfhub.dev/other�[2J/1"

    def test_an_empty_entry(self, cache: Path, scratch: Path) -> None:
        (cache / ENTRY).mkdir()
        assert refused(HANDLE, scratch).startswith(f"{cache / ENTRY} is empty, as an interrupted download leaves it;")

    def test_an_entry_that_was_cleaned_up(self, cache: Path, scratch: Path) -> None:
        (model(cache / ENTRY) / "saved_model.pb").unlink()
        text = refused(HANDLE, scratch)
        assert text.startswith(f"{cache / ENTRY} holds no saved_model.pb but variables, which is what remains")
        assert text.endswith(f'delete that folder and download it again with tensorflow_hub.resolve("{HANDLE}")')

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("variables.index", "variables.index cannot be read: No such file or directory"),
            ("variables.data-00000-of-00001", "variables.data-00000-of-00001 is missing"),
        ],
    )
    def test_an_entry_without_variables(self, cache: Path, scratch: Path, name: str, told: str) -> None:
        (model(cache / ENTRY) / "variables" / name).unlink()
        again = f'delete that folder and download it again with tensorflow_hub.resolve("{HANDLE}")'
        assert refused(HANDLE, scratch) == f"{cache / ENTRY / 'variables'}/{told}; {again}"

    def test_an_entry_whose_variables_are_cut_off(self, cache: Path, scratch: Path) -> None:
        folder = model(cache / ENTRY) / "variables"
        (folder / "variables.data-00000-of-00001").write_bytes(b"dat")
        assert "variables.data-00000-of-00001 is cut off: it has 3 bytes of 4;" in refused(HANDLE, scratch)
        (folder / "variables.index").write_bytes(INDEX[:-1])
        assert "variables.index is cut off or no table" in refused(HANDLE, scratch)

    def test_an_entry_that_lacks_one_of_many_shards(self, cache: Path, scratch: Path) -> None:
        folder = model(cache / ENTRY) / "variables"
        (folder / "variables.index").write_bytes(index(3, (0, 4), (1, 4), (2, 4)))
        (folder / "variables.data-00000-of-00001").rename(folder / "variables.data-00001-of-00003")
        (folder / "variables.data-00000-of-00003").write_bytes(b"data")
        assert "variables.data-00002-of-00003 is missing;" in refused(HANDLE, scratch)

    def test_an_entry_whose_variables_are_an_empty_folder(self, cache: Path, scratch: Path) -> None:
        for path in (model(cache / ENTRY) / "variables").iterdir():
            path.unlink()
        assert open_target(HANDLE, scratch).path == cache / ENTRY

    def test_a_download_by_a_process_that_is_gone(self, cache: Path, scratch: Path) -> None:
        gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        number = int(gone.stdout)
        lock = cache / f"{ENTRY}.lock"
        lock.write_text(f"{socket.gethostname()}.{number}.0123abcd")
        two_hours_ago = time.time() - 7300
        os.utime(lock, (two_hours_ago, two_hours_ago))
        rest = cache / f"{ENTRY}.0123abcd.tmp"
        (rest / "variables").mkdir(parents=True)
        (rest / "variables" / "x").write_bytes(bytes(1234))
        assert refused(HANDLE, scratch) == (
            f"its download has not ended: {lock} was made by process {number} on {socket.gethostname()} 2 hours ago, "
            f"which does not run any more; delete it, or else the next download waits ten minutes for it; {rest.name} "
            f"holds the 1,234 bytes that it has so far"
        )
        lock.unlink()
        assert refused(HANDLE, scratch).startswith(f"its download was interrupted and left {rest} behind; delete that")

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ("HERE.RUNNING.0123abcd", "and a process of that number is running; wait for it"),
            (
                "other.example.com.17.0123abcd",
                "process 17 on other.example.com less than a minute ago; delete it if that",
            ),
            (f"HERE.{10**9 - 1}.0", "which does not run any more"),
            ("\x1b[2J", "does not say which process made it"),
            ("", "does not say which process made it"),
        ],
    )
    def test_other_locks(self, cache: Path, scratch: Path, said: str, told: str) -> None:
        said = said.replace("HERE", socket.gethostname()).replace("RUNNING", str(os.getpid()))
        (cache / f"{ENTRY}.lock").write_text(said)
        (cache / ENTRY).mkdir()
        text = refused(HANDLE, scratch)
        assert told in text
        assert text.isprintable()

    def test_what_a_download_left_beside_a_whole_entry(self, cache: Path, scratch: Path) -> None:
        model(cache / ENTRY)
        (cache / f"{ENTRY}.descriptor.txt").write_text(f"Module: {HANDLE}")
        (cache / f"{ENTRY}.lock").write_text("other.17.0123abcd")
        (cache / f"{ENTRY}.0123abcd.tmp").mkdir()
        lock, rest = open_target(HANDLE, scratch).notes
        assert lock.startswith(f"{ENTRY}.lock has been left behind (was made by process 17 on other")
        assert rest == f"{ENTRY}.0123abcd.tmp has been left behind by a download; it can be deleted"


class TestKaggle:
    def entry(self, cache: Path, version: str = "4", framework: str = "tensorFlow2") -> Path:
        folder = (
            cache.with_name("kaggle") / "models" / "google" / "movenet" / framework / "singlepose-lightning" / version
        )
        model(folder)
        folder.with_name(f"{version}.complete").touch()
        return folder

    @pytest.mark.parametrize(
        "handle",
        [
            MOVENET,
            "https://www.kaggle.com/models/google/movenet/TensorFlow2/singlepose-lightning/4",
            "https://kaggle.com/models/google/movenet/tensorFlow2/singlepose-lightning/4/",
            "google/movenet/tensorFlow2/singlepose-lightning/4",
            "google/movenet/tensorflow2/singlepose-lightning/4",
        ],
    )
    def test_a_model_in_the_cache(self, cache: Path, scratch: Path, handle: str) -> None:
        folder = self.entry(cache)
        assert open_target(handle, scratch) == ("saved-model", folder, handle, ())

    def test_the_newest_version(self, cache: Path, scratch: Path) -> None:
        for version in ("4", "10", "9"):
            self.entry(cache, version)
        opened = open_target("google/movenet/tensorFlow2/singlepose-lightning", scratch)
        assert opened.path.name == "10"
        assert opened.notes == ("the newest version on this machine is 10; there may be a newer one",)

    def test_one_that_is_not_complete(self, cache: Path, scratch: Path) -> None:
        folder = self.entry(cache)
        folder.with_name("4.complete").unlink()
        assert refused(MOVENET, scratch).startswith(
            f"{folder} is not complete, says kagglehub, which marks what is; del"
        )

    def test_the_cache_of_tensorflow_hub_comes_first(self, cache: Path, scratch: Path) -> None:
        self.entry(cache)
        folder = model(cache / hashlib.sha1(MOVENET.encode(), usedforsecurity=False).hexdigest())
        assert open_target(MOVENET, scratch).path == folder

    def test_a_model_of_keras(self, cache: Path, scratch: Path) -> None:
        folder = self.entry(cache, framework="keras")
        (folder / "saved_model.pb").unlink()
        (folder / "model.keras").write_bytes(b"PK\x03\x04")
        opened = open_target("google/movenet/keras/singlepose-lightning", scratch)
        assert (opened.kind, opened.path) == ("keras-zip", folder / "model.keras")

    def test_in_neither_cache(self, cache: Path, scratch: Path) -> None:
        text = refused(MOVENET, scratch)
        there = r"/[0-9a-f]{40} \(TFHUB_CACHE_DIR\) and .*/singlepose-lightning/4 \(KAGGLEHUB_CACHE\)\); down"
        assert re.search(rf"looked for {re.escape(str(cache))}{there}", text)
        text = refused("google/movenet/tensorFlow2/singlepose-lightning", scratch)
        assert 'kagglehub.model_download("google/movenet/tensorFlow2/singlepose-lightning")' in text
