"""Measure networks on fixed validation clips, beside the landmark hull and the truth.

`python -m training.evaluate --data PACK --model student.onnx --run runs/teacher --out figures.md`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from model import shipped
from model.contract import SIZE, ModelError
from model.matting import Matting
from training.checkpoint import TrainingError, trained
from training.datasets.catalogue import Catalogue, DataError
from training.datasets.open import open_data
from training.evaluation.cases import Case, validation_cases
from training.evaluation.networks import run_model, run_network
from training.evaluation.report import Report
from training.evaluation.scores import Scores, matting_score, mean, score
from training.metrics import uncertainty
from training.networks.prediction import Prediction
from training.networks.recurrent import RecurrentNetwork
from training.settings import RunSettings, Stage1Settings
from training.uncertainty import spread

Method = Callable[[Case], NDArray[np.float32]]


def evaluate(
    models: dict[str, Path],
    runs: dict[str, Path],
    data: Catalogue,
    count: int,
    frames: int,
    matting: bool = False,
    side: int = SIZE,
) -> Report:
    """Mean figures by method; the first model's also by kind of occluder and by skin tone.

    Args:
        models: exported networks, by name; each is run as the app does, with memory cleared, and
            on the smaller crops that the app falls back to.
        runs: training runs, by name; a teacher's uncertainty is judged too.
        matting: add MSE, SAD, Grad and Conn in three regions, which take longer.
        side: of the crops, in pixels; another than `SIZE` is for runs alone.

    Raises:
        TrainingError: an exported network was asked to take crops of another size than its own.
    """
    if models and side != SIZE:
        raise TrainingError(
            f"exported networks take crops of {SIZE} px, not {side}: give runs alone"
        )
    networks = {name: trained(folder) for name, folder in runs.items()}
    methods = _methods(models, networks)
    rows: dict[str, list[Scores]] = defaultdict(list)
    doubts: dict[str, list[Scores]] = defaultdict(list)
    clips: list[_Clip] = []
    first = next(iter(methods))
    for case in validation_cases(data, count, frames, side):
        for name, method in methods.items():
            predicted = method(case)
            found = score(predicted, case)
            if matting:
                found |= matting_score(predicted, case.clip.alpha)
            rows[name].append(found)
        for name, (network, settings) in networks.items():
            if isinstance(settings, Stage1Settings):
                said = run_network(network, settings.squash, case.clip.frames)
                doubts[name].append(_doubt(said, settings, case))
        clips.append(_Clip(case.clip.kinds, case.clip.luminance, rows[first][-1]))
    tables = {
        "methods": {name: mean(scores) for name, scores in rows.items()},
        f"{first} by occluder": _by_occluder(clips),
        f"{first} by skin": _by_skin(clips),
    }
    if doubts:
        tables["uncertainty"] = {name: mean(scores) for name, scores in doubts.items()}
    return Report(len(clips), frames, tables)


@dataclass(frozen=True, slots=True)
class _Clip:
    """What is kept of a clip: its pictures are many megabytes."""

    kinds: tuple[str, ...]
    luminance: float
    scores: Scores


def _methods(
    models: dict[str, Path], networks: dict[str, tuple[RecurrentNetwork, RunSettings]]
) -> dict[str, Method]:
    methods: dict[str, Method] = {}
    for name, path in models.items():
        network = Matting(path, device="cpu")
        methods[name] = partial(_by_model, network)
        methods[f"{name}, memory cleared"] = partial(_by_model, network, remember=False)
        for size in network.contract.sizes[1:]:
            methods[f"{name}, shown {size} px"] = partial(_by_model, network, size=size)
    for name, (torched, settings) in networks.items():
        methods[name] = partial(_by_network, torched, settings)
    methods["landmark hull"] = lambda case: case.hull
    methods["truth"] = lambda case: case.clip.alpha
    return methods


def _by_model(
    network: Matting, case: Case, remember: bool = True, size: int = SIZE
) -> NDArray[np.float32]:
    return run_model(network, case.clip.frames, remember, size)


def _by_network(
    network: RecurrentNetwork, settings: RunSettings, case: Case
) -> NDArray[np.float32]:
    return run_network(network, settings.squash, case.clip.frames).alpha[0, :, 0].numpy()


def _doubt(said: Prediction, settings: Stage1Settings, case: Case) -> Scores:
    sigma = spread(said, settings.unknown, "deviation")[0, :, 0].numpy()
    error = np.abs(said.alpha[0, :, 0].numpy() - case.clip.alpha)
    found = {
        "ause": uncertainty.sparsification(sigma, error),
        "spearman": uncertainty.rank_correlation(sigma, error),
    }
    for number, (claimed, was) in enumerate(uncertainty.reliability(sigma, error, 5), 1):
        found |= {f"sigma {number}": claimed, f"error {number}": was}
    return found


def _by_occluder(clips: list[_Clip]) -> dict[str, Scores]:
    """Clips with one kind of occluder only, by that kind."""
    kinds: dict[str, list[Scores]] = defaultdict(list)
    for clip in clips:
        if len(set(clip.kinds)) == 1:
            kinds[clip.kinds[0]].append(clip.scores)
    return {
        name: {"clips": float(len(scores)), **mean(scores)}
        for name, scores in sorted(kinds.items())
    }


def _by_skin(clips: list[_Clip]) -> dict[str, Scores]:
    """Thirds by the lightness of the skin."""
    ordered = sorted(clips, key=lambda clip: clip.luminance)
    thirds = np.array_split(np.arange(len(ordered)), 3)
    names = ("darkest third", "middle third", "lightest third")
    return {
        name: mean(ordered[i].scores for i in third)
        for name, third in zip(names, thirds, strict=True)
    }


def main(
    data: Annotated[Path, typer.Option(help="The training pack's folder.")] = Path(
        "../shared/data"
    ),
    model: Annotated[list[Path] | None, typer.Option(help="ONNX files; default: shipped.")] = None,
    run: Annotated[list[Path] | None, typer.Option(help="Training runs' folders.")] = None,
    clips: Annotated[int, typer.Option(help="How many validation clips.")] = 246,
    frames: Annotated[int, typer.Option(help="Frames a clip.")] = 8,
    matting: Annotated[bool, typer.Option(help="Add MSE, SAD, Grad and Conn.")] = False,
    side: Annotated[int, typer.Option(help="Side of the crops; for runs alone.", min=32)] = SIZE,
    out: Annotated[
        list[Path] | None, typer.Option(help="Write the figures here: .json or .md.")
    ] = None,
) -> None:
    """Print the networks' figures beside the hull's."""
    models = model or ([] if run else [shipped.STUDENT])
    try:
        report = evaluate(
            {path.stem: path for path in models},
            {path.name: path for path in run or []},
            open_data(data, "val"),
            clips,
            frames,
            matting,
            side,
        )
        for file in out or []:
            report.write(file)
    except (DataError, ModelError, TrainingError, OSError) as error:
        typer.echo(f"evaluate: {error}", err=True)
        raise typer.Exit(1) from error
    report.show()


if __name__ == "__main__":
    typer.run(main)
