"""How calm a matte is."""

from __future__ import annotations

import numpy as np

from training.metrics.planes import Plane


def dtssd(predicted: Plane, alpha: Plane) -> float:
    """100 · mean over time of the root mean square error of frame differences (RVM's scale).

    Args:
        predicted, alpha: (T, H, W) with T >= 2; the first frame, which has no difference, is
            not counted.
    """
    error = (predicted[1:] - predicted[:-1]) - (alpha[1:] - alpha[:-1])
    return 100 * float(np.sqrt((error**2).mean((1, 2))).mean())
