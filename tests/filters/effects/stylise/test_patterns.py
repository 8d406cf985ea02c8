"""Patterns lie evenly and as large as they should be; what is drawn small is enlarged in place."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.effects.stylise.patterns import Pattern, dots, paper, strokes
from filters.effects.stylise.scaling import grown, strips

FRAME = (512, 384)


@pytest.mark.parametrize(
    "pattern",
    [dots(FRAME, 8.0, 15.0), strokes(FRAME, 5.0, 60.0, 40.0), paper(FRAME)],
    ids=["dots", "strokes", "paper"],
)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_share_of_a_pattern_lies_below_that_brightness(pattern: Pattern, share: float) -> None:
    assert pattern.shape == (384, 512)
    assert (pattern < 255 * share).mean() == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("angle", [0.0, 15.0, 45.0])
def test_dots_lie_one_pitch_apart_at_their_angle(angle: float) -> None:
    screen = dots(FRAME, 8.0, angle).astype(float) - 127.5
    c, s = np.cos(np.radians(angle)) * 8, np.sin(np.radians(angle)) * 8
    # 5 pitches in the screen's own direction lead to the same place of a dot
    dx, dy = round(5 * c), round(5 * s)
    here = screen[100:300, 100:300]
    there = screen[100 + dy : 300 + dy, 100 + dx : 300 + dx]
    assert np.corrcoef(here.ravel(), there.ravel())[0, 1] > 0.8


def test_a_pattern_is_made_once() -> None:
    assert dots(FRAME, 8.0, 15.0) is dots(FRAME, 8.0, 15.0)
    assert not dots(FRAME, 8.0, 15.0).flags.writeable


@pytest.mark.parametrize("interpolation", [cv2.INTER_LINEAR, cv2.INTER_CUBIC])
@pytest.mark.parametrize("shrink", [1, 2, 3])
def test_rows_enlarged_in_strips_are_those_of_the_whole(shrink: int, interpolation: int) -> None:
    small = np.random.default_rng(1).integers(0, 256, (121, 40, 3), np.uint8)
    size = 40 * shrink - 1, 121 * shrink - 1
    whole = grown(small, shrink, size, interpolation)
    parts = [grown(small, shrink, size, interpolation, rows) for rows in strips(size[1])]
    assert len(parts) > 1
    np.testing.assert_array_equal(np.concatenate(parts), whole)
