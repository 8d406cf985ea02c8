from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from app.cli import doctor
from app.cli.checkup import packages
from app.cli.checkup.finding import Check, Report, State, examine, ok, problem, warning
from app.sources import camera
from app.sources.modes import Offer
from tests.app.cli.conftest import Run


def fine() -> Iterator[Report]:
    yield ok("all there")


def so_so() -> Iterator[Report]:
    yield warning("no camera", "Plug one in")


def bad() -> Iterator[Report]:
    yield problem("no weights", "Restore them")


def broken() -> Iterator[Report]:
    yield from ()
    raise RuntimeError("fell over")


@pytest.mark.parametrize(
    ("checks", "code"), [([fine], 0), ([fine, so_so], 0), ([fine, bad, so_so], 1), ([broken], 1)]
)
def test_only_a_problem_is_exit_code_1(
    run: Run, monkeypatch: pytest.MonkeyPatch, checks: list[Check], code: int
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", [(check.__name__, check) for check in checks])
    assert run("doctor").code == code


def test_remedies_are_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", [("weights", bad)])
    ran = run("doctor")
    assert "Restore them." in ran.out
    assert ran.complaints == ["The app can't work here yet: see weights above."]


def test_a_check_that_breaks_is_a_problem() -> None:
    (finding,) = examine("camera", broken)
    assert (finding.state, finding.found) == (State.PROBLEM, "RuntimeError: fell over")


def test_every_needed_package_is_here() -> None:
    assert {report.state for report in packages.needed()} == {State.OK}


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_requirements", lambda: [Requirement("no-such-thing")])
    (report,) = packages.needed()
    assert (report.state, report.found) == (State.PROBLEM, "no-such-thing is missing")


def test_two_runtimes_are_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wheel:
        def __init__(self, name: str) -> None:
            self.metadata = {"Name": name}

    both = [Wheel("onnxruntime"), Wheel("onnxruntime_gpu"), Wheel("numpy")]
    monkeypatch.setattr(metadata, "distributions", lambda: both)
    first = next(iter(packages.one_runtime()))
    assert first.state is State.WARNING
    assert "pip uninstall onnxruntime onnxruntime-gpu" in first.remedy


def test_without_a_camera_the_demo_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cli.checkup import devices

    monkeypatch.setattr(devices, "list_cameras", tuple)
    (report,) = devices.cameras()
    assert (report.state, "demo" in report.remedy) == (State.WARNING, True)


def test_without_a_virtual_camera_the_app_and_the_checkup_say_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from app.cli.checkup.virtual_camera import virtual_camera
    from app.outputs.virtual_camera import SET_UP

    monkeypatch.setattr(sys, "platform", "linux")
    (report,) = virtual_camera(tmp_path)
    assert (report.state, report.remedy) == (State.WARNING, SET_UP["linux"])


def test_the_most_a_camera_offers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cli.checkup import devices

    found = (camera.CameraInfo("camera:0", "Front"), camera.CameraInfo("camera:1", "Back"))
    offered = {
        "camera:0": (Offer((1920, 1080), 29.97), Offer((640, 480), 30.0)),
        "camera:1": (Offer((640, 480), None),),
    }
    monkeypatch.setattr(devices, "list_cameras", lambda: found)
    monkeypatch.setattr(devices, "offered_sizes", offered.__getitem__)
    assert [report.found for report in devices.cameras()] == [
        "Front (camera:0), up to 1920x1080 at 30 frames a second",
        "Back (camera:1), up to 640x480",
    ]


def test_cameras_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from app.cli.checkup import devices

    found = (camera.CameraInfo("camera:0", "Front Camera"),)
    monkeypatch.setattr(devices, "list_cameras", lambda: found)
    (report,) = devices.cameras()
    assert (report.state, report.found) == (State.OK, "Front Camera (camera:0)")
