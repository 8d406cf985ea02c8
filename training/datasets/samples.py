"""Clips as torch tensors, one or a step's worth, and scenes that are still to become some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.synthesis.clip import Clip
from training.synthesis.device import compose_on
from training.synthesis.scene import Scene
from training.trimap import erode_by_convolution, face_unknown, random_unknown


@dataclass(frozen=True, slots=True)
class Sample:
    """One clip.

    Attributes:
        frames: (T, 3, S, S) float32 RGB in [0, 1].
        alpha: (T, 1, S, S) float32 in [0, 1].
        unknown: (T, 1, S, S) float32, 1 in a trimap's unknown region, else 0.
        covered: (T, 1, S, S) float32 in [0, 1], face that something lies before.
        skipped: what could not be read on the way, a line each.
    """

    frames: Tensor
    alpha: Tensor
    unknown: Tensor
    covered: Tensor
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A scene, to be composed on the device that trains.

    Attributes:
        scene: trimmed.
        seed: of the camera's noise and of the trimap.
        face_only: the trimap is the visible face, see `face_unknown`.
        skipped: as in `Sample`.
    """

    scene: Scene
    seed: int
    face_only: bool
    skipped: tuple[str, ...] = ()

    def composed(self, device: torch.device) -> Sample:
        """The clip."""
        clip = compose_on(device, self.scene, self.seed)
        if self.face_only:
            unknown = face_unknown(clip.alpha)
        else:
            rng = np.random.default_rng(self.seed)
            unknown = random_unknown(rng, clip.alpha, erode_by_convolution)
        return Sample(clip.frames, clip.alpha, unknown, clip.face * clip.occluder, self.skipped)


@dataclass(frozen=True, slots=True)
class Batch:
    """A step's clips: as `Sample`, with B in front."""

    frames: Tensor
    alpha: Tensor
    unknown: Tensor
    covered: Tensor
    skipped: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Frames in it."""
        return self.frames.shape[0] * self.frames.shape[1]

    def to(self, device: torch.device) -> Batch:
        """The same on another device."""
        return self._each(lambda tensor: tensor.to(device, non_blocking=True))

    def pin_memory(self) -> Batch:
        """The same in page-locked memory; the loader calls this when it feeds a GPU."""
        return self._each(Tensor.pin_memory)

    def _each(self, change: Callable[[Tensor], Tensor]) -> Batch:
        return Batch(
            change(self.frames),
            change(self.alpha),
            change(self.unknown),
            change(self.covered),
            self.skipped,
        )


def sample_of(
    clip: Clip, rng: np.random.Generator, face_only: bool, skipped: tuple[str, ...]
) -> Sample:
    """A composed clip as tensors, with a trimap drawn at random; see `Planned`."""
    frames = torch.from_numpy(clip.frames).permute(0, 3, 1, 2).float() / 255
    planes = (clip.alpha, clip.face * clip.occluder)
    alpha, covered = (torch.from_numpy(plane)[:, None].float() for plane in planes)
    unknown = face_unknown(alpha) if face_only else random_unknown(rng, alpha)
    return Sample(frames, alpha, unknown, covered, skipped)


def stacked(samples: Sequence[Sample]) -> Batch:
    """A batch of them."""
    return Batch(
        torch.stack([s.frames for s in samples]),
        torch.stack([s.alpha for s in samples]),
        torch.stack([s.unknown for s in samples]),
        torch.stack([s.covered for s in samples]),
        tuple(line for s in samples for line in s.skipped),
    )
