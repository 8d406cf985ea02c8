from __future__ import annotations

from pathlib import Path

from app.sources.hotplug import CameraWatch, Nodes, video_nodes


def test_a_change_is_told_once() -> None:
    answers: list[Nodes] = [
        frozenset(),
        frozenset(),
        frozenset({("video0", False)}),
        frozenset({("video0", True)}),
        frozenset({("video0", True)}),
        frozenset(),
    ]
    watch = CameraWatch(lambda: answers.pop(0))
    assert [watch.changed() for _ in range(5)] == [False, True, True, False, True]


def test_nodes_and_their_stable_names_are_seen_coming_and_going(tmp_path: Path) -> None:
    links = tmp_path / "v4l" / "by-id"
    (tmp_path / "null").touch()
    assert video_nodes(tmp_path, links) == frozenset()
    node = tmp_path / "video3"
    node.touch()
    assert video_nodes(tmp_path, links) == {("video3", True)}
    links.mkdir(parents=True)
    (links / "usb-desk").symlink_to(node)
    assert video_nodes(tmp_path, links) == {("video3", True), ("usb-desk", True)}
    node.unlink()
    assert video_nodes(tmp_path, links) == {("usb-desk", False)}


def test_where_there_are_no_devices_there_is_nothing_to_see(tmp_path: Path) -> None:
    assert video_nodes(tmp_path / "none", tmp_path / "none") == frozenset()
