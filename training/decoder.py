"""The light recurrent decoder: memory at 1/16, 1/8 and 1/4, detail from the picture itself.

RVM (Lin et al. 2021, arXiv 2108.11515) spends three quarters of its arithmetic in the decoder's
fine levels. Here they are narrow, carry no memory at 1/2 and 1/1, and full resolution is reached
by pixel shuffle, so the finest convolution runs at half size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.encoder import CHANNELS

WIDTHS = (64, 40, 24, 16)
"""Channels of the decoder at 1/16, 1/8, 1/4 and 1/2; half of the first three are memory."""

States = tuple[Tensor, Tensor, Tensor]
"""Hidden states at 1/4, 1/8 and 1/16, each (B, C, H, W)."""


def state_shapes(size: int) -> tuple[tuple[int, int, int], ...]:
    """(channels, height, width) of each hidden state for a square input of `size` pixels."""
    return tuple((WIDTHS[2 - i] // 2, size >> (2 + i), size >> (2 + i)) for i in range(3))


class Decoder(nn.Module):
    """Features and hidden states to one logit a pixel."""

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth = CHANNELS
        w16, w8, w4, w2 = WIDTHS
        self.context = _Context(sixteenth, w16)
        self.remember16 = _Remember(w16)
        self.merge8 = _conv(w16 + eighth, w8)
        self.remember8 = _Remember(w8)
        self.merge4 = _conv(w8 + quarter, w4)
        self.remember4 = _Remember(w4)
        self.merge2 = _conv(w4 + half + 12, w2)
        self.detail = _conv(w2, w2)
        self.head = nn.Conv2d(w2, 4, 3, padding=1)

    def forward(
        self, image: Tensor, features: tuple[Tensor, ...], states: States, steps: int
    ) -> tuple[Tensor, States]:
        """Decode `steps` frames of each clip.

        Args:
            image: (B·T, 3, H, W) in [0, 1], the frames of a clip in a row.
            features: from `Encoder`, (B·T, …).
            states: what the frames before left behind, (B, …).
            steps: T.
        Returns:
            (B·T, 1, H, W) logits and the states after the last frame.
        """
        half, quarter, eighth, sixteenth = features
        x, r3 = self.remember16(self.context(sixteenth), states[2], steps)
        x, r2 = self.remember8(self.merge8(torch.cat((_double(x), eighth), 1)), states[1], steps)
        x, r1 = self.remember4(self.merge4(torch.cat((_double(x), quarter), 1)), states[0], steps)
        picture = F.pixel_unshuffle(image * 2 - 1, 2)
        x = self.detail(self.merge2(torch.cat((_double(x), half, picture), 1)))
        return F.pixel_shuffle(self.head(x), 2), (r1, r2, r3)


class ConvGRU(nn.Module):
    """Convolutional gated recurrent unit (Ballas et al. 2016, arXiv 1511.06432).

    z, r = σ(W [x, h]);  c = tanh(V [x, r h]);  h' = (1 - z) h + z c.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gates = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1)
        self.candidate = nn.Conv2d(2 * channels, channels, 3, padding=1)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """One frame: x and h are (B, C, H, W); returns the new h."""
        z, r = torch.sigmoid(self.gates(torch.cat((x, h), 1))).chunk(2, 1)
        c = torch.tanh(self.candidate(torch.cat((x, r * h), 1)))
        return h + z * (c - h)


class _Remember(nn.Module):
    """Passes half the channels through memory, frame by frame."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gru = ConvGRU(channels // 2)

    def forward(self, x: Tensor, state: Tensor, steps: int) -> tuple[Tensor, Tensor]:
        now, kept = x.chunk(2, 1)
        if steps == 1:
            state = self.gru(kept, state)
            return torch.cat((now, state), 1), state
        frames = kept.view(-1, steps, *kept.shape[1:]).unbind(1)  # T of (B, C, H, W)
        remembered = []
        for frame in frames:
            state = self.gru(frame, state)
            remembered.append(state)
        return torch.cat((now, torch.stack(remembered, 1).flatten(0, 1)), 1), state


class _Context(nn.Module):
    """Squeezes the deepest features and gates them by the whole crop (LR-ASPP, Howard 2019)."""

    def __init__(self, cin: int, cout: int) -> None:
        super().__init__()
        self.local = nn.Sequential(nn.Conv2d(cin, cout, 1, bias=False), nn.BatchNorm2d(cout))
        self.gate = nn.Conv2d(cin, cout, 1)

    def forward(self, x: Tensor) -> Tensor:
        gate = torch.sigmoid(self.gate(x.mean((2, 3), keepdim=True)))
        return F.relu(self.local(x)) * gate


def _conv(cin: int, cout: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU()
    )


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
