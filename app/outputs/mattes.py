"""Mattes as pictures: one 8-bit grey PNG a frame, white where the visible face is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from app.faults import FaultError
from app.frames import Scene
from app.outputs.writing import not_writable, refuse_overwriting, write_whole
from filters.types import Alpha


class MattesWriter:
    """Writes a folder of mattes, named after their pictures or numbered from frame_000001."""

    def __init__(self, folder: Path, pictures: Sequence[Path] = ()) -> None:
        """Makes the folder.

        Args:
            pictures: the files the frames will come from, where they are pictures.
        Raises:
            FaultError: if the folder can't be made, two pictures would share a matte, or a matte
                would replace one of the pictures.
        """
        self.folder = folder
        self.written = 0
        _refuse_shared_stems(pictures)
        refuse_overwriting(pictures, [folder / f"{picture.stem}.png" for picture in pictures])
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(folder, error) from error

    def write(self, scene: Scene) -> Path:
        """Writes the matte of one frame, black where there is no face, and returns its path.

        Raises:
            FaultError: if it can't be written.
        """
        stem = scene.frame.name or f"frame_{scene.frame.index + 1:06d}"
        path = self.folder / f"{stem}.png"
        _, data = cv2.imencode(".png", np.round(whole_matte(scene) * 255).astype(np.uint8))
        write_whole(path, np.asarray(data, np.uint8).tobytes())
        self.written += 1
        return path


def whole_matte(scene: Scene) -> Alpha:
    """The mattes of all faces at the frame's size, the larger alpha where two overlap.

    Returns:
        (H, W) float32 in [0, 1].
    """
    height, width = scene.frame.image.shape[:2]
    whole = np.zeros((height, width), np.float32)
    for matte in scene.mattes.values():
        x, y = max(matte.origin[0], 0), max(matte.origin[1], 0)
        part = whole[y : y + matte.alpha.shape[0], x : x + matte.alpha.shape[1]]
        np.maximum(part, matte.tile((x, y), (part.shape[1], part.shape[0])), out=part)
    return whole


def _refuse_shared_stems(pictures: Sequence[Path]) -> None:
    first: dict[str, Path] = {}
    for path in pictures:
        # Where a.jpg and A.jpg are one file name, so would their mattes be.
        other = first.setdefault(os.path.normcase(path.stem), path)
        if other is not path:
            raise FaultError(
                f"{other.name} and {path.name} can't both be written",
                f"both mattes would be called {path.stem}.png",
                "Rename one of the pictures",
            )
