"""The same comparison through four clients that share no code: the command line, the Python package,
the Node package, and buf curl, which knows only what reflection tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf import json_format
from parallax.v1 import framing_service_pb2
from parallax_client import Client, Comparison

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from conftest import BIN, PATIENCE, ROOT, server  # noqa: E402, F401

NODE_PROJECT = Path(os.environ["PARALLAX_NODE_PROJECT"])  # with client.mjs and the installed package
BUF = os.environ["PARALLAX_BUF"]


def request_of(path: Path) -> framing_service_pb2.CompareReportsRequest:
    request = framing_service_pb2.CompareReportsRequest(offset_encoding="UTF32", view="FULL")
    for report in json.loads(path.read_text())["reports"]:
        message = request.reports.add(
            id=report["id"],
            outlet=report["source"],
            headline=report["sentences"][0],
            text="\n".join(report["sentences"][1:]),
        )
        if report.get("published"):
            message.publish_time.FromJsonString(report["published"] + "T12:00:00Z")
    return request


def output(*command: object, given: str) -> str:
    return subprocess.run(
        [str(word) for word in command], input=given, check=True, capture_output=True, text=True
    ).stdout


def buf_curl(*arguments: str, given: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge", *arguments],
        input=given, check=check, capture_output=True, text=True,
    )


@pytest.mark.parametrize("bundle", sorted((ROOT / "tests/bundles").glob("*.json")), ids=lambda p: p.stem)
def test_every_client_gets_the_same_answer(server, bundle):  # noqa: F811
    request = request_of(bundle)
    given = json_format.MessageToJson(request)
    with Client(server, timeout=PATIENCE) as client:
        python = client.compare_request(request).message
    assert python.facts and python.analyses
    url = f"http://{server}/parallax.v1.FramingService/CompareReports"
    others = {
        "parallax": output(
            BIN / "parallax", "compare", f"--server={server}", "--request=-", "--format=json",
            f"--timeout={PATIENCE}", given=given,
        ),
        "node": output("node", NODE_PROJECT / "client.mjs", server, PATIENCE * 1000, given=given),
        "buf": buf_curl("--data", "@-", url, given=given).stdout,
    }
    for name, printed in others.items():
        assert Comparison.from_json(printed).message == python, name


def test_reflection_lists_the_methods(server):  # noqa: F811
    listed = buf_curl("--list-methods", f"http://{server}").stdout.split()
    assert {
        "parallax.v1.FramingService/AnalyzeReport",
        "parallax.v1.FramingService/CompareReports",
        "parallax.v1.FramingService/FollowEvent",
        "grpc.health.v1.Health/Check",
    } <= set(listed)


def test_errors_come_with_details_that_reflection_knows(server):  # noqa: F811
    url = f"http://{server}/parallax.v1.FramingService/CompareReports"
    refused = buf_curl("--data", "@-", url, given='{"reports": [{"text": "One."}]}', check=False)
    assert refused.returncode != 0
    for part in (
        '"invalid_argument"', "reports: 1 given, at least 2 needed", "google.rpc.ErrorInfo",
        "google.rpc.BadRequest",
    ):
        assert part in refused.stdout + refused.stderr
