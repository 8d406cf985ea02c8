from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from training.losses import (
    LossWeights,
    laplacian_loss,
    matting_terms,
    temporal_loss,
    with_total,
)
from training.networks.prediction import Prediction, read_maps


def _logits(logits: torch.Tensor) -> Prediction:
    return read_maps(logits, "sigmoid")


def test_a_perfect_matte_costs_nothing() -> None:
    alpha = (torch.rand(1, 2, 1, 64, 64) > 0.5).float()
    terms = matting_terms(_logits((alpha - 0.5) * 200), alpha)
    assert max(float(term) for term in terms.values()) == pytest.approx(0, abs=1e-5)


def test_the_total_is_the_weighted_sum() -> None:
    logits, alpha = torch.randn(1, 3, 1, 64, 64), torch.rand(1, 3, 1, 64, 64)
    losses = with_total(matting_terms(_logits(logits), alpha), LossWeights(2, 3, 4, 5))
    parts = ("l1", "laplacian", "temporal", "cross_entropy")
    wanted = sum(w * float(losses[p]) for w, p in zip((2, 3, 4, 5), parts, strict=True))
    assert float(losses["total"]) == pytest.approx(wanted, rel=1e-5)


def test_outside_the_mask_nothing_counts() -> None:
    alpha, wrong = torch.zeros(1, 2, 1, 64, 64), torch.zeros(1, 2, 1, 64, 64)
    wrong[..., :32] = 1
    mask = torch.zeros_like(alpha)
    mask[..., 48:] = 1  # far enough from the error for the coarse bands of the pyramid's first
    terms = matting_terms(read_maps(wrong, "clamp"), alpha, mask)
    assert float(terms["l1"]) == float(terms["temporal"]) == 0
    whole = matting_terms(read_maps(wrong, "clamp"), alpha)
    assert float(terms["laplacian"]) < 0.25 * float(whole["laplacian"])


def test_a_loss_by_area_does_not_shrink_with_the_mask() -> None:
    alpha, off = torch.zeros(1, 1, 1, 64, 64), torch.full((1, 1, 1, 64, 64), 0.2)
    mask = torch.zeros_like(alpha)
    mask[..., :16] = 1
    seen = read_maps(off, "clamp")
    assert float(matting_terms(seen, alpha, mask)["l1"]) == pytest.approx(0.05)
    assert float(matting_terms(seen, alpha, mask, by_area=True)["l1"]) == pytest.approx(0.2)


def test_a_constant_error_is_no_temporal_error() -> None:
    alpha = torch.rand(1, 4, 1, 8, 8)
    assert float(temporal_loss(alpha + 0.1, alpha)) == pytest.approx(0, abs=1e-12)


def test_flicker_is_a_temporal_error() -> None:
    alpha = torch.zeros(1, 3, 1, 8, 8)
    flicker = alpha.clone()
    flicker[:, 1] = 0.5
    assert float(temporal_loss(flicker, alpha)) == pytest.approx(0.25)


def test_a_single_frame_has_no_temporal_error() -> None:
    assert float(temporal_loss(torch.rand(2, 1, 1, 8, 8), torch.rand(2, 1, 1, 8, 8))) == 0


def test_the_laplacian_sees_edges_and_not_offsets() -> None:
    flat = torch.zeros(1, 1, 64, 64)
    offset = laplacian_loss(flat + 0.1, flat)
    edge = flat.clone()
    edge[..., ::2] = 0.2  # the same mean error, as stripes
    assert float(laplacian_loss(edge, flat)) > float(offset)
    assert float(offset) == pytest.approx(0, abs=1e-6)


def test_the_pyramid_is_opencvs() -> None:
    difference = np.random.default_rng(0).random((64, 96), np.float32)
    wanted, level = 0.0, difference
    for power in range(5):
        smaller = cv2.pyrDown(level)
        grown = cv2.pyrUp(smaller, dstsize=(level.shape[1], level.shape[0]))
        wanted += 2**power * float(np.abs(level - grown).mean()) / 5
        level = smaller
    found = laplacian_loss(torch.from_numpy(difference)[None, None], torch.zeros(1, 1, 64, 96))
    assert float(found) == pytest.approx(wanted, rel=1e-4)
