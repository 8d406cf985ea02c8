"""The pictures of docs/gallery.md: every filter and every look on the demo's portrait.

`python -m app.gallery` draws docs/pictures/gallery and looks.jpg anew and writes docs/gallery.md.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import typer
from rich.progress import track

from app.frames import Frame, Scene
from app.look import NO_FILTERS, Look, Worn
from app.looks.files import load_look, shipped_looks
from app.perception.on_demand import OnDemand
from app.perception.opening import open_reader
from app.sources.demo import Demo
from filters.catalog import FILTERS, by_id
from filters.decorate import Shot, decorate
from filters.filter import FAMILIES
from filters.params import parse
from filters.types import Face, Image, Matte, Person

_SIZE = (1280, 720)
_FREE, _HELD = 2, 70
"""The demo's pictures without and with a hand before the face."""
_RUN_UP = 8
"""Pictures shown before, so that the network remembers."""
_CUT = (355, 0, 590, 498)
"""Left, top, width and height of the head in the demo."""
_PICTURE = (420, 355)
"""Width and height of each half of a picture."""
_BARE = "without"
_ACROSS = 4
"""Looks in a row of the sheet of all twelve."""


class _Studio:
    """The demo's person, twice, with all that a filter may ask for."""

    def __init__(self) -> None:
        self._on_demand = OnDemand()
        with closing(open_reader()) as reader:
            demo = Demo(_SIZE)
            self._scenes: list[tuple[Scene, Person]] = []
            for last in (_FREE, _HELD):
                reader.reset()
                for index in range(max(last - _RUN_UP, 0), last + 1):
                    scene = reader.read(Frame(index, index / 30, demo.picture(index)))
                self._scenes.append((scene, self._on_demand.person(scene.frame.image)))

    def close(self) -> None:
        self._on_demand.close()

    def draw(self, look: Look) -> Image:
        """The head wearing a look, alone and behind the hand."""
        return np.hstack([self._worn(look, *scene) for scene in self._scenes])

    def painted(self) -> Image:
        """The whole picture, the person's face painted."""
        scene, person = self._scenes[0]
        canvas = scene.frame.image.copy()
        shot = Shot(scene.faces, scene.mattes, 0.0, scene.frame.image, person)
        kind = by_id("face-paint")
        decorate(canvas, kind, parse(kind.params, {"design": "butterfly"}), shot)
        return canvas

    def _worn(self, look: Look, scene: Scene, person: Person) -> Image:
        image, faces, mattes = scene.frame.image, scene.faces, scene.mattes
        left, top, width, height = _CUT
        if any(worn.filter_id == "swap-faces" for worn in look.worn):
            image, faces, mattes = _beside(scene)
            left = 0
            person = self._on_demand.person(image)
        canvas = image.copy()
        shot = Shot(faces, mattes, 1.7, image, person, self._on_demand.portrait)
        for worn in look.enabled:
            decorate(canvas, by_id(worn.filter_id), worn.params, shot)  # whatever shows it
        cut = canvas[top : top + height, left : left + width]
        scale = min(_PICTURE[0] / cut.shape[1], _PICTURE[1] / cut.shape[0])
        small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        across, down = _PICTURE[0] - small.shape[1], _PICTURE[1] - small.shape[0]
        return np.asarray(
            cv2.copyMakeBorder(
                small, down // 2, down - down // 2, across // 2, across - across // 2, 0
            ),
            np.uint8,
        )


def _beside(scene: Scene) -> tuple[Image, tuple[Face, ...], dict[int, Matte]]:
    """Two heads next to each other: the person, and once more under another light."""
    left, width = _CUT[0] + _CUT[2] // 4, _CUT[2] // 2
    cut = scene.frame.image[:, left : left + width]
    other = cv2.convertScaleAbs(cut * np.array([0.72, 0.86, 1.0]))
    both = np.hstack([cut, np.asarray(other)])
    face = scene.faces[0]
    matte = scene.mattes[face.id]
    placed = [
        replace(face, id=at, points=face.points + np.array([at * width - left, 0, 0], np.float32))
        for at in (0, 1)
    ]
    x, y = matte.origin
    mattes = {at: Matte(matte.alpha, (x + at * width - left, y)) for at in (0, 1)}
    return both, tuple(placed), mattes


def main(to: Path = Path("docs")) -> None:
    """Draw the gallery."""
    studio = _Studio()
    folder = to / "pictures" / "gallery"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    behind = []
    looks = {f"look-{name}": load_look(name) for name in shipped_looks()}
    stacks = {one.id: Look((Worn(one.id, one.params()),)) for one in FILTERS} | looks
    stacks[_BARE] = NO_FILTERS
    photo = folder / "photo.png"  # the same person painted: there is no other free portrait here
    cv2.imwrite(str(photo), cv2.cvtColor(studio.painted(), cv2.COLOR_RGB2BGR))
    swap = by_id("swap-photo")
    stacks[swap.id] = Look((Worn(swap.id, parse(swap.params, {"photo": str(photo)})),))
    for name, look in track(stacks.items(), "gallery", transient=True):
        picture = cv2.cvtColor(studio.draw(look), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(folder / f"{name}.webp"), picture, [cv2.IMWRITE_WEBP_QUALITY, 84])
        if name in looks:
            behind.append(np.hsplit(picture, 2)[1])
    photo.unlink()
    studio.close()
    behind += [np.zeros_like(behind[0])] * (-len(behind) % _ACROSS)
    rows = [np.hstack(behind[at : at + _ACROSS]) for at in range(0, len(behind), _ACROSS)]
    sheet = cv2.resize(np.vstack(rows), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(to / "pictures" / "looks.jpg"), sheet, [cv2.IMWRITE_JPEG_QUALITY, 88])
    (to / "gallery.md").write_text(_page([*looks]), encoding="utf-8")


def _page(looks: list[str]) -> str:
    lines = [
        "# Filters and looks",
        "",
        f"{len(FILTERS)} filters and {len(looks)} looks on the demo's portrait (Eileen Collins,"
        " NASA, public domain), alone and behind a hand; drawn by `python -m app.gallery` with each"
        " filter's defaults. Without a filter they are:",
        "",
        _image(_BARE),
    ]
    for family in FAMILIES:
        kinds = [one for one in FILTERS if one.family == family]
        lines += ["", f"## {family}"] if kinds else []
        for one in kinds:
            lines += ["", f"**{one.title}** (`{one.id}`): {one.description}", "", _image(one.id)]
    lines += ["", "## Looks"]
    for name in looks:
        ids = ", ".join(worn.filter_id for worn in load_look(name.removeprefix("look-")).worn)
        lines += ["", f"**{name.removeprefix('look-')}**: {ids}", "", _image(name)]
    return "\n".join(lines) + "\n"


def _image(name: str) -> str:
    return f"![{name}](pictures/gallery/{name}.webp)"


if __name__ == "__main__":
    typer.run(main)
