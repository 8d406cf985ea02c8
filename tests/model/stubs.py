"""A real session that can be made to fail, to be slow or to be wrong."""

from __future__ import annotations

from typing import Any

import numpy as np


class Session:
    """Wraps an `onnxruntime.InferenceSession`.

    Attributes:
        runs_left: runs before it fails; None never does.
        repeats: how often each run is made.
        added: what its mattes are off by.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self.runs_left: int | None = None
        self.repeats = 1
        self.added = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def io_binding(self) -> Any:
        return _Binding(self._session.io_binding(), self.added)

    def run_with_iobinding(self, binding: _Binding) -> None:
        if self.runs_left == 0:
            raise RuntimeError("the card has fallen out\nof its slot")
        if self.runs_left is not None:
            self.runs_left -= 1
        for _ in range(self.repeats):
            self._session.run_with_iobinding(binding.binding)


class _Binding:
    def __init__(self, binding: Any, added: float) -> None:
        self.binding = binding
        self._added = added

    def __getattr__(self, name: str) -> Any:
        return getattr(self.binding, name)

    def get_outputs(self) -> list[Any]:
        alpha, *states = self.binding.get_outputs()
        if self._added:
            # no OrtValue, as that would not own the array it is made of
            alpha = _Value((alpha.numpy() + self._added).astype(np.float32))
        return [alpha, *states]


class _Value:
    def __init__(self, array: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
        self._array = array

    def numpy(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return self._array
