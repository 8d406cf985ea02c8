"""What is particular to sprites and face paint of packs; each promises what every filter does."""

from __future__ import annotations

import numpy as np
import pytest

from filters.decorate import Shot, decorate
from filters.filter import Filter
from filters.packs.anchors import ANCHOR_NAMES, AnchorName
from filters.packs.loading import pack_of
from filters.params import fields_of, parse
from filters.types import Face, Image, Matte
from tests.filters.packs.making import MANIFEST, files, png
from tests.filters.scenes import behind, face_at, face_in, matte_of, picture

PACK = pack_of(files(), "sea").filters
HAT, MOUSTACHE, SCAR = PACK
every = pytest.mark.parametrize("worn", PACK, ids=lambda one: one.id)


def laid(worn: Filter, image: Image, face: Face, matte: Matte | None, **values: object) -> Image:
    canvas = image.copy()
    mattes = {} if matte is None else {face.id: matte}
    decorate(canvas, worn, parse(worn.params, values), Shot((face,), mattes))
    return canvas


def middle(image: Image, face: Face, matte: Matte | None, worn: Filter) -> tuple[float, float]:
    """Where what is worn lies: the mean of the pixels it changed."""
    y, x = np.nonzero((laid(worn, image, face, matte) != image).any(axis=2))
    return float(x.mean()), float(y.mean())


def at_anchor(name: str) -> Filter:
    first = MANIFEST.partition("[[sprite]]")[0]
    entry = f'[[sprite]]\nid = "x"\ntitle = "X"\nfile = "a.png"\nanchor = "{name}"\nwidth = 2\n'
    contents = {"pack.toml": (first + entry).encode(), "a.png": png()}
    return pack_of(contents, "sea").filters[0]


@every
def test_every_parameter_changes_it_and_strength_0_leaves_the_picture(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_at((160, 150), 110)
    matte = matte_of(face, image)
    usual = laid(worn, image, face, matte)
    np.testing.assert_array_equal(usual, laid(worn, image, face, matte))
    for spec in fields_of(worn.params):
        for value in {spec.low, spec.high} - {spec.default}:
            assert (laid(worn, image, face, matte, **{spec.name: value}) != usual).any(), spec.name
    np.testing.assert_array_equal(laid(worn, image, face, matte, strength=0.0), image)


@every
def test_a_face_that_can_not_be_seen_wears_nothing(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_in(image)
    np.testing.assert_array_equal(laid(worn, image, face, matte_of(face, image, 0.0)), image)


@pytest.mark.parametrize("worn", [MOUSTACHE, SCAR], ids=lambda one: one.id)
def test_what_is_held_before_the_face_keeps_its_pixels(worn: Filter) -> None:
    image = picture(320, 240)
    face = face_in(image, 0.9)
    x, y = (int(v) for v in face.points[13, :2])
    held, matte = behind(matte_of(face, image), image, (0, y - 20, x, y + 20), (90, 140, 70))
    changed = laid(worn, held, face, matte).astype(int) - held
    assert np.abs(changed[y - 20 : y + 20, :x]).max() <= 2
    assert np.abs(changed).max() > 20


@every
@pytest.mark.parametrize("size", [(33, 47), (160, 120), (1920, 1080)])
@pytest.mark.parametrize("yaw", [-85, 0, 120])
def test_any_size_and_pose_does_no_harm(worn: Filter, size: tuple[int, int], yaw: float) -> None:
    image = picture(*size)
    for width in (3.0, size[1] / 2, 5000.0):
        face = face_at((size[0] / 3, size[1] / 2), width, yaw=yaw)
        assert laid(worn, image, face, None).shape == image.shape


def test_anchors_lie_where_their_names_say() -> None:
    image = picture(640, 480)
    face = face_at((320, 260), 200)
    at = {name: middle(image, face, None, at_anchor(name)) for name in ANCHOR_NAMES}
    down: list[AnchorName] = ["head-top", "forehead", "eyes", "nose", "mouth", "chin"]
    assert [at[name][1] for name in down] == sorted(at[name][1] for name in down)
    across: list[AnchorName] = ["right-ear", "right-cheek", "nose", "left-cheek", "left-ear"]
    assert [at[name][0] for name in across] == sorted(at[name][0] for name in across)
    near: dict[AnchorName, int] = {"nose": 4, "mouth": 13, "chin": 152}
    for name, landmark in near.items():
        assert np.hypot(*(np.array(at[name]) - face.points[landmark, :2])) < 22, name


def test_the_mouth_takes_along_what_hangs_on_it() -> None:
    image = picture(320, 240)
    face = face_in(image)
    lower = face.points.copy()
    lower[[13, 14], 1] += 12
    moved = Face(face.id, lower, pose=face.pose)
    mouth = at_anchor("mouth")
    assert middle(image, moved, None, mouth)[1] - middle(image, face, None, mouth)[1] > 8


def test_a_turned_head_takes_the_hat_to_its_side() -> None:
    image = picture(640, 480)
    top = at_anchor("head-top")
    left, right = (middle(image, face_at((320, 260), 160, roll=r), None, top) for r in (-25, 25))
    assert left[0] + 30 < right[0]
