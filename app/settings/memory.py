"""What the app begins with: what was remembered, unless it is told otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from app.faults import Fault
from app.look import Look
from app.settings.file import load
from app.settings.looks import worn_again
from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered, and where.

    Attributes:
        path: the file.
        before: what it says.
        notes: what to tell the user of it.
        look: worn last, None if another is to be worn.
        look_lost: whether it could not be worn again; it is remembered until another is chosen.
    """

    path: Path
    before: Settings = field(default_factory=Settings)
    notes: tuple[Fault, ...] = ()
    look: Look | None = None
    look_lost: bool = False

    @property
    def look_name(self) -> str:
        """The name of the look worn last, "" when it has none."""
        return self.before.look.name if self.before.look else ""

    def with_look(self) -> Memory:
        """With the look worn last; what packs add to the filters must be there by now."""
        if self.before.look is None:
            return self
        again = worn_again(self.before.look)
        if isinstance(again, Fault):
            return replace(self, notes=(*self.notes, again), look_lost=True)
        return replace(self, look=again)


def recalled(path: Path) -> Memory:
    """What the file says; a broken one is set aside and told of in the notes."""
    loaded = load(path)
    return Memory(path, loaded.settings, loaded.notes)
