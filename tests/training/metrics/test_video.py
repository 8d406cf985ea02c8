from __future__ import annotations

import numpy as np
import pytest

from training.metrics.video import dtssd


def test_dtssd_of_a_flicker() -> None:
    still = np.zeros((3, 4, 4), np.float32)
    flicker = still.copy()
    flicker[1] = 0.5
    assert dtssd(flicker, still) == pytest.approx(50)
    assert dtssd(still + 0.3, still) == pytest.approx(0)
