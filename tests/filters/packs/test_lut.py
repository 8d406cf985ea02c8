"""Colour grades of packs."""

from __future__ import annotations

import numpy as np
import pytest

from filters.decorate import Shot, decorate
from filters.filter import Filter
from filters.packs.loading import pack_of
from filters.packs.refusal import Refused
from filters.types import Image
from tests.filters.packs.making import cube, with_lut
from tests.filters.scenes import picture


def storm() -> Filter:
    return pack_of(with_lut(), "sea").filters[-1]


def graded(image: Image, **values: float) -> Image:
    known = storm()
    canvas = image.copy()
    decorate(canvas, known, known.params(**values), Shot((), {}))
    return canvas


def test_a_grade_takes_the_picture_through_its_table() -> None:
    image = picture(64, 48)
    assert storm().id == "at-sea/storm"
    wanted = image * np.array([1.0, 0.5, 0.25])
    assert np.abs(graded(image).astype(float) - wanted).max() <= 1.5


def test_strength_goes_from_nothing_to_all() -> None:
    image = picture(64, 48)
    assert (graded(image, strength=0.0) == image).all()
    half = (image.astype(float) + graded(image)) / 2
    assert np.abs(graded(image, strength=0.5) - half).max() <= 1


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"", "found no LUT_3D_SIZE"),
        (b"LUT_3D_SIZE 999999999", "line 1: LUT_3D_SIZE is 999999999, need 2 to 65"),
        (cube().replace(b"LUT_3D_SIZE 2", b"LUT_3D_SIZE 3"), "holds 8 colours, need"),
        (cube().replace(b"0.5", b"nan", 1), "need finite numbers"),
        (cube().replace(b"0.5", b"-x", 1), r"line \d+: found .*need three numbers"),
        (b"DOMAIN_MAX 1e-320 1 1\n" + cube(), "its domain is 9.99989e-321 wide"),
        (b"\x00\xff" * 500, "LUT|number|colour"),
    ],
)
def test_a_broken_table_is_refused_with_its_line(table: bytes, told: str) -> None:
    with pytest.raises(Refused, match=rf"^sea/luts/storm\.cube(, |: ).*({told})"):
        pack_of(with_lut(table), "sea")
