"""The paper's network: RVM's shape, and the same decoder on a pretrained trunk."""

from __future__ import annotations

from training.networks import efficientnet, mobilenet_v3
from training.networks.efficientnet import EfficientNet
from training.networks.mobilenet_v3 import MobileNetV3
from training.networks.recurrent import RecurrentNetwork, Shape
from training.networks.rvm_decoder import WIDTHS, RvmDecoder


class _Rvm(RecurrentNetwork):
    def state_shapes(self, side: int) -> tuple[Shape, ...]:
        """See `RecurrentNetwork`."""
        return tuple((WIDTHS[3 - i] // 2, side >> (1 + i), side >> (1 + i)) for i in range(4))


class RvmNetwork(_Rvm):
    """RVM with MobileNetV3: 3.75 million parameters, as FaceMat uses it (without foreground)."""

    name = "rvm"

    def __init__(self, outputs: int = 1) -> None:
        super().__init__()
        self.outputs = outputs
        self.encoder = MobileNetV3()
        self.decoder = RvmDecoder(mobilenet_v3.CHANNELS, outputs)

    def load_imagenet(self) -> None:
        """See `RecurrentNetwork`."""
        raise ValueError(
            "rvm: no ImageNet weights of MobileNetV3 come as a package; imagenet=false"
        )


class LargeNetwork(_Rvm):
    """RVM's decoder on the whole of EfficientNet-Lite0: a teacher that starts from ImageNet."""

    name = "large"

    def __init__(self, outputs: int = 1) -> None:
        super().__init__()
        self.outputs = outputs
        self.encoder: EfficientNet = EfficientNet(deep=True)
        self.decoder = RvmDecoder(efficientnet.DEEP_CHANNELS, outputs)

    def load_imagenet(self) -> None:
        """See `RecurrentNetwork`."""
        self.encoder.load_imagenet()
