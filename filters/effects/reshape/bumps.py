"""Bumps: small smooth motions of the face that add up to another shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from filters.effects.reshape.plane import Place


@dataclass(frozen=True, slots=True)
class Bump:
    """A velocity around one place, in cm of the face's plane; 0 beyond an ellipse.

    v(p) = (1 - t^2)^2 (push + grow (p - at) + turn R (p - at)), t the distance from the middle with
    1 on the ellipse, R the quarter turn in the ellipse's own coordinates. Following it for one unit
    of time moves the middle by about `push`, makes it exp(grow) times as large and turns it by
    exactly `turn`.

    Attributes:
        at: its middle.
        reach: the ellipse's half axes, across and along the face.
        push: cm across and up.
        grow: natural logarithms of how much larger, across and along.
        turn: radians, anticlockwise on an upright face.
    """

    at: Place
    reach: Place
    push: Place = (0.0, 0.0)
    grow: Place = (0.0, 0.0)
    turn: float = 0.0


def row(bumps: Sequence[Bump]) -> tuple[Bump, ...]:
    """Bumps of one reach that overlap along a line, such that together each place moves as wanted.

    Each is divided by what the weights of all of them come to at its place (Shepard 1968), so the
    same shape comes out however densely the landmarks lie.
    """
    where = np.array([bump.at for bump in bumps]) / np.array(bumps[0].reach)
    apart = ((where[:, None] - where[None]) ** 2).sum(axis=2)
    overlap = (np.maximum(1 - apart, 0) ** 2).sum(axis=1)
    return tuple(_divided(bump, float(by)) for bump, by in zip(bumps, overlap, strict=True))


def _divided(bump: Bump, by: float) -> Bump:
    return Bump(
        bump.at,
        bump.reach,
        push=(bump.push[0] / by, bump.push[1] / by),
        grow=(bump.grow[0] / by, bump.grow[1] / by),
        turn=bump.turn / by,
    )
