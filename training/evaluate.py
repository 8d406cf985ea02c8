"""Measure a network on fixed validation clips, beside the landmark hull.

`python -m training.evaluate --model model/weights/student.onnx --data PACK`
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from model.contract import SIZE, ModelError
from model.matting import Matting
from model.memory import Memory
from training import metrics
from training.baselines.landmark_hull import LandmarkHull, fill
from training.datasets.pack import DataError, Pack, read_face
from training.synthesis.clip import Clip, make_clip

SEED = 20_25
FIGURES = ("iou", "accuracy", "mad", "boundary_f", "dtssd", "leak", "leak_soft", "hole")
Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A validation clip and its face's hull, (T, S, S) float32."""

    clip: Clip
    hull: NDArray[np.float32]


def validation_cases(pack: Pack, count: int, frames: int) -> Iterator[Case]:
    """The same clips every time: each validation face in turn, always with occluders."""
    faces = pack.entries("face")
    with LandmarkHull() as hulls:
        for index in range(count):
            rng = np.random.default_rng([SEED, index])
            face = read_face(faces[index % len(faces)])
            outline = hulls.outline(face.image)
            if outline is None:
                continue
            clip = make_clip(rng, pack, face, SIZE, frames, occluded=1.0)
            yield Case(clip, np.stack([fill(outline, a, SIZE) for a in clip.affines]))


def score(predicted: NDArray[np.float32], case: Case) -> Scores:
    """Every figure of one clip; LEAK and HOLE are left out where they have no pixels."""
    alpha = case.clip.alpha
    frames = list(zip(predicted, alpha, strict=True))
    found: dict[str, float | None] = {
        "iou": float(np.mean([metrics.iou(p, a) for p, a in frames])),
        "accuracy": metrics.accuracy(predicted, alpha),
        "mad": metrics.mad(predicted, alpha),
        "boundary_f": float(np.mean([metrics.boundary_f(p, a) for p, a in frames])),
        "dtssd": metrics.dtssd(predicted, alpha),
        "leak": metrics.leak(predicted, case.clip.occluder, case.hull),
        "leak_soft": metrics.leak(predicted, case.clip.occluder, case.hull, covered=metrics.SOLID),
        "hole": metrics.hole(predicted, alpha),
    }
    return {name: value for name, value in found.items() if value is not None}


def run_network(matting: Matting, clip: Clip, remember: bool = True) -> NDArray[np.float32]:
    """Mattes (T, S, S) of a clip, frame by frame, with or without memory."""
    memory: Memory | None = None
    mattes = []
    for frame in clip.frames:
        alpha, (memory,) = matting.step(frame[None], [memory if remember else None])
        mattes.append(alpha[0])
    return np.stack(mattes)


def evaluate(matting: Matting, pack: Pack, count: int, frames: int) -> dict[str, object]:
    """Mean figures by method, and the student's by kind of occluder and by skin tone."""
    methods: dict[str, Callable[[Case], NDArray[np.float32]]] = {
        "student": lambda case: run_network(matting, case.clip),
        "student, memory cleared": lambda case: run_network(matting, case.clip, remember=False),
        "landmark hull": lambda case: case.hull,
        "truth": lambda case: case.clip.alpha,
    }
    rows: dict[str, list[Scores]] = defaultdict(list)
    kinds: dict[str, list[Scores]] = defaultdict(list)
    tones: list[tuple[float, Scores]] = []
    for case in validation_cases(pack, count, frames):
        for name, method in methods.items():
            rows[name].append(score(method(case), case))
        student = rows["student"][-1]
        tones.append((case.clip.luminance, student))
        if len(set(case.clip.kinds)) == 1:
            kinds[case.clip.kinds[0]].append(student)
    tones.sort(key=lambda tone: tone[0])
    thirds = np.array_split(np.arange(len(tones)), 3)
    names = ("darkest third", "middle third", "lightest third")
    return {
        "clips": len(tones),
        "frames": frames,
        "methods": {name: _mean(scores) for name, scores in rows.items()},
        "occluders": {name: {"clips": len(s), **_mean(s)} for name, s in sorted(kinds.items())},
        "skin": {
            name: _mean([tones[i][1] for i in third])
            for name, third in zip(names, thirds, strict=True)
        },
    }


def _mean(scores: list[Scores]) -> Scores:
    out = {}
    for figure in FIGURES:
        values = [s[figure] for s in scores if figure in s]
        if values:
            out[figure] = float(np.mean(values))
    return out


def _table(title: str, rows: dict[str, Scores]) -> Table:
    table = Table("", *(f.replace("_", " ") for f in FIGURES), title=title)
    for name, scores in rows.items():
        table.add_row(name, *(f"{scores[f]:.4f}" if f in scores else "-" for f in FIGURES))
    return table


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    model: Annotated[Path | None, typer.Option(help="An ONNX file; default: shipped.")] = None,
    clips: Annotated[int, typer.Option(help="How many validation clips.")] = 246,
    frames: Annotated[int, typer.Option(help="Frames a clip.")] = 8,
    out: Annotated[Path | None, typer.Option(help="Write the figures here as JSON.")] = None,
) -> None:
    """Print the student's figures beside the hull's."""
    console = Console()
    try:
        pack = Pack(data, "val")
        found = evaluate(Matting(model, device="cpu"), pack, clips, frames)
    except (DataError, ModelError) as error:
        typer.echo(f"evaluate: {error}", err=True)
        raise typer.Exit(1) from error
    for part in ("methods", "occluders", "skin"):
        console.print(_table(f"{part}, {found['clips']} clips", found[part]))  # type: ignore[arg-type]
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    typer.run(main)
