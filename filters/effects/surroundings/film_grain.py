"""Film grain: fine noise that lives, strongest in the middle tones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from filters.params import Params, slider
from filters.types import FrameContext, Image

_RATE = 24
"""Pictures of film a second."""
_DEEPEST = 26.0
"""Standard deviation in grey levels at full strength."""
_SPARE = 64
"""How much larger than the picture the field of noise is, to begin somewhere else every time."""
_ROWS = 32
"""Rows worked on at a time."""


@dataclass(frozen=True, slots=True)
class FilmGrainParams(Params):
    """How coarse and how strong."""

    size: float = slider(1.4, 0.7, 4.0, unit="pixels at 720 lines")
    colour: float = slider(0.25, 0.0, 1.0, help="0 is grey grain, 1 a grain for each colour.")
    strength: float = slider(0.25, 0.0, 1.0)


def render_frame(context: FrameContext, params: FilmGrainParams) -> Image | None:
    """Add one large field of noise, from another place 24 times a second.

    Density fluctuates most where about half of the crystals are exposed, so the grain is weighed
    by brightness: 4 x (1 - x), and a little everywhere.
    """
    if params.strength == 0:
        return None
    image = context.image
    height, width = image.shape[:2]
    field = _field((width, height), params.size, params.colour)
    # the golden ratio's multiples never come near each other for long
    index = int(context.time * _RATE)
    left, top = ((index * step) % _SPARE for step in (25, 39))
    out = np.empty_like(image)
    weights = _weights(params.strength)
    for row in range(0, height, _ROWS):
        part = image[row : row + _ROWS]
        noise = field[row + top : row + top + len(part), left : left + width]
        weight = cv2.LUT(part, weights)
        grain = cv2.multiply(noise, weight, scale=1 / 256, dtype=cv2.CV_16S)
        cv2.add(part, grain, dst=out[row : row + _ROWS], dtype=cv2.CV_8U)
    return out


@lru_cache(maxsize=8)
def _weights(strength: float) -> NDArray[np.int16]:
    """256 times the grain's depth for each brightness."""
    light = np.arange(256) / 255
    depth = 0.25 + 0.75 * 4 * light * (1 - light)
    return np.asarray(np.rint(256 * strength * depth), np.int16)


@lru_cache(maxsize=2)
def _field(size: tuple[int, int], grain: float, colour: float) -> NDArray[np.int16]:
    """(h, w, 3) noise, larger than the picture."""
    width, height = size[0] + _SPARE, size[1] + _SPARE
    sigma = 0.42 * grain * max(size[1] / 720, 0.5)
    rng = np.random.default_rng(24)
    # drawn for a part and repeated in mirrors: nobody sees it, and 4K is not slow to begin with
    cells = (min(height, 784), min(width, 1344))
    planes = [_plane(rng, cells, sigma) for _ in range(4)]
    mixed = [(1 - colour) * planes[3] + colour * np.float32(1.2) * plane for plane in planes[:3]]
    part = np.rint(np.stack(mixed, axis=-1) * _DEEPEST).astype(np.int16)
    field = (
        cv2.copyMakeBorder(part, 0, height - cells[0], 0, width - cells[1], cv2.BORDER_REFLECT)
        if cells != (height, width)
        else part
    )
    field = np.asarray(field, np.int16)
    field.flags.writeable = False
    return field


def _plane(rng: np.random.Generator, cells: tuple[int, int], sigma: float) -> NDArray[np.float32]:
    """Gaussian noise of spots of a size, its standard deviation 1."""
    noise = rng.standard_normal(cells, np.float32)
    if sigma > 0.25:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), sigma), np.float32)
    return np.asarray(noise / max(float(noise.std()), 1e-6), np.float32)
