"""The OpenAPI 3.1 text, made of the same declarations that serve the requests."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import (
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)
from pydantic_core import core_schema

from bot.web.endpoint import JSON, AnyEndpoint, Described, Nothing
from bot.web.problems import CONTENT_TYPE, Problem
from bot.web.sessions import COOKIE

PREFIX = "/api/v1"
_REF = "#/components/schemas/{model}"
_FILE = {"type": "string", "format": "binary"}
_INTRODUCTION = (
    "Everything groupkeeper knows and does. Lists come as `items` and `next`; give `next` back as"
    " `after` for the following page. Times are UTC. What a POST changes is audited under the"
    " name of who sent it."
)


def openapi(endpoints: Sequence[Described], *, version: str) -> dict[str, Any]:
    """The whole description of the API."""
    schemas, components = _schemas(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        operation = _operation(endpoint, schemas, components)
        paths.setdefault(PREFIX + endpoint.path, {})[endpoint.method.lower()] = operation
    paths[f"{PREFIX}/stream"] = {"get": _stream()}
    asked = {m.__name__ for e in endpoints for m in (e.asks, e.where)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "groupkeeper",
            "version": version,
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": tag} for tag in sorted({e.tag for e in endpoints} | {"stream"})],
        "paths": paths,
        "components": {
            "schemas": {k: v for k, v in components.items() if k not in asked},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
            },
        },
    }


class _Schemas(GenerateJsonSchema):
    """Pydantic's, but for times on a wall: its format "time" promises an offset (RFC 3339)."""

    def time_schema(self, schema: core_schema.TimeSchema) -> JsonSchemaValue:  # noqa: ARG002 (pydantic calls it so)
        return {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d{1,6})?)?$"}


Schemas = dict[tuple[Any, JsonSchemaMode], JsonSchemaValue]  # a model, in one mode


def _schemas(endpoints: Sequence[Described]) -> tuple[Schemas, dict[str, Any]]:
    wanted: dict[tuple[Any, JsonSchemaMode], None] = {}
    for endpoint in endpoints:
        for model in (endpoint.where, endpoint.asks, endpoint.takes):
            if model is not Nothing:
                wanted[model, "validation"] = None
        wanted[endpoint.gives, "serialization"] = None
    wanted[Problem, "serialization"] = None
    schemas, definitions = models_json_schema(
        list(wanted), ref_template=_REF, schema_generator=_Schemas
    )
    found: dict[str, Any] = definitions["$defs"]
    return dict(schemas), found


def _operation(endpoint: Described, schemas: Schemas, components: dict[str, Any]) -> dict[str, Any]:
    shape = schemas[endpoint.gives, "serialization"] if endpoint.mime == JSON else _FILE
    good = {"description": "as asked", "content": {endpoint.mime: {"schema": shape}}}
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "tags": [endpoint.tag],
        "parameters": [
            *_parameters(endpoint.where, "path", components),
            *_parameters(endpoint.asks, "query", components),
        ],
        "responses": {"200": good, "default": _problem(schemas)},
    }
    if endpoint.takes is not Nothing:
        schema = schemas[endpoint.takes, "validation"]
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return operation


def _parameters(
    model: type[BaseModel], place: str, components: dict[str, Any]
) -> list[dict[str, Any]]:
    if model is Nothing:
        return []
    whole = components[model.__name__]
    return [
        {
            "name": name,
            "in": place,
            "required": name in whole.get("required", ()),
            "description": schema.get("description", ""),
            "schema": _without_null(schema),
        }
        for name, schema in whole["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A query cannot say null; leaving the name out says it."""
    kept = {k: v for k, v in schema.items() if k not in {"title", "description"}}
    choices = kept.get("anyOf")
    if choices is None:
        return kept
    some = [choice for choice in choices if choice != {"type": "null"}]
    rest = {k: v for k, v in kept.items() if k != "anyOf" and not (k == "default" and v is None)}
    return rest | (some[0] if len(some) == 1 else {"anyOf": some})


def _problem(schemas: Schemas) -> dict[str, Any]:
    return {
        "description": "what is wrong, and what would be right (RFC 9457)",
        "content": {CONTENT_TYPE: {"schema": schemas[Problem, "serialization"]}},
    }


def _stream() -> dict[str, Any]:
    return {
        "operationId": "stream",
        "summary": "Server-sent events: what was committed just now, as ids to fetch",
        "tags": ["stream"],
        "responses": {
            "200": {
                "description": "an endless text/event-stream",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            }
        },
    }


def adapters(endpoints: Sequence[AnyEndpoint]) -> dict[str, TypeAdapter[Any]]:
    """What turns the answers into JSON, by the endpoint's name."""
    return {endpoint.name: TypeAdapter(endpoint.gives) for endpoint in endpoints}
