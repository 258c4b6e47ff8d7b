"""The JSON Schema of plan files, for completion and red underlines in editors."""

from typing import Any

from sop.model import Plan


def plan_schema() -> dict[str, Any]:
    """The schema, generated from the models that read the files."""
    schema = Plan.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "groupkeeper SOP plan"
    return schema
