"""Files written whole or not at all, and the faults of files that can't be written."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Iterable
from pathlib import Path

from app.faults import FaultError

_REMEDIES = {
    errno.ENOSPC: "Free some space, or write to another disk",
    errno.EFBIG: "Split the recording, or choose a disk that is not formatted as FAT32",
    errno.EACCES: "Choose a folder you may write to",
    errno.EPERM: "Choose a folder you may write to",
    errno.EROFS: "Choose a folder you may write to",
    errno.EEXIST: "Choose another name",
    errno.ENOTDIR: "Choose a folder, not a file",
    errno.EISDIR: "Give the name of a file, not of a folder",
}


def write_whole(path: Path, content: bytes, *, durable: bool = False) -> None:
    """Writes `content` to `path`; a crash leaves what was there before, never half a file.

    Args:
        durable: also when the power fails; waits until the disk has it.
    Raises:
        FaultError: if it can't be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):  # It may be what could not be made.
            temporary.unlink()
        raise not_writable(path, error) from error


def not_writable(
    path: Path, error: OSError, otherwise: str = "Check the path and its rights"
) -> FaultError:
    """The fault for `path`, with the reason in the error's own words and a remedy for it.

    Args:
        error: its number may be one that the system does not know, as FFmpeg's are.
        otherwise: the remedy for what is not a matter of disks, names and rights.
    """
    number = error.errno or 0
    reason = error.strerror or (os.strerror(number) if number else str(error))
    return FaultError(f"{path} can't be written", reason, _REMEDIES.get(number, otherwise))


def refuse_overwriting(sources: Iterable[Path], targets: Iterable[Path]) -> None:
    """Makes sure that writing the targets destroys none of the sources, by whatever name.

    Raises:
        FaultError: naming the first target that is one of the sources.
    """
    read = {_identity(source) for source in sources if source.exists()}
    for target in targets:
        if target.exists() and _identity(target) in read:
            raise FaultError(
                f"{target} can't be written",
                "it is the input itself",
                "Give the output another name or folder",
            )


def _identity(path: Path) -> tuple[int, int]:
    """What `Path.samefile` compares."""
    status = path.stat()
    return status.st_dev, status.st_ino
