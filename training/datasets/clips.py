"""Composited clips as torch tensors; each is the same whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from training.datasets.pack import Entry, Pack, read_face
from training.settings import Phase, Stage2Settings
from training.synthesis.clip import make_clip

QUALITY_WEIGHT = {"gold": 2.5, "silver": 1.5, "bronze": 1.0}
"""Hand-placed outlines are shown more often than inferred ones."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One clip: frames (T, 3, S, S) and alpha (T, 1, S, S), float32 in [0, 1]."""

    frames: Tensor
    alpha: Tensor


class ClipDataset(Dataset[Sample]):
    """An endless supply of clips from one split of the pack, numbered by step and place in it."""

    def __init__(self, pack: Pack, settings: Stage2Settings) -> None:
        self.pack = pack
        self.settings = settings
        self._faces = pack.entries("face")
        self._weights = face_weights(list(self._faces))

    def __getitem__(self, number: tuple[int, int]) -> Sample:
        rng = np.random.default_rng([self.settings.seed, *number])
        entry = self._faces[int(rng.choice(len(self._faces), p=self._weights))]
        phase: Phase = self.settings.phase_at(number[0])
        clip = make_clip(
            rng,
            self.pack,
            read_face(entry),
            phase.side,
            phase.frames,
            self.settings.occluded,
            self.settings.occluders,
        )
        frames = torch.from_numpy(clip.frames).permute(0, 3, 1, 2).float() / 255
        return Sample(frames, torch.from_numpy(clip.alpha)[:, None].float())


def face_weights(faces: list[Entry]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Probability of each face: better labels more often, and dark and light skins evenly.

    Skins are counted by decade of CIE L*; a decade's share grows with the square root of its
    count, so that the few darkest faces are seen often but not by heart.
    """
    decade = np.array([int(face.luminance // 10) for face in faces])
    counts = {d: int((decade == d).sum()) for d in set(decade.tolist())}
    balance = np.array([counts[d] ** -0.5 for d in decade])
    weights = balance * np.array([QUALITY_WEIGHT[face.quality] for face in faces])
    return np.asarray(weights / weights.sum())


def batches(dataset: ClipDataset, first_step: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Frames (B, T, 3, S, S) and alpha (B, T, 1, S, S) of `first_step` and the steps after it."""
    workers = dataset.settings.workers
    loader = DataLoader(
        dataset,
        batch_sampler=_Steps(dataset.settings, first_step),
        num_workers=workers,
        collate_fn=_collate,
        worker_init_fn=_one_thread,
        prefetch_factor=3 if workers else None,
    )
    yield from loader


class _Steps(Sampler[list[tuple[int, int]]]):
    """The numbers of each step's clips, so that a resumed run goes on where it stopped."""

    def __init__(self, settings: Stage2Settings, first: int) -> None:
        self._settings, self._range = settings, range(first, settings.steps)

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        for step in self._range:
            yield [(step, place) for place in range(self._settings.phase_at(step).batch)]

    def __len__(self) -> int:
        return len(self._range)


def _collate(samples: list[Sample]) -> tuple[Tensor, Tensor]:
    return torch.stack([s.frames for s in samples]), torch.stack([s.alpha for s in samples])


def _one_thread(_worker: int) -> None:
    import cv2

    cv2.setNumThreads(1)
    torch.set_num_threads(1)
