"""What to stand before: shipped pictures, one's own picture or video, at the frame's size."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from filters.mesh import ASSETS
from filters.types import Image

SHIPPED = ("studio", "hills", "bookshelf", "city")
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
VIDEOS = (".mp4", ".mkv", ".webm")
_LONGEST = 10.0
"""Seconds of a video that are shown, again and again."""
_RATE = 15.0
"""Its pictures a second; with their size this bounds what is kept: 250 MB for the longest."""
_WIDEST = 960
"""Pixels of its longer side that are kept."""


def shipped(name: str, size: tuple[int, int], blur: float = 0.0) -> Image:
    """One of `SHIPPED`, filling a frame of (width, height), blurred like `fitted`."""
    return _still(str(ASSETS / "backgrounds" / f"{name}.jpg"), 0, size, blur)


def own(path: str, size: tuple[int, int], time: float, blur: float = 0.0) -> Image:
    """A picture or video of the user's own, filling a frame of (width, height).

    What was read is kept until the file changes; the result must not be written to.

    Args:
        time: seconds, which choose the video's picture; it begins anew when it is over.
        blur: as of `fitted`.
    Raises:
        ValueError: naming the file, if it can't be read.
    """
    try:
        changed = os.stat(path).st_mtime_ns
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from error
    if path.lower().endswith(VIDEOS):
        return fitted(_video(path, changed).at(time), size, blur)
    return _still(path, changed, size, blur)


def fitted(picture: Image, size: tuple[int, int], blur: float = 0.0) -> Image:
    """The picture's middle, cut to the shape of (width, height) and scaled to it.

    Args:
        blur: standard deviation of a Gaussian, in pixels of the result.
    """
    if blur > 0:
        shrink = max(1.0, blur / 2)
        few = max(1, round(size[0] / shrink)), max(1, round(size[1] / shrink))
        border = cv2.BORDER_REPLICATE
        small = cv2.GaussianBlur(fitted(picture, few), (0, 0), blur / shrink, borderType=border)
        return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    height, width = picture.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    wide = min(max(1, round(size[0] / scale)), width)
    high = min(max(1, round(size[1] / scale)), height)
    left, top = (width - wide) // 2, (height - high) // 2
    cut = picture[top : top + high, left : left + wide]
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(cut, size, interpolation=how), np.uint8)


class Video:
    """The first seconds of a video file, read as far as they are asked for; any thread may ask.

    Raises:
        ValueError: naming the file, if it can't be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = Lock()
        self._capture = cv2.VideoCapture(path)
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self._fps = rate if 1 <= rate <= 1000 else 25.0
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        length = min(count / self._fps, _LONGEST) if count > 0 else _LONGEST
        self._rate = min(self._fps, _RATE)
        self._wanted = max(1, round(length * self._rate))
        self._pictures: list[Image] = []
        self._passed = 0  # of the file's own pictures
        if self._next() is None:
            raise ValueError(f"{path} is no video that can be read")

    def at(self, time: float) -> Image:
        """The picture at a time in seconds, counted from the video's beginning again and again."""
        with self._lock:
            index = int(time * self._rate) % self._wanted
            while index >= len(self._pictures) and self._next() is not None:
                pass
            # a file may be shorter than it says
            return self._pictures[index % len(self._pictures)]

    def _next(self) -> Image | None:
        """Reads one more picture; None when there is none."""
        target = round(len(self._pictures) * self._fps / self._rate)
        while self._passed < target and self._capture.grab():
            self._passed += 1
        found, bgr = self._capture.read()
        if not found or bgr is None:
            self._wanted = max(1, len(self._pictures))
            self._capture.release()
            return None
        self._passed += 1
        picture = _small(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8))
        self._pictures.append(picture)
        if len(self._pictures) >= self._wanted:
            self._capture.release()
        return picture


@lru_cache(maxsize=1)
def _video(path: str, changed: int) -> Video:
    return Video(path)


@lru_cache(maxsize=4)
def _still(path: str, changed: int, size: tuple[int, int], blur: float) -> Image:
    try:
        content = np.frombuffer(Path(path).read_bytes(), np.uint8)
        bgr = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    except (OSError, cv2.error) as error:
        raise ValueError(f"{path} can't be read: {error}") from error
    if bgr is None:
        raise ValueError(f"{path} is no picture that can be read")
    picture = fitted(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8), size, blur)
    picture.flags.writeable = False
    return picture


def _small(picture: Image) -> Image:
    longer = max(picture.shape[:2])
    if longer <= _WIDEST:
        return picture
    scale = _WIDEST / longer
    return np.asarray(
        cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
