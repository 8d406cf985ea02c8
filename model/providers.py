"""Opening a network on the accelerator that is really there, and saying which it is."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

from model.contract import ModelError

DEVICES = ("auto", "cpu", "cuda")


class DeviceError(ModelError):
    """The device that was asked for can't be had; the model may be as good as any."""


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """A session and where it runs.

    Attributes:
        session: an `onnxruntime.InferenceSession`.
        provider: really in use, e.g. "CPU" or "CUDA".
        reason: why this one, in a few words.
    """

    session: Any
    provider: str
    reason: str


def open_session(path: Path, device: str = "auto") -> OpenedSession:
    """Load a model file.

    Args:
        device: "cpu", "cuda", or "auto" for CUDA where there is a device, else the CPU.
    Raises:
        ModelError: if the file is no model.
        DeviceError: if "cuda" was asked for and can't be had.
    """
    onnxruntime.disable_telemetry_events()  # where `model.telemetry` does not reach: Windows
    if device not in DEVICES:
        raise DeviceError(f"device {device!r} is unknown, need one of {', '.join(DEVICES)}")
    if device == "cpu":
        return OpenedSession(_load(path, ["CPUExecutionProvider"]), "CPU", "asked for")
    missing = _why_no_cuda()
    if missing is None:
        onnxruntime.preload_dlls()
        session = _load(path, ["CUDAExecutionProvider", "CPUExecutionProvider"])
        if session.get_providers()[0] == "CUDAExecutionProvider":
            reason = "asked for" if device == "cuda" else "found"
            return OpenedSession(session, "CUDA", reason)
        missing = "ONNX Runtime could not start CUDA; its libraries may not match the driver"
    if device == "cuda":
        raise DeviceError(f"CUDA was asked for but can't be used: {missing}")
    return OpenedSession(_load(path, ["CPUExecutionProvider"]), "CPU", missing)


def _load(path: Path, providers: list[str]) -> Any:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    # a spinning pool would take the cores that capture, landmarks and filters need
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=providers)
    except Exception as cause:
        raise ModelError(f"{path.name} can't be loaded as a model: {_first_line(cause)}") from cause


def _why_no_cuda() -> str | None:
    """None if there is a CUDA device and a runtime built for it."""
    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return "the installed ONNX Runtime has no CUDA"
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        driver = ctypes.CDLL(library)
    except OSError:
        return "no NVIDIA driver"
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return "the NVIDIA driver does not answer"
    return None if count.value > 0 else "no NVIDIA device"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160]
