"""What a run tells while it goes on: a bar, a line a step, TensorBoard's curves and mattes."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Self

import torch
from rich.console import Console
from rich.progress import Progress, TaskID, TextColumn, TimeRemainingColumn
from torch.utils.tensorboard import SummaryWriter

from training.datasets.samples import Batch
from training.networks.prediction import read_maps
from training.networks.recurrent import RecurrentNetwork
from training.settings import RunSettings

LOG = "log.jsonl"
PREVIEW_EVERY = 500
CURVES_EVERY = 10


class Journal:
    """The first process's voice; the others' is silent.

    Args:
        folder: the run's; None says nothing and writes nothing.
    """

    def __init__(self, folder: Path | None, title: str, settings: RunSettings, step: int) -> None:
        self._folder = folder
        self._squash = settings.squash
        self._step = step
        columns = (
            *Progress.get_default_columns()[:3],
            TimeRemainingColumn(),
            TextColumn("{task.fields[loss]}"),
        )
        self._progress = Progress(*columns, console=Console(stderr=True), disable=folder is None)
        self._bar: TaskID = self._progress.add_task(
            title, total=settings.steps, completed=step, loss=""
        )
        self._waited = self._worked = 0.0
        self._frames = 0

    def __enter__(self) -> Self:
        if self._folder:
            _forget_after(self._folder / LOG, self._step)
            self._log = (self._folder / LOG).open("a", buffering=1)  # whole lines survive a kill
            self._curves = SummaryWriter(str(self._folder / "tensorboard"))
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
        if self._folder:
            self._log.close()
            self._curves.close()

    @property
    def waiting(self) -> float:
        """Share of the time so far that went by waiting for clips."""
        total = self._waited + self._worked
        return self._waited / total if total else 0.0

    @property
    def frames_a_second(self) -> float:
        """Training frames a second so far, waiting included."""
        total = self._waited + self._worked
        return self._frames / total if total else 0.0

    def step(
        self,
        step: int,
        terms: dict[str, float],
        skipped: tuple[str, ...],
        waited: float,
        worked: float,
        frames: int,
    ) -> None:
        """Note one step.

        Args:
            skipped: samples that could not be read, a line each.
            waited, worked: seconds.
            frames: how many it learned from.
        """
        if not self._folder:
            return
        self._waited += waited
        self._worked += worked
        self._frames += frames
        record: dict[str, object] = {"step": step, **terms}
        record |= {"waiting": waited, "seconds": worked}
        if skipped:
            record["skipped"] = list(skipped)
        self._log.write(json.dumps(record) + "\n")
        for line in skipped:
            self._progress.console.print(f"skipped: {line}", markup=False)
        if step % CURVES_EVERY == 0:
            for name, value in terms.items():
                self._curves.add_scalar(name, value, step)
            self._curves.add_scalar("share of time waiting", self.waiting, step)
        self._progress.update(self._bar, completed=step, loss=f"L1 {terms['l1']:.4f}")

    def wants_preview(self, step: int) -> bool:
        """Whether this step's mattes should be shown."""
        return self._folder is not None and step % PREVIEW_EVERY == 0

    @torch.no_grad()
    def preview(self, step: int, network: RecurrentNetwork, batch: Batch) -> None:
        """Show the last frame of each clip: picture, truth and what the averaged network says."""
        device = next(network.parameters()).device
        maps, _ = network(batch.frames.to(device))
        alpha = read_maps(maps, self._squash).alpha[:, -1].cpu().expand(-1, 3, -1, -1)
        truth = batch.alpha[:, -1].cpu().expand(-1, 3, -1, -1)
        rows = torch.cat((batch.frames[:, -1].cpu(), truth, alpha), 2)
        self._curves.add_image("picture, truth, matte", torch.cat(rows.unbind(0), 2), step)


def _forget_after(log: Path, step: int) -> None:
    """Drop the lines of steps that a killed run took after its last checkpoint."""
    if not log.is_file():
        return
    kept = []
    for line in log.read_text().splitlines(keepends=True):
        if not line.endswith("\n") or json.loads(line)["step"] > step:
            break
        kept.append(line)
    log.write_text("".join(kept))
