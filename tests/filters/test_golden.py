from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.catalog import FILTERS
from filters.filter import Filter
from tests.filters.golden import FOLDER, drawn


@pytest.mark.parametrize("kind", FILTERS, ids=lambda f: f.id)
def test_a_filter_looks_as_it_did_when_it_was_looked_at(kind: Filter) -> None:
    path = FOLDER / f"{kind.id}.jpg"
    kept = cv2.imread(str(path))
    assert kept is not None, f"{path} is missing: python -m tests.filters.golden"
    difference = np.abs(drawn(kind)[..., ::-1].astype(int) - kept)
    # room for JPEG, and for another OpenCV's rounding; not for a shifted or missing sprite
    assert difference.mean() < 2.5
    assert np.percentile(difference, 99) < 28


def test_no_picture_is_kept_of_a_filter_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.jpg")} == {kind.id for kind in FILTERS}
