from __future__ import annotations

import numpy as np
import torch

from training.trimap import erode_by_convolution, random_unknown


def _disc() -> torch.Tensor:
    y, x = np.mgrid[0:128, 0:128]
    disc = np.clip(40 - np.hypot(x - 64, y - 64), 0, 1)[None, None].repeat(3, 0)
    return torch.from_numpy(disc.astype(np.float32))


def test_the_band_lies_along_the_edge_and_differs_from_frame_to_frame() -> None:
    disc = _disc()
    unknown = random_unknown(np.random.default_rng(0), disc)
    assert (unknown[:, 0, 64, 64] == 0).all()
    assert (unknown[:, 0, 0, 0] == 0).all()
    assert (unknown[(disc > 0.01) & (disc < 0.99)] == 1).all()
    assert len({float(frame.sum()) for frame in unknown}) > 1


def test_the_band_is_no_wider_than_the_widest_kernel() -> None:
    disc = _disc()
    rng = np.random.default_rng(0)
    reach = max(
        float(np.abs(np.hypot(*(np.argwhere(frame[0].numpy())[:, ::-1] - 64).T) - 39.5).max())
        for _ in range(40)
        for frame in random_unknown(rng, disc)
    )
    assert 2 < reach < 29 / 640 * 128 / 2 + 2


def test_an_empty_and_a_full_frame_are_known_everywhere() -> None:
    for alpha in (torch.zeros(1, 1, 32, 32), torch.ones(1, 1, 32, 32)):
        assert random_unknown(np.random.default_rng(0), alpha).sum() == 0


def test_a_convolution_draws_the_same_trimap() -> None:
    disc = _disc()
    disc[..., :40] = 1  # up to the edge, where the border counts
    wanted = random_unknown(np.random.default_rng(5), disc)
    found = random_unknown(np.random.default_rng(5), disc, erode_by_convolution)
    assert torch.equal(found, wanted)
