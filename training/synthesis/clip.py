"""A training clip: a clean face, things moving before it, filmed by a webcam; alpha is exact.

FaceMat §4.2: α = M · (1 - a), the face's own mask times what the occluders leave free.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import Catalogue, LabelledFace
from training.datasets.pictures import read_rgb
from training.synthesis.camera import film, random_webcam
from training.synthesis.motion import (
    STILL,
    Affine,
    Motion,
    Placement,
    random_fractions,
    random_motion,
)
from training.synthesis.occluders import (
    SHARES,
    FaceBox,
    Kind,
    Occluder,
    random_occluder,
    soften,
)

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """What the network sees and what it should say.

    Attributes:
        frames: (T, S, S, 3) uint8 RGB.
        alpha: (T, S, S) float32 in [0, 1], visible face.
        occluder: (T, S, S) float32 in [0, 1], what lies before the face.
        face: (T, S, S) float32 in [0, 1], the face as if nothing lay before it.
        affines: (T, 2, 3) float32, the face picture's pixels to the crop's.
        kinds: names of the occluders in it.
        luminance: mean CIE L* of the skin.
    """

    frames: NDArray[np.uint8]
    alpha: Plane
    occluder: Plane
    face: Plane
    affines: Affine
    kinds: tuple[str, ...]
    luminance: float


def make_clip(
    rng: np.random.Generator,
    data: Catalogue,
    face: LabelledFace,
    size: int = 256,
    frames: int = 4,
    occluded: float = 0.8,
    occluders: Mapping[Kind, float] = SHARES,
) -> Clip:
    """Compose one clip.

    Args:
        size: S, side of the square crop in pixels.
        frames: T.
        occluded: probability that anything passes before the face.
        occluders: how often each kind is drawn; only their ratios count.
    """
    start, anchor, box = _face_placement(rng, face, size)
    motion = random_motion(rng, size, rng.uniform(0, 0.8)) if rng.random() < 0.7 else STILL
    path = random_fractions(rng, frames)
    affines = np.stack([motion.at(start, f).affine(anchor) for f in path])
    canvas = _behind(rng, data, face, affines, size)
    mask = _warp_all(face.alpha.astype(np.float32) / 255, affines, size)

    count = int(rng.choice([1, 2, 3], p=[0.62, 0.28, 0.1])) if rng.random() < occluded else 0
    skin = _skin_colour(face)
    cover = np.zeros_like(mask)
    kinds = []
    for _ in range(count):
        thing = random_occluder(rng, data, box, skin, occluders)
        rgb, a = _occluder_frames(rng, thing, motion, path, size)
        canvas = _shadowed(rng, canvas, a)
        canvas += (rgb - canvas) * a[..., None]
        cover = 1 - (1 - cover) * (1 - a)
        kinds.append(thing.kind)

    shot = np.clip(canvas, 0, 255).astype(np.uint8)
    return Clip(
        film(rng, shot, random_webcam(rng)),
        mask * (1 - cover),
        cover,
        mask,
        affines,
        tuple(kinds),
        face.luminance,
    )


def _face_placement(
    rng: np.random.Generator, face: LabelledFace, size: int
) -> tuple[Placement, tuple[float, float], FaceBox]:
    """Where the tracked crop may have put the face: near the middle, mostly upright."""
    x0, y0, x1, y1 = face.box
    anchor = ((x0 + x1) / 2, (y0 + y1) / 2)
    share = rng.uniform(0.42, 0.8)  # of the crop's side that the face's longer side takes
    scale = share * size / max(x1 - x0, y1 - y0)
    roll = rng.normal(0, 0.16) if rng.random() < 0.8 else rng.uniform(-0.8, 0.8)
    off = rng.normal(0, 0.06, 2) * size
    place = Placement(
        size / 2 + off[0],
        size / 2 + off[1],
        scale,
        float(roll),
        float(rng.uniform(0.9, 1.1)),
        float(rng.uniform(-0.08, 0.08)),
        rng.random() < 0.5,
    )
    width, height = (x1 - x0) * scale, (y1 - y0) * scale
    return place, anchor, FaceBox(place.x, place.y, width, height, place.rotation)


def _behind(
    rng: np.random.Generator, data: Catalogue, face: LabelledFace, affines: Affine, size: int
) -> Plane:
    """(T, S, S, 3) float32: the person, on the own background or on another one."""
    person = _warp_all(face.image, affines, size, cv2.BORDER_REPLICATE).astype(np.float32)
    if rng.random() < 0.25 or face.person is None:
        return person
    alpha = _warp_all(face.person.astype(np.float32) / 255, affines, size, cv2.BORDER_REPLICATE)
    alpha = np.maximum(alpha, _warp_all(face.alpha.astype(np.float32) / 255, affines, size))
    back = _background(rng, data, size).astype(np.float32)
    return np.asarray(back + (person - back) * alpha[..., None], np.float32)


def _background(rng: np.random.Generator, data: Catalogue, size: int) -> NDArray[np.uint8]:
    """A still background, (S, S, 3): a photo, a texture, a gradient or a plain wall."""
    choice = rng.random()
    sources = data.entries("background") if choice < 0.6 else data.entries("texture")
    if choice < 0.75 and sources:
        photo = read_rgb(sources[int(rng.integers(len(sources)))].path)
        side = int(min(photo.shape[:2]) * rng.uniform(0.4, 1))
        y, x = (int(rng.integers(0, n - side + 1)) for n in photo.shape[:2])
        photo = cv2.resize(photo[y : y + side, x : x + side], (size, size))
        if rng.random() < 0.4:
            photo = cv2.GaussianBlur(photo, (0, 0), rng.uniform(1, 6))
        return np.asarray(photo, np.uint8)
    corners = rng.uniform(0, 255, (2, 2, 1)) + rng.normal(0, 25, (2, 2, 3))
    if choice > 0.9:
        corners = np.broadcast_to(corners[:1, :1], (2, 2, 3))
    small = np.clip(corners, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (size, size), interpolation=cv2.INTER_LINEAR), np.uint8)


def _occluder_frames(
    rng: np.random.Generator,
    thing: Occluder,
    head: Motion,
    path: NDArray[np.float64],
    size: int,
) -> tuple[Plane, Plane]:
    """Colours (T, S, S, 3) and alpha (T, S, S) of a moving occluder, blurred by its motion."""
    rgba = soften(rng, thing.rgba)
    anchor = np.array(thing.anchor)
    shrink = thing.place.scale * 1.5
    if shrink < 1:  # warpAffine does not average: bring large pictures down first
        rgba = cv2.resize(rgba, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        anchor = anchor * shrink
        place = Placement(thing.place.x, thing.place.y, 1 / 1.5, *_rest(thing.place))
    else:
        place = thing.place
    motion = head if thing.worn else _own_motion(rng, size)
    fractions = path if thing.worn else random_fractions(rng, len(path))
    places = [motion.at(place, f) for f in fractions]
    affines = np.stack([p.affine((float(anchor[0]), float(anchor[1]))) for p in places])
    alpha = rgba[..., 3].astype(np.float32) / 255
    solid = np.dstack((rgba[..., :3] * alpha[..., None], alpha)).astype(np.float32)
    layers = _warp_all(solid, affines, size)
    shutter = rng.uniform(0, 0.7)
    for i in range(1, len(places)):
        vx, vy = places[i].x - places[i - 1].x, places[i].y - places[i - 1].y
        layers[i] = _motion_blur(layers[i], vx * shutter, vy * shutter)
    a = np.clip(layers[..., 3], 0, 1)
    return np.asarray(layers[..., :3] / np.maximum(a, 1e-3)[..., None], np.float32), a


def _own_motion(rng: np.random.Generator, size: int) -> Motion:
    if rng.random() < 0.15:
        return STILL
    return random_motion(rng, size, float(rng.choice([1.0, 3.0, 6.0], p=[0.5, 0.3, 0.2])))


def _rest(place: Placement) -> tuple[float, float, float, bool]:
    return place.rotation, place.aspect, place.shear, place.flip


def _motion_blur(layer: Plane, dx: float, dy: float) -> Plane:
    length = float(np.hypot(dx, dy))
    if length < 1.5:
        return layer
    side = 2 * int(np.ceil(length / 2)) + 1
    kernel = np.zeros((side, side), np.float32)
    half = side / 2 - 0.5
    ends = [(round(half + s * dx / 2), round(half + s * dy / 2)) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1)
    return np.asarray(cv2.filter2D(layer, -1, kernel / kernel.sum()), np.float32)


def _shadowed(rng: np.random.Generator, canvas: Plane, alpha: Plane) -> Plane:
    """Darken what lies just beside an occluder, as a lamp would."""
    if rng.random() > 0.35:
        return canvas
    size = alpha.shape[1]
    right, down = rng.normal((0, 0.02), 0.03) * size
    shift = np.array([[1, 0, right], [0, 1, down]], np.float32)
    strength = rng.uniform(0.1, 0.5)
    sigma = size * rng.uniform(0.01, 0.05)
    for i, a in enumerate(alpha):
        shade = cv2.GaussianBlur(cv2.warpAffine(a, shift, (size, size)), (0, 0), sigma)
        canvas[i] *= 1 - strength * shade[..., None]
    return canvas


def _skin_colour(face: LabelledFace) -> NDArray[np.float32]:
    lab = cv2.cvtColor(face.image, cv2.COLOR_RGB2LAB)
    solid = face.alpha > 200
    mean = lab[solid].mean(0) if solid.any() else np.array([160, 140, 145])
    return np.asarray(mean, np.float32)


def _warp_all(
    picture: NDArray[np.generic], affines: Affine, size: int, border: int = cv2.BORDER_CONSTANT
) -> NDArray[np.float32]:
    return np.stack(
        [cv2.warpAffine(picture, a, (size, size), borderMode=border) for a in affines]
    ).astype(np.float32)
