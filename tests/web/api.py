"""A client of the API that holds every answer to what the OpenAPI text promises."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

TOKENS = {"api": "a-token-for-tests", "wang": "the-token-of-wang"}
_ROOT = "urn:openapi"


@dataclass
class Answer:
    """A response, read."""

    status: int
    body: Any
    kind: str

    @property
    def items(self) -> list[Any]:
        assert self.status == 200, self.body
        items = self.body["items"]
        assert isinstance(items, list)
        return items

    @property
    def ids(self) -> list[int]:
        return [item["id"] for item in self.items]


@dataclass
class Api:
    """Speaks with a token, and checks what comes back."""

    client: TestClient[Any, Any]
    document: dict[str, Any]
    author: str = "api"
    used: set[tuple[str, str]] = field(default_factory=set)

    def speak_as(self, author: str) -> None:
        """Use another token from now on."""
        self.author = author

    async def get(self, path: str, **query: Any) -> Answer:
        return await self.send("GET", path, params={k: str(v) for k, v in query.items()})

    async def post(self, path: str, **body: Any) -> Answer:
        return await self.send("POST", path, json=body)

    async def send(self, method: str, path: str, **other: Any) -> Answer:
        headers = {"Authorization": f"Bearer {TOKENS[self.author]}"} | other.pop("headers", {})
        url = f"/api/v1{path}"
        async with self.client.request(method, url, headers=headers, **other) as response:
            text = await response.text()
            answer = Answer(response.status, json.loads(text), response.content_type)
        self._check(method.lower(), url, answer)
        return answer

    def _check(self, method: str, url: str, answer: Answer) -> None:
        operation = self._operation(method, url)
        if answer.status >= 400:
            assert answer.kind == "application/problem+json"
            assert answer.body["status"] == answer.status
            assert answer.body["detail"]
            return
        assert operation is not None, f"{method} {url} is not in the OpenAPI text"
        content = operation["responses"]["200"]["content"]
        schema = content["application/json"]["schema"]
        self._validator(schema).validate(answer.body)

    def _operation(self, method: str, url: str) -> dict[str, Any] | None:
        for path, operations in self.document["paths"].items():
            pattern = re.sub(r"\{[^}]+\}", "[^/]+", path)
            if re.fullmatch(pattern, url.partition("?")[0]) and method in operations:
                self.used.add((method, path))
                found: dict[str, Any] = operations[method]
                return found
        return None

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        registry: Registry[Any] = Registry().with_resource(_ROOT, resource)
        rooted = json.loads(json.dumps(schema).replace('"#/', f'"{_ROOT}#/'))
        return Draft202012Validator(rooted, registry=registry)
