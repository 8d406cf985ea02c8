"""What is worn: an ordered stack of filters, replaced whole and never edited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from filters.triggers import Trigger


@dataclass(frozen=True, slots=True)
class Worn:
    """One filter of a look.

    Attributes:
        filter_id: which filter of the catalogue.
        params: that filter's own parameters, a frozen dataclass.
        enabled: False keeps it in the stack without showing it.
        when: the expression that shows it.
    """

    filter_id: str
    params: object
    enabled: bool = True
    when: Trigger = "always"


@dataclass(frozen=True, slots=True)
class Look:
    """The filters worn, first laid first; every edit returns another look."""

    worn: tuple[Worn, ...] = ()

    @property
    def enabled(self) -> tuple[Worn, ...]:
        """The filters that show, in order."""
        return tuple(item for item in self.worn if item.enabled)

    def added(self, item: Worn, at: int | None = None) -> Look:
        """With `item` before position `at`, or on top when None."""
        place = len(self.worn) if at is None else at
        return Look((*self.worn[:place], item, *self.worn[place:]))

    def without(self, at: int) -> Look:
        """Without the filter at `at`. Raises IndexError if there is none."""
        self._check(at)
        return Look(self.worn[:at] + self.worn[at + 1 :])

    def moved(self, start: int, end: int) -> Look:
        """With the filter at `start` standing at `end`. Raises IndexError for either."""
        self._check(start)
        self._check(end)
        return self.without(start).added(self.worn[start], end)

    def with_enabled(self, at: int, enabled: bool) -> Look:
        """With the filter at `at` shown or not. Raises IndexError if there is none."""
        return self._with(at, replace(self.worn[self._check(at)], enabled=enabled))

    def with_params(self, at: int, params: object) -> Look:
        """With other parameters at `at`. Raises IndexError if there is none."""
        return self._with(at, replace(self.worn[self._check(at)], params=params))

    def with_trigger(self, at: int, when: Trigger) -> Look:
        """With the filter at `at` shown by another expression. Raises IndexError for none."""
        return self._with(at, replace(self.worn[self._check(at)], when=when))

    def _with(self, at: int, item: Worn) -> Look:
        return Look((*self.worn[:at], item, *self.worn[at + 1 :]))

    def _check(self, at: int) -> int:
        """`at` itself; negative positions would hide a caller's mistake."""
        if not 0 <= at < len(self.worn):
            raise IndexError(f"no filter at {at}, the look has {len(self.worn)}")
        return at


NO_FILTERS = Look()
