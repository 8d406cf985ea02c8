"""What a source of pictures is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from app.frames import Frame


class Source(Protocol):
    """Gives frames until it ends, is closed, or fails.

    Attributes:
        name: for people, e.g. "Camera 0" or "clip.mkv".
        live: True when frames come at their own pace and missed ones are gone.
        rate: frames a second, None when it has no steady one or it is not known.
        length: how many frames there will be, None when not known.
    """

    @property
    def name(self) -> str:
        """For people, e.g. "Camera 0" or "clip.mkv"."""

    @property
    def live(self) -> bool:
        """Whether frames come at their own pace and missed ones are gone."""

    @property
    def rate(self) -> float | None:
        """Frames a second; None when not steady or not known."""

    @property
    def length(self) -> int | None:
        """How many frames there will be; None when not known."""

    def frames(self) -> Iterator[Frame]:
        """Every frame in order; a source that is not live gives them anew on each call.

        Raises:
            FaultError: when the source fails, after the frames it gave until then.
        """

    def close(self) -> None:
        """Lets go of the device or file and ends `frames` soon; from any thread, repeatable."""


@runtime_checkable
class Measured(Source, Protocol):
    """A source that knows how often its pictures really come."""

    @property
    def measured_rate(self) -> float | None:
        """Frames a second over the last seconds; None when not known."""
