from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from model import shipped
from model.contract import SIZE, SMALL, Contract, ModelError
from model.matting import Matting, Replaced
from model.memory import resized
from model.providers.accelerator import CPU, Accelerator, DeviceError, Provider
from model.providers.found import THE_CPU
from tests.model.conftest import build
from tests.model.stubs import Session


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


def test_a_graph_of_free_sides_takes_small_crops_too(free: Path, tiny: Path) -> None:
    assert Matting(tiny, "cpu").contract.sizes == (SIZE,)
    matting = Matting(free, "cpu")
    assert matting.contract.sizes == (SIZE, SMALL)
    alpha, memory = matting.step(_gray(51)[:, :SMALL, :SMALL], [None])
    assert alpha.shape == (1, SMALL, SMALL)
    alpha, _ = matting.step(_gray(51), [resized(memory[0], SIZE / SMALL)])
    assert alpha == pytest.approx(0.4)
    with pytest.raises(ValueError, match="need uint8"):
        matting.step(np.zeros((1, 64, 64, 3), np.uint8), [None])


def test_a_graph_free_in_parts_is_held_to_the_rest(tmp_path: Path) -> None:
    promised = Contract(((7, SIZE, SIZE),), "tiny")
    with pytest.raises(ModelError, match="breaks its contract"):
        Matting(build(tmp_path / "liar.onnx", promised.to_metadata(), side="S"))


def test_the_provider_in_use_is_reported(tiny: Path) -> None:
    matting = Matting(tiny, "cpu")
    assert (matting.provider, matting.reason) == ("CPU", "asked for")


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


def _failing(runs: int) -> Accelerator:
    """The CPU by another name, which fails after some runs."""

    def opened(path: Path) -> Session:
        session = Session(Provider(CPU)(path))
        session.runs_left = runs
        return session

    return Accelerator("card", "Card", opened)


def test_an_accelerator_that_fails_is_replaced_with_its_memory_cleared(tiny: Path) -> None:
    told: list[Replaced] = []
    card = _failing(2)
    matting = Matting(tiny, "card", on_replaced=told.append, accelerators=(card, THE_CPU))
    assert matting.provider == "Card"
    _, memory = matting.step(_gray(51), [None])
    alpha, memory = matting.step(_gray(51), memory)
    assert alpha == pytest.approx(0.4)
    alpha, memory = matting.step(_gray(51), memory)
    assert alpha == pytest.approx(0.2)  # the frame is done, as if the face were new
    assert told == [Replaced("Card", "the card has fallen out", "CPU")]
    assert matting.provider == "CPU"
    assert "Card failed" in matting.reason
    alpha, _ = matting.step(_gray(51), memory)
    assert alpha == pytest.approx(0.4)


def test_what_can_not_start_is_passed_over_when_it_should_take_over(tiny: Path) -> None:
    def refuses(path: Path) -> Session:
        raise DeviceError("no power")

    spare = Accelerator("spare", "Spare", refuses)
    matting = Matting(tiny, accelerators=(_failing(9), spare, THE_CPU))
    for _ in range(12):
        alpha, _ = matting.step(_gray(51), [None])
        assert alpha == pytest.approx(0.2)


def test_with_nothing_left_the_failure_is_told(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    matting = Matting(tiny, "card", accelerators=(_failing(0),))
    monkeypatch.setattr(matting, "_spare", [])
    with pytest.raises(ModelError, match="nothing is left to run on: the card has fallen out"):
        matting.step(_gray(51), [None])


def test_states_are_fetched_only_when_a_face_moves_or_faces_change(tiny: Path) -> None:
    matting = Matting(tiny, "cpu")
    pair = np.concatenate((_gray(51), _gray(102)))
    _, memories = matting.step(pair, [None, None])
    _, again = matting.step(pair, memories)
    assert memories[0].batch is not None
    assert not memories[0].batch.fetched
    alpha, _ = matting.step(pair[:1], again[:1])
    assert alpha == pytest.approx(0.6)
    assert again[0].batch is not None
    assert again[0].batch.fetched
