from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
import pyvirtualcam

from app.faults import Fault
from app.outputs.virtual_camera import VirtualCamera
from filters.types import Image


class FakeBackend:
    """What pyvirtualcam sends to; keeps the pictures and how it was opened."""

    sent: ClassVar[queue.Queue[Image]] = queue.Queue()
    opened: ClassVar[dict[str, Any]] = {}
    closed = 0
    refuse = ""

    def __init__(self, **options: Any) -> None:
        if FakeBackend.refuse:
            raise RuntimeError(FakeBackend.refuse)
        FakeBackend.opened = options

    def send(self, flat: Image) -> None:
        size = FakeBackend.opened["height"], FakeBackend.opened["width"], 3
        FakeBackend.sent.put(flat.reshape(size).copy())

    def close(self) -> None:
        FakeBackend.closed += 1

    def device(self) -> str:
        return str(FakeBackend.opened["device"] or "fake device")

    def native_fourcc(self) -> None:
        return None


@pytest.fixture(autouse=True)
def fake_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeBackend.sent = queue.Queue()
    FakeBackend.opened, FakeBackend.closed, FakeBackend.refuse = {}, 0, ""
    monkeypatch.setattr(pyvirtualcam.camera, "BACKENDS", {})
    pyvirtualcam.register_backend("fake", FakeBackend)


@pytest.fixture
def faults() -> list[Fault]:
    return []


def refusal(camera: VirtualCamera, faults: list[Fault]) -> str:
    """What is told when it is switched on in vain."""
    camera.start()
    camera._worker._thread.join(10)
    assert not camera.running
    assert not camera.starting
    (fault,) = faults
    return str(fault)


@pytest.fixture
def camera(faults: list[Fault]) -> Iterator[VirtualCamera]:
    made = VirtualCamera((64, 36), 500, on_fault=faults.append)
    yield made
    made.stop()


def until(colour: tuple[int, int, int]) -> Image:
    """The first picture sent whose centre is `colour`; fails if it takes 10 s."""
    while True:
        image = FakeBackend.sent.get(timeout=10)
        if tuple(int(v) for v in image[18, 32]) == colour:
            return image


def solid(colour: tuple[int, int, int], size: tuple[int, int] = (64, 36)) -> Image:
    return np.full((size[1], size[0], 3), colour, np.uint8)


def test_black_is_sent_until_there_is_a_picture_and_then_it_again_and_again(
    camera: VirtualCamera,
) -> None:
    camera.start()
    assert not FakeBackend.sent.get(timeout=10).any()
    camera.show(solid((200, 50, 10)))
    for _ in range(3):
        until((200, 50, 10))
    assert camera.running
    assert camera.device == "fake device"


def test_the_size_never_changes_whatever_is_shown(camera: VirtualCamera) -> None:
    camera.start()
    camera.show(solid((9, 8, 7), (36, 72)))
    image = until((9, 8, 7))
    assert image.shape == (36, 64, 3)
    assert not image[:, :20].any()
    assert FakeBackend.opened["fps"] == 500
    assert (FakeBackend.opened["width"], FakeBackend.opened["height"]) == (64, 36)


def test_odd_sides_are_made_even(faults: list[Fault]) -> None:
    assert VirtualCamera((853, 479), on_fault=faults.append).size == (854, 480)


def test_stopping_closes_the_device_once(camera: VirtualCamera, faults: list[Fault]) -> None:
    camera.start()
    FakeBackend.sent.get(timeout=10)
    assert camera.stop()
    assert (FakeBackend.closed, camera.running, faults) == (1, False, [])


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("'v4l2loopback' backend: No v4l2 loopback device found at /dev/video[0-99].", "is none"),
        ("Device /dev/video77 does not exist.", "there is none on this computer"),
        ("OBS Virtual Camera device not found! Did you install OBS?", "is none on this computer"),
        ("could not be opened due to missing permissions. Run 'usermod -a'", "no right to write"),
        ("virtual camera output could not be started", "another program is using it"),
        ("Multiple cameras are not supported by this backend.", "another program is using it"),
        ("Something\nodd.", "Something odd"),
    ],
)
def test_each_refusal_is_told_in_plain_words(
    camera: VirtualCamera, faults: list[Fault], message: str, told: str
) -> None:
    FakeBackend.refuse = message
    assert told in refusal(camera, faults)


def test_an_error_nobody_foresaw_is_a_refusal_too(
    camera: VirtualCamera, faults: list[Fault], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(pyvirtualcam, "Camera", broken)
    assert "ValueError: odd" in refusal(camera, faults)


def test_a_driver_that_does_not_answer_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    faults: queue.Queue[Fault] = queue.Queue()
    real = pyvirtualcam.Camera

    def slow(*args: Any, **options: Any) -> pyvirtualcam.Camera:
        assert answer.wait(10)
        return real(*args, **options)

    monkeypatch.setattr(pyvirtualcam, "Camera", slow)
    camera = VirtualCamera((64, 36), 500, on_fault=faults.put, open_seconds=0.02)
    camera.start()
    assert faults.get(timeout=10).why == "its driver did not answer for 0.02 s"
    assert not camera.starting
    # It is not wanted any more by the time it answers.
    answer.set()
    assert camera.stop()
    assert FakeBackend.closed == 1
    assert FakeBackend.sent.empty()


def test_nothing_of_the_last_picture_is_left_after_blanking(camera: VirtualCamera) -> None:
    camera.start()
    camera.show(solid((200, 50, 10)))
    until((200, 50, 10))
    camera.blank()
    until((0, 0, 0))


@pytest.mark.parametrize(
    ("platform", "remedy"),
    [("linux", "modprobe v4l2loopback"), ("darwin", "system extension"), ("win32", "Install OBS")],
)
def test_the_remedy_is_the_systems_own(
    camera: VirtualCamera,
    faults: list[Fault],
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    remedy: str,
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    FakeBackend.refuse = "No v4l2 loopback device found"
    assert remedy in refusal(camera, faults)


def test_a_device_that_goes_away_is_told_once_and_taken_up_again(
    faults: list[Fault], tmp_path: Path
) -> None:
    node = tmp_path / "video9"
    node.touch()
    gone = threading.Event()
    refused: queue.Queue[str] = queue.Queue()

    class Unplugged(FakeBackend):
        def __init__(self, **options: Any) -> None:
            if not node.exists():
                refused.put("again")
                raise RuntimeError(f"Device {node} does not exist.")
            super().__init__(**options)

    def told(fault: Fault) -> None:
        faults.append(fault)
        gone.set()

    pyvirtualcam.register_backend("unplugged", Unplugged)
    camera = VirtualCamera(
        (64, 36), 500, str(node), on_fault=told,
        backend="unplugged", pauses=(0.001, 0.002),
    )  # fmt: skip
    camera.start()
    camera.show(solid((200, 50, 10)))
    until((200, 50, 10))
    node.unlink()
    assert gone.wait(10)
    for _ in range(3):
        assert refused.get(timeout=10) == "again"
    assert (camera.starting, camera.running) == (True, False)
    node.touch()
    FakeBackend.sent = queue.Queue()
    until((200, 50, 10))  # the last picture, though none was shown since
    assert (camera.starting, camera.running) == (False, True)
    assert camera.stop()
    (fault,) = faults
    assert (fault.what, fault.why) == ("The virtual camera was lost", f"{node} is gone")
    assert FakeBackend.closed == 2


def test_a_driver_that_fails_to_send_is_opened_anew(faults: list[Fault]) -> None:
    failures = iter([False, False, True])

    class Failing(FakeBackend):
        def send(self, flat: Image) -> None:
            if next(failures, False):
                raise RuntimeError("virtual camera output\nwas reset")
            super().send(flat)

    pyvirtualcam.register_backend("failing", Failing)
    camera = VirtualCamera(
        (64, 36), 500, on_fault=faults.append, backend="failing", pauses=(0.001, 0.002)
    )
    camera.start()
    camera.show(solid((9, 8, 7)))
    for _ in range(5):
        until((9, 8, 7))
    assert camera.stop()
    assert [fault.why for fault in faults] == ["virtual camera output was reset"]


def test_a_device_that_never_comes_back_is_given_up_at_once_when_unwanted(
    faults: list[Fault],
) -> None:
    told = threading.Event()
    camera = VirtualCamera(
        (64, 36), 500, "/dev/video-gone", on_fault=lambda fault: told.set(), pauses=(60, 60)
    )
    camera.start()
    assert told.wait(10)
    assert camera.stop()
    assert FakeBackend.closed == 1
