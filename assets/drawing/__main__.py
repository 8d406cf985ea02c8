"""Write every sprite into assets/sprites/."""

from __future__ import annotations

from pathlib import Path

from assets.drawing import face_paint, glasses

FOLDER = Path(__file__).parent.parent / "sprites"

FOLDER.mkdir(exist_ok=True)
glasses.draw(FOLDER)
face_paint.draw(FOLDER)
