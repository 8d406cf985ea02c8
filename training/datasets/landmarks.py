"""Faces with their landmarks: found once for a collection, kept in the user's cache."""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray
from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import track

from training.datasets.catalogue import Catalogue, DataError, Entry, LabelledFace

LANDMARKER = Path(__file__).parents[2] / "assets" / "face_landmarker.task"
Points = NDArray[np.float32]
"""(478, 3): x and y in pixels, z in the same unit, growing away from the camera."""


class LandmarkFinder:
    """MediaPipe's face landmarker on still pictures. Close it when done."""

    def __init__(self, model: Path = LANDMARKER) -> None:
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)), num_faces=1
        )
        self._landmarker = vision.FaceLandmarker.create_from_options(options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._landmarker.close()

    def find(self, image: NDArray[np.uint8]) -> Points | None:
        """The landmarks of the face in (H, W, 3) RGB; None if no face is found."""
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=image)
        found = self._landmarker.detect(picture).face_landmarks
        if not found:
            return None
        height, width = image.shape[:2]
        points = [(p.x * width, p.y * height, p.z * width) for p in found[0]]
        return np.array(points, np.float32)


class WithLandmarks:
    """A collection whose faces come with their landmarks.

    Args:
        cache: the folder to keep them in; None: the user's cache.
    """

    def __init__(self, data: Catalogue, cache: Path | None = None) -> None:
        self._data = data
        folder = cache or user_cache_path("facemat-live") / "landmarks"
        file = folder / f"{_fingerprint(data)}.npz"
        self._points = _load(file) if file.is_file() else _find_all(data, file)

    def entries(self, kind: str) -> Sequence[Entry]:
        """See `Catalogue`."""
        return self._data.entries(kind)

    def read_face(self, entry: Entry) -> LabelledFace:
        """See `Catalogue`; `points` are None for the few in which no face is found."""
        face = self._data.read_face(entry)
        return dataclasses.replace(face, points=self._points.get(str(entry.path)))

    def read_layer(self, entry: Entry) -> NDArray[np.uint8]:
        """See `Catalogue`."""
        return self._data.read_layer(entry)


def _fingerprint(data: Catalogue) -> str:
    """Changes when a face's file does."""
    facts = []
    for entry in data.entries("face"):
        try:
            stat = entry.path.stat()
        except OSError as cause:
            raise DataError(f"{entry.path} is missing") from cause
        facts.append(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:32]


def _load(file: Path) -> dict[str, Points]:
    with np.load(file) as saved:
        return dict(zip(saved["paths"].tolist(), saved["points"], strict=True))


def _find_all(data: Catalogue, file: Path) -> dict[str, Points]:
    found: dict[str, Points] = {}
    console = Console(stderr=True)
    with LandmarkFinder() as finder:
        for entry in track(data.entries("face"), "landmarks", console=console):
            try:
                points = finder.find(data.read_face(entry).image)
            except DataError:
                continue  # training names it, and stops or skips as its settings say
            if points is not None:
                found[str(entry.path)] = points
    file.parent.mkdir(parents=True, exist_ok=True)
    scratch = file.with_suffix(f".{os.getpid()}.npz")  # several processes may get here at once
    points = np.stack(list(found.values())) if found else np.zeros((0, 478, 3), np.float32)
    np.savez(scratch, paths=np.array(list(found), dtype=np.str_), points=points)
    scratch.replace(file)
    return found
