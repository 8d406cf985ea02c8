from __future__ import annotations

import json

import pytest

from model.contract import METADATA_KEY, SIZE, VERSION, Contract, ModelError

CONTRACT = Contract(((12, 64, 64), (20, 32, 32)))


def test_metadata_survives_the_file() -> None:
    assert Contract.from_metadata(CONTRACT.to_metadata(), "a.onnx") == CONTRACT


def test_each_state_has_an_input_and_an_output() -> None:
    assert CONTRACT.inputs == ("src", "r1i", "r2i")
    assert CONTRACT.outputs == ("alpha", "r1o", "r2o")


def test_a_file_without_a_contract_is_another_networks() -> None:
    with pytest.raises(ModelError, match=r"rvm\.onnx is another network's file"):
        Contract.from_metadata({"producer": "x"}, "rvm.onnx")


def test_another_version_is_refused_with_found_and_wanted() -> None:
    facts = json.loads(CONTRACT.to_metadata()[METADATA_KEY]) | {"version": VERSION + 1}
    with pytest.raises(ModelError, match=f"follows contract {VERSION + 1}, need {VERSION}"):
        Contract.from_metadata({METADATA_KEY: json.dumps(facts)}, "a.onnx")


def test_another_size_is_refused() -> None:
    facts = json.loads(CONTRACT.to_metadata()[METADATA_KEY]) | {"size": 512}
    with pytest.raises(ModelError, match=f"512 px crops, need {SIZE}"):
        Contract.from_metadata({METADATA_KEY: json.dumps(facts)}, "a.onnx")


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"version": 1}', '{"version": "x"}'])
def test_a_broken_contract_is_named(broken: str) -> None:
    with pytest.raises(ModelError, match=r"a\.onnx"):
        Contract.from_metadata({METADATA_KEY: broken}, "a.onnx")
