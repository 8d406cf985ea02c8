"""A pack in miniature, drawn on the spot, in the layout of the real one."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

COLUMNS = "path split kind source licence open quality width height person lum has_glasses face_box score pad note"  # noqa: E501


@pytest.fixture(scope="session")
def pack_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two drawn faces, a hand, glasses, a texture and a background in each split."""
    root = tmp_path_factory.mktemp("pack")
    rows = []
    for split in ("train", "val"):
        for i in range(2):
            _face(root / f"{split}_face{i}")
            rows.append((f"{split}_face{i}.jpg", split, "face", "105 97 278 309", str(40 + 20 * i)))
        for kind in ("hand", "glasses"):
            rgba = np.zeros((80, 120, 4), np.uint8)
            cv2.ellipse(rgba, (60, 40), (50, 30), 0, 0, 360, (90, 120, 200, 255), -1)
            cv2.imwrite(str(root / f"{split}_{kind}.webp"), rgba)
            rows.append((f"{split}_{kind}.webp", split, kind, "", ""))
        noise = np.random.default_rng(0).integers(0, 255, (120, 160, 3), dtype=np.uint8)
        for kind in ("texture", "background"):
            cv2.imwrite(str(root / f"{split}_{kind}.jpg"), noise)
            rows.append((f"{split}_{kind}.jpg", split, kind, "", ""))
    with (root / "manifest.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS.split(), restval="")
        writer.writeheader()
        for path, split, kind, box, lum in rows:
            row = {"path": path, "split": split, "kind": kind, "source": "drawn", "open": "1"}
            writer.writerow(row | {"quality": "gold", "face_box": box, "lum": lum})
    return root


def _face(stem: Path) -> None:
    image = np.full((384, 384, 3), (120, 90, 60), np.uint8)
    cv2.ellipse(image, (192, 203), (86, 106), 0, 0, 360, (140, 170, 220), -1, cv2.LINE_AA)
    labels = np.zeros((384, 384, 3), np.uint8)
    cv2.ellipse(labels, (192, 203), (86, 106), 0, 0, 360, (0, 0, 255), -1, cv2.LINE_AA)
    cv2.rectangle(labels, (60, 60), (320, 383), (0, 255, 0), -1)
    labels[..., 2] = cv2.ellipse(
        np.zeros((384, 384), np.uint8), (192, 203), (86, 106), 0, 0, 360, 255, -1, cv2.LINE_AA
    )
    cv2.imwrite(str(stem.with_suffix(".jpg")), image)
    cv2.imwrite(str(stem.with_suffix(".webp")), labels, [cv2.IMWRITE_WEBP_QUALITY, 101])
