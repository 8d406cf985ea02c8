"""Composited clips as torch tensors; each is the same whenever and wherever it is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch.utils.data import DataLoader, Dataset, Sampler

from training.datasets.catalogue import Catalogue, DataError, Entry
from training.datasets.samples import Batch, Planned, Sample, sample_of, stacked
from training.distributed import World
from training.settings import RunSettings
from training.synthesis.clip import compose
from training.synthesis.device import trimmed
from training.synthesis.plan import plan

CPU = torch.device("cpu")
QUALITY_WEIGHT = {"gold": 2.5, "silver": 1.5, "bronze": 1.0}
"""Hand-placed outlines are shown more often than inferred ones."""
TRIES = 20
"""Samples that may fail in a row before the data counts as broken."""
Item = Sample | Planned | DataError
"""What a worker hands over; an error is raised where training can say so."""


class ClipDataset(Dataset[Item]):
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

    def __getitem__(self, number: tuple[int, int]) -> Item:
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

    def _sample(self, seed: list[int], skipped: tuple[str, ...]) -> Sample | Planned:
        rng = np.random.default_rng(seed)
        entry = self._faces[int(rng.choice(len(self._faces), p=self._weights))]
        s = self.settings
        phase = s.phase_at(seed[1])
        scene = plan(
            rng,
            self.data,
            self.data.read_face(entry),
            phase.side,
            phase.frames,
            s.occluded,
            s.occluders,
            s.variety,
        )
        face_only = self.legacy_trimap and not scene.kinds
        if s.compose == "device":
            return Planned(trimmed(scene), int(rng.integers(2**63)), face_only, skipped)
        return sample_of(compose(rng, scene), rng, face_only, skipped)


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
    dataset: ClipDataset,
    first_step: int,
    world: World | None = None,
    device: torch.device = CPU,
) -> Iterator[Batch]:
    """The batches of `first_step` and the steps after it, or one process's share of them.

    Args:
        device: where planned clips are composed. Clips made by workers come in ordinary memory,
            or page-locked for a GPU, which then copies while it computes.
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
        # a fork of a process whose libraries run threads can wait forever for a lock of theirs
        multiprocessing_context="spawn" if workers else None,
        pin_memory=device.type == "cuda",
    )
    for made in loader:
        if isinstance(made, DataError):
            raise made
        if isinstance(made, Batch):
            yield made
        else:
            yield stacked([planned.composed(device) for planned in made])


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


def _collate(items: Sequence[Item]) -> Batch | list[Planned] | DataError:
    samples, plans = [], []
    for item in items:
        if isinstance(item, DataError):
            return item
        if isinstance(item, Planned):
            plans.append(item)
        else:
            samples.append(item)
    return plans or stacked(samples)


def one_thread(_worker: int) -> None:
    """Each worker has one core: more threads than cores would wait for one another for seconds."""
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    threadpool_limits(1)  # NumPy's and SciPy's BLAS
