from __future__ import annotations

import pytest

from app.sources.rate import RateMeter


def metered(*times: float) -> RateMeter:
    meter = RateMeter()
    for at in times:
        meter.note(at)
    return meter


@pytest.mark.parametrize("rate", [5.0, 14.985, 30.0, 60.0])
def test_a_steady_rate_is_told_whenever_it_is_asked_for(rate: float) -> None:
    times = [index / rate for index in range(round(4 * rate))]
    meter = metered(*times)
    assert meter.read(times[-1]) == pytest.approx(rate)
    assert meter.read(times[-1] + 0.9 / rate) == pytest.approx(rate)


def test_only_the_last_seconds_count() -> None:
    slow_then_fast = [*(index / 5 for index in range(50)), *(10 + i / 50 for i in range(200))]
    assert metered(*slow_then_fast).read(14.0) == pytest.approx(50.0, rel=0.01)


def test_a_camera_that_stopped_gets_slower_and_is_then_unknown() -> None:
    meter = metered(*(index / 10 for index in range(21)))
    assert meter.read(3.0) == pytest.approx(20 / 3)
    assert meter.read(5.5) is None


def test_too_few_pictures_tell_nothing() -> None:
    assert metered().read(0.0) is None
    assert metered(1.0).read(1.0) is None
    assert metered(1.0, 1.03, 1.06).read(1.06) is None
