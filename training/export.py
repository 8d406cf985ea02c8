"""Write a network as an ONNX file that follows the contract, and check it against torch.

`python -m training.export --run runs/student --to model/weights/student.onnx`
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import numpy as np
import onnx
import torch
import typer
from torch import Tensor, nn

from model.contract import ALPHA, SIZE, SOURCE, Contract, ModelError
from model.matting import Matting
from model.memory import Memory
from training.checkpoint import TrainingError, trained
from training.derived import origin_of
from training.graph import write_graph
from training.networks.prediction import Squash, read_maps
from training.networks.recurrent import RecurrentNetwork

TOLERANCE = 1e-3
"""Largest difference in alpha between torch and ONNX Runtime over a clip."""


class Exported(nn.Module):
    """A network as the runtime sees it: bytes in, alpha out."""

    def __init__(self, network: RecurrentNetwork, squash: Squash) -> None:
        super().__init__()
        self.network = network.folded()
        self.squash: Squash = squash

    def forward(self, src: Tensor, *states: Tensor) -> tuple[Tensor, ...]:
        """`src` (N, S, S, 3) uint8 and the states; returns alpha (N, S, S) and the states."""
        image = src.permute(0, 3, 1, 2).float() / 255
        maps, after = self.network(image, states)
        return (read_maps(maps[:, None], self.squash).alpha[:, 0, 0], *after)


def export(
    network: RecurrentNetwork,
    squash: Squash,
    path: Path,
    facts: dict[str, str],
    free: bool = True,
) -> None:
    """Write the ONNX file; of a teacher's maps it keeps alpha.

    Args:
        facts: more metadata to write into it, e.g. which run it came from.
        free: let it take crops of any size; else of `SIZE` alone.
    """
    contract = Contract(network.state_shapes(SIZE), network.name)
    states = tuple(torch.zeros(2, *shape) for shape in contract.states)
    source = torch.zeros(2, SIZE, SIZE, 3, dtype=torch.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_graph(
        Exported(network, squash).eval(),
        (source, *states),
        path,
        input_names=list(contract.inputs),
        output_names=list(contract.outputs),
        dynamic_axes=_free_axes(contract, free),
    )
    model = onnx.load(path)
    for key, value in {**contract.to_metadata(), **facts}.items():
        model.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _free_axes(contract: Contract, sides: bool) -> dict[str, dict[int, str]]:
    """The batch is free, and so may the sides be: of the states, fractions of the crop's."""
    axes = {name: {0: "N"} for name in (*contract.inputs, *contract.outputs)}
    if not sides:
        return axes
    for name in (SOURCE, ALPHA):
        axes[name] |= {1: "S", 2: "S"}
    states = zip(contract.inputs[1:], contract.outputs[1:], contract.states, strict=True)
    for into, out, (_, height, _) in states:
        side = f"S/{contract.size // height}"
        for name in (into, out):
            axes[name] |= {2: side, 3: side}
    return axes


def largest_difference(
    network: RecurrentNetwork, squash: Squash, path: Path, frames: int = 16
) -> float:
    """Run a clip of noise and moving shapes through both; the largest |Δalpha|, memory carried."""
    clip = moving_shapes(frames)
    matting = Matting(path, device="cpu")
    memory: Memory | None = None
    states = None
    worst = 0.0
    network = network.eval()
    with torch.no_grad():
        for frame in clip:
            image = torch.from_numpy(frame).permute(2, 0, 1)[None].float() / 255
            maps, states = network(image, states)
            wanted = read_maps(maps[:, None], squash).alpha[0, 0, 0].numpy()
            alpha, (memory,) = matting.step(frame[None], [memory])
            worst = max(worst, float(np.abs(wanted - alpha[0]).max()))
    return worst


def exported(run: Path, to: Path) -> float:
    """Export a run's averaged network, with its settings inside.

    Returns:
        The largest difference from torch over 16 frames, in alpha.
    Raises:
        ModelError: if that is above `TOLERANCE`.
        TrainingError: if the run can't be read.
    """
    network, settings = trained(run)
    facts = {"settings": settings.published().model_dump_json(indent=2)}
    if origin := origin_of(run):
        facts["origin"] = json.dumps(origin)
    export(network, settings.squash, to, facts)
    worst = largest_difference(network, settings.squash, to)
    if worst > TOLERANCE:
        raise ModelError(f"{to} differs from torch by {worst:.2g}")
    return worst


def moving_shapes(frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """(T, S, S, 3) uint8: noise with an ellipse that drifts across."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    clip = rng.uniform(0, 80, (frames, SIZE, SIZE, 3))
    for t, frame in enumerate(clip):
        inside = ((x - 0.4 - 0.01 * t) / 0.25) ** 2 + ((y - 0.5) / 0.35) ** 2 < 1
        frame[inside] += (150, 110, 90)
    return clip.astype(np.uint8)


def main(
    run: Annotated[Path, typer.Option(help="The training run's folder.")] = Path("runs/student"),
    to: Annotated[Path, typer.Option(help="The file to write.")] = Path("runs/student.onnx"),
) -> None:
    """Export a run's averaged network and compare it with torch."""
    try:
        worst = exported(run, to)
    except (ModelError, TrainingError) as error:
        typer.echo(f"export: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{to}: within {worst:.1g} of torch over 16 frames")


if __name__ == "__main__":
    typer.run(main)
