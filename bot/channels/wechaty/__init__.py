"""WeChat through a Wechaty gateway. Importing this imports no library of Wechaty's."""

from bot.channels.wechaty.channel import WechatyChannel
from bot.channels.wechaty.settings import TlsSettings, WechatySettings

__all__ = ["TlsSettings", "WechatyChannel", "WechatySettings"]
