"""The networks by name, as the settings choose them."""

from __future__ import annotations

from typing import Literal

from training.networks.light import LightNetwork
from training.networks.recurrent import RecurrentNetwork
from training.networks.rvm import LargeNetwork, RvmNetwork

Name = Literal["light", "rvm", "large"]
_NETWORKS: dict[Name, type[LightNetwork] | type[RvmNetwork] | type[LargeNetwork]] = {
    "light": LightNetwork,
    "rvm": RvmNetwork,
    "large": LargeNetwork,
}


def build(name: Name, outputs: int) -> RecurrentNetwork:
    """A fresh network with random weights."""
    return _NETWORKS[name](outputs)
