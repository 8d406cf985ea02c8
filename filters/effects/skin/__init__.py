"""Skin: retouching that keeps what makes skin skin."""

from __future__ import annotations

from filters.effects.skin import (
    bright_eyes,
    dark_circles,
    skin_tone,
    smooth_skin,
    whiten_teeth,
)
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="smooth-skin",
        title="Smooth skin",
        description="Blotches and blemishes fade while pores and stubble stay.",
        params=smooth_skin.SmoothSkinParams,
        family="Skin",
        render=smooth_skin.render,
    ),
    Filter(
        id="skin-tone",
        title="Skin tone",
        description="Evens out redness and makes skin warmer, cooler, tanned or brighter.",
        params=skin_tone.SkinToneParams,
        family="Skin",
        render=skin_tone.render,
    ),
    Filter(
        id="dark-circles",
        title="Dark circles",
        description="Shadows under the eyes go towards the colour of the cheeks.",
        params=dark_circles.DarkCirclesParams,
        family="Skin",
        render=dark_circles.render,
    ),
    Filter(
        id="whiten-teeth",
        title="Whiten teeth",
        description="Teeth lose their yellow when the mouth is open.",
        params=whiten_teeth.WhitenTeethParams,
        family="Skin",
        render=whiten_teeth.render,
    ),
    Filter(
        id="bright-eyes",
        title="Bright eyes",
        description="Whiter whites, a clearer iris and a small catch light.",
        params=bright_eyes.BrightEyesParams,
        family="Skin",
        render=bright_eyes.render,
    ),
)
