"""Light a face anew: a lamp or the sun from one side, soft or hard, white or coloured."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import LabelledFace
from training.synthesis.surface import Plane, depth_of, normals_of


@dataclasses.dataclass(frozen=True, slots=True)
class Light:
    """One lamp and what comes from everywhere else.

    Attributes:
        direction: (3,) unit vector towards it: x right, y down, z towards the viewer.
        hardness: 0 shades softly, 1 throws a sharp edge between light and dark.
        key, ambient: (3,) RGB strengths of the lamp and of the rest.
    """

    direction: NDArray[np.float32]
    hardness: float
    key: NDArray[np.float32]
    ambient: NDArray[np.float32]


def random_light(rng: np.random.Generator) -> Light:
    """From any side but behind; sometimes the sun, sometimes coloured as a screen or a club."""
    around, up = rng.uniform(0, 2 * np.pi), rng.uniform(0.15, 1.2)
    direction = np.array([np.cos(around) * np.cos(up), np.sin(around) * np.cos(up), np.sin(up)])
    hardness = float(rng.uniform(0.5, 1)) if rng.random() < 0.4 else 0.0
    share = rng.uniform(0.3, 0.8)
    colourful = rng.random() < 0.3
    key, ambient = (1 + rng.uniform(-1, 1, 3) * (0.7 if colourful else 0.12) for _ in range(2))
    return Light(
        direction.astype(np.float32),
        hardness,
        (share * key).astype(np.float32),
        ((1 - share) * ambient).astype(np.float32),
    )


def relight(face: LabelledFace, light: Light) -> LabelledFace:
    """The same face in another light; its labels stay.

    Raises:
        ValueError: if the face has no landmarks.
    """
    if face.points is None:
        raise ValueError("a face without landmarks can't be relit")
    normals = normals_of(depth_of(face.points, face.alpha.shape))
    lit = np.clip(normals @ light.direction, 0, 1)
    if light.hardness:
        edge = np.clip((lit - 0.35) / (0.6 - 0.55 * light.hardness) + 0.5, 0, 1)
        lit = lit + light.hardness * (edge * edge * (3 - 2 * edge) - lit)
    shade = light.ambient + light.key * lit[..., None]
    solid = face.alpha > 128
    if solid.any():  # the camera sets its exposure by the face
        shade = shade / max(float(shade[solid].mean()), 1e-3)
    person = face.alpha if face.person is None else np.maximum(face.person, face.alpha)
    where = cv2.GaussianBlur(person, (0, 0), 2).astype(np.float32)[..., None] / 255
    image = face.image * (1 + (shade - 1) * where)
    return dataclasses.replace(face, image=_bytes(image))


def _bytes(values: Plane) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
