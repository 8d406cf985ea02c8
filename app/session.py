"""The live app without its window: builds, starts and stops every thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.frames import RenderedFrame
from app.look import NO_FILTERS, Look
from app.workers import OnFault


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the session is doing.

    Attributes:
        fps: pictures finished in the last second.
        latency_ms: median from capture to finished picture over the last second.
        provider: what the network really runs on, "" until it is loaded.
        dropped: frames the pipeline had no time for, since start.
        stages: median milliseconds of each stage over the last second.
        source: the source's name, "" while none is open.
        size: (width, height) of the last picture, None before the first.
    """

    fps: float = 0.0
    latency_ms: float = 0.0
    provider: str = ""
    dropped: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    size: tuple[int, int] | None = None


class Session:
    """One source, one look, and the sinks that are switched on.

    Every method is for the thread that made the session; `on_fault` is called on others.
    """

    def __init__(
        self,
        source_spec: str,
        *,
        size: tuple[int, int] | None = None,
        mirror: bool = False,
        look: Look = NO_FILTERS,
        on_fault: OnFault,
    ) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Starts reading and rendering; returns at once."""
        raise NotImplementedError

    def stop(self) -> None:
        """Stops sinks and threads within 2 s; may be called more than once."""
        raise NotImplementedError

    def wear(self, look: Look) -> None:
        """Replaces the look, from the next frame on."""
        raise NotImplementedError

    def use_source(self, spec: str, size: tuple[int, int] | None = None) -> None:
        """Changes the source; returns at once, trouble comes as a fault."""
        raise NotImplementedError

    def set_mirror(self, mirror: bool) -> None:
        """Flips left and right, for every sink."""
        raise NotImplementedError

    def latest(self) -> RenderedFrame | None:
        """The newest finished picture, the same object until there is a newer one."""
        raise NotImplementedError

    @property
    def virtual_camera(self) -> str | None:
        """The virtual camera's device name while it is on."""
        raise NotImplementedError

    def start_virtual_camera(self) -> None:
        """Switches the virtual camera on.

        Raises:
            FaultError: when there is none, it is in use or may not be opened.
        """
        raise NotImplementedError

    def stop_virtual_camera(self) -> None:
        """Switches the virtual camera off."""
        raise NotImplementedError

    @property
    def recording(self) -> Path | None:
        """The file being recorded, None when not recording."""
        raise NotImplementedError

    def start_recording(self, path: Path) -> None:
        """Records to `path` from the next picture on.

        Raises:
            FaultError: when `path` can't be written.
        """
        raise NotImplementedError

    def stop_recording(self) -> Path | None:
        """Finishes the file and returns its path; None when there is no recording."""
        raise NotImplementedError

    def snapshot(self, path: Path) -> None:
        """Writes the newest picture to `path` (.png or .jpg).

        Raises:
            FaultError: when there is no picture yet or `path` can't be written.
        """
        raise NotImplementedError

    def statistics(self) -> Statistics:
        """How it is doing now."""
        raise NotImplementedError
