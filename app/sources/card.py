"""A card in place of the picture, so that a lost camera leaves no frozen face behind."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from filters.types import Image

GROUND, TITLE, QUIET = (22, 25, 30), (236, 239, 243), (154, 163, 175)
_LINE = 1.35  # line height over letter height


def card(title: str, detail: str, size: tuple[int, int]) -> Image:
    """Words on a dark ground; everyone sees them whom the picture is sent to.

    Args:
        title: what is wrong.
        detail: what is being done about it.
        size: (width, height) of the card.
    Returns:
        (height, width, 3) uint8 RGB.
    """
    width, height = size
    picture = Pillow.new("RGB", size, GROUND)
    draw = ImageDraw.Draw(picture)
    small = max(8, min(width // 28, height // 20))
    lines = [
        (line, letter, colour)
        for words, letter, colour in ((title, round(1.5 * small), TITLE), (detail, small, QUIET))
        # A letter is about half as wide as it is high.
        for line in textwrap.wrap(_drawable(words), max(8, int(0.86 * width / (0.5 * letter))))
    ]
    y = (height - sum(_LINE * letter for _, letter, _ in lines)) / 2
    for line, letter, colour in lines:
        y += _LINE * letter
        draw.text((width / 2, y), line, fill=colour, font=_font(letter), anchor="ms")
    return np.array(picture, np.uint8)


def _drawable(words: str) -> str:
    """The words in plain letters, for the font has no others; a camera may have any name."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return " ".join(plain.split())


@lru_cache(maxsize=8)
def _font(letter: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(letter)
