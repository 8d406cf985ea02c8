"""RVM's recurrent decoder: memory at 1/16, 1/8, 1/4 and 1/2, full-size convolutions at the end.

Layer facts: Lin et al. 2021 (arXiv 2108.11515), §3 and figure 2; written from those facts.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.networks.recurrent import Remember, States, conv_norm_relu, double

WIDTHS = (128, 80, 40, 32, 16)
"""Channels at 1/16, 1/8, 1/4, 1/2 and 1/1; half of the first four are memory."""


class RvmDecoder(nn.Module):
    """Features and hidden states to `outputs` maps.

    Args:
        channels: of the trunk's features at 1/2, 1/4, 1/8 and 1/16.
    """

    def __init__(self, channels: tuple[int, int, int, int], outputs: int) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = channels
        w16, w8, w4, w2, w1 = WIDTHS
        self.context = _Aspp(sixteenth, w16)
        self.remember16 = Remember(w16)
        self.merge8 = conv_norm_relu(w16 + eighth + 3, w8)
        self.remember8 = Remember(w8)
        self.merge4 = conv_norm_relu(w8 + quarter + 3, w4)
        self.remember4 = Remember(w4)
        self.merge2 = conv_norm_relu(w4 + half + 3, w2)
        self.remember2 = Remember(w2)
        self.detail = nn.Sequential(conv_norm_relu(w2 + 3, w1), conv_norm_relu(w1, w1))
        self.head = nn.Conv2d(w1, outputs, 1)

    def forward(
        self, image: Tensor, features: tuple[Tensor, ...], states: States, steps: int
    ) -> tuple[Tensor, States]:
        """Decode `steps` frames of each clip; arguments as in `LightDecoder.forward`."""
        half, quarter, eighth, sixteenth = features
        image2 = F.avg_pool2d(image, 2)
        image4 = F.avg_pool2d(image2, 2)
        image8 = F.avg_pool2d(image4, 2)
        x, r4 = self.remember16(self.context(sixteenth), states[3], steps)
        x = self.merge8(torch.cat((double(x), eighth, image8), 1))
        x, r3 = self.remember8(x, states[2], steps)
        x = self.merge4(torch.cat((double(x), quarter, image4), 1))
        x, r2 = self.remember4(x, states[1], steps)
        x = self.merge2(torch.cat((double(x), half, image2), 1))
        x, r1 = self.remember2(x, states[0], steps)
        x = self.detail(torch.cat((double(x), image), 1))
        return self.head(x), (r1, r2, r3, r4)


class _Aspp(nn.Module):
    """LR-ASPP (Howard 2019): the deepest features, gated by the whole crop."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.local = nn.Sequential(nn.Conv2d(cin, cout, 1, bias=False), nn.BatchNorm2d(cout))
        self.gate = nn.Conv2d(cin, cout, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        gate = torch.sigmoid(self.gate(x.mean((2, 3), keepdim=True)))
        return F.relu(self.local(x)) * gate
