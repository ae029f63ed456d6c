"""What JupyterLab's language server extension is told of `hublint server`, by an entry point and without pygls."""

from __future__ import annotations

import sys
from typing import Any, Final

LANGUAGES: Final = ("python",)
MIME_TYPES: Final = ("text/x-python", "text/x-ipython")


def specification(manager: object) -> dict[str, dict[str, Any]]:
    """Describe the server as jupyter-lsp wants it, in version 2 of its specification.

    The source is https://jupyterlab-lsp.readthedocs.io/en/latest/Contributing.html#spec-finders.

    Args:
        manager: what asks; of no use here.
    """
    del manager
    return {
        "hublint": {
            "version": 2,
            "argv": [sys.executable, "-m", "hublint", "server"],
            "languages": list(LANGUAGES),
            "mime_types": list(MIME_TYPES),
            "display_name": "hublint",
            "urls": {},
            "install": {"pip": "pip install hublint"},
            "requires_documents_on_disk": False,
        }
    }


__all__ = ["specification"]
