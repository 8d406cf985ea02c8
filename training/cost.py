"""What each network costs: parameters, multiplications, and milliseconds side by side.

`python -m training.cost`. The times are ONNX Runtime's on the CPU, of networks with random weights,
taken in turns in one run, so that a busy machine slows all of them alike: read the ratios.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_args

import numpy as np
import onnxruntime
import torch
import typer
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

from model.contract import SIZE
from training.export import export
from training.graph import write_graph
from training.networks.catalog import Name, build
from training.networks.recurrent import RecurrentNetwork

NAMES: tuple[Name, ...] = get_args(Name)


@dataclass(frozen=True, slots=True)
class Cost:
    """One network's cost for one frame of 256 by 256 pixels.

    Attributes:
        parameters: all of them.
        macs: multiplications with additions in its convolutions.
        milliseconds: median of a frame.
    """

    parameters: int
    macs: int
    milliseconds: float


def count_macs(network: RecurrentNetwork, side: int) -> int:
    """Multiplications with additions of every convolution for one frame."""
    counted = 0

    def count(module: nn.Module, _inputs: object, output: Tensor) -> None:
        nonlocal counted
        if isinstance(module, nn.Conv2d):
            taps = module.in_channels // module.groups * module.kernel_size[0] ** 2
            counted += output.numel() * taps

    hooks = [
        module.register_forward_hook(count)
        for module in network.modules()
        if isinstance(module, nn.Conv2d)
    ]
    with torch.no_grad():
        network.eval()(torch.zeros(1, 3, side, side))
    for hook in hooks:
        hook.remove()
    return counted


def measure(names: tuple[Name, ...], rounds: int, threads: int) -> dict[Name, Cost]:
    """Every network's cost, the times taken in turns."""
    networks = {name: build(name, 1).eval() for name in names}
    times: dict[Name, list[float]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        frames = {}
        for name, network in networks.items():
            file = Path(folder) / f"{name}.onnx"
            export(network, "sigmoid", file, {}, free=False)
            frames[name] = _frame(file, threads)
        for turn in range(rounds + 3):
            for name, (session, feed) in frames.items():
                begun = time.perf_counter()
                session.run(None, feed)
                if turn >= 3:  # the first runs also allocate
                    times[name].append(time.perf_counter() - begun)
    return {
        name: Cost(
            sum(p.numel() for p in network.parameters()),
            count_macs(network, SIZE),
            1000 * float(np.median(times[name])),
        )
        for name, network in networks.items()
    }


class WholeFrame(nn.Module):
    """How RVM is used: the whole 720p frame, seen small, its matte enlarged again.

    Its guided filter, which sharpens the enlarged matte, is left out: the true cost is higher.
    """

    SIZE = (720, 1280)
    SEEN = (272, 480)
    """At its usual ratio of 0.375 for this size, in whole sixteenths."""

    def __init__(self) -> None:
        super().__init__()
        self.network = build("rvm", 1)

    def forward(self, src: Tensor, *states: Tensor) -> tuple[Tensor, ...]:
        """`src` (1, 720, 1280, 3) uint8 and the states; alpha (1, 1, 720, 1280), the states."""
        image = src.permute(0, 3, 1, 2).float() / 255
        small = nn.functional.interpolate(image, self.SEEN, mode="bilinear")
        maps, after = self.network(small, states)
        alpha = nn.functional.interpolate(maps.sigmoid(), self.SIZE, mode="bilinear")
        return (alpha, *after)


_CHANNELS = 128
"""Of the convolution that shows the machine's best: enough for its kernels to be kept busy."""


def keep_peers(folder: Path) -> tuple[Path, ...]:
    """Write what the app's benchmark runs beside its own network, with random weights.

    Returns:
        The RVM-shaped network on the same crops, and on whole frames; and one convolution of as
        many multiplications as the app's network, which tells how fast they can be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    same = folder / "RVM-shaped network, a face.onnx"
    export(build("rvm", 1).eval(), "sigmoid", same, {}, free=False)
    network = WholeFrame().eval()
    high, wide = network.SEEN
    states = [
        torch.zeros(1, channels, high >> at, wide >> at)
        for at, (channels, _, _) in enumerate(network.network.state_shapes(SIZE), 1)
    ]
    whole = folder / "RVM-shaped network, whole 720p frame.onnx"
    source = torch.zeros(1, *network.SIZE, 3, dtype=torch.uint8)
    write_graph(network, (source, *states), whole)
    floor = folder / "one convolution of as many MACs.onnx"
    side = round((count_macs(build("light", 1), SIZE) / (9 * _CHANNELS**2)) ** 0.5)
    convolution = nn.Conv2d(_CHANNELS, _CHANNELS, 3, padding=1, bias=False)
    write_graph(convolution, (torch.zeros(1, _CHANNELS, side, side),), floor)
    return same, whole, floor


def _frame(
    file: Path, threads: int
) -> tuple[onnxruntime.InferenceSession, dict[str, np.ndarray[tuple[int, ...], np.dtype]]]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    feed = {
        value.name: np.zeros(
            (1, *value.shape[1:]), np.uint8 if "uint8" in value.type else np.float32
        )
        for value in session.get_inputs()
    }
    return session, feed


def main(
    rounds: Annotated[int, typer.Option(help="Frames timed of each.", min=1)] = 60,
    threads: Annotated[int, typer.Option(help="Of ONNX Runtime.", min=1)] = 2,
    peers: Annotated[
        Path | None, typer.Option(help="Write graphs for `main.py bench --peer` here.")
    ] = None,
) -> None:
    """Print every network's cost, or write the benchmark's peers."""
    if peers is not None:
        for file in keep_peers(peers):
            typer.echo(str(file))
        return
    costs = measure(NAMES, rounds, threads)
    first = costs[NAMES[0]].milliseconds
    table = Table("network", "parameters", "MMAC", "ms", f"times {NAMES[0]}")
    for name, cost in costs.items():
        table.add_row(
            name,
            f"{cost.parameters:,}",
            f"{cost.macs / 1e6:.0f}",
            f"{cost.milliseconds:.1f}",
            f"{cost.milliseconds / first:.2f}",
        )
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
