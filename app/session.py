"""The live app without its window: builds, starts and stops every thread.

    source thread ──Fed──► pipeline thread ──RenderedFrame──► preview, virtual camera, recorder

Each arrow is a `Mailbox`, so nothing waits for what comes after it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from app.faults import FaultError
from app.feed import Choice, Feed, Opens
from app.frames import RenderedFrame
from app.look import NO_FILTERS, Look
from app.mailbox import Mailbox
from app.outputs import virtual_camera
from app.outputs.recording import Recording
from app.outputs.snapshot import save_picture
from app.outputs.virtual_camera import VirtualCamera
from app.pipeline import Pipeline, Reads
from app.sources.opening import open_source
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
    ) -> None:
        """Prepares the session; nothing is opened before `start`.

        Args:
            source_spec: what `open_source` takes.
            size: (width, height) to ask of a camera.
            mirror: flip left and right.
            reader: makes what understands frames, on the pipeline thread; the landmarks and
                the network by default.
            opener: opens sources.
        """
        self._on_fault = on_fault
        self._make_reader = reader or _scene_reader
        self._looks: Mailbox[Look] = Mailbox(1)
        self._looks.put(look)
        self._finished: Mailbox[RenderedFrame] = Mailbox(1)
        self._feed = Feed(Choice(source_spec, size), mirror, on_fault, opener=opener)
        self._pipeline = Worker("pipeline", self._render, on_fault)
        self._meter = Meter()
        self._provider = ""
        self._camera: VirtualCamera | None = None
        self._recording: Recording | None = None

    def start(self) -> None:
        """Starts reading and rendering; returns at once."""
        self._pipeline.start()
        self._feed.start()

    def stop(self) -> None:
        """Stops source, pipeline and sinks within 2 s; may be called more than once."""
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
        # The recording is waited for first, for it has something to lose.
        if recording is not None:
            recording.finish(left())
        self._feed.stop(left())
        self._pipeline.stop(left())
        if camera is not None:
            camera.stop(left())

    def wear(self, look: Look) -> None:
        """Replaces the look, from the next frame on."""
        self._looks.put(look)

    def use_source(self, spec: str, size: tuple[int, int] | None = None) -> None:
        """Changes the source; returns at once, trouble comes as a fault."""
        self._feed.choose(spec, size)

    def set_mirror(self, mirror: bool) -> None:
        """Flips left and right, for every sink."""
        self._feed.mirror = mirror

    def latest(self) -> RenderedFrame | None:
        """The newest finished picture, the same object until there is a newer one."""
        return self._finished.latest()

    @property
    def virtual_camera(self) -> str | None:
        """The virtual camera's device name while it is on."""
        return self._camera.device if self._camera and self._camera.running else None

    def start_virtual_camera(self, device: str | None = None) -> None:
        """Switches the virtual camera on; no effect if it is on.

        Args:
            device: e.g. /dev/video10; None takes the first there is.

        Raises:
            FaultError: when there is none, it is in use or may not be opened.
        """
        if self.virtual_camera is not None:
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
        if camera is not None:
            camera.stop()

    @property
    def recording(self) -> Path | None:
        """The file being recorded, None when not recording."""
        return self._recording.path if self._recording and self._recording.running else None

    def start_recording(self, path: Path) -> None:
        """Records to a new file from the next picture on.

        Raises:
            FaultError: when there is a recording already, or `path` exists or can't be
                written.
        """
        if self.recording is not None:
            raise FaultError(
                "A second recording can't be started",
                f"{self.recording.name} is being recorded",
                "Stop it first",
            )
        self._recording = Recording(path, virtual_camera.RATE, self._on_fault)

    def stop_recording(self) -> Path | None:
        """Finishes the file and returns its path; None when there is no recording."""
        recording, self._recording = self._recording, None
        if recording is None:
            return None
        recording.finish()
        return recording.path

    def snapshot(self, path: Path) -> None:
        """Writes the newest picture to `path` (.png or .jpg).

        Raises:
            FaultError: when there is no picture yet or `path` can't be written.
        """
        newest = self.latest()
        if newest is None:
            raise FaultError(
                "There is nothing to take a picture of",
                "no picture has come from the source yet",
                "Wait for the preview, or choose another source",
            )
        save_picture(newest.image, path)

    def statistics(self) -> Statistics:
        """How it is doing now."""
        fps, latency, stages = self._meter.read(time.monotonic())
        newest = self.latest()
        return Statistics(
            fps=fps,
            latency_ms=latency,
            provider=self._provider,
            dropped=self._feed.frames.dropped,
            stages=stages,
            source=self._feed.source_name,
            size=(newest.image.shape[1], newest.image.shape[0]) if newest else None,
        )

    def _render(self, stop: threading.Event) -> None:
        """The pipeline thread."""
        pipeline = Pipeline(self._make_reader(), self._on_fault)
        self._provider = pipeline.provider
        take: tuple[int, bool] | None = None
        try:
            while not stop.is_set() and (fed := self._feed.frames.take()) is not None:
                if fed.take != take:
                    take = fed.take
                    pipeline.reset()
                finished = pipeline.process(fed.frame, self._looks.latest() or NO_FILTERS)
                self._hand_out(finished)
        finally:
            pipeline.close()

    def _hand_out(self, finished: RenderedFrame) -> None:
        self._finished.put(finished)
        # Read once: the main thread may switch a sink off in between.
        camera, recording = self._camera, self._recording
        if camera is not None:
            camera.show(finished.image)
        if recording is not None:
            recording.put(finished)
        self._meter.count(time.monotonic(), finished.captured_at, finished.stages)


def _scene_reader() -> Reads:
    """The real thing; loaded here because it takes two seconds and much memory."""
    from app.perception.landmarks import Landmarker
    from app.perception.scene_reader import SceneReader
    from model.contract import ModelError
    from model.matting import Matting

    try:
        matting = Matting()
    except (ModelError, OSError) as error:
        raise FaultError(
            "The matting network can't be used", str(error), "Install the app again"
        ) from error
    return SceneReader(Landmarker(), matting)
