from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.frames import Frame, Scene
from app.look import Look
from app.outputs import virtual_camera
from app.presets import put_on
from app.session import Session
from app.sources.video_file import VideoFile
from app.statistics import Meter


class FakeReader:
    """Sees no faces, and remembers what it was shown."""

    provider = "fake provider"

    def __init__(self) -> None:
        self.seen: list[Frame] = []
        self.resets = 0
        self.closed = threading.Event()

    def read(self, frame: Frame) -> Scene:
        self.seen.append(frame)
        return Scene(frame, stages={"landmarks": 2.0})

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed.set()


class Ticking:
    """A live source of any size that gives pictures until it is closed."""

    live = True
    rate: float | None = 200.0
    length: int | None = None

    def __init__(
        self,
        spec: str,
        *,
        size: tuple[int, int] | None = None,
        cancelled: threading.Event | None = None,
    ) -> None:
        if spec == "none":
            raise FaultError("Camera 9 is not there", "none", "Plug one in")
        self.name = spec
        self._size = size or (64, 48)
        self._closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        index = 0
        while not self._closed.wait(0.005):
            image = np.full((self._size[1], self._size[0], 3), 60, np.uint8)
            image[::2] = 200
            yield Frame(index, time.monotonic(), image)
            index += 1

    def close(self) -> None:
        self._closed.set()


class Rig:
    def __init__(self) -> None:
        self.reader = FakeReader()
        self.faults: list[Fault] = []
        self.session = Session(
            "ticking",
            size=(64, 48),
            on_fault=self.faults.append,
            reader=lambda: self.reader,
            opener=Ticking,
        )


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.session.stop()


def eventually(condition: Callable[[], object]) -> None:
    """Waits for another thread; fails after 10 s."""
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end, "it did not happen within 10 s"
        threading.Event().wait(0.002)


def test_pictures_come_out_and_the_newest_is_kept(rig: Rig) -> None:
    assert rig.session.latest() is None
    rig.session.start()
    eventually(rig.session.latest)
    first = rig.session.latest()
    eventually(lambda: rig.session.latest() is not first)
    assert rig.faults == []


def test_stopping_takes_less_than_two_seconds_and_closes_everything(rig: Rig) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    begun = time.monotonic()
    rig.session.stop()
    assert time.monotonic() - begun < 2
    assert rig.reader.closed.is_set()
    count = len(rig.reader.seen)
    rig.session.stop()
    assert len(rig.reader.seen) == count


def test_stopping_a_session_that_never_started_is_fine(rig: Rig) -> None:
    rig.session.stop()


def test_a_look_is_worn_from_one_frame_to_the_next(rig: Rig) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    # Without a face, a privacy filter hides the whole picture: its stripes are gone.
    rig.session.wear(Look((put_on("pixelate"),)))
    eventually(lambda: (p := rig.session.latest()) and np.ptp(p.image) < 60)
    rig.session.wear(Look())
    eventually(lambda: (p := rig.session.latest()) and np.ptp(p.image) == 140)


def test_another_source_resets_what_the_reader_remembers(rig: Rig) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    resets = rig.reader.resets
    rig.session.use_source("other", (32, 24))
    eventually(lambda: rig.session.statistics().size == (32, 24))
    assert rig.reader.resets == resets + 1
    assert rig.session.statistics().source == "other"
    indices = [frame.index for frame in rig.reader.seen]
    assert indices == sorted(set(indices))


def test_mirroring_resets_what_the_reader_remembers(rig: Rig) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    resets = rig.reader.resets
    rig.session.set_mirror(True)
    eventually(lambda: rig.reader.resets == resets + 1)


def test_a_source_that_can_not_be_opened_is_a_fault_and_the_session_goes_on(rig: Rig) -> None:
    rig.session.start()
    rig.session.use_source("none")
    eventually(lambda: rig.faults)
    assert rig.faults[0].what == "Camera 9 is not there"
    rig.session.use_source("ticking", (16, 16))
    eventually(lambda: rig.session.statistics().size == (16, 16))


def test_a_reader_that_can_not_be_loaded_is_a_fault() -> None:
    def broken() -> FakeReader:
        raise FaultError("The network", "is damaged", "Install it again")

    faults: list[Fault] = []
    session = Session("x", on_fault=faults.append, reader=broken, opener=Ticking)
    session.start()
    eventually(lambda: faults)
    session.stop()
    assert faults == [Fault("The network", "is damaged", "Install it again")]


def test_statistics_tell_rate_latency_stages_and_provider(rig: Rig) -> None:
    assert rig.session.statistics().fps == 0
    rig.session.start()
    eventually(lambda: rig.session.statistics().fps > 3)
    found = rig.session.statistics()
    assert found.provider == "fake provider"
    assert found.size == (64, 48)
    assert found.stages["landmarks"] == 2.0
    assert 0 <= found.latency_ms < 1000
    assert found.dropped >= 0


def test_a_recording_holds_the_pictures_in_their_own_time(rig: Rig, tmp_path: Path) -> None:
    rig.session.start()
    rig.session.start_recording(tmp_path / "a.mp4")
    assert str(rig.session.recording) == str(tmp_path / "a.mp4")
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count + 20)
    assert rig.session.stop_recording() == tmp_path / "a.mp4"
    assert rig.session.recording is None
    times = [frame.captured_at for frame in VideoFile(tmp_path / "a.mp4").frames()]
    assert len(times) >= 15
    assert times[0] == 0
    assert np.diff(times).min() > 0


def test_a_recording_is_finished_when_the_session_stops(rig: Rig, tmp_path: Path) -> None:
    rig.session.start()
    rig.session.start_recording(tmp_path / "a.mp4")
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count + 5)
    rig.session.stop()
    assert len(list(VideoFile(tmp_path / "a.mp4").frames())) >= 3


def test_a_recording_is_refused_where_it_would_overwrite_or_can_not_be(
    rig: Rig, tmp_path: Path
) -> None:
    (tmp_path / "old.mp4").write_bytes(b"precious")
    with pytest.raises(FaultError, match=r"File exists\. Choose another name"):
        rig.session.start_recording(tmp_path / "old.mp4")
    with pytest.raises(FaultError, match="does not exist"):
        rig.session.start_recording(tmp_path / "none" / "a.mp4")
    assert (tmp_path / "old.mp4").read_bytes() == b"precious"
    assert rig.session.recording is None
    assert rig.session.stop_recording() is None


def test_only_one_recording_at_a_time(rig: Rig, tmp_path: Path) -> None:
    rig.session.start_recording(tmp_path / "a.mp4")
    with pytest.raises(FaultError, match=r"a\.mp4 is being recorded"):
        rig.session.start_recording(tmp_path / "b.mp4")
    rig.session.stop_recording()
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_fails_stops_alone(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FaultError("a.mp4", "No space left on device", "Free some space")

    monkeypatch.setattr("app.outputs.recorder.Recorder.write", full)
    rig.session.start()
    rig.session.start_recording(tmp_path / "a.mp4")
    eventually(lambda: rig.faults)
    eventually(lambda: rig.session.recording is None)
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count + 2)
    assert [fault.why for fault in rig.faults] == ["No space left on device"]


def test_a_snapshot_is_the_newest_picture(rig: Rig, tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="nothing to take a picture of"):
        rig.session.snapshot(tmp_path / "a.png")
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.snapshot(tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 50


def test_the_virtual_camera_is_shown_every_picture_and_switches_off(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, ...]] = []

    class FakeCamera:
        device = "fake device"

        def __init__(self, *args: object, **options: object) -> None:
            pass

        def send(self, image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
            sent.append((*image.shape, int(image.max())))

        def close(self) -> None:
            sent.append(())

    monkeypatch.setattr("pyvirtualcam.Camera", FakeCamera)
    rig.session.start()
    rig.session.start_virtual_camera()
    assert str(rig.session.virtual_camera) == "fake device"
    width, height = virtual_camera.SIZE
    eventually(lambda: (height, width, 3, 200) in sent)
    rig.session.stop_virtual_camera()
    assert rig.session.virtual_camera is None
    assert sent[-1] == ()


def test_a_virtual_camera_that_is_not_there_is_refused_and_stays_off(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise RuntimeError("No v4l2 loopback device found")

    monkeypatch.setattr("pyvirtualcam.Camera", refuse)
    with pytest.raises(FaultError, match="there is none on this computer"):
        rig.session.start_virtual_camera()
    assert rig.session.virtual_camera is None
    assert rig.faults == []


def test_the_meter_looks_back_one_second() -> None:
    meter = Meter()
    for at in (0.0, 0.5, 0.9, 1.2):
        meter.count(at, captured_at=at - 0.02, stages={"filters": 10 * at})
    fps, latency, stages = meter.read(1.2)
    assert (fps, round(latency), stages) == (3.0, 20, {"filters": 9.0})
    assert meter.read(9.0) == (0.0, 0.0, {})
