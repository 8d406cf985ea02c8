"""Fixed tensors give what fresh ones give, on the CPU: only their addresses matter to a graph."""

from __future__ import annotations

import gc
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from model import shipped
from model.crop import Crop
from model.memory import Memory, carry, resized
from model.providers import nvidia
from model.providers.accelerator import CPU, Accelerator, Provider
from model.providers.choosing import open_network, start
from model.providers.found import THE_CPU
from model.replay import Replayer
from model.runner import Runner

REPLAYED = Accelerator("again", "Again", Provider(CPU), replays=True)


class _Both:
    """The shipped network with fresh tensors and with fixed ones; they must never differ."""

    def __init__(self) -> None:
        fresh, _ = start(shipped.STUDENT, THE_CPU)
        fixed, _ = start(shipped.STUDENT, REPLAYED)
        assert isinstance(fresh, Runner)
        assert isinstance(fixed, Replayer)
        self.runners: tuple[Runner, Replayer] = fresh, fixed

    def step(
        self, crops: NDArray[np.uint8], pairs: list[tuple[Memory | None, Memory | None]]
    ) -> list[tuple[Memory, Memory]]:
        fresh, fixed = self.runners
        alpha, after = fresh.step(crops, [pair[0] for pair in pairs])
        other_alpha, other_after = fixed.step(crops, [pair[1] for pair in pairs])
        np.testing.assert_allclose(other_alpha, alpha, atol=1e-5)
        return list(zip(after, other_after, strict=True))


@pytest.fixture(scope="module")
def both() -> _Both:
    return _Both()


def crops(*seeds: int, size: int = 256) -> NDArray[np.uint8]:
    return np.stack(
        [np.random.default_rng(s).integers(0, 255, (size, size, 3), np.uint8) for s in seeds]
    )


def alike(pair: tuple[Memory, Memory]) -> None:
    for fresh, fixed in zip(pair[0].states, pair[1].states, strict=True):
        np.testing.assert_allclose(fixed, fresh, atol=1e-5)


def test_a_face_goes_on_and_begins_anew(both: _Both) -> None:
    memory: tuple[Memory | None, Memory | None] = (None, None)
    for at in range(7):
        if at == 4:
            memory = (None, None)
        (memory,) = both.step(crops(at), [memory])


def test_a_frame_may_be_shown_again_with_what_was_known_before_it(both: _Both) -> None:
    (first,) = both.step(crops(0), [(None, None)])
    (second,) = both.step(crops(1), [first])
    (again,) = both.step(crops(2), [first])
    both.step(crops(3), [second])
    both.step(crops(4), [again])


def test_what_was_remembered_stays_what_it_was(both: _Both) -> None:
    (memory,) = both.step(crops(0), [(None, None)])
    kept = [memory]
    for at in range(1, 6):
        (memory,) = both.step(crops(at), [memory])
        kept.append(memory)
    gc.collect()
    for pair in kept:
        alike(pair)


def test_faces_come_go_and_change_places(both: _Both) -> None:
    (a,) = both.step(crops(0), [(None, None)])
    a, b = both.step(crops(1, 2), [a, (None, None)])
    a, b = both.step(crops(3, 4), [a, b])
    b, a = both.step(crops(5, 6), [b, a])
    (b,) = both.step(crops(7), [b])
    both.step(crops(8, 9), [b, a])


def test_moved_memories_and_smaller_crops_go_in(both: _Both) -> None:
    (memory,) = both.step(crops(0), [(None, None)])
    before, now = Crop(100, 100, 256), Crop(110, 96, 250)
    moved = carry(memory[0], before, now), carry(memory[1], before, now)
    (memory,) = both.step(crops(1), [moved])
    small = resized(memory[0], 0.75), resized(memory[1], 0.75)
    (memory,) = both.step(crops(2, size=192), [small])
    both.step(crops(3, size=192), [memory])


def test_tensors_never_move_and_each_direction_is_a_graph_of_its_own() -> None:
    fixed, _ = start(shipped.STUDENT, REPLAYED)
    assert isinstance(fixed, Replayer)
    ran: list[tuple[object, str]] = []
    session: Any = fixed._session

    class Watched:
        def io_binding(self) -> object:
            return session.io_binding()

        def run_with_iobinding(self, binding: object, options: Any) -> None:
            ran.append((binding, options.get_run_config_entry("gpu_graph_id")))
            session.run_with_iobinding(binding, options)

    fixed._session = Watched()
    memory: Memory | None = None
    for at in range(6):
        (_, (memory,)) = fixed.step(crops(at), [memory])
    fixed.step(crops(6, 7), [None, None])
    bindings, graphs = zip(*ran, strict=True)
    assert graphs == ("1", "2") * 3 + ("3",)
    assert bindings[0] is bindings[2] is bindings[4]
    assert bindings[1] is bindings[3] is bindings[5]
    assert len({id(one) for one in bindings}) == 3


def test_it_is_chosen_like_any_other() -> None:
    opened = open_network(shipped.STUDENT, "auto", (REPLAYED, THE_CPU))
    assert {trial.name for trial in opened.trials if not trial.trouble} == {"again", "cpu"}
    assert isinstance(open_network(shipped.STUDENT, "again", (REPLAYED,)).runner, Replayer)


def test_a_card_is_tried_by_graphs_and_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["TensorrtExecutionProvider", "CUDAExecutionProvider", CPU]
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: names)
    monkeypatch.setattr(onnxruntime, "preload_dlls", lambda: None, raising=False)
    monkeypatch.setattr(nvidia, "devices", lambda: 2)
    known = {one.name: one for one in nvidia.found() if isinstance(one, Accelerator)}
    assert [*known] == [
        "cuda-graph", "cuda", "cuda-graph:1", "cuda:1", "tensorrt", "tensorrt-half",
    ]  # fmt: skip
    graph = known["cuda-graph:1"]
    assert graph.replays
    assert graph.memory == ("cuda", 1)
    assert isinstance(graph.open, Provider)
    assert graph.open.options["enable_cuda_graph"] == "1"
    assert graph.open.options["device_id"] == "1"
    assert not known["cuda"].replays
