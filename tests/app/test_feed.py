from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from app import feed as feed_module
from app.faults import Fault, FaultError
from app.feed import Choice, Fed, Feed
from app.sources.orientation import Orientation
from tests.app.feeding import LOST, FakeSource, Rig, Waits, shot, taken


@pytest.fixture
def feeds() -> Iterator[list[Feed]]:
    made: list[Feed] = []
    yield made
    for feed in made:
        assert feed.stop(10)


def test_frames_of_the_chosen_source_arrive(feeds: list[Feed]) -> None:
    rig = Rig(FakeSource(shot(level=9)))
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    assert taken(feed).frame.image[0, 0, 0] == 9
    assert rig.asked == [("camera:7", (64, 48))]
    assert feed.source_name == "fake"


def test_another_source_can_be_chosen_while_one_waits_for_its_next_frame(
    feeds: list[Feed],
) -> None:
    first, second = FakeSource(shot(level=1)), FakeSource(shot(level=2))
    rig = Rig(first, second)
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    before = taken(feed)
    feed.choose("camera:8", None)
    after = taken(feed)
    assert (before.frame.image[0, 0, 0], after.frame.image[0, 0, 0]) == (1, 2)
    assert first.closed.is_set()
    assert after.take != before.take
    assert after.frame.index == before.frame.index + 1
    assert rig.asked[-1] == ("camera:8", None)
    assert (before.choice, after.choice) == (0, 1) == (0, feed.choice)


def test_a_source_that_can_not_be_opened_is_told_and_another_can_be_chosen(
    feeds: list[Feed],
) -> None:
    rig = Rig(FaultError("x.mp4", "is no video", "Give one"), FakeSource(shot(level=3)))
    feed = rig.feed("x.mp4")
    feeds.append(feed)
    feed.start()
    told = rig.faults.get(timeout=10)
    assert (told.what, told.of_source) == ("x.mp4", True)
    feed.choose("camera:1", None)
    assert taken(feed).frame.image[0, 0, 0] == 3


def test_an_error_nobody_foresaw_is_told_and_another_source_can_be_chosen(
    feeds: list[Feed],
) -> None:
    rig = Rig(
        ValueError("odd"),
        FakeSource(shot(level=1), KeyError("odder"), live=False),
        FakeSource(shot(level=2)),
    )
    feed = rig.feed("a.mp4")
    feeds.append(feed)
    feed.start()
    assert str(rig.faults.get(timeout=10)).startswith("a.mp4 can't be shown: ValueError: odd")
    feed.choose("b.mp4", None)
    assert taken(feed).frame.image[0, 0, 0] == 1
    assert rig.faults.get(timeout=10).why.startswith("KeyError")
    # Trying again would only repeat it.
    feed.choose("camera:2", None)
    assert taken(feed).frame.image[0, 0, 0] == 2
    assert [spec for spec, _ in rig.asked] == ["a.mp4", "b.mp4", "camera:2"]


def test_a_size_the_demo_can_not_have_leaves_the_other_sources_usable(
    feeds: list[Feed], tmp_path: Path
) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((4, 6, 3), 7, np.uint8))
    faults: queue.Queue[Fault] = queue.Queue()
    feed = Feed(Choice("demo", (10, 10)), Orientation(), faults.put)
    feeds.append(feed)
    feed.start()
    assert faults.get(timeout=10).remedy == "Ask for 16x16 or more"
    feed.choose(str(tmp_path / "a.png"), None)
    assert taken(feed).frame.image[0, 0, 0] == 7


def test_a_source_that_is_still_being_opened_can_be_left_for_another(feeds: list[Feed]) -> None:
    rig = Rig(None, FakeSource(shot(level=5)))
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    assert rig.waiting.wait(10)
    feed.choose("camera:8", None)
    assert taken(feed).frame.image[0, 0, 0] == 5
    assert rig.faults.empty()


def test_a_source_that_is_still_being_opened_does_not_keep_the_feed_from_stopping() -> None:
    rig = Rig(None)
    feed = rig.feed()
    feed.start()
    assert rig.waiting.wait(10)
    assert feed.stop(5)
    assert rig.faults.empty()


def test_a_lost_camera_is_looked_for_by_the_name_that_stays_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed_module, "pinned", lambda spec: "camera:/dev/v4l/by-id/usb-desk")
    rig = Rig(FakeSource(shot(), LOST), LOST)
    feed = rig.feed("camera:0")
    feed._news = Waits()
    feed.start()
    assert rig.exhausted.wait(10)
    assert feed.stop(10)
    pinned = "camera:/dev/v4l/by-id/usb-desk"
    assert [spec for spec, _ in rig.asked[:3]] == ["camera:0", pinned, pinned]


def test_a_lost_camera_is_told_once_and_tried_again_with_growing_pauses() -> None:
    rig = Rig(FakeSource(shot(), LOST), LOST, LOST, LOST, LOST)
    feed = rig.feed()
    waits = Waits()
    feed._news = waits
    feed.start()
    assert rig.exhausted.wait(10)
    assert feed.stop(10)
    assert waits.noted[:5] == [0.25, 0.5, 1.0, 2.0, 2.0]
    assert rig.faults.qsize() == 1
    assert {spec for spec, _ in rig.asked} == {"camera:7"}


def test_a_camera_that_came_back_and_is_lost_again_is_told_again_with_a_short_pause() -> None:
    rig = Rig(FakeSource(shot(), LOST), LOST, LOST, FakeSource(shot(), LOST))
    feed = rig.feed()
    waits = Waits()
    feed._news = waits
    feed.start()
    assert rig.exhausted.wait(10)
    assert feed.stop(10)
    assert waits.noted[:4] == [0.25, 0.5, 1.0, 0.25]
    assert rig.faults.qsize() == 2


def test_a_camera_that_came_back_begins_another_take(
    feeds: list[Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(FakeSource(shot(), LOST), FakeSource(shot()))
    feed = rig.feed()
    feeds.append(feed)
    waits = Waits()
    feed._news = waits
    takes: list[tuple[int, Orientation]] = []
    came_twice = threading.Event()

    def put(fed: Fed) -> None:
        takes.append(fed.take)
        if len(takes) == 2:
            came_twice.set()

    monkeypatch.setattr(feed.frames, "put", put)
    feed.start()
    assert came_twice.wait(10)
    assert takes[0] != takes[1]


def test_a_file_is_paced_by_its_timestamps_on_the_sessions_clock_and_goes_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    clip = FakeSource(shot(0, 5.0), shot(1, 5.04), shot(2, 5.2), live=False)
    rig = Rig(clip)
    feed = rig.feed("a.mp4", clock=lambda: now[0])
    waited: list[float] = []

    class Clock(Waits):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout is not None
            waited.append(timeout)
            now[0] += timeout
            if len(waited) == 6:
                feed._worker.ask_to_stop()
            return False

    feed._news = Clock()
    fed: list[Fed] = []
    monkeypatch.setattr(feed.frames, "put", fed.append)
    feed.start()
    feed._worker._thread.join(10)
    assert waited[:3] == pytest.approx([0.04, 0.16, 1 / 30])
    times = [one.frame.captured_at for one in fed]
    assert times[:4] == pytest.approx([100.0, 100.04, 100.2, 100.2 + 1 / 30])
    assert [one.frame.index for one in fed[:4]] == [0, 1, 2, 3]
    assert fed[2].take != fed[3].take


def test_a_single_picture_shown_again_is_no_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Rig(FakeSource(shot(), live=False))
    feed = rig.feed("a.png")
    waits = Waits()
    feed._news = waits
    takes: list[object] = []

    def put(fed: Fed) -> None:
        takes.append(fed.take)
        if len(takes) == 3:
            feed._worker.ask_to_stop()

    monkeypatch.setattr(feed.frames, "put", put)
    feed.start()
    feed._worker._thread.join(10)
    assert takes == takes[:1] * 3


def test_a_slow_computer_plays_a_file_slowly_instead_of_falling_behind() -> None:
    now = [0.0]
    clip = FakeSource(*(shot(i, i / 10) for i in range(4)), live=False)
    feed = Rig(clip).feed("a.mp4", clock=lambda: now[0])
    feed._news = Waits()
    late: list[float] = []
    for frame in feed._paced(clip):
        late.append(now[0] - frame.captured_at)
        now[0] += 2.0
    assert late == pytest.approx([0.0] * 4)


def test_a_file_that_breaks_off_is_told_once_and_goes_round() -> None:
    clip = FakeSource(shot(), FaultError("a.mp4", "breaks off", "Copy it"), live=False)
    rig = Rig(clip, clip, clip)
    feed = rig.feed("a.mp4")
    feed._news = Waits()
    feed.start()
    assert rig.exhausted.wait(10)
    assert feed.stop(10)
    assert [fault.why for fault in rig.faults.queue] == ["breaks off"]
    assert len(rig.asked) == 4


def test_mirroring_flips_the_picture_and_begins_another_take(feeds: list[Feed]) -> None:
    source = FakeSource(shot(level=9), shot(level=9))
    feed = Rig(source).feed(mirror=True)
    feeds.append(feed)
    feed._put(shot(level=9), 0)
    flipped = taken(feed)
    feed.orientation = Orientation()
    feed._put(shot(level=9), 0)
    straight = taken(feed)
    assert flipped.frame.image[0, :, 0].tolist() == [0, 0, 0, 9, 9, 9]
    assert straight.frame.image[0, :, 0].tolist() == [9, 9, 9, 0, 0, 0]
    assert flipped.take != straight.take


def test_the_pauses_are_what_the_design_says() -> None:
    assert feed_module.PAUSES == (0.25, 0.5, 1.0, 2.0)
