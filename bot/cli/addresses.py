"""Addresses of the console, as people open them."""

from bot.config import Settings

_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 (compared, not listened on)


def console_address(settings: Settings, port: int) -> str:
    """Where the console is: as `web.public_url` says, else on this machine."""
    if settings.web.public_url:
        return settings.web.public_url.rstrip("/")
    host = settings.web.host
    if host in _EVERYWHERE:
        host = "localhost"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def welcome_link(settings: Settings, port: int, key: str) -> str:
    """A link that welcomes somebody; what stands behind # goes to no server and into no log."""
    return f"{console_address(settings, port)}/welcome#{key}"
