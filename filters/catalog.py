"""Every filter there is, as a tuple one can read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from filters.compositing import Laid
from filters.effects import face_paint, glasses, makeup, pixelate
from filters.types import FilterContext, Layer


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: data and one pure function.

    Attributes:
        id: what presets and the command line call it.
        title: what the window calls it.
        description: one sentence.
        params: the frozen dataclass of its declared parameters, `params()` are the defaults.
        render: (context, params) -> the layer to lay, or None for nothing to draw. Same arguments,
            same layer.
        laid: what the layer is laid through.
        privacy: whether it exists to hide the person; then it must never fail open.
    """

    id: str
    title: str
    description: str
    params: type[Any]
    render: Callable[[FilterContext, Any], Layer | None]
    laid: Laid
    privacy: bool = False


FILTERS: tuple[Filter, ...] = (
    Filter(
        id="makeup",
        title="Make-up",
        description="Lipstick, gloss and blush that keep the skin's own texture.",
        params=makeup.MakeupParams,
        render=makeup.render,
        laid=Laid.FACE,
    ),
    Filter(
        id="face-paint",
        title="Face paint",
        description="Painted faces that move with the skin and keep its light.",
        params=face_paint.FacePaintParams,
        render=face_paint.render,
        laid=Laid.FACE,
    ),
    Filter(
        id="glasses",
        title="Glasses",
        description="Four pairs that turn with the head, their arms reaching back to the ears.",
        params=glasses.GlassesParams,
        render=glasses.render,
        laid=Laid.HEAD,
    ),
    Filter(
        id="pixelate",
        title="Pixelate",
        description="Covers the face with blocks, and with it everything that may be face.",
        params=pixelate.PixelateParams,
        render=pixelate.render,
        # OPEN: an unsure matte must not open a hole; it reads the matte itself and fails closed.
        laid=Laid.OPEN,
        privacy=True,
    ),
)


def by_id(id: str) -> Filter:
    """The filter called `id`.

    Raises:
        ValueError: listing the filters there are.
    """
    for known in FILTERS:
        if known.id == id:
            return known
    raise ValueError(f"no filter is called {id!r}, there are {', '.join(f.id for f in FILTERS)}")
