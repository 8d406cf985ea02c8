"""What each filter and each look costs, on the same few frames read beforehand."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bench.figures import Times
from app.bench.pictures import SIZES, MovingPictures
from app.look import Look, Worn
from app.perception.on_demand import OnDemand
from app.perception.scene_reader import SceneReader
from filters.catalog import by_id
from filters.decorate import Shot, decorate
from filters.filter import Filter
from filters.types import Image

_SCENES = 12
_WARM = 2


@dataclass(frozen=True, slots=True)
class FilterRow:
    """What one filter or one look costs.

    Attributes:
        name: its id.
        kind: its family, or "look".
        faces: in the picture; two where one alone leaves it nothing to do.
        times: milliseconds a frame, finding people not counted.
    """

    name: str
    kind: str
    faces: int
    times: Times


def measure(
    reader: SceneReader, filters: Sequence[Filter], looks: Mapping[str, Look], rounds: int
) -> list[FilterRow]:
    """Every filter with its defaults and then every look, `rounds` frames of 720p each."""
    on_demand = OnDemand()
    try:
        alone, two = (
            _read(reader, MovingPictures(SIZES["720p"], faces), on_demand) for faces in (1, 2)
        )
        works: list[tuple[str, str, tuple[Worn, ...]]] = [
            (one.id, one.family, (Worn(one.id, one.params()),)) for one in filters
        ]
        works += [(name, "look", look.enabled) for name, look in looks.items()]
        rows = []
        for name, kind, worn in works:
            # some wait for an open mouth, or for a face that is turned
            scenes = alone if any(_does_anything(worn, *one) for one in alone) else two
            faces = len(scenes[0][1].faces)
            rows.append(FilterRow(name, kind, faces, _timed(worn, scenes, rounds)))
        return rows
    finally:
        on_demand.close()


def _read(
    reader: SceneReader, pictures: MovingPictures, on_demand: OnDemand
) -> list[tuple[Image, Shot]]:
    """Frames with all that is known of them."""
    reader.reset()
    scenes = []
    for index in range(_SCENES):
        frame = pictures.frame(index)
        scene = reader.read(frame)
        person = on_demand.person(frame.image)
        shot = Shot(
            scene.faces,
            scene.mattes,
            frame.captured_at,
            frame.image,
            person,
            on_demand.portrait,
        )
        scenes.append((frame.image, shot))
    return scenes


def _timed(worn: Sequence[Worn], scenes: Sequence[tuple[Image, Shot]], rounds: int) -> Times:
    spent = []
    for turn in range(rounds + _WARM):
        image, shot = scenes[turn % len(scenes)]
        canvas = image.copy()
        began = time.perf_counter()
        _lay(worn, canvas, shot)
        if turn >= _WARM:
            spent.append(1e3 * (time.perf_counter() - began))
    return Times.of(spent)


def _does_anything(worn: Sequence[Worn], image: Image, shot: Shot) -> bool:
    canvas = image.copy()
    _lay(worn, canvas, shot)
    return bool((canvas != image).any())


def _lay(worn: Sequence[Worn], canvas: Image, shot: Shot) -> None:
    for one in worn:  # whatever shows it: the most that a look can cost
        decorate(canvas, by_id(one.filter_id), one.params, shot)
