"""What a matte is asked to be: right, sharp and calm. Each function is one term.

L1, the Laplacian pyramid and the temporal term are RVM's (Lin et al. 2021, §4.2) and FaceMat's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training.networks.prediction import Prediction


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each term counts.

    Attributes:
        temporal: on the squared error of frame differences; RVM uses 5.
        cross_entropy: on the binary cross-entropy. It is ours: L1 through a sigmoid has almost no
            gradient where the network is confidently wrong, and cross-entropy has.
        nll_alpha, nll_unknown: on the teacher's negative log-likelihoods of α and u.
    """

    l1: float = 1.0
    laplacian: float = 1.0
    temporal: float = 5.0
    cross_entropy: float = 0.0
    nll_alpha: float = 0.0
    nll_unknown: float = 0.0


def matting_terms(
    prediction: Prediction,
    alpha: Tensor,
    mask: Tensor | None = None,
    by_area: bool = False,
    weight: Tensor | None = None,
) -> dict[str, Tensor]:
    """Each term by itself.

    Args:
        alpha: (B, T, 1, H, W) in [0, 1].
        mask: the same shape, 1 where a pixel counts: the unknown region of a trimap. Prediction
            and target are multiplied by it; cross-entropy does not see it.
        by_area: divide by the mask's share of the picture, so that a small mask weighs no less.
        weight: the same shape, how much a pixel counts in L1 and cross-entropy; None: 1.
    Returns:
        "l1", "laplacian", "temporal" and, for a sigmoid's logits, "cross_entropy"; scalars.
    """
    predicted, wanted = prediction.alpha, alpha
    share = alpha.new_ones(())
    if mask is not None:
        predicted, wanted = predicted * mask, wanted * mask
        share = mask.mean().clamp(min=1e-4) if by_area else share
    flat = None if mask is None else mask.flatten(0, 1)
    laplacian = laplacian_loss(prediction.alpha.flatten(0, 1), alpha.flatten(0, 1), mask=flat)
    weight = alpha.new_ones(()) if weight is None else weight
    terms = {
        "l1": (weight * (predicted - wanted).abs()).mean() / share,
        "laplacian": laplacian / share,
        "temporal": temporal_loss(predicted, wanted) / share,
    }
    if prediction.logits is not None:
        wrong = F.binary_cross_entropy_with_logits(prediction.logits, alpha, reduction="none")
        terms["cross_entropy"] = (weight * wrong).mean()
    return terms


def with_total(terms: dict[str, Tensor], weights: LossWeights) -> dict[str, Tensor]:
    """The terms and, as "total", the sum of each times its weight."""
    factors = asdict(weights)
    total = torch.stack([factors[name] * term for name, term in terms.items()]).sum()
    return {**terms, "total": total}


def temporal_loss(predicted: Tensor, alpha: Tensor) -> Tensor:
    """Mean squared error of the change from frame to frame; 0 for a single frame."""
    if predicted.shape[1] < 2:
        return predicted.new_zeros(())
    return F.mse_loss(predicted[:, 1:] - predicted[:, :-1], alpha[:, 1:] - alpha[:, :-1])


def laplacian_loss(
    predicted: Tensor, alpha: Tensor, levels: int = 5, mask: Tensor | None = None
) -> Tensor:
    """Σ 2^l · mean |m_l · L_l(predicted - alpha)| / levels over a Laplacian pyramid.

    Args:
        predicted, alpha: (N, 1, H, W); H and W divisible by 2^levels.
        mask: (N, 1, H, W); m_l is its Gaussian pyramid. None: 1 everywhere.
    """
    # the pyramid is linear, so one pyramid of the difference does for both
    difference = predicted - alpha
    loss = predicted.new_zeros(())
    for level in range(levels):
        smaller = _shrink(difference)
        band = difference - _grow(smaller)
        loss = loss + 2**level * (band if mask is None else band * mask).abs().mean()
        difference = smaller
        mask = None if mask is None else _shrink(mask)
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
