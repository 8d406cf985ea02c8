"""Pictures laid on canvases in torch, on any device, as OpenCV does it in `layers.py`."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def warp(picture: Tensor, affines: Tensor, size: int, border: bool = False) -> Tensor:
    """A picture (C, h, w) laid on T canvases by `affines` (T, 2, 3): (T, C, size, size).

    Args:
        affines: the picture's pixels to the canvas's; a pixel's middle is a whole number.
        border: go on with the picture's edge outside of it, else with 0.
    """
    height, width = picture.shape[-2:]
    linear, offset = affines[:, :, :2], affines[:, :, 2:]
    back = torch.linalg.inv(linear)
    ticks = torch.arange(size, dtype=picture.dtype, device=picture.device)
    y, x = torch.meshgrid(ticks, ticks, indexing="ij")
    source = back @ (torch.stack((x, y)).flatten(1) - offset)
    span = source.new_tensor([[width - 1], [height - 1]]).clamp(min=1)
    grid = (2 * source / span - 1).transpose(1, 2).unflatten(1, (size, size))
    padding = "border" if border else "zeros"
    many = picture.expand(len(affines), *picture.shape)
    return F.grid_sample(many, grid, "bilinear", padding, align_corners=True)


def blurred(x: Tensor, sigma: float) -> Tensor:
    """Gaussian blur of (..., H, W) with the edges reflected."""
    reach = min(round(4 * sigma), min(x.shape[-2:]) - 1)
    if reach < 1:
        return x
    ticks = torch.arange(-reach, reach + 1, dtype=x.dtype, device=x.device)
    weights = torch.exp(-0.5 * (ticks / sigma) ** 2)
    weights = weights / weights.sum()
    flat = x.flatten(0, -3).unsqueeze(1)
    flat = F.conv2d(F.pad(flat, (reach, reach, 0, 0), "reflect"), weights[None, None, None])
    flat = F.conv2d(F.pad(flat, (0, 0, reach, reach), "reflect"), weights[None, None, :, None])
    return flat.view_as(x)


def shifted(x: Tensor, right: float, down: float) -> Tensor:
    """(..., H, W) moved by a part of pixels; 0 comes in at the edges."""
    affine = torch.tensor([[[1, 0, right], [0, 1, down]]], dtype=x.dtype, device=x.device)
    flat = x.flatten(0, -3)
    return warp(flat, affine, x.shape[-1]).view_as(x)
