"""Another's face."""

from __future__ import annotations

from filters.effects.swap import faces, photo
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="swap-photo",
        title="Face of a photo",
        description="Wears the face of a photo, with your expression, colour and light.",
        params=photo.SwapPhotoParams,
        family="Face swap",
        render=photo.render,
        disclosed=True,
    ),
    Filter(
        id="swap-faces",
        title="Swap faces",
        description="Two or more people in the picture wear each other's faces.",
        params=faces.SwapFacesParams,
        family="Face swap",
        render=faces.render,
        disclosed=True,
    ),
)
