"""The `storage:` section of config.yaml."""

from pydantic import BaseModel, Field


class StorageSettings(BaseModel, frozen=True, extra="forbid"):
    """Which database, and how long to wait for another writer."""

    url: str = "sqlite+aiosqlite:///groupkeeper.db"
    busy_timeout_seconds: float = Field(default=10, ge=0, le=600)
    pool_size: int = Field(default=5, ge=1, le=100)
