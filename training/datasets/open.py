"""Find out what kind of collection a folder holds."""

from __future__ import annotations

from pathlib import Path

from training.datasets.catalogue import Catalogue, DataError, Split
from training.datasets.pack import MANIFEST, Pack
from training.datasets.paper import PaperFolders


def open_data(root: Path, split: Split, only_open: bool = False) -> Catalogue:
    """One split of the collection in `root`: the training pack, or the paper's folders.

    Raises:
        DataError: if it is neither, or has no faces.
    """
    if (root / MANIFEST).is_file():
        return Pack(root, split, only_open)
    if PaperFolders.found(root):
        if only_open:
            raise DataError(f"{root}: the paper's data may not be redistributed; only_open=false")
        return PaperFolders(root, split)
    raise DataError(
        f"{root} holds neither {MANIFEST} (the training pack) nor CelebA-HQ-img* (the paper's"
        " data); point --data at one of them"
    )
