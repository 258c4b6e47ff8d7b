import pytest

from bot.channels.wechaty.faults import (
    Answered,
    Broken,
    GatewayFault,
    NotReached,
    Unanswered,
    channel_error,
)
from bot.core.errors import ChannelAway, ChannelRefused, ChannelUnsure


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (NotReached("not logged in"), ChannelAway),
        (Unanswered("no answer in time"), ChannelUnsure),
        (Broken("Connection lost"), ChannelUnsure),
        (Answered("UNKNOWN", "you are not a member"), ChannelRefused),
        (Answered("UNKNOWN", "GError: not logged in"), ChannelAway),
        (Answered("UNKNOWN", "request timeout after 60s"), ChannelUnsure),
        (Answered("INTERNAL", "read ECONNRESET"), ChannelUnsure),
        (Answered("UNAUTHENTICATED", "Invalid Wechaty TOKEN"), ChannelAway),
        (Answered("UNAVAILABLE", ""), ChannelUnsure),
        (Answered("DEADLINE_EXCEEDED", ""), ChannelUnsure),
        (Answered("UNIMPLEMENTED", ""), ChannelRefused),
        (Answered("RESOURCE_EXHAUSTED", "message too large"), ChannelRefused),
        (Answered("INVALID_ARGUMENT", "timeout must be a number"), ChannelRefused),
    ],
    ids=str,
)
def test_a_fault_means_not_done_not_now_or_unknown(fault: GatewayFault, error):
    assert type(channel_error(fault)) is error


def test_an_error_says_what_the_gateway_said_and_not_all_of_it():
    told = str(channel_error(Answered("UNKNOWN", "muted " * 1000)))

    assert told.startswith("UNKNOWN: muted")
    assert len(told) < 400
