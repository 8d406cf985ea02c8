from __future__ import annotations

import numpy as np
import pytest

from training.metrics.uncertainty import rank_correlation, reliability, sparsification

ERROR = np.random.default_rng(0).random(2000) ** 2


def test_knowing_the_error_is_perfect() -> None:
    assert sparsification(ERROR, ERROR) == pytest.approx(0, abs=1e-9)
    assert rank_correlation(ERROR**3, ERROR) == pytest.approx(1)


def test_knowing_nothing_is_worse_and_knowing_the_opposite_worst() -> None:
    blind = sparsification(np.ones_like(ERROR), np.random.default_rng(1).permutation(ERROR))
    assert 0 < blind < sparsification(-ERROR, ERROR)
    assert rank_correlation(-ERROR, ERROR) == pytest.approx(-1)
    assert rank_correlation(np.ones_like(ERROR), ERROR) == 0


def test_no_error_leaves_nothing_to_know() -> None:
    assert sparsification(ERROR, np.zeros_like(ERROR)) == 0


def test_honest_sigmas_lie_on_the_diagonal() -> None:
    rng = np.random.default_rng(0)
    sigma = rng.uniform(0.1, 1, 100_000)
    for said, was in reliability(sigma, rng.normal(0, sigma)):
        assert was == pytest.approx(said, rel=0.05)


def test_bins_are_equally_large_and_in_order() -> None:
    found = reliability(ERROR, ERROR, bins=4)
    assert len(found) == 4
    assert [said for said, _ in found] == sorted(said for said, _ in found)
