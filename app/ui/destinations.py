"""Where snapshots and recordings go: the user's own Pictures and Videos folders."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.faults import FaultError

FOLDER = "FaceMat Live"


def snapshot_path(now: datetime) -> Path:
    """A free path for a snapshot in the Pictures folder.

    Raises:
        FaultError: when the folder can't be made.
    """
    return _free(QStandardPaths.StandardLocation.PicturesLocation, now, ".png")


def recording_path(now: datetime) -> Path:
    """A free path for a recording in the Videos folder.

    Raises:
        FaultError: when the folder can't be made.
    """
    return _free(QStandardPaths.StandardLocation.MoviesLocation, now, ".mp4")


def free_path(folder: Path, stem: str, suffix: str) -> Path:
    """`folder/stem.suffix`, or with the first number that makes it free."""
    path, number = folder / f"{stem}{suffix}", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}){suffix}", number + 1
    return path


def _free(place: QStandardPaths.StandardLocation, now: datetime, suffix: str) -> Path:
    home = QStandardPaths.writableLocation(place) or str(Path.home())
    folder = Path(home) / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FaultError(
            f"Nothing can be saved in {folder}",
            error.strerror or str(error),
            "Free some space there or make the folder writable",
        ) from error
    return free_path(folder, f"FaceMat {now:%Y-%m-%d %H.%M.%S}", suffix)
