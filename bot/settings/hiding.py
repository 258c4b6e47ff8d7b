"""config.yaml as it may be shown: without the secrets that somebody wrote into it."""

from typing import Any

from bot.core.located import BrokenFile, read_yaml
from bot.environment import SECRET_KEYS

_INSTEAD = "…"


def hidden_in(text: str) -> str:
    """The text with every token, target and address in it covered; ${NAME} stays."""
    try:
        data = read_yaml(text, file="config.yaml").data
    except BrokenFile:
        return "\n" * text.count("\n")  # who knows what is what in it
    for secret in sorted(_secrets(data, ()), key=len, reverse=True):
        text = text.replace(secret, _INSTEAD)
    return text


def _secrets(value: Any, path: tuple[str, ...]) -> set[str]:  # noqa: ANN401 (YAML's data)
    if isinstance(value, dict):
        return {one for k, v in value.items() for one in _secrets(v, (*path, str(k)))}
    if isinstance(value, list):
        return {one for inner in value for one in _secrets(inner, path)}
    is_secret = bool(SECRET_KEYS & set(path)) and "${" not in str(value)
    return {str(value)} if is_secret and len(str(value)) > 1 else set()
