"""Colour tables in .cube files, as Resolve, Lightroom and OBS exchange them.

The format is Adobe's Cube LUT Specification 1.0 (2013); only three-dimensional tables are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

LARGEST = 65
"""Steps a side; what grading programs write at most."""
_BYTES = 24_000_000
"""A file that is larger is no table of that size."""


@dataclass(frozen=True, slots=True)
class Cube:
    """A table of colours for colours.

    Attributes:
        table: (n, n, n, 3) float32, indexed by blue, green, red; what comes out, mostly 0 to 1.
        low: the (red, green, blue) that the table's first steps stand for.
        high: what its last steps stand for.
    """

    table: NDArray[np.float32]
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def at(self, red: Nodes, green: Nodes, blue: Nodes) -> NDArray[np.float32]:
        """The table over a grid of other steps, trilinearly interpolated.

        Args:
            red, green, blue: the steps wanted along each axis, 0 to 1, of any number.
        Returns:
            (len(blue), len(green), len(red), 3) float32.
        """
        out = self.table
        for axis, steps in enumerate((blue, green, red)):
            channel = 2 - axis
            share = _shares(steps, len(self.table), self.low[channel], self.high[channel])
            out = np.moveaxis(np.tensordot(share, out, axes=(1, axis)), 0, axis)
        return np.asarray(out, np.float32)


Nodes = NDArray[np.float32]
"""(k,) float32."""


@lru_cache(maxsize=2)
def read(path: str, changed: int) -> Cube:
    """The table in a file, read once.

    Args:
        changed: when the file was changed, so that it is read anew then.
    Raises:
        ValueError: naming the file and what is wrong with it.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > _BYTES:
            raise ValueError(f"{file.name} has {size} bytes, need {_BYTES} at most")
        text = file.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise ValueError(f"{path} can't be read: {error.strerror}") from error
    try:
        return parse(text)
    except ValueError as error:
        raise ValueError(f"{file.name}: {error}") from error


def parse(text: str) -> Cube:
    """The table in a .cube file's text.

    Raises:
        ValueError: naming the line, what was found and what is wanted.
    """
    steps = 0
    low, high = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    rows: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words or words[0] == "TITLE":
            continue
        match words[0]:
            case "LUT_3D_SIZE":
                steps = _size(words, number)
            case "LUT_1D_SIZE":
                raise ValueError(f"line {number} begins a table of one dimension, need LUT_3D_SIZE")
            case "DOMAIN_MIN":
                low = _triple(words[1:], number)
            case "DOMAIN_MAX":
                high = _triple(words[1:], number)
            case "LUT_3D_INPUT_RANGE":
                start, stop, _ = _triple([*words[1:], "0"], number)
                low, high = (start,) * 3, (stop,) * 3
            case word if word[0].isalpha():
                continue  # a keyword of some program; the format says to pass over it
            case _:
                rows.append(line if "#" not in line else " ".join(words))
                numbers.append(number)
                if len(rows) > LARGEST**3:
                    raise ValueError(f"line {number} is one colour too many, need {LARGEST}^3")
    if steps == 0:
        raise ValueError("found no LUT_3D_SIZE, need one before the colours")
    if not all(a < b for a, b in zip(low, high, strict=True)):
        raise ValueError(f"the domain runs from {low} to {high}, need a lower and a higher end")
    if len(rows) != steps**3:
        raise ValueError(f"holds {len(rows)} colours, need {steps}^3 = {steps**3}")
    return Cube(_colours(rows, numbers).reshape(steps, steps, steps, 3), low, high)


def _size(words: list[str], number: int) -> int:
    if len(words) != 2 or not words[1].isdecimal() or not 2 <= int(words[1]) <= LARGEST:
        found = " ".join(words[1:]) or "nothing"
        raise ValueError(f"line {number}: LUT_3D_SIZE is {found}, need 2 to {LARGEST}")
    return int(words[1])


def _triple(words: list[str], number: int) -> tuple[float, float, float]:
    try:
        red, green, blue = (float(word) for word in words)
    except ValueError as error:
        found = " ".join(words)[:40]
        raise ValueError(f"line {number}: found {found!r}, need three numbers") from error
    if not np.isfinite((red, green, blue)).all() or max(abs(red), abs(green), abs(blue)) > 1e4:
        raise ValueError(f"line {number}: found {' '.join(words)[:40]!r}, need finite numbers")
    return red, green, blue


def _colours(rows: list[str], numbers: list[int]) -> NDArray[np.float32]:
    """The rows as (n, 3); the quick way, and the slow one for finding the line that is wrong."""
    try:
        flat = np.array(" ".join(rows).split(), np.float64)
        counts = all(len(row.split()) == 3 for row in rows)
    except ValueError:
        counts = False
    if not counts or not np.isfinite(flat).all() or np.abs(flat).max() > 1e4:
        triples = [_triple(row.split(), at) for row, at in zip(rows, numbers, strict=True)]
        flat = np.array(triples)
    return np.asarray(flat.reshape(-1, 3), np.float32)


def _shares(steps: Nodes, count: int, low: float, high: float) -> NDArray[np.float32]:
    """(len(steps), count): how much of each of the table's steps goes into each wanted one."""
    place = np.clip((steps - low) / (high - low), 0, 1) * (count - 1)
    first = np.minimum(place.astype(int), count - 2)
    share = np.zeros((len(steps), count), np.float32)
    row = np.arange(len(steps))
    share[row, first] = 1 - (place - first)
    share[row, first + 1] = place - first
    return share
