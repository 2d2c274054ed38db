"""`parallax schema`, by a validator that shares no code with the project."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from conftest import BIN, ROOT
from jsonschema import Draft202012Validator

SAMPLES = sorted(map(str, (ROOT / "tests/samples/diplomats").iterdir()))


def parallax(*words: str | Path) -> dict:
    run = subprocess.run([BIN / "parallax", *words], check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def comparison() -> dict:
    return parallax("compare", "--format=json", "--view=full", *SAMPLES)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(parallax("schema", "compare"))


def breaches(validator: Draft202012Validator, answer: dict) -> list[str]:
    return [error.json_path for error in validator.iter_errors(answer)]


@pytest.mark.parametrize("command", ["compare", "analyze"])
def test_they_are_schemas_of_the_draft_that_they_name(command):
    schema = parallax("schema", command)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def test_answers_keep_to_them(validator, comparison):
    assert comparison["differences"] and comparison["analyses"]
    assert breaches(validator, comparison) == []
    analysis = parallax("analyze", "--format=json", SAMPLES[0])
    assert breaches(Draft202012Validator(parallax("schema", "analyze")), analysis) == []
    assert breaches(validator, analysis) != []


@pytest.mark.parametrize(
    "member, value",
    [("confidence", "0.9"), ("severity", "DIRE"), ("positions", {}), ("explanation", None)],
)
def test_a_member_of_a_wrong_type_does_not(validator, comparison, member, value):
    first, *others = comparison["differences"]
    assert member in first
    wrong = {**comparison, "differences": [{**first, member: value}, *others]}
    assert breaches(validator, wrong) == [f"$.differences[0].{member}"]
