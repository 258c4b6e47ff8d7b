"""Answers about speaking in a room."""

from datetime import datetime

from bot.core.outbound import DeliveryState
from bot.web.views.base import View


class SeatHere(View):
    """One way to speak in a room."""

    account: str
    room: int  # as that account sits in it
    name: str  # as the platform calls the account
    able: bool  # it is signed in
    state: str
    plan: str  # "": the account as itself
    title: str
    seat: str
    role: str


class SeatsHere(View):
    """Who of us may speak in a room."""

    items: list[SeatHere]


class Said(View):
    """What becomes of it: a delivery."""

    delivery: int
    state: DeliveryState
    outcome: str
    due: datetime
    quiet_until: datetime | None  # it waits until then; null: it is said as soon as its turn comes
