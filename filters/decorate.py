"""Lay a filter over one face."""

from __future__ import annotations

from filters.catalog import Filter
from filters.compositing import Laid, lay_into
from filters.tiles import Tile
from filters.types import Face, FilterContext, Image, Layer, Matte
from filters.veil import veil


def decorate_once(
    canvas: Image, worn: Filter, params: object, face: Face, matte: Matte | None, time: float
) -> None:
    """Lay one filter over `canvas`, in place; it sees what was laid before.

    Args:
        canvas: (H, W, 3) uint8 RGB, writable, the caller's own copy.
        matte: the visible face, or None when it is not known.
        time: capture clock in seconds.
    """
    layer = worn.render(FilterContext(canvas, face, matte, time), params)
    if layer is not None:
        lay_into(canvas, layer, _mask(worn.laid, layer, face, matte))


def _mask(laid: Laid, layer: Layer, face: Face, matte: Matte | None) -> Matte | None:
    if laid is Laid.HEAD:
        height, width = layer.rgba.shape[:2]
        return veil(face, matte, Tile(*layer.origin, width, height))
    return matte if laid is Laid.FACE else None
