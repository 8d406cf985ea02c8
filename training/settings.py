"""The settings of training runs: checked when read, saved with the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from training.losses import LossWeights
from training.networks.catalog import Name
from training.networks.prediction import Squash
from training.synthesis.occluders import SHARES, Kind
from training.synthesis.variety import PLAIN, Variety
from training.uncertainty import Spread, UnknownTarget, Weighting


class Phase(BaseModel):
    """A part of a run: what its batches are made of.

    Attributes:
        start: share of the run's steps after which it begins.
        side: of the crops, in pixels; the loss's five pyramid levels need 64.
        frames: T, frames a clip.
        batch: clips a step, over all processes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: float = Field(ge=0, lt=1)
    side: int = Field(ge=64, multiple_of=32)
    frames: int = Field(ge=1)
    batch: int = Field(ge=1)


class RunSettings(BaseModel):
    """What both stages share.

    Attributes:
        steps: optimiser steps of the whole run.
        phases: many small short clips first, full size and longer memory last.
        network: which of `training.networks.catalog`.
        squash: how raw alpha comes into [0, 1].
        imagenet: begin with ImageNet's trunk, unless `initial` is given.
        initial: a run's folder whose averaged weights this one begins with.
        occluded: probability that a clip has anything before the face.
        occluders: how often each kind is drawn; only their ratios count.
        variety: how often heads are turned, lit anew and so on.
        trunk_rate, rate: peak learning rates of the trunk and of the rest.
        schedule: "cosine" falls to 2 % over the run, "constant" stays.
        average: decay a step of the averaged weights, which are the ones exported.
        only_open: train on redistributable data alone.
        bf16: bfloat16 autocast; the losses stay in float32.
        broken: on an unreadable sample or a loss that is no number: stop, or say so and go on.
        workers: processes that make clips.
        compose: where layers are warped, blended and filmed: by the workers, or on the device
            that trains, which is for GPUs that workers can't feed. The clips are alike, not equal.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: int = Field(default=4000, ge=1)
    phases: tuple[Phase, ...] = (
        Phase(start=0, side=192, frames=2, batch=8),
        Phase(start=0.7, side=256, frames=4, batch=4),
    )
    network: Name = "light"
    squash: Squash = "sigmoid"
    imagenet: bool = True
    initial: Path | None = None
    occluded: float = Field(default=0.85, ge=0, le=1)
    occluders: dict[Kind, float] = SHARES
    variety: Variety = PLAIN
    rate: float = Field(default=1.5e-3, gt=0)
    trunk_rate: float = Field(default=5e-4, gt=0)
    weight_decay: float = Field(default=1e-2, ge=0)
    warmup: float = Field(default=0.03, ge=0, lt=1)
    schedule: Literal["cosine", "constant"] = "cosine"
    average: float = Field(default=0.997, ge=0, lt=1)
    weights: LossWeights = LossWeights()
    only_open: bool = False
    bf16: bool = True
    broken: Literal["stop", "skip"] = "stop"
    seed: int = 0
    workers: int = Field(default=2, ge=0)
    compose: Literal["workers", "device"] = "workers"

    @field_validator("phases")
    @classmethod
    def _in_order(cls, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
        starts = [phase.start for phase in phases]
        if not starts or starts[0] != 0 or starts != sorted(starts):
            raise ValueError(f"starts {starts}: the first phase starts at 0, the rest follow")
        return phases

    @model_validator(mode="after")
    def _logits_for_cross_entropy(self) -> Self:
        if self.squash == "clamp" and self.weights.cross_entropy:
            raise ValueError("weights.cross_entropy needs squash=sigmoid: a clamp has no logits")
        return self

    def phase_at(self, step: int) -> Phase:
        """What a step's batch is made of."""
        share = step / self.steps
        return [phase for phase in self.phases if phase.start <= share][-1]

    def published(self) -> Self:
        """The same for others to read: of the folders named in it, nothing but their names."""
        names = {field: Path(value.name) for field, value in self if isinstance(value, Path)}
        return self.model_copy(update=names)


class Stage1Settings(RunSettings):
    """How the teacher is trained (FaceMat §4.1); every choice the paper leaves open is here.

    Attributes:
        trimap: mask the matting losses by the unknown region; off for the control without.
        legacy_trimap: without an occluder the whole face is unknown, as in the authors' code.
        by_area: divide masked losses by the mask's share; the paper's code does not.
        unknown: what u is taught to be.
        beta, detach: of the likelihoods, see `training.uncertainty.beta_nll`.
    """

    network: Name = "large"
    weights: LossWeights = LossWeights(nll_alpha=1.0, nll_unknown=1.0)
    trimap: bool = True
    legacy_trimap: bool = False
    by_area: bool = False
    unknown: UnknownTarget = "trimap"
    beta: float = Field(default=0.5, ge=0, le=1)
    detach: bool = True


class Stage2Settings(RunSettings):
    """How the student is trained (FaceMat §4.2).

    Attributes:
        teacher: a stage-1 run's folder; None: every pixel weighs the same.
        covered: added to the weight of 1 of face that something lies before, in L1 and in
            cross-entropy: paint on a hand offends more than a bare patch beside it. Ours.
        w1, w2, weighting, normalise: see `training.uncertainty.distillation_weight`.
        spread: σ_u as written in the paper, or σ_u² as its text calls it.
        follow: "frozen" keeps the teacher; "epoch" and "step" let all but its head follow the
            student as a moving average, every `epoch` steps or every one.
        momentum: share of the teacher kept each time it follows.
    """

    weights: LossWeights = LossWeights(cross_entropy=0.25)
    teacher: Path | None = None
    covered: float = Field(default=0.0, ge=0)
    w1: float = Field(default=2.0, ge=0)
    w2: float = Field(default=2.0, ge=0)
    weighting: Weighting = "linear"
    normalise: bool = False
    spread: Spread = "deviation"
    follow: Literal["frozen", "epoch", "step"] = "frozen"
    momentum: float = Field(default=0.97, ge=0, le=1)
    epoch: int = Field(default=1500, ge=1)


Settings = TypeVar("Settings", bound=RunSettings)


def read_settings(kind: type[Settings], file: Path | None, overrides: list[str]) -> Settings:
    """Defaults, then a JSON file's values, then `name=value` overrides (values as JSON).

    Raises:
        ValueError: names the setting, what was found and what is wanted.
    """
    values: dict[str, object] = _read_json(file) if file else {}
    for override in overrides:
        name, equals, text = override.partition("=")
        if not equals:
            raise ValueError(f"{override!r}: write --set name=value")
        try:
            values[name] = json.loads(text)
        except json.JSONDecodeError as cause:
            raise ValueError(f"{name}={text!r} is not a JSON value") from cause
    try:
        return kind.model_validate(values)
    except ValidationError as cause:
        first = cause.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "settings"
        raise ValueError(f"{name}: {first['msg']}, found {first['input']!r}") from cause


def _read_json(file: Path) -> dict[str, object]:
    try:
        values = json.loads(file.read_text())
    except json.JSONDecodeError as cause:
        raise ValueError(f"{file} is not JSON: {cause}") from cause
    if not isinstance(values, dict):
        raise ValueError(f"{file} holds no settings: need names and values in braces")
    return values
