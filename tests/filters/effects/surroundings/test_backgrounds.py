"""Blurred and replaced backgrounds: people stay, nothing of the old background does."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from filters.effects.surroundings import backdrops, blur_background, replace_background
from filters.effects.surroundings.backdrops import SHIPPED, fitted, own
from filters.effects.surroundings.blur_background import BlurBackgroundParams, disc
from filters.effects.surroundings.foreground import foreground, without_holes
from filters.effects.surroundings.replace_background import ReplaceBackgroundParams
from filters.mesh import ASSETS
from filters.types import FrameContext, Image, Person
from tests.filters.scenes import face_in, matte_of, picture

GREEN, RED = (20, 170, 60), (200, 60, 50)


def scene(size: tuple[int, int] = (640, 360)) -> FrameContext:
    """A red person in the left half of a green room, found coarsely."""
    width, height = size
    image = np.full((height, width, 3), GREEN, np.uint8)
    image[:, : width // 2] = RED
    alpha = np.zeros((90, 160), np.float32)
    alpha[:, :80] = 1
    person = Person(np.asarray(cv2.GaussianBlur(alpha, (0, 0), 1.5)), size)
    return FrameContext(image, (), person, 0.0)


def nobody() -> FrameContext:
    image = picture(320, 180)
    return FrameContext(image, (), Person(np.zeros((36, 64), np.float32), (320, 180)), 0.0)


def test_without_a_model_it_is_said_that_people_cannot_be_found() -> None:
    alone = FrameContext(picture(320, 180), (), None, 0.0)
    with pytest.raises(ValueError, match="people can't be found"):
        blur_background.render_frame(alone, BlurBackgroundParams())
    with pytest.raises(ValueError, match="people can't be found"):
        replace_background.render_frame(alone, ReplaceBackgroundParams())


def test_where_nobody_is_everything_is_background() -> None:
    seen = nobody()
    out = replace_background.render_frame(
        seen, ReplaceBackgroundParams(picture="colour", colour="#102030")
    )
    assert out is not None
    assert (out == (0x10, 0x20, 0x30)).all()


def test_the_coarse_edge_snaps_to_the_pictures_own() -> None:
    seen = scene()
    alpha = foreground(seen)
    assert seen.person is not None
    unsure = [float(((one > 0.05) & (one < 0.95)).mean()) for one in (alpha, seen.person.alpha)]
    assert unsure[0] < 0.5 * unsure[1]
    assert alpha[:, : alpha.shape[1] // 2 - 8].min() > 0.98
    assert alpha[:, alpha.shape[1] // 2 + 4 :].max() < 0.02


def test_faces_and_what_hides_them_count_even_when_the_segmenter_sees_nobody() -> None:
    image = picture(640, 360)
    face = face_in(image, 0.7)
    person = Person(np.zeros((36, 64), np.float32), (640, 360))
    for matte in (matte_of(face, image), matte_of(face, image, 0.0)):
        alpha = foreground(FrameContext(image, ((face, matte),), person, 0.0))
        x, y = (face.points[1, :2] * alpha.shape[1] / 640).astype(int)
        assert alpha[y - 8 : y + 8, x - 8 : x + 8].min() > 0.95
        assert alpha[:, :40].max() == 0


@pytest.mark.parametrize(("found", "kept"), [(0.5, 1.0), (0.0, 0.0)])
def test_a_doubtful_hole_in_a_person_is_theirs_and_a_sure_one_is_not(
    found: float, kept: float
) -> None:
    alpha = np.zeros((180, 320), np.float32)
    alpha[40:, 80:240] = 1
    alpha[80:130, 130:190] = found
    np.testing.assert_allclose(without_holes(alpha)[90:120, 140:180], kept, atol=0.02)


def test_what_is_doubtful_and_open_to_the_room_stays_doubtful() -> None:
    alpha = np.zeros((180, 320), np.float32)
    alpha[40:, 80:240] = 1
    alpha[80:130, 190:250] = 0.5
    np.testing.assert_array_equal(without_holes(alpha), alpha)


@pytest.mark.parametrize("style", ["lens", "soft"])
def test_the_persons_colour_does_not_bleed_into_the_blur(style: str) -> None:
    seen = scene()
    out = blur_background.render_frame(seen, BlurBackgroundParams(style=style, highlights=0))
    assert out is not None
    assert np.abs(out[:, 330:].astype(int) - GREEN).max() <= 6
    np.testing.assert_array_equal(out[:, :300], seen.image[:, :300])


def test_a_lens_makes_a_light_into_a_disc() -> None:
    image = np.full((360, 640, 3), 30, np.uint8)
    cv2.circle(image, (400, 180), 3, (255, 255, 255), -1)
    person = Person(np.zeros((9, 16), np.float32), (640, 360))
    seen = FrameContext(image, (), person, 0.0)
    lens, soft = (
        blur_background.render_frame(seen, BlurBackgroundParams(style=style, radius=5))
        for style in ("lens", "soft")
    )
    assert lens is not None
    assert soft is not None
    inside, outside = int(0.75 * 18), int(1.35 * 18)
    assert lens[180, 400 + inside, 0] > 60
    assert lens[180, 400 + outside, 0] < 36
    assert soft[180, 400 + inside, 0] < lens[180, 400 + inside, 0] - 15


def test_a_white_wall_is_no_lamp() -> None:
    image = np.full((360, 640, 3), 225, np.uint8)
    image[300:] = 60
    person = Person(np.zeros((9, 16), np.float32), (640, 360))
    out = blur_background.render_frame(
        FrameContext(image, (), person, 0.0), BlurBackgroundParams(highlights=1)
    )
    assert out is not None
    assert np.abs(out[:200].astype(int) - 225).max() <= 2


def test_a_wall_between_people_in_black_is_no_lamp() -> None:
    image = np.full((360, 640, 3), 225, np.uint8)
    image[60:, 60:300] = image[60:, 350:600] = 12
    alpha = np.zeros((90, 160), np.float32)
    alpha[15:, 15:75] = alpha[15:, 87:150] = 1
    seen = FrameContext(image, (), Person(alpha, (640, 360)), 0.0)
    out = blur_background.render_frame(seen, BlurBackgroundParams(highlights=1))
    assert out is not None
    assert np.abs(out[100:, 318:332].astype(int) - 225).max() <= 8


def test_a_disc_keeps_the_light_there_is() -> None:
    for radius in (0.6, 3.2, 12.0):
        assert disc(radius).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("light", [0.0, 1.0])
def test_no_colour_of_the_old_background_is_left_at_the_edge(light: float) -> None:
    seen = scene()
    out = replace_background.render_frame(
        seen, ReplaceBackgroundParams(picture="colour", colour="#0000ff", light=light)
    )
    assert out is not None
    # between red and blue there is no green
    assert out[..., 1].max() <= RED[1] + 3
    assert (out[:, 360:] == (0, 0, 255)).all()
    np.testing.assert_array_equal(out[:, :200], seen.image[:, :200])


def test_light_falls_around_the_edge() -> None:
    seen = scene()
    dark, lit = (
        replace_background.render_frame(
            seen, ReplaceBackgroundParams(picture="colour", colour="#0000ff", light=light)
        )
        for light in (0.0, 1.0)
    )
    assert dark is not None
    assert lit is not None
    assert lit[180, 316, 2] > int(dark[180, 316, 2]) + 8


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_background_is_there_small_and_wide(name: str) -> None:
    path = ASSETS / "backgrounds" / f"{name}.jpg"
    assert path.stat().st_size < 300_000
    assert backdrops.shipped(name, (1280, 720)).std() > 8


def test_a_picture_fills_the_frame_and_keeps_its_shape() -> None:
    image = np.zeros((100, 400, 3), np.uint8)
    cv2.circle(image, (200, 50), 30, (255, 255, 255), -1)
    out = fitted(image, (160, 120))
    assert out.shape == (120, 160, 3)
    across, down = (out[..., 0] > 128).any(axis=0).sum(), (out[..., 0] > 128).any(axis=1).sum()
    assert abs(int(across) - int(down)) <= 2


def test_a_blurred_background_is_made_once_and_is_blurred() -> None:
    sharp, soft = (backdrops.shipped("city", (640, 360), blur) for blur in (0.0, 6.0))
    assert soft is backdrops.shipped("city", (640, 360), 6.0)
    along = [np.abs(np.diff(one.astype(int), axis=1)).mean() for one in (sharp, soft)]
    assert along[1] < 0.6 * along[0]
    assert np.abs(soft.mean(axis=(0, 1)) - sharp.mean(axis=(0, 1))).max() < 2


def _video(path: Path, count: int, fps: float = 30.0) -> None:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (64, 48))
    for index in range(count):
        writer.write(np.full((48, 64, 3), 20 + 4 * index, np.uint8))
    writer.release()


def _level(path: Path, time: float) -> float:
    return float(own(str(path), (64, 48), time).mean())


def test_a_video_is_shown_by_time_and_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    _video(path, 30)  # a second
    assert _level(path, 0.9) > _level(path, 0.5) > _level(path, 0.0)
    assert _level(path, 1.5) == _level(path, 0.5)
    assert _level(path, 0.5) == pytest.approx(20 + 4 * 15, abs=8)


def test_a_video_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    _video(path, 5)
    before = _level(path, 0.1)
    other: Image = np.full((48, 64, 3), 240, np.uint8)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30, (64, 48))
    for _ in range(5):
        writer.write(other)
    writer.release()
    assert _level(path, 0.1) > before + 100


@pytest.mark.parametrize("name", ["none.png", "none.mp4"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} can't be read: No such file"):
        own(str(tmp_path / name), (64, 48), 0.0)


@pytest.mark.parametrize("name", ["odd.png", "odd.mp4"])
@pytest.mark.parametrize("content", [b"", b"this is no picture"])
def test_a_file_of_another_sort_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=rf"{name} is no (picture|video) that can be read"):
        own(str(tmp_path / name), (64, 48), 0.0)


def test_own_without_a_file_is_the_plain_colour() -> None:
    out = replace_background.render_frame(
        nobody(), ReplaceBackgroundParams(picture="own", colour="#445566")
    )
    assert out is not None
    assert (out == (0x44, 0x55, 0x66)).all()
