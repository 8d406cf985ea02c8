"""How much room the disk has, and the faults of one that has too little."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from app.faults import FaultError
from app.outputs.writing import not_writable

KEPT_FREE = 200_000_000
"""Bytes a recording leaves free, for the system stumbles on a disk that is full."""

Space = Callable[[Path], int]
"""Bytes free on the disk of a folder. Raises OSError if that can't be told."""


def free_bytes(folder: Path) -> int:
    """Bytes free on the disk of `folder`, for this user. Raises OSError."""
    return shutil.disk_usage(folder).free


def check_space(path: Path, free: Space = free_bytes, *, recording: bool = False) -> None:
    """Makes sure that there is room to go on writing `path`.

    Args:
        recording: whether it was begun, which the fault's words depend on.
    Raises:
        FaultError: when less than `KEPT_FREE` is free, or the disk is gone.
    """
    try:
        left = free(path.parent)
    except OSError as error:
        raise not_writable(path, error) from error
    if left >= KEPT_FREE:
        return
    raise FaultError(
        "The recording was stopped" if recording else f"{path} can't be recorded",
        f"the disk is nearly full, {left / 1e6:.0f} MB are free and {KEPT_FREE / 1e6:.0f} MB"
        " are kept so" + (f"; {path.name} plays up to here" if recording else ""),
        "Free some space, or record to another disk",
    )
