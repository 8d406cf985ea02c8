"""Work that several filters of a look would do alike, done once a frame."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

Ts = TypeVarTuple("Ts")
R = TypeVar("R")
_KEPT = 8
"""Results of each function: one for every face that is followed, and some to spare."""
_GONE = object()


def once_a_frame(work: Callable[[*Ts], R]) -> Callable[[*Ts], R]:
    """A pure function of things that are never changed, its last few results kept.

    Arguments are told apart by identity: within a frame, filters are given the same face, matte
    and captured picture. They are not kept alive, and what was kept for one that is gone is never
    given again. Results are shared: whoever gets one must not change it.
    """
    kept: list[tuple[tuple[Callable[[], object], ...], R]] = []

    @wraps(work)
    def known(*args: *Ts) -> R:
        given: tuple[object, ...] = args
        for those, result in tuple(kept):  # another thread may be at it as well
            if all(a() is b for a, b in zip(those, given, strict=True)):
                return result
        result = work(*args)
        kept.append((tuple(_weakly(one) for one in given), result))
        del kept[:-_KEPT]
        return result

    return known


def _weakly(one: object) -> Callable[[], object]:
    """Gives the same object again, and something else once it is gone."""
    if one is None:
        return lambda: None
    reference = weakref.ref(one)
    return lambda: _GONE if (found := reference()) is None else found
