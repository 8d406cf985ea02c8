from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from model import shipped
from model.contract import SIZE
from model.matting import Matting
from model.memory import Memory
from training.decoder import state_shapes
from training.encoder import CHANNELS, Encoder
from training.export import export, largest_difference, moving_shapes
from training.student import Student


@pytest.fixture(scope="module")
def student() -> Student:
    torch.manual_seed(0)
    network = Student().eval()
    for module in network.modules():  # fresh norms hide most of what a layer does
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.1, 0.1)  # type: ignore[union-attr]
    return network


def test_a_clip_and_its_frames_one_by_one_agree(student: Student) -> None:
    clip = torch.rand(2, 3, 3, 64, 64)
    with torch.no_grad():
        whole, last = student(clip)
        states = None
        for t in range(3):
            frame, states = student(clip[:, t], states)
            torch.testing.assert_close(frame, whole[:, t], rtol=1e-4, atol=1e-5)
    assert states is not None
    for one, other in zip(states, last, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_the_states_have_the_promised_shapes(student: Student) -> None:
    _, states = student(torch.rand(1, 3, 64, 64))
    assert tuple(tuple(s.shape[1:]) for s in states) == state_shapes(64)


def test_the_trunk_takes_imagenet_and_keeps_its_scales() -> None:
    encoder = Encoder().eval()
    encoder.load_imagenet()
    features = encoder(torch.rand(1, 3, 64, 64))
    assert tuple(f.shape[1] for f in features) == CHANNELS
    assert tuple(f.shape[2] for f in features) == (32, 16, 8, 4)
    assert all(0.05 < float(f.detach().std()) < 50 for f in features)


def test_another_networks_trunk_is_refused(tmp_path: Path) -> None:
    torch.save({"_conv_stem.weight": torch.zeros(8, 3, 3, 3)}, tmp_path / "x.pth")
    with pytest.raises(ValueError, match="missing or misshapen"):
        Encoder().load_imagenet(tmp_path / "x.pth")


def test_torch_and_onnx_runtime_agree_over_sixteen_frames(student: Student, tmp_path: Path) -> None:
    path = tmp_path / "student.onnx"
    export(student, path, {})
    assert largest_difference(student, path, frames=16) < 1e-3


def test_carrying_memory_differs_from_clearing_it() -> None:
    matting = Matting(shipped.STUDENT, "cpu")
    clip = moving_shapes(6)
    memory: Memory | None = None
    for frame in clip:
        carried, (memory,) = matting.step(frame[None], [memory])
    cleared, _ = matting.step(clip[-1][None], [None])
    assert np.abs(carried - cleared).max() > 0.01


def test_a_batch_is_its_faces_one_by_one() -> None:
    matting = Matting(shipped.STUDENT, "cpu")
    clip = moving_shapes(3)
    together, memories = matting.step(clip, [None] * 3)
    for i in range(3):
        alone, (memory,) = matting.step(clip[i][None], [None])
        assert np.abs(alone[0] - together[i]).max() < 1e-4
        assert np.abs(memory.states[0] - memories[i].states[0]).max() < 1e-3


def test_the_shipped_file_takes_the_contract_size() -> None:
    assert Matting(shipped.STUDENT, "cpu").contract.size == SIZE
