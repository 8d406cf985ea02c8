"""FaceMat's table 2 in small: each way of training, equal compute, several seeds, one table.

`python -m training.reproduce --data PACK --out runs/table2 --seeds 3`, the same again to go on.

Every row ends after the same number of steps, 2 N; those that start from stage 1 share its first
N. Each is a folder of `--out` and can be looked at with `training.compare`. They are measured on
crops as large as those they learned from, so figures of other sides don't compare.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console

from training import command, stage1, stage2
from training.checkpoint import TrainingError
from training.datasets.catalogue import DataError
from training.datasets.open import open_data
from training.evaluate import evaluate
from training.settings import Phase, RunSettings, Stage1Settings, Stage2Settings

FIGURES = (
    ("mse, visible", "MSE"),
    ("sad, visible", "SAD"),
    ("grad, visible", "Grad"),
    ("conn, visible", "Conn"),
    ("iou", "IoU"),
    ("accuracy", "Acc"),
    ("boundary_f", "F"),
    ("leak", "LEAK"),
    ("hole", "HOLE"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One way of training.

    Attributes:
        settings: of its last run.
        after: the row whose run it starts from.
    """

    settings: RunSettings
    after: str | None = None


def rows(steps: int, phase: Phase, network: str, seed: int, folder: Path) -> dict[str, Row]:
    """Every row of the table for one seed.

    Args:
        steps: N, of stage 1 alone.
        network: of every row but the light one.
    """
    # No ImageNet weights fit every trunk: all begin from nothing, and so learn at the full rate.
    rate = RunSettings.model_fields["rate"].default
    common: Mapping[str, object] = {
        "phases": (phase,), "seed": seed, "imagenet": False, "trunk_rate": rate, "average": 0.99,
    }  # fmt: skip
    first: Mapping[str, object] = {**common, "network": network, "steps": steps}
    beginning = folder / "stage 1"
    more = {**first, "initial": beginning, "seed": seed + 1000}
    guided = {**more, "teacher": beginning, "weights": {"cross_entropy": 0.0}}
    silent = {"nll_alpha": 0.0, "nll_unknown": 0.0}
    plain = {**common, "network": network, "steps": 2 * steps, "weights": silent}
    light = {**common, "network": "light", "steps": 2 * steps, "weights": silent}

    def one(values: Mapping[str, object], **others: object) -> Row:
        after = "stage 1" if "initial" in values else None
        return Row(Stage1Settings.model_validate({**values, **others}), after)

    def two(**others: object) -> Row:
        return Row(Stage2Settings.model_validate({**guided, **others}), "stage 1")

    return {
        "stage 1": one(first),
        network: one(plain),
        f"{network}, no trimap": one(plain, trimap=False),
        "light, no trimap": one(light, trimap=False),
        "stage 1 extended": one(more),
        "stage 1 extended, no trimap": one(more, trimap=False),
        "stage 2": two(),
        "stage 2, w2 = 0": two(w2=0.0),
        "stage 2, exponential": two(weighting="exponential"),
    }


def _train(row: Row, data: Path, folder: Path) -> None:
    if isinstance(row.settings, Stage1Settings):
        command.run_stage("stage1", data, folder, row.settings, stage1.objective(row.settings))
    elif isinstance(row.settings, Stage2Settings):
        command.run_stage("stage2", data, folder, row.settings, stage2.objective(row.settings))


def _figures(
    folders: Sequence[Path], data: Path, clips: int, frames: int, side: int
) -> list[dict[str, float]]:
    """Each run's figures, measured once on the same clips and kept beside it."""
    kept = f"figures {clips} x {frames} at {side}.json"
    files = {folder.name: folder / kept for folder in folders}
    missing = {folder.name: folder for folder in folders if not files[folder.name].is_file()}
    if missing:
        report = evaluate({}, missing, open_data(data, "val"), clips, frames, True, side)
        for name in missing:
            found = report.tables["methods"][name]
            files[name].write_text(json.dumps(found, indent=2) + "\n")
    return [json.loads(file.read_text()) for file in files.values()]


def table(found: Mapping[str, list[dict[str, float]]]) -> str:
    """Mean ± standard deviation over the seeds, as GitHub's markdown."""
    lines = [
        f"| | {' | '.join(title for _, title in FIGURES)} |",
        "|---" * (len(FIGURES) + 1) + "|",
    ]
    for name, seeds in found.items():
        cells = []
        for figure, _ in FIGURES:
            values = [s[figure] for s in seeds]
            spread = f" ± {np.std(values, ddof=1):.4f}" if len(values) > 1 else ""
            cells.append(f"{np.mean(values):.4f}{spread}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = command.PACK,
    out: Annotated[Path, typer.Option(help="The runs' folder.")] = Path("runs/table2"),
    seeds: Annotated[int, typer.Option(help="How many runs of each row.", min=1)] = 3,
    steps: Annotated[int, typer.Option(help="N, steps of stage 1.", min=1)] = 400,
    side: Annotated[int, typer.Option(help="Side of the crops.", min=64)] = 96,
    network: Annotated[str, typer.Option(help="rvm, light or large.")] = "rvm",
    clips: Annotated[int, typer.Option(help="Validation clips.", min=1)] = 123,
    frames: Annotated[int, typer.Option(help="Frames a validation clip.", min=2)] = 4,
) -> None:
    """Train every row with every seed, measure, and print the table."""
    console = Console()
    found: dict[str, list[dict[str, float]]] = {}
    try:
        phase = Phase(start=0, side=side, frames=4, batch=4)
        for seed in range(seeds):
            folder = out / f"seed {seed}"
            runs: dict[str, Path] = {}
            for name, row in rows(steps, phase, network, seed, folder).items():
                console.print(f"seed {seed}: {name}")
                _train(row, data, folder / name)
                runs[name] = folder / name
            figures = _figures(tuple(runs.values()), data, clips, frames, side)
            for name, scores in zip(runs, figures, strict=True):
                found.setdefault(name, []).append(scores)
        (out / "table.md").write_text(table(found))
    except (DataError, TrainingError, ValueError, OSError) as error:
        typer.echo(f"reproduce: {error}", err=True)
        raise typer.Exit(1) from error
    console.print(table(found), markup=False, soft_wrap=True)


if __name__ == "__main__":
    typer.run(main)
