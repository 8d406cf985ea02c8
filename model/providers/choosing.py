"""Which accelerator the network runs on: each that is there is tried, the fastest true one taken.

Automatic choice does not trust names. Every candidate sees the same few crops, one after the
other with its memory carried, and must give the CPU's mattes; the quickest of those that do is
taken, and the rest are kept in order for the day it fails.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.contract import Contract
from model.graph import checked
from model.providers.accelerator import Absent, Accelerator, DeviceError, first_line
from model.providers.found import THE_CPU
from model.replay import Replayer
from model.runner import Runner

ALIKE = 0.02
"""Alpha may differ by this much from the CPU's anywhere; float16 and TF32 stay well below."""
_WARM, _TIMED = 2, 4


@dataclass(frozen=True, slots=True)
class Trial:
    """How an accelerator did.

    Attributes:
        accelerator: what was tried; None where there is nothing to try.
        milliseconds: median of a face's step.
        trouble: why it can't be used, "" if it can.
    """

    name: str
    accelerator: Accelerator | None
    milliseconds: float = 0.0
    trouble: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.trouble or f'{self.milliseconds:.1f} ms'}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A network that runs.

    Attributes:
        reason: why on this accelerator, in a few words.
        trials: of every accelerator looked at, the one in use first among those that work.
    """

    runner: Runner | Replayer
    contract: Contract
    accelerator: Accelerator
    reason: str
    trials: tuple[Trial, ...] = ()


def open_network(path: Path, device: str, found: Sequence[Accelerator | Absent]) -> Opened:
    """Open a model file on what was asked for, or on the fastest there is.

    Args:
        device: "auto" or an accelerator's name; "openvino" takes the first of its devices.
        found: what the machine has.
    Raises:
        ModelError: if the file is no model of ours.
        DeviceError: if what was asked for can't be had.
    """
    if device != "auto":
        accelerator = _asked_for(device, found)
        runner, contract = start(path, accelerator)
        if accelerator.halves:
            _check(path, runner, accelerator, contract.size)
        return Opened(runner, contract, accelerator, "asked for")
    runner, contract = start(path, THE_CPU)
    others = [one for one in found if isinstance(one, Accelerator) and not _left_out(one)]
    absent = tuple(Trial(one.name, None, 0, one.why) for one in found if isinstance(one, Absent))
    crops = _crops(contract.size)
    wanted, spent = _run(runner, crops)
    works = [(Trial("cpu", THE_CPU, spent), runner)]
    fails: list[Trial] = []
    for accelerator in others:
        try:
            other, _ = start(path, accelerator)
            mattes, spent = _run(other, crops)
        except Exception as error:  # noqa: BLE001 - whatever a driver does, the CPU works
            fails.append(Trial(accelerator.name, accelerator, 0, first_line(error)))
            continue
        apart = float(np.abs(mattes - wanted).max())
        if not apart <= ALIKE:
            wrong = f"its mattes differ from the CPU's by {apart:.2g}"
            fails.append(Trial(accelerator.name, accelerator, 0, wrong))
        else:
            works.append((Trial(accelerator.name, accelerator, spent), other))
    works.sort(key=lambda one: one[0].milliseconds)
    trials = (*(trial for trial, _ in works), *fails, *absent)
    best, runner = works[0]
    why = "the fastest" if len(works) > 1 else "nothing else is there"
    reason = "; ".join((why, *(str(trial) for trial in trials if trial is not best)))
    return Opened(runner, contract, best.accelerator or THE_CPU, reason, trials)


def start(path: Path, accelerator: Accelerator) -> tuple[Runner | Replayer, Contract]:
    """A model file on one accelerator.

    Raises:
        ModelError: if the file is no model of ours.
        DeviceError: if the accelerator can't start.
    """
    session = accelerator.open(path)
    contract = checked(session, path.name)
    kind = Replayer if accelerator.replays else Runner
    return kind(session, contract, accelerator.memory), contract


def _check(path: Path, runner: Runner | Replayer, accelerator: Accelerator, size: int) -> None:
    """Make sure that mattes are the CPU's.

    Raises:
        DeviceError: if they are not.
    """
    crops = _crops(size)
    wanted, _ = _run(start(path, THE_CPU)[0], crops)
    apart = float(np.abs(_run(runner, crops)[0] - wanted).max())
    if not apart <= ALIKE:
        raise DeviceError(f"{accelerator.name}: its mattes differ from the CPU's by {apart:.2g}")


def _asked_for(device: str, found: Sequence[Accelerator | Absent]) -> Accelerator:
    named = [one for one in found if one.name == device or one.name.startswith(f"{device}:")]
    for one in named:
        if isinstance(one, Accelerator):
            return one
    for one in found:
        if isinstance(one, Absent) and one.name == device.partition(":")[0]:
            raise DeviceError(f"{device} was asked for but can't be used: {one.why}")
    names = ", ".join(one.name for one in found if isinstance(one, Accelerator))
    raise DeviceError(f"device {device!r} is unknown here, need one of auto, {names}")


def _left_out(one: Accelerator) -> bool:
    return one.by_name_only or one.name == THE_CPU.name


def _crops(size: int) -> list[NDArray[np.uint8]]:
    """Soft blots that move: something a matte may depend on, the same every time."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size
    centres, colours = rng.uniform(0.2, 0.8, (6, 2)), rng.uniform(0, 255, (6, 3))

    def crop(at: int) -> NDArray[np.uint8]:
        picture = np.full((size, size, 3), 90, np.float32)
        for (cx, cy), colour in zip(centres + 0.02 * at, colours, strict=True):
            near = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / 0.02)[..., None]
            picture += near * (colour - picture)
        return picture.astype(np.uint8)

    return [crop(at) for at in range(_WARM + _TIMED)]


def _run(
    runner: Runner | Replayer, crops: Sequence[NDArray[np.uint8]]
) -> tuple[NDArray[np.float32], float]:
    """Mattes of every crop, memory carried, and a step's median milliseconds once warm."""
    mattes, times = [], []
    for matte, seconds in _steps(runner, crops):
        mattes.append(matte)
        times.append(seconds)
    return np.stack(mattes), 1e3 * float(np.median(times[_WARM:]))


def _steps(
    runner: Runner | Replayer, crops: Sequence[NDArray[np.uint8]]
) -> Iterator[tuple[NDArray[np.float32], float]]:
    memory = None
    for crop in crops:
        began = time.perf_counter()
        (matte,), (memory,) = runner.step(crop[None], [memory])
        yield matte, time.perf_counter() - began
