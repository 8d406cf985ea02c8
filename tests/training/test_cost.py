from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from training.cost import NAMES, count_macs, keep_peers, measure
from training.networks.catalog import Name, build


@pytest.mark.parametrize(("name", "millions"), [("rvm", 1999), ("light", 652)])
def test_multiplications_are_counted(name: Name, millions: int) -> None:
    """RVM's published shape has 1999 million at 256 by 256, less what its other heads add."""
    assert count_macs(build(name, 1), 256) / 1e6 == pytest.approx(millions, rel=0.01)


def test_every_network_is_timed() -> None:
    costs = measure(NAMES, rounds=1, threads=1)
    assert tuple(costs) == NAMES
    assert all(cost.milliseconds > 0 for cost in costs.values())


def test_the_benchmarks_peers_see_crops_and_whole_frames(tmp_path: Path) -> None:
    same, whole, floor = keep_peers(tmp_path / "peers")
    crop = onnxruntime.InferenceSession(same)
    assert crop.get_inputs()[0].shape[1:] == [256, 256, 3]
    frame = onnxruntime.InferenceSession(whole)
    shapes = {value.name: value.shape for value in frame.get_inputs()}
    feed = {
        name: np.zeros(shape, np.uint8 if shape[-1] == 3 else np.float32)
        for name, shape in shapes.items()
    }
    assert frame.run(None, feed)[0].shape == (1, 1, 720, 1280)
    _, channels, height, width = onnxruntime.InferenceSession(floor).get_inputs()[0].shape
    macs = 9 * channels**2 * height * width
    assert macs == pytest.approx(count_macs(build("light", 1), 256), rel=0.02)
