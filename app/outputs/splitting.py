"""A recording in parts: a new file after so much time or so many bytes, without a gap."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.frames import RenderedFrame
from app.outputs.encoding import Format
from app.outputs.recorder import Recorder
from app.outputs.writing import not_writable

FAT_BYTES = 4_000_000_000
"""What fits into a file on a FAT32 disk, 4 GiB, with room for the file's end."""


@dataclass(frozen=True, slots=True)
class Split:
    """When another file is begun; None for never.

    Attributes:
        seconds: how long a part gets.
        bytes: how large.
    """

    seconds: float | None = None
    bytes: int | None = None

    def __post_init__(self) -> None:
        if any(limit is not None and limit <= 0 for limit in (self.seconds, self.bytes)):
            raise ValueError(f"parts of {self.seconds} s and {self.bytes} bytes")


WHOLE = Split()


@dataclass(frozen=True, slots=True)
class How:
    """How to record.

    Attributes:
        video: the format; None for the usual one of the file.
        split: when another file is begun.
        note: gives a file's comment when it is begun.
    """

    video: Format | None = None
    split: Split = WHOLE
    note: Callable[[], str] = str


AS_USUAL = How()


class Parts:
    """The files of one recording, one after the other, by one thread.

    Every part begins at 0 with a picture that can be shown by itself, and ends when the next
    begins: played one after the other, each picture is shown at its time.
    """

    def __init__(self, path: Path, rate: float | None, how: How) -> None:
        """Begins nothing before the first picture.

        Args:
            path: of the first part; the others are called name_2, name_3 and so on.
            rate: pictures a second that are to be expected, None when not known.
        """
        self.paths = [path]
        self._rate, self._how = rate, how
        self._recorder: Recorder | None = None
        self._began = 0.0
        self._number = 1

    @property
    def path(self) -> Path:
        """The part being written."""
        return self.paths[-1]

    def write(self, picture: RenderedFrame) -> None:
        """Adds a picture. Raises FaultError as `Recorder` does."""
        now = picture.captured_at
        if self._recorder is not None and self._is_full(self._recorder, now):
            self._recorder.close(until=now)
            self._recorder = None
            self.paths.append(self._next())
        if self._recorder is None:
            size = picture.image.shape[1], picture.image.shape[0]
            self._recorder = Recorder(
                self.path, size, self._rate, video=self._how.video, note=self._how.note()
            )
            self._began = now
        self._recorder.write(picture)

    def close(self) -> None:
        """Finishes the last part; without a picture no file is left. Raises FaultError."""
        if self._recorder is not None:
            self._recorder.close()
        elif self.path.exists() and not self.path.stat().st_size:
            self.path.unlink()

    def _is_full(self, recorder: Recorder, now: float) -> bool:
        split = self._how.split
        late = split.seconds is not None and now - self._began >= split.seconds
        return late or (split.bytes is not None and recorder.bytes >= split.bytes)

    def _next(self) -> Path:
        """A new file with the next number that is free."""
        first = self.paths[0]
        while True:
            self._number += 1
            path = first.with_stem(f"{first.stem}_{self._number}")
            try:
                with contextlib.suppress(FileExistsError), path.open("xb"):
                    return path
            except OSError as error:
                raise not_writable(path, error) from error
