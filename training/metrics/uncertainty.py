"""How well a teacher knows where it errs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Values = NDArray[np.floating]
_SHARES = np.linspace(0, 0.99, 100)


def sparsification(sigma: Values, error: Values) -> float:
    """AUSE (Ilg et al. 2018, arXiv 1802.07095); 0 is perfect.

    The area between two curves of the error left when the worst pixels are dropped, chosen by σ
    and by the error itself; scaled so that the error is 1 where none is dropped.
    """
    error = error.ravel().astype(np.float64)
    if not error.any():
        return 0.0
    by_sigma = _left(error[np.argsort(-sigma.ravel(), kind="stable")])
    by_error = _left(-np.sort(-error))
    return float(np.trapezoid(by_sigma - by_error, _SHARES) / error.mean())


def rank_correlation(sigma: Values, error: Values) -> float:
    """Spearman's ρ between σ and |error|; 0 where either does not vary."""
    if np.ptp(sigma) == 0 or np.ptp(error) == 0:
        return 0.0
    return float(stats.spearmanr(sigma.ravel(), error.ravel()).statistic)


def reliability(sigma: Values, error: Values, bins: int = 10) -> list[tuple[float, float]]:
    """(mean σ, root mean square error) of equally large bins by σ; equal where σ is honest."""
    order = np.argsort(sigma.ravel(), kind="stable")
    parts = np.array_split(order, bins)
    said, was = sigma.ravel(), error.ravel()
    return [
        (float(said[part].mean()), float(np.sqrt((was[part] ** 2).mean())))
        for part in parts
        if len(part)
    ]


def _left(ordered: Values) -> NDArray[np.float64]:
    """Mean error once a share of the first ones is dropped."""
    sums = np.cumsum(ordered[::-1])[::-1]
    starts = (_SHARES * len(ordered)).astype(int)
    return np.asarray(sums[starts] / (len(ordered) - starts))
