from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from model import shipped
from training.graph import write_graph


class _Padded(nn.Module):
    """One more row and column behind, then a convolution that pads both ends by one."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value
        self.convolution = nn.Conv2d(2, 4, 3, stride=2, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        padded = F.pad(x, (0, 1, 0, 1), value=self.value)
        found: Tensor = self.convolution(padded)
        return found


def _written(network: nn.Module, folder: Path) -> tuple[Counter[str], float]:
    """The graph's operators, and how far it is from torch."""
    path, x = folder / "graph.onnx", torch.rand(1, 2, 16, 16)
    write_graph(network, (x,), path, input_names=["x"], output_names=["y"])
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"x": x.numpy()})
    with torch.no_grad():
        worst = float(np.abs(np.asarray(found) - network(x).numpy()).max())
    return Counter(node.op_type for node in onnx.load(path).graph.node), worst


def test_a_convolution_pads_by_itself(tmp_path: Path) -> None:
    operators, worst = _written(_Padded(0.0), tmp_path)
    assert operators == {"Conv": 1}
    assert worst < 1e-5


def test_padding_with_anything_but_nothing_stays(tmp_path: Path) -> None:
    operators, worst = _written(_Padded(1.0), tmp_path)
    assert operators == {"Pad": 1, "Conv": 1}
    assert worst < 1e-5


def test_the_shipped_graph_moves_nothing_about() -> None:
    operators = Counter(node.op_type for node in onnx.load(shipped.STUDENT).graph.node)
    assert not operators["Pad"]
    assert not operators["Reshape"]
    assert operators["Transpose"] == 1  # the crop's colours to planes
