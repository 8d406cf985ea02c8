from __future__ import annotations

import pytest

from app.sources.modes import Mode, Offer, choose, offers

HD, FULL, VGA = (1280, 720), (1920, 1080), (640, 480)
WEBCAM = (
    Mode("YUYV", VGA, (30.0, 15.0)),
    Mode("YUYV", HD, (10.0, 5.0)),
    Mode("YUYV", FULL, (5.0,)),
    Mode("H264", HD, (60.0,)),
    Mode("MJPG", VGA, (30.0,)),
    Mode("MJPG", HD, (60.0, 30.0)),
    Mode("MJPG", FULL, (29.97,)),
)


def chosen(modes: tuple[Mode, ...], size: tuple[int, int] | None, rate: float = 30.0) -> object:
    mode = choose(modes, size, rate)
    return mode and (mode.fourcc, mode.size, *mode.rates)


@pytest.mark.parametrize(
    ("size", "rate", "expected"),
    [
        (HD, 30.0, ("MJPG", HD, 30.0)),
        (HD, 60.0, ("MJPG", HD, 60.0)),
        (VGA, 30.0, ("MJPG", VGA, 30.0)),
        (VGA, 15.0, ("YUYV", VGA, 15.0)),
        (FULL, 30.0, ("MJPG", FULL, 29.97)),
        ((1900, 1000), 30.0, ("MJPG", FULL, 29.97)),
        ((3840, 2160), 30.0, ("MJPG", FULL, 29.97)),
        (None, 30.0, ("MJPG", HD, 30.0)),
    ],
)
def test_the_nearest_size_and_rate_are_asked_for_and_mjpg_before_raw(
    size: tuple[int, int] | None, rate: float, expected: object
) -> None:
    assert chosen(WEBCAM, size, rate) == expected
    assert chosen(WEBCAM[::-1], size, rate) == expected


def test_raw_is_asked_for_where_mjpg_is_slower() -> None:
    modes = (Mode("MJPG", HD, (15.0,)), Mode("YUYV", HD, (30.0,)))
    assert chosen(modes, HD) == ("YUYV", HD, 30.0)


def test_with_no_size_asked_for_a_fluent_picture_is_worth_more_than_a_large_one() -> None:
    modes = (Mode("YUYV", HD, (10.0,)), Mode("YUYV", VGA, (30.0,)), Mode("YUYV", FULL, (30.0,)))
    assert chosen(modes, None) == ("YUYV", VGA, 30.0)
    assert chosen(modes, HD) == ("YUYV", HD, 10.0)
    assert chosen(modes[:1], None) == ("YUYV", HD, 10.0)


def test_a_camera_that_does_not_tell_its_rates_is_asked_for_the_rate_wanted() -> None:
    assert chosen((Mode("YUYV", VGA),), VGA, 24.0) == ("YUYV", VGA, 24.0)


def test_what_can_not_be_read_is_not_asked_for() -> None:
    assert chosen((Mode("H264", HD, (30.0,)),), HD) is None
    assert chosen((), None) is None
    assert offers((Mode("H264", HD, (30.0,)),), 30.0) == ()
    assert offers((Mode("H264", HD, (30.0,)), Mode("YUYV", VGA, (30.0,))), 30.0) == (
        Offer(VGA, 30.0),
    )


def test_each_size_is_offered_once_with_the_rate_it_would_have_the_largest_first() -> None:
    assert offers((*WEBCAM, Mode("GREY", (8, 8))), 30.0) == (
        Offer(FULL, 29.97),
        Offer(HD, 30.0),
        Offer(VGA, 30.0),
        Offer((8, 8), None),
    )
