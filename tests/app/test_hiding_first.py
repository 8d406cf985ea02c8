"""A privacy filter hides a face before another filter can carry it elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from app.failsafe import obscured
from app.frames import Frame, Scene
from app.look import Look, Worn
from app.pipeline import Pipeline
from filters.catalog import FILTERS, by_id
from filters.filter import Filter
from filters.params import parse
from tests.app.test_pipeline import FakeReader
from tests.filters.scenes import face_in, matte_of, picture

MOVING = [kind for kind in FILTERS if kind.displaces]


class _Found(FakeReader):
    """One face, left of the middle."""

    def read(self, frame: Frame, **how: object) -> Scene:
        face = face_in(frame.image[:, :200], 0.6)
        return Scene(frame, (face,), {face.id: matte_of(face, frame.image)})


def _rendered(*stack: Worn) -> np.ndarray:
    pipeline = Pipeline(_Found())
    image = pipeline.process(Frame(0, 0.0, picture(320, 180)), Look(stack)).image
    pipeline.close()
    return image


@pytest.mark.parametrize("kind", MOVING, ids=lambda kind: kind.id)
def test_what_is_laid_before_a_privacy_filter_moves_blocks_alone(kind: Filter) -> None:
    moves, hides = (Worn(one.id, one.params()) for one in (kind, by_id("pixelate")))
    np.testing.assert_array_equal(_rendered(moves, hides), _rendered(hides, moves))


def test_what_stays_in_its_place_is_hidden_as_it_is_worn() -> None:
    lips = Worn("lipstick", parse(by_id("lipstick").params, {"colour": "#00ff00", "strength": 1}))
    hides = Worn("pixelate", by_id("pixelate").params())
    assert (_rendered(lips, hides) != _rendered(hides, lips)).any()


def test_a_picture_too_small_to_be_decorated_is_hidden_whole() -> None:
    class Tiny(FakeReader):
        def read(self, frame: Frame, **how: object) -> Scene:
            return Scene(frame, (face_in(frame.image, 0.6),))

    image = picture(320, 180)[:12, :320].copy()
    frame = Frame(0, 0.0, image)
    done = Pipeline(Tiny()).process(frame, Look((Worn("pixelate", by_id("pixelate").params()),)))
    np.testing.assert_array_equal(done.image, obscured(image))
    assert (done.image != image).any()
