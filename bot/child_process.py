"""What processes of our own are given and denied: where Python finds us, and so much memory."""

import os
from pathlib import Path

import bot


def child_environment() -> dict[str, str]:
    """Where Python finds us, and nothing else: such a process needs no password of ours."""
    ours = str(Path(bot.__file__).parents[1])
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"PYTHONPATH": ours, "PYTHONUTF8": "1"}


def bound_memory(megabytes: int) -> None:
    """Let this process have so much address space and no more, where the system knows how."""
    try:
        import resource  # noqa: PLC0415 (Windows has none)

        size = megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        return  # macOS takes no such limit
