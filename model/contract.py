"""What the trained network and the runtime agree on; the ONNX metadata carries it.

The network sees one face-locked crop a row and returns its matte and its hidden states:

    src    (N, 256, 256, 3) uint8   RGB crops; scaling and normalisation are inside the graph
    r1i…   (N, C, H, W)     float32 hidden states, zeros for a face not seen before
    alpha  (N, 256, 256)    float32 visible face, in [0, 1]
    r1o…                            the states to feed back with the next frame

A graph whose sides are free takes crops of `SMALL` as well, with states smaller to match.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

VERSION = 1
"""Raised whenever a file of the old kind would be misread."""
SIZE = 256
"""Side of the square input in pixels."""
SMALL = 192
"""Side for a computer that can't keep up: 0.6 of the work."""
SOURCE = "src"
ALPHA = "alpha"
METADATA_KEY = "facemat"

StateShape = tuple[int, int, int]
"""(channels, height, width) of one hidden state, without the batch."""


class ModelError(Exception):
    """A model file that cannot be used: says which, what was found and what was wanted."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The facts that travel inside a model file.

    Attributes:
        states: (channels, height, width) of each hidden state, in order r1, r2, …
        name: the network's name, e.g. "student".
        size: side of the square input in pixels.
        version: `VERSION` when the file was written.
        sizes: sides that the graph takes, found in the graph itself.
    """

    states: tuple[StateShape, ...]
    name: str = "student"
    size: int = SIZE
    version: int = VERSION
    sizes: tuple[int, ...] = (SIZE,)

    def states_at(self, size: int) -> tuple[StateShape, ...]:
        """The hidden states' shapes for an input of another side."""
        return tuple((c, h * size // self.size, w * size // self.size) for c, h, w in self.states)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the graph's inputs, in order."""
        return (SOURCE, *(f"r{i}i" for i in range(1, len(self.states) + 1)))

    @property
    def outputs(self) -> tuple[str, ...]:
        """Names of the graph's outputs, in order."""
        return (ALPHA, *(f"r{i}o" for i in range(1, len(self.states) + 1)))

    def to_metadata(self) -> dict[str, str]:
        """The entries to write into the ONNX file."""
        facts = {
            "version": self.version,
            "name": self.name,
            "size": self.size,
            "states": self.states,
            "colour": "RGB",
            "source": "uint8 (N, H, W, 3)",
            "alpha": "visible face, float32 in [0, 1]",
        }
        return {METADATA_KEY: json.dumps(facts)}

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str], file: str) -> Contract:
        """Read the contract of a model file.

        Args:
            file: the file's name, for messages.
        Raises:
            ModelError: if there is no contract, it is broken, or it is another version's.
        """
        if METADATA_KEY not in metadata:
            raise ModelError(f"{file} is another network's file: it has no FaceMat contract inside")
        try:
            facts = json.loads(metadata[METADATA_KEY])
            version = int(facts["version"])
            states = tuple((int(c), int(h), int(w)) for c, h, w in facts["states"])
            contract = cls(states, str(facts["name"]), int(facts["size"]), version)
        except (ValueError, KeyError, TypeError) as cause:
            raise ModelError(f"{file} has a FaceMat contract that can't be read") from cause
        if version != VERSION:
            raise ModelError(f"{file} follows contract {version}, need {VERSION}")
        if contract.size != SIZE:
            raise ModelError(f"{file} takes {contract.size} px crops, need {SIZE}")
        return contract
