"""Tell what a Python is, as one line of JSON, so that the extension knows whether it can run hublint.

Written for any Python from 2.7 on: what is asked may be the Python of a TensorFlow 1 project.
"""

import json
import platform
import sys
import sysconfig


def hublint_version():
    """Return the version of the hublint that this Python has, or None."""
    try:
        from importlib.metadata import PackageNotFoundError, version
    except ImportError:  # older than Python 3.8, and so older than any hublint
        return None
    try:
        return version("hublint")
    except PackageNotFoundError:
        return None


def target():
    """Return for what this Python was built, in the words of `vsce package --target`, or None."""
    if sys.maxsize < 2**32:
        return None
    # What the machine is does not tell: Windows and macOS run programs of another processor.
    processor = {"amd64": "x64", "x86_64": "x64", "arm64": "arm64", "aarch64": "arm64"}.get(
        (sysconfig.get_platform() if sys.platform == "win32" else platform.machine()).split("-")[-1].lower()
    )
    system = {"win32": "win32", "darwin": "darwin"}.get(sys.platform)
    if sys.platform.startswith("linux"):
        system = "linux" if platform.libc_ver()[0] == "glibc" else "alpine"
    return system + "-" + processor if system and processor else None


print(
    json.dumps(
        {
            "executable": sys.executable or "",
            "version": list(sys.version_info[:3]),
            "implementation": platform.python_implementation(),
            # How it was built, not how it runs now: native modules are made for the one or the other.
            "gil": not sysconfig.get_config_var("Py_GIL_DISABLED"),
            "target": target(),
            "hublint": hublint_version(),
        }
    )
)
