from __future__ import annotations

from app.effort import WINDOW, Effort, Saving


def _left_out(effort: Effort) -> Saving:
    return effort.saving


def _run(effort: Effort, count: int, spent: float, every: int = 1, start: int = 0) -> int:
    """A camera of 30 frames a second, of which every so many are done."""
    index = start
    for _ in range(count):
        index += every
        effort.note(index, index / 30, spent)
    return index


def test_nothing_is_left_out_while_every_frame_is_done() -> None:
    effort = Effort()
    _run(effort, 4 * WINDOW, 0.029)
    assert _left_out(effort) == Saving.NOTHING


def test_landmarks_are_left_out_before_frames_wait_for_each_other_and_no_more() -> None:
    effort = Effort()
    at = _run(effort, 4 * WINDOW, 0.031)
    assert _left_out(effort) == Saving.LANDMARKS
    _run(effort, 4 * WINDOW, 0.033, start=at)
    assert _left_out(effort) == Saving.LANDMARKS


def test_dropped_frames_make_it_save_and_room_makes_it_recover() -> None:
    effort = Effort()
    at = _run(effort, WINDOW - 1, 0.05, every=2)
    assert _left_out(effort) == Saving.NOTHING
    at = _run(effort, 1, 0.05, every=2, start=at)
    assert _left_out(effort) == Saving.LANDMARKS
    at = _run(effort, 3 * WINDOW, 0.028, start=at)
    assert _left_out(effort) == Saving.LANDMARKS, "with all of them it would fall behind again"
    _run(effort, 2 * WINDOW, 0.015, start=at)
    assert _left_out(effort) == Saving.NOTHING


def test_a_pause_or_another_source_is_no_drop() -> None:
    effort = Effort()
    for start in range(0, 40 * 1000, 1000):
        _run(effort, 20, 0.01, start=start)
    assert _left_out(effort) == Saving.NOTHING
    _run(effort, WINDOW, 0.01, start=0)
    assert _left_out(effort) == Saving.NOTHING


def test_more_is_left_out_step_by_step_and_taken_up_in_turn() -> None:
    effort = Effort()
    seen = [effort.saving]
    at = 0
    for spent, every in [(0.09, 3)] * 4 + [(0.01, 1)] * 4:
        at = _run(effort, WINDOW, spent, every=every, start=at)
        seen.append(effort.saving)
    assert seen == [0, 1, 2, 2, 2, 1, 0, 0, 0]
