"""What a sheet's grid is, and how much of its picture is kept off its edge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float32]
"""(rows, columns, 3) float32."""
MARGIN = 16 / 1024
"""Of a part of a picture, the share at each edge that no sheet shows: smaller levels mix it with
what is beyond."""
