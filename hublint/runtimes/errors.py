"""What goes wrong with runtimes."""

from __future__ import annotations

__all__ = ["RuntimesError"]


class RuntimesError(Exception):
    """A runtime that does not exist or cannot be made; the text is one sentence for the user."""
