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
class Scene:
    """A frame with its faces and their mattes; either may be missing.

    Attributes:
        mattes: by face id.
        stages: milliseconds each stage of reading it took, by name.
    """

    frame: Frame
    faces: tuple[Face, ...] = ()
    mattes: Mapping[int, Matte] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RenderedFrame:
    """The finished picture.

    Attributes:
        image: (H, W, 3) uint8 RGB, the size of the frame it was made from, read-only.
        scene: what it was made from; the matte and before-and-after views draw it.
        stages: milliseconds each stage took, by name.
    """

    image: Image
    scene: Scene
    stages: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.image.flags.writeable = False

    @property
    def captured_at(self) -> float:
        """The frame's capture time in seconds."""
        return self.scene.frame.captured_at
