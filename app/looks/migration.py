"""What older look files say, in the words of today's filters.

Schema 1 had one filter for make-up; since schema 2 lipstick and blush are filters of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Part:
    """One filter of a look as its file has it, not checked yet.

    Attributes:
        at: which [[filter]] of the file it was, from 0.
        keys: what the file calls a parameter that has another name by now.
    """

    id: str
    enabled: bool
    when: str
    params: Mapping[str, object]
    at: int
    keys: Mapping[str, str] = field(default_factory=dict)


_MAKEUP: Mapping[str, Mapping[str, tuple[str, object]]] = {
    "lipstick": {
        "colour": ("lip_colour", "#b4233c"),
        "strength": ("lip_strength", 0.6),
        "gloss": ("gloss", 0.35),
    },
    "blush": {
        "colour": ("blush_colour", "#e0566e"),
        "strength": ("blush_strength", 0.35),
        "radius": ("blush_radius", 0.11),
    },
}
"""By filter and parameter of today: the name it had, and the value when it was not named."""
_ADDED: Mapping[str, Mapping[str, object]] = {"lipstick": {"finish": "gloss"}}


def brought_up_to_date(part: Part) -> tuple[Part, ...]:
    """What a filter of a schema 1 file has become.

    Raises:
        ValueError: for a parameter that filter never had, with its name as second argument.
    """
    if part.id != "makeup":
        return (part,)
    known = {old for names in _MAKEUP.values() for old, _ in names.values()}
    for name in part.params:
        if name not in known:
            there = ", ".join(sorted(known))
            raise ValueError(f"no parameter is called {name!r}, there are {there}", name)
    return tuple(
        replace(
            part,
            id=filter_id,
            params={
                **{new: part.params.get(old, usual) for new, (old, usual) in names.items()},
                **_ADDED.get(filter_id, {}),
            },
            keys={new: old for new, (old, _) in names.items()},
        )
        for filter_id, names in _MAKEUP.items()
    )
