"""The job on Spark, local[2], with the real program."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[3]
BIN = Path(os.environ.get("PARALLAX_BIN", ROOT / "build/release/bin"))
JOB = ROOT / "deploy/spark/compare_bundles.py"
sys.path.insert(0, str(JOB.parent))

import compare_bundles  # noqa: E402

BUNDLES = 200


def small_bundles() -> list[dict]:
    """Two reports of three sentences each; every one differs from every other, on five days."""
    bundles = [json.loads(path.read_text()) for path in sorted((ROOT / "tests/bundles").glob("*.json"))]
    chosen = random.Random(5)
    small = []
    for i in range(BUNDLES):
        reports = chosen.sample(bundles[i % len(bundles)]["reports"], 2)
        small.append(
            {
                "id": f"bundle-{i}",
                "reports": [
                    {
                        "id": report["id"],
                        "outlet": report["source"],
                        "headline": report["sentences"][0],
                        "text": "\n".join([*report["sentences"][1:3], f"Dispatch {i} of the desk.\n\n"]),
                        "publishTime": f"2023-03-{1 + i % 5:02}T12:00:00Z",
                    }
                    for report in reports
                ],
            }
        )
    return small


@pytest.fixture(scope="module")
def bundles() -> list[dict]:
    return small_bundles()


@pytest.fixture(scope="module")
def spark():
    # Workers import the job by its name, as they would from --py-files.
    os.environ["PYTHONPATH"] = str(JOB.parent)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .getOrCreate()
    )
    yield session
    session.stop()


def write_lines(path: Path, bundles: list[dict], *lines: str) -> str:
    path.write_text("\n".join([json.dumps(bundle) for bundle in bundles] + list(lines)) + "\n")
    return str(path)


def options(source: str, output: Path, **rest) -> Namespace:
    values = {
        "input": source, "output": str(output), "form": "jsonl", "parallax": str(BIN / "parallax"),
        "bundles_per_task": 10, "retry_errors": False, "flags": [],
    }
    return Namespace(**(values | rest))


def rows(spark, output: Path) -> dict:
    answers = compare_bundles.latest(compare_bundles.read_answers(spark, str(output))).collect()
    by_id = {row.id: row for row in answers}
    assert len(by_id) == len(answers)
    return by_id


def plain_answers(bundles: list[dict]) -> list[str]:
    """The same by the command itself."""
    requests = "\n".join(json.dumps({"reports": bundle["reports"]}) for bundle in bundles)
    printed = subprocess.run(
        [BIN / "parallax", "compare", "--request=-", "--format=jsonl"],
        input=requests, capture_output=True, text=True, check=True,
    ).stdout
    return printed.splitlines()


def test_a_killed_run_is_resumed_and_gives_the_plain_commands_answers(spark, bundles, tmp_path):
    source, output = write_lines(tmp_path / "bundles.jsonl", bundles), tmp_path / "answers"
    command = [
        Path(sys.executable).parent / "spark-submit", "--master", "local[2]",
        "--conf", "spark.ui.enabled=false", JOB,
        f"--input={source}", f"--output={output}", f"--parallax={BIN / 'parallax'}",
        "--bundles-per-task=10",
    ]
    killed = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"PYSPARK_PYTHON": sys.executable},
    )
    while killed.poll() is None and not list(output.glob("day=*/*.parquet")):
        time.sleep(0.05)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    kept = rows(spark, output)
    assert 0 < len(kept) < BUNDLES, killed.stdout.read()

    told = compare_bundles.run(spark, options(source, output))
    assert told == {"before": len(kept), "answers": BUNDLES - len(kept), "errors": 0}
    found = rows(spark, output)
    assert [found[bundle["id"]].answer for bundle in bundles] == plain_answers(bundles)
    days = sorted(path.name for path in output.glob("day=*"))
    assert days == [f"day=2023-03-{day:02}" for day in range(1, 6)]
    for bundle in bundles:
        row = found[bundle["id"]]
        message = json.loads(row.answer)
        assert bundle["reports"][0]["publishTime"].startswith(row.day)
        assert row.model_id == message["modelId"]
        assert row.fact_count == len(message["facts"])
        assert [flag.key for flag in row.flags] == [d["key"] for d in message["differences"]]
        assert row.error is None
    assert any(row.flags for row in found.values())

    told = compare_bundles.run(spark, options(source, output))
    assert told == {"before": BUNDLES, "answers": 0, "errors": 0}


def test_errors_are_kept_by_bundle(spark, bundles, tmp_path):
    few = [dict(bundle) for bundle in bundles[:3]]
    few[0]["reports"] = few[0]["reports"][:1]
    few[1]["reports"] = [{**report, "headlin": "One"} for report in few[1]["reports"]]
    source = write_lines(tmp_path / "bundles.jsonl", few, '{"id": "torn", "repor', '{"id": "bare"}')
    told = compare_bundles.run(spark, options(source, tmp_path / "answers"))
    assert told == {"before": 0, "answers": 1, "errors": 4}
    found = rows(spark, tmp_path / "answers")
    assert found["bundle-0"].error.message == "reports: 1 given, at least 2 needed"
    assert found["bundle-0"].error.reason == "INVALID_REQUEST"
    assert "headlin" in found["bundle-1"].error.message
    assert found["bundle-2"].answer
    assert found["bare"].error.reason == "MALFORMED_REQUEST"
    assert found["bare"].day == "unknown"
    (torn,) = [row for id, row in found.items() if id.startswith("line-")]
    assert torn.error.reason == "MALFORMED_REQUEST"

    told = compare_bundles.run(spark, options(source, tmp_path / "answers"))
    assert told == {"before": 5, "answers": 0, "errors": 0}
    again = options(source, tmp_path / "answers", retry_errors=True)
    assert compare_bundles.run(spark, again) == {"before": 1, "answers": 0, "errors": 4}
    assert len(rows(spark, tmp_path / "answers")) == 5


def test_what_changed_is_compared_again(spark, bundles, tmp_path):
    output = tmp_path / "answers"
    compare_bundles.run(spark, options(write_lines(tmp_path / "old.jsonl", bundles[:4]), output))
    before = rows(spark, output)
    changed = json.loads(json.dumps(bundles[:4]))
    changed[2]["reports"][0]["headline"] = "Something else altogether"
    source = write_lines(tmp_path / "new.jsonl", changed)
    assert compare_bundles.run(spark, options(source, output))["answers"] == 1
    after = rows(spark, output)
    assert [id for id in sorted(after) if after[id] != before[id]] == ["bundle-2"]
    flags = ["--min-confidence=0.99"]
    assert compare_bundles.run(spark, options(source, output, flags=flags))["answers"] == 4
    assert all(flag.confidence >= 0.99 for row in rows(spark, output).values() for flag in row.flags)


def test_parquet_gives_the_same_answers(spark, bundles, tmp_path):
    few = bundles[:6]
    table = [(b["id"], b["reports"], "2024-01-02" if i else None) for i, b in enumerate(few)]
    schema = f"id string, reports {compare_bundles.REPORTS_SCHEMA}, day string"
    spark.createDataFrame(table, schema).write.parquet(str(tmp_path / "bundles"))
    source = options(str(tmp_path / "bundles"), tmp_path / "answers", form="parquet")
    assert compare_bundles.run(spark, source)["answers"] == 6
    found = rows(spark, tmp_path / "answers")
    assert [found[bundle["id"]].answer for bundle in few] == plain_answers(few)
    assert [found[b["id"]].day for b in few] == ["2023-03-01"] + ["2024-01-02"] * 5


def test_a_bundle_that_ends_the_program_costs_itself_alone(spark, bundles, tmp_path):
    fragile = tmp_path / "fragile"
    # As the program itself, but it dies of a certain word.
    fragile.write_text(
        f"#!{sys.executable}\n"
        "import subprocess, sys, os\n"
        f"real = subprocess.Popen([{str(BIN / 'parallax')!r}, *sys.argv[1:]], text=True,\n"
        "                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "for line in sys.stdin:\n"
        "    if 'POISON' in line: os._exit(9)\n"
        "    real.stdin.write(line); real.stdin.flush()\n"
        "    sys.stdout.write(real.stdout.readline()); sys.stdout.flush()\n"
    )
    fragile.chmod(0o755)
    few = json.loads(json.dumps(bundles[:5]))
    few[1]["reports"][0]["text"] += "POISON"
    few[2]["reports"][0]["text"] += "POISON"
    source = write_lines(tmp_path / "bundles.jsonl", few)
    told = compare_bundles.run(
        spark, options(source, tmp_path / "answers", parallax=str(fragile), bundles_per_task=100)
    )
    assert told == {"before": 0, "answers": 3, "errors": 2}
    found = rows(spark, tmp_path / "answers")
    assert [id for id, row in sorted(found.items()) if row.error] == ["bundle-1", "bundle-2"]
    assert found["bundle-1"].error.message == "the comparison ended with status 9"
    healed = options(source, tmp_path / "answers", retry_errors=True)
    assert compare_bundles.run(spark, healed) == {"before": 3, "answers": 2, "errors": 0}
    assert not any(row.error for row in rows(spark, tmp_path / "answers").values())


def test_a_program_that_does_not_work_fails_the_run_and_not_every_bundle(spark, bundles, tmp_path):
    source = write_lines(tmp_path / "bundles.jsonl", bundles[:2])
    for broken in ({"flags": ["--no-such-flag"]}, {"parallax": str(tmp_path / "none")}):
        with pytest.raises(Exception, match="does not answer|No such file"):
            compare_bundles.run(spark, options(source, tmp_path / "answers", **broken))
    assert not list((tmp_path / "answers").glob("day=*"))
