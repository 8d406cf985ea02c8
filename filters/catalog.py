"""Every filter there is: the shipped ones as a tuple one can read, and those of packs."""

from __future__ import annotations

from collections.abc import Iterable

from filters.effects import (
    makeup,
    particles,
    privacy,
    reshape,
    skin,
    stylise,
    surroundings,
    swap,
    wear,
)
from filters.filter import Filter

FILTERS: tuple[Filter, ...] = (
    *skin.FILTERS,
    *makeup.FILTERS,
    *wear.FILTERS,
    *reshape.FILTERS,
    *stylise.FILTERS,
    *swap.FILTERS,
    *privacy.FILTERS,
    *surroundings.FILTERS,
    *particles.FILTERS,
)
"""The shipped filters, family by family."""

_of_packs: tuple[Filter, ...] = ()


def every() -> tuple[Filter, ...]:
    """The shipped filters and then those of packs."""
    return FILTERS + _of_packs


def set_packs(filters: Iterable[Filter]) -> None:
    """Make these the filters of packs, in place of those before.

    Raises:
        ValueError: if two filters have one id; nothing changes then.
    """
    global _of_packs
    added = tuple(filters)
    ids = [known.id for known in (*FILTERS, *added)]
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise ValueError(f"two filters are called {twice[0]!r}")
    _of_packs = added


def by_id(id: str) -> Filter:
    """The filter called `id`.

    Raises:
        ValueError: listing the filters there are.
    """
    for known in every():
        if known.id == id:
            return known
    raise ValueError(f"no filter is called {id!r}, there are {', '.join(f.id for f in every())}")
