"""Arrays made from a plan, kept in files, and compared."""

from __future__ import annotations

import importlib
import struct
import zlib
from typing import Any, Dict, List, Optional, Sequence, Tuple

# Not by an import statement: its types differ from release to release, and are there only where TensorFlow is.
np: Any = importlib.import_module("numpy")

_NOT_IN_NUMPY = ("bfloat16", "float8_e5m2", "float8_e4m3fn")  # TensorFlow makes them of float32
_PNG = b"\x89PNG\r\n\x1a\n"
_WORDS = (b"hello", b"", b"a longer text, with a comma", b"42", b"na\xc3\xafve", b"TensorFlow")


def make(dtype: str, shape: Sequence[int], fill: str, seed: int) -> Any:
    """Make the array that a plan describes: the same bytes in every process and with every numpy.

    `RandomState` is used because numpy promises that its stream never changes.
    """
    random = np.random.RandomState(seed)
    size = int(np.prod(shape, dtype=np.int64))
    if dtype == "string":
        words = [b""] * size
        if fill == "random":
            words = [_WORDS[index % len(_WORDS)] for index in range(seed, seed + size)]
        elif fill == "positive":
            words = [b"%d" % number for number in random.randint(0, 100, size).tolist()]
        elif fill == "image":
            words = [_picture(random)] * size
        return np.array([*words, None], dtype=object)[:size].reshape(shape)
    if fill == "zeros":
        values = np.zeros(size)
    elif dtype == "bool":
        values = random.randint(0, 2, size) if fill == "random" else np.ones(size)
    elif "int" in dtype and fill == "bits":
        values = random.randint(0, 2, size)
    elif "int" in dtype:
        values = random.randint(0, 5, size) if fill == "random" else np.arange(size) % 7
    else:
        values = random.standard_normal(size) if fill == "random" else random.random_sample(size)
    if dtype.startswith("complex"):
        values = values + 1j * values[::-1]
    return values.astype("float32" if dtype in _NOT_IN_NUMPY else dtype).reshape(shape)


def make_input(plan: Dict[str, Any]) -> Any:
    """Make what a plan of a call describes: an array, or the arrays that a ragged or a sparse tensor is made of.

    A plan for these has a `form`. Rows of a ragged tensor are of different lengths; each row of a sparse one holds one
    value, in the first column: real data are packed to the left, and a column of one value each has no other.
    """
    settings = {name: plan[name] for name in ("dtype", "shape", "fill", "seed")}
    form, shape = plan.get("form", "dense"), list(plan["shape"])
    if form == "ragged":
        lengths = np.array([1 + row % max(shape[1], 1) for row in range(shape[0])], dtype=np.int64)
        values = make(**dict(settings, shape=[int(lengths.sum()), *shape[2:]]))
        return {"values": values, "lengths": lengths}
    if form == "sparse":
        indices = np.zeros([shape[0], len(shape)], dtype=np.int64)
        indices[:, 0] = np.arange(shape[0])
        values = make(**dict(settings, shape=[shape[0]]))
        return {"indices": indices, "values": values, "dense_shape": np.array(shape, dtype=np.int64)}
    # Signatures take the parts of a sparse or ragged tensor one by one.
    if form in ("indices", "values", "dense_shape"):
        return make_input(dict(plan, form="sparse", **({} if form == "values" else {"dtype": "float32"})))[form]
    if form == "flat_values":
        return make_input(dict(plan, form="ragged"))["values"]
    if form == "row_splits":
        lengths = make_input(dict(plan, form="ragged", dtype="float32"))["lengths"]
        return np.concatenate([[0], np.cumsum(lengths)]).astype(plan["dtype"])
    return make(**settings)


def shown(value: Any) -> Any:
    """Return the array that tells the most about an input that `make_input` made."""
    return value["values"] if isinstance(value, dict) else value


def _picture(random: Any) -> bytes:
    """Return a PNG of 8 by 8 pixels, for models that decode images."""
    rows = b"".join(b"\0" + random.randint(0, 256, 24).astype("uint8").tobytes() for _ in range(8))
    parts = (b"IHDR" + struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(rows), b"IEND")
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts]
    return _PNG + b"".join(chunks)


def plain(value: Any) -> Any:
    """Turn a result into an array that every numpy can keep: float32 for types such as bfloat16."""
    value = np.asarray(value)
    return value if value.dtype.kind in "biufcOSU" else value.astype("float32")


def preview(value: Any) -> str:
    """Write an array short enough to stand in a message."""
    flat = value.reshape(-1)[:6]
    parts = [_text(item) if isinstance(item, bytes) else _number(item) for item in flat]
    text = ", ".join(parts) + (", ..." if value.size > len(parts) else "")
    return text if value.ndim == 0 else "[" + text + "]"


def _text(item: bytes) -> str:
    """Write text short; a picture by its size, for nobody reads its bytes."""
    if item.startswith(_PNG):
        return "a PNG of %d x %d" % struct.unpack(">II", item[len(_PNG) + 8 : len(_PNG) + 16])
    return repr(item[:40])


def save(path: str, named: Dict[str, Any]) -> None:
    """Keep arrays in one file; strings as bytes and lengths, because pickles do not pass between versions of numpy."""
    stored = {}
    for index, (name, value) in enumerate(sorted(named.items())):
        if value.dtype.kind in "OSU":
            items = [item if isinstance(item, bytes) else str(item).encode() for item in value.reshape(-1).tolist()]
            stored["%d.text" % index] = np.frombuffer(b"".join(items), dtype=np.uint8)
            stored["%d.lengths" % index] = np.array([len(item) for item in items], dtype=np.int64)
            stored["%d.shape" % index] = np.array(value.shape, dtype=np.int64)
        else:
            stored["%d.value" % index] = value
        stored["%d.name" % index] = np.frombuffer(name.encode(), dtype=np.uint8)
    with open(path, "wb") as target:
        np.savez(target, **stored)


def load(path: str) -> Dict[str, Any]:
    """Read back what `save` wrote."""
    named = {}
    with np.load(path, allow_pickle=False) as stored:
        for key in stored.files:
            index, _, part = key.partition(".")
            if part == "name":
                named[stored[key].tobytes().decode()] = _restored(stored, index)
    return named


def _restored(stored: Any, index: str) -> Any:
    if index + ".value" in stored.files:
        return stored[index + ".value"]
    text, position = stored[index + ".text"].tobytes(), 0
    items: List[bytes] = []
    for length in stored[index + ".lengths"].tolist():
        items.append(text[position : position + length])
        position += length
    return np.array([*items, None], dtype=object)[: len(items)].reshape(stored[index + ".shape"].tolist())


def measure(left: Any, right: Any, rtol: float, atol: float) -> Dict[str, Any]:
    """Say whether two arrays agree, and where they differ most.

    Numbers with a fraction agree within `atol + rtol * abs(left)`, NaN with NaN, an infinity with the same infinity;
    everything else has to be equal.
    """
    result: Dict[str, Any] = {
        "equal": False,
        "left_shape": list(left.shape),
        "right_shape": list(right.shape),
        "max_abs": None,
        "max_rel": None,
    }
    if left.shape != right.shape:
        return result
    result["size"] = int(left.size)
    if left.dtype.kind in "fc" and right.dtype.kind in "fc":
        wide = np.complex128 if "c" in left.dtype.kind + right.dtype.kind else np.float64
        left, right = left.astype(wide), right.astype(wide)
        with np.errstate(all="ignore"):
            distance = np.abs(left - right)
            same = (left == right) | (np.isnan(left) & np.isnan(right))
            close = same | (np.isfinite(left) & np.isfinite(right) & (distance <= atol + rtol * np.abs(left)))
        distance = np.where(same, 0.0, np.where(np.isnan(distance), np.inf, distance))
        result["max_abs"], result["max_rel"] = _furthest(distance, left)
    else:
        close = np.asarray(left == right)
        if close.shape != left.shape:
            close = np.zeros(left.shape, dtype=bool)
        if left.dtype.kind in "iu" and right.dtype.kind in "iu":
            distance = np.where(close, 0.0, np.abs(left.astype(np.float64) - right.astype(np.float64)))
            result["max_abs"], result["max_rel"] = _furthest(distance, left)
        else:
            distance = np.where(close, 0.0, 1.0)
    result["equal"] = bool(close.all())
    if not result["equal"]:
        worst = int(np.argmax(np.where(close, -1.0, distance)))
        result["differing"] = int((~close).sum())
        result["index"] = [int(part) for part in np.unravel_index(worst, left.shape)]
        result["left"], result["right"] = _item(left, worst), _item(right, worst)
    return result


def _furthest(distance: Any, left: Any) -> Tuple[float, Optional[float]]:
    """Return the largest absolute and the largest relative distance, of what is not infinitely far apart.

    Nothing is near to zero relatively: there is no relative distance where every number that differs is held against 0.
    """
    finite = np.isfinite(distance)
    sizes = np.abs(left)
    relative = distance[finite & (sizes > 0)] / sizes[finite & (sizes > 0)]
    far = distance[finite]
    return (float(far.max()) if far.size else 0.0), (float(relative.max()) if relative.size else None)


def _item(array: Any, position: int) -> str:
    value = array.reshape(-1)[position]
    return repr(value[:80]) if isinstance(value, bytes) else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (complex, np.complexfloating)):
        return "%.9g%+.9gj" % (value.real, value.imag)
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    return "%.9g" % float(value)
