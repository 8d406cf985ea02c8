"""Turn a face in depth: what comes round the edge is stretched, what turns away is hidden.

Seen without perspective, a turn about the vertical axis moves each pixel along its own row. A row
is then a line folded back on itself; of its parts that lie over one another the nearest is seen.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.catalogue import LabelledFace
from training.synthesis.surface import Plane, depth_of

_AXIS = 0.45
"""How far behind the face's nearest point the neck's axis lies, in widths of the face."""
_STRETCH = 6
"""Pixels that one pixel may be drawn out to; beyond that nothing is known of the head's side."""


def turn(face: LabelledFace, yaw: float, pitch: float) -> LabelledFace:
    """The face looked at from another side.

    Args:
        face: with its landmarks.
        yaw, pitch: radians; positive looks to the picture's right and down.
    Raises:
        ValueError: if the face has no landmarks.
    """
    if face.points is None:
        raise ValueError("a face without landmarks can't be turned")
    depth = depth_of(face.points, face.alpha.shape)
    axis = depth.min() + _AXIS * (face.box[2] - face.box[0])
    planes = np.dstack((face.image, face.alpha, _person(face), depth - axis)).astype(np.float32)
    middle = ((face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2)
    planes = _turn_rows(planes, yaw, middle[0])
    planes = _turn_rows(planes.swapaxes(0, 1), pitch, middle[1]).swapaxes(0, 1)
    image, alpha, person = (
        np.clip(np.rint(p), 0, 255).astype(np.uint8)
        for p in (planes[..., :3], planes[..., 3], planes[..., 4])
    )
    solid = (alpha > 128).astype(np.uint8)
    if not solid.any():
        return face
    x, y, width, height = cv2.boundingRect(solid)
    return LabelledFace(
        np.ascontiguousarray(image),
        np.ascontiguousarray(alpha),
        None if face.person is None else np.ascontiguousarray(person),
        (x, y, x + width, y + height),
        face.luminance,
    )


def _person(face: LabelledFace) -> NDArray[np.uint8]:
    return face.alpha if face.person is None else face.person


def _turn_rows(planes: Plane, angle: float, middle: float) -> Plane:
    """Turn about a vertical axis at `middle`; the last plane is depth and turns along.

    Args:
        planes: (H, W, C) float32.
    """
    if abs(angle) < 1e-3:
        return planes
    height, width = planes.shape[:2]
    depth = planes[..., -1]
    x = np.arange(width, dtype=np.float32) - middle
    across = x * np.cos(angle) - depth * np.sin(angle) + middle  # where each pixel comes to lie
    away = x * np.sin(angle) + depth * np.cos(angle)
    start, end = across[:, :-1], across[:, 1:]
    first = np.ceil(start)
    rows, columns, sources, depths = [], [], [], []
    for k in range(_STRETCH):
        column = first + k
        # a piece that runs backwards shows its back: hidden
        seen = (column < end) & (column >= 0) & (column < width)
        row, index = np.nonzero(seen)
        share = (column - start)[seen] / (end - start)[seen]
        rows.append(row)
        columns.append(column[seen].astype(np.intp))
        sources.append(index + share)
        near = away[:, :-1][seen]
        depths.append(near + share * (away[:, 1:][seen] - near))
    order = np.argsort(-np.concatenate(depths), kind="stable")  # the nearest is laid last
    row, column = np.concatenate(rows)[order], np.concatenate(columns)[order]
    source = np.full((height, width), np.nan, np.float32)
    source[row, column] = np.concatenate(sources)[order]
    source = _filled(source)
    down = np.broadcast_to(np.arange(height, dtype=np.float32)[:, None], source.shape)
    turned = cv2.remap(
        planes,
        source,
        np.ascontiguousarray(down),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    turned[..., -1] = np.cos(angle) * turned[..., -1] + np.sin(angle) * (source - middle)
    return np.asarray(turned, np.float32)


def _filled(source: Plane) -> Plane:
    """Where nothing came to lie, beside the head, the picture's own edge goes on."""
    width = source.shape[1]
    known = ~np.isnan(source)
    before = np.maximum.accumulate(np.where(known, np.arange(width), -1), 1)
    after = np.minimum.accumulate(np.where(known, np.arange(width), width)[:, ::-1], 1)[:, ::-1]
    nearest = np.take_along_axis(source, np.clip(before, 0, width - 1), 1)
    filled = np.where(before < 0, 0, np.where(after == width, width - 1, nearest))
    return np.asarray(filled, np.float32)
