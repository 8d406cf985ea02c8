"""Every accelerator of this machine, in the order in which they are tried."""

from __future__ import annotations

import platform

import onnxruntime

from model.providers import nvidia, openvino
from model.providers.accelerator import CPU, Absent, Accelerator, Provider

THE_CPU = Accelerator("cpu", "CPU", Provider(CPU))


def found() -> tuple[Accelerator | Absent, ...]:
    """Accelerators and the reasons for those that are missing; the plain CPU is always last."""
    return (*nvidia.found(), *_core_ml(), *openvino.found(), THE_CPU)


def _core_ml() -> tuple[Accelerator | Absent, ...]:
    name = "CoreMLExecutionProvider"
    if platform.system() != "Darwin":
        return ()
    if name not in onnxruntime.get_available_providers():
        return (Absent("coreml", "the installed ONNX Runtime has no CoreML"),)
    options = {"ModelFormat": "MLProgram", "RequireStaticInputShapes": "0"}
    return (Accelerator("coreml", "Apple (CoreML)", Provider(name, options)),)
