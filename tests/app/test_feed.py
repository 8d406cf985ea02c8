from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from app import feed as feed_module
from app.faults import Fault, FaultError
from app.feed import Choice, Fed, Feed
from app.frames import Frame

LOST = FaultError("Camera 0 was lost", "it is gone", "Plug it in again")


def shot(index: int = 0, time: float = 0.0, level: int = 0) -> Frame:
    image = np.zeros((4, 6, 3), np.uint8)
    image[:, :3] = level
    return Frame(index, time, image)


class FakeSource:
    """Gives what it is told to, frame by frame; an exception in the list is raised."""

    def __init__(self, *script: Frame | FaultError, live: bool = True) -> None:
        self.script = script
        self.live = live
        self.name = "fake"
        self.rate: float | None = 30.0
        self.length: int | None = len(script)
        self.closed = threading.Event()

    def frames(self) -> Iterator[Frame]:
        for item in self.script:
            if isinstance(item, FaultError):
                raise item
            yield item
        if self.live:
            self.closed.wait(10)

    def close(self) -> None:
        self.closed.set()


class Waits(threading.Event):
    """An event that notes how long it was waited for and never makes anyone wait."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is not None:
            self.noted.append(timeout)
            return self.is_set()
        return super().wait(10)


class Rig:
    """A feed whose sources and faults the test holds in its hands."""

    def __init__(self, *sources: FakeSource | FaultError) -> None:
        self.sources = list(sources)
        self.asked: list[tuple[str, tuple[int, int] | None]] = []
        self.faults: queue.Queue[Fault] = queue.Queue()
        self.exhausted = threading.Event()

    def open(self, spec: str, *, size: tuple[int, int] | None = None) -> FakeSource:
        self.asked.append((spec, size))
        if not self.sources:
            self.exhausted.set()
            raise LOST
        source = self.sources.pop(0)
        if isinstance(source, FaultError):
            raise source
        return source

    def feed(
        self, spec: str = "camera:7", mirror: bool = False, clock: Callable[[], float] | None = None
    ) -> Feed:
        choice = Choice(spec, (64, 48))
        return Feed(choice, mirror, self.faults.put, opener=self.open, clock=clock or (lambda: 0.0))


def taken(feed: Feed) -> Fed:
    fed = feed.frames.take(10)
    assert fed is not None
    return fed


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


def test_a_source_that_can_not_be_opened_is_told_and_another_can_be_chosen(
    feeds: list[Feed],
) -> None:
    rig = Rig(FaultError("x.mp4", "is no video", "Give one"), FakeSource(shot(level=3)))
    feed = rig.feed("x.mp4")
    feeds.append(feed)
    feed.start()
    assert rig.faults.get(timeout=10).what == "x.mp4"
    feed.choose("camera:1", None)
    assert taken(feed).frame.image[0, 0, 0] == 3


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
    takes: list[tuple[int, bool]] = []
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
    feed._put(shot(level=9))
    flipped = taken(feed)
    feed.mirror = False
    feed._put(shot(level=9))
    straight = taken(feed)
    assert flipped.frame.image[0, :, 0].tolist() == [0, 0, 0, 9, 9, 9]
    assert straight.frame.image[0, :, 0].tolist() == [9, 9, 9, 0, 0, 0]
    assert flipped.take != straight.take


def test_the_pauses_are_what_the_design_says() -> None:
    assert feed_module.PAUSES == (0.25, 0.5, 1.0, 2.0)
