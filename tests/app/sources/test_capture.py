from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from app.faults import FaultError
from app.sources import capture, v4l2, v4l2_modes
from app.sources.capture import open_capture
from app.sources.modes import Mode

MJPG, YUYV = (cv2.VideoWriter.fourcc(*name) for name in ("MJPG", "YUYV"))
PROPS = {
    cv2.CAP_PROP_FOURCC: "format",
    cv2.CAP_PROP_FRAME_WIDTH: "width",
    cv2.CAP_PROP_FRAME_HEIGHT: "height",
    cv2.CAP_PROP_FPS: "rate",
}


class OpenCV:
    """Stands for `cv2.VideoCapture`; notes in which order it was asked for what."""

    def __init__(self, works: bool = True, only: int | None = None) -> None:
        self.works, self.only = works, only
        self.asked: list[tuple[object, ...]] = []

    def __call__(self, target: int | str, backend: int, params: list[int] | None = None) -> OpenCV:
        self.asked.append(("open", target, backend, *(params or ())))
        self.opened = self.works and self.only in (None, backend)
        return self

    def isOpened(self) -> bool:
        return self.opened

    def set(self, prop: int, value: float) -> None:
        self.asked.append((PROPS[prop], value))


@pytest.fixture
def opencv(monkeypatch: pytest.MonkeyPatch) -> OpenCV:
    fake = OpenCV()
    monkeypatch.setattr(cv2, "VideoCapture", fake)
    monkeypatch.setattr(v4l2, "check_usable", lambda path, name: None)
    monkeypatch.setattr(v4l2_modes, "modes", lambda path: ())
    monkeypatch.setattr("sys.platform", "linux")
    return fake


def test_on_linux_the_best_mode_is_set_the_format_first(
    opencv: OpenCV, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered = (Mode("MJPG", (800, 600), (15.0,)), Mode("YUYV", (640, 360), (29.97, 15.0)))
    monkeypatch.setattr(v4l2_modes, "modes", lambda path: offered)
    node, link = tmp_path / "video4", tmp_path / "usb-desk"
    node.touch()
    link.symlink_to(node)
    open_capture(str(link), "Desk", (640, 400), 30.0)
    assert opencv.asked == [
        ("open", str(node), cv2.CAP_V4L2),
        ("format", YUYV),
        ("width", 640),
        ("height", 360),
        ("rate", 30),
    ]


@pytest.mark.parametrize(("size", "expected"), [(None, (1280, 720)), ((1920, 1080), (1920, 1080))])
def test_a_camera_that_offers_nothing_we_know_is_asked_for_mjpg(
    opencv: OpenCV, size: tuple[int, int] | None, expected: tuple[int, int]
) -> None:
    open_capture(3, "Camera 3", size, 25.0)
    assert opencv.asked == [
        ("open", "/dev/video3", cv2.CAP_V4L2),
        ("format", MJPG),
        ("width", expected[0]),
        ("height", expected[1]),
        ("rate", 25),
    ]


def test_directshow_is_told_the_format_while_opening(
    opencv: OpenCV, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    open_capture(0, "Camera 0", (640, 480), 30.0)
    assert opencv.asked == [
        (
            *("open", 0, cv2.CAP_DSHOW, cv2.CAP_PROP_FOURCC, MJPG),
            *(cv2.CAP_PROP_FRAME_WIDTH, 640, cv2.CAP_PROP_FRAME_HEIGHT, 480),
            *(cv2.CAP_PROP_FPS, 30),
        )
    ]


def test_media_foundation_comes_after_directshow(
    opencv: OpenCV, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    opencv.only = cv2.CAP_MSMF
    open_capture(0, "Camera 0", None, 30.0)
    tried = [asked[2] for asked in opencv.asked if asked[0] == "open"]
    assert tried == [cv2.CAP_DSHOW, cv2.CAP_DSHOW, cv2.CAP_MSMF]
    assert opencv.asked[-1] == ("rate", 30)


def test_media_foundation_opens_cameras_without_hardware_transforms() -> None:
    look = "import sys, os, app; print('cv2' in sys.modules, os.environ[sys.argv[1]])"
    name = "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS"
    root = Path(__file__).resolve().parents[3]
    environment = {key: value for key, value in os.environ.items() if key != name}
    command = [sys.executable, "-c", look, name]
    told = [
        subprocess.run(
            command, cwd=root, env=environment | more, capture_output=True, text=True, check=True
        ).stdout.split()
        for more in ({}, {name: "1"})
    ]
    # set before OpenCV is loaded, and never against the user's own wish
    assert told == [["False", "0"], ["False", "1"]]


def test_macos_uses_avfoundation(opencv: OpenCV, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    open_capture(1, "Camera 1", None, 30.0)
    assert opencv.asked[0] == ("open", 1, cv2.CAP_AVFOUNDATION)


def test_a_camera_that_does_not_open_is_a_fault(opencv: OpenCV) -> None:
    opencv.works = False
    with pytest.raises(FaultError, match="Desk can't be opened: there is no such camera"):
        open_capture(0, "Desk", None, 30.0)


def test_a_device_has_a_node_on_linux_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert capture.node_of(2) == Path("/dev/video2")
    assert capture.node_of("/dev/v4l/by-id/x") == Path("/dev/v4l/by-id/x")
    monkeypatch.setattr("sys.platform", "darwin")
    assert capture.node_of(2) is None
