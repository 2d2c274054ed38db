"""What a call can end with, other than an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]

_DETAILS_KEY = "grpc-status-details-bin"


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a request."""

    field: str  # path from the request on: "reports[2].id"
    description: str


class ParallaxError(Exception):
    """A call that was not answered. Its subclasses say what a caller can do about it."""

    def __init__(
        self,
        code: grpc.StatusCode,
        message: str,
        *,
        reason: str = "",
        violations: tuple[Violation, ...] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{reason or code.name}: {message}")
        self.code = code
        self.message = message
        self.reason = reason  # stable, as the API lists them; empty where the server gave none
        self.violations = violations  # all that is wrong with the request
        self.retry_after = retry_after  # seconds, where the server asks to be tried again


class InvalidRequestError(ParallaxError):
    """The request is at fault; `violations` lists all that is wrong."""


class BusyError(ParallaxError):
    """The server has as much work as it takes on, and still had after the last attempt."""


class UnreachableError(ParallaxError):
    """No server was reached, or it is stopping."""


class TimeoutExceededError(ParallaxError, TimeoutError):
    """The answer did not come in time."""


class AccessError(ParallaxError):
    """The token or certificate was not accepted."""


def _class_of(code: grpc.StatusCode, retry_after: float | None) -> type[ParallaxError]:
    if code == grpc.StatusCode.INVALID_ARGUMENT:
        return InvalidRequestError
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED and retry_after is not None:
        return BusyError
    if code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED):
        return UnreachableError
    if code == grpc.StatusCode.DEADLINE_EXCEEDED:
        return TimeoutExceededError
    if code in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):
        return AccessError
    return ParallaxError


_CODES = {code.value[0]: code for code in grpc.StatusCode}


def from_status(status: status_pb2.Status) -> ParallaxError:
    """The error that a `google.rpc.Status` with its details speaks of."""
    reason = ""
    violations: tuple[Violation, ...] = ()
    retry_after: float | None = None
    info, request, retry = (
        error_details_pb2.ErrorInfo(),
        error_details_pb2.BadRequest(),
        error_details_pb2.RetryInfo(),
    )
    for detail in status.details:
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(request):
            violations = tuple(
                Violation(v.field, v.description) for v in request.field_violations
            )
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta().total_seconds()
    code = _CODES.get(status.code, grpc.StatusCode.UNKNOWN)
    return _class_of(code, retry_after)(
        code, status.message, reason=reason, violations=violations, retry_after=retry_after
    )


def from_call(
    code: grpc.StatusCode,
    message: str | None,
    trailing_metadata: Iterable[tuple[str, str | bytes]] | None,
) -> ParallaxError:
    """The error of a call that ended with this code and these trailers."""
    for key, value in trailing_metadata or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            try:
                return from_status(status_pb2.Status.FromString(value))
            except DecodeError:
                break  # a proxy's, of another kind; code and message still stand
    return _class_of(code, None)(code, message or "")
