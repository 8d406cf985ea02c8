from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.effort import Saving
from app.failsafe import HIDDEN_SECONDS, LEFT_SECONDS, obscured
from app.faults import Fault
from app.frames import Frame, Scene, Span
from app.look import NO_FILTERS, Look, Worn
from app.perception.landmarks import MAX_FACES
from app.pipeline import Pipeline
from filters import catalog
from filters.filter import Filter
from filters.types import Face, FilterContext, Layer, Matte


class FakeReader:
    """Finds as many faces as it is told to; each is all of the picture's left half."""

    provider = "fake"
    reason = "asked for"

    def __init__(self, faces: int = 1) -> None:
        self.faces = faces
        self.confidence = 1.0
        self.place = 24.0
        self.ids: tuple[int, ...] | None = None
        self.broken = False
        self.resets = 0

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        if self.broken:
            raise RuntimeError("no network")
        h, w = frame.image.shape[:2]
        points = np.full((478, 3), self.place, np.float32)
        points[:, :2] += np.linspace(-1, 1, 478, dtype=np.float32)[:, None]
        ids = self.ids or range(self.faces)
        faces = tuple(Face(id, points, self.confidence) for id in ids)
        half = Matte(np.ones((h, w // 2), np.float32))
        return Scene(
            frame, faces, {face.id: half for face in faces}, (Span("landmarks", 0.0, 0.0015),)
        )

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        pass


def paint(context: FilterContext, params: object) -> Layer | None:
    if params == "broken" or (params == "breaks on the second face" and context.face.id == 1):
        raise ZeroDivisionError("width is 0")
    h, w = context.image.shape[:2]
    value = {"nothing": None, "time": round(context.time)}.get(str(params), 255)
    return None if value is None else Layer(np.full((h, w, 4), (value, 0, 0, 255), np.uint8))


@pytest.fixture(autouse=True)
def two_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    open_filter = Filter("paint", "Paint", "", object, "Make-up", paint)
    private = replace(open_filter, id="hide", title="Hide", privacy=True)
    monkeypatch.setattr(catalog, "FILTERS", (open_filter, private))


def frame(time: float = 0.0) -> Frame:
    """Fine stripes: as blocks they would be even."""
    image = np.zeros((48, 64, 3), np.uint8)
    image[:, ::2] = 200
    return Frame(0, time, image)


def wearing(*params: str, filter_id: str = "paint") -> Look:
    return Look(tuple(Worn(filter_id, item) for item in params))


HIDDEN = wearing("red", filter_id="hide")


def test_a_filter_is_laid_through_the_matte_and_the_frame_stays_as_it_was() -> None:
    seen = frame()
    before = seen.image.copy()
    done = Pipeline(FakeReader()).process(seen, wearing("red"))
    assert (done.image[:, :32] == (255, 0, 0)).all()
    assert np.array_equal(done.image[:, 32:], before[:, 32:])
    assert np.array_equal(seen.image, before)
    assert done.stages.keys() == {"landmarks", "filters"}
    assert done.stages["landmarks"] == pytest.approx(1.5)
    assert done.stages["filters"] > 0


def test_filters_see_the_capture_clock() -> None:
    done = Pipeline(FakeReader()).process(frame(time=7.0), wearing("time"))
    assert done.image[0, 0].tolist() == [7, 0, 0]


@pytest.mark.parametrize("look", [NO_FILTERS, wearing("red").with_enabled(0, False)])
def test_with_nothing_worn_the_picture_passes_untouched(look: Look) -> None:
    seen = frame()
    assert np.array_equal(Pipeline(FakeReader()).process(seen, look).image, seen.image)


def test_without_a_face_the_picture_passes_untouched() -> None:
    seen = frame()
    done = Pipeline(FakeReader(faces=0)).process(seen, wearing("red"))
    assert np.array_equal(done.image, seen.image)


def test_a_failing_filter_is_taken_off_named_once_and_the_others_stay() -> None:
    told: list[Fault] = []
    pipeline = Pipeline(FakeReader(), told.append)
    look = wearing("broken", "red")
    for _ in range(3):
        done = pipeline.process(frame(), look)
        assert (done.image[:, :32] == (255, 0, 0)).all()
    assert [fault.what for fault in told] == ["Paint was taken off"]
    assert told[0].why == "ZeroDivisionError: width is 0"


def test_a_filter_that_fails_on_one_face_is_on_none() -> None:
    seen = frame()
    pipeline = Pipeline(FakeReader(faces=2), lambda fault: None)
    done = pipeline.process(seen, wearing("breaks on the second face"))
    assert np.array_equal(done.image, seen.image)


def test_a_filter_taken_off_is_tried_again_when_put_on_anew() -> None:
    told: list[Fault] = []
    pipeline = Pipeline(FakeReader(), told.append)
    for look in (wearing("broken"), NO_FILTERS, wearing("broken")):
        pipeline.process(frame(), look)
    assert len(told) == 2


def hidden(image: object, seen: Frame) -> bool:
    return np.array_equal(np.asarray(image), obscured(seen.image))


def test_privacy_without_a_face_hides_the_whole_picture() -> None:
    seen = frame()
    assert hidden(Pipeline(FakeReader(faces=0)).process(seen, HIDDEN).image, seen)


def test_privacy_does_not_trust_a_face_that_is_only_remembered() -> None:
    reader = FakeReader()
    reader.confidence = 0.0
    seen = frame()
    assert hidden(Pipeline(reader).process(seen, HIDDEN).image, seen)


def test_privacy_that_is_switched_off_hides_nothing() -> None:
    seen = frame()
    look = HIDDEN.with_enabled(0, False)
    assert np.array_equal(Pipeline(FakeReader(faces=0)).process(seen, look).image, seen.image)


def test_privacy_hides_the_whole_picture_when_faces_can_not_be_found() -> None:
    told: list[Fault] = []
    reader = FakeReader()
    reader.broken = True
    pipeline = Pipeline(reader, told.append)
    seen = frame()
    for _ in range(3):
        assert hidden(pipeline.process(seen, HIDDEN).image, seen)
    assert [str(fault)[:34] for fault in told] == ["Faces can't be found: RuntimeError"]


def test_reading_that_fails_again_after_it_worked_is_told_again() -> None:
    told: list[Fault] = []
    reader = FakeReader()
    pipeline = Pipeline(reader, told.append)
    for broken in (True, True, False, True):
        reader.broken = broken
        pipeline.process(frame(), NO_FILTERS)
    assert len(told) == 2


def test_privacy_that_fails_itself_hides_the_whole_picture() -> None:
    seen = frame()
    pipeline = Pipeline(FakeReader(), lambda fault: None)
    for _ in range(2):
        done = pipeline.process(seen, wearing("broken", filter_id="hide"))
        assert hidden(done.image, seen)


@pytest.mark.parametrize(("place", "seconds"), [(24.0, HIDDEN_SECONDS), (1.0, LEFT_SECONDS)])
def test_privacy_hides_the_whole_picture_while_a_lost_face_may_be_there(
    place: float, seconds: float
) -> None:
    reader = FakeReader(faces=2)
    reader.place = place  # in the middle, or at the edge
    pipeline = Pipeline(reader)
    pipeline.process(frame(0.0), HIDDEN)
    reader.faces = 1
    assert hidden(pipeline.process(frame(seconds - 0.1), HIDDEN).image, frame())
    assert not hidden(pipeline.process(frame(seconds + 0.1), HIDDEN).image, frame())


def test_privacy_shows_the_picture_again_when_the_lost_face_is_found_anew() -> None:
    reader = FakeReader(faces=2)
    pipeline = Pipeline(reader)
    pipeline.process(frame(0.0), HIDDEN)
    reader.faces = 1
    assert hidden(pipeline.process(frame(0.5), HIDDEN).image, frame())
    reader.ids = (0, 7)
    assert not hidden(pipeline.process(frame(0.6), HIDDEN).image, frame())


def test_privacy_hides_the_whole_picture_when_there_may_be_more_faces_than_can_be_followed() -> (
    None
):
    seen = frame()
    assert hidden(Pipeline(FakeReader(faces=MAX_FACES)).process(seen, HIDDEN).image, seen)
    assert not hidden(Pipeline(FakeReader(faces=MAX_FACES - 1)).process(seen, HIDDEN).image, seen)


def test_resetting_forgets_the_faces_of_the_source_before() -> None:
    reader = FakeReader(faces=2)
    pipeline = Pipeline(reader)
    pipeline.process(frame(0.0), HIDDEN)
    pipeline.reset()
    reader.faces = 1
    assert not hidden(pipeline.process(frame(0.1), HIDDEN).image, frame())
    assert reader.resets == 1


def test_a_clock_that_runs_back_does_not_hide_for_ever() -> None:
    reader = FakeReader(faces=2)
    pipeline = Pipeline(reader)
    pipeline.process(frame(100.0), HIDDEN)
    reader.faces = 1
    assert not hidden(pipeline.process(frame(5.0), HIDDEN).image, frame())


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (64, 48), (1280, 720)])
def test_obscured_blocks_are_too_coarse_to_know_a_face(size: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), np.uint8)
    out = obscured(image)
    assert out.shape == image.shape
    changes = (np.diff(out.astype(int), axis=1) != 0).any(axis=(0, 2))
    assert changes.sum() < 24  # columns of blocks


@pytest.mark.parametrize(
    ("look", "saved"), [(wearing("red"), Saving.MATTE), (HIDDEN, Saving.NOTHING)]
)
def test_nothing_is_saved_on_where_a_face_must_be_seen_at_once(look: Look, saved: Saving) -> None:
    asked: list[tuple[Saving, bool]] = []

    class Asked(FakeReader):
        def read(
            self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
        ) -> Scene:
            asked.append((saving, vigilant))
            return super().read(frame)

    pipeline = Pipeline(Asked())
    pipeline.process(frame(), look, saving=Saving.MATTE)
    pipeline.process(frame(), look)
    private = look is HIDDEN
    assert asked == [(saved, private), (Saving.NOTHING, private)]
