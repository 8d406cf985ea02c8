"""Loading the networks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.faults import Fault, FaultError
from app.perception.scene_reader import SceneReader
from model.contract import ModelError
from model.matting import Matting, Replaced
from model.providers.accelerator import DeviceError


def open_reader(
    weights: Path | None = None,
    device: str = "auto",
    stills: bool = False,
    on_fault: Callable[[Fault], None] | None = None,
) -> SceneReader:
    """The landmark model and the matting network, ready to read frames.

    Loading takes two seconds and much memory.

    Args:
        weights: an exported network; None: the shipped one.
        device: "auto", or an accelerator's name as `main.py doctor` lists them.
        stills: the pictures are unrelated, each is searched anew for faces.
        on_fault: told when an accelerator fails and another takes its place.
    Raises:
        FaultError: if one of them can't be loaded, naming the file, what was found and wanted.
    """
    # MediaPipe takes a second to load; errors before this point should not have to wait for it.
    from app.perception.landmarks import Landmarker

    def told(replaced: Replaced) -> None:
        if on_fault is not None:
            on_fault(_replaced(replaced))

    try:
        matting = Matting(weights, device, on_replaced=told)
    except DeviceError as error:
        raise FaultError(
            "The matting network can't run there", str(error), "Use --device auto"
        ) from error
    except (ModelError, OSError) as error:
        remedy = (
            "Restore it from the repository: git checkout -- model/weights"
            if weights is None
            else "Give a network exported by training.export, or leave --weights out"
        )
        raise FaultError("The matting network can't be used", str(error), remedy) from error
    return SceneReader(Landmarker(stills=stills), matting)


def _replaced(replaced: Replaced) -> Fault:
    return Fault(
        f"{replaced.failed} stopped working",
        replaced.why,
        f"{replaced.now} goes on in its place; start anew to try {replaced.failed} again",
    )
