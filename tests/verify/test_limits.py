"""The limits of workers, and the environment variables that they get."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hublint.verify.environment import child_environment, is_secret
from hublint.verify.limits import Limits, parse_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [("200", 200), ("4GB", 4_000_000_000), ("1.5 gb", 1_500_000_000), ("500MB", 500_000_000), (" 7kB ", 7000)],
)
def test_amounts_are_read_as_they_are_written(text: str, amount: int) -> None:
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "0", "-1", "lots", "4GiB", "GB", "nan", "1e9", "0.0001"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount; write one such as 4GB, 500MB or 200"):
        parse_amount(text)


def test_the_limits_of_this_machine_leave_it_usable() -> None:
    limits = Limits.of_this_machine()
    assert limits.memory > 100_000_000
    assert limits.processes >= 256
    assert limits.output == 10**9
    assert limits.disk > 0
    assert not limits.network


NEEDED = """
    CONDA_PREFIX CUDA_HOME CUDA_VISIBLE_DEVICES HOME HTTPS_PROXY KERAS_BACKEND KERAS_HOME LANG LC_ALL LD_LIBRARY_PATH
    NVIDIA_VISIBLE_DEVICES OLDPWD OMP_NUM_THREADS PATH PWD PYTHONPATH TFDS_DATA_DIR TFHUB_CACHE_DIR TF_CPP_MIN_LOG_LEVEL
    TF_USE_LEGACY_KERAS TOKENIZERS_PARALLELISM TZ USER VIRTUAL_ENV XDG_CACHE_HOME XLA_FLAGS no_proxy
"""
SECRETS = """
    AWS_ACCESS_KEY_ID AWS_PROFILE AZURE_CLIENT_ID CI_JOB_JWT_V2 DB_PWD DOCKER_AUTH_CONFIG GH_TOKEN
    GOOGLE_APPLICATION_CREDENTIALS HF_TOKEN KAGGLE_KEY KUBECONFIG MYSQL_PASSWORD NETRC NGC_API_KEY OPENAI_API_KEY
    PIP_INDEX_PASS SENTRY_DSN SSH_AUTH_SOCK STRIPE_SECRETS UV_PUBLISH_TOKEN VAULT_ADDR WANDB_API_KEY hf_token
"""


@pytest.mark.parametrize("name", NEEDED.split())
def test_what_programs_need_is_handed_on(name: str) -> None:
    assert not is_secret(name, "/some/where")


@pytest.mark.parametrize("name", SECRETS.split())
def test_what_may_be_a_secret_is_not(name: str) -> None:
    assert is_secret(name, "1")


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("DATABASE_URL", "postgres://me:secret@host/db", True),
        ("UV_INDEX_URL", "https://me:secret@host/simple", True),
        ("DATABASE_URL", "postgres://host:5432/db", False),
        ("https_proxy", "http://me:secret@proxy:3128", False),  # it is needed with its password
    ],
)
def test_an_address_is_a_secret_if_there_is_a_password_in_it(name: str, value: str, *, secret: bool) -> None:
    assert is_secret(name, value) == secret


def test_another_interpreter_does_not_get_the_library_paths_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/libraries")
    monkeypatch.setenv("HF_TOKEN", "secret")
    own, other = (child_environment(Path(path), Path("/scratch")) for path in (sys.executable, "/other/python"))
    assert own["PYTHONPATH"] == "/libraries"
    assert "PYTHONPATH" not in other
    assert "HF_TOKEN" not in own
    assert own["TMPDIR"] == "/scratch"
    assert own["CUDA_VISIBLE_DEVICES"] == ""


def test_accelerators_are_seen_if_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    environment = child_environment(Path(sys.executable), Path("/scratch"), accelerators=True)
    assert environment["CUDA_VISIBLE_DEVICES"] == "1"
