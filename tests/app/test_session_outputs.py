from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import PIL.Image
import pytest

from app.faults import FaultError
from app.look import Look
from app.looks.files import put_on
from app.outputs import virtual_camera
from app.outputs.disclosure import with_badge
from app.outputs.recording import Recording
from app.outputs.splitting import How, Split
from app.sources.video_file import VideoFile
from tests.app.sessions import Rig, eventually


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.session.stop()


def test_a_recording_holds_the_pictures_in_their_own_time(rig: Rig, tmp_path: Path) -> None:
    rig.session.start()
    eventually(rig.session.latest)
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
    eventually(rig.session.latest)
    rig.session.start_recording(tmp_path / "a.mp4")
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count + 5)
    rig.session.stop()
    assert len(list(VideoFile(tmp_path / "a.mp4").frames())) >= 3


def test_a_recording_is_refused_where_it_would_overwrite_or_can_not_be(
    rig: Rig, tmp_path: Path
) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    (tmp_path / "old.mp4").write_bytes(b"precious")
    with pytest.raises(FaultError, match=r"File exists\. Choose another name"):
        rig.session.start_recording(tmp_path / "old.mp4")
    with pytest.raises(FaultError, match="does not exist"):
        rig.session.start_recording(tmp_path / "none" / "a.mp4")
    assert (tmp_path / "old.mp4").read_bytes() == b"precious"
    assert rig.session.recording is None
    assert rig.session.stop_recording() is None


def test_only_one_recording_at_a_time(rig: Rig, tmp_path: Path) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.start_recording(tmp_path / "a.mp4")
    with pytest.raises(FaultError, match=r"a\.mp4 is being recorded"):
        rig.session.start_recording(tmp_path / "b.mp4")
    rig.session.stop_recording()
    assert not (tmp_path / "b.mp4").exists()


def test_nothing_is_recorded_before_there_is_a_picture(rig: Rig, tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="nothing to record: no picture has come"):
        rig.session.start_recording(tmp_path / "a.mp4")
    assert rig.session.recording is None
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_is_still_being_written_is_not_said_to_be_finished(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def slow(recording: Recording, timeout: float = 2.0) -> bool:
        del recording
        waited.append(timeout)
        return False

    rig.session.start()
    eventually(rig.session.latest)
    rig.session.start_recording(tmp_path / "a.mp4")
    recording = rig.session._recording
    assert recording is not None
    with monkeypatch.context() as patch:
        patch.setattr(Recording, "finish", slow)
        with pytest.raises(FaultError, match=r"a\.mp4 is not finished yet"):
            rig.session.stop_recording()
        assert rig.session.recording is None
        # It is given the time there is when the app ends, and told if that was too little.
        rig.session.stop()
    assert len(waited) == 2
    assert [fault.what for fault in rig.faults] == ["a.mp4 is not finished yet"]
    assert recording.finish()


def test_a_recording_that_fails_stops_alone(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise FaultError("a.mp4", "No space left on device", "Free some space")

    monkeypatch.setattr("app.outputs.recorder.Recorder.write", full)
    rig.session.start()
    eventually(rig.session.latest)
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
    eventually(lambda: rig.session.virtual_camera == "fake device")
    assert not rig.session.virtual_camera_starting
    width, height = virtual_camera.SIZE
    eventually(lambda: (height, width, 3, 200) in sent)
    rig.session.stop_virtual_camera()
    assert rig.session.virtual_camera is None
    assert sent[-1] == ()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("No v4l2 loopback device found"), "there is none on this computer"),
        (ValueError("odd"), "ValueError: odd"),
    ],
)
def test_a_virtual_camera_that_is_refused_is_told_and_stays_off(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("pyvirtualcam.Camera", refuse)
    rig.session.start_virtual_camera()
    eventually(lambda: rig.faults)
    assert rig.faults[0].why == told
    assert rig.session.virtual_camera is None
    eventually(lambda: not rig.session.virtual_camera_starting)


def test_a_driver_that_hangs_holds_nobody_up_and_can_be_left(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()

    def hang(*args: object, **options: object) -> None:
        assert answer.wait(10)
        raise RuntimeError("Device is busy")

    monkeypatch.setattr("pyvirtualcam.Camera", hang)
    rig.session.start_virtual_camera()
    assert rig.session.virtual_camera_starting
    assert rig.session.virtual_camera is None
    rig.session.stop_virtual_camera()
    eventually(lambda: not rig.session.virtual_camera_starting)
    answer.set()


def test_a_face_swap_is_marked_until_that_is_switched_off(rig: Rig) -> None:
    rig.session.use_source("ticking", (320, 240))
    rig.session.wear(Look((put_on("swap-faces"),)))
    rig.session.start()

    def shown(badge: bool) -> bool:
        picture = rig.session.latest()
        if picture is None or picture.image.shape[:2] != (240, 320):
            return False
        plain = picture.scene.frame.image
        return np.array_equal(picture.image, with_badge(plain) if badge else plain)

    eventually(lambda: shown(badge=True))
    rig.session.disclose = False
    eventually(lambda: shown(badge=False))
    rig.session.disclose = True
    eventually(lambda: shown(badge=True))
    rig.session.wear(Look((put_on("hat"),)))
    eventually(lambda: shown(badge=False))


def test_files_say_what_was_worn(rig: Rig, tmp_path: Path) -> None:
    rig.session.wear(Look((put_on("hat"),)))
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.snapshot(tmp_path / "a.png")
    with PIL.Image.open(tmp_path / "a.png") as image:
        assert image.info["Comment"] == "Altered by FaceMat Live: Hat"
    rig.session.start_recording(tmp_path / "a.mkv", How("vp9"))
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count + 5)
    rig.session.stop_recording()
    with av.open(str(tmp_path / "a.mkv")) as container:
        assert container.metadata["COMMENT"].startswith("Altered by FaceMat Live: Hat at first")
        assert container.streams.video[0].codec_context.name == "vp9"


def test_each_part_of_a_recording_says_what_was_worn_when_it_began(
    rig: Rig, tmp_path: Path
) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.start_recording(tmp_path / "a.mp4", How(split=Split(seconds=0.1)))
    eventually((tmp_path / "a_2.mp4").exists)
    rig.session.wear(Look((put_on("hat"),)))
    eventually((tmp_path / "a_4.mp4").exists)
    rig.session.stop_recording()
    notes = []
    for name in ("a.mp4", "a_4.mp4"):
        with av.open(str(tmp_path / name)) as container:
            notes.append(container.metadata["comment"])
    assert "no filters at first" in notes[0]
    assert "Hat at first" in notes[1]
