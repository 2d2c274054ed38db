"""How a server is reached: address, TLS, token, limits. Shared by both clients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import grpc

from parallax_client.retry import RetryPolicy

DEFAULT_SERVER = "localhost:7340"

# More than a server sends unless it was told to send more than 64 MiB.
_MAX_ANSWER_BYTES = 256 << 20

_LOOPBACK = ("localhost", "127.", "[::1]", "::1", "unix:")


@dataclass(frozen=True)
class Tls:
    """PEM files. Without a `ca` the authorities that gRPC brings along are trusted."""

    ca: str | Path | None = None
    certificate: str | Path | None = None  # what to show, with its `key`
    key: str | Path | None = None

    def credentials(self) -> grpc.ChannelCredentials:
        """Raises OSError where a file cannot be read, ValueError for half a pair."""
        if (self.certificate is None) != (self.key is None):
            raise ValueError("a certificate and its key go together")
        ca, certificate, key = (
            None if path is None else Path(path).read_bytes()
            for path in (self.ca, self.certificate, self.key)
        )
        return grpc.ssl_channel_credentials(ca, key, certificate)


# A token, or what gives one before each attempt, so that it may be renewed.
Token = str | Callable[[], str]


@dataclass(frozen=True)
class Connection:
    server: str
    tls: bool | Tls
    token: Token | None
    timeout: float
    retry: RetryPolicy

    def __post_init__(self) -> None:
        if self.timeout <= 0:
            raise ValueError(f"timeout {self.timeout}: must be over 0")
        if self.retry.attempts < 1:
            raise ValueError(f"{self.retry.attempts} attempts: at least 1 needed")
        if self.token is not None and not self.tls and not self.server.startswith(_LOOPBACK):
            raise ValueError("a token goes over TLS only, except to this machine")

    def credentials(self) -> grpc.ChannelCredentials | None:
        """None: plain text."""
        if not self.tls:
            return None
        return (Tls() if self.tls is True else self.tls).credentials()

    def options(self) -> list[tuple[str, str | int]]:
        return [
            ("grpc.max_receive_message_length", _MAX_ANSWER_BYTES),
            ("grpc.primary_user_agent", f"parallax-client/{version('parallax-client')}"),
        ]

    def metadata(self) -> tuple[tuple[str, str], ...]:
        if self.token is None:
            return ()
        token = self.token if isinstance(self.token, str) else self.token()
        return (("authorization", f"Bearer {token}"),)
