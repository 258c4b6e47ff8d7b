"""The `storage:` section of config.yaml."""

from pydantic import BaseModel, Field, field_validator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

_DRIVERS = ("sqlite+aiosqlite", "postgresql+asyncpg")
_SHAPES = (
    "sqlite+aiosqlite:///groupkeeper.db or postgresql+asyncpg://user:password@host/groupkeeper"
)


class StorageSettings(BaseModel, frozen=True, extra="forbid"):
    """Which database, and how long to wait for another writer."""

    url: str = Field(default="sqlite+aiosqlite:///groupkeeper.db", repr=False)  # has a password
    busy_timeout_seconds: float = Field(default=10, ge=0, le=600)
    pool_size: int = Field(default=5, ge=1, le=100)

    @field_validator("url")
    @classmethod
    def _can_be_opened(cls, given: str) -> str:
        try:
            driver = make_url(given).drivername
        except (ArgumentError, ValueError):  # whose words would show the password
            msg = f"'url' is not the address of a database; write {_SHAPES}"
            raise ValueError(msg) from None
        if driver not in _DRIVERS:
            msg = f"'url' begins with {driver[:40]!r}, which is not supported; write {_SHAPES}"
            raise ValueError(msg)
        return given
