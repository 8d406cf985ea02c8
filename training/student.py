"""The light student: the network the app ships. States in, states out."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.decoder import Decoder, States, state_shapes
from training.encoder import Encoder


class Student(nn.Module):
    """A recurrent matting network with one output, the visible face."""

    name = "student"

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()

    def forward(self, frames: Tensor, states: States | None = None) -> tuple[Tensor, States]:
        """See a clip, or one frame of each of a batch of clips.

        Args:
            frames: (B, T, 3, H, W) or (B, 3, H, W) in [0, 1]; H = W, divisible by 16.
            states: what the frames before left behind; None for a fresh start.
        Returns:
            Logits of alpha, (B, T, 1, H, W) or (B, 1, H, W), and the states after the last frame.
            Alpha is their sigmoid; the losses want the logits.
        """
        clip = frames.ndim == 5
        steps = frames.shape[1] if clip else 1
        image = frames.flatten(0, 1) if clip else frames
        if states is None:
            states = self.fresh_states(image.shape[0] // steps, image)
        logits, states = self.decoder(image, self.encoder(image), states, steps)
        return (logits.view(-1, steps, *logits.shape[1:]) if clip else logits), states

    def fresh_states(self, batch: int, like: Tensor) -> States:
        """Zero states for `batch` faces, on the device and in the type of `like`."""
        shapes = state_shapes(like.shape[-1])
        a, b, c = (torch.zeros(batch, *s, device=like.device, dtype=like.dtype) for s in shapes)
        return a, b, c
