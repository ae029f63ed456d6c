"""Runs in the TensorFlow under test: each program before and after its fix, and what is then in the files.

Reads one JSON object a line from standard input (`{"name": ..., "before": ..., "after": ...}`, programs as text), runs
both programs in folders of their own, and writes one line for each: what was saved, what it predicts, and whether the
optimizer is in it. Plain Python 3.8, the standard library and TensorFlow.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

# By name: they are there only where this runs.
h5py: Any = importlib.import_module("h5py")
np: Any = importlib.import_module("numpy")
tf: Any = importlib.import_module("tensorflow")


def main() -> None:
    """Answer every line of the input."""
    answers, sys.stdout = sys.stdout, sys.stderr
    here = Path.cwd()
    known: dict[str, dict[str, Any]] = {}
    for at, line in enumerate(sys.stdin):
        job = json.loads(line)
        answer: dict[str, Any] = {"name": job["name"]}
        for label in ("before", "after"):
            program = job[label]
            if program not in known:
                folder = here / f"{at}-{label}"
                folder.mkdir()
                os.chdir(folder)
                with contextlib.redirect_stdout(io.StringIO()):
                    known[program] = run(program)
                os.chdir(here)
            answer[label] = known[program]
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def run(program: str) -> dict[str, Any]:
    """Run a program and tell what it leaves in the working directory."""
    keras = keras_of(program)
    # Both programs train to the same weights, and count their layers from one.
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile(program, "program", "exec"), names)  # noqa: S102 - running the program is the test
    except Exception as error:  # noqa: BLE001 - any exception of the program is the answer
        return {"error": f"{type(error).__name__}: {error}"}
    (saved,) = Path.cwd().iterdir()
    try:
        found = inspect(saved, keras, names["given"], names["x"])
    except Exception as error:  # noqa: BLE001 - as above
        return {"error": f"what was saved does not load: {type(error).__name__}: {error}"}
    found["live"] = flat(names["trained"](names["given"], training=False))
    return found


def keras_of(program: str) -> Any:
    """Return the Keras that a program uses."""
    for package in ("keras", "tf_keras"):
        if f"\nimport {package}\n" in program:
            return importlib.import_module(package)
    return tf.keras


def inspect(saved: Path, keras: Any, given: Any, x: Any) -> dict[str, Any]:
    """Load what was saved; return its format, its predictions and whether the optimizer is in it."""
    if saved.is_dir():
        names = [name for name, _ in tf.train.list_variables(str(saved / "variables" / "variables"))]
        loaded = tf.saved_model.load(str(saved))
        signature = loaded.signatures["serving_default"]
        asked = signature.structured_input_signature[1]
        outputs = signature(**{name: tf.constant(x) for name in asked})
        kept = any("optimizer" in name.lower() for name in names) or hasattr(loaded, "optimizer")
        return {
            "format": "folder",
            "predictions": flat(outputs),
            "signatures": sorted(loaded.signatures),
            "takes": sorted(asked),
            "gives": sorted(outputs),
            "callable": callable(loaded),
            "optimizer": kept,
        }
    if zipfile.is_zipfile(saved):
        with zipfile.ZipFile(saved) as archive:
            config = json.loads(archive.read("config.json"))
            with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as weights:
                slots = len(weights["optimizer/vars"]) if "optimizer/vars" in weights else 0
        kept, form = bool(slots) or bool(config.get("compile_config")), "zip"
    else:
        with h5py.File(saved, "r") as file:
            kept, form = "optimizer_weights" in file or "training_config" in file.attrs, "hdf5"
    # Keras 3 cannot compile again what it wrote to HDF5 with a loss called by its name.
    model = keras.models.load_model(str(saved), compile=form == "zip")
    kept = kept or getattr(model, "optimizer", None) is not None
    return {"format": form, "predictions": flat(model(given, training=False)), "optimizer": kept}


def flat(outputs: Any) -> list[float]:
    """Return outputs as a list of numbers, those of a dictionary in the order of their names."""
    if isinstance(outputs, dict):
        outputs = [outputs[name] for name in sorted(outputs)]
    parts = outputs if isinstance(outputs, list) else [outputs]
    numbers: list[float] = np.concatenate([np.asarray(part).ravel() for part in parts]).tolist()
    return numbers


main()
