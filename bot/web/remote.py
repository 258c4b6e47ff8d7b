"""From where a request comes, also behind proxies of ours."""

from ipaddress import ip_address, ip_network

from aiohttp import web

_LONGEST = 60  # characters
_OURS = tuple(
    ip_network(one)
    for one in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
)


def address_of(request: web.Request) -> str:
    """The sender's address.

    A proxy of ours stands on this machine or in our network, and adds at the end what it saw.
    What stands before that anybody may have written: they would choose their own address.
    """
    remote = request.remote or ""
    if not _is_ours(remote):
        return remote
    said = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    seen = (one.strip() for one in reversed(said))
    return next((one for one in seen if one and not _is_ours(one)), remote)[:_LONGEST]


def is_secure(request: web.Request) -> bool:
    """Whether the request came encrypted: to us, or to a proxy of ours that says so."""
    if request.secure or not _is_ours(request.remote or ""):
        return request.secure
    said = request.headers.getall("X-Forwarded-Proto", [])
    return bool(said) and said[-1].rpartition(",")[2].strip().lower() == "https"


def _is_ours(address: str) -> bool:
    try:
        seen = ip_address(address)
    except ValueError:
        return False
    return any(seen in network for network in _OURS)
