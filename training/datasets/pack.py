"""The training pack on disk: faces with soft alpha, occluders, textures and backgrounds.

Layout and labels are described in the pack's README; `manifest.csv` lists every file. A face's
labels lie beside it as .webp: red is the face's alpha, green the whole person's.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import KINDS, DataError, Entry, LabelledFace, Split
from training.datasets.pictures import read_rgb, read_rgba

MANIFEST = "manifest.csv"
_COLUMNS = {"path", "split", "kind", "source", "open", "quality", "lum", "face_box"}


class Pack:
    """One split of the pack, by kind.

    Args:
        root: the pack's folder.
        split: "train" or "val".
        only_open: keep only what may be redistributed.
    Raises:
        DataError: if the manifest is missing, broken or lists no face in this split.
    """

    def __init__(self, root: Path, split: Split, only_open: bool = False) -> None:
        manifest = root / MANIFEST
        if not manifest.is_file():
            raise DataError(f"{manifest} is missing: point --data at the training pack's folder")
        self.root = root
        self._entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        with manifest.open(newline="") as file:
            reader = csv.DictReader(file)
            missing = _COLUMNS - set(reader.fieldnames or ())
            if missing:
                raise DataError(f"{manifest} has no column {sorted(missing)[0]!r}")
            for number, row in enumerate(reader, 2):
                if row["split"] == split and (row["open"] == "1" or not only_open):
                    entry = _entry(manifest, number, row)
                    self._entries[entry.kind].append(entry)
        if not self._entries["face"]:
            raise DataError(f"{manifest} lists no face in the split {split!r}")

    def entries(self, kind: str) -> Sequence[Entry]:
        """See `Catalogue`."""
        return self._entries[kind]

    def read_face(self, entry: Entry) -> LabelledFace:
        """See `Catalogue`."""
        image = read_rgb(entry.path)
        labels = read_rgb(entry.path.with_suffix(".webp"))
        if labels.shape != image.shape:
            raise DataError(f"{entry.path}: labels are {labels.shape}, picture {image.shape}")
        alpha, person = labels[..., 0].copy(), labels[..., 1].copy()
        return LabelledFace(image, alpha, person, entry.box, entry.luminance)

    def read_layer(self, entry: Entry) -> NDArray[np.uint8]:
        """See `Catalogue`."""
        return read_rgba(entry.path)


def _entry(manifest: Path, number: int, row: dict[str, str]) -> Entry:
    try:
        box = [int(v) for v in row["face_box"].split()] or [0, 0, 0, 0]
        luminance = float(row["lum"] or 0)
        if row["kind"] not in KINDS or len(box) != 4 or not row["path"]:
            raise ValueError(f"kind {row['kind']!r}, box {row['face_box']!r}")
    except ValueError as cause:
        raise DataError(f"{manifest}, line {number}, can't be read: {cause}") from cause
    return Entry(
        manifest.parent / row["path"],
        row["kind"],
        row["source"],
        row["quality"],
        row["open"] == "1",
        luminance,
        (box[0], box[1], box[2], box[3]),
    )
