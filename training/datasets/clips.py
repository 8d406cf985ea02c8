"""Composited clips as torch tensors; each is the same whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from training.datasets.catalogue import Catalogue, DataError, Entry
from training.distributed import World
from training.settings import RunSettings
from training.synthesis.clip import make_clip
from training.trimap import face_unknown, random_unknown

QUALITY_WEIGHT = {"gold": 2.5, "silver": 1.5, "bronze": 1.0}
"""Hand-placed outlines are shown more often than inferred ones."""
TRIES = 20
"""Samples that may fail in a row before the data counts as broken."""


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


class ClipDataset(Dataset[Sample | DataError]):
    """An endless supply of clips, numbered by step and place in it.

    Args:
        legacy_trimap: without an occluder the whole face is unknown.
    """

    def __init__(self, data: Catalogue, settings: RunSettings, legacy_trimap: bool = False) -> None:
        self.data = data
        self.settings = settings
        self.legacy_trimap = legacy_trimap
        self._faces = data.entries("face")
        self._weights = face_weights(list(self._faces))

    def __getitem__(self, number: tuple[int, int]) -> Sample | DataError:
        """A clip; or what is wrong with its files, if the settings do not say to skip them."""
        skipped: list[str] = []
        for attempt in range(TRIES):
            try:
                return self._sample([self.settings.seed, *number, attempt], tuple(skipped))
            except DataError as error:
                if self.settings.broken == "stop":
                    return error
                skipped.append(str(error))
        return DataError(f"{TRIES} samples in a row are broken, the last: {skipped[-1]}")

    def _sample(self, seed: list[int], skipped: tuple[str, ...]) -> Sample:
        rng = np.random.default_rng(seed)
        entry = self._faces[int(rng.choice(len(self._faces), p=self._weights))]
        phase = self.settings.phase_at(seed[1])
        clip = make_clip(
            rng,
            self.data,
            self.data.read_face(entry),
            phase.side,
            phase.frames,
            self.settings.occluded,
            self.settings.occluders,
            self.settings.variety,
        )
        if self.legacy_trimap and not clip.kinds:
            unknown = face_unknown(clip.alpha)
        else:
            unknown = random_unknown(rng, clip.alpha)
        frames = torch.from_numpy(clip.frames).permute(0, 3, 1, 2).float() / 255
        planes = (clip.alpha, unknown, clip.face * clip.occluder)
        alpha, region, covered = (torch.from_numpy(plane)[:, None].float() for plane in planes)
        return Sample(frames, alpha, region, covered, skipped)


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


def batches(
    dataset: ClipDataset, first_step: int, world: World | None = None, pin: bool = False
) -> Iterator[Batch]:
    """The batches of `first_step` and the steps after it, or one process's share of them.

    Args:
        pin: make them in page-locked memory, from which a GPU copies while it computes.
    Raises:
        DataError: if a sample's files are broken and the settings say stop.
    """
    workers = dataset.settings.workers
    loader = DataLoader(
        dataset,
        batch_sampler=_Steps(dataset.settings, first_step, world or World()),
        num_workers=workers,
        collate_fn=_collate,
        worker_init_fn=one_thread,
        prefetch_factor=3 if workers else None,
        pin_memory=pin,
    )
    for batch in loader:
        if isinstance(batch, DataError):
            raise batch
        yield batch


class _Steps(Sampler[list[tuple[int, int]]]):
    """The numbers of each step's clips, so that a resumed run goes on where it stopped."""

    def __init__(self, settings: RunSettings, first: int, world: World) -> None:
        for phase in settings.phases:
            if phase.batch % world.size:
                raise DataError(
                    f"a batch of {phase.batch} clips does not divide among {world.size} processes"
                )
        self._settings, self._range, self._world = settings, range(first, settings.steps), world

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        for step in self._range:
            places = range(self._world.rank, self._settings.phase_at(step).batch, self._world.size)
            yield [(step, place) for place in places]

    def __len__(self) -> int:
        return len(self._range)


def _collate(samples: Sequence[Sample | DataError]) -> Batch | DataError:
    good = []
    for sample in samples:
        if isinstance(sample, DataError):
            return sample
        good.append(sample)
    return Batch(
        torch.stack([s.frames for s in good]),
        torch.stack([s.alpha for s in good]),
        torch.stack([s.unknown for s in good]),
        torch.stack([s.covered for s in good]),
        tuple(line for s in good for line in s.skipped),
    )


def one_thread(_worker: int) -> None:
    """Each worker has one core: more threads than cores would wait for one another for seconds."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    threadpool_limits(1)  # NumPy's and SciPy's BLAS
