from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from app.bench import peers
from app.bench.figures import Times
from app.bench.pictures import SIZES, MovingPictures
from app.cli.application import main
from app.perception.landmarks import Landmarker
from filters.compositing import lay_into
from filters.types import Layer, Matte


def test_times_are_the_middle_and_the_slow_end() -> None:
    times = Times.of([*range(1, 101)])
    assert (times.p50, times.p95, times.p99) == (50.5, 95.05, 99.01)
    assert str(times) == "50.5 / 95.0"


@pytest.mark.parametrize("faces", [1, 2, 4])
def test_there_are_as_many_faces_as_asked_for(faces: int) -> None:
    pictures = MovingPictures(SIZES["720p"], faces)
    with Landmarker(stills=True) as landmarker:
        assert len(landmarker.track(pictures.frame(0).image, 0.0)) == faces


def test_pictures_move_and_never_cut() -> None:
    pictures = MovingPictures((320, 180), 1)
    frames = [pictures.frame(at) for at in range(60)]
    assert [frame.captured_at for frame in frames] == pytest.approx([at / 30 for at in range(60)])
    change = [np.abs(a.image.astype(int) - b.image).mean() for a, b in itertools.pairwise(frames)]
    assert min(change) > 0
    assert max(change) < 4 * float(np.median(change))


def test_large_pictures_are_as_large_as_asked_for() -> None:
    assert MovingPictures(SIZES["4k"], 1).frame(3).image.shape == (2160, 3840, 3)


def test_the_compositors_compared_do_the_same_work() -> None:
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (60, 80, 3), np.uint8)
    layer = Layer(rng.integers(0, 256, (30, 40, 4), np.uint8), (20, 10))
    matte = Matte(rng.random((30, 40), np.float32), (20, 10))
    whole = np.zeros((60, 80, 4), np.uint8)
    whole[10:40, 20:60] = layer.rgba
    slow = peers.naive(image, whole, matte.tile((0, 0), (80, 60)))
    canvas = image.copy()
    lay_into(canvas, layer, matte)
    assert np.abs(slow.astype(int) - canvas).max() <= 1
    works = peers.compositors(image, layer, matte)
    rows = peers.measure(works, 2)
    assert [row.work for row in rows] == list(works)
    assert rows[0].ratio == 1


def test_a_run_is_printed_kept_and_traced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, trace = tmp_path / "bench.json", tmp_path / "deep" / "trace.json"
    words = ["bench", "--size", "480p", "--faces", "1", "--look", "shades", "--frames", "2"]
    words += ["--live", "0.5", "--json", str(kept), "--profile", str(trace), "--device", "cpu"]
    assert main(words) == 0, capsys.readouterr().err
    printed = capsys.readouterr().out
    assert "1.0 of 1" in printed
    assert "network on CPU" in printed
    assert "NumPy, whole frame in float32, 480p" in printed
    assert "capture to sink" in printed
    figures = json.loads(kept.read_text())
    (row,) = figures["stages"]
    assert set(row["stages"]) == {"landmarks", "matte", "filters"}
    assert row["whole"]["p50"] > max(stage["p50"] for stage in row["stages"].values())
    assert figures["live"]["faults"] == []
    assert figures["machine"]["cores"] >= 1
    events = json.loads(trace.read_text())["traceEvents"]
    names = ["frame", "landmarks", "matte", "matte", "filters"]  # the network's, then enlarging
    assert [event["name"] for event in events] == 2 * names
    frame, landmarks, matte, enlarging, filters = events[:5]
    assert landmarks["ts"] < matte["ts"] + matte["dur"]  # beside each other
    assert matte["ts"] < landmarks["ts"] + landmarks["dur"]
    assert enlarging["ts"] + enlarging["dur"] <= filters["ts"]
    assert filters["ts"] + filters["dur"] <= frame["ts"] + frame["dur"] + 0.1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--size", "8k"), "size is '8k', need one of 480p"),
        (("--faces", "3"), "faces is '3', need one of 1, 2, 4"),
    ],
)
def test_what_can_not_be_measured_is_refused(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_broken_peer_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "torn.onnx").write_bytes(b"torn")
    words = ["--size", "480p", "--faces", "1", "--look", "shades", "--frames", "2"]
    assert main(["bench", *words, "--live", "0", "--peer", str(tmp_path)]) == 1
    assert "torn.onnx can't be measured" in capsys.readouterr().err
