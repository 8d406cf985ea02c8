from __future__ import annotations

import threading

import pytest

from app.mailbox import Mailbox


def test_values_come_out_in_the_order_they_went_in() -> None:
    box: Mailbox[int] = Mailbox(3)
    for value in (1, 2, 3):
        box.put(value)
    assert [box.take(0), box.take(0), box.take(0), box.take(0)] == [1, 2, 3, None]
    assert box.dropped == 0


def test_a_full_box_drops_its_oldest_and_counts_it() -> None:
    box: Mailbox[int] = Mailbox(2)
    for value in range(5):
        box.put(value)
    assert (box.dropped, len(box)) == (3, 2)
    assert [box.take(0), box.take(0)] == [3, 4]


def test_latest_leaves_the_newest_in_the_box() -> None:
    box: Mailbox[int] = Mailbox(2)
    assert box.latest() is None
    box.put(1)
    box.put(2)
    assert (box.latest(), box.latest(), len(box)) == (2, 2, 2)


def test_what_was_seen_does_not_count_as_dropped() -> None:
    box: Mailbox[int] = Mailbox(1)
    box.put(1)
    box.latest()
    box.put(2)
    assert box.dropped == 0
    box.put(3)
    assert box.dropped == 1


def test_a_taker_waits_for_what_another_thread_puts() -> None:
    box: Mailbox[int] = Mailbox(1)
    taken: list[int | None] = []
    taker = threading.Thread(target=lambda: taken.append(box.take(10)))
    taker.start()
    box.put(7)
    taker.join(10)
    assert taken == [7]


def test_take_gives_up_when_time_runs_out() -> None:
    assert Mailbox[int](1).take(0.001) is None


def test_closing_lets_a_waiting_taker_go() -> None:
    box: Mailbox[int] = Mailbox(1)
    taker = threading.Thread(target=lambda: box.take(None))
    taker.start()
    box.close()
    taker.join(10)
    assert not taker.is_alive()


def test_a_closed_box_gives_what_is_left_and_takes_nothing_more() -> None:
    box: Mailbox[int] = Mailbox(2)
    box.put(1)
    box.close()
    box.put(2)
    assert (box.closed, box.take(None), box.take(None)) == (True, 1, None)


def test_a_box_needs_room_for_one() -> None:
    with pytest.raises(ValueError, match="capacity is 0, need at least 1"):
        Mailbox(0)
