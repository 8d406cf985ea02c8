from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from app.faults import FaultError
from app.sources.pictures import Pictures, read_picture


def solid(size: tuple[int, int], colour: tuple[int, ...]) -> Pillow.Image:
    return Pillow.new("RGB" if len(colour) == 3 else "RGBA", size, colour)


def test_a_folder_is_read_in_the_order_of_its_names_whatever_their_sizes(tmp_path: Path) -> None:
    for name, size in (("c.png", (3, 4)), ("a.PNG", (5, 2)), ("b.bmp", (1, 1))):
        solid(size, (10, 20, 30)).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("no picture")
    source = Pictures(tmp_path)
    frames = list(source.frames())
    assert [frame.name for frame in frames] == ["a", "b", "c"]
    assert [frame.image.shape for frame in frames] == [(2, 5, 3), (1, 1, 3), (4, 3, 3)]
    assert [frame.captured_at for frame in frames] == [0.0, 0.04, 0.08]
    assert (source.length, source.live) == (3, False)


def test_what_a_folder_hides_is_no_picture_of_it(tmp_path: Path) -> None:
    (tmp_path / "._a.png").write_bytes(b"what macOS keeps of a.png on other disks")
    with pytest.raises(FaultError, match="has no pictures"):
        Pictures(tmp_path)
    solid((2, 2), (1, 2, 3)).save(tmp_path / "a.png")
    assert [frame.name for frame in Pictures(tmp_path).frames()] == ["a"]


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, (0, 0)), (3, (-1, -1)), (6, (0, -1)), (8, (-1, 0))]
)
def test_exif_orientation_turns_the_picture(
    tmp_path: Path, orientation: int, corner: tuple[int, int]
) -> None:
    image = np.full((20, 40, 3), 255, np.uint8)
    image[0, 0] = 0
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    Pillow.fromarray(image).save(tmp_path / "a.png", exif=exif)
    turned = read_picture(tmp_path / "a.png")
    assert turned.shape[:2] == ((40, 20) if orientation in (6, 8) else (20, 40))
    assert turned[corner].max() == 0


def test_grey_palette_alpha_and_sixteen_bit_pictures_become_rgb(tmp_path: Path) -> None:
    pictures = {
        "grey": (Pillow.new("L", (2, 2), 100), (100, 100, 100)),
        "palette": (solid((2, 2), (200, 40, 10)).quantize(4), (200, 40, 10)),
        "bit": (Pillow.new("1", (2, 2), 1), (255, 255, 255)),
        "clear": (solid((2, 2), (200, 0, 0, 0)), (255, 255, 255)),
        "half": (solid((2, 2), (0, 0, 0, 128)), (127, 127, 127)),
        "opaque": (solid((2, 2), (200, 0, 9, 255)), (200, 0, 9)),
        "deep": (Pillow.fromarray(np.full((2, 2), 32896, np.uint16)), (128, 128, 128)),
    }
    for name, (picture, expected) in pictures.items():
        picture.save(tmp_path / f"{name}.png")
        image = read_picture(tmp_path / f"{name}.png")
        assert image.shape == (2, 2, 3), name
        assert image.dtype == np.uint8, name
        assert tuple(int(v) for v in image[1, 1]) == expected, name


def test_an_unreadable_picture_in_a_folder_is_named_after_the_ones_before_it(
    tmp_path: Path,
) -> None:
    solid((2, 2), (1, 2, 3)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"not a picture")
    frames = Pictures(tmp_path).frames()
    assert next(frames).name == "a"
    with pytest.raises(FaultError, match=r"b\.png can't be read: it is no picture"):
        next(frames)


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_a_picture_that_breaks_off_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    Pillow.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(FaultError, match=r"can't be read: .*(truncated|unexpected)"):
        Pictures(path)


def test_a_missing_picture_and_an_empty_folder_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="No such file"):
        Pictures(tmp_path / "a.png")
    with pytest.raises(FaultError, match="has no pictures: none of its 0 entries"):
        Pictures(tmp_path)
