"""Every filter on the public-domain demo portrait, to compare with what was once looked at.

`python -m tests.filters.golden` writes tests/data/golden anew; look at what changed before you
commit it.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.assets import ASSETS
from filters.catalog import FILTERS
from filters.filter import Filter
from filters.types import Face, Image, Matte
from tests.filters.scenes import behind, matte_of
from tests.filters.trying import worn

FOLDER = Path(__file__).parent.parent / "data" / "golden"
_DATA = Path(__file__).parent.parent / "data" / "astronaut_face.npz"
_SIDE = 320
"""Of the whole portrait."""
_ABOVE = 56
"""Rows added over it, for hats."""
_CUT = np.s_[8:200, 56:232]
"""The head."""


def drawn(kind: Filter, wears: bool = True) -> Image:
    """(192, 176 or 352, 3): the head, a bar held before one cheek.

    Args:
        wears: False leaves the filter out.
    """
    bgr = cv2.imread(str(ASSETS / "demo" / "astronaut.png"))
    portrait = cv2.cvtColor(
        cv2.resize(bgr, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB
    )
    portrait = cv2.copyMakeBorder(portrait, _ABOVE, 0, 0, 0, cv2.BORDER_REPLICATE)
    with np.load(_DATA) as data:
        points = data["points"].astype(np.float32) * np.float32(_SIDE / 512)
        face = Face(0, points + np.array([0, _ABOVE, 0], np.float32), 1, data["pose"])
    image, matte = _held(np.asarray(portrait), face)
    if kind.id != "swap-faces":
        return (worn(image, kind, face, matte, find=_portrait) if wears else image)[_CUT]
    # another person: the same one in a mirror, under a blue light
    other = np.asarray(cv2.convertScaleAbs(portrait[:, ::-1] * np.array([0.6, 0.8, 1.0])))
    points = face.points * np.array([-1, 1, 1], np.float32) + np.array([_SIDE - 1, 0, 0])
    points = np.asarray(points[_MIRRORED], np.float32)
    beside = points + np.array([_SIDE, 0, 0], np.float32)
    both = np.hstack([image, other])
    faces = face, Face(1, beside, 1, face.pose)
    mattes = {0: matte, 1: matte_of(faces[1], both)}
    out = worn(both, kind, faces, mattes) if wears else both
    return np.hstack([out[_CUT], out[_CUT[0], _SIDE + 320 - 232 : _SIDE + 320 - 56]])


def _portrait(image: Image) -> Face:
    """Her face in her own portrait, which is the photo that ships for wearing."""
    with np.load(_DATA) as data:
        return Face(0, data["points"].astype(np.float32) * np.float32(image.shape[0] / 512))


def _held(image: Image, face: Face) -> tuple[Image, Matte]:
    x, y = face.points[425, :2]  # her left cheek
    box = (int(x) - 8, int(y) - 12, int(x) + 60, int(y) + 8)
    return behind(matte_of(face, image), image, box, (70, 110, 90))


def _mirror() -> list[int]:
    """The landmark on the other side of the face, for each."""
    from filters.mesh import canonical_face

    vertices = canonical_face().vertices
    flipped = vertices * np.array([-1, 1, 1], np.float32)
    nearest = [int(np.argmin(((vertices - one) ** 2).sum(axis=1))) for one in flipped]
    return [*nearest, 473, 476, 475, 474, 477, 468, 471, 470, 469, 472]


_MIRRORED = _mirror()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    # above 100 WebP loses nothing: the faintest filter must be told from none
    for known in FILTERS:
        picture = cv2.cvtColor(drawn(known), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(FOLDER / f"{known.id}.webp"), picture, [cv2.IMWRITE_WEBP_QUALITY, 101])
