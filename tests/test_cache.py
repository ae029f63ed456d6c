from __future__ import annotations

import os
import shutil
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hublint import cache
from hublint.cache import Cache, digest, folder

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = f"answers-{cache.LAYOUT}.sqlite3"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the time of a change at once; `write` then waits until the next one has another time."""
    monkeypatch.setattr(cache, "RACY", 0)


def write(path: Path, data: bytes) -> None:
    """Write a file so that its time of change is another one than before; file systems count some milliseconds."""
    before = path.stat().st_ctime_ns if path.exists() else 0
    for _ in range(10_000):
        path.write_bytes(data)
        after = path.stat().st_ctime_ns
        if after != before and after % 1_000_000_000 and after < time.time_ns():
            return
        time.sleep(0.001)
    pytest.fail("the clock of the file system stands still")


def kept(place: Path, path: Path, value: bytes = b"answer", decides: bytes = b"d") -> None:
    """Keep an answer for a file as it is."""
    with_cache(place, lambda one: one.keep("k", decides, one.look("k", decides, str(path)), read(path), value))


def known(place: Path, path: Path, decides: bytes = b"d") -> bytes | None:
    """Return the answer that a new process would find."""
    found: list[bytes | None] = []
    with_cache(place, lambda one: found.append(one.look("k", decides, str(path)).value))
    return found[0]


def with_cache(place: Path, work: Callable[[Cache], object]) -> None:
    one = Cache(str(place))
    work(one)
    one.close()


def read(path: Path) -> bytes:
    return digest(path.read_bytes())


class TestAnAnswerIsGivenBack:
    def test_for_the_same_bytes_kind_and_decision_alone(self, place: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        kept(place, path)
        assert known(place, path) == b"answer"
        assert known(place, path, b"other") is None
        assert Cache(str(place)).look("other", b"d", str(path)).value is None
        path.write_bytes(b"2")
        assert known(place, path) is None
        assert known(place, tmp_path / "missing.py") is None

    def test_without_reading_a_file_that_nobody_has_touched(
        self, place: Path, tmp_path: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        del at_once
        path = tmp_path / "a.py"
        write(path, b"1")
        kept(place, path)

        def never(_: object) -> bytes:
            pytest.fail("it was read")

        monkeypatch.setattr(cache, "read_bytes", never)
        assert known(place, path) == b"answer"

    def test_for_a_file_that_was_touched_or_written_anew_with_the_same_bytes(
        self, place: Path, tmp_path: Path, at_once: None
    ) -> None:
        del at_once
        path = tmp_path / "a.py"
        write(path, b"1")
        kept(place, path)
        os.utime(path, (1, 1))
        assert known(place, path) == b"answer"
        path.unlink()
        write(path, b"1")
        assert known(place, path) == b"answer"

    def test_that_belongs_to_no_file(self, place: Path) -> None:
        with_cache(place, lambda one: one.put("plan", b"key", b"\0value"))
        assert Cache(str(place)).get("plan", b"key") == b"\0value"
        assert Cache(str(place)).get("plan", b"other") is None

    def test_in_the_same_process_before_it_is_written(self, place: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        one = Cache(str(place))
        one.keep("k", b"d", one.look("k", b"d", str(path)), read(path), b"answer")
        assert one.look("k", b"d", str(path)).value == b"answer"
        assert not place.exists()
        one.drop()
        one.close()
        assert known(place, path) is None

    def test_for_a_name_that_is_no_text(self, place: Path, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"\xff.py")
        try:
            path.write_bytes(b"1")
        except OSError:
            pytest.skip("this file system has texts for names only")
        kept(place, path)
        assert known(place, path) == b"answer"


class TestNothingPassesForWhatItIsNot:
    def test_bytes_of_the_same_size_with_the_old_times_put_back(
        self, place: Path, tmp_path: Path, at_once: None
    ) -> None:
        del at_once
        path = tmp_path / "a.py"
        write(path, b"1")
        kept(place, path)
        times = path.stat()
        write(path, b"2")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert known(place, path) is None

    def test_a_file_that_was_renamed_over_it(self, place: Path, tmp_path: Path, at_once: None) -> None:
        del at_once
        path, other = tmp_path / "a.py", tmp_path / "b.py"
        write(path, b"1")
        write(other, b"2")
        kept(place, path)
        kept(place, other, b"other answer")
        other.replace(path)
        assert known(place, path) is None

    def test_a_second_write_that_leaves_the_same_time(self, place: Path, tmp_path: Path) -> None:
        """As it is within one tick of the clock: what tells is that the first was not long enough ago."""
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        kept(place, path)
        rows = sqlite3.connect(place / FILE).execute("SELECT state, digest FROM answers").fetchall()
        assert rows == [(b"", digest(b"1"))]

    def test_a_time_that_is_not_kept_to_the_nanosecond(self, tmp_path: Path) -> None:
        fields = list(tmp_path.stat())
        now = 2_000_000_000_000_000_000

        def status(ctime_ns: int) -> os.stat_result:
            return os.stat_result(fields, {"st_ctime_ns": ctime_ns, "st_mtime_ns": 0, "st_atime_ns": 0})

        assert cache.settled(status(1_500_000_000_000_000_001), now)
        assert not cache.settled(status(1_500_000_000_000_000_000), now)
        assert not cache.settled(status(now - 1_900_000_000), now)
        assert not cache.settled(status(now + 1), now)

    def test_a_file_that_is_written_while_its_answer_is_found(self, place: Path, tmp_path: Path, at_once: None) -> None:
        del at_once
        path = tmp_path / "a.py"
        write(path, b"1")
        one = Cache(str(place))
        look = one.look("k", b"d", str(path))
        found_for = read(path)
        write(path, b"2")
        one.keep("k", b"d", look, found_for, b"answer for 1")
        one.close()
        assert known(place, path) is None
        write(path, b"1")
        assert known(place, path) == b"answer for 1"

    def test_a_link_that_leads_elsewhere_while_its_answer_is_found(
        self, place: Path, tmp_path: Path, at_once: None
    ) -> None:
        del at_once
        first, second, link = tmp_path / "first.py", tmp_path / "second.py", tmp_path / "link.py"
        write(first, b"1")
        write(second, b"2")
        try:
            link.symlink_to(first)
        except OSError:
            pytest.skip("no links can be made here")
        one = Cache(str(place))
        look = one.look("k", b"d", str(link))
        link.unlink()
        link.symlink_to(second)
        one.keep("k", b"d", look, read(link), b"answer for 2")
        one.close()
        link.unlink()
        link.symlink_to(first)
        assert known(place, link) is None

    def test_a_file_that_is_gone_has_no_answer(self, place: Path, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        kept(place, path)
        path.unlink()
        assert known(place, path) is None


class TestWhatGoesWrongIsNoError:
    @pytest.fixture
    def path(self, place: Path, tmp_path: Path) -> Path:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        kept(place, path, b"x" * 20_000)
        return path

    @pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 200])
    def test_a_damaged_file_is_begun_anew(self, place: Path, path: Path, damage: bytes) -> None:
        (place / FILE).write_bytes(damage)
        assert known(place, path) is None
        kept(place, path, b"again")
        assert known(place, path) == b"again"

    @pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.9])
    def test_so_is_one_that_was_cut_short(self, place: Path, path: Path, part: float) -> None:
        whole = (place / FILE).read_bytes()
        (place / FILE).write_bytes(whole[: int(len(whole) * part)])
        assert known(place, path) is None
        kept(place, path, b"again")
        assert known(place, path) == b"again"

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_bytes_that_were_changed_are_never_given_for_an_answer(
        self, data: st.DataObject, place: Path, path: Path
    ) -> None:
        if not (place / "whole").exists():
            shutil.copy(place / FILE, place / "whole")
        whole = bytearray((place / "whole").read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
        for leftover in place.glob(f"{FILE}*"):
            leftover.unlink()
        (place / FILE).write_bytes(whole)
        assert known(place, path) in {None, b"x" * 20_000}
        kept(place, path, b"again")
        assert known(place, path) == b"again"

    def test_a_file_of_another_layout_is_begun_anew(self, place: Path, path: Path) -> None:
        other = sqlite3.connect(place / FILE)
        other.executescript("DROP TABLE answers; CREATE TABLE answers (x); PRAGMA user_version=77;")
        other.close()
        assert known(place, path) is None
        kept(place, path, b"again")
        assert known(place, path) == b"again"

    def test_so_is_one_that_has_lost_its_table(self, place: Path, path: Path) -> None:
        other = sqlite3.connect(place / FILE)
        other.execute("DROP TABLE answers")
        other.close()
        kept(place, path, b"again")
        assert known(place, path) == b"again"

    def test_values_of_other_types_are_no_answers(self, place: Path, path: Path) -> None:
        other = sqlite3.connect(place / FILE)
        other.execute("UPDATE answers SET value = 'text', seal = NULL")
        other.commit()
        other.close()
        assert known(place, path) is None

    def test_what_another_process_is_writing_to_is_left_alone(self, place: Path, path: Path, tmp_path: Path) -> None:
        other = sqlite3.connect(place / FILE, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert known(place, path) == b"x" * 20_000  # reading goes on
        second = tmp_path / "b.py"
        second.write_bytes(b"2")
        kept(place, second)
        other.execute("ROLLBACK")
        other.close()
        assert known(place, second) is None

    def test_a_full_disk_keeps_what_was_there(
        self, place: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connect = sqlite3.connect

        def small(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*arguments, **options)
            connection.execute("PRAGMA max_page_count=1")  # no more than there is
            return connection

        monkeypatch.setattr(sqlite3, "connect", small)
        second = tmp_path / "b.py"
        second.write_bytes(b"2")
        kept(place, second, b"y" * 100_000)
        assert known(place, second) is None
        assert known(place, path) == b"x" * 20_000

    def test_what_may_only_be_read_is_read(
        self, place: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        connect = sqlite3.connect

        def reading(file: str, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(f"file:{file}?mode=ro", uri=True, **options)
            return connection

        monkeypatch.setattr(sqlite3, "connect", reading)
        monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
        second = tmp_path / "b.py"
        second.write_bytes(b"2")
        kept(place, second)
        assert known(place, second) is None
        assert known(place, path) == b"x" * 20_000

    def test_a_folder_that_cannot_be_made_keeps_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        kept(path / "cache", path)
        assert known(path / "cache", path) is None
        assert path.read_bytes() == b"1"

    @pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")
    def test_a_file_of_another_user_is_not_used(self, place: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: (place / FILE).stat().st_uid + 1)
        assert known(place, path) is None
        monkeypatch.undo()
        assert known(place, path) == b"x" * 20_000

    def test_a_cache_without_a_folder_keeps_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"1")
        one = Cache(None)
        one.keep("k", b"d", one.look("k", b"d", str(path)), read(path), b"answer")
        one.put("k", b"key", b"value")
        one.close()
        assert not one.usable
        assert one.get("k", b"key") is None


class TestItStaysSmall:
    def test_what_was_not_used_for_longest_goes_first(
        self, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        today = cache._today()
        paths = []
        for day in range(6):
            monkeypatch.setattr(cache, "_today", lambda day=day: today + day)
            path = tmp_path / str(day) / "a.py"
            path.parent.mkdir()
            path.write_bytes(b"1")
            paths.append(path)
            one = Cache(str(place), most_bytes=400_000)
            if day:
                assert one.look("k", b"d", str(paths[0])).value is not None  # and thereby used
            one.keep("k", b"d", one.look("k", b"d", str(path)), read(path), os.urandom(100_000))
            one.close()
        # Three rows and a bit fit, and a quarter is made free at a time.
        assert [known(place, path) is not None for path in paths] == [True, False, False, False, False, True]
        assert (place / FILE).stat().st_size < 600_000

    def test_more_than_fits_is_not_kept_at_all(self, place: Path) -> None:
        one = Cache(str(place), most_bytes=100_000)
        one.put("k", b"key", os.urandom(500_000))
        assert not one.is_full
        one.close()
        assert Cache(str(place)).get("k", b"key") is None

    def test_it_tells_when_so_much_waits_that_it_should_be_written(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(cache, "MOST_WAITING", 1000)
        one = Cache(str(place))
        one.put("k", b"key", b"x" * 1000)
        assert one.is_full
        one.close()
        assert not one.is_full


class TestWhereItLies:
    def test_in_the_folder_that_is_given_else_in_that_of_the_environment_else_in_the_users(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "named"))
        assert folder(tmp_path / "given") == str(tmp_path / "given")
        assert folder() == str(tmp_path / "named")
        monkeypatch.delenv(cache.VARIABLE)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
        own = folder()
        assert own is not None
        assert "hublint" in own

    def test_nowhere_for_a_user_without_a_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(cache.VARIABLE)
        monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/hublint"))
        assert folder() is None

        def fails(*_: object, **__: object) -> Path:
            message = "Could not determine home directory."
            raise RuntimeError(message)

        monkeypatch.setattr("platformdirs.user_cache_path", fails)
        assert folder() is None

    def test_in_a_folder_that_only_its_user_can_read_and_that_git_and_backups_pass_by(self, place: Path) -> None:
        with_cache(place, lambda one: one.put("k", b"key", b"value"))
        assert (place / ".gitignore").read_text().endswith("\n*\n")
        assert (place / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
        if os.name == "posix":
            assert place.stat().st_mode & 0o077 == 0

    def test_apart_from_the_users_own_while_tests_run(self) -> None:
        own = folder()
        assert own is not None
        assert own == os.environ[cache.VARIABLE]
