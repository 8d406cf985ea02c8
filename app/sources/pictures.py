"""Pictures from files: one, or a folder of them sorted by name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from app.faults import FaultError
from app.frames import Frame
from app.sources.source import Source
from filters.types import Image

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
"""What counts as a picture, in lower case."""

RATE = 25.0
"""Pictures a second when a folder is played as a clip."""


class Pictures:
    """A picture file, or every picture of a folder but hidden ones; their sizes may differ."""

    live = False
    rate = RATE

    def __init__(self, path: Path) -> None:
        """Lists the pictures and reads the first.

        Raises:
            FaultError: if there is none, or the first can't be read.
        """
        self.name = path.name
        self.paths: tuple[Path, ...] = _listed(path)
        self._closed = threading.Event()
        read_picture(self.paths[0])

    @property
    def length(self) -> int:
        """How many pictures there are."""
        return len(self.paths)

    def frames(self) -> Iterator[Frame]:
        """Every picture in order, `RATE` a second.

        Raises:
            FaultError: at the first picture that can't be read, naming it.
        """
        for index, path in enumerate(self.paths):
            if self._closed.is_set():
                return
            yield Frame(index, index / RATE, read_picture(path), path.stem)

    def close(self) -> None:
        """Ends `frames` at its next picture; from any thread."""
        self._closed.set()


def pictures_of(source: Source) -> tuple[Path, ...]:
    """The picture files `source` reads; none where it reads something else."""
    return source.paths if isinstance(source, Pictures) else ()


def read_picture(path: Path) -> Image:
    """The picture upright, as 8-bit RGB; what is transparent becomes white.

    Raises:
        FaultError: if it can't be read as a picture.
    """
    try:
        with Pillow.open(path) as file:
            return _rgb(ImageOps.exif_transpose(file))
    except UnidentifiedImageError as error:
        raise _unreadable(path, "it is no picture of a kind we know") from error
    except Pillow.DecompressionBombError as error:
        raise _unreadable(path, "it is too large") from error
    except (OSError, SyntaxError, ValueError) as error:  # Pillow's plugins raise all three.
        reason = error.strerror if isinstance(error, OSError) else None
        raise _unreadable(path, reason or str(error).rstrip(".")) from error


def _rgb(picture: Pillow.Image) -> Image:
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        grey = np.asarray(picture, np.float32)
        # Pillow would clip 16-bit greys to 255; 257 maps 65535 to it.
        scale = 1.0 if picture.mode == "F" and grey.max(initial=0) <= 255 else 257.0
        grey8 = np.clip(np.round(grey / scale), 0, 255).astype(np.uint8)
        return np.repeat(grey8[:, :, None], 3, axis=2)
    if picture.has_transparency_data:
        page = Pillow.new("RGBA", picture.size, "white")
        picture = Pillow.alpha_composite(page, picture.convert("RGBA"))
    return np.array(picture.convert("RGB"))


def _listed(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    try:
        # macOS leaves a ._a.jpg beside a.jpg on other disks; it ends like a picture and is none.
        shown = (entry for entry in path.iterdir() if not entry.name.startswith("."))
        entries = sorted(shown, key=lambda entry: entry.name)
    except OSError as error:
        raise FaultError(
            f"{path} can't be read", error.strerror or str(error), "Check its rights"
        ) from error
    pictures = tuple(p for p in entries if p.suffix.lower() in SUFFIXES and p.is_file())
    if not pictures:
        raise FaultError(
            f"{path} has no pictures",
            f"none of its {len(entries)} entries ends in {', '.join(sorted(SUFFIXES))}",
            "Give a folder of pictures, or a video file",
        )
    return pictures


def _unreadable(path: Path, reason: str) -> FaultError:
    if not path.exists():
        return FaultError(f"{path} can't be read", reason, "Check its name")
    return FaultError(
        f"{path} can't be read", reason, "Remove it from the input, or save it anew as PNG or JPEG"
    )
