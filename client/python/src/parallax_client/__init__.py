"""Client of Parallax, which compares how several news reports frame one event.

The messages of the API are in `parallax.v1`; this package has what makes them pleasant to use.
"""

from parallax_client.aio import AsyncClient, AsyncEvent
from parallax_client.client import Client, Event
from parallax_client.comparison import Card, Comparison, Quote
from parallax_client.connection import Tls
from parallax_client.enums import Commitment, Kind, Severity
from parallax_client.errors import (
    AccessError,
    BusyError,
    InvalidRequestError,
    ParallaxError,
    TimeoutExceededError,
    UnreachableError,
    Violation,
)
from parallax_client.event import Update
from parallax_client.reports import Report
from parallax_client.retry import RetryPolicy

__all__ = [
    "AccessError",
    "AsyncClient",
    "AsyncEvent",
    "BusyError",
    "Card",
    "Client",
    "Commitment",
    "Comparison",
    "Event",
    "InvalidRequestError",
    "Kind",
    "ParallaxError",
    "Quote",
    "Report",
    "RetryPolicy",
    "Severity",
    "TimeoutExceededError",
    "Tls",
    "UnreachableError",
    "Update",
    "Violation",
]
