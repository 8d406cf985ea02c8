"""Stage 2: train the student, guided by what the teacher is unsure of (FaceMat §4.2).

`python -m training.stage2 --data PACK --out runs/student --set 'teacher="runs/teacher"'`, the same
again to go on. It learns from the exact alpha, without a trimap,

    w ⊙ L1 + Laplacian (+ 5 · temporal + ¼ cross-entropy, ours),    w = w1 + w2 · σ_u of the teacher

Without a teacher every pixel weighs 1, and covered face more if `covered` is set. Controls:
`--set w2=0`; `--set 'weighting="exponential"'`.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
import typer
from torch import Tensor, nn

from training import command
from training.checkpoint import TrainingError, trained
from training.datasets.samples import Batch
from training.losses import matting_terms, with_total
from training.networks.prediction import read_maps
from training.networks.recurrent import RecurrentNetwork
from training.objective import Objective
from training.settings import Stage1Settings, Stage2Settings
from training.uncertainty import distillation_weight, spread


class StudentObjective:
    """The loss of stage 2."""

    outputs = 1

    def __init__(self, settings: Stage2Settings) -> None:
        self.settings = settings
        self._teacher: RecurrentNetwork | None = None
        if settings.teacher is not None:
            self._teacher, taught = trained(settings.teacher)
            if not isinstance(taught, Stage1Settings):
                raise TrainingError(f"{settings.teacher} holds no teacher: run stage 1 there")
            self._taught = taught

    def terms(self, network: nn.Module, batch: Batch) -> dict[str, Tensor]:
        """See `Objective`."""
        seen = read_maps(network(batch.frames)[0], self.settings.squash)
        covered = self.settings.covered * batch.covered
        terms = matting_terms(seen, batch.alpha, weight=1 + covered)
        if self._teacher is not None:
            weight = covered + self._weight(self._teacher.to(batch.frames.device), batch)
            terms["l1"] = (weight * (seen.alpha - batch.alpha).abs()).mean()
        return with_total(terms, self.settings.weights)

    @torch.no_grad()
    def _weight(self, teacher: RecurrentNetwork, batch: Batch) -> Tensor:
        s = self.settings
        said = read_maps(teacher(batch.frames)[0], self._taught.squash)
        sigma = spread(said, self._taught.unknown, s.spread)
        return distillation_weight(sigma, s.w1, s.w2, s.weighting, s.normalise)

    @torch.no_grad()
    def after_step(self, network: nn.Module, step: int) -> None:
        """Let the teacher follow the student, all but its head, which alone knows of doubt."""
        every = {"frozen": 0, "epoch": self.settings.epoch, "step": 1}[self.settings.follow]
        if self._teacher is None or not every or step % every:
            return
        student = network.state_dict()
        for name, value in self._teacher.state_dict().items():
            if value.dtype.is_floating_point and value.shape == student[name].shape:
                value.lerp_(student[name], 1 - self.settings.momentum)

    def state(self) -> dict[str, Tensor]:
        """The teacher's weights, if they move."""
        moves = self._teacher is not None and self.settings.follow != "frozen"
        return self._teacher.state_dict() if moves and self._teacher else {}

    def load_state(self, state: Mapping[str, Tensor]) -> None:
        """See `Objective`."""
        if self._teacher is not None and state:
            self._teacher.load_state_dict(dict(state))


def objective(settings: Stage2Settings) -> Objective:
    """What the stage minimises."""
    return StudentObjective(settings)


if __name__ == "__main__":
    typer.run(command.stage("stage2", Stage2Settings, objective))
