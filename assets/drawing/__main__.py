"""Write every sprite into assets/sprites/."""

from __future__ import annotations

from pathlib import Path

from assets.drawing import (
    beards,
    comic_marks,
    ears,
    face_paint,
    face_paint_party,
    glasses,
    hats,
    horns,
    masks,
    noses,
    particles,
)

FOLDER = Path(__file__).parent.parent / "sprites"

FOLDER.mkdir(exist_ok=True)
glasses.draw(FOLDER)
face_paint.draw(FOLDER)
face_paint_party.draw(FOLDER)
particles.draw(FOLDER)
comic_marks.draw(FOLDER)
hats.draw(FOLDER)
ears.draw(FOLDER)
horns.draw(FOLDER)
noses.draw(FOLDER)
beards.draw(FOLDER)
masks.draw(FOLDER)
