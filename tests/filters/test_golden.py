from __future__ import annotations

import cv2
import numpy as np
import pytest

from filters.catalog import FILTERS
from filters.filter import Filter
from filters.types import Image
from tests.filters.golden import FOLDER, drawn


@pytest.mark.parametrize("kind", FILTERS, ids=lambda f: f.id)
def test_a_filter_looks_as_it_did_when_it_was_looked_at(kind: Filter) -> None:
    path = FOLDER / f"{kind.id}.webp"
    kept = cv2.imread(str(path))
    assert kept is not None, f"{path} is missing: python -m tests.filters.golden"
    now = drawn(kind)[..., ::-1]
    bare = drawn(kind, wears=False)[..., ::-1]
    # room for another OpenCV's rounding, never for most of what the filter does
    assert _apart(now, kept) < 0.15 * _apart(bare, kept)


def _apart(one: Image, other: Image) -> float:
    return float(np.abs(one.astype(int) - other).mean())


def test_no_picture_is_kept_of_a_filter_that_is_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.webp")} == {kind.id for kind in FILTERS}
