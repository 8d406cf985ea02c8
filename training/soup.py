"""Average the weights of runs that began with one another: a model soup, better than its parts.

`python -m training.soup --run runs/one --run runs/two --to runs/soup`. Runs that lie in one
basin of the loss may be averaged weight by weight (Wortsman et al. 2022, arXiv 2203.05482);
whether these do, `training.evaluate --run runs/soup` tells. The folder serves wherever a
finished run's does: evaluate, compare, export, release, and as another run's `initial`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import torch
import typer
from torch import Tensor

from training.checkpoint import TrainingError, trained
from training.derived import Step, origin_of, write_derived


def soup(runs: Sequence[Path], shares: Sequence[float], to: Path) -> None:
    """Write the mean of the runs' averaged weights as a finished run, with the last one's settings.

    Args:
        shares: how much each run counts; only their ratios matter.
    Raises:
        TrainingError: if the runs are not of one kind, or `to` holds a run already.
    """
    if len(runs) < 2 or len(shares) != len(runs) or min(shares) <= 0:
        raise TrainingError("a soup needs two runs or more, and a share above 0 for each")
    networks, settings = zip(*(trained(run) for run in runs), strict=True)
    weights = [network.state_dict() for network in networks]
    for run, other in zip(runs[1:], weights[1:], strict=True):
        if _shapes(other) != _shapes(weights[0]):
            raise TrainingError(f"{run} and {runs[0]} hold different networks, which have no mean")
    portions = [share / sum(shares) for share in shares]
    mixed = {name: _mean([w[name] for w in weights], portions) for name in weights[0]}
    parts: list[Step] = [
        {"run": run.name, "share": round(portion, 4), "made from": origin_of(run)}
        for run, portion in zip(runs, portions, strict=True)
    ]
    write_derived(mixed, networks[-1].outputs, settings[-1], to, [{"averaged": parts}])


def _shapes(weights: Mapping[str, Tensor]) -> dict[str, torch.Size]:
    return {name: weight.shape for name, weight in weights.items()}


def _mean(weights: Sequence[Tensor], portions: Sequence[float]) -> Tensor:
    if not weights[0].is_floating_point():  # how many batches a norm has seen
        return torch.stack(list(weights)).amax(0)
    mean = sum(w.double() * p for w, p in zip(weights, portions, strict=True))
    return torch.as_tensor(mean).to(weights[0].dtype)


def main(
    run: Annotated[list[Path], typer.Option(help="A run's folder; again for each.")],
    to: Annotated[Path, typer.Option(help="The folder to write.")],
    share: Annotated[
        list[float] | None, typer.Option(help="How much each counts, in order; default: alike.")
    ] = None,
) -> None:
    """Average runs weight by weight."""
    try:
        soup(run, share or [1.0] * len(run), to)
    except (TrainingError, OSError) as error:
        typer.echo(f"soup: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{to}: the mean of {len(run)} runs")


if __name__ == "__main__":
    typer.run(main)
