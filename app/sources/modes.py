"""The sizes and rates a camera offers, and which of them to ask it for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

USUAL = (1280, 720)
"""What is asked for when the user does not care."""

# What OpenCV can turn into a picture, the one to have first: raw 720p often comes at 10
# frames a second, because no more of it goes through a USB 2 cable.
_READABLE = ("MJPG", "YUYV", "UYVY", "YVYU", "NV12", "NV21", "YU12", "YV12", "BGR3", "RGB3", "GREY")
_NEAR = 1.0  # frames a second that nobody misses: 29.97 is as good as 30


@dataclass(frozen=True, slots=True)
class Mode:
    """One format of a camera in one size.

    Attributes:
        fourcc: e.g. "MJPG" or "YUYV".
        size: (width, height).
        rates: frames a second, the fastest first; empty when the camera does not say.
    """

    fourcc: str
    size: tuple[int, int]
    rates: tuple[float, ...] = ()

    def nearest_rate(self, rate: float) -> float:
        """The rate nearest to the one asked for; that itself when the camera does not say."""
        return min(self.rates, key=lambda one: abs(one - rate), default=rate)


@dataclass(frozen=True, slots=True)
class Offer:
    """A size one can choose.

    Attributes:
        size: (width, height).
        rate: frames a second it comes at; None when the camera does not say.
    """

    size: tuple[int, int]
    rate: float | None


def choose(modes: Sequence[Mode], size: tuple[int, int] | None, rate: float) -> Mode | None:
    """The mode to ask for: the nearest size, then the rate, then MJPG before raw.

    Args:
        modes: what the camera offers.
        size: (width, height) wanted; None for the largest up to `USUAL` that comes at `rate`.
        rate: frames a second wanted.
    Returns:
        a mode with one rate, the nearest; None where there is none we can read.
    """
    best = _best(modes, size, rate)
    return best and Mode(best.fourcc, best.size, (best.nearest_rate(rate),))


def offers(modes: Sequence[Mode], rate: float) -> tuple[Offer, ...]:
    """Each size once, the largest first, with the rate it comes at if `rate` is asked for."""
    sizes = {mode.size for mode in modes}
    # Each size's best has that very size, unless nothing we can read has it.
    best = [mode for size in sizes if (mode := _best(modes, size, rate)) and mode.size == size]
    best.sort(key=lambda mode: (mode.size[0] * mode.size[1], mode.size), reverse=True)
    return tuple(Offer(one.size, one.nearest_rate(rate) if one.rates else None) for one in best)


def _best(modes: Sequence[Mode], size: tuple[int, int] | None, rate: float) -> Mode | None:
    readable = [mode for mode in modes if mode.fourcc in _READABLE]
    if not readable:
        return None
    wanted = size or _comfortable(readable, rate)

    def order(mode: Mode) -> tuple[float, float, int]:
        far = abs(mode.size[0] - wanted[0]) + abs(mode.size[1] - wanted[1])
        return far, _noticed(abs(mode.nearest_rate(rate) - rate)), _READABLE.index(mode.fourcc)

    return min(readable, key=order)


def _comfortable(modes: Sequence[Mode], rate: float) -> tuple[int, int]:
    """The largest size up to `USUAL` that comes at `rate`; `USUAL` when none does."""
    fluent = [
        mode.size
        for mode in modes
        if mode.size[0] <= USUAL[0]
        and mode.size[1] <= USUAL[1]
        and not _noticed(rate - mode.nearest_rate(rate))
    ]
    return max(fluent, key=lambda size: size[0] * size[1], default=USUAL)


def _noticed(difference: float) -> float:
    """Frames a second too few or too many; 0 when nobody would notice."""
    return difference if difference > _NEAR else 0.0
