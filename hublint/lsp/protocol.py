"""pygls' protocol, without what would leave an editor waiting."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import converters, types
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter


class Raw(NamedTuple):
    """What is sent as it is, in the terms of JSON: a thousand diagnostics are written in a fraction of the time."""

    value: Any


def lenient_converter() -> Converter:
    """Return the converter of lsprotocol, with values of enumerations that are newer than it kept as they are.

    As it comes, it would refuse the whole message: a newer editor's `initialize` would never be answered.
    """
    converter = converters.get_converter()

    def hook(kind: type[enum.Enum]) -> Callable[[Any, Any], Any]:
        def structured(value: Any, _: Any) -> Any:
            try:
                return kind(value)
            except ValueError:
                return value

        return structured

    for kind in {value for value in vars(types).values() if isinstance(value, type) and issubclass(value, enum.Enum)}:
        converter.register_structure_hook(kind, hook(kind))
    return converter


class Protocol(LanguageServerProtocol):
    """The protocol as hublint speaks it."""

    def send_raw(self, method: str, params: Any) -> None:
        """Send a notification whose parameters are JSON already."""
        self._send_data({"jsonrpc": self.VERSION, "method": method, "params": params})

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if isinstance(result, Raw) and error is None:
            self._result_types.pop(msg_id, None)
            self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "result": result.value})
        else:
            super()._send_response(msg_id, result, error)

    @lsp_method(types.SHUTDOWN)
    def lsp_shutdown(self, *args: Any) -> Any:
        """Stop all work; what is still asked is answered as cancelled.

        pygls goes through its requests while cancelling them takes them away, and answers with the error of that.
        """
        handler = self.fm.features.get(types.SHUTDOWN)
        if handler is not None:
            yield handler, args, None
        for number, future in list(self._request_futures.items()):
            if number != self.msg_id:
                future.cancel()
        self._shutdown = True

    @lsp_method(types.EXIT)
    def lsp_exit(self, *args: Any) -> Any:
        """End the process, with a status that says whether `shutdown` came first, as the protocol wants it."""
        del args
        end: Callable[[int], None] = self._server.end  # type: ignore[attr-defined]
        end(0 if self._shutdown else 1)


__all__ = ["Protocol", "Raw", "lenient_converter"]
