"""The client for programs that wait for their answers."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, TypeVar

import grpc
from parallax.v1 import framing_service_pb2, framing_service_pb2_grpc

from parallax_client import connection as _connection
from parallax_client.comparison import Comparison
from parallax_client.enums import Kind, Severity
from parallax_client.errors import ParallaxError, UnreachableError, from_call
from parallax_client.event import Steps, Update, read_update
from parallax_client.reports import CompareOptions, ReportLike, analyze_request
from parallax_client.retry import Attempts, RetryPolicy

_Response = TypeVar("_Response")


def _error_of(error: grpc.RpcError) -> ParallaxError:
    call: Any = error  # gRPC raises a call that is also this error
    return from_call(call.code(), call.details(), call.trailing_metadata())


class Client:
    """Asks a Parallax server. Safe for concurrent use by several threads; close it, or use `with`.

    `server` is HOST:PORT. `tls=True` trusts the usual authorities; `Tls(ca=...)` says more. `token`
    is sent as a bearer token. `timeout` (seconds) is for a call with all its attempts.

    Calls raise ParallaxError, whose subclasses say what went wrong.
    """

    def __init__(
        self,
        server: str = _connection.DEFAULT_SERVER,
        *,
        tls: bool | _connection.Tls = False,
        token: _connection.Token | None = None,
        timeout: float = 60.0,
        retry: RetryPolicy = RetryPolicy(),
    ) -> None:
        self._connection = _connection.Connection(server, tls, token, timeout, retry)
        credentials = self._connection.credentials()
        options = self._connection.options()
        self._channel = (
            grpc.insecure_channel(server, options)
            if credentials is None
            else grpc.secure_channel(server, credentials, options)
        )
        self._stub: Any = framing_service_pb2_grpc.FramingServiceStub(self._channel)

    def compare(
        self,
        reports: Iterable[ReportLike],
        *,
        kinds: Iterable[Kind] = (),
        min_severity: Severity = Severity.UNSPECIFIED,
        min_confidence: float | None = None,
        full: bool = False,
        style: str = "",
        timeout: float | None = None,
    ) -> Comparison:
        """Compares two or more reports of one event. `min_confidence` unset: what an editor should
        see; `full`: with the analysis of each report; `style`: the text of a house style."""
        options = CompareOptions(tuple(kinds), min_severity, min_confidence, full, style)
        return self.compare_request(options.request(reports), timeout=timeout)

    def compare_request(
        self,
        request: framing_service_pb2.CompareReportsRequest,
        *,
        timeout: float | None = None,
    ) -> Comparison:
        """`compare` for a request message as it stands, the unit of its offsets included."""
        return Comparison(self._call(self._stub.CompareReports, request, timeout))

    def analyze(
        self, report: ReportLike, *, timeout: float | None = None
    ) -> framing_service_pb2.AnalyzeReportResponse:
        """Reads one report: what it claims, on whose word, and how far it stands behind it."""
        response: framing_service_pb2.AnalyzeReportResponse = self._call(
            self._stub.AnalyzeReport, analyze_request(report), timeout
        )
        return response

    def follow(
        self,
        *,
        kinds: Iterable[Kind] = (),
        min_severity: Severity = Severity.UNSPECIFIED,
        min_confidence: float | None = None,
        full: bool = False,
        style: str = "",
    ) -> Event:
        """Follows an event as reports of it break. The server holds the reports, so that a stream
        that breaks is not taken up again: open another and add them anew."""
        options = CompareOptions(tuple(kinds), min_severity, min_confidence, full, style)
        return Event(self._stub.FollowEvent, self._connection.metadata(), options)

    def close(self) -> None:
        """Ends calls under way."""
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _call(
        self, method: Callable[..., _Response], request: object, timeout: float | None
    ) -> _Response:
        attempts = Attempts(self._connection.retry, timeout or self._connection.timeout)
        while True:
            try:
                return method(
                    request, timeout=attempts.time_left(), metadata=self._connection.metadata()
                )
            except grpc.RpcError as error:
                time.sleep(attempts.wait_after(_error_of(error)))


class Event:
    """A followed event, from Client.follow. Of one thread at a time; close it, or use `with`.

    A step that cannot be used raises its error and changes nothing; the event goes on.
    """

    def __init__(
        self,
        method: Callable[..., Iterator[framing_service_pb2.FollowEventResponse]],
        metadata: tuple[tuple[str, str], ...],
        options: CompareOptions,
    ) -> None:
        self._steps = Steps(options)
        self._requests: queue.SimpleQueue[framing_service_pb2.FollowEventRequest | None]
        self._requests = queue.SimpleQueue()
        self._responses = method(iter(self._requests.get, None), metadata=metadata)

    def add(self, report: ReportLike) -> Update:
        """Adds a report; one whose id is held already takes the old one's place."""
        return self._step(self._steps.add(report))

    def remove(self, report_id: str) -> Update:
        return self._step(self._steps.remove(report_id))

    def close(self) -> None:
        self._requests.put(None)
        # The end of the stream; what it ends with concerns nobody who closes it.
        try:
            next(self._responses, None)
        except grpc.RpcError:
            pass

    def __enter__(self) -> Event:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _step(self, request: framing_service_pb2.FollowEventRequest) -> Update:
        self._requests.put(request)
        try:
            response = next(self._responses, None)
        except grpc.RpcError as error:
            raise _error_of(error) from None
        if response is None:
            raise UnreachableError(grpc.StatusCode.UNAVAILABLE, "the stream has ended")
        return read_update(response)
