"""The look of the app itself: one dark, calm palette and the style sheet made from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

ICONS = Path(__file__).parents[2] / "assets" / "icons"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours, as "#rrggbb". Every text/ground pair is kept above 4.5:1 by a test."""

    stage: str = "#0c0e11"
    """Around the picture."""
    window: str = "#14171c"
    panel: str = "#1a1e25"
    control: str = "#262c36"
    control_hover: str = "#303744"
    line: str = "#2b313c"
    outline: str = "#6c7686"
    """Edges that tell a control's shape: 3:1 on the panel."""
    text: str = "#eceff4"
    quiet: str = "#aab2c0"
    disabled: str = "#737d8c"
    accent: str = "#63d2c0"
    accent_hover: str = "#85e0d1"
    accent_deep: str = "#173c3a"
    """The ground of what is selected or switched on."""
    on_accent: str = "#0b1f1c"
    focus: str = "#a9c7ff"
    record: str = "#ff6b6b"
    record_deep: str = "#4a1d22"
    warning: str = "#f5c26b"
    warning_deep: str = "#332a18"
    note_deep: str = "#16302f"


PALETTE = Palette()

TEXT_ON = (
    ("text", "stage"),
    ("text", "window"),
    ("text", "panel"),
    ("text", "control"),
    ("text", "control_hover"),
    ("text", "accent_deep"),
    ("text", "record_deep"),
    ("text", "warning_deep"),
    ("text", "note_deep"),
    ("quiet", "stage"),
    ("quiet", "window"),
    ("quiet", "panel"),
    ("quiet", "control"),
    ("quiet", "accent_deep"),
    ("quiet", "warning_deep"),
    ("quiet", "note_deep"),
    ("accent", "window"),
    ("accent", "panel"),
    ("accent", "accent_deep"),
    ("record", "window"),
    ("warning", "warning_deep"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
)
"""The pairs of colours in which words are written on a ground."""


def dress(app: QApplication) -> None:
    """Give the whole application the palette and the style sheet."""
    app.setStyle("Fusion")
    app.setPalette(_qt_palette(PALETTE))
    app.setStyleSheet(style_sheet(PALETTE))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").

    Args:
        one: "#rrggbb".
        other: "#rrggbb".
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def style_sheet(palette: Palette) -> str:
    """The style sheet, `style.qss` with the palette's colours filled in."""
    text = (Path(__file__).parent / "style.qss").read_text(encoding="utf-8")
    colours = {name: getattr(palette, name) for name in Palette.__slots__}
    return Template(text).substitute(colours, icons=ICONS.as_posix())


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _qt_palette(palette: Palette) -> QPalette:
    """What the style sheet doesn't reach: dialogs, selections, placeholders."""
    roles = {
        QPalette.ColorRole.Window: palette.window,
        QPalette.ColorRole.WindowText: palette.text,
        QPalette.ColorRole.Base: palette.panel,
        QPalette.ColorRole.AlternateBase: palette.control,
        QPalette.ColorRole.Text: palette.text,
        QPalette.ColorRole.Button: palette.control,
        QPalette.ColorRole.ButtonText: palette.text,
        QPalette.ColorRole.BrightText: palette.record,
        QPalette.ColorRole.ToolTipBase: palette.control,
        QPalette.ColorRole.ToolTipText: palette.text,
        QPalette.ColorRole.PlaceholderText: palette.quiet,
        QPalette.ColorRole.Highlight: palette.accent,
        QPalette.ColorRole.HighlightedText: palette.on_accent,
        QPalette.ColorRole.Link: palette.accent,
    }
    qt = QPalette()
    for role, colour in roles.items():
        qt.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        qt.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.disabled))
    return qt
