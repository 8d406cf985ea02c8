"""One picture to a file."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.faults import FaultError
from app.outputs.provenance import with_note
from app.outputs.writing import write_whole
from filters.types import Image

_OPTIONS = {
    ".png": [cv2.IMWRITE_PNG_COMPRESSION, 3],
    ".jpg": [cv2.IMWRITE_JPEG_QUALITY, 95],
    ".jpeg": [cv2.IMWRITE_JPEG_QUALITY, 95],
}
SUFFIXES = tuple(_OPTIONS)
"""The endings a picture can be written with."""


def save_picture(image: Image, path: Path, note: str = "") -> None:
    """Writes `image` to `path`, whole or not at all, replacing what was there.

    Args:
        note: the file's comment.
    Raises:
        FaultError: for an ending other than .png, .jpg or .jpeg, or if it can't be written.
    """
    suffix = path.suffix.lower()
    if suffix not in _OPTIONS:
        raise FaultError(
            f"{path} can't be written",
            f"{suffix or 'no ending'} is no picture format that is written",
            f"End the name in {', '.join(SUFFIXES)}",
        )
    _, data = cv2.imencode(suffix, cv2.cvtColor(image, cv2.COLOR_RGB2BGR), _OPTIONS[suffix])
    write_whole(path, with_note(np.asarray(data, np.uint8).tobytes(), note))
