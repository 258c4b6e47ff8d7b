"""A groupkeeper to be killed: the real intake, pipeline, ticker and performer on a real database.

Run as a module it is a nursery: importing takes a second, forking a few milliseconds. Commands
come by standard input: "spawn" answers with a process id, "spawn 17" with one that kills itself
before its 17th write or commit, "kill <id>" kills, "await <id>" waits; both answer with how the
process ended. Only processes spawned here can be named.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import event

from bot.clock import SystemClock
from bot.core.alerting import AlertSettings
from bot.core.effects import Effect
from bot.core.ports import Receipt
from bot.core.rooms import RoomRules
from bot.core.seen import Closer, Context, Seen, Suspect
from bot.core.sending import DeliverySettings, SendBudget
from bot.core.staff import StaffDirectory
from bot.intake import Intake
from bot.perform import Performer, Voice
from bot.pipeline import Pipeline
from bot.plans.desk import SopDesk
from bot.ticker import Duty, Ticker
from sop.checks import Cast
from sop.settings import SopSettings
from storage.engine import Database, make_engine
from storage.settings import StorageSettings
from storage.unit import Store, Unit
from tests.support.remote_world import RemoteChannel
from tests.support.sop_stage import Folder

TICK_SECONDS = 0.03
QUICK = DeliverySettings(
    lease_seconds=0.2,
    send_timeout_seconds=0.08,
    echo_grace_seconds=0.4,
    away_retry_seconds=0.01,
    grace=timedelta(hours=1),
    max_per_room_hour=10_000,
)
_FREELY = SendBudget(per_minute=10_000, spacing_seconds=0, jitter_seconds=0, per_day=1_000_000)


@dataclass(frozen=True, kw_only=True)
class Nursery:
    """What every child is told."""

    url: str
    port: int
    plan: str = ""  # at work in the rooms; "": the outbox alone


class _Surroundings:
    staff = StaffDirectory.of(())
    repeat_window = timedelta(minutes=10)
    alerting = AlertSettings()

    def rules_for(self, channel: str, ref: str, name: str) -> RoomRules:
        del channel, ref, name
        return RoomRules()

    def kin(self, channel):
        return ()


async def _nowhere(*_) -> None:
    msg = "there is no poison here"
    raise OSError(msg)


class _Nothing:
    """A batch in which nobody is suspected."""

    suspects: Sequence[Suspect] = ()


class _Nobody:
    """Decides nothing about anybody."""

    def look(self, seen: Sequence[Seen], context: Context) -> _Nothing:
        return _Nothing()

    def settle(self, looked: _Nothing, closer: Closer, now: datetime) -> list[Effect]:
        return []


class _Silent:
    """Watches nothing, brings nothing."""

    def committed(self, seen: Any, effects: Any, seconds: float) -> None:
        pass

    def set_aside(self, event: Any) -> None:
        sys.stderr.write(f"set aside: {event.ref}\n")

    def storage_away(self) -> None:
        pass

    async def deliver(self, deed: Any) -> Receipt:
        del deed
        return Receipt()


def open_store(url: str) -> Store:
    """The store of one process, with an outbox in a hurry."""
    return Store(Database(make_engine(StorageSettings(url=url))), _Surroundings(), lambda: QUICK)


async def live(told: Nursery, steps: int | None) -> None:
    """Work until killed."""
    store = open_store(told.url)
    if steps is not None:
        _die_at(store, steps)
    clock = SystemClock()
    channel = RemoteChannel(told.port, clock)
    intake = Intake()
    silent = _Silent()
    pipeline: Pipeline[Unit, _Nothing] = Pipeline(
        intake=intake,
        open_work=store.write,
        wanted=lambda _: True,
        decisions=_Nobody(),
        clock=clock,
        watcher=silent,
        spill=_nowhere,
    )
    performer = Performer(
        open_unit=store.write,
        look=store.read,
        voices=[Voice(channel=channel, budget=_FREELY)],
        courier=silent,
        clock=clock,
        rules_for=_Surroundings().rules_for,
        settings=lambda: QUICK,
    )
    ticker: Ticker[Unit] = Ticker(
        duties=[
            Duty(name="delivery", look=lambda unit, now: unit.outbox.reconcile(now)),
            *_plans(told.plan),
        ],
        open_work=store.write,
        clock=clock,
        failed=lambda _: None,
        wake=performer.wake,
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(pipeline.run())
        group.create_task(channel.run(intake))
        await channel.listening.wait()
        group.create_task(performer.run())
        while True:
            await ticker.tick()
            await clock.sleep(TICK_SECONDS)


def _plans(text: str) -> list[Duty[Unit]]:
    """The desk, as the service runs it."""
    if not text:
        return []
    folder = Folder()
    folder.files["crash.yaml"] = text
    desk = SopDesk(
        settings=SopSettings,
        folder=folder,
        cast=lambda: Cast(accounts=frozenset({"far"}), staff=frozenset()),
        zone_for=lambda _room: "UTC",
    )
    return [Duty(name="plans", look=desk.tick, done=desk.confirm)]


def _die_at(store: Store, steps: int) -> None:
    """Kill this process right before its n-th step: a write, or the commit of some."""
    left = [steps]
    wrote: set[int] = set()

    def step() -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            wrote.add(id(connection))
            step()

    def commit(connection: Any) -> None:
        if id(connection) in wrote:
            wrote.discard(id(connection))
            step()

    event.listen(store.database.engine.sync_engine, "before_cursor_execute", statement)
    event.listen(store.database.engine.sync_engine, "commit", commit)


def _spawn(told: Nursery, steps: int | None) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(null, 1)
        asyncio.run(live(told, steps))
        status = 0
    except BaseException as error:  # noqa: BLE001 (the fork must not return into the nursery)
        sys.stderr.write(f"child failed: {error!r}\n")
    finally:
        os._exit(status)


def _ended(child: int) -> str:
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else f"exit {os.waitstatus_to_exitcode(status)}"


def main() -> None:
    """The nursery: obey until standard input ends, then kill whoever is left."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    told = Nursery(**json.loads(sys.argv[1]))
    children: set[int] = set()
    for line in sys.stdin:
        command, *rest = line.split()
        if command == "spawn":
            child = _spawn(told, int(rest[0]) if rest else None)
            children.add(child)
            answer = str(child)
        else:
            child = int(rest[0])
            children.remove(child)
            if command == "kill":
                os.kill(child, signal.SIGKILL)
            answer = _ended(child)
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()
    for child in children:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
