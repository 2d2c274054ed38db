"""The answer to a comparison, with what a newsroom tool asks of it first.

Everything here is a reading of one message, `Comparison.message`, which has all the rest. Values
are not changed after creation and may be shared by threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from google.protobuf import json_format
from parallax.v1 import comparison_pb2, framing_service_pb2, report_pb2

from parallax_client.enums import Commitment, Kind, Severity


@dataclass(frozen=True)
class Quote:
    """A passage of a report that a difference rests on."""

    report_id: str
    outlet: str
    text: str  # as it stands in the report
    in_headline: bool
    begin: int  # in code points of the headline or body; half-open
    end: int
    sentence_index: int
    in_direct_quote: bool  # the words that differ are the speaker's

    def __str__(self) -> str:
        return f"{self.outlet}: “{self.text}”"


class Card:
    """The differences that rest on one fact or the same passages: what an editor looks at as one."""

    def __init__(self, comparison: Comparison, differences: tuple[comparison_pb2.Difference, ...]):
        self._comparison = comparison
        self.differences = differences  # at least one, the gravest first

    @property
    def id(self) -> str:
        return self.differences[0].group_id or self.differences[0].id

    @property
    def kind(self) -> Kind:
        return Kind(self.differences[0].kind)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Of all its differences, each once."""
        return tuple(dict.fromkeys(Kind(d.kind) for d in self.differences))

    @property
    def severity(self) -> Severity:
        return Severity(max(d.severity for d in self.differences))

    @property
    def confidence(self) -> float:
        """Of the gravest difference: how likely an editor agrees, from 0 to 1."""
        return self.differences[0].confidence

    @property
    def explanation(self) -> str:
        """One plain sentence about the gravest difference."""
        return self.differences[0].explanation

    @property
    def explanations(self) -> tuple[str, ...]:
        """A sentence for each aspect, each once."""
        return tuple(dict.fromkeys(d.explanation for d in self.differences))

    @property
    def fact(self) -> comparison_pb2.Fact | None:
        """The fact that it stands on; None for wording that stands on none."""
        return self._comparison.fact(next((d.fact_id for d in self.differences if d.fact_id), ""))

    @cached_property
    def report_ids(self) -> tuple[str, ...]:
        """The reports on any of its sides, in the order of the request."""
        taking = {r for d in self.differences for p in d.positions for r in p.report_ids}
        return tuple(r for r in self._comparison.report_ids if r in taking)

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """The passages that show it, each once."""
        evidence = (e for d in self.differences for p in d.positions for e in p.evidence)
        return tuple(dict.fromkeys(self._comparison.quote(e) for e in evidence))

    def __str__(self) -> str:
        kinds = ", ".join(kind.label for kind in self.kinds)
        lines = [f"{self.severity.name} {kinds} ({self.confidence:.2f}): {self.explanation}"]
        return "\n  ".join(lines + [str(quote) for quote in self.quotes])


class Comparison:
    """What reports of one event share and how each frames it."""

    def __init__(self, message: framing_service_pb2.CompareReportsResponse):
        self.message = message

    @classmethod
    def from_json(cls, text: str) -> Comparison:
        """Reads proto3 JSON, such as `parallax compare --format=json` prints; fields that are newer
        than this package are left out. Raises ValueError for anything else."""
        message = framing_service_pb2.CompareReportsResponse()
        try:
            json_format.Parse(text, message, ignore_unknown_fields=True)
        except json_format.ParseError as error:
            raise ValueError(f"not the JSON of a comparison: {error}") from error
        return cls(message)

    def to_json(self) -> str:
        return json_format.MessageToJson(self.message)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The differences as an editor reads them, the gravest card first."""
        groups: dict[str, list[comparison_pb2.Difference]] = {}
        for difference in self.message.differences:
            groups.setdefault(difference.group_id or difference.id, []).append(difference)
        return tuple(Card(self, tuple(members)) for members in groups.values())

    def cards_where(
        self,
        *,
        kinds: Iterable[Kind] = (),
        min_severity: Severity = Severity.UNSPECIFIED,
        min_confidence: float = 0.0,
        between: Iterable[str] = (),
    ) -> tuple[Card, ...]:
        """Cards of one of these kinds (none given: any), at least this grave and this likely right,
        that concern all these reports."""
        wanted, reports = set(kinds), set(between)
        return tuple(
            card
            for card in self.cards
            if (not wanted or wanted & set(card.kinds))
            and card.severity >= min_severity
            and card.confidence >= min_confidence
            and reports <= set(card.report_ids)
        )

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many cards there are of each severity, the gravest first."""
        of = [card.severity for card in self.cards]
        return {s: of.count(s) for s in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)}

    @cached_property
    def report_ids(self) -> tuple[str, ...]:
        """In the order of the request."""
        return tuple(profile.report_id for profile in self.message.profiles)

    def outlet(self, report_id: str) -> str:
        """The outlet's name, as given, or the report's id."""
        return self._outlets.get(report_id) or report_id

    @property
    def facts(self) -> tuple[comparison_pb2.Fact, ...]:
        """Most widely carried and most prominent first."""
        return tuple(self.message.facts)

    def fact(self, fact_id: str) -> comparison_pb2.Fact | None:
        return self._facts.get(fact_id)

    def commitments(self, fact: comparison_pb2.Fact) -> dict[str, Commitment]:
        """How far each report that carries the fact stands behind it, by the report's id."""
        return {a.report_id: Commitment(a.commitment) for a in fact.accounts}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the caller should know of how the reports were read, in sentences."""
        return tuple(warning.text for warning in self.message.warnings)

    @property
    def model_id(self) -> str:
        return self.message.model_id

    def quote(self, evidence: comparison_pb2.Evidence) -> Quote:
        span = evidence.span
        return Quote(
            report_id=evidence.report_id,
            outlet=self.outlet(evidence.report_id),
            text=span.text,
            in_headline=span.section == report_pb2.Span.HEADLINE,
            begin=span.begin,
            end=span.end,
            sentence_index=evidence.sentence_index,
            in_direct_quote=evidence.in_direct_quote,
        )

    @cached_property
    def _outlets(self) -> dict[str, str]:
        return {profile.report_id: profile.outlet for profile in self.message.profiles}

    @cached_property
    def _facts(self) -> dict[str, comparison_pb2.Fact]:
        return {fact.id: fact for fact in self.message.facts}
