"""The steps of a followed event, as both clients send and read them."""

from __future__ import annotations

from dataclasses import dataclass

from parallax.v1 import framing_service_pb2

from parallax_client.comparison import Comparison
from parallax_client.errors import from_status
from parallax_client.reports import CompareOptions, ReportLike, to_message


@dataclass(frozen=True)
class Update:
    """What one step came to: the comparison of all reports now held."""

    comparison: Comparison  # of fewer than two reports: profiles, no facts
    report_ids: tuple[str, ...]  # the reports held, oldest first


class Steps:
    """Makes the messages of one stream; the first carries the options."""

    def __init__(self, options: CompareOptions) -> None:
        self._options: CompareOptions | None = options

    def add(self, report: ReportLike) -> framing_service_pb2.FollowEventRequest:
        return self._with_options(
            framing_service_pb2.FollowEventRequest(report=to_message(report))
        )

    def remove(self, report_id: str) -> framing_service_pb2.FollowEventRequest:
        return self._with_options(
            framing_service_pb2.FollowEventRequest(remove_report_id=report_id)
        )

    def _with_options(
        self, request: framing_service_pb2.FollowEventRequest
    ) -> framing_service_pb2.FollowEventRequest:
        if self._options is not None:
            request.options.CopyFrom(self._options.follow_options())
            self._options = None
        return request


def read_update(response: framing_service_pb2.FollowEventResponse) -> Update:
    """Raises ParallaxError where the step could not be used."""
    if response.WhichOneof("outcome") == "error":
        raise from_status(response.error)
    return Update(Comparison(response.comparison), tuple(response.report_ids))
