"""Times as people read them: the middle and the slow end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Times:
    """Percentiles of some milliseconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Times:
        """Of at least one time."""
        found = np.percentile(np.asarray(milliseconds, float), (50, 95, 99))
        return cls(*(round(float(value), 3) for value in found))

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f}"
