"""The `judging.behaviour` section of config.yaml: what a sender's doings add to a message's score.

Amounts are log-odds: +0.7 doubles the odds that a suspicious message is an advert, -0.7 halves
them. They never make a suspect of anybody whose words are none.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from bot.core.lengths import Length

For = Annotated[float, Field(ge=-3, le=0)]  # speaks for the member
Against = Annotated[float, Field(ge=0, le=3)]


class BehaviourSettings(BaseModel, frozen=True, extra="forbid"):
    """Behaviour: new, silent or everywhere at once; or long known, and answered by others.

    The amounts were fitted on simulated communities (`python -m bench.communities fit`), then
    rounded, and those that speak against newcomers lowered by a third: real rooms may have more
    of them. What the simulation cannot tell (cases before, trust, the owner) is set by judgement.
    """

    weight: float = Field(default=1.0, ge=0, le=2)  # 0 switches it off
    new: Length = Field(default=timedelta(days=1), ge=timedelta(minutes=1))  # since joining
    recent: Length = Field(default=timedelta(days=14), ge=timedelta(minutes=1))
    known: Length = Field(default=timedelta(days=30), ge=timedelta(days=1))  # long standing from
    crowd: int = Field(default=5, ge=2, le=100)  # others who joined within ten minutes
    rooms: int = Field(default=3, ge=2, le=50)  # in which somebody spoke within a day
    few: int = Field(default=3, ge=1, le=20)  # messages; who said no more is hardly known
    many: int = Field(default=20, ge=2, le=50)  # messages of a member of long standing
    joined_new: Against = 1.3
    joined_recent: Against = 1.6
    first_message: Against = 1.8
    few_messages: Against = 0.3
    in_a_crowd: Against = 0.3
    many_rooms: Against = 0.3
    never_answers: Against = 0.1
    confirmed_before: Against = 1.5
    long_standing: For = -0.8
    answers_others: For = -0.4
    is_answered: For = -0.2
    dismissed_before: For = -0.7
    trusted: For = -1.0
    owner: For = -1.5
