"""Tell what a Python is, as one line of JSON, so that the extension knows whether it can run hublint.

Written for any Python from 2.7 on: what is asked may be the Python of a TensorFlow 1 project.
"""

import json
import platform
import sys


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


print(
    json.dumps(
        {
            "executable": sys.executable,
            "version": list(sys.version_info[:3]),
            "implementation": platform.python_implementation(),
            "gil": bool(getattr(sys, "_is_gil_enabled", lambda: True)()),
            "machine": platform.machine(),
            "system": sys.platform,
            "hublint": hublint_version(),
        }
    )
)
