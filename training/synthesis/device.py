"""The same clips drawn in torch, on the device that trains: what workers plan, it composes.

A worker reads the pictures and draws the lots (`plan.py`), brings the face to about the size it is
seen at (`trimmed`) and hands the scene over; warping, blending and the camera (`filming.py`), which
are most of the work, are done here, all frames of a clip at once. It draws what `clip.py` draws,
to within rounding.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.synthesis.codec import through_h264
from training.synthesis.filming import film
from training.synthesis.scene import Neighbour, Scene, Thing
from training.synthesis.warping import blurred, shifted, warp

_FINER = 1.25
"""Pixels of a trimmed face a pixel of the canvas: it is warped once more."""
_MARGIN = 0.25
"""Of the canvas's side, kept on each side of it for the face to move in."""
_TAPS = 9
"""Places at which a moving thing is seen while the shutter is open."""


@dataclasses.dataclass(frozen=True, slots=True)
class Composed:
    """A clip on the device; see `training.synthesis.clip.Clip`.

    Attributes:
        frames: (T, 3, S, S) in [0, 1], whole steps of 1/255.
        alpha, face, occluder: (T, 1, S, S) in [0, 1].
    """

    frames: Tensor
    alpha: Tensor
    face: Tensor
    occluder: Tensor


def trimmed(scene: Scene) -> Scene:
    """The scene with no more of the face's picture than is seen: a fraction of its bytes."""
    middle = scene.affines[len(scene.affines) // 2]
    turn = np.float32(_FINER) * middle
    turn[:, 2] += _FINER * _MARGIN * scene.size
    side = round(_FINER * (1 + 2 * _MARGIN) * scene.size)
    whole, inverse = np.eye(3, dtype=np.float32), np.eye(3)
    inverse[:2] = turn
    whole = np.linalg.inv(inverse).astype(np.float32)
    face = scene.face

    def cut(picture: NDArray[np.uint8], border: int) -> NDArray[np.uint8]:
        return np.asarray(cv2.warpAffine(picture, turn, (side, side), borderMode=border), np.uint8)

    person = None if face.person is None else cut(face.person, cv2.BORDER_REPLICATE)
    image, alpha = cut(face.image, cv2.BORDER_REPLICATE), cut(face.alpha, cv2.BORDER_CONSTANT)
    face = dataclasses.replace(face, image=image, alpha=alpha, person=person, points=None)
    return dataclasses.replace(scene, face=face, affines=scene.affines @ whole)


def compose_on(device: torch.device, scene: Scene, seed: int) -> Composed:
    """Draw a scene; `seed` is of the camera's noise."""
    size = scene.size
    affines = _numbers(scene.affines, device)
    mask = warp(_plane(scene.face.alpha, device), affines, size)
    canvas = _behind(scene, affines, mask, device)
    if scene.deserted:
        mask = torch.zeros_like(mask)
    if scene.neighbour is not None:
        canvas, mask = _joined(scene.neighbour, canvas, mask)
    cover = torch.zeros_like(mask)
    for thing in scene.things:
        rgb, a = _thing_frames(thing, size, device)
        if thing.shadow is not None:
            s = thing.shadow
            canvas = canvas * (1 - s.strength * blurred(shifted(a, s.right, s.down), s.sigma))
        canvas = canvas + rgb - canvas * a  # its colours are premultiplied
        if thing.covers:
            cover = 1 - (1 - cover) * (1 - a)
    noise = torch.Generator(device).manual_seed(seed)
    frames = film(canvas.clamp(0, 255).floor(), scene.webcam, noise)
    if scene.crf is not None:  # no codec runs in torch
        shown = frames.permute(0, 2, 3, 1).to(torch.uint8).cpu().numpy()
        coded = torch.from_numpy(through_h264(shown, scene.crf)).to(device)
        frames = coded.permute(0, 3, 1, 2).float()
    return Composed(frames / 255, mask * (1 - cover), mask, cover)


def _behind(scene: Scene, affines: Tensor, mask: Tensor, device: torch.device) -> Tensor:
    """(T, 3, S, S): the person, on the own background or on another one; or nobody."""
    back = None if scene.background is None else _picture(scene.background, device)
    if scene.deserted and back is not None:
        return back.expand(len(affines), *back.shape)
    person = warp(_picture(scene.face.image, device), affines, scene.size, border=True)
    if back is None or scene.face.person is None:
        return person
    alpha = warp(_plane(scene.face.person, device), affines, scene.size, border=True)
    return back + (person - back) * torch.maximum(alpha, mask)


def _joined(other: Neighbour, canvas: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    device, size = canvas.device, canvas.shape[-1]
    affine = _numbers(other.affine, device)
    rgb = warp(_picture(other.image, device), affine, size)
    person, face = (warp(_plane(p, device), affine, size) for p in (other.person, other.face))
    if other.behind:
        person, face = person * (1 - mask), face * (1 - mask)
    return canvas + (rgb - canvas) * person, mask * (1 - person) + face


def _thing_frames(thing: Thing, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Premultiplied colours (T, 3, S, S) in [0, 255] and alpha (T, 1, S, S)."""
    rgba = _picture(thing.rgba, device)
    alpha = rgba[3:] / 255
    solid = torch.cat((rgba[:3] * alpha, alpha))
    affines, drift = _numbers(thing.affines, device), _numbers(thing.drift, device)
    if float(np.hypot(*thing.drift.T).max()) < 1.5:
        layers = warp(solid, affines, size)
    else:
        layers = solid.new_zeros(())
        for share in np.linspace(-0.5, 0.5, _TAPS):
            moved = affines.clone()
            moved[:, :, 2] += float(share) * drift
            layers = layers + warp(solid, moved, size) / _TAPS
    return layers[:, :3], layers[:, 3:].clamp(0, 1)


def _picture(picture: NDArray[np.uint8], device: torch.device) -> Tensor:
    """(C, h, w) float32 in [0, 255]; bytes travel, a quarter of what floats would."""
    return torch.from_numpy(picture).to(device).permute(2, 0, 1).float()


def _plane(alpha: NDArray[np.uint8], device: torch.device) -> Tensor:
    """(1, h, w) float32 in [0, 1]."""
    return torch.from_numpy(alpha).to(device)[None].float() / 255


def _numbers(values: NDArray[np.floating], device: torch.device) -> Tensor:
    return torch.from_numpy(np.asarray(values, np.float32)).to(device)
