"""Hiding who it is; these fail closed.

All are laid OPEN: an unsure matte must not open a hole; they read the matte themselves, by
`cover.opened`.
"""

from __future__ import annotations

from filters.compositing import Laid
from filters.effects.privacy import bar, blank_mask, blur_face, pixelate
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="pixelate",
        title="Pixelate",
        description="Covers the face with blocks, and with it everything that may be face.",
        params=pixelate.PixelateParams,
        family="Privacy",
        render=pixelate.render,
        laid=Laid.OPEN,
        privacy=True,
    ),
    Filter(
        id="blur-face",
        title="Blur face",
        description="Covers the face with a blur that no sharpening can undo.",
        params=blur_face.BlurFaceParams,
        family="Privacy",
        render=blur_face.render,
        laid=Laid.OPEN,
        privacy=True,
    ),
    Filter(
        id="blank-mask",
        title="Blank mask",
        description="Covers the face with a mask or an emoji that shows only how the head turns.",
        params=blank_mask.BlankMaskParams,
        family="Privacy",
        render=blank_mask.render,
        laid=Laid.OPEN,
        privacy=True,
    ),
    Filter(
        id="bar",
        title="Bar over the eyes",
        description="Covers the eyes only: people who know the face will still recognise it.",
        params=bar.BarParams,
        family="Privacy",
        render=bar.render,
        laid=Laid.OPEN,
        privacy=True,
    ),
)
