"""What each filter and each look costs, on the same few frames read beforehand."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.bench.figures import Times
from app.bench.pictures import MovingPictures
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
        times: milliseconds a frame, finding people not counted.
    """

    name: str
    kind: str
    times: Times


def measure(
    reader: SceneReader,
    pictures: MovingPictures,
    filters: Sequence[Filter],
    looks: Mapping[str, Look],
    rounds: int,
) -> list[FilterRow]:
    """Every filter with its defaults and then every look, `rounds` frames of each."""
    on_demand = OnDemand()
    try:
        scenes = _read(reader, pictures, on_demand)
        works: list[tuple[str, str, tuple[Worn, ...]]] = [
            (one.id, one.family, (Worn(one.id, one.params()),)) for one in filters
        ]
        works += [(name, "look", look.enabled) for name, look in looks.items()]
        return [FilterRow(name, kind, _timed(worn, scenes, rounds)) for name, kind, worn in works]
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
    stack = [(by_id(one.filter_id), one) for one in worn]
    spent = []
    for turn in range(rounds + _WARM):
        image, shot = scenes[turn % len(scenes)]
        canvas = image.copy()
        began = time.perf_counter()
        for kind, one in stack:
            decorate(canvas, kind, one.params, shot, one.when)
        if turn >= _WARM:
            spent.append(1e3 * (time.perf_counter() - began))
    return Times.of(spent)
