from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import torch

from training.export import export, largest_difference
from training.networks.catalog import Name, build
from training.networks.efficientnet import CHANNELS, DEEP_CHANNELS, EfficientNet
from training.networks.recurrent import RecurrentNetwork
from training.networks.rvm import RvmNetwork

NAMES: tuple[Name, ...] = get_args(Name)


@pytest.fixture(scope="module", params=NAMES)
def network(request: pytest.FixtureRequest) -> RecurrentNetwork:
    torch.manual_seed(0)
    network = build(request.param, 1).eval()
    for module in network.modules():  # fresh norms hide most of what a layer does
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.1, 0.1)  # type: ignore[union-attr]
    return network


def test_a_clip_and_its_frames_one_by_one_agree(network: RecurrentNetwork) -> None:
    clip = torch.rand(2, 3, 3, 64, 64)
    with torch.no_grad():
        whole, last = network(clip)
        states = None
        for t in range(3):
            frame, states = network(clip[:, t], states)
            torch.testing.assert_close(frame, whole[:, t], rtol=1e-4, atol=1e-5)
    assert states is not None
    for one, other in zip(states, last, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)


def test_the_states_have_the_promised_shapes(network: RecurrentNetwork) -> None:
    _, states = network(torch.rand(1, 3, 64, 64))
    assert tuple(tuple(s.shape[1:]) for s in states) == network.state_shapes(64)


def test_memory_changes_what_is_seen(network: RecurrentNetwork) -> None:
    clip = torch.rand(1, 4, 3, 64, 64)
    with torch.no_grad():
        carried = network(clip)[0][:, -1]
        cleared = network(clip[:, -1])[0]
    assert float((carried - cleared).abs().max()) > 1e-4


@pytest.mark.parametrize("name", NAMES)
def test_a_teacher_has_four_maps(name: Name) -> None:
    maps, _ = build(name, 4)(torch.rand(1, 2, 3, 64, 64))
    assert tuple(maps.shape) == (1, 2, 4, 64, 64)


def test_torch_and_onnx_runtime_agree_over_sixteen_frames(
    network: RecurrentNetwork, tmp_path: Path
) -> None:
    path = tmp_path / "network.onnx"
    export(network, "sigmoid", path, {})
    assert largest_difference(network, "sigmoid", path, frames=16) < 1e-3


def test_the_runtimes_way_of_writing_it_changes_nothing(network: RecurrentNetwork) -> None:
    frame = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        for found, wanted in zip(network.folded()(frame)[0], network(frame)[0], strict=True):
            torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-5)


def test_a_clamped_teacher_exports_its_alpha(tmp_path: Path) -> None:
    torch.manual_seed(0)
    teacher = build("light", 4).eval()
    export(teacher, "clamp", tmp_path / "x.onnx", {})
    assert largest_difference(teacher, "clamp", tmp_path / "x.onnx", frames=3) < 1e-3


@pytest.mark.parametrize(("deep", "channels"), [(False, CHANNELS), (True, DEEP_CHANNELS)])
def test_the_trunk_takes_imagenet_and_keeps_its_scales(
    deep: bool, channels: tuple[int, ...]
) -> None:
    trunk = EfficientNet(deep).eval()
    trunk.load_imagenet()
    features = trunk(torch.rand(1, 3, 64, 64))
    assert tuple(f.shape[1] for f in features) == channels
    assert tuple(f.shape[2] for f in features) == (32, 16, 8, 4)
    assert all(0.05 < float(f.detach().std()) < 50 for f in features)


def test_another_networks_trunk_is_refused(tmp_path: Path) -> None:
    torch.save({"_conv_stem.weight": torch.zeros(8, 3, 3, 3)}, tmp_path / "x.pth")
    with pytest.raises(ValueError, match="missing or misshapen"):
        EfficientNet().load_imagenet(tmp_path / "x.pth")


def test_the_rvm_shape_has_rvms_parameters() -> None:
    """Counts of RVM's modules; ours has one output and neither refiner nor foreground."""
    network = RvmNetwork()

    def count(*modules: torch.nn.Module | torch.Tensor) -> int:
        found = [module for module in modules if isinstance(module, torch.nn.Module)]
        return sum(p.numel() for module in found for p in module.parameters())

    d = network.decoder
    assert count(network.encoder) == 2_971_952
    assert count(d.context) == 246_016
    assert count(d.remember16) == 221_376
    assert count(d.merge8, d.remember8) == 209_800
    assert count(d.merge4, d.remember4) == 60_260
    assert count(d.merge2, d.remember2) == 30_928
    assert count(d.detail) == 7_408
    # RVM's 3,748,633 less its refiner (808), three foreground maps (51) and one of two heads (17)
    assert count(network) == 3_748_633 - 808 - 51 - 17
