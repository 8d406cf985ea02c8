"""What Linux knows about a camera node without streaming from it (V4L2)."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.faults import FaultError

# linux/videodev2.h: v4l2_capability is 104 bytes with device_caps at 88, v4l2_format 208.
QUERYCAP, CAPABILITY_BYTES, DEVICE_CAPS_AT = 0x80685600, 104, 88
_G_FMT, _S_FMT, _FORMAT_BYTES = 0xC0D05604, 0xC0D05605, 208
VIDEO_CAPTURE = 0x0001
CLASS = Path("/sys/class/video4linux")
_BY_ID = Path("/dev/v4l/by-id")


@dataclass(frozen=True, slots=True)
class Node:
    """One camera node.

    Attributes:
        path: e.g. /dev/video0.
        name: what its driver calls it.
    """

    path: Path
    name: str


def capture_nodes() -> tuple[Node, ...]:
    """Nodes one can read pictures from, by number; those we may not open are included.

    Metadata nodes and outputs, an idle virtual camera among them, are left out.
    """
    if not CLASS.is_dir():
        return ()
    entries = sorted(filter(_is_video, CLASS.iterdir()), key=lambda entry: int(entry.name[5:]))
    nodes = (Node(Path("/dev") / entry.name, _name_of(entry)) for entry in entries)
    return tuple(node for node in nodes if _captures(node.path))


def stable_path(path: Path) -> Path:
    """A path that names the same camera after it was unplugged; `path` itself if it has none."""
    if _BY_ID.is_dir():
        for link in sorted(_BY_ID.iterdir()):
            if link.resolve() == path.resolve():
                return link
    return path


def driver_name(path: Path) -> str:
    """What the driver calls the camera at `path`, "" if it is not there."""
    name = CLASS / path.resolve().name / "name"
    return _name_of(name.parent) if name.is_file() else ""


def check_usable(path: Path, name: str) -> None:
    """Finds out why a camera could not be read, before anything is asked of it.

    Args:
        name: for people.
    Raises:
        FaultError: if it is missing, may not be opened, is in use, or is no camera.
    """
    with _open(path, name) as node:
        if not _capabilities(node) & VIDEO_CAPTURE:
            raise FaultError(
                f"{name} can't be read",
                f"{path} gives no video",
                "Choose another camera; a virtual camera gives video once a program feeds it",
            )
        try:
            _offer_current_format(node)
        except OSError as error:
            if error.errno != errno.EBUSY:
                return  # Not every driver lets its format be set; reading will tell.
            raise FaultError(
                f"{name} is in use",
                f"another program is reading {path}",
                "Close the browser tab or call that shows it, then try again",
            ) from error


def ioctl(node: int, request: int, buffer: bytearray) -> None:
    """One V4L2 request to an open node, answered in `buffer`. Raises OSError."""
    if sys.platform == "win32":
        raise OSError(errno.ENOSYS, "no V4L2 on this system")
    import fcntl  # not on Windows

    fcntl.ioctl(node, request, buffer)


@contextmanager
def _open(path: Path, name: str) -> Iterator[int]:
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        raise _fault_for(error, path, name) from error
    try:
        yield node
    finally:
        os.close(node)


def _fault_for(error: OSError, path: Path, name: str) -> FaultError:
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        found = ", ".join(f"{n.path} ({n.name})" for n in capture_nodes()) or "no camera at all"
        return FaultError(
            f"{name} is not there",
            f"{path} does not exist; this computer has {found}",
            "Plug the camera in, or choose another",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return FaultError(
            f"{name} may not be opened",
            f"you have no right to read {path}",
            "Run: sudo usermod -aG video $USER, then log out and in again",
        )
    if error.errno == errno.EBUSY:
        return FaultError(
            f"{name} is in use", f"another program holds {path}", "Close it, then try again"
        )
    return FaultError(
        f"{name} can't be opened",
        f"{path}: {error.strerror}",
        "Plug it in again, or choose another",
    )


def _capabilities(node: int) -> int:
    """The device_caps bits; 0 for what is no V4L2 device."""
    buffer = bytearray(CAPABILITY_BYTES)
    try:
        ioctl(node, QUERYCAP, buffer)
    except OSError:
        return 0
    (caps,) = struct.unpack_from("=I", buffer, DEVICE_CAPS_AT)
    return int(caps)


def _offer_current_format(node: int) -> None:
    """Sets the format the camera has anyway: drivers refuse it with EBUSY while others stream."""
    buffer = bytearray(_FORMAT_BYTES)
    struct.pack_into("=I", buffer, 0, VIDEO_CAPTURE)
    ioctl(node, _G_FMT, buffer)
    ioctl(node, _S_FMT, buffer)


def _captures(path: Path) -> bool:
    try:
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError as error:
        return error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY)
    try:
        return bool(_capabilities(node) & VIDEO_CAPTURE)
    finally:
        os.close(node)


def _is_video(entry: Path) -> bool:
    return entry.name.startswith("video") and entry.name[5:].isdecimal()


def _name_of(entry: Path) -> str:
    try:
        return (entry / "name").read_text().strip()
    except OSError:
        return entry.name
