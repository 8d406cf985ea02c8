"""What other programs would see as a camera, and on Linux what keeps them from it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from app.cli.checkup.finding import Report, ok, warning
from app.outputs.virtual_camera import SET_UP

_LOAD = (
    'sudo modprobe v4l2loopback devices=1 video_nr=10 card_label="FaceMat Camera" exclusive_caps=1'
)
_RIGHTS = "Run: sudo usermod -aG video $USER, then log out and in again"


def virtual_camera(root: Path = Path("/")) -> Iterator[Report]:
    """The virtual camera: the package, and on Linux the module, its options and its devices.

    Args:
        root: of the file system that is looked at.
    """
    try:
        version = metadata.version("pyvirtualcam")
    except metadata.PackageNotFoundError:
        yield warning("pyvirtualcam is missing", "Run: python -m pip install pyvirtualcam")
        return
    if sys.platform != "linux":
        yield ok(f"pyvirtualcam {version}; it needs OBS 30 or newer, started once")
        return
    folder = root / "sys/devices/virtual/video4linux"
    nodes = sorted(folder.glob("video*")) if folder.is_dir() else []
    if not nodes:
        yield _without_a_device(root)
    options = _read(root / "sys/module/v4l2loopback/parameters/exclusive_caps").split(",")
    for place, node in enumerate(nodes):
        device, name = root / "dev" / node.name, _read(node / "name")
        told = f"{name} (/dev/{node.name})"
        if not os.access(device, os.W_OK):
            yield warning(f"{told} may not be written", _RIGHTS)
        elif options[place : place + 1] == ["N"]:
            yield warning(
                f"{told} is no camera to Chrome, Zoom and Discord: exclusive_caps is off",
                f"Close what uses it, then run: sudo modprobe -r v4l2loopback && {_LOAD}",
            )
        else:
            yield ok(told)


def _without_a_device(root: Path) -> Report:
    """Why there is none."""
    if (root / "sys/module/v4l2loopback").is_dir():
        return warning(
            "v4l2loopback is loaded without a device",
            f"Run: sudo modprobe -r v4l2loopback && {_LOAD}",
        )
    modules = root / "lib/modules" / platform.release()
    if not any(modules.rglob("v4l2loopback.ko*")):
        return warning("v4l2loopback is not installed", SET_UP["linux"])
    if _secure_boot(root):
        return warning(
            "v4l2loopback is installed but not loaded; Secure Boot takes signed modules only",
            f"Run: {_LOAD}. If it says 'Key was rejected', enrol the key that signed it: sudo"
            " mokutil --import /var/lib/dkms/mok.pub, restart, and choose Enroll MOK",
        )
    return warning("v4l2loopback is installed but not loaded", f"Run: {_LOAD}")


def _secure_boot(root: Path) -> bool:
    """Whether the firmware says so: the variable's last byte, after four of attributes."""
    for variable in (root / "sys/firmware/efi/efivars").glob("SecureBoot-*"):
        try:
            return variable.read_bytes()[-1:] == b"\1"
        except OSError:
            return False
    return False


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""
