"""An accelerator, and what opening a network on it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import onnxruntime

from model.contract import ModelError

CPU = "CPUExecutionProvider"


class DeviceError(ModelError):
    """The device that was asked for can't be had; the model may be as good as any."""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """Something the network can run on.

    Attributes:
        name: what users ask for, e.g. "cuda" or "openvino:gpu".
        title: what users are shown, e.g. "GPU (CUDA)".
        open: gives an `onnxruntime.InferenceSession` for a model file.
        memory: ONNX Runtime's device and its number where hidden states stay between frames.
        by_name_only: never taken unasked, as it is slow to start.
        halves: calculates in float16: its mattes are compared before they are believed, even where
            it was asked for.
        replays: its work is recorded once and replayed, `model.replay`.
    """

    name: str
    title: str
    open: Callable[[Path], Any]
    memory: tuple[str, int] = ("cpu", 0)
    by_name_only: bool = False
    halves: bool = False
    replays: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """An accelerator that this machine can't use, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Provider:
    """Opens sessions on one of ONNX Runtime's execution providers.

    Attributes:
        name: ONNX Runtime's, e.g. "CUDAExecutionProvider".
        options: its own.
        devices: for providers that come as plugins, `OrtEpDevice`s.
    """

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    devices: tuple[Any, ...] = ()

    def __call__(self, path: Path) -> Any:
        """A session for a model file.

        Raises:
            ModelError: if the file is no model.
            DeviceError: if the provider can't start.
        """
        settings = _settings()
        providers: list[tuple[str, dict[str, str]]] = []
        if self.devices:
            settings.add_provider_for_devices(list(self.devices), dict(self.options))
        else:
            providers = [(self.name, dict(self.options))]
            if self.name != CPU:
                providers.append((CPU, {}))
        try:
            session = onnxruntime.InferenceSession(str(path), settings, providers or None)
        except Exception as cause:
            if self.name != CPU:
                raise DeviceError(f"{self.name} can't start: {first_line(cause)}") from cause
            raise ModelError(
                f"{path.name} can't be loaded as a model: {first_line(cause)}"
            ) from cause
        # ONNX Runtime falls back to the CPU in silence
        if self.name not in session.get_providers():
            raise DeviceError(f"{self.name} can't start; its libraries may not match the driver")
        return session


def first_line(error: BaseException) -> str:
    """An exception's own words, short."""
    return (str(error).splitlines() or [type(error).__name__])[0][:160]


def _settings() -> Any:
    onnxruntime.disable_telemetry_events()  # where `model.telemetry` does not reach: Windows
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    # a spinning pool would take the cores that capture, landmarks and filters need
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return options
