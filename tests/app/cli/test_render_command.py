from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.sources.demo import Demo
from tests.app.cli.conftest import FakeReader, Run

MakeVideo = Callable[..., Path]


def pictures_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def read(path: Path) -> np.ndarray:
    picture = cv2.imread(str(path))
    assert picture is not None
    return np.asarray(picture)


def save(path: Path, size: tuple[int, int], level: int = 120) -> Path:
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), level, np.uint8))
    return path


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov"])
def test_a_video_keeps_its_frames_and_rate(
    run: Run, reader: FakeReader, make_video: MakeVideo, tmp_path: Path, suffix: str
) -> None:
    clip = make_video(count=12, rate=Fraction(24))
    out = tmp_path / f"out{suffix}"
    ran = run("render", clip, out, "--filter", "pixelate")
    assert (ran.code, ran.complaints) == (0, [])
    assert "12 frames" in ran.out
    assert "on TEST" in ran.out
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == 24
        assert len(list(container.decode(video=0))) == 12
    assert reader.closed


@pytest.mark.parametrize("size", [(1, 1), (101, 77), (64, 48)])
def test_a_picture_of_any_size_keeps_it(
    run: Run, reader: FakeReader, tmp_path: Path, size: tuple[int, int]
) -> None:
    ran = run("render", save(tmp_path / "in.png", size), tmp_path / "out.png")
    assert (ran.code, ran.complaints) == (0, [])
    assert read(tmp_path / "out.png").shape == (size[1], size[0], 3)


@pytest.mark.parametrize("size", [(1, 1), (101, 77)])
def test_a_video_of_odd_size_is_padded_to_even(
    run: Run, reader: FakeReader, tmp_path: Path, size: tuple[int, int]
) -> None:
    ran = run("render", save(tmp_path / "in.png", size), tmp_path / "out.mp4")
    assert ran.code == 0
    even = (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert pictures_of(tmp_path / "out.mp4")[0].shape == even


def test_a_folder_gives_a_folder_with_the_same_names(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("b", "a"):
        save(tmp_path / "in" / f"{name}.jpg", (32, 24))
    assert run("render", tmp_path / "in", tmp_path / "out").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.png", "b.png"]


def test_pictures_with_one_stem_are_not_written_over_each_other(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.jpg", "a.png"):
        save(tmp_path / "in" / name, (32, 24))
    ran = run("render", tmp_path / "in", tmp_path / "out")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "a.png can't be written twice" in ran.complaints[0]


def test_the_filter_is_seen_and_stays_inside_the_matte(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    picture = Demo((320, 180)).picture(0)
    cv2.imwrite(str(tmp_path / "in.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    assert (
        run("render", tmp_path / "in.png", tmp_path / "out.png", "--filter", "pixelate").code == 0
    )
    before, after = (read(tmp_path / name) for name in ("in.png", "out.png"))
    assert not np.array_equal(before, after)
    assert np.array_equal(before[:20, :20], after[:20, :20])


def test_no_matte_asks_for_no_matte(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    picture = save(tmp_path / "in.png", (32, 24))
    run("render", picture, tmp_path / "a.png")
    run("render", picture, tmp_path / "b.png", "--no-matte")
    assert reader.asked_for_mattes == [True, False]


def test_the_demo_ends_after_what_was_asked_for(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    out = tmp_path / "out.mkv"
    assert run("render", "demo", out, "--size", "160x90", "--max-frames", "3").code == 0
    assert len(pictures_of(out)) == 3


def test_start_leaves_out_what_comes_before(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ("--size", "64x36", "--start", "1", "--duration", "0.1")
    assert run("render", "demo", out, *words).code == 0
    names = sorted(path.stem for path in out.iterdir())
    assert names == ["frame_000031", "frame_000032", "frame_000033"]


def test_a_video_without_a_face_is_written_unchanged_with_a_warning(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    picture = save(tmp_path / "in.png", (32, 24), level=0)
    ran = run("render", picture, tmp_path / "out.png", "--filter", "glasses")
    assert ran.code == 0
    assert ran.complaints == ["Warning: no face was found: the pictures are unchanged."]
    assert np.array_equal(read(picture), read(tmp_path / "out.png"))


def test_a_privacy_filter_without_a_face_says_that_it_hides_everything(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    picture = save(tmp_path / "in.png", (32, 24), level=0)
    ran = run("render", picture, tmp_path / "out.png", "--filter", "pixelate")
    assert ran.code == 0
    assert "hidden whole" in ran.complaints[0]


def test_what_was_decoded_of_a_truncated_video_is_kept(
    run: Run, reader: FakeReader, make_video: MakeVideo, tmp_path: Path
) -> None:
    whole = make_video("clip.mkv", count=24)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    ran = run("render", cut, tmp_path / "out.mp4")
    kept = len(pictures_of(tmp_path / "out.mp4"))
    assert 0 < kept < 24
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "cut.mkv breaks off early" in ran.complaints[0]
    assert f"{kept} frames were written to" in ran.complaints[0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.mp4", None),
        ("words.mp4", b"not a video at all"),
        ("words.png", b"not a picture"),
        ("empty.mkv", b""),
        ("words", b"neither"),
    ],
)
def test_an_unreadable_input_is_one_line_and_no_output(
    run: Run, reader: FakeReader, tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = run("render", tmp_path / name, tmp_path / "out.mp4")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert name in ran.complaints[0]
    assert not (tmp_path / "out.mp4").exists()


def test_an_empty_folder_is_one_line(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ran = run("render", tmp_path / "in", tmp_path / "out.mp4")
    assert (ran.code, len(ran.complaints)) == (1, 1)


@pytest.mark.parametrize("name", ["out.mp4", "out.png", "out"])
def test_an_output_that_cannot_be_written_is_one_line(
    run: Run, reader: FakeReader, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    ran = run("render", save(tmp_path / "in.png", (32, 24)), tmp_path / "file" / name)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "can't be written" in ran.complaints[0]


def test_a_failed_render_leaves_an_older_file_alone(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    (tmp_path / "in.mp4").write_bytes(b"broken")
    (tmp_path / "out.mp4").write_bytes(b"older")
    assert run("render", tmp_path / "in.mp4", tmp_path / "out.mp4").code == 1
    assert (tmp_path / "out.mp4").read_bytes() == b"older"


def test_the_input_is_never_overwritten(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    picture = save(tmp_path / "in.png", (32, 24))
    before = picture.read_bytes()
    for source in (picture, tmp_path):
        ran = run("render", source, picture)
        assert (ran.code, len(ran.complaints)) == (1, 1)
        assert "it is the input itself" in ran.complaints[0]
    assert picture.read_bytes() == before


def test_no_picture_of_the_input_is_overwritten_in_an_output_folder(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    picture, out = save(tmp_path / "in" / "a.png", (32, 24)), tmp_path / "out"
    save(tmp_path / "in" / "b.png", (32, 24))
    before = picture.read_bytes()
    out.mkdir()
    (out / "b.png").hardlink_to(tmp_path / "in" / "b.png")
    for source, target in ((picture, tmp_path / "in"), (tmp_path / "in", out)):
        ran = run("render", source, target, "--filter", "pixelate")
        assert (ran.code, len(ran.complaints)) == (1, 1)
        assert "it is the input itself" in ran.complaints[0]
    assert picture.read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["b.png"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["out.avi"], ".mp4"),
        (["out.mp4", "--filter", "pixelat"], "the nearest is 'pixelate'"),
        (["out.mp4", "--filter", "pixelate", "--look", "natural"], "one of them"),
        (["out.mp4", "--filter", "pixelate", "--set", "block"], "name=value"),
        (["out.mp4", "--filter", "pixelate", "--set", "nothing=3"], "'nothing'"),
        (["out.mp4", "--filter", "pixelate", "--set", "glasses.lips=3"], "pixelate"),
        (["out.mp4", "--size", "large"], "1280x720"),
        (["out.mp4", "--frobnicate"], "--frobnicate"),
        (["out.mp4", "--max-frames", "0"], "--max-frames"),
        ([], "OUTPUT"),
    ],
)
def test_wrong_words_are_one_line_and_exit_code_2(
    run: Run, reader: FakeReader, tmp_path: Path, words: list[str], told: str
) -> None:
    picture = save(tmp_path / "in.png", (32, 24))
    ran = run("render", picture, *words)
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert told in ran.complaints[0]


def test_a_parameter_can_be_set_for_one_of_several_filters(
    run: Run, reader: FakeReader, tmp_path: Path
) -> None:
    picture = save(tmp_path / "in.png", (32, 24))
    both = ("--filter", "pixelate", "--filter", "pixelate")
    name = "pixelate.block=0.1"
    assert run("render", picture, tmp_path / "a.png", *both, "--set", name).code == 0
    ran = run("render", picture, tmp_path / "b.png", *both, "--set", "block=0.1")
    assert (ran.code, len(ran.complaints)) == (2, 1)


def test_a_missing_look_is_one_line(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    picture = save(tmp_path / "in.png", (32, 24))
    ran = run("render", picture, tmp_path / "out.png", "--look", "nowhere.toml")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "nowhere.toml" in ran.complaints[0]


def test_a_missing_camera_is_one_line(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    ran = run("render", "camera:97", tmp_path / "out.mp4", "--max-frames", "3")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "97" in ran.complaints[0]


def test_a_camera_needs_an_end(run: Run, reader: FakeReader, tmp_path: Path) -> None:
    ran = run("render", "camera:97", tmp_path / "out.mp4")
    assert (ran.code, len(ran.complaints)) == (2, 1)
    assert "--duration" in ran.complaints[0]


def test_a_file_in_place_of_a_folder_is_named(run: Run, tmp_path: Path) -> None:
    save(tmp_path / "in.png", (32, 24))
    ran = run("render", tmp_path / "in.png", tmp_path / "in.png" / "out.png")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "in.png is not a folder" in ran.complaints[0]
