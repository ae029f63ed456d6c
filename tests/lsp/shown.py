"""What must hold of everything that an editor shows."""

from __future__ import annotations

import re

# What the longest line of a rule's docstring may have, which is shown as its author broke it.
_WIDEST = 120


def assert_well_formed(markdown: str) -> None:
    """Check that Markdown can be shown by all editors: no HTML, closed fences that name a language, short lines."""
    assert markdown.endswith("\n")
    assert markdown.strip()
    # What is code, in blocks and in lines, may hold anything.
    prose = re.sub(r"(?ms)^(```+)\w*\n.*?^\1$", "", markdown)
    prose = re.sub(r"(?s)(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", "", prose)
    assert re.search(r"(?<!\\)<[A-Za-z/!]", prose) is None, prose
    fence = ""
    for line in markdown.splitlines():
        opening = re.match(r"`{3,}", line)
        if fence:
            if line == fence:
                fence = ""
            continue
        if opening is not None:
            assert line[opening.end() :] in {"python", "toml", "text"}, line
            fence = opening.group()
            continue
        assert len(line) <= _WIDEST or "https://" in line, line
        assert line == line.rstrip(), line
        # A list's lines may break, and go on below their mark; nothing else is indented.
        assert not line.startswith("    "), line
    assert not fence
