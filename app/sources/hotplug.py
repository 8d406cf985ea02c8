"""Notices that a camera was plugged in or out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

Nodes = frozenset[tuple[str, bool]]
"""What there is: names, and whether we may open them."""

_DEVICES = Path("/dev")
_BY_ID = _DEVICES / "v4l" / "by-id"


class CameraWatch:
    """Compares what there is with what there was; one thread asks, every second or so."""

    def __init__(self, nodes: Callable[[], Nodes] | None = None) -> None:
        """Remembers what there is now.

        Args:
            nodes: looks what there is.
        """
        self._nodes = nodes or video_nodes
        self._seen = self._nodes()

    def changed(self) -> bool:
        """Whether there is something else than when last asked."""
        before, self._seen = self._seen, self._nodes()
        return self._seen != before


def video_nodes(devices: Path = _DEVICES, links: Path = _BY_ID) -> Nodes:
    """The video nodes of Linux and their stable names, without opening any; none elsewhere.

    The right to open a node and its stable name come a moment after the node itself.
    """
    return frozenset(
        (entry.name, os.access(entry, os.R_OK | os.W_OK))
        for folder in (devices, links)
        if folder.is_dir()
        for entry in folder.iterdir()
        if folder is links or entry.name.startswith("video")
    )
