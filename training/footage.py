"""Draw mattes of real footage side by side, where no truth is known and the eye must judge.

`python main.py matte sister.mkv mattes/new` writes the mattes as the app finds them, tracked and
with memory; `python -m training.footage sister.mkv mattes/new mattes/old --out sheet.png` draws
them. Pictures and folders of pictures do as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray

from model.crop import around
from training.datasets.catalogue import DataError
from training.evaluation.sheet import TILE, Tile, draw_sheet, painted

_CUT = 256
_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp")


def pictures(path: Path) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Every frame as (name, (H, W, 3) RGB), named as `main.py matte` names its matte.

    Raises:
        DataError: if there is nothing to read.
    """
    stills = sorted(path.iterdir()) if path.is_dir() else [path]
    stills = [file for file in stills if file.suffix.lower() in _PICTURES]
    for file in stills:
        picture = cv2.imread(str(file))
        if picture is None:
            raise DataError(f"{file} can't be read as a picture")
        yield file.stem, np.asarray(picture[..., ::-1], np.uint8)
    if stills:
        return
    video = cv2.VideoCapture(str(path))
    try:
        if not video.isOpened():
            raise DataError(f"{path} can't be read as a video or pictures")
        count = 0
        while (read := video.read())[0]:
            count += 1
            yield f"frame_{count:06d}", np.asarray(read[1][..., ::-1], np.uint8)
    finally:
        video.release()


def row(
    name: str, picture: NDArray[np.uint8], mattes: dict[str, NDArray[np.float32]]
) -> list[Tile] | None:
    """One frame, cut out about the face of the first matte; None where that has no face."""
    ys, xs = np.nonzero(next(iter(mattes.values())) > 0.5)
    if len(xs) == 0:
        return None
    crop = around((float(xs.min()), float(ys.min()), xs.max() + 1.0, ys.max() + 1.0))
    cut = crop.extract(picture, _CUT)
    tiles: list[Tile] = [(name, cut)]
    for title, matte in mattes.items():
        grey = np.repeat(np.round(matte * 255).astype(np.uint8)[..., None], 3, 2)
        matte_cut = crop.extract(grey, _CUT)
        tiles += [(title, painted(cut, _shares(matte_cut[..., 0])))]
    return tiles


def choose(changes: list[float], count: int) -> list[int]:
    """Frames that show most: far apart, and there with the largest change.

    Args:
        changes: how far the mattes of each frame differ.
    Returns:
        At most `count` places in rising order, one from each equal part of the footage.
    """
    parts = np.array_split(np.arange(len(changes)), min(count, len(changes)))
    return [int(part[np.argmax([changes[at] for at in part])]) for part in parts]


def _matte(folder: Path, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    file = folder / f"{name}.png"
    if not file.is_file():
        raise DataError(f"{file} is missing: write it with `main.py matte`")
    matte = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if matte is None:
        raise DataError(f"{file} can't be read as a picture")
    if matte.shape != shape[:2]:
        raise DataError(f"{file} is {matte.shape[::-1]} px, its picture {shape[1::-1]}")
    return _shares(np.asarray(matte, np.uint8))


def _shares(grey: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(grey / np.float32(255), np.float32)


def main(
    footage: Annotated[Path, typer.Argument(help="A video, a picture or a folder of them.")],
    mattes: Annotated[list[Path], typer.Argument(help="Folders that `main.py matte` wrote.")],
    rows: Annotated[int, typer.Option(help="How many frames to draw.", min=1)] = 12,
    across: Annotated[int, typer.Option(help="Rows beside each other.", min=1)] = 4,
    out: Annotated[Path, typer.Option(help="The picture to write.")] = Path("runs/footage.png"),
) -> None:
    """Draw the frames on which the mattes differ most, from beginning to end."""
    drawn: list[list[Tile]] = []
    changes: list[float] = []
    try:
        for name, picture in pictures(footage):
            found = {folder.name: _matte(folder, name, picture.shape) for folder in mattes}
            tiles = row(name, picture, found)
            if tiles is not None:
                drawn.append(tiles)
                first, *others = found.values()
                changes.append(float(sum(np.abs(first - other).mean() for other in others)))
        if not drawn:
            raise DataError(f"{footage}: no frame has a face in {mattes[0]}")
        out.parent.mkdir(parents=True, exist_ok=True)
        draw_sheet([drawn[at] for at in choose(changes, rows)], across).save(out)
    except (DataError, OSError) as error:
        typer.echo(f"footage: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{out}: {min(rows, len(drawn))} of {len(drawn)} frames, {TILE} px a tile")


if __name__ == "__main__":
    typer.run(main)
