"""The demo's service: the whole of it, with a stage on which members can be let speak."""

from pathlib import Path
from typing import Any

from bot.app import Service
from bot.channels.simulator.settings import SimulatorSettings
from bot.cli.run import content_folder, plan_folder
from bot.clock import PacedClock
from bot.config import Settings
from bot.core.errors import ConfigError
from bot.core.ids import ChannelName, MessageRef
from bot.demo.community import simulator_channel
from bot.demo.material import load_cast
from bot.demo.stage import Stage
from bot.demo.tour import tour_endpoints
from storage.service.afterwards import Afterwards, afterwards


def demo_service(
    settings: Settings,
    config: Path,
    clock: PacedClock,
    *,
    guest: str = "",
    **other: Any,  # noqa: ANN401 (what else a Service is told)
) -> Service:
    """A service that plays the demo's community on this clock; raises ConfigError."""
    (entry,) = settings.channels
    if not isinstance(entry, SimulatorSettings):
        msg = f"{config}: the demo plays on a simulator; its account is of kind {entry.kind}"
        raise ConfigError(msg)
    channel = simulator_channel(entry, clock)
    stage = Stage(channel, clock, load_cast())

    async def look(name: ChannelName, ref: MessageRef) -> Afterwards | None:
        async with service.store.database.read() as connection:
            return await afterwards(connection, name, ref)

    service = Service(
        settings=settings,
        clock=clock,
        channels=[channel],
        path=config,
        plans=plan_folder(settings, config),
        contents=content_folder(settings, config),
        own_endpoints=tour_endpoints(stage, channel.name, look, guest=guest),
        pace=lambda: clock.speed,
        **other,
    )
    return service
