"""Start hublint as the extension does: `python launch.py [--bundled] WORD...` is `hublint WORD...`.

Neither the folder of this file nor the working directory, which is whatever project is open, is searched for modules.
With `--bundled` the hublint that came with the extension answers, else the one that is installed in this Python. What
hublint starts in its turn does not inherit where the extension's packages lie.
"""

# Nothing that Python has not imported itself by now may be imported before the path is cleared: it would be looked for
# in the working directory.
import os
import sys

OURS = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = os.path.join(os.path.dirname(OURS), "bundled", "libs")


def clear_path() -> None:
    """Take the folder of this file off the path, and what `PYTHONPATH` has only in relation to the working directory.

    An empty entry means that directory itself, and `export PYTHONPATH=$PYTHONPATH:/x` leaves one.
    """
    variable = os.environ.get("PYTHONPATH", "")
    entries = variable.split(os.pathsep) if variable else []
    meant = {entry for entry in entries if os.path.isabs(entry)}
    unwanted = {os.path.abspath(entry) for entry in entries if entry not in meant} | {OURS}
    sys.path[:] = [path for path in sys.path if path in meant or (path and os.path.abspath(path) not in unwanted)]


def main() -> int:
    """Run hublint and return its exit status."""
    clear_path()
    if sys.argv[1:2] == ["--bundled"]:
        del sys.argv[1]
        sys.path.insert(0, LIBRARIES)
    from hublint.cli import main as hublint

    return hublint()


if __name__ == "__main__":
    sys.exit(main())
