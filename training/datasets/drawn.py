"""A small pack drawn in code: faces, hands, glasses and textures that nobody has to download.

`python -m training.datasets.drawn --to runs/drawn` writes it in the training pack's layout. It is
for tests and for a first run from nothing to a working file; a network that has only seen these
knows no real face. Ours, CC0.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import typer
from numpy.typing import NDArray

from training.datasets.pack import MANIFEST

SIZE = 384
"""Side of a face's picture in pixels, as in the training pack."""
COLUMNS = ("path", "split", "kind", "source", "open", "quality", "lum", "face_box")
_SKINS = ((236, 196, 170), (222, 170, 136), (190, 134, 100), (141, 92, 66), (94, 60, 44))
_HAIR = ((30, 22, 18), (84, 54, 32), (150, 110, 60), (120, 120, 124), (60, 24, 16))

Colour = NDArray[np.float32]
Plane = NDArray[np.float32]


def draw_pack(root: Path, faces: int, seed: int = 0) -> None:
    """Write a pack: nine faces of ten, and of everything else, to train on, the rest to validate.

    Raises:
        OSError: if the folder can't be written.
    """
    root.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    rows: list[dict[str, str]] = []
    for index in range(faces):
        split = "val" if index % 10 == 9 or index == faces - 1 else "train"
        image, alpha, person = draw_face(rng)
        name = f"face{index:04d}"
        _write(root / f"{name}.jpg", image)
        _write(root / f"{name}.webp", np.dstack((alpha, person, np.zeros_like(alpha))))
        solid = alpha > 128
        x, y, width, height = cv2.boundingRect(solid.astype(np.uint8))
        light = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)[..., 0][solid].mean() * 100 / 255
        row = {"path": f"{name}.jpg", "kind": "face", "split": split, "lum": f"{light:.1f}"}
        rows.append(row | {"face_box": f"{x} {y} {x + width} {y + height}"})
    for index in range(max(4, faces // 2)):
        split = "val" if index % 4 == 3 else "train"
        layers = {"hand": draw_hand(rng), "glasses": draw_glasses(rng)}
        photo = {"texture": draw_texture(rng), "background": draw_texture(rng)}
        for kind, picture in {**layers, **photo}.items():
            path = f"{kind}{index:04d}" + (".webp" if picture.shape[2] == 4 else ".png")
            _write(root / path, picture)
            rows.append({"path": path, "kind": kind, "split": split})
    with (root / MANIFEST).open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        common = {"source": "drawn", "open": "1", "quality": "gold"}
        writer.writerows(common | row for row in rows)


def draw_face(
    rng: np.random.Generator,
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """A face from the front: (S, S, 3) RGB, its alpha and the person's, (S, S) in [0, 255]."""
    skin = _one_of(rng, _SKINS) * np.float32(rng.uniform(0.9, 1.08))
    hair = _one_of(rng, _HAIR) * np.float32(rng.uniform(0.8, 1.2))
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    cx, cy = SIZE / 2 + rng.normal(0, 6), SIZE * 0.53 + rng.normal(0, 6)
    wide, high = rng.uniform(76, 92), rng.uniform(100, 118)
    u, v = (x - cx) / wide, (y - cy) / high
    narrow = 1 - 0.14 * np.clip(v, 0, 1)  # the jaw
    face = _soft(1 - np.hypot(u / narrow, v), wide)

    canvas = np.broadcast_to(rng.uniform(40, 220, 3).astype(np.float32), (SIZE, SIZE, 3)).copy()
    canvas += (x[..., None] - SIZE / 2) * rng.normal(0, 0.15, 3)
    cloth = _soft(1 - np.hypot((x - cx) / 175, (y - SIZE - 40) / 110), 100)
    neck = _soft(1 - np.hypot((x - cx) / 46, (y - cy - high) / 70), 46)
    crown = _soft(1 - np.hypot((x - cx) / (wide + 22), (y - cy + 28) / (high + 12)), wide)
    crown = crown * _soft((cy + high * rng.uniform(0.1, 0.9) - y) / 30, 30)
    canvas = _over(canvas, hair * 0.8, crown)
    canvas = _over(canvas, skin * 0.8, neck)
    canvas = _over(canvas, rng.uniform(20, 230, 3), cloth)

    light = rng.normal(0, 0.5, 2)
    shade = (
        0.92 + 0.16 * np.sqrt(np.clip(1 - u**2 - v**2, 0, 1)) + 0.1 * (light[0] * u + light[1] * v)
    )
    canvas = _over(canvas, skin * shade[..., None], face)
    canvas = _features(rng, canvas, skin, hair, u, v)
    edge = -rng.uniform(0.45, 0.75) + 0.1 * np.sin(u * rng.uniform(4, 18) + rng.uniform(0, 6))
    fringe = _soft((edge - v) / 0.1, 10) * crown
    canvas = _over(canvas, hair * (1 + 0.1 * np.sin(u * 60))[..., None], fringe)

    alpha = face * (1 - fringe)
    person = 1 - (1 - face) * (1 - crown) * (1 - neck) * (1 - cloth)
    canvas += rng.normal(0, 2, canvas.shape)
    return _bytes(canvas), _bytes(alpha * 255), _bytes(person * 255)


def _features(
    rng: np.random.Generator, canvas: Colour, skin: Colour, hair: Colour, u: Plane, v: Plane
) -> Colour:
    """Brows, eyes, nose and mouth; u and v are 1 at the face's sides, chin and crown."""
    iris = rng.uniform(20, 110, 3)
    for side in (-1, 1):
        eye = np.hypot((u - 0.4 * side) / 0.2, (v + 0.12) / 0.075)
        canvas = _over(canvas, skin * 0.72, _soft(1 - eye / 1.35, 14))
        white = _soft(1 - eye, 14)
        canvas = _over(canvas, np.array((238.0, 236, 232)), white)
        looked = np.hypot((u - 0.4 * side) / 0.085, (v + 0.12) / 0.066)
        canvas = _over(canvas, iris, _soft(1 - looked, 7) * white)
        canvas = _over(canvas, np.array((12.0, 10, 10)), _soft(1 - looked * 2, 7) * white)
        brow = np.hypot((u - 0.41 * side) / 0.26, (v + 0.3 + 0.12 * (u - 0.4 * side) ** 2) / 0.045)
        canvas = _over(canvas, hair * 0.9, 0.85 * _soft(1 - brow, 8))
        nostril = np.hypot((u - 0.09 * side) / 0.05, (v - 0.26) / 0.025)
        canvas = _over(canvas, skin * 0.45, _soft(1 - nostril, 5))
    ridge = np.exp(-((u / 0.09) ** 2)) * np.clip(1 - np.abs(v - 0.05) / 0.3, 0, 1)
    canvas = canvas * (1 + 0.08 * ridge[..., None])
    under = np.hypot(u / 0.2, (v - 0.3) / 0.05)
    canvas = _over(canvas, skin * 0.75, 0.6 * _soft(1 - under, 8))
    smile = rng.uniform(-0.05, 0.25)
    mouth = np.hypot(u / 0.33, (v - 0.53 + smile * u**2) / rng.uniform(0.06, 0.1))
    canvas = _over(canvas, skin * np.array((0.86, 0.56, 0.56)), _soft(1 - mouth, 12))
    line = np.hypot(u / 0.31, (v - 0.53 + smile * u**2) / 0.015)
    return _over(canvas, skin * 0.35, _soft(1 - line, 4))


def draw_hand(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A palm with five fingers, (240, 200, 4) RGBA."""
    skin = _one_of(rng, _SKINS) * np.float32(rng.uniform(0.9, 1.08))
    mask = np.zeros((240, 200), np.uint8)
    cv2.ellipse(mask, (100, 160), (46, 54), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.line(mask, (100, 180), (100, 239), 255, 62, cv2.LINE_AA)
    spread = rng.uniform(0.6, 1.2)
    for index, (base, length) in enumerate(((62, 84), (86, 102), (112, 98), (136, 80))):
        lean = (index - 1.5) * 0.16 * spread
        tip = (round(base + np.sin(lean) * length), round(140 - np.cos(lean) * length))
        cv2.line(mask, (base, 140), tip, 255, 22, cv2.LINE_AA)
    cv2.line(mask, (140, 175), (round(165 + 20 * spread), 118), 255, 25, cv2.LINE_AA)
    depth = np.minimum(cv2.distanceTransform((mask > 128).astype(np.uint8), cv2.DIST_L2, 5), 12)
    shade = 0.72 + 0.28 * np.sqrt(depth / 12)
    colour = skin * shade[..., None] + rng.normal(0, 2, (240, 200, 3))
    return np.dstack((_bytes(colour), mask))


def draw_glasses(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A pair of frames, clear or tinted, (90, 260, 4) RGBA."""
    frame = np.zeros((90, 260), np.uint8)
    lens = np.zeros((90, 260), np.uint8)
    thick = int(rng.integers(3, 10))
    size = (int(rng.integers(40, 50)), int(rng.integers(26, 36)))
    for x in (70, 190):
        cv2.ellipse(lens, (x, 45), size, 0, 0, 360, 255, -1, cv2.LINE_AA)
        cv2.ellipse(frame, (x, 45), size, 0, 0, 360, 255, thick, cv2.LINE_AA)
    cv2.line(frame, (70 + size[0], 40), (190 - size[0], 40), 255, thick, cv2.LINE_AA)
    tint = rng.choice((0.0, 0.0, 0.6, 0.95))
    alpha = np.maximum(frame, (lens * tint).astype(np.uint8))
    colour = np.where(frame[..., None] > 0, rng.uniform(0, 120, 3), rng.uniform(0, 60, 3))
    return np.dstack((_bytes(colour), alpha))


def draw_texture(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Blurred noise in a few colours, (256, 256, 3) RGB."""
    noise = rng.uniform(0, 255, (256, 256, 3)).astype(np.float32)
    blurred = cv2.GaussianBlur(noise, (0, 0), rng.uniform(1, 24))
    stretched = (blurred - blurred.mean()) / (blurred.std() + 1e-3)
    return _bytes(rng.uniform(60, 190, 3) + stretched * rng.uniform(10, 60))


def _one_of(rng: np.random.Generator, colours: tuple[tuple[int, ...], ...]) -> Colour:
    return np.array(colours[rng.integers(len(colours))], np.float32)


def _over(under: Colour, colour: NDArray[np.floating], alpha: Plane) -> Colour:
    return np.asarray(under + (colour - under) * alpha[..., None], np.float32)


def _soft(inside: Plane, pixels: float) -> Plane:
    """0 outside, 1 inside; the edge is a pixel wide where `inside` rises by 1 in `pixels`."""
    return np.asarray(np.clip(inside * pixels + 0.5, 0, 1), np.float32)


def _bytes(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _write(path: Path, picture: NDArray[np.uint8]) -> None:
    """Losslessly but for .jpg, which the pack's faces are."""
    swapped = picture[..., (2, 1, 0, 3)[: picture.shape[2]]]
    options = [cv2.IMWRITE_WEBP_QUALITY, 101] if path.suffix == ".webp" else []
    if not cv2.imwrite(str(path), swapped, options):
        raise OSError(f"{path} can't be written")


def main(
    to: Annotated[Path, typer.Option(help="The folder to write.")] = Path("runs/drawn"),
    faces: Annotated[int, typer.Option(help="How many faces.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pack.")] = 0,
) -> None:
    """Draw a pack."""
    try:
        draw_pack(to, faces, seed)
    except OSError as error:
        typer.echo(f"drawn: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{to}: {faces} faces")


if __name__ == "__main__":
    typer.run(main)
