from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model import shipped
from model.contract import ModelError
from model.matting import Matting
from model.providers.accelerator import CPU, Absent, Accelerator, DeviceError, Provider
from model.providers.choosing import open_network
from model.providers.found import THE_CPU, found
from tests.model.stubs import Session

NOTHING = Absent("cuda", "no card")


def _accelerator(
    name: str, change: Callable[[Session], None] = lambda session: None
) -> Accelerator:
    """The CPU under another name, with something changed about its sessions."""

    def opened(path: Path) -> Any:
        session = Session(Provider(CPU)(path))
        change(session)
        return session

    return Accelerator(name, name.upper(), opened)


def _slow(session: Session) -> None:
    session.repeats = 8


def _fails_at_once(session: Session) -> None:
    session.runs_left = 0


def _wrong(session: Session) -> None:
    session.added = 0.1


def test_the_fastest_that_agrees_with_the_cpu_is_taken() -> None:
    slow, wrong, broken = (
        _accelerator("slow", _slow),
        _accelerator("wrong", _wrong),
        _accelerator("broken", _fails_at_once),
    )
    opened = open_network(shipped.STUDENT, "auto", (slow, wrong, broken, NOTHING, THE_CPU))
    assert opened.accelerator == THE_CPU
    assert [trial.name for trial in opened.trials] == ["cpu", "slow", "wrong", "broken", "cuda"]
    troubles = {trial.name: trial.trouble for trial in opened.trials}
    assert troubles["slow"] == troubles["cpu"] == ""
    assert "differ from the CPU's by 0.1" in troubles["wrong"]
    assert "the card has fallen out" in troubles["broken"]
    assert "cuda: no card" in opened.reason
    times = {trial.name: trial.milliseconds for trial in opened.trials}
    assert 0 < times["cpu"] < times["slow"]


def test_what_is_slow_to_start_is_taken_only_by_name(tiny: Path) -> None:
    patient = Accelerator("patient", "PATIENT", Provider(CPU), by_name_only=True)
    assert open_network(tiny, "auto", (patient,)).accelerator == THE_CPU
    opened = open_network(tiny, "patient", (patient,))
    assert (opened.accelerator, opened.reason) == (patient, "asked for")


def test_half_precision_is_compared_with_the_cpu_though_it_was_asked_for(tiny: Path) -> None:
    right, wrong = _accelerator("right"), _accelerator("wrong", _wrong)
    halves = [replace(one, halves=True, by_name_only=True) for one in (right, wrong)]
    assert open_network(tiny, "right", halves).accelerator is halves[0]
    with pytest.raises(DeviceError, match="wrong: its mattes differ from the CPU's by 0"):
        open_network(tiny, "wrong", halves)


def test_a_family_name_takes_its_first_device(tiny: Path) -> None:
    two = (_accelerator("openvino:gpu"), _accelerator("openvino:cpu"), THE_CPU)
    assert open_network(tiny, "openvino", two).accelerator is two[0]
    assert open_network(tiny, "openvino:cpu", two).accelerator is two[1]


def test_what_was_asked_for_is_never_replaced_in_silence(tiny: Path) -> None:
    with pytest.raises(DeviceError, match="cuda was asked for but can't be used: no card"):
        open_network(tiny, "cuda", (NOTHING, THE_CPU))
    with pytest.raises(DeviceError, match="cuda:1 was asked for but can't be used: no card"):
        open_network(tiny, "cuda:1", (NOTHING, THE_CPU))
    with pytest.raises(DeviceError, match="'abacus' is unknown here, need one of auto, cpu"):
        open_network(tiny, "abacus", (NOTHING, THE_CPU))


def test_a_provider_that_falls_back_to_the_cpu_is_found_out(tiny: Path) -> None:
    with pytest.raises(DeviceError, match=r"CUDAExecutionProvider can't start|NoSuchProvider"):
        # neither exists here, and ONNX Runtime only warns
        Provider("NoSuchProvider")(tiny)


def test_what_this_machine_has_ends_with_the_plain_cpu() -> None:
    every = found()
    assert every[-1] == THE_CPU
    assert len({one.name for one in every}) == len(every)
    for one in every:
        assert not isinstance(one, Absent) or one.why


def test_every_accelerator_of_this_machine_runs_the_shipped_network() -> None:
    matting = Matting()
    assert not [trial for trial in matting.trials if trial.accelerator and trial.trouble]


def test_a_file_that_is_no_model_is_not_blamed_on_a_device(tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match=r"x\.onnx can't be loaded") as caught:
        Matting(tmp_path / "x.onnx")
    assert not isinstance(caught.value, DeviceError)
