from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from filters.regions import LEFT_EYE, RIGHT_EYE
from tests.filters.effects.skin.painting import (
    SKINS,
    face,
    filled,
    lab,
    near,
    plain,
    retouched,
    spotted,
)

CHEEK = near(face().points[50], 5)
FLAT = {"evenness": 0.0, "warmth": 0.0, "tan": 0.0, "glow": 0.0}
every_skin = pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)


def toned(skin: tuple[int, int, int], **values: float) -> NDArray[np.float64]:
    """The change of the cheek's L, a and b."""
    image = plain(skin)
    return lab(retouched(image, "skin-tone", FLAT | values), CHEEK) - lab(image, CHEEK)


def test_a_red_blotch_is_evened_out_and_lightened() -> None:
    at = face().points[50]
    image = spotted(plain(SKINS["pale"]), at, 9, (214, 150, 138))
    there = near(at, 2)
    base, before = lab(plain(SKINS["pale"]), there), lab(image, there)
    after = lab(retouched(image, "skin-tone", FLAT | {"evenness": 1.0}), there)
    assert after[1] - base[1] < 0.5 * (before[1] - base[1])
    assert after[0] > before[0]


@every_skin
def test_warmth_goes_to_gold_and_its_opposite_to_blue(skin: tuple[int, int, int]) -> None:
    warm, cool = toned(skin, warmth=1.0), toned(skin, warmth=-1.0)
    assert 1 < warm[2] < 10
    assert -10 < cool[2] < -1
    assert abs(warm[0]) < 1.5
    assert abs(cool[0]) < 1.5


def test_tan_darkens_pale_skin_more_than_dark_skin() -> None:
    pale, olive, dark = (toned(skin, tan=1.0) for skin in SKINS.values())
    assert pale[0] < olive[0] < dark[0] < 0
    assert pale[2] > 2


@every_skin
def test_glow_lightens_and_keeps_the_colour(skin: tuple[int, int, int]) -> None:
    light, dim = toned(skin, glow=1.0), toned(skin, glow=-1.0)
    assert 3 < light[0] < 14
    assert -14 < dim[0] < -3
    assert light[1] > -1.5  # not powdered
    assert light[2] > -1.5


def test_what_is_no_skin_keeps_its_tone() -> None:
    image = plain()
    for eye in (RIGHT_EYE, LEFT_EYE):
        image, inside = filled(image, face().points[list(eye)], (235, 236, 240))
        out = retouched(image, "skin-tone", {"tan": 1, "warmth": 1, "glow": -1})
        assert np.abs(out.astype(int) - image)[inside].mean() < 2
