"""Rewriting legacy programs: plan in memory, prove by running both, and only then replace the file."""

from __future__ import annotations

from hublint.migrate.proof import Proof, Verdict, exports, exports_or_loads, prove

__all__ = ["Proof", "Verdict", "exports", "exports_or_loads", "prove"]
