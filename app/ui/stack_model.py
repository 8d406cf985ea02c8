"""The stack of filters as the panel edits it: a look and which of its filters is selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.look import NO_FILTERS, Look, Worn
from filters.catalog import by_id
from filters.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Stack:
    """A look being edited; every edit returns another stack.

    Attributes:
        look: what is worn.
        selected: position of the filter whose parameters are shown, None if there is none.
    """

    look: Look = NO_FILTERS
    selected: int | None = None

    def __post_init__(self) -> None:
        count = len(self.look.worn)
        if self.selected is not None and not 0 <= self.selected < count:
            raise IndexError(f"filter {self.selected} is selected, the look has {count}")

    @classmethod
    def of(cls, look: Look) -> Stack:
        """A look as it is first shown: its first filter selected."""
        return cls(look, 0 if look.worn else None)

    @property
    def chosen(self) -> Worn | None:
        """The selected filter."""
        return None if self.selected is None else self.look.worn[self.selected]

    def selecting(self, at: int | None) -> Stack:
        """With another filter selected."""
        return replace(self, selected=at)

    def adding(self, filter_id: str) -> Stack:
        """With a filter on top, at its defaults, selected."""
        item = Worn(filter_id, by_id(filter_id).params())
        return Stack(self.look.added(item), len(self.look.worn))

    def removing(self, at: int) -> Stack:
        """Without the filter at `at`; the selection goes to the one that takes its place."""
        look = self.look.without(at)
        selected = self.selected
        if selected is not None and (selected > at or selected == len(look.worn)):
            selected -= 1
        return Stack(look, None if selected is None or selected < 0 else selected)

    def moving(self, start: int, end: int) -> Stack:
        """With the filter at `start` standing at `end`, selected."""
        return Stack(self.look.moved(start, end), end)

    def switching(self, at: int) -> Stack:
        """With the filter at `at` switched on if it was off, and off if it was on."""
        enabled = not self.look.worn[at].enabled
        return replace(self, look=self.look.with_enabled(at, enabled))

    def triggering(self, when: Trigger) -> Stack:
        """With the selected filter shown by another expression."""
        if self.selected is None:
            return self
        return replace(self, look=self.look.with_trigger(self.selected, when))

    def setting(self, **values: Any) -> Stack:
        """With parameters of the selected filter changed; as it was when none is selected."""
        if self.selected is None:
            return self
        params = replace(self.look.worn[self.selected].params, **values)  # type: ignore[type-var]
        return replace(self, look=self.look.with_params(self.selected, params))
