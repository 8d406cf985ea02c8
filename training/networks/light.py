"""The light network, which the app ships: EfficientNet-Lite0 and a narrow decoder."""

from __future__ import annotations

import copy

from training.networks.efficientnet import EfficientNet
from training.networks.light_decoder import WIDTHS, LightDecoder
from training.networks.recurrent import RecurrentNetwork, Shape


class LightNetwork(RecurrentNetwork):
    """0.86 million parameters; memory at 1/4, 1/8 and 1/16."""

    name = "light"

    def __init__(self, outputs: int = 1) -> None:
        super().__init__()
        self.outputs = outputs
        self.encoder: EfficientNet = EfficientNet()
        self.decoder: LightDecoder = LightDecoder(outputs)

    def state_shapes(self, side: int) -> tuple[Shape, ...]:
        """See `RecurrentNetwork`."""
        return tuple((WIDTHS[2 - i] // 2, side >> (2 + i), side >> (2 + i)) for i in range(3))

    def load_imagenet(self) -> None:
        """See `RecurrentNetwork`."""
        self.encoder.load_imagenet()

    def folded(self) -> LightNetwork:
        """See `RecurrentNetwork`."""
        network = copy.deepcopy(self).eval()
        network.decoder.fold()
        return network
