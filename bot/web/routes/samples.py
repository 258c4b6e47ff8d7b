"""Samples 样本: texts that people gave a label, and that the detector learns from."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from bot.core.ids import SampleId
from bot.web.endpoint import (
    AnyEndpoint,
    Because,
    ById,
    Call,
    Listed,
    Name,
    Nothing,
    Paged,
    get,
    post,
)
from bot.web.problems import missing
from bot.web.views.base import Done
from bot.web.views.learning import Sample


class Label(StrEnum):
    """What a text is."""

    SPAM = "spam"
    HAM = "ham"


class Source(StrEnum):
    """Where a sample comes from."""

    DECISION = "decision"
    IMPORT = "import"
    REPORT = "report"


class SamplesAsked(Paged):
    """Which samples."""

    label: Label | None = None
    source: Source | None = None
    author: Name | None = None
    revoked: Annotated[bool, Field(description="those too that count no more")] = False


async def _samples(call: Call[Nothing, SamplesAsked, Nothing]) -> object:
    asked = call.asked
    return await call.unit.samples.samples(
        label=asked.label,
        source=asked.source,
        author=asked.author,
        revoked=asked.revoked,
        after=asked.after,
        limit=asked.limit,
    )


async def _revoke(call: Call[ById, Nothing, Because]) -> object:
    number = SampleId(call.where.id)
    if await call.unit.samples.sample(number) is None:
        missing(f"there is no sample {number}")
    await call.unit.samples.revoke(
        [number], author=call.author, now=call.now, reason=call.body.reason
    )
    return {"id": number, "state": "revoked"}


ENDPOINTS: tuple[AnyEndpoint, ...] = (
    get(
        "/samples",
        _samples,
        gives=Listed[Sample],
        summary="What is learned from, newest first",
        where=Nothing,
        asks=SamplesAsked,
    ),
    post(
        "/samples/{id}/revoke",
        _revoke,
        gives=Done,
        summary="Learn from a sample no more",
        where=ById,
        takes=Because,
    ),
)
