"""A local endpoint that answers like a language model, or like none at all."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


def saying(word: str) -> str:
    """The body of an answer that says one word."""
    return chat(json.dumps({"class": word}))


def chat(content: str) -> str:
    """The body of an answer with this content."""
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]})


@dataclass
class FakeModel:
    """Answers every question with `body`, after `delay` seconds; remembers what it was asked."""

    body: str = saying("fine")
    status: int = 200
    kind: str = "application/json"
    delay: float = 0.0
    packed: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.tokens.append(request.headers.get("Authorization", ""))
        await asyncio.sleep(self.delay)
        answer = web.Response(
            text=self.body, status=self.status, content_type=self.kind, headers=self.headers
        )
        if self.packed:
            answer.enable_compression(web.ContentCoding.gzip)  # whatever was asked for
        return answer

    @property
    def shown(self) -> list[str]:
        """The messages it was asked about."""
        return [json.loads(one["messages"][1]["content"]) for one in self.asked]


@asynccontextmanager
async def a_model(**given: Any) -> AsyncIterator[FakeModel]:
    """Serve a model until the block ends."""
    model = FakeModel(**given)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.answer)
    async with TestServer(app) as server:
        model.url = str(server.make_url("/v1"))
        yield model
