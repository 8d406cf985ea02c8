"""What the two stages minimise."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.nn import functional as F

from training import stage1, stage2
from training.checkpoint import save, start
from training.datasets.samples import Batch
from training.networks.prediction import read_maps
from training.settings import Stage1Settings, Stage2Settings


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """A teacher's run that has not begun to learn."""
    save(start(Stage1Settings(imagenet=False), 4, torch.device("cpu")), tmp_path, {})
    return tmp_path


def _batch() -> Batch:
    torch.manual_seed(0)
    unknown = torch.zeros(1, 2, 1, 64, 64)
    unknown[..., :16] = 1
    covered = torch.zeros(1, 2, 1, 64, 64)
    covered[..., 16:32, :] = 1
    return Batch(torch.rand(1, 2, 3, 64, 64), torch.rand(1, 2, 1, 64, 64), unknown, covered)


@torch.no_grad()
def test_the_students_loss_weighs_more_where_the_teacher_doubts(teacher: Path) -> None:
    network = start(Stage2Settings(imagenet=False), 1, torch.device("cpu")).network.eval()
    alone = stage2.StudentObjective(Stage2Settings()).terms(network, _batch())
    level = stage2.StudentObjective(Stage2Settings(teacher=teacher, w2=0))
    guided = stage2.StudentObjective(Stage2Settings(teacher=teacher))
    l1 = float(alone["l1"])
    assert float(level.terms(network, _batch())["l1"]) == pytest.approx(2 * l1, rel=1e-5)
    assert float(guided.terms(network, _batch())["l1"]) > 2.01 * l1


@torch.no_grad()
def test_the_teachers_matting_losses_stay_inside_the_trimap() -> None:
    network = start(Stage1Settings(imagenet=False), 4, torch.device("cpu")).network.eval()
    inside, everywhere = (
        stage1.TeacherObjective(Stage1Settings(trimap=on)).terms(network, _batch())
        for on in (True, False)
    )
    assert float(inside["l1"]) < 0.5 * float(everywhere["l1"])
    assert float(inside["nll_alpha"]) == pytest.approx(float(everywhere["nll_alpha"]))
    assert {"nll_unknown", "total"} <= set(inside)


@torch.no_grad()
@pytest.mark.parametrize("term", ["l1", "cross_entropy"])
def test_covered_face_weighs_more_if_asked(term: str) -> None:
    network = start(Stage2Settings(imagenet=False), 1, torch.device("cpu")).network.eval()
    batch = _batch()
    seen = read_maps(network(batch.frames)[0], "sigmoid")
    wrong = {
        "l1": (seen.alpha - batch.alpha).abs(),
        "cross_entropy": F.binary_cross_entropy(seen.alpha, batch.alpha, reduction="none"),
    }[term]
    terms = stage2.StudentObjective(Stage2Settings(covered=3)).terms(network, batch)
    wanted = float(wrong.mean() + 3 * (wrong * batch.covered).mean())
    assert float(terms[term]) == pytest.approx(wanted, rel=1e-4)


@torch.no_grad()
def test_covered_face_weighs_more_beside_a_teacher(teacher: Path) -> None:
    network = start(Stage2Settings(imagenet=False), 1, torch.device("cpu")).network.eval()
    batch = _batch()
    l1, more = (
        float(
            stage2.StudentObjective(Stage2Settings(teacher=teacher, covered=covered)).terms(
                network, batch
            )["l1"]
        )
        for covered in (0, 3)
    )
    wrong = (read_maps(network(batch.frames)[0], "sigmoid").alpha - batch.alpha).abs()
    assert more - l1 == pytest.approx(3 * float((wrong * batch.covered).mean()), rel=1e-3)
