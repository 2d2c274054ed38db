"""A real server, and one that answers as it is told."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from parallax.v1 import framing_service_pb2, framing_service_pb2_grpc
from parallax_client import Report

ROOT = Path(__file__).parents[3]
BIN = Path(os.environ.get("PARALLAX_BIN", ROOT / "build/release/bin"))

PATIENCE = 600  # seconds that a call may take on a machine that has other work


def start_server(log: Path, *flags: str) -> tuple[subprocess.Popen[bytes], str]:
    """The process and its address. It must be ended by the caller."""
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [BIN / "parallaxd", "--port=0", "--log_format=json", "--drain_delay=0s", *flags],
            stderr=errors,
        )
    address = None
    while address is None and process.poll() is None:
        time.sleep(0.02)
        address = re.search(r'"listening","address":"([^"]+)"', log.read_text())
    if address is None:
        pytest.fail(f"parallaxd did not start: {log.read_text()}")
    return process, address[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # Nothing here is about how fast the machine is.
    log = tmp_path_factory.mktemp("server") / "log"
    process, address = start_server(
        log, f"--max_call_time={PATIENCE}s", f"--max_queue_time={PATIENCE}s"
    )
    yield address
    process.terminate()
    assert process.wait() == 0


@pytest.fixture(scope="session")
def diplomats() -> list[Report]:
    """Reports of one event that differ in much."""
    bundle = json.loads((ROOT / "tests/bundles/made-diplomats.json").read_text())
    return [
        Report(
            id=report["id"],
            outlet=report["source"],
            headline=report["sentences"][0],
            text="\n".join(report["sentences"][1:]),
        )
        for report in bundle["reports"]
    ]


@dataclass
class Script(framing_service_pb2_grpc.FramingServiceServicer):
    """Fails calls as told, in order, then answers; keeps what it was sent."""

    failures: list[status_pb2.Status] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)  # the metadata of each attempt
    seconds_left: list[float] = field(default_factory=list)
    before_answer: Callable[[], None] = lambda: None

    def CompareReports(  # noqa: N802
        self, request: framing_service_pb2.CompareReportsRequest, context: grpc.ServicerContext
    ) -> framing_service_pb2.CompareReportsResponse:
        self.seen.append(dict(context.invocation_metadata()))
        self.seconds_left.append(context.time_remaining())
        self.before_answer()
        if self.failures:
            status = self.failures.pop(0)
            details = (("grpc-status-details-bin", status.SerializeToString()),)
            context.set_trailing_metadata(details if status.details else ())
            code = next(c for c in grpc.StatusCode if c.value[0] == status.code)
            context.abort(code, status.message)
        return framing_service_pb2.CompareReportsResponse(model_id="scripted")


@pytest.fixture
def script() -> Iterator[Script]:
    """With the attribute `address`."""
    servicer = Script()
    server = grpc.server(futures.ThreadPoolExecutor(2))
    framing_service_pb2_grpc.add_FramingServiceServicer_to_server(servicer, server)
    servicer.address = f"localhost:{server.add_insecure_port('localhost:0')}"
    server.start()
    yield servicer
    server.stop(None).wait()


def failure(code: grpc.StatusCode, reason: str = "", retry_after: float | None = None):
    """A status as parallaxd would send it."""
    details = []
    if reason:
        details.append(error_details_pb2.ErrorInfo(reason=reason, domain="parallax"))
    if retry_after is not None:
        delay = duration_pb2.Duration(nanos=int(retry_after * 1e9))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    packed = []
    for detail in details:
        packed.append(any_pb2.Any())
        packed[-1].Pack(detail)
    return status_pb2.Status(code=code.value[0], message="as told", details=packed)


def run_python(code: str) -> str:
    """What a program of its own prints; it must end well."""
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
