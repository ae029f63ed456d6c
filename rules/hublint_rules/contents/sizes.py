"""Shares as people read them."""

from __future__ import annotations


def share_text(part: int, whole: int) -> str:
    """Write a share in percent, and never a small one as 0 %."""
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent >= 1 else "less than 1 %"
