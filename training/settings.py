"""The settings of a training run: checked when read, saved with the run."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from training.losses import LossWeights


class Stage2Settings(BaseModel):
    """How the student is trained.

    Attributes:
        steps: optimiser steps of the whole run; the learning rate falls to nothing over them.
        batch: clips a step.
        frames: T, frames a clip.
        sizes: (share of the run, crop side in pixels): small crops first, full size last.
        occluded: probability that a clip has anything before the face.
        trunk_rate, rate: peak learning rates of the ImageNet trunk and of the rest.
        average: decay a step of the averaged weights, which are the ones exported.
        only_open: train on redistributable data alone.
        bf16: bfloat16 autocast; the losses stay in float32.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    steps: int = Field(default=4000, ge=1)
    batch: int = Field(default=4, ge=1)
    frames: int = Field(default=4, ge=1)
    sizes: tuple[tuple[float, int], ...] = ((0.0, 192), (0.65, 256))
    occluded: float = Field(default=0.85, ge=0, le=1)
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

    @field_validator("sizes")
    @classmethod
    def _sizes_fit(cls, sizes: tuple[tuple[float, int], ...]) -> tuple[tuple[float, int], ...]:
        if not sizes or sizes[0][0] != 0 or any(s % 32 for _, s in sizes):
            raise ValueError(f"sizes {sizes}: the first starts at 0, each is a multiple of 32")
        return sizes

    def size_at(self, step: int) -> int:
        """The crop's side in pixels at a step."""
        share = step / self.steps
        return [size for start, size in self.sizes if start <= share][-1]


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
