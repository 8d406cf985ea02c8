"""The kinds of particles: what they look like and how they fly."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of particle looks and flies. Lengths are cm at the head, times seconds.

    Attributes:
        sprites: names of pictures in assets/sprites/, one of which each particle wears.
        count: how many fly when all do.
        life: how long one lives.
        size: how wide it is.
        grow: its size at birth and at death, against `size`.
        rise: how far it climbs in its life; below 0 it falls.
        arc: how far down from the crown it is born around the head; 1 is below the ears.
        rain: how far above the brow it is born when it comes from the head; 0 for around the head.
        spread: how far it flies outwards in its life.
        ahead: how far it flies to where the face looks.
        sway: how far it swings to either side.
        swings: how often in its life.
        turn: how far it turns in its life, in turns, either way.
        tumbles: how often it flips over in its life.
        upright: it does not hang askew.
        blown: it flies down and ahead out of the mouth, its top first.
        fade: the shares of its life in which it comes and goes.
        opacity: when it is there.
        twinkles: it comes and goes by growing and shrinking, not by fading.
        shines: by itself, so the light of the room does not matter.
    """

    sprites: tuple[str, ...]
    count: int
    life: float
    size: float
    grow: tuple[float, float] = (1.0, 1.0)
    rise: float = 0.0
    arc: float = 1.0
    rain: float = 0.0
    spread: float = 0.0
    ahead: float = 0.0
    sway: float = 0.0
    swings: float = 1.0
    turn: float = 0.0
    tumbles: float = 0.0
    upright: bool = False
    blown: bool = False
    fade: tuple[float, float] = (0.15, 0.3)
    opacity: float = 1.0
    twinkles: bool = False
    shines: bool = False


KINDS = {
    "hearts": Kind(
        sprites=("heart_a", "heart_b", "heart_a"),
        count=28,
        life=2.6,
        size=3.3,
        grow=(0.35, 1.1),
        rise=9.0,
        spread=2.5,
        ahead=2.0,
        sway=0.7,
        swings=1.5,
        turn=0.04,
        upright=True,
    ),
    "sparkles": Kind(
        sprites=("sparkle_a", "sparkle_b"),
        count=36,
        life=1.3,
        size=4.0,
        grow=(0.5, 1.0),
        rise=0.8,
        spread=1.0,
        turn=0.06,
        upright=True,
        fade=(0.4, 0.55),
        twinkles=True,
        shines=True,
    ),
    "stars": Kind(
        sprites=("star",),
        count=28,
        life=1.9,
        size=3.0,
        grow=(0.4, 1.0),
        rise=2.0,
        spread=5.0,
        turn=0.4,
        fade=(0.15, 0.4),
        twinkles=True,
    ),
    "confetti": Kind(
        sprites=("confetti_a", "confetti_b", "confetti_c", "confetti_d", "confetti_e"),
        count=64,
        life=3.2,
        size=2.2,
        rise=-21.0,
        rain=14.0,
        spread=3.0,
        sway=1.0,
        swings=2.0,
        turn=1.2,
        tumbles=2.5,
        fade=(0.08, 0.2),
    ),
    "bubbles": Kind(
        sprites=("bubble",),
        count=28,
        life=3.6,
        size=3.4,
        grow=(0.5, 1.0),
        rise=8.5,
        spread=2.5,
        ahead=3.0,
        sway=0.7,
        swings=2.0,
        upright=True,
        fade=(0.15, 0.06),
        opacity=0.95,
    ),
    "petals": Kind(
        sprites=("petal_a", "petal_b"),
        count=36,
        life=5.2,
        size=2.4,
        rise=-20.0,
        rain=13.5,
        spread=2.0,
        sway=2.2,
        swings=1.6,
        turn=0.8,
        tumbles=1.3,
    ),
    "snow": Kind(
        sprites=("snow_b", "snow_a", "snow_b"),
        count=56,
        life=5.6,
        size=1.5,
        rise=-21.0,
        rain=14.0,
        spread=1.0,
        sway=1.1,
        swings=1.5,
        turn=0.3,
        opacity=0.95,
    ),
    "flames": Kind(
        sprites=("flame_a", "flame_b"),
        count=56,
        life=0.85,
        size=9.5,
        grow=(0.9, 0.55),
        rise=5.0,
        spread=0.4,
        ahead=1.5,
        sway=0.5,
        turn=0.02,
        upright=True,
        fade=(0.2, 0.5),
        opacity=0.9,
        shines=True,
        arc=0.62,
        swings=1.0,
    ),
    "steam": Kind(
        sprites=("puff_a", "puff_b"),
        count=25,
        life=2.2,
        size=6.5,
        grow=(0.3, 1.25),
        rise=6.0,
        spread=2.4,
        ahead=3.0,
        sway=0.4,
        turn=0.15,
        fade=(0.25, 0.65),
        opacity=0.7,
    ),
    "notes": Kind(
        sprites=("note_a", "note_b"),
        count=20,
        life=2.6,
        size=3.4,
        grow=(0.4, 1.05),
        rise=7.0,
        spread=5.0,
        sway=0.9,
        swings=1.5,
        turn=0.05,
        upright=True,
    ),
}
"""By the names that the window shows."""

_BREATH = {
    "flames": replace(
        KINDS["flames"], rise=0.0, spread=9.0, ahead=7.0, grow=(0.25, 0.8), blown=True
    ),
    "steam": replace(
        KINDS["steam"], rise=1.5, spread=8.0, ahead=8.0, grow=(0.15, 1.0), life=1.3, blown=True
    ),
}
_FEW = 0.6
"""How many fly from a spot on the face, which they must not bury, against from around the head."""
_FALL = 0.5
"""How far what rains falls from there."""
_FAN = 3.0
"""How much further they spread from there, cm."""


def kind_from(name: str, place: str) -> Kind:
    """How the kind called `name` flies from `place`."""
    kind = KINDS[name]
    if place == "head":
        return kind
    if place == "mouth" and name in _BREATH:
        return _BREATH[name]
    fall = _FALL if kind.rain > 0 else 1.0
    return replace(
        kind,
        count=round(kind.count * _FEW),
        spread=kind.spread + _FAN,
        rise=kind.rise * fall,
        life=kind.life * fall,
    )
