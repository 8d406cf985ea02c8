from __future__ import annotations

import math
import statistics

import pytest
import torch

from training.networks.prediction import LOG_VARIANCE, Prediction, read_maps
from training.uncertainty import beta_nll, distillation_weight, spread, unknown_target


def _map(value: float) -> torch.Tensor:
    return torch.full((1, 1, 1, 2, 2), value)


def test_beta_zero_is_the_gaussian_likelihood() -> None:
    mean, variance, target = 0.3, 0.25, 0.8
    found = beta_nll(_map(mean), _map(math.log(variance)), _map(target), beta=0)
    constant = 0.5 * math.log(2 * math.pi)
    gaussian = statistics.NormalDist(mean, variance**0.5).pdf(target)
    assert float(found) == pytest.approx(-math.log(gaussian) - constant, rel=1e-5)


def test_beta_one_pulls_the_mean_as_a_squared_error_does() -> None:
    mean = _map(0.3).requires_grad_()
    (pull,) = torch.autograd.grad(beta_nll(mean, _map(-4.0), _map(0.8), beta=1), mean)
    (plain,) = torch.autograd.grad(0.5 * ((mean - _map(0.8)) ** 2).mean(), mean)
    torch.testing.assert_close(pull, plain)


@pytest.mark.parametrize("beta", [0.0, 0.5, 1.0])
def test_the_best_variance_is_the_squared_error_if_the_factor_is_detached(beta: float) -> None:
    best = math.log((0.8 - 0.3) ** 2)
    log_variance = _map(best).requires_grad_()
    loss = beta_nll(_map(0.3), log_variance, _map(0.8), beta)
    (slope,) = torch.autograd.grad(loss, log_variance)
    assert float(slope.abs().max()) < 1e-6
    if beta:
        loss = beta_nll(_map(0.3), log_variance, _map(0.8), beta, detach=False)
        (slope,) = torch.autograd.grad(loss, log_variance)
        assert float(slope.abs().max()) > 1e-3


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("size", [1e-3, 1.0, 1e4])
def test_the_likelihood_is_finite_whatever_the_network_says(
    dtype: torch.dtype, size: float
) -> None:
    maps = (torch.randn(1, 1, 4, 8, 8) * size).to(dtype).requires_grad_()
    seen = read_maps(maps, "clamp")
    assert seen.log_variance is not None
    loss = beta_nll(seen.alpha, seen.log_variance, torch.rand(1, 1, 1, 8, 8), 0.5)
    (gradient,) = torch.autograd.grad(loss, maps)
    assert torch.isfinite(loss)
    assert torch.isfinite(gradient).all()


def test_maps_are_named_and_bounded() -> None:
    maps = torch.tensor([0.0, 99.0, 0.0, -99.0]).view(1, 1, 4, 1, 1)
    seen = read_maps(maps, "sigmoid")
    assert float(seen.alpha) == 0.5
    assert float(seen.log_variance or 0) == LOG_VARIANCE[1]
    assert float(seen.unknown or 0) == 0.5
    assert float(seen.unknown_log_variance or 0) == LOG_VARIANCE[0]
    assert read_maps(maps, "clamp").logits is None
    assert read_maps(maps[:, :, :1], "sigmoid").unknown is None


def test_the_weight_is_the_papers() -> None:
    sigma = torch.tensor([[0.0, 0.5]]).view(1, 1, 1, 1, 2)
    linear = distillation_weight(sigma, 2, 2, "linear")
    assert linear.flatten().tolist() == [2, 3]
    exponential = distillation_weight(sigma, 2, 2, "exponential")
    assert exponential.flatten().tolist() == pytest.approx([1, math.e])
    level = distillation_weight(sigma, 2, 0, "linear")
    assert level.flatten().tolist() == [2, 2]
    stretched = distillation_weight(sigma / 10, 0, 1, "linear", normalise=True)
    assert stretched.flatten().tolist() == pytest.approx([0, 1])


def test_the_spread_is_us_or_alphas() -> None:
    said = Prediction(_map(0), None, _map(math.log(0.04)), _map(0), _map(math.log(0.09)))
    assert float(spread(said, "trimap", "deviation").max()) == pytest.approx(0.3)
    assert float(spread(said, "none", "deviation").max()) == pytest.approx(0.2)
    assert float(spread(said, "trimap", "variance").max()) == pytest.approx(0.09)
    with pytest.raises(ValueError, match="does not say how sure"):
        spread(Prediction(_map(0)), "trimap", "deviation")


def test_the_error_as_a_target_pulls_nothing() -> None:
    error = _map(0.2).requires_grad_()
    target = unknown_target("error", _map(1), error)
    assert target is not None
    assert not target.requires_grad
    assert unknown_target("none", _map(1), error) is None
