"""config.yaml as it may be shown: without the secrets that somebody wrote into it."""

from bot.core.located import BrokenFile, read_yaml
from bot.core.yaml_value import YamlValue
from bot.environment import SECRET_KEYS
from bot.settings.edits import Path

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


def covered(value: YamlValue, path: Path) -> YamlValue:
    """What stands at a path, with every secret in it covered."""
    secrets = _secrets(value, tuple(str(step) for step in path))
    return _without(value, secrets) if secrets else value


def _without(value: YamlValue, secrets: set[str]) -> YamlValue:
    if isinstance(value, dict):
        return {key: _without(inner, secrets) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner, secrets) for inner in value]
    return _INSTEAD if str(value) in secrets else value


def _secrets(value: YamlValue, path: tuple[str, ...]) -> set[str]:
    if isinstance(value, dict):
        return {one for k, v in value.items() for one in _secrets(v, (*path, str(k)))}
    if isinstance(value, list | tuple):
        return {one for inner in value for one in _secrets(inner, path)}
    is_secret = bool(SECRET_KEYS & set(path)) and "${" not in str(value)
    return {str(value)} if is_secret and len(str(value)) > 1 else set()
