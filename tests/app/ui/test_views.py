from __future__ import annotations

import numpy as np
import pytest

from app.frames import Frame, RenderedFrame, Scene
from app.ui.views import View, checkerboard, compare_view, fit, matte_view
from filters.types import Matte

BEFORE, AFTER = 40, 200


def rendered(matte: Matte | None = None) -> RenderedFrame:
    frame = Frame(0, 0.0, np.full((20, 40, 3), BEFORE, np.uint8))
    scene = Scene(frame, mattes={} if matte is None else {7: matte})
    return RenderedFrame(np.full((20, 40, 3), AFTER, np.uint8), scene)


@pytest.mark.parametrize(
    ("picture", "room", "expected"),
    [
        ((16, 9), (160, 90), (0, 0, 160, 90)),
        ((16, 9), (160, 100), (0, 5, 160, 90)),
        ((9, 16), (160, 160), (35, 0, 90, 160)),
        ((1, 1), (7, 3), (2, 0, 3, 3)),
        ((4000, 1), (40, 40), (0, 19, 40, 1)),
    ],
)
def test_pictures_keep_their_aspect_in_the_middle(
    picture: tuple[int, int], room: tuple[int, int], expected: tuple[int, int, int, int]
) -> None:
    assert fit(picture, room) == expected


def test_the_wipe_is_before_on_the_left_and_after_on_the_right() -> None:
    view = compare_view(rendered(), (40, 20), 0.25)
    assert (view[:, :10] == BEFORE).all()
    assert (view[:, 10:] == AFTER).all()


@pytest.mark.parametrize(("divider", "expected"), [(0.0, AFTER), (1.0, BEFORE)])
def test_the_wipe_reaches_both_ends(divider: float, expected: int) -> None:
    assert (compare_view(rendered(), (40, 20), divider) == expected).all()


def test_the_matte_view_cuts_the_face_out() -> None:
    half = np.zeros((20, 40), np.float32)
    half[:, :20] = 1
    view = matte_view(rendered(Matte(half)).scene, (40, 20))
    assert (view[:, :20] == BEFORE).all()
    assert (view[:, 20:] == checkerboard((40, 20))[:, 20:]).all()


def test_the_grey_matte_is_alpha() -> None:
    view = matte_view(
        rendered(Matte(np.full((20, 40), 0.5, np.float32))).scene, (40, 20), grey=True
    )
    assert (view == 128).all()


def test_without_a_matte_nothing_is_face() -> None:
    assert (matte_view(rendered().scene, (40, 20)) == checkerboard((40, 20))).all()


def test_views_go_round() -> None:
    assert [view.following() for view in View] == [View.MATTE, View.COMPARE, View.RESULT]
