"""The package against the real server."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import threading
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

import grpc
import pytest
from conftest import BIN, PATIENCE, ROOT, run_python, start_server
from parallax_client import (
    AsyncClient,
    Client,
    InvalidRequestError,
    Kind,
    ParallaxError,
    Report,
    RetryPolicy,
    Severity,
    TimeoutExceededError,
    Tls,
    UnreachableError,
)


@pytest.fixture(scope="module")
def comparison(server, diplomats):
    with Client(server, timeout=PATIENCE) as client:
        return client.compare(diplomats)


def test_cards_hold_all_differences_by_group_gravest_first(comparison):
    assert comparison.cards
    assert [d for card in comparison.cards for d in card.differences] == sorted(
        comparison.message.differences,
        key=lambda d: [card.id for card in comparison.cards].index(d.group_id),
    )
    for card in comparison.cards:
        assert {d.group_id for d in card.differences} == {card.id}
        assert card.differences[0].id == card.id
        assert card.severity == max(d.severity for d in card.differences)
    severities = [card.severity for card in comparison.cards]
    assert severities == sorted(severities, reverse=True)
    assert sum(comparison.counts.values()) == len(severities)


def test_quotes_stand_in_the_reports_at_their_offsets(comparison, diplomats):
    by_id = {report.id: report for report in diplomats}
    quotes = [quote for card in comparison.cards for quote in card.quotes]
    assert quotes
    for quote in quotes:
        report = by_id[quote.report_id]
        where = report.headline if quote.in_headline else report.text
        assert where[quote.begin : quote.end] == quote.text
        assert quote.outlet == report.outlet


def test_offsets_count_code_points(server):
    reports = ["😀 Über 100 troops fired on the crowd in Älborg.", "😀 Officials denied that troops had fired on the crowd in Älborg."]
    with Client(server, timeout=PATIENCE) as client:
        comparison = client.compare(reports)
        analysis = client.analyze(reports[0]).analysis
    quotes = [quote for card in comparison.cards for quote in card.quotes]
    assert quotes
    for quote in quotes:
        place = comparison.report_ids.index(quote.report_id)
        assert reports[place][quote.begin : quote.end] == quote.text
    assert analysis.claims
    for claim in analysis.claims:
        assert reports[0][claim.span.begin : claim.span.end] == claim.span.text


def test_cards_are_chosen_by_kind_severity_confidence_and_reports(comparison):
    kind = comparison.cards[-1].kind
    chosen = comparison.cards_where(kinds=[kind])
    assert chosen == tuple(card for card in comparison.cards if kind in card.kinds)
    assert comparison.cards_where(min_confidence=1.01) == ()
    pair = comparison.cards[0].report_ids[:2]
    assert comparison.cards[0] in comparison.cards_where(between=pair)
    assert all(set(pair) <= set(c.report_ids) for c in comparison.cards_where(between=pair))
    grave = comparison.cards_where(min_severity=Severity.MEDIUM)
    assert all(card.severity >= Severity.MEDIUM for card in grave)
    assert len(grave) == comparison.counts[Severity.MEDIUM] + comparison.counts[Severity.HIGH]


def test_the_server_is_asked_for_what_is_wanted(server, diplomats, comparison):
    kind = comparison.cards[0].kind
    with Client(server, timeout=PATIENCE) as client:
        wanted = client.compare(diplomats, kinds=[kind], min_confidence=0.0, full=True)
    assert {Kind(d.kind) for d in wanted.message.differences} == {kind}
    assert len(wanted.message.analyses) == len(diplomats)
    assert not comparison.message.analyses


def test_a_house_style_is_applied(server, diplomats, comparison):
    kind = comparison.cards[0].kind
    style = f"[severity]\n{kind.name} = off\n"

    async def ask():
        async with AsyncClient(server, timeout=PATIENCE) as client, client.follow(style=style) as event:
            await event.add(diplomats[0])
            update = await event.add(diplomats[1])
            return await client.compare(diplomats, style=style), update

    with Client(server, timeout=PATIENCE) as client, client.follow(style=style) as event:
        styled = client.compare(diplomats, style=style)
        event.add(diplomats[0])
        update = event.add(diplomats[1])
        two = client.compare(diplomats[:2], style=style)
        with pytest.raises(InvalidRequestError) as raised:
            client.compare(diplomats, style="[severity]\nzembla = off\n")
        assert two.message != client.compare(diplomats[:2]).message
    kinds = {Kind(d.kind) for d in comparison.message.differences}
    assert {Kind(d.kind) for d in styled.message.differences} == kinds - {kind}
    assert update.comparison.message == two.message
    async_styled, async_update = asyncio.run(ask())
    assert async_styled.message == styled.message
    assert async_update.comparison.message == two.message
    (violation,) = raised.value.violations
    assert violation.field == "style" and "line 2" in violation.description


def test_facts_and_commitments_read_by_report(comparison):
    fact = comparison.facts[0]
    assert comparison.fact(fact.id) == fact
    commitments = comparison.commitments(fact)
    assert list(commitments) == [account.report_id for account in fact.accounts]
    assert all(commitments.values())
    card = next(card for card in comparison.cards if card.fact)
    assert card.fact.id in {d.fact_id for d in card.differences}


def test_json_is_that_of_the_command_line(comparison, tmp_path, server, diplomats):
    files = []
    for report in diplomats:
        files.append(tmp_path / f"{report.id}.txt")
        files[-1].write_text(f"Outlet: {report.outlet}\n\n{report.headline}\n\n{report.text}")
    printed = subprocess.run(
        [BIN / "parallax", "compare", f"--server={server}", "--format=json", "--encoding=utf32", *files],
        check=True, capture_output=True, text=True,
    ).stdout
    read = type(comparison).from_json(printed)
    assert [card.explanation for card in read.cards] == [c.explanation for c in comparison.cards]
    assert type(comparison).from_json(comparison.to_json()).message == comparison.message
    for other in ("", "{", "[1]", '{"facts": 3}'):
        with pytest.raises(ValueError, match="not the JSON of a comparison"):
            type(comparison).from_json(other)


def test_asyncio_gives_the_same_answers(server, diplomats, comparison):
    async def ask():
        async with AsyncClient(server, timeout=PATIENCE) as client:
            return await asyncio.gather(
                client.compare(diplomats), client.compare(diplomats), client.analyze(diplomats[0])
            )

    first, second, analysis = asyncio.run(ask())
    assert first.message == second.message == comparison.message
    with Client(server, timeout=PATIENCE) as client:
        assert client.analyze(diplomats[0]) == analysis


def test_threads_share_a_client(server, diplomats, comparison):
    answers = []
    with Client(server, timeout=PATIENCE) as client:
        threads = [
            threading.Thread(target=lambda: answers.append(client.compare(diplomats[:3])))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 4
    assert all(answer.message == answers[0].message for answer in answers)


def test_an_event_is_followed_past_a_step_that_cannot_be_used(server, diplomats):
    with Client(server, timeout=PATIENCE) as client, client.follow(min_confidence=0.0) as event:
        assert event.add(diplomats[0]).comparison.facts == ()
        with pytest.raises(InvalidRequestError) as raised:
            event.remove("nobody")
        assert raised.value.reason == "INVALID_REQUEST"
        update = event.add(diplomats[1])
        assert update.report_ids == (diplomats[0].id, diplomats[1].id)
        assert update.comparison.message == client.compare(
            diplomats[:2], min_confidence=0.0
        ).message
        assert event.remove(diplomats[0].id).report_ids == (diplomats[1].id,)


def test_an_event_is_followed_on_asyncio(server, diplomats):
    async def follow():
        async with AsyncClient(server, timeout=PATIENCE) as client, client.follow() as event:
            await event.add(diplomats[0])
            with pytest.raises(InvalidRequestError):
                await event.remove("nobody")
            return await event.add(diplomats[1]), await client.compare(diplomats[:2])

    update, comparison = asyncio.run(follow())
    assert update.comparison.message == comparison.message


def test_all_that_is_wrong_with_a_request_is_listed(server):
    with Client(server, timeout=PATIENCE) as client, pytest.raises(InvalidRequestError) as raised:
        client.compare([Report(id="a b", text="One."), Report(id="c", text=" ")])
    assert raised.value.code == grpc.StatusCode.INVALID_ARGUMENT
    assert [v.field for v in raised.value.violations] == ["reports[0].id", "reports[1].text"]


def test_reports_that_cannot_be_meant_are_refused_before_they_are_sent():
    with pytest.raises(ValueError, match="either text or html"):
        Report(text="One.", html="<p>One.").to_message()
    with pytest.raises(ValueError, match="either text or html"):
        Report(headline="One").to_message()
    with pytest.raises(ValueError, match="time zone"):
        Report(text="One.", published=datetime(2023, 3, 15)).to_message()
    zone = timezone(timedelta(hours=2))
    message = Report(text="One.", published=datetime(2023, 3, 15, 1, tzinfo=zone)).to_message()
    assert message.publish_time.ToJsonString() == "2023-03-14T23:00:00Z"


def test_a_deadline_that_is_too_short_is_an_error_of_its_own(diplomats):
    # Of one that never says a word: a server would refuse what it cannot do in so short a time.
    with socket.create_server(("localhost", 0)) as silent:
        address = f"localhost:{silent.getsockname()[1]}"
        with Client(address, timeout=PATIENCE) as client, pytest.raises(TimeoutExceededError):
            client.compare(diplomats, timeout=0.5)


def test_no_server_is_an_error_of_its_own():
    with Client("localhost:1", retry=RetryPolicy(attempts=2)) as client:
        with pytest.raises(UnreachableError):
            client.compare(["One.", "Two."])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )
    return folder


def test_tls_with_certificates_on_both_sides(certificate, tmp_path, diplomats):
    cert, key = certificate / "cert.pem", certificate / "key.pem"
    process, address = start_server(
        tmp_path / "log", f"--tls_cert={cert}", f"--tls_key={key}", f"--tls_client_ca={cert}"
    )
    try:
        server = f"localhost:{address.rsplit(':', 1)[1]}"
        tls = Tls(ca=cert, certificate=cert, key=key)
        with Client(server, tls=tls) as client:
            assert client.compare(diplomats[:2]).facts

        async def ask():
            async with AsyncClient(server, tls=tls, token="secret") as client:
                return await client.compare(diplomats[:2])

        assert asyncio.run(ask()).facts
        for wrong in (Tls(ca=cert), True):
            with Client(server, tls=wrong, retry=RetryPolicy(attempts=1)) as client:
                with pytest.raises(UnreachableError):
                    client.compare(diplomats[:2])
    finally:
        process.terminate()
        process.wait()


def test_the_examples_of_the_readme_run(server, diplomats):
    text = (ROOT / "client/python/README.md").read_text()
    first = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    assert first.count("\n") == 5
    printed = run_python(first.replace("localhost:7340", server))
    assert "Officials denied" in printed
    second = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[1]
    words = iter([diplomats[0].headline, diplomats[0].text])
    second = re.sub(r'"\.\.\."', lambda _: repr(next(words)), second)
    page = "<html><body><article>" + "".join(
        f"<p>{line}</p>" for line in diplomats[1].text.split("\n")
    )
    run_python(second.replace('"<html>..."', repr(page)).replace("localhost:7340", server))


def test_the_enums_are_those_of_the_api():
    from parallax.v1 import analysis_pb2, comparison_pb2
    from parallax_client import Commitment

    for ours, theirs in (
        (Kind, comparison_pb2.Difference.Kind),
        (Severity, comparison_pb2.Difference.Severity),
        (Commitment, analysis_pb2.Claim.Commitment),
    ):
        expected = {n: v for n, v in theirs.items() if v != 0}
        assert {e.name: e.value for e in ours if e.value != 0} == expected
    assert Kind(9999) is Kind.UNSPECIFIED
    with pytest.raises(ValueError):
        Kind("COMMITMENT")


def test_the_package_has_the_version_of_the_program():
    printed = subprocess.run([BIN / "parallax", "--version"], check=True, capture_output=True, text=True)
    assert printed.stdout.split()[1].rstrip(",") == version("parallax-client")


def test_errors_say_what_they_are():
    error = ParallaxError(grpc.StatusCode.INTERNAL, "something broke")
    assert str(error) == "INTERNAL: something broke"
    assert isinstance(TimeoutExceededError(grpc.StatusCode.DEADLINE_EXCEEDED, ""), TimeoutError)
