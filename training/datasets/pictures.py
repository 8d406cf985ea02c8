"""Decode pictures and masks, however they were written."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import DataError


def read_rgb(path: Path) -> NDArray[np.uint8]:
    """A picture as (H, W, 3) uint8 RGB, turned the way its EXIF says.

    Raises:
        DataError: if it is missing or can't be decoded.
    """
    return np.asarray(_decode(path, cv2.IMREAD_COLOR)[..., ::-1].copy(), np.uint8)


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """A picture with transparency as (H, W, 4) uint8 RGBA, straight alpha.

    Raises:
        DataError: if it has no alpha channel, is missing or can't be decoded.
    """
    bgra = _eight_bits(_decode(path, cv2.IMREAD_UNCHANGED))
    if bgra.ndim != 3 or bgra.shape[2] != 4:
        raise DataError(f"{path} is {bgra.shape}, need a picture with an alpha channel")
    return bgra[..., (2, 1, 0, 3)].copy()


def read_mask(path: Path, like: NDArray[np.uint8] | None = None) -> NDArray[np.uint8]:
    """A mask as (H, W) uint8 in [0, 255].

    Sixteen bits become eight, a palette its grey, and a mask of 0 and 1 is stretched to 255 (Voo
    et al.'s generator writes those).

    Args:
        like: the picture it belongs to.
    Raises:
        DataError: if it is missing, can't be decoded, or is not as large as `like`.
    """
    mask = _eight_bits(_decode(path, cv2.IMREAD_UNCHANGED))
    if mask.ndim == 3:
        mask = np.asarray(mask[..., :3].max(2), np.uint8)
    if mask.max() == 1:
        mask = mask * np.uint8(255)
    if like is not None and mask.shape != like.shape[:2]:
        found, wanted = mask.shape[::-1], like.shape[1::-1]
        raise DataError(f"{path} is {found[0]}x{found[1]}, its picture {wanted[0]}x{wanted[1]}")
    return mask


def _eight_bits(picture: NDArray[np.generic]) -> NDArray[np.uint8]:
    if picture.dtype == np.uint16:
        return (picture.astype(np.uint32) * 255 // 65535).astype(np.uint8)
    return np.asarray(picture, np.uint8)


def _decode(path: Path, flags: int) -> NDArray[np.generic]:
    if not path.is_file():
        raise DataError(f"{path} is missing")
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise DataError(f"{path} can't be decoded as a picture")
    return np.asarray(picture)
