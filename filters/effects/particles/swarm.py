"""Where each particle is at a time: a function of the clock and of its number, with no memory.

Each lives again and again. Every life has its own random numbers, a hash of the particle's number,
of how often it has lived, and of the face.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from filters.effects.particles.kinds import Kind
from filters.head import Head, head_of
from filters.regions import LEFT_CHEEK, LEFT_EYE, RIGHT_CHEEK, RIGHT_EYE
from filters.types import Face, Points

Floats = NDArray[np.float64]

PLACES = ("head", "eyes", "cheeks", "mouth")
"""What they may fly from."""
_GOLDEN = 0.5 * (5**0.5 - 1)
_CROWN = (8.8, 9.6)
"""Half the width of the head, and its height above the brow, cm."""
_MIDDLE = (0.0, -0.5, -4.0)
"""The middle of that arc in head coordinates."""
_WIDE = 2.05
"""How far down from the crown it goes on either side, radians."""
_RAIN_WIDE = 11.0
"""How far to either side of the head it rains, cm."""
_SPOTS = {
    "eyes": (RIGHT_EYE, LEFT_EYE),
    "cheeks": (RIGHT_CHEEK, LEFT_CHEEK),
    "mouth": ((13, 14),),
}
_ROUND = {"eyes": (1.3, 0.6), "cheeks": (1.6, 1.2), "mouth": (1.5, 0.5)}
"""How far from the middle of such a spot a particle is born, cm."""


@dataclass(frozen=True, slots=True)
class Swarm:
    """Particles at one moment; arrays of one length.

    Attributes:
        places: (n, 2) middles in frame pixels.
        sizes: (n,) widths in pixels.
        angles: (n,) turned clockwise, radians.
        flips: (n,) the share of its width that is seen as it tumbles, below 0 from behind.
        opacities: (n,) 0 to 1.
        pictures: (n,) which of the kind's sprites.
    """

    places: Floats
    sizes: Floats
    angles: Floats
    flips: Floats
    opacities: Floats
    pictures: NDArray[np.int64]


def swarm(
    face: Face, kind: Kind, place: str, count: int, size: float, speed: float, time: float
) -> Swarm:
    """The particles of one face.

    Args:
        place: one of `PLACES`.
        size: against the kind's own.
        speed: against the kind's own.
        time: capture clock in seconds.
    """
    head = head_of(face)
    number = np.arange(count)
    fixed = _random(number, np.zeros_like(number), face.id, 2)
    life = kind.life * (0.8 + 0.4 * fixed[0]) / speed
    # spread evenly over their lives, so that there is neither a crowd nor a lull
    lived = time / life + (number + fixed[1]) / max(count, 1)
    turn = np.floor(lived)
    age = lived - turn
    a, b, c, d, e, f, g = _random(number, turn.astype(np.int64), face.id, 7)
    # one after the other far apart, by the golden ratio's multiples, so that there are no gaps
    a = (_GOLDEN * number + 0.3 * turn + 0.12 * a + face.id * 0.37) % 1
    base, outwards = _born(face.points, head, kind, place, number, a, b)
    way = 1 - (1 - age) ** 2  # thrown out, then slower
    swing = np.sin(2 * np.pi * (kind.swings * age + d)) * np.minimum(4 * age, 1)
    moved = outwards * (kind.spread * (0.5 + c) * way)[:, None]
    moved[:, 0] += kind.sway * swing
    moved[:, 1] -= kind.rise * (0.75 + 0.5 * e) * age  # up is up, however the head is held
    forward = np.asarray(head.axes[:, 2] / head.scale, np.float64)
    flown = kind.ahead * way
    moved += flown[:, None] * forward[:2]
    nearer = head.distance / np.maximum(head.distance + flown * forward[2], 1.0)
    grown = kind.grow[0] + (kind.grow[1] - kind.grow[0]) * way
    turned = (2 * f - 1) * np.pi + 2 * np.pi * kind.turn * age * np.where(c > 0.5, 1, -1)
    if kind.upright:
        turned = 0.5 * (f - 0.5) + 2 * np.pi * kind.turn * swing
    if kind.blown:
        turned = np.arctan2(outwards[:, 0], -outwards[:, 1])
    flips = np.cos(2 * np.pi * (kind.tumbles * age + g)) if kind.tumbles else np.ones(count)
    there = _ramp(age / kind.fade[0]) * _ramp((1 - age) / kind.fade[1])
    shown, swollen = (np.ones(count), there) if kind.twinkles else (there, np.ones(count))
    return Swarm(
        places=base + moved * head.scale,
        sizes=kind.size * size * head.scale * nearer * grown * swollen * (0.65 + 0.6 * g),
        angles=turned,
        flips=np.where(flips < 0, -1, 1) * np.maximum(np.abs(flips), 0.12),
        opacities=kind.opacity * shown,
        pictures=number % len(kind.sprites),
    )


def _born(
    points: Points,
    head: Head,
    kind: Kind,
    place: str,
    number: NDArray[np.int64],
    a: Floats,
    b: Floats,
) -> tuple[Floats, Floats]:
    """Where each is born, (n, 2) in frame pixels, and the (n, 2) way outwards from there."""
    if place != "head":
        spots = [points[list(loop), :2].mean(axis=0) for loop in _SPOTS[place]]
        middles = np.asarray(spots, np.float64)[number % len(spots)]
        around = np.stack((np.cos(2 * np.pi * a), np.sin(2 * np.pi * a)), 1)
        here = middles + around * np.sqrt(b)[:, None] * _ROUND[place] * head.scale
        if kind.blown:
            return here, _turned_by(head, np.pi * (0.5 + 0.24 * (2 * a - 1)))
        if place == "mouth":  # past the cheeks, not up the nose
            aside = 0.25 * np.pi * (2 * b - 1) + np.where(number % 2, np.pi, 0)
            return here, _turned_by(head, aside)
        return here, around
    middle = np.array(_MIDDLE, np.float64)
    if kind.rain > 0:
        crown = head.project(middle[None])[0].astype(np.float64)
        across, above = (2 * a - 1) * _RAIN_WIDE, -kind.rain - 2 * b
        ways = np.stack((2 * b - 1, np.zeros_like(b)), 1)
        return crown + np.stack((across, above), 1) * head.scale, ways
    angle = (2 * a - 1) * _WIDE * kind.arc
    arc = np.stack(
        (_CROWN[0] * np.sin(angle), _CROWN[1] * np.cos(angle), np.zeros_like(angle)), axis=1
    )
    here = head.project(middle + arc * (0.92 + 0.3 * b)[:, None]).astype(np.float64)
    ways = here - head.project(middle[None]).astype(np.float64)
    return here, ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-6)


def _turned_by(head: Head, angles: Floats) -> Floats:
    """Unit ways (n, 2) in the picture: 0 to the right of the face, a quarter turn to its chin."""
    right, up = (head.axes[:2, axis].astype(np.float64) / head.scale for axis in (0, 1))
    ways = np.cos(angles)[:, None] * right - np.sin(angles)[:, None] * up
    return np.asarray(ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-6))


def _random(number: NDArray[np.int64], turn: NDArray[np.int64], seed: int, many: int) -> Floats:
    """(many, n) of 0 to 1: splitmix64 (Steele et al. 2014) of the three."""
    key = number.astype(np.uint64) * np.uint64(0xD1342543DE82EF95)
    key ^= turn.astype(np.uint64) * np.uint64(0xAF251AF3B0F025B5)
    key ^= np.uint64((seed * 0xB564EF22EC7AECE5) % 2**64)
    out = np.empty((many, len(number)), np.float64)
    for at in range(many):
        key = key + np.uint64(0x9E3779B97F4A7C15)
        mixed = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        out[at] = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)
    return np.asarray(out / 2**53, np.float64)


def _ramp(share: Floats) -> Floats:
    """0 at 0, 1 from 1 on, smooth between."""
    t = np.clip(share, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float64)
