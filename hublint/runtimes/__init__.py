"""Runtimes: Python interpreters with a TensorFlow in them, found on the machine or made by recipe.

Nothing here imports TensorFlow; what an environment holds is read from its files.
"""

from __future__ import annotations

from hublint.runtimes.choose import best, named
from hublint.runtimes.create import create, existing, recipe, remove
from hublint.runtimes.environment import examine, release_of
from hublint.runtimes.errors import RuntimesError
from hublint.runtimes.find import Interpreter, data_folder, find, to_json
from hublint.runtimes.recipes import RECIPES, Recipe

__all__ = [
    "RECIPES",
    "Interpreter",
    "Recipe",
    "RuntimesError",
    "best",
    "create",
    "data_folder",
    "examine",
    "existing",
    "find",
    "named",
    "recipe",
    "release_of",
    "remove",
    "to_json",
]
