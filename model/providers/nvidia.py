"""CUDA and TensorRT: in the onnxruntime-gpu wheel, useful where a driver answers."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import onnxruntime
from platformdirs import user_cache_path

from model.providers.accelerator import Absent, Accelerator, Provider

_CUDA = {
    "cudnn_conv_algo_search": "HEURISTIC",  # the exhaustive search holds the start up for seconds
    "arena_extend_strategy": "kSameAsRequested",
}


def found() -> tuple[Accelerator | Absent, ...]:
    """CUDA on every device, by graphs and plainly, then TensorRT on the first; or why not."""
    names = onnxruntime.get_available_providers()
    if "CUDAExecutionProvider" not in names:
        return (Absent("cuda", "the installed ONNX Runtime has no CUDA"),)
    count = devices()
    if isinstance(count, str):
        return (Absent("cuda", count),)
    onnxruntime.preload_dlls()
    accelerators = [one for number in range(count) for one in (_graph(number), _cuda(number))]
    if "TensorrtExecutionProvider" in names:
        accelerators += [_tensorrt(half=False), _tensorrt(half=True)]
    return tuple(accelerators)


def devices() -> int | str:
    """How many CUDA devices the driver has; in words, why there is none."""
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        driver = ctypes.CDLL(library)
    except OSError:
        return "no NVIDIA driver"
    count = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(count)) != 0:
        return "the NVIDIA driver does not answer"
    return count.value or "no NVIDIA device"


def _cuda(number: int) -> Accelerator:
    suffix = f":{number}" if number else ""
    provider = Provider("CUDAExecutionProvider", {"device_id": str(number), **_CUDA})
    return Accelerator(
        f"cuda{suffix}", f"GPU{f' {number}' if number else ''} (CUDA)", provider, ("cuda", number)
    )


def _graph(number: int) -> Accelerator:
    """CUDA without a launch for each of the network's many small kernels, which cost the most."""
    plain = _cuda(number)
    options = {"device_id": str(number), **_CUDA, "enable_cuda_graph": "1"}
    return Accelerator(
        plain.name.replace("cuda", "cuda-graph"),
        plain.title.replace("CUDA", "CUDA graph"),
        Provider("CUDAExecutionProvider", options),
        plain.memory,
        replays=True,
    )


def _tensorrt(half: bool) -> Accelerator:
    """Builds an engine for minutes the first time, and keeps it in the user's cache.

    Args:
        half: calculate in float16 where TensorRT finds it quicker.
    """
    cache = user_cache_path("facemat-live") / "tensorrt"
    options = {
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": str(cache),
        "trt_timing_cache_enable": "1",
        "trt_fp16_enable": str(int(half)),
    }

    def opened(path: Path) -> object:
        cache.mkdir(parents=True, exist_ok=True)
        return Provider("TensorrtExecutionProvider", options)(path)

    name, title = (
        ("tensorrt-half", "GPU (TensorRT, float16)") if half else ("tensorrt", "GPU (TensorRT)")
    )
    return Accelerator(name, title, opened, ("cuda", 0), by_name_only=True, halves=half)
