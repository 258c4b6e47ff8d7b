"""Speaks with the API of a running service as an admin's token does."""

from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(kw_only=True)
class Reached:
    """A running service, by its address."""

    url: str
    token: str = "dev"

    async def get(self, path: str, **asked: str | int) -> Any:
        """What the API says under `/api/v1` to an admin's token."""
        return await self._ask("GET", path, params=asked)

    async def post(self, path: str, body: Any = None) -> Any:
        """What the API answers to an admin's order."""
        return await self._ask("POST", path, json={} if body is None else body)

    async def _ask(self, method: str, path: str, **what: Any) -> Any:
        who = {"Authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession(headers=who) as session,
            session.request(method, f"{self.url}/api/v1{path}", **what) as answer,
        ):
            assert answer.status < 300, await answer.text()
            return await answer.json()
