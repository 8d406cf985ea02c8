"""From a frame to a finished picture: read the scene, decorate its faces, never leak one."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import numpy as np

from app.effort import Saving
from app.failsafe import FaceWatch, obscured
from app.faults import Fault, FaultError, fault_of
from app.frames import Frame, RenderedFrame, Scene, Span
from app.look import Look, Worn
from app.perception.landmarks import MAX_FACES
from app.perception.on_demand import OnDemand
from filters import catalog
from filters.decorate import SMALLEST, Shot, decorate
from filters.filter import Filter
from filters.types import Face, Image, Matte, Person

_logger = logging.getLogger(__name__)


class Reads(Protocol):
    """Understands frames: where each face is, and which of its pixels are visible."""

    @property
    def provider(self) -> str:
        """What the network really runs on."""

    @property
    def reason(self) -> str:
        """Why it runs there."""

    def read(
        self, frame: Frame, *, saving: Saving = Saving.NOTHING, vigilant: bool = False
    ) -> Scene:
        """The scene of the next frame of the same source.

        Args:
            saving: what to leave out.
            vigilant: look for faces not yet known in every frame, not only now and then.
        """

    def reset(self) -> None:
        """Forgets what came before, as for another source."""

    def close(self) -> None:
        """Lets go of the models."""


class Pipeline:
    """Reads and decorates one frame after another, on one thread.

    A filter that fails is taken off, told once, and tried again only when it is put on anew
    or its parameters change. With a privacy filter on, the whole picture is pixelated when
    no face is found, when one was lost and may still be there (`FaceWatch`), when there are
    as many as can be followed, so that there may be more, and when anything fails.
    """

    def __init__(
        self,
        reader: Reads,
        on_fault: Callable[[Fault], None] | None = None,
        on_demand: OnDemand | None = None,
    ) -> None:
        """Prepares to read.

        Args:
            on_fault: told of filters taken off and of reads that fail; None only logs them.
            on_demand: what filters may ask for beside faces; the shipped models by default.
        """
        self._reader = reader
        self._on_demand = on_demand or OnDemand()
        self._on_fault = on_fault or (lambda fault: _logger.error("%s", fault))
        self._taken_off: list[Worn] = []
        self._reading_failed = False
        self._faces = FaceWatch()

    @property
    def provider(self) -> str:
        """What the network really runs on."""
        return self._reader.provider

    @property
    def reason(self) -> str:
        """Why it runs there."""
        return self._reader.reason

    def reset(self) -> None:
        """Forgets what came before, as for another source."""
        self._reader.reset()
        self._on_demand.reset()
        self._faces.forget()

    def close(self) -> None:
        """Lets go of all models."""
        self._reader.close()
        self._on_demand.close()

    def process(
        self, frame: Frame, look: Look, *, saving: Saving = Saving.NOTHING
    ) -> RenderedFrame:
        """The frame wearing `look`; its spans are the reader's, and "filters".

        Args:
            saving: what to leave out, for the computer can't keep up; with a privacy filter on,
                nothing is, for a face that comes must be seen at once.
        """
        private = any(catalog.by_id(worn.filter_id).privacy for worn in look.enabled)
        scene = self._read(frame, Saving.NOTHING if private else saving, vigilant=private)
        started = time.perf_counter()
        image = self._decorated(scene, look)
        filters = Span("filters", started, time.perf_counter() - started)
        return RenderedFrame(image, scene, (*scene.spans, filters))

    def _read(self, frame: Frame, saving: Saving, vigilant: bool) -> Scene:
        """The scene; without a face when it can't be known, which is what hides everything."""
        try:
            scene = self._reader.read(frame, saving=saving, vigilant=vigilant)
        except Exception as error:
            if not self._reading_failed:
                self._reading_failed = True
                _logger.exception("frame %d can't be read", frame.index)
                self._on_fault(fault_of(error, "Faces can't be found"))
            return Scene(frame)
        self._reading_failed = False
        return scene

    def _decorated(self, scene: Scene, look: Look) -> Image:
        """The picture with the look on every face; coarse blocks where that would be unsafe."""
        image = scene.frame.image
        self._taken_off = [worn for worn in self._taken_off if worn in look.enabled]
        stack = _hiding_first([(worn, catalog.by_id(worn.filter_id)) for worn in look.enabled])
        private = any(known.privacy for _, known in stack)
        faces = tuple(face for face in scene.faces if _is_face(face))
        seen = [face for face in faces if face.confidence > 0]  # not those only remembered
        size = (image.shape[1], image.shape[0])
        missing = self._faces.is_missing(seen, size, scene.frame.captured_at)
        if private and (missing or len(seen) >= MAX_FACES or min(size) < SMALLEST):
            return obscured(image)
        canvas = image
        stack = [(worn, one) for worn, one in stack if faces or one.render_frame]
        # behind a privacy filter's blocks no other filter may look, and no broken matte opens them
        shot = Shot(
            faces,
            _sound(scene.mattes) if private else scene.mattes,
            scene.frame.captured_at,
            captured=None if private else image,
            person=self._person(image, stack),
            find_portrait=self._on_demand.portrait,
        )
        finished = False
        while not finished:
            shown = [pair for pair in stack if pair[0] not in self._taken_off]
            # Anew after a failure, for the filter may have painted some faces and not others.
            canvas = image.copy() if shown else image
            finished = all(self._laid(canvas, worn, known, shot) for worn, known in shown)
        if any(known.privacy for worn, known in stack if worn in self._taken_off):
            return obscured(image)
        return canvas

    def _person(self, image: Image, stack: Sequence[tuple[Worn, Filter]]) -> Person | None:
        """Where people are, if a filter asks; where that fails, those filters are taken off."""
        asking = [
            (worn, one) for worn, one in stack if one.needs_person and worn not in self._taken_off
        ]
        if not asking:
            return None
        try:
            return self._on_demand.person(image)
        except Exception as error:
            _logger.exception("people can't be found")
            for worn, one in asking:
                self._taken_off.append(worn)
                self._on_fault(_off(one, error))
            return None

    def _laid(self, canvas: Image, worn: Worn, known: Filter, shot: Shot) -> bool:
        """Lays one filter over the frame; False if it failed and was taken off."""
        try:
            decorate(canvas, known, worn.params, shot, worn.when)
        except Exception as error:
            _logger.exception("the filter %s failed", known.id)
            self._taken_off.append(worn)
            self._on_fault(_off(known, error))
            return False
        return True


def _is_face(face: Face) -> bool:
    """Whether landmarks can be one: numbers, and not all in one place."""
    points = face.points
    return bool(np.isfinite(points).all()) and float(np.ptp(points[:, :2], axis=0).min()) >= 1


def _sound(mattes: Mapping[int, Matte]) -> dict[int, Matte]:
    """Those that are numbers; no number would count as 0, which says that something is in front."""
    return {id: matte for id, matte in mattes.items() if np.isfinite(matte.alpha).all()}


def _hiding_first(stack: list[tuple[Worn, Filter]]) -> list[tuple[Worn, Filter]]:
    """Privacy filters before all that may carry a face away from where its landmarks are.

    A mirror or a bend laid before would show beside the blocks what they are to hide.
    """
    at = next((at for at, (_, one) in enumerate(stack) if one.displaces), len(stack))
    hiding = [pair for pair in stack[at:] if pair[1].privacy]
    return [*stack[:at], *hiding, *(pair for pair in stack[at:] if not pair[1].privacy)]


def _off(known: Filter, error: Exception) -> Fault:
    what = f"{known.title} was taken off"
    if isinstance(error, FaultError):
        return Fault(what, error.fault.why, error.fault.remedy)
    return fault_of(error, what)
