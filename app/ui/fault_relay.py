"""Carries faults from the threads they happen on to the window's."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class FaultRelay(QObject):
    """Qt queues `told` when it is emitted on another thread than its receiver's."""

    told = Signal(object)
    """With a `Fault`."""
