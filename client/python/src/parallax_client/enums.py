"""The enums of the API that editors' tools decide by, as Python enums.

They compare as numbers, so that `card.severity >= Severity.MEDIUM` reads as it should. A value that
is newer than this package reads as UNSPECIFIED.
"""

from __future__ import annotations

from enum import IntEnum


class _ApiEnum(IntEnum):
    @classmethod
    def _missing_(cls, value: object) -> _ApiEnum | None:
        return cls(0) if isinstance(value, int) and value != 0 else None

    @property
    def label(self) -> str:
        """As people write it: "reporting verb"."""
        return self.name.lower().replace("_", " ")


class Kind(_ApiEnum):
    """What differs; see `Difference.Kind`."""

    UNSPECIFIED = 0
    COMMITMENT = 1
    POLARITY = 2
    ATTRIBUTION = 3
    REPORTING_VERB = 4
    QUANTITY = 5
    TIME = 6
    PLACE = 7
    CAUSE = 8
    LABEL = 9
    WORDING = 10
    SCARE_QUOTES = 11
    QUOTATION = 12
    AGENCY = 13
    OMISSION = 14
    PROMINENCE = 15


class Severity(_ApiEnum):
    """How much a difference weighs for an editor; see `Difference.Severity`."""

    UNSPECIFIED = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Commitment(_ApiEnum):
    """How far a report's own voice stands behind a claim, strongest first; see `Claim.Commitment`."""

    UNSPECIFIED = 0
    ASSERTED = 1
    ENDORSED = 2
    ATTRIBUTED = 3
    HEDGED = 4
    ALLEGED = 5
    DENIED = 6
    NEGATED = 7
    PROSPECTIVE = 8
