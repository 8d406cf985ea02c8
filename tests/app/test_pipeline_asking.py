"""What filters may ask the pipeline for, and when they are shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.faults import Fault
from app.frames import Frame, Scene
from app.look import Look, Worn
from app.perception.on_demand import OnDemand
from app.pipeline import Pipeline
from filters import catalog
from filters.filter import Filter
from filters.types import Face, FilterContext, FrameContext, Image, Layer, Matte, Person
from tests.app.test_pipeline import FakeReader

seen: list[FilterContext] = []


def lay(context: FilterContext, params: object) -> Layer:
    seen.append(context)
    h, w = context.image.shape[:2]
    return Layer(np.full((h, w, 4), (0, 0, 200, 255), np.uint8))


def behind_people(context: FrameContext, params: object) -> Image:
    assert context.person is not None
    h, w = context.image.shape[:2]
    there = context.person.over((0, 0), (w, h)) > 0.5
    return np.where(there[..., None], context.image, np.uint8(9))


class Asked(OnDemand):
    """Finds a person in the picture's left half, unless it is broken."""

    def __init__(self, broken: bool = False) -> None:
        super().__init__()
        self.asked = 0
        self._broken = broken

    def person(self, image: Image) -> Person:
        self.asked += 1
        if self._broken:
            raise OSError("no model")
        return Person(np.array([[1, 1, 0, 0]], np.float32), (image.shape[1], image.shape[0]))


class Smiling(FakeReader):
    def read(self, frame: Frame, **how: object) -> Scene:
        scene = super().read(frame)
        glad = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}
        faces = [replace(face, blendshapes=glad if face.id else {}) for face in scene.faces]
        halves = {0: Matte(np.ones((48, 32), np.float32)), 1: _right()}
        return replace(scene, faces=tuple(faces), mattes=halves)


def _right() -> Matte:
    return Matte(np.ones((48, 32), np.float32), (32, 0))


@pytest.fixture(autouse=True)
def three_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    seen.clear()
    paint = Filter("paint", "Paint", "", object, "Make-up", lay)
    hide = replace(paint, id="hide", privacy=True)
    away = Filter(
        "away", "Away", "", object, "Surroundings", None, behind_people, needs_person=True
    )
    monkeypatch.setattr(catalog, "FILTERS", (paint, hide, away))


def frame() -> Frame:
    return Frame(0, 0.0, np.full((48, 64, 3), 90, np.uint8))


def test_people_are_looked_for_only_where_a_filter_asks() -> None:
    asked = Asked()
    pipeline = Pipeline(FakeReader(), on_demand=asked)
    pipeline.process(frame(), Look((Worn("paint", "x"),)))
    assert asked.asked == 0
    done = pipeline.process(frame(), Look((Worn("away", "x"), Worn("away", "y"))))
    assert asked.asked == 1
    assert (done.image[:, :24] == 90).all()
    assert (done.image[:, 40:] == 9).all()


def test_a_filter_of_the_whole_picture_needs_no_face() -> None:
    done = Pipeline(FakeReader(faces=0), on_demand=Asked()).process(
        frame(), Look((Worn("away", "x"),))
    )
    assert (done.image[:, 40:] == 9).all()


def test_without_the_model_those_who_ask_are_taken_off_and_the_rest_stays() -> None:
    told: list[Fault] = []
    pipeline = Pipeline(FakeReader(), told.append, Asked(broken=True))
    look = Look((Worn("away", "x"), Worn("paint", "x")))
    for _ in range(3):
        done = pipeline.process(frame(), look)
        assert (done.image[:, :32] == (0, 0, 200)).all()
        assert (done.image[:, 32:] == 90).all()
    (fault,) = told
    assert "Away was taken off" in str(fault)
    assert "no model" in str(fault)


def test_nobody_looks_behind_a_privacy_filter() -> None:
    pipeline = Pipeline(FakeReader(), on_demand=Asked())
    pipeline.process(frame(), Look((Worn("paint", "x"),)))
    pipeline.process(frame(), Look((Worn("hide", "x"), Worn("paint", "y"))))
    assert [context.captured is None for context in seen] == [False, True, True]


def test_an_expression_shows_a_filter_on_the_face_that_makes_it() -> None:
    pipeline = Pipeline(Smiling(faces=2), on_demand=Asked())
    done = pipeline.process(frame(), Look((Worn("paint", "x", when="smile"),)))
    assert (done.image[:, :32] == 90).all()
    assert (done.image[:, 32:] == (0, 0, 200)).all()
    both = pipeline.process(frame(), Look((Worn("hide", "x", when="smile"),)))
    assert (both.image == (0, 0, 200)).all()  # hiding waits for nothing


def test_each_face_sees_the_others() -> None:
    Pipeline(Smiling(faces=2), on_demand=Asked()).process(frame(), Look((Worn("paint", "x"),)))
    others: list[list[Face]] = [[face for face, _ in context.others] for context in seen]
    assert [[face.id for face in faces] for faces in others] == [[1], [0]]
    assert seen[0].others[0][1] is not None
