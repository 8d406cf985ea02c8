from __future__ import annotations

import numpy as np
import pytest

from app.frames import Frame, RenderedFrame, Scene
from app.look import Look
from app.looks.files import put_on
from app.outputs.disclosure import disclosed, is_disclosed, with_badge
from filters.types import Image

SWAP = Look((put_on("swap-faces"),))
PLAIN = Look((put_on("hat"),))


def grey(width: int, height: int, level: int = 128) -> Image:
    return np.full((height, width, 3), level, np.uint8)


def changed(image: Image) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what differs from the picture's top right corner."""
    rows, columns = np.nonzero((image != image[0, -1]).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def test_only_a_look_that_shows_anothers_face_is_marked() -> None:
    assert is_disclosed(SWAP)
    assert not is_disclosed(PLAIN)
    assert not is_disclosed(SWAP.with_enabled(0, False))
    assert is_disclosed(PLAIN.added(put_on("swap-photo")))


def test_a_finished_picture_is_marked_and_what_it_was_made_from_is_not() -> None:
    frame = Frame(0, 1.0, grey(640, 360))
    picture = RenderedFrame(frame.image, Scene(frame))
    assert disclosed(picture, PLAIN) is picture
    marked = disclosed(picture, SWAP)
    assert (marked.image != frame.image).any()
    assert (frame.image == 128).all()
    assert marked.captured_at == 1.0
    assert not marked.image.flags.writeable


@pytest.mark.parametrize("size", [(320, 240), (640, 480), (1280, 720), (1920, 1080), (405, 720)])
def test_the_badge_is_small_and_in_the_bottom_left_corner(size: tuple[int, int]) -> None:
    left, top, right, bottom = changed(with_badge(grey(*size)))
    short = min(size)
    assert 4 <= left <= short / 30
    assert short / 50 - 4 <= size[1] - bottom <= short / 30
    assert 15 <= bottom - top <= max(17, short / 18)  # Readable, and not in the way.
    assert right <= 0.4 * size[0]
    assert (right - left) * (bottom - top) < 0.02 * size[0] * size[1]


@pytest.mark.parametrize("level", [0, 60, 128, 200, 255])
def test_its_words_stand_out_on_any_picture(level: int) -> None:
    image = with_badge(grey(1280, 720, level))
    left, top, right, bottom = 18, 666, 178, 702
    badge = image[top:bottom, left:right].astype(float) / 255
    linear = np.where(badge <= 0.04045, badge / 12.92, ((badge + 0.055) / 1.055) ** 2.4)
    luminance = linear @ (0.2126, 0.7152, 0.0722)
    # WCAG 2.2, 1.4.3: the brightest stroke against the pill between its edge and the words.
    ground = luminance[5, 30:-30].max()
    assert (luminance.max() + 0.05) / (ground + 0.05) > 4.5
    assert np.count_nonzero(luminance > 0.8) > 300  # The letters' strokes.


def test_every_frame_has_the_same_badge() -> None:
    one, two = with_badge(grey(640, 360)), with_badge(grey(640, 360))
    assert np.array_equal(one, two)
    assert one is not two


def test_what_is_smaller_than_the_badge_is_left_alone() -> None:
    image = grey(40, 30)
    assert with_badge(image) is image
