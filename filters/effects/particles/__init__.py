"""Small things that fly, at will or when the face does something."""

from __future__ import annotations

from filters.compositing import Laid
from filters.effects.particles import comic_marks, particles
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="particles",
        title="Particles",
        description="Hearts, sparkles, confetti, bubbles, flames and more that fly off the head.",
        params=particles.ParticlesParams,
        family="Particles",
        render=particles.render,
        laid=Laid.OPEN,  # `crown_veil` has hidden what has to be hidden
        moves=True,
    ),
    Filter(
        id="comic-marks",
        title="Comic marks",
        description="Sweat, tears, blush lines, an angry vein or gloom, as on a drawn face.",
        params=comic_marks.ComicMarksParams,
        family="Particles",
        render=comic_marks.render,
        laid=Laid.OPEN,  # as above
        moves=True,
    ),
)
