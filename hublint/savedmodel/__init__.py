"""A SavedModel's facts, read from its files without TensorFlow."""

from __future__ import annotations

from hublint.savedmodel.contents import Contents
from hublint.savedmodel.model import (
    SavedModel,
    SavedModelError,
    Signature,
    TensorInfo,
    is_saved_model,
    parse_saved_model,
    read_saved_model,
    shape_text,
)
from hublint.savedmodel.reading import read_contents

__all__ = [
    "Contents",
    "SavedModel",
    "SavedModelError",
    "Signature",
    "TensorInfo",
    "is_saved_model",
    "parse_saved_model",
    "read_contents",
    "read_saved_model",
    "shape_text",
]
