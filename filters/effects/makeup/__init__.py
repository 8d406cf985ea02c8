"""Make-up and paint on the face."""

from __future__ import annotations

from filters.effects.makeup import (
    blush,
    brows,
    contour,
    eyeliner,
    eyeshadow,
    face_paint,
    freckles,
    iris,
    lipstick,
)
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    Filter(
        id="lipstick",
        title="Lipstick",
        description="Colour on the lips, matte, satin or glossy, with a lip liner if you like.",
        params=lipstick.LipstickParams,
        family="Make-up",
        render=lipstick.render,
    ),
    Filter(
        id="blush",
        title="Blush",
        description="Colour in the cheeks that keeps the skin's own texture.",
        params=blush.BlushParams,
        family="Make-up",
        render=blush.render,
    ),
    Filter(
        id="contour",
        title="Contour",
        description="Shade and light that model cheekbones, jaw and nose.",
        params=contour.ContourParams,
        family="Make-up",
        render=contour.render,
    ),
    Filter(
        id="eyeshadow",
        title="Eyeshadow",
        description="Two colours and a shimmer on the lids, natural, smoky or with a cut crease.",
        params=eyeshadow.EyeshadowParams,
        family="Make-up",
        render=eyeshadow.render,
    ),
    Filter(
        id="eyeliner",
        title="Eyeliner and lashes",
        description="A line along the upper lashes, and the lashes, that blink with you.",
        params=eyeliner.EyelinerParams,
        family="Make-up",
        render=eyeliner.render,
    ),
    Filter(
        id="brows",
        title="Brows",
        description="Fuller brows, drawn hair by hair over your own.",
        params=brows.BrowsParams,
        family="Make-up",
        render=brows.render,
    ),
    Filter(
        id="iris-colour",
        title="Eye colour",
        description="Another colour or pattern in the iris; pupil and catch light stay yours.",
        params=iris.IrisColourParams,
        family="Make-up",
        render=iris.render,
    ),
    Filter(
        id="freckles",
        title="Freckles",
        description="Freckles over nose and cheeks, each at its own place of the skin.",
        params=freckles.FrecklesParams,
        family="Make-up",
        render=freckles.render,
    ),
    Filter(
        id="face-paint",
        title="Face paint",
        description="Painted faces that move with the skin and keep its light.",
        params=face_paint.FacePaintParams,
        family="Make-up",
        render=face_paint.render,
    ),
)
