"""The one back-pressure primitive: a box that never makes its sender wait."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hands values from one thread to another, dropping the oldest when full.

    With capacity 1 the newest value wins, so latency can't grow. After `close`, what is
    put is ignored, what is left can still be taken, and no taker waits any longer.
    """

    def __init__(self, capacity: int = 1) -> None:
        """Makes an empty box.

        Raises:
            ValueError: if `capacity` is not at least 1.
        """
        if capacity < 1:
            raise ValueError(f"mailbox capacity is {capacity}, need at least 1")
        self._items: deque[T] = deque()
        self._capacity = capacity
        self._changed = threading.Condition()
        self._closed = False
        self._dropped = 0
        self._newest_was_seen = False

    @property
    def dropped(self) -> int:
        """How many values were pushed out before anyone had taken or seen them."""
        with self._changed:
            return self._dropped

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        with self._changed:
            return self._closed

    def __len__(self) -> int:
        with self._changed:
            return len(self._items)

    def put(self, item: T) -> None:
        """Leaves `item` in the box at once; a full box drops its oldest and counts it."""
        with self._changed:
            if self._closed:
                return
            if len(self._items) == self._capacity:
                self._items.popleft()
                # Only the newest can have been seen, and it is the oldest in a box of one.
                if self._items or not self._newest_was_seen:
                    self._dropped += 1
            self._items.append(item)
            self._newest_was_seen = False
            self._changed.notify()

    def take(self, timeout: float | None = None) -> T | None:
        """Removes the oldest value, waiting for one if the box is empty.

        Args:
            timeout: seconds to wait at most; 0 does not wait, None waits until `close`.

        Returns:
            The value, or None when time ran out or the box is closed and empty.
        """
        with self._changed:
            self._changed.wait_for(lambda: bool(self._items) or self._closed, timeout)
            return self._items.popleft() if self._items else None

    def latest(self) -> T | None:
        """The newest value, left in the box; None when it is empty. Never waits."""
        with self._changed:
            if not self._items:
                return None
            self._newest_was_seen = True
            return self._items[-1]

    def close(self) -> None:
        """Lets every taker go; may be called more than once."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
