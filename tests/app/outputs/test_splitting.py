from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.faults import FaultError
from app.frames import Frame, RenderedFrame, Scene
from app.outputs.splitting import FAT_BYTES, How, Parts, Split

UNEVEN = [0.0, 0.03, 0.1, 0.2, 0.5, 0.55, 0.8, 1.4, 1.5, 1.9, 2.0, 2.02, 2.7]


def finished(index: int, time: float) -> RenderedFrame:
    image = np.full((48, 64, 3), 15 * index % 256, np.uint8)
    image[::2, ::2] = np.random.default_rng(index).integers(0, 255, (24, 32, 3))
    return RenderedFrame(image, Scene(Frame(index, time, image)))


def recorded(path: Path, how: How, times: list[float], start: float = 0.0) -> Parts:
    parts = Parts(path, 30, how)
    for index, time in enumerate(times):
        parts.write(finished(index, start + time))
    parts.close()
    return parts


def played(paths: list[Path]) -> list[float]:
    """When each picture is shown if the files are played one after the other."""
    times: list[float] = []
    began = Fraction(0)
    for path in paths:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            times += [float(began) + float(frame.time or 0) for frame in container.decode(stream)]
            assert container.duration is not None
            began += Fraction(container.duration, 1_000_000)
    return times


def test_without_a_split_there_is_one_file(tmp_path: Path) -> None:
    parts = recorded(tmp_path / "a.mp4", How(), UNEVEN)
    assert [path.name for path in parts.paths] == ["a.mp4"]
    assert sorted(tmp_path.iterdir()) == parts.paths


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_parts_played_one_after_the_other_lose_neither_a_picture_nor_time(
    tmp_path: Path, suffix: str
) -> None:
    parts = recorded(tmp_path / f"a{suffix}", How(split=Split(seconds=1.0)), UNEVEN, start=70.0)
    assert [path.name for path in parts.paths] == [f"a{suffix}", f"a_2{suffix}", f"a_3{suffix}"]
    # Matroska rounds to milliseconds, and does so in every part.
    assert played(parts.paths) == pytest.approx(UNEVEN, abs=3e-3)


def test_a_part_is_no_larger_than_asked_for_but_for_what_is_being_written(tmp_path: Path) -> None:
    times = [index / 30 for index in range(240)]
    how = How(split=Split(bytes=100_000))
    parts = recorded(tmp_path / "a.mp4", how, times)
    sizes = [path.stat().st_size for path in parts.paths]
    assert len(sizes) >= 3
    assert all(90_000 <= size <= 150_000 for size in sizes[:-1])
    assert played(parts.paths) == pytest.approx(times, abs=1e-3)


def test_a_part_takes_the_place_of_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "a_2.mp4").write_bytes(b"precious")
    parts = recorded(tmp_path / "a.mp4", How(split=Split(seconds=1.5)), UNEVEN)
    assert [path.name for path in parts.paths] == ["a.mp4", "a_3.mp4"]
    assert (tmp_path / "a_2.mp4").read_bytes() == b"precious"


def test_a_part_that_can_not_be_made_is_told_and_the_one_before_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = Parts(tmp_path / "a.mp4", 30, How(split=Split(seconds=1.0)))
    for index in range(30):
        parts.write(finished(index % 10, index / 30))

    def refuse(path: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        with pytest.raises(FaultError, match=r"a_2\.mp4 can't be written: Permission denied"):
            parts.write(finished(0, 1.0))
    parts.close()
    assert len(played([tmp_path / "a.mp4"])) == 30


def test_a_file_of_the_size_for_fat_fits_on_such_a_disk() -> None:
    # Its longest file is a byte short of 4 GiB; ten hours of times are 20 MB.
    assert FAT_BYTES + 200_000_000 < 2**32 - 1


@pytest.mark.parametrize("split", [{"seconds": 0.0}, {"bytes": -1}])
def test_a_part_without_length_is_refused(split: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="parts of"):
        Split(**split)
