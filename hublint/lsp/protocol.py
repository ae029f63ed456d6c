"""pygls' protocol, without what would leave an editor waiting."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lsprotocol import converters, types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams, JsonRpcInvalidRequest
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.json_rpc import JsonRPCNotification
from pygls.protocol.language_server import lsp_method

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter


PASSED_OVER: Final = "$/hublint/unreadable"
"""What stands for a message that could not be read: a notification that everyone may pass over."""


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

    def structure_message(self, data: dict[str, Any]) -> Any:
        """Make a message of JSON; a request that cannot be read is answered, as its sender waits for that.

        pygls wants `params` also where it knows of none, and answers nothing at all to what it cannot read.
        """
        if "jsonrpc" not in data or "method" not in data:
            return super().structure_message(data)
        try:
            return super().structure_message({"params": None, **data})
        except JsonRpcException as error:
            if "id" in data:
                self._send_response(data["id"], error=error.to_response_error())
            return JsonRPCNotification(method=PASSED_OVER, jsonrpc=self.VERSION, params=None)

    def handle_message(self, message: Any) -> None:
        """Take in a message; a request after `shutdown` is refused, and not passed over in silence."""
        number = getattr(message, "id", None)
        if self._shutdown and number is not None and hasattr(message, "method"):
            refusal = JsonRpcInvalidRequest("the server has been shut down")
            self._send_response(number, error=refusal.to_response_error())
            return
        super().handle_message(message)

    def _execute_handler(self, msg_id: Any, *args: Any, **kwargs: Any) -> None:
        """Call a handler, and forget what came of it once it is done.

        pygls forgets that of requests alone: each notification, hence each edit, would cost three kilobytes for ever.
        """
        super()._execute_handler(msg_id, *args, **kwargs)
        future = self._request_futures.get(msg_id)
        if future is not None:
            future.add_done_callback(lambda _: self._request_futures.pop(msg_id, None))

    def send_raw(self, method: str, params: Any) -> None:
        """Send a notification whose parameters are JSON already."""
        self._send_data({"jsonrpc": self.VERSION, "method": method, "params": params})

    def _send_response(self, msg_id: Any, result: Any = None, error: Any = None) -> None:
        if isinstance(result, Raw) and error is None:
            self._result_types.pop(msg_id, None)
            self._send_data({"jsonrpc": self.VERSION, "id": msg_id, "result": result.value})
        else:
            super()._send_response(msg_id, result, error)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    async def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:  # type: ignore[override]
        """Do what a person has chosen; whoever cancels the request ends the work.

        pygls says that it is cancelled, and goes on with it.
        """
        command = self.fm.commands.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"there is no command {params.command!r}")
        return await command(*(params.arguments or ()))

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
