"""What passes in front of the face or is worn on it: hands, things, glasses, hair and hats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import Catalogue, Entry
from training.datasets.pictures import read_rgb
from training.synthesis import shapes
from training.synthesis.hair import hair_colours, lock
from training.synthesis.hats import RIM, hat
from training.synthesis.motion import Placement
from training.synthesis.shapes import Rgba

Kind = Literal[
    "hand", "object", "blob", "mask", "glasses", "strands", "bar", "hair", "smoke", "hat"
]
SHARES: dict[Kind, float] = {
    "hand": 0.42,
    "object": 0.16,
    "blob": 0.12,
    "mask": 0.07,
    "glasses": 0.09,
    "strands": 0.07,
    "bar": 0.07,
}
"""How often each kind is drawn for the fixed validation clips; hands are what users hold up."""
NEED_PICTURES: frozenset[Kind] = frozenset(("hand", "object", "mask", "glasses"))
"""Kinds that come from the data; the others are drawn."""


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where the face is on the canvas: centre, width and height in pixels, roll in radians."""

    x: float
    y: float
    width: float
    height: float
    roll: float = 0.0


@dataclass(frozen=True, slots=True)
class Occluder:
    """A layer that hides the face.

    Attributes:
        rgba: (h, w, 4) uint8, straight alpha.
        anchor: the layer's pixel that `place` speaks of.
        place: on the canvas at the start.
        worn: moves with the head.
    """

    kind: Kind
    rgba: Rgba
    anchor: tuple[float, float]
    place: Placement
    worn: bool


def random_occluder(
    rng: np.random.Generator,
    data: Catalogue,
    face: FaceBox,
    skin: NDArray[np.float32],
    shares: Mapping[Kind, float] = SHARES,
) -> Occluder:
    """Draw one occluder and lay it somewhere over the face.

    Args:
        skin: (3,) mean of the face's skin in OpenCV's 8-bit CIE LAB; hands are brought near it.
        shares: how often each kind is drawn; only their ratios count.
    """
    kinds = [k for k in shares if k not in NEED_PICTURES or data.entries(k)]
    weights = np.array([shares[k] for k in kinds])
    kind = kinds[int(rng.choice(len(kinds), p=weights / weights.sum()))]
    rgba = _picture(rng, data, kind, skin)
    if kind in ("mask", "glasses"):
        return _worn(rng, kind, rgba, face)
    if kind == "hair":
        return _falling(rng, rgba, face)
    if kind == "hat":
        return _on_top(rng, rgba, face)
    return _held(rng, kind, rgba, face)


def soften(rng: np.random.Generator, rgba: Rgba, kind: Kind) -> Rgba:
    """Blur the cut-out's edge a little, and make some occluders but no hats half transparent."""
    alpha = cv2.GaussianBlur(rgba[..., 3], (0, 0), rng.uniform(0.4, 1.2))
    if (
        rng.random() < 0.15 and kind != "hat"
    ):  # veils, plastic, smoke: FaceMat draws U(.4, .7) with p = .3
        alpha = (alpha * rng.uniform(0.35, 0.8)).astype(np.uint8)
    return np.dstack((rgba[..., :3], alpha))


def _picture(
    rng: np.random.Generator, data: Catalogue, kind: Kind, skin: NDArray[np.float32]
) -> Rgba:
    if kind == "strands":
        return shapes.strands(rng, 256)
    if kind == "bar":
        return shapes.bar(rng, 256)
    if kind == "smoke":
        return shapes.smoke(rng, 256)
    if kind == "hair":
        return _hair(rng, data)
    if kind == "blob":
        return shapes.textured_blob(rng, _cloth(rng, data, 1.0))
    if kind == "hat":
        return hat(rng, _cloth(rng, data, 0.4), 256)
    rgba = data.read_layer(_draw(rng, data.entries(kind)))
    if kind == "hand":
        if rng.random() < 0.75:
            rgba = _recolour(rng, rgba, skin)
        if rng.random() < 0.6:
            rgba = _with_arm(rng, rgba)
    elif rng.random() < 0.5:
        rgba = _tinted(rng, rgba)
    return rgba


def _cloth(rng: np.random.Generator, data: Catalogue, patterned: float) -> NDArray[np.uint8]:
    """A texture, or one colour where the data has none or by lot.

    Args:
        patterned: probability of a texture; if it is 1 no lot is drawn.
    """
    textures = data.entries("texture")
    if textures and (patterned == 1 or rng.random() < patterned):
        return read_rgb(_draw(rng, textures).path)
    return np.full((256, 256, 3), rng.integers(0, 256, 3), np.uint8)


def _hair(rng: np.random.Generator, data: Catalogue) -> Rgba:
    """A lock in the colours of somebody's hair; loose strands where nobody shows any."""
    for _ in range(5):
        colours = hair_colours(data.read_face(_draw(rng, data.entries("face"))))
        if colours is not None:
            return lock(rng, colours, 256)
    return shapes.strands(rng, 256)


def _held(rng: np.random.Generator, kind: Kind, rgba: Rgba, face: FaceBox) -> Occluder:
    """A thing anywhere over the face; hands point at its middle (Voo et al. 2022)."""
    height, width = rgba.shape[:2]
    x = face.x + rng.uniform(-0.62, 0.62) * face.width
    y = face.y + rng.uniform(-0.6, 0.62) * face.height
    share = rng.uniform(0.12, 0.9) if kind != "strands" else rng.uniform(0.5, 1.8)
    scale = np.sqrt(share * face.width * face.height / (height * width))
    if kind in ("hand", "bar"):
        turn = np.arctan2(face.x - x, y - face.y) + rng.normal(0, 0.5)
        if rng.random() < 0.35:  # a hand held up beside or before the face
            turn = rng.normal(0, 0.4)
    else:
        turn = rng.uniform(-np.pi, np.pi) if rng.random() < 0.5 else rng.normal(0, 0.4)
    place = Placement(
        x, y, float(scale), float(turn), float(rng.uniform(0.85, 1.18)), 0.0, rng.random() < 0.5
    )
    anchor_y = 0.4 if kind in ("hand", "bar") else 0.5  # the arm reaches out of the picture
    return Occluder(kind, rgba, (width / 2, height * anchor_y), place, rng.random() < 0.15)


def _worn(rng: np.random.Generator, kind: Kind, rgba: Rgba, face: FaceBox) -> Occluder:
    """Glasses across the eyes, a mask over nose and chin, turned with the head."""
    height, width = rgba.shape[:2]
    down, wide = (-0.12, 0.98) if kind == "glasses" else (0.24, 1.02)
    drop = (down + rng.normal(0, 0.025)) * face.height
    x = face.x - np.sin(face.roll) * drop + rng.normal(0, 0.02) * face.width
    y = face.y + np.cos(face.roll) * drop
    scale = face.width * wide * rng.uniform(0.9, 1.1) / width
    if kind == "mask":
        scale = max(scale, 0.55 * face.height / height)
    roll = face.roll + rng.normal(0, 0.04)
    place = Placement(float(x), float(y), float(scale), float(roll), float(rng.uniform(0.9, 1.1)))
    return Occluder(kind, rgba, (width / 2, height / 2), place, worn=True)


def _falling(rng: np.random.Generator, rgba: Rgba, face: FaceBox) -> Occluder:
    """Hair from the crown down over the forehead, half the face, or all of it."""
    height, width = rgba.shape[:2]
    aside = rng.uniform(-0.5, 0.5) * face.width
    up = rng.uniform(0.45, 0.75) * face.height
    x = face.x + np.cos(face.roll) * aside + np.sin(face.roll) * up
    y = face.y + np.sin(face.roll) * aside - np.cos(face.roll) * up
    scale = face.height * rng.uniform(0.5, 1.5) / height
    roll = face.roll + rng.normal(0, 0.25)
    place = Placement(float(x), float(y), float(scale), float(roll), float(rng.uniform(0.8, 1.5)))
    return Occluder("hair", rgba, (width / 2, 0.05 * height), place, worn=rng.random() < 0.8)


def _on_top(rng: np.random.Generator, rgba: Rgba, face: FaceBox) -> Occluder:
    """A hat with its rim between the hairline and the brows."""
    size = rgba.shape[0]
    up = rng.uniform(0.28, 0.5) * face.height
    x, y = face.x + np.sin(face.roll) * up, face.y - np.cos(face.roll) * up
    scale = face.width * rng.uniform(1.45, 1.85) / size
    roll = face.roll + rng.normal(0, 0.06)
    place = Placement(float(x), float(y), float(scale), float(roll), float(rng.uniform(0.85, 1.1)))
    return Occluder("hat", rgba, (size / 2, RIM * size), place, worn=True)


def _recolour(rng: np.random.Generator, rgba: Rgba, skin: NDArray[np.float32]) -> Rgba:
    """Move a hand's mean colour to the face's skin, give or take, keeping its shading."""
    lab = cv2.cvtColor(rgba[..., :3], cv2.COLOR_RGB2LAB).astype(np.float32)
    solid = rgba[..., 3] > 128
    if not solid.any():
        return rgba
    mean = lab[solid].mean(0)
    target = skin + rng.normal(0, (12, 3, 4))
    contrast = rng.uniform(0.6, 1.1)
    lab = np.clip((lab - mean) * contrast + target, 0, 255).astype(np.uint8)
    return np.dstack((cv2.cvtColor(lab, cv2.COLOR_LAB2RGB), rgba[..., 3]))


def _with_arm(rng: np.random.Generator, rgba: Rgba) -> Rgba:
    """Let the wrist run on as an arm, bare or in a sleeve."""
    height, width = rgba.shape[:2]
    longer = int(height * rng.uniform(0.5, 1.5))
    out = cv2.copyMakeBorder(rgba, 0, longer, 0, 0, cv2.BORDER_REPLICATE)
    if rng.random() < 0.5:
        cuff = height + int(longer * rng.uniform(0, 0.5))
        folds = 1 + 0.15 * np.sin(np.arange(out.shape[0] - cuff) / rng.uniform(3, 12))
        sleeve = rng.uniform(0, 230, 3) * folds[:, None, None]
        out[cuff:, :, :3] = np.clip(sleeve, 0, 255).astype(np.uint8)
        grow = max(int(width * 0.03), 1)
        out[cuff:, :, 3] = cv2.dilate(out[cuff:, :, 3], np.ones((1, 2 * grow + 1), np.uint8))
    return np.asarray(out, np.uint8)


def _tinted(rng: np.random.Generator, rgba: Rgba) -> Rgba:
    rgb = np.clip(rgba[..., :3] * np.exp(rng.normal(0, 0.25, 3)), 0, 255)
    return np.dstack((rgb.astype(np.uint8), rgba[..., 3]))


def _draw(rng: np.random.Generator, items: Sequence[Entry]) -> Entry:
    return items[int(rng.integers(len(items)))]
