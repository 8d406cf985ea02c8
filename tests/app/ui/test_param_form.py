from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.look import Look, Worn
from app.ui.buttons import hint
from app.ui.filter_stack import FilterStack
from app.ui.param_controls import (
    FILE_WIDTH,
    ChoiceControl,
    ColourControl,
    FileControl,
    SliderControl,
    ToggleControl,
    described,
)
from app.ui.param_form import ParamForm
from filters import catalog
from filters.filter import Filter
from filters.params import Params, ParamSpec, choice, file
from tests.app.ui.fakes import nothing


@pytest.fixture
def form(qtbot: QtBot, two_filters: Look) -> ParamForm:
    form = ParamForm()
    qtbot.addWidget(form)
    form.show_worn(two_filters.worn[0])
    form.resize(340, 500)
    form.show()
    return form


def slider(form: ParamForm, name: str) -> SliderControl:
    control = form.controls[name]
    assert isinstance(control, SliderControl)
    return control


def test_the_form_shows_what_is_declared(form: ParamForm) -> None:
    kinds = {name: type(control) for name, control in form.controls.items()}
    assert kinds == {
        "strength": SliderControl,
        "size": SliderControl,
        "finish": ChoiceControl,
        "lashes": ToggleControl,
        "shade": ColourControl,
    }
    assert [control.name.text() for control in form.controls.values()] == [
        "Strength",
        "Size",
        "Finish",
        "Lashes",
        "Shade",
    ]


def test_values_are_shown_with_their_unit(form: ParamForm) -> None:
    assert slider(form, "strength").value.text() == "0.50"
    assert slider(form, "size").value.text() == "20 px"


def test_showing_values_chooses_nothing(form: ParamForm, two_filters: Look) -> None:
    chosen: list[object] = []
    form.chosen.connect(lambda name, value: chosen.append((name, value)))
    form.show_worn(two_filters.worn[0])
    assert chosen == []


def test_a_pulled_slider_names_its_parameter_and_value(form: ParamForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.chosen) as told:
        slider(form, "strength").slider.setValue(750)
    assert told.args == ["strength", 0.75]
    assert slider(form, "strength").value.text() == "0.75"


@pytest.mark.parametrize(("place", "value"), [(0, 10.0), (1000, 90.0)])
def test_a_slider_reaches_its_ends_exactly(
    form: ParamForm, qtbot: QtBot, place: int, value: float
) -> None:
    with qtbot.waitSignal(form.chosen) as told:
        slider(form, "size").slider.setValue(place)
    assert told.args == ["size", value]


def test_double_click_puts_the_default_back(form: ParamForm, qtbot: QtBot) -> None:
    row = slider(form, "strength")
    row.slider.setValue(100)
    with qtbot.waitSignal(form.chosen) as told:
        QTest.mouseDClick(row.slider, Qt.MouseButton.LeftButton)
    assert told.args == ["strength", 0.5]
    row.slider.setValue(100)
    with qtbot.waitSignal(form.chosen) as told:
        QTest.mouseDClick(row.name, Qt.MouseButton.LeftButton)
    assert told.args == ["strength", 0.5]


def test_the_reset_button_puts_all_defaults_back(form: ParamForm) -> None:
    slider(form, "strength").slider.setValue(100)
    chosen: dict[str, object] = {}
    form.chosen.connect(lambda name, value: chosen.update({name: value}))
    form.reset.click()
    assert chosen == {
        "strength": 0.5,
        "size": 20.0,
        "finish": "matt",
        "lashes": False,
        "shade": "#c02040",
    }


def test_a_choice_and_a_toggle_give_their_values(form: ParamForm, qtbot: QtBot) -> None:
    finish, lashes = form.controls["finish"], form.controls["lashes"]
    assert isinstance(finish, ChoiceControl)
    assert isinstance(lashes, ToggleControl)
    with qtbot.waitSignal(form.chosen) as told:
        finish.box.setCurrentIndex(2)
    assert told.args == ["finish", "high-gloss"]
    with qtbot.waitSignal(form.chosen) as told:
        lashes.switch.click()
    assert told.args == ["lashes", True]


def test_a_cancelled_colour_is_put_back(form: ParamForm) -> None:
    shade = form.controls["shade"]
    assert isinstance(shade, ColourControl)
    chosen: list[object] = []
    form.chosen.connect(lambda _, value: chosen.append(value))
    dialog = shade.open_dialog()
    dialog.setCurrentColor(Qt.GlobalColor.green)
    dialog.reject()
    assert chosen == ["#00ff00", "#c02040"]


def test_a_filter_without_parameters_says_so(form: ParamForm, two_filters: Look) -> None:
    form.show_worn(two_filters.worn[1])
    assert form.controls == {}
    assert "nothing to adjust" in form.detail.text()
    assert form.reset.isHidden()


def test_no_filter_is_worded(form: ParamForm) -> None:
    form.show_worn(None)
    assert form.detail.text() == "Select a filter to adjust it."


@pytest.mark.parametrize(
    ("low", "high", "unit", "value", "words"),
    [
        (0, 1, "", 0.333, "0.33"),
        (0, 30, "px", 12.34, "12.3 px"),
        (0, 360, "°", 90, "90°"),
        (0, 100, "%", 7, "7%"),
    ],
)
def test_numbers_have_as_many_digits_as_their_range_needs(
    low: float, high: float, unit: str, value: float, words: str
) -> None:
    assert described(ParamSpec("x", "slider", low, low, high, unit=unit), value) == words


@dataclass(frozen=True, slots=True)
class PosterParams(Params):
    source: str = choice("studio", ("studio", "own"))
    own: str = file((".png", ".jpg"), label="Own picture")


@pytest.fixture
def poster(monkeypatch: pytest.MonkeyPatch) -> Worn:
    kind = Filter("poster", "Poster", "<b>A</b> picture.", PosterParams, "Wearables", nothing)
    monkeypatch.setattr(catalog, "FILTERS", (*catalog.FILTERS, kind))
    return Worn("poster", PosterParams())


def test_a_file_is_chosen_named_and_cleared(form: ParamForm, poster: Worn, qtbot: QtBot) -> None:
    form.show_worn(poster)
    control = form.controls["own"]
    assert isinstance(control, FileControl)
    assert control.button.text() == "Choose…"
    assert control.clear.isHidden()
    dialog = control.open_dialog()
    with qtbot.waitSignal(form.chosen) as told:
        dialog.fileSelected.emit("/pictures/me & you.png")
    dialog.close()
    assert told.args == ["own", "/pictures/me & you.png"]
    assert control.button.text() == "me && you.png"
    with qtbot.waitSignal(form.chosen) as told:
        control.clear.click()
    assert told.args == ["own", ""]
    assert control.button.text() == "Choose…"


def test_a_long_file_name_is_cut_in_its_middle(form: ParamForm, poster: Worn) -> None:
    name = "/pictures/" + "holiday " * 20 + "last.png"
    form.show_worn(Worn("poster", PosterParams(own=name)))
    control = form.controls["own"]
    assert isinstance(control, FileControl)
    assert control.button.text().endswith(".png")
    assert control.button.fontMetrics().horizontalAdvance(control.button.text()) < FILE_WIDTH
    assert name in control.button.toolTip()


def test_a_chosen_file_is_also_used(qtbot: QtBot, poster: Worn) -> None:
    stack = FilterStack()
    qtbot.addWidget(stack)
    stack.set_look(Look((poster,)))
    stack.set_value("own", "/a.png")
    assert stack.stack.look.worn[0].params == PosterParams(source="own", own="/a.png")
    stack.set_value("source", "studio")
    stack.set_value("own", "")
    assert stack.stack.look.worn[0].params == PosterParams(source="studio")


def test_the_expression_that_shows_a_filter_is_chosen(
    form: ParamForm, qtbot: QtBot, two_filters: Look
) -> None:
    assert form.when is not None
    assert form.when.box.currentText() == "Always"
    with qtbot.waitSignal(form.when_chosen) as told:
        form.when.box.setCurrentIndex(form.when.box.findData("smile"))
    assert told.args == ["smile"]
    form.show_worn(replace(two_filters.worn[0], when="blink"))
    assert form.when.box.currentText() == "Blink"


def test_what_hides_the_face_has_no_expression(form: ParamForm) -> None:
    form.show_worn(Worn("hide", catalog.by_id("hide").params()))
    assert form.when is None


def test_words_of_others_are_shown_as_they_are(form: ParamForm, poster: Worn) -> None:
    form.show_worn(poster)
    assert form.detail.textFormat() is Qt.TextFormat.PlainText
    assert hint("<b>A</b>") == "<qt>&lt;b&gt;A&lt;/b&gt;</qt>"
