"""Cameras, the screen, and the video encoder."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import av
import numpy as np

from app.cli.checkup.finding import Report, ok, problem, warning
from app.sources.camera import list_cameras
from app.sources.opening import offered_sizes

_WINDOW = "from PySide6.QtGui import QGuiApplication as A; print(A([]).platformName())"


def cameras() -> Iterator[Report]:
    """The cameras by name, and the most they offer."""
    found = list_cameras()
    for camera in found:
        node = Path(camera.spec.removeprefix("camera:"))
        if node.is_absolute() and not os.access(node, os.R_OK | os.W_OK):
            yield warning(
                f"{camera.name} ({camera.spec}) may not be opened",
                "Run: sudo usermod -aG video $USER, then log out and in again",
            )
        else:
            yield ok(f"{camera.name} ({camera.spec}){_most(camera.spec)}")
    if not found:
        yield warning("no camera", "Plug one in, or use the demo: python main.py --source demo")


def _most(spec: str) -> str:
    """The largest size a camera offers, in words; "" when not known."""
    offered = offered_sizes(spec)
    if not offered:
        return ""
    (width, height), rate = offered[0].size, offered[0].rate
    return f", up to {width}x{height}" + (f" at {rate:.0f} frames a second" if rate else "")


def window() -> Iterator[Report]:
    """Whether Qt can open a window; in another process, since Qt aborts when it can't."""
    version = metadata.version("pyside6-essentials")
    run = subprocess.run(
        [sys.executable, "-c", _WINDOW], capture_output=True, text=True, timeout=60, check=False
    )
    if run.returncode == 0:
        yield ok(f"Qt {version} on {run.stdout.strip()}")
        return
    lines = [line for line in run.stderr.splitlines() if line.strip()]
    reason = lines[0] if lines else f"exit code {run.returncode}"
    bare = sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    yield warning(
        f"Qt {version} can't open a window: {'there is no display' if bare else reason}",
        "Use render and matte here, or start the app from a desktop"
        if bare
        else "Install what Qt needs: make system",
    )


def encoder() -> Iterator[Report]:
    """One picture through H.264."""
    with av.open(io.BytesIO(), "w", format="mp4") as container:
        try:
            stream = container.add_stream("libx264", rate=30)
        except av.FFmpegError as error:
            yield problem(
                f"PyAV {av.__version__} has no H.264 encoder: {error}",
                "Run: python -m pip install --force-reinstall av",
            )
            return
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    yield ok(f"H.264 by libx264, PyAV {av.__version__}")
