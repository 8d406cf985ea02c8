"""A catalogue with a filter that takes a picture, and the two that make-up became."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from filters import catalog
from filters.filter import Filter
from filters.params import Params, choice, colour, file, slider
from filters.types import FilterContext, Layer


@dataclass(frozen=True, slots=True)
class PictureParams(Params):
    picture: str = file((".png", ".jpg"))
    strength: float = slider(1.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class LipstickParams(Params):
    colour: str = colour("#000000")
    strength: float = slider(0.1, 0.0, 1.0)
    gloss: float = slider(0.1, 0.0, 1.0)
    finish: str = choice("matte", ("matte", "gloss"))


@dataclass(frozen=True, slots=True)
class BlushParams(Params):
    colour: str = colour("#000000")
    strength: float = slider(0.1, 0.0, 1.0)
    radius: float = slider(0.1, 0.05, 0.2)


def nothing(context: FilterContext, params: Params) -> Layer | None:
    del context, params
    return None


@pytest.fixture
def small_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Independent of how the shipped filters grow."""
    kinds = (
        Filter("poster", "Poster", "A picture.", PictureParams, "Wearables", nothing),
        Filter("lipstick", "Lipstick", "Lips.", LipstickParams, "Make-up", nothing),
        Filter("blush", "Blush", "Cheeks.", BlushParams, "Make-up", nothing),
    )
    monkeypatch.setattr(catalog, "FILTERS", kinds)
