"""What torch composes is what OpenCV composes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from training.datasets.pack import Pack
from training.synthesis import camera, clip, filming
from training.synthesis.camera import Webcam
from training.synthesis.device import compose_on, trimmed
from training.synthesis.jpeg import through_jpeg
from training.synthesis.layers import warp_all
from training.synthesis.motion import Placement
from training.synthesis.occluders import Kind
from training.synthesis.plan import plan
from training.synthesis.scene import Scene
from training.synthesis.variety import PLAIN, Variety
from training.synthesis.warping import blurred, shifted, warp

CPU = torch.device("cpu")
CLEAN = Webcam((1.0, 1.0, 1.0), 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0)
SHARES: dict[Kind, float] = {"blob": 1, "strands": 1, "bar": 1, "smoke": 1, "hand": 2, "glasses": 1}


def _scene(root: Path, seed: int, variety: Variety = PLAIN) -> Scene:
    pack = Pack(root, "train")
    face = pack.read_face(pack.entries("face")[0])
    return plan(np.random.default_rng(seed), pack, face, 128, 3, 0.9, SHARES, variety)


def _picture(side: int = 96) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    y, x = np.mgrid[0:side, 0:side]
    waves = 128 + 90 * np.sin(x / 5) * np.cos(y / 7)
    return np.dstack((waves, np.roll(waves, 9, 1), 255 - waves)).astype(np.uint8)


def _tensor(picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> torch.Tensor:
    return torch.from_numpy(picture.copy()).permute(2, 0, 1).float()


@pytest.mark.parametrize("seed", range(12))
def test_both_compose_the_same_clip(pack_root: Path, seed: int) -> None:
    variety = Variety(extreme=0.3, crowd=0.4, empty=0.15, reflections=1)
    scene = dataclasses.replace(_scene(pack_root, seed, variety), webcam=CLEAN, crf=None)
    wanted = clip.compose(np.random.default_rng(0), scene)
    found = compose_on(CPU, scene, 0)
    frames = found.frames.permute(0, 2, 3, 1).numpy() * 255
    # motion blur is taken at nine places here and along a drawn line there
    assert np.abs(frames - wanted.frames).mean() < 1.0
    assert np.abs(found.occluder[:, 0].numpy() - wanted.occluder).mean() < 2e-3
    assert np.abs(found.face[:, 0].numpy() - wanted.face).max() < 0.05
    torch.testing.assert_close(found.alpha, found.face * (1 - found.occluder))


@pytest.mark.parametrize("seed", range(6))
def test_trimming_leaves_what_is_seen(pack_root: Path, seed: int) -> None:
    scene = dataclasses.replace(_scene(pack_root, seed), webcam=CLEAN)
    small = trimmed(scene)
    assert small.face.image.shape == (240, 240, 3)
    whole, cut = compose_on(CPU, scene, 0), compose_on(CPU, small, 0)
    # half a pixel to one side would be twice that
    assert float((whole.alpha - cut.alpha).abs().mean()) < 4e-3
    assert float((whole.frames - cut.frames).abs().mean()) < 4 / 255


def test_noise_is_the_seeds(pack_root: Path) -> None:
    noisy = dataclasses.replace(CLEAN, noise=5.0, chroma=4.0)
    scene = dataclasses.replace(_scene(pack_root, 1), webcam=noisy)
    one, same, other = (compose_on(CPU, scene, seed).frames for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert not torch.equal(one[0], one[1])


def test_a_coded_clip_keeps_its_shape(pack_root: Path) -> None:
    scene = dataclasses.replace(_scene(pack_root, 1), webcam=CLEAN, crf=40)
    coded = compose_on(CPU, scene, 0).frames
    clean = compose_on(CPU, dataclasses.replace(scene, crf=None), 0).frames
    assert coded.shape == clean.shape
    assert 0 < float((coded - clean).abs().mean()) < 0.1


def test_warping_is_opencvs() -> None:
    picture = _picture()
    placements = (Placement(40, 52, 0.8, 0.4, 1.1, 0.05), Placement(60, 30, 1.3, -1.0, flip=True))
    affines = np.stack([p.affine((48, 48)) for p in placements])
    for border, flag in ((False, cv2.BORDER_CONSTANT), (True, cv2.BORDER_REPLICATE)):
        wanted = warp_all(picture, affines, 80, flag)
        found = warp(_tensor(picture), torch.from_numpy(affines), 80, border)
        difference = np.abs(found.permute(0, 2, 3, 1).numpy() - wanted)
        assert difference.mean() < 1  # OpenCV's coordinates have five bits of a pixel
        assert np.quantile(difference, 0.999) < 8


def test_blurring_is_opencvs() -> None:
    picture = _picture()
    wanted = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), 2.3)
    found = blurred(_tensor(picture), 2.3).permute(1, 2, 0).numpy()
    assert np.abs(found - wanted).max() < 0.5


def test_a_shift_moves_right_and_down() -> None:
    dot = torch.zeros(1, 1, 16, 16)
    dot[..., 5, 6] = 1
    moved = shifted(dot, 3, 2)
    assert float(moved[0, 0, 7, 9]) == pytest.approx(1)
    assert float(moved.sum()) == pytest.approx(1)


@pytest.mark.parametrize("quality", [25, 60, 95])
@pytest.mark.parametrize("side", [96, 91])
def test_jpeg_loses_what_opencvs_loses(quality: int, side: int) -> None:
    picture = _picture(side)
    _, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    wanted = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.float32)[..., ::-1]
    found = through_jpeg(_tensor(picture)[None], quality)[0].permute(1, 2, 0).numpy()
    lost = np.abs(wanted - picture).mean()
    assert np.abs(found - wanted).mean() < 0.35 * lost + 0.5
    assert np.abs(found - picture).mean() == pytest.approx(lost, rel=0.1)


@pytest.mark.parametrize(
    "cam",
    [
        dataclasses.replace(CLEAN, gain=(0.7, 0.9, 1.2), gamma=1.3),
        dataclasses.replace(CLEAN, blur=1.4),
        dataclasses.replace(CLEAN, shrink=2.4),
        dataclasses.replace(CLEAN, sharpen=0.9),
        dataclasses.replace(CLEAN, quality=50),
    ],
    ids=["gain and gamma", "blur", "shrink", "sharpen", "quality"],
)
def test_the_camera_has_the_same_habits(cam: Webcam) -> None:
    shots = _picture(96)[None].repeat(2, 0)
    wanted = camera.film(np.random.default_rng(0), shots, cam).astype(np.float32)
    clip_ = torch.stack([_tensor(shot) for shot in shots])
    found = filming.film(clip_, cam, torch.Generator()).permute(0, 2, 3, 1).numpy()
    changed = np.abs(wanted - shots).mean()
    assert changed > 1
    assert np.abs(found - wanted).mean() < max(0.25 * changed, 0.7)
