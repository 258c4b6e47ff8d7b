"""One Wechaty account: an entry of `channels:` with `kind: wechaty`."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from bot.core.ids import ChannelName
from bot.core.sending import SendBudget

_ENDPOINT = re.compile(r"^(?:\[(?P<six>[0-9a-fA-F:]+)\]|(?P<host>[^\s:/]+)):(?P<port>\d{1,5})$")


def split_endpoint(endpoint: str) -> tuple[str, int]:
    """Host and port of "host:port" or "[v6 address]:port"; ValueError says what is wrong."""
    found = _ENDPOINT.match(endpoint)
    port = int(found["port"]) if found else 0
    if found is None or not 0 < port < 1 << 16:
        msg = f"{endpoint!r} is not an endpoint; write host:port, such as 127.0.0.1:18788"
        raise ValueError(msg)
    return found["six"] or found["host"], port


def _endpoint(endpoint: str) -> str:
    split_endpoint(endpoint)
    return endpoint


class TlsSettings(BaseModel, frozen=True, extra="forbid"):
    """An encrypted line to the gateway."""

    ca_file: str = ""  # certificates to trust, as a PEM file; "" trusts those of the machine
    server_name: str = ""  # the name in the gateway's certificate, where it is not the host


class WechatySettings(BaseModel, frozen=True, extra="forbid"):
    """How to reach the gateway of one WeChat account, and how hard to lean on it."""

    kind: Literal["wechaty"]
    name: ChannelName = Field(min_length=1)
    endpoint: Annotated[str, AfterValidator(_endpoint)]
    token: SecretStr = Field(min_length=1)
    tls: TlsSettings | None = None  # None: a plain line, as on one machine or in a VPN
    budget: SendBudget = SendBudget()
    max_text: int = Field(default=4000, ge=1, le=100_000)  # characters a post may have
    mini_programs: bool = True  # the gateway can post mini-program cards; many puppets cannot
    link_cards: bool = True  # the gateway can post links as cards
    mention_all_id: str = Field(
        default="notify@all", min_length=1
    )  # how the gateway writes @所有人
    queue_size: int = Field(default=10_000, ge=1, le=1_000_000)  # events waiting for their payload
    fetch_concurrency: int = Field(default=16, ge=1, le=256)  # payloads asked for at a time
    fetch_attempts: int = Field(default=3, ge=1, le=10)
    fetch_seconds: float = Field(default=5, gt=0, le=60)
    send_seconds: float = Field(default=11, gt=0, lt=12)  # then nobody knows whether it went out
    file_seconds: float = Field(default=30, gt=0, le=60)  # to bring a picture
    connect_seconds: float = Field(default=10, gt=0, le=120)
    ding_seconds: float = Field(
        default=15, gt=0, le=600
    )  # how often the gateway is asked to answer
    silence_seconds: float = Field(default=90, gt=0, le=3600)  # nothing heard: listen anew
    retry_seconds: float = Field(default=1, gt=0, le=60)  # after a lost connection, then doubling
    retry_max_seconds: float = Field(default=60, gt=0, le=3600)
    names_seconds: float = Field(default=600, gt=0, le=86_400)  # how long a name is believed
    names_kept: int = Field(default=100_000, ge=100, le=10_000_000)
