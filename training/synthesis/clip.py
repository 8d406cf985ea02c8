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
from training.synthesis.backgrounds import random_background
from training.synthesis.camera import film, random_webcam
from training.synthesis.codec import through_h264
from training.synthesis.layers import Plane, occluder_frames, shadowed, warp_all
from training.synthesis.motion import STILL, Affine, Placement, random_fractions, random_motion
from training.synthesis.occluders import SHARES, FaceBox, Kind, random_occluder
from training.synthesis.variety import PLAIN, Variety, beside, displaced, vary


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
    variety: Variety = PLAIN,
) -> Clip:
    """Compose one clip.

    Args:
        size: S, side of the square crop in pixels.
        frames: T.
        occluded: probability that anything passes before the face.
        occluders: how often each kind is drawn; only their ratios count.
        variety: what else may happen. It draws from a stream of its own, so that the same seed
            without it makes the same clip as ever.
    """
    (more,) = rng.spawn(1)
    face = vary(more, face, variety)
    anchor = ((face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2)
    start = displaced(more, _face_placement(rng, face, size), size, variety)
    box = _box(start, face)
    motion = random_motion(rng, size, rng.uniform(0, 0.8)) if rng.random() < 0.7 else STILL
    path = random_fractions(rng, frames)
    affines = np.stack([motion.at(start, f).affine(anchor) for f in path])
    canvas = _behind(rng, data, face, affines, size)
    mask = warp_all(face.alpha.astype(np.float32) / 255, affines, size)
    if more.random() < variety.empty:
        canvas[...] = random_background(more, data, size)
        mask[...] = 0
    if more.random() < variety.crowd:
        canvas, mask = _joined(more, data, canvas, mask, start)

    count = int(rng.choice([1, 2, 3], p=[0.62, 0.28, 0.1])) if rng.random() < occluded else 0
    skin = _skin_colour(face)
    cover = np.zeros_like(mask)
    kinds = []
    for _ in range(count):
        thing = random_occluder(rng, data, box, skin, occluders)
        rgb, a = occluder_frames(rng, thing, motion, path, size)
        canvas = shadowed(rng, canvas, a)
        canvas += (rgb - canvas) * a[..., None]
        cover = 1 - (1 - cover) * (1 - a)
        kinds.append(thing.kind)

    shot = np.clip(canvas, 0, 255).astype(np.uint8)
    filmed = film(rng, shot, random_webcam(rng))
    if more.random() < variety.coded:
        filmed = through_h264(filmed, int(more.integers(24, 42)))
    return Clip(filmed, mask * (1 - cover), cover, mask, affines, tuple(kinds), face.luminance)


def _face_placement(rng: np.random.Generator, face: LabelledFace, size: int) -> Placement:
    """Where the tracked crop may have put the face: near the middle, mostly upright."""
    x0, y0, x1, y1 = face.box
    share = rng.uniform(0.42, 0.8)  # of the crop's side that the face's longer side takes
    scale = share * size / max(x1 - x0, y1 - y0)
    roll = rng.normal(0, 0.16) if rng.random() < 0.8 else rng.uniform(-0.8, 0.8)
    off = rng.normal(0, 0.06, 2) * size
    return Placement(
        size / 2 + off[0],
        size / 2 + off[1],
        scale,
        float(roll),
        float(rng.uniform(0.9, 1.1)),
        float(rng.uniform(-0.08, 0.08)),
        rng.random() < 0.5,
    )


def _box(place: Placement, face: LabelledFace) -> FaceBox:
    x0, y0, x1, y1 = face.box
    width, height = (x1 - x0) * place.scale, (y1 - y0) * place.scale
    return FaceBox(place.x, place.y, width, height, place.rotation)


def _behind(
    rng: np.random.Generator, data: Catalogue, face: LabelledFace, affines: Affine, size: int
) -> Plane:
    """(T, S, S, 3) float32: the person, on the own background or on another one."""
    person = warp_all(face.image, affines, size, cv2.BORDER_REPLICATE).astype(np.float32)
    if rng.random() < 0.25 or face.person is None:
        return person
    alpha = warp_all(face.person.astype(np.float32) / 255, affines, size, cv2.BORDER_REPLICATE)
    alpha = np.maximum(alpha, warp_all(face.alpha.astype(np.float32) / 255, affines, size))
    back = random_background(rng, data, size).astype(np.float32)
    return np.asarray(back + (person - back) * alpha[..., None], np.float32)


def _joined(
    rng: np.random.Generator, data: Catalogue, canvas: Plane, mask: Plane, place: Placement
) -> tuple[Plane, Plane]:
    """Somebody else beside the face, in front of it or behind; both faces count as face."""
    faces = data.entries("face")
    other = data.read_face(faces[int(rng.integers(len(faces)))])
    if other.person is None:
        return canvas, mask
    size = canvas.shape[1]
    middle = ((other.box[0] + other.box[2]) / 2, (other.box[1] + other.box[3]) / 2)
    affine = beside(rng, place, size).affine(middle)[None]
    rgb, person, face = (
        warp_all(plane, affine, size) for plane in (other.image, other.person, other.alpha)
    )
    person, face = person / np.float32(255), face / np.float32(255)
    if rng.random() < 0.6:  # behind: seen where the first person's face is not
        person, face = person * (1 - mask), face * (1 - mask)
    canvas = canvas + (rgb - canvas) * person[..., None]
    return np.asarray(canvas, np.float32), np.asarray(mask * (1 - person) + face, np.float32)


def _skin_colour(face: LabelledFace) -> NDArray[np.float32]:
    lab = cv2.cvtColor(face.image, cv2.COLOR_RGB2LAB)
    solid = face.alpha > 200
    mean = lab[solid].mean(0) if solid.any() else np.array([160, 140, 145])
    return np.asarray(mean, np.float32)
