"""Lay a filter over a frame: over the whole of it, over each of its faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import cv2

from filters.compositing import Laid, lay_into
from filters.filter import Filter
from filters.tiles import Tile
from filters.triggers import Trigger, amount
from filters.types import (
    Face,
    FilterContext,
    FindPortrait,
    FrameContext,
    Image,
    Layer,
    Matte,
    Person,
)
from filters.veil import veil

SMALLEST = 16
"""Pictures with a side below this are left as they are: nothing can be seen in them."""


@dataclass(frozen=True, slots=True)
class Shot:
    """All that is known of a frame when it is decorated.

    Attributes:
        mattes: by face id; one that is not there is not known.
        time: capture clock in seconds.
        captured: the picture before any filter, (H, W, 3) uint8 RGB; None where filters must not
            look behind what was laid before, as behind a privacy filter's blocks.
        person: where people are, None where nobody asked.
        find_portrait: finds the face of a still picture.
    """

    faces: tuple[Face, ...] = ()
    mattes: Mapping[int, Matte] = field(default_factory=dict)
    time: float = 0.0
    captured: Image | None = None
    person: Person | None = None
    find_portrait: FindPortrait | None = None

    @property
    def pairs(self) -> tuple[tuple[Face, Matte | None], ...]:
        """The faces with their mattes."""
        return tuple((face, self.mattes.get(face.id)) for face in self.faces)


def decorate(
    canvas: Image, worn: Filter, params: object, shot: Shot, when: Trigger = "always"
) -> None:
    """Lay one filter over `canvas`, in place; it sees what was laid before.

    Args:
        canvas: (H, W, 3) uint8 RGB, writable, the caller's own copy; left alone if a side is below
            `SMALLEST`.
        when: the expression that shows it, face by face; a privacy filter always shows.
    Raises:
        ValueError: if the filter returns a picture of another size.
    """
    if min(canvas.shape[:2]) < SMALLEST:
        return
    shares = {face.id: 1.0 if worn.privacy else amount(when, face) for face in shot.faces}
    if worn.render_frame is not None:
        share = 1.0 if when == "always" else max(shares.values(), default=0.0)
        if share > 0:
            frame = FrameContext(canvas, shot.pairs, shot.person, shot.time)
            _change(canvas, worn.render_frame(frame, params), share, worn.id)
    if worn.render is None:
        return
    pairs = shot.pairs
    for at, (face, matte) in enumerate(pairs):
        if shares[face.id] == 0:
            continue
        context = FilterContext(
            canvas,
            face,
            matte,
            shot.time,
            captured=shot.captured,
            others=(*pairs[:at], *pairs[at + 1 :]),
            person=shot.person,
            find_portrait=shot.find_portrait,
        )
        layer = worn.render(context, params)
        if layer is not None:
            lay_into(canvas, layer, _mask(worn.laid, layer, face, matte), shares[face.id])


def _change(canvas: Image, changed: Image | None, share: float, id: str) -> None:
    """The whole picture, `share` of the way to what the filter made of it."""
    if changed is None:
        return
    if changed.shape != canvas.shape or changed.dtype != canvas.dtype:
        found, need = (f"{one.dtype} {one.shape}" for one in (changed, canvas))
        raise ValueError(f"{id} made a picture that is {found}, need {need}")
    if share < 1:
        cv2.addWeighted(changed, share, canvas, 1 - share, 0, dst=canvas)
    else:
        canvas[:] = changed


def _mask(laid: Laid, layer: Layer, face: Face, matte: Matte | None) -> Matte | None:
    if laid is Laid.HEAD:
        height, width = layer.rgba.shape[:2]
        return veil(face, matte, Tile(*layer.origin, width, height))
    return matte if laid is Laid.FACE else None
