"""Draw mattes side by side: picture, truth, each network's matte and what a teacher doubts.

`python -m training.compare --data PACK --model a.onnx --run runs/teacher --out sheet.png`
"""

from __future__ import annotations

import heapq
from pathlib import Path
from typing import Annotated

import typer

from model import shipped
from model.contract import ModelError
from model.matting import Matting
from training.checkpoint import TrainingError, trained
from training.datasets.catalogue import DataError
from training.datasets.open import open_data
from training.evaluation.cases import Case, validation_cases
from training.evaluation.networks import run_model, run_network
from training.evaluation.sheet import Tile, draw_sheet, heat, painted
from training.metrics.segmentation import iou
from training.networks.recurrent import RecurrentNetwork
from training.settings import RunSettings, Stage1Settings
from training.uncertainty import spread


def draw_row(
    case: Case,
    models: dict[str, Matting],
    networks: dict[str, tuple[RecurrentNetwork, RunSettings]],
) -> tuple[float, list[Tile]]:
    """One clip's last frame.

    Returns:
        IoU of the first network, and (title, (S, S, 3) tile) from left to right.
    """
    frame, truth = case.clip.frames[-1], case.clip.alpha[-1]
    mattes = {name: run_model(m, case.clip.frames)[-1] for name, m in models.items()}
    doubts = {}
    for name, (network, settings) in networks.items():
        said = run_network(network, settings.squash, case.clip.frames)
        mattes[name] = said.alpha[0, -1, 0].numpy()
        if isinstance(settings, Stage1Settings):
            doubts[name] = spread(said, settings.unknown, "deviation")[0, -1, 0].numpy()
    tiles = [("picture", frame), ("truth", painted(frame, truth))]
    tiles += [
        (f"{name}, IoU {iou(matte, truth):.3f}", painted(frame, matte))
        for name, matte in mattes.items()
    ]
    tiles += [(f"{name}, doubt", heat(sigma)) for name, sigma in doubts.items()]
    return iou(next(iter(mattes.values())), truth), tiles


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    model: Annotated[list[Path] | None, typer.Option(help="ONNX files; default: shipped.")] = None,
    run: Annotated[list[Path] | None, typer.Option(help="Training runs' folders.")] = None,
    worst: Annotated[int, typer.Option(help="How many of the first one's worst.", min=1)] = 24,
    clips: Annotated[int, typer.Option(help="Out of how many clips.", min=1)] = 246,
    frames: Annotated[int, typer.Option(help="Frames a clip; the last is drawn.", min=1)] = 8,
    across: Annotated[int, typer.Option(help="Rows beside each other.", min=1)] = 2,
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("runs/sheet.png"),
) -> None:
    """Draw the clips on which the first network does worst."""
    try:
        models = {p.stem: Matting(p, "cpu") for p in model or ([] if run else [shipped.STUDENT])}
        networks = {path.name: trained(path) for path in run or []}
        drawn = (
            (-quality, index, tiles)
            for index, (quality, tiles) in enumerate(
                draw_row(case, models, networks)
                for case in validation_cases(open_data(data, "val"), clips, frames)
            )
        )
        rows = [tiles for _, _, tiles in heapq.nlargest(worst, drawn, key=lambda row: row[:2])]
        if not rows:
            raise DataError(f"{data} has no validation face with landmarks")
        out.parent.mkdir(parents=True, exist_ok=True)
        draw_sheet(rows, across).save(out)
    except (DataError, ModelError, TrainingError, OSError, ValueError) as error:
        typer.echo(f"compare: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{out}: {len(rows)} clips")


if __name__ == "__main__":
    typer.run(main)
