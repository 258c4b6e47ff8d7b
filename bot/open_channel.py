"""From an entry of `channels:` to the channel it describes; importing this opens nothing."""

from datetime import datetime
from typing import assert_never

from bot.channels.dry_run import DryRun
from bot.channels.simulator.settings import SimulatorSettings
from bot.channels.wechaty.channel import WechatyChannel
from bot.channels.wechaty.settings import WechatySettings
from bot.core.ports import Channel, Clock
from bot.demo.community import simulator_channel


def open_channel(
    settings: SimulatorSettings | WechatySettings,
    clock: Clock,
    *,
    heard: datetime | None = None,
    dry_run: bool = False,
) -> Channel:
    """The channel; with `dry_run` it hears everything and says nothing.

    `heard` is until when the account heard everything before: from then on there is a gap to
    record.
    """
    channel: Channel
    match settings:
        case SimulatorSettings():
            channel = simulator_channel(settings, clock)
        case WechatySettings():
            channel = WechatyChannel(settings, clock, heard=heard)
        case _:
            assert_never(settings)
    return DryRun(channel, clock) if dry_run else channel
