"""Brings v4l2loopback devices back that an earlier use has left dead.

v4l2loopback 0.12 (Debian 12, Ubuntu 22.04) with exclusive_caps=1 stops announcing an output at
the first write() and announces it again only when a program that had called STREAMON closes
the device. pyvirtualcam writes without STREAMON, so each device could be used once until the
module is loaded anew. Calling STREAMON and closing is what brings it back.
"""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path

from app.sources import v4l2

# linux/videodev2.h
_STREAMON, _VIDEO_OUTPUT = 0x40045612, 0x0002
_DRIVER = b"v4l2 loopback\0"


def revive() -> tuple[Path, ...]:
    """Brings back every loopback device that is neither a camera nor an output; returns them.

    Devices that are being fed, or wait to be, are left alone, and so is everything on other
    systems than Linux.
    """
    if not v4l2.CLASS.is_dir():
        return ()
    nodes = (Path("/dev") / entry.name for entry in sorted(v4l2.CLASS.iterdir()))
    return tuple(node for node in nodes if _revived(node))


def _revived(path: Path) -> bool:
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError:
        return False  # Not ours to open; opening the camera tells the user why.
    try:
        return _is_dead(node) and _streamed(node)
    finally:
        os.close(node)


def _is_dead(node: int) -> bool:
    buffer = bytearray(v4l2.CAPABILITY_BYTES)
    with contextlib.suppress(OSError):
        v4l2.ioctl(node, v4l2.QUERYCAP, buffer)
    (caps,) = struct.unpack_from("=I", buffer, v4l2.DEVICE_CAPS_AT)
    return buffer.startswith(_DRIVER) and not caps & (v4l2.VIDEO_CAPTURE | _VIDEO_OUTPUT)


def _streamed(node: int) -> bool:
    try:
        v4l2.ioctl(node, _STREAMON, bytearray(struct.pack("=i", _VIDEO_OUTPUT)))
    except OSError:
        return False  # A device that stays dead is refused, in words, when it is opened.
    return True
