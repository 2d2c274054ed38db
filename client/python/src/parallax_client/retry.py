"""When a call is tried again. Answers depend on the request alone, so that it is always safe."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from parallax_client.errors import BusyError, ParallaxError, UnreachableError


@dataclass(frozen=True)
class RetryPolicy:
    """How often a call is tried, and how long to wait between (seconds).

    Tried again is what no server answered, what a stopping server cancelled, and what a busy one
    refused; the last not before the time that it names. `RetryPolicy(attempts=1)` never tries again.
    """

    attempts: int = 4
    initial_backoff: float = 0.1
    max_backoff: float = 5.0
    multiplier: float = 2.0


class Attempts:
    """The attempts at one call, which share one deadline. Of one thread at a time."""

    def __init__(self, policy: RetryPolicy, timeout: float) -> None:
        self._policy = policy
        self._deadline = time.monotonic() + timeout
        self._failed = 0

    def time_left(self) -> float:
        """Seconds until the deadline, 0 where it has passed."""
        return max(0.0, self._deadline - time.monotonic())

    def wait_after(self, error: ParallaxError) -> float:
        """Seconds to wait before the next attempt. Raises `error` where there is to be none: it is
        not of the kind that passes, attempts are used up, or the wait would outlast the deadline."""
        self._failed += 1
        policy = self._policy
        if not isinstance(error, (BusyError, UnreachableError)) or self._failed >= policy.attempts:
            raise error
        backoff = policy.initial_backoff * policy.multiplier ** (self._failed - 1)
        # Between half of it and all, so that clients turned away together do not come back together.
        backoff = min(backoff, policy.max_backoff) * random.uniform(0.5, 1.0)
        wait = backoff + (error.retry_after or 0.0)
        if wait >= self.time_left():
            raise error
        return wait
