"""What a filter is: data and one or two pure functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from filters.compositing import Laid
from filters.types import FilterContext, FrameContext, Image, Layer

Family = Literal[
    "Skin",
    "Make-up",
    "Wearables",
    "Reshape",
    "Stylise",
    "Face swap",
    "Privacy",
    "Surroundings",
    "Particles",
    "Packs",
]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""In the order the window shows them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: data and one pure function, or two.

    Attributes:
        id: what looks and the command line call it.
        title: what the window calls it.
        description: one sentence.
        params: the frozen dataclass of its declared parameters, `params()` are the defaults. A
            `strength` among them is 0 for the picture as it was.
        family: where the window lists it.
        render: once a face: (context, params) -> the layer to lay, or None for nothing to draw.
        render_frame: once a frame, before `render`: (context, params) -> the new picture, of the
            frame's size, or None to leave it. It looks after the mattes by itself.
        laid: what the layer of `render` is laid through.
        privacy: whether it exists to hide the person; then it must never fail open.
        needs_person: whether it wants to know where people are.
        moves: whether it goes on by itself as time goes by.
        disclosed: whether what it makes should be labelled as altered: it shows another's face.
    """

    id: str
    title: str
    description: str
    params: type[Any]
    family: Family
    render: Callable[[FilterContext, Any], Layer | None] | None = None
    render_frame: Callable[[FrameContext, Any], Image | None] | None = None
    laid: Laid = Laid.FACE
    privacy: bool = False
    needs_person: bool = False
    moves: bool = False
    disclosed: bool = False

    @property
    def displaces(self) -> bool:
        """Whether it may put parts of a face where the landmarks do not say."""
        return self.render_frame is not None or self.family in ("Reshape", "Face swap", "Packs")

    def __post_init__(self) -> None:
        if self.render is None and self.render_frame is None:
            raise ValueError(f"the filter {self.id} draws nothing")
