from __future__ import annotations

import platform
from pathlib import Path

import pytest

from app.cli.checkup.finding import State
from app.cli.checkup.virtual_camera import virtual_camera

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="Linux's module")


def told(root: Path) -> tuple[State, str, str]:
    (report,) = virtual_camera(root)
    return report.state, report.found, report.remedy


def put(root: Path, path: str, content: str | bytes = "") -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def device(root: Path, exclusive: str = "Y,Y,N") -> None:
    put(root, "sys/devices/virtual/video4linux/video10/name", "FaceMat Camera\n")
    put(root, "sys/module/v4l2loopback/parameters/exclusive_caps", exclusive)
    put(root, "dev/video10")


def test_a_module_that_is_not_installed(tmp_path: Path) -> None:
    state, found, remedy = told(tmp_path)
    assert (state, found) == (State.WARNING, "v4l2loopback is not installed")
    assert "apt install v4l2loopback-dkms" in remedy


def test_a_module_that_is_not_loaded(tmp_path: Path) -> None:
    put(tmp_path, f"lib/modules/{platform.release()}/updates/dkms/v4l2loopback.ko.xz")
    _, found, remedy = told(tmp_path)
    assert found == "v4l2loopback is installed but not loaded"
    assert "modprobe v4l2loopback" in remedy
    assert "mokutil" not in remedy


@pytest.mark.parametrize(("byte", "asked"), [(b"\1", True), (b"\0", False)])
def test_secure_boot_is_named_where_it_is_on(tmp_path: Path, byte: bytes, asked: bool) -> None:
    put(tmp_path, f"lib/modules/{platform.release()}/extra/v4l2loopback.ko")
    put(tmp_path, "sys/firmware/efi/efivars/SecureBoot-8be4df61", b"\6\0\0\0" + byte)
    assert ("mokutil" in told(tmp_path)[2]) is asked


def test_a_module_without_a_device(tmp_path: Path) -> None:
    put(tmp_path, "sys/module/v4l2loopback/version", "0.13")
    assert told(tmp_path)[1] == "v4l2loopback is loaded without a device"


def test_a_device_that_is_ready(tmp_path: Path) -> None:
    device(tmp_path)
    assert told(tmp_path) == (State.OK, "FaceMat Camera (/dev/video10)", "")


def test_a_device_that_browsers_do_not_see(tmp_path: Path) -> None:
    device(tmp_path, "N,N")
    _, found, remedy = told(tmp_path)
    assert "exclusive_caps is off" in found
    assert "modprobe -r v4l2loopback" in remedy


def test_a_device_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device(tmp_path)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    _, found, remedy = told(tmp_path)
    assert "may not be written" in found
    assert "usermod -aG video" in remedy
