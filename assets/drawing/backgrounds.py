"""Four backgrounds to stand before: `python -m assets.drawing.backgrounds` writes them anew.

All are a little out of focus, as a background is, and darker towards their edges.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Light = NDArray[np.float32]
"""(H, W, 3) float32 RGB, 0 to 1 and above before it is saved."""
FOLDER = Path(__file__).parent.parent / "backgrounds"
WIDTH, HEIGHT = 1280, 720
_X = (np.arange(WIDTH, dtype=np.float32) + 0.5)[None, :] / WIDTH
_Y = (np.arange(HEIGHT, dtype=np.float32) + 0.5)[:, None] / HEIGHT
_ASPECT = WIDTH / HEIGHT


def draw(folder: Path) -> None:
    """Write every background as a JPEG."""
    folder.mkdir(exist_ok=True)
    for name, painted in BACKGROUNDS.items():
        picture = painted()
        # grain keeps wide gradients from banding
        grain = np.random.default_rng(7).normal(0, 1.1 / 255, (HEIGHT, WIDTH, 1))
        out = np.clip((picture + grain) * 255 + 0.5, 0, 255).astype(np.uint8)
        bgr = cv2.cvtColor(out, cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(folder / f"{name}.jpg"), bgr, [cv2.IMWRITE_JPEG_QUALITY, 90])


def studio() -> Light:
    """A painted canvas backdrop with a light on it."""
    wall = _mix(_colour("#47484b"), _colour("#95979a"), _glow(0.5, 0.42, 0.62) ** 1.2)
    wall = _mix(wall, _colour("#cfcac2"), 0.45 * _glow(0.5, 0.40, 0.34) ** 1.6)
    mottled = sum(
        weight * _noise(seed, cells)
        for seed, cells, weight in ((1, (6, 4), 0.5), (2, (14, 9), 0.3), (3, (34, 22), 0.2))
    )
    cloth = wall * (1 + 0.16 * (np.asarray(mottled)[..., None] - 0.5))
    return _vignette(_soft(cloth, 3), 0.45)


def hills() -> Light:
    """Hills one behind the other, the sun just gone."""
    sky = _ramp(
        (0.0, "#2f3f74"), (0.22, "#6a6aa0"), (0.40, "#c98a94"), (0.53, "#f4b183"), (0.60, "#ffdca6")
    )
    sun = _glow(0.64, 0.56, 0.34)
    sky = sky + _colour("#ff9a4a") * 0.38 * sun**2 + _colour("#fff0c8") * 0.5 * sun**9
    sky = _clouds(sky)
    ridges = (
        (0.545, 0.030, 2.2, "#c98f92", 11),
        (0.595, 0.040, 1.7, "#a5788c", 23),
        (0.655, 0.048, 1.4, "#78607f", 37),
        (0.735, 0.055, 1.1, "#4d4768", 41),
        (0.840, 0.060, 0.9, "#2b2f4a", 59),
    )
    picture = sky
    for height, rise, pace, tone, seed in ridges:
        line = height + rise * _ridge(seed, pace)
        inside = np.clip((_Y - line[None, :]) * HEIGHT / 3 + 0.5, 0, 1)[..., None]
        depth = np.clip((_Y - line[None, :]) / 0.16, 0, 1)[..., None]
        land = _colour(tone) * (1.12 - 0.30 * depth)
        land = land + _colour("#ffb27a") * 0.16 * _glow(0.64, height, 0.30) ** 2 * (1 - depth)
        picture = _mix(picture, land, inside)
    return _vignette(_soft(picture, 1.6), 0.25)


def bookshelf() -> Light:
    """Shelves of books in lamp light, out of focus."""
    rng = np.random.default_rng(20)
    picture = np.broadcast_to(_colour("#2a1c14"), (HEIGHT, WIDTH, 3)).copy()
    covers = [
        _colour(c)
        for c in (
            *("#7a2f2a", "#2f4a52", "#c9b48a", "#39503c", "#8a5a2c", "#26304a", "#b8573a"),
            *("#d8cdb6", "#4a3450", "#9c8b6d", "#6d2236", "#3c5f68", "#c48f3c"),
        )
    ]
    shelf, board = 178, 16
    for top in range(-40, HEIGHT, shelf):
        floor = top + shelf - board
        x = -10
        while x < WIDTH:
            if rng.random() < 0.07:  # a gap, or a thing that is not a book
                x = _ornament(picture, rng, x, floor)
                continue
            wide, high = int(rng.integers(15, 40)), int(rng.integers(98, 150))
            _book(picture, rng, covers[int(rng.integers(len(covers)))], (x, floor, wide, high))
            x += wide + 1
        cv2.rectangle(picture, (0, floor), (WIDTH, floor + board), _ink("#6b4528"), -1)
        cv2.rectangle(picture, (0, floor), (WIDTH, floor + 3), _ink("#8d6038"), -1)
    for x in (-6, 424, 852, 1268):
        cv2.rectangle(picture, (x, 0), (x + 20, HEIGHT), _ink("#5b3a22"), -1)
    lamp = _glow(0.16, 0.30, 0.62)
    light = 0.50 + 0.85 * lamp + 0.36 * _glow(0.88, 0.75, 0.55)
    warm = np.array([1.10, 0.97, 0.78], np.float32)
    lit = picture * light * warm + _colour("#ffcf8a") * 0.10 * lamp**3
    return _vignette(_soft(np.asarray(lit, np.float32), 7.5), 0.45)


def city() -> Light:
    """City lights at night through a fast lens."""
    rng = np.random.default_rng(5)
    picture = _ramp((0.0, "#0b1020"), (0.45, "#141b33"), (0.62, "#2a2440"), (1.0, "#0c0f1a"))
    picture = picture + _colour("#c86a3c") * 0.20 * _glow(0.5, 0.62, 0.60) ** 2
    towers = np.zeros((HEIGHT, WIDTH), np.float32)
    for left in range(-40, WIDTH, 74):
        top = int(HEIGHT * rng.uniform(0.14, 0.52))
        cv2.rectangle(towers, (left, top), (left + int(rng.integers(50, 96)), HEIGHT), 1.0, -1)
    picture = _mix(
        picture, _colour("#0a0e1b"), 0.6 * cv2.GaussianBlur(towers, (0, 0), 9)[..., None]
    )
    inks = ("#ffb45e", "#ffd9a0", "#ff8a4c", "#7fd0ff", "#ffe9cf", "#ff5f6d", "#8affd6", "#c9a2ff")
    share = np.array([0.27, 0.2, 0.15, 0.11, 0.14, 0.06, 0.03, 0.04])
    for _ in range(230):
        depth = rng.random()
        x = float(rng.uniform(-20, WIDTH + 20))
        y = HEIGHT * float(np.clip(rng.normal(0.58, 0.17), 0.08, 0.98))
        radius = 9 + 26 * depth**1.6 + (16 if y > 0.72 * HEIGHT else 0) * rng.random()
        ink = _colour(inks[int(rng.choice(len(inks), p=share))])
        picture = _bokeh(picture, (x, y), radius, ink * (0.12 + 0.58 * rng.random() ** 2))
    return _vignette(_soft(picture, 1.2), 0.35)


BACKGROUNDS: dict[str, Callable[[], Light]] = {
    "studio": studio,
    "hills": hills,
    "bookshelf": bookshelf,
    "city": city,
}


def _colour(text: str) -> Light:
    return np.array([int(text[at : at + 2], 16) / 255 for at in (1, 3, 5)], np.float32)


def _ink(text: str) -> tuple[float, float, float]:
    red, green, blue = (float(one) for one in _colour(text))
    return red, green, blue


def _mix(under: Light, over: NDArray[np.floating], share: NDArray[np.floating]) -> Light:
    return np.asarray(under + (over - under) * share, np.float32)


def _glow(x: float, y: float, reach: float) -> Light:
    """(H, W, 1): 1 at a place, falling off as a Gaussian."""
    away = ((_X - x) * _ASPECT) ** 2 + (_Y - y) ** 2
    return np.asarray(np.exp(-away / (2 * (reach * 0.75) ** 2))[..., None], np.float32)


def _ramp(*stops: tuple[float, str]) -> Light:
    """A gradient from the top to the bottom."""
    at = [stop for stop, _ in stops]
    colours = np.stack([_colour(text) for _, text in stops])
    columns = [np.interp(_Y[:, 0], at, colours[:, channel]) for channel in range(3)]
    gradient = np.stack(columns, axis=-1)[:, None]
    return np.asarray(np.broadcast_to(gradient, (HEIGHT, WIDTH, 3)), np.float32).copy()


def _noise(seed: int, cells: tuple[int, int]) -> Light:
    rough = np.random.default_rng(seed).random((cells[1], cells[0])).astype(np.float32)
    return np.asarray(cv2.resize(rough, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC))


def _ridge(seed: int, pace: float) -> Light:
    """A skyline over the picture's width, about -1 to 1."""
    rng = np.random.default_rng(seed)
    line = np.zeros(WIDTH, np.float32)
    for octave in range(6):
        turns = pace * 2.0**octave * rng.uniform(0.8, 1.2)
        line += 0.55**octave * np.sin(2 * np.pi * (turns * _X[0] + rng.random()))
    return np.asarray(line / 1.6, np.float32)


def _clouds(sky: Light) -> Light:
    streaks = 0.6 * _noise(71, (5, 22)) + 0.4 * _noise(72, (12, 46))
    share = np.clip((streaks - 0.55) / 0.3, 0, 1) * np.clip(1.4 - np.abs(_Y - 0.30) / 0.2, 0, 1)
    return _mix(sky, _colour("#ffc49a"), 0.34 * share[..., None])


def _book(
    picture: Light, rng: np.random.Generator, ink: Light, box: tuple[int, int, int, int]
) -> None:
    """One spine, lighter in its middle, often with a band."""
    x, floor, wide, high = box
    across = np.linspace(-1, 1, wide, dtype=np.float32)[None, :, None]
    spine = ink * (1.1 - 0.45 * across**2) * rng.uniform(0.75, 1.15)
    spine = np.broadcast_to(spine, (high, wide, 3)).copy()
    for _ in range(int(rng.integers(0, 3))):
        at = int(rng.integers(8, high - 20))
        spine[at : at + int(rng.integers(3, 14))] *= rng.choice([0.6, 1.5])
    x0, x1, y0 = max(x, 0), min(x + wide, WIDTH), max(floor - high, 0)
    if x0 < x1 and y0 < min(floor, HEIGHT):
        y1 = min(floor, HEIGHT)
        cut = spine[y0 - (floor - high) : y1 - (floor - high), x0 - x : x1 - x]
        picture[y0:y1, x0:x1] = cut


def _ornament(picture: Light, rng: np.random.Generator, x: int, floor: int) -> int:
    """A vase on the shelf, its light from the left; where the next thing begins."""
    wide, high = int(rng.integers(64, 84)), int(rng.integers(74, 120))
    ink = _colour(str(rng.choice(["#9c9484", "#3a625f", "#8a4a30", "#5b5170"])))
    up = np.linspace(0, 1, high, dtype=np.float32)  # from its mouth to its foot
    belly, neck = rng.uniform(0.52, 0.70), rng.uniform(0.24, 0.40)
    half = neck + (1 - neck) * np.exp(-(((up - belly) / 0.23) ** 2))
    half = np.maximum(half + 0.12 * np.exp(-up / 0.03), 0.42 * (up > 0.96))
    across = np.linspace(-1.2, 1.2, wide, dtype=np.float32)[None, :] / half[:, None]
    light = np.clip(1.05 - 0.55 * (across + 0.35) ** 2, 0.25, None)
    share = np.clip((1 - np.abs(across)) * half[:, None] * wide / 5 + 0.5, 0, 1)
    top = floor - high
    x0, y0, x1, y1 = max(x, 0), max(top, 0), min(x + wide, WIDTH), min(floor, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return x + wide
    cut = slice(y0 - top, y1 - top), slice(x0 - x, x1 - x)
    under = picture[y0:y1, x0:x1]
    under[:] = _mix(under, ink * light[cut][..., None], share[cut][..., None])
    return x + wide


def _bokeh(picture: Light, at: tuple[float, float], radius: float, ink: Light) -> Light:
    """Add a disc of light, brighter at its rim."""
    reach = int(radius + 3)
    x0, y0 = max(int(at[0]) - reach, 0), max(int(at[1]) - reach, 0)
    x1, y1 = min(int(at[0]) + reach, WIDTH), min(int(at[1]) + reach, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return picture
    x, y = np.arange(x0, x1) + 0.5 - at[0], np.arange(y0, y1) + 0.5 - at[1]
    away = np.hypot(x[None, :], y[:, None]) / radius
    disc = np.clip((1 - away) * radius / 2 + 0.5, 0, 1) * (0.72 + 0.5 * np.clip(away, 0, 1) ** 6)
    picture[y0:y1, x0:x1] += ink * disc[..., None].astype(np.float32)
    return picture


def _soft(picture: NDArray[np.floating], sigma: float) -> Light:
    return np.asarray(cv2.GaussianBlur(picture.astype(np.float32), (0, 0), sigma), np.float32)


def _vignette(picture: NDArray[np.floating], depth: float) -> Light:
    away = ((_X - 0.5) * 2) ** 2 * 0.55 + ((_Y - 0.5) * 2) ** 2 * 0.45
    return np.asarray(picture * (1 - depth * away[..., None]), np.float32)


if __name__ == "__main__":
    draw(FOLDER)
