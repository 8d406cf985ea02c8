from __future__ import annotations

import threading

import pytest

from app.faults import Fault, FaultError
from app.workers import Worker


def test_a_worker_runs_until_it_is_asked_to_stop() -> None:
    faults: list[Fault] = []
    ended = threading.Event()

    def job(stop: threading.Event) -> None:
        stop.wait()
        ended.set()

    worker = Worker("waiter", job, faults.append)
    worker.start()
    assert worker.running
    assert worker.stop()
    assert ended.is_set()
    assert faults == []


def test_a_fault_reaches_the_user_as_it_is_and_needs_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[Fault] = []

    def job(stop: threading.Event) -> None:
        raise FaultError("The disk", "is full", "Empty it")

    worker = Worker("writer", job, told.append)
    worker.start()
    worker.stop()
    assert told == [Fault("The disk", "is full", "Empty it")]
    assert caplog.text == ""


def test_any_other_error_is_told_with_the_workers_name_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[Fault] = []

    def job(stop: threading.Event) -> None:
        raise ValueError("bad number")

    worker = Worker("writer", job, told.append)
    worker.start()
    worker.stop()
    assert [str(fault) for fault in told] == [
        "The writer stopped: ValueError: bad number. Please report this with the log."
    ]
    assert "Traceback" in caplog.text


def test_a_worker_that_will_not_end_is_left_behind_in_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    never = threading.Event()

    def job(stop: threading.Event) -> None:
        never.wait(10)

    worker = Worker("stuck driver", job, lambda fault: None)
    worker.start()
    assert not worker.stop(timeout=0.01)
    assert "stuck driver did not end" in caplog.text
    never.set()
    assert worker.stop(10)


def test_stopping_what_was_never_started_is_fine() -> None:
    assert Worker("idle", lambda stop: None, lambda fault: None).stop()
