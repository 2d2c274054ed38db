"""What is sent: reports, and what is wanted of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

from google.protobuf.timestamp_pb2 import Timestamp
from parallax.v1 import framing_service_pb2, report_pb2

from parallax_client.enums import Kind, Severity


@dataclass(frozen=True)
class Report:
    """One report of an event. Exactly one of `text` and `html` must be given."""

    text: str = ""
    html: str = ""  # a page or fragment; the article is found in it
    outlet: str = ""
    headline: str = ""
    id: str = ""  # unique among the reports of a call; empty: "r1", "r2", ... by place
    published: datetime | None = None  # with its time zone; "on Wednesday" is read against it
    uri: str = ""  # shown, never opened
    language: str = ""  # BCP 47; empty: "en"

    def to_message(self) -> report_pb2.Report:
        """Raises ValueError for both or neither of text and html, and for a time without a zone."""
        if bool(self.text) == bool(self.html):
            raise ValueError("a report has either text or html")
        message = report_pb2.Report(
            id=self.id,
            outlet=self.outlet,
            headline=self.headline,
            uri=self.uri,
            language_code=self.language,
        )
        if self.text:
            message.text = self.text
        else:
            message.html = self.html
        if self.published is not None:
            if self.published.tzinfo is None:
                raise ValueError(f"published {self.published}: its time zone is missing")
            time = Timestamp()
            time.FromDatetime(self.published.astimezone(timezone.utc).replace(tzinfo=None))
            message.publish_time.CopyFrom(time)
        return message


# What calls take as a report: the article's plain text alone will do.
ReportLike = Report | report_pb2.Report | str


def to_message(report: ReportLike) -> report_pb2.Report:
    if isinstance(report, report_pb2.Report):
        return report
    return (Report(text=report) if isinstance(report, str) else report).to_message()


@dataclass(frozen=True)
class CompareOptions:
    """What is wanted of a comparison. Offsets count code points, as Python's strings do."""

    kinds: tuple[Kind, ...] = ()  # empty: all
    min_severity: Severity = Severity.UNSPECIFIED  # unspecified: all
    min_confidence: float | None = None  # None: what an editor should see; 0: everything
    full: bool = False  # with the analysis of each report
    style: str = ""  # a house style: what its file holds, not the file's name

    def request(self, reports: Iterable[ReportLike]) -> framing_service_pb2.CompareReportsRequest:
        return framing_service_pb2.CompareReportsRequest(
            reports=[to_message(report) for report in reports],
            offset_encoding=report_pb2.Span.UTF32,
            view="FULL" if self.full else "BASIC",
            kinds=[kind.name for kind in self.kinds],
            min_severity=self.min_severity.name if self.min_severity else None,
            min_confidence=self.min_confidence,
            style=self.style,
        )

    def follow_options(self) -> framing_service_pb2.FollowEventRequest.Options:
        request = self.request(())
        return framing_service_pb2.FollowEventRequest.Options(
            offset_encoding=request.offset_encoding,
            view=request.view,
            kinds=request.kinds,
            min_severity=request.min_severity,
            min_confidence=self.min_confidence,
            style=request.style,
        )


def analyze_request(report: ReportLike) -> framing_service_pb2.AnalyzeReportRequest:
    return framing_service_pb2.AnalyzeReportRequest(
        report=to_message(report), offset_encoding=report_pb2.Span.UTF32
    )
