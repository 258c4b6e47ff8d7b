"""`groupkeeper campaign draw` and `campaign verify`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.campaigns.lotteries import BenefitDesk
from bot.campaigns.saying import Memory
from bot.cli import campaign_show
from bot.cli.campaign_work import Desk, at_desk, students_in
from bot.cli.opening import login
from bot.config import DEFAULT_PATH
from bot.core.effects import Effect, RaiseAlert
from bot.core.errors import GroupkeeperError
from bot.core.ids import StudentId
from bot.core.signups import Lottery
from sop.campaigns.benefits import Benefit
from sop.campaigns.booking import wall
from sop.campaigns.lottery import commitment, draw, entries_hash, mistakes
from sop.campaigns.model import Campaign

Hash = Annotated[str | None, typer.Option(help="64 hexadecimal digits.")]


def add(group: typer.Typer) -> None:
    """Add both commands."""

    @group.command("draw", help="A draw, with all that is needed to check it; drawn if it is time.")
    def draw_(
        name: Annotated[str, typer.Argument(help="The campaign's name.", metavar="NAME")],
        benefit: Annotated[str, typer.Argument(help="The lottery's id.", metavar="BENEFIT")],
        by: Annotated[str, typer.Option(help="Who draws; by default the login name.")] = "",
        config: Annotated[Path, typer.Option(help="The config.yaml.")] = DEFAULT_PATH,
        json_: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    ) -> None:
        async def go(desk: Desk) -> tuple[Campaign, Benefit, Lottery]:
            campaign = desk.campaign(name)
            lottery = desk.lottery(campaign, benefit)
            return campaign, lottery, await _drawn(desk, campaign, lottery, by or login())

        campaign, which, done = at_desk(config, go, change=True)
        if json_:
            campaign_show.write_one(campaign_show.as_lottery(done))
        else:
            campaign_show.show_lottery(campaign, which, done)

    @group.command(help="Check a published draw; needs no database and no network.")
    def verify(
        seed: Annotated[str, typer.Option(help="As it was published with the draw.")],
        entries: Annotated[Path, typer.Option(help="The list: a student ID a line.")],
        commitment: Hash = None,
        list_hash: Hash = None,
        winners: Annotated[
            str | None, typer.Option(help="Those named, the first first: 10007,10002")
        ] = None,
        amount: Annotated[int, typer.Option(min=1, help="How many win, to be told who.")] = 1,
    ) -> None:
        _verify(students_in(entries), seed, commitment, list_hash, _named(winners), amount)


async def _drawn(desk: Desk, campaign: Campaign, benefit: Benefit, author: str) -> Lottery:
    found = await desk.unit.campaigns.lottery(campaign.name, benefit.id)
    at = campaign.on_day(benefit.event_day, benefit.closing)
    if found is None:
        msg = f"lottery {benefit.id} was never opened: nobody can have entered"
        raise GroupkeeperError(msg)
    if found.winners is not None:
        return found
    if desk.now < at:
        msg = f"lottery {benefit.id} is drawn at {wall(campaign, at)} ({campaign.zone})"
        raise GroupkeeperError(msg)
    lots = BenefitDesk(work=desk.unit, here=desk.here, memory=Memory(), now=desk.now)
    effects = await lots.end(campaign, benefit, author)
    await desk.unit.apply(effects, now=desk.now)
    done = await desk.unit.campaigns.lottery(campaign.name, benefit.id)
    if done is None or done.winners is None:
        msg = f"lottery {benefit.id} cannot be drawn: {_why(effects)}"
        raise GroupkeeperError(msg)
    return done


def _why(effects: Sequence[Effect]) -> str:
    reasons = [one.reason for one in effects if isinstance(one, RaiseAlert)]
    return "; ".join(reasons) or "see the alerts"


def _named(winners: str | None) -> list[StudentId] | None:
    if winners is None:
        return None
    names = [one.strip() for one in winners.replace("，", ",").split(",")]
    wrong = [one for one in names if not (one.isascii() and one.isdigit())]
    if wrong:
        msg = f"{wrong[0]!r} is no student ID; write 10007,10002"
        raise typer.BadParameter(msg, param_hint="--winners")
    return [StudentId(int(one)) for one in names]


def _verify(
    entries: Sequence[StudentId],
    seed: str,
    committed: str | None,
    hashed: str | None,
    winners: list[StudentId] | None,
    amount: int,
) -> None:
    wrong = mistakes(seed, entries, committed=committed, hashed=hashed, winners=winners)
    if wrong:
        for one in wrong:
            sys.stdout.write(f"WRONG: {one}\n")
        raise typer.Exit(1)
    who = draw(seed, entries, amount if winners is None else len(winners))
    sys.stdout.write(
        f"commitment  {commitment(seed)}\n"
        f"list        {entries_hash(entries)} ({len(entries)} entries)\n"
        f"winners     {', '.join(map(str, who)) or 'nobody took part'}\n"
    )
    given = [committed, hashed, winners]
    checked = sum(one is not None for one in given)
    sys.stdout.write(f"{checked} of {len(given)} published things compared, and they agree\n")
