"""What a model file's graph must have: the inputs and outputs its contract promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from model.contract import SMALL, Contract, ModelError


def checked(session: Any, file: str) -> Contract:
    """The contract of an opened session, which keeps it, with the sizes that it takes.

    Args:
        session: an `onnxruntime.InferenceSession`.
        file: its file's name, for messages.
    Raises:
        ModelError: if there is no contract, it is another version's, or the graph breaks it.
    """
    contract = Contract.from_metadata(session.get_modelmeta().custom_metadata_map, file)
    size = contract.size
    into = dict(zip(contract.inputs, ((size, size, 3), *contract.states), strict=True))
    found = {node.name: tuple(node.shape[1:]) for node in session.get_inputs()}
    if found.keys() != into.keys() or not all(_allows(found[name], into[name]) for name in into):
        raise ModelError(f"{file} breaks its contract: inputs are {found}, need {into}")
    out = [node.name for node in session.get_outputs()]
    if set(contract.outputs) - set(out):  # their shapes a graph need not state
        need = list(contract.outputs)
        raise ModelError(f"{file} breaks its contract: outputs are {out}, need {need}")
    small = ((SMALL, SMALL, 3), *contract.states_at(SMALL))
    is_free = all(_allows(found[name], shape) for name, shape in zip(into, small, strict=True))
    return replace(contract, sizes=(size, SMALL) if is_free else (size,))


def _allows(found: Sequence[int | str | None], wanted: Sequence[int]) -> bool:
    """Whether a shape, whose free sides are no numbers, takes a tensor of this one."""
    return len(found) == len(wanted) and all(
        not isinstance(side, int) or side == need for side, need in zip(found, wanted, strict=True)
    )
