"""What every answer of the API is made of. Times are UTC; fields are kept stable for scripts."""

from pydantic import AliasChoices, AliasGenerator, BaseModel, ConfigDict


def _taken_from(name: str) -> AliasChoices:
    """Our values say `student`; the API says `student_id`, as templates and the database do."""
    return (
        AliasChoices(name, name.removesuffix("_id")) if name == "student_id" else AliasChoices(name)
    )


class View(BaseModel):
    """Something as the API shows it, taken from a value with attributes of these names."""

    model_config = ConfigDict(
        from_attributes=True,
        frozen=True,
        json_schema_serialization_defaults_required=True,  # an answer always has all its fields
        alias_generator=AliasGenerator(validation_alias=_taken_from),
    )


class Done(View):
    """It is done."""

    id: int
    state: str
