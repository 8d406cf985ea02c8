"""Others' work beside ours, in turns in the same run, so that a busy machine slows all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from app.bench.figures import Times
from app.faults import FaultError
from app.perception.quiet import without_startup_lines
from filters.compositing import lay_into
from filters.types import Image, Layer, Matte
from model.contract import SIZE
from model.matting import Matting

Work = Callable[[], object]
_WARM = 3


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A piece of work and its time.

    Attributes:
        work: what is done once.
        times: milliseconds.
        ratio: its median over that of the first row of its group.
    """

    work: str
    times: Times
    ratio: float


def networks(matting: Matting, folder: Path | None) -> dict[str, Work]:
    """One face's step of ours, and one run of every graph in `folder`.

    Args:
        folder: with `.onnx` files, run on the CPU provider, and `.tflite` segmenters, run by
            MediaPipe on a 720p picture; None: none.
    Raises:
        FaultError: if the folder or a file in it can't be used.
    """
    rng = np.random.default_rng(0)
    crop = rng.integers(0, 256, (1, SIZE, SIZE, 3), np.uint8)
    memory = matting.step(crop, [None])[1]
    works: dict[str, Work] = {
        f"our network, a face ({matting.provider})": lambda: matting.step(crop, memory)
    }
    if folder is None:
        return works
    if not folder.is_dir():
        raise FaultError("The peers can't be measured", f"{folder} is no folder", "Give a folder")
    for file in sorted(folder.iterdir()):
        try:
            if file.suffix == ".onnx":
                works[file.stem] = _graph(file)
            elif file.suffix == ".tflite":
                works[file.stem] = _segmenter(file, rng.integers(0, 256, (720, 1280, 3), np.uint8))
        except Exception as error:
            raise FaultError(
                f"{file.name} can't be measured", str(error).partition("\n")[0], "Take it away"
            ) from error
    return works


def compositors(image: Image, layer: Layer, matte: Matte) -> dict[str, Work]:
    """One layer laid through one matte: by our tiles, and over the whole frame in float32."""
    canvas = image.copy()
    height, width = image.shape[:2]
    alpha = matte.tile((0, 0), (width, height))
    whole = np.zeros((height, width, 4), np.uint8)
    x, y = layer.origin
    h, w = layer.rgba.shape[:2]
    whole[y : y + h, x : x + w] = layer.rgba[: height - y, : width - x]
    return {
        "our compositor, a layer": lambda: lay_into(canvas, layer, matte),
        "NumPy, whole frame in float32": lambda: naive(image, whole, alpha),
    }


def naive(image: Image, layer: NDArray[np.uint8], alpha: NDArray[np.float32]) -> Image:
    """What a first draft does: (1 - a m) B + a m F over every pixel."""
    weight = (layer[..., 3].astype(np.float32) / 255 * alpha)[..., None]
    mixed = image.astype(np.float32) * (1 - weight) + layer[..., :3].astype(np.float32) * weight
    return np.asarray(np.round(mixed), np.uint8)


def measure(works: Mapping[str, Work], rounds: int) -> list[PeerRow]:
    """Every work `rounds` times, in turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + _WARM):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            if turn >= _WARM:
                times[name].append(1e3 * (time.perf_counter() - began))
    found = {name: Times.of(spent) for name, spent in times.items()}
    first = next(iter(found.values())).p50
    return [PeerRow(name, spent, spent.p50 / first) for name, spent in found.items()]


def _graph(file: Path) -> Work:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session: Any = onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"]
    )
    kinds = {"tensor(uint8)": np.uint8, "tensor(float)": np.float32}
    feed = {
        value.name: np.zeros(
            [side if isinstance(side, int) else 1 for side in value.shape], kinds[value.type]
        )
        for value in session.get_inputs()
    }
    return lambda: session.run(None, feed)


def _segmenter(file: Path, picture: Image) -> Work:
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.ImageSegmenterOptions(
        base_options=BaseOptions(model_asset_path=str(file)), output_confidence_masks=True
    )
    image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture)
    with without_startup_lines():
        segmenter = vision.ImageSegmenter.create_from_options(options)
        segmenter.segment(image)
    return lambda: segmenter.segment(image).confidence_masks[0].numpy_view()
