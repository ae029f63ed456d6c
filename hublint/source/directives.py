"""How ignore comments are spelled. Few files have one, and only those need these patterns."""

from __future__ import annotations

import re

COMMENT = re.compile(
    r"#\s*(?P<own>hublint:)(?P<says>[^#]*)"
    r"|#\s*noqa\b(?::\s*(?P<noqa>[A-Z]+[0-9]+(?:(?:\s*,\s*|\s+)[A-Z]+[0-9]+)*))?",
    re.IGNORECASE,
)
# `ignore` or `ignore-file`, perhaps codes in brackets, perhaps a reason behind them.
DIRECTIVE = re.compile(r"\s*(?P<scope>ignore-file|ignore)(?:\[(?P<codes>[^\]]*)\])?(?=\s|$)", re.IGNORECASE)
# A reason that begins like this was meant as codes.
MEANT_AS_CODES = re.compile(r"\W*(?:[A-Z]{2,}[0-9]{2,}|ALL\b|\[)")
SEPARATOR = re.compile(r"[,\s]+")
# In a file of requirements, which is no Python.
OF_REQUIREMENT = re.compile(r"#\s*hublint:\s*ignore(?:\[(?P<codes>[A-Z0-9,\s]*)\])?(?=\s|$)")

__all__ = ["COMMENT", "DIRECTIVE", "MEANT_AS_CODES", "OF_REQUIREMENT", "SEPARATOR"]
