"""Small real ONNX files, built on the spot."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from model.contract import SIZE, Contract

TINY = Contract(((1, SIZE, SIZE),), "tiny")


def build(
    path: Path, metadata: dict[str, str], state_channels: int = 1, side: int | str = SIZE
) -> Path:
    """A network whose matte is the running sum of the red channel: memory is visible in it.

    Args:
        side: of what it takes; a name leaves it free.
    """
    image = helper.make_tensor_value_info("src", TensorProto.UINT8, ["N", side, side, 3])
    shape = ["N", state_channels, side, side]
    before = helper.make_tensor_value_info("r1i", TensorProto.FLOAT, shape)
    alpha = helper.make_tensor_value_info("alpha", TensorProto.FLOAT, ["N", side, side])
    after = helper.make_tensor_value_info("r1o", TensorProto.FLOAT, shape)
    constants = [
        helper.make_tensor("zero", TensorProto.INT64, [], [0]),
        helper.make_tensor("one", TensorProto.INT64, [1], [1]),
        helper.make_tensor("scale", TensorProto.FLOAT, [], [1 / 255]),
    ]
    nodes = [
        helper.make_node("Cast", ["src"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["wide", "scale"], ["unit"]),
        helper.make_node("Gather", ["unit", "zero"], ["red"], axis=3),
        helper.make_node("Unsqueeze", ["red", "one"], ["plane"]),
        helper.make_node("Add", ["plane", "r1i"], ["r1o"]),
        helper.make_node("Gather", ["r1o", "zero"], ["alpha"], axis=1),
    ]
    graph = helper.make_graph(nodes, "tiny", [image, before], [alpha, after], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(model, metadata)
    onnx.save(model, path)
    return path


@pytest.fixture
def free(tmp_path: Path) -> Path:
    """The same, of any side."""
    return build(tmp_path / "free.onnx", TINY.to_metadata(), side="S")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return build(tmp_path / "tiny.onnx", TINY.to_metadata())
