from __future__ import annotations

from pathlib import Path

import pytest

from app.outputs import loopback
from app.sources import v4l2

CAPTURE, OUTPUT = 1, 2


@pytest.fixture
def streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Four devices, and the names of those that were called STREAMON on."""
    devices = {
        "video0": (b"v4l2 loopback", 0),
        "video1": (b"v4l2 loopback", OUTPUT),
        "video2": (b"v4l2 loopback", CAPTURE),
        "video3": (b"uvcvideo", 0),
    }
    opened: dict[int, str] = {}
    called: list[str] = []

    def open_node(path: Path, flags: int) -> int:
        if path.name == "video9":
            raise PermissionError(13, "refused")
        opened[len(opened)] = path.name
        return len(opened) - 1

    def ioctl(node: int, request: int, buffer: bytearray) -> None:
        driver, caps = devices[opened[node]]
        if request == v4l2.QUERYCAP:
            buffer[: len(driver)] = driver
            buffer[v4l2.DEVICE_CAPS_AT] = caps
        else:
            assert (request, buffer[0]) == (0x40045612, OUTPUT)
            called.append(opened[node])

    for name in (*devices, "video9"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(v4l2, "CLASS", tmp_path)
    monkeypatch.setattr(v4l2, "ioctl", ioctl)
    monkeypatch.setattr("os.open", open_node)
    monkeypatch.setattr("os.close", lambda node: None)
    return called


def test_only_a_dead_loopback_device_is_brought_back(streamed: list[str]) -> None:
    assert loopback.revive() == (Path("/dev/video0"),)
    assert streamed == ["video0"]


def test_a_device_that_refuses_stays_dead(
    streamed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = v4l2.ioctl

    def refuse(node: int, request: int, buffer: bytearray) -> None:
        if request != v4l2.QUERYCAP:
            raise OSError(22, "refused")
        answer(node, request, buffer)

    monkeypatch.setattr(v4l2, "ioctl", refuse)
    assert loopback.revive() == ()


def test_without_video_devices_there_is_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v4l2, "CLASS", tmp_path / "none")
    assert loopback.revive() == ()
