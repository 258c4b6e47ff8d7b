"""The `web:` section of config.yaml."""

from ipaddress import ip_address, ip_network
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, Field, SecretStr, model_validator

STRONG = 20  # characters that a token must have where other machines can reach the API
OWNER = "api"  # the author's name in the audit for the plain `token`


def _network(given: str) -> str:
    try:
        ip_network(given, strict=False)
    except ValueError:
        msg = f"{given[:60]!r} is no address and no network; write it as 10.0.0.5 or 10.0.0.0/24"
        raise ValueError(msg) from None
    return given


class WebSettings(BaseModel, frozen=True, extra="forbid"):
    """Where the API listens, and who may use it."""

    enabled: bool = True
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8080, ge=0, le=65535)  # 0: any free one
    token: SecretStr = SecretStr("dev")
    tokens: dict[str, SecretStr] = Field(default_factory=dict)  # name in the audit: token
    stream_clients: int = Field(default=50, ge=0, le=10_000)  # that may watch live at once
    # of them, tabs and phones of one person who signed in
    stream_clients_each: int = Field(default=10, ge=1, le=10_000)
    # addresses and networks of proxies that are believed what they say of the sender
    trusted_proxies: tuple[Annotated[str, AfterValidator(_network)], ...] = ("127.0.0.0/8", "::1")
    # how phones reach this service; "": no links are sent to anybody
    public_url: str = Field(default="", max_length=300, pattern=r"^(https?://[^\s?#]+)?$")

    @property
    def reached_at(self) -> str:
        """How phones reach this service, without a slash at the end; "": they do not."""
        return self.public_url.rstrip("/") if self.enabled else ""

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the API."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def authors(self) -> dict[str, str]:
        """Every token, by the name that the audit gives its owner."""
        named = {name: token.get_secret_value() for name, token in self.tokens.items()}
        return {OWNER: self.token.get_secret_value()} | named

    @model_validator(mode="after")
    def _tokens_fit_the_host(self) -> Self:
        weak = sorted(name for name, token in self.authors.items() if len(token) < STRONG)
        empty = sorted(name for name, token in self.authors.items() if not token.strip())
        if empty:
            msg = f"the token of {', '.join(empty)} is empty; give it a text, or leave it out"
            raise ValueError(msg)
        if weak and not self.is_local:
            msg = (
                f"the token of {', '.join(weak)} is too short for host {self.host}, which other"
                f" machines can reach: use {STRONG} characters or more, for example from"
                " `openssl rand -hex 24`, or set host to 127.0.0.1"
            )
            raise ValueError(msg)
        if len(set(self.authors.values())) < len(self.authors):
            msg = "two names share one token; the audit could not tell them apart"
            raise ValueError(msg)
        return self
