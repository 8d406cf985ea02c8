"""Every key of the window, once: menus, tooltips and the help list are made from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and what it does.

    Attributes:
        keys: as Qt writes them, e.g. "Ctrl+O".
        words: what it does, as the menu says it.
        place: the menu, or the part of the window it works in.
    """

    keys: str
    words: str
    place: str


SHORTCUTS: dict[str, Shortcut] = {
    "open": Shortcut("Ctrl+O", "Open a file", "File"),
    "snapshot": Shortcut("S", "Take a snapshot", "File"),
    "record": Shortcut("R", "Record", "File"),
    "save_look": Shortcut("Ctrl+S", "Save the look", "File"),
    "import_look": Shortcut("Ctrl+I", "Import look…", "File"),
    "export_look": Shortcut("Ctrl+E", "Export look…", "File"),
    "packs": Shortcut("Ctrl+P", "Packs…", "File"),
    "quit": Shortcut("Ctrl+Q", "Quit", "File"),
    "next_view": Shortcut("V", "Next view", "View"),
    "result": Shortcut("1", "Result", "View"),
    "matte": Shortcut("2", "Matte", "View"),
    "compare": Shortcut("3", "Before and after", "View"),
    "grey": Shortcut("G", "Matte in grey", "View"),
    "peek": Shortcut("B", "Hold to see the original", "View"),
    "statistics": Shortcut("T", "Statistics", "View"),
    "full_screen": Shortcut("F11", "Full screen", "View"),
    "mirror": Shortcut("M", "Mirror", "Camera"),
    "virtual_camera": Shortcut("C", "Virtual camera", "Camera"),
    "panic": Shortcut("F12", "Hide me at once", "Camera"),
    "shortcuts": Shortcut("F1", "Keyboard shortcuts", "Help"),
    "switch": Shortcut("Space", "Switch the filter on or off", "Filter list"),
    "move": Shortcut("Alt+Up / Down", "Move the filter", "Filter list"),
    "remove": Shortcut("Delete", "Remove the filter", "Filter list"),
    "divider": Shortcut("Left / Right", "Move the divider", "Before and after"),
    "middle": Shortcut("Space", "Divider to the middle", "Before and after"),
}
