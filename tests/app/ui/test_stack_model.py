from __future__ import annotations

import pytest

from app.look import Look, Worn
from app.ui.stack_model import Stack


def names(stack: Stack) -> list[str]:
    return [item.filter_id for item in stack.look.worn]


@pytest.fixture
def stack(two_filters: Look) -> Stack:
    return Stack.of(two_filters)


def test_the_first_filter_is_selected_at_first(stack: Stack) -> None:
    assert stack.selected == 0
    assert Stack.of(Look()).selected is None


def test_an_added_filter_is_on_top_at_its_defaults_and_selected(stack: Stack) -> None:
    added = stack.adding("tint")
    assert names(added) == ["tint", "hat", "tint"]
    assert added.selected == 2
    assert added.look.worn[2] == stack.look.worn[0]


def test_the_selection_moves_with_its_filter(stack: Stack) -> None:
    moved = stack.moving(0, 1)
    assert names(moved) == ["hat", "tint"]
    assert moved.selected == 1


@pytest.mark.parametrize(
    ("selected", "removed", "expected"), [(0, 0, 0), (1, 1, 0), (1, 0, 0), (0, 1, 0)]
)
def test_the_selection_stays_on_a_filter(
    stack: Stack, selected: int, removed: int, expected: int
) -> None:
    assert stack.selecting(selected).removing(removed).selected == expected


def test_nothing_is_selected_when_the_last_is_gone(stack: Stack) -> None:
    assert stack.removing(0).removing(0) == Stack()


def test_switching_touches_one_filter(stack: Stack) -> None:
    switched = stack.switching(1)
    assert [item.enabled for item in switched.look.worn] == [True, False]
    assert switched.switching(1) == stack


def test_setting_changes_the_selected_filter_alone(stack: Stack) -> None:
    chosen = stack.setting(strength=0.9).chosen
    assert isinstance(chosen, Worn)
    assert getattr(chosen.params, "strength") == 0.9  # noqa: B009
    assert stack.setting(strength=0.9).look.worn[1] == stack.look.worn[1]


def test_setting_checks_the_range(stack: Stack) -> None:
    with pytest.raises(ValueError, match="strength"):
        stack.setting(strength=2.0)


def test_a_selection_outside_the_look_is_refused(two_filters: Look) -> None:
    with pytest.raises(IndexError, match="2"):
        Stack(two_filters, 2)
