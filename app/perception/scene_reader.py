"""Understands a frame: where each face is, and which of its pixels are really face.

Landmarks keep one core busy and the matting network shares its work out, so the two run beside
each other: a face known from the frame before is shown to the network where it is expected, while
its landmarks are still being looked for. One that is new, or turns out to be elsewhere, is shown
to it afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait

from app.effort import Saving
from app.frames import Frame, Scene, Span
from app.perception.carrying import look
from app.perception.finding import Finder, Places, Tracks
from app.perception.followed import Followed, box_of, velocity
from app.perception.sighting import Sighting, see, view
from model.contract import SIZE
from model.crop import Box
from model.matting import Matting


class SceneReader:
    """Joins the landmarks and the matting network. One thread owns it.

    A face's memory is dropped when it is lost, when its crop jumps, when time went back or more
    than `followed.FORGET_AFTER` went by without a frame, and on `reset`. What is read depends on
    the frames alone, not on how long anything takes.
    """

    def __init__(self, landmarker: Tracks, matting: Matting) -> None:
        self._finder = Finder(landmarker)
        self._matting = matting
        self._followed: dict[int, Followed] = {}
        self._beside = ThreadPoolExecutor(1, "landmarks")

    @property
    def matting(self) -> Matting:
        """The network; its thread is the reader's."""
        return self._matting

    @property
    def provider(self) -> str:
        """Where the network really runs, e.g. "CPU"."""
        return self._matting.provider

    @property
    def reason(self) -> str:
        """Why it runs there."""
        return self._matting.reason

    def read(self, frame: Frame, saving: Saving = Saving.NOTHING, vigilant: bool = False) -> Scene:
        """The frame's faces and mattes; see `app.pipeline.Reads`."""
        skipping = saving >= Saving.LANDMARKS
        size = min(self._matting.contract.sizes) if saving >= Saving.MATTE else SIZE
        known = {key: one for key, one in self._followed.items() if one.is_fresh(frame.captured_at)}
        provider = self._matting.provider
        search = self._beside.submit(
            _timed, self._finder, frame, self._followed, skipping, vigilant
        )
        began = time.perf_counter()
        try:
            expected = {key: one.expected(frame.captured_at) for key, one in known.items()}
            early = self._see(frame, expected, known, size)
        finally:
            ahead = Span("matte", began, time.perf_counter() - began)
            wait((search,))  # not even a failure may leave it running into the next frame
        places, search_span = search.result()
        began = time.perf_counter()
        if self._matting.provider != provider:
            known = {}  # it failed, and their memories may have gone with it
        sightings = self._sightings(frame, places, known, early, size)
        whole = (frame.image.shape[1], frame.image.shape[0])
        mattes = {key: sighting.matte(whole) for key, sighting in sightings.items()}
        self._followed = _followed(frame, places, sightings, known)
        after = Span("matte", began, time.perf_counter() - began)
        return Scene(frame, places.faces, mattes, (search_span, ahead, after))

    def find(self, frame: Frame, vigilant: bool = False) -> Scene:
        """The frame's faces alone; forgets the mattes' memory."""
        self._followed = {}
        places, span = self._beside.submit(
            _timed, self._finder, frame, {}, vigilant=vigilant
        ).result()
        return Scene(frame, places.faces, {}, (span,))

    def reset(self) -> None:
        """Forget every face: another source begins, or the pictures are unrelated."""
        self._followed = {}
        self._finder.reset()

    def close(self) -> None:
        """Release the landmark model."""
        self._beside.shutdown()
        self._finder.close()

    def _see(
        self, frame: Frame, boxes: Mapping[int, Box], known: Mapping[int, Followed], size: int
    ) -> dict[int, Sighting]:
        """Show the network the faces in these boxes."""
        views = {key: view(frame.image, box, known.get(key), size) for key, box in boxes.items()}
        return see(self._matting, views)

    def _sightings(
        self,
        frame: Frame,
        places: Places,
        known: Mapping[int, Followed],
        early: Mapping[int, Sighting],
        size: int,
    ) -> dict[int, Sighting]:
        """Those of all faces that are there: those made early that fit, and what is missing."""
        boxes = {face.id: box_of(face.points) for face in places.faces}
        before = {key: places.heirs.get(key, key) for key in boxes}
        fit = {
            key: early[before[key]]
            for key, box in boxes.items()
            if before[key] in early and early[before[key]].view.fits(box)
        }
        missing = {key: box for key, box in boxes.items() if key not in fit}
        remembered = {key: known[before[key]] for key in missing if before[key] in known}
        return fit | self._see(frame, missing, remembered, size)


def _timed(
    finder: Finder,
    frame: Frame,
    known: Mapping[int, Followed],
    saving: bool = False,
    vigilant: bool = False,
) -> tuple[Places, Span]:
    """What the finder finds, and how long it took."""
    began = time.perf_counter()
    places = finder.find(frame, known, saving, vigilant)
    return places, Span("landmarks", began, time.perf_counter() - began)


def _followed(
    frame: Frame,
    places: Places,
    sightings: Mapping[int, Sighting],
    before: Mapping[int, Followed],
) -> dict[int, Followed]:
    """What to keep of this frame for the next."""
    now = frame.captured_at
    times = {face.id: (now, now) for face in places.seen}
    times |= {one.face.id: (one.found_at, one.sure_at) for one in places.lost}
    kept = {}
    for face in places.faces:
        sighting = sightings[face.id]
        crop = sighting.view.crop
        last = before.get(places.heirs.get(face.id, face.id))
        kept[face.id] = Followed(
            face,
            crop,
            sighting.memory,
            look(crop, sighting.view.cut, sighting.alpha),
            velocity(last, box_of(face.points), now),
            now,
            *times[face.id],
        )
    return kept
