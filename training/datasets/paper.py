"""The paper's own data, read where a user has unpacked it. Nothing of it comes with us.

    ROOT/CelebAMask-HQ-WO-train.txt, -test.txt          a face's file name a line
    ROOT/CelebA-HQ-img*/ID.jpg                          faces
    ROOT/CelebAMask-HQ-masks_corrected*/ID.png          their masks, 0 and 255 (or 0 and 1)
    ROOT/sim/{train,test}/CLASS/{fg,alpha}/             objects (SIMD)
    ROOT/am2k/{train,test}/{fg,mask}/                   animals (AM-2K), as objects
    ROOT/hiu/{fg/ID.jpg, alpha/ID_mask.png, hiu_train.txt, hiu_test.txt}    hands (HIU)
    ROOT/dtd/images/CLASS/*.jpg, dtd/labels/{train,test}1.txt               textures (DTD)

Layouts as the first author's repositories and DTD's release have them; the faces and one kind of
occluder must be there, the rest may be missing. FaceMat draws 200 of HIU's hands and of DTD's
textures to train on; so does this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import KINDS, DataError, Entry, LabelledFace, Split
from training.datasets.pictures import read_mask, read_rgb

DRAWN = 200
"""Hands and textures that FaceMat draws for training (§5.1)."""
_SEED = 8282
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


class PaperFolders:
    """One split of the paper's data.

    Raises:
        DataError: if a list names a file that is not there, a picture has no mask, or there are
            no faces or no occluders at all.
    """

    def __init__(self, root: Path, split: Split) -> None:
        name = "train" if split == "train" else "test"
        self._entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        self._entries["face"] = list(_faces(root, name))
        self._entries["object"] = [*_objects(root / "sim" / name), *_objects(root / "am2k" / name)]
        self._entries["hand"] = _drawn(list(_hands(root / "hiu", name)), split)
        self._entries["texture"] = _drawn(list(_textures(root / "dtd", name)), split)
        if not any(self._entries[kind] for kind in ("object", "hand", "texture")):
            raise DataError(f"{root} has faces but none of sim, am2k, hiu and dtd to lay over them")

    @staticmethod
    def found(root: Path) -> bool:
        """Whether a folder looks like the paper's data."""
        return any(root.glob("CelebA-HQ-img*"))

    def entries(self, kind: str) -> Sequence[Entry]:
        """See `Catalogue`."""
        return self._entries[kind]

    def read_face(self, entry: Entry) -> LabelledFace:
        """See `Catalogue`; the box and the skin's lightness are measured."""
        image = read_rgb(entry.path)
        alpha = read_mask(_labels(entry), like=image)
        solid = alpha > 128
        if not solid.any():
            raise DataError(f"{entry.labels} marks no face")
        x, y, width, height = cv2.boundingRect(solid.astype(np.uint8))
        lightness = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)[..., 0][solid].mean() * 100 / 255
        return LabelledFace(image, alpha, None, (x, y, x + width, y + height), float(lightness))

    def read_layer(self, entry: Entry) -> NDArray[np.uint8]:
        """See `Catalogue`; trimmed to what can be seen."""
        image = read_rgb(entry.path)
        alpha = read_mask(_labels(entry), like=image)
        if not alpha.any():
            raise DataError(f"{entry.labels} is empty")
        x, y, width, height = cv2.boundingRect((alpha > 0).astype(np.uint8))
        window = np.s_[y : y + height, x : x + width]
        return np.dstack((image[window], alpha[window]))


def _labels(entry: Entry) -> Path:
    if entry.labels is None:
        raise DataError(f"{entry.path} has no mask")
    return entry.labels


def _faces(root: Path, name: str) -> Iterator[Entry]:
    listed = root / f"CelebAMask-HQ-WO-{name}.txt"
    folder = _only(root, "CelebA-HQ-img*")
    masks = _only(root, "CelebAMask-HQ-masks_corrected*")
    for line in _lines(listed):
        picture = folder / line
        mask = masks / f"{Path(line).stem}.png"
        _there(picture, mask)
        yield Entry(picture, "face", "celeba", "gold", False, labels=mask)


def _objects(folder: Path) -> Iterator[Entry]:
    """Pairs of a picture and its alpha, in `folder` itself or in a folder a class."""
    if not folder.is_dir():
        return
    groups = [folder] if (folder / "fg").is_dir() else sorted(p for p in folder.iterdir())
    for group in groups:
        alphas = next((group / n for n in ("alpha", "mask") if (group / n).is_dir()), None)
        if alphas is None or not (group / "fg").is_dir():
            raise DataError(f"{group} needs the folders fg and alpha (or mask)")
        masks = {path.stem: path for path in _pictures(alphas)}
        for picture in _pictures(group / "fg"):
            if picture.stem not in masks:
                raise DataError(f"{picture} has no mask of its name in {alphas}")
            yield Entry(
                picture, "object", folder.parent.name, "gold", False, labels=masks[picture.stem]
            )


def _hands(folder: Path, name: str) -> Iterator[Entry]:
    if not folder.is_dir():
        return
    for line in _lines(folder / f"hiu_{name}.txt"):
        stem = Path(line).stem
        picture, mask = folder / "fg" / f"{stem}.jpg", folder / "alpha" / f"{stem}_mask.png"
        _there(picture, mask)
        yield Entry(picture, "hand", "hiu", "gold", False, labels=mask)


def _textures(folder: Path, name: str) -> Iterator[Entry]:
    if not folder.is_dir():
        return
    for line in _lines(folder / "labels" / f"{name}1.txt"):
        picture = folder / "images" / line
        _there(picture)
        yield Entry(picture, "texture", "dtd", "gold", False)


def _drawn(entries: list[Entry], split: Split) -> list[Entry]:
    """The same `DRAWN` of them each time for training; all of them for validation."""
    if split == "val" or len(entries) <= DRAWN:
        return entries
    chosen = np.random.default_rng(_SEED).choice(len(entries), DRAWN, replace=False)
    return [entries[i] for i in sorted(chosen.tolist())]


def _only(root: Path, pattern: str) -> Path:
    folders = sorted(path for path in root.glob(pattern) if path.is_dir())
    if len(folders) != 1:
        raise DataError(f"{root} has {len(folders)} folders {pattern}, need one")
    return folders[0]


def _lines(file: Path) -> list[str]:
    if not file.is_file():
        raise DataError(f"{file} is missing: it lists the files of this split, one a line")
    lines = [line.strip() for line in file.read_text().splitlines() if line.strip()]
    if not lines:
        raise DataError(f"{file} is empty: it should list the files of this split, one a line")
    return lines


def _pictures(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in _PICTURES)


def _there(*files: Path) -> None:
    for file in files:
        if not file.is_file():
            raise DataError(f"{file} is listed but missing")
