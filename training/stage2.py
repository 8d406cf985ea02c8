"""Stage 2: train the student. `python -m training.stage2 --data PACK --out runs/student`.

Here it learns from the exact alpha of composited clips alone, from the ImageNet trunk. Run it
again with the same --out to go on where it stopped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import torch
import typer
from rich.progress import Progress, TextColumn, TimeRemainingColumn

from training.datasets.clips import ClipDataset, batches
from training.datasets.pack import DataError, Pack
from training.loop import TrainingError, resume, train
from training.settings import read_settings


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    out: Annotated[Path, typer.Option(help="The run's folder; resumed if it exists.")] = Path(
        "runs/student"
    ),
    minutes: Annotated[float, typer.Option(help="Stop cleanly after so long.")] = 1e6,
    settings: Annotated[Path | None, typer.Option(help="A JSON file of settings.")] = None,
    change: Annotated[list[str] | None, typer.Option("--set", help="name=value")] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda, cuda:1 …")] = "cpu",
) -> None:
    """Train the student, or go on training it."""
    try:
        _run(data, out, minutes, settings, change or [], torch.device(device))
    except (DataError, TrainingError, ValueError) as error:
        typer.echo(f"stage2: {error}", err=True)
        raise typer.Exit(1) from error


def _run(
    data: Path,
    out: Path,
    minutes: float,
    file: Path | None,
    changes: list[str],
    device: torch.device,
) -> None:
    before = out / "settings.json"
    if file is None and before.is_file():
        file = before
    settings = read_settings(file, changes)
    pack = Pack(data, "train", settings.only_open)
    out.mkdir(parents=True, exist_ok=True)
    run = resume(out, settings, device)
    clips = batches(ClipDataset(pack, settings), run.step)
    columns = (
        *Progress.get_default_columns()[:3],
        TimeRemainingColumn(),
        TextColumn("{task.fields[loss]}"),
    )
    with Progress(*columns) as progress:
        bar = progress.add_task("stage 2", total=settings.steps, completed=run.step, loss="")

        def report(step: int, losses: dict[str, float]) -> None:
            progress.update(bar, completed=step, loss=f"L1 {losses['l1']:.4f}")

        train(run, clips, out, minutes, report)


if __name__ == "__main__":
    typer.run(main)
