"""What only some filters ask for, opened when the first one does."""

from __future__ import annotations

from app.perception.people import People
from app.perception.portrait import PortraitFinder
from filters.types import Face, Image, Person


class OnDemand:
    """Finds people in frames and faces in photos. One thread owns it."""

    def __init__(self) -> None:
        self._people: People | None = None
        self._portraits: PortraitFinder | None = None

    def person(self, image: Image) -> Person:
        """Where people are in the next frame of a source.

        Raises:
            FaultError: if the model can't be loaded.
        """
        if self._people is None:
            self._people = People()
        return self._people.find(image)

    def portrait(self, image: Image) -> Face | None:
        """The largest face of a still picture.

        Raises:
            FaultError: if the model can't be loaded.
        """
        if self._portraits is None:
            self._portraits = PortraitFinder()
        return self._portraits(image)

    def reset(self) -> None:
        """Forget the frames before, as for another source."""
        if self._people is not None:
            self._people.reset()

    def close(self) -> None:
        """Let go of what was opened."""
        people, self._people = self._people, None
        portraits, self._portraits = self._portraits, None
        if people is not None:
            people.close()
        if portraits is not None:
            portraits.close()
