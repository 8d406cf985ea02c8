"""What each style is known by."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from filters.effects.stylise import (
    ascii,
    cartoon,
    comic,
    glitch,
    halftone,
    hologram,
    neon,
    oil,
    pixel_art,
    poster,
    sketch,
    thermal,
)
from filters.effects.stylise.where import Piece
from filters.params import rgb
from filters.types import Image

SIZE = (640, 360)


def flat(level: int | tuple[int, int, int]) -> Image:
    image = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    image[:] = level
    return image


def piece(image: Image, time: float = 1.7) -> Piece:
    return Piece(image, (0, 0), (image.shape[1], image.shape[0]), time)


def grainy(image: Image, amount: float = 6.0) -> Image:
    noise = np.random.default_rng(0).normal(0, amount, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def halves() -> Image:
    """Dark on the left, light on the right, with a line down the middle of the light."""
    image = flat(70)
    image[:, 320:] = 190
    image[:, 478:482] = 60
    return grainy(image)


def light(image: Image) -> NDArray[np.float64]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.float64)


@pytest.mark.parametrize(
    "drawn",
    [
        lambda at: cartoon.draw(at, cartoon.CartoonParams()),
        lambda at: comic.draw(at, comic.ComicParams(dots=0)),
        lambda at: oil.draw(at, oil.OilParams(relief=0)),
    ],
    ids=["cartoon", "comic", "oil"],
)
def test_grain_goes_and_edges_stay(drawn: Callable[[Piece], Image]) -> None:
    image = halves()
    out = light(drawn(piece(image)))
    assert out[100:200, 100:200].std() < 0.5 * light(image)[100:200, 100:200].std()
    across = out[100:200].mean(axis=0)
    assert across[326] - across[313] > 0.8 * (across[400] - across[200])


@pytest.mark.parametrize(
    "drawn",
    [
        lambda image, lines: cartoon.draw(image, cartoon.CartoonParams(lines=lines)),
        lambda image, lines: comic.draw(image, comic.ComicParams(lines=lines, dots=0, shadows=0)),
        lambda image, lines: sketch.draw(image, sketch.SketchParams(lines=lines, shading=0)),
    ],
    ids=["cartoon", "comic", "sketch"],
)
def test_a_dark_line_is_drawn_in_ink(drawn: Callable[[Piece, float], Image]) -> None:
    inked, bare = (light(drawn(piece(halves()), lines)) for lines in (0.8, 0.0))
    assert inked[50:300, 479:481].mean() < bare[50:300, 479:481].mean() - 15
    assert np.abs(inked - bare)[50:300, 380:420].mean() < 4


def test_a_sketch_is_darker_where_the_picture_is() -> None:
    for medium in ("pencil", "charcoal", "coloured"):
        out = light(sketch.draw(piece(halves()), sketch.SketchParams(medium=medium)))
        assert out[:, 100:200].mean() < out[:, 360:440].mean() - 20


def test_chalk_draws_the_light() -> None:
    out = light(sketch.draw(piece(halves()), sketch.SketchParams(paper="blackboard")))
    assert out[:, 100:200].mean() < out[:, 360:440].mean() - 10
    assert out[:, 100:200].mean() < 90


@pytest.mark.parametrize("level", [60, 128, 200])
def test_halftone_dots_cover_what_the_brightness_says(level: int) -> None:
    params = halftone.HalftoneParams(colours="one ink", size=20.0, ink="#000000", paper="#ffffff")
    dark, here = (light(halftone.draw(piece(flat(v)), params)).mean() for v in (level - 30, level))
    assert here > dark + 15
    out = halftone.draw(piece(flat(level)), params)
    assert np.isin(out, (0, 255)).mean() > 0.6


def test_halftone_inks_keep_the_hue() -> None:
    for strong, colour in enumerate([(200, 60, 60), (60, 180, 60), (60, 70, 200)]):
        out = halftone.draw(piece(flat(colour)), halftone.HalftoneParams())
        assert out.reshape(-1, 3).mean(axis=0).argmax() == strong


def test_dots_are_as_large_a_part_of_a_picture_of_any_size() -> None:
    params = halftone.HalftoneParams(colours="one ink", size=14.0)
    changes = []
    for lines in (720, 1440):
        image = np.full((lines, lines * 16 // 9, 3), 128, np.uint8)
        row = light(halftone.draw(piece(image), params))
        changes.append((np.diff((row > 128).astype(int), axis=1) != 0).sum() / image.shape[0])
    assert changes[1] == pytest.approx(changes[0], rel=0.06)


@pytest.mark.parametrize("palette", ["natural", "handheld", "neon", "sunset"])
def test_pixel_art_is_blocks_of_the_palettes_colours(palette: str) -> None:
    params = pixel_art.PixelArtParams(palette=palette, block=12.0)
    gradient = np.linspace(0, 255, 640)[None, :, None] * np.ones((360, 1, 3))
    out = pixel_art.draw(piece(gradient.astype(np.uint8)), params)
    known = {int(one, 16) for one in pixel_art._PALETTES[palette].split()}
    packed = (out.astype(int) * [65536, 256, 1]).sum(axis=2)
    assert set(np.unique(packed).tolist()) <= known
    side = 7  # 12 pixels of a 720p picture, as 360 lines count like 432
    blocks = packed[: 51 * side, : 91 * side].reshape(51, side, 91, side)
    assert (blocks == blocks[:, :1, :, :1]).all()


def test_pixel_arts_blocks_count_from_the_whole_pictures_corner() -> None:
    image, params = halves(), pixel_art.PixelArtParams(block=12.0)
    whole = pixel_art.draw(piece(image), params)
    part = Piece(image[96:264, 276:396].copy(), (276, 96), SIZE, 1.7)
    there = whole[96:264, 276:396]
    assert (pixel_art.draw(part, params) != there).any(axis=2)[20:-20, 20:-20].mean() < 0.02


@pytest.mark.parametrize("palette", ["campaign", "pop", "ink"])
def test_a_poster_is_almost_all_in_its_colours(palette: str) -> None:
    gradient = np.linspace(0, 255, 640)[None, :, None] * np.ones((360, 1, 3))
    params = poster.PosterParams(palette=palette)
    out = poster.draw(piece(gradient.astype(np.uint8)), params).reshape(-1, 3)
    inks = [rgb(one) for one in poster._PALETTES[palette]]
    shares = [(out == ink).all(axis=1).mean() for ink in inks]
    assert min(shares) > 0.05
    assert sum(shares) > 0.8


@pytest.mark.parametrize("skin", [(224, 172, 150), (141, 85, 62), (80, 48, 36)])
def test_skin_of_any_tone_is_warmer_than_grey_as_light(skin: tuple[int, int, int]) -> None:
    grey = int(light(flat(skin))[0, 0])
    hot, cold = (
        light(thermal.draw(piece(flat(one)), thermal.ThermalParams(detail=0))).mean()
        for one in (skin, grey)
    )
    assert hot > cold + 50


def test_neon_glows_at_edges_and_around_them_in_its_colours() -> None:
    params = neon.NeonParams(first="#00ff00", second="#00ff00")
    out = neon.draw(piece(halves()), params)
    assert light(out)[100:200, 316:324].max(axis=1).mean() > 200
    near, far = out[100:200, 331:336].mean(axis=(0, 1)), out[100:200, 400:420].mean(axis=(0, 1))
    assert near[1] > far[1] + 8
    assert near[1] > 3 * near[0]
    assert light(out)[:, 100:200].mean() < 60


@pytest.mark.parametrize(
    "drawn",
    [
        lambda at: glitch.draw(at, glitch.GlitchParams(amount=1.0)),
        lambda at: hologram.draw(at, hologram.HologramParams(flicker=1.0)),
    ],
    ids=["glitch", "hologram"],
)
def test_nothing_flashes(drawn: Callable[[Piece], Image]) -> None:
    image = halves()
    means = [light(drawn(piece(image, 0.04 * n))).mean() for n in range(75)]
    assert max(means) - min(means) < 0.15 * float(np.mean(means))


def test_a_glitch_tears_the_picture_and_calms_down_again() -> None:
    image = halves()
    params = glitch.GlitchParams(amount=1.0, lines=0.0)
    torn = []
    for n in range(20):
        out = light(glitch.draw(piece(image, 0.11 * n), params))
        edge = (out[:, 280:360] > 130).argmax(axis=1)
        torn.append((np.abs(edge - 40) > 6).mean())
    assert max(torn) > 0.3
    assert min(torn) < 0.6 * max(torn)


def test_a_glitch_tears_a_piece_where_it_tears_the_whole() -> None:
    image, params = halves(), glitch.GlitchParams(amount=1.0)
    for time in (0.3, 0.9, 1.7, 2.8):
        whole = glitch.draw(piece(image, time), params)
        part = Piece(image[60:300, 180:500].copy(), (180, 60), SIZE, time)
        apart = (glitch.draw(part, params) != whole[60:300, 180:500]).any(axis=2)
        assert apart[:, 60:-60].mean() < 0.02


def test_a_brighter_cell_gets_a_letter_with_more_ink() -> None:
    params = ascii.AsciiParams(colours="white", contrast=0.0)
    means = [light(ascii.draw(piece(flat(v)), params)).mean() for v in (0, 60, 120, 180, 240)]
    assert all(a + 5 < b for a, b in pairwise(means))
    assert np.unique(ascii.draw(piece(flat(0)), params)[..., 1]).size == 1


@pytest.mark.parametrize("colour", [(222, 172, 148), (120, 70, 50), (60, 90, 220)])
def test_letters_have_the_colour_of_what_they_stand_for(colour: tuple[int, int, int]) -> None:
    image = flat(colour)
    letter = ascii.draw(piece(image), ascii.AsciiParams()).reshape(-1, 3).max(axis=0)
    both = np.array([[colour, letter]], np.uint8)
    hues = cv2.cvtColor(both, cv2.COLOR_RGB2HSV)[0]
    assert abs(int(hues[0][0]) - int(hues[1][0])) <= 4
    assert hues[1][1] > 0.8 * hues[0][1]
