from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.feed import LOOKING
from app.look import Look
from app.looks.files import put_on
from app.session import Session
from app.sources.card import card as drawn_card
from app.sources.orientation import Orientation
from app.statistics import Meter
from filters.types import Image
from tests.app.sessions import FakeReader, Rig, Ticking, eventually


class FakeVirtualCamera:
    """Notes what it is to send."""

    device, running, starting = "fake", True, False

    def __init__(self) -> None:
        self.told: list[str] = []

    def show(self, image: Image) -> None:
        self.told.append(f"a picture {image.shape[1]} wide")

    def blank(self) -> None:
        self.told.append("blank")

    def ask_to_stop(self) -> None:
        pass

    def stop(self, timeout: float = 0) -> bool:
        return True


@pytest.fixture
def rig() -> Iterator[Rig]:
    made = Rig()
    yield made
    made.session.stop()


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


def test_stopping_again_waits_for_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def never_ends(timeout: float) -> bool:
        waited.append(timeout)
        return False

    rig.session.start()
    with monkeypatch.context() as patch:
        patch.setattr(rig.session._feed, "stop", never_ends)
        rig.session.stop()
        rig.session.stop()
    assert len(waited) == 1
    assert rig.session._feed.stop()


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


def test_turning_and_cutting_keep_the_mirroring(rig: Rig) -> None:
    rig.session.start()
    eventually(rig.session.latest)
    rig.session.set_mirror(True)
    rig.session.set_turn(90, False)
    assert rig.session._feed.orientation == Orientation(turn=90, mirror=True)
    eventually(lambda: rig.session.statistics().size == (48, 64))
    rig.session.set_turn(0, True)
    eventually(lambda: rig.session.statistics().size == (28, 48))
    assert rig.session._feed.orientation.mirror


def test_the_card_of_a_lost_camera_goes_to_every_sink_as_it_is() -> None:
    def gone(spec: str, **more: object) -> Ticking:
        raise FaultError("Camera 7 is not there", "it was unplugged", "Plug it in again")

    rig = Rig()
    faults: list[Fault] = []
    session = Session(
        "camera:7",
        look=Look((put_on("pixelate"),)),
        on_fault=faults.append,
        reader=lambda: rig.reader,
        opener=gone,
    )
    camera = FakeVirtualCamera()
    session._camera = camera  # type: ignore[assignment]
    session.start()
    eventually(session.latest)
    card = session.latest()
    trouble = session.statistics().trouble
    session.stop()
    assert card is not None
    expected = drawn_card("Camera 7 is not there", LOOKING, (1280, 720))
    assert np.array_equal(card.image, expected)  # not pixelated, though there is no face
    assert camera.told == ["a picture 1280 wide"]
    assert rig.reader.seen == []
    assert faults == [trouble]
    assert session.statistics().fps == 0


def test_a_source_that_can_not_be_opened_is_a_fault_and_the_session_goes_on(rig: Rig) -> None:
    rig.session.start()
    rig.session.use_source("none")
    eventually(lambda: rig.faults)
    assert rig.faults[0].what == "Camera 9 is not there"
    rig.session.use_source("ticking", (16, 16))
    eventually(lambda: rig.session.statistics().size == (16, 16))


def test_a_source_that_fails_leaves_nothing_of_the_one_before(rig: Rig, tmp_path: Path) -> None:
    camera = FakeVirtualCamera()
    rig.session.start()
    eventually(rig.session.latest)
    rig.session._camera = camera  # type: ignore[assignment]
    rig.reader.may_go_on.clear()
    count = len(rig.reader.seen)
    eventually(lambda: len(rig.reader.seen) > count)
    # A frame is being read; it is finished only after the switch.
    rig.session.use_source("none")
    eventually(lambda: rig.faults)
    rig.reader.may_go_on.set()
    rig.session.stop()
    assert rig.session.latest() is None
    assert rig.session.statistics().size is None
    assert camera.told[-1:] == ["blank"]
    with pytest.raises(FaultError, match="nothing to take a picture of"):
        rig.session.snapshot(tmp_path / "a.png")


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
    assert found.reason == "asked for"
    assert found.size == (64, 48)
    assert found.stages["landmarks"] == 2.0
    assert 0 <= found.latency_ms < 1000
    assert found.dropped >= 0


def test_the_meter_looks_back_one_second() -> None:
    meter = Meter()
    for at in (0.0, 0.5, 0.9, 1.2):
        meter.count(at, captured_at=at - 0.02, stages={"filters": 10 * at})
    fps, latency, stages = meter.read(1.2)
    assert (fps, round(latency), stages) == (3.0, 20, {"filters": 9.0})
    assert meter.read(9.0) == (0.0, 0.0, {})
