"""Stage 1: train the teacher, which also says how sure it is (FaceMat §4.1).

`python -m training.stage1 --data PACK --out runs/teacher`, the same again to go on. It learns

    L1 + Laplacian + 5 · temporal, inside the trimap's unknown region, + NLL_β(α) + NLL_β(u)

Controls of the paper's table 2: `--set trimap=false` (no trimap); `--set initial=…` from a
finished stage 1 (stage 1 extended, with or without trimap).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import typer
from torch import Tensor, nn

from training import command
from training.datasets.samples import Batch
from training.losses import matting_terms, with_total
from training.networks.prediction import TEACHER_OUTPUTS, read_maps
from training.objective import Objective
from training.settings import Stage1Settings
from training.uncertainty import beta_nll, unknown_target


@dataclass(frozen=True, slots=True)
class TeacherObjective:
    """The loss of stage 1."""

    settings: Stage1Settings
    outputs: int = TEACHER_OUTPUTS

    def terms(self, network: nn.Module, batch: Batch) -> dict[str, Tensor]:
        """See `Objective`."""
        s = self.settings
        seen = read_maps(network(batch.frames)[0], s.squash)
        mask = batch.unknown if s.trimap else None
        terms = matting_terms(seen, batch.alpha, mask, s.by_area)
        if seen.log_variance is None or seen.unknown is None or seen.unknown_log_variance is None:
            raise TypeError("stage 1 needs a network with four outputs")
        terms["nll_alpha"] = beta_nll(seen.alpha, seen.log_variance, batch.alpha, s.beta, s.detach)
        error = (batch.alpha - seen.alpha).abs()
        wanted = unknown_target(s.unknown, batch.unknown, error)
        if wanted is not None:
            terms["nll_unknown"] = beta_nll(
                seen.unknown, seen.unknown_log_variance, wanted, s.beta, s.detach
            )
        return with_total(terms, s.weights)

    def after_step(self, network: nn.Module, step: int) -> None:
        """Nothing moves but the network."""

    def state(self) -> dict[str, Tensor]:
        """Nothing to keep."""
        return {}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """Nothing was kept."""


def objective(settings: Stage1Settings) -> Objective:
    """What the stage minimises."""
    return TeacherObjective(settings)


if __name__ == "__main__":
    typer.run(command.stage("stage1", Stage1Settings, objective))
