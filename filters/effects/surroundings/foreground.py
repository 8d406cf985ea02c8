"""What stays before another background: people, and what they hold before their faces."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.regions import face_width, hull, polygon_mask
from filters.tiles import Tile
from filters.types import Alpha, FrameContext, Image

_WORKING = 320
"""Pixels of the picture's longer side at which the mask is fitted to it."""
_REACH = 3
"""Half width in those pixels of the guided filter's window: how far off the coarse edge may be."""
_SMOOTH = 8e-4
"""The filter's epsilon: variance of grey, 0 to 1, below which there is no edge to follow."""
_SURE = (0.38, 0.76)
"""The filter's result below and above which a pixel is surely background and surely a person."""
_NEAR = 0.22
"""How far around a face something the segmenter half believes in counts, in face widths."""
_STRIP = 48
"""Rows that are blended at a time."""
_HOLES = (0.25, 0.4, 0.55, 0.7, 0.85)
"""Levels of the mask at which what it encloses is looked for; between them nothing jumps far."""
_DOUBT = (0.12, 0.34)
"""The mask within a hole: up to the first it is a hole, from the second on a person after all."""
_COARSE = 128
"""Pixels of the longer side at which holes are looked for."""


def foreground(context: FrameContext) -> Alpha:
    """People, with their faces and what is held before them.

    The segmenter's mask is coarse, so its edge is moved to the picture's own (He and Sun, "Fast
    guided filter", 2015): in a window alpha is taken for a linear function of the picture's grey,
    fitted at a small size and applied at the full one. What lies inside a face's hull counts,
    whatever it is, for it hides a face; near a face a doubtful mask is believed; and what is
    doubtful with a person all around it, such as a dark collar, is theirs.

    Returns:
        (h, w) float32 in [0, 1], the frame at half its size if that is large: fine enough for an
        edge, at a quarter of the memory and time. 0 everywhere when nobody is there.
    Raises:
        ValueError: if nobody looked for people.
    """
    if context.person is None:
        raise ValueError("people can't be found: the model that finds them is not there")
    height, width = context.image.shape[:2]
    size = small_size(context.image, _WORKING)
    coarse = cv2.resize(context.person.alpha, size, interpolation=cv2.INTER_LINEAR)
    coarse = without_holes(_with_faces(np.asarray(coarse, np.float32), context, size))
    half = ((width + 1) // 2, (height + 1) // 2) if max(width, height) > 640 else (width, height)
    finer = cv2.resize(context.image, half, interpolation=cv2.INTER_LINEAR)
    grey = cv2.cvtColor(finer, cv2.COLOR_RGB2GRAY)
    slope, offset = _fit(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), coarse)
    low, high = _SURE
    slope, offset = slope / (high - low), (offset - low) / (high - low)
    alpha = cv2.multiply(grey, cv2.resize(slope, half), scale=1 / 255, dtype=cv2.CV_32F)
    cv2.add(alpha, cv2.resize(offset, half), dst=alpha)
    return np.asarray(np.clip(alpha, 0, 1, out=alpha), np.float32)


def without_holes(alpha: Alpha) -> Alpha:
    """The mask without the doubtful holes in people; sure ones, as under an arm, stay.

    A grey-level hole filling (Soille, "Morphological Image Analysis", 2004, 6.3.7): a pixel is
    raised to the lowest level over which one gets from it to the picture's top or sides. The bottom
    cuts people off, so it is no way out.

    Args:
        alpha: (h, w) float32 in [0, 1].
    """
    height, width = alpha.shape
    shrink = max(1.0, max(height, width) / _COARSE)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    framed = cv2.copyMakeBorder(small, 1, 0, 1, 1, cv2.BORDER_CONSTANT, value=0)
    enclosed = np.zeros(framed.shape, np.float32)
    for level in _HOLES:
        _, inside = cv2.threshold(framed, level, 255, cv2.THRESH_BINARY)
        reached = np.asarray(inside, np.uint8)
        cv2.floodFill(reached, None, (0, 0), 128)
        enclosed += reached != 128
    enclosed /= len(_HOLES)
    low, high = _DOUBT
    soft = cv2.blur(small, (3, 3), borderType=cv2.BORDER_REPLICATE)
    doubtful = np.clip((soft - low) / (high - low), 0, 1)
    raised = np.maximum(small, enclosed[1:, 1:-1]) - small
    more = cv2.resize(raised * doubtful, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.minimum(alpha + more, 1), np.float32)


def small_size(image: Image, longer: int) -> tuple[int, int]:
    """(width, height) of the picture when its longer side has at most so many pixels."""
    height, width = image.shape[:2]
    shrink = max(1.0, max(height, width) / longer)
    return max(1, round(width / shrink)), max(1, round(height / shrink))


def blend(front: Image, back: Image, alpha: Alpha) -> Image:
    """Front alpha + back (1 - alpha), rounded to nearest; exact at 0 and 1.

    Args:
        alpha: at any size; it is scaled to the pictures'.
    """
    weights = full_size(alpha, front)
    out = back.copy()
    for part in parts(weights):
        weight = weights[part] * np.float32(1 / 255)
        out[part] = cv2.blendLinear(front[part], back[part], weight, 1 - weight)
    return out


def parts(mask: NDArray[np.uint8]) -> Iterator[tuple[slice, slice]]:
    """Rows and columns of pieces that hold all of a mask that is not 0.

    A piece is so low that it stays in the processor's cache while it is worked on.
    """
    for top in range(0, len(mask), _STRIP):
        strip = mask[top : top + _STRIP]
        left, _, width, _ = cv2.boundingRect(strip)
        if width > 0:
            yield slice(top, top + len(strip)), slice(left, left + width)


def full_size(alpha: Alpha, image: Image) -> NDArray[np.uint8]:
    """A mask as 0 to 255 at a picture's size."""
    coarse = np.asarray(cv2.convertScaleAbs(alpha, alpha=255), np.uint8)
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _with_faces(coarse: Alpha, context: FrameContext, size: tuple[int, int]) -> Alpha:
    """The mask at the working size with every face and its hull in it."""
    height, width = context.image.shape[:2]
    scale = np.array((size[0] / width, size[1] / height), np.float32)
    here = Tile(0, 0, *size)
    for face, matte in context.faces:
        outline = np.clip(hull(face.points), -4 * width, 5 * width) * scale
        reach = face_width(face.points) * float(scale[0])
        if reach < 4:
            continue
        near = polygon_mask([outline], here, feather=_NEAR * reach)
        coarse = np.minimum(coarse * (1 + 0.6 * near), 1)
        middle = outline.mean(axis=0)
        inner = np.asarray(middle + 0.96 * (outline - middle), np.float32)
        coarse = np.maximum(coarse, polygon_mask([inner], here, feather=0.6))
        if matte is not None:
            coarse = np.maximum(coarse, _placed(matte.alpha, matte.origin, scale, here))
    return np.asarray(coarse, np.float32)


def _placed(alpha: Alpha, origin: tuple[int, int], scale: NDArray[np.float32], here: Tile) -> Alpha:
    """A tile of the frame at the working size, 0 outside."""
    h, w = alpha.shape
    size = (max(1, round(w * float(scale[0]))), max(1, round(h * float(scale[1]))))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    sx, sy = scale[0] * w / size[0], scale[1] * h / size[1]
    move = np.array(
        [
            [sx, 0, (origin[0] + 0.0) * scale[0] + 0.5 * sx - 0.5],
            [0, sy, (origin[1] + 0.0) * scale[1] + 0.5 * sy - 0.5],
        ]
    )
    return np.asarray(cv2.warpAffine(small, move, here.size, flags=cv2.INTER_LINEAR), np.float32)


def _fit(guide: NDArray[np.uint8], alpha: Alpha) -> tuple[Alpha, Alpha]:
    """The linear function of the guide's grey (0 to 1) that alpha is around each pixel."""
    grey = np.asarray(guide, np.float32) * np.float32(1 / 255)
    window = (2 * _REACH + 1, 2 * _REACH + 1)

    def mean(values: Alpha) -> Alpha:
        return np.asarray(cv2.boxFilter(values, -1, window, borderType=cv2.BORDER_REFLECT))

    mean_grey, mean_alpha = mean(grey), mean(alpha)
    variance = mean(grey * grey) - mean_grey * mean_grey
    together = mean(grey * alpha) - mean_grey * mean_alpha
    slope = np.asarray(together / (variance + np.float32(_SMOOTH)), np.float32)
    return mean(slope), mean(mean_alpha - slope * mean_grey)
