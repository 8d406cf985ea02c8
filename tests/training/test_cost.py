from __future__ import annotations

import pytest

from training.cost import NAMES, count_macs, measure
from training.networks.catalog import Name, build


@pytest.mark.parametrize(("name", "millions"), [("rvm", 1999), ("light", 652)])
def test_multiplications_are_counted(name: Name, millions: int) -> None:
    """RVM's published shape has 1999 million at 256 by 256, less what its other heads add."""
    assert count_macs(build(name, 1), 256) / 1e6 == pytest.approx(millions, rel=0.01)


def test_every_network_is_timed() -> None:
    costs = measure(NAMES, rounds=1, threads=1)
    assert tuple(costs) == NAMES
    assert all(cost.milliseconds > 0 for cost in costs.values())
