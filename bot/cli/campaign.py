"""`groupkeeper campaign ...`: sign-ups, coupons, draws, the forecast, and who came."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.campaigns.reading import forecast_for, found, note_attendance
from bot.cli import campaign_lots, campaign_show
from bot.cli.campaign_work import Desk, at_desk, known_to, students_in
from bot.cli.opening import login
from bot.cli.run import campaign_folder
from bot.cli.sop_show import write_json
from bot.config import DEFAULT_PATH, load_settings
from bot.core.located import Problem
from bot.core.located_chinese import say_in, tongue_of
from bot.core.signups import Redeemed, RedeemState, SignUpState
from bot.plans.folder import PlanFolder, read_plan_file
from sop.campaigns.codes import lookup_form, readings
from sop.campaigns.parse import campaign_schema
from sop.campaigns.shelf import CampaignShelf, stock_campaigns

Config = Annotated[Path, typer.Option("--config", help="The config.yaml.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Name = Annotated[str, typer.Argument(help="The campaign's name.", metavar="NAME")]
By = Annotated[str, typer.Option("--by", help="Who does it; by default the login name.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Campaigns: sign-ups, coupons, draws, the forecast, who came.", no_args_is_help=True
    )
    for add in (_looking, _people, _forecasting, _files, _redeeming, _coming, campaign_lots.add):
        add(group)
    app.add_typer(group, name="campaign")


def _looking(group: typer.Typer) -> None:
    @group.command("list", help="Every campaign: when it begins, how many signed up.")
    def list_(config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        rows = at_desk(
            config,
            lambda desk: found(desk.unit, desk.here.shelf, desk.here.shelf.campaigns, desk.now),
        )
        write_json(rows) if json_ else campaign_show.show_campaigns(rows)

    @group.command(help="One campaign: figures, rooms, benefits and draws.")
    def show(name: Name, config: Config = DEFAULT_PATH, json_: AsJson = False) -> None:
        async def look(desk: Desk) -> None:
            campaign = desk.campaign(name)
            rows = await found(desk.unit, desk.here.shelf, [name], desk.now)
            rooms = [room.name or room.ref for room in desk.here.rooms_of(name)]
            lots = await desk.unit.campaigns.lotteries(name)
            given = await desk.unit.campaigns.claimed(name)
            if json_:
                shown = asdict(rows[0]) | {"rooms": rooms, "benefits_taken": given}
                shown["lotteries"] = [campaign_show.as_lottery(one) for one in lots]
                campaign_show.write_one(shown)
                return
            campaign_show.show_campaigns(rows)
            campaign_show.show_benefits(campaign, given, lots)
            sys.stdout.write(
                f"rooms: {', '.join(rooms) or 'none that fits; the bot must be in it'}\n"
            )

        at_desk(config, look)


def _people(group: typer.Typer) -> None:
    @group.command(help="Who signed up, who waits, who cancelled; and who came.")
    def signups(
        name: Name,
        state: Annotated[SignUpState | None, typer.Option(help="Only these.")] = None,
        missing: Annotated[
            bool, typer.Option("--missing", help="Only those with a place who did not come.")
        ] = False,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        async def look(desk: Desk) -> None:
            campaign = desk.campaign(name)
            people = await desk.unit.campaigns.people(name)
            if missing:
                signed = SignUpState.SIGNED
                people = [one for one in people if one.state is signed and one.attended is None]
            people = [one for one in people if state is None or one.state is state]
            write_json(people) if json_ else campaign_show.show_people(people, campaign.zone)

        at_desk(config, look)


def _forecasting(group: typer.Typer) -> None:
    @group.command(help="How many of those who signed up will come, with 80 % and 95 % intervals.")
    def forecast(
        name: Name,
        signed: Annotated[
            int | None, typer.Option(min=0, max=1_000_000, help="Of so many; else of those now.")
        ] = None,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        async def look(desk: Desk) -> None:
            campaign = desk.campaign(name)
            told, past = await forecast_for(
                desk.unit, desk.here.shelf, campaign, signed=signed, now=desk.now
            )
            if json_:
                shown = asdict(told) | {"basis": told.basis, "events": [asdict(p) for p in past]}
                campaign_show.write_one(shown)
            else:
                campaign_show.show_forecast(campaign.title, told, past)

        at_desk(config, look)


def _files(group: typer.Typer) -> None:
    @group.command(help="Name every mistake in campaign files, with line and column.")
    def check(
        files: Annotated[
            list[Path] | None, typer.Argument(help="By default those of the campaign folder.")
        ] = None,
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        settings = load_settings(config)
        given = (
            tuple(read_plan_file(one) for one in files)
            if files
            else PlanFolder(campaign_folder(settings, config)).changed() or ()
        )
        shelf = stock_campaigns(CampaignShelf(), given, known_to(settings, config))
        problems = sorted({p for one in shelf.refused for p in one.error.problems})
        _tell_problems(problems, [one.file for one in given], as_json=json_)
        raise typer.Exit(2 if problems else 0)

    @group.command(help="The JSON Schema of campaign files, for editors.")
    def schema() -> None:
        sys.stdout.write(json.dumps(campaign_schema(), ensure_ascii=False, indent=2) + "\n")


def _tell_problems(problems: list[Problem], files: list[str], *, as_json: bool) -> None:
    tongue = tongue_of(os.environ)
    if as_json:
        told = [asdict(one) | {"what": say_in(tongue, one.what)} for one in problems]
        campaign_show.write_one({"ok": not problems, "files": files, "problems": told})
        return
    for one in problems:
        what = say_in(tongue, one.what)
        sys.stdout.write(f"{one.file}:{one.line}:{one.column}: {what}\n")
    if not problems:
        sys.stdout.write(f"{len(files)} file{'s' * (len(files) != 1)}, no mistakes\n")


def _redeeming(group: typer.Typer) -> None:
    @group.command(help="Use a coupon up; the second who tries learns who did, and when.")
    def redeem(
        code: Annotated[str, typer.Argument(help="The code, however it is written.")],
        by: By = "",
        note: Annotated[str, typer.Option(help="What for; kept in the audit.")] = "",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        if not lookup_form(code):
            msg = f"{code!r} is no code: letters and digits"
            raise typer.BadParameter(msg, param_hint="CODE")
        who = by or login()
        done = at_desk(
            config,
            lambda desk: desk.unit.campaigns.redeem(
                readings(code), by=who, note=note, now=desk.now
            ),
            change=True,
        )
        campaign_show.write_one(asdict(done)) if json_ else sys.stdout.write(_told(done))
        raise typer.Exit(0 if done.state is RedeemState.REDEEMED else 1)


def _told(done: Redeemed) -> str:
    whose = "nobody was given it" if done.student is None else f"student {done.student}"
    match done.state:
        case RedeemState.REDEEMED:
            return f"redeemed: {done.code}, {done.pool} of {done.campaign}, {whose}\n"
        case RedeemState.USED:
            return f"NOT valid: {done.code} was used {done.at:%Y-%m-%d %H:%M} UTC by {done.by}\n"
        case RedeemState.EXPIRED:
            return f"NOT valid: {done.code} ended {done.valid_until:%Y-%m-%d %H:%M} UTC\n"
        case _:
            return f"NOT valid: there is no coupon {done.code}\n"


def _coming(group: typer.Typer) -> None:
    @group.command(help="Note who came, from a list: student IDs, or a table with such a column.")
    def attended(
        name: Name,
        file: Annotated[Path, typer.Argument(help="A text or CSV file.")],
        by: By = "",
        config: Config = DEFAULT_PATH,
        json_: AsJson = False,
    ) -> None:
        students = students_in(file)

        async def note(desk: Desk) -> None:
            desk.campaign(name)
            subject = f"campaign:{name}"
            before = await desk.unit.audit.state(subject)
            came, records = await note_attendance(
                desk.unit, name, students, author=by or login(), now=desk.now
            )
            await desk.unit.apply(records, now=desk.now)
            await desk.unit.audit.note(
                "campaign.attended",
                subject,
                author=by or login(),
                now=desk.now,
                before=before,
                details={"noted": len(came.noted)},
            )
            campaign_show.write_one(asdict(came)) if json_ else campaign_show.show_came(came)

        at_desk(config, note, change=True)
