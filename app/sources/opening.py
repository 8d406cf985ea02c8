"""From the words a user gives to a source: demo, camera:N, or a path."""

from __future__ import annotations

import threading
from pathlib import Path

from app.faults import FaultError
from app.sources import pictures, v4l2, v4l2_modes
from app.sources.camera import RATE, Camera
from app.sources.capture import node_of
from app.sources.modes import USUAL, Offer, offers
from app.sources.pictures import Pictures
from app.sources.source import Source
from app.sources.video_file import VideoFile

_CAMERA = "camera:"


def open_source(
    spec: str,
    *,
    size: tuple[int, int] | None = None,
    cancelled: threading.Event | None = None,
) -> Source:
    """The source that `spec` names, ready to give frames.

    Args:
        spec: "demo", "camera:N", "camera:/dev/videoN", or the path of a video, a picture or a
            folder of pictures.
        size: (width, height) a camera or the demo is asked for; files have their own.
        cancelled: set, from another thread, to stop waiting for a camera's first picture.
    Raises:
        FaultError: if it can't be opened or read.
    """
    if spec == "demo":
        from app.sources.demo import Demo  # draws its props when loaded

        return Demo(size=size or USUAL)
    if is_camera(spec):
        return Camera(_device(spec), size, cancelled=cancelled)
    path = Path(spec).expanduser()
    if path.is_dir() or path.suffix.lower() in pictures.SUFFIXES:
        return Pictures(path)
    return VideoFile(path)


def is_camera(spec: str) -> bool:
    """Whether `spec` names a camera."""
    return spec.startswith(_CAMERA)


def offered_sizes(spec: str) -> tuple[Offer, ...]:
    """The sizes that the camera `spec` names offers, the largest first; () when not known.

    Only Linux tells without switching the camera on.
    """
    try:
        node = node_of(_device(spec)) if is_camera(spec) else None
    except FaultError:
        return ()  # Whoever opens it is told.
    return offers(v4l2_modes.modes(node), RATE) if node is not None else ()


def pinned(spec: str) -> str:
    """A spec that finds the same camera after it was unplugged; `spec` where there is none."""
    if not is_camera(spec):
        return spec
    device = _device(spec)
    node = Path(f"/dev/video{device}" if isinstance(device, int) else device)
    stable = v4l2.stable_path(node)
    return spec if stable == node else f"{_CAMERA}{stable}"


def _device(spec: str) -> int | str:
    name = spec.removeprefix(_CAMERA)
    if name.isdecimal():
        return int(name)
    if name.startswith("/dev/"):
        return name
    raise FaultError(
        f"{spec!r} names no camera",
        f"found {name!r} after {_CAMERA}",
        "Give a number as in camera:0, or a device as in camera:/dev/video0",
    )
