"""From where a request comes, also behind proxies that are trusted."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp import web

_LONGEST = 60  # characters


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies whose word on the sender is believed."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, addresses: Iterable[str]) -> "Proxies":
        """By addresses and networks, as `web.trusted_proxies` has them."""
        return cls(tuple(ip_network(one, strict=False) for one in addresses))

    def trusts(self, address: str) -> bool:
        """Whether a proxy of ours stands there."""
        try:
            seen = ip_address(address)
        except ValueError:
            return False
        if isinstance(seen, IPv6Address) and seen.ipv4_mapped is not None:
            seen = seen.ipv4_mapped  # how a socket of both kinds shows ::ffff:127.0.0.1
        return any(seen in network for network in self.networks)


PROXIES = web.AppKey("proxies", Proxies)


def address_of(request: web.Request) -> str:
    """The sender's address.

    A trusted proxy adds at the end what it saw. What stands before that anybody may have
    written: they would choose their own address, and never wait for wrong passwords.
    """
    proxies, remote = request.app[PROXIES], request.remote or ""
    if not proxies.trusts(remote):
        return remote
    said = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    seen = (one.strip() for one in reversed(said))
    return next((one for one in seen if one and not proxies.trusts(one)), remote)[:_LONGEST]


def is_secure(request: web.Request) -> bool:
    """Whether the request came encrypted: to us, or to a trusted proxy that says so."""
    if request.secure or not request.app[PROXIES].trusts(request.remote or ""):
        return request.secure
    said = request.headers.getall("X-Forwarded-Proto", [])
    return bool(said) and said[-1].rpartition(",")[2].strip().lower() == "https"
