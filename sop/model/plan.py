"""A plan: who speaks, and when what is said."""

from functools import cached_property

from pydantic import BaseModel, Field

from bot.core.rooms import Zone
from bot.core.wording_template import facts_named, facts_of_condition
from sop.model.derive import derived, for_latecomers
from sop.model.latecomers import Latecomers
from sop.model.names import Name
from sop.model.seats import Seat
from sop.model.step import Step
from sop.model.when import BeforeCampaign, Happening, OnCampaign, OnEvent

# facts that exist only in a run whose event is known
EVENT_FACTS = frozenset({"event", "sign_ups", "coupons"})


class Plan(BaseModel, frozen=True, extra="forbid"):
    """A plan as operators write it; `all_steps` is what it comes to."""

    name: Name = Field(description="命令里用的名字，一名一文件。What commands call it.")
    title: str = Field(min_length=1, max_length=200, description="给人看的名字。What people read.")
    about: str = Field(
        default="", max_length=2000, description="给同事的说明。What it is for, for colleagues."
    )
    zone: Zone | None = Field(
        default=None, description="时区；不写：各群自己的。Left out: the zone of each room."
    )
    calendar: str = Field(
        default="CN",
        max_length=20,
        description="谁的工作日和节假日。Whose working days and holidays: CN, US, DE-BY",
    )
    seats: dict[Name, Seat] = Field(
        min_length=1, max_length=100, description="席位：谁来说话。The cast: who speaks."
    )
    steps: tuple[Step, ...] = Field(
        min_length=1, max_length=2000, description="步骤：何时说什么。What is said when."
    )
    latecomers: Latecomers | None = Field(
        default=None, description="对晚到的人说什么。What those hear who join later."
    )

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
    def events(self) -> frozenset[Happening]:
        """What its steps answer to."""
        return frozenset(s.when.event for s in self.all_steps if isinstance(s.when, OnEvent))

    @cached_property
    def keywords(self) -> frozenset[str]:
        """The words that its steps answer to."""
        whens = (step.when for step in self.all_steps)
        return frozenset(word for when in whens if isinstance(when, OnEvent) for word in when.words)

    @cached_property
    def needs_event(self) -> bool:
        """Whether it can run only where an event is given: it counts its days, or speaks of it."""
        return any(map(_of_event, self.all_steps))

    @cached_property
    def _by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.all_steps}


def _of_event(step: Step) -> bool:
    if isinstance(step.when, OnCampaign | BeforeCampaign):
        return True
    if step.expect is not None and step.expect.sign_ups is not None:
        return True
    texts = [message.text for wording in step.wordings for message in wording]
    named = [facts_named(text) for text in (*texts, step.alert)]
    return any(EVENT_FACTS & one for one in (*named, facts_of_condition(step.only_if)))
