"""The environment variables of a worker: what TensorFlow and programs need, and no secret of the user's."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

__all__ = ["child_environment", "has_accelerators", "is_secret"]

# A variable is kept back if a word of its name says that it holds a secret ...
_SECRET_WORDS = re.compile(
    r"""(?:^|_)
        (?:TOKEN|SECRET|PASSWORD|PASSWD|PASS|PASSPHRASE|CREDENTIALS?|AUTH|COOKIE|DSN|JWT|PAT
        |KEY|APIKEY|ACCESSKEY|PRIVATEKEY)S?
        (?:_|$)
    |   ._PWD$
    """,
    re.VERBOSE | re.IGNORECASE,
)
# ... if it belongs to a service of which every variable tells who the user is ...
_SECRET_FAMILIES = ("ACTIONS_", "ARM_", "AWS_", "AZURE_", "CI_JOB_", "CLOUDSDK_", "GCP_", "VAULT_")
# ... if it leads to an agent that uses the user's keys, or to a file of secrets ...
_SECRET_NAMES = frozenset(
    {
        "DBUS_SESSION_BUS_ADDRESS",
        "DOCKER_HOST",
        "GIT_ASKPASS",
        "GPG_AGENT_INFO",
        "KRB5CCNAME",
        "KUBECONFIG",
        "NETRC",
        "PGPASSFILE",
        "SSH_AGENT_PID",
        "SSH_ASKPASS",
        "SSH_AUTH_SOCK",
        "SUDO_ASKPASS",
        "WAYLAND_DISPLAY",
        "DISPLAY",
        "XAUTHORITY",
    }
)
# ... or if its value is an address with a password in it. Proxies are needed with theirs.
_ADDRESS_WITH_PASSWORD = re.compile(r"://[^/@\s:]*:[^/@\s]+@")
_PROXIES = frozenset({"ALL_PROXY", "FTP_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})

# The devices of NVIDIA's GPUs (also under WSL and on Jetsons), of AMD's, and of TPUs.
_ACCELERATORS = ("nvidia0", "nvidiactl", "dxg", "nvhost-gpu", "kfd", "accel0", "vfio/0")


def is_secret(name: str, value: str) -> bool:
    """Tell whether a variable is kept from the programs that are run."""
    name = name.upper()
    if name in _PROXIES:
        return False
    return (
        name in _SECRET_NAMES
        or name.startswith(_SECRET_FAMILIES)
        or _SECRET_WORDS.search(name) is not None
        or _ADDRESS_WITH_PASSWORD.search(value) is not None
    )


def has_accelerators() -> bool:
    """Tell whether this machine seems to have a GPU or a TPU, without asking TensorFlow."""
    return any(Path("/dev", name).exists() for name in _ACCELERATORS)


def child_environment(interpreter: Path, temporary: Path, *, accelerators: bool = False) -> dict[str, str]:
    """Return the environment of a worker: repeatable, quiet, with its temporary files in `temporary`.

    Without `accelerators` it computes on the CPU alone, as programs that are compared have to.
    """
    environment = {name: value for name, value in os.environ.items() if not is_secret(name, value)}
    if interpreter != Path(sys.executable):
        # These say where the libraries of the interpreter running hublint are.
        for name in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"):
            environment.pop(name, None)
    environment.pop("PYTHONWARNINGS", None)
    environment.update(
        {
            "MPLBACKEND": "agg",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
            "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "2"),
            "TMPDIR": str(temporary),
        }
    )
    if not accelerators:
        environment["CUDA_VISIBLE_DEVICES"] = ""
    return environment
