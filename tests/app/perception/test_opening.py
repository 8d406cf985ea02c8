from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.faults import Fault
from app.frames import Frame
from app.look import NO_FILTERS
from app.perception import opening
from app.pipeline import Pipeline
from app.sources.demo import Demo
from model import matting
from model.providers.accelerator import CPU, Accelerator, Provider
from model.providers.found import THE_CPU
from tests.model.stubs import Session


def test_an_accelerator_that_fails_costs_no_picture_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def opened(path: Path) -> Session:
        session = Session(Provider(CPU)(path))
        session.runs_left = 1
        return session

    card = Accelerator("card", "Card", opened)
    monkeypatch.setattr(matting, "found", lambda: (card, THE_CPU))
    told: list[Fault] = []
    pipeline = Pipeline(opening.open_reader(device="card", on_fault=told.append), told.append)
    try:
        demo = Demo((640, 360))
        runs = []
        for index in range(3):
            done = pipeline.process(Frame(index, index / 30, demo.picture(index)), NO_FILTERS)
            runs.append((pipeline.provider, float(done.scene.mattes[0].alpha.mean())))
    finally:
        pipeline.close()
    assert [provider for provider, _ in runs] == ["Card", "CPU", "CPU"]
    assert min(alpha for _, alpha in runs) > 0.1
    assert np.ptp([alpha for _, alpha in runs]) < 0.05
    assert [(fault.what, fault.why) for fault in told] == [
        ("Card stopped working", "the card has fallen out")
    ]
    assert "CPU goes on" in told[0].remedy
