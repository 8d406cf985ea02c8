from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.effort import Saving
from app.frames import Frame
from app.perception.finding import HOLD
from app.perception.followed import FORGET_AFTER
from app.perception.scene_reader import SceneReader
from filters.types import LANDMARKS, Face, Image
from model.contract import SMALL
from model.matting import Matting
from model.memory import Memory
from tests.model.conftest import TINY, build


class ScriptedTracks:
    """Says where the faces are, frame by frame."""

    def __init__(self, *frames: tuple[Face, ...]) -> None:
        self.frames = list(frames)
        self.resets = 0

    def track(self, image: Image, time: float, vigilant: bool = False) -> tuple[Face, ...]:
        return self.frames.pop(0)

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        pass


def _face(face_id: int = 0, x: float = 160, y: float = 120, size: float = 60) -> Face:
    points = np.zeros((LANDMARKS, 3), np.float32)
    points[:, :2] = (x, y)
    points[0, :2] = (x - size / 2, y - size / 2)
    points[1, :2] = (x + size / 2, y + size / 2)
    return Face(face_id, points)


def _frame(time: float, red: int = 51) -> Frame:
    return Frame(0, time, np.full((240, 320, 3), red, np.uint8))


@pytest.fixture
def matting(tmp_path: Path) -> Matting:
    """Its matte is the sum of red since the memory began: 0.2 a frame of `_frame`."""
    return Matting(build(tmp_path / "tiny.onnx", TINY.to_metadata()), "cpu")


def _alphas(reader: SceneReader, *times: float) -> list[float]:
    return [float(reader.read(_frame(t)).mattes[0].alpha.mean()) for t in times]


def test_memory_is_carried_while_the_face_stays(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), (_face(),), (_face(),)), matting)
    assert _alphas(reader, 0.0, 0.03, 0.06) == pytest.approx([0.2, 0.4, 0.6], abs=1e-4)


def test_losing_the_face_for_good_clears_the_memory(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), (), (_face(),)), matting)
    reader.read(_frame(0.0))
    assert reader.read(_frame(HOLD + 0.01)).mattes == {}
    assert _alphas(reader, HOLD + 0.04) == pytest.approx([0.2], abs=1e-4)


def test_a_face_under_a_hand_is_held_where_it_was(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), (), (), (_face(),)), matting)
    assert _alphas(reader, 0.0, 0.03) == pytest.approx([0.2, 0.4], abs=1e-4)
    held = reader.read(_frame(0.06))
    np.testing.assert_array_equal(held.faces[0].points, _face().points)
    assert held.faces[0].confidence == 0
    assert _alphas(reader, 0.09) == pytest.approx([0.8], abs=1e-4)


def test_a_held_face_is_let_go_in_time(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), *[()] * 20), matting)
    reader.read(_frame(0.0))
    held = [bool(reader.read(_frame(0.03 * i)).faces) for i in range(1, 20)]
    assert held == [0.03 * i <= HOLD for i in range(1, 20)]


@pytest.mark.parametrize(("x", "faces"), [(185, [1]), (260, [1, 0])])
def test_a_face_is_not_held_where_a_new_one_has_come(
    matting: Matting, x: float, faces: list[int]
) -> None:
    reader = SceneReader(ScriptedTracks((_face(0, 160),), (_face(1, x),)), matting)
    reader.read(_frame(0.0))
    assert [face.id for face in reader.read(_frame(0.03)).faces] == faces


def test_another_face_does_not_inherit_the_memory(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(0),), (_face(1),)), matting)
    reader.read(_frame(0.0))
    alpha = reader.read(_frame(0.03)).mattes[1].alpha
    assert float(alpha.mean()) == pytest.approx(0.2, abs=1e-4)


@pytest.mark.parametrize("later", [FORGET_AFTER + 0.1, -1.0])
def test_a_gap_or_a_step_back_in_time_clears_the_memory(matting: Matting, later: float) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), (_face(),)), matting)
    assert _alphas(reader, 0.0, later) == pytest.approx([0.2, 0.2], abs=1e-4)


def test_a_jump_across_the_picture_clears_the_memory(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(x=60),), (_face(x=260),)), matting)
    assert _alphas(reader, 0.0, 0.03)[1] == pytest.approx(0.2, abs=1e-4)


def test_a_reset_clears_the_memory_and_the_landmarks(matting: Matting) -> None:
    tracks = ScriptedTracks((_face(),), (_face(),))
    reader = SceneReader(tracks, matting)
    reader.read(_frame(0.0))
    reader.reset()
    assert tracks.resets == 1
    assert _alphas(reader, 0.03) == pytest.approx([0.2], abs=1e-4)


def test_two_faces_keep_their_own_memories(matting: Matting) -> None:
    both, one = (_face(0, 80), _face(1, 240)), (_face(1, 240),)
    reader = SceneReader(ScriptedTracks(one, both), matting)
    reader.read(_frame(0.0))
    mattes = reader.read(_frame(0.03)).mattes
    assert float(mattes[0].alpha.mean()) == pytest.approx(0.2, abs=1e-4)
    assert float(mattes[1].alpha.mean()) == pytest.approx(0.4, abs=1e-4)


def test_the_matte_lies_where_the_face_is(matting: Matting) -> None:
    image = np.zeros((240, 320, 3), np.uint8)
    image[100:140, 140:180, 0] = 255
    reader = SceneReader(ScriptedTracks((_face(),)), matting)
    matte = reader.read(Frame(0, 0.0, image)).mattes[0]
    alpha = matte.tile((0, 0), (320, 240))
    assert alpha[120, 160] > 0.99
    assert alpha[120, 200] < 0.01
    assert alpha.sum() == pytest.approx(1600, rel=0.05)


def test_without_mattes_only_faces_are_found(matting: Matting) -> None:
    scene = SceneReader(ScriptedTracks((_face(),)), matting).find(_frame(0.0))
    assert len(scene.faces) == 1
    assert scene.mattes == {}


def test_no_face_gives_an_empty_scene(matting: Matting) -> None:
    scene = SceneReader(ScriptedTracks(()), matting).read(_frame(0.0))
    assert (scene.faces, scene.mattes) == ((), {})


def test_a_smaller_matte_remembers_and_lies_where_the_large_one_lay(tmp_path: Path) -> None:
    matting = Matting(build(tmp_path / "free.onnx", TINY.to_metadata(), side="S"), "cpu")
    seen: list[int] = []
    real = matting.step

    def step(
        crops: NDArray[np.uint8], memories: Sequence[Memory | None]
    ) -> tuple[NDArray[np.float32], tuple[Memory, ...]]:
        seen.append(crops.shape[1])
        return real(crops, memories)

    matting.step = step  # type: ignore[method-assign]
    reader = SceneReader(ScriptedTracks(*[(_face(),)] * 4), matting)
    levels = (Saving.LANDMARKS, Saving.MATTE, Saving.MATTE, Saving.NOTHING)
    # one level grey cannot be carried, so no frame goes without landmarks here
    mattes = [reader.read(_frame(0.03 * at), level).mattes[0] for at, level in enumerate(levels)]
    assert seen == [256, SMALL, SMALL, 256]
    assert [float(one.alpha.mean()) for one in mattes] == pytest.approx(
        [0.2, 0.4, 0.6, 0.8], abs=1e-3
    )
    assert len({(one.origin, one.alpha.shape) for one in mattes}) == 1


def test_a_network_of_one_size_is_never_shown_another(matting: Matting) -> None:
    reader = SceneReader(ScriptedTracks((_face(),), (_face(),)), matting)
    assert [
        float(reader.read(_frame(0.03 * at), Saving.MATTE).mattes[0].alpha.mean())
        for at in range(2)
    ] == pytest.approx([0.2, 0.4], abs=1e-4)
