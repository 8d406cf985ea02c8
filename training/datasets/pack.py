"""The training pack on disk: faces with soft alpha, occluders, textures and backgrounds.

Layout and labels are described in the pack's README; `manifest.csv` lists every file.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Split = Literal["train", "val"]
KINDS = ("face", "hand", "object", "mask", "glasses", "texture", "background")


class DataError(Exception):
    """Training data that cannot be used: names the file, what was found and what was wanted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the manifest.

    Attributes:
        path: of the picture, absolute.
        luminance: mean CIE L* of the face's skin, 0 to 100; 0 for other kinds.
        box: x0, y0, x1, y1 of the face in its picture; zeros for other kinds.
    """

    path: Path
    kind: str
    source: str
    quality: str
    open: bool
    luminance: float = 0.0
    box: tuple[int, int, int, int] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class LabelledFace:
    """A clean face.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        alpha: (H, W) uint8, visible face.
        person: (H, W) uint8, the whole person; used to swap the background.
    """

    entry: Entry
    image: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    person: NDArray[np.uint8]


class Pack:
    """One split of the pack, by kind.

    Args:
        root: the pack's folder.
        split: "train" or "val".
        only_open: keep only what may be redistributed.
    Raises:
        DataError: if the manifest is missing or a kind has no entries.
    """

    def __init__(self, root: Path, split: Split, only_open: bool = False) -> None:
        manifest = root / "manifest.csv"
        if not manifest.is_file():
            raise DataError(f"{manifest} is missing: point --data at the training pack's folder")
        self.root = root
        self._entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        with manifest.open(newline="") as file:
            for row in csv.DictReader(file):
                if row["split"] == split and (row["open"] == "1" or not only_open):
                    self._entries[row["kind"]].append(_entry(root, row))
        if not self._entries["face"]:
            raise DataError(f"{manifest} lists no face in the split {split!r}")

    def entries(self, kind: str) -> Sequence[Entry]:
        """Every entry of one of `KINDS`, in the manifest's order."""
        return self._entries[kind]


def read_face(entry: Entry) -> LabelledFace:
    """Decode a face and its labels."""
    image = read_rgb(entry.path)
    labels = read_rgb(entry.path.with_suffix(".webp"))
    if labels.shape != image.shape:
        raise DataError(f"{entry.path.name}: labels are {labels.shape}, picture {image.shape}")
    return LabelledFace(entry, image, labels[..., 0].copy(), labels[..., 1].copy())


def read_rgb(path: Path) -> NDArray[np.uint8]:
    """A picture as (H, W, 3) uint8 RGB."""
    return _decode(path, cv2.IMREAD_COLOR)[..., ::-1].copy()


def read_rgba(path: Path) -> NDArray[np.uint8]:
    """A picture with transparency as (H, W, 4) uint8 RGBA, straight alpha."""
    bgra = _decode(path, cv2.IMREAD_UNCHANGED)
    if bgra.ndim != 3 or bgra.shape[2] != 4:
        raise DataError(f"{path.name} is {bgra.shape}, need a picture with an alpha channel")
    return bgra[..., (2, 1, 0, 3)].copy()


def _decode(path: Path, flags: int) -> NDArray[np.uint8]:
    picture = cv2.imread(str(path), flags)
    if picture is None:
        raise DataError(f"{path} can't be decoded as a picture")
    return np.asarray(picture, np.uint8)


def _entry(root: Path, row: dict[str, str]) -> Entry:
    box = [int(v) for v in row["face_box"].split()] or [0, 0, 0, 0]
    return Entry(
        root / row["path"],
        row["kind"],
        row["source"],
        row["quality"],
        row["open"] == "1",
        float(row["lum"] or 0),
        (box[0], box[1], box[2], box[3]),
    )
