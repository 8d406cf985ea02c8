from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from model import shipped
from model.contract import SIZE, Contract, ModelError
from model.matting import Matting
from tests.model.conftest import build


def _gray(value: int, count: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.full((count, SIZE, SIZE, 3), value, np.uint8)


def test_memory_is_carried_from_step_to_step(tiny: Path) -> None:
    matting = Matting(tiny, "cpu")
    _, memory = matting.step(_gray(51), [None])
    alpha, _ = matting.step(_gray(51), memory)
    assert alpha == pytest.approx(0.4)


def test_a_cleared_memory_starts_afresh(tiny: Path) -> None:
    matting = Matting(tiny, "cpu")
    matting.step(_gray(51), [None])
    alpha, _ = matting.step(_gray(51), [None])
    assert alpha == pytest.approx(0.2)


def test_each_face_of_a_batch_has_its_own_memory(tiny: Path) -> None:
    matting = Matting(tiny, "cpu")
    pair = np.concatenate((_gray(51), _gray(102)))
    _, (first, second) = matting.step(pair, [None, None])
    alpha, _ = matting.step(pair, [second, first])
    assert alpha[0] == pytest.approx(0.6)
    assert alpha[1] == pytest.approx(0.6)
    alpha, _ = matting.step(pair, [first, None])
    assert alpha[0] == pytest.approx(0.4)
    assert alpha[1] == pytest.approx(0.4)


def test_no_face_is_no_work(tiny: Path) -> None:
    alpha, memories = Matting(tiny, "cpu").step(np.zeros((0, SIZE, SIZE, 3), np.uint8), [])
    assert alpha.shape == (0, SIZE, SIZE)
    assert memories == ()


def test_crops_of_another_size_are_refused(tiny: Path) -> None:
    with pytest.raises(ValueError, match="need uint8"):
        Matting(tiny, "cpu").step(np.zeros((1, 8, 8, 3), np.uint8), [None])


def test_the_provider_in_use_is_reported(tiny: Path) -> None:
    assert Matting(tiny, "cpu").provider == "CPU"
    assert Matting(tiny, "auto").provider in ("CPU", "CUDA")


def test_an_unknown_device_is_refused(tiny: Path) -> None:
    with pytest.raises(ModelError, match="need one of auto, cpu, cuda"):
        Matting(tiny, "gpu")


def test_cuda_that_is_not_there_is_never_replaced_in_silence(tiny: Path) -> None:
    if Matting(tiny, "auto").provider == "CUDA":
        assert Matting(tiny, "cuda").provider == "CUDA"
    else:
        with pytest.raises(ModelError, match="CUDA was asked for"):
            Matting(tiny, "cuda")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.onnx is missing"):
        Matting(tmp_path / "gone.onnx")


def test_a_truncated_file_is_named(tiny: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.onnx"
    half.write_bytes(tiny.read_bytes()[:200])
    with pytest.raises(ModelError, match=r"half\.onnx can't be loaded"):
        Matting(half)


def test_another_networks_file_is_refused(tmp_path: Path) -> None:
    other = build(tmp_path / "other.onnx", {"author": "someone"})
    with pytest.raises(ModelError, match=r"other\.onnx is another network's file"):
        Matting(other)


def test_a_graph_that_breaks_its_own_contract_is_refused(tmp_path: Path) -> None:
    promised = Contract(((7, SIZE, SIZE),), "tiny")
    liar = build(tmp_path / "liar.onnx", promised.to_metadata())
    with pytest.raises(ModelError, match="breaks its contract"):
        Matting(liar)


def test_a_graph_that_lacks_an_output_is_refused(tiny: Path) -> None:
    forgetful = onnx.load(tiny)
    del forgetful.graph.output[1]
    onnx.save(forgetful, tiny)
    with pytest.raises(ModelError, match=r"breaks its contract: outputs are \['alpha'\], need"):
        Matting(tiny)


def test_shipped_weights_are_whole() -> None:
    assert len(shipped.verify(shipped.STUDENT)) == 64


def test_damaged_weights_are_found(tmp_path: Path) -> None:
    copy = tmp_path / "student.onnx"
    copy.write_bytes(shipped.STUDENT.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelError, match=r"student\.onnx is damaged: sha256 is"):
        shipped.verify(copy)


def test_unlisted_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match="not listed"):
        shipped.verify(tmp_path / "x.onnx")
