"""What lies behind a person: a photo, a texture, a gradient or a plain wall."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import Catalogue
from training.datasets.pictures import read_rgb


def random_background(rng: np.random.Generator, data: Catalogue, size: int) -> NDArray[np.uint8]:
    """A still background, (S, S, 3): a photo, a texture, a gradient or a plain wall."""
    choice = rng.random()
    sources = data.entries("background") if choice < 0.6 else data.entries("texture")
    if choice < 0.75 and sources:
        photo = read_rgb(sources[int(rng.integers(len(sources)))].path)
        side = int(min(photo.shape[:2]) * rng.uniform(0.4, 1))
        y, x = (int(rng.integers(0, n - side + 1)) for n in photo.shape[:2])
        photo = cv2.resize(photo[y : y + side, x : x + side], (size, size))
        if rng.random() < 0.4:
            photo = cv2.GaussianBlur(photo, (0, 0), rng.uniform(1, 6))
        return np.asarray(photo, np.uint8)
    corners = rng.uniform(0, 255, (2, 2, 1)) + rng.normal(0, 25, (2, 2, 3))
    if choice > 0.9:
        corners = np.broadcast_to(corners[:1, :1], (2, 2, 3))
    small = np.clip(corners, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR), np.uint8)
