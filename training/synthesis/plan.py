"""Draw by lot what a clip will show: who, where, before what, behind what, through which camera."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import Catalogue, LabelledFace
from training.synthesis.backgrounds import random_background
from training.synthesis.camera import random_webcam
from training.synthesis.motion import STILL, Placement, random_fractions, random_motion
from training.synthesis.occluders import SHARES, FaceBox, Kind, random_occluder
from training.synthesis.reflections import reflecting
from training.synthesis.scene import Neighbour, Scene, Thing
from training.synthesis.things import moving
from training.synthesis.variety import PLAIN, Variety, beside, displaced, vary


def plan(
    rng: np.random.Generator,
    data: Catalogue,
    face: LabelledFace,
    size: int = 256,
    frames: int = 4,
    occluded: float = 0.8,
    occluders: Mapping[Kind, float] = SHARES,
    variety: Variety = PLAIN,
) -> Scene:
    """Draw one clip's scene.

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
    own = rng.random() < 0.25 or face.person is None
    background = None if own else random_background(rng, data, size)
    deserted = more.random() < variety.empty
    if deserted:
        background = random_background(more, data, size)
    neighbour = _neighbour(more, data, start, size) if more.random() < variety.crowd else None

    count = int(rng.choice([1, 2, 3], p=[0.62, 0.28, 0.1])) if rng.random() < occluded else 0
    skin = _skin_colour(face)
    things: list[Thing] = []
    for _ in range(count):
        occluder = random_occluder(rng, data, box, skin, occluders)
        thing = moving(rng, occluder, motion, path, size)
        if thing.kind == "glasses" and more.random() < variety.reflections:
            light = reflecting(more, thing)
            things += [light] if light is not None else []
        things.append(thing)
    webcam = random_webcam(rng)
    crf = int(more.integers(24, 42)) if more.random() < variety.coded else None
    return Scene(size, face, affines, background, deserted, neighbour, tuple(things), webcam, crf)


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


def _neighbour(
    rng: np.random.Generator, data: Catalogue, place: Placement, size: int
) -> Neighbour | None:
    faces = data.entries("face")
    other = data.read_face(faces[int(rng.integers(len(faces)))])
    if other.person is None:
        return None
    middle = ((other.box[0] + other.box[2]) / 2, (other.box[1] + other.box[3]) / 2)
    affine = beside(rng, place, size).affine(middle)[None]
    behind = rng.random() < 0.6
    return Neighbour(other.image, other.person, other.alpha, affine, behind)


def _skin_colour(face: LabelledFace) -> NDArray[np.float32]:
    lab = cv2.cvtColor(face.image, cv2.COLOR_RGB2LAB)
    solid = face.alpha > 200
    mean = lab[solid].mean(0) if solid.any() else np.array([160, 140, 145])
    return np.asarray(mean, np.float32)
