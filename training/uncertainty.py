"""How sure the teacher is, how it learns that, and what the student makes of it."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

from training.networks.prediction import Prediction

UnknownTarget = Literal["trimap", "error", "none"]
"""What u is taught to be. FaceMat does not say: the trimap's unknown region, the teacher's own
|α - μ_α|, or nothing at all, so that σ_α alone tells how sure it is."""
Weighting = Literal["linear", "exponential"]
Spread = Literal["deviation", "variance"]


def beta_nll(
    mean: Tensor, log_variance: Tensor, target: Tensor, beta: float, detach: bool = True
) -> Tensor:
    """Mean of ½ ((x - μ)² / σ² + log σ²) · σ^(2β), FaceMat eq. 2-3.

    β = 0 is the plain Gaussian likelihood, β = 1 leaves the mean a squared error.

    Args:
        detach: the factor σ^(2β) carries no gradient, as in Seitzer et al. 2022 (arXiv
            2203.09168); FaceMat's equations do not say, and without it the optimum moves.
    """
    variance = log_variance.exp()
    nll = 0.5 * ((target - mean) ** 2 / variance + log_variance)
    factor = variance.detach() if detach else variance
    return (nll * factor**beta).mean()


def unknown_target(kind: UnknownTarget, unknown: Tensor, error: Tensor) -> Tensor | None:
    """What u should be.

    Args:
        unknown: the trimap's unknown region, 0 or 1.
        error: |α - μ_α|; it is a target, so no gradient goes through.
    """
    if kind == "trimap":
        return unknown
    return error.detach() if kind == "error" else None


def spread(prediction: Prediction, kind: UnknownTarget, spread: Spread) -> Tensor:
    """σ_u of a teacher, or σ_α where u was never taught; σ² if asked for.

    Raises:
        ValueError: if the prediction is not a teacher's.
    """
    log_variance = prediction.log_variance if kind == "none" else prediction.unknown_log_variance
    if log_variance is None:
        raise ValueError("a network with one output does not say how sure it is")
    return (log_variance if spread == "variance" else log_variance / 2).exp()


def distillation_weight(
    sigma: Tensor, w1: float, w2: float, weighting: Weighting, normalise: bool = False
) -> Tensor:
    """W = w1 + w2 σ_u (FaceMat eq. 6), or exp(w2 σ_u) (its appendix D).

    Args:
        sigma: (B, T, 1, H, W) from `spread`.
        normalise: bring each frame's σ to [0, 1] first; as trained it seldom exceeds ½.
    """
    if normalise:
        low = sigma.amin((-2, -1), keepdim=True)
        sigma = (sigma - low) / (sigma.amax((-2, -1), keepdim=True) - low).clamp(min=1e-6)
    return torch.exp(w2 * sigma) if weighting == "exponential" else w1 + w2 * sigma
