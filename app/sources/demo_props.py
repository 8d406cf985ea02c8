"""Things the demo's person holds before her face: a mug and a microphone, drawn here."""

from __future__ import annotations

import numpy as np

from app.sources.demo_hand import held
from app.sources.demo_shapes import (
    Canvas,
    Capsule,
    Solid,
    Sprite,
    grain,
    inside,
    mix,
    over,
    paint,
    shade,
    solid,
    sprite,
)


def mug(scale: float) -> Sprite:
    """A stoneware mug held from the right; the anchor is the middle of its rim."""
    canvas = Canvas(-90, -30, 560, 600, scale)
    x, y = canvas.grid()
    wall = 66.0 - 4.0 * np.clip(y / 140.0, 0.0, 1.0)
    floor = 138.0 + 13.0 * np.sqrt(np.clip(1.0 - (x / 62.0) ** 2, 0.0, 1.0))
    outline = np.maximum(np.abs(x) - wall, np.maximum(y - floor, -y)).astype(np.float32)
    rim = ((np.hypot(x / 66.0, y / 15.0) - 1.0) * 15.0).astype(np.float32)
    across = np.clip(x / wall, -1.0, 1.0)
    height = 60.0 * np.sqrt(np.clip(1.0 - across * across, 0.02, 1.0))
    body = Solid(np.minimum(outline, rim), np.broadcast_to(height, canvas.shape).copy())
    glaze = np.clip((y + 13.0 * np.sqrt(1.0 - across**2) - 108.0) * 0.5, -0.5, 0.5) + 0.5
    speckle = (grain(canvas, 1.2, seed=5) > 2.1).astype(np.float32) * 0.25
    albedo = mix(np.array([0.84, 0.87, 0.86]), np.array([0.16, 0.37, 0.45]), glaze)
    albedo = albedo * (1.0 - canvas.blur(speckle, 0.4))[..., None]
    picture = shade(canvas, body, albedo, gloss=0.35, sharpness=60, soften=0.6, occlusion=0.0)
    opening = inside(canvas, rim + 4.0)
    depth = np.clip(0.50 - (y / 15.0) * 0.22, 0.2, 0.8)
    hollow = np.array([0.72, 0.74, 0.72], np.float32) * (depth + 0.0 * x)[..., None]
    picture = over(paint(hollow.astype(np.float32), opening), picture)
    coffee = inside(canvas, ((np.hypot(x / 56.0, (y - 4.0) / 8.5) - 1.0) * 8.5).astype(np.float32))
    brown = np.broadcast_to(np.array([0.19, 0.10, 0.06], np.float32), (*canvas.shape, 3))
    picture = over(paint(brown, coffee * opening), picture)
    return sprite(canvas, held(canvas, picture, (46.0, 78.0), reach=64.0))


def microphone(scale: float) -> Sprite:
    """A stage microphone held from the right; the anchor is the middle of its head."""
    canvas = Canvas(-70, -60, 400, 560, scale)
    x, y = canvas.grid()
    grip = solid(canvas, [Capsule((0, 58), (0, 380), (27, 17))], blend=1.0)
    body = shade(canvas, grip, np.array([0.13, 0.13, 0.15], np.float32), gloss=0.45, sharpness=26)
    collar = solid(canvas, [Capsule((-9, 52), (9, 52), (22, 22))], blend=1.0)
    body = over(
        shade(canvas, collar, np.array([0.45, 0.46, 0.50], np.float32), gloss=0.6, sharpness=40),
        body,
    )
    ball = solid(canvas, [Capsule((0, -6), (0, 10), (46, 44))], blend=1.0)
    bulge = 1.0 + np.clip(46.0 - ball.height, 0.0, 46.0) / 46.0
    mesh = np.sin((x + y) * 0.78 * bulge) * np.sin((x - y) * 0.78 * bulge)
    dark = np.clip(0.52 + 0.40 * mesh, 0.1, 1.0)
    silver = np.array([0.62, 0.63, 0.66], np.float32) * dark[..., None].astype(np.float32)
    head = shade(canvas, ball, silver, gloss=0.45, sharpness=22, occlusion=0.0)
    band = inside(canvas, (np.abs(y - 6.0 - 5.0 * np.sqrt(np.clip(1 - (x / 46) ** 2, 0, 1))) - 6.5))
    steel = shade(canvas, ball, np.array([0.50, 0.51, 0.55], np.float32), gloss=0.8, sharpness=30)
    head = over(steel * band[..., None], head)
    return sprite(canvas, held(canvas, over(head, body), (2.0, 150.0), reach=24.0))
