from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from model import shipped
from model.providers import nvidia
from tests.app.cli.conftest import Run


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "in.png"
    cv2.imwrite(str(path), np.full((24, 32, 3), 99, np.uint8))
    return path


def another_network(path: Path) -> Path:
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "g", ends[:1], ends[1:])
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=9), str(path))
    return path


def truncated(path: Path) -> Path:
    path.write_bytes(shipped.STUDENT.read_bytes()[:10_000])
    return path


def missing(path: Path) -> Path:
    return path


@pytest.mark.parametrize("make", [missing, truncated, another_network])
def test_unusable_weights_are_one_line_naming_the_file(
    run: Run, picture: Path, tmp_path: Path, make: object
) -> None:
    assert callable(make)
    weights = make(tmp_path / "mine.onnx")
    ran = run("matte", picture, tmp_path / "out", "--weights", weights)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "mine.onnx" in ran.complaints[0]
    assert "network can't be used" in ran.complaints[0]


def test_damaged_shipped_weights_say_how_to_get_them_back(
    run: Run, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "STUDENT", truncated(tmp_path / "student.onnx"))
    ran = run("render", picture, tmp_path / "out.png")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "student.onnx is damaged" in ran.complaints[0]
    assert "git checkout" in ran.complaints[0]


def test_an_unknown_device_is_one_line(run: Run, picture: Path, tmp_path: Path) -> None:
    ran = run("matte", picture, tmp_path / "out", "--device", "abacus")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "abacus" in ran.complaints[0]
    assert "auto" in ran.complaints[0]


def test_a_device_that_is_not_there_is_not_blamed_on_the_weights(
    run: Run, picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nvidia, "devices", lambda: "no card was found")
    ran = run("matte", picture, tmp_path / "out", "--device", "cuda")
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "no card was found" in ran.complaints[0]
    assert "--device auto" in ran.complaints[0]
    assert "git checkout" not in ran.complaints[0]
