"""The log: a file that turns over, with no picture and no name in it."""

from __future__ import annotations

import contextlib
import logging
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from app.faults import Fault
from app.redaction import Redaction, of_this_person

LARGEST = 512 * 1024
"""Bytes of a file before the next is begun."""
KEPT = 3
"""Files before the newest."""

_OURS = ("app", "filters", "model")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_logger = logging.getLogger(__name__)


def log_path() -> Path:
    """The newest file, in the platform's place for logs."""
    return user_log_path("facemat-live", appauthor=False) / "facemat.log"


def log_files(path: Path) -> tuple[Path, ...]:
    """The files there are, the newest first."""
    older = (path.with_name(f"{path.name}.{number}") for number in range(1, KEPT + 1))
    return tuple(file for file in (path, *older) if file.is_file())


def start_log(path: Path) -> logging.Handler | None:
    """Begin to log to a file; None where there can't be one, for the app works without.

    What we say from INFO on goes there, and libraries' warnings, redacted; `stop_log` ends it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _QuietHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError as error:
        _logger.warning("there is no log: %s", error)
        return None
    handler.setLevel(logging.INFO)
    handler.addFilter(_worth_keeping)
    handler.setFormatter(_RedactedFormatter(_FORMAT, of_this_person()))
    logging.getLogger().addHandler(handler)
    _logger.info("started with Python %s on %s", platform.python_version(), platform.platform())
    return handler


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """Log to a file, if there can be one, as long as this lasts."""
    handler = start_log(path)
    try:
        yield
    finally:
        stop_log(handler)


def stop_log(handler: logging.Handler | None) -> None:
    """End what `start_log` began."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        with contextlib.suppress(OSError):  # A full disk may refuse the last words.
            handler.close()


def log_fault(fault: Fault) -> None:
    """Note what the user is told."""
    _logger.warning("%s", fault)


def _worth_keeping(record: logging.LogRecord) -> bool:
    """All that we say; of what libraries say, only what is wrong."""
    ours = record.name.partition(".")[0] in _OURS
    return record.levelno >= (logging.INFO if ours else logging.WARNING)


class _QuietHandler(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is told of by what the user wants to keep, not by its log."""


class _RedactedFormatter(logging.Formatter):
    def __init__(self, words: str, redaction: Redaction) -> None:
        super().__init__(words)
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The whole entry, its traceback included, redacted."""
        return self._redaction.apply(super().format(record))
