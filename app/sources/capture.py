"""How each system opens a camera: one small interface, `open_capture`, over OpenCV's backends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Protocol

import cv2

from app.faults import FaultError
from app.sources import v4l2, v4l2_modes
from app.sources.modes import USUAL, Mode, choose

# Tried in order. DirectShow before Media Foundation, which can take 12 s to open a camera.
_BACKENDS = {
    "linux": (cv2.CAP_V4L2,),
    "win32": (cv2.CAP_DSHOW, cv2.CAP_MSMF),
    "darwin": (cv2.CAP_AVFOUNDATION,),
}


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that is used."""

    def read(self) -> tuple[bool, Any]:
        """The next picture, BGR; may block."""

    def get(self, prop: int) -> float:
        """A property's value."""

    def release(self) -> None:
        """Lets go of the device."""


def node_of(device: int | str) -> Path | None:
    """The device's node on Linux, None elsewhere.

    Args:
        device: its number or, on Linux, its path.
    """
    if sys.platform != "linux":
        return None
    return Path(f"/dev/video{device}" if isinstance(device, int) else device)


def open_capture(
    device: int | str, name: str, size: tuple[int, int] | None, rate: float
) -> Capture:
    """The camera with the nearest it has to what is asked for, MJPG before raw.

    Args:
        device: number or, on Linux, path.
        name: for people.
        size: (width, height); None leaves it to us.
        rate: frames a second.
    Raises:
        FaultError: if it can't be opened.
    """
    node = node_of(device)
    mode: Mode | None = None
    if node is not None:
        v4l2.check_usable(node, name)
        mode = choose(v4l2_modes.modes(node), size, rate)
    # What it would print is told by our own faults.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    wanted = _properties(mode or Mode("MJPG", size or USUAL, (rate,)))
    target = device if node is None else str(node.resolve())
    for backend in _BACKENDS.get(sys.platform, (cv2.CAP_ANY,)):
        if backend == cv2.CAP_DSHOW:
            # DirectShow ignores a format that is set after opening.
            flat = [number for pair in wanted for number in pair]
            capture = cv2.VideoCapture(target, backend, flat)
            if capture.isOpened():
                return capture
        capture = cv2.VideoCapture(target, backend)
        if capture.isOpened():
            for prop, value in wanted:
                capture.set(prop, value)
            return capture
    raise FaultError(
        f"{name} can't be opened",
        "there is no such camera, another program uses it, or it may not be used",
        "Close other programs that show it, check the system's camera permissions, or choose"
        " another",
    )


def _properties(mode: Mode) -> tuple[tuple[int, int], ...]:
    """What to set, the format first, for it decides which sizes and rates there are."""
    return (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*mode.fourcc)),
        (cv2.CAP_PROP_FRAME_WIDTH, mode.size[0]),
        (cv2.CAP_PROP_FRAME_HEIGHT, mode.size[1]),
        # Whole, for OpenCV cuts off what is behind the point: 29.97 would become 29.
        (cv2.CAP_PROP_FPS, round(mode.rates[0])),
    )
