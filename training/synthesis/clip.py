"""A training clip: a clean face, things moving before it, filmed by a webcam; alpha is exact.

FaceMat §4.2: α = M · (1 - a), the face's own mask times what the occluders leave free.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.synthesis.camera import film
from training.synthesis.codec import through_h264
from training.synthesis.layers import Plane, darken, thing_frames, warp_all
from training.synthesis.motion import Affine
from training.synthesis.scene import Neighbour, Scene


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


def compose(rng: np.random.Generator, scene: Scene) -> Clip:
    """Draw a scene that was planned; only the camera's noise is still left to chance."""
    size = scene.size
    mask = warp_all(scene.face.alpha.astype(np.float32) / 255, scene.affines, size)
    canvas = _behind(scene)
    if scene.deserted:
        mask[...] = 0
    if scene.neighbour is not None:
        canvas, mask = _joined(scene.neighbour, canvas, mask)
    cover = np.zeros_like(mask)
    for thing in scene.things:
        rgb, a = thing_frames(thing, size)
        if thing.shadow is not None:
            darken(canvas, a, thing.shadow)
        canvas += (rgb - canvas) * a[..., None]
        if thing.covers:
            cover = 1 - (1 - cover) * (1 - a)

    shot = np.clip(canvas, 0, 255).astype(np.uint8)
    filmed = film(rng, shot, scene.webcam)
    if scene.crf is not None:
        filmed = through_h264(filmed, scene.crf)
    alpha = mask * (1 - cover)
    kinds = scene.kinds
    return Clip(filmed, alpha, cover, mask, scene.affines, kinds, scene.face.luminance)


def _behind(scene: Scene) -> Plane:
    """(T, S, S, 3) float32: the person, on the own background or on another one; or nobody."""
    face, affines, size = scene.face, scene.affines, scene.size
    if scene.deserted and scene.background is not None:
        return np.stack([scene.background.astype(np.float32)] * len(affines))
    person = warp_all(face.image, affines, size, cv2.BORDER_REPLICATE)
    if scene.background is None or face.person is None:
        return person
    alpha = warp_all(face.person.astype(np.float32) / 255, affines, size, cv2.BORDER_REPLICATE)
    alpha = np.maximum(alpha, warp_all(face.alpha.astype(np.float32) / 255, affines, size))
    back = scene.background.astype(np.float32)
    return np.asarray(back + (person - back) * alpha[..., None], np.float32)


def _joined(other: Neighbour, canvas: Plane, mask: Plane) -> tuple[Plane, Plane]:
    """Somebody else beside the face, in front of it or behind; both faces count as face."""
    size = canvas.shape[1]
    rgb, person, face = (
        warp_all(plane, other.affine, size) for plane in (other.image, other.person, other.face)
    )
    person, face = person / np.float32(255), face / np.float32(255)
    if other.behind:  # seen where the first person's face is not
        person, face = person * (1 - mask), face * (1 - mask)
    canvas = canvas + (rgb - canvas) * person[..., None]
    return np.asarray(canvas, np.float32), np.asarray(mask * (1 - person) + face, np.float32)
