"""What a feed does about a camera that is lost, black, turned, or slower than it says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from app.faults import Fault, FaultError
from app.feed import BLACK, LOOKING, Fed, Feed
from app.sources.card import card as drawn_card
from app.sources.orientation import Orientation
from tests.app.feeding import LOST, FakeSource, Rig, Waits, shot, taken


@pytest.fixture
def feeds() -> Iterator[list[Feed]]:
    made: list[Feed] = []
    yield made
    for feed in made:
        assert feed.stop(10)


class Kept(Waits):
    """Never makes anyone wait, and tells when the feed waits to try again."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting, self.go_on = threading.Event(), threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.waiting.set()
        assert self.go_on.wait(10)
        return super().wait(timeout)


def test_a_lost_camera_leaves_a_card_and_no_frozen_face(feeds: list[Feed]) -> None:
    rig = Rig(FakeSource(shot(level=200), LOST), FakeSource(shot(level=90)))
    feed = rig.feed()
    feeds.append(feed)
    waits = Kept()
    feed._news = waits
    feed.start()
    assert waits.waiting.wait(10)
    card = taken(feed)
    assert card.card
    assert card.frame.image.shape == (4, 6, 3)  # the size of the last picture
    assert np.array_equal(card.frame.image, drawn_card("Camera 0 was lost", LOOKING, (6, 4)))
    assert feed.trouble == replace(LOST.fault, of_source=True)
    waits.go_on.set()
    back = taken(feed)
    assert not back.card
    assert back.frame.image[0, 0, 0] == 90
    assert back.frame.index == card.frame.index + 1
    assert back.take != card.take
    assert feed.trouble is None


def test_a_camera_that_can_not_be_opened_has_a_card_of_the_usual_size(feeds: list[Feed]) -> None:
    rig = Rig(LOST)
    feed = rig.feed(mirror=True)
    feeds.append(feed)
    feed._news = waits = Kept()
    feed.start()
    assert waits.waiting.wait(10)
    card = taken(feed)
    waits.go_on.set()
    # never mirrored, for it is to be read
    assert np.array_equal(card.frame.image, drawn_card("Camera 0 was lost", LOOKING, (1280, 720)))


def test_a_camera_that_fails_for_good_has_a_card_that_promises_nothing(feeds: list[Feed]) -> None:
    rig = Rig(FakeSource(shot(level=200), ValueError("odd")))
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    fault = rig.faults.get(timeout=10)
    fed = taken(feed)
    while not fed.card:
        fed = taken(feed)
    assert np.array_equal(fed.frame.image, drawn_card(fault.what, "", (6, 4)))


def test_a_file_that_fails_has_no_card() -> None:
    rig = Rig(FaultError("x.mp4", "is no video", "Give one"))
    feed = rig.feed("x.mp4")
    feed.start()
    rig.faults.get(timeout=10)
    assert feed.stop(10)
    assert feed.frames.latest() is None
    assert feed.trouble is None


def troubles(feed: Feed, monkeypatch: pytest.MonkeyPatch, count: int) -> list[Fault | None]:
    """What the matter was when each of the first frames went out."""
    noted: list[Fault | None] = []
    all_of_them = threading.Event()

    def put(fed: Fed) -> None:
        noted.append(feed.trouble)
        if len(noted) == count:
            all_of_them.set()

    monkeypatch.setattr(feed.frames, "put", put)
    feed.start()
    assert all_of_them.wait(10)
    return noted


def test_a_closed_shutter_is_named_after_two_seconds_until_there_is_light(
    feeds: list[Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    times = [0.0, 1.0, 2.0, 3.0, 3.1, 3.2]
    levels = [0, 0, 0, 0, 90, 0]
    rig = Rig(FakeSource(*(shot(i, *one) for i, one in enumerate(zip(times, levels, strict=True)))))
    feed = rig.feed()
    feeds.append(feed)
    assert troubles(feed, monkeypatch, 6) == [None, None, BLACK, BLACK, None, None]
    assert rig.faults.empty()


def test_a_black_film_is_no_closed_shutter(
    feeds: list[Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(FakeSource(shot(0, 0.0), shot(1, 9.0)))
    feed = rig.feed("a.mp4")
    feeds.append(feed)
    assert troubles(feed, monkeypatch, 2) == [None, None]


def test_another_source_leaves_the_trouble_behind(feeds: list[Feed]) -> None:
    rig = Rig(FakeSource(shot(0, 0.0), shot(1, 9.0)), FakeSource(shot(level=90)))
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    while feed.trouble is None:
        taken(feed)
    feed.choose("b.mp4", None)
    while taken(feed).choice == 0:
        pass
    assert feed.trouble is None


def test_a_turned_picture_is_another_take_and_of_another_size() -> None:
    feed = Rig().feed()
    feed._put(shot(level=9), 0)
    straight = taken(feed)
    feed.orientation = Orientation(turn=90)
    feed._put(shot(level=9), 0)
    turned = taken(feed)
    assert turned.frame.image.shape == (6, 4, 3)
    assert turned.frame.image[:, 0, 0].tolist() == [9, 9, 9, 0, 0, 0]
    assert turned.take != straight.take


def test_only_a_source_that_measures_has_a_true_rate(feeds: list[Feed]) -> None:
    class Measuring(FakeSource):
        measured_rate = 14.9

    rig = Rig(FakeSource(shot(level=90)), Measuring(shot(level=90)))
    feed = rig.feed()
    feeds.append(feed)
    feed.start()
    taken(feed)
    before = feed.rates
    feed.choose("camera:1", None)
    taken(feed)
    assert [before, feed.rates] == [(None, None), (14.9, 30.0)]
