"""The command that repeats a verification."""

from __future__ import annotations

import pytest

from hublint.cli.verify import _again


@pytest.mark.parametrize(
    ("given", "again"),
    [
        (["verify", "model"], "hublint verify --seed 7 model"),
        (["verify", "--select", "HUB71", "my model"], "hublint verify --seed 7 --select HUB71 'my model'"),
        (["verify", "export.py", "--", "--epochs", "1"], "hublint verify --seed 7 export.py -- --epochs 1"),
        (["verify", "export.py", "--", "--seed", "1"], "hublint verify --seed 7 export.py -- --seed 1"),
        (["verify", "model", "--seed", "7"], "hublint verify model --seed 7"),
        (["verify", "--seed=7", "model"], "hublint verify --seed=7 model"),
    ],
)
def test_it_has_the_seed_and_all_that_was_given(monkeypatch: pytest.MonkeyPatch, given: list[str], again: str) -> None:
    monkeypatch.setattr("sys.argv", ["/usr/bin/hublint", *given])
    assert _again(7) == again


def test_of_several_targets_it_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["hublint", "verify", "--if-exports", "a.py", "b.py", "--timeout", "5"])
    assert _again(7, "b.py", ["a.py", "b.py"]) == "hublint verify --seed 7 --if-exports b.py --timeout 5"
