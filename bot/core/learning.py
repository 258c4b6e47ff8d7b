"""Learning 学习: samples 样本, and versions 版本 of the model that were made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import CaseId, MessageId, SampleId, VersionId


class Label(StrEnum):
    """What a text is."""

    SPAM = "spam"
    HAM = "ham"


class SampleSource(StrEnum):
    """Where a sample comes from."""

    DECISION = "decision"  # a colleague decided a case
    IMPORT = "import"  # a file of labelled texts
    REPORT = "report"  # a member reported it, and a colleague agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text with its label, as it is learned from."""

    id: SampleId
    text: str
    label: Label
    source: SampleSource
    author: str
    at: datetime
    message: MessageId | None = None
    case: CaseId | None = None
    revoked: datetime | None = None
    revoked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSample:
    """Learn from a text: a record among the effects. A later word on the message replaces it."""

    text: str
    label: Label
    message: MessageId | None
    case: CaseId | None
    author: str
    source: SampleSource = SampleSource.DECISION


class VersionState(StrEnum):
    """Where a version of the model stands."""

    ACTIVE = "active"  # messages are judged by it
    RETIRED = "retired"  # another one took over, or it was rolled back
    REFUSED = "refused"  # it did not pass the check


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One fit of the model to the samples; the shipped model is version 0 and has no row."""

    id: VersionId
    at: datetime
    state: VersionState
    reason: str  # why it took over, was refused or rolled back
    author: str
    base: str  # which shipped model it was fitted from
    samples: int
    fingerprint: str  # of everything it was fitted from
    figures: Mapping[str, float]
    before: VersionId | None = None  # which one it took over from; None: the shipped model
    taken_up: datetime | None = None
    retired: datetime | None = None
