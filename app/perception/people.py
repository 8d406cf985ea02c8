"""Where people are in a picture: MediaPipe's selfie segmenter, coarse and steady."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from app.assets import ASSETS
from app.faults import FaultError
from app.perception.quiet import without_startup_lines
from filters.types import Alpha, Image, Person

MODEL = ASSETS / "selfie_segmenter.tflite"
_SHA256 = "191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b"
_SIDE = 256
"""The network's input is a square of so many pixels, whatever the picture's shape; MediaPipe gives
the mask back at the size of what it was given, so a larger picture costs time and gains nothing."""
_CALM = 0.45
"""A pixel's share of the new mask when it hardly changed: the flicker of an undecided edge."""
_SUDDEN = 0.35
"""A change from which the new mask is taken at once: an arm that moves must leave no ghost."""
_REMEDY = "Install the app again, it ships with this file"


class People:
    """Finds people frame by frame. One thread owns it.

    The model is loaded by the first `find`, which takes half a second and a second more where
    MediaPipe has not been loaded yet.
    """

    def __init__(self, model: Path = MODEL) -> None:
        self._model = model
        self._mediapipe: Any = None
        self._segmenter: Any = None
        self._before: Alpha | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def find(self, image: Image) -> Person:
        """Where people are in the next frame, steadied by the frames before.

        Args:
            image: (H, W, 3) uint8 RGB.
        Returns:
            256 x 256, whatever the frame's shape; 0 everywhere when nobody is there.
        Raises:
            FaultError: if the model is missing, damaged or can't be loaded.
        """
        if self._segmenter is None:
            _check(self._model)
            with without_startup_lines():
                self._mediapipe, self._segmenter = _loaded(self._model)
                self._segment(np.zeros((_SIDE, _SIDE, 3), np.uint8))  # writes the last of its lines
        small = cv2.resize(image, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
        self._before = steadied(self._segment(np.asarray(small, np.uint8)), self._before)
        return Person(self._before, (image.shape[1], image.shape[0]))

    def reset(self) -> None:
        """Forget the frames before: another source begins."""
        self._before = None

    def close(self) -> None:
        """Lets go of the model; may be called more than once."""
        self.reset()
        segmenter, self._segmenter = self._segmenter, None
        if segmenter is not None:
            segmenter.close()

    def _segment(self, square: Image) -> Alpha:
        picture = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(square)
        )
        (mask,) = self._segmenter.segment(picture).confidence_masks
        # a copy, for MediaPipe takes its memory back
        return np.array(mask.numpy_view(), np.float32).reshape(square.shape[:2]).clip(0, 1)


def steadied(now: Alpha, before: Alpha | None) -> Alpha:
    """The mask mixed with the one before, the less so the more a pixel has changed.

    A plain running mean would lag behind whatever moves (obs-backgroundremoval#605).

    Args:
        now: (h, w) in [0, 1].
        before: what this function returned for the frame before, or None.
    """
    if before is None or before.shape != now.shape:
        return now
    change = cv2.absdiff(now, before)
    share = cv2.min(change * np.float32((1 - _CALM) / _SUDDEN) + np.float32(_CALM), 1.0)
    return np.asarray(before + share * (now - before), np.float32)


def _check(model: Path) -> None:
    try:
        content = model.read_bytes()
    except OSError as error:
        raise FaultError(
            "The model that finds people can't be read", f"{model}: {error.strerror}", _REMEDY
        ) from error
    # MediaPipe ends the whole program over some kinds of damage.
    found = hashlib.sha256(content).hexdigest()
    if model == MODEL and found != _SHA256:
        raise FaultError(
            "The model that finds people is damaged",
            f"{model} has sha256 {found[:8]}..., need {_SHA256[:8]}...",
            _REMEDY,
        )


def _loaded(model: Path) -> tuple[Any, Any]:
    """MediaPipe and a segmenter; imported here because it takes more than a second."""
    try:
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision
    except (ImportError, OSError) as error:
        raise FaultError(
            "MediaPipe can't be loaded",
            str(error),
            "Install its system libraries, on Debian and Ubuntu: sudo apt install libegl1 libgles2",
        ) from error
    options = vision.ImageSegmenterOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.IMAGE,
        output_confidence_masks=True,
    )
    try:
        return mediapipe, vision.ImageSegmenter.create_from_options(options)
    except (RuntimeError, ValueError, OSError) as error:
        raise FaultError(
            "The model that finds people can't be loaded",
            f"{model}: {str(error).rstrip('.')}",
            _REMEDY,
        ) from error
