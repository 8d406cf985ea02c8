from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from app.faults import FaultError
from app.sources import camera, v4l2
from app.sources.camera import Camera
from app.sources.opening import open_source
from app.sources.source import Measured

BGR = np.full((4, 6, 3), (250, 100, 10), np.uint8)


class FakeCapture:
    """Gives as many pictures as it was told, each when asked for."""

    def __init__(self, pictures: int = 1_000_000, block: threading.Event | None = None) -> None:
        self.left = pictures
        self.block = block
        self.released = threading.Event()

    def read(self) -> tuple[bool, Any]:
        if self.left == 0:
            if self.block:
                self.block.wait(10)
            return False, None
        self.left -= 1
        return True, BGR

    def get(self, prop: int) -> float:
        return {cv2.CAP_PROP_FPS: 24.0}[prop]

    def release(self) -> None:
        self.released.set()


def test_pictures_are_rgb_counted_and_on_a_clock_that_rises() -> None:
    source = Camera(0, opener=FakeCapture)
    frames = source.frames()
    first, second = next(frames), next(frames)
    source.close()
    assert first.image[0, 0].tolist() == [10, 100, 250]
    assert (first.index, second.index) == (0, 1)
    assert first.captured_at < second.captured_at
    assert (source.size, source.rate, source.live) == ((6, 4), 24.0, True)


def test_the_true_rate_counts_pictures_nobody_took() -> None:
    now = [100.0]
    all_read, never = threading.Event(), threading.Event()

    class Slow(FakeCapture):
        def read(self) -> tuple[bool, Any]:
            now[0] += 1 / 20
            if self.left == 0:
                all_read.set()
            return super().read()

    capture = Slow(pictures=40, block=never)
    source = Camera(0, opener=lambda: capture, clock=lambda: now[0])
    assert all_read.wait(10)
    assert isinstance(source, Measured)
    assert source.measured_rate == pytest.approx(20.0)
    assert source.rate == 24.0
    never.set()
    source.close()


def test_closing_ends_the_frames_and_releases_the_device() -> None:
    capture = FakeCapture()
    source = Camera(0, opener=lambda: capture)
    source.close()
    assert list(source.frames()) == []
    assert capture.released.is_set()


def test_reads_that_keep_failing_mean_the_camera_was_lost() -> None:
    capture = FakeCapture(pictures=1)
    source = Camera(0, opener=lambda: capture)
    with pytest.raises(FaultError, match="Camera 0 was lost: it stopped giving pictures"):
        list(source.frames())
    source.close()
    assert capture.released.is_set()


def test_a_read_that_never_returns_is_abandoned() -> None:
    never = threading.Event()
    capture = FakeCapture(pictures=1, block=never)
    source = Camera(0, opener=lambda: capture, next_seconds=0.01)
    with pytest.raises(FaultError, match=r"gives no picture: nothing came for 0\.01 s"):
        list(source.frames())
    assert not capture.released.is_set()
    never.set()
    source.close()
    assert capture.released.is_set()


def test_a_camera_that_gives_nothing_at_all_can_not_be_opened() -> None:
    never = threading.Event()
    capture = FakeCapture(pictures=0, block=never)
    threading.Timer(0.02, never.set).start()
    with pytest.raises(FaultError, match="gives no picture"):
        Camera(0, opener=lambda: capture, first_seconds=0.01)


def test_waiting_for_the_first_picture_can_be_cancelled() -> None:
    never, cancelled = threading.Event(), threading.Event()
    capture = FakeCapture(pictures=0, block=never)
    threading.Timer(0.02, cancelled.set).start()
    threading.Timer(0.1, never.set).start()
    with pytest.raises(FaultError, match="Camera 0 was not opened: it was cancelled"):
        Camera(0, opener=lambda: capture, cancelled=cancelled)


def test_what_the_opener_finds_is_what_the_user_is_told() -> None:
    def refuse() -> FakeCapture:
        raise FaultError("Camera 0 is in use", "a call shows it", "Close it")

    with pytest.raises(FaultError, match="Camera 0 is in use: a call shows it"):
        Camera(0, opener=refuse)


def test_a_driver_error_is_told_and_not_lost_with_its_thread() -> None:
    class Broken(FakeCapture):
        def read(self) -> tuple[bool, Any]:
            raise RuntimeError("bad ioctl")

    with pytest.raises(FaultError, match="was lost: RuntimeError: bad ioctl"):
        Camera(0, opener=Broken)


def test_a_missing_camera_names_its_node_and_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v4l2, "CLASS", tmp_path / "none")
    with pytest.raises(FaultError, match="video9 does not exist; this computer has no camera"):
        v4l2.check_usable(tmp_path / "video9", "Camera 9")


@pytest.mark.parametrize(
    ("number", "told"),
    [(13, "no right to read"), (16, "in use"), (19, "not there"), (5, "can't be opened")],
)
def test_each_reason_not_to_open_has_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str
) -> None:
    monkeypatch.setattr(v4l2, "CLASS", tmp_path / "none")

    def refuse(*_: object) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(FaultError, match=told):
        v4l2.check_usable(Path("/dev/video0"), "Camera 0")


def test_a_node_that_is_no_camera_is_refused(tmp_path: Path) -> None:
    (tmp_path / "video0").write_bytes(b"")
    with pytest.raises(FaultError, match="gives no video"):
        v4l2.check_usable(tmp_path / "video0", "Camera 0")


def test_a_camera_someone_else_streams_from_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "video0"
    node.write_bytes(b"")
    monkeypatch.setattr(v4l2, "ioctl", _driver(capabilities=1, set_format=16))
    with pytest.raises(FaultError, match="is in use: another program is reading"):
        v4l2.check_usable(node, "Camera 0")
    monkeypatch.setattr(v4l2, "ioctl", _driver(capabilities=1, set_format=22))
    v4l2.check_usable(node, "Camera 0")


def test_only_capture_nodes_are_listed_and_never_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {"video2": "Webcam", "video0": "FaceMat Camera", "video10": "Other", "v4l-subdev0": "x"}
    for node, name in names.items():
        (tmp_path / node).mkdir()
        (tmp_path / node / "name").write_text(name + "\n")
    monkeypatch.setattr(v4l2, "CLASS", tmp_path)
    monkeypatch.setattr(v4l2, "_captures", lambda path: path.name != "video10")
    monkeypatch.setattr("sys.platform", "linux")
    listed = camera.list_cameras()
    assert [(info.spec, info.name) for info in listed] == [("camera:/dev/video2", "Webcam")]


def test_a_stable_path_is_the_by_id_link_to_the_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, links = tmp_path / "video0", tmp_path / "by-id"
    node.write_bytes(b"")
    links.mkdir()
    (links / "usb-webcam").symlink_to(node)
    monkeypatch.setattr(v4l2, "_BY_ID", links)
    assert v4l2.stable_path(node) == links / "usb-webcam"
    assert v4l2.stable_path(tmp_path / "video1") == tmp_path / "video1"


@pytest.mark.parametrize("spec", ["camera:", "camera:-1", "camera:front", "camera:../x"])
def test_a_spec_that_names_no_camera_is_refused(spec: str) -> None:
    with pytest.raises(FaultError, match="names no camera"):
        open_source(spec)


def _driver(capabilities: int, set_format: int) -> Callable[[int, int, bytearray], None]:
    """A driver whose S_FMT fails with the errno given."""

    def ioctl(node: int, request: int, buffer: bytearray) -> None:
        if request == v4l2.QUERYCAP:
            buffer[88] = capabilities
        if request == v4l2._S_FMT:
            raise OSError(set_format, "refused")

    return ioctl
