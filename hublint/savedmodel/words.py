"""How the forms of models, and sizes, are written for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Form

__all__ = ["FORMS", "size_text"]

FORMS: Final[dict[Form, str]] = {
    "tf1": "TensorFlow 1 SavedModel",
    "tf1-hub": "TensorFlow 1 module of TF-Hub",
    "tf2": "TensorFlow 2 SavedModel",
    "keras-savedmodel": "TensorFlow 2 SavedModel with the metadata of Keras",
    "keras-zip": "file of Keras (.keras)",
    "keras-hdf5": "HDF5 file of Keras",
    "unknown": "damaged model",
}


def size_text(size: int) -> str:
    """Write a number of bytes as people read it: `1.2 MB`."""
    amount, unit = float(size), "bytes"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 999.95:
            break
        amount, unit = amount / 1000, larger
    if unit == "bytes":
        return "1 byte" if size == 1 else f"{size} bytes"
    return f"{amount:.1f} {unit}"
