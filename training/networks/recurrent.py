"""What every network here is: clips or single frames in, maps and hidden states out."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional as F

States = tuple[Tensor, ...]
"""Hidden states from fine to coarse, each (B, C, H, W)."""
Shape = tuple[int, int, int]
"""(channels, height, width) of one hidden state."""


class RecurrentNetwork(nn.Module, ABC):
    """A trunk that sees each frame by itself and a decoder that remembers.

    Attributes:
        name: what the settings and the exported file call it.
        outputs: maps a frame: 1 is alpha alone, 4 adds what `training.networks.prediction` reads.
        encoder: the trunk, (N, 3, H, W) in [0, 1] to features from fine to coarse.
        decoder: (image, features, states, steps) to (N, outputs, H, W) and the new states.
    """

    name: str
    outputs: int
    encoder: nn.Module
    decoder: nn.Module

    @abstractmethod
    def state_shapes(self, side: int) -> tuple[Shape, ...]:
        """(channels, height, width) of each hidden state for a square input of `side` pixels."""

    @abstractmethod
    def load_imagenet(self) -> None:
        """Take ImageNet weights into the trunk.

        Raises:
            ValueError: if there are none for this trunk.
        """

    def folded(self) -> RecurrentNetwork:
        """The same function in evaluation, written as the runtime likes it."""
        return self

    def forward(self, frames: Tensor, states: States | None = None) -> tuple[Tensor, States]:
        """See a clip, or one frame of each of a batch of clips.

        Args:
            frames: (B, T, 3, H, W) or (B, 3, H, W) in [0, 1]; H = W, divisible by 16.
            states: what the frames before left behind; None for a fresh start.
        Returns:
            Raw maps, (B, T, outputs, H, W) or (B, outputs, H, W), the first of them alpha before
            it is squashed, and the states after the last frame.
        """
        clip = frames.ndim == 5
        steps = frames.shape[1] if clip else 1
        image = frames.flatten(0, 1) if clip else frames
        if states is None:
            states = self.fresh_states(image.shape[0] // steps, image)
        maps, states = self.decoder(image, self.encoder(image), states, steps)
        return (maps.view(-1, steps, *maps.shape[1:]) if clip else maps), states

    def fresh_states(self, batch: int, like: Tensor) -> States:
        """Zero states for `batch` faces, on the device and in the type of `like`."""
        shapes = self.state_shapes(like.shape[-1])
        return tuple(torch.zeros(batch, *s, device=like.device, dtype=like.dtype) for s in shapes)


class ConvGRU(nn.Module):
    """Convolutional gated recurrent unit (Ballas et al. 2016, arXiv 1511.06432).

    z, r = σ(W [x, h]);  c = tanh(V [x, r h]);  h' = (1 - z) h + z c.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.gates = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1)
        self.candidate = nn.Conv2d(2 * channels, channels, 3, padding=1)

    def forward(self, x: Tensor, h: Tensor) -> Tensor:
        """One frame: x and h are (B, C, H, W); returns the new h."""
        gates = torch.sigmoid(self.gates(torch.cat((x, h), 1)))
        z, r = torch.split(gates, self.channels, 1)
        c = torch.tanh(self.candidate(torch.cat((x, r * h), 1)))
        return h + z * (c - h)


class Remember(nn.Module):
    """Passes half the channels through memory, frame by frame."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gru = ConvGRU(channels // 2)

    def forward(self, x: Tensor, state: Tensor, steps: int) -> tuple[Tensor, Tensor]:
        """X (B·T, C, H, W), the frames of a clip in a row; state (B, C/2, H, W)."""
        now, kept = torch.split(x, self.gru.channels, 1)
        if steps == 1:
            state = self.gru(kept, state)
            return torch.cat((now, state), 1), state
        frames = kept.view(-1, steps, *kept.shape[1:]).unbind(1)  # T of (B, C, H, W)
        remembered = []
        for frame in frames:
            state = self.gru(frame, state)
            remembered.append(state)
        return torch.cat((now, torch.stack(remembered, 1).flatten(0, 1)), 1), state


def conv_norm_relu(cin: int, cout: int) -> nn.Sequential:
    """3x3 convolution without bias, batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU()
    )


def double(x: Tensor) -> Tensor:
    """Twice the height and width, bilinear."""
    return F.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)
