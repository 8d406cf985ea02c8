"""The figures of image matting, over a region; those that are sums are divided by 1000.

Rhemann et al. 2009 ("A perceptually motivated online benchmark for image matting") define Grad
and Conn.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from scipy import ndimage

from training.metrics.planes import Mask, Plane

SIGMA = 1.4
"""Of the Gaussian whose derivative Grad takes."""
_STEPS = np.linspace(0.1, 1, 10, dtype=np.float32)  # as alpha, or 0.9 would not be 0.9
_TOLERANCE = 0.15


def mad(predicted: Plane, alpha: Plane, region: Mask | None = None) -> float:
    """Mean absolute difference; 0 over nothing."""
    return _mean(np.abs(predicted - alpha), region)


def mse(predicted: Plane, alpha: Plane, region: Mask | None = None) -> float:
    """Mean squared error; 0 over nothing."""
    return _mean((predicted - alpha) ** 2, region)


def sad(predicted: Plane, alpha: Plane, region: Mask | None = None) -> float:
    """Sum of absolute differences, in thousands of pixels."""
    return thousands(np.abs(predicted - alpha), region)


def gradient(predicted: Plane, alpha: Plane, region: Mask | None = None) -> float:
    """Grad: squared difference of gradient magnitudes, summed, in thousands.

    Args:
        predicted, alpha: (H, W).
    """
    return thousands(gradient_errors(predicted, alpha), region)


def gradient_errors(predicted: Plane, alpha: Plane) -> Plane:
    """What `gradient` sums, pixel by pixel."""
    return np.asarray((_magnitude(predicted) - _magnitude(alpha)) ** 2, np.float32)


def connectivity(predicted: Plane, alpha: Plane, region: Mask | None = None) -> float:
    """Conn: how much of the matte hangs on to the part both agree on, in thousands.

    For each step τ of 0.1 the largest part where both are at least τ; l is the last τ at which a
    pixel was still in it; φ = 1 - d where d = α - l is at least 0.15, else 1; Σ |φ̂ - φ|.

    Args:
        predicted, alpha: (H, W).
    """
    return thousands(connectivity_errors(predicted, alpha), region)


def connectivity_errors(predicted: Plane, alpha: Plane) -> Plane:
    """What `connectivity` sums, pixel by pixel."""
    last = np.ones(alpha.shape)
    dropped = np.zeros(alpha.shape, np.bool_)
    for index, level in enumerate(_STEPS):
        inside = _largest_part((predicted >= level) & (alpha >= level))
        gone = ~inside & ~dropped
        last[gone] = _STEPS[index - 1] if index else 0.0
        dropped |= gone
    return np.asarray(np.abs(_phi(predicted, last) - _phi(alpha, last)), np.float32)


def _phi(alpha: Plane, last: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Plane:
    distance = alpha - last
    return np.asarray(1 - distance * (distance >= _TOLERANCE), np.float32)


def _largest_part(mask: Mask) -> Mask:
    """The largest part whose pixels touch along edges; nothing of nothing."""
    labels, count = ndimage.label(mask)
    if count == 0:
        return mask
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return np.asarray(labels == sizes.argmax())


def _magnitude(alpha: Plane) -> Plane:
    """Length of the gradient by derivatives of a Gaussian, 9 by 9 taps of unit energy."""
    half = math.ceil(SIGMA * math.sqrt(-2 * math.log(math.sqrt(2 * math.pi) * SIGMA * 0.01)))
    x = np.arange(-half, half + 1)
    bell = np.exp(-(x**2) / (2 * SIGMA**2)) / (SIGMA * math.sqrt(2 * math.pi))
    slope = -x * bell / SIGMA**2
    kernel = np.outer(bell, slope)
    kernel /= np.sqrt((kernel**2).sum())
    across, down = (
        cv2.filter2D(alpha, cv2.CV_64F, k, borderType=cv2.BORDER_REPLICATE)
        for k in (kernel, kernel.T)
    )
    return np.asarray(np.hypot(across, down), np.float32)


def _mean(values: Plane, region: Mask | None) -> float:
    if region is None:
        return float(values.mean())
    return float(values[region].mean()) if region.any() else 0.0


def thousands(values: Plane, region: Mask | None = None) -> float:
    """The sum over a region, in thousands."""
    return float((values if region is None else values[region]).sum(dtype=np.float64) / 1000)
