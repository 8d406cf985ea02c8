"""The pictures that flow through the app, from the source to the sinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from filters.types import Face, Image, Matte


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a source.

    Attributes:
        index: counts from 0 within its source.
        captured_at: seconds; a live source's monotonic clock, a file's presentation time.
        image: (H, W, 3) uint8 RGB, read-only.
        name: the picture file's stem, or "" where there is none.
    """

    index: int
    captured_at: float
    image: Image
    name: str = ""

    def __post_init__(self) -> None:
        image = self.image
        if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
            raise ValueError(f"frame is {image.dtype} {image.shape}, need uint8 (H, W, 3)")
        image.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Span:
    """A stage's work on a frame; spans of one frame may overlap, and a stage may have several.

    Attributes:
        name: of the stage.
        began: seconds on the clock of `time.perf_counter`.
        took: seconds.
    """

    name: str
    began: float
    took: float


@dataclass(frozen=True, slots=True)
class Scene:
    """A frame with its faces and their mattes; either may be missing.

    Attributes:
        mattes: by face id.
        spans: how long reading it took.
    """

    frame: Frame
    faces: tuple[Face, ...] = ()
    mattes: Mapping[int, Matte] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedFrame:
    """The finished picture.

    Attributes:
        image: (H, W, 3) uint8 RGB, the size of the frame it was made from, read-only.
        scene: what it was made from; the matte and before-and-after views draw it.
        spans: how long it took, reading included.
    """

    image: Image
    scene: Scene
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        self.image.flags.writeable = False

    @property
    def captured_at(self) -> float:
        """The frame's capture time in seconds."""
        return self.scene.frame.captured_at

    @property
    def stages(self) -> dict[str, float]:
        """Milliseconds of each stage, by name."""
        spent: dict[str, float] = {}
        for span in self.spans:
            spent[span.name] = spent.get(span.name, 0.0) + 1e3 * span.took
        return spent
