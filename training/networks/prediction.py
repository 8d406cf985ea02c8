"""What a network's raw maps mean: alpha, and for a teacher how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Squash = Literal["sigmoid", "clamp"]
"""How raw alpha comes into [0, 1]: RVM and the paper clamp; a sigmoid always has a gradient."""
LOG_VARIANCE = (-9.0, 1.0)
"""Bounds of log σ², so that 1/σ² and its gradient stay finite (FaceMat names none)."""
TEACHER_OUTPUTS = 4
"""α, log σ²_α, u and log σ²_u (FaceMat §4.1)."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """A network's maps, each (B, T, 1, H, W) float32.

    Attributes:
        alpha: in [0, 1].
        logits: alpha before the sigmoid; None where alpha was clamped.
        log_variance: log σ² of alpha; None for a network with one output.
        unknown: u, the probability that a pixel lies in a trimap's unknown region; or None.
        unknown_log_variance: log σ² of u; or None.
    """

    alpha: Tensor
    logits: Tensor | None = None
    log_variance: Tensor | None = None
    unknown: Tensor | None = None
    unknown_log_variance: Tensor | None = None


def read_maps(maps: Tensor, squash: Squash) -> Prediction:
    """Name a network's maps.

    Args:
        maps: (B, T, 1 or 4, H, W), of any floating type.
    """
    maps = maps.float()
    raw = maps[:, :, :1]
    logits = raw if squash == "sigmoid" else None
    alpha = torch.sigmoid(raw) if squash == "sigmoid" else raw.clamp(0, 1)
    if maps.shape[2] != TEACHER_OUTPUTS:
        return Prediction(alpha, logits)
    low, high = LOG_VARIANCE
    return Prediction(
        alpha,
        logits,
        maps[:, :, 1:2].clamp(low, high),
        torch.sigmoid(maps[:, :, 2:3]),
        maps[:, :, 3:4].clamp(low, high),
    )
