"""The panic switch: while it is on, a drawn card leaves in place of every picture."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from app.frames import Frame, RenderedFrame, Scene
from app.outputs import virtual_camera
from app.sources.card import card
from filters.types import Image

TITLE, DETAIL = "Back in a moment", "The picture is switched off."


class Panic:
    """Holds the switch for the session, which asks `covered` of every picture it hands out.

    Attributes:
        on: whether only the card leaves.
    """

    def __init__(
        self,
        changing: threading.Lock,
        newest: Callable[[], RenderedFrame | None],
        show: Callable[[RenderedFrame], None],
    ) -> None:
        """Prepares the switch, off.

        Args:
            changing: held while a picture is handed out.
            newest: the picture handed out last.
            show: replaces it, where pictures stay until the next one comes.
        """
        self.on = False
        self._changing, self._newest, self._show = changing, newest, show

    def switch(self, on: bool) -> None:
        """Switches it; once this returns, no picture is handed out that is not the card.

        The last picture is replaced at once, for the source may be slow or stand still.
        """
        with self._changing:
            self.on = on
            if on:
                self._show(covering(self._newest() or _nothing()))

    def covered(self, picture: RenderedFrame) -> RenderedFrame:
        """What may leave: the picture, or the card in its place."""
        return covering(picture) if self.on else picture


def covering(picture: RenderedFrame) -> RenderedFrame:
    """The card with the picture's size and time, and nothing else of it: no frame, no faces."""
    height, width = picture.image.shape[:2]
    drawn = _card((width, height))
    frame = replace(picture.scene.frame, image=drawn)
    return RenderedFrame(drawn, Scene(frame), picture.spans)


def _nothing() -> RenderedFrame:
    """What stands for a picture before the first one has come."""
    frame = Frame(0, time.monotonic(), _card(virtual_camera.SIZE))
    return RenderedFrame(frame.image, Scene(frame))


@lru_cache(maxsize=4)
def _card(size: tuple[int, int]) -> Image:
    drawn = card(TITLE, DETAIL, size)
    drawn.flags.writeable = False
    return drawn
