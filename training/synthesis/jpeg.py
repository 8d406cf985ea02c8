"""What JPEG leaves of pictures, in torch: the losses of the format, without its bits.

ITU-T T.81 with the example tables of its annex K, scaled by quality as libjpeg does, colours
halved each way (4:2:0), as OpenCV writes.
"""

from __future__ import annotations

import math
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

_LUMINANCE = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)
_CHROMINANCE = (
    (17, 18, 24, 47, 99, 99, 99, 99),
    (18, 21, 26, 66, 99, 99, 99, 99),
    (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99),
    *((99,) * 8,) * 4,
)
_TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))


def through_jpeg(x: Tensor, quality: int) -> Tensor:
    """Pictures as JPEG of this quality would give them back.

    Args:
        x: (T, 3, H, W) RGB in [0, 255].
        quality: 1 to 100.
    """
    scale = 5000 / quality if quality < 50 else 200 - 2 * quality
    height, width = x.shape[-2:]
    # whole blocks of 8 also when colours are halved
    x = F.pad(x, (0, -width % 16, 0, -height % 16), mode="replicate")
    turn = x.new_tensor(_TO_YCC)
    ycc = torch.einsum("ij,tjhw->tihw", turn, x)
    luma = _quantised(ycc[:, :1] - 128, _table(_LUMINANCE, scale).to(x))
    chroma = _quantised(F.avg_pool2d(ycc[:, 1:], 2), _table(_CHROMINANCE, scale).to(x))
    chroma = F.interpolate(chroma, scale_factor=2, mode="bilinear")
    back = torch.cat((luma + 128, chroma), 1)
    rgb = torch.einsum("ij,tjhw->tihw", torch.linalg.inv(turn), back)
    return rgb[..., :height, :width].round().clamp(0, 255)


def _quantised(x: Tensor, table: Tensor) -> Tensor:
    """Each block of 8×8 rounded to whole multiples of the table in the cosine transform."""
    transform = _cosines().to(x)
    *many, height, width = x.shape
    blocks = x.reshape(*many, height // 8, 8, width // 8, 8).transpose(-3, -2)
    values = transform @ blocks @ transform.T
    back: Tensor = transform.T @ ((values / table).round() * table) @ transform
    return back.transpose(-3, -2).reshape(x.shape)


def _table(base: tuple[tuple[int, ...], ...], scale: float) -> Tensor:
    return ((torch.tensor(base) * scale + 50) / 100).floor().clamp(1, 255)


@cache
def _cosines() -> Tensor:
    """(8, 8) orthonormal cosine transform of type II."""
    k, n = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
    waves = torch.cos(math.pi * (2 * n + 1) * k / 16) / 2
    waves[0] /= math.sqrt(2)
    return waves
