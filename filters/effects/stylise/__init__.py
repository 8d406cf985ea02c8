"""The face, or everything, drawn another way."""

from __future__ import annotations

from filters.effects.stylise import (
    ascii,
    cartoon,
    comic,
    glitch,
    halftone,
    hologram,
    neon,
    oil,
    pixel_art,
    poster,
    sketch,
    thermal,
)
from filters.effects.stylise.where import style
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    style(
        "cartoon",
        "Cartoon",
        "Flat colours under ink lines.",
        cartoon.CartoonParams,
        cartoon.draw,
    ),
    style(
        "sketch",
        "Sketch",
        "Drawn on paper with pencil, charcoal, chalk or coloured pencils.",
        sketch.SketchParams,
        sketch.draw,
    ),
    style(
        "comic",
        "Comic",
        "Printed colours, dots in the shade, black shadows and ink lines.",
        comic.ComicParams,
        comic.draw,
    ),
    style(
        "halftone",
        "Halftone",
        "The dots of a printed comic, in one ink or in four.",
        halftone.HalftoneParams,
        halftone.draw,
    ),
    style(
        "poster",
        "Poster",
        "A few flat colours from dark to light, as a screen print has them.",
        poster.PosterParams,
        poster.draw,
    ),
    style(
        "oil",
        "Oil painting",
        "Broad strokes of thick paint that follow the shapes.",
        oil.OilParams,
        oil.draw,
    ),
    style(
        "pixel-art",
        "Pixel art",
        "Large blocks in few colours; it hides nobody.",
        pixel_art.PixelArtParams,
        pixel_art.draw,
    ),
    style(
        "ascii",
        "ASCII",
        "Written in letters, like an old terminal.",
        ascii.AsciiParams,
        ascii.draw,
    ),
    style(
        "thermal",
        "Thermal",
        "As a thermal or a night vision camera would see it.",
        thermal.ThermalParams,
        thermal.draw,
    ),
    style(
        "neon",
        "Neon",
        "Glowing outlines in the dark.",
        neon.NeonParams,
        neon.draw,
    ),
    style(
        "glitch",
        "Glitch",
        "A broken signal: colours apart, torn slices, scan lines.",
        glitch.GlitchParams,
        glitch.draw,
        moves=True,
    ),
    style(
        "hologram",
        "Hologram",
        "A projection of light, with scan lines and a little flicker.",
        hologram.HologramParams,
        hologram.draw,
        moves=True,
    ),
)
