"""Run tf_upgrade_v2 over a tree as its own command does, but go on after a file that it cannot handle.

Its own tree mode ends with a traceback at the first such file, and most trees of real code hold one. This runs in the
environment that holds TensorFlow: `python upgrade_each.py TREE OUT`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tensorflow.tools.compatibility import ast_edits, tf_upgrade_v2


def main() -> int:
    """Upgrade every Python file of the tree, and say how many it could not."""
    tree, out = Path(sys.argv[1]), Path(sys.argv[2])
    upgrader = ast_edits.ASTCodeUpgrader(tf_upgrade_v2.TFAPIChangeSpec())
    refused = 0
    for file in sorted(tree.rglob("*.py")):
        target = out / file.relative_to(tree)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            upgrader.process_file(str(file), str(target))
        except Exception:  # noqa: BLE001 - whatever it raises, the other files are still to be measured
            refused += 1
    sys.stderr.write(f"{refused} files refused\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
