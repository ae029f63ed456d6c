"""What JupyterLab's language server extension is told of `hublint server`, by an entry point and without pygls."""

from __future__ import annotations

import sys
from typing import Any, Final

LANGUAGES: Final = ("python",)
MIME_TYPES: Final = ("text/x-python", "text/x-ipython")

# As `python -m hublint`, but without looking for anything in the working directory, which is anybody's notebooks.
_PROGRAM: Final = "import sys; sys.path[:] = filter(None, sys.path); from hublint.cli import main; sys.exit(main())"


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
            "argv": [sys.executable, "-c", _PROGRAM, "server"],
            "languages": list(LANGUAGES),
            "mime_types": list(MIME_TYPES),
            "display_name": "hublint",
            "urls": {},
            "install": {"pip": "pip install hublint"},
            "requires_documents_on_disk": False,
            "config_schema": _form(),
        }
    }


def _form() -> dict[str, Any]:
    """Return the settings as JupyterLab's settings editor shows them: without this it sends none, whatever is set."""
    from hublint.lsp.settings import schema

    return {
        "title": "hublint",
        "description": "The settings of hublint.",
        "type": "object",
        "properties": {f"hublint.{key}": one for key, one in schema()["properties"].items()},
    }


__all__ = ["specification"]
