"""The light recurrent decoder: memory at 1/16, 1/8 and 1/4, detail from the picture itself.

RVM (Lin et al. 2021, arXiv 2108.11515) spends three quarters of its arithmetic in the decoder's
fine levels. Here they are narrow, carry no memory at 1/2 and 1/1, and full resolution is reached
by pixel shuffle, so the finest convolution runs at half size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.networks.efficientnet import CHANNELS
from training.networks.recurrent import Remember, States, conv_norm_relu, double

WIDTHS = (64, 40, 24, 16)
"""Channels of the decoder at 1/16, 1/8, 1/4 and 1/2; half of the first three are memory."""


class LightDecoder(nn.Module):
    """Features and hidden states to `outputs` maps."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = CHANNELS
        w16, w8, w4, w2 = WIDTHS
        self.context = _Context(sixteenth, w16)
        self.remember16 = Remember(w16)
        self.merge8 = conv_norm_relu(w16 + eighth, w8)
        self.remember8 = Remember(w8)
        self.merge4 = conv_norm_relu(w8 + quarter, w4)
        self.remember4 = Remember(w4)
        self.merge2 = conv_norm_relu(w4 + half + 12, w2)
        self.detail = conv_norm_relu(w2, w2)
        self.head = nn.Conv2d(w2, 4 * outputs, 3, padding=1)

    def forward(
        self, image: Tensor, features: tuple[Tensor, ...], states: States, steps: int
    ) -> tuple[Tensor, States]:
        """Decode `steps` frames of each clip.

        Args:
            image: (B·T, 3, H, W) in [0, 1], the frames of a clip in a row.
            features: from `EfficientNet`, (B·T, …).
            states: what the frames before left behind, (B, …).
            steps: T.
        Returns:
            (B·T, outputs, H, W) and the states after the last frame.
        """
        half, quarter, eighth, sixteenth = features
        x, r3 = self.remember16(self.context(sixteenth), states[2], steps)
        x, r2 = self.remember8(self.merge8(torch.cat((double(x), eighth), 1)), states[1], steps)
        x, r1 = self.remember4(self.merge4(torch.cat((double(x), quarter), 1)), states[0], steps)
        picture = F.pixel_unshuffle(image * 2 - 1, 2)
        x = self.detail(self.merge2(torch.cat((double(x), half, picture), 1)))
        return F.pixel_shuffle(self.head(x), 2), (r1, r2, r3)


class _Context(nn.Module):
    """Squeezes the deepest features and gates them by the whole crop (LR-ASPP, Howard 2019)."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.local = nn.Sequential(nn.Conv2d(cin, cout, 1, bias=False), nn.BatchNorm2d(cout))
        self.gate = nn.Conv2d(cin, cout, 1)

    def forward(self, x: Tensor) -> Tensor:
        gate = torch.sigmoid(self.gate(x.mean((2, 3), keepdim=True)))
        return F.relu(self.local(x)) * gate
