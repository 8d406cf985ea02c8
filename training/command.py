"""The command line both stages share: `python -m training.stageN --data … --out … --set …`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import torch
import typer

from training.checkpoint import (
    CHECKPOINT,
    SETTINGS,
    TrainingError,
    objective_state,
    resume,
    start,
)
from training.datasets.catalogue import DataError
from training.datasets.clips import ClipDataset, batches
from training.datasets.landmarks import WithLandmarks
from training.datasets.open import open_data
from training.distributed import World, joined, local
from training.journal import Journal
from training.loop import train
from training.objective import Objective
from training.settings import RunSettings, Settings, Stage1Settings, read_settings

Data = Annotated[Path, typer.Option(help="The training pack's folder, or the paper's.")]
PACK = Path("../shared/data")
CPU = torch.device("cpu")
ALONE = World()


def stage(
    name: str, kind: type[Settings], make: Callable[[Settings], Objective]
) -> Callable[..., None]:
    """The command of one stage.

    Args:
        kind: its settings.
        make: its objective from them.
    """

    def main(
        data: Data = PACK,
        out: Annotated[Path, typer.Option(help="The run's folder; resumed if it exists.")] = Path(
            f"runs/{name}"
        ),
        minutes: Annotated[float, typer.Option(help="Stop cleanly after so long.")] = 1e6,
        settings: Annotated[Path | None, typer.Option(help="A JSON file of settings.")] = None,
        change: Annotated[list[str] | None, typer.Option("--set", help="name=value")] = None,
        device: Annotated[str, typer.Option(help="cpu, cuda, cuda:1 …")] = "cpu",
    ) -> None:
        """Train, or go on training. Under torchrun the processes share each batch."""
        try:
            place = local(torch.device(device))
            file = out / SETTINGS if settings is None and (out / SETTINGS).is_file() else settings
            chosen = read_settings(kind, file, change or [])
            with joined(place) as world:
                run_stage(name, data, out, chosen, make(chosen), minutes, place, world)
        except (DataError, TrainingError, ValueError, OSError) as error:
            typer.echo(f"{name}: {error}", err=True)
            raise typer.Exit(1) from error
        except torch.OutOfMemoryError as error:
            typer.echo(f"{name}: out of memory: choose a smaller batch or side in phases", err=True)
            raise typer.Exit(1) from error

    return main


def run_stage(
    name: str,
    data: Path,
    out: Path,
    settings: RunSettings,
    objective: Objective,
    minutes: float = 1e6,
    device: torch.device = CPU,
    world: World = ALONE,
) -> None:
    """Start the run in `out`, or go on with it.

    Raises:
        DataError, TrainingError: see `training.loop.train` and `training.datasets`.
    """
    catalogue = open_data(data, "train", settings.only_open)
    if settings.variety.needs_landmarks:
        catalogue = WithLandmarks(catalogue)
    out.mkdir(parents=True, exist_ok=True)
    if (out / CHECKPOINT).is_file():
        run = resume(out, settings, objective.outputs, device)
        objective.load_state(objective_state(out, device))
    else:
        run = start(settings, objective.outputs, device)
    legacy = isinstance(settings, Stage1Settings) and settings.legacy_trimap
    clips = ClipDataset(catalogue, settings, legacy)
    with Journal(out if world.first else None, name, settings, run.step) as journal:
        supply = batches(clips, run.step, world, device)
        train(run, objective, supply, out, minutes, journal, world)
    if world.first:
        typer.echo(
            f"{out}: step {run.step} of {settings.steps}, {journal.frames_a_second:.1f} frames"
            f" a second, {journal.waiting:.1%} of the time spent waiting for clips",
            err=True,
        )
