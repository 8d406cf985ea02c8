"""A thread with one job, one place where its errors are caught, and a bounded stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from app.faults import Fault, FaultError, fault_of

STOP_SECONDS = 2.0
"""How long a stop may take."""

OnFault = Callable[[Fault], None]
"""Told of a failure; called on the failing worker's thread."""

_logger = logging.getLogger(__name__)


class Worker:
    """Runs `job` on a thread of its own.

    The job is given an event that is set when it should end; whatever it opens it closes
    itself. An exception ends this worker alone and reaches the user as a `Fault`.
    """

    def __init__(
        self, name: str, job: Callable[[threading.Event], None], on_fault: OnFault
    ) -> None:
        """Prepares the thread.

        Args:
            name: for people, as in "The recorder stopped".
        """
        self.name = name
        self._job = job
        self._on_fault = on_fault
        self._stop = threading.Event()
        # A daemon: a driver call that never returns must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def running(self) -> bool:
        """Whether the job has been started and has not ended."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Starts the job, once."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Sets the job's event and returns at once."""
        self._stop.set()

    def stop(self, timeout: float = STOP_SECONDS) -> bool:
        """Asks the job to end and waits for it.

        Returns:
            False if it had not ended within `timeout` seconds and was left behind.
        """
        self.ask_to_stop()
        if self._thread.ident is None:
            return True
        self._thread.join(timeout)
        if self._thread.is_alive():
            _logger.warning(
                "the %s did not end within %.1f s and was left behind", self.name, timeout
            )
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._job(self._stop)
        except FaultError as error:
            self._on_fault(error.fault)
        except Exception as error:
            _logger.exception("the %s stopped", self.name)
            self._on_fault(fault_of(error, f"The {self.name} stopped"))
