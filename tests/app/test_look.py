from __future__ import annotations

from collections.abc import Callable

import pytest

from app.look import NO_FILTERS, Look, Worn

A, B, C = (Worn(name, params=name.upper()) for name in "abc")


def ids(look: Look) -> str:
    return "".join(worn.filter_id for worn in look.worn)


def test_edits_return_another_look_and_leave_the_first_alone() -> None:
    look = Look((A, B, C))
    assert ids(look.moved(0, 2)) == "bca"
    assert ids(look.moved(2, 0)) == "cab"
    assert ids(look.without(1)) == "ac"
    assert ids(NO_FILTERS.added(B).added(A, at=0)) == "ab"
    assert look.with_params(1, "new").worn[1] == Worn("b", "new")
    assert ids(look) == "abc"


def test_only_enabled_filters_show() -> None:
    look = Look((A, B)).with_enabled(0, False)
    assert look.enabled == (B,)
    assert ids(look) == "ab"


@pytest.mark.parametrize("at", [-1, 2])
def test_a_place_that_does_not_exist_is_refused(at: int) -> None:
    look = Look((A, B))
    edits: tuple[Callable[[], Look], ...] = (
        lambda: look.without(at),
        lambda: look.moved(at, 0),
        lambda: look.moved(0, at),
        lambda: look.with_enabled(at, False),
        lambda: look.with_params(at, None),
    )
    for edit in edits:
        with pytest.raises(IndexError, match=f"no filter at {at}, the look has 2"):
            edit()
