"""The settings of a training run: checked when read, saved with the run."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from training.losses import LossWeights
from training.synthesis.occluders import SHARES, Kind


class Phase(BaseModel):
    """A part of a run: what its batches are made of.

    Attributes:
        start: share of the run's steps after which it begins.
        side: of the crops, in pixels.
        frames: T, frames a clip.
        batch: clips a step.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: float = Field(ge=0, lt=1)
    side: int = Field(ge=32, multiple_of=32)
    frames: int = Field(ge=1)
    batch: int = Field(ge=1)


class Stage2Settings(BaseModel):
    """How the student is trained.

    Attributes:
        steps: optimiser steps of the whole run; the learning rate falls to nothing over them.
        phases: many small short clips first, full size and longer memory last.
        initial: a run's folder whose averaged weights this one begins with; None: ImageNet's trunk.
        occluded: probability that a clip has anything before the face.
        occluders: how often each kind is drawn; only their ratios count.
        trunk_rate, rate: peak learning rates of the ImageNet trunk and of the rest.
        average: decay a step of the averaged weights, which are the ones exported.
        only_open: train on redistributable data alone.
        bf16: bfloat16 autocast; the losses stay in float32.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: int = Field(default=4000, ge=1)
    phases: tuple[Phase, ...] = (
        Phase(start=0, side=192, frames=2, batch=8),
        Phase(start=0.7, side=256, frames=4, batch=4),
    )
    initial: Path | None = None
    occluded: float = Field(default=0.85, ge=0, le=1)
    occluders: dict[Kind, float] = SHARES
    rate: float = Field(default=1.5e-3, gt=0)
    trunk_rate: float = Field(default=5e-4, gt=0)
    weight_decay: float = Field(default=1e-2, ge=0)
    warmup: float = Field(default=0.03, ge=0, lt=1)
    average: float = Field(default=0.997, ge=0, lt=1)
    weights: LossWeights = LossWeights()
    only_open: bool = False
    bf16: bool = True
    seed: int = 0
    workers: int = Field(default=2, ge=0)

    @field_validator("phases")
    @classmethod
    def _in_order(cls, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
        starts = [phase.start for phase in phases]
        if not starts or starts[0] != 0 or starts != sorted(starts):
            raise ValueError(f"starts {starts}: the first phase starts at 0, the rest follow")
        return phases

    def phase_at(self, step: int) -> Phase:
        """What a step's batch is made of."""
        share = step / self.steps
        return [phase for phase in self.phases if phase.start <= share][-1]


def read_settings(file: Path | None, overrides: list[str]) -> Stage2Settings:
    """Defaults, then a JSON file's values, then `name=value` overrides (values as JSON).

    Raises:
        ValueError: names the setting, what was found and what is wanted.
    """
    import json

    values: dict[str, object] = json.loads(file.read_text()) if file else {}
    for override in overrides:
        name, equals, text = override.partition("=")
        if not equals:
            raise ValueError(f"{override!r}: write --set name=value")
        try:
            values[name] = json.loads(text)
        except json.JSONDecodeError as cause:
            raise ValueError(f"{name}={text!r} is not a JSON value") from cause
    return Stage2Settings.model_validate(values)
