"""The client for programs on asyncio: as Client, with `await`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, TypeVar

import grpc
import grpc.aio
from parallax.v1 import framing_service_pb2, framing_service_pb2_grpc

from parallax_client import connection as _connection
from parallax_client.comparison import Comparison
from parallax_client.enums import Kind, Severity
from parallax_client.errors import ParallaxError, UnreachableError, from_call
from parallax_client.event import Steps, Update, read_update
from parallax_client.reports import CompareOptions, ReportLike, analyze_request
from parallax_client.retry import Attempts, RetryPolicy

_Response = TypeVar("_Response")


def _error_of(error: grpc.aio.AioRpcError) -> ParallaxError:
    return from_call(error.code(), error.details(), error.trailing_metadata())


class AsyncClient:
    """Asks a Parallax server; see Client for the arguments. Make it and use it in one event loop."""

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
            grpc.aio.insecure_channel(server, options)
            if credentials is None
            else grpc.aio.secure_channel(server, credentials, options)
        )
        self._stub: Any = framing_service_pb2_grpc.FramingServiceStub(self._channel)

    async def compare(
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
        """As Client.compare."""
        options = CompareOptions(tuple(kinds), min_severity, min_confidence, full, style)
        return await self.compare_request(options.request(reports), timeout=timeout)

    async def compare_request(
        self,
        request: framing_service_pb2.CompareReportsRequest,
        *,
        timeout: float | None = None,
    ) -> Comparison:
        """As Client.compare_request."""
        return Comparison(await self._call(self._stub.CompareReports, request, timeout))

    async def analyze(
        self, report: ReportLike, *, timeout: float | None = None
    ) -> framing_service_pb2.AnalyzeReportResponse:
        """As Client.analyze."""
        response: framing_service_pb2.AnalyzeReportResponse = await self._call(
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
    ) -> AsyncEvent:
        """As Client.follow."""
        options = CompareOptions(tuple(kinds), min_severity, min_confidence, full, style)
        return AsyncEvent(self._stub.FollowEvent(metadata=self._connection.metadata()), options)

    async def close(self) -> None:
        """Ends calls under way."""
        await self._channel.close()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _call(
        self, method: Callable[..., Awaitable[_Response]], request: object, timeout: float | None
    ) -> _Response:
        attempts = Attempts(self._connection.retry, timeout or self._connection.timeout)
        while True:
            try:
                return await method(
                    request, timeout=attempts.time_left(), metadata=self._connection.metadata()
                )
            except grpc.aio.AioRpcError as error:
                await asyncio.sleep(attempts.wait_after(_error_of(error)))


class AsyncEvent:
    """A followed event, from AsyncClient.follow: as Event, with `await`. Of one task at a time."""

    def __init__(self, call: Any, options: CompareOptions) -> None:
        self._steps = Steps(options)
        self._call = call

    async def add(self, report: ReportLike) -> Update:
        """Adds a report; one whose id is held already takes the old one's place."""
        return await self._step(self._steps.add(report))

    async def remove(self, report_id: str) -> Update:
        return await self._step(self._steps.remove(report_id))

    async def close(self) -> None:
        self._call.cancel()

    async def __aenter__(self) -> AsyncEvent:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _step(self, request: framing_service_pb2.FollowEventRequest) -> Update:
        try:
            await self._call.write(request)
            response = await self._call.read()
        except grpc.aio.AioRpcError as error:
            raise _error_of(error) from None
        if response is grpc.aio.EOF:
            raise UnreachableError(grpc.StatusCode.UNAVAILABLE, "the stream has ended")
        return read_update(response)
