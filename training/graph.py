"""Write a network's graph as ONNX, without what the tracer leaves between its layers."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor, nn

OPSET = 17


def write_graph(network: nn.Module, inputs: tuple[Tensor, ...], path: Path, **how: Any) -> None:
    """Trace a network and write its graph.

    Args:
        inputs: what it is traced with.
        how: more for `torch.onnx.export`.
    """
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # the tracing exporter calls itself old and says which slices it leaves to the runtime;
        # it needs no package beyond onnx, and `largest_difference` judges what it writes
        warnings.simplefilter("ignore")
        traced = str(Path(folder) / "traced.onnx")
        torch.onnx.export(network, inputs, traced, opset_version=OPSET, dynamo=False, **how)
        model = _constants_folded(traced, str(Path(folder) / "folded.onnx"))
    _pads_into_convolutions(model.graph)
    onnx.save(model, path)


def _constants_folded(traced: str, to: str) -> onnx.ModelProto:
    """What does not depend on the inputs, computed once."""
    options = onnxruntime.SessionOptions()
    # basic rewrites are the same on every machine, and write standard operators alone
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = to
    onnxruntime.InferenceSession(traced, options, providers=["CPUExecutionProvider"])
    model = onnx.load(to)
    standard = [one for one in model.opset_import if one.domain in ("", "ai.onnx")]
    del model.opset_import[:]
    model.opset_import.extend(standard)
    return model


def _pads_into_convolutions(graph: onnx.GraphProto) -> None:
    """Let convolutions pad by themselves.

    torch's take as many rows before as behind, TensorFlow's trunks want one more behind, so it is
    traced as a step of its own. That and what it does to ONNX Runtime's layout of the layers
    around it took a seventh of a frame's time.
    """
    known = {one.name: one for one in graph.initializer}
    for pad in [node for node in graph.node if node.op_type == "Pad"]:
        users = [node for node in graph.node if pad.output[0] in node.input]
        amounts = known.get(pad.input[1])
        zeros = all(a.s == b"constant" for a in pad.attribute if a.name == "mode")
        value = known.get(pad.input[2]) if len(pad.input) > 2 and pad.input[2] else None
        zeros = zeros and (value is None or not numpy_helper.to_array(value).any())
        if amounts is None or not zeros or any(user.op_type != "Conv" for user in users):
            continue
        _, _, top, left, _, _, bottom, right = numpy_helper.to_array(amounts)
        for user in users:
            own = next(a for a in user.attribute if a.name == "pads")
            added = zip(own.ints, (top, left, bottom, right), strict=True)
            own.ints[:] = [int(one + more) for one, more in added]
            user.input[0] = pad.input[0]
        graph.node.remove(pad)
    used = {name for node in graph.node for name in node.input}
    kept = [one for one in graph.initializer if one.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
