"""Tiny clips and frames to read and write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.frames import Frame
from filters.types import Image

MakeVideo = Callable[..., Path]

_CODECS = {".webm": "libvpx-vp9", ".avi": "mjpeg"}


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Writes a clip whose frame i is grey level 20 + 3 i, darker in its top-left corner."""

    import av  # large, and not needed by the tests of real devices, which run on slow machines

    def make(
        name: str = "clip.mp4",
        *,
        count: int = 12,
        size: tuple[int, int] = (64, 48),
        rate: Fraction = Fraction(25),
        times: Sequence[Fraction] | None = None,
        options: dict[str, str] | None = None,
        gop: int = 4,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w", options=options or {}) as container:
            codec = _CODECS.get(path.suffix, "libx264")
            stream = container.add_stream(codec, rate=rate)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height = size
            stream.pix_fmt = {"mjpeg": "yuvj444p", "libvpx-vp9": "yuv444p"}.get(codec, "yuv444p")
            stream.codec_context.gop_size = gop
            base = Fraction(1, 1000) if times else 1 / rate
            stream.codec_context.time_base = base
            container.start_encoding()
            for index in range(count):
                frame = av.VideoFrame.from_ndarray(picture(index, size), "rgb24")
                frame.pts = round(times[index] / base) if times else index
                frame.time_base = base
                frame.duration = 1
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return path

    return make


def picture(index: int, size: tuple[int, int] = (64, 48)) -> Image:
    """Frame `index` of the clips made here."""
    image = np.full((size[1], size[0], 3), 20 + 3 * index, np.uint8)
    image[: size[1] // 4, : size[0] // 4] = 0
    return image


@pytest.fixture
def frame() -> Frame:
    """One small coloured frame."""
    image = np.zeros((48, 64, 3), np.uint8)
    image[:, :32] = (200, 60, 20)
    return Frame(0, 0.0, image)
