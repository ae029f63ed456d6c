"""Find what stops TensorFlow code from exporting and reloading, rewrite it, and prove the rewrite by running it."""

from __future__ import annotations

__version__ = "0.1.0"
