"""Attempts, deadlines and tokens, against a server that answers as it is told."""

from __future__ import annotations

import asyncio
import time

import grpc
import pytest
from conftest import failure
from parallax_client import (
    AccessError,
    AsyncClient,
    BusyError,
    Client,
    InvalidRequestError,
    ParallaxError,
    RetryPolicy,
    TimeoutExceededError,
    UnreachableError,
)

REPORTS = ["One.", "Two."]
QUICK = RetryPolicy(initial_backoff=0.001)
UNAVAILABLE = failure(grpc.StatusCode.UNAVAILABLE, "SHUTTING_DOWN")


def compare(script, **options):
    with Client(script.address, **options) as client:
        return client.compare(REPORTS)


def compare_async(script, **options):
    async def ask():
        async with AsyncClient(script.address, **options) as client:
            return await client.compare(REPORTS)

    return asyncio.run(ask())


both = pytest.mark.parametrize("compare", [compare, compare_async], ids=["threads", "asyncio"])


@both
def test_tries_again_what_passes(script, compare):
    script.failures = [
        UNAVAILABLE,
        failure(grpc.StatusCode.UNAVAILABLE),
        failure(grpc.StatusCode.CANCELLED, "CANCELLED"),
    ]
    assert compare(script, retry=QUICK).model_id == "scripted"
    assert len(script.seen) == 4


@both
def test_gives_up_after_the_last_attempt(script, compare):
    script.failures = [UNAVAILABLE] * 9
    with pytest.raises(UnreachableError) as raised:
        compare(script, retry=QUICK)
    assert raised.value.reason == "SHUTTING_DOWN"
    assert len(script.seen) == QUICK.attempts


@both
@pytest.mark.parametrize(
    "status, error",
    [
        (failure(grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST"), InvalidRequestError),
        (failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE"), ParallaxError),
        (failure(grpc.StatusCode.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED"), TimeoutExceededError),
        (failure(grpc.StatusCode.UNAUTHENTICATED), AccessError),
        (failure(grpc.StatusCode.INTERNAL, "INTERNAL"), ParallaxError),
    ],
    ids=["invalid", "too-large", "deadline", "access", "internal"],
)
def test_tries_only_once_what_does_not_pass(script, compare, status, error):
    script.failures = [status]
    with pytest.raises(error) as raised:
        compare(script, retry=QUICK)
    assert type(raised.value) is error
    assert len(script.seen) == 1


@both
def test_a_busy_server_is_not_asked_again_before_the_time_that_it_names(script, compare):
    script.failures = [failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL", retry_after=0.3)]
    times = []
    script.before_answer = lambda: times.append(time.monotonic())
    compare(script, retry=QUICK)
    assert times[1] - times[0] >= 0.3


@both
def test_a_wait_that_would_outlast_the_deadline_is_not_begun(script, compare):
    script.failures = [failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL", retry_after=0.9)] * 2
    with pytest.raises(BusyError) as raised:
        compare(script, timeout=0.9)
    assert raised.value.retry_after == pytest.approx(0.9)
    assert len(script.seen) == 1


@both
def test_all_attempts_share_one_deadline(script, compare):
    script.failures = [failure(grpc.StatusCode.RESOURCE_EXHAUSTED, "QUEUE_FULL", retry_after=0.9)]
    compare(script, timeout=5)
    # gRPC rounds a deadline up on its way, the more the further off it is.
    assert script.seconds_left[0] > 4.5
    assert script.seconds_left[1] < 4.2


@both
def test_a_token_is_sent_and_renewed_at_each_attempt(script, compare):
    script.failures = [UNAVAILABLE]
    tokens = iter(["first", "second"])
    compare(script, token=lambda: next(tokens), retry=QUICK)
    assert [m["authorization"] for m in script.seen] == ["Bearer first", "Bearer second"]
    compare(script, token="third")
    assert script.seen[-1]["authorization"] == "Bearer third"
    compare(script)
    assert "authorization" not in script.seen[-1]
    assert script.seen[-1]["user-agent"].startswith("parallax-client/")


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize(
    "options, complaint",
    [
        ({"server": "news.example:7340", "token": "secret"}, "over TLS only"),
        ({"timeout": 0}, "timeout 0"),
        ({"retry": RetryPolicy(attempts=0)}, "0 attempts"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(client, options, complaint):
    with pytest.raises(ValueError, match=complaint):
        client(**options)
