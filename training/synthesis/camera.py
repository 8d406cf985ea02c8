"""What a webcam does to a clean picture: light, blur, noise, sharpening, compression."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Clip = NDArray[np.uint8]
"""(T, S, S, 3) uint8 RGB."""


@dataclass(frozen=True, slots=True)
class Webcam:
    """One camera's habits over a clip.

    Attributes:
        gain: (3,) factor of each channel: exposure and white balance.
        gamma: exponent of the tone curve.
        shrink: the picture is taken this much smaller and scaled up again.
        blur: σ of defocus in pixels.
        noise: standard deviation of luminance noise in grey levels.
        chroma: standard deviation of blotchy colour noise in grey levels.
        sharpen: strength of the unsharp mask.
        quality: of JPEG, 1 to 100; 0 for no compression.
    """

    gain: tuple[float, float, float]
    gamma: float
    shrink: float
    blur: float
    noise: float
    chroma: float
    sharpen: float
    quality: int


def random_webcam(rng: np.random.Generator) -> Webcam:
    """From a clean studio picture to a dim laptop camera."""
    exposure = float(np.exp(rng.normal(-0.05, 0.18)))
    tint = np.exp(rng.normal(0, 0.07, 3)) * exposure
    dim = rng.random() < 0.15  # low light: dark and noisy
    if dim:
        tint *= rng.uniform(0.35, 0.7)
    return Webcam(
        gain=(float(tint[0]), float(tint[1]), float(tint[2])),
        gamma=float(np.exp(rng.normal(0, 0.18))),
        shrink=float(rng.uniform(1.2, 3.5)) if rng.random() < 0.35 else 1.0,
        blur=float(rng.uniform(0.3, 1.6)) if rng.random() < 0.3 else 0.0,
        noise=float(rng.uniform(0, 8 if dim else 5)) if rng.random() < 0.7 else 0.0,
        chroma=float(rng.uniform(0, 5)) if rng.random() < 0.3 else 0.0,
        sharpen=float(rng.uniform(0.2, 1.2)) if rng.random() < 0.25 else 0.0,
        quality=int(rng.integers(35, 96)) if rng.random() < 0.7 else 0,
    )


def film(rng: np.random.Generator, clip: Clip, webcam: Webcam) -> Clip:
    """The clip as this camera would have taken it; noise differs from frame to frame."""
    return np.stack([_shot(rng, frame, webcam) for frame in clip])


def _shot(rng: np.random.Generator, frame: NDArray[np.uint8], cam: Webcam) -> NDArray[np.uint8]:
    size = frame.shape[0]
    levels = np.arange(256) / 255
    table = np.stack([np.clip(levels**cam.gamma * g, 0, 1) * 255 for g in cam.gain], -1)
    x = cv2.LUT(frame, table.astype(np.uint8)[None])
    if cam.blur > 0:
        x = cv2.GaussianBlur(x, (0, 0), cam.blur)
    small = round(size / cam.shrink)
    if small < size:
        x = cv2.resize(x, (small, small), interpolation=cv2.INTER_AREA)
    if cam.noise > 0 or cam.chroma > 0:
        noise = rng.normal(0, 1, (small, small, 1)).astype(np.float32) * cam.noise
        if cam.chroma > 0:
            coarse = rng.normal(0, cam.chroma, (small // 3 + 1, small // 3 + 1, 3))
            noise = noise + cv2.resize(coarse.astype(np.float32), (small, small))
        x = np.clip(x + noise, 0, 255).astype(np.uint8)
    if cam.sharpen > 0:
        soft = cv2.GaussianBlur(x, (0, 0), 1.0)
        x = cv2.addWeighted(x, 1 + cam.sharpen, soft, -cam.sharpen, 0)
    if cam.quality > 0:
        _, data = cv2.imencode(".jpg", x[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, cam.quality])
        x = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1]
    if small < size:
        x = cv2.resize(x, (size, size), interpolation=cv2.INTER_LINEAR)
    return np.asarray(x, np.uint8)
