from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.frames import RenderedFrame
from app.outputs import virtual_camera
from app.outputs.recording import Recording
from app.panic import DETAIL, TITLE, covering
from app.sources.card import card
from filters.types import Image
from tests.app.sessions import Rig, eventually
from tests.app.ui.fakes import picture


class Sink:
    """A virtual camera and a recording, as the session sees them; keeps all it is given."""

    def __init__(self) -> None:
        self.images: list[Image] = []
        self.came = threading.Semaphore(0)

    def show(self, image: Image) -> None:
        self.images.append(image)
        self.came.release()

    def put(self, finished: RenderedFrame) -> None:
        self.show(finished.image)
        self.images.append(finished.scene.frame.image)

    def next(self, count: int) -> None:
        """Waits until so many more have come."""
        while self.came.acquire(blocking=False):
            pass
        for _ in range(count):
            assert self.came.acquire(timeout=10)


class Sinks:
    """A running session and its sinks."""

    def __init__(self) -> None:
        self.rig = Rig()
        self.session = self.rig.session
        self.camera, self.recording = Sink(), Sink()
        self.session._camera = self.camera  # type: ignore[assignment]
        self.session._recording = self.recording  # type: ignore[assignment]
        self.session.start()
        self.recording.next(2)

    def leaving(self) -> list[Image]:
        """All that leaves from now on, until some pictures have come."""
        starts = len(self.camera.images), len(self.recording.images)
        self.recording.next(5)
        newest = self.session.latest()
        assert newest is not None
        camera, recording = self.camera.images[starts[0] :], self.recording.images[starts[1] :]
        return [*camera, *recording, newest.image, newest.scene.frame.image]


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    made = Sinks()
    yield made
    made.session._camera = made.session._recording = None
    made.session.stop()


def is_card(image: Image) -> bool:
    height, width = image.shape[:2]
    return np.array_equal(image, card(TITLE, DETAIL, (width, height)))


def seen_more(rig: Rig, than: int) -> bool:
    return len(rig.reader.seen) > than


def test_without_the_key_pictures_leave_as_they_are(sinks: Sinks) -> None:
    assert not any(is_card(image) for image in sinks.leaving())


def test_after_the_key_no_bare_picture_leaves_by_any_sink(sinks: Sinks) -> None:
    sinks.session.panic.switch(True)
    leaving = sinks.leaving()
    assert len(leaving) > 10
    assert all(is_card(image) for image in leaving)


def test_a_picture_that_is_being_made_when_the_key_comes_does_not_leave(sinks: Sinks) -> None:
    reader = sinks.rig.reader
    reader.may_go_on.clear()
    enough = len(reader.seen)
    eventually(partial(seen_more, sinks.rig, enough))  # it is shown one now, and waits
    sinks.session.panic.switch(True)
    starts = len(sinks.camera.images)
    reader.may_go_on.set()
    sinks.recording.next(3)
    assert all(is_card(image) for image in sinks.camera.images[starts:])


def test_the_last_picture_is_replaced_at_once_though_no_other_comes(sinks: Sinks) -> None:
    sinks.rig.reader.may_go_on.clear()
    sinks.session.panic.switch(True)
    newest = sinks.session.latest()
    assert newest is not None
    assert is_card(newest.image)
    assert is_card(newest.scene.frame.image)
    assert is_card(sinks.camera.images[-1])
    sinks.rig.reader.may_go_on.set()


def test_pressed_again_pictures_come_back(sinks: Sinks) -> None:
    sinks.session.panic.switch(True)
    sinks.leaving()
    sinks.session.panic.switch(False)
    assert not any(is_card(image) for image in sinks.leaving())


def test_a_snapshot_and_a_camera_switched_on_later_have_the_card(
    sinks: Sinks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = Sink()
    sinks.session._camera = None
    sinks.session.panic.switch(True)
    sinks.session.snapshot(tmp_path / "a.png")
    bgr = cv2.imread(str(tmp_path / "a.png"))
    assert bgr is not None
    assert is_card(np.asarray(bgr[..., ::-1], np.uint8))
    monkeypatch.setattr(later, "start", lambda: None, raising=False)
    monkeypatch.setattr("app.session.VirtualCamera", lambda *_, **__: later)
    sinks.session.start_virtual_camera()
    later.next(3)
    assert all(is_card(image) for image in later.images)


def test_before_the_first_picture_the_card_is_there_already() -> None:
    rig = Rig()
    rig.session.panic.switch(True)
    newest = rig.session.latest()
    assert newest is not None
    assert newest.image.shape[1::-1] == virtual_camera.SIZE
    assert is_card(newest.image)


def test_nothing_of_the_picture_is_in_what_covers_it() -> None:
    bare = picture()
    covered = covering(bare)
    assert (covered.captured_at, covered.spans) == (bare.captured_at, bare.spans)
    assert (covered.scene.faces, dict(covered.scene.mattes)) == ((), {})
    assert covered.scene.frame.image is covered.image
    assert is_card(covered.image)


def test_a_real_recording_goes_on_through_it(tmp_path: Path) -> None:
    from app.sources.video_file import VideoFile

    rig = Rig()
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.start_recording(tmp_path / "a.mp4")
    assert isinstance(rig.session._recording, Recording)
    for on in (False, True, False):
        rig.session.panic.switch(on)
        enough = len(rig.reader.seen) + 10
        eventually(partial(seen_more, rig, enough))
    rig.session.stop_recording()
    rig.session.stop()
    assert rig.faults == []
    dark = [frame.image.mean() < 60 for frame in VideoFile(tmp_path / "a.mp4").frames()]
    assert not dark[0]
    assert any(dark)
    assert not dark[-1]
