"""Swap photo: wear the face of a photo."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from filters.effects.swap.fringe import without_fringe
from filters.effects.swap.pasting import paste
from filters.effects.swap.source import Source, source
from filters.head import head_of
from filters.mesh import ASSETS
from filters.params import Params, file, slider, toggle
from filters.types import FilterContext, FindPortrait, Image, Layer

SHIPPED = ASSETS / "demo" / "astronaut.png"
"""NASA's portrait of the astronaut Eileen Collins, in the public domain."""
_LARGEST = 2048
"""Pixels across above which a photo is made smaller."""
_WORTH = 768
"""Pixels across the face that are kept."""
_TURNED = 0.35
"""Cosine of the angle to the camera at which too little of a face is seen to wear it."""


@dataclass(frozen=True, slots=True)
class SwapPhotoParams(Params):
    """Whose face, and how it is worn."""

    photo: str = file(
        (".png", ".jpg", ".jpeg", ".webp"),
        help="A picture that shows a face from the front; none is an astronaut of NASA.",
    )
    strength: float = slider(1.0, 0.0, 1.0, help="How much of your own skin it hides.")
    colour: float = slider(
        1.0, 0.0, 1.0, label="Own colour", help="How far it takes your skin's colour and light."
    )
    feather: float = slider(
        0.035, 0.015, 0.08, unit="face widths", label="Soft edge", help="How softly it ends."
    )
    own_eyes: bool = toggle(True, help="Your own eyes look out of it.")
    own_mouth: bool = toggle(True, help="Your own teeth and tongue show when you open the mouth.")


def render(context: FilterContext, params: SwapPhotoParams) -> Layer | None:
    """The face of the photo on this face.

    Raises:
        ValueError: if the photo can't be read or shows no face to wear.
    """
    if params.strength == 0:
        return None
    return paste(context, _worn(params.photo, context.find_portrait), params)


def _worn(photo: str, find: FindPortrait | None) -> Source:
    path = Path(photo) if photo else SHIPPED
    if find is None:
        raise ValueError(f"nothing here can find the face in {path.name}")
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ValueError(f"the photo {photo} can't be read: {reason}") from error
    return _found(path, (state.st_mtime_ns, state.st_size), find)


@lru_cache(maxsize=4)
def _found(path: Path, state: tuple[int, int], find: FindPortrait) -> Source:
    """The face of a photo; `state` tells that the file is another by now."""
    image = _read(path)
    face = find(image)
    if face is None:
        raise ValueError(f"no face is seen in {path.name}, take a photo that shows one")
    if head_of(face).facing((0, 0, 1), (0, 0, 0)) < _TURNED:
        raise ValueError(f"the face in {path.name} is turned away, take one seen from the front")
    worn = source(image, face.points, without_fringe(image, face.points), _WORTH)
    if worn is None:
        raise ValueError(f"no face is seen in {path.name}, take a photo that shows one")
    return worn


def _read(path: Path) -> Image:
    """A picture as RGB, turned upright, with at most `_LARGEST` pixels across."""
    try:
        content = np.fromfile(path, np.uint8)  # cv2.imread knows no letters beyond ASCII on Windows
    except OSError as error:
        raise ValueError(f"the photo {path} can't be read: {error.strerror}") from error
    bgr = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if bgr is None:
        raise ValueError(f"{path.name} is not a picture, need a PNG, JPEG or WebP")
    shrink = _LARGEST / max(bgr.shape[:2])
    if shrink < 1:
        bgr = cv2.resize(bgr, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
