"""The JSON Schema of plans and pieces of content, for completion and red underlines in editors."""

from datetime import timedelta
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from bot.core.lengths import write_length
from sop.content import Content
from sop.model import Plan


class _Generated(GenerateJsonSchema):
    """Shows lengths of time as operators write them."""

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401 (any default of any field)
        return write_length(dft) if isinstance(dft, timedelta) else super().encode_default(dft)


def plan_schema() -> dict[str, Any]:
    """The schema, generated from the models that read the files."""
    return schema_of(Plan, "groupkeeper SOP plan")


def content_schema() -> dict[str, Any]:
    """The schema of the files of the content library."""
    return schema_of(Content, "groupkeeper content")


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The schema of a kind of file that operators write."""
    schema = model.model_json_schema(schema_generator=_Generated)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = title
    return schema
