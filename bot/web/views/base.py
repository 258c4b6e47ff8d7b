"""What every answer of the API is made of. Times are UTC; fields are kept stable for scripts."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """Something as the API shows it, taken from a value with attributes of these names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Done(View):
    """It is done."""

    id: int
    state: str
