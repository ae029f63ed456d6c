"""The devices that TensorFlow computes on."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

import tensorflow as tf

_KINDS = ("CPU", "GPU", "TPU")


def configure(logical_cpus: int) -> None:
    """Set up the devices, before anything has run: split the CPU, take a GPU's memory as needed, compute in float32.

    TensorFloat-32 is switched off because it keeps 10 bits of each factor, so that batches of different sizes differ.
    """
    config: Any = tf.config
    for gpu in _physical("GPU"):
        config.experimental.set_memory_growth(gpu, enable=True)
    if hasattr(config.experimental, "enable_tensor_float_32_execution"):
        config.experimental.enable_tensor_float_32_execution(enabled=False)
    if logical_cpus < 2:
        return
    if hasattr(config, "set_logical_device_configuration"):
        parts = [config.LogicalDeviceConfiguration() for _ in range(logical_cpus)]
        config.set_logical_device_configuration(_physical("CPU")[0], parts)
    else:
        parts = [config.experimental.VirtualDeviceConfiguration() for _ in range(logical_cpus)]
        config.experimental.set_virtual_device_configuration(_physical("CPU")[0], parts)


def listed() -> List[Dict[str, Any]]:
    """Return the devices that a program can name."""
    lister: Any = getattr(tf.config, "list_logical_devices", None) or tf.config.experimental.list_logical_devices
    devices = [device for device in lister() if device.device_type in _KINDS]
    return [
        {"name": short(device.name), "kind": device.device_type, "memory": _memory(short(device.name))}
        for device in sorted(devices, key=lambda one: (_KINDS.index(one.device_type), one.name))
    ]


def short(name: str) -> str:
    """Return `CPU:0` for `/job:localhost/replica:0/task:0/device:CPU:0`."""
    found = re.search(r"([A-Z_]+:\d+)$", name)
    return found.group(1) if found else ""


def _physical(kind: str) -> List[Any]:
    lister: Any = getattr(tf.config, "list_physical_devices", None) or tf.config.experimental.list_physical_devices
    return list(lister(kind))


def _memory(name: str) -> Optional[int]:
    """Return the bytes that a device has: the runtime tells those it may use, for GPUs and TPUs."""
    if name.startswith("CPU"):
        return None
    from tensorflow.python.client import device_lib

    config = tf.compat.v1.ConfigProto()
    config.gpu_options.allow_growth = True  # else asking takes the memory that it asks for
    found = [int(one.memory_limit) for one in device_lib.list_local_devices(config) if short(one.name) == name]
    return found[0] if found else None
