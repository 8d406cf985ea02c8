"""The demo source: a portrait that moves, with a hand, a mug and a microphone passing in front."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from threading import Event

import cv2
import numpy as np
from numpy.typing import NDArray

from app.faults import FaultError
from app.frames import Frame
from app.sources.demo_hand import hand
from app.sources.demo_motion import HAND, LOOP, MICROPHONE, MUG, Key, along, body, head
from app.sources.demo_person import DESIGN, Person, backdrop
from app.sources.demo_props import microphone, mug
from app.sources.demo_shapes import Sprite
from filters.types import Alpha, Image

_SHUTTER = 0.5  # of the frame time, as a film camera's 180 degrees
_SHADOW = 0.42  # how dark a prop's shadow on the person is
_SHADOW_SHIFT = (-15.0, 20.0)  # design pixels


class Demo:
    """A person who needs no camera, in a loop of 12 seconds.

    The same index is always the same picture, and `captured_at` is index / rate.

    Attributes:
        name: for people.
        live: False: every frame is there to be taken.
        rate: frames a second.
        length: frames in a loop, None when it goes on for ever.
    Args:
        size: (width, height) of the frames.
        endless: start over after each loop, with `index` and `captured_at` going on.
    Raises:
        FaultError: if the size is under 16x16, or the portrait is missing from the app.
        ValueError: if the rate is not above 0.
    """

    name = "Demo"
    live = False

    def __init__(
        self, size: tuple[int, int] = (1280, 720), rate: float = 30.0, *, endless: bool = False
    ) -> None:
        width, height = size
        if rate <= 0:
            raise ValueError(f"demo at {rate} frames a second, need more than 0")
        if width < 16 or height < 16:
            raise FaultError(
                "The demo can't be shown",
                f"a picture of {width}x{height} was asked for, which is too small",
                "Ask for 16x16 or more",
            )
        self.size = size
        self.rate: float | None = rate
        self._rate = rate
        self._loop = round(LOOP * rate)
        self._endless = endless
        self._closed = Event()
        scale = max(width / DESIGN[0], height / DESIGN[1])
        self._scale = scale
        self._offset = ((width - DESIGN[0] * scale) / 2, (height - DESIGN[1] * scale) / 2)
        self._person = Person(scale, self._offset, size)
        self._wall = backdrop(scale, self._offset, size)
        self._props = tuple(
            _Prop(draw(scale * size_), path, mirrored) for draw, path, mirrored, size_ in _CAST
        )

    @property
    def length(self) -> int | None:
        """Frames in a loop; None when it goes on for ever."""
        return None if self._endless else self._loop

    def frames(self) -> Iterator[Frame]:
        """Every frame of one loop, or of all loops when endless."""
        index = 0
        while not self._closed.is_set() and (self._endless or index < self._loop):
            yield Frame(index, index / self._rate, self.picture(index))
            index += 1

    def close(self) -> None:
        """Ends `frames`."""
        self._closed.set()

    def picture(self, index: int) -> Image:
        """The frame `index`, (height, width, 3) uint8 RGB."""
        time = (index % self._loop) / self._rate
        picture = self._wall.copy()
        rows, columns = self._person.tile
        person = self._person.draw(head(time), body(time))
        props = [(prop, matrices) for prop in self._props if (matrices := self._moves(prop, time))]
        for prop, matrices in props:
            self._cast_shadow(person, prop, matrices[len(matrices) // 2])
        _lay(picture[rows, columns], person)
        for prop, matrices in props:
            box = self._box(prop.sprite, matrices)
            _lay(picture[box], _blurred(prop.sprite.rgba, matrices, box))
        return picture

    def truth(self, index: int) -> Alpha:
        """What the props cover in frame `index`: (height, width) float32 in [0, 1]."""
        time = (index % self._loop) / self._rate
        bare = np.ones(self.size[::-1], np.float32)
        for prop in self._props:
            if matrices := self._moves(prop, time):
                box = self._box(prop.sprite, matrices)
                cover = _blurred(prop.sprite.rgba, matrices, box)[..., 3]
                bare[box] *= 1.0 - cover.astype(np.float32) / 255.0
        return np.asarray(1.0 - bare, np.float32)

    def _moves(self, prop: _Prop, time: float) -> list[NDArray[np.float64]]:
        """Sprite-to-frame transforms over the open shutter, enough for an even blur."""
        span = _SHUTTER / self._rate
        ends = [self._matrix(prop, time + part * span) for part in (-0.5, 0.5)]
        if (first := ends[0]) is None or (last := ends[1]) is None:
            return []
        height, width = prop.sprite.rgba.shape[:2]
        corners = np.array([[0, 0, 1], [width, 0, 1], [width / 2, height / 2, 1]]).T
        travel = float(np.abs((last - first) @ corners).max())
        count = int(np.clip(math.ceil(travel / 3.0), 1, 9))
        parts = (np.arange(count) + 0.5) / count - 0.5
        found = (self._matrix(prop, time + float(part) * span) for part in parts)
        return [matrix for matrix in found if matrix is not None]

    def _matrix(self, prop: _Prop, time: float) -> NDArray[np.float64] | None:
        pose = along(prop.path, time)
        if pose is None:
            return None
        angle = math.radians(pose.degrees)
        c, s = math.cos(angle), math.sin(angle)
        turn = np.array([[c, -s], [s, c]])
        place = np.array([pose.x, pose.y]) * self._scale + self._offset
        return np.column_stack([turn, place - turn @ prop.sprite.anchor])

    def _box(self, sprite: Sprite, matrices: Sequence[NDArray[np.float64]]) -> tuple[slice, slice]:
        """Rows and columns of the frame that the moving sprite can touch."""
        height, width = sprite.rgba.shape[:2]
        corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]).T
        points = np.hstack([matrix @ corners for matrix in matrices])
        low = np.clip(np.floor(points.min(axis=1)), 0, self.size).astype(int)
        high = np.clip(np.ceil(points.max(axis=1)) + 1, 0, self.size).astype(int)
        return slice(low[1], high[1]), slice(low[0], high[0])

    def _cast_shadow(
        self, person: NDArray[np.uint8], prop: _Prop, matrix: NDArray[np.float64]
    ) -> None:
        """Darken the person, in place, where the prop keeps the light away."""
        thrown = matrix.copy()
        thrown[:, 2] += np.array(_SHADOW_SHIFT) * self._scale
        rows, columns = self._person.tile
        reach_y, reach_x = self._box(prop.sprite, [thrown])
        y0, y1 = max(reach_y.start, rows.start), min(reach_y.stop, rows.stop)
        x0, x1 = max(reach_x.start, columns.start), min(reach_x.stop, columns.stop)
        if y0 >= y1 or x0 >= x1:
            return
        # A quarter of the size is plenty for something this soft.
        thrown[:, 2] -= (x0, y0)
        small = (-(-(x1 - x0) // 4), -(-(y1 - y0) // 4))
        light = cv2.warpAffine(prop.shade, 0.25 * thrown @ _ENLARGE, small, borderValue=255)
        light = cv2.resize(light, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
        part = person[y0 - rows.start : y1 - rows.start, x0 - columns.start : x1 - columns.start]
        whole = np.full_like(light, 255)
        part[:] = cv2.multiply(part, cv2.merge([light, light, light, whole]), scale=1 / 255)


class _Prop:
    """A sprite, its path, and the light it lets through, at a quarter of its size and blurred."""

    def __init__(self, sprite: Sprite, path: Sequence[Key], mirrored: bool) -> None:
        if mirrored:
            width = sprite.rgba.shape[1]
            flipped = np.ascontiguousarray(sprite.rgba[:, ::-1])
            sprite = Sprite(flipped, (width - sprite.anchor[0], sprite.anchor[1]))
        self.sprite, self.path = sprite, path
        small = cv2.resize(
            sprite.rgba[..., 3], None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA
        )
        wide = cv2.copyMakeBorder(small, 8, 8, 8, 8, cv2.BORDER_CONSTANT)
        soft = cv2.GaussianBlur(wide, (0, 0), 3.0)
        self.shade = np.asarray(255.0 - _SHADOW * soft, np.uint8)


_CAST: tuple[tuple[Callable[[float], Sprite], Sequence[Key], bool, float], ...] = (
    (hand, HAND, False, 1.12),
    (mug, MUG, True, 1.05),
    (microphone, MICROPHONE, False, 1.05),
)
# From pixels of a prop's small, bordered shade to pixels of its sprite.
_ENLARGE = np.array([[4.0, 0.0, -32.0], [0.0, 4.0, -32.0], [0.0, 0.0, 1.0]])


def _blurred(
    sprite: NDArray[np.uint8],
    matrices: Sequence[NDArray[np.float64]],
    box: tuple[slice, slice],
) -> NDArray[np.uint8]:
    """The mean of the sprite at every place it is during the exposure."""
    rows, columns = box
    size = (columns.stop - columns.start, rows.stop - rows.start)
    if 0 in size:
        return np.zeros((size[1], size[0], 4), np.uint8)
    total: NDArray[np.float32] | None = None
    for matrix in matrices:
        local = matrix.copy()
        local[:, 2] -= (columns.start, rows.start)
        drawn = cv2.warpAffine(sprite, local, size, flags=cv2.INTER_LINEAR)
        if len(matrices) == 1:
            return np.asarray(drawn, np.uint8)
        if total is None:
            total = np.zeros(drawn.shape, np.float32)
        cv2.accumulate(drawn, total)
    return np.asarray(cv2.convertScaleAbs(total, alpha=1 / len(matrices)), np.uint8)


def _lay(below: NDArray[np.uint8], top: NDArray[np.uint8]) -> None:
    """Premultiplied "over", in place."""
    if top.size == 0:
        return
    clear = cv2.bitwise_not(top[..., 3])
    kept = cv2.multiply(below, cv2.merge([clear, clear, clear]), scale=1 / 255)
    below[:] = cv2.add(kept, cv2.cvtColor(top, cv2.COLOR_RGBA2RGB))
