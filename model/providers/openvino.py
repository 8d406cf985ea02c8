"""OpenVINO, as a plugin beside the ordinary ONNX Runtime: Intel's CPUs, GPUs and NPUs.

The package onnxruntime-ep-openvino brings the plugin's library; it names no device on machines
of other makers.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any

import onnxruntime

from model.providers.accelerator import Absent, Accelerator, Provider, first_line

_PACKAGE = "onnxruntime_ep_openvino"
_NAME = "OpenVINOExecutionProvider"
_ORDER = ("GPU", "CPU", "NPU")


def found() -> tuple[Accelerator | Absent, ...]:
    """One for each kind of device, or why there is none."""
    trouble = _registered()
    if trouble:
        return (Absent("openvino", trouble),)
    kinds = {kind: _devices(kind) for kind in _ORDER}
    accelerators = tuple(_on(kind, devices) for kind, devices in kinds.items() if devices)
    return accelerators or (Absent("openvino", "no Intel processor"),)


@cache
def _registered() -> str:
    """Load the plugin, once a process; returns what went wrong, "" if nothing did."""
    if not hasattr(onnxruntime, "register_execution_provider_library"):
        return "the installed ONNX Runtime takes no plugins"
    if importlib.util.find_spec(_PACKAGE) is None:
        return "the package onnxruntime-ep-openvino is not installed"
    try:
        library = importlib.import_module(_PACKAGE).get_library_path()
        onnxruntime.register_execution_provider_library(_NAME, library)
    except Exception as error:  # noqa: BLE001 - whatever it does, there are others
        return f"its library can't be loaded: {first_line(error)}"
    return ""


def _devices(kind: str) -> tuple[Any, ...]:
    every = onnxruntime.get_ep_devices()
    return tuple(d for d in every if d.ep_name == _NAME and d.device.type.name == kind)[:1]


def _on(kind: str, devices: tuple[Any, ...]) -> Accelerator:
    name = f"openvino:{kind.lower()}"
    return Accelerator(name, f"Intel {kind} (OpenVINO)", Provider(_NAME, devices=devices))
