"""Channels: one folder or file a chat platform, all behind `bot.core.ports.Channel`."""
