"""Numbers of bytes as people read them."""

from __future__ import annotations


def bytes_text(count: int) -> str:
    """Write a number of bytes: `532 bytes`, `7.9 MB`."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    size, unit = count / 1000, "kB"
    for larger in ("MB", "GB"):
        if size >= 999.5:
            size, unit = size / 1000, larger
    return f"{size:.1f} {unit}" if size < 99.95 else f"{size:.0f} {unit}"


def share_text(part: int, whole: int) -> str:
    """Write a share in percent, and never a small one as 0 %."""
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent >= 1 else "less than 1 %"
