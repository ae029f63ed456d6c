"""Runs programs one after another in one interpreter, for starting TensorFlow is what takes the time.

Takes a folder and the names of the programs in it; writes what each printed, or its traceback, as JSON.
"""

import contextlib
import io
import json
import os
import sys
import traceback
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


def run(program):
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(program.read_text(encoding="utf-8"), program.name, "exec"), {"__name__": "__main__"})
    except Exception:
        return {"printed": printed.getvalue(), "error": traceback.format_exc()}
    return {"printed": printed.getvalue(), "error": ""}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    os.chdir(folder)
    answers = {name: run(folder / f"{name}.py") for name in sys.argv[2:]}
    Path("answers.json").write_text(json.dumps(answers), encoding="utf-8")
