"""The OpenAPI text: sound by itself, and of one piece with what is served."""

import json
import re

from jsonschema import Draft202012Validator

from bot.web.endpoint import Nothing
from bot.web.openapi import PREFIX, openapi
from bot.web.routes import ENDPOINTS
from bot.web.routes.person_file import DOWNLOADS
from bot.web.routes.session import DOORS
from tests.support.openapi_file import FILE, written

DOCUMENT = openapi((*ENDPOINTS, *DOORS, *DOWNLOADS), version="0.1.0")


def operations():
    return [
        (path, method, operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_openapi_3_1_with_a_name_a_version_and_a_licence():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["info"].keys() >= {"title", "version", "license"}
    assert DOCUMENT["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_every_schema_is_sound():
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere_and_every_schema_is_used():
    text = json.dumps(DOCUMENT)
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', text))

    assert wanted == DOCUMENT["components"]["schemas"].keys()


def test_every_operation_has_a_name_of_its_own_and_says_what_it_is_for():
    names = [operation["operationId"] for _, _, operation in operations()]

    assert len(set(names)) == len(names)
    assert all(operation["summary"] for _, _, operation in operations())
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tag for _, _, operation in operations() for tag in operation["tags"]} == tags


def test_every_name_in_a_path_is_a_parameter_and_the_other_way_round():
    for path, _, operation in operations():
        named = set(re.findall(r"\{(\w+)\}", path))
        given = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
        assert named == given, path


def test_a_parameter_that_may_be_left_out_never_says_null():
    for _, _, operation in operations():
        for parameter in operation.get("parameters", ()):
            assert '"null"' not in json.dumps(parameter)


def test_only_what_has_a_body_asks_for_one():
    for endpoint in ENDPOINTS:
        operation = DOCUMENT["paths"][PREFIX + endpoint.path][endpoint.method.lower()]
        assert ("requestBody" in operation) == (endpoint.takes is not Nothing)


async def test_what_is_served_is_what_is_described(client):
    async with client.get("/api/openapi.json") as response:
        described = await response.json()
    served = {
        (route.method.lower(), route.resource.canonical)
        for route in client.app.router.routes()
        if route.method != "HEAD" and route.resource.canonical.startswith(PREFIX)
    }

    assert described == DOCUMENT
    assert served == {(method, path) for path, method, _ in operations()}


def test_the_text_that_the_console_is_built_with_is_the_one_that_is_served():
    assert FILE.read_text(encoding="utf-8") == written(), (
        "run: .venv/bin/python -m tests.support.openapi_file"
    )
