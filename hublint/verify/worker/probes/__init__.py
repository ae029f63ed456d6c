"""What running a model shows: one module for each part of a behaviour, asked by jobs of the kind `probe`.

Each module has a `run(job)` that returns a part of `hublint.behaviour.Behaviour` as JSON. A job holds:

    part        the module's name: `loads`, `functions`, `training`, `resaving`.
    item        what to do of a part that is done piece by piece, so that a crash costs one piece; None asks for a list
                of the pieces.
    path, form  the model, and what it is: `saved_model` for a folder, `keras` for a `.keras` or `.h5` file.
    tags        the tags to load it by.
    device      where it is loaded and called, such as `CPU:0`.
    seed        what the inputs were made from.
    scratch     an empty folder that may be written to.
    calls       how each function can be called, by its name: as planned by `hublint.verify.inputs.plan_calls`.
"""

from __future__ import annotations

import importlib
from typing import Any, Dict


def answer(job: Dict[str, Any]) -> Any:
    """Do one job."""
    return importlib.import_module("." + job["part"], __name__).run(job)
