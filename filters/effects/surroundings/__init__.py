"""Background, light and colour: filters of the whole picture."""

from __future__ import annotations

from filters.effects.surroundings import (
    blur_background,
    colour_grade,
    film_grain,
    low_light,
    mirror,
    replace_background,
    ring_light,
    vignette,
)
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="blur-background",
        title="Blur background",
        description="Throws what is behind people out of focus, as a fast lens does.",
        params=blur_background.BlurBackgroundParams,
        family="Surroundings",
        render_frame=blur_background.render_frame,
        needs_person=True,
    ),
    Filter(
        id="replace-background",
        title="Replace background",
        description="Puts people before another background, a picture or a video.",
        params=replace_background.ReplaceBackgroundParams,
        family="Surroundings",
        render_frame=replace_background.render_frame,
        needs_person=True,
    ),
    Filter(
        id="ring-light",
        title="Ring light",
        description="Lights faces with a soft round lamp that shows in the eyes.",
        params=ring_light.RingLightParams,
        family="Surroundings",
        render_frame=ring_light.render_frame,
    ),
    Filter(
        id="low-light",
        title="Low light",
        description="Lifts a dark picture and smooths its noise.",
        params=low_light.LowLightParams,
        family="Surroundings",
        render_frame=low_light.render_frame,
    ),
    Filter(
        id="colour-grade",
        title="Colour grade",
        description="Gives the whole picture a look, shipped or from a .cube table.",
        params=colour_grade.ColourGradeParams,
        family="Surroundings",
        render_frame=colour_grade.render_frame,
    ),
    Filter(
        id="vignette",
        title="Vignette",
        description="Darkens or tints the corners, so that the eye stays in the middle.",
        params=vignette.VignetteParams,
        family="Surroundings",
        render_frame=vignette.render_frame,
    ),
    Filter(
        id="film-grain",
        title="Film grain",
        description="Adds the living grain of film.",
        params=film_grain.FilmGrainParams,
        family="Surroundings",
        render_frame=film_grain.render_frame,
        moves=True,
    ),
    Filter(
        id="mirror",
        title="Mirrors",
        description="Shows one part of the picture and its mirror images.",
        params=mirror.MirrorParams,
        family="Surroundings",
        render_frame=mirror.render_frame,
    ),
)
