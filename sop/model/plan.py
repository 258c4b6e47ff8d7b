"""A plan: who speaks, and when what is said."""

from functools import cached_property

from pydantic import BaseModel, Field

from bot.core.rooms import Zone
from sop.model.derive import derived, for_latecomers
from sop.model.latecomers import Latecomers
from sop.model.names import Name
from sop.model.seats import Seat
from sop.model.step import Step
from sop.model.when import BeforeCampaign, OnCampaign


class Plan(BaseModel, frozen=True, extra="forbid"):
    """A plan as operators write it; `all_steps` is what it comes to."""

    name: Name
    title: str = Field(min_length=1, max_length=200)
    about: str = Field(default="", max_length=2000, description="what it is for, for colleagues")
    zone: Zone | None = Field(default=None, description="None: the zone of each room")
    calendar: str = Field(
        default="CN", max_length=20, description="whose working days and holidays: CN, US, DE-BY"
    )
    seats: dict[Name, Seat] = Field(min_length=1, max_length=100)
    steps: tuple[Step, ...] = Field(min_length=1, max_length=2000)
    latecomers: Latecomers | None = None

    def step(self, name: str) -> Step | None:
        """The step with this id, if the plan has it, also one that follows from another."""
        return self._by_id.get(name)

    @cached_property
    def all_steps(self) -> tuple[Step, ...]:
        """The written steps, and those that short forms come to."""
        late = () if self.latecomers is None else (for_latecomers(self.latecomers),)
        follow = (other for step in self.steps for other in derived(step))
        return (*self.steps, *follow, *late)

    @cached_property
    def needs_event(self) -> bool:
        """Whether it can run only where the date of an event is given."""
        return any(isinstance(step.when, OnCampaign | BeforeCampaign) for step in self.steps)

    @cached_property
    def _by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.all_steps}
