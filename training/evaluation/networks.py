"""Run a network over a clip, as the app does or in torch."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from model.contract import SIZE
from model.crop import scaled
from model.matting import Matting
from model.memory import Memory
from model.upsampling import enlarge
from training.networks.prediction import Prediction, Squash, read_maps
from training.networks.recurrent import RecurrentNetwork


def run_model(
    matting: Matting, frames: NDArray[np.uint8], remember: bool = True, size: int = SIZE
) -> NDArray[np.float32]:
    """Mattes (T, S, S) of an exported network, frame by frame.

    Args:
        frames: (T, S, S, 3) RGB.
        remember: carry its hidden states; else clear them before each frame.
        size: of the crops that it is shown; mattes of smaller ones are enlarged as in the app.
    """
    memory: Memory | None = None
    mattes = []
    for frame in frames:
        crop = scaled(frame, size)
        alpha, (memory,) = matting.step(crop[None], [memory if remember else None])
        mattes.append(enlarge(alpha[0], crop, frame))
    return np.stack(mattes)


@torch.no_grad()
def run_network(network: RecurrentNetwork, squash: Squash, frames: NDArray[np.uint8]) -> Prediction:
    """Everything a network in torch says of a clip; each map is (1, T, 1, S, S)."""
    device = next(network.parameters()).device
    clip = torch.from_numpy(frames).permute(0, 3, 1, 2)[None].to(device).float() / 255
    maps, _ = network(clip)
    return read_maps(maps, squash)
