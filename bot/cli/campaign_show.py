"""Campaigns as tables and as JSON."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from bot.campaigns.reading import CameNoted, CampaignFound
from bot.cli.tables import Sheet, dump_json, show_table
from bot.core.signups import Lottery, SignedUp
from sop.campaigns.benefits import Benefit
from sop.campaigns.booking import wall
from sop.campaigns.claims import window
from sop.campaigns.facts import what_is_given
from sop.campaigns.forecast import Forecast, Past
from sop.campaigns.lottery import listed_entries
from sop.campaigns.model import Campaign


def write_one(value: Mapping[str, Any]) -> None:
    """One thing as JSON."""
    dump_json(value)


def show_campaigns(rows: Sequence[CampaignFound]) -> None:
    """Every campaign in a line."""
    table = Sheet()
    table.add_column("name", no_wrap=True)  # it is typed again
    for name in ("title", "begins", "state", "signed", "wait", "came", "coupons"):
        table.add_column(name)
    for row in rows:
        places = str(row.count) if row.limit is None else f"{row.count}/{row.limit}"
        coupons = f"{row.coupons_redeemed}/{row.coupons_given}/{row.coupons}"
        state = row.state if row.in_force else f"{row.state}, not in force"
        begins = f"{row.starts_at.astimezone(ZoneInfo(row.zone)):%Y-%m-%d %H:%M}"
        cells = (row.name, row.title, begins, state, places, str(row.waiting), str(row.attended))
        table.add_row(*map(escape, cells), coupons if row.coupons else "")
    show_table(table, nothing="there are no campaigns: a YAML file each, in `sop.campaigns`")
    if any(row.coupons for row in rows):
        Console().print("coupons: used / given / there are")


def show_benefits(
    campaign: Campaign, given: Mapping[str, int], lotteries: Sequence[Lottery]
) -> None:
    """What is given away when, and how much of it is gone."""
    if not campaign.benefits:
        return
    drawn = {one.benefit: one for one in lotteries}
    table = Sheet()
    table.add_column("benefit", no_wrap=True)
    for name in ("kind", "when", "words", "what", "taken", "draw"):
        table.add_column(name)
    for one in campaign.benefits:
        opens, closes = window(campaign, one)
        taken = f"{given.get(one.id, 0)}/{one.amount}"
        when = f"{wall(campaign, opens)} – {wall(campaign, closes)[6:]}"
        cells = (one.id, one.kind.value, when)
        more = (" / ".join(one.claimed_by), what_is_given(campaign, one), taken)
        table.add_row(*map(escape, (*cells, *more, _draw(drawn.get(one.id)))))
    Console().print(table)


def _draw(lottery: Lottery | None) -> str:
    if lottery is None:
        return ""
    if lottery.winners is not None:
        return f"drawn: {', '.join(map(str, lottery.winners)) or 'nobody took part'}"
    return "closed" if lottery.entries is not None else "open"


def show_people(people: Sequence[SignedUp], zone: str) -> None:
    """A campaign's list."""
    table = Sheet()
    for name in ("state", "no.", "student ID", "name", "since", "came"):
        table.add_column(name)
    for one in people:
        came = "" if one.attended is None else f"{_local(one.attended, zone)} ({one.attended_by})"
        cells = (one.state.value, str(one.number), str(one.student), one.name)
        table.add_row(*map(escape, (*cells, _local(one.at, zone), came)))
    show_table(table, nothing="nobody")


def show_forecast(title: str, found: Forecast, past: Sequence[Past]) -> None:
    """How many will come, and what that rests on."""
    sys.stdout.write(
        f"{title}: {found.signed} signed up, about {found.expected:.0f} will come\n"
        f"  80 %: {found.low80} to {found.high80}\n"
        f"  95 %: {found.low95} to {found.high95}\n"
        f"  {found.basis}\n"
    )
    for one in past:
        share = one.attended / one.signed
        sys.stdout.write(f"  past: {one.attended} of {one.signed} came ({share:.0%}) {one.title}\n")


def show_lottery(campaign: Campaign, benefit: Benefit, lottery: Lottery) -> None:
    """A draw, with everything that is needed to check it."""
    winners = ", ".join(map(str, lottery.winners or ())) or "nobody took part"
    sys.stdout.write(
        f"{campaign.title} · {benefit.id}: {winners}\n"
        f"commitment  {lottery.commitment}\n"
        f"seed        {lottery.seed}\n"
        f"list        {lottery.entries_hash} ({len(lottery.entries or ())} entries)\n"
        f"drawn       {_local(lottery.drawn, campaign.zone)} by {lottery.drawn_by}\n"
        "entries:\n"
    )
    sys.stdout.write(listed_entries(lottery.entries or ()))


def show_came(came: CameNoted) -> None:
    """What became of an uploaded list."""
    sys.stdout.write(f"noted as having come: {len(came.noted)}\n")
    if came.before:
        sys.stdout.write(f"noted before: {len(came.before)}\n")
    if came.unsigned:
        shown = " ".join(map(str, came.unsigned[:100]))
        sys.stdout.write(f"not signed up, so not counted: {len(came.unsigned)}: {shown}\n")


def as_lottery(lottery: Lottery) -> dict[str, Any]:
    """A draw as JSON; the seed is secret until it is drawn."""
    shown = asdict(lottery)
    if lottery.drawn is None:
        shown["seed"] = None
    return shown


def _local(at: datetime | None, zone: str) -> str:
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
