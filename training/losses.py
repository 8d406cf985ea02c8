"""What the student is asked to be: right, sharp and calm. Each function is one term.

L1, the Laplacian pyramid and the temporal term are RVM's (Lin et al. 2021, §4.2) and FaceMat's.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each term counts.

    Attributes:
        temporal: on the squared error of frame differences; RVM uses 5.
        cross_entropy: on the binary cross-entropy. It is ours: L1 through a sigmoid has almost no
            gradient where the network is confidently wrong, and cross-entropy has.
    """

    l1: float = 1.0
    laplacian: float = 1.0
    temporal: float = 5.0
    cross_entropy: float = 0.25


def matting_loss(logits: Tensor, alpha: Tensor, weights: LossWeights) -> dict[str, Tensor]:
    """Every term and their weighted sum.

    Args:
        logits: (B, T, 1, H, W) float32, before the sigmoid.
        alpha: the same shape, in [0, 1].
    Returns:
        "l1", "laplacian", "temporal", "cross_entropy" and "total", scalars.
    """
    predicted = torch.sigmoid(logits)
    terms = {
        "l1": F.l1_loss(predicted, alpha),
        "laplacian": laplacian_loss(predicted.flatten(0, 1), alpha.flatten(0, 1)),
        "temporal": temporal_loss(predicted, alpha),
        "cross_entropy": F.binary_cross_entropy_with_logits(logits, alpha),
    }
    total = (
        weights.l1 * terms["l1"]
        + weights.laplacian * terms["laplacian"]
        + weights.temporal * terms["temporal"]
        + weights.cross_entropy * terms["cross_entropy"]
    )
    return {**terms, "total": total}


def temporal_loss(predicted: Tensor, alpha: Tensor) -> Tensor:
    """Mean squared error of the change from frame to frame; 0 for a single frame."""
    if predicted.shape[1] < 2:
        return predicted.new_zeros(())
    return F.mse_loss(predicted[:, 1:] - predicted[:, :-1], alpha[:, 1:] - alpha[:, :-1])


def laplacian_loss(predicted: Tensor, alpha: Tensor, levels: int = 5) -> Tensor:
    """Σ 2^l · mean |L_l(predicted) - L_l(alpha)| / levels over a Laplacian pyramid.

    Args:
        predicted, alpha: (N, 1, H, W); H and W divisible by 2^levels.
    """
    # the pyramid is linear, so one pyramid of the difference does for both
    difference = predicted - alpha
    loss = predicted.new_zeros(())
    for level in range(levels):
        smaller = _shrink(difference)
        loss = loss + 2**level * (difference - _grow(smaller)).abs().mean()
        difference = smaller
    return loss / levels


def _shrink(x: Tensor) -> Tensor:
    """Blur with (1, 4, 6, 4, 1)/16 both ways, edges reflected, and keep every second pixel.

    Sums of slices: on a CPU twenty times as fast as convolutions with one channel.
    """
    for dim, edges in ((-2, (0, 0, 2, 2)), (-1, (2, 2, 0, 0))):
        size = x.shape[dim]
        padded = F.pad(x, edges, mode="reflect")
        a, b, c, d, e = (_every_second(padded.narrow(dim, k, size), dim) for k in range(5))
        x = (a + e + 4 * (b + d) + 6 * c) / 16
    return x


def _grow(x: Tensor) -> Tensor:
    """The inverse of `_shrink` in size: zeros between the pixels, then the same blur, doubled."""
    for dim in (-2, -1):
        size = x.shape[dim]
        padded = torch.cat((x.narrow(dim, 1, 1), x, x.narrow(dim, size - 1, 1)), dim)
        before, here, after = (padded.narrow(dim, k, size) for k in range(3))
        even, odd = (before + 6 * here + after) / 8, (here + after) / 2
        x = torch.stack((even, odd), dim).flatten(dim - 1, dim)
    return x


def _every_second(x: Tensor, dim: int) -> Tensor:
    return x[..., ::2, :] if dim == -2 else x[..., ::2]
