"""Our line icons, drawn in the colour asked for."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme import ICONS, PALETTE

SIZE = 18
"""Side of an icon in a button, in pixels."""
GAP = 5
"""Between an icon and the words beside it."""


def icon(name: str, colour: str = PALETTE.text, checked: str = "", gap: int = 0) -> QIcon:
    """The icon `assets/icons/<name>.svg`.

    Args:
        colour: "#rrggbb" for the strokes.
        checked: their colour while a button is checked; "" keeps `colour`.
        gap: empty pixels on the right, between the icon and a button's words.
    """
    made = QIcon()
    for scale in (1, 2, 3):
        size, room = SIZE * scale, gap * scale
        made.addPixmap(pixmap(name, colour, size, room))
        made.addPixmap(pixmap(name, PALETTE.disabled, size, room), QIcon.Mode.Disabled)
        if checked:
            picture = pixmap(name, checked, size, room)
            made.addPixmap(picture, QIcon.Mode.Normal, QIcon.State.On)
    return made


def pixmap(name: str, colour: str, size: int, gap: int = 0) -> QPixmap:
    """The icon as a square picture of `size` device pixels, and `gap` empty ones on its right."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    picture = QPixmap(size + gap, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture
