"""Any filter, tried on made-up frames with everything it may ask for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from filters.decorate import Shot, decorate
from filters.filter import Filter
from filters.params import ParamSpec, fields_of, parse
from filters.types import Face, FindPortrait, Image, Matte, Person
from tests.filters.scenes import face_in

TIME = 1.7


def find_portrait(image: Image) -> Face:
    """A face in the middle of any picture."""
    return face_in(image, 0.8)


def person_in(image: Image, faces: tuple[Face, ...]) -> Person:
    """An ellipse around each face, and shoulders below."""
    height, width = image.shape[:2]
    alpha = np.zeros((72, 128), np.float32)
    scale = np.array([128 / width, 72 / height])
    for face in faces:
        middle = (face.points[:, :2].mean(axis=0) * scale).astype(int)
        reach = np.maximum(np.ptp(face.points[:, :2], axis=0) * scale * 0.8, 1).astype(int)
        centre, axes = (int(middle[0]), int(middle[1])), (int(reach[0]), int(reach[1]))
        cv2.ellipse(alpha, centre, axes, 0, 0, 360, 1.0, -1)
        below = (centre[0], centre[1] + 2 * axes[1])
        cv2.ellipse(alpha, below, (2 * axes[0], axes[1]), 0, 0, 360, 1.0, -1)
    return Person(np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1.0)), (width, height))


def worn(
    image: Image,
    kind: Filter,
    faces: Face | tuple[Face, ...],
    mattes: Matte | Mapping[int, Matte] | None = None,
    params: object | None = None,
    time: float = TIME,
    find: FindPortrait = find_portrait,
) -> Image:
    """The picture wearing a filter."""
    faces = (faces,) if isinstance(faces, Face) else faces
    if isinstance(mattes, Matte):
        mattes = {faces[0].id: mattes}
    shot = Shot(faces, mattes or {}, time, image, person_in(image, faces), find)
    canvas = image.copy()
    decorate(canvas, kind, params or kind.params(), shot)
    return canvas


def values(spec: ParamSpec, folder: Path) -> list[object]:
    """What a parameter may be, other than its default."""
    match spec.kind:
        case "slider":
            return [value for value in (spec.low, spec.high) if value != spec.default]
        case "choice":
            return [option for option in spec.options if option != spec.default]
        case "toggle":
            return [not spec.default]
        case "colour":
            return ["#1030f0" if spec.default != "#1030f0" else "#f01030"]
        case "file":
            return [str(_file(spec.options, folder))]


def settings(kind: Filter, spec: ParamSpec, folder: Path) -> Iterator[Any]:
    """Parameters under which `spec` may matter: the defaults, then each choice of the others."""
    yield kind.params()
    others = [one for one in fields_of(kind.params) if one.name != spec.name]
    switches = [one for one in others if one.kind in ("choice", "toggle", "file")]
    for one in switches:
        for value in values(one, folder):
            yield parse(kind.params, {one.name: value})
    for first, second in itertools.combinations(switches, 2):
        for pair in itertools.product(values(first, folder), values(second, folder)):
            named = zip((first.name, second.name), pair, strict=True)
            yield parse(kind.params, dict(named))


def _file(endings: tuple[str, ...], folder: Path) -> Path:
    """A file of the wanted sort: a picture, or a colour table that swaps red and blue."""
    if ".png" in endings:
        rng = np.random.default_rng(3)
        path, picture = folder / "picture.png", rng.integers(0, 255, (5, 7, 3)).astype(np.uint8)
        cv2.imwrite(str(path), cv2.resize(picture, (320, 240), interpolation=cv2.INTER_CUBIC))
        return path
    path = folder / "swap.cube"
    rows = [f"{b} {g} {r}" for b, g, r in itertools.product((0, 1), repeat=3)]
    path.write_text("\n".join(["LUT_3D_SIZE 2", *rows]) + "\n")
    return path
