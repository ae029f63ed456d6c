"""The messages that TensorFlow's files are written in, as classes of the protobuf library.

They are made from the descriptions in `data/descriptors.binpb`, which `hublint.savedmodel.regenerate` takes from
TensorFlow, in a pool of their own: a TensorFlow in the same process has registered its own in the default one.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from google.protobuf.descriptor_pool import DescriptorPool

__all__ = ["MessageError", "decode", "message_class"]

_FILE = Path(__file__).with_name("data") / "descriptors.binpb"


class MessageError(ValueError):
    """The bytes are not a message of the kind that they should be."""


@functools.cache
def message_class(name: str) -> Any:
    """Return the class of a message by its full name, such as `tensorflow.NodeDef`."""
    from google.protobuf import message_factory

    factory: Any = message_factory
    descriptor = _pool().FindMessageTypeByName(name)
    if hasattr(factory, "GetMessageClass"):
        return factory.GetMessageClass(descriptor)
    return factory.MessageFactory(_pool()).GetPrototype(descriptor)  # protobuf 4.21


def decode(name: str, data: memoryview | bytes | bytearray) -> Any:
    """Return the message that the bytes are.

    Raises:
        MessageError: they are not one.
    """
    try:
        return message_class(name).FromString(bytes(data))
    except _decode_errors():
        # The library's own text differs between its releases, and says no more than this.
        raise MessageError(f"not a {name.rpartition('.')[2]} message") from None


def _decode_errors() -> tuple[type[Exception], ...]:
    from google.protobuf.message import DecodeError

    return DecodeError, UnicodeDecodeError, RecursionError


@functools.cache
def _pool() -> DescriptorPool:
    from google.protobuf import descriptor_pb2, descriptor_pool

    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(_FILE.read_bytes()).file:
        pool.AddSerializedFile(file.SerializeToString())
    return pool
