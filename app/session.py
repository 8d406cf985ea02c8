"""The live app without its window: builds, starts and stops every thread.

    source thread ──Fed──► pipeline thread ──RenderedFrame──► preview, virtual camera, recorder

Each arrow is a `Mailbox`, so nothing waits for what comes after it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.effort import Effort, Saving
from app.feed import Choice, Feed, Opens
from app.frames import RenderedFrame, Scene
from app.look import NO_FILTERS, Look
from app.mailbox import Mailbox
from app.outputs import virtual_camera
from app.outputs.disclosure import disclosed
from app.outputs.provenance import note_of
from app.outputs.recording import Recording
from app.outputs.refusals import already_recording, no_picture, not_finished
from app.outputs.snapshot import save_picture
from app.outputs.splitting import AS_USUAL, How
from app.outputs.virtual_camera import VirtualCamera
from app.panic import Panic
from app.perception.opening import open_reader
from app.pipeline import Pipeline, Reads
from app.sources.opening import open_source
from app.sources.orientation import Orientation
from app.statistics import Meter
from app.statistics import Statistics as Statistics
from app.workers import STOP_SECONDS, OnFault, Worker


class Session:
    """One source, one look, and the sinks that are switched on.

    Every method is for the thread that made the session; `on_fault` is called on others.
    Every capture time is on one clock, `time.monotonic`, whatever the source.
    """

    def __init__(
        self,
        source_spec: str,
        *,
        size: tuple[int, int] | None = None,
        mirror: bool = False,
        look: Look = NO_FILTERS,
        on_fault: OnFault,
        reader: Callable[[], Reads] | None = None,
        opener: Opens = open_source,
        meter: Meter | None = None,
        disclose: bool = True,
    ) -> None:
        """Prepares the session; nothing is opened before `start`.

        Args:
            source_spec: what `open_source` takes.
            size: (width, height) to ask of a camera.
            mirror: flip left and right.
            reader: makes what understands frames, on its own thread; `open_reader` by default.
            opener: opens sources.
            meter: counts finished pictures.
            disclose: mark pictures that show another's face, in every sink.
        """
        self._on_fault, self.disclose = on_fault, disclose
        self._make_reader: Callable[[], Reads] = reader or partial(open_reader, on_fault=on_fault)
        self._looks: Mailbox[Look] = Mailbox(1)
        self._looks.put(look)
        self._finished: Mailbox[RenderedFrame] = Mailbox(1)
        # Held while the source changes and while a picture goes out, so that none of an
        # earlier source goes out after the change.
        self._changing = threading.Lock()
        orientation = Orientation(mirror=mirror)
        self._feed = Feed(Choice(source_spec, size), orientation, on_fault, opener=opener)
        self._pipeline = Worker("pipeline", self._render, on_fault)
        self._meter = meter or Meter()
        self._provider = self._reason = ""
        self._saving = Saving.NOTHING
        self._camera: VirtualCamera | None = None
        self._recording: Recording | None = None
        self._unfinished: list[Recording] = []
        self._stopped, self.panic = False, Panic(self._changing, self.latest, self._show)

    def start(self) -> None:
        """Starts reading and rendering; returns at once."""
        self._pipeline.start()
        self._feed.start()

    def stop(self) -> None:
        """Stops source, pipeline and sinks within 2 s; may be called more than once."""
        if self._stopped:
            return  # Whatever could not be stopped then has had its time.
        self._stopped = True
        deadline = time.monotonic() + STOP_SECONDS

        def left() -> float:
            return max(0.0, deadline - time.monotonic())

        # All are asked before any is waited for, so that they share the time.
        self._pipeline.ask_to_stop()
        self._feed.ask_to_stop()
        camera, self._camera = self._camera, None
        recording, self._recording = self._recording, None
        if camera is not None:
            camera.ask_to_stop()
        # Recordings are waited for first, for they have something to lose.
        for unfinished in (*self._unfinished, *filter(None, [recording])):
            if not unfinished.finish(left()):
                self._on_fault(not_finished(unfinished.path).fault)
        self._feed.stop(left())
        self._pipeline.stop(left())
        if camera is not None:
            camera.stop(left())

    def wear(self, look: Look) -> None:
        """Replaces the look, from the next frame on."""
        self._looks.put(look)

    def use_source(self, spec: str, size: tuple[int, int] | None = None) -> None:
        """Changes the source; returns at once, trouble comes as a fault.

        Nothing of the source before is shown, sent or recorded any more.
        """
        with self._changing:
            self._feed.choose(spec, size)
            self._finished.take(0)
            if self._camera is not None:
                self._camera.blank()

    def set_mirror(self, mirror: bool) -> None:
        """Flips left and right, for every sink."""
        self._feed.orientation = replace(self._feed.orientation, mirror=mirror)

    def set_turn(self, degrees: int, portrait: bool) -> None:
        """Turns clockwise (0, 90, 180, 270), then cuts to 9:16 if `portrait`, for every sink."""
        self._feed.orientation = Orientation(degrees, portrait, self._feed.orientation.mirror)

    @property
    def _worn(self) -> Look:
        return self._looks.latest() or NO_FILTERS

    def latest(self) -> RenderedFrame | None:
        """The source's newest picture, the same object until there is a newer one."""
        return self._finished.latest()

    @property
    def virtual_camera(self) -> str | None:
        """The virtual camera's device name while it is on."""
        return self._camera.device if self._camera and self._camera.running else None

    @property
    def virtual_camera_starting(self) -> bool:
        """Whether the virtual camera was switched on and is not on yet."""
        return self._camera is not None and self._camera.starting

    def start_virtual_camera(self, device: str | None = None) -> None:
        """Switches the virtual camera on; no effect if it is on or about to be.

        Returns at once. A fault is told when there is none, it is in use or may not be opened.

        Args:
            device: e.g. /dev/video10; None takes the first there is.
        """
        if self.virtual_camera is not None or self.virtual_camera_starting:
            return
        camera = VirtualCamera(
            virtual_camera.SIZE, virtual_camera.RATE, device, on_fault=self._on_fault
        )
        camera.start()
        newest = self.latest()
        if newest is not None:
            camera.show(newest.image)
        self._camera = camera

    def stop_virtual_camera(self) -> None:
        """Switches the virtual camera off; no effect if it is off."""
        camera, self._camera = self._camera, None
        if camera is None:
            return
        if camera.starting:
            camera.ask_to_stop()  # Its driver may take seconds to answer.
        else:
            camera.stop()

    @property
    def recording(self) -> Path | None:
        """The file being recorded, None when not recording."""
        return self._recording.path if self._recording and self._recording.running else None

    def start_recording(self, path: Path, how: How = AS_USUAL) -> None:
        """Records to a new file, or several, from the next picture on.

        Raises:
            FaultError: when there is a recording already, no picture yet, or `path` exists or
                can't be written.
        """
        if self.recording is not None:
            raise already_recording(self.recording)
        if self.latest() is None:
            raise no_picture("There is nothing to record")
        how = replace(how, note=lambda: note_of(self._worn, live=True))
        self._recording = Recording(path, virtual_camera.RATE, self._on_fault, how)

    def stop_recording(self) -> Path | None:
        """Finishes the file and returns its path; None when there is no recording.

        Raises:
            FaultError: when it could not be finished in time; it goes on being written.
        """
        recording, self._recording = self._recording, None
        if recording is None:
            return None
        if not recording.finish():
            self._unfinished.append(recording)
            raise not_finished(recording.path)
        return recording.path

    def snapshot(self, path: Path) -> None:
        """Writes the newest picture to `path` (.png or .jpg).

        Raises:
            FaultError: when there is no picture yet or `path` can't be written.
        """
        newest = self.latest()
        if newest is None:
            raise no_picture("There is nothing to take a picture of")
        save_picture(newest.image, path, note_of(self._worn))

    def statistics(self) -> Statistics:
        """How it is doing now."""
        now = time.monotonic()
        fps, latency, stages = self._meter.read(now)
        slow_ms, slow = self._meter.slow(now)
        newest = self.latest()
        return Statistics(
            fps=fps,
            latency_ms=latency,
            provider=self._provider,
            reason=self._reason,
            saving=self._saving,
            slow=slow,
            slow_ms=slow_ms,
            virtual_camera_ms=1000 / virtual_camera.RATE if self.virtual_camera else 0.0,
            dropped=self._feed.frames.dropped,
            stages=stages,
            source=self._feed.source_name,
            camera_rates=self._feed.rates,
            trouble=self._feed.trouble,
            size=(newest.image.shape[1], newest.image.shape[0]) if newest else None,
        )

    def _render(self, stop: threading.Event) -> None:
        """The pipeline thread."""
        pipeline = Pipeline(self._make_reader(), self._on_fault)
        take: tuple[int, Orientation] | None = None
        effort = Effort()
        try:
            while not stop.is_set() and (fed := self._feed.frames.take()) is not None:
                if fed.take != take:
                    take = fed.take
                    pipeline.reset()
                if fed.card:
                    self._hand_out(RenderedFrame(fed.frame.image, Scene(fed.frame)), fed.choice)
                    continue
                look = self._worn
                began = time.monotonic()
                finished = pipeline.process(fed.frame, look, saving=effort.saving)
                finished = disclosed(finished, look) if self.disclose else finished
                effort.note(fed.frame.index, fed.frame.captured_at, time.monotonic() - began)
                self._saving = effort.saving
                # at every frame, for another may have taken over
                self._provider, self._reason = pipeline.provider, pipeline.reason
                if self._hand_out(finished, fed.choice):
                    self._meter.count(time.monotonic(), finished.captured_at, finished.stages)
        finally:
            pipeline.close()

    def _hand_out(self, finished: RenderedFrame, choice: int) -> bool:
        """Gives it to every sink; False if another source was chosen since it was read."""
        with self._changing:
            if choice != self._feed.choice:
                return False
            self._show(finished := self.panic.covered(finished))
            recording = self._recording  # Read once, as below.
            if recording is not None:
                recording.put(finished)
            return True

    def _show(self, finished: RenderedFrame) -> None:
        self._finished.put(finished)
        camera = self._camera  # Read once: the main thread may switch it off in between.
        if camera is not None:
            camera.show(finished.image)
