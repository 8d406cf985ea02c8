"""The light recurrent decoder: memory at 1/16, 1/8 and 1/4, detail from the picture itself.

RVM (Lin et al. 2021, arXiv 2108.11515) spends three quarters of its arithmetic in the decoder's
fine levels. Here they are narrow, carry no memory at 1/2 and 1/1, and full resolution is reached
by pixel shuffle, so the finest convolution runs at half size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

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
        self.folded_merge2: FoldedMerge | None = None
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
        x = self.detail(self._merge_picture(torch.cat((double(x), half), 1), image * 2 - 1))
        return F.pixel_shuffle(self.head(x), 2), (r1, r2, r3)

    def _merge_picture(self, features: Tensor, picture: Tensor) -> Tensor:
        """Features (N, C, H/2, W/2) joined with the picture (N, 3, H, W)."""
        if self.folded_merge2 is not None:
            merged: Tensor = self.folded_merge2(features, picture)
        else:
            merged = self.merge2(torch.cat((features, F.pixel_unshuffle(picture, 2)), 1))
        return merged

    def fold(self) -> None:
        """Write the finest merge as the runtime likes it; training is over then."""
        self.folded_merge2 = FoldedMerge(self.merge2)


class FoldedMerge(nn.Module):
    """A trained merge of features with the picture that reads the picture where it lies.

    A 3x3 kernel over 2x2 pixels as channels is a 6x6 kernel of stride 2 over the pixels: as many
    multiplications, and nothing is moved. ONNX Runtime moves for 5 % of a frame's time otherwise.
    """

    def __init__(self, merge: nn.Sequential) -> None:
        super().__init__()
        conv, norm, _ = merge
        if not isinstance(conv, nn.Conv2d) or not isinstance(norm, nn.BatchNorm2d):
            raise TypeError(f"need a convolution and its norm, found {conv} and {norm}")
        whole = fuse_conv_bn_eval(conv, norm)
        weight, cout, cin = whole.weight.detach(), conv.out_channels, conv.in_channels - 12
        self.features = nn.Conv2d(cin, cout, 3, padding=1)
        self.picture = nn.Conv2d(3, cout, 6, stride=2, padding=2, bias=False)
        self.features.weight.data, self.features.bias = weight[:, :cin], whole.bias
        # (cout, colour, row in pair, column in pair, ky, kx) to (cout, colour, 2 ky + row, …)
        apart = weight[:, cin:].reshape(cout, 3, 2, 2, 3, 3).permute(0, 1, 4, 2, 5, 3)
        self.picture.weight.data = apart.reshape(cout, 3, 6, 6).contiguous()

    def forward(self, features: Tensor, picture: Tensor) -> Tensor:
        """Features (N, cin, H/2, W/2) and picture (N, 3, H, W); returns (N, cout, H/2, W/2)."""
        return F.relu(self.features(features) + self.picture(picture))


class _Context(nn.Module):
    """Squeezes the deepest features and gates them by the whole crop (LR-ASPP, Howard 2019)."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.local = nn.Sequential(nn.Conv2d(cin, cout, 1, bias=False), nn.BatchNorm2d(cout))
        self.gate = nn.Conv2d(cin, cout, 1)

    def forward(self, x: Tensor) -> Tensor:
        gate = torch.sigmoid(self.gate(x.mean((2, 3), keepdim=True)))
        return F.relu(self.local(x)) * gate
