"""The webcam of `camera.py` in torch, on any device."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from training.synthesis.camera import Webcam
from training.synthesis.jpeg import through_jpeg
from training.synthesis.warping import blurred


def film(clip: Tensor, cam: Webcam, noise: torch.Generator) -> Tensor:
    """The clip as this camera would have taken it; noise differs from frame to frame.

    Args:
        clip: (T, 3, S, S) in [0, 255].
        noise: on the clip's device.
    Returns:
        The same shape, whole numbers in [0, 255].
    """
    size = clip.shape[-1]
    gain = clip.new_tensor(cam.gain)[:, None, None]
    x = ((clip / 255) ** cam.gamma * gain).clamp(0, 1).mul(255).floor()
    if cam.blur > 0:
        x = blurred(x, cam.blur)
    small = round(size / cam.shrink)
    if small < size:
        x = _resized(x, small, antialias=True)
    if cam.noise > 0 or cam.chroma > 0:
        x = (x + _noise(x, cam, noise)).clamp(0, 255).floor()
    if cam.sharpen > 0:
        x = (x + cam.sharpen * (x - blurred(x, 1.0))).clamp(0, 255)
    if cam.quality > 0:
        x = through_jpeg(x, cam.quality)
    if small < size:
        x = _resized(x, size)
    return x.round()


def _noise(x: Tensor, cam: Webcam, source: torch.Generator) -> Tensor:
    """Of luminance in every pixel, of colour in blotches."""
    frames, side = x.shape[0], x.shape[-1]

    def random(channels: int, side: int) -> Tensor:
        shape = (frames, channels, side, side)
        return torch.randn(shape, generator=source, device=x.device)

    noise = random(1, side) * cam.noise
    if cam.chroma > 0:
        noise = noise + _resized(random(3, side // 3 + 1) * cam.chroma, side)
    return noise


def _resized(x: Tensor, side: int, antialias: bool = False) -> Tensor:
    return F.interpolate(x, (side, side), mode="bilinear", antialias=antialias)
