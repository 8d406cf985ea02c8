"""Faces as the matting network sees them: a crop and a memory each, all of them in one batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.perception.followed import Followed, box_of
from filters.types import Image, Matte
from model.crop import Box, Crop, around, follow, scaled
from model.matting import Matting
from model.memory import Memory, carry, resized
from model.upsampling import enlarge

_FITS = 0.7
"""Overlap with the crop that the face's landmarks ask for, from which a crop chosen before they
were known will do: the face is still whole in it, with a rim around it as in training."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class View:
    """A face before the network has seen it.

    Attributes:
        square: (side, side, 3), the crop in the frame's pixels.
        cut: (S, S, 3), the same at the network's size.
        memory: None for a face not seen before.
    """

    crop: Crop
    square: Image
    cut: Image
    memory: Memory | None

    def fits(self, box: Box) -> bool:
        """Whether this view does for a face that turned out to be here."""
        return self.crop.overlap(around(box)) >= _FITS


@dataclass(frozen=True, slots=True)
class Sighting:
    """A face after the network has seen it.

    Attributes:
        alpha: (S, S), its matte in the crop.
        memory: for the next frame.
    """

    view: View
    alpha: NDArray[np.float32]
    memory: Memory

    def matte(self, frame_size: tuple[int, int]) -> Matte:
        """The matte in a frame of (width, height)."""
        full = enlarge(self.alpha, self.view.cut, self.view.square)
        return Matte(*self.view.crop.paste(full, frame_size))


def view(image: Image, box: Box, last: Followed | None, size: int) -> View:
    """A face as it will be shown to the network.

    Args:
        box: where it is, or is expected.
        last: what is known of it from the frame before.
        size: of the network's input.
    """
    before = box_of(last.face.points) if last else None
    crop = follow(last.crop if last else None, box, before)
    memory = None
    if last is not None and before is not None:
        memory = carry(last.memory, last.crop, crop, (before, box))
        seen_at = last.sight.grey.shape[0]
        if memory is not None and seen_at != size:
            memory = resized(memory, size / seen_at)
    square = crop.square(image)
    return View(crop, square, scaled(square, size), memory)


def see(matting: Matting, views: Mapping[Key, View]) -> dict[Key, Sighting]:
    """Show faces to the network, as one batch.

    Raises:
        ModelError: if the network failed and there is nothing left to run it on.
    """
    if not views:
        return {}
    batch = np.stack([one.cut for one in views.values()])
    alphas, memories = matting.step(batch, [one.memory for one in views.values()])
    rows = zip(views.items(), alphas, memories, strict=True)
    return {key: Sighting(one, alpha, memory) for (key, one), alpha, memory in rows}
